defmodule Shapes do
  defstruct a: 1, b: 2

  def f(x) when x in [1, 2], do: if(x > 1 and x < 5, do: "a#{x}b", else: nil)
  def f(_), do: :other

  def g(%Shapes{a: a} = s, [h | t]), do: %Shapes{s | b: [a, h | t]}
  def g(%{a: a}, _), do: {:map, a}
  def g(x, y), do: {x, y}

  def tags({:ok, x}), do: x
  def tags({:error, e}), do: {:e, e}
  def tags({:three, a, b}), do: [a, b]
  def tags({a, a}), do: {:same, a}
  def tags(:atom), do: 1
  def tags(:btom), do: 2
  def tags(5), do: 3
  def tags(6), do: 4
  def tags(1.5), do: 5
  def tags("str"), do: 6
  def tags([]), do: 7
  def tags([x]), do: {8, x}
  def tags([x, x | _]), do: {9, x}
  def tags(x) when is_list(x), do: {10, length(x)}
  def tags(x) when is_map(x) and map_size(x) == 0, do: 11
  def tags(_), do: 12

  def two(:a, 1), do: 1
  def two(_, 2), do: 2
  def two(:b, _), do: 3
  def two(:a, x) when x > 10, do: 4
  def two(_, x) when x > 10 or x == :z, do: 5
  def two(_, _), do: 6

  def cnd(s) do
    cond do
      s > 10 -> :big
      is_atom(s) -> :atom
      s == 3 -> s + 1
      true -> [s]
    end
  end

  def w(x, y) do
    with {:ok, a} <- x,
         b = a + 1,
         {:ok, c} when c > b <- y do
      {a, b, c}
    else
      {:error, e} -> e
      other -> {:no, other}
    end
  end

  def w2(x), do: with({:ok, a} <- x, do: a)

  def fun(x) do
    y = x * 2
    g = fn
      0 -> y
      ^x -> {:pinned, x}
      n when n > 3 -> fn m -> m + n + y end
      _ -> x
    end
    {g.(0), g.(x), g.(2), g.(10).(5), Enum.map([1, 2, 3], &(&1 + x)), Enum.map([1], &f/1), (&tags/1).([]), (&String.upcase/1).("a")}
  end

  def fields(m), do: {m.a, m.b}
  def upd(m), do: %{m | a: m.b, b: :new}
  def new(k, v), do: %{k => v, :x => 1, "y" => v}
  def bools(a, b), do: {a and b, a or b, not a, a && b, a || b, !b, a == b, a != b, a === b}
  def big, do: {123_456_789_012_345_678_901_234_567_890, -5, 1.0e10, [1 | 2], ~c"abc", %{a: [1, {2}]}}

  def multi(x) do
    y = case x do
      1 -> :one
      2 -> :two
      _ -> x
    end
    z = if is_atom(y), do: to_string(y), else: y
    {a, b} = {z, y}
    [c | _] = [a]
    {a, b, c}
  end

  def deep(%{a: %{b: [%{c: c} | _]}, k: k}) when c > 0, do: {c, k}
  def deep(%{a: %{b: []}}), do: :empty
  def deep(%{a: _}), do: :a
  def deep(%{}), do: :none

  def try_catch(fun) do
    try do
      fun.()
    catch
      x -> {:caught, x}
    end
  end

  def run do
    {for(x <- [1, 2, 3], do: f(x)), g(%Shapes{}, [1]), g(%{a: 3}, 1), g(1, 2),
     for(x <- [{:ok, 1}, {:error, 2}, {:three, 1, 2}, {1, 1}, {1, 2}, :atom, :btom, 5, 6, 7, 1.5, "str", [], [1], [1, 1, 2], [1, 2], %{}, %{a: 1}],
       do: tags(x)),
     for(x <- [:a, :b, :c], y <- [1, 2, 11, :z, 0], do: two(x, y)),
     for(x <- [11, :z, 3, 4], do: cnd(x)), w({:ok, 1}, {:ok, 5}), w({:ok, 1}, {:ok, 1}), w({:error, 1}, 1), w(1, 2), w2({:ok, 1}), w2(5),
     fun(1), fields(%{a: 1, b: 2}), upd(%{a: 1, b: 2}), new(:k, 1), new(:x, 2),
     for(a <- [true, false], b <- [true, false], do: bools(a, b)), big(), multi(1), multi(2), multi(3),
     deep(%{a: %{b: [%{c: 1}]}, k: 2}), deep(%{a: %{b: []}}), deep(%{a: 1}), deep(%{}),
     try_catch(fn -> throw(:x) end), try_catch(fn -> 1 end), Shapes.Err.run()}
  end
end

defmodule Shapes.Err do
  def run do
    [
      fn -> Shapes.fields(%{a: 1}) end, fn -> Shapes.upd(%{}) end, fn -> Shapes.upd(1) end, fn -> Shapes.deep(1) end,
      fn -> Shapes.bools(1, 2) end, fn -> Shapes.two(1, 2, 3) end, fn -> {:ok, _} = Shapes.w2(1) end,
      fn -> case Shapes.w2(1) do 2 -> 3 end end, fn -> Shapes.fun(:a) end, fn -> cond do nil -> 1 end end,
      fn -> with 1 <- Shapes.w2(2) do 1 else 3 -> 4 end end, fn -> Shapes.g(%{Shapes.w2(%{}) | z: 1}, 1) end,
      fn -> %Shapes{Shapes.w2(%{}) | a: 1} end, fn -> Shapes.w2(nil).foo end, fn -> Shapes.w2(5).foo end,
      fn -> Shapes.w2(5).(1) end, fn -> if(Shapes.w2(1) and true, do: 1) end,
      fn -> exit(:bye) end, fn -> raise "boom" end
    ]
    |> Enum.map(fn f ->
      try do
        f.()
      rescue
        e in [KeyError, BadMapError] -> {:key, e.__struct__}
        e in ArithmeticError -> {:arith, e}
        e in ErlangError -> {:erlang, Map.delete(e, :stacktrace)}
        e -> {:other, e.__struct__, is_list(__STACKTRACE__)}
      catch
        :exit, r -> {:exit, r}
        k, v -> {k, v}
      else
        v -> {:value, v}
      after
        send(self(), :after)
      end
    end)
    |> then(fn l -> {l, flush(0)} end)
  end

  def flush(n) do
    receive do
      :after -> flush(n + 1)
    after
      0 -> n
    end
  end
end
