defmodule :array do
  @moduledoc """
  Arrays: `{:array, size, fixed or 0, default, map}`; the map holds what was set.
  """

  def new(), do: {:array, 0, false, :undefined, %{}}
  def new(size) when is_integer(size) and size >= 0, do: {:array, size, true, :undefined, %{}}
  def new(options), do: options(:proplists.unfold(listed(options)), 0, nil, :undefined)
  def new(size, options), do: options(:proplists.unfold(listed(options)), size, true, :undefined)

  defp listed(options) when is_list(options), do: options
  defp listed(option), do: [option]

  defp options([{:size, size} | rest], _size, fixed, default), do: options(rest, size, if(fixed == nil, do: true, else: fixed), default)
  defp options([{:fixed, fixed} | rest], size, _fixed, default), do: options(rest, size, fixed, default)
  defp options([{:default, default} | rest], size, fixed, _default), do: options(rest, size, fixed, default)
  defp options([{size, true} | rest], _size, fixed, default) when is_integer(size), do: options(rest, size, if(fixed == nil, do: true, else: fixed), default)
  defp options([size | rest], _size, fixed, default) when is_integer(size), do: options(rest, size, if(fixed == nil, do: true, else: fixed), default)
  defp options([], size, fixed, default), do: {:array, size, fixed == true, default, %{}}

  def is_array({:array, size, fixed, _, map}) when is_integer(size) and is_boolean(fixed) and is_map(map), do: true
  def is_array(_other), do: false

  def size({:array, size, _, _, _}), do: size
  def default({:array, _, _, default, _}), do: default
  def is_fix({:array, _, fixed, _, _}), do: fixed
  def fix({:array, size, _, default, map}), do: {:array, size, true, default, map}
  def relax({:array, size, _, default, map}), do: {:array, size, false, default, map}

  def resize({:array, _, _, _, _} = array), do: resize(sparse_size(array), array)

  def resize(size, {:array, _, fixed, default, map}) when is_integer(size) and size >= 0,
    do: {:array, size, fixed, default, :maps.filter(fn index, _ -> index < size end, map)}

  def set(index, value, {:array, size, fixed, default, map} = array) when is_integer(index) and index >= 0 do
    cond do
      index < size -> {:array, size, fixed, default, :maps.put(index, value, map)}
      fixed -> :erlang.error(:badarg, [index, value, array])
      true -> {:array, index + 1, fixed, default, :maps.put(index, value, map)}
    end
  end

  def set(index, value, array), do: :erlang.error(:badarg, [index, value, array])

  def get(index, {:array, size, fixed, default, map} = array) when is_integer(index) and index >= 0 do
    cond do
      index < size -> :maps.get(index, map, default)
      fixed -> :erlang.error(:badarg, [index, array])
      true -> default
    end
  end

  def get(index, array), do: :erlang.error(:badarg, [index, array])

  def reset(index, {:array, size, fixed, default, map} = array) do
    if index >= size and fixed, do: :erlang.error(:badarg, [index, array])
    {:array, size, fixed, default, :maps.remove(index, map)}
  end

  def to_list({:array, 0, _, _, _}), do: []
  def to_list({:array, size, _, default, map}), do: for(index <- :lists.seq(0, size - 1), do: :maps.get(index, map, default))

  def from_list(list), do: from_list(list, :undefined)

  def from_list(list, default) do
    size = length(list)
    {:array, size, false, default, :maps.from_list(:lists.enumerate(0, list))}
  end

  def to_orddict({:array, _, _, _, _} = array), do: :lists.enumerate(0, to_list(array))
  def from_orddict(pairs), do: from_orddict(pairs, :undefined)
  def from_orddict([], default), do: {:array, 0, false, default, %{}}

  def from_orddict(pairs, default) do
    {last, _} = :lists.last(pairs)
    {:array, last + 1, false, default, :maps.from_list(pairs)}
  end

  # What was set to the default counts as not set.
  defp entries({:array, _, _, default, map}), do: for({index, value} <- :lists.sort(:maps.to_list(map)), value !== default, do: {index, value})

  def sparse_to_list(array), do: for({_, value} <- entries(array), do: value)
  def sparse_to_orddict(array), do: entries(array)

  def sparse_size(array) do
    case entries(array) do
      [] -> 0
      entries -> elem(:lists.last(entries), 0) + 1
    end
  end

  def map(fun, {:array, size, fixed, default, _} = array) when is_function(fun, 2),
    do: {:array, size, fixed, default, :maps.from_list(for({index, value} <- to_orddict(array), do: {index, fun.(index, value)}))}

  def sparse_map(fun, {:array, size, fixed, default, _} = array) when is_function(fun, 2),
    do: {:array, size, fixed, default, :maps.from_list(for({index, value} <- entries(array), do: {index, fun.(index, value)}))}

  def foldl(fun, acc, array) when is_function(fun, 3), do: :lists.foldl(fn {index, value}, acc -> fun.(index, value, acc) end, acc, to_orddict(array))
  def foldr(fun, acc, array) when is_function(fun, 3), do: :lists.foldr(fn {index, value}, acc -> fun.(index, value, acc) end, acc, to_orddict(array))
  def sparse_foldl(fun, acc, array) when is_function(fun, 3), do: :lists.foldl(fn {index, value}, acc -> fun.(index, value, acc) end, acc, entries(array))
  def sparse_foldr(fun, acc, array) when is_function(fun, 3), do: :lists.foldr(fn {index, value}, acc -> fun.(index, value, acc) end, acc, entries(array))
end
