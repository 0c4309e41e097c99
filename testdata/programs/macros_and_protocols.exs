defmodule Matrix.Sigil do
  defmacro sigil_M({:<<>>, _, [text]}, modifiers) do
    parse = if ?f in modifiers, do: &String.to_float/1, else: &String.to_integer/1
    rows = for line <- String.split(text, "\n", trim: true), do: line |> String.split() |> Enum.map(parse)
    Macro.escape(rows)
  end
  def sigil_t(string, []), do: String.split(string, ",") |> Enum.map(&String.trim/1)
  defmacro a ~> b, do: quote(do: {unquote(a), unquote(b)})
  defmacro left <|> right do
    quote do
      case unquote(left) do
        {:error, _} -> unquote(right)
        ok -> ok
      end
    end
  end
end
defmodule Pipeline do
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      @behaviour Pipeline
      @name Keyword.get(opts, :name, __MODULE__)
      @steps []
      import Pipeline, only: [step: 1, step: 2]
      @before_compile Pipeline
      def name, do: @name
      def handle_error(step, error), do: {:failed, step, error}
      defoverridable handle_error: 2
    end
  end
  @callback handle_error(atom, term) :: term
  defmacro step(name, opts \\ []) do
    quote do
      @steps [{unquote(name), unquote(opts)} | @steps]
    end
  end
  defmacro __before_compile__(env) do
    steps = Module.get_attribute(env.module, :steps) |> Enum.reverse()
    body = Enum.reduce(Enum.reverse(steps), quote(do: {:ok, acc}), fn {name, opts}, acc_code ->
      guard = Keyword.get(opts, :if, true)
      quote do
        case (if unquote(guard), do: unquote(name)(acc), else: {:ok, acc}) do
          {:ok, acc} -> unquote(acc_code)
          {:error, e} -> handle_error(unquote(name), e)
        end
      end
    end)
    quote do
      def run(var!(acc)), do: unquote(Macro.prewalk(body, fn {:acc, m, _} -> {:acc, m, nil}; x -> x end))
      def steps, do: unquote(Keyword.keys(steps))
    end
  end
end
defmodule Order do
  use Pipeline, name: "order"
  step :validate
  step :discount, if: true
  step :skipped, if: false
  step :total
  defp validate(%{items: []}), do: {:error, :empty}
  defp validate(o), do: {:ok, o}
  defp discount(o), do: {:ok, Map.put(o, :discount, 0.1)}
  defp skipped(_), do: {:error, :never}
  defp total(o), do: {:ok, Map.put(o, :total, Enum.sum(for {_, p} <- o.items, do: p) * (1 - o.discount))}
  @impl true
  def handle_error(step, e), do: super(step, e) |> Tuple.insert_at(3, :logged)
end
defmodule Inventory do
  @behaviour Access
  defstruct items: %{}, reads: 0
  @impl true
  def fetch(%{items: i}, k), do: Map.fetch(i, k)
  @impl true
  def get_and_update(inv, k, f) do
    case f.(inv.items[k]) do
      {get, v} -> {get, put_in(inv.items[k], v)}
      :pop -> {inv.items[k], update_in(inv.items, &Map.delete(&1, k))}
    end
  end
  @impl true
  def pop(inv, k), do: get_and_update(inv, k, fn _ -> :pop end)
  defimpl Inspect do
    import Inspect.Algebra
    def inspect(%{items: i}, opts), do: container_doc("#Inventory<", Enum.sort(i), ">", opts, fn {k, v}, o -> concat([to_doc(k, o), "=", to_doc(v, o)]) end, break: :flex, separator: ";")
  end
  defimpl String.Chars, do: def to_string(i), do: "inventory of #{map_size(i.items)}"
end
defmodule Main do
  import Matrix.Sigil
  def run do
    IO.inspect(~M"""
    1 2
    3 4
    """)
    IO.inspect(~M[1.5 2.5]f)
    IO.inspect(~t(a, b , c))
    IO.inspect(1 ~> 2)
    IO.inspect({:error, 1} <|> {:ok, 2} <|> raise("never"))
    IO.inspect(Order.run(%{items: [a: 10, b: 20]}))
    IO.inspect(Order.run(%{items: []}))
    IO.inspect({Order.name(), Order.steps()})
    inv = %Inventory{items: %{apple: 3, pear: 1}}
    IO.inspect(inv)
    IO.puts("#{inv}")
    IO.inspect(inv[:apple])
    IO.inspect(update_in(inv[:apple], &(&1 + 1)))
    IO.inspect(pop_in(inv[:pear]))
    IO.inspect(put_in(inv, [:kiwi], 9))
    IO.inspect(get_and_update_in(inv[:apple], &{&1, &1 * 2}))
    IO.inspect(%{inv: inv, list: List.duplicate(inv, 3)}, width: 30)
    IO.inspect(struct(Inventory, items: Map.new(1..30, &{&1, &1 * &1})), width: 40)
  end
end
Main.run()
IO.inspect(Macro.expand(quote(do: Matrix.Sigil.~>(1, 2)), __ENV__) |> Macro.to_string())
IO.inspect(for(x <- 1..3, y <- x..3, x + y == 4, into: MapSet.new(), do: {x, y}))
IO.inspect(for <<r::8, g::8, b::8 <- <<1, 2, 3, 4, 5, 6>> >>, do: {r, g, b})
IO.inspect(for {k, v} <- [a: 1, b: 2, c: 3], reduce: %{} do acc when v > 1 -> Map.put(acc, k, v); acc -> acc end)
defmodule Rec do
  require Record
  Record.defrecord(:user, name: "x", age: 0)
  Record.defrecordp(:priv, [:a])
  def t, do: {user(), user(name: "y"), user(user(age: 5), :age), user(user(), name: "z"), priv(a: 1), (fn user(name: n) -> n end).(user(name: "q"))}
end
IO.inspect(Rec.t())
try do
  raise "boom"
rescue
  e -> IO.puts(Exception.format(:error, e, []))
end
IO.puts(Exception.format_banner(:exit, {:timeout, {GenServer, :call, [:a, :b, 5]}}))
IO.puts(Exception.format_exit({{:badmatch, 1}, [{A, :b, 2, [file: ~c"x.ex", line: 3]}]}))
IO.inspect(Process.info(self(), :message_queue_len))
IO.inspect(Code.eval_string("a = b + 1; c = a", [b: 2]))
IO.inspect(Code.string_to_quoted!("f(x, y) when x > 1"))
IO.inspect(Module.concat([A, "B", :C]))
IO.inspect(Module.split(A.B.C))
IO.inspect(inspect(~r/a.b/i) <> inspect(1..10//2) <> inspect({:a, %{}}))
IO.inspect(Enum.flat_map_reduce(1..5, 0, fn x, acc when acc < 6 -> {[x], acc + x}; _, acc -> {:halt, acc} end))
IO.inspect(String.graphemes("🇳🇱e\u0301👩‍🚀"))
IO.inspect(:binary.matches("abcabc", ["b", "ca"]))
IO.inspect(Integer.digits(255, 16) ++ Integer.digits(-12))
IO.inspect(Float.ratio(0.75))
IO.inspect(Enum.slide(0..5, 1..2, 4))
IO.inspect(Keyword.validate([a: 1], [:a, b: 2]))
IO.inspect(Map.get_and_update(%{a: 1}, :a, fn _ -> :pop end))
IO.inspect(List.keytake([a: 1, b: 2], :b, 0))
IO.inspect(String.split("a1b22c", ~r/\d+/, include_captures: true))
IO.inspect(Regex.replace(~r/(\w)(\d)/, "a1 b2", "\\2\\1"))
IO.inspect(:io_lib.format("~p ~s ~.2f ~5w|~-5w|~B~n", [[a: 1], "x", 3.14159, 1, 2, 10]) |> IO.iodata_to_binary())
