# Corners of the language: what dbg shows, what quote and unquote take, what macros refuse.
attempt = fn fun ->
  try do
    fun.()
  rescue
    e -> {e.__struct__, Exception.message(e)}
  catch
    kind, reason -> {kind, reason}
  end
end

eval = fn source -> attempt.(fn -> Code.eval_string(source) |> elem(0) end) end

show = fn title, values ->
  IO.puts("-- #{title}")
  Enum.each(values, &IO.inspect/1)
end

IO.puts("-- dbg")

defmodule Shown do
  @options [print_location: false, syntax_colors: []]
  def all(list, map) do
    dbg(list |> Enum.map(&(&1 * 2)) |> Enum.sum(), @options)
    dbg(Enum.empty?(list) or (length(list) > 2 and map.a == 1), @options)
    dbg(map[:b] || map[:a] || raise("none"), @options)

    dbg(
      (
        a = hd(list)
        b = a + 1
        {a, b}
      ),
      @options
    )

    dbg(
      case list do
        [] -> :empty
        [x | _] when x > 100 -> :large
        [x | _] -> x
      end,
      @options
    )

    dbg(
      cond do
        n = map[:b] -> n
        n = map[:a] -> n + 1
      end,
      @options
    )

    dbg(if(list == [], do: :empty, else: map[:a]), @options)
    dbg(unless(list == [], do: :full), @options)

    dbg(
      with {:ok, a} when a > 0 <- Map.fetch(map, :a),
           c = a * 2,
           {:ok, d} <- Map.fetch(map, :d) do
        {c, d}
      else
        :error -> {:missing, 1}
      end,
      @options
    )

    dbg(with(x <- 1, do: x), @options)
    dbg(map, [charlists: :as_lists] ++ @options)
  end
end

Shown.all([1, 2, 3], %{a: 1, c: ~c"abc"})
(fn -> fn x -> Code.eval_string("dbg()", x: x) end end).().(1)

show.("dbg elsewhere", [
  eval.("dbg() = 1"),
  eval.("case 1 do x when dbg(x) -> x end")
])

show.("unquote", [
  eval.("quote do: unquote(%{a: 1})"),
  eval.("quote do: unquote({1, 2, 3})"),
  eval.("quote do: unquote([1 | 2])"),
  eval.("quote do: unquote([a: {}])"),
  eval.("quote do: [unquote_splicing(:no)]"),
  eval.("quote do: [unquote_splicing([{1}])]"),
  eval.("Macro.to_string(quote do: Foo.unquote(Bar))"),
  eval.("Macro.to_string(quote do: foo.unquote(:bar)(1))"),
  eval.("x = [:a | :b]; quote do: unquote(x: x)")
])

show.("guards", [
  eval.("case 1 do x when !x -> x end"),
  eval.("case 1 do x when x && true -> x end"),
  eval.("case 1 do x when x || true -> x end"),
  eval.("case 1 do x when x in :list -> x end"),
  eval.("y = [1]; case 1 do x when x in y -> x end"),
  eval.("defmodule TestA do defguard foo(a) when a when a end"),
  eval.("defmodule TestA do defdelegate foo(), to: __MODULE__ end"),
  eval.("defmodule TestA do @foo = 42 end"),
  eval.("use variable")
])

show.("members are evaluated once, all of them", [
  1 in [send(self(), 1), send(self(), 2), send(self(), 3)],
  :erlang.process_info(self(), :messages),
  2 in 2..2,
  2.0 in 2..2,
  2 in [1 | [2]]
])

defmodule Kept do
  defmacro define do
    quote location: :keep do
      def fail(), do: raise("oops")
    end
  end
end

defmodule Keeping do
  require Kept

  Kept.define()
end

try do
  Keeping.fail()
rescue
  _ -> IO.inspect(__STACKTRACE__ |> hd() |> elem(3) |> Keyword.take([:line]))
end

show.("macros once", [
  Macro.to_string(Macro.expand_once(quote(do: 1 || 2), __ENV__)),
  Macro.to_string(Macro.expand_once(quote(do: 1 && 2), __ENV__)),
  Macro.expand_once(quote(do: __ENV__.line), %{__ENV__ | line: 7}),
  Macro.expand_literals(quote(do: {__MODULE__, String.Chars, [Elixir.List, f()]}), __ENV__),
  Macro.quoted_literal?(quote(do: <<1::8*4>>)),
  Macro.quoted_literal?(quote(do: <<1::size(x)>>))
])


show.("environments", [
  (alias(List, as: Second, warn: false); alias(Map, as: First, warn: false); __ENV__.aliases),
  Macro.Env.define_import(__ENV__, [], List, only: :unknown),
  Code.eval_quoted_with_env(quote(do: var!(x) = 1), [y: 2], Code.env_for_eval([]), prune_binding: true) |> elem(1),
  attempt.(fn -> Code.put_compiler_option(:nothing, 1) end)
])
