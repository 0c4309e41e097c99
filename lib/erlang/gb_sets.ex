defmodule :gb_sets do
  @moduledoc """
  Ordered sets as trees: those of `:gb_trees`, with the elements as keys and no values.
  """

  def new(), do: :gb_trees.empty()
  def empty(), do: :gb_trees.empty()
  def is_set({size, node}) when is_integer(size) and size >= 0, do: node == nil or is_tuple(node)
  def is_set(_other), do: false
  def is_empty(set), do: :gb_trees.is_empty(set)
  def size(set), do: :gb_trees.size(set)
  def is_equal(set1, set2), do: to_list(set1) === to_list(set2)
  def singleton(element), do: from_ordset([element])
  def is_member(element, set), do: :gb_trees.is_defined(element, set)
  def is_element(element, set), do: :gb_trees.is_defined(element, set)
  def insert(element, set), do: :gb_trees.insert(element, [], set)
  def add(element, set), do: if(is_member(element, set), do: set, else: insert(element, set))
  def add_element(element, set), do: add(element, set)
  def delete(element, set), do: :gb_trees.delete(element, set)
  def delete_any(element, set), do: :gb_trees.delete_any(element, set)
  def del_element(element, set), do: delete_any(element, set)
  def balance(set), do: :gb_trees.balance(set)
  def to_list(set), do: :gb_trees.keys(set)
  def from_list(list), do: from_ordset(:lists.usort(list))
  def from_ordset(list), do: :gb_trees.from_orddict(for(element <- list, do: {element, []}))
  def union(set1, set2), do: from_ordset(:ordsets.union(to_list(set1), to_list(set2)))
  def union(sets), do: from_ordset(:ordsets.union(for(set <- sets, do: to_list(set))))
  def intersection(set1, set2), do: from_ordset(:ordsets.intersection(to_list(set1), to_list(set2)))
  def intersection(sets), do: from_ordset(:ordsets.intersection(for(set <- sets, do: to_list(set))))
  def is_disjoint(set1, set2), do: :ordsets.is_disjoint(to_list(set1), to_list(set2))
  def difference(set1, set2), do: from_ordset(:ordsets.subtract(to_list(set1), to_list(set2)))
  def subtract(set1, set2), do: difference(set1, set2)
  def is_subset(set1, set2), do: :ordsets.is_subset(to_list(set1), to_list(set2))
  def filter(pred, set), do: from_ordset(:lists.filter(pred, to_list(set)))
  def map(fun, set), do: from_list(:lists.map(fun, to_list(set)))
  def filtermap(fun, set), do: from_list(:lists.filtermap(fun, to_list(set)))
  def fold(fun, acc, set), do: :lists.foldl(fun, acc, to_list(set))
  def smallest(set), do: elem(:gb_trees.smallest(set), 0)
  def largest(set), do: elem(:gb_trees.largest(set), 0)

  def larger(element, set) do
    case :gb_trees.larger(element, set) do
      {found, _} -> {:found, found}
      :none -> :none
    end
  end

  def smaller(element, set) do
    case :gb_trees.smaller(element, set) do
      {found, _} -> {:found, found}
      :none -> :none
    end
  end

  def take_smallest(set) do
    {element, _, set} = :gb_trees.take_smallest(set)
    {element, set}
  end

  def take_largest(set) do
    {element, _, set} = :gb_trees.take_largest(set)
    {element, set}
  end

  def iterator(set), do: :gb_trees.iterator(set)
  def iterator(set, order), do: :gb_trees.iterator(set, order)
  def iterator_from(element, set), do: :gb_trees.iterator_from(element, set)

  def next(iterator) do
    case :gb_trees.next(iterator) do
      {element, _, iterator} -> {element, iterator}
      :none -> :none
    end
  end
end
