defmodule :gb_sets do
  @moduledoc """
  Ordered sets as trees: those of `:gb_trees`, with the elements as keys and no values.
  """

  @typedoc "A set."
  @opaque set(element) :: {non_neg_integer(), nil | {element, term(), term()}}

  @type set() :: set(term())

  @typedoc "What is left of a set to be read."
  @opaque iter(element) :: [element | term()]

  @doc """
  An empty set.

      iex> :gb_sets.to_list(:gb_sets.new())
      []
  """
  @spec new() :: set()
  def new(), do: :gb_trees.empty()

  @doc """
  An empty set.

      iex> :gb_sets.is_empty(:gb_sets.empty())
      true
  """
  @spec empty() :: set()
  def empty(), do: :gb_trees.empty()

  @doc """
  True for sets.

      iex> :gb_sets.is_set(:gb_sets.new())
      true
  """
  @spec is_set(term()) :: boolean()
  def is_set({size, node}) when is_integer(size) and size >= 0, do: node == nil or is_tuple(node)
  def is_set(_other), do: false

  @doc """
  True when there is no element.

      iex> :gb_sets.is_empty(:gb_sets.from_list([1]))
      false
  """
  @spec is_empty(set()) :: boolean()
  def is_empty(set), do: :gb_trees.is_empty(set)

  @doc """
  The number of elements.

      iex> :gb_sets.size(:gb_sets.from_list([1, 2, 1]))
      2
  """
  @spec size(set()) :: non_neg_integer()
  def size(set), do: :gb_trees.size(set)

  @doc """
  True when two sets have the same elements.

      iex> :gb_sets.is_equal(:gb_sets.from_list([1, 2]), :gb_sets.from_list([2, 1]))
      true
  """
  @spec is_equal(set(), set()) :: boolean()
  def is_equal(set1, set2), do: to_list(set1) === to_list(set2)

  @doc """
  The set of one element.

      iex> :gb_sets.to_list(:gb_sets.singleton(:a))
      [:a]
  """
  @spec singleton(element) :: set(element) when element: term()
  def singleton(element), do: from_ordset([element])

  @doc """
  True when an element is in the set.

      iex> :gb_sets.is_member(1, :gb_sets.from_list([1, 2]))
      true
  """
  @spec is_member(element, set(element)) :: boolean() when element: term()
  def is_member(element, set), do: :gb_trees.is_defined(element, set)

  @doc """
  True when an element is in the set.

      iex> :gb_sets.is_element(3, :gb_sets.from_list([1, 2]))
      false
  """
  @spec is_element(element, set(element)) :: boolean() when element: term()
  def is_element(element, set), do: :gb_trees.is_defined(element, set)

  @doc """
  The set with an element that must not be in it.

      iex> :gb_sets.to_list(:gb_sets.insert(0, :gb_sets.from_list([1])))
      [0, 1]
  """
  @spec insert(element, set(element)) :: set(element) when element: term()
  def insert(element, set), do: :gb_trees.insert(element, [], set)

  @doc """
  The set with an element.

      iex> :gb_sets.to_list(:gb_sets.add(1, :gb_sets.from_list([1, 2])))
      [1, 2]
  """
  @spec add(element, set(element)) :: set(element) when element: term()
  def add(element, set), do: if(is_member(element, set), do: set, else: insert(element, set))

  @doc """
  The set with an element.

      iex> :gb_sets.to_list(:gb_sets.add_element(3, :gb_sets.from_list([1, 2])))
      [1, 2, 3]
  """
  @spec add_element(element, set(element)) :: set(element) when element: term()
  def add_element(element, set), do: add(element, set)

  @doc """
  The set without an element that must be in it.

      iex> :gb_sets.to_list(:gb_sets.delete(1, :gb_sets.from_list([1, 2])))
      [2]
  """
  @spec delete(element, set(element)) :: set(element) when element: term()
  def delete(element, set), do: :gb_trees.delete(element, set)

  @doc """
  The set without an element.

      iex> :gb_sets.to_list(:gb_sets.delete_any(9, :gb_sets.from_list([1, 2])))
      [1, 2]
  """
  @spec delete_any(element, set(element)) :: set(element) when element: term()
  def delete_any(element, set), do: :gb_trees.delete_any(element, set)

  @doc """
  The set without an element.

      iex> :gb_sets.to_list(:gb_sets.del_element(2, :gb_sets.from_list([1, 2])))
      [1]
  """
  @spec del_element(element, set(element)) :: set(element) when element: term()
  def del_element(element, set), do: delete_any(element, set)

  @doc """
  The same set in a tree of the least height.

      iex> :gb_sets.to_list(:gb_sets.balance(:gb_sets.from_list([2, 1])))
      [1, 2]
  """
  @spec balance(set(element)) :: set(element) when element: term()
  def balance(set), do: :gb_trees.balance(set)

  @doc """
  The elements as a list.

      iex> :gb_sets.to_list(:gb_sets.from_list([3, 1, 2]))
      [1, 2, 3]
  """
  @spec to_list(set(element)) :: [element] when element: term()
  def to_list(set), do: :gb_trees.keys(set)

  @doc """
  The set of the elements of a list.

      iex> :gb_sets.to_list(:gb_sets.from_list([2, 1, 2]))
      [1, 2]
  """
  @spec from_list([element]) :: set(element) when element: term()
  def from_list(list), do: from_ordset(:lists.usort(list))

  @doc """
  The set of the elements of an ordered list.

      iex> :gb_sets.to_list(:gb_sets.from_ordset([1, 2]))
      [1, 2]
  """
  @spec from_ordset([element]) :: set(element) when element: term()
  def from_ordset(list), do: :gb_trees.from_orddict(for(element <- list, do: {element, []}))

  @doc """
  The elements of either set, or of all sets of a list.

      iex> :gb_sets.to_list(:gb_sets.union(:gb_sets.from_list([1]), :gb_sets.from_list([2])))
      [1, 2]
  """
  @spec union(set(element), set(element)) :: set(element) when element: term()
  def union(set1, set2), do: from_ordset(:ordsets.union(to_list(set1), to_list(set2)))

  @spec union([set(element), ...]) :: set(element) when element: term()
  def union(sets), do: from_ordset(:ordsets.union(for(set <- sets, do: to_list(set))))

  @doc """
  The elements that are in both sets, or in all sets of a list.

      iex> :gb_sets.to_list(:gb_sets.intersection(:gb_sets.from_list([1, 2]), :gb_sets.from_list([2, 3])))
      [2]
  """
  @spec intersection(set(element), set(element)) :: set(element) when element: term()
  def intersection(set1, set2), do: from_ordset(:ordsets.intersection(to_list(set1), to_list(set2)))

  @spec intersection([set(element), ...]) :: set(element) when element: term()
  def intersection(sets), do: from_ordset(:ordsets.intersection(for(set <- sets, do: to_list(set))))

  @doc """
  True when the sets have no element in common.

      iex> :gb_sets.is_disjoint(:gb_sets.from_list([1]), :gb_sets.from_list([2]))
      true
  """
  @spec is_disjoint(set(element), set(element)) :: boolean() when element: term()
  def is_disjoint(set1, set2), do: :ordsets.is_disjoint(to_list(set1), to_list(set2))

  @doc """
  The elements of the first set that are not in the second.

      iex> :gb_sets.to_list(:gb_sets.difference(:gb_sets.from_list([1, 2]), :gb_sets.from_list([2])))
      [1]
  """
  @spec difference(set(element), set(element)) :: set(element) when element: term()
  def difference(set1, set2), do: from_ordset(:ordsets.subtract(to_list(set1), to_list(set2)))

  @doc """
  The elements of the first set that are not in the second.

      iex> :gb_sets.to_list(:gb_sets.subtract(:gb_sets.from_list([1, 2]), :gb_sets.from_list([2])))
      [1]
  """
  @spec subtract(set(element), set(element)) :: set(element) when element: term()
  def subtract(set1, set2), do: difference(set1, set2)

  @doc """
  True when all elements of the first set are in the second.

      iex> :gb_sets.is_subset(:gb_sets.from_list([1]), :gb_sets.from_list([1, 2]))
      true
  """
  @spec is_subset(set(element), set(element)) :: boolean() when element: term()
  def is_subset(set1, set2), do: :ordsets.is_subset(to_list(set1), to_list(set2))

  @doc """
  The elements for which the function is true.

      iex> :gb_sets.to_list(:gb_sets.filter(&(&1 > 1), :gb_sets.from_list([1, 2])))
      [2]
  """
  @spec filter((element -> boolean()), set(element)) :: set(element) when element: term()
  def filter(pred, set), do: from_ordset(:lists.filter(pred, to_list(set)))

  @doc """
  The set of the values of a function.

      iex> :gb_sets.to_list(:gb_sets.map(&rem(&1, 2), :gb_sets.from_list([1, 2, 3])))
      [0, 1]
  """
  @spec map((element -> new), set(element)) :: set(new) when element: term(), new: term()
  def map(fun, set), do: from_list(:lists.map(fun, to_list(set)))

  @doc """
  Filters and maps.

      iex> :gb_sets.to_list(:gb_sets.filtermap(&(&1 > 1 and {true, &1 * 10}), :gb_sets.from_list([1, 2, 3])))
      [20, 30]
  """
  @spec filtermap((element -> boolean() | {true, new}), set(element)) :: set(element | new) when element: term(), new: term()
  def filtermap(fun, set), do: from_list(:lists.filtermap(fun, to_list(set)))

  @doc """
  Folds the elements with an accumulator.

      iex> :gb_sets.fold(&+/2, 0, :gb_sets.from_list([1, 2]))
      3
  """
  @spec fold((element, acc -> acc), acc, set(element)) :: acc when element: term(), acc: term()
  def fold(fun, acc, set), do: :lists.foldl(fun, acc, to_list(set))

  @doc """
  The smallest element.

      iex> :gb_sets.smallest(:gb_sets.from_list([2, 1]))
      1
  """
  @spec smallest(set(element)) :: element when element: term()
  def smallest(set), do: elem(:gb_trees.smallest(set), 0)

  @doc """
  The largest element.

      iex> :gb_sets.largest(:gb_sets.from_list([2, 1]))
      2
  """
  @spec largest(set(element)) :: element when element: term()
  def largest(set), do: elem(:gb_trees.largest(set), 0)

  @doc """
  The next larger element, as `{:found, element}`, or `:none`.

      iex> set = :gb_sets.from_list([1, 3])
      iex> {:gb_sets.larger(1, set), :gb_sets.larger(3, set)}
      {{:found, 3}, :none}
  """
  @spec larger(element, set(element)) :: :none | {:found, element} when element: term()
  def larger(element, set) do
    case :gb_trees.larger(element, set) do
      {found, _} -> {:found, found}
      :none -> :none
    end
  end

  @doc """
  The next smaller element, as `{:found, element}`, or `:none`.

      iex> set = :gb_sets.from_list([1, 3])
      iex> {:gb_sets.smaller(3, set), :gb_sets.smaller(1, set)}
      {{:found, 1}, :none}
  """
  @spec smaller(element, set(element)) :: :none | {:found, element} when element: term()
  def smaller(element, set) do
    case :gb_trees.smaller(element, set) do
      {found, _} -> {:found, found}
      :none -> :none
    end
  end

  @doc """
  The smallest element and the set without it.

      iex> :gb_sets.take_smallest(:gb_sets.from_list([2, 1])) |> elem(0)
      1
  """
  @spec take_smallest(set(element)) :: {element, set(element)} when element: term()
  def take_smallest(set) do
    {element, _, set} = :gb_trees.take_smallest(set)
    {element, set}
  end

  @doc """
  The largest element and the set without it.

      iex> :gb_sets.take_largest(:gb_sets.from_list([2, 1])) |> elem(0)
      2
  """
  @spec take_largest(set(element)) :: {element, set(element)} when element: term()
  def take_largest(set) do
    {element, _, set} = :gb_trees.take_largest(set)
    {element, set}
  end

  @doc """
  An iterator over the elements in order.

      iex> :gb_sets.next(:gb_sets.iterator(:gb_sets.from_list([2, 1]))) |> elem(0)
      1
  """
  @spec iterator(set(element)) :: iter(element) when element: term()
  def iterator(set), do: :gb_trees.iterator(set)

  @spec iterator(set(element), :ordered | :reversed) :: iter(element) when element: term()
  def iterator(set, order), do: :gb_trees.iterator(set, order)

  @doc """
  An iterator over the elements from one on.

      iex> :gb_sets.next(:gb_sets.iterator_from(2, :gb_sets.from_list([1, 3]))) |> elem(0)
      3
  """
  @spec iterator_from(element, set(element)) :: iter(element) when element: term()
  def iterator_from(element, set), do: :gb_trees.iterator_from(element, set)

  @doc """
  The next element and iterator, or `:none`.

      iex> :gb_sets.next(:gb_sets.iterator(:gb_sets.new()))
      :none
  """
  @spec next(iter(element)) :: {element, iter(element)} | :none when element: term()
  def next(iterator) do
    case :gb_trees.next(iterator) do
      {element, _, iterator} -> {element, iterator}
      :none -> :none
    end
  end
end
