package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// engine is something that runs an Elixir script.
type engine struct {
	name    string
	command []string
}

// figures are one program's results on one engine.
type figures struct {
	Best, Median float64
	MaxRSS       int64 // bytes, the largest of all rounds
	Extra        string
}

// row is one program's results.
type row struct {
	Program, Unit, Err string
	Joist              figures
	Beam               *figures
	Ratio              float64
}

func (r row) progress() string {
	if r.Err != "" {
		return r.Program + ": FAILED: " + r.Err
	}
	s := fmt.Sprintf("%s: joist %s", r.Program, num(r.Joist.Median))
	if r.Beam != nil {
		s += fmt.Sprintf(", beam %s", num(r.Beam.Median))
	}
	s += fmt.Sprintf(" %s", r.Unit)
	if r.Ratio > 0 {
		s += fmt.Sprintf(", ratio %.2f", r.Ratio)
	}
	if r.Joist.Extra != "" {
		s += " (joist " + r.Joist.Extra
		if r.Beam != nil {
			s += "; beam " + r.Beam.Extra
		}
		s += ")"
	}
	return s
}

// runner runs programs on every engine in turn.
type runner struct {
	engines []engine
	rounds  int
	timeout time.Duration
}

// sample is what one run printed and took.
type sample struct {
	value  float64
	unit   string
	extra  string
	maxRSS int64
}

func (b *runner) run(path string) row {
	r := row{Program: strings.TrimSuffix(filepath.Base(path), ".exs")}
	samples := make([][]sample, len(b.engines))
	for range b.rounds {
		for i, e := range b.engines {
			s, err := b.once(e, path)
			if err != nil {
				r.Err = e.name + ": " + err.Error()
				return r
			}
			samples[i] = append(samples[i], s)
			r.Unit = s.unit
		}
	}
	r.Joist = summarize(samples[0])
	if len(b.engines) > 1 {
		beam := summarize(samples[1])
		r.Beam = &beam
		r.Ratio = r.Joist.Median / beam.Median
		if strings.HasSuffix(r.Unit, "/s") {
			r.Ratio = 1 / r.Ratio
		}
	}
	return r
}

var result = regexp.MustCompile(`(?m)^\w+: ([0-9.]+(?:e[+-]?\d+)?) (\S+) ?(.*)$`)

func (b *runner) once(e engine, path string) (sample, error) {
	ctx, cancel := context.WithTimeout(context.Background(), b.timeout)
	defer cancel()
	args := append(slices.Clone(e.command[1:]), path)
	cmd := exec.CommandContext(ctx, e.command[0], args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return sample{}, fmt.Errorf("no result after %v", b.timeout)
		}
		return sample{}, fmt.Errorf("%v: %s", err, firstLine(errs.String()))
	}
	m := result.FindStringSubmatch(out.String())
	if m == nil {
		return sample{}, fmt.Errorf("no line \"name: value unit\" in %q", firstLine(out.String()))
	}
	value, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return sample{}, err
	}
	return sample{value: value, unit: m[2], extra: m[3], maxRSS: maxRSS(cmd.ProcessState)}, nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

func summarize(samples []sample) figures {
	values := make([]float64, len(samples))
	f := figures{Extra: samples[len(samples)-1].extra}
	for i, s := range samples {
		values[i] = s.value
		f.MaxRSS = max(f.MaxRSS, s.maxRSS)
	}
	slices.Sort(values)
	f.Best, f.Median = values[0], values[len(values)/2]
	if strings.HasSuffix(samples[0].unit, "/s") {
		f.Best = values[len(values)-1]
	}
	return f
}
