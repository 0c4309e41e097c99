defmodule :sets do
  @moduledoc """
  Sets as maps from the elements to `[]`.
  """

  @typedoc "A set."
  @opaque set(element) :: %{optional(element) => []}

  @type set() :: set(term())

  @doc """
  An empty set.

      iex> :sets.size(:sets.new())
      0
  """
  @spec new() :: set()
  def new(), do: %{}

  @spec new(options :: [{:version, 1..2}]) :: set()
  def new(_options), do: %{}

  @doc """
  The set of the elements of a list.

      iex> :lists.sort(:sets.to_list(:sets.from_list([2, 1, 2])))
      [1, 2]
  """
  @spec from_list([element]) :: set(element) when element: term()
  def from_list(list), do: :maps.from_keys(list, [])

  @spec from_list([element], options :: [{:version, 1..2}]) :: set(element) when element: term()
  def from_list(list, _options), do: from_list(list)

  @doc """
  True for sets.

      iex> :sets.is_set(:sets.new())
      true
  """
  @spec is_set(term()) :: boolean()
  def is_set(set), do: is_map(set)

  @doc """
  The number of elements.

      iex> :sets.size(:sets.from_list([1, 2]))
      2
  """
  @spec size(set()) :: non_neg_integer()
  def size(set), do: map_size(set)

  @doc """
  True when there is no element.

      iex> :sets.is_empty(:sets.new())
      true
  """
  @spec is_empty(set()) :: boolean()
  def is_empty(set), do: map_size(set) == 0

  @doc """
  True when two sets have the same elements.

      iex> :sets.is_equal(:sets.from_list([1, 2]), :sets.from_list([2, 1]))
      true
  """
  @spec is_equal(set(), set()) :: boolean()
  def is_equal(set1, set2), do: set1 === set2

  @doc """
  The elements as a list.

      iex> :sets.to_list(:sets.from_list([1]))
      [1]
  """
  @spec to_list(set(element)) :: [element] when element: term()
  def to_list(set), do: :maps.keys(set)

  @doc """
  True when an element is in the set.

      iex> :sets.is_element(1, :sets.from_list([1, 2]))
      true
  """
  @spec is_element(element, set(element)) :: boolean() when element: term()
  def is_element(element, set), do: is_map_key(set, element)

  @doc """
  The set with an element.

      iex> :sets.size(:sets.add_element(3, :sets.from_list([1, 2])))
      3
  """
  @spec add_element(element, set(element)) :: set(element) when element: term()
  def add_element(element, set), do: :maps.put(element, [], set)

  @doc """
  The set without an element.

      iex> :sets.to_list(:sets.del_element(1, :sets.from_list([1, 2])))
      [2]
  """
  @spec del_element(element, set(element)) :: set(element) when element: term()
  def del_element(element, set), do: :maps.remove(element, set)

  @doc """
  The elements of either set, or of all sets of a list.

      iex> :sets.size(:sets.union(:sets.from_list([1]), :sets.from_list([2])))
      2
  """
  @spec union(set(element), set(element)) :: set(element) when element: term()
  def union(set1, set2), do: :maps.merge(set1, set2)

  @spec union([set(element)]) :: set(element) when element: term()
  def union(sets), do: :lists.foldl(fn set, acc -> union(acc, set) end, %{}, sets)

  @doc """
  The elements that are in both sets, or in all sets of a list.

      iex> :sets.to_list(:sets.intersection(:sets.from_list([1, 2]), :sets.from_list([2])))
      [2]
  """
  @spec intersection(set(element), set(element)) :: set(element) when element: term()
  def intersection(set1, set2), do: :maps.intersect(set1, set2)

  @spec intersection([set(element), ...]) :: set(element) when element: term()
  def intersection([set | sets]), do: :lists.foldl(fn other, acc -> intersection(acc, other) end, set, sets)

  @doc """
  True when the sets have no element in common.

      iex> :sets.is_disjoint(:sets.from_list([1]), :sets.from_list([2]))
      true
  """
  @spec is_disjoint(set(element), set(element)) :: boolean() when element: term()
  def is_disjoint(set1, set2), do: map_size(intersection(set1, set2)) == 0

  @doc """
  The elements of the first set that are not in the second.

      iex> :sets.to_list(:sets.subtract(:sets.from_list([1, 2]), :sets.from_list([2])))
      [1]
  """
  @spec subtract(set(element), set(element)) :: set(element) when element: term()
  def subtract(set1, set2), do: :maps.without(:maps.keys(set2), set1)

  @doc """
  True when all elements of the first set are in the second.

      iex> :sets.is_subset(:sets.from_list([1]), :sets.from_list([1, 2]))
      true
  """
  @spec is_subset(set(element), set(element)) :: boolean() when element: term()
  def is_subset(set1, set2), do: :lists.all(fn element -> is_map_key(set2, element) end, :maps.keys(set1))

  @doc """
  Folds the elements with an accumulator.

      iex> :sets.fold(&+/2, 0, :sets.from_list([1, 2]))
      3
  """
  @spec fold((element, acc -> acc), acc, set(element)) :: acc when element: term(), acc: term()
  def fold(fun, acc, set), do: :lists.foldl(fun, acc, :maps.keys(set))

  @doc """
  The elements for which the function is true.

      iex> :sets.to_list(:sets.filter(&(&1 > 1), :sets.from_list([1, 2])))
      [2]
  """
  @spec filter((element -> boolean()), set(element)) :: set(element) when element: term()
  def filter(pred, set), do: :maps.from_keys(:lists.filter(pred, :maps.keys(set)), [])

  @doc """
  The set of the values of a function.

      iex> :lists.sort(:sets.to_list(:sets.map(&rem(&1, 2), :sets.from_list([1, 2, 3]))))
      [0, 1]
  """
  @spec map((element -> new), set(element)) :: set(new) when element: term(), new: term()
  def map(fun, set), do: :maps.from_keys(:lists.map(fun, :maps.keys(set)), [])

  @doc """
  Filters and maps.

      iex> :lists.sort(:sets.to_list(:sets.filtermap(&(&1 > 1 and {true, &1 * 10}), :sets.from_list([1, 2, 3]))))
      [20, 30]
  """
  @spec filtermap((element -> boolean() | {true, new}), set(element)) :: set(element | new) when element: term(), new: term()
  def filtermap(fun, set), do: :maps.from_keys(:lists.filtermap(fun, :maps.keys(set)), [])
end
