package joist

import (
	"context"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestMailbox has Elixir processes talk to Go.
func TestMailbox(t *testing.T) {
	rt := newRuntime(t, Config{})
	ctx := context.Background()
	m, err := rt.NewMailbox()
	if err != nil {
		t.Fatal(err)
	}
	if !m.Register("host") || m.Register("host") {
		t.Error("a name can be taken once")
	}
	if _, err := rt.Eval(ctx, `for i <- 1..3, do: send(:host, {:n, i, self()})`); err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= 3; i++ {
		msg, err := m.Receive(ctx)
		if tuple, ok := msg.(Tuple); err != nil || !ok || tuple[1] != i {
			t.Fatalf("message %d is %v, %v", i, msg, err)
		}
	}
	short, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
	defer cancel()
	if _, err := m.Receive(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("an empty mailbox gave %v", err)
	}
	pid, err := rt.Spawn("Process", "sleep", Atom("infinity"))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Link(pid); err != nil {
		t.Fatal(err)
	}
	rt.Kill(pid)
	if msg, err := m.Receive(ctx); err != nil || !reflect.DeepEqual(msg, Tuple{Atom("EXIT"), pid, Atom("killed")}) {
		t.Errorf("the linked process's end came as %v, %v", msg, err)
	}
	rt.Kill(m.PID())
	if _, err := m.Receive(ctx); !errors.Is(err, ErrClosed) {
		t.Errorf("a killed mailbox gave %v", err)
	}
}

// TestMailboxOfClosedRuntime wakes a receiver when its Runtime is closed.
func TestMailboxOfClosedRuntime(t *testing.T) {
	rt, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := rt.NewMailbox()
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(20*time.Millisecond, func() { rt.Close() })
	if _, err := m.Receive(context.Background()); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v", err)
	}
}

// TestLimits stops what uses too much.
func TestLimits(t *testing.T) {
	rt := newRuntime(t, Config{})
	ctx := context.Background()
	if err := rt.RunString(ctx, `
		defmodule Greedy do
		  def loop(n), do: loop(n + 1)
		  def hoard(list), do: hoard([list | list])
		  def grow(list), do: grow([1, 2, 3, 4, 5, 6, 7, 8 | list])
		  def nap, do: Process.sleep(:infinity)
		end`); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		limits   Limits
		function string
		args     []any
		want     any
	}{
		{Limits{MaxReductions: 100_000}, "loop", []any{0}, Atom("max_reductions")},
		{Limits{MaxHeap: 1 << 20}, "grow", []any{[]any{}}, Atom("killed")},
	}
	for _, c := range cases {
		pid, err := rt.With(c.limits).Spawn("Greedy", c.function, c.args...)
		if err != nil {
			t.Fatal(err)
		}
		reason, err := rt.Wait(ctx, pid)
		if err != nil || (reason != c.want && reason != Atom("noproc")) {
			t.Errorf("%s ended with %v, %v; want %v", c.function, reason, err, c.want)
		}
	}
	_, err := rt.With(Limits{MaxReductions: 100_000}).Eval(ctx, "Greedy.loop(0)")
	if err == nil || !strings.Contains(err.Error(), "max_reductions") {
		t.Errorf("an endless evaluation gave %v", err)
	}
	if v, err := rt.With(Limits{MaxReductions: 10_000_000, Priority: PriorityHigh}).Eval(ctx, "Process.info(self(), :priority)"); err != nil ||
		!reflect.DeepEqual(v, Tuple{Atom("priority"), Atom("high")}) {
		t.Errorf("a high evaluation gave %v, %v", v, err)
	}
	pid, err := rt.Spawn("Greedy", "nap")
	if err != nil {
		t.Fatal(err)
	}
	if err := rt.Exit(pid, Tuple{Atom("enough"), 1}); err != nil {
		t.Fatal(err)
	}
	if reason, err := rt.Wait(ctx, pid); err != nil || !reflect.DeepEqual(reason, Tuple{Atom("enough"), 1}) && reason != Atom("noproc") {
		t.Errorf("a process that got an exit signal ended with %v, %v", reason, err)
	}
}

type user struct {
	Name   string
	UserID int `elixir:"id"`
	Tags   []Atom
	Boss   *user
	secret int
	Skip   string `elixir:"-"`
}

// TestUnmarshal converts what Elixir gives to Go's own types.
func TestUnmarshal(t *testing.T) {
	rt := newRuntime(t, Config{})
	eval := func(code string) any {
		v, err := rt.Eval(context.Background(), code)
		if err != nil {
			t.Fatalf("%s: %v", code, err)
		}
		return v
	}
	u := user{secret: 9} // what is not exported stays
	if err := Unmarshal(eval(`%{name: "Ann", id: 7, tags: [:a, :b], boss: %{"name" => "Bob"}, other: 1}`), &u); err != nil {
		t.Fatal(err)
	}
	if want := (user{Name: "Ann", UserID: 7, Tags: []Atom{"a", "b"}, Boss: &user{Name: "Bob"}, secret: 9}); !reflect.DeepEqual(u, want) {
		t.Errorf("got %+v", u)
	}
	var scores map[string][]float64
	if err := Unmarshal(eval(`[ann: [1, 2.5], bob: []]`), &scores); err != nil || !reflect.DeepEqual(scores, map[string][]float64{"ann": {1, 2.5}, "bob": {}}) {
		t.Errorf("got %v, %v", scores, err)
	}
	var pair struct {
		Tag Atom
		N   uint8
	}
	if err := Unmarshal(eval(`{:ok, 255}`), &pair); err != nil || pair.N != 255 || pair.Tag != "ok" {
		t.Errorf("got %v, %v", pair, err)
	}
	var big1 *big.Int
	if err := Unmarshal(eval(`Integer.pow(2, 100)`), &big1); err != nil || big1.BitLen() != 101 {
		t.Errorf("got %v, %v", big1, err)
	}
	for _, c := range []struct {
		code, want string
		into       any
	}{
		{`[%{id: 1}, %{id: :x}]`, "[1].id: cannot store the atom :x in a variable of type int", new([]user)},
		{`256`, "cannot store 256 in a variable of type uint8", new(uint8)},
		{`{1, 2, 3}`, "cannot store a tuple of 3 in a variable of type [2]int", new([2]int)},
		{`Integer.pow(2, 64)`, "cannot store a large integer in a variable of type uint64", new(uint64)},
		{`1`, "needs a pointer", 5},
	} {
		if err := Unmarshal(eval(c.code), c.into); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s into %T: got %v, want %q", c.code, c.into, err, c.want)
		}
	}
}

// TestFunc calls Go functions with arguments of Go's own types.
func TestFunc(t *testing.T) {
	rt := newRuntime(t, Config{Modules: []Module{{Name: "Host", Functions: []Function{
		Func("area", func(w, h float64) float64 { return w * h }),
		Func("promote", func(u user) (user, error) {
			if u.UserID == 0 {
				return u, errors.New("nobody")
			}
			u.Name = strings.ToUpper(u.Name)
			return u, nil
		}),
		Func("note", func(context.Context, []int) {}),
	}}}})
	for code, want := range map[string]string{
		`Host.area(3, 1.5)`:                                 `4.5`,
		`Host.note([1, 2])`:                                 `:ok`,
		`Host.promote(%{name: "ann", id: 3}).name`:          `"ANN"`,
		`Map.keys(Host.promote(%{name: "ann", id: 3}))`:     `[:boss, :id, :name, :tags]`,
		`try do Host.promote(%{}) rescue e -> e end`:        `%RuntimeError{message: "nobody"}`,
		`try do Host.area(:a, 1) rescue e -> e.message end`: `"argument 1 of area/2: joist: cannot store the atom :a in a variable of type float64"`,
	} {
		if got, err := rt.Eval(context.Background(), "inspect("+code+")"); err != nil || got != want {
			t.Errorf("%s: got %v, %v, want %s", code, got, err, want)
		}
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("Func took a variadic function")
			}
		}()
		Func("bad", func(...int) {})
	}()
}

// TestNesting passes values between Go and Elixir that are nested deeply.
func TestNesting(t *testing.T) {
	rt := newRuntime(t, Config{})
	ctx := context.Background()
	v, err := rt.Eval(ctx, `Enum.reduce(1..1_000_000, [], fn _, acc -> [acc] end)`)
	if err != nil {
		t.Fatal(err)
	}
	depth := 0
	for {
		list, ok := v.([]any)
		if !ok || len(list) == 0 {
			break
		}
		v, depth = list[0], depth+1
	}
	if _, ok := v.(Opaque); !ok || depth != maxDepth {
		t.Errorf("%d levels, then %T", depth, v)
	}
	loop := []any{nil}
	loop[0] = loop
	if err := rt.Send(Atom("user"), loop); !errors.Is(err, errTooDeep) {
		t.Errorf("a list that contains itself gave %v", err)
	}
}

// TestSandbox keeps a program from the host's files, programs and environment.
func TestSandbox(t *testing.T) {
	t.Setenv("JOIST_SECRET", "42")
	rt := newRuntime(t, Config{Sandbox: true})
	for code, want := range map[string]string{
		`File.read("embedding_test.go")`:    `{:error, :eperm}`,
		`File.write("made_by_test", "x")`:   `{:error, :eperm}`,
		`File.ls()`:                         `{:error, :eperm}`,
		`File.exists?("embedding_test.go")`: `false`,
		`File.open("embedding_test.go")`:    `{:error, :eperm}`,
		`File.cd("/tmp")`:                   `{:error, :eperm}`,
		`System.get_env("JOIST_SECRET")`:    `nil`,
		`try do System.cmd("/bin/sh", ["-c", "echo hi"]) rescue e -> e.original end`: `:eperm`,
		`try do Code.require_file("embedding_test.go") rescue e -> e.reason end`:     `:enoent`,
		`:code.load_abs(~c"embedding_test")`:                                         `{:error, :nofile}`,
		`Path.expand("a/../b")`:                                                      `"/b"`,
	} {
		if got, err := rt.Eval(context.Background(), "inspect("+code+")"); err != nil || got != want {
			t.Errorf("%s: got %v, %v, want %s", code, got, err, want)
		}
	}
	_, err := rt.Eval(context.Background(), `Code.eval_string("1 +", [], file: "embedding_test.go")`)
	if err == nil || strings.Contains(err.Error(), "package joist") {
		t.Errorf("a syntax error shows a line of a file: %v", err)
	}
}

// TestWorkingDirectory changes a runtime's working directory, which is not the program's.
func TestWorkingDirectory(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	rt := newRuntime(t, Config{})
	got, err := rt.Eval(context.Background(), `
		File.cd!(`+strconv.Quote(dir)+`)
		File.mkdir!("sub")
		File.cd!("sub")
		File.write!("note", "written")
		File.ln_s!("note", "link")
		{File.cwd!(), File.read!("link"), File.cd("none"), File.cd("note")}`)
	want := Tuple{filepath.Join(dir, "sub"), "written", Tuple{Atom("error"), Atom("enoent")}, Tuple{Atom("error"), Atom("enotdir")}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	if data, err := os.ReadFile(filepath.Join(dir, "sub", "note")); err != nil || string(data) != "written" {
		t.Errorf("the file holds %q, %v", data, err)
	}
	if after, _ := os.Getwd(); after != before {
		t.Errorf("the program is in %s now", after)
	}
}
