defmodule :dict do
  @moduledoc """
  Dictionaries: `{:dict, map}`.
  """

  def new(), do: {:dict, %{}}
  def from_list(pairs), do: {:dict, :maps.from_list(pairs)}
  def to_list({:dict, map}), do: :maps.to_list(map)
  def size({:dict, map}), do: map_size(map)
  def is_empty({:dict, map}), do: map_size(map) == 0
  def is_key(key, {:dict, map}), do: is_map_key(map, key)

  def fetch(key, {:dict, map} = dict) do
    case map do
      %{^key => value} -> value
      _ -> :erlang.error(:badarg, [key, dict])
    end
  end

  def find(key, {:dict, map}), do: :maps.find(key, map)
  def fetch_keys({:dict, map}), do: :maps.keys(map)
  def erase(key, {:dict, map}), do: {:dict, :maps.remove(key, map)}

  def take(key, {:dict, map}) do
    case :maps.take(key, map) do
      {value, map} -> {value, {:dict, map}}
      :error -> :error
    end
  end

  def store(key, value, {:dict, map}), do: {:dict, :maps.put(key, value, map)}
  def append(key, value, dict), do: append_list(key, [value], dict)
  def append_list(key, list, {:dict, map}), do: {:dict, :maps.update_with(key, fn old -> old ++ list end, list, map)}
  def update(key, fun, {:dict, map} = dict), do: {:dict, :maps.put(key, fun.(fetch(key, dict)), map)}
  def update(key, fun, init, {:dict, map}), do: {:dict, :maps.update_with(key, fun, init, map)}
  def update_counter(key, increment, {:dict, map}), do: {:dict, :maps.update_with(key, fn value -> value + increment end, increment, map)}
  def fold(fun, acc, {:dict, map}), do: :maps.fold(fun, acc, map)
  def map(fun, {:dict, map}), do: {:dict, :maps.map(fun, map)}
  def filter(fun, {:dict, map}), do: {:dict, :maps.filter(fun, map)}
  def merge(fun, {:dict, map1}, {:dict, map2}), do: {:dict, :maps.merge_with(fun, map1, map2)}
end
