# The special forms.
defmodule Entry do
  defmacro entry(name, do: block) do
    quote do
      IO.puts("Kernel.SpecialForms." <> unquote(name) <> " " <> inspect(unquote(block), limit: :infinity, charlists: :as_lists))
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

defmodule Point do
  defstruct x: 0, y: 0
end

defmodule Caller do
  defmacro where, do: {__CALLER__.module, __CALLER__.function, __CALLER__.line > 0} |> Macro.escape()
  defmacro sum(list), do: quote(do: Enum.sum([unquote_splicing(list), 100]))
  defmacro define(names) do
    quote bind_quoted: [names: names] do
      for name <- names do
        def unquote(name)(), do: unquote(name)
        def unquote(:"#{name}_with")(x), do: {unquote(name), x}
      end
    end
  end
end

defmodule Called do
  require Caller
  def here, do: Caller.where()
  def me, do: {__MODULE__, __ENV__.function, __ENV__.module}
  Caller.define([:alpha, :beta])
  def base(x), do: x + 1
  defoverridable base: 1
  def base(x), do: super(x) * 10
end

defmodule Lexical do
  alias String, as: S
  alias Map.{}
  alias __MODULE__.Nested
  import Enum, only: [map: 2]
  import List, except: [first: 1], warn: false
  require Integer, as: I

  defmodule Nested do
    def name, do: __MODULE__
  end

  def run, do: {S.upcase("a"), Nested.name(), map([1], &(&1 + 1)), flatten([[1]]), I.is_odd(3)}
end

defmodule Entries do
  import Entry
  require Caller

  x = same(3)
  list = same([1, 2, 3])

  entry "%/2", do: {%Point{x: 1}, (fn %Point{x: v} -> v end).(%Point{x: 4}), (fn %name{} -> name end).(%Point{}), %Point{%Point{x: 1} | y: 2}, failure(%Point{same(%{}) | y: 1})}
  entry "%{}/1", do: {%{:a => 1, "b" => 2, x => 3}, (fn %{:a => v, ^x => w} -> {v, w} end).(%{:a => 1, 3 => 2}), %{%{a: 1} | a: 2}, failure(%{same(%{}) | a: 1}), map_size(%{})}
  entry "&/1", do: {(& &1).(1), (&(&1 + &2)).(1, 2), (&{&1, [&2 | &3]}).(1, 2, 3), (&String.length/1).("é"), (&same/1).(5), Enum.map(list, &"#{&1}!"), (&if(&2, do: &1)).(1, 2)}
  entry "./2", do: {String.length("a"), same(String).length("ab"), (fn -> 1 end).(), :erlang.abs(-1), %{a: 1}.a, failure(same(%{}).a), :"Elixir.Map".new(), Kernel."+"(1, 2)}
  entry "::/2", do: {<<x::8, 1.5::float-32, "é"::utf16, 258::little-size(2)-unit(8)>>, (fn <<a::4, b::bitstring>> -> {a, b} end).(<<0xABC::12>>)}
  entry "<<>>/1", do: {<<1, 2, 3>>, <<x::3>>, <<"a", 98, "c">>, (fn <<n, s::binary-size(n), rest::binary>> -> {n, s, rest} end).(<<2, "abcd">>), (fn <<a::utf8, _::bytes>> -> a end).("éx"), <<-1::16-signed>>, (fn <<a::signed-little-16>> -> a end).(<<254, 255>>), failure(<<same("a")::8>>)}
  entry "=/2", do: ({a, [b | c]} = {1, list}; %{k: ^a} = %{k: 1}; d = e = 5; {a, b, c, d, e, failure({:ok, _} = same(:error))})
  entry "^/1", do: {(fn {^x, y} -> y; _ -> :no end).({3, 1}), (fn {^x, y} -> y; _ -> :no end).({4, 1}), (case 3 do ^x -> :same end), (for ^x <- [1, 3, 3], do: :hit)}
  entry "__CALLER__/0", do: Called.here()
  entry "__DIR__/0", do: {is_binary(__DIR__), Path.basename(__ENV__.file)}
  entry "__ENV__/0", do: {Called.me(), __ENV__.module, __ENV__.line > 0, is_struct(__ENV__, Macro.Env)}
  entry "__MODULE__/0", do: {__MODULE__, Called.me() |> elem(0), Lexical.Nested.name()}
  entry "__STACKTRACE__/0", do: (try do raise "x" rescue _ -> is_list(__STACKTRACE__) end)
  entry "__aliases__/1", do: {quote(do: A.B.C), Macro.expand(quote(do: __MODULE__.Q), %{__ENV__ | module: Foo}), {:__aliases__, [], [:Enum]} |> Macro.expand(__ENV__), Module.concat([A, B])}
  entry "__block__/1", do: {quote(do: (1; 2)), (1; 2; x), quote(do: ()), Code.eval_quoted({:__block__, [], [1, 2, {:+, [], [1, 2]}]}) |> elem(0)}
  entry "alias/2", do: Lexical.run()
  entry "import/2", do: (import String, only: [reverse: 1]; reverse("abc"))
  entry "require/2", do: (require Integer; {Integer.is_even(2), Integer.is_odd(x)})
  entry "case/2", do: {(case {x, list} do {3, [h | _]} when h > 1 -> :a; {3, [h | t]} when h == 1 or t == [] -> {h, t}; _ -> :c end), failure((case same(1) do 2 -> 1 end)), (case "abc" do "a" <> r -> r end), (case %{a: %{b: [1, 2]}} do %{a: %{b: [_, y]}} -> y end)}
  entry "cond/1", do: {(cond do x > 5 -> :big; x > 2 -> :mid; true -> :small end), (cond do v = nil -> v; v = 4 -> v end), failure((cond do same(nil) -> 1 end))}
  entry "fn/1", do: {(fn -> 1 end).(), (fn 1 -> :one; n when n > 1 -> :more; _ -> :less end).(0), (fn a, {b, _} = c -> {a, b, c} end).(1, {2, 3}), (fn %{a: a}, [_ | b] when a > 1 -> {a, b}; _, _ -> 2 end).(%{a: 2}, [1, 2])}
  entry "for/1", do: {(for n <- list, n > 1, m <- [:a, :b], do: {n, m}), (for {k, v} <- %{a: 1}, into: %{}, do: {v, k}), (for <<c <- "abc">>, into: "", do: <<c + 1>>), (for n <- [1, 1, 2], uniq: true, do: n * 2), (for n <- list, reduce: 0 do acc -> acc + n end), (for {:ok, v} <- [{:ok, 1}, :error], do: v), (for n <- 1..3, m = n * 2, rem(m, 4) == 0, do: m), (for <<r::4, g::4 <- <<0x12, 0x34>> >>, do: {r, g})}
  entry "quote/2", do: {quote(do: sum(1, 2)), quote(do: unquote(x) + 1), quote([unquote: false], do: unquote(x)), quote(bind_quoted: [y: x], do: y) |> Macro.to_string(), quote([line: 9], do: foo(1)), quote([context: Foo], do: v), quote([generated: true], do: f(1)), (quote location: :keep, do: g()) |> elem(1) |> Keyword.has_key?(:keep)}
  entry "receive/1", do: (send(self(), {:b, 2}); send(self(), {:a, 1}); r = (receive do {:a, v} -> v end); s = (receive do {_, v} when v > 1 -> v after 0 -> :none end); t = (receive do _ -> 1 after 1 -> :late end); {r, s, t})
  entry "super/1", do: Called.base(4)
  entry "try/1", do: {(try do raise ArgumentError, "a" rescue e in [ArgumentError, KeyError] -> e.message end), (try do throw(1) catch :throw, v -> v end), (try do exit(:x) catch :exit, v -> v end), (try do :erlang.error(:boom) catch :error, v -> v end), (try do 1 else 1 -> :one after Process.put(:ran, 1) end), (try do hd(same([])) rescue ArgumentError -> :arg end), failure((try do 5 else 6 -> 1 end)), (try do raise "m" rescue RuntimeError -> :rt end)}
  entry "unquote/1", do: {Called.alpha(), Called.beta_with(1), quote(do: a.unquote(:b)(1)) |> Macro.to_string(), quote(do: fn unquote(quote do: z) -> 1 end) |> Macro.to_string()}
  entry "unquote_splicing/1", do: ({Caller.sum([1, 2]), quote(do: {unquote_splicing([1, 2, 3])}), quote(do: f(0, unquote_splicing([1, 2]), 3)), quote(do: [unquote_splicing([1]) | [2]]), quote(do: %{unquote_splicing([a: 1])})})
  entry "with/1", do: {(with {:ok, a} <- same({:ok, 1}), b = a + 1, true <- b == 2, do: {a, b}), (with {:ok, a} <- same(:error), do: a), (with {:ok, a} <- same({:error, :e}) do a else {:error, e} -> {:failed, e} end), failure((with 1 <- same(2) do 1 else 3 -> 3 end)), (with a when a > 5 <- same(3), do: a)}
  entry "{}/1", do: {{}, {1}, {x, [x], {x}}, quote(do: {1, 2, 3}), quote(do: {1, 2}), (fn {a, _, b} -> {a, b} end).({1, 2, 3})}
end
