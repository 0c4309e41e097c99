defmodule Seq do
  def fib(n) when n < 2, do: n
  def fib(n), do: fib(n - 1) + fib(n - 2)

  def app([h | t], l), do: [h | app(t, l)]
  def app([], l), do: l

  def nrev([h | t]), do: app(nrev(t), [h])
  def nrev([]), do: []

  def tak(x, y, z) when y < x do
    tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))
  end

  def tak(_, _, z), do: z

  def sum([h | t], acc), do: sum(t, acc + h)
  def sum([], acc), do: acc

  def build(0, acc), do: acc
  def build(n, acc), do: build(n - 1, [n | acc])

  def map([h | t], f), do: [f.(h) | map(t, f)]
  def map([], _), do: []

  def run do
    {fib(15), nrev([1, 2, 3]), tak(8, 4, 2), sum(build(100, []), 0), map([1, 2], fn x -> x * 2 end)}
  end
end
