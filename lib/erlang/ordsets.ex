defmodule :ordsets do
  @moduledoc """
  Sets as ordered lists.
  """

  @typedoc "A list without duplicates, in order."
  @type ordset(element) :: [element]

  @doc """
  An empty set.

      iex> :ordsets.new()
      []
  """
  @spec new() :: []
  def new(), do: []

  @doc """
  True for sets.

      iex> :ordsets.is_set([1, 2])
      true
      iex> :ordsets.is_set([2, 1])
      false
  """
  @spec is_set(term()) :: boolean()
  def is_set([head | tail]), do: ordered?(tail, head)
  def is_set([]), do: true
  def is_set(_other), do: false

  defp ordered?([head | tail], last), do: last < head and ordered?(tail, head)
  defp ordered?([], _last), do: true
  defp ordered?(_other, _last), do: false

  @doc """
  The number of elements.

      iex> :ordsets.size([1, 2])
      2
  """
  @spec size(ordset(term())) :: non_neg_integer()
  def size(set), do: length(set)

  @doc """
  True when there is no element.

      iex> :ordsets.is_empty([])
      true
  """
  @spec is_empty(ordset(term())) :: boolean()
  def is_empty(set), do: set === []

  @doc """
  True when two sets have the same elements.

      iex> :ordsets.is_equal([1, 2], [1, 2])
      true
  """
  @spec is_equal(ordset(term()), ordset(term())) :: boolean()
  def is_equal(set1, set2), do: set1 === set2

  @doc """
  The elements as a list.

      iex> :ordsets.to_list([1, 2])
      [1, 2]
  """
  @spec to_list(ordset(element)) :: [element] when element: term()
  def to_list(set), do: set

  @doc """
  The set of the elements of a list.

      iex> :ordsets.from_list([2, 1, 2])
      [1, 2]
  """
  @spec from_list([element]) :: ordset(element) when element: term()
  def from_list(list), do: :lists.usort(list)

  @doc """
  True when an element is in the set.

      iex> :ordsets.is_element(1, [1, 2])
      true
  """
  @spec is_element(element, ordset(element)) :: boolean() when element: term()
  def is_element(element, [head | tail]) when element > head, do: is_element(element, tail)
  def is_element(element, [head | _]) when element < head, do: false
  def is_element(_element, [_ | _]), do: true
  def is_element(_element, []), do: false

  @doc """
  The set with an element.

      iex> :ordsets.add_element(2, [1, 3])
      [1, 2, 3]
  """
  @spec add_element(element, ordset(element)) :: ordset(element) when element: term()
  def add_element(element, [head | tail]) when element > head, do: [head | add_element(element, tail)]
  def add_element(element, [head | _] = set) when element < head, do: [element | set]
  def add_element(_element, [_ | _] = set), do: set
  def add_element(element, []), do: [element]

  @doc """
  The set without an element.

      iex> :ordsets.del_element(1, [1, 3])
      [3]
  """
  @spec del_element(element, ordset(element)) :: ordset(element) when element: term()
  def del_element(element, [head | tail]) when element > head, do: [head | del_element(element, tail)]
  def del_element(element, [head | _] = set) when element < head, do: set
  def del_element(_element, [_ | tail]), do: tail
  def del_element(_element, []), do: []

  @doc """
  The elements of either set, or of all sets of a list.

      iex> :ordsets.union([1, 3], [2])
      [1, 2, 3]
      iex> :ordsets.union([[1], [2], [1, 3]])
      [1, 2, 3]
  """
  @spec union([ordset(element)]) :: ordset(element) when element: term()
  def union(sets), do: :lists.umerge(sets)

  @spec union(ordset(a), ordset(b)) :: ordset(a | b) when a: term(), b: term()
  def union([a | left], [b | _] = set2) when a < b, do: [a | union(left, set2)]
  def union([a | _] = set1, [b | right]) when a > b, do: [b | union(set1, right)]
  def union([a | left], [_ | right]), do: [a | union(left, right)]
  def union([], set), do: set
  def union(set, []), do: set

  @doc """
  The elements that are in both sets, or in all sets of a list.

      iex> :ordsets.intersection([1, 2], [2, 3])
      [2]
  """
  @spec intersection([ordset(element), ...]) :: ordset(element) when element: term()
  def intersection([set | sets]), do: :lists.foldl(fn other, acc -> intersection(acc, other) end, set, sets)

  @spec intersection(ordset(element), ordset(element)) :: ordset(element) when element: term()
  def intersection([a | left], [b | _] = set2) when a < b, do: intersection(left, set2)
  def intersection([a | _] = set1, [b | right]) when a > b, do: intersection(set1, right)
  def intersection([a | left], [_ | right]), do: [a | intersection(left, right)]
  def intersection([], _set), do: []
  def intersection(_set, []), do: []

  @doc """
  True when the sets have no element in common.

      iex> :ordsets.is_disjoint([1], [2])
      true
  """
  @spec is_disjoint(ordset(element), ordset(element)) :: boolean() when element: term()
  def is_disjoint(set1, set2), do: intersection(set1, set2) == []

  @doc """
  The elements of the first set that are not in the second.

      iex> :ordsets.subtract([1, 2, 3], [2])
      [1, 3]
  """
  @spec subtract(ordset(element), ordset(element)) :: ordset(element) when element: term()
  def subtract([a | left], [b | _] = set2) when a < b, do: [a | subtract(left, set2)]
  def subtract([a | _] = set1, [b | right]) when a > b, do: subtract(set1, right)
  def subtract([_ | left], [_ | right]), do: subtract(left, right)
  def subtract([], _set), do: []
  def subtract(set, []), do: set

  @doc """
  True when all elements of the first set are in the second.

      iex> :ordsets.is_subset([1], [1, 2])
      true
  """
  @spec is_subset(ordset(element), ordset(element)) :: boolean() when element: term()
  def is_subset(set1, set2), do: subtract(set1, set2) == []

  @doc """
  Folds the elements with an accumulator.

      iex> :ordsets.fold(&+/2, 0, [1, 2])
      3
  """
  @spec fold((element, acc -> acc), acc, ordset(element)) :: acc when element: term(), acc: term()
  def fold(fun, acc, set), do: :lists.foldl(fun, acc, set)

  @doc """
  The elements for which the function is true.

      iex> :ordsets.filter(&(&1 > 1), [1, 2])
      [2]
  """
  @spec filter((element -> boolean()), ordset(element)) :: ordset(element) when element: term()
  def filter(pred, set), do: :lists.filter(pred, set)

  @doc """
  The set of the values of a function.

      iex> :ordsets.map(&rem(&1, 2), [1, 2, 3])
      [0, 1]
  """
  @spec map((element -> new), ordset(element)) :: ordset(new) when element: term(), new: term()
  def map(fun, set), do: from_list(:lists.map(fun, set))

  @doc """
  Filters and maps.

      iex> :ordsets.filtermap(&(&1 > 1 and {true, &1 * 10}), [1, 2, 3])
      [20, 30]
  """
  @spec filtermap((element -> boolean() | {true, new}), ordset(element)) :: ordset(element | new) when element: term(), new: term()
  def filtermap(fun, set), do: from_list(:lists.filtermap(fun, set))
end
