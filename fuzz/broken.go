package main

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
)

// Broken programs: those of sources.txt with a token or two left out, doubled, exchanged or replaced. What is compared is what
// the compiler tells of them: the warnings, the errors with their places, and the exception in the end.

//go:embed sources.txt
var sources string

var tokens = regexp.MustCompile(`(?s)"(?:\\.|[^"\\\n])*"|[A-Za-z_@:][A-Za-z0-9_]*[?!]?:?|\d+(?:\.\d+)?|<<|>>|->|<-|=>|\|>|\|\||&&|\\\\|[-+*/=<>!.&|^~]+|[\[\](){},;%#]|\n|[ \t]+|.`)

// strays are what is put where it does not belong.
var strays = strings.Fields(`end do fn -> ( ) [ ] { } , | |> = == when x y foo Foo 1 "a" :a nil &1 & ^ @a _ :: << >> %{ % . .. not in and + - \\ ` +
	`after rescue else if case unquote quote def defp <- a: ... //`)

type breaker struct {
	r    *rand.Rand
	from []string
}

func newBreaker(r *rand.Rand) *breaker { return &breaker{r, strings.Split(sources, "\n----\n")} }

func (b *breaker) program() string {
	text := b.broken(b.from[b.r.IntN(len(b.from))])
	if b.r.IntN(7) == 0 {
		text = b.broken(text)
	}
	return text
}

// broken changes one token of a program.
func (b *breaker) broken(text string) string {
	all := tokens.FindAllString(text, -1)
	var places []int
	for i, t := range all {
		if strings.TrimSpace(t) != "" {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return text
	}
	at, other := places[b.r.IntN(len(places))], places[b.r.IntN(len(places))]
	stray := strays[b.r.IntN(len(strays))]
	switch b.r.IntN(6) {
	case 0:
		all[at] = ""
	case 1:
		all[at] += all[at]
	case 2:
		all[at] = stray
	case 3:
		all[at] = " " + stray + " " + all[at]
	case 4:
		all[at], all[other] = all[other], all[at]
	default:
		all[at] = all[other]
	}
	return strings.Join(all, "")
}

// brokenHeader begins a script of broken programs: run(n, text) compiles one and prints what is told.
const brokenHeader = `defmodule FuzzRun do
  def run(n, text) do
    parent = self()
    {pid, ref} = spawn_monitor(fn -> send(parent, {:told, told(text)}) end)

    result =
      receive do
        {:told, result} -> result
        {:DOWN, ^ref, _, _, reason} -> "died " <> inspect(reason)
      after
        3000 -> "timeout"
      end

    Process.exit(pid, :kill)
    IO.puts("#{n} " <> String.replace(result, "\n", "\\n"))
  end

  defp told(text) do
    {result, diagnostics} =
      Code.with_diagnostics(fn ->
        try do
          text |> Code.string_to_quoted!(columns: true, file: "program") |> Code.compile_quoted("program") |> Enum.map(&elem(&1, 0)) |> Enum.sort() |> inspect()
        rescue
          error -> "! " <> inspect(error.__struct__) <> " " <> Exception.message(error)
        catch
          kind, value -> "! #{kind} " <> inspect(value)
        end
      end)

    for {module, _} <- :code.all_loaded(), String.starts_with?(Atom.to_string(module), "Elixir.Broken") do
      :code.purge(module)
      :code.delete(module)
    end

    told = diagnostics |> Enum.reject(&inferred?/1) |> Enum.map(&inspect({&1.severity, &1.position, &1.message}, printable_limit: :infinity))
    Enum.join([result | Enum.sort(told)], " | ")
  end

  # Warnings that Elixir makes of the types it infers, or that Erlang's compiler makes.
  defp inferred?(%{message: message}) do
    message =~ ~r/typing violation|given type|with type|will never match|never be|has type|got type|invalid function call|distinct types|evaluation will fail|is never used|cannot possibly match|when invoking/
  end
end

`

// elixirString writes text as a string of Elixir.
func elixirString(text string) string {
	return fmt.Sprintf(`"%s"`, strings.NewReplacer(`\`, `\\`, `"`, `\"`, "#{", `\#{`).Replace(text))
}
