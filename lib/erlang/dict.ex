defmodule :dict do
  @moduledoc """
  Dictionaries: `{:dict, map}`.
  """

  @doc """
  An empty dictionary.

      iex> :dict.to_list(:dict.new())
      []
  """
  def new(), do: {:dict, %{}}

  @doc """
  A dictionary of pairs.

      iex> :dict.fetch(:a, :dict.from_list(a: 1))
      1
  """
  def from_list(pairs), do: {:dict, :maps.from_list(pairs)}

  @doc """
  The pairs as a list.

      iex> :dict.to_list(:dict.from_list(a: 1))
      [a: 1]
  """
  def to_list({:dict, map}), do: :maps.to_list(map)

  @doc """
  The number of pairs.

      iex> :dict.size(:dict.from_list(a: 1, b: 2))
      2
  """
  def size({:dict, map}), do: map_size(map)

  @doc """
  True when there is no pair.

      iex> :dict.is_empty(:dict.new())
      true
  """
  def is_empty({:dict, map}), do: map_size(map) == 0

  @doc """
  True when the key is there.

      iex> :dict.is_key(:a, :dict.from_list(a: 1))
      true
  """
  def is_key(key, {:dict, map}), do: is_map_key(map, key)

  @doc """
  The value of a key that must be there.

      iex> :dict.fetch(:a, :dict.from_list(a: 1))
      1
  """
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
  def find(key, {:dict, map}), do: :maps.find(key, map)

  @doc """
  The keys.

      iex> :lists.sort(:dict.fetch_keys(:dict.from_list(a: 1, b: 2)))
      [:a, :b]
  """
  def fetch_keys({:dict, map}), do: :maps.keys(map)

  @doc """
  The dictionary without a key.

      iex> :dict.to_list(:dict.erase(:a, :dict.from_list(a: 1, b: 2)))
      [b: 2]
  """
  def erase(key, {:dict, map}), do: {:dict, :maps.remove(key, map)}

  @doc """
  The value of a key and the dictionary without it, or `:error`.

      iex> :dict.take(:a, :dict.from_list(a: 1)) |> elem(0)
      1
  """
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
  def store(key, value, {:dict, map}), do: {:dict, :maps.put(key, value, map)}

  @doc """
  The dictionary with a value appended to the list of a key.

      iex> :dict.fetch(:a, :dict.append(:a, 2, :dict.from_list(a: [1])))
      [1, 2]
  """
  def append(key, value, dict), do: append_list(key, [value], dict)

  @doc """
  The dictionary with values appended to the list of a key.

      iex> :dict.fetch(:a, :dict.append_list(:a, [2, 3], :dict.from_list(a: [1])))
      [1, 2, 3]
  """
  def append_list(key, list, {:dict, map}), do: {:dict, :maps.update_with(key, fn old -> old ++ list end, list, map)}

  @doc """
  The dictionary with the value of a key changed by a function.

      iex> :dict.fetch(:a, :dict.update(:a, &(&1 + 1), :dict.from_list(a: 1)))
      2
  """
  def update(key, fun, {:dict, map} = dict), do: {:dict, :maps.put(key, fun.(fetch(key, dict)), map)}
  def update(key, fun, init, {:dict, map}), do: {:dict, :maps.update_with(key, fun, init, map)}

  @doc """
  The dictionary with a number added to the value of a key.

      iex> :dict.fetch(:a, :dict.update_counter(:a, 5, :dict.from_list(a: 1)))
      6
  """
  def update_counter(key, increment, {:dict, map}), do: {:dict, :maps.update_with(key, fn value -> value + increment end, increment, map)}

  @doc """
  Folds keys and values with an accumulator.

      iex> :dict.fold(fn _key, value, sum -> value + sum end, 0, :dict.from_list(a: 1, b: 2))
      3
  """
  def fold(fun, acc, {:dict, map}), do: :maps.fold(fun, acc, map)

  @doc """
  The dictionary with values made of keys and values.

      iex> :dict.to_list(:dict.map(fn _key, value -> value * 10 end, :dict.from_list(a: 1)))
      [a: 10]
  """
  def map(fun, {:dict, map}), do: {:dict, :maps.map(fun, map)}

  @doc """
  The pairs for which the function is true.

      iex> :dict.to_list(:dict.filter(fn _key, value -> value > 1 end, :dict.from_list(a: 1, b: 2)))
      [b: 2]
  """
  def filter(fun, {:dict, map}), do: {:dict, :maps.filter(fun, map)}

  @doc """
  Both dictionaries in one; the function chooses for keys of both.

      iex> :dict.to_list(:dict.merge(fn _key, left, right -> left + right end, :dict.from_list(a: 1), :dict.from_list(a: 2)))
      [a: 3]
  """
  def merge(fun, {:dict, map1}, {:dict, map2}), do: {:dict, :maps.merge_with(fun, map1, map2)}
end
