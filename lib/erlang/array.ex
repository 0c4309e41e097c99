defmodule :array do
  @moduledoc """
  Arrays: `{:array, size, fixed or 0, default, map}`; the map holds what was set.
  """

  @typedoc "An array of values."
  @opaque array(type) :: {:array, non_neg_integer(), boolean(), term(), %{optional(non_neg_integer()) => type}}

  @type array() :: array(term())

  @typedoc "The place of an element, from 0."
  @type array_indx() :: non_neg_integer()

  @doc """
  An empty array, of a size or with options.

      iex> :array.size(:array.new())
      0
      iex> :array.size(:array.new(3))
      3
  """
  @spec new() :: array()
  def new(), do: {:array, 0, false, :undefined, %{}}

  @spec new(size_or_options :: non_neg_integer() | term()) :: array()
  def new(size) when is_integer(size) and size >= 0, do: {:array, size, true, :undefined, %{}}
  def new(options), do: options(:proplists.unfold(listed(options)), 0, nil, :undefined)

  @spec new(non_neg_integer(), options :: term()) :: array()
  def new(size, options), do: options(:proplists.unfold(listed(options)), size, true, :undefined)

  defp listed(options) when is_list(options), do: options
  defp listed(option), do: [option]

  defp options([{:size, size} | rest], _size, fixed, default), do: options(rest, size, if(fixed == nil, do: true, else: fixed), default)
  defp options([{:fixed, fixed} | rest], size, _fixed, default), do: options(rest, size, fixed, default)
  defp options([{:default, default} | rest], size, fixed, _default), do: options(rest, size, fixed, default)
  defp options([{size, true} | rest], _size, fixed, default) when is_integer(size), do: options(rest, size, if(fixed == nil, do: true, else: fixed), default)
  defp options([size | rest], _size, fixed, default) when is_integer(size), do: options(rest, size, if(fixed == nil, do: true, else: fixed), default)
  defp options([], size, fixed, default), do: {:array, size, fixed == true, default, %{}}

  @doc """
  True for arrays.

      iex> :array.is_array(:array.new())
      true
  """
  @spec is_array(term()) :: boolean()
  def is_array({:array, size, fixed, _, map}) when is_integer(size) and is_boolean(fixed) and is_map(map), do: true
  def is_array(_other), do: false

  @doc """
  The number of entries.

      iex> :array.size(:array.from_list([1, 2]))
      2
  """
  @spec size(array()) :: non_neg_integer()
  def size({:array, size, _, _, _}), do: size

  @doc """
  The value of entries that were not set.

      iex> :array.default(:array.new(default: 0))
      0
  """
  @spec default(array(type)) :: type when type: term()
  def default({:array, _, _, default, _}), do: default

  @doc """
  True when the array does not grow.

      iex> :array.is_fix(:array.new(2))
      true
      iex> :array.is_fix(:array.new())
      false
  """
  @spec is_fix(array()) :: boolean()
  def is_fix({:array, _, fixed, _, _}), do: fixed

  @doc """
  The array so that it does not grow.

      iex> :array.is_fix(:array.fix(:array.new()))
      true
  """
  @spec fix(array(type)) :: array(type) when type: term()
  def fix({:array, size, _, default, map}), do: {:array, size, true, default, map}

  @doc """
  The array so that it grows when an entry behind its end is set.

      iex> :array.is_fix(:array.relax(:array.new(2)))
      false
  """
  @spec relax(array(type)) :: array(type) when type: term()
  def relax({:array, size, _, default, map}), do: {:array, size, false, default, map}

  @doc """
  The array with another size.

      iex> :array.size(:array.resize(5, :array.new(2)))
      5
  """
  @spec resize(array(type)) :: array(type) when type: term()
  def resize({:array, _, _, _, _} = array), do: resize(sparse_size(array), array)

  @spec resize(non_neg_integer(), array(type)) :: array(type) when type: term()
  def resize(size, {:array, _, fixed, default, map}) when is_integer(size) and size >= 0,
    do: {:array, size, fixed, default, :maps.filter(fn index, _ -> index < size end, map)}

  @doc """
  The array with a value for an entry; the first has the number 0.

      iex> :array.to_list(:array.set(2, :x, :array.new()))
      [:undefined, :undefined, :x]
  """
  @spec set(array_indx(), type, array(type)) :: array(type) when type: term()
  def set(index, value, {:array, size, fixed, default, map} = array) when is_integer(index) and index >= 0 do
    cond do
      index < size -> {:array, size, fixed, default, :maps.put(index, value, map)}
      fixed -> :erlang.error(:badarg, [index, value, array])
      true -> {:array, index + 1, fixed, default, :maps.put(index, value, map)}
    end
  end

  def set(index, value, array), do: :erlang.error(:badarg, [index, value, array])

  @doc """
  The value of an entry.

      iex> :array.get(1, :array.from_list([:a, :b]))
      :b
      iex> :array.get(9, :array.from_list([:a, :b]))
      :undefined
  """
  @spec get(array_indx(), array(type)) :: type when type: term()
  def get(index, {:array, size, fixed, default, map} = array) when is_integer(index) and index >= 0 do
    cond do
      index < size -> :maps.get(index, map, default)
      fixed -> :erlang.error(:badarg, [index, array])
      true -> default
    end
  end

  def get(index, array), do: :erlang.error(:badarg, [index, array])

  @doc """
  The array with an entry as if it had not been set.

      iex> :array.to_list(:array.reset(0, :array.from_list([:a, :b])))
      [:undefined, :b]
  """
  @spec reset(array_indx(), array(type)) :: array(type) when type: term()
  def reset(index, {:array, size, fixed, default, map} = array) do
    if index >= size and fixed, do: :erlang.error(:badarg, [index, array])
    {:array, size, fixed, default, :maps.remove(index, map)}
  end

  @doc """
  The values as a list.

      iex> :array.to_list(:array.from_list([1, 2]))
      [1, 2]
  """
  @spec to_list(array(type)) :: [type] when type: term()
  def to_list({:array, 0, _, _, _}), do: []
  def to_list({:array, size, _, default, map}), do: for(index <- :lists.seq(0, size - 1), do: :maps.get(index, map, default))

  @doc """
  The array of the values of a list.

      iex> :array.get(0, :array.from_list([:a]))
      :a
  """
  @spec from_list([type]) :: array(type) when type: term()
  def from_list(list), do: from_list(list, :undefined)

  @spec from_list([type], default :: type) :: array(type) when type: term()
  def from_list(list, default) do
    size = length(list)
    {:array, size, false, default, :maps.from_list(:lists.enumerate(0, list))}
  end

  @doc """
  The entries as pairs of number and value.

      iex> :array.to_orddict(:array.from_list([:a, :b]))
      [{0, :a}, {1, :b}]
  """
  @spec to_orddict(array(type)) :: [{array_indx(), type}] when type: term()
  def to_orddict({:array, _, _, _, _} = array), do: :lists.enumerate(0, to_list(array))

  @doc """
  The array of pairs of number and value.

      iex> :array.to_list(:array.from_orddict([{1, :b}]))
      [:undefined, :b]
  """
  @spec from_orddict([{array_indx(), type}]) :: array(type) when type: term()
  def from_orddict(pairs), do: from_orddict(pairs, :undefined)

  @spec from_orddict([{array_indx(), type}], default :: type) :: array(type) when type: term()
  def from_orddict([], default), do: {:array, 0, false, default, %{}}

  def from_orddict(pairs, default) do
    {last, _} = :lists.last(pairs)
    {:array, last + 1, false, default, :maps.from_list(pairs)}
  end

  # What was set to the default counts as not set.
  defp entries({:array, _, _, default, map}), do: for({index, value} <- :lists.sort(:maps.to_list(map)), value !== default, do: {index, value})

  @doc """
  The values that were set.

      iex> :array.sparse_to_list(:array.from_orddict([{1, :b}]))
      [:b]
  """
  @spec sparse_to_list(array(type)) :: [type] when type: term()
  def sparse_to_list(array), do: for({_, value} <- entries(array), do: value)

  @doc """
  The entries that were set, as pairs.

      iex> :array.sparse_to_orddict(:array.from_orddict([{1, :b}]))
      [{1, :b}]
  """
  @spec sparse_to_orddict(array(type)) :: [{array_indx(), type}] when type: term()
  def sparse_to_orddict(array), do: entries(array)

  @doc """
  One more than the number of the last entry that was set.

      iex> :array.sparse_size(:array.set(5, :undefined, :array.from_list([:a])))
      1
  """
  @spec sparse_size(array()) :: non_neg_integer()
  def sparse_size(array) do
    case entries(array) do
      [] -> 0
      entries -> elem(:lists.last(entries), 0) + 1
    end
  end

  @doc ~S"""
  The array with values made of numbers and values.

      iex> :array.to_list(:array.map(fn index, value -> index + value end, :array.from_list([10, 10])))
      ~c"\n\v"
  """
  @spec map((array_indx(), type -> new), array(type)) :: array(new) when type: term(), new: term()
  def map(fun, {:array, size, fixed, default, _} = array) when is_function(fun, 2),
    do: {:array, size, fixed, default, :maps.from_list(for({index, value} <- to_orddict(array), do: {index, fun.(index, value)}))}

  @doc """
  Like `map/2`, for the entries that were set.

      iex> :array.to_list(:array.sparse_map(fn _index, value -> value * 2 end, :array.from_orddict([{1, 5}])))
      [:undefined, 10]
  """
  @spec sparse_map((array_indx(), type -> new), array(type)) :: array(new) when type: term(), new: term()
  def sparse_map(fun, {:array, size, fixed, default, _} = array) when is_function(fun, 2),
    do: {:array, size, fixed, default, :maps.from_list(for({index, value} <- entries(array), do: {index, fun.(index, value)}))}

  @doc """
  Folds entries from the first to the last.

      iex> :array.foldl(fn _index, value, acc -> [value | acc] end, [], :array.from_list([1, 2]))
      [2, 1]
  """
  @spec foldl((array_indx(), type, acc -> acc), acc, array(type)) :: acc when type: term(), acc: term()
  def foldl(fun, acc, array) when is_function(fun, 3), do: :lists.foldl(fn {index, value}, acc -> fun.(index, value, acc) end, acc, to_orddict(array))

  @doc """
  Folds entries from the last to the first.

      iex> :array.foldr(fn _index, value, acc -> [value | acc] end, [], :array.from_list([1, 2]))
      [1, 2]
  """
  @spec foldr((array_indx(), type, acc -> acc), acc, array(type)) :: acc when type: term(), acc: term()
  def foldr(fun, acc, array) when is_function(fun, 3), do: :lists.foldr(fn {index, value}, acc -> fun.(index, value, acc) end, acc, to_orddict(array))

  @doc """
  Like `foldl/3`, for the entries that were set.

      iex> :array.sparse_foldl(fn index, _value, acc -> [index | acc] end, [], :array.from_orddict([{1, :b}]))
      [1]
  """
  @spec sparse_foldl((array_indx(), type, acc -> acc), acc, array(type)) :: acc when type: term(), acc: term()
  def sparse_foldl(fun, acc, array) when is_function(fun, 3), do: :lists.foldl(fn {index, value}, acc -> fun.(index, value, acc) end, acc, entries(array))

  @doc """
  Like `foldr/3`, for the entries that were set.

      iex> :array.sparse_foldr(fn index, _value, acc -> [index | acc] end, [], :array.from_orddict([{1, :b}]))
      [1]
  """
  @spec sparse_foldr((array_indx(), type, acc -> acc), acc, array(type)) :: acc when type: term(), acc: term()
  def sparse_foldr(fun, acc, array) when is_function(fun, 3), do: :lists.foldr(fn {index, value}, acc -> fun.(index, value, acc) end, acc, entries(array))
end
