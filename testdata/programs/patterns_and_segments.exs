# Macros in segments of bitstrings, byte orders of binaries, and keys of map patterns with variables.
defmodule Sizes do
  defmacro seventeen(), do: 17
  defmacro two(), do: quote(do: binary-size(2))
end

defmodule Segments do
  import Sizes
  def put(x), do: <<x::seventeen()>>
  def take(<<x::seventeen(), _::bits>>), do: x
  def both(x), do: <<x::two()>>
  def little(x), do: <<x::binary-little>>
  def times(x), do: <<x::seventeen()*2>>
  def unit(x), do: <<x::_*seventeen()-binary>>
end

IO.inspect({Segments.put(1), Segments.take(Segments.put(3)), Segments.both("abcd"), Segments.little("a"), Segments.times(1), bit_size(Segments.unit(<<0::34>>))})

for source <- ["%{{x, 1} => 1} = %{}", "%{[x] => 1} = %{}", "%{<<x>> => 1} = %{}", "%{_ => 1} = %{}", "%{{1, _} => 1} = %{}", "<<x::binary-signed>>"] do
  {_, diagnostics} = Code.with_diagnostics(fn -> try(do: Code.eval_string(source, x: "1"), rescue: (e -> e.__struct__)) end)
  for d <- diagnostics, do: IO.inspect({source, d.severity, d.position, d.message})
end

for source <- ["for b <- (a = 1; [2]), do: {a, b}", "with b <- (a = 1; 2), do: {a, b}", "with {:ok, b} <- (a = 1; {:ok, a}), c = b, do: c", "for <<b <- (a = <<1>>; a)>>, do: a", "a = 5; for b <- (a = 1; [2]), do: {a, b}"] do
  {result, diagnostics} = Code.with_diagnostics(fn -> try(do: elem(Code.eval_string(source), 0), rescue: (e -> e.__struct__)) end)
  IO.inspect({source, result})
  for d <- diagnostics, do: IO.inspect({d.severity, d.message})
end

# Keys of map patterns that are made of pinned variables.
x = 1
y = :b
IO.inspect(match?(%{{^x, 1} => 1}, %{{1, 1} => 1}))
IO.inspect(match?(%{<<^x>> => 1}, %{<<1>> => 1}))
IO.inspect(match?(%{[^x, 2 | 3] => 1}, %{[1, 2 | 3] => 1}))
f = fn %{{^x, :a} => v} -> v; %{{^y, {^x, 2}} => w, x: 1} -> {:w, w}; _ -> :no end
IO.inspect {f.(%{{1, :a} => 5}), f.(%{}), f.(%{{:b, {1, 2}} => 9, x: 1}), f.(%{{:b, {1, 2}} => 9, x: 2})}
defmodule K do
  def get(map, a, b) do
    case map do
      %{{^a, ^b} => v, {^b, ^a} => w} -> {v, w}
      %{{^a, ^b} => v} -> v
      %{[^a] => [h | _]} -> h
      _ -> nil
    end
  end
  def recv(a) do
    receive do
      %{{^a, 1} => v} -> v
      %{^a => v} -> {:plain, v}
    after 0 -> :none
    end
  end
  def gen(maps, k), do: for(%{{^k, 0} => v} <- maps, do: v)
end
IO.inspect {K.get(%{{1, 2} => 3}, 1, 2), K.get(%{{1, 2} => 3, {2, 1} => 4}, 1, 2), K.get(%{[5] => [6]}, 5, 0), K.get(%{}, 1, 2)}
send(self(), %{{7, 1} => :got})
send(self(), %{7 => :other})
send(self(), %{8 => :skip})
IO.inspect {K.recv(7), K.recv(7), K.recv(9), K.recv(8)}
IO.inspect K.gen([%{{1, 0} => :a}, %{}, %{{2, 0} => :b}, %{{1, 0} => :c}], 1)
