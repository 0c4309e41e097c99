defmodule :orddict do
  @moduledoc """
  Dictionaries as lists of pairs, ordered by their keys.
  """

  @typedoc "Pairs of keys and values in the order of the keys."
  @type orddict(key, value) :: [{key, value}]

  @type orddict() :: orddict(term(), term())

  @doc """
  An empty dictionary.

      iex> :orddict.new()
      []
  """
  @spec new() :: []
  def new(), do: []

  @doc """
  True when the key is there.

      iex> :orddict.is_key(:a, a: 1)
      true
  """
  @spec is_key(key, orddict(key, value :: term())) :: boolean() when key: term()
  def is_key(key, [{other, _} | _]) when key < other, do: false
  def is_key(key, [{other, _} | rest]) when key > other, do: is_key(key, rest)
  def is_key(_key, [_ | _]), do: true
  def is_key(_key, []), do: false

  @doc """
  The pairs as a list.

      iex> :orddict.to_list(a: 1)
      [a: 1]
  """
  @spec to_list(orddict(key, value)) :: [{key, value}] when key: term(), value: term()
  def to_list(dict), do: dict

  @doc """
  A dictionary of pairs.

      iex> :orddict.from_list(b: 2, a: 1, b: 3)
      [a: 1, b: 3]
  """
  @spec from_list([{key, value}]) :: orddict(key, value) when key: term(), value: term()
  def from_list(pairs), do: :lists.foldl(fn {key, value}, acc -> store(key, value, acc) end, [], pairs)

  @doc """
  The number of pairs.

      iex> :orddict.size(a: 1, b: 2)
      2
  """
  @spec size(orddict()) :: non_neg_integer()
  def size(dict), do: length(dict)

  @doc """
  True when there is no pair.

      iex> :orddict.is_empty([])
      true
  """
  @spec is_empty(orddict()) :: boolean()
  def is_empty(dict), do: dict === []

  @doc """
  The value of a key that must be there.

      iex> :orddict.fetch(:a, a: 1)
      1
  """
  @spec fetch(key, orddict(key, value)) :: value when key: term(), value: term()
  def fetch(key, [{other, _} | rest]) when key > other, do: fetch(key, rest)
  def fetch(key, [{other, value} | _]) when key == other, do: value

  @doc """
  The value of a key as `{:ok, value}`, or `:error`.

      iex> :orddict.find(:a, a: 1)
      {:ok, 1}
      iex> :orddict.find(:b, a: 1)
      :error
  """
  @spec find(key, orddict(key, value)) :: {:ok, value} | :error when key: term(), value: term()
  def find(key, [{other, _} | _]) when key < other, do: :error
  def find(key, [{other, _} | rest]) when key > other, do: find(key, rest)
  def find(_key, [{_, value} | _]), do: {:ok, value}
  def find(_key, []), do: :error

  @doc """
  The keys.

      iex> :orddict.fetch_keys(a: 1, b: 2)
      [:a, :b]
  """
  @spec fetch_keys(orddict(key, value :: term())) :: [key] when key: term()
  def fetch_keys(dict), do: for({key, _} <- dict, do: key)

  @doc """
  The dictionary without a key.

      iex> :orddict.erase(:a, a: 1, b: 2)
      [b: 2]
  """
  @spec erase(key, orddict(key, value)) :: orddict(key, value) when key: term(), value: term()
  def erase(key, [{other, _} | _] = dict) when key < other, do: dict
  def erase(key, [{other, _} = pair | rest]) when key > other, do: [pair | erase(key, rest)]
  def erase(_key, [_ | rest]), do: rest
  def erase(_key, []), do: []

  @doc """
  The value of a key and the dictionary without it, or `:error`.

      iex> :orddict.take(:a, a: 1, b: 2)
      {1, [b: 2]}
      iex> :orddict.take(:z, a: 1)
      :error
  """
  @spec take(key, orddict(key, value)) :: {value, orddict(key, value)} | :error when key: term(), value: term()
  def take(key, dict) do
    case find(key, dict) do
      {:ok, value} -> {value, erase(key, dict)}
      :error -> :error
    end
  end

  @doc """
  The dictionary with a value for a key.

      iex> :orddict.store(:b, 2, a: 1, c: 3)
      [a: 1, b: 2, c: 3]
  """
  @spec store(key, value, orddict(key, value)) :: orddict(key, value) when key: term(), value: term()
  def store(key, value, [{other, _} | _] = dict) when key < other, do: [{key, value} | dict]
  def store(key, value, [{other, _} = pair | rest]) when key > other, do: [pair | store(key, value, rest)]
  def store(key, value, [_ | rest]), do: [{key, value} | rest]
  def store(key, value, []), do: [{key, value}]

  @doc """
  The dictionary with a value appended to the list of a key.

      iex> :orddict.append(:a, 2, a: [1])
      [a: [1, 2]]
  """
  @spec append(key, value, orddict(key, [value])) :: orddict(key, [value]) when key: term(), value: term()
  def append(key, value, dict), do: update(key, fn old -> old ++ [value] end, [value], dict)

  @doc """
  The dictionary with values appended to the list of a key.

      iex> :orddict.append_list(:a, [2, 3], a: [1])
      [a: [1, 2, 3]]
  """
  @spec append_list(key, [value], orddict(key, [value])) :: orddict(key, [value]) when key: term(), value: term()
  def append_list(key, list, dict), do: update(key, fn old -> old ++ list end, list, dict)

  @doc """
  The dictionary with the value of a key changed by a function.

      iex> :orddict.update(:a, &(&1 + 1), a: 1)
      [a: 2]
      iex> :orddict.update(:b, &(&1 + 1), 0, a: 1)
      [a: 1, b: 0]
  """
  @spec update(key, (value -> value), orddict(key, value)) :: orddict(key, value) when key: term(), value: term()
  def update(key, fun, [{other, _} = pair | rest]) when key > other, do: [pair | update(key, fun, rest)]
  def update(key, fun, [{other, value} | rest]) when key == other, do: [{key, fun.(value)} | rest]

  @spec update(key, (value -> value), initial :: value, orddict(key, value)) :: orddict(key, value) when key: term(), value: term()
  def update(key, _fun, init, [{other, _} | _] = dict) when key < other, do: [{key, init} | dict]
  def update(key, fun, init, [{other, _} = pair | rest]) when key > other, do: [pair | update(key, fun, init, rest)]
  def update(key, fun, _init, [{_, value} | rest]), do: [{key, fun.(value)} | rest]
  def update(key, _fun, init, []), do: [{key, init}]

  @doc """
  The dictionary with a number added to the value of a key.

      iex> :orddict.update_counter(:a, 5, a: 1)
      [a: 6]
  """
  @spec update_counter(key, increment :: number(), orddict(key, number())) :: orddict(key, number()) when key: term()
  def update_counter(key, increment, dict), do: update(key, fn value -> value + increment end, increment, dict)

  @doc """
  Folds keys and values with an accumulator.

      iex> :orddict.fold(fn _key, value, sum -> value + sum end, 0, a: 1, b: 2)
      3
  """
  @spec fold((key, value, acc -> acc), acc, orddict(key, value)) :: acc when key: term(), value: term(), acc: term()
  def fold(fun, acc, dict), do: :lists.foldl(fn {key, value}, acc -> fun.(key, value, acc) end, acc, dict)

  @doc """
  The dictionary with values made of keys and values.

      iex> :orddict.map(fn _key, value -> value * 10 end, a: 1)
      [a: 10]
  """
  @spec map((key, value -> new), orddict(key, value)) :: orddict(key, new) when key: term(), value: term(), new: term()
  def map(fun, dict), do: for({key, value} <- dict, do: {key, fun.(key, value)})

  @doc """
  The pairs for which the function is true.

      iex> :orddict.filter(fn _key, value -> value > 1 end, a: 1, b: 2)
      [b: 2]
  """
  @spec filter((key, value -> boolean()), orddict(key, value)) :: orddict(key, value) when key: term(), value: term()
  def filter(fun, dict), do: for({key, value} <- dict, fun.(key, value), do: {key, value})

  @doc """
  Both dictionaries in one; the function chooses for keys of both.

      iex> :orddict.merge(fn _key, left, right -> left + right end, [a: 1, b: 2], [b: 3])
      [a: 1, b: 5]
  """
  @spec merge((key, value, value -> value), orddict(key, value), orddict(key, value)) :: orddict(key, value) when key: term(), value: term()
  def merge(fun, [{a, _} = pair | left], [{b, _} | _] = dict2) when is_function(fun, 3) and a < b, do: [pair | merge(fun, left, dict2)]
  def merge(fun, [{a, _} | _] = dict1, [{b, _} = pair | right]) when is_function(fun, 3) and a > b, do: [pair | merge(fun, dict1, right)]
  def merge(fun, [{key, value1} | left], [{_, value2} | right]), do: [{key, fun.(key, value1, value2)} | merge(fun, left, right)]
  def merge(_fun, [], dict), do: dict
  def merge(_fun, dict, []), do: dict
end
