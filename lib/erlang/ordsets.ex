defmodule :ordsets do
  @moduledoc """
  Sets as ordered lists.
  """

  def new(), do: []
  def is_set([head | tail]), do: ordered?(tail, head)
  def is_set([]), do: true
  def is_set(_other), do: false

  defp ordered?([head | tail], last), do: last < head and ordered?(tail, head)
  defp ordered?([], _last), do: true
  defp ordered?(_other, _last), do: false

  def size(set), do: length(set)
  def is_empty(set), do: set === []
  def is_equal(set1, set2), do: set1 === set2
  def to_list(set), do: set
  def from_list(list), do: :lists.usort(list)

  def is_element(element, [head | tail]) when element > head, do: is_element(element, tail)
  def is_element(element, [head | _]) when element < head, do: false
  def is_element(_element, [_ | _]), do: true
  def is_element(_element, []), do: false

  def add_element(element, [head | tail]) when element > head, do: [head | add_element(element, tail)]
  def add_element(element, [head | _] = set) when element < head, do: [element | set]
  def add_element(_element, [_ | _] = set), do: set
  def add_element(element, []), do: [element]

  def del_element(element, [head | tail]) when element > head, do: [head | del_element(element, tail)]
  def del_element(element, [head | _] = set) when element < head, do: set
  def del_element(_element, [_ | tail]), do: tail
  def del_element(_element, []), do: []

  def union(sets), do: :lists.umerge(sets)
  def union([a | left], [b | _] = set2) when a < b, do: [a | union(left, set2)]
  def union([a | _] = set1, [b | right]) when a > b, do: [b | union(set1, right)]
  def union([a | left], [_ | right]), do: [a | union(left, right)]
  def union([], set), do: set
  def union(set, []), do: set

  def intersection([set | sets]), do: :lists.foldl(fn other, acc -> intersection(acc, other) end, set, sets)
  def intersection([a | left], [b | _] = set2) when a < b, do: intersection(left, set2)
  def intersection([a | _] = set1, [b | right]) when a > b, do: intersection(set1, right)
  def intersection([a | left], [_ | right]), do: [a | intersection(left, right)]
  def intersection([], _set), do: []
  def intersection(_set, []), do: []

  def is_disjoint(set1, set2), do: intersection(set1, set2) == []

  def subtract([a | left], [b | _] = set2) when a < b, do: [a | subtract(left, set2)]
  def subtract([a | _] = set1, [b | right]) when a > b, do: subtract(set1, right)
  def subtract([_ | left], [_ | right]), do: subtract(left, right)
  def subtract([], _set), do: []
  def subtract(set, []), do: set

  def is_subset(set1, set2), do: subtract(set1, set2) == []
  def fold(fun, acc, set), do: :lists.foldl(fun, acc, set)
  def filter(pred, set), do: :lists.filter(pred, set)
  def map(fun, set), do: from_list(:lists.map(fun, set))
  def filtermap(fun, set), do: from_list(:lists.filtermap(fun, set))
end
