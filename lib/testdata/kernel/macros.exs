# The macros of Kernel.
defmodule Entry do
  defmacro entry(name, do: block) do
    quote do
      IO.puts(unquote(name) <> " " <> inspect(unquote(block), limit: :infinity, charlists: :as_lists))
    end
  end

  defmacro failure(expression) do
    quote do
      try do
        {:ok, unquote(expression)}
      rescue
        error -> {error.__struct__, Exception.message(error)}
      end
    end
  end

  def same(value), do: hd([value])
end

defmodule Definitions do
  @limit 10
  @colours [:red, :green]
  @colours [:blue | @colours]
  Module.register_attribute(__MODULE__, :seen, accumulate: true)
  @seen 1
  @seen 2

  def limit, do: @limit
  def colours, do: @colours
  def seen, do: @seen

  def bodiless(x, y \\ 2)
  def bodiless(x, y) when is_integer(x), do: {:integer, x, y}
  def bodiless(x, y), do: {:other, x, y}
  def many(a \\ 1, b, c \\ 3), do: [a, b, c]
  def rescuing(f) do
    f.()
  rescue
    e in ArgumentError -> {:rescued, e.message}
  catch
    thrown -> {:thrown, thrown}
  else
    value -> {:value, value}
  after
    Process.put(:after, true)
  end

  def debug(a), do: (_ = a; dbg())

  def a <~> b, do: {a, :tilde, b}

  defp hidden(x), do: x * 2
  defp hidden_default(x \\ 5)
  defp hidden_default(x), do: x + 1
  def visible(x), do: {hidden(x), hidden_default()}

  defmacro twice(expression) do
    quote do
      {unquote(expression), unquote(expression)}
    end
  end
  defmacro bodiless_macro(a, b \\ :none)
  defmacro bodiless_macro(a, b), do: {a, b}
  defmacrop double(x) do
    quote do: unquote(x) * 2
  end
  defmacrop bodiless_private(a)
  defmacrop bodiless_private(a) when is_integer(a), do: a + 1
  def use_private(x), do: {double(x + 1), bodiless_private(4)}

  defguard is_even(n) when is_integer(n) and rem(n, 2) == 0
  defguardp is_small(n) when n in 1..@limit
  def parity(n) when is_even(n), do: :even
  def parity(n) when is_small(n), do: :small_odd
  def parity(_), do: :other

  defdelegate upcase(text), to: String
  defdelegate join(list, glue \\ "-"), to: Enum, as: :join
end

defmodule Base1 do
  defmacro __using__(options) do
    quote do
      def greeting(name), do: "#{unquote(options[:word] || "hello")} #{name}"
      def other, do: :base
      defoverridable greeting: 1, other: 0
    end
  end
end

defmodule Derived do
  use Base1, word: "good day"
  def greeting(name), do: super(String.upcase(name)) <> "!"
end

defmodule Plain do
  use Base1
end

defmodule Point do
  @enforce_keys [:x]
  defstruct [:x, y: 0]
end

defmodule Oops do
  defexception [:code, message: "went wrong"]
end

defmodule Coded do
  defexception [:code]
  @impl true
  def exception(code) when is_integer(code), do: %Coded{code: code}
  def exception(options), do: struct!(__MODULE__, options)
  @impl true
  def message(%{code: code}), do: "code #{code}"
end

defprotocol Area do
  @fallback_to_any true
  @spec area(t) :: number
  def area(shape)
  @doc "The unit of a shape."
  def unit(shape, name)
end

defimpl Area, for: Any do
  def area(_), do: :unknown
  def unit(_, _), do: nil
end

defmodule Square do
  defstruct side: 1
  defimpl Area do
    def area(%{side: side}), do: side * side
    def unit(_, name), do: name <> "2"
  end
end

defmodule Circle do
  @derive Area
  defstruct r: 1
end

defimpl Area, for: [Integer, Float] do
  def area(n), do: n
  def unit(_, name), do: {@for, @protocol, name}
end

defmodule Aliased do
  alias Enum, as: E
  defmacro of_caller, do: quote(do: alias!(E))
  defmacro of_macro, do: quote(do: E)
end

defmodule Unhygienic do
  defmacro set(value), do: quote(do: var!(leaked) = unquote(value))
  defmacro keep(value), do: quote(do: (kept = unquote(value); kept))
  defmacro put, do: quote(do: var!(cell, Unhygienic) = 1)
  defmacro get, do: quote(do: var!(cell, Unhygienic))
  defmacro bound, do: quote(do: (var!(v, :ctx) = 5; binding(:ctx)))
end

defmodule Entries do
  import Entry
  require Definitions
  require Aliased
  require Unhygienic

  x = same(3)
  no = same(nil)
  text = same("abc")

  entry "Kernel.!/1", do: {!x, !no, !!x, !false, Enum.map([1, nil], &(!&1))}
  entry "Kernel.&&/2", do: {x && 4, no && raise("no"), false && 1, 1 && 2 && nil}
  entry "Kernel.||/2", do: {no || 4, x || raise("no"), false || nil}
  entry "Kernel.../0", do: {.., inspect(..), Enum.count(1..3), "abcdef" |> String.slice(..)}
  entry "Kernel.../2", do: {Enum.to_list(1..x), 5..x//-1 |> Enum.to_list(), failure(same(1.0)..3), (case 1..5 do a..b//_ -> {a, b} end)}
  entry "Kernel...///3", do: {Enum.to_list(1..10//x), Enum.to_list(10..1//-4), 1..0//1, failure(1..2//same(0))}
  entry "Kernel.<>/2", do: {"a" <> text, (fn "ab" <> rest -> rest end).(text), "x" <> "y" <> "z", failure("a" <> same(:b))}
  entry "Kernel.@/1", do: {Definitions.limit(), Definitions.colours(), Definitions.seen()}
  entry "Kernel.alias!/1", do: (alias List, as: E; {E.first([1]), Aliased.of_caller().first([2]), Aliased.of_macro().sum([3, 4]), quote(do: alias!(Nope.X))})
  entry "Kernel.and/2", do: {true and x, false and raise("no"), failure(same(1) and true)}
  entry "Kernel.or/2", do: {false or x, true or raise("no"), failure(same(nil) or true)}
  entry "Kernel.binding/0", do: (fn a, b -> _ = {a, b}; binding() end).(1, 2) |> Keyword.take([:a, :b])
  entry "Kernel.binding/1", do: Unhygienic.bound()
  entry "Kernel.dbg/0", do: Definitions.debug(1)
  entry "Kernel.dbg/1", do: dbg(1 + x)
  entry "Kernel.dbg/2", do: dbg([x, 2] |> Enum.map(&(&1 * 2)) |> Enum.sum(), limit: 1)
  entry "Kernel.def/1", do: {Definitions.bodiless(1), Definitions.bodiless(:a, 3)}
  entry "Kernel.def/2", do: {Definitions.many(2), Definitions.many(0, 2), Definitions.many(0, 2, 4), Definitions.rescuing(fn -> 1 end), Definitions.rescuing(fn -> raise ArgumentError, "bad" end), Definitions.rescuing(fn -> throw(2) end), Process.get(:after), Definitions.<~>(1, 2)}
  entry "Kernel.defp/1", do: elem(Definitions.visible(1), 1)
  entry "Kernel.defp/2", do: {Definitions.visible(4), function_exported?(Definitions, :hidden, 1), failure(apply(Definitions, :hidden, [1]))}
  entry "Kernel.defdelegate/2", do: {Definitions.upcase("é"), Definitions.join([1, 2]), Definitions.join([1, 2], "+")}
  entry "Kernel.defexception/1", do: {failure(raise Oops), failure(raise Oops, message: "m"), failure(raise Coded, 7), %Oops{}, Exception.message(%Coded{code: 1})}
  entry "Kernel.defguard/1", do: {Definitions.parity(4), Definitions.is_even(5), Definitions.is_even(:a), (case 6 do n when Definitions.is_even(n) -> :yes end)}
  entry "Kernel.defguardp/1", do: {Definitions.parity(5), Definitions.parity(11), macro_exported?(Definitions, :is_small, 1)}
  entry "Kernel.defimpl/2", do: {Area.area(%Square{side: 3}), Area.unit(%Square{}, "m"), Area.impl_for(%Square{})}
  entry "Kernel.defimpl/3", do: {Area.area(2.5), Area.unit(1, "km"), Area.impl_for(1), Area.area(:atom), Area.area(%Circle{})}
  entry "Kernel.defmacro/1", do: {Definitions.bodiless_macro(1), Definitions.bodiless_macro(1, 2)}
  entry "Kernel.defmacro/2", do: {Definitions.twice(x + 1), Macro.expand_once(quote(do: Definitions.twice(1)), __ENV__)}
  entry "Kernel.defmacrop/1", do: elem(Definitions.use_private(1), 1)
  entry "Kernel.defmacrop/2", do: {Definitions.use_private(3), macro_exported?(Definitions, :double, 1)}
  entry "Kernel.defmodule/2", do: ({:module, name, binary, value} = (defmodule Inner.Deep do
  def f, do: __MODULE__
  end); {name, is_binary(binary), value, Inner.Deep.f(), Inner.Deep.module_info(:module)})
  entry "Kernel.defoverridable/1", do: {Derived.greeting("ann"), Derived.other(), Plain.greeting("bob")}
  entry "Kernel.defprotocol/2", do: {Area.__protocol__(:functions), Area.impl_for!(%Circle{}), failure(String.Chars.to_string(same({1})))}
  entry "Kernel.defstruct/1", do: {%Point{x: 1}, struct(Point), %{%Point{x: 1} | y: 2}, Point.__struct__() |> Map.keys(), failure(Point.__struct__(%{})), failure(struct!(Point, []))}
  entry "Kernel.destructure/2", do: (destructure([p, q, r], [1, 2]); destructure([s], same([9, 8])); destructure([[u], v], [[1]]); {p, q, r, s, u, v})
  entry "Kernel.get_and_update_in/2", do: (m = %{a: %{n: 1}}; get_and_update_in(m.a.n, &{&1, &1 + 1}))
  entry "Kernel.get_in/1", do: (m = %{a: %{b: nil}}; {get_in(m.a.b.c), get_in(m.a), get_in(m[:x].y)})
  entry "Kernel.if/2", do: {if(x, do: 1), if(no, do: 1), if(no, do: 1, else: 2), (if x > 2 do :big else :small end)}
  entry "Kernel.in/2", do: {x in [1, 2, 3], x in 1..2, x not in [4], x in same([3]), 3 in 1..9//3, (fn y when y in [:a, :b] -> :ab; y when y not in 1..3 -> :out; _ -> :in end).(2), 1.0 in [1], (&in/2).(1, [1])}
  entry "Kernel.is_exception/1", do: {is_exception(%Oops{}), is_exception(%Point{x: 1}), is_exception(:a)}
  entry "Kernel.is_exception/2", do: {is_exception(%Oops{}, Oops), is_exception(%Oops{}, Coded), failure(is_exception(%Oops{}, same("Oops")))}
  entry "Kernel.is_non_struct_map/1", do: {is_non_struct_map(%{}), is_non_struct_map(1..2), is_non_struct_map([])}
  entry "Kernel.is_nil/1", do: {is_nil(no), is_nil(x), (case no do n when is_nil(n) -> 1 end)}
  entry "Kernel.is_struct/1", do: {is_struct(1..2), is_struct(%{}), is_struct(%{__struct__: "no"})}
  entry "Kernel.is_struct/2", do: {is_struct(1..2, Range), is_struct(1..2, Point), failure(is_struct(1..2, same(1)))}
  entry "Kernel.match?/2", do: {match?({:ok, _}, {:ok, 1}), match?({^x, y} when y > 1, {3, 2}), match?([_ | _], [])}
  entry "Kernel.pop_in/1", do: (m = %{a: %{b: 1, c: 2}}; {pop_in(m.a[:b]), pop_in(m[:a])})
  entry "Kernel.put_in/2", do: (m = %{a: %{b: 1}, l: [k: 1]}; {put_in(m.a.b, 2), put_in(m[:z], 0), put_in(m.l[:k], 5), failure(put_in(m.nope, 1))})
  entry "Kernel.update_in/2", do: (m = %{a: %{b: 1}}; {update_in(m.a.b, &(&1 + 1)), update_in(m[:a][:z], &{:was, &1})})
  entry "Kernel.raise/1", do: {failure(raise "text"), failure(raise Oops), failure(raise %Oops{code: 1}), failure(raise same(ArgumentError)), failure(raise same(:badarith))}
  entry "Kernel.raise/2", do: {failure(raise ArgumentError, "told"), failure(raise Oops, code: 2), failure(raise same(KeyError), key: :a, term: %{})}
  entry "Kernel.reraise/2", do: failure((try do raise "first" rescue e -> reraise e, __STACKTRACE__ end))
  entry "Kernel.reraise/3", do: (try do reraise ArgumentError, [message: "again"], [{Foo, :bar, 1, [file: ~c"foo.ex", line: 7]}] rescue e -> {e, hd(__STACKTRACE__)} end)
  entry "Kernel.sigil_C/2", do: {~C(a#{x}\n), ~C"plain"}
  entry "Kernel.sigil_c/2", do: {~c(a#{x}\n), ~c[]}
  entry "Kernel.sigil_D/2", do: {~D[2024-02-29], ~D[-0001-01-01], inspect(~D[2024-02-29])}
  entry "Kernel.sigil_N/2", do: {~N[2024-02-29 12:30:01], ~N[2024-02-29T12:30:01.123]}
  entry "Kernel.sigil_R/2", do: {Regex.run(~R/a#{b}\d/, ~S(a#{b}5)), ~R/x/i.source}
  entry "Kernel.sigil_r/2", do: {Regex.run(~r/(b)#{"c"}/, text), text =~ ~r/ABC/i, Regex.named_captures(~r/(?<first>.)/, text), inspect(~r/a\/b/u)}
  entry "Kernel.sigil_S/2", do: {~S(a#{x}\n), ~S"""
  heredoc #{x} \t
    indented
  """}
  entry "Kernel.sigil_s/2", do: {~s(a"#{x}"\n), ~s{b}, ~s"""
  heredoc #{x}
  """}
  entry "Kernel.sigil_T/2", do: {~T[23:59:59], ~T[00:00:00.000001]}
  entry "Kernel.sigil_U/2", do: {~U[2024-02-29 12:00:00Z], ~U[2024-02-29 12:00:00.5Z]}
  entry "Kernel.sigil_W/2", do: {~W(a #{x} b), ~W(a b)a, ~W(a b)c}
  entry "Kernel.sigil_w/2", do: {~w(a #{x} b), ~w(a b)a, ~w(a b)c, ~w()}
  entry "Kernel.tap/2", do: {tap(x, fn v -> Process.put(:tapped, v) end), Process.get(:tapped), tap(1, &(&1 + 1))}
  entry "Kernel.then/2", do: {then(x, &(&1 * 2)), 1 |> then(fn v -> {v} end)}
  entry "Kernel.to_charlist/1", do: {to_charlist("añ"), to_charlist(12), to_charlist(:ok), to_charlist([97])}
  entry "Kernel.to_char_list/1", do: {Kernel.to_char_list("ab"), Kernel.to_char_list(12)}
  entry "Kernel.to_string/1", do: {to_string(:a), to_string(1.5), to_string([97, "b", [99]]), to_string(nil), "#{~D[2024-01-01]}", failure(to_string(same({})))}
  entry "Kernel.unless/2", do: {unless(no, do: 1), unless(x, do: 1), unless(x, do: 1, else: 2)}
  entry "Kernel.use/1", do: Plain.greeting("x")
  entry "Kernel.use/2", do: Derived.greeting("y")
  entry "Kernel.var!/1", do: (kept = 1; Unhygienic.set(5); Unhygienic.keep(6); {leaked, kept})
  entry "Kernel.var!/2", do: (Unhygienic.put(); Unhygienic.get())
  entry "Kernel.|>/2", do: {text |> String.upcase() |> String.reverse(), x |> Kernel.+(1) |> then(& &1), [1, 2] |> Enum.map(fn v -> v + 1 end), text |> (fn v -> v <> "!" end).()}
end
