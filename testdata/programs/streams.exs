defmodule Lazy do
  def counter(n), do: Stream.resource(fn -> IO.puts("open"); n end, fn 0 -> {:halt, 0}; n -> {[n], n - 1} end, fn left -> IO.puts("close #{left}") end)
  def primes, do: Stream.unfold({2, []}, fn {n, found} -> next_prime(n, found) end)

  defp next_prime(n, found) do
    if Enum.any?(Enum.take_while(Enum.reverse(found), &(&1 * &1 <= n)), &(rem(n, &1) == 0)), do: next_prime(n + 1, found), else: {n, {n + 1, [n | found]}}
  end

  def collatz(n), do: n |> Stream.iterate(&if(rem(&1, 2) == 0, do: div(&1, 2), else: 3 * &1 + 1)) |> Stream.transform(:go, fn 1, :go -> {[1], :stop}; _, :stop -> {:halt, :stop}; n, :go -> {[n], :go} end)
  def lines(text), do: text |> String.splitter("\n", trim: true) |> Stream.map(&String.trim/1) |> Stream.reject(&String.starts_with?(&1, "#"))
end

IO.inspect(Lazy.counter(5) |> Stream.map(&(&1 * 2)) |> Enum.take(2))
IO.inspect(Lazy.counter(2) |> Enum.to_list())
IO.inspect(Lazy.counter(3) |> Stream.cycle() |> Enum.take(5))
IO.inspect(Lazy.primes() |> Enum.take(12))
IO.inspect(Lazy.collatz(6) |> Enum.to_list())
IO.inspect(Lazy.lines("a\n# no\n b \n\nc") |> Enum.to_list())

try do
  Lazy.counter(4) |> Enum.each(fn 3 -> raise "stop"; n -> IO.puts(n) end)
rescue
  e -> IO.inspect(e)
end

catch_value = try do Lazy.counter(4) |> Stream.each(fn 2 -> throw(:two); _ -> :ok end) |> Stream.run() catch v -> v end
IO.inspect(catch_value)

log = fn tag -> fn x -> IO.write("#{tag}#{x} "); x end end
1..6 |> Stream.map(log.("m")) |> Stream.filter(&(rem(&1, 2) == 0)) |> Stream.map(log.("f")) |> Stream.take(2) |> Enum.to_list() |> IO.inspect()

IO.inspect(1..10 |> Stream.chunk_every(3, 2, [:pad]) |> Enum.to_list())
IO.inspect(1..10 |> Stream.chunk_every(4, 4, :discard) |> Enum.to_list())
IO.inspect([1, 1, 2, 3, 3] |> Stream.chunk_by(& &1) |> Enum.to_list())
IO.inspect(1..7 |> Stream.chunk_while([], fn x, acc -> if rem(x, 3) == 0, do: {:cont, Enum.reverse([x | acc]), []}, else: {:cont, [x | acc]} end, fn [] -> {:cont, []}; acc -> {:cont, Enum.reverse(acc), []} end) |> Enum.to_list())
IO.inspect(Stream.zip([1..3, [:a, :b, :c], Stream.cycle([0])]) |> Enum.to_list())
IO.inspect(Stream.zip_with(1..3, 4..6, &(&1 * &2)) |> Enum.to_list())
IO.inspect(1..5 |> Stream.scan(&+/2) |> Enum.to_list())
IO.inspect(1..5 |> Stream.scan(10, &+/2) |> Enum.to_list())
IO.inspect([3, 1, 3, 2, 1] |> Stream.dedup() |> Stream.uniq() |> Stream.with_index(1) |> Enum.to_list())
IO.inspect(1..20 |> Stream.drop(2) |> Stream.drop_every(3) |> Stream.drop_while(&(&1 < 6)) |> Stream.take_while(&(&1 < 15)) |> Enum.to_list())
IO.inspect(Stream.concat([1..2, [:x], Stream.take(Stream.repeatedly(fn -> 0 end), 2)]) |> Enum.to_list())
IO.inspect(Stream.intersperse(1..3, :sep) |> Enum.to_list())
IO.inspect(1..3 |> Stream.flat_map(&List.duplicate(&1, &1)) |> Enum.to_list())
IO.inspect(1..5 |> Stream.map_every(2, &(-&1)) |> Enum.to_list())
IO.inspect(1..3 |> Stream.into([], &{&1, &1}) |> Stream.run())
IO.inspect(Stream.transform(1..5, fn -> 0 end, fn x, acc -> {[acc + x], acc + x} end, fn acc -> {[{:last, acc}], acc} end, fn acc -> IO.puts("after #{acc}") end) |> Enum.to_list())
IO.inspect(1..3 |> Stream.map(& &1) |> inspect() |> String.contains?("Stream"))
IO.inspect(Stream.take(1..100, -2) |> Enum.to_list())
IO.inspect(Stream.from_index(5) |> Enum.take(2))
IO.inspect(Stream.duplicate("a", 3) |> Enum.to_list())
IO.inspect(Enum.zip_reduce([1..3, 4..6], 0, fn [a, b], acc -> acc + a * b end))
IO.inspect(Enum.reduce_while(Stream.iterate(1, &(&1 * 2)), 0, fn x, acc -> if acc > 100, do: {:halt, acc}, else: {:cont, acc + x} end))

{:suspended, value, next} = Enumerable.reduce(1..3, {:cont, 0}, fn x, acc -> {:suspend, acc + x} end)
IO.inspect(value)
{:suspended, value, next} = next.({:cont, value})
IO.inspect({value, next.({:halt, :stopped})})

defmodule Countdown do
  defstruct [:from]

  defimpl Enumerable do
    def count(%{from: n}), do: {:ok, n + 1}
    def member?(%{from: n}, x), do: {:ok, x in 0..n//1}
    def slice(_), do: {:error, __MODULE__}
    def reduce(_, {:halt, acc}, _), do: {:halted, acc}
    def reduce(c, {:suspend, acc}, f), do: {:suspended, acc, &reduce(c, &1, f)}
    def reduce(%{from: n}, {:cont, acc}, _) when n < 0, do: {:done, acc}
    def reduce(%{from: n} = c, {:cont, acc}, f), do: reduce(%{c | from: n - 1}, f.(n, acc), f)
  end

  defimpl Collectable do
    def into(c), do: {c, fn c, {:cont, n} -> %{c | from: c.from + n}; c, :done -> c; _, :halt -> :ok end}
  end
end

c = struct(Countdown, from: 3)
IO.inspect({Enum.to_list(c), Enum.count(c), 2 in c, 9 in c, Enum.map(c, & &1), Enum.at(c, 1), Enum.slice(c, 1..2), Enum.zip(c, [:a, :b]), Enum.into([1, 2], c), Enum.take(c, -1), Enum.random(Enum.take(c, 1))})
IO.inspect(for(x <- c, rem(x, 2) == 0, into: c, do: x))
IO.inspect(Enum.reverse(c) |> Enum.with_index() |> Map.new())
