defmodule :orddict do
  @moduledoc """
  Dictionaries as lists of pairs, ordered by their keys.
  """

  def new(), do: []

  def is_key(key, [{other, _} | _]) when key < other, do: false
  def is_key(key, [{other, _} | rest]) when key > other, do: is_key(key, rest)
  def is_key(_key, [_ | _]), do: true
  def is_key(_key, []), do: false

  def to_list(dict), do: dict
  def from_list(pairs), do: :lists.foldl(fn {key, value}, acc -> store(key, value, acc) end, [], pairs)
  def size(dict), do: length(dict)
  def is_empty(dict), do: dict === []

  def fetch(key, [{other, _} | rest]) when key > other, do: fetch(key, rest)
  def fetch(key, [{other, value} | _]) when key == other, do: value

  def find(key, [{other, _} | _]) when key < other, do: :error
  def find(key, [{other, _} | rest]) when key > other, do: find(key, rest)
  def find(_key, [{_, value} | _]), do: {:ok, value}
  def find(_key, []), do: :error

  def fetch_keys(dict), do: for({key, _} <- dict, do: key)

  def erase(key, [{other, _} | _] = dict) when key < other, do: dict
  def erase(key, [{other, _} = pair | rest]) when key > other, do: [pair | erase(key, rest)]
  def erase(_key, [_ | rest]), do: rest
  def erase(_key, []), do: []

  def take(key, dict) do
    case find(key, dict) do
      {:ok, value} -> {value, erase(key, dict)}
      :error -> :error
    end
  end

  def store(key, value, [{other, _} | _] = dict) when key < other, do: [{key, value} | dict]
  def store(key, value, [{other, _} = pair | rest]) when key > other, do: [pair | store(key, value, rest)]
  def store(key, value, [_ | rest]), do: [{key, value} | rest]
  def store(key, value, []), do: [{key, value}]

  def append(key, value, dict), do: update(key, fn old -> old ++ [value] end, [value], dict)
  def append_list(key, list, dict), do: update(key, fn old -> old ++ list end, list, dict)

  def update(key, fun, [{other, _} = pair | rest]) when key > other, do: [pair | update(key, fun, rest)]
  def update(key, fun, [{other, value} | rest]) when key == other, do: [{key, fun.(value)} | rest]

  def update(key, _fun, init, [{other, _} | _] = dict) when key < other, do: [{key, init} | dict]
  def update(key, fun, init, [{other, _} = pair | rest]) when key > other, do: [pair | update(key, fun, init, rest)]
  def update(key, fun, _init, [{_, value} | rest]), do: [{key, fun.(value)} | rest]
  def update(key, _fun, init, []), do: [{key, init}]

  def update_counter(key, increment, dict), do: update(key, fn value -> value + increment end, increment, dict)
  def fold(fun, acc, dict), do: :lists.foldl(fn {key, value}, acc -> fun.(key, value, acc) end, acc, dict)
  def map(fun, dict), do: for({key, value} <- dict, do: {key, fun.(key, value)})
  def filter(fun, dict), do: for({key, value} <- dict, fun.(key, value), do: {key, value})

  def merge(fun, [{a, _} = pair | left], [{b, _} | _] = dict2) when is_function(fun, 3) and a < b, do: [pair | merge(fun, left, dict2)]
  def merge(fun, [{a, _} | _] = dict1, [{b, _} = pair | right]) when is_function(fun, 3) and a > b, do: [pair | merge(fun, dict1, right)]
  def merge(fun, [{key, value1} | left], [{_, value2} | right]), do: [{key, fun.(key, value1, value2)} | merge(fun, left, right)]
  def merge(_fun, [], dict), do: dict
  def merge(_fun, dict, []), do: dict
end
