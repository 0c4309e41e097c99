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
	answer, err := rt.Call(ctx, "IEx.Autocomplete", "complete_for_editor", string(line[:pos]), libraryModules())
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
	for _, it := range found[1:] {
		name, _ := it.(string)
		if runes := []rune(name); len(runes) >= size {
			candidates = append(candidates, runes[size:])
		}
	}
	return candidates, size
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
