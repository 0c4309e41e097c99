package joist

import (
	"context"
	"errors"
	"io"
	"math/big"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

func newRuntime(t testing.TB, config Config) *Runtime {
	t.Helper()
	if config.Stdout == nil {
		config.Stdout = io.Discard
	}
	if config.Stderr == nil {
		config.Stderr = io.Discard
	}
	rt, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { rt.Close() })
	return rt
}

func TestEvalValues(t *testing.T) {
	rt := newRuntime(t, Config{})
	large, _ := new(big.Int).SetString("1267650600228229401496703205376", 10)
	cases := []struct {
		code string
		want any
	}{
		{"1 + 1", 2},
		{"2 ** 100", large},
		{"1.5", 1.5},
		{":ok", Atom("ok")},
		{"nil", nil},
		{"true", true},
		{`"a" <> "b"`, "ab"},
		{"<<5::3>>", Bitstring{[]byte{0xA0}, 3}},
		{"[1, :b]", []any{1, Atom("b")}},
		{"[]", []any{}},
		{"{1, {}}", Tuple{1, Tuple{}}},
		{"%{a: 1}", Map{{Atom("a"), 1}}},
		{"x = 3\ny = x * 2\ny + 1", 7},
		{"defmodule A do\n def f(x), do: x * 2\nend\nA.f(4)", 8},
	}
	for _, c := range cases {
		got, err := rt.Eval(context.Background(), c.code)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %#v, %v, want %#v", c.code, got, err, c.want)
		}
	}
}

// TestRoundTrip passes values to Elixir and back.
func TestRoundTrip(t *testing.T) {
	rt := newRuntime(t, Config{})
	fun, err := rt.Eval(context.Background(), "fn x -> x + 1 end")
	if err != nil {
		t.Fatal(err)
	}
	values := []any{
		nil, true, 0, -1, 1 << 62, "text", 2.5, Atom("a b"), Tuple{1, "x"}, []any{1, []any{}}, Map{{"k", Atom("v")}},
		Bitstring{[]byte{0x80}, 1}, new(big.Int).Lsh(big.NewInt(-3), 90), fun,
	}
	for _, v := range values {
		got, err := rt.Call(context.Background(), "Function", "identity", v)
		if err != nil || !reflect.DeepEqual(got, v) {
			t.Errorf("%#v came back as %#v, %v", v, got, err)
		}
	}
	if got, err := rt.Call(context.Background(), ":erlang", "apply", fun, []int8{41}); err != nil || got != 42 {
		t.Errorf("the fun gave %v, %v", got, err)
	}
	if got, err := rt.Call(context.Background(), "Enum", "sum", []uint16{1, 2, 3}); err != nil || got != 6 {
		t.Errorf("Enum.sum gave %v, %v", got, err)
	}
	if _, err := rt.Call(context.Background(), "Function", "identity", make(chan int)); err == nil {
		t.Error("a channel was taken for a term")
	}
}

func TestErrors(t *testing.T) {
	rt := newRuntime(t, Config{})
	cases := []struct{ code, want string }{
		{`raise "no"`, "** (RuntimeError) no"},
		{"throw :ball", "** (throw) :ball"},
		{"exit(:over)", "** (exit) :over"},
		{"1 / 0", "** (ArithmeticError) bad argument in arithmetic expression"},
		{"Enum.fetch!([], 1)", "Enum.OutOfBoundsError"},
		{"foo(1)", "** (CompileError)"},
		{"1 +", "TokenMissingError"},
		{"spawn_link(fn -> exit(:gone) end); Process.sleep(:infinity)", "EXIT"},
	}
	for _, c := range cases {
		_, err := rt.Eval(context.Background(), c.code)
		var raised *Exception
		if !errors.As(err, &raised) || !strings.Contains(raised.Text, c.want) {
			t.Errorf("%s: got %v, want an Exception with %q", c.code, err, c.want)
		}
	}
	var halted *HaltError
	if _, err := rt.Eval(context.Background(), "System.halt(7)"); !errors.As(err, &halted) || halted.Status != 7 {
		t.Errorf("System.halt(7) gave %v", err)
	}
}

// TestGoModule calls Go from Elixir.
func TestGoModule(t *testing.T) {
	var seen []any
	rt := newRuntime(t, Config{Modules: []Module{{Name: "Host", Functions: []Function{
		{Name: "add", Arity: 2, Run: func(_ context.Context, args []any) (any, error) { return args[0].(int) + args[1].(int), nil }},
		{Name: "note", Arity: 1, Run: func(_ context.Context, args []any) (any, error) { seen = args; return Atom("ok"), nil }},
		{Name: "fail", Arity: 0, Run: func(context.Context, []any) (any, error) { return nil, errors.New("the host says no") }},
		{Name: "panic", Arity: 0, Run: func(context.Context, []any) (any, error) { panic("oh") }},
		{Name: "block", Arity: 0, Run: func(ctx context.Context, _ []any) (any, error) { <-ctx.Done(); return nil, ctx.Err() }},
	}}}})
	eval := func(code string) any {
		v, err := rt.Eval(context.Background(), code)
		if err != nil {
			t.Errorf("%s: %v", code, err)
		}
		return v
	}
	if got := eval("Host.add(40, 2)"); got != 42 {
		t.Errorf("Host.add gave %v", got)
	}
	eval(`Host.note(%{list: [1, 2.0, "x"]})`)
	if want := []any{Map{{Atom("list"), []any{1, 2.0, "x"}}}}; !reflect.DeepEqual(seen, want) {
		t.Errorf("Go got %#v, want %#v", seen, want)
	}
	if got := eval("try do Host.fail() rescue e in RuntimeError -> e.message end"); got != "the host says no" {
		t.Errorf("the error came as %v", got)
	}
	if got, ok := eval("try do Host.panic() rescue e -> Exception.message(e) end").(string); !ok || !strings.Contains(got, "panicked: oh") {
		t.Errorf("the panic came as %v", got)
	}
	if got := eval("pid = spawn(fn -> Host.block() end); Process.exit(pid, :kill); Process.sleep(20); Process.alive?(pid)"); got != false {
		t.Errorf("a process that blocks in Go was not killed")
	}
}

func TestSpawnAndSend(t *testing.T) {
	rt := newRuntime(t, Config{})
	ctx := context.Background()
	if _, err := rt.Eval(ctx, `
		defmodule Counter do
		  def loop(n) do
		    receive do
		      {:add, k} -> loop(n + k)
		      {:report, name} -> send(name, {:total, n}); loop(n)
		    end
		  end
		  def collect(counter) do
		    Process.register(self(), :collector)
		    send(counter, {:report, :collector})
		    receive do {:total, n} -> n end
		  end
		end`); err != nil {
		t.Fatal(err)
	}
	pid, err := rt.Spawn("Counter", "loop", 5)
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if err := rt.Send(pid, Tuple{Atom("add"), 2}); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := rt.Call(ctx, "Counter", "collect", pid); err != nil || got != 25 {
		t.Errorf("the counter stands at %v, %v", got, err)
	}
	if !rt.Alive(pid) {
		t.Error("the counter has ended")
	}
	rt.Kill(pid)
	for end := time.Now().Add(time.Minute); rt.Alive(pid) && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	if rt.Alive(pid) {
		t.Error("the counter outlived Kill")
	}
	if err := rt.Send(Atom("nobody"), 1); err == nil {
		t.Error("sending to a name that nobody has gave no error")
	}
}

// TestContextStopsCall ends an endless loop by its context.
func TestContextStopsCall(t *testing.T) {
	rt := newRuntime(t, Config{})
	before := rt.Processes()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := rt.Eval(ctx, "f = fn f -> f.(f) end; f.(f)"); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v", err)
	}
	for end := time.Now().Add(time.Minute); rt.Processes() > before && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	if n := rt.Processes(); n > before {
		t.Errorf("%d processes are left of %d", n, before)
	}
	if v, err := rt.Eval(context.Background(), "1 + 1"); err != nil || v != 2 {
		t.Errorf("afterwards: %v, %v", v, err)
	}
}

// TestEightRuntimes runs eight at once and closes them while their processes spin.
func TestEightRuntimes(t *testing.T) {
	runtime.GC()
	goroutines := runtime.NumGoroutine()
	var all [8]*Runtime
	for i := range all {
		rt, err := New(Config{Stdout: io.Discard, Stderr: io.Discard})
		if err != nil {
			t.Fatal(err)
		}
		all[i] = rt
	}
	for i, rt := range all {
		if _, err := rt.Eval(context.Background(), `
			defmodule Spin do
			  def spin(n), do: spin(n + 1)
			  def fill(list), do: if(length(list) < 1000, do: fill([list | list]), else: fill([]))
			end
			for _ <- 1..10, do: spawn(fn -> Spin.spin(0) end)
			for _ <- 1..3, do: spawn(fn -> Spin.fill([]) end)
			for _ <- 1..1000, do: spawn(fn -> Process.sleep(:infinity) end)
			:ok`); err != nil {
			t.Fatalf("runtime %d: %v", i, err)
		}
	}
	for _, rt := range all {
		start := time.Now()
		rt.Close()
		if took := time.Since(start); took > time.Minute {
			t.Errorf("Close took %v", took)
		}
		if held := rt.node.Space.Stats().Committed; held != 0 {
			t.Errorf("%d bytes are still mapped after Close", held)
		}
	}
	for end := time.Now().Add(time.Minute); runtime.NumGoroutine() > goroutines && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > goroutines {
		buf := make([]byte, 1<<16)
		t.Errorf("%d goroutines, %d before:\n%s", n, goroutines, buf[:runtime.Stack(buf, true)])
	}
	if _, err := all[0].Eval(context.Background(), "1"); err == nil {
		t.Error("a closed runtime evaluated code")
	}
}

// TestManyCallersOfOneModule has many processes call a module of the library at once that is not
// loaded yet.
func TestManyCallersOfOneModule(t *testing.T) {
	for range 5 {
		rt := newRuntime(t, Config{})
		v, err := rt.Eval(context.Background(), `
			me = self()
			for i <- 1..5000, do: spawn(fn -> send(me, {i, :queue.len(:queue.from_list([i]))}) end)
			for i <- 1..5000 do
			  receive do {^i, n} -> n end
			end
			|> :lists.sum()`)
		if err != nil || v != 5000 {
			t.Fatalf("got %v, %v", v, err)
		}
		rt.Close()
	}
}

// TestTablesOfLiterals removes and counts up tuples that are literals of the code: a table refers to
// those, it has no copy that it may free or change.
func TestTablesOfLiterals(t *testing.T) {
	rt := newRuntime(t, Config{GCStress: true})
	v, err := rt.Eval(context.Background(), `
		t = :ets.new(:t, [:public])
		for _ <- 1..100 do
		  :ets.insert(t, [{1, "ann", 0}, {2, "bob", 0}])
		  :ets.delete(t, 2)
		  :ets.update_counter(t, 1, {3, 1})
		  spawn(fn -> :ok end)
		  [{1, "ann", 1}] = :ets.tab2list(t)
		end
		|> length()`)
	if err != nil || v != 100 {
		t.Fatalf("got %v, %v", v, err)
	}
}
