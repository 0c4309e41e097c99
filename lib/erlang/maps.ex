defmodule :maps do
  @moduledoc """
  Map functions under their Erlang names.

  What only reads or builds maps (`get`, `find`, `put`, `remove`, `merge/2`, `keys`,
  `to_list/1`, `from_list/1`, iterators, ...) is native; this module holds what calls functions.
  """

  @typedoc "An order of keys: any, that of terms, its reverse, or a function that tells which key is first."
  @type iterator_order() :: :undefined | :ordered | :reversed | (term(), term() -> boolean())

  @typedoc "What is left of a map to be read."
  @opaque iterator() :: {term(), term(), iterator()} | :none | nonempty_improper_list(integer(), map())

  @doc """
  Reduces over the pairs.

      iex> :maps.fold(fn _key, value, sum -> value + sum end, 0, %{a: 1, b: 2})
      3
  """
  @spec fold((key :: term(), value :: term(), acc -> acc), acc, map() | iterator()) :: acc when acc: term()
  def fold(fun, acc, map) when is_function(fun, 3), do: fold_1(fun, acc, pairs(map))

  defp fold_1(fun, acc, [{key, value} | rest]), do: fold_1(fun, fun.(key, value, acc), rest)
  defp fold_1(_fun, acc, []), do: acc

  @doc """
  Maps the values.

      iex> :maps.map(fn _key, value -> value * 10 end, %{a: 1, b: 2})
      %{a: 10, b: 20}
  """
  @spec map((key :: term(), value :: term() -> term()), map() | iterator()) :: map()
  def map(fun, map) when is_function(fun, 2), do: :maps.from_list(map_1(fun, pairs(map)))

  defp map_1(fun, [{key, value} | rest]), do: [{key, fun.(key, value)} | map_1(fun, rest)]
  defp map_1(_fun, []), do: []

  @doc """
  The pairs for which `pred` holds.

      iex> :maps.filter(fn _key, value -> value > 1 end, %{a: 1, b: 2})
      %{b: 2}
  """
  @spec filter((key :: term(), value :: term() -> boolean()), map() | iterator()) :: map()
  def filter(pred, map) when is_function(pred, 2), do: :maps.from_list(filter_1(pred, pairs(map)))

  defp filter_1(pred, [{key, value} = pair | rest]) do
    case pred.(key, value) do
      true -> [pair | filter_1(pred, rest)]
      false -> filter_1(pred, rest)
    end
  end

  defp filter_1(_pred, []), do: []

  @doc """
  Filters and maps the values.

      iex> :maps.filtermap(fn _key, value -> if value > 1, do: {true, value * 10}, else: false end, %{a: 1, b: 2})
      %{b: 20}
  """
  @spec filtermap((key :: term(), value :: term() -> boolean() | {true, term()}), map() | iterator()) :: map()
  def filtermap(fun, map) when is_function(fun, 2), do: :maps.from_list(filtermap_1(fun, pairs(map)))

  defp filtermap_1(fun, [{key, value} = pair | rest]) do
    case fun.(key, value) do
      true -> [pair | filtermap_1(fun, rest)]
      {true, new} -> [{key, new} | filtermap_1(fun, rest)]
      false -> filtermap_1(fun, rest)
    end
  end

  defp filtermap_1(_fun, []), do: []

  @doc """
  Calls `fun` for each pair.

      iex> :maps.foreach(fn key, value -> {key, value} end, %{a: 1})
      :ok
  """
  @spec foreach((key :: term(), value :: term() -> term()), map() | iterator()) :: :ok
  def foreach(fun, map) when is_function(fun, 2), do: foreach_1(fun, pairs(map))

  defp foreach_1(fun, [{key, value} | rest]) do
    fun.(key, value)
    foreach_1(fun, rest)
  end

  defp foreach_1(_fun, []), do: :ok

  # A map or an iterator.
  defp pairs(map) when is_map(map), do: :maps.to_list(map)
  defp pairs(iterator) when is_tuple(iterator) or iterator == :none or (is_list(iterator) and iterator != []), do: drain(:maps.next(iterator))
  defp pairs(other), do: :erlang.error({:badmap, other})

  defp drain({key, value, iterator}), do: [{key, value} | drain(:maps.next(iterator))]
  defp drain(:none), do: []

  @doc """
  The part of a map with the given keys.

      iex> :maps.with([:a, :z], %{a: 1, b: 2})
      %{a: 1}
  """
  @spec with(keys :: [term()], map()) :: map()
  def with(keys, map) when is_list(keys) and is_map(map), do: :maps.from_list(with_1(keys, map))
  def with(_keys, map) when not is_map(map), do: :erlang.error({:badmap, map})
  def with(keys, map), do: :erlang.error(:badarg, [keys, map])

  defp with_1([key | rest], map) do
    case map do
      %{^key => value} -> [{key, value} | with_1(rest, map)]
      _ -> with_1(rest, map)
    end
  end

  defp with_1([], _map), do: []

  @doc """
  The map without the given keys.

      iex> :maps.without([:a, :z], %{a: 1, b: 2})
      %{b: 2}
  """
  @spec without(keys :: [term()], map()) :: map()
  def without(keys, map) when is_list(keys) and is_map(map), do: without_1(keys, map)
  def without(_keys, map) when not is_map(map), do: :erlang.error({:badmap, map})
  def without(keys, map), do: :erlang.error(:badarg, [keys, map])

  defp without_1([key | rest], map), do: without_1(rest, :maps.remove(key, map))
  defp without_1([], map), do: map

  @doc """
  Replaces a value by what `fun` makes of it; the key must be there.

      iex> :maps.update_with(:a, &(&1 + 1), %{a: 1})
      %{a: 2}
  """
  @spec update_with(key :: term(), (term() -> term()), map()) :: map()
  def update_with(key, fun, map) when is_function(fun, 1) and is_map(map) do
    case map do
      %{^key => value} -> :maps.put(key, fun.(value), map)
      _ -> :erlang.error({:badkey, key})
    end
  end

  def update_with(_key, _fun, map) when not is_map(map), do: :erlang.error({:badmap, map})

  @doc """
  Replaces a value by what `fun` makes of it, or puts `init`.

      iex> :maps.update_with(:b, &(&1 + 1), 0, %{a: 1})
      %{a: 1, b: 0}
  """
  @spec update_with(key :: term(), (term() -> term()), initial :: term(), map()) :: map()
  def update_with(key, fun, init, map) when is_function(fun, 1) and is_map(map) do
    case map do
      %{^key => value} -> :maps.put(key, fun.(value), map)
      _ -> :maps.put(key, init, map)
    end
  end

  def update_with(_key, _fun, _init, map) when not is_map(map), do: :erlang.error({:badmap, map})

  @doc """
  Merges; `combiner` decides between two values.

      iex> :maps.merge_with(fn _key, left, right -> left + right end, %{a: 1, b: 2}, %{b: 3})
      %{a: 1, b: 5}
  """
  @spec merge_with((key :: term(), term(), term() -> term()), map(), map()) :: map()
  def merge_with(combiner, map1, map2) when is_function(combiner, 3) and is_map(map1) and is_map(map2),
    do: merge_1(:maps.to_list(map2), map1, combiner)

  def merge_with(_combiner, map1, _map2) when not is_map(map1), do: :erlang.error({:badmap, map1})
  def merge_with(_combiner, _map1, map2) when not is_map(map2), do: :erlang.error({:badmap, map2})

  defp merge_1([{key, value2} | rest], map, combiner) do
    case map do
      %{^key => value1} -> merge_1(rest, :maps.put(key, combiner.(key, value1, value2), map), combiner)
      _ -> merge_1(rest, :maps.put(key, value2, map), combiner)
    end
  end

  defp merge_1([], map, _combiner), do: map

  @doc """
  The pairs of the second map whose keys are in both.

      iex> :maps.intersect(%{a: 1, b: 2}, %{b: 3})
      %{b: 3}
  """
  @spec intersect(map(), map()) :: map()
  def intersect(map1, map2) when is_map(map1) and is_map(map2),
    do: :maps.from_list(common(:maps.to_list(map2), map1))

  def intersect(map1, _map2) when not is_map(map1), do: :erlang.error({:badmap, map1})
  def intersect(_map1, map2), do: :erlang.error({:badmap, map2})

  defp common([{key, _} = pair | rest], map) do
    if is_map_key(map, key), do: [pair | common(rest, map)], else: common(rest, map)
  end

  defp common([], _map), do: []

  @doc """
  The keys that are in both maps; `combiner` makes the value.

      iex> :maps.intersect_with(fn _key, left, right -> {left, right} end, %{a: 1, b: 2}, %{b: 3})
      %{b: {2, 3}}
  """
  @spec intersect_with((key :: term(), term(), term() -> term()), map(), map()) :: map()
  def intersect_with(combiner, map1, map2) when is_function(combiner, 3) and is_map(map1) and is_map(map2),
    do: :maps.from_list(common_with(:maps.to_list(map1), map2, combiner))

  def intersect_with(_combiner, map1, _map2) when not is_map(map1), do: :erlang.error({:badmap, map1})
  def intersect_with(_combiner, _map1, map2) when not is_map(map2), do: :erlang.error({:badmap, map2})

  defp common_with([{key, value1} | rest], map2, combiner) do
    case map2 do
      %{^key => value2} -> [{key, combiner.(key, value1, value2)} | common_with(rest, map2, combiner)]
      _ -> common_with(rest, map2, combiner)
    end
  end

  defp common_with([], _map2, _combiner), do: []

  @doc """
  Groups the elements of a list under the values of `fun`.

      iex> :maps.groups_from_list(&rem(&1, 2), [1, 2, 3])
      %{0 => [2], 1 => [1, 3]}
  """
  @spec groups_from_list((elem -> key), [elem]) :: %{optional(key) => [elem]} when elem: term(), key: term()
  def groups_from_list(fun, list) when is_function(fun, 1), do: groups_from_list(fun, fn element -> element end, list)

  @doc """
  Like `groups_from_list/2`; `value_fun` maps the elements.

      iex> :maps.groups_from_list(&rem(&1, 2), &(&1 * 10), [1, 2, 3])
      %{0 => [20], 1 => [10, 30]}
  """
  @spec groups_from_list((elem -> key), (elem -> value), [elem]) :: %{optional(key) => [value]} when elem: term(), key: term(), value: term()
  def groups_from_list(key_fun, value_fun, list) when is_function(key_fun, 1) and is_function(value_fun, 1),
    do: group(:lists.reverse(list), key_fun, value_fun, %{})

  defp group([head | tail], key_fun, value_fun, acc) do
    key = key_fun.(head)
    value = value_fun.(head)

    case acc do
      %{^key => members} -> group(tail, key_fun, value_fun, :maps.put(key, [value | members], acc))
      _ -> group(tail, key_fun, value_fun, :maps.put(key, [value], acc))
    end
  end

  defp group([], _key_fun, _value_fun, acc), do: acc

  @doc """
  An iterator in an order: `:undefined`, `:ordered`, `:reversed` or a function.

      iex> iterator = :maps.iterator(%{a: 1, b: 2}, :reversed)
      iex> {key, value, _iterator} = :maps.next(iterator)
      iex> {key, value}
      {:b, 2}
  """
  @spec iterator(map(), iterator_order()) :: iterator()
  def iterator(map, :undefined), do: :maps.iterator(map)
  def iterator(map, :ordered), do: chain(:lists.sort(:maps.to_list(map)))
  def iterator(map, :reversed), do: chain(:lists.reverse(:lists.sort(:maps.to_list(map))))

  def iterator(map, fun) when is_function(fun, 2),
    do: chain(:lists.sort(fn {a, _}, {b, _} -> fun.(a, b) end, :maps.to_list(map)))

  defp chain([{key, value} | rest]), do: {key, value, chain(rest)}
  defp chain([]), do: :none

  @doc """
  The pairs as a list, in an order or from an iterator.

      iex> :maps.to_list(:maps.iterator(%{b: 2, a: 1}, :ordered))
      [a: 1, b: 2]
  """
  @spec to_list(map() | iterator(), iterator_order()) :: [{term(), term()}]
  def to_list(map, order), do: drain(:maps.next(iterator(map, order)))
end
