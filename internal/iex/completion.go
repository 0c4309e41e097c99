//go:build linux || darwin || freebsd || netbsd || openbsd || windows

package iex

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"joist/lib"
)

// completionPatience is how long Tab waits for the machine.
const completionPatience = 4 * time.Second

// Do implements readline.AutoCompleter: what could follow, without the part that is there.
func (e *editor) Do(line []rune, pos int) (candidates [][]rune, length int) {
	rt := e.t.rt
	if rt == nil || !e.code.Load() {
		return nil, 0
	}
	ctx, cancel := context.WithTimeout(context.Background(), completionPatience)
	defer cancel()
	e.t.turns.pause() // what the call waits for may print
	answer, err := rt.Call(ctx, "IEx.Autocomplete", "complete_for_editor", string(line[:pos]), libraryModules())
	e.t.turns.resume()
	if err != nil {
		return nil, 0
	}
	found, ok := answer.([]any)
	if !ok || len(found) == 0 {
		return nil, 0
	}
	if text, ok := found[0].(string); ok { // how the function is called
		e.print([]byte(text))
		return nil, 0
	}
	size, _ := found[0].(int)
	for n, it := range found[1:] {
		pair, _ := it.([]any)
		if len(pair) != 2 {
			continue
		}
		name, _ := pair[0].(string)
		label, _ := pair[1].(string)
		if runes := []rune(name); len(runes) >= size {
			candidates = append(candidates, append(runes[size:], labelled(n, label)...))
		}
	}
	if len(candidates) > 1 {
		e.menu.Store(true)
	}
	return candidates, size
}

// The menu shows candidates with labels, functions with their arities, that are not put on the line. The readline package
// puts there what it shows, so a label stands between two characters without a width, and is taken off the
// line again by withoutLabels. The first of them differs among neighbours: else the package would take it for a part
// of the name that two arities of a function have in common.
const (
	labelFirst = '\U00013430' // of the hieroglyphic format controls
	labelKinds = 15
	labelEnd   = labelFirst + labelKinds
)

func labelled(n int, label string) []rune {
	if label == "" {
		return nil
	}
	return append(append([]rune{labelFirst + rune(n%labelKinds)}, []rune(label)...), labelEnd)
}

func isLabelMark(r rune) bool { return r >= labelFirst && r <= labelEnd }

// withoutLabels is the line without labels and tidyMark, and where the cursor is then; ok tells whether there were any.
func withoutLabels(line []rune, pos int) (out []rune, at int, ok bool) {
	if !slices.ContainsFunc(line, func(r rune) bool { return isLabelMark(r) || r == tidyMark }) {
		return line, pos, false
	}
	at = pos
	inLabel := false
	for i, r := range line {
		drop := inLabel || isLabelMark(r) || r == tidyMark
		if isLabelMark(r) {
			inLabel = r != labelEnd
		}
		if !drop {
			out = append(out, r)
		} else if i < pos {
			at--
		}
	}
	return out, at, true
}

// libraryModules are the names of the library's modules, as their atoms: what is not compiled yet can be completed.
var libraryModules = sync.OnceValue(func() []any {
	definition := regexp.MustCompile(`(?m)^(?:defmodule|defprotocol) (:?"?[\w.]+"?) do$`)
	var names []string
	for _, path := range lib.Files() {
		src, _ := lib.Read(path)
		m := definition.FindSubmatch(src)
		if m == nil {
			continue
		}
		name := string(m[1])
		if erlang, ok := strings.CutPrefix(name, ":"); ok {
			name = strings.Trim(erlang, `"`)
			if strings.HasPrefix(name, "joist_") {
				continue
			}
		} else {
			name = "Elixir." + name
		}
		if !strings.Contains(string(src), "@moduledoc false") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	out := make([]any, len(names))
	for i, n := range names {
		out[i] = n
	}
	return out
})
