// Package lib carries joist's library in source form.
//
// The modules of Elixir lie under elixir/, those of its shell under iex/, those that
// Erlang programs know under erlang/; all are written in Elixir and compiled when a
// program first calls them.
// A file defines exactly one module, and is found by the module's name alone: the
// path of "Elixir.String.Chars" is elixir/string/chars.ex, that of "lists" is
// erlang/lists.ex. An implementation of a protocol is a module too:
// "Elixir.Enumerable.Map" lies in elixir/enumerable/map.ex. "Elixir.IEx" is
// iex/iex.ex, and "Elixir.IEx.Helpers" iex/helpers.ex.
package lib

import (
	"bytes"
	"embed"
	"io/fs"
	"strings"
)

//go:embed elixir iex eex erlang
var sources embed.FS

// Source returns the source of a module, named as its atom is ("Elixir.Enum",
// "lists"), and the path that diagnostics show for it.
func Source(module string) (path string, src []byte, ok bool) {
	path = Path(module)
	if path == "" {
		return "", nil, false
	}
	src, err := sources.ReadFile(path)
	if err != nil {
		return "", nil, false
	}
	if name, ok := strings.CutPrefix(module, "Elixir."); ok && !defines(src, name) {
		return "", nil, false
	}
	return path, src, true
}

// defines tells whether a source is that of the module: names that differ in their capitals only lie at one path.
func defines(src []byte, name string) bool {
	line, _, _ := bytes.Cut(src, []byte("\n"))
	words := strings.Fields(strings.ReplaceAll(string(line), ",", " "))
	if len(words) < 2 {
		return false
	}
	if words[0] == "defimpl" && len(words) > 3 {
		return words[1]+"."+words[3] == name
	}
	return words[1] == name
}

// Path returns the path at which the source of a module would lie, or "" when no
// module of that name can be in the library.
func Path(module string) string {
	if name, ok := strings.CutPrefix(module, "Elixir."); ok {
		if name == "" || strings.ContainsAny(name, "/\\") {
			return ""
		}
		if name == "IEx" {
			return "iex/iex.ex"
		}
		if inner, ok := strings.CutPrefix(name, "IEx."); ok {
			return "iex/" + underscore(inner) + ".ex"
		}
		if name == "EEx" {
			return "eex/eex.ex"
		}
		if inner, ok := strings.CutPrefix(name, "EEx."); ok {
			return "eex/" + underscore(inner) + ".ex"
		}
		return "elixir/" + underscore(name) + ".ex"
	}
	if module == "" || strings.ContainsAny(module, "/\\.") {
		return ""
	}
	return "erlang/" + module + ".ex"
}

// File is the name that stack traces and diagnostics show for the source at path: a module of Elixir lies under
// lib/ of its application.
func File(path string) string {
	return "lib/" + strings.TrimPrefix(path, "elixir/")
}

// kernelModules are the modules of the application kernel; those of Erlang that are not named are stdlib's.
const kernelModules = " application application_controller code error_logger file global logger net_adm net_kernel rpc "

// Application is the application that a module of the library belongs to, "" for one that is not in the library.
func Application(module string) string {
	path, _, ok := Source(module)
	name, elixir := strings.CutPrefix(path, "elixir/")
	switch {
	case !ok:
		return ""
	case elixir && (name == "logger.ex" || strings.HasPrefix(name, "logger/")):
		return "logger"
	case elixir:
		return "elixir"
	case strings.HasPrefix(path, "iex/"):
		return "iex"
	case strings.HasPrefix(path, "eex/"):
		return "eex"
	case strings.Contains(kernelModules, " "+module+" "):
		return "kernel"
	}
	return "stdlib"
}

// Files lists the paths of all sources in the library, in order.
func Files() []string {
	var paths []string
	for _, root := range []string{"elixir", "iex", "eex", "erlang"} {
		fs.WalkDir(sources, root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && strings.HasSuffix(path, ".ex") {
				paths = append(paths, path)
			}
			return err
		})
	}
	return paths
}

// Read returns the source at a path that Files lists.
func Read(path string) ([]byte, bool) {
	src, err := sources.ReadFile(path)
	return src, err == nil
}

// underscore turns the alias of a module into a path, as Macro.underscore/1 does:
// "IO.ANSI" into "io/ansi", "NaiveDateTime" into "naive_date_time".
func underscore(alias string) string {
	var b strings.Builder
	upper := func(i int) bool { return i < len(alias) && alias[i] >= 'A' && alias[i] <= 'Z' }
	lower := func(i int) bool {
		return i < len(alias) && (alias[i] >= 'a' && alias[i] <= 'z' || alias[i] >= '0' && alias[i] <= '9')
	}
	for i := 0; i < len(alias); i++ {
		switch {
		case alias[i] == '.':
			b.WriteByte('/')
		case upper(i):
			if i > 0 && alias[i-1] != '.' && (lower(i-1) || lower(i+1)) {
				b.WriteByte('_')
			}
			b.WriteByte(alias[i] - 'A' + 'a')
		default:
			b.WriteByte(alias[i])
		}
	}
	return b.String()
}
