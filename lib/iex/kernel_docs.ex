defmodule IEx.KernelDocs do
  @moduledoc false

  # The documentation of what the compiler defines by itself: those macros of Kernel that are not written in Elixir.

  @doc "Entries as those of Code.fetch_docs/1 for Kernel."
  def entries(), do: kernel()

  defp entry(name, arity, signature, text), do: {{:macro, name, arity}, 0, [signature], %{"en" => text}, %{defaults: defaults(signature)}}

  # `\\\\` in a signature stands for an argument that may be left out.
  defp defaults(signature), do: length(:binary.matches(signature, "\\\\"))

  defp kernel() do
    [
      entry(:"!", 1, "!value",
      """
      True for `nil` and `false`, and false for everything else.

          iex> !nil
          true
      """
      ),
      entry(:"&&", 2, "left && right",
      """
      `left` if it is `nil` or `false`, and else `right`, which is evaluated only then. It is not allowed in guards; see `and/2`.

          iex> 1 && :two
          :two
      """
      ),
      entry(:"||", 2, "left || right",
      """
      `left` unless it is `nil` or `false`, and else `right`, which is evaluated only then. It is not allowed in guards; see `or/2`.

          iex> nil || :default
          :default
      """
      ),
      entry(:and, 2, "left and right",
      """
      Boolean and: `left` must be a boolean; `right` is evaluated only when it is true. It is allowed in guards.
      """
      ),
      entry(:or, 2, "left or right",
      """
      Boolean or: `left` must be a boolean; `right` is evaluated only when it is false. It is allowed in guards.
      """
      ),
      entry(:in, 2, "left in right",
      """
      True when `left` is a member of the enumerable `right`. In guards `right` is a list or range that is known.

          iex> 2 in [1, 2, 3]
          true
          iex> 2 not in 1..3
          false
      """
      ),
      entry(:"..", 0, "..",
      """
      The range of everything, `0..-1//1`, for slices.
      """
      ),
      entry(:"..", 2, "first..last",
      """
      The range of integers from `first` to `last`.

          iex> Enum.to_list(1..3)
          [1, 2, 3]
      """
      ),
      entry(:"..//", 3, "first..last//step",
      """
      The range from `first` to `last` in steps.

          iex> Enum.to_list(1..7//3)
          [1, 4, 7]
      """
      ),
      entry(:"<>", 2, "left <> right",
      """
      Concatenates two binaries. In a pattern the left one is known.

          iex> "joi" <> "st"
          "joist"
          iex> "jo" <> rest = "joist"
          iex> rest
          "ist"
      """
      ),
      entry(:"@", 1, "@expression",
      """
      Reads or sets an attribute of the module that is being defined: `@name value` sets it, `@name` reads it. `@moduledoc`, `@doc`, `@spec`, `@type`, `@behaviour`, `@impl` and others have a meaning of their own.
      """
      ),
      entry(:"|>", 2, "left |> right",
      """
      Calls the function on the right with the value on the left as its first argument.

          iex> [1, 2, 3] |> Enum.map(&(&1 * 2)) |> Enum.sum()
          12
      """
      ),
      entry(:alias!, 1, "alias!(alias)",
      """
      Inside of `quote/2`: an alias that the place of the call expands, and not that of the macro.
      """
      ),
      entry(:binding, 1, "binding(context \\\\ nil)",
      """
      The variables with their values as a keyword list.

          iex> x = 1
          iex> binding()[:x]
          1
      """
      ),
      entry(:dbg, 2, "dbg(code \\\\ quote do binding() end, options \\\\ [])",
      """
      Prints code with its value, and the steps of a pipe with theirs; the value is that of the code.
      """
      ),
      entry(:def, 2, "def(call, expr \\\\ nil)",
      """
      Defines a public function. Clauses of one name and arity are tried in order.

          defmodule Area do
            def of({:square, a}), do: a * a
            def of({:circle, r}) when r >= 0, do: 3.14 * r * r
          end
      """
      ),
      entry(:defp, 2, "defp(call, expr \\\\ nil)",
      """
      Defines a private function, which only its own module can call; see `def/2`.
      """
      ),
      entry(:defmacro, 2, "defmacro(call, expr \\\\ nil)",
      """
      Defines a public macro: it is called when code is compiled, with its arguments as quoted code, and gives the code to put in its place. See `quote/2`.
      """
      ),
      entry(:defmacrop, 2, "defmacrop(call, expr \\\\ nil)",
      """
      Defines a private macro; see `defmacro/2`.
      """
      ),
      entry(:defmodule, 2, "defmodule(alias, do_block)",
      """
      Defines a module. Inside of another module the name is put below that one's.

          defmodule Greeter do
            def hello(name), do: "hello, " <> name
          end
      """
      ),
      entry(:defdelegate, 2, "defdelegate(funs, opts)",
      """
      Defines functions that call those of the module in the option `:to`; `:as` is their name there.

          defdelegate reverse(list), to: Enum
      """
      ),
      entry(:defexception, 1, "defexception(fields)",
      """
      Defines an exception: a struct with `:message`, or fields of its own, that can be raised.

          defmodule BridgeOut do
            defexception message: "the bridge is out"
          end
      """
      ),
      entry(:defguard, 1, "defguard(guard)",
      """
      Defines a macro that is allowed in guards.

          defguard is_even(n) when is_integer(n) and rem(n, 2) == 0
      """
      ),
      entry(:defguardp, 1, "defguardp(guard)",
      """
      Defines a private macro that is allowed in guards; see `defguard/1`.
      """
      ),
      entry(:defimpl, 3, "defimpl(name, opts, do_block \\\\ [])",
      """
      Implements a protocol for the types in the option `:for`.

          defimpl String.Chars, for: Ship do
            def to_string(ship), do: ship.name
          end
      """
      ),
      entry(:defoverridable, 1, "defoverridable(keywords_or_behaviour)",
      """
      Lets functions of the module be defined anew; `super` calls the earlier definition.
      """
      ),
      entry(:defprotocol, 2, "defprotocol(name, do_block)",
      """
      Defines a protocol: functions that each type can implement in its own way with `defimpl/3`.
      """
      ),
      entry(:defstruct, 1, "defstruct(fields)",
      """
      Defines the struct of the module: its fields with their default values.

          defmodule Ship do
            defstruct name: nil, berths: 0
          end

          %Ship{name: "Aurora"}
      """
      ),
      entry(:destructure, 2, "destructure(left, right)",
      """
      Matches a list with a pattern of another length: what is missing is `nil`, what is too much is dropped.
      """
      ),
      entry(:get_and_update_in, 2, "get_and_update_in(path, fun)",
      """
      Changes a value at a path and gives an earlier one: `get_and_update_in(users["ada"].age, &{&1, &1 + 1})`.
      """
      ),
      entry(:get_in, 1, "get_in(path)",
      """
      The value at a path; `nil` where something on the way is `nil`.
      """
      ),
      entry(:put_in, 2, "put_in(path, value)",
      """
      Puts a value at a path of nested maps and the like.

          iex> user = %{name: %{first: "Ada"}}
          iex> put_in(user.name.first, "Grace")
          %{name: %{first: "Grace"}}
      """
      ),
      entry(:update_in, 2, "update_in(path, fun)",
      """
      Changes the value at a path with a function; see `put_in/2`.
      """
      ),
      entry(:pop_in, 1, "pop_in(path)",
      """
      Takes the value at a path out: `{value, what remains}`.
      """
      ),
      entry(:if, 2, "if(condition, clauses)",
      """
      Evaluates `do` when the condition is neither `nil` nor `false`, and `else` otherwise.

          iex> if 2 > 1, do: :yes, else: :no
          :yes
      """
      ),
      entry(:unless, 2, "unless(condition, clauses)",
      """
      The opposite of `if/2`.
      """
      ),
      entry(:is_exception, 1, "is_exception(term)",
      """
      True for exceptions. Allowed in guards.
      """
      ),
      entry(:is_exception, 2, "is_exception(term, name)",
      """
      True for exceptions of that name. Allowed in guards.
      """
      ),
      entry(:is_nil, 1, "is_nil(term)",
      """
      True for `nil`. Allowed in guards.
      """
      ),
      entry(:is_struct, 1, "is_struct(term)",
      """
      True for structs. Allowed in guards.
      """
      ),
      entry(:is_struct, 2, "is_struct(term, name)",
      """
      True for structs of that name. Allowed in guards.
      """
      ),
      entry(:is_non_struct_map, 1, "is_non_struct_map(term)",
      """
      True for maps that are no structs. Allowed in guards.
      """
      ),
      entry(:match?, 2, "match?(pattern, expr)",
      """
      True when the value matches the pattern, which may have a guard.

          iex> match?({:ok, n} when n > 1, {:ok, 2})
          true
      """
      ),
      entry(:raise, 1, "raise(message)",
      """
      Raises an exception: a RuntimeError with the message, or the exception that is given.

          raise "the bridge is out"
      """
      ),
      entry(:raise, 2, "raise(exception, attributes)",
      """
      Raises an exception of that name.

          raise ArgumentError, "expected a number"
      """
      ),
      entry(:reraise, 2, "reraise(message, stacktrace)",
      """
      Raises an exception again, with the stack trace that it had: `reraise(error, __STACKTRACE__)`.
      """
      ),
      entry(:reraise, 3, "reraise(exception, attributes, stacktrace)",
      """
      Raises an exception of that name with a stack trace; see `reraise/2`.
      """
      ),
      entry(:tap, 2, "tap(value, fun)",
      """
      Calls the function with the value, and gives the value: for effects inside of a pipe.
      """
      ),
      entry(:then, 2, "then(value, fun)",
      """
      What the function gives for the value: for pipes into any argument.

          iex> 1 |> then(&(10 - &1))
          9
      """
      ),
      entry(:to_charlist, 1, "to_charlist(term)",
      """
      The charlist of a term, by the protocol `List.Chars`.
      """
      ),
      entry(:to_string, 1, "to_string(term)",
      """
      The string of a term, by the protocol `String.Chars`.

          iex> to_string(:joist)
          "joist"
      """
      ),
      entry(:use, 2, "use(module, opts \\\\ [])",
      """
      Requires a module and calls its macro `__using__/1`, which puts code in the place.

          use GenServer
      """
      ),
      entry(:var!, 2, "var!(variable, context \\\\ nil)",
      """
      Inside of `quote/2`: a variable of the place of the call, and not the macro's own.
      """
      ),
      entry(:sigil_C, 2, "sigil_C(term, modifiers)",
      """
      The sigil ~C: a charlist without escapes and interpolation.

          ~C(a\\nb)
      """
      ),
      entry(:sigil_c, 2, "sigil_c(term, modifiers)",
      """
      The sigil ~c: a charlist.

          ~c"abc"
      """
      ),
      entry(:sigil_D, 2, "sigil_D(term, modifiers)",
      """
      The sigil ~D: a date.

          ~D[2024-02-29]
      """
      ),
      entry(:sigil_N, 2, "sigil_N(term, modifiers)",
      """
      The sigil ~N: a date and time without a zone.

          ~N[2024-02-29 12:00:00]
      """
      ),
      entry(:sigil_R, 2, "sigil_R(term, modifiers)",
      """
      The sigil ~R: a regular expression without interpolation.

          ~R/\\d+/
      """
      ),
      entry(:sigil_r, 2, "sigil_r(term, modifiers)",
      """
      The sigil ~r: a regular expression.

          ~r/\\d+/i
      """
      ),
      entry(:sigil_S, 2, "sigil_S(term, modifiers)",
      """
      The sigil ~S: a string without escapes and interpolation.

          ~S(a\\nb)
      """
      ),
      entry(:sigil_s, 2, "sigil_s(term, modifiers)",
      """
      The sigil ~s: a string.

          ~s(say "hi")
      """
      ),
      entry(:sigil_T, 2, "sigil_T(term, modifiers)",
      """
      The sigil ~T: a time.

          ~T[12:00:00]
      """
      ),
      entry(:sigil_U, 2, "sigil_U(term, modifiers)",
      """
      The sigil ~U: a date and time in UTC.

          ~U[2024-02-29 12:00:00Z]
      """
      ),
      entry(:sigil_W, 2, "sigil_W(term, modifiers)",
      """
      The sigil ~W: a list of words without escapes and interpolation.

          ~W(a b c)
      """
      ),
      entry(:sigil_w, 2, "sigil_w(term, modifiers)",
      """
      The sigil ~w: a list of words; the modifier `a` gives atoms, `c` charlists.

          ~w(a b c)a
      """
      )
    ]
  end
end
