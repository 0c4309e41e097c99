// Command fuzz compares joist with an installed Elixir: it makes random programs that are well formed, runs each on both, and
// shows those that print different things.
//
//	go run ./fuzz -batches 10 -seed 1          # elixir is found in the PATH
//	go run ./fuzz -elixir /opt/elixir/bin/elixir -n 500
//	go run ./fuzz -show 5 -seed 3              # only print some programs
//	go run ./fuzz -broken                      # programs that are not well formed: see broken.go
//
// A program is a text that Code.eval_string/1 evaluates; what it prints is its value as inspect/2 shows it, or the exception
// that ends it. The grammar is the table in grammar.go.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"joist"
)

func main() {
	elixir := flag.String("elixir", "elixir", "the `command` to compare with")
	size := flag.Int("n", 300, "programs in a batch")
	batches := flag.Int("batches", 10, "number of batches")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "where the random numbers start")
	broken := flag.Bool("broken", false, "compare what is told of programs with a fault")
	show := flag.Int("show", 0, "print `n` programs and run nothing")
	flag.Parse()
	if *show > 0 {
		g := maker(rand.New(rand.NewPCG(*seed, 0)), *broken)
		for range *show {
			fmt.Printf("%s\n----\n", g.program())
		}
		return
	}
	differ := 0
	for b := range *batches {
		n, err := runBatch(*elixir, *seed+uint64(b), *size, *broken)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		differ += n
		fmt.Fprintf(os.Stderr, "seed %d: %d programs, %d differ\n", *seed+uint64(b), *size, n)
	}
	if differ > 0 {
		os.Exit(1)
	}
}

// header is what a script of programs begins with: run(n, text) evaluates a program.
const header = `defmodule FuzzRun do
  def run(n, text) do
    {pid, ref} = spawn_monitor(fn -> exit({:shutdown, result(text)}) end)

    result =
      receive do
        {:DOWN, ^ref, _, _, {:shutdown, result}} -> result
        {:DOWN, ^ref, _, _, reason} -> "! died " <> inspect(reason)
      after
        2000 ->
          Process.exit(pid, :kill)
          "! timeout"
      end

    IO.puts("#{n} " <> String.replace(result, "\n", "\\n"))
  end

  defp result(text) do
      try do
        {value, _} = Code.eval_string(text, [], file: "program")
        "= " <> inspect(value, limit: :infinity, printable_limit: :infinity, structs: true)
      rescue
        error -> "! " <> inspect(error.__struct__) <> " " <> Exception.message(error)
      catch
        kind, value -> "! #{kind} " <> inspect(value)
      end
  end
end

`

// maker makes random programs.
func maker(r *rand.Rand, broken bool) interface{ program() string } {
	if broken {
		return newBreaker(r)
	}
	return newGenerator(r)
}

// runBatch runs programs on both and prints those that differ.
func runBatch(elixir string, seed uint64, size int, broken bool) (differ int, err error) {
	g := maker(rand.New(rand.NewPCG(seed, 0)), broken)
	programs := make([]string, size)
	var script strings.Builder
	if broken {
		script.WriteString(brokenHeader)
	} else {
		script.WriteString(header)
	}
	for i := range programs {
		programs[i] = g.program()
		fmt.Fprintf(&script, "FuzzRun.run(%d, %s)\n", i, elixirString(programs[i]))
	}
	dir, err := os.MkdirTemp("", "fuzz")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "batch.exs")
	if err := os.WriteFile(path, []byte(script.String()), 0o600); err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	want, err := exec.CommandContext(ctx, elixir, path).Output()
	if err != nil {
		return 0, fmt.Errorf("%s with seed %d: %w", elixir, seed, err)
	}
	got, err := runJoist(ctx, path)
	if err != nil {
		return 0, fmt.Errorf("joist with seed %d: %w", seed, err)
	}
	a, b := answers(string(want)), answers(got)
	for i, program := range programs {
		if a[i] != b[i] {
			differ++
			fmt.Printf("---- seed %d, program %d\n%s\nelixir: %s\njoist:  %s\n", seed, i, program, a[i], b[i])
		}
	}
	return differ, nil
}

func runJoist(ctx context.Context, path string) (string, error) {
	var out bytes.Buffer
	rt, err := joist.New(joist.Config{Stdout: &out, Stderr: &bytes.Buffer{}})
	if err != nil {
		return "", err
	}
	defer rt.Close()
	if err := rt.RunFile(ctx, path); err != nil {
		return "", err
	}
	if err := rt.Flush(); err != nil {
		return "", err
	}
	return out.String(), nil
}

var unstable = regexp.MustCompile(`#(Function|PID|Reference)<[^>]*>`)

// inner is what a message says of functions that the library keeps to itself.
var inner = regexp.MustCompile(`^(! FunctionClauseError|! KeyError key \S* not found) .*`)

// answers reads the lines "number result". What no two machines agree on is left out.
func answers(text string) map[int]string {
	out := map[int]string{}
	for line := range strings.Lines(text) {
		number, result, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		var i int
		if _, err := fmt.Sscanf(number, "%d", &i); ok && err == nil {
			out[i] = inner.ReplaceAllString(unstable.ReplaceAllString(result, "#$1<>"), "$1")
		}
	}
	return out
}
