//go:build unix

package elixir

import (
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"joist/internal/codegen"
	"joist/internal/core"
	"joist/internal/expand"
	"joist/internal/loader"
	"joist/internal/proc"
	"joist/internal/quoted"
	"joist/internal/tokenizer"
	"joist/internal/vm"
	"joist/lib"
)

// The benchmarks of the compiler, in lines a second of processor time, with what Go's collector takes:
//
//	go test ./internal/elixir -run XXX -bench Compile -benchtime 20x
//
// Each phase is given what the phase before made. "Whole" is the driver, from the text to loaded code.

// benchGC is Go's GC percentage for the benchmarks, which is that of the command.
const benchGC = 400

// largeModule is a module of ten thousand lines: the text that bench/programs/12_compile.exs compiles.
func largeModule(tb testing.TB) []byte {
	unit, err := os.ReadFile("../../bench/programs/12_compile_unit.txt")
	if err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	b.WriteString("defmodule Compiled do\n  @moduledoc false\n")
	for n := 1; n <= 61; n++ {
		b.WriteString(strings.ReplaceAll(string(unit), "NN", strconv.Itoa(n)))
	}
	b.WriteString("end\n")
	return b.Bytes()
}

// largeData is a module of fourteen thousand lines as a program that writes tables makes it: many short clauses, maps and strings.
func largeData(testing.TB) []byte {
	var b bytes.Buffer
	b.WriteString("defmodule Compiled do\n")
	for n := range 2000 {
		fmt.Fprintf(&b, "  def row_%d(x, y) when x > y do\n    z = x + y * %d\n    {z, \"row #{z}\", %%{n: %d, name: \"r%d\"}}\n  end\n\n", n, n, n, n)
		fmt.Fprintf(&b, "  def row_%d(x, _y), do: [x, :row_%d]\n\n", n, n)
	}
	b.WriteString("end\n")
	return b.Bytes()
}

func BenchmarkCompileModule(b *testing.B)  { benchmarkPhases(b, largeModule(b)) }
func BenchmarkCompileData(b *testing.B)    { benchmarkPhases(b, largeData(b)) }
func BenchmarkCompileLibrary(b *testing.B) { benchmarkLibrary(b) }

// processorTime is what this program has used.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measure runs f b.N times and reports lines a second of processor time.
func measure(b *testing.B, lines int, f func()) {
	defer debug.SetGCPercent(debug.SetGCPercent(benchGC))
	f()
	b.ReportAllocs()
	b.ResetTimer()
	start := processorTime()
	for range b.N {
		f()
	}
	used := processorTime() - start
	b.StopTimer()
	b.ReportMetric(float64(lines)*float64(b.N)/used.Seconds(), "lines/cpu-s")
	b.ReportMetric(float64(used.Microseconds())/1000/float64(b.N), "cpu-ms/op")
}

// inSession runs f in a process of a new machine.
func inSession(b *testing.B, f func(s *Session) error) {
	var comp *Compiler
	node, err := vm.New(proc.Config{Stdout: os.Stderr, Stderr: os.Stderr}, func(n *proc.Node) { comp = Attach(n) })
	if err != nil {
		b.Fatal(err)
	}
	defer node.Close()
	job := comp.StartJob(f)
	<-job.Done()
	if job.Err() != nil {
		b.Fatal(job.Err())
	}
}

func benchmarkPhases(b *testing.B, src []byte) {
	lines := bytes.Count(src, []byte("\n"))
	run := func(name string, f func(b *testing.B, s *Session) func()) {
		b.Run(name, func(b *testing.B) {
			inSession(b, func(s *Session) error {
				measure(b, lines, f(b, s))
				return nil
			})
		})
	}
	check := func(b *testing.B, err error) {
		if err != nil {
			b.Error(err)
			panic(err)
		}
	}
	run("Whole", func(b *testing.B, s *Session) func() {
		name := s.mustAtom("Elixir.Compiled")
		return func() {
			check(b, s.newSession(s.c).compileLibrary("compiled.ex", string(src)))
			s.node.Code.Delete(name)
			s.node.Code.Purge(name)
		}
	})
	run("Tokenize", func(b *testing.B, s *Session) func() {
		var buf tokenizer.Buffers
		return func() {
			if _, err := tokenizer.Tokenize(string(src), tokenizer.Options{Line: 1, Column: 1, MaxDepth: 1000}, &buf); err != nil {
				b.Error(err)
			}
		}
	})
	run("TokenizeParse", func(b *testing.B, s *Session) func() {
		return func() { _, err := s.parse(string(src), "compiled.ex"); check(b, err) }
	})
	expanded := func(b *testing.B, s *Session) func() *expand.Module {
		tree, err := s.parse(string(src), "compiled.ex")
		check(b, err)
		return func() *expand.Module {
			s := s.newSession(s.c)
			top, _, err := s.x.ExpandFile(s.fileEnv("compiled.ex"), tree)
			check(b, err)
			call := top.(*quoted.Form)
			for call.Head == quoted.Node(quoted.Atom("__block__")) {
				call = call.Args[0].(*quoted.Form)
			}
			d := s.deferredAt(int64(call.Args[0].(quoted.Int)))
			x := s.newSession(s.c)
			builder, err := x.x.Open(d, call.Args[1].(quoted.Atom))
			check(b, err)
			s.builders[builder.Name] = builder
			defer delete(s.builders, builder.Name)
			body, err := x.x.ExpandBody(builder)
			check(b, err)
			_, err = x.runBody(builder, d, body, nil)
			check(b, err)
			m, err := x.x.Finish(builder)
			check(b, err)
			return m
		}
	}
	input := func(b *testing.B, s *Session) *codegen.ModuleInput {
		m := expanded(b, s)()
		in := &codegen.ModuleInput{Name: string(m.Name), File: "compiled.ex", Line: 1, Info: true}
		for _, d := range m.Definitions {
			in.Defs = append(in.Defs, s.definition(d, false))
		}
		return in
	}
	run("Expand", func(b *testing.B, s *Session) func() {
		f := expanded(b, s)
		return func() { f() }
	})
	run("Core", func(b *testing.B, s *Session) func() {
		in := input(b, s)
		var t core.Translator
		return func() {
			for _, d := range in.Defs {
				t.Reset()
				clauses := make([]core.Source, len(d.Clauses))
				for i, c := range d.Clauses {
					clauses[i] = core.Source{Line: int32(c.Line), Args: c.Args, Guards: c.Guards, Body: c.Body}
				}
				_, err := t.Translate(d.Name, d.Arity, int32(d.Line), clauses, false)
				check(b, err)
			}
		}
	})
	run("CoreCodegen", func(b *testing.B, s *Session) func() {
		in := input(b, s)
		return func() { _, _, err := codegen.Compile(in); check(b, err) }
	})
	run("Load", func(b *testing.B, s *Session) func() {
		out, _, err := codegen.Compile(input(b, s))
		check(b, err)
		name := s.mustAtom(out.Name)
		return func() {
			s.node.Code.Purge(name)
			_, err := loader.Load(s.node.Code, out)
			check(b, err)
		}
	})
}

// benchmarkLibrary compiles the whole library into new machines.
func benchmarkLibrary(b *testing.B) {
	lines := 0
	for _, path := range lib.Files() {
		src, _ := lib.Read(path)
		lines += bytes.Count(src, []byte("\n"))
	}
	measure(b, lines, func() {
		inSession(b, func(s *Session) error {
			for _, path := range lib.Files() {
				src, _ := lib.Read(path)
				if err := s.loadWhole(s.mustAtom(moduleOf(src))); err != nil {
					return err
				}
			}
			return nil
		})
	})
}
