package iex

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"joist"
	"joist/internal/testing/pty"
)

// session is a shell in a pseudo-terminal of its own.
type session struct {
	*pty.Terminal
	t    testing.TB
	done chan error
	sent int64

	// of startShell
	rt   *joist.Runtime
	ours *terminal
}

// startShell starts a shell of the given size and waits for its prompt.
func startShell(t testing.TB, columns, rows int, o Options) *session {
	t.Helper()
	s := startShellAt(t, columns, rows, o)
	s.waitFor(`iex\(1\)>$`)
	return s
}

func startShellAt(t testing.TB, columns, rows int, o Options) *session {
	t.Helper()
	term, slave := pty.Open(t, columns, rows)
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")
	if o.DotIex == "" {
		o.DotIex = "none"
	}
	s := &session{Terminal: term, t: t, done: make(chan error, 1)}
	begun := make(chan struct{})
	go func() {
		_, err := run(context.Background(), o, slave, slave, slave, func(rt *joist.Runtime, t *terminal) {
			s.rt, s.ours = rt, t
			close(begun)
		})
		slave.Close()
		s.done <- err
	}()
	t.Cleanup(func() { s.end() })
	<-begun
	return s
}

// end closes the terminal and waits until the shell has ended.
func (s *session) end() {
	s.Close()
	select {
	case <-s.done:
	case <-time.After(pty.Patience):
		buf := make([]byte, 1<<20)
		s.t.Errorf("the shell did not end when its terminal was closed\n%s", buf[:runtime.Stack(buf, true)])
	}
}

// ended waits for the shell to end by itself.
func (s *session) ended() error {
	s.t.Helper()
	select {
	case err := <-s.done:
		s.done <- err
		return err
	case <-time.After(pty.Patience):
		s.t.Fatalf("the shell goes on; the screen is\n%s", s.shown())
		return nil
	}
}

func (s *session) shown() string      { return s.Shown() }
func (s *session) everything() string { return s.Everything() }

// keys types; each key is sent by itself, as a hand would, when the one before it was read: what comes in one piece may be taken for pasted.
func (s *session) keys(text string) {
	s.t.Helper()
	for text != "" {
		n := keyLength([]byte(text))
		if n == 0 || text[0] == escape && n == 1 && len(text) > 1 {
			n = len(text)
		}
		s.send(text[:n])
		text = text[n:]
		s.arrived()
	}
}

// send types in one piece.
func (s *session) send(text string) {
	s.t.Helper()
	s.Send(text)
	s.sent += int64(len(text))
}

// arrived waits until the shell has read all that was typed.
func (s *session) arrived() {
	s.t.Helper()
	for end := time.Now().Add(pty.Patience); s.ours != nil && s.ours.typed.Load() < s.sent; time.Sleep(100 * time.Microsecond) {
		if len(s.done) > 0 {
			return
		}
		if time.Now().After(end) {
			s.t.Fatalf("the shell does not read what is typed; the screen is\n%s", s.shown())
		}
	}
}

// eval runs code in a process that has nothing to do with the shell's.
func (s *session) eval(code string) {
	s.t.Helper()
	if _, err := s.rt.Eval(context.Background(), code); err != nil {
		s.t.Fatal(err)
	}
}

// waitFor waits until the screen matches, with $ at the end of its last line.
func (s *session) waitFor(pattern string) {
	s.t.Helper()
	s.WaitFor(pattern)
}

// enter types a line and waits for what the screen shows then.
func (s *session) enter(line, pattern string) {
	s.t.Helper()
	s.keys(line + "\r")
	s.waitFor(pattern)
}

// wantScreen compares the whole screen.
func (s *session) wantScreen(want string) {
	s.t.Helper()
	if got := s.shown(); got != strings.Trim(want, "\n") {
		s.t.Errorf("the screen is\n%s\nwant\n%s", got, strings.Trim(want, "\n"))
	}
	if unknown := s.Unknown(); len(unknown) > 0 {
		s.t.Errorf("sequences that a plain terminal may not know: %q", unknown)
	}
}

func TestValuesAndErrors(t *testing.T) {
	s := startShell(t, 80, 24, Options{})
	s.enter("x = [1,", `\.\.\.\(1\)>$`)
	s.enter("2]", `iex\(2\)>$`)
	s.enter("|> length", `pipe shorthand is not allowed(?s:.*)iex\(2\)>$`)
	s.enter("x", `iex\(3\)>$`)
	s.enter("|> length", `iex\(4\)>$`)
	s.keys("\x0c")
	s.waitFor(`^iex\(4\)>$`)
	s.enter("1 / 0", `iex\(4\)>$`)
	s.enter("nothing", `logged\)\niex\(4\)>$`)
	s.enter("foo(", `\.\.\.\(4\)>$`)
	s.enter("#iex:break", `└─ iex:4\niex\(4\)>$`)
	s.enter(`"abc" <> "d"`, `iex\(5\)>$`)
	s.wantScreen(`
iex(4)> 1 / 0
** (ArithmeticError) bad argument in arithmetic expression: 1 / 0
    :erlang./(1, 0)
    iex:4: (file)
iex(4)> nothing
error: undefined variable "nothing"
└─ iex:4

** (CompileError) cannot compile code (errors have been logged)
iex(4)> foo(
...(4)> #iex:break
** (TokenMissingError) token missing on iex:4:
error: incomplete expression
└─ iex:4
iex(4)> "abc" <> "d"
"abcd"
iex(5)>`)
}

func TestNarrowTerminal(t *testing.T) {
	s := startShell(t, 40, 24, Options{})
	s.keys("\x0c")
	s.waitFor(`^iex\(1\)>$`)
	s.keys(`"a line that is longer than forty columns"`)
	s.waitFor(`columns"$`)
	s.keys("\x01" + strings.Repeat("\x1b[C", 3) + "漢字 \x05")
	s.enter("", `iex\(2\)>$`)
	s.enter("h Enum.at/2", `iex\(3\)>$`)
	for i, line := range strings.Split(s.shown(), "\n") {
		if len([]rune(line)) > 40 {
			t.Errorf("line %d has more than 40 columns: %s", i, line)
		}
	}
	if !strings.Contains(s.shown(), "iex(1)> \"a 漢字 line that is longer than\n forty columns\"") {
		t.Errorf("the line is not laid out as it should be:\n%s", s.shown())
	}
}

func TestCompletion(t *testing.T) {
	s := startShell(t, 80, 24, Options{})
	s.enter(`reservation = %{guest: "Ada", guests: 3}`, `iex\(2\)>$`)
	s.enter("defmodule Room do defstruct [:number, :nights] end", `iex\(3\)>$`)
	for _, c := range []struct{ typed, want string }{
		{"String.upc\t", `> String\.upcase$`},
		{"Strin\t", `> String$`},
		{"reserv\t", `> reservation$`},
		{"reservation.gu\t", `> reservation\.guest$`},
		{"%Room{\t", `> %Room{n$`},
		{":lists.keyf\t", `> :lists\.keyfind$`},
		{"IEx.Hel\t", `> IEx\.Helpers$`},
		{"alias\t\t", `alias`},
		{"1 + len\t", `> 1 \+ length$`},
	} {
		s.keys("\x07\x15" + c.typed)
		s.waitFor(c.want)
	}
	s.keys("\x07\x15Enum.at(\t")
	s.waitFor(`\nat\(enumerable, index, default \\\\ nil\)\niex\(3\)> Enum\.at\($`)
	s.keys("\x07\x15Enum.ta\t\t")
	s.waitFor(`Enum\.take\ntake/2 +take_every/2 +take_random/2 +take_while/2$`)
	s.keys("\t\t\r")
	s.waitFor(`> Enum\.take_every$`)
	s.keys("\x07\x15Enum.at\t\t\t\r")
	s.waitFor(`> Enum\.at$`)
	s.keys("([:one], 0)\r")
	s.waitFor(`> Enum\.at\(\[:one\], 0\)\n:one\niex\(4\)>$`)
}

func TestSearchAndHistory(t *testing.T) {
	s := startShell(t, 80, 24, Options{})
	s.enter(":first_thing", `iex\(2\)>$`)
	s.enter(":second_thing", `iex\(3\)>$`)
	s.enter(`IO.gets("secret? ")`, `secret\?$`)
	s.enter("hidden", `iex\(4\)>$`)
	s.keys("\x12first")
	s.waitFor(`bck-i-search: first`)
	s.enter("", `:first_thing\niex\(5\)>$`)
	s.keys("\x1b[A\x1b[A")
	s.waitFor(`iex\(5\)> IO\.gets`)
	history, err := os.ReadFile(historyPath())
	want := ":first_thing\n:second_thing\nIO.gets(\"secret? \")\n:first_thing\n"
	if err != nil || string(history) != want {
		t.Errorf("the history is %q, %v; want %q", history, err, want)
	}
}

func TestEvaluatorEnds(t *testing.T) {
	s := startShell(t, 100, 60, Options{})
	s.enter("x = 1", `iex\(2\)>$`)
	s.enter("spawn_link(fn -> exit(:boom) end); Process.sleep(:infinity)", `shell process exited with reason: :boom\n\nInteractive Elixir.*\niex\(2\)>$`)
	s.enter("x", `undefined variable "x"(?s:.*)iex\(2\)>$`)
	s.enter("Process.exit(self(), :kill)", `shell process exited with reason: killed\n\nInteractive Elixir.*\niex\(2\)>$`)
	s.enter("spawn_link(fn -> raise \"no\" end); Process.sleep(:infinity)", `shell process exited with reason: an exception was raised:\n    \*\* \(RuntimeError\) no`)
	s.waitFor(`iex\(2\)>$`)
	// while the prompt waits, too
	s.enter("pid = self(); Process.register(spawn(fn -> receive do :go -> Process.exit(pid, :later) end end), :other)", `iex\(3\)>$`)
	s.keys("1 +")
	s.eval("send(:other, :go)")
	s.waitFor(`reason: :later(?s:.*)iex\(3\)> 1 \+$`)
	s.enter(" 1", `\n2\niex\(4\)>$`)
	s.enter("respawn()", `Interactive Elixir.*\niex\(1\)>$`)
}

func TestInterrupt(t *testing.T) {
	s := startShell(t, 80, 40, Options{})
	s.enter("x = 41", `iex\(2\)>$`)
	s.enter("loop = fn f -> f.(f) end; IO.puts(:begun); loop.(loop)", `\nbegun$`)
	s.keys("\x03")
	s.waitFor(`BREAK: \(a\)bort \(c\)ontinue \(k\)ill\n.*ersion$`)
	s.keys("p")
	s.waitFor(`reductions \d+`)
	s.keys("k")
	s.waitFor(`\*\* \(EXIT\) interrupted\niex\(2\)>$`)
	s.enter("x + 1", `\n42\niex\(3\)>$`)
	// on a line that is being typed it drops the line, in an expression the expression
	s.keys("raise(\x03")
	s.waitFor(`\^C\niex\(3\)>$`)
	s.enter("foo(1,", `\.\.\.\(3\)>$`)
	s.keys("\x03")
	s.waitFor(`incomplete expression(?s:.*)iex\(3\)>$`)
	s.keys("\x0c\x03pv")
	s.waitFor(`BREAK(?s:.*)reductions \d+(?s:.*)` + regexp.QuoteMeta(joist.Version()) + `$`)
	if shown := s.shown(); strings.Contains(shown, "**") {
		t.Errorf("an error among the processes:\n%s", shown)
	}
	s.keys("c")
	s.waitFor(`\niex\(3\)>$`)
	s.keys("\x03a")
	if err := s.ended(); err != nil {
		t.Error(err)
	}
}

func TestInterruptFlood(t *testing.T) {
	s := startShell(t, 80, 24, Options{})
	s.keys("Stream.repeatedly(fn -> IO.puts(\"more and more\") end) |> Stream.run()\r")
	s.waitFor("more and more\nmore and more")
	s.keys("\x03")
	s.waitFor(`BREAK: .*\n.*ersion$`)
	s.keys("v")
	s.waitFor(`BREAK: .*\n.*ersion\n` + regexp.QuoteMeta(joist.Version()) + `$`)
	s.keys("k")
	s.waitFor(`interrupted\n(?s:.*)iex\(1\)>$`)
	s.enter("1 + 1", `\n2\niex\(2\)>$`)
}

func TestEndOfInput(t *testing.T) {
	s := startShell(t, 80, 24, Options{})
	s.enter("defmodule Half do", `\.\.\.\(1\)>$`)
	s.keys("\x04")
	s.waitFor(`incomplete expression(?s:.*)iex\(1\)>$`)
	s.keys("\x04")
	if err := s.ended(); err != nil {
		t.Error(err)
	}
}

func TestClosedTerminal(t *testing.T) {
	before := runtime.NumGoroutine()
	s := startShell(t, 80, 24, Options{})
	s.enter("loop = fn f -> f.(f) end; IO.puts(:begun); loop.(loop)", `\nbegun$`)
	s.end()
	s.done <- nil
	for end := time.Now().Add(pty.Patience); runtime.NumGoroutine() > before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			buf := make([]byte, 1<<20)
			t.Fatalf("%d goroutines before, %d after\n%s", before, runtime.NumGoroutine(), buf[:runtime.Stack(buf, true)])
		}
	}
}

func TestResizeWhileCompleting(t *testing.T) {
	s := startShell(t, 100, 24, Options{})
	for _, columns := range []int{40, 20, 120, 61} {
		s.keys("\x07\x15Enum.\t\t")
		s.waitFor(`EmptyError`)
		s.Resize(columns, 20)
		syscall.Kill(os.Getpid(), syscall.SIGWINCH)
		s.waitFor(`iex\(1\)> Enum\.$`)
	}
	s.keys("\x07\x15")
	s.enter("1 + 1", `\n2\niex\(2\)>$`)
}

func TestOutputAboveTheLine(t *testing.T) {
	s := startShell(t, 80, 24, Options{})
	s.enter(`Process.register(spawn(fn -> receive do :go -> IO.puts("from below\nin two lines") end end), :below)`, `iex\(2\)>$`)
	s.keys("half a li")
	s.eval("send(:below, :go)")
	s.waitFor(`from below\nin two lines\niex\(2\)> half a li$`)
	s.keys("ne\x15:ok")
	s.enter("", `\n:ok\niex\(3\)>$`)
}

// TestOutputAtAnyTime prints all the time: each prompt is seen once, with what was typed there, and nothing comes between.
func TestOutputAtAnyTime(t *testing.T) {
	s := startShell(t, 80, 24, Options{NoHistory: true})
	s.enter(`spawn(fn -> Stream.repeatedly(fn -> IO.puts("noise"); Process.sleep(1) end) |> Stream.run() end)`, `noise\niex\(2\)>$`)
	const lines = 30
	for n := 2; n < lines; n++ {
		s.keys(fmt.Sprintf(":n%d", n))
		if n%3 == 0 {
			s.keys("\x03")
			s.waitFor(fmt.Sprintf(`iex\(%d\)>$`, n))
			s.keys(fmt.Sprintf(":n%d", n))
		}
		s.enter("", fmt.Sprintf(`iex\(%d\)>$`, n+1))
	}
	var want, got []string
	for n := 2; n < lines; n++ {
		if n%3 == 0 {
			want = append(want, fmt.Sprintf("iex(%d)> :n%[1]d^C", n))
		}
		want = append(want, fmt.Sprintf("iex(%d)> :n%[1]d", n), fmt.Sprintf(":n%d", n))
	}
	_, shown, _ := strings.Cut(s.everything(), "#PID<")
	_, shown, _ = strings.Cut(shown, "\n")
	for line := range strings.Lines(shown) {
		if line = strings.TrimSuffix(line, "\n"); line != "noise" {
			got = append(got, line)
		}
	}
	got = got[:len(got)-1] // the prompt that waits
	if w, g := strings.Join(want, "\n"), strings.Join(got, "\n"); w != g {
		t.Errorf("without the noise the screen showed something else\n%s\n%s", firstDifference(w, g), shown)
	}
}

func TestReadingPrograms(t *testing.T) {
	s := startShell(t, 80, 24, Options{})
	s.enter(`name = IO.gets("who? ")`, `who\?$`)
	s.enter("Ada", `"Ada\\n"\niex\(2\)>$`)
	s.enter("IO.read(3)", `read\(3\)$`)
	s.enter("abc:rest", `"abc"\niex\(3\)> :rest\niex\(4\)>$`)
}

func TestPaste(t *testing.T) {
	s := startShell(t, 80, 24, Options{})
	s.send("\x1b[200~defmodule Pasted do\n\tdef value do\n\t\t21\n\tend\nend\n\nPasted.value() *\n2\x1b[201~")
	s.waitFor(`\.\.\.\(3\)> 2$`)
	s.enter("", `\n42\niex\(4\)>$`)
	// without the marks of a terminal that knows about pasting
	s.send("a = 1\rb =\r\t2\rIO.puts(\"#{a} and #{b}\")\r")
	s.waitFor(`1 and 2\n:ok\niex\(7\)>$`)
}

func TestPasteTenMegabytes(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	s := startShell(t, 80, 24, Options{})
	text := strings.Repeat("x", 10_000_000)
	go s.Send("\x1b[200~byte_size(\"" + text + "\")\x1b[201~\r")
	s.waitFor(`\n10000005\niex\(2\)>$|\n10000000\niex\(2\)>$`)
	go s.Send("\x1b[200~" + strings.Repeat("# nothing but a remark\n", 500) + "\x1b[201~:after\r")
	s.waitFor(`\n:after\niex\(\d+\)>$`)
}

func TestGarbage(t *testing.T) {
	s := startShell(t, 80, 24, Options{})
	x := uint32(1)
	var b strings.Builder
	for range 5000 {
		x = x*1664525 + 1013904223
		if c := byte(x >> 24); c != ctrlC && c != ctrlZ && c != ctrlBackslash && c != 4 {
			b.WriteByte(c)
		}
	}
	for text := b.String(); text != ""; {
		n := min(len(text), 1+int(x)%40)
		s.send(text[:n])
		text = text[n:]
	}
	s.send("\x1b[201~\x07\x15\r")
	s.keys("\x03")
	s.keys("c\x15\r#iex:break\r")
	s.enter(":still_here", `\n:still_here\niex\(\d+\)>$`)
}

func TestPry(t *testing.T) {
	s := startShell(t, 80, 40, Options{})
	// What the line gives would be printed before or after the question.
	s.enter(`pid = spawn(fn -> secret = 6 * 7; require IEx; IEx.pry(); IO.puts("went on with #{secret}") end); IEx.dont_display_result()`, `Request to pry`)
	s.waitFor(`Allow\? \[Yn\]`)
	s.enter("y", `iex\(1\)>$`)
	s.enter("secret", `\n42\niex\(2\)>$`)
	s.enter("continue()", `went on with 42`)
	s.enter("1 + 1", `\n2\niex\(\d\)>$`)
}

func TestDotIex(t *testing.T) {
	path := t.TempDir() + "/dot.exs"
	if err := os.WriteFile(path, []byte("import Bitwise\nanswer = 42\nIEx.configure(default_prompt: \"%prefix-%counter:\", inspect: [limit: 2])\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startShellAt(t, 80, 24, Options{Config: joist.Config{Args: []string{"one"}}, DotIex: path, Before: []Step{{"eval", "IO.puts(:before)"}}})
	s.waitFor(`before\nInteractive(?s:.*)iex-1:$`)
	s.enter("answer &&& 8", `\n8\niex-2:$`)
	s.enter("System.argv()", `\["one"\]`)
	s.enter("[1, 2, 3]", `\[1, 2, \.\.\.\]`)
}
