# Natives whose usual case the loop does, at the borders of what is usual: called, as funs, and when they fail.
defmodule Stubs do
  def check(m, f, args) do
    direct = result(fn -> apply(m, f, args) end)
    captured = result(fn -> apply(Function.capture(m, f, length(args)), args) end)
    if direct !== captured, do: IO.inspect({:differs, f, args, captured})
    IO.puts("#{f} #{brief(args)} #{brief(direct)}")
  end

  defp brief(term) do
    text = inspect(term, limit: :infinity, width: :infinity)
    if byte_size(text) > 200, do: "#{:erlang.phash2(term)}", else: text
  end

  defp result(fun) do
    fun.()
  rescue
    e -> {e.__struct__, e |> Exception.message() |> String.split("\n") |> hd()}
  end

  def place(t), do: put_elem(t, 1, :x)
  def most(a, b), do: max(a, b)
end

big = Integer.pow(2, 59)
numbers = [0, 1, -1, 5, 2.0, -0.0, 0.0, big - 1, -big, big, Integer.pow(2, 70), :atom, "bin"]

for f <- [:max, :min, :+, :-, :<, :>=, :>, :"=<", :==, :"=:=", :"/=", :"=/="], a <- [1, 2.0, big - 1], b <- numbers do
  Stubs.check(:erlang, f, [a, b])
end

for t <- [{}, {1}, {1, 2, 3}, List.to_tuple(Enum.to_list(1..300)), [1], :no], n <- [0, 1, 3, 4, 300, -1, 1.0, big] do
  Stubs.check(:erlang, :setelement, [n, t, :new])
end

small = %{:a => 1, "b" => 2, 3 => 4, 5.0 => 6}
large = Map.new(1..40, &{&1, -&1})

for map <- [%{}, small, large, :no], key <- [:a, "b", 3, 3.0, 5, 5.0, :none, 40] do
  Stubs.check(:maps, :put, [key, :new, map])
  Stubs.check(:maps, :update, [key, :new, map])
  Stubs.check(:maps, :is_key, [key, map])
  Stubs.check(:maps, :get, [key, map])
end

for n <- [0, 1, 2, 255, 256, 257, 5000], onto <- [[], [:end], :improper] do
  list = Enum.to_list(1..n//1)
  IO.inspect({n, :erlang.phash2(:lists.reverse(list, onto)), :erlang.phash2(list ++ onto), length(:lists.reverse(list))})
end

for list <- [[1 | 2], :no] do
  Stubs.check(:lists, :reverse, [list])
  Stubs.check(:lists, :reverse, [list, []])
  Stubs.check(:erlang, :++, [list, [1]])
  Stubs.check(:lists, :member, [:absent, list])
  Stubs.check(:lists, :keyfind, [:absent, 1, list])
  Stubs.check(:lists, :keymember, [:absent, 1, list])
end

long = Enum.to_list(1..300)
pairs = [{:a, 1}, :atom, [], {}, {:b}, {1, :one}, {1.0, :float}, {:b, 2}, {:z, 26}] ++ Enum.map(long, &{&1, &1})

for v <- [1, 1.0, 256, 257, 300, 301, :a, "s", nil], do: Stubs.check(:lists, :member, [v, long])

for key <- [:a, :b, :z, 1, 1.0, 300, :none, "k"], n <- [1, 2, 0, :x] do
  IO.inspect({key, n, try do :lists.keyfind(key, n, pairs) rescue e -> e.__struct__ end, try do :lists.keymember(key, n, pairs) rescue e -> e.__struct__ end})
end

for x <- [0, 1, 2, 2.25, -1, -0.0, big, :a], do: Stubs.check(:math, :sqrt, [x])

for n <- [0, 7, 10, 99, 12_345_678, 99_999_999, 100_000_000, -5, big, 1.0, :a] do
  Stubs.check(:erlang, :integer_to_binary, [n])
end

# The garbage collector finds what is at work when there is no room.
kept = Enum.map(1..2000, fn i -> {Integer.to_string(i), put_elem({i, i, [i]}, 2, [i, i]), :lists.reverse([i, i + 1]), [i] ++ [i]} end)
IO.inspect(:erlang.phash2(kept))
IO.inspect(Enum.sort([3, 1, 2], &>=/2))
IO.inspect(Enum.reduce(1..100, 0, &+/2))

trace = fn f ->
  try do
    f.()
  rescue
    _ -> for {m, f, a, _} <- Enum.take(__STACKTRACE__, 2), do: {m, f, if(is_list(a), do: a, else: a)}
  end
end

IO.inspect(trace.(fn -> {Stubs.place(:no), 1} end))
IO.inspect(trace.(fn -> Stubs.place({1}) end))
