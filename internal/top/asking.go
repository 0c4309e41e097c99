package top

import (
	"context"
	"errors"
	"fmt"
	"time"

	"joist"
	"joist/internal/term"
)

// detailsMost is how long the view waits for what a process has to say of itself.
const detailsMost = 3 * time.Second

// Details asks processes of a runtime all about themselves, for Options.Details.
func Details(rt *joist.Runtime) func(pid term.Term, width int) ([]Section, error) {
	return func(pid term.Term, width int) ([]Section, error) {
		ctx, cancel := context.WithTimeout(context.Background(), detailsMost)
		defer cancel()
		v, err := rt.Call(ctx, ":joist_top", "details", int(pid.PidIndex()), int(pid.PidSerial()), width)
		if errors.Is(err, context.DeadlineExceeded) {
			return nil, errors.New("the process does not answer")
		}
		if err != nil || v == nil {
			return nil, err
		}
		sections := []Section{}
		for _, e := range v.([]any) {
			pair := e.(joist.Tuple)
			section := Section{Heading: pair[0].(string)}
			for _, line := range pair[1].([]any) {
				section.Lines = append(section.Lines, fmt.Sprint(line))
			}
			sections = append(sections, section)
		}
		return sections, nil
	}
}
