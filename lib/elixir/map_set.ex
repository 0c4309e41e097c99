defmodule MapSet do
  @moduledoc """
  Sets: collections without duplicates, compared with `===/2`.
  """

  @type value() :: term()
  @type t(value) :: %MapSet{map: internal(value)}
  @type t() :: t(term())
  @opaque internal(value) :: :sets.set(value)

  defstruct map: %{}

  @doc """
  An empty set.

      iex> MapSet.new() |> MapSet.size()
      0
  """
  @spec new() :: t()
  def new(), do: %MapSet{}

  @doc """
  A set of the elements of an enumerable.

      iex> MapSet.new([1, 2, 1])
      MapSet.new([1, 2])
  """
  @spec new(Enumerable.t()) :: t()
  def new(%MapSet{} = set), do: set
  def new(enumerable), do: %MapSet{map: :maps.from_keys(Enum.to_list(enumerable), [])}

  @doc """
  A set of what `transform` makes of the elements.

      iex> MapSet.new([1, 2], &(&1 * 2))
      MapSet.new([2, 4])
  """
  @spec new(Enumerable.t(), (term() -> val)) :: t(val) when val: value()
  def new(enumerable, transform) when is_function(transform, 1),
    do: %MapSet{map: :maps.from_keys(Enum.map(enumerable, transform), [])}

  @doc """
  The set without an element.

      iex> MapSet.delete(MapSet.new([1, 2]), 1)
      MapSet.new([2])
  """
  @spec delete(t(val1), val2) :: t(val1) when val1: value(), val2: value()
  def delete(%MapSet{map: map} = set, value), do: %{set | map: :maps.remove(value, map)}

  @doc """
  The elements of the first set that are not in the second.

      iex> MapSet.difference(MapSet.new([1, 2]), MapSet.new([2, 3]))
      MapSet.new([1])
  """
  @spec difference(t(val1), t(val2)) :: t(val1) when val1: value(), val2: value()
  def difference(%MapSet{map: map1}, %MapSet{map: map2}), do: %MapSet{map: :maps.without(:maps.keys(map2), map1)}

  @doc """
  The elements that are in one of the sets, but not in both.

      iex> MapSet.symmetric_difference(MapSet.new([1, 2]), MapSet.new([2, 3]))
      MapSet.new([1, 3])
  """
  @spec symmetric_difference(t(val1), t(val2)) :: t(val1 | val2) when val1: value(), val2: value()
  def symmetric_difference(%MapSet{map: map1}, %MapSet{map: map2}),
    do: %MapSet{map: :maps.merge(:maps.without(:maps.keys(map2), map1), :maps.without(:maps.keys(map1), map2))}

  @doc """
  True when the sets have no element in common.

      iex> MapSet.disjoint?(MapSet.new([1]), MapSet.new([2]))
      true
  """
  @spec disjoint?(t(), t()) :: boolean()
  def disjoint?(%MapSet{map: map1}, %MapSet{map: map2}) do
    {small, large} = if map_size(map1) <= map_size(map2), do: {map1, map2}, else: {map2, map1}
    not Enum.any?(:maps.keys(small), fn key -> is_map_key(large, key) end)
  end

  @doc """
  True when both sets have the same elements.

      iex> MapSet.equal?(MapSet.new([1]), MapSet.new([1.0]))
      false
  """
  @spec equal?(t(), t()) :: boolean()
  def equal?(%MapSet{map: map1}, %MapSet{map: map2}), do: map1 === map2

  @doc """
  The elements that are in both sets.

      iex> MapSet.intersection(MapSet.new([1, 2]), MapSet.new([2, 3]))
      MapSet.new([2])
  """
  @spec intersection(t(val), t(val)) :: t(val) when val: value()
  def intersection(%MapSet{map: map1}, %MapSet{map: map2}) do
    {small, large} = if map_size(map1) <= map_size(map2), do: {map1, map2}, else: {map2, map1}
    %MapSet{map: :maps.with(:maps.keys(small), large)}
  end

  @doc """
  True when the element is in the set.

      iex> MapSet.member?(MapSet.new([1]), 1)
      true
  """
  @spec member?(t(), value()) :: boolean()
  def member?(%MapSet{map: map}, value), do: is_map_key(map, value)

  @doc """
  The set with an element.

      iex> MapSet.put(MapSet.new([1]), 2)
      MapSet.new([1, 2])
  """
  @spec put(t(val), new_val) :: t(val | new_val) when val: value(), new_val: value()
  def put(%MapSet{map: map} = set, value), do: %{set | map: :maps.put(value, [], map)}

  @doc """
  The number of elements.

      iex> MapSet.size(MapSet.new([1, 2]))
      2
  """
  @spec size(t()) :: non_neg_integer()
  def size(%MapSet{map: map}), do: map_size(map)

  @doc """
  True when all elements of the first set are in the second.

      iex> MapSet.subset?(MapSet.new([1]), MapSet.new([1, 2]))
      true
  """
  @spec subset?(t(), t()) :: boolean()
  def subset?(%MapSet{map: map1}, %MapSet{map: map2}),
    do: map_size(map1) <= map_size(map2) and Enum.all?(:maps.keys(map1), fn key -> is_map_key(map2, key) end)

  @doc """
  The elements as a list.

      iex> MapSet.new([3, 1, 2]) |> MapSet.to_list()
      [1, 2, 3]
  """
  @spec to_list(t(val)) :: [val] when val: value()
  def to_list(%MapSet{map: map}), do: :maps.keys(map)

  @doc """
  The elements that are in one of the sets.

      iex> MapSet.union(MapSet.new([1]), MapSet.new([2]))
      MapSet.new([1, 2])
  """
  @spec union(t(val1), t(val2)) :: t(val1 | val2) when val1: value(), val2: value()
  def union(%MapSet{map: map1}, %MapSet{map: map2}), do: %MapSet{map: :maps.merge(map1, map2)}

  @doc """
  The elements for which `fun` is truthy.

      iex> MapSet.filter(MapSet.new([1, 2]), &(&1 > 1))
      MapSet.new([2])
  """
  @spec filter(t(a), (a -> as_boolean(term()))) :: t(a) when a: value()
  def filter(%MapSet{map: map}, fun) when is_function(fun, 1), do: %MapSet{map: :maps.from_keys(Enum.filter(:maps.keys(map), fun), [])}

  @doc """
  The elements for which `fun` is not truthy.

      iex> MapSet.reject(MapSet.new([1, 2]), &(&1 > 1))
      MapSet.new([1])
  """
  @spec reject(t(a), (a -> as_boolean(term()))) :: t(a) when a: value()
  def reject(%MapSet{map: map}, fun) when is_function(fun, 1), do: %MapSet{map: :maps.from_keys(Enum.reject(:maps.keys(map), fun), [])}

  @doc """
  The elements for which `fun` is truthy, and the others.

      iex> MapSet.split_with(MapSet.new([1, 2]), &(&1 > 1))
      {MapSet.new([2]), MapSet.new([1])}
  """
  @spec split_with(t(a), (a -> as_boolean(term()))) :: {t(a), t(a)} when a: value()
  def split_with(%MapSet{map: map}, fun) when is_function(fun, 1) do
    {yes, no} = Enum.split_with(:maps.keys(map), fun)
    {%MapSet{map: :maps.from_keys(yes, [])}, %MapSet{map: :maps.from_keys(no, [])}}
  end
end
