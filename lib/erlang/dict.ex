defmodule :dict do
  @moduledoc """
  Dictionaries: `{:dict, map}`.
  """

  @typedoc "A dictionary."
  @opaque dict(key, value) :: {:dict, %{optional(key) => value}}

  @type dict() :: dict(term(), term())

  @doc """
  An empty dictionary.

      iex> :dict.to_list(:dict.new())
      []
  """
  @spec new() :: dict()
  def new(), do: {:dict, %{}}

  @doc """
  A dictionary of pairs.

      iex> :dict.fetch(:a, :dict.from_list(a: 1))
      1
  """
  @spec from_list([{key, value}]) :: dict(key, value) when key: term(), value: term()
  def from_list(pairs), do: {:dict, :maps.from_list(pairs)}

  @doc """
  The pairs as a list.

      iex> :dict.to_list(:dict.from_list(a: 1))
      [a: 1]
  """
  @spec to_list(dict(key, value)) :: [{key, value}] when key: term(), value: term()
  def to_list({:dict, map}), do: :maps.to_list(map)

  @doc """
  The number of pairs.

      iex> :dict.size(:dict.from_list(a: 1, b: 2))
      2
  """
  @spec size(dict()) :: non_neg_integer()
  def size({:dict, map}), do: map_size(map)

  @doc """
  True when there is no pair.

      iex> :dict.is_empty(:dict.new())
      true
  """
  @spec is_empty(dict()) :: boolean()
  def is_empty({:dict, map}), do: map_size(map) == 0

  @doc """
  True when the key is there.

      iex> :dict.is_key(:a, :dict.from_list(a: 1))
      true
  """
  @spec is_key(key, dict(key, value :: term())) :: boolean() when key: term()
  def is_key(key, {:dict, map}), do: is_map_key(map, key)

  @doc """
  The value of a key that must be there.

      iex> :dict.fetch(:a, :dict.from_list(a: 1))
      1
  """
  @spec fetch(key, dict(key, value)) :: value when key: term(), value: term()
  def fetch(key, {:dict, map} = dict) do
    case map do
      %{^key => value} -> value
      _ -> :erlang.error(:badarg, [key, dict])
    end
  end

  @doc """
  The value of a key as `{:ok, value}`, or `:error`.

      iex> :dict.find(:a, :dict.from_list(a: 1))
      {:ok, 1}
      iex> :dict.find(:b, :dict.from_list(a: 1))
      :error
  """
  @spec find(key, dict(key, value)) :: {:ok, value} | :error when key: term(), value: term()
  def find(key, {:dict, map}), do: :maps.find(key, map)

  @doc """
  The keys.

      iex> :lists.sort(:dict.fetch_keys(:dict.from_list(a: 1, b: 2)))
      [:a, :b]
  """
  @spec fetch_keys(dict(key, value :: term())) :: [key] when key: term()
  def fetch_keys({:dict, map}), do: :maps.keys(map)

  @doc """
  The dictionary without a key.

      iex> :dict.to_list(:dict.erase(:a, :dict.from_list(a: 1, b: 2)))
      [b: 2]
  """
  @spec erase(key, dict(key, value)) :: dict(key, value) when key: term(), value: term()
  def erase(key, {:dict, map}), do: {:dict, :maps.remove(key, map)}

  @doc """
  The value of a key and the dictionary without it, or `:error`.

      iex> :dict.take(:a, :dict.from_list(a: 1)) |> elem(0)
      1
  """
  @spec take(key, dict(key, value)) :: {value, dict(key, value)} | :error when key: term(), value: term()
  def take(key, {:dict, map}) do
    case :maps.take(key, map) do
      {value, map} -> {value, {:dict, map}}
      :error -> :error
    end
  end

  @doc """
  The dictionary with a value for a key.

      iex> :dict.to_list(:dict.store(:a, 2, :dict.from_list(a: 1)))
      [a: 2]
  """
  @spec store(key, value, dict(key, value)) :: dict(key, value) when key: term(), value: term()
  def store(key, value, {:dict, map}), do: {:dict, :maps.put(key, value, map)}

  @doc """
  The dictionary with a value appended to the list of a key.

      iex> :dict.fetch(:a, :dict.append(:a, 2, :dict.from_list(a: [1])))
      [1, 2]
  """
  @spec append(key, value, dict(key, [value])) :: dict(key, [value]) when key: term(), value: term()
  def append(key, value, dict), do: append_list(key, [value], dict)

  @doc """
  The dictionary with values appended to the list of a key.

      iex> :dict.fetch(:a, :dict.append_list(:a, [2, 3], :dict.from_list(a: [1])))
      [1, 2, 3]
  """
  @spec append_list(key, [value], dict(key, [value])) :: dict(key, [value]) when key: term(), value: term()
  def append_list(key, list, {:dict, map}), do: {:dict, :maps.update_with(key, fn old -> old ++ list end, list, map)}

  @doc """
  The dictionary with the value of a key changed by a function.

      iex> :dict.fetch(:a, :dict.update(:a, &(&1 + 1), :dict.from_list(a: 1)))
      2
  """
  @spec update(key, (value -> value), dict(key, value)) :: dict(key, value) when key: term(), value: term()
  def update(key, fun, {:dict, map} = dict), do: {:dict, :maps.put(key, fun.(fetch(key, dict)), map)}

  @spec update(key, (value -> value), initial :: value, dict(key, value)) :: dict(key, value) when key: term(), value: term()
  def update(key, fun, init, {:dict, map}), do: {:dict, :maps.update_with(key, fun, init, map)}

  @doc """
  The dictionary with a number added to the value of a key.

      iex> :dict.fetch(:a, :dict.update_counter(:a, 5, :dict.from_list(a: 1)))
      6
  """
  @spec update_counter(key, increment :: number(), dict(key, number())) :: dict(key, number()) when key: term()
  def update_counter(key, increment, {:dict, map}), do: {:dict, :maps.update_with(key, fn value -> value + increment end, increment, map)}

  @doc """
  Folds keys and values with an accumulator.

      iex> :dict.fold(fn _key, value, sum -> value + sum end, 0, :dict.from_list(a: 1, b: 2))
      3
  """
  @spec fold((key, value, acc -> acc), acc, dict(key, value)) :: acc when key: term(), value: term(), acc: term()
  def fold(fun, acc, {:dict, map}), do: :maps.fold(fun, acc, map)

  @doc """
  The dictionary with values made of keys and values.

      iex> :dict.to_list(:dict.map(fn _key, value -> value * 10 end, :dict.from_list(a: 1)))
      [a: 10]
  """
  @spec map((key, value -> new), dict(key, value)) :: dict(key, new) when key: term(), value: term(), new: term()
  def map(fun, {:dict, map}), do: {:dict, :maps.map(fun, map)}

  @doc """
  The pairs for which the function is true.

      iex> :dict.to_list(:dict.filter(fn _key, value -> value > 1 end, :dict.from_list(a: 1, b: 2)))
      [b: 2]
  """
  @spec filter((key, value -> boolean()), dict(key, value)) :: dict(key, value) when key: term(), value: term()
  def filter(fun, {:dict, map}), do: {:dict, :maps.filter(fun, map)}

  @doc """
  Both dictionaries in one; the function chooses for keys of both.

      iex> :dict.to_list(:dict.merge(fn _key, left, right -> left + right end, :dict.from_list(a: 1), :dict.from_list(a: 2)))
      [a: 3]
  """
  @spec merge((key, value, value -> value), dict(key, value), dict(key, value)) :: dict(key, value) when key: term(), value: term()
  def merge(fun, {:dict, map1}, {:dict, map2}), do: {:dict, :maps.merge_with(fun, map1, map2)}
end
