defmodule Enum do
  @moduledoc """
  Eager functions over everything that implements `Enumerable`.

  Lists, ranges and maps take a direct path; everything else is reduced through
  the protocol, so that effects interleave with the functions given.
  """

  # One long file, because it is one module: what Elixir has under one name has to be defined in one place.

  @type t() :: Enumerable.t()
  @type acc() :: any()
  @type element() :: any()
  @type index() :: integer()
  @type default() :: any()

  @doc """
  True when every element is truthy.

      iex> Enum.all?([1, true])
      true
  """
  @spec all?(t()) :: boolean()
  def all?(enumerable) when is_list(enumerable), do: all_list(enumerable)
  def all?(enumerable), do: all?(enumerable, fn entry -> entry end)

  @doc """
  True when `fun` is truthy for every element.

      iex> Enum.all?([2, 4], &(rem(&1, 2) == 0))
      true
      iex> Enum.all?([], & &1)
      true
  """
  @spec all?(t(), (element() -> as_boolean(term()))) :: boolean()
  def all?(enumerable, fun) when is_list(enumerable), do: all_list(enumerable, fun)

  def all?(enumerable, fun) do
    halting(enumerable, true, fn entry, _ -> if fun.(entry), do: {:cont, true}, else: {:halt, false} end)
  end

  defp all_list([head | tail]), do: if(head, do: all_list(tail), else: false)
  defp all_list([]), do: true

  defp all_list([head | tail], fun), do: if(fun.(head), do: all_list(tail, fun), else: false)
  defp all_list([], _fun), do: true

  @doc """
  True when some element is truthy.

      iex> Enum.any?([nil, 1])
      true
  """
  @spec any?(t()) :: boolean()
  def any?(enumerable) when is_list(enumerable), do: any_list(enumerable)
  def any?(enumerable), do: any?(enumerable, fn entry -> entry end)

  @doc """
  True when `fun` is truthy for some element.

      iex> Enum.any?(1..3, &(&1 > 2))
      true
      iex> Enum.any?([], & &1)
      false
  """
  @spec any?(t(), (element() -> as_boolean(term()))) :: boolean()
  def any?(enumerable, fun) when is_list(enumerable), do: any_list(enumerable, fun)

  def any?(enumerable, fun) do
    halting(enumerable, false, fn entry, _ -> if fun.(entry), do: {:halt, true}, else: {:cont, false} end)
  end

  defp any_list([head | tail]), do: if(head, do: true, else: any_list(tail))
  defp any_list([]), do: false

  defp any_list([head | tail], fun), do: if(fun.(head), do: true, else: any_list(tail, fun))
  defp any_list([], _fun), do: false

  @doc """
  The element at an index, or the default; negative indexes count from the end.

      iex> Enum.at([:a, :b], -1)
      :b
      iex> Enum.at([:a, :b], 2, :none)
      :none
  """
  @spec at(t(), index(), default()) :: element() | default()
  def at(enumerable, index, default \\ nil) when is_integer(index) do
    case fetch(enumerable, index) do
      {:ok, element} -> element
      :error -> default
    end
  end

  @doc """
  Splits into runs of elements for which `fun` gives the same value.

      iex> Enum.chunk_by([1, 3, 2, 4, 5], &rem(&1, 2))
      [[1, 3], [2, 4], [5]]
  """
  @spec chunk_by(t(), (element() -> any())) :: [list()]
  def chunk_by(enumerable, fun) do
    case reduce(enumerable, :none, &chunk_by_step(&1, &2, fun)) do
      :none -> []
      {_, chunk, chunks} -> :lists.reverse(chunks, [:lists.reverse(chunk)])
    end
  end

  defp chunk_by_step(entry, :none, fun), do: {fun.(entry), [entry], []}

  defp chunk_by_step(entry, {value, chunk, chunks}, fun) do
    case fun.(entry) do
      ^value -> {value, [entry | chunk], chunks}
      other -> {other, [entry], [:lists.reverse(chunk) | chunks]}
    end
  end

  @doc """
  Splits into lists of `count` elements.

      iex> Enum.chunk_every([1, 2, 3], 2)
      [[1, 2], [3]]
  """
  @spec chunk_every(t(), pos_integer()) :: [list()]
  def chunk_every(enumerable, count), do: chunk_every(enumerable, count, count, [])

  @doc """
  Splits into lists of `count` elements, each starting `step` after the one before.

  The last chunk is filled up from `leftover`, or dropped when that is `:discard`.

      iex> Enum.chunk_every([1, 2, 3, 4], 2, 1, :discard)
      [[1, 2], [2, 3], [3, 4]]
      iex> Enum.chunk_every([1, 2, 3], 2, 2, [:x])
      [[1, 2], [3, :x]]
  """
  @spec chunk_every(t(), pos_integer(), pos_integer(), t() | :discard) :: [list()]
  def chunk_every(enumerable, count, step, leftover \\ [])
      when is_integer(count) and count > 0 and is_integer(step) and step > 0 do
    {chunks, buffer, size} = reduce(enumerable, {[], [], 0}, &chunk_every_step(&1, &2, count, step))

    cond do
      leftover == :discard or size <= 0 ->
        :lists.reverse(chunks)

      true ->
        last = :lists.reverse(buffer, take(leftover, count - size))
        :lists.reverse(chunks, [last])
    end
  end

  # A negative size counts the elements still to be skipped.
  defp chunk_every_step(_entry, {chunks, buffer, size}, _count, _step) when size < 0,
    do: {chunks, buffer, size + 1}

  defp chunk_every_step(entry, {chunks, buffer, size}, count, _step) when size + 1 < count,
    do: {chunks, [entry | buffer], size + 1}

  defp chunk_every_step(entry, {chunks, buffer, _size}, count, step) do
    buffer = [entry | buffer]
    chunks = [:lists.reverse(buffer) | chunks]

    if step >= count,
      do: {chunks, [], count - step},
      else: {chunks, :lists.sublist(buffer, count - step), count - step}
  end

  @doc """
  Splits as `chunk_fun` decides, which returns `{:cont, chunk, acc}`, `{:cont, acc}` or
  `{:halt, acc}`; `after_fun` has the last word.

      iex> Enum.chunk_while(1..4, [], fn
      ...>   x, acc when rem(x, 2) == 0 -> {:cont, Enum.reverse([x | acc]), []}
      ...>   x, acc -> {:cont, [x | acc]}
      ...> end, fn acc -> {:cont, acc} end)
      [[1, 2], [3, 4]]
  """
  @spec chunk_while(t(), acc(), (element(), acc() -> {:cont, chunk, acc()} | {:cont, acc()} | {:halt, acc()}), (acc() -> {:cont, chunk, acc()} | {:cont, acc()})) :: Enumerable.t() when chunk: any()
  def chunk_while(enumerable, acc, chunk_fun, after_fun) do
    {chunks, acc} =
      reduce_while(enumerable, {[], acc}, fn entry, {chunks, acc} ->
        case chunk_fun.(entry, acc) do
          {:cont, chunk, acc} -> {:cont, {[chunk | chunks], acc}}
          {:cont, acc} -> {:cont, {chunks, acc}}
          {:halt, acc} -> {:halt, {chunks, acc}}
        end
      end)

    case after_fun.(acc) do
      {:cont, _acc} -> :lists.reverse(chunks)
      {:cont, chunk, _acc} -> :lists.reverse(chunks, [chunk])
    end
  end

  @doc """
  Joins the enumerables in an enumerable into one list.

      iex> Enum.concat([1..2, [3]])
      [1, 2, 3]
  """
  @spec concat(t()) :: t()
  def concat([]), do: []
  def concat([last]), do: to_list(last)
  def concat([first | rest]) when is_list(first), do: first ++ concat(rest)
  def concat([first | rest]), do: to_list(first) ++ concat(rest)
  def concat(enumerables), do: flat_map(enumerables, fn enumerable -> enumerable end)

  @doc """
  Joins two enumerables into one list.

      iex> Enum.concat(1..2, [3])
      [1, 2, 3]
  """
  @spec concat(t(), t()) :: t()
  def concat(left, right) when is_list(left) and is_list(right), do: left ++ right
  def concat(left, right), do: concat([left, right])

  @doc """
  The number of elements.

      iex> Enum.count([:a, :b])
      2
  """
  @spec count(t()) :: non_neg_integer()
  def count(enumerable) when is_list(enumerable), do: length(enumerable)

  def count(enumerable) do
    case Enumerable.count(enumerable) do
      {:ok, count} when is_integer(count) -> count
      {:error, _module} -> reduce(enumerable, 0, fn _, acc -> acc + 1 end)
    end
  end

  @doc """
  The number of elements for which `fun` is truthy.

      iex> Enum.count(1..5, &(&1 > 2))
      3
  """
  @spec count(t(), (element() -> as_boolean(term()))) :: non_neg_integer()
  def count(enumerable, fun) do
    reduce(enumerable, 0, fn entry, acc -> if(fun.(entry), do: acc + 1, else: acc) end)
  end

  @doc """
  Counts, but stops at `limit`.

      iex> Enum.count_until(1..20, 5)
      5
  """
  @spec count_until(t(), pos_integer()) :: non_neg_integer()
  def count_until(enumerable, limit) when is_integer(limit) and limit > 0 do
    case enumerable do
      list when is_list(list) ->
        count_list_until(list, limit, 0)

      _ ->
        case Enumerable.count(enumerable) do
          {:ok, count} -> :erlang.min(count, limit)
          {:error, _} -> count_until(enumerable, fn _ -> true end, limit)
        end
    end
  end

  defp count_list_until([_ | tail], limit, acc) when acc < limit, do: count_list_until(tail, limit, acc + 1)
  defp count_list_until(_list, _limit, acc), do: acc

  @doc """
  Counts the elements for which `fun` is truthy, but stops at `limit`.

      iex> Enum.count_until(1..20, &(rem(&1, 2) == 0), 3)
      3
  """
  @spec count_until(t(), (element() -> as_boolean(term())), pos_integer()) :: non_neg_integer()
  def count_until(enumerable, fun, limit) when is_integer(limit) and limit > 0 do
    reduce_while(enumerable, 0, fn entry, acc ->
      cond do
        !fun.(entry) -> {:cont, acc}
        acc + 1 == limit -> {:halt, limit}
        true -> {:cont, acc + 1}
      end
    end)
  end

  @doc """
  Removes elements that repeat the one before.

      iex> Enum.dedup([1, 1, 2, 1])
      [1, 2, 1]
  """
  @spec dedup(t()) :: list()
  def dedup([entry | rest]), do: [entry | dedup(rest, entry)]
  def dedup(enumerable), do: dedup_by(enumerable, fn entry -> entry end)

  defp dedup([entry | rest], last) when entry === last, do: dedup(rest, last)
  defp dedup([entry | rest], _last), do: [entry | dedup(rest, entry)]
  defp dedup([], _last), do: []

  @doc """
  Removes elements for which `fun` gives the value of the one before.

      iex> Enum.dedup_by([{1, :a}, {2, :a}, {3, :b}], &elem(&1, 1))
      [{1, :a}, {3, :b}]
  """
  @spec dedup_by(t(), (element() -> term())) :: list()
  def dedup_by(enumerable, fun) do
    case reduce(enumerable, :none, &dedup_step(&1, &2, fun)) do
      :none -> []
      {_, kept} -> :lists.reverse(kept)
    end
  end

  defp dedup_step(entry, :none, fun), do: {fun.(entry), [entry]}

  defp dedup_step(entry, {value, kept} = acc, fun) do
    case fun.(entry) do
      ^value -> acc
      other -> {other, [entry | kept]}
    end
  end

  @doc """
  Drops the first `amount` elements, or the last ones when it is negative.

      iex> Enum.drop([1, 2, 3], 2)
      [3]
      iex> Enum.drop([1, 2, 3], -1)
      [1, 2]
  """
  @spec drop(t(), integer()) :: list()
  def drop(enumerable, amount) when is_list(enumerable) and is_integer(amount) and amount >= 0,
    do: drop_list(enumerable, amount)

  def drop(enumerable, 0), do: to_list(enumerable)

  def drop(enumerable, amount) when is_integer(amount) and amount > 0 do
    {result, _} =
      reduce(enumerable, {[], amount}, fn
        entry, {acc, 0} -> {[entry | acc], 0}
        _entry, {acc, left} -> {acc, left - 1}
      end)

    :lists.reverse(result)
  end

  def drop(enumerable, amount) when is_integer(amount) do
    list = to_list(enumerable)
    take_list(list, :erlang.max(length(list) + amount, 0))
  end

  defp drop_list(list, 0), do: list
  defp drop_list([_ | tail], amount), do: drop_list(tail, amount - 1)
  defp drop_list([], _amount), do: []

  @doc """
  Drops every `nth` element, starting with the first.

      iex> Enum.drop_every(1..6, 2)
      [2, 4, 6]
  """
  @spec drop_every(t(), non_neg_integer()) :: list()
  def drop_every(enumerable, nth)
  def drop_every(_enumerable, 1), do: []
  def drop_every(enumerable, 0), do: to_list(enumerable)
  def drop_every([], nth) when is_integer(nth), do: []

  def drop_every(enumerable, nth) when is_integer(nth) and nth > 1 do
    {result, _} =
      reduce(enumerable, {[], 0}, fn
        _entry, {acc, 0} -> {acc, nth - 1}
        entry, {acc, left} -> {[entry | acc], left - 1}
      end)

    :lists.reverse(result)
  end

  @doc """
  Drops elements while `fun` is truthy.

      iex> Enum.drop_while([1, 2, 3, 1], &(&1 < 3))
      [3, 1]
  """
  @spec drop_while(t(), (element() -> as_boolean(term()))) :: list()
  def drop_while(enumerable, fun) when is_list(enumerable), do: drop_while_list(enumerable, fun)

  def drop_while(enumerable, fun) do
    {result, _} =
      reduce(enumerable, {[], true}, fn
        entry, {acc, true} -> if fun.(entry), do: {acc, true}, else: {[entry | acc], false}
        entry, {acc, false} -> {[entry | acc], false}
      end)

    :lists.reverse(result)
  end

  defp drop_while_list([head | tail] = list, fun) do
    if fun.(head), do: drop_while_list(tail, fun), else: list
  end

  defp drop_while_list([], _fun), do: []

  @doc """
  Calls `fun` for each element.

      iex> Enum.each([1, 2], fn x -> x end)
      :ok
  """
  @spec each(t(), (element() -> any())) :: :ok
  def each(enumerable, fun) when is_list(enumerable), do: each_list(enumerable, fun)

  def each(enumerable, fun) do
    reduce(enumerable, nil, fn entry, _ ->
      fun.(entry)
      nil
    end)

    :ok
  end

  defp each_list([head | tail], fun) do
    fun.(head)
    each_list(tail, fun)
  end

  defp each_list([], _fun), do: :ok

  @doc """
  True when there is no element.

      iex> Enum.empty?(%{})
      true
  """
  @spec empty?(t()) :: boolean()
  def empty?(enumerable) when is_list(enumerable), do: enumerable == []

  def empty?(enumerable) do
    case Enumerable.slice(enumerable) do
      {:ok, size, _} -> size == 0
      {:error, _} -> halting(enumerable, true, fn _, _ -> {:halt, false} end)
    end
  end

  @doc """
  The element at an index as `{:ok, element}`, or `:error`.

      iex> Enum.fetch([:a, :b], 1)
      {:ok, :b}
      iex> Enum.fetch([:a, :b], 2)
      :error
  """
  @spec fetch(t(), index()) :: {:ok, element()} | :error
  def fetch(enumerable, index) when is_list(enumerable) and is_integer(index) do
    if index < 0,
      do: nth(:lists.reverse(enumerable), -index - 1),
      else: nth(enumerable, index)
  end

  def fetch(enumerable, index) when is_integer(index) do
    case slice_info(enumerable) do
      {:ok, size, _fun} when index >= size or index < -size -> :error
      {:ok, _size, fun} when index >= 0 -> {:ok, hd(fun.(index, 1, 1))}
      {:ok, size, fun} -> {:ok, hd(fun.(size + index, 1, 1))}
      :error when index < 0 -> nth(reverse(enumerable), -index - 1)
      :error -> fetch_by_reduce(enumerable, index)
    end
  end

  defp fetch_by_reduce(enumerable, index) do
    found =
      halting(enumerable, index, fn
        entry, 0 -> {:halt, {:found, entry}}
        _entry, left -> {:cont, left - 1}
      end)

    case found do
      {:found, entry} -> {:ok, entry}
      _ -> :error
    end
  end

  defp nth([head | _], 0), do: {:ok, head}
  defp nth([_ | tail], index), do: nth(tail, index - 1)
  defp nth([], _index), do: :error

  @doc """
  The element at an index; raises `Enum.OutOfBoundsError` when there is none.

      iex> Enum.fetch!([:a, :b], 0)
      :a
  """
  @spec fetch!(t(), index()) :: element()
  def fetch!(enumerable, index) do
    case fetch(enumerable, index) do
      {:ok, element} -> element
      :error -> raise Enum.OutOfBoundsError
    end
  end

  @doc """
  The elements for which `fun` is truthy.

      iex> Enum.filter(1..4, &(rem(&1, 2) == 0))
      [2, 4]
  """
  @spec filter(t(), (element() -> as_boolean(term()))) :: list()
  def filter(enumerable, fun) when is_list(enumerable), do: filter_list(enumerable, fun)

  def filter(enumerable, fun) do
    :lists.reverse(
      reduce(enumerable, [], fn entry, acc -> if(fun.(entry), do: [entry | acc], else: acc) end)
    )
  end

  defp filter_list([head | tail], fun) do
    if fun.(head), do: [head | filter_list(tail, fun)], else: filter_list(tail, fun)
  end

  defp filter_list([], _fun), do: []

  @doc """
  The first element for which `fun` is truthy, or the default.

      iex> Enum.find([1, 2, 3], &(&1 > 1))
      2
      iex> Enum.find([1, 2, 3], :none, &(&1 > 5))
      :none
  """
  @spec find(t(), default(), (element() -> any())) :: element() | default()
  def find(enumerable, default \\ nil, fun)
  def find(enumerable, default, fun) when is_list(enumerable), do: find_list(enumerable, default, fun)

  def find(enumerable, default, fun) do
    halting(enumerable, default, fn entry, _ -> if(fun.(entry), do: {:halt, entry}, else: {:cont, default}) end)
  end

  defp find_list([head | tail], default, fun) do
    if fun.(head), do: head, else: find_list(tail, default, fun)
  end

  defp find_list([], default, _fun), do: default

  @doc """
  The index of the first element for which `fun` is truthy, or `nil`.

      iex> Enum.find_index([:a, :b], &(&1 == :b))
      1
  """
  @spec find_index(t(), (element() -> any())) :: non_neg_integer() | nil
  def find_index(enumerable, fun) when is_list(enumerable), do: find_index_list(enumerable, 0, fun)

  def find_index(enumerable, fun) do
    found =
      halting(enumerable, {:at, 0}, fn entry, {:at, index} ->
        if fun.(entry), do: {:halt, index}, else: {:cont, {:at, index + 1}}
      end)

    if is_integer(found), do: found, else: nil
  end

  defp find_index_list([head | tail], index, fun) do
    if fun.(head), do: index, else: find_index_list(tail, index + 1, fun)
  end

  defp find_index_list([], _index, _fun), do: nil

  @doc """
  The first truthy value of `fun`, or the default.

      iex> Enum.find_value([1, 2, 3], &if(&1 > 1, do: &1 * 10))
      20
  """
  @spec find_value(t(), default(), (element() -> found_value)) :: found_value | default() when found_value: term()
  def find_value(enumerable, default \\ nil, fun)

  def find_value(enumerable, default, fun) when is_list(enumerable),
    do: find_value_list(enumerable, default, fun)

  def find_value(enumerable, default, fun) do
    halting(enumerable, default, fn entry, _ ->
      if value = fun.(entry), do: {:halt, value}, else: {:cont, default}
    end)
  end

  defp find_value_list([head | tail], default, fun), do: fun.(head) || find_value_list(tail, default, fun)
  defp find_value_list([], default, _fun), do: default

  @doc """
  Maps each element to an enumerable and joins them.

      iex> Enum.flat_map([1, 2], &[&1, &1])
      [1, 1, 2, 2]
  """
  @spec flat_map(t(), (element() -> t())) :: list()
  def flat_map(enumerable, fun) when is_list(enumerable), do: flat_map_list(enumerable, fun)

  def flat_map(enumerable, fun) do
    :lists.reverse(
      reduce(enumerable, [], fn entry, acc ->
        case fun.(entry) do
          list when is_list(list) -> :lists.reverse(list, acc)
          other -> reduce(other, acc, fn inner, acc -> [inner | acc] end)
        end
      end)
    )
  end

  defp flat_map_list([head | tail], fun) do
    case fun.(head) do
      list when is_list(list) -> list ++ flat_map_list(tail, fun)
      other -> to_list(other) ++ flat_map_list(tail, fun)
    end
  end

  defp flat_map_list([], _fun), do: []

  @doc """
  Maps each element to an enumerable, with an accumulator; `fun` returns
  `{enumerable, acc}` or `{:halt, acc}`.

      iex> Enum.flat_map_reduce(1..5, 0, fn x, acc -> if acc < 3, do: {[x], acc + 1}, else: {:halt, acc} end)
      {[1, 2, 3], 3}
  """
  @spec flat_map_reduce(t(), acc(), fun) :: {[any()], acc()} when fun: (element(), acc() -> {t(), acc()} | {:halt, acc()})
  def flat_map_reduce(enumerable, acc, fun) do
    {list, acc} =
      reduce_while(enumerable, {[], acc}, fn entry, {list, acc} ->
        case fun.(entry, acc) do
          {:halt, acc} -> {:halt, {list, acc}}
          {[], acc} -> {:cont, {list, acc}}
          {[one], acc} -> {:cont, {[one | list], acc}}
          {entries, acc} -> {:cont, {reduce(entries, list, fn e, l -> [e | l] end), acc}}
        end
      end)

    {:lists.reverse(list), acc}
  end

  @doc """
  How often each element occurs.

      iex> Enum.frequencies(~w(a b a))
      %{"a" => 2, "b" => 1}
  """
  @spec frequencies(t()) :: map()
  def frequencies(enumerable), do: frequencies_by(enumerable, fn entry -> entry end)

  @doc """
  How often each value of `fun` occurs.

      iex> Enum.frequencies_by([1, 2, 3], &rem(&1, 2))
      %{0 => 1, 1 => 2}
  """
  @spec frequencies_by(t(), (element() -> any())) :: map()
  def frequencies_by(enumerable, fun) do
    reduce(enumerable, %{}, fn entry, acc ->
      key = fun.(entry)

      case acc do
        %{^key => count} -> %{acc | key => count + 1}
        _ -> :maps.put(key, 1, acc)
      end
    end)
  end

  @doc """
  Groups the elements, mapped by `value_fun`, under the values of `key_fun`.

      iex> Enum.group_by([1, 2, 3], &rem(&1, 2))
      %{0 => [2], 1 => [1, 3]}
  """
  @spec group_by(t(), (element() -> any()), (element() -> any())) :: map()
  def group_by(enumerable, key_fun, value_fun \\ fn x -> x end)

  def group_by(enumerable, key_fun, value_fun) when is_function(key_fun) do
    enumerable
    |> to_list()
    |> :lists.reverse()
    |> reduce(%{}, fn entry, acc ->
      key = key_fun.(entry)
      value = value_fun.(entry)

      case acc do
        %{^key => group} -> %{acc | key => [value | group]}
        _ -> :maps.put(key, [value], acc)
      end
    end)
  end

  @doc """
  Puts a separator between the elements.

      iex> Enum.intersperse([1, 2, 3], 0)
      [1, 0, 2, 0, 3]
  """
  @spec intersperse(t(), element()) :: list()
  def intersperse(enumerable, separator), do: map_intersperse(enumerable, separator, fn entry -> entry end)

  @doc """
  Puts the elements into a collectable.

      iex> Enum.into([a: 1], %{b: 2})
      %{a: 1, b: 2}
  """
  @spec into(Enumerable.t(), Collectable.t()) :: Collectable.t()
  def into(enumerable, collectable) when is_list(collectable),
    do: collectable ++ to_list(enumerable)

  def into(%{__struct__: _} = enumerable, collectable), do: into_protocol(enumerable, collectable)
  def into(enumerable, %{__struct__: _} = collectable), do: into_protocol(enumerable, collectable)

  def into(enumerable, %{} = collectable) when is_map(enumerable),
    do: :maps.merge(collectable, enumerable)

  def into(enumerable, collectable) when collectable == %{} and is_list(enumerable),
    do: :maps.from_list(enumerable)

  def into(enumerable, %{} = collectable) when is_list(enumerable),
    do: :maps.merge(collectable, :maps.from_list(enumerable))

  def into(enumerable, %{} = collectable) do
    reduce(enumerable, collectable, fn {key, value}, acc -> :maps.put(key, value, acc) end)
  end

  def into(enumerable, collectable), do: into_protocol(enumerable, collectable)

  @doc """
  Puts the elements, mapped by `transform`, into a collectable.

      iex> Enum.into([1, 2], %{}, &{&1, &1 * 2})
      %{1 => 2, 2 => 4}
  """
  @spec into(Enumerable.t(), Collectable.t(), (term() -> term())) :: Collectable.t()
  def into(enumerable, collectable, transform) when is_list(collectable),
    do: collectable ++ map(enumerable, transform)

  def into(enumerable, %{__struct__: _} = collectable, transform),
    do: into_protocol(enumerable, collectable, transform)

  def into(enumerable, %{} = collectable, transform) do
    reduce(enumerable, collectable, fn entry, acc ->
      {key, value} = transform.(entry)
      :maps.put(key, value, acc)
    end)
  end

  def into(enumerable, collectable, transform), do: into_protocol(enumerable, collectable, transform)

  defp into_protocol(enumerable, collectable, transform \\ nil) do
    {initial, fun} = Collectable.into(collectable)

    step =
      case transform do
        nil -> fn entry, acc -> fun.(acc, {:cont, entry}) end
        _ -> fn entry, acc -> fun.(acc, {:cont, transform.(entry)}) end
      end

    try do
      reduce(enumerable, initial, step)
    catch
      kind, reason ->
        fun.(initial, :halt)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      acc -> fun.(acc, :done)
    end
  end

  @doc """
  Joins the elements, as strings, with a separator.

      iex> Enum.join([1, 2, 3], ", ")
      "1, 2, 3"
  """
  @spec join(t(), binary()) :: binary()
  def join(enumerable, joiner \\ "")
  def join(enumerable, ""), do: :erlang.iolist_to_binary(map(enumerable, &entry_to_string/1))

  def join(enumerable, joiner) when is_binary(joiner),
    do: :erlang.iolist_to_binary(map_intersperse(enumerable, joiner, &entry_to_string/1))

  defp entry_to_string(entry) when is_binary(entry), do: entry
  defp entry_to_string(entry), do: String.Chars.to_string(entry)

  @doc """
  The values of `fun` for each element.

      iex> Enum.map([1, 2], &(&1 * 2))
      [2, 4]
      iex> Enum.map(%{a: 1}, fn {k, v} -> {v, k} end)
      [{1, :a}]
  """
  @spec map(t(), (element() -> any())) :: list()
  def map(enumerable, fun) when is_list(enumerable), do: map_list(enumerable, fun)

  def map(first..last//step, fun), do: map_range(first, last, step, fun)

  def map(enumerable, fun) do
    :lists.reverse(reduce(enumerable, [], fn entry, acc -> [fun.(entry) | acc] end))
  end

  defp map_list([head | tail], fun), do: [fun.(head) | map_list(tail, fun)]
  defp map_list([], _fun), do: []

  defp map_range(first, last, step, fun)
       when (step > 0 and first <= last) or (step < 0 and first >= last),
       do: [fun.(first) | map_range(first + step, last, step, fun)]

  defp map_range(_first, _last, _step, _fun), do: []

  @doc """
  Maps every `nth` element, starting with the first.

      iex> Enum.map_every(1..4, 2, &(&1 * 10))
      [10, 2, 30, 4]
  """
  @spec map_every(t(), non_neg_integer(), (element() -> any())) :: list()
  def map_every(enumerable, nth, fun)
  def map_every(enumerable, 1, fun), do: map(enumerable, fun)
  def map_every(enumerable, 0, _fun), do: to_list(enumerable)
  def map_every([], nth, _fun) when is_integer(nth) and nth > 1, do: []

  def map_every(enumerable, nth, fun) when is_integer(nth) and nth > 1 do
    {result, _} =
      reduce(enumerable, {[], 0}, fn
        entry, {acc, 0} -> {[fun.(entry) | acc], nth - 1}
        entry, {acc, left} -> {[entry | acc], left - 1}
      end)

    :lists.reverse(result)
  end

  @doc """
  Maps the elements and puts a separator between them.

      iex> Enum.map_intersperse([1, 2], :sep, &(&1 * 2))
      [2, :sep, 4]
  """
  @spec map_intersperse(t(), element(), (element() -> any())) :: list()
  def map_intersperse(enumerable, separator, mapper) when is_list(enumerable),
    do: map_intersperse_list(enumerable, separator, mapper)

  def map_intersperse(enumerable, separator, mapper) do
    case reduce(enumerable, [], fn entry, acc -> [separator, mapper.(entry) | acc] end) do
      [] -> []
      [_ | acc] -> :lists.reverse(acc)
    end
  end

  defp map_intersperse_list([], _separator, _mapper), do: []
  defp map_intersperse_list([last], _separator, mapper), do: [mapper.(last)]

  defp map_intersperse_list([head | tail], separator, mapper),
    do: [mapper.(head), separator | map_intersperse_list(tail, separator, mapper)]

  @doc """
  Maps the elements and joins them as strings.

      iex> Enum.map_join([1, 2], " + ", &(&1 * 10))
      "10 + 20"
  """
  @spec map_join(t(), binary(), (element() -> String.Chars.t())) :: String.t()
  def map_join(enumerable, joiner \\ "", mapper) when is_binary(joiner) do
    :erlang.iolist_to_binary(map_intersperse(enumerable, joiner, fn entry -> entry_to_string(mapper.(entry)) end))
  end

  @doc """
  Maps and reduces at once; `fun` returns `{mapped, acc}`.

      iex> Enum.map_reduce([1, 2], 0, &{&1 * 2, &1 + &2})
      {[2, 4], 3}
  """
  @spec map_reduce(t(), acc(), (element(), acc() -> {element(), acc()})) :: {list(), acc()}
  def map_reduce(enumerable, acc, fun) when is_list(enumerable), do: :lists.mapfoldl(fun, acc, enumerable)

  def map_reduce(enumerable, acc, fun) do
    {list, acc} =
      reduce(enumerable, {[], acc}, fn entry, {list, acc} ->
        {mapped, acc} = fun.(entry, acc)
        {[mapped | list], acc}
      end)

    {:lists.reverse(list), acc}
  end

  @doc """
  The greatest element; the sorter may be `&>=/2`, a module with `compare/2` or a function.

      iex> Enum.max([1, 3, 2])
      3
      iex> Enum.max([], fn -> 0 end)
      0
  """
  @spec max(t(), (-> empty_result)) :: element() | empty_result when empty_result: any()
  @spec max(t(), (element(), element() -> boolean()) | module()) :: element()
  @spec max(t(), (element(), element() -> boolean()) | module(), (-> empty_result)) :: element() | empty_result when empty_result: any()
  def max(enumerable, sorter \\ &>=/2, empty_fallback \\ fn -> raise Enum.EmptyError end)

  def max(enumerable, empty_fallback, _) when is_function(empty_fallback, 0),
    do: aggregate(enumerable, fn entry, acc -> if(acc >= entry, do: acc, else: entry) end, empty_fallback)

  def max(enumerable, sorter, empty_fallback) when is_function(empty_fallback, 0) do
    keep? = max_sorter(sorter)
    enumerable = if sorter == (&>=/2), do: range_ends(enumerable), else: enumerable
    aggregate(enumerable, fn entry, acc -> if(keep?.(acc, entry), do: acc, else: entry) end, empty_fallback)
  end

  # The extremes of a range are at its ends.
  defp range_ends(first..last//step = range) do
    if range_size(range) == 0, do: [], else: [first, last - rem(last - first, step)]
  end

  defp range_ends(other), do: other

  defp max_sorter(sorter) when is_function(sorter, 2), do: sorter
  defp max_sorter(module) when is_atom(module), do: fn a, b -> module.compare(a, b) != :lt end

  defp min_sorter(sorter) when is_function(sorter, 2), do: sorter
  defp min_sorter(module) when is_atom(module), do: fn a, b -> module.compare(a, b) != :gt end

  @doc """
  The element for which `fun` is greatest.

      iex> Enum.max_by(["a", "ccc", "bb"], &String.length/1)
      "ccc"
  """
  @spec max_by(t(), (element() -> any()), (-> empty_result)) :: element() | empty_result when empty_result: any()
  @spec max_by(t(), (element() -> any()), (element(), element() -> boolean()) | module()) :: element()
  @spec max_by(t(), (element() -> any()), (element(), element() -> boolean()) | module(), (-> empty_result)) :: element() | empty_result when empty_result: any()
  def max_by(enumerable, fun, sorter \\ &>=/2, empty_fallback \\ fn -> raise Enum.EmptyError end)

  def max_by(enumerable, fun, empty_fallback, _) when is_function(empty_fallback, 0),
    do: aggregate_by(enumerable, fun, &>=/2, empty_fallback)

  def max_by(enumerable, fun, sorter, empty_fallback),
    do: aggregate_by(enumerable, fun, max_sorter(sorter), empty_fallback)

  @doc """
  True when the element is there (compared with `===/2`).

      iex> Enum.member?(1..3, 2)
      true
  """
  @spec member?(t(), element()) :: boolean()
  def member?(enumerable, element) when is_list(enumerable), do: :lists.member(element, enumerable)

  def member?(enumerable, element) do
    case Enumerable.member?(enumerable, element) do
      {:ok, answer} when is_boolean(answer) -> answer
      {:error, _} -> halting(enumerable, false, fn entry, _ -> if(entry === element, do: {:halt, true}, else: {:cont, false}) end)
    end
  end

  @doc """
  The least element; see `max/3`.

      iex> Enum.min([3, 1, 2])
      1
  """
  @spec min(t(), (-> empty_result)) :: element() | empty_result when empty_result: any()
  @spec min(t(), (element(), element() -> boolean()) | module()) :: element()
  @spec min(t(), (element(), element() -> boolean()) | module(), (-> empty_result)) :: element() | empty_result when empty_result: any()
  def min(enumerable, sorter \\ &<=/2, empty_fallback \\ fn -> raise Enum.EmptyError end)

  def min(enumerable, empty_fallback, _) when is_function(empty_fallback, 0),
    do: aggregate(enumerable, fn entry, acc -> if(acc <= entry, do: acc, else: entry) end, empty_fallback)

  def min(enumerable, sorter, empty_fallback) when is_function(empty_fallback, 0) do
    keep? = min_sorter(sorter)
    enumerable = if sorter == (&<=/2), do: range_ends(enumerable), else: enumerable
    aggregate(enumerable, fn entry, acc -> if(keep?.(acc, entry), do: acc, else: entry) end, empty_fallback)
  end

  @doc """
  The element for which `fun` is least.

      iex> Enum.min_by(["aa", "b"], &String.length/1)
      "b"
  """
  @spec min_by(t(), (element() -> any()), (-> empty_result)) :: element() | empty_result when empty_result: any()
  @spec min_by(t(), (element() -> any()), (element(), element() -> boolean()) | module()) :: element()
  @spec min_by(t(), (element() -> any()), (element(), element() -> boolean()) | module(), (-> empty_result)) :: element() | empty_result when empty_result: any()
  def min_by(enumerable, fun, sorter \\ &<=/2, empty_fallback \\ fn -> raise Enum.EmptyError end)

  def min_by(enumerable, fun, empty_fallback, _) when is_function(empty_fallback, 0),
    do: aggregate_by(enumerable, fun, &<=/2, empty_fallback)

  def min_by(enumerable, fun, sorter, empty_fallback),
    do: aggregate_by(enumerable, fun, min_sorter(sorter), empty_fallback)

  @doc """
  The least and the greatest element.

      iex> Enum.min_max([2, 3, 1])
      {1, 3}
  """
  @spec min_max(t(), (-> empty_result)) :: {element(), element()} | empty_result when empty_result: any()
  def min_max(enumerable, empty_fallback \\ fn -> raise Enum.EmptyError end) do
    step = fn
      entry, :none -> {entry, entry}
      entry, {least, greatest} -> {min_of(least, entry), max_of(greatest, entry)}
    end

    case reduce(enumerable, :none, step) do
      :none -> empty_fallback.()
      pair -> pair
    end
  end

  defp min_of(left, right), do: if(left <= right, do: left, else: right)
  defp max_of(left, right), do: if(left >= right, do: left, else: right)

  @doc """
  The elements for which `fun` is least and greatest.

      iex> Enum.min_max_by(["aa", "b", "ccc"], &String.length/1)
      {"b", "ccc"}
  """
  @spec min_max_by(t(), (element() -> any()), (-> empty_result)) :: {element(), element()} | empty_result when empty_result: any()
  @spec min_max_by(t(), (element() -> any()), (element(), element() -> boolean()) | module(), (-> empty_result)) :: {element(), element()} | empty_result when empty_result: any()
  def min_max_by(enumerable, fun, sorter_or_fallback \\ &</2, empty_fallback \\ fn -> raise Enum.EmptyError end)

  def min_max_by(enumerable, fun, empty_fallback, _) when is_function(empty_fallback, 0),
    do: min_max_by(enumerable, fun, &</2, empty_fallback)

  def min_max_by(enumerable, fun, sorter, empty_fallback) do
    less? = if is_atom(sorter), do: fn a, b -> sorter.compare(a, b) == :lt end, else: sorter

    step = fn
      entry, :none ->
        value = fun.(entry)
        {entry, value, entry, value}

      entry, {least, least_value, greatest, greatest_value} ->
        value = fun.(entry)

        cond do
          less?.(value, least_value) -> {entry, value, greatest, greatest_value}
          less?.(greatest_value, value) -> {least, least_value, entry, value}
          true -> {least, least_value, greatest, greatest_value}
        end
    end

    case reduce(enumerable, :none, step) do
      :none -> empty_fallback.()
      {least, _, greatest, _} -> {least, greatest}
    end
  end

  defp aggregate([head | tail], fun, _empty), do: foldl(tail, head, fun)
  defp aggregate([], _fun, empty), do: empty.()

  defp aggregate(enumerable, fun, empty) do
    step = fn
      entry, :none -> {:some, entry}
      entry, {:some, acc} -> {:some, fun.(entry, acc)}
    end

    case reduce(enumerable, :none, step) do
      :none -> empty.()
      {:some, acc} -> acc
    end
  end

  defp aggregate_by(enumerable, fun, keep?, empty) do
    step = fn
      entry, :none ->
        {entry, fun.(entry)}

      entry, {_, best} = acc ->
        value = fun.(entry)
        if keep?.(best, value), do: acc, else: {entry, value}
    end

    case reduce(enumerable, :none, step) do
      :none -> empty.()
      {entry, _} -> entry
    end
  end

  @doc """
  The product of the elements.

      iex> Enum.product([2, 3, 4])
      24
  """
  @spec product(t()) :: number()
  def product(enumerable), do: reduce(enumerable, 1, fn entry, acc -> entry * acc end)

  @doc """
  The product of the values of `mapper`.

      iex> Enum.product_by([%{n: 2}, %{n: 3}], & &1.n)
      6
  """
  @spec product_by(t(), (element() -> number())) :: number()
  def product_by(enumerable, mapper), do: reduce(enumerable, 1, fn entry, acc -> mapper.(entry) * acc end)

  @doc """
  A random element; raises `Enum.EmptyError` when there is none.

      iex> Enum.random([:a])
      :a
      iex> Enum.random(1..6) in 1..6
      true
  """
  @spec random(t()) :: element()
  def random(enumerable)

  def random(enumerable) when is_list(enumerable) do
    case length(enumerable) do
      0 -> raise Enum.EmptyError
      size -> :lists.nth(:rand.uniform(size), enumerable)
    end
  end

  def random(first..last//step = range) do
    case range_size(range) do
      0 -> raise Enum.EmptyError
      1 -> first
      _ when step == 1 -> :rand.uniform(last - first + 1) + first - 1
      size -> first + (:rand.uniform(size) - 1) * step
    end
  end

  def random(enumerable) do
    case slice_info(enumerable) do
      {:ok, 0, _} -> raise Enum.EmptyError
      {:ok, size, fun} -> hd(fun.(:rand.uniform(size) - 1, 1, 1))
      :error -> random(to_list(enumerable))
    end
  end

  @doc """
  Reduces with the first element as the accumulator.

      iex> Enum.reduce([1, 2, 3], &+/2)
      6
  """
  @spec reduce(t(), (element(), acc() -> acc())) :: acc()
  def reduce([head | tail], fun), do: foldl(tail, head, fun)
  def reduce([], _fun), do: raise(Enum.EmptyError)
  def reduce(enumerable, fun), do: aggregate(enumerable, fun, fn -> raise Enum.EmptyError end)

  @doc """
  Calls `fun` with each element and the accumulator, which it returns anew.

      iex> Enum.reduce([1, 2, 3], 0, &+/2)
      6
  """
  @spec reduce(t(), acc(), (element(), acc() -> acc())) :: acc()
  def reduce(enumerable, acc, fun) when is_list(enumerable), do: foldl(enumerable, acc, fun)

  def reduce(first..last//step, acc, fun), do: reduce_range(first, last, step, acc, fun)

  def reduce(%{__struct__: _} = enumerable, acc, fun), do: reduce_protocol(enumerable, acc, fun)

  def reduce(%{} = enumerable, acc, fun), do: foldl(:maps.to_list(enumerable), acc, fun)

  def reduce(enumerable, acc, fun), do: reduce_protocol(enumerable, acc, fun)

  defp foldl([head | tail], acc, fun), do: foldl(tail, fun.(head, acc), fun)
  defp foldl([], acc, _fun), do: acc

  defp reduce_range(first, last, step, acc, fun)
       when (step > 0 and first <= last) or (step < 0 and first >= last),
       do: reduce_range(first + step, last, step, fun.(first, acc), fun)

  defp reduce_range(_first, _last, _step, acc, _fun), do: acc

  defp reduce_protocol(enumerable, acc, fun) do
    elem(Enumerable.reduce(enumerable, {:cont, acc}, fn entry, acc -> {:cont, fun.(entry, acc)} end), 1)
  end

  defp halting(enumerable, acc, fun), do: elem(Enumerable.reduce(enumerable, {:cont, acc}, fun), 1)

  @doc """
  Reduces until `fun` returns `{:halt, acc}` instead of `{:cont, acc}`.

      iex> Enum.reduce_while(1..100, 0, fn x, acc -> if acc < 10, do: {:cont, acc + x}, else: {:halt, acc} end)
      10
  """
  @spec reduce_while(t(), any(), (element(), any() -> {:cont, any()} | {:halt, any()})) :: any()
  def reduce_while(enumerable, acc, fun) when is_list(enumerable), do: reduce_while_list(enumerable, acc, fun)
  def reduce_while(enumerable, acc, fun), do: halting(enumerable, acc, fun)

  defp reduce_while_list([head | tail], acc, fun) do
    case fun.(head, acc) do
      {:cont, acc} -> reduce_while_list(tail, acc, fun)
      {:halt, acc} -> acc
      other -> halting([head | tail], acc, fn _, _ -> other end)
    end
  end

  defp reduce_while_list([], acc, _fun), do: acc

  @doc """
  The elements for which `fun` is not truthy.

      iex> Enum.reject(1..4, &(rem(&1, 2) == 0))
      [1, 3]
  """
  @spec reject(t(), (element() -> as_boolean(term()))) :: list()
  def reject(enumerable, fun) when is_list(enumerable), do: reject_list(enumerable, fun)

  def reject(enumerable, fun) do
    :lists.reverse(
      reduce(enumerable, [], fn entry, acc -> if(fun.(entry), do: acc, else: [entry | acc]) end)
    )
  end

  defp reject_list([head | tail], fun) do
    if fun.(head), do: reject_list(tail, fun), else: [head | reject_list(tail, fun)]
  end

  defp reject_list([], _fun), do: []

  @doc """
  The elements in reverse order.

      iex> Enum.reverse([1, 2, 3])
      [3, 2, 1]
  """
  @spec reverse(t()) :: list()
  def reverse(enumerable) when is_list(enumerable), do: :lists.reverse(enumerable)
  def reverse(enumerable), do: reduce(enumerable, [], fn entry, acc -> [entry | acc] end)

  @doc """
  The elements in reverse order, followed by `tail`.

      iex> Enum.reverse([1, 2], [3])
      [2, 1, 3]
  """
  @spec reverse(t(), t()) :: list()
  def reverse(enumerable, tail) when is_list(enumerable), do: :lists.reverse(enumerable, to_list(tail))
  def reverse(enumerable, tail), do: reduce(enumerable, to_list(tail), fn entry, acc -> [entry | acc] end)

  @doc """
  Reverses `count` elements from `start_index`.

      iex> Enum.reverse_slice([1, 2, 3, 4], 1, 2)
      [1, 3, 2, 4]
  """
  @spec reverse_slice(t(), non_neg_integer(), non_neg_integer()) :: list()
  def reverse_slice(enumerable, start_index, count)
      when is_integer(start_index) and start_index >= 0 and is_integer(count) and count >= 0 do
    {before, rest} = split_list(to_list(enumerable), start_index, [])
    {slice, rest} = split_list(rest, count, [])
    before ++ :lists.reverse(slice, rest)
  end

  @doc """
  Slides an element or a range of elements to another index.

      iex> Enum.slide([:a, :b, :c, :d], 3, 1)
      [:a, :d, :b, :c]
      iex> Enum.slide([:a, :b, :c, :d], 0..1, 2)
      [:c, :a, :b, :d]
  """
  @spec slide(t(), Range.t() | index(), index()) :: list()
  def slide(enumerable, range_or_index, insertion_index)

  def slide(enumerable, index, insertion_index) when is_integer(index) do
    case index == insertion_index do
      true -> to_list(enumerable)
      false -> slide_any(enumerable, index, index, insertion_index)
    end
  end

  def slide(_enumerable, first..last//step, _insertion_index) when step != 1 and first != last do
    raise ArgumentError, "Enum.slide/3 does not accept ranges with custom steps, got: #{inspect(first..last//step)}"
  end

  def slide(enumerable, first..last//_, insertion_index) do
    cond do
      first == last -> slide(enumerable, first, insertion_index)
      last < first and last >= 0 and first >= 0 -> to_list(enumerable)
      true -> slide_any(enumerable, first, last, insertion_index)
    end
  end

  defp slide_any(enumerable, first, last, insertion_index) do
    list = to_list(enumerable)

    {first, last, insertion_index} =
      if first < 0 or last < 0 or insertion_index < 0 do
        size = length(list)
        {:erlang.max(from_end(first, size), 0), from_end(last, size), from_end(insertion_index, size)}
      else
        {first, last, insertion_index}
      end

    cond do
      first > last ->
        list

      insertion_index >= first and insertion_index <= last and first == insertion_index ->
        list

      insertion_index <= first ->
        {before, rest} = split_list(list, :erlang.max(insertion_index, 0), [])
        {between, rest} = split_list(rest, first - :erlang.max(insertion_index, 0), [])
        {slice, rest} = split_list(rest, last - first + 1, [])
        before ++ slice ++ between ++ rest

      insertion_index > last ->
        {before, rest} = split_list(list, first, [])
        {slice, rest} = split_list(rest, last - first + 1, [])
        {between, rest} = split_list(rest, insertion_index - last, [])
        before ++ between ++ slice ++ rest

      true ->
        raise ArgumentError,
              "insertion index for slide must be outside the range being moved " <>
                "(tried to insert #{first}..#{last} at #{insertion_index})"
    end
  end

  defp from_end(index, size) when index < 0, do: index + size
  defp from_end(index, _size), do: index

  @doc """
  Reduces and keeps every accumulator.

      iex> Enum.scan([1, 2, 3], &+/2)
      [1, 3, 6]
  """
  @spec scan(t(), (element(), acc() -> acc())) :: list()
  def scan(enumerable, fun) do
    step = fn
      entry, [] -> [entry]
      entry, [last | _] = acc -> [fun.(entry, last) | acc]
    end

    :lists.reverse(reduce(enumerable, [], step))
  end

  @doc """
  Like `scan/2`, starting from `acc`.

      iex> Enum.scan([1, 2, 3], 10, &+/2)
      [11, 13, 16]
  """
  @spec scan(t(), acc(), (element(), acc() -> acc())) :: list()
  def scan(enumerable, acc, fun) do
    {list, _} =
      reduce(enumerable, {[], acc}, fn entry, {list, acc} ->
        acc = fun.(entry, acc)
        {[acc | list], acc}
      end)

    :lists.reverse(list)
  end

  @doc """
  The elements in random order.

      iex> [1, 2, 3] |> Enum.shuffle() |> Enum.sort()
      [1, 2, 3]
  """
  @spec shuffle(t()) :: list()
  def shuffle(enumerable) do
    tagged = reduce(enumerable, [], fn entry, acc -> [{:rand.uniform(), entry} | acc] end)
    untag(:lists.keysort(1, tagged))
  end

  defp untag([{_, entry} | rest]), do: [entry | untag(rest)]
  defp untag([]), do: []

  @doc """
  The elements that a range of indexes names.

      iex> Enum.slice([:a, :b, :c, :d], 1..2)
      [:b, :c]
      iex> Enum.slice(1..10, 0..-1//3)
      [1, 4, 7, 10]
  """
  @spec slice(t(), Range.t()) :: list()
  def slice(enumerable, first..last//step = range) do
    cond do
      step > 0 ->
        slice_range(enumerable, first, last, step)

      # 3..1 as it was written before steps existed
      step == -1 and first > last ->
        IO.warn("negative steps are not supported in Enum.slice/2, pass #{first}..#{last}//1 instead")
        slice_range(enumerable, first, last, 1)

      true ->
        raise ArgumentError, "Enum.slice/2 does not accept ranges with negative steps, got: #{inspect(range)}"
    end
  end

  def slice(enumerable, %{__struct__: Range, first: first, last: last}), do: slice(enumerable, Range.new(first, last, if(first <= last, do: 1, else: -1)))

  defp slice_range(enumerable, first, -1, step) when first >= 0 and is_list(enumerable) do
    every_list(drop_list(enumerable, first), step)
  end

  defp slice_range(enumerable, first, last, step) when first >= 0 and last >= 0 do
    if last >= first, do: slice_forward(enumerable, first, last - first + 1, step), else: []
  end

  defp slice_range(enumerable, first, last, step) do
    {count, fun} = slice_count_and_fun(enumerable, step)
    first = if first >= 0, do: first, else: :erlang.max(first + count, 0)
    last = if last >= 0, do: last, else: last + count
    amount = last - first + 1

    if first < count and amount > 0 do
      amount = :erlang.min(amount, count - first)
      fun.(first, range_amount(amount, step), step)
    else
      []
    end
  end

  defp range_amount(amount, 1), do: amount
  defp range_amount(amount, step), do: div(amount - 1, step) + 1

  @doc """
  At most `amount` elements from an index.

      iex> Enum.slice([:a, :b, :c, :d], -2, 5)
      [:c, :d]
  """
  @spec slice(t(), index(), non_neg_integer()) :: list()
  def slice(_enumerable, start_index, 0) when is_integer(start_index), do: []

  def slice(enumerable, start_index, amount)
      when is_integer(start_index) and start_index >= 0 and is_integer(amount) and amount >= 0,
      do: slice_forward(enumerable, start_index, amount, 1)

  def slice(enumerable, start_index, amount)
      when is_integer(start_index) and start_index < 0 and is_integer(amount) and amount >= 0 do
    {count, fun} = slice_count_and_fun(enumerable, 1)
    start = :erlang.max(count + start_index, 0)
    amount = :erlang.min(amount, count - start)
    if amount > 0, do: fun.(start, amount, 1), else: []
  end

  defp slice_forward(enumerable, start, amount, step) when is_list(enumerable) do
    list = drop_list(enumerable, start)
    if step == 1, do: take_list(list, amount), else: every_list(take_list(list, amount), step)
  end

  defp slice_forward(enumerable, start, amount, step) do
    case slice_info(enumerable) do
      {:ok, count, _} when start >= count -> []
      {:ok, count, fun} -> fun.(start, range_amount(:erlang.min(amount, count - start), step), step)
      :error -> slice_by_reduce(enumerable, start, amount, step)
    end
  end

  defp slice_by_reduce(enumerable, start, amount, step) do
    {_, _, acc} =
      halting(enumerable, {start, amount, []}, fn
        _entry, {start, amount, _} when start > 0 -> {:cont, {start - 1, amount, []}}
        entry, {start, amount, acc} when amount > 1 -> {:cont, {start, amount - 1, [entry | acc]}}
        entry, {start, amount, acc} -> {:halt, {start, amount, [entry | acc]}}
      end)

    every_list(:lists.reverse(acc), step)
  end

  defp every_list(list, 1), do: list
  defp every_list([head | tail], step), do: [head | every_list(drop_list(tail, step - 1), step)]
  defp every_list([], _step), do: []

  defp slice_list(list, start, amount, step) do
    list = drop_list(list, start)
    if step == 1, do: take_list(list, amount), else: take_list(every_list(list, step), amount)
  end

  # {:ok, size, fun} where fun.(start, amount, step) is a list; or :error
  defp slice_info(enumerable) when is_list(enumerable),
    do: {:ok, length(enumerable), fn start, amount, step -> slice_list(enumerable, start, amount, step) end}

  defp slice_info(enumerable) do
    case Enumerable.slice(enumerable) do
      {:ok, size, fun} when is_function(fun, 1) ->
        {:ok, size, fn start, amount, step -> slice_list(fun.(enumerable), start, amount, step) end}

      {:ok, size, fun} when is_function(fun, 3) ->
        {:ok, size, fun}

      {:ok, size, fun} when is_function(fun, 2) ->
        {:ok, size,
         fn start, amount, step -> every_list(fun.(start, (amount - 1) * step + 1), step) end}

      {:error, _module} ->
        :error
    end
  end

  defp slice_count_and_fun(enumerable, _step) do
    case slice_info(enumerable) do
      {:ok, size, fun} ->
        {size, fun}

      :error ->
        list = to_list(enumerable)
        {length(list), fn start, amount, step -> slice_list(list, start, amount, step) end}
    end
  end

  @doc """
  Sorts in term order; stable.

      iex> Enum.sort([3, 1, 2])
      [1, 2, 3]
  """
  @spec sort(t()) :: list()
  def sort(enumerable) when is_list(enumerable), do: :lists.sort(enumerable)
  def sort(enumerable), do: :lists.sort(to_list(enumerable))

  @doc """
  Sorts by `:asc`, `:desc`, a module with `compare/2`, a pair of both, or a function.

      iex> Enum.sort([3, 1, 2], :desc)
      [3, 2, 1]
      iex> Enum.sort(["bb", "a"], &(byte_size(&1) <= byte_size(&2)))
      ["a", "bb"]
  """
  @spec sort(t(), (element(), element() -> boolean()) | :asc | :desc | module() | {:asc | :desc, module()}) :: list()
  def sort(enumerable, :asc), do: sort(enumerable)
  def sort(enumerable, :desc), do: enumerable |> sort() |> :lists.reverse()
  def sort(enumerable, sorter), do: :lists.sort(sort_fun(sorter), to_list(enumerable))

  defp sort_fun(sorter) when is_function(sorter, 2), do: sorter
  defp sort_fun(:asc), do: &<=/2
  defp sort_fun(:desc), do: &>=/2
  defp sort_fun({:asc, module}) when is_atom(module), do: fn a, b -> module.compare(a, b) != :gt end
  defp sort_fun({:desc, module}) when is_atom(module), do: fn a, b -> module.compare(a, b) != :lt end
  defp sort_fun(module) when is_atom(module), do: fn a, b -> module.compare(a, b) != :gt end

  @doc """
  Sorts by the values of a function; stable.

      iex> Enum.sort_by(["ccc", "a", "bb"], &byte_size/1)
      ["a", "bb", "ccc"]
  """
  @spec sort_by(t(), (element() -> mapped_element), (mapped_element, mapped_element -> boolean()) | :asc | :desc | module() | {:asc | :desc, module()}) :: list() when mapped_element: element()
  def sort_by(enumerable, mapper, sorter \\ :asc)

  def sort_by(enumerable, mapper, :asc) do
    untuple(:lists.keysort(2, map(enumerable, fn entry -> {entry, mapper.(entry)} end)))
  end

  def sort_by(enumerable, mapper, :desc) do
    enumerable
    |> reduce([], fn entry, acc -> [{entry, mapper.(entry)} | acc] end)
    |> then(&:lists.keysort(2, &1))
    |> :lists.reverse()
    |> untuple()
  end

  def sort_by(enumerable, mapper, sorter) do
    fun = sort_fun(sorter)
    pairs = map(enumerable, fn entry -> {entry, mapper.(entry)} end)
    untuple(:lists.sort(fn {_, left}, {_, right} -> fun.(left, right) end, pairs))
  end

  defp untuple([{entry, _} | rest]), do: [entry | untuple(rest)]
  defp untuple([]), do: []

  @doc """
  Splits after `count` elements, or before the last ones when it is negative.

      iex> Enum.split([1, 2, 3], 2)
      {[1, 2], [3]}
      iex> Enum.split([1, 2, 3], -1)
      {[1, 2], [3]}
  """
  @spec split(t(), integer()) :: {list(), list()}
  def split(enumerable, count) when is_list(enumerable) and is_integer(count) and count >= 0,
    do: split_list(enumerable, count, [])

  def split(enumerable, count) when is_integer(count) and count >= 0 do
    {_, left, right} =
      reduce(enumerable, {count, [], []}, fn
        entry, {0, left, right} -> {0, left, [entry | right]}
        entry, {count, left, right} -> {count - 1, [entry | left], right}
      end)

    {:lists.reverse(left), :lists.reverse(right)}
  end

  def split(enumerable, count) when is_integer(count) do
    list = to_list(enumerable)
    split_list(list, :erlang.max(length(list) + count, 0), [])
  end

  defp split_list([head | tail], count, acc) when count > 0, do: split_list(tail, count - 1, [head | acc])
  defp split_list(rest, _count, acc), do: {:lists.reverse(acc), rest}

  @doc """
  Splits at the first element for which `fun` is not truthy.

      iex> Enum.split_while([1, 2, 3, 1], &(&1 < 3))
      {[1, 2], [3, 1]}
  """
  @spec split_while(t(), (element() -> as_boolean(term()))) :: {list(), list()}
  def split_while(enumerable, fun) when is_list(enumerable), do: split_while_list(enumerable, fun, [])

  def split_while(enumerable, fun) do
    {left, right} =
      reduce(enumerable, {[], []}, fn
        entry, {left, []} -> if fun.(entry), do: {[entry | left], []}, else: {left, [entry]}
        entry, {left, right} -> {left, [entry | right]}
      end)

    {:lists.reverse(left), :lists.reverse(right)}
  end

  defp split_while_list([head | tail] = list, fun, acc) do
    if fun.(head), do: split_while_list(tail, fun, [head | acc]), else: {:lists.reverse(acc), list}
  end

  defp split_while_list([], _fun, acc), do: {:lists.reverse(acc), []}

  @doc """
  The elements for which `fun` is truthy, and the others.

      iex> Enum.split_with(1..4, &(rem(&1, 2) == 0))
      {[2, 4], [1, 3]}
  """
  @spec split_with(t(), (element() -> as_boolean(term()))) :: {list(), list()}
  def split_with(enumerable, fun) do
    {yes, no} =
      reduce(enumerable, {[], []}, fn entry, {yes, no} ->
        if fun.(entry), do: {[entry | yes], no}, else: {yes, [entry | no]}
      end)

    {:lists.reverse(yes), :lists.reverse(no)}
  end

  @doc """
  The sum of the elements.

      iex> Enum.sum(1..100)
      5050
  """
  @spec sum(t()) :: number()
  def sum(enumerable) when is_list(enumerable), do: sum_list(enumerable, 0)

  def sum(first.._//step = range) do
    case range_size(range) do
      0 -> 0
      size -> div(size * (2 * first + (size - 1) * step), 2)
    end
  end

  def sum(enumerable), do: reduce(enumerable, 0, fn entry, acc -> entry + acc end)

  defp sum_list([head | tail], acc), do: sum_list(tail, head + acc)
  defp sum_list([], acc), do: acc

  @doc """
  The sum of the values of `mapper`.

      iex> Enum.sum_by([%{n: 2}, %{n: 3}], & &1.n)
      5
  """
  @spec sum_by(t(), (element() -> number())) :: number()
  def sum_by(enumerable, mapper), do: reduce(enumerable, 0, fn entry, acc -> mapper.(entry) + acc end)

  @doc """
  Takes the first `amount` elements, or the last ones when it is negative.

      iex> Enum.take([1, 2, 3], 2)
      [1, 2]
      iex> Enum.take([1, 2, 3], -1)
      [3]
  """
  @spec take(t(), integer()) :: list()
  def take(_enumerable, 0), do: []

  def take(enumerable, amount) when is_list(enumerable) and is_integer(amount) and amount > 0,
    do: take_list(enumerable, amount)

  def take(enumerable, amount) when is_integer(amount) and amount > 0 do
    {_, list} =
      halting(enumerable, {amount, []}, fn
        entry, {1, list} -> {:halt, {0, [entry | list]}}
        entry, {left, list} -> {:cont, {left - 1, [entry | list]}}
      end)

    :lists.reverse(list)
  end

  def take(enumerable, amount) when is_integer(amount) do
    list = to_list(enumerable)
    drop_list(list, :erlang.max(length(list) + amount, 0))
  end

  defp take_list([head | tail], amount) when amount > 0, do: [head | take_list(tail, amount - 1)]
  defp take_list(_list, _amount), do: []

  @doc """
  Takes every `nth` element, starting with the first.

      iex> Enum.take_every(1..7, 3)
      [1, 4, 7]
  """
  @spec take_every(t(), non_neg_integer()) :: list()
  def take_every(enumerable, nth)
  def take_every(_enumerable, 0), do: []
  def take_every(enumerable, 1), do: to_list(enumerable)

  def take_every(enumerable, nth) when is_list(enumerable) and is_integer(nth) and nth > 1,
    do: every_list(enumerable, nth)

  def take_every(enumerable, nth) when is_integer(nth) and nth > 1 do
    {result, _} =
      reduce(enumerable, {[], 0}, fn
        entry, {acc, 0} -> {[entry | acc], nth - 1}
        _entry, {acc, left} -> {acc, left - 1}
      end)

    :lists.reverse(result)
  end

  @doc """
  Takes `count` elements at random, each at most once.

      iex> Enum.take_random([:a, :a], 2)
      [:a, :a]
      iex> Enum.take_random([], 2)
      []
      iex> length(Enum.take_random(1..10, 3))
      3
  """
  @spec take_random(t(), non_neg_integer()) :: list()
  def take_random(enumerable, count)
  def take_random(_enumerable, 0), do: []

  def take_random(enumerable, count) when is_integer(count) and count > 0 do
    {size, _, _, sample} = reduce(enumerable, {0, count - 1, 1.0, %{}}, &sample(&1, &2, count))
    sampled(sample, :erlang.min(count, size) - 1, [])
  end

  # Reservoir sampling with skips (Li's algorithm L): `next` is the index of the next element that gets into the
  # sample, `w` the greatest of the random weights of those that are in it.
  defp sample(entry, {index, next, w, sample}, count) when index < count do
    place = draw(index + 1)
    sample = :maps.put(place, entry, :maps.put(index, :maps.get(place, sample, nil), sample))
    if index == next, do: skip(index, w, sample, count), else: {index + 1, next, w, sample}
  end

  defp sample(entry, {index, index, w, sample}, count), do: skip_after(draw(count), entry, index, w, sample, count)
  defp sample(_entry, {index, next, w, sample}, _count), do: {index + 1, next, w, sample}

  defp skip_after(place, entry, index, w, sample, count), do: skip(index, w, :maps.put(place, entry, sample), count)

  defp skip(index, w, sample, count) do
    w = w * :math.exp(:math.log(:rand.uniform()) / count)
    next = index + floor(:math.log(:rand.uniform()) / :math.log(1 - w)) + 1
    {index + 1, next, w, sample}
  end

  defp draw(1), do: 0
  defp draw(count), do: :rand.uniform(count) - 1

  defp sampled(_sample, -1, acc), do: acc
  defp sampled(sample, index, acc), do: sampled(sample, index - 1, [:maps.get(index, sample) | acc])

  @doc """
  Takes elements while `fun` is truthy.

      iex> Enum.take_while([1, 2, 3, 1], &(&1 < 3))
      [1, 2]
  """
  @spec take_while(t(), (element() -> as_boolean(term()))) :: list()
  def take_while(enumerable, fun) when is_list(enumerable), do: take_while_list(enumerable, fun)

  def take_while(enumerable, fun) do
    :lists.reverse(
      halting(enumerable, [], fn entry, acc -> if(fun.(entry), do: {:cont, [entry | acc]}, else: {:halt, acc}) end)
    )
  end

  defp take_while_list([head | tail], fun) do
    if fun.(head), do: [head | take_while_list(tail, fun)], else: []
  end

  defp take_while_list([], _fun), do: []

  @doc """
  The elements as a list.

      iex> Enum.to_list(1..3)
      [1, 2, 3]
  """
  @spec to_list(t()) :: [element()]
  def to_list(enumerable) when is_list(enumerable), do: enumerable
  def to_list(%{__struct__: Range} = range), do: map(range, fn entry -> entry end)
  def to_list(%{__struct__: _} = enumerable), do: reverse(enumerable) |> :lists.reverse()
  def to_list(%{} = enumerable), do: :maps.to_list(enumerable)
  def to_list(enumerable), do: reverse(enumerable) |> :lists.reverse()

  @doc """
  The elements without those that occurred before.

      iex> Enum.uniq([1, 2, 1])
      [1, 2]
  """
  @spec uniq(t()) :: list()
  def uniq(enumerable) when is_list(enumerable), do: uniq_list(enumerable, %{})
  def uniq(enumerable), do: uniq_by(enumerable, fn entry -> entry end)

  defp uniq_list([head | tail], seen) do
    case seen do
      %{^head => _} -> uniq_list(tail, seen)
      _ -> [head | uniq_list(tail, :maps.put(head, true, seen))]
    end
  end

  defp uniq_list([], _seen), do: []

  @doc """
  The elements without those for which `fun` gave a value that occurred before.

      iex> Enum.uniq_by([1, 2, 3], &rem(&1, 2))
      [1, 2]
  """
  @spec uniq_by(t(), (element() -> term())) :: list()
  def uniq_by(enumerable, fun) do
    {list, _} =
      reduce(enumerable, {[], %{}}, fn entry, {list, seen} ->
        value = fun.(entry)

        case seen do
          %{^value => _} -> {list, seen}
          _ -> {[entry | list], :maps.put(value, true, seen)}
        end
      end)

    :lists.reverse(list)
  end

  @doc """
  Takes pairs apart into two lists.

      iex> Enum.unzip([{1, :a}, {2, :b}])
      {[1, 2], [:a, :b]}
  """
  @spec unzip(t()) :: {[element()], [element()]}
  def unzip(list) when is_list(list), do: unzip(list, [], [])

  def unzip(enumerable) do
    {left, right} = reduce(enumerable, {[], []}, fn {a, b}, {left, right} -> {[a | left], [b | right]} end)
    {:lists.reverse(left), :lists.reverse(right)}
  end

  defp unzip([{a, b} | rest], left, right), do: unzip(rest, [a | left], [b | right])
  defp unzip([], left, right), do: {:lists.reverse(left), :lists.reverse(right)}

  @doc """
  Pairs each element with its index, or calls a function with both.

      iex> Enum.with_index([:a, :b])
      [a: 0, b: 1]
      iex> Enum.with_index([:a, :b], fn element, index -> {index, element} end)
      [{0, :a}, {1, :b}]
  """
  @spec with_index(t(), integer() | (element(), index() -> any())) :: list()
  def with_index(enumerable, fun_or_offset \\ 0)

  def with_index(enumerable, offset) when is_list(enumerable) and is_integer(offset),
    do: with_index_list(enumerable, offset)

  def with_index(enumerable, fun) when is_list(enumerable) and is_function(fun, 2),
    do: with_index_list(enumerable, 0, fun)

  def with_index(enumerable, offset) when is_integer(offset) do
    {list, _} = reduce(enumerable, {[], offset}, fn entry, {list, index} -> {[{entry, index} | list], index + 1} end)
    :lists.reverse(list)
  end

  def with_index(enumerable, fun) when is_function(fun, 2) do
    {list, _} = reduce(enumerable, {[], 0}, fn entry, {list, index} -> {[fun.(entry, index) | list], index + 1} end)
    :lists.reverse(list)
  end

  defp with_index_list([head | tail], index), do: [{head, index} | with_index_list(tail, index + 1)]
  defp with_index_list([], _index), do: []

  defp with_index_list([head | tail], index, fun), do: [fun.(head, index) | with_index_list(tail, index + 1, fun)]
  defp with_index_list([], _index, _fun), do: []

  @doc """
  Joins corresponding elements into tuples.

      iex> Enum.zip([[1, 2], [:a, :b], ["x", "y"]])
      [{1, :a, "x"}, {2, :b, "y"}]
  """
  @spec zip(Enumerable.t([t()])) :: [tuple()]
  def zip([left, right]), do: zip(left, right)
  def zip(enumerables), do: zip_with(enumerables, &List.to_tuple/1)

  @doc """
  Joins corresponding elements of two enumerables into pairs.

      iex> Enum.zip([1, 2, 3], [:a, :b])
      [{1, :a}, {2, :b}]
  """
  @spec zip(t(), t()) :: [{any(), any()}]
  def zip(left, right) when is_list(left) and is_list(right), do: zip_lists(left, right)
  def zip(left, right), do: zip_with(left, right, fn a, b -> {a, b} end)

  defp zip_lists([a | left], [b | right]), do: [{a, b} | zip_lists(left, right)]
  defp zip_lists(_left, _right), do: []

  @doc """
  Calls `fun` with lists of corresponding elements.

      iex> Enum.zip_with([[1, 2], [3, 4]], fn [a, b] -> a + b end)
      [4, 6]
  """
  @spec zip_with(Enumerable.t([t()]), ([term()] -> term())) :: [term()]
  def zip_with([], _fun), do: []

  def zip_with([left, right], fun) when is_list(left) and is_list(right),
    do: zip_with_lists(left, right, fn a, b -> fun.([a, b]) end)

  def zip_with(enumerables, fun) do
    :lists.reverse(zip_reduce(enumerables, [], fn entries, acc -> [fun.(entries) | acc] end))
  end

  @doc """
  Calls `fun` with corresponding elements of two enumerables.

      iex> Enum.zip_with([1, 2], [3, 4], &+/2)
      [4, 6]
  """
  @spec zip_with(t(), t(), (enum1_elem :: term(), enum2_elem :: term() -> term())) :: [term()]
  def zip_with(left, right, fun) when is_list(left) and is_list(right), do: zip_with_lists(left, right, fun)

  def zip_with(left, right, fun) do
    :lists.reverse(zip_reduce([left, right], [], fn [a, b], acc -> [fun.(a, b) | acc] end))
  end

  defp zip_with_lists([a | left], [b | right], fun), do: [fun.(a, b) | zip_with_lists(left, right, fun)]
  defp zip_with_lists(_left, _right, _fun), do: []

  @doc """
  Reduces over lists of corresponding elements.

      iex> Enum.zip_reduce([[1, 2], [3, 4]], 0, fn [a, b], acc -> a * b + acc end)
      11
  """
  @spec zip_reduce(Enumerable.t([t()]), acc, ([term()], acc -> acc)) :: acc when acc: term()
  def zip_reduce([], acc, _reducer), do: acc

  def zip_reduce(enumerables, acc, reducer) do
    enumerables = to_list(enumerables)

    cond do
      enumerables == [] -> acc
      all_list(enumerables, &is_list/1) -> zip_reduce_lists(enumerables, acc, reducer)
      true -> reduce(Stream.zip_with(enumerables, fn entries -> entries end), acc, reducer)
    end
  end

  @doc """
  Reduces over corresponding elements of two enumerables.

      iex> Enum.zip_reduce([1, 2], [3, 4], 0, fn a, b, acc -> a * b + acc end)
      11
  """
  @spec zip_reduce(t(), t(), acc, (enum1_elem :: term(), enum2_elem :: term(), acc -> acc)) :: acc when acc: term()
  def zip_reduce(left, right, acc, reducer) when is_list(left) and is_list(right) and is_function(reducer, 3),
    do: zip_reduce_two(left, right, acc, reducer)

  def zip_reduce(left, right, acc, reducer) when is_function(reducer, 3),
    do: zip_reduce([left, right], acc, fn [a, b], acc -> reducer.(a, b, acc) end)

  defp zip_reduce_two([a | left], [b | right], acc, reducer),
    do: zip_reduce_two(left, right, reducer.(a, b, acc), reducer)

  defp zip_reduce_two(_left, _right, acc, _reducer), do: acc

  defp zip_reduce_lists(lists, acc, reducer) do
    case heads_and_tails(lists, [], []) do
      :done -> acc
      {heads, tails} -> zip_reduce_lists(tails, reducer.(heads, acc), reducer)
    end
  end

  defp heads_and_tails([[head | tail] | rest], heads, tails),
    do: heads_and_tails(rest, [head | heads], [tail | tails])

  defp heads_and_tails([[] | _], _heads, _tails), do: :done
  defp heads_and_tails([], heads, tails), do: {:lists.reverse(heads), :lists.reverse(tails)}

  defp range_size(first..last//step) when step > 0 and first > last, do: 0
  defp range_size(first..last//step) when step < 0 and first < last, do: 0
  defp range_size(first..last//step), do: div(last - first, step) + 1

  @doc false
  @deprecated "Use Enum.split_with/2 instead"
  def partition(enumerable, fun), do: split_with(enumerable, fun)
  @doc false
  @deprecated "Use Enum.uniq_by/2 instead"
  def uniq(enumerable, fun), do: uniq_by(enumerable, fun)
  @doc false
  @deprecated "Use Enum.filter/2 + Enum.map/2 or for comprehensions instead"
  def filter_map(enumerable, filter, mapper), do: for(entry <- enumerable, filter.(entry), do: mapper.(entry))
  @doc false
  @deprecated "Use Enum.chunk_every/2 instead"
  def chunk(enumerable, count), do: chunk_every(enumerable, count, count, :discard)
  @doc false
  @deprecated "Use Enum.chunk_every/3 instead"
  def chunk(enumerable, count, step, leftover \\ nil), do: chunk_every(enumerable, count, step, leftover || :discard)
end
