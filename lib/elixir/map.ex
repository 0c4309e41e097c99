defmodule Map do
  @moduledoc """
  Functions on maps.
  """

  @type key() :: any()
  @type value() :: any()

  @doc """
  The keys of a map.

      iex> Map.keys(%{a: 1})
      [:a]
  """
  @spec keys(map()) :: [key()]
  def keys(map), do: :maps.keys(map)

  @doc """
  The values of a map.

      iex> Map.values(%{a: 1})
      [1]
  """
  @spec values(map()) :: [value()]
  def values(map), do: :maps.values(map)

  @doc """
  The pairs of a map as a list.

      iex> Map.to_list(%{a: 1})
      [a: 1]
  """
  @spec to_list(map()) :: [{term(), term()}]
  def to_list(map), do: :maps.to_list(map)

  @doc """
  An empty map.

      iex> Map.new()
      %{}
  """
  @spec new() :: map()
  def new(), do: %{}

  @doc """
  A map of the pairs in an enumerable.

      iex> Map.new(a: 1, b: 2)
      %{a: 1, b: 2}
  """
  @spec new(Enumerable.t()) :: map()
  def new(list) when is_list(list), do: :maps.from_list(list)
  def new(%{__struct__: _} = enumerable), do: :maps.from_list(Enum.to_list(enumerable))
  def new(%{} = map), do: map
  def new(enumerable), do: :maps.from_list(Enum.to_list(enumerable))

  @doc """
  A map of what `transform` makes of the elements.

      iex> Map.new([1, 2], &{&1, &1 * 2})
      %{1 => 2, 2 => 4}
  """
  @spec new(Enumerable.t(), (term() -> {key(), value()})) :: map()
  def new(enumerable, transform) when is_function(transform, 1),
    do: :maps.from_list(Enum.map(enumerable, transform))

  @doc """
  A map with the given keys, all with the same value.

      iex> Map.from_keys([:a, :b], 0)
      %{a: 0, b: 0}
  """
  @spec from_keys([key()], value()) :: map()
  def from_keys(keys, value), do: :maps.from_keys(keys, value)

  @doc """
  A struct as a plain map.

      iex> Map.from_struct(%{__struct__: S, a: 1})
      %{a: 1}
  """
  @spec from_struct(atom() | struct()) :: map()
  def from_struct(struct) when is_atom(struct), do: :maps.remove(:__struct__, struct.__struct__())
  def from_struct(%_{} = struct), do: :maps.remove(:__struct__, struct)

  @doc """
  True when both maps are the same.

      iex> Map.equal?(%{a: 1}, %{a: 1.0})
      false
  """
  @spec equal?(map(), map()) :: boolean()
  def equal?(%{} = map1, %{} = map2), do: map1 === map2
  def equal?(%{} = _map1, map2), do: :erlang.error({:badmap, map2})
  def equal?(map1, _map2), do: :erlang.error({:badmap, map1})

  @doc """
  True when the map has the key.

      iex> Map.has_key?(%{a: 1}, :a)
      true
  """
  @spec has_key?(map(), key()) :: boolean()
  def has_key?(map, key), do: :maps.is_key(key, map)

  @doc """
  The value of a key as `{:ok, value}`, or `:error`.

      iex> Map.fetch(%{a: 1}, :a)
      {:ok, 1}
  """
  @spec fetch(map(), key()) :: {:ok, value()} | :error
  def fetch(map, key), do: :maps.find(key, map)

  @doc """
  The value of a key; raises a `KeyError` when it is missing.

      iex> Map.fetch!(%{a: 1}, :a)
      1
  """
  @spec fetch!(map(), key()) :: value()
  def fetch!(map, key) do
    case map do
      %{^key => value} -> value
      %{} -> :erlang.error({:badkey, key, map})
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc """
  The value of a key, or the default.

      iex> Map.get(%{a: 1}, :b, 0)
      0
  """
  @spec get(map(), key(), value()) :: value()
  def get(map, key, default \\ nil) do
    case map do
      %{^key => value} -> value
      %{} -> default
      other -> :erlang.error({:badmap, other}, [map, key, default])
    end
  end

  @doc """
  The value of a key, or what `fun` returns.

      iex> Map.get_lazy(%{a: 1}, :b, fn -> 2 end)
      2
  """
  @spec get_lazy(map(), key(), (-> value())) :: value()
  def get_lazy(map, key, fun) when is_function(fun, 0) do
    case map do
      %{^key => value} -> value
      %{} -> fun.()
      other -> :erlang.error({:badmap, other}, [map, key, fun])
    end
  end

  @doc """
  Puts a value under a key.

      iex> Map.put(%{a: 1}, :b, 2)
      %{a: 1, b: 2}
  """
  @spec put(map(), key(), value()) :: map()
  def put(map, key, value), do: :maps.put(key, value, map)

  @doc """
  Puts a value unless the key is there.

      iex> Map.put_new(%{a: 1}, :a, 2)
      %{a: 1}
  """
  @spec put_new(map(), key(), value()) :: map()
  def put_new(map, key, value) do
    case map do
      %{^key => _} -> map
      %{} -> :maps.put(key, value, map)
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc """
  Puts what `fun` returns unless the key is there.

      iex> Map.put_new_lazy(%{a: 1}, :b, fn -> 2 end)
      %{a: 1, b: 2}
  """
  @spec put_new_lazy(map(), key(), (-> value())) :: map()
  def put_new_lazy(map, key, fun) when is_function(fun, 0) do
    case map do
      %{^key => _} -> map
      %{} -> :maps.put(key, fun.(), map)
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc """
  Puts a value when the key is there already.

      iex> Map.replace(%{a: 1}, :b, 2)
      %{a: 1}
  """
  @spec replace(map(), key(), value()) :: map()
  def replace(map, key, value) do
    case map do
      %{^key => _} -> %{map | key => value}
      %{} -> map
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc """
  Puts a value; the key must be there.

      iex> Map.replace!(%{a: 1}, :a, 2)
      %{a: 2}
  """
  @spec replace!(map(), key(), value()) :: map()
  def replace!(map, key, value), do: :maps.update(key, value, map)

  @doc """
  Replaces the value of a key by what `fun` makes of it, when the key is there.

      iex> Map.replace_lazy(%{a: 1}, :a, &(&1 + 1))
      %{a: 2}
  """
  @spec replace_lazy(map(), key(), (existing_value :: value() -> new_value :: value())) :: map()
  def replace_lazy(map, key, fun) when is_map(map) and is_function(fun, 1) do
    case map do
      %{^key => value} -> %{map | key => fun.(value)}
      %{} -> map
    end
  end

  @doc """
  Deletes a key.

      iex> Map.delete(%{a: 1, b: 2}, :a)
      %{b: 2}
  """
  @spec delete(map(), key()) :: map()
  def delete(map, key), do: :maps.remove(key, map)

  @doc """
  Deletes several keys.

      iex> Map.drop(%{a: 1, b: 2}, [:a, :c])
      %{b: 2}
  """
  @spec drop(map(), [key()]) :: map()
  def drop(%{} = map, keys) when is_list(keys), do: drop_keys(keys, map)

  def drop(%{} = _map, keys) do
    raise ArgumentError, "expected the second argument in Map.drop/2 to be a list of keys, got: #{inspect(keys)}"
  end

  def drop(other, keys), do: :erlang.error({:badmap, other}, [other, keys])

  defp drop_keys([key | rest], map), do: drop_keys(rest, :maps.remove(key, map))
  defp drop_keys([], map), do: map

  @doc """
  The part of a map with the given keys.

      iex> Map.take(%{a: 1, b: 2}, [:a, :c])
      %{a: 1}
  """
  @spec take(map(), [key()]) :: map()
  def take(%{} = map, keys) when is_list(keys), do: :maps.with(keys, map)

  def take(%{} = _map, keys) do
    raise ArgumentError, "expected the second argument in Map.take/2 to be a list of keys, got: #{inspect(keys)}"
  end

  def take(other, keys), do: :erlang.error({:badmap, other}, [other, keys])

  @doc """
  The part with the given keys, and the rest.

      iex> Map.split(%{a: 1, b: 2}, [:a])
      {%{a: 1}, %{b: 2}}
  """
  @spec split(map(), [key()]) :: {map(), map()}
  def split(%{} = map, keys) when is_list(keys), do: split_keys(keys, [], map)

  def split(%{} = _map, keys) do
    raise ArgumentError, "expected the second argument in Map.split/2 to be a list of keys, got: #{inspect(keys)}"
  end

  def split(other, keys), do: :erlang.error({:badmap, other}, [other, keys])

  defp split_keys([key | rest], acc, map) do
    case map do
      %{^key => value} -> split_keys(rest, [{key, value} | acc], :maps.remove(key, map))
      _ -> split_keys(rest, acc, map)
    end
  end

  defp split_keys([], acc, map), do: {:maps.from_list(acc), map}

  @doc """
  The pairs for which `fun` is truthy, and the rest.

      iex> Map.split_with(%{a: 1, b: 2}, fn {_, v} -> v > 1 end)
      {%{b: 2}, %{a: 1}}
  """
  @spec split_with(map(), ({key(), value()} -> as_boolean(term()))) :: {map(), map()}
  def split_with(map, fun) when is_map(map) and is_function(fun, 1) do
    {yes, no} = Enum.split_with(:maps.to_list(map), fun)
    {:maps.from_list(yes), :maps.from_list(no)}
  end

  @doc """
  Merges two maps; the second wins.

      iex> Map.merge(%{a: 1, b: 1}, %{b: 2})
      %{a: 1, b: 2}
  """
  @spec merge(map(), map()) :: map()
  def merge(map1, map2), do: :maps.merge(map1, map2)

  @doc """
  Merges two maps; `fun` decides between two values.

      iex> Map.merge(%{a: 1}, %{a: 2}, fn _key, x, y -> x + y end)
      %{a: 3}
  """
  @spec merge(map(), map(), (key(), value(), value() -> value())) :: map()
  def merge(map1, map2, fun) when is_function(fun, 3) do
    case map1 do
      %{} -> :ok
      other -> :erlang.error({:badmap, other}, [map1, map2, fun])
    end

    case map2 do
      %{} -> merge_pairs(:maps.to_list(map2), map1, fun)
      other -> :erlang.error({:badmap, other}, [map1, map2, fun])
    end
  end

  defp merge_pairs([{key, value2} | rest], map, fun) do
    case map do
      %{^key => value1} -> merge_pairs(rest, %{map | key => fun.(key, value1, value2)}, fun)
      _ -> merge_pairs(rest, :maps.put(key, value2, map), fun)
    end
  end

  defp merge_pairs([], map, _fun), do: map

  @doc """
  The pairs of the second map whose keys are in both.

      iex> Map.intersect(%{a: 1, b: 2}, %{b: 3})
      %{b: 3}
  """
  @spec intersect(map(), map()) :: map()
  def intersect(map1, map2), do: :maps.intersect(map1, map2)

  @doc """
  The keys that are in both maps; `fun` makes the value.

      iex> Map.intersect(%{a: 1, b: 2}, %{b: 3}, fn _k, x, y -> x + y end)
      %{b: 5}
  """
  @spec intersect(map(), map(), (key(), value(), value() -> value())) :: map()
  def intersect(map1, map2, fun) when is_function(fun, 3), do: :maps.intersect_with(fun, map1, map2)

  @doc """
  Replaces the value of a key by what `fun` makes of it, or puts the default.

      iex> Map.update(%{a: 1}, :a, 0, &(&1 + 1))
      %{a: 2}
      iex> Map.update(%{a: 1}, :b, 0, &(&1 + 1))
      %{a: 1, b: 0}
  """
  @spec update(map(), key(), default :: value(), (existing_value :: value() -> new_value :: value())) :: map()
  def update(map, key, default, fun) when is_function(fun, 1) do
    case map do
      %{^key => value} -> %{map | key => fun.(value)}
      %{} -> :maps.put(key, default, map)
      other -> :erlang.error({:badmap, other}, [map, key, default, fun])
    end
  end

  @doc """
  Replaces the value of a key, which must be there.

      iex> Map.update!(%{a: 1}, :a, &(&1 + 1))
      %{a: 2}
  """
  @spec update!(map(), key(), (existing_value :: value() -> new_value :: value())) :: map()
  def update!(map, key, fun) when is_function(fun, 1) do
    case map do
      %{^key => value} -> %{map | key => fun.(value)}
      %{} -> :erlang.error({:badkey, key, map})
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc """
  Takes a key out; returns its value, or the default, and the rest.

      iex> Map.pop(%{a: 1, b: 2}, :a)
      {1, %{b: 2}}
  """
  @spec pop(map(), key(), default) :: {value(), updated_map :: map()} | {default, map()} when default: value()
  def pop(map, key, default \\ nil) do
    case :maps.take(key, map) do
      {_, _} = popped -> popped
      :error -> {default, map}
    end
  end

  @doc """
  Takes a key out, which must be there.

      iex> Map.pop!(%{a: 1}, :a)
      {1, %{}}
  """
  @spec pop!(map(), key()) :: {value(), updated_map :: map()}
  def pop!(map, key) do
    case :maps.take(key, map) do
      {_, _} = popped -> popped
      :error -> raise KeyError, key: key, term: map
    end
  end

  @doc """
  Takes a key out; `fun` makes the value when it is missing.

      iex> Map.pop_lazy(%{a: 1}, :b, fn -> 2 end)
      {2, %{a: 1}}
  """
  @spec pop_lazy(map(), key(), (-> value())) :: {value(), map()}
  def pop_lazy(map, key, fun) when is_function(fun, 0) do
    case :maps.take(key, map) do
      {_, _} = popped -> popped
      :error -> {fun.(), map}
    end
  end

  @doc """
  Reads and updates; `fun` returns `{answer, new_value}` or `:pop`.

      iex> Map.get_and_update(%{a: 1}, :a, &{&1, &1 + 1})
      {1, %{a: 2}}
  """
  @spec get_and_update(map(), key(), (value() | nil -> {current_value, new_value :: value()} | :pop)) :: {current_value, new_map :: map()} when current_value: value()
  def get_and_update(map, key, fun) when is_function(fun, 1) do
    current = get(map, key)

    case fun.(current) do
      {get, update} -> {get, :maps.put(key, update, map)}
      :pop -> {current, :maps.remove(key, map)}
      other -> raise "the given function must return a two-element tuple or :pop, got: #{inspect(other)}"
    end
  end

  @doc """
  Like `get_and_update/3`; the key must be there.

      iex> Map.get_and_update!(%{a: 1}, :a, fn _ -> :pop end)
      {1, %{}}
  """
  @spec get_and_update!(map(), key(), (value() -> {current_value, new_value :: value()} | :pop)) :: {current_value, map()} when current_value: value()
  def get_and_update!(map, key, fun) when is_function(fun, 1) do
    value = fetch!(map, key)

    case fun.(value) do
      {get, update} -> {get, %{map | key => update}}
      :pop -> {value, :maps.remove(key, map)}
      other -> raise "the given function must return a two-element tuple or :pop, got: #{inspect(other)}"
    end
  end

  @doc """
  The pairs for which `fun` is truthy.

      iex> Map.filter(%{a: 1, b: 2}, fn {_, v} -> v > 1 end)
      %{b: 2}
  """
  @spec filter(map(), ({key(), value()} -> as_boolean(term()))) :: map()
  def filter(map, fun) when is_map(map) and is_function(fun, 1),
    do: :maps.from_list(Enum.filter(:maps.to_list(map), fun))

  @doc """
  The pairs for which `fun` is not truthy.

      iex> Map.reject(%{a: 1, b: 2}, fn {_, v} -> v > 1 end)
      %{a: 1}
  """
  @spec reject(map(), ({key(), value()} -> as_boolean(term()))) :: map()
  def reject(map, fun) when is_map(map) and is_function(fun, 1),
    do: :maps.from_list(Enum.reject(:maps.to_list(map), fun))

  @doc false
  @deprecated "Use Map.new/2 instead (invoke Map.from_struct/1 before if you have a struct)"
  def map(map, fun) when is_map(map), do: :maps.from_list(Enum.map(map, fun))

  @doc false
  @deprecated "Use Kernel.map_size/1 instead"
  def size(map), do: map_size(map)
end
