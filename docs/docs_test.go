// Package docs_test runs what the pages show: every program, every session in a terminal or in the shell.
//
// What a fenced block is, its first line says:
//
//	```elixir FILE, ```go FILE   an excerpt of that file, line by line
//	```elixir                    a program of its own, which must run
//	```console                   commands after "$ ", and what they print
//	```iex                       lines after the shell's prompt, and what it prints; the blocks of a page are one session
//	```sh                        commands that are not run, because they install or serve something
//
// Pids, times and sizes may differ. A block with the word "varying" behind its kind may differ in every number.
// `go test ./docs -update` writes what is printed into the pages.
package docs_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write what is printed into the pages")

// page is a file with its blocks.
type page struct {
	path   string
	lines  []string
	blocks []block
}

// block is a fenced block: lines from to of its page.
type block struct {
	kind, arg string
	from, to  int
}

func (p *page) text(b block) []string { return p.lines[b.from:b.to] }

func readPage(t *testing.T, path string) *page {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p := &page{path: path, lines: strings.Split(string(data), "\n")}
	open := -1
	for i, l := range p.lines {
		fence, ok := strings.CutPrefix(l, "```")
		switch {
		case !ok:
		case open >= 0:
			p.blocks[len(p.blocks)-1].to = i
			open = -1
		default:
			open = i
			kind, arg, _ := strings.Cut(fence, " ")
			p.blocks = append(p.blocks, block{kind: kind, arg: arg, from: i + 1})
		}
	}
	if open >= 0 {
		t.Fatalf("%s:%d: a block without end", path, open+1)
	}
	return p
}

// pages are the documentation and the README.
func pages(t *testing.T) []*page {
	paths, err := filepath.Glob("*.md")
	if err != nil || len(paths) < 5 {
		t.Fatalf("pages: %v, %v", paths, err)
	}
	var out []*page
	for _, path := range append(paths, "../README.md") {
		out = append(out, readPage(t, path))
	}
	return out
}

// buildCommand builds joist and returns the folder that it lies in.
func buildCommand(t *testing.T) string {
	dir := t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "joist"), "./cmd/joist")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return dir
}

// run runs a command line in the root of the project, with joist in the PATH and in virtual time, so that a busy machine makes no difference. It returns what is printed, on both channels in the
// order of the writes, or with apart each by itself.
func run(t *testing.T, bin, line, input string, apart bool) (stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	virtual := "1"
	if *update { // a reader's numbers are those of real time
		virtual = "0"
	}
	cmd := exec.CommandContext(ctx, "sh", "-c", line)
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "HOME="+bin, "XDG_STATE_HOME="+bin, "JOIST_VIRTUAL_TIME="+virtual, "GOCACHE="+goCache(t), "GOPATH="+goPath(t))
	cmd.Stdin = strings.NewReader(input)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if apart {
		cmd.Stderr = &errs
	}
	if err := cmd.Run(); err != nil {
		if _, exited := err.(*exec.ExitError); !exited || ctx.Err() != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
	return out.String(), errs.String()
}

func goCache(t *testing.T) string { return goEnv(t, "GOCACHE") }
func goPath(t *testing.T) string  { return goEnv(t, "GOPATH") }

func goEnv(t *testing.T, name string) string {
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// variations are what may differ between what a page shows and what is printed.
var variations = []struct {
	re *regexp.Regexp
	to string
}{
	{regexp.MustCompile(`#PID<[\d.]+>`), "#PID<>"},
	{regexp.MustCompile(`#Reference<[\d.]+>`), "#Reference<>"},
	{regexp.MustCompile(`#Function<[^>]*>`), "#Function<>"},
	{regexp.MustCompile(`(?s)<<70, 79, 82, 49,.*?>>`), "<<module>>"},
	{regexp.MustCompile(`\d\d:\d\d:\d\d\.\d{3}`), "time"},
	{regexp.MustCompile(`\d[\d.,]* ?(ns|us|µs|ms|seconds|s|bytes|[KMG]B|%)\b`), "N $1"},
	{regexp.MustCompile(`elixir_compiler_\d+`), "elixir_compiler_N"},
}

var anyNumber = regexp.MustCompile(`\d[\d.,]*( ?[kKMGT]?B| [kMGTmµn]?s|k|M)?`)

func normal(s string, b block) string {
	if slices.Contains(strings.Fields(b.arg), "varying") {
		s = anyNumber.ReplaceAllString(s, "N")
		s = regexp.MustCompile(`[ -]+`).ReplaceAllString(s, " ")
	}
	for _, v := range variations {
		s = v.re.ReplaceAllString(s, v.to)
	}
	var lines []string
	for l := range strings.Lines(s) {
		lines = append(lines, strings.TrimRight(l, " \n"))
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// step is a line that is typed and what is printed for it.
type step struct {
	typed string // the whole line of the page
	input string // without the prompt
	want  []string
}

// steps cuts a block at its prompts.
func steps(t *testing.T, p *page, b block, prompt *regexp.Regexp) (out []step) {
	for i, l := range p.text(b) {
		if at := prompt.FindStringIndex(l); at != nil {
			out = append(out, step{typed: l, input: l[at[1]:]})
			continue
		}
		if len(out) == 0 {
			t.Fatalf("%s:%d: the block does not start with a prompt", p.path, b.from+i+1)
		}
		last := &out[len(out)-1]
		last.want = append(last.want, l)
	}
	return out
}

var (
	shellPrompt = regexp.MustCompile(`^(iex|\.\.\.)\(\d+\)> ?`)
	rawPrompt   = regexp.MustCompile(`(?:iex|\.\.\.)\(\d+\)> ?`)
	dollar      = regexp.MustCompile(`^\$ `)
)

// compare holds what is printed, and the shell's prompts, against a page, and returns the block as it should be.
func compare(t *testing.T, p *page, b block, all []step, prompts, got []string) (fresh []string) {
	t.Helper()
	for i, s := range all {
		if prompts != nil && prompts[i] != strings.TrimSuffix(s.typed, s.input) {
			if !*update {
				t.Errorf("%s:%d: the prompt of %q is %q", p.path, b.from, s.typed, prompts[i])
			}
			s.typed = prompts[i] + s.input
		}
		fresh = append(fresh, s.typed)
		want, have := normal(strings.Join(s.want, "\n"), b), normal(got[i], b)
		if want == have {
			fresh = append(fresh, s.want...)
			continue
		}
		if text := strings.TrimRight(got[i], "\n"); text != "" {
			fresh = append(fresh, strings.Split(text, "\n")...)
		}
		if !*update {
			t.Errorf("%s:%d: after %q\n--- the page shows\n%s\n--- printed is\n%s\n(go test ./docs -update rewrites the pages)",
				p.path, b.from, s.typed, strings.Join(s.want, "\n"), got[i])
		}
	}
	return fresh
}

// TestPages runs the blocks of every page.
func TestPages(t *testing.T) {
	bin := buildCommand(t)
	for _, p := range pages(t) {
		t.Run(filepath.Base(p.path), func(t *testing.T) {
			fresh := map[int][]string{} // by the block's index
			var session []step
			var lengths []int
			var shells []int
			for i, b := range p.blocks {
				switch b.kind {
				case "elixir", "go":
					file := strings.Fields(strings.ReplaceAll(b.arg, "varying", ""))
					if len(file) > 0 {
						excerpt(t, p, b, file[0])
					} else if b.kind == "elixir" {
						program(t, p, b, bin)
					}
				case "console":
					all := steps(t, p, b, dollar)
					var got []string
					for _, s := range all {
						text, _ := run(t, bin, s.input, "", false)
						got = append(got, text)
					}
					fresh[i] = compare(t, p, b, all, nil, got)
				case "iex":
					all := steps(t, p, b, shellPrompt)
					session, lengths, shells = append(session, all...), append(lengths, len(all)), append(shells, i)
				case "sh", "text", "":
				default:
					t.Errorf("%s:%d: a block of unknown kind %q", p.path, b.from, b.kind)
				}
			}
			prompts, printed := shellSession(t, p, bin, session)
			for k, i := range shells {
				n := lengths[k]
				fresh[i] = compare(t, p, p.blocks[i], session[:n], prompts[:n], printed[:n])
				session, prompts, printed = session[n:], prompts[n:], printed[n:]
			}
			if *update {
				rewrite(t, p, fresh)
			}
		})
	}
}

// shellSession types lines into the shell and cuts what it prints at the prompts.
func shellSession(t *testing.T, p *page, bin string, session []step) (prompts, printed []string) {
	if len(session) == 0 {
		return nil, nil
	}
	var input strings.Builder
	for _, s := range session {
		input.WriteString(s.input + "\n")
	}
	out, errs := run(t, bin, "joist iex --no-history", input.String(), true)
	prompts, parts := rawPrompt.FindAllString(out, -1), rawPrompt.Split(out, -1)
	if len(parts) < len(session)+1 {
		t.Fatalf("%s: the shell asked %d times, not %d\n%s", p.path, len(parts)-1, len(session)+1, out+errs)
	}
	return prompts, parts[1:]
}

// excerpt looks for a block in a file.
func excerpt(t *testing.T, p *page, b block, file string) {
	data, err := os.ReadFile(filepath.Join("..", file))
	if err != nil {
		t.Errorf("%s:%d: %v", p.path, b.from, err)
		return
	}
	if text := strings.Join(p.text(b), "\n"); !strings.Contains(undented(string(data)), undented(text)) {
		t.Errorf("%s:%d: this is not in %s", p.path, b.from, file)
	}
}

// undented leaves out the white space at the start of lines, for excerpts from the middle of a file.
func undented(s string) string {
	var b strings.Builder
	for l := range strings.Lines(s) {
		b.WriteString(strings.TrimLeft(l, " \t"))
	}
	return strings.TrimRight(b.String(), "\n")
}

// program runs a block as a script.
func program(t *testing.T, p *page, b block, bin string) {
	path := filepath.Join(t.TempDir(), "program.exs")
	if err := os.WriteFile(path, []byte(strings.Join(p.text(b), "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	if all, _ := run(t, bin, "joist run "+path+" || echo FAILED", "", false); strings.Contains(all, "FAILED") || strings.Contains(all, "error") {
		t.Errorf("%s:%d: the program fails:\n%s", p.path, b.from, all)
	}
}

// rewrite writes a page with what was printed.
func rewrite(t *testing.T, p *page, fresh map[int][]string) {
	var out []string
	at := 0
	for i, b := range p.blocks {
		if lines, ok := fresh[i]; ok {
			out = append(append(out, p.lines[at:b.from]...), lines...)
			at = b.to
		}
	}
	out = append(out, p.lines[at:]...)
	if err := os.WriteFile(p.path, []byte(strings.Join(out, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestLinks looks for the files that pages link to.
func TestLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)
	for _, p := range pages(t) {
		if n := len(p.lines); n > 210 {
			t.Errorf("%s has %d lines", p.path, n)
		}
		for i, l := range p.lines {
			for _, m := range link.FindAllStringSubmatch(l, -1) {
				if _, err := os.Stat(filepath.Join(filepath.Dir(p.path), m[1])); err != nil {
					t.Errorf("%s:%d: %v", p.path, i+1, err)
				}
			}
		}
	}
}

// TestExamplesAreShown looks for examples that no page names.
func TestExamplesAreShown(t *testing.T) {
	var all strings.Builder
	for _, p := range pages(t) {
		all.WriteString(strings.Join(p.lines, "\n"))
	}
	scripts, _ := filepath.Glob("../examples/*.exs")
	programs, _ := filepath.Glob("../examples/embed/*")
	for _, path := range append(scripts, programs...) {
		if name := strings.TrimPrefix(path, "../"); !strings.Contains(all.String(), name) {
			t.Errorf("no page shows %s", name)
		}
	}
}
