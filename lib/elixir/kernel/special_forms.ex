defmodule Kernel.SpecialForms do
  @moduledoc """
  The building blocks of the language, which cannot be defined by anything else. The compiler knows them; all other
  macros expand to them in the end.

  What is defined here says what they are called and what they do. It is never called.
  """

  defp special(_args), do: :erlang.error(RuntimeError.exception("Elixir's special forms are expanded by the compiler and must not be invoked directly"))

  @doc """
  A struct, or in a pattern a match of one: `%User{name: name}`.
  """
  defmacro %struct{}, do: special([struct])

  @doc """
  A map: `%{a: 1, "b" => 2}`. `%{map | a: 2}` changes keys that are there. A pattern matches maps that have the keys.

      iex> %{a: a} = %{a: 1, b: 2}
      iex> a
      1
  """
  defmacro unquote(:%{})(args), do: special([args])

  @doc """
  A tuple: `{:ok, 1}`.

      iex> {1, :two, "three"}
      {1, :two, "three"}
      iex> {}
      {}
  """
  defmacro unquote(:{})(args), do: special([args])

  @doc """
  A binary or bitstring of segments with sizes and types.

      iex> <<head, rest::binary>> = "joist"
      iex> {head, rest}
      {?j, "oist"}
  """
  defmacro unquote(:<<>>)(args), do: special([args])

  @doc """
  Types: of segments of a bitstring, and in specifications.

      iex> <<1::4, 2::4>>
      <<18>>
      iex> <<size::8, text::binary-size(size), _::binary>> = <<2, "abc">>
      iex> text
      "ab"
  """
  defmacro left :: right, do: special([left, right])

  @doc """
  Matches the value on the right with the pattern on the left, and binds its variables.

      iex> {a, [b | _]} = {1, [2, 3]}
      iex> {a, b}
      {1, 2}
  """
  defmacro left = right, do: special([left, right])

  @doc """
  The pin: in a pattern, the value that a variable has.

      iex> x = 1
      iex> match?({^x, _}, {1, 2})
      true
  """
  defmacro ^var, do: special([var])

  @doc """
  The capture: a function. `&Enum.map/2` is that function, `&(&1 + 1)` one with its arguments by number.

      iex> Enum.map([1, 2], &(&1 * 2))
      [2, 4]
  """
  defmacro &expr, do: special([expr])

  @doc """
  Calls a function of a module, reads a key of a map, or joins aliases.

      iex> String.upcase("a")
      "A"
      iex> (fn x -> x + 1 end).(2)
      3
  """
  defmacro unquote(:.)(left, right), do: special([left, right])

  @doc """
  A short name for a module: `alias Some.Long.Name`, `alias Some.Long.Name, as: N`.

      iex> alias String.Chars, as: DocShort
      iex> DocShort.to_string(1)
      "1"
  """
  defmacro alias(module, opts), do: special([module, opts])

  @doc """
  Lets the functions and macros of a module be called without its name; `:only` and `:except` choose.

      import List, only: [first: 1]

      iex> import List, only: [flatten: 1]
      iex> flatten([1, [2]])
      [1, 2]
  """
  defmacro import(module, opts), do: special([module, opts])

  @doc """
  Makes the macros of a module known.

      iex> require Integer
      iex> Integer.is_odd(3)
      true
  """
  defmacro require(module, opts), do: special([module, opts])

  @doc """
  Evaluates the first clause whose pattern matches.

      case File.read(path) do
        {:ok, text} -> text
        {:error, reason} -> reason
      end

      iex> case {1, 2} do {1, x} when x > 1 -> x * 10; _ -> :other end
      20
  """
  defmacro case(condition, clauses), do: special([condition, clauses])

  @doc """
  Evaluates the first clause whose condition is neither `nil` nor `false`.

      iex> cond do 1 + 1 == 3 -> :no; true -> :yes end
      :yes
  """
  defmacro cond(clauses), do: special([clauses])

  @doc """
  An anonymous function.

      iex> add = fn a, b -> a + b end
      iex> add.(1, 2)
      3
  """
  defmacro unquote(:fn)(clauses), do: special([clauses])

  @doc """
  Comprehensions: what the body gives for each element of generators that passes the filters. `:into` collects into something else, `:reduce` folds, `:uniq` drops what was there before.

      iex> for x <- 1..5, rem(x, 2) == 1, do: x * x
      [1, 9, 25]
  """
  defmacro for(args), do: special([args])

  @doc """
  The quoted form of code, which is data. `unquote/1` puts values into it.

      iex> quote do: f(1)
      {:f, [], [1]}
  """
  defmacro unquote(:quote)(opts, block), do: special([opts, block])

  @doc """
  Puts a value into the code of `quote/2`.

      iex> value = 13
      iex> quote(do: sum(1, unquote(value)))
      {:sum, [], [1, 13]}
  """
  defmacro unquote(:unquote)(expr), do: special([expr])

  @doc """
  Puts the elements of a list into the code of `quote/2`.

      iex> values = [2, 3]
      iex> quote(do: sum(1, unquote_splicing(values), 4))
      {:sum, [], [1, 2, 3, 4]}
  """
  defmacro unquote(:unquote_splicing)(expr), do: special([expr])

  @doc """
  Takes the first message of the mailbox that matches a clause out, and waits when there is none; `after` says for how long.

      receive do
        {:reply, value} -> value
      after
        1000 -> :nothing_came
      end

      iex> send(self(), {:number, 7})
      iex> receive do {:number, n} -> n + 1 after 100 -> :nothing end
      8
  """
  defmacro receive(args), do: special([args])

  @doc """
  Evaluates code and handles what goes wrong in it: `rescue` exceptions, `catch` throws and exits, `else` matches the value, `after` runs in any case.

      try do
        String.to_integer("x")
      rescue
        ArgumentError -> :no_number
      end

      iex> try do raise "oops" rescue error in RuntimeError -> error.message end
      "oops"
      iex> try do throw(:ball) catch ball -> ball after :done end
      :ball
  """
  defmacro try(args), do: special([args])

  @doc """
  Matches one value after the other; the first that does not match is the value, or goes to `else`.

      with {:ok, a} <- fetch(:a),
           {:ok, b} <- fetch(:b) do
        a + b
      end

      iex> with {:ok, a} <- Map.fetch(%{x: 1}, :x), {:ok, b} <- Map.fetch(%{y: 2}, :y), do: a + b
      3
      iex> with {:ok, a} <- Map.fetch(%{x: 1}, :z) do a else :error -> :missing end
      :missing
  """
  defmacro with(args), do: special([args])

  @doc """
  Calls the definition that `defoverridable/1` let be replaced.

      iex> defmodule DocSuper do
      ...>   def hello, do: "hello"
      ...>   defoverridable hello: 0
      ...>   def hello, do: super() <> " there"
      ...> end
      iex> DocSuper.hello()
      "hello there"
  """
  defmacro super(args), do: special([args])

  @doc """
  The module that is being defined, or `nil`.

      iex> defmodule DocModule do
      ...>   def name, do: __MODULE__
      ...> end
      iex> DocModule.name() |> Module.split() |> List.last()
      "DocModule"
  """
  defmacro __MODULE__, do: special([])

  @doc """
  The environment of the place: a `Macro.Env`.

      iex> is_struct(__ENV__, Macro.Env)
      true
  """
  defmacro __ENV__, do: special([])

  @doc """
  The directory of the source file.

      iex> is_binary(__DIR__) or __DIR__ == nil
      true
  """
  defmacro __DIR__, do: special([])

  @doc """
  In a macro: the environment of the place that calls it.

      iex> defmodule DocCaller do
      ...>   defmacro line, do: __CALLER__.line
      ...>   def here, do: :ok
      ...> end
      iex> DocCaller.here()
      :ok
  """
  defmacro __CALLER__, do: special([])

  @doc """
  In `rescue` and `catch`: the stack trace.

      iex> try do raise "oops" rescue _ -> is_list(__STACKTRACE__) end
      true
  """
  defmacro __STACKTRACE__, do: special([])

  @doc """
  Quoted code: expressions one after the other.

      iex> quote(do: (1; 2))
      {:__block__, [], [1, 2]}
  """
  defmacro unquote(:__block__)(args), do: special([args])

  @doc """
  Quoted code: an alias such as `Foo.Bar`.

      iex> quote(do: Foo.Bar) |> elem(0)
      :__aliases__
  """
  defmacro unquote(:__aliases__)(args), do: special([args])

  @doc """
  Where the cursor is, in code that was read up to there: see `Code.Fragment.container_cursor_to_quoted/2`.
  """
  defmacro unquote(:__cursor__)(args), do: special([args])
end
