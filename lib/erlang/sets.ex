defmodule :sets do
  @moduledoc """
  Sets as maps from the elements to `[]`.
  """

  def new(), do: %{}
  def new(_options), do: %{}
  def from_list(list), do: :maps.from_keys(list, [])
  def from_list(list, _options), do: from_list(list)
  def is_set(set), do: is_map(set)
  def size(set), do: map_size(set)
  def is_empty(set), do: map_size(set) == 0
  def is_equal(set1, set2), do: set1 === set2
  def to_list(set), do: :maps.keys(set)
  def is_element(element, set), do: is_map_key(set, element)
  def add_element(element, set), do: :maps.put(element, [], set)
  def del_element(element, set), do: :maps.remove(element, set)
  def union(set1, set2), do: :maps.merge(set1, set2)
  def union(sets), do: :lists.foldl(fn set, acc -> union(acc, set) end, %{}, sets)
  def intersection(set1, set2), do: :maps.intersect(set1, set2)
  def intersection([set | sets]), do: :lists.foldl(fn other, acc -> intersection(acc, other) end, set, sets)
  def is_disjoint(set1, set2), do: map_size(intersection(set1, set2)) == 0
  def subtract(set1, set2), do: :maps.without(:maps.keys(set2), set1)
  def is_subset(set1, set2), do: :lists.all(fn element -> is_map_key(set2, element) end, :maps.keys(set1))
  def fold(fun, acc, set), do: :lists.foldl(fun, acc, :maps.keys(set))
  def filter(pred, set), do: :maps.from_keys(:lists.filter(pred, :maps.keys(set)), [])
  def map(fun, set), do: :maps.from_keys(:lists.map(fun, :maps.keys(set)), [])
  def filtermap(fun, set), do: :maps.from_keys(:lists.filtermap(fun, :maps.keys(set)), [])
end
