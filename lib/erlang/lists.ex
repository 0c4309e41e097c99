defmodule :lists do
  @moduledoc """
  List functions under their Erlang names.

  Searching, reversing, sorting by term order, `append/2`, `flatten/1,2`, `seq/2`,
  `nth/2`, `nthtail/2`, `last/1`, `duplicate/2` and `subtract/2` are natives.
  """

  @doc """
  True when `pred` holds for every element.

      iex> :lists.all(&(&1 > 0), [1, 2])
      true
  """
  @spec all((elem -> boolean()), [elem]) :: boolean() when elem: term()
  def all(pred, list) when is_function(pred, 1), do: all_1(pred, list)

  defp all_1(pred, [head | tail]) do
    case pred.(head) do
      true -> all_1(pred, tail)
      false -> false
    end
  end

  defp all_1(_pred, []), do: true

  @doc """
  True when `pred` holds for some element.

      iex> :lists.any(&(&1 > 1), [1, 2])
      true
  """
  @spec any((elem -> boolean()), [elem]) :: boolean() when elem: term()
  def any(pred, list) when is_function(pred, 1), do: any_1(pred, list)

  defp any_1(pred, [head | tail]) do
    case pred.(head) do
      true -> true
      false -> any_1(pred, tail)
    end
  end

  defp any_1(_pred, []), do: false

  @doc """
  Joins a list of lists.

      iex> :lists.append([[1], [2, 3]])
      [1, 2, 3]
      iex> :lists.append([1], [2])
      [1, 2]
  """
  @spec append([[elem]]) :: [elem] when elem: term()
  def append([last]), do: last
  def append([head | tail]), do: head ++ append(tail)
  def append([]), do: []

  @doc """
  Joins the texts of atoms, numbers and strings.

      iex> :lists.concat([:a, 1, ~c"b"])
      ~c"a1b"
  """
  @spec concat([atom() | integer() | float() | charlist()]) :: charlist()
  def concat(list), do: flatmap(&thing_to_list/1, list)

  defp thing_to_list(thing) when is_integer(thing), do: :erlang.integer_to_list(thing)
  defp thing_to_list(thing) when is_float(thing), do: :erlang.float_to_list(thing)
  defp thing_to_list(thing) when is_atom(thing), do: :erlang.atom_to_list(thing)
  defp thing_to_list(thing) when is_list(thing), do: thing

  @doc """
  Deletes the first element that is the same.

      iex> :lists.delete(1, [2, 1, 1])
      [2, 1]
  """
  @spec delete(elem, [elem]) :: [elem] when elem: term()
  def delete(element, [element | tail]), do: tail
  def delete(element, [head | tail]), do: [head | delete(element, tail)]
  def delete(_element, []), do: []

  @doc """
  All elements but the last.

      iex> :lists.droplast([1, 2, 3])
      [1, 2]
  """
  @spec droplast([elem, ...]) :: [elem] when elem: term()
  def droplast([_last]), do: []
  def droplast([head | tail]), do: [head | droplast(tail)]

  @doc """
  Drops elements while `pred` holds.

      iex> :lists.dropwhile(&(&1 < 2), [1, 2, 1])
      [2, 1]
  """
  @spec dropwhile((elem -> boolean()), [elem]) :: [elem] when elem: term()
  def dropwhile(pred, list) when is_function(pred, 1), do: dropwhile_1(pred, list)

  defp dropwhile_1(pred, [head | tail] = list) do
    case pred.(head) do
      true -> dropwhile_1(pred, tail)
      false -> list
    end
  end

  defp dropwhile_1(_pred, []), do: []

  @doc """
  Pairs with indexes from 1.

      iex> :lists.enumerate([:a, :b])
      [{1, :a}, {2, :b}]
  """
  @spec enumerate([elem]) :: [{integer(), elem}] when elem: term()
  def enumerate(list), do: enumerate_1(1, 1, list)

  @doc """
  Pairs with indexes from `index`.

      iex> :lists.enumerate(5, [:a, :b])
      [{5, :a}, {6, :b}]
  """
  @spec enumerate(index :: integer(), [elem]) :: [{integer(), elem}] when elem: term()
  def enumerate(index, list) when is_integer(index), do: enumerate_1(index, 1, list)

  @doc """
  Pairs with indexes from `index` in steps.

      iex> :lists.enumerate(0, 10, [:a, :b])
      [{0, :a}, {10, :b}]
  """
  @spec enumerate(index :: integer(), step :: integer(), [elem]) :: [{integer(), elem}] when elem: term()
  def enumerate(index, step, list) when is_integer(index) and is_integer(step), do: enumerate_1(index, step, list)

  defp enumerate_1(index, step, [head | tail]), do: [{index, head} | enumerate_1(index + step, step, tail)]
  defp enumerate_1(_index, _step, []), do: []

  @doc """
  The elements for which `pred` holds.

      iex> :lists.filter(&(&1 > 1), [1, 2, 3])
      [2, 3]
  """
  @spec filter((elem -> boolean()), [elem]) :: [elem] when elem: term()
  def filter(pred, list) when is_function(pred, 1), do: filter_1(pred, list)

  defp filter_1(pred, [head | tail]) do
    case pred.(head) do
      true -> [head | filter_1(pred, tail)]
      false -> filter_1(pred, tail)
    end
  end

  defp filter_1(_pred, []), do: []

  @doc """
  Filters and maps: `fun` returns `true`, `false` or `{true, value}`.

      iex> :lists.filtermap(fn x -> if x > 1, do: {true, x * 10}, else: false end, [1, 2, 3])
      [20, 30]
  """
  @spec filtermap((elem -> boolean() | {true, value}), [elem]) :: [elem | value] when elem: term(), value: term()
  def filtermap(fun, list) when is_function(fun, 1), do: filtermap_1(fun, list)

  defp filtermap_1(fun, [head | tail]) do
    case fun.(head) do
      true -> [head | filtermap_1(fun, tail)]
      {true, value} -> [value | filtermap_1(fun, tail)]
      false -> filtermap_1(fun, tail)
    end
  end

  defp filtermap_1(_fun, []), do: []

  @doc """
  The length of the flattened list.

      iex> :lists.flatlength([1, [2, [3]]])
      3
  """
  @spec flatlength(deep_list :: list()) :: non_neg_integer()
  def flatlength(list), do: flatlength(list, 0)

  defp flatlength([head | tail], acc) when is_list(head), do: flatlength(head, flatlength(tail, acc))
  defp flatlength([_ | tail], acc), do: flatlength(tail, acc + 1)
  defp flatlength([], acc), do: acc

  @doc """
  Maps to lists and joins them.

      iex> :lists.flatmap(&[&1, &1], [1, 2])
      [1, 1, 2, 2]
  """
  @spec flatmap((a -> [b]), [a]) :: [b] when a: term(), b: term()
  def flatmap(fun, list) when is_function(fun, 1), do: flatmap_1(fun, list)

  defp flatmap_1(fun, [head | tail]), do: fun.(head) ++ flatmap_1(fun, tail)
  defp flatmap_1(_fun, []), do: []

  @doc """
  Reduces from the left.

      iex> :lists.foldl(fn x, acc -> [x | acc] end, [], [1, 2, 3])
      [3, 2, 1]
  """
  @spec foldl((elem, acc -> acc), acc, [elem]) :: acc when elem: term(), acc: term()
  def foldl(fun, acc, list) when is_function(fun, 2), do: foldl_1(fun, acc, list)

  defp foldl_1(fun, acc, [head | tail]), do: foldl_1(fun, fun.(head, acc), tail)
  defp foldl_1(_fun, acc, []), do: acc

  @doc """
  Reduces from the right.

      iex> :lists.foldr(fn x, acc -> [x | acc] end, [], [1, 2, 3])
      [1, 2, 3]
  """
  @spec foldr((elem, acc -> acc), acc, [elem]) :: acc when elem: term(), acc: term()
  def foldr(fun, acc, list) when is_function(fun, 2), do: foldl_1(fun, acc, :lists.reverse(list))

  @doc """
  Calls `fun` for each element.

      iex> :lists.foreach(fn x -> x end, [1, 2])
      :ok
  """
  @spec foreach((elem -> term()), [elem]) :: :ok when elem: term()
  def foreach(fun, list) when is_function(fun, 1), do: foreach_1(fun, list)

  defp foreach_1(fun, [head | tail]) do
    fun.(head)
    foreach_1(fun, tail)
  end

  defp foreach_1(_fun, []), do: :ok

  @doc """
  Puts a separator between the elements.

      iex> :lists.join(:and, [1, 2, 3])
      [1, :and, 2, :and, 3]
  """
  @spec join(separator, [elem]) :: [elem | separator] when elem: term(), separator: term()
  def join(_separator, []), do: []
  def join(separator, [head | tail]), do: [head | join_1(separator, tail)]

  defp join_1(separator, [head | tail]), do: [separator, head | join_1(separator, tail)]
  defp join_1(_separator, []), do: []

  @doc """
  Deletes the first tuple with the key.

      iex> :lists.keydelete(:b, 1, a: 1, b: 2)
      [a: 1]
  """
  @spec keydelete(key :: term(), position :: pos_integer(), [tuple]) :: [tuple] when tuple: tuple()
  def keydelete(key, position, list) when is_integer(position) and position > 0, do: keydelete_1(key, position, list)

  defp keydelete_1(key, position, [tuple | tail]) when :erlang.element(position, tuple) == key and is_tuple(tuple), do: tail
  defp keydelete_1(key, position, [tuple | tail]), do: [tuple | keydelete_1(key, position, tail)]
  defp keydelete_1(_key, _position, []), do: []

  @doc """
  Maps the elements at a position of tuples.

      iex> :lists.keymap(&(&1 * 10), 2, a: 1, b: 2)
      [a: 10, b: 20]
  """
  @spec keymap((term() -> term()), position :: pos_integer(), [tuple()]) :: [tuple()]
  def keymap(fun, position, [tuple | tail]),
    do: [:erlang.setelement(position, tuple, fun.(:erlang.element(position, tuple))) | keymap(fun, position, tail)]

  def keymap(_fun, _position, []), do: []

  @doc """
  Merges two lists of tuples, both sorted by the element at a position.

      iex> :lists.keymerge(1, [a: 1, c: 3], [b: 2, c: 4])
      [a: 1, b: 2, c: 3, c: 4]
  """
  @spec keymerge(position :: pos_integer(), [tuple], [tuple]) :: [tuple] when tuple: tuple()
  def keymerge(position, [a | left] = l1, [b | right] = l2) do
    if :erlang.element(position, a) <= :erlang.element(position, b),
      do: [a | keymerge(position, left, l2)],
      else: [b | keymerge(position, l1, right)]
  end

  def keymerge(_position, [], list), do: list
  def keymerge(_position, list, []), do: list

  @doc """
  Like `keymerge/3`, without equal keys of the second list.

      iex> :lists.ukeymerge(1, [a: 1, c: 3], [b: 2, c: 4])
      [a: 1, b: 2, c: 3]
  """
  @spec ukeymerge(position :: pos_integer(), [tuple], [tuple]) :: [tuple] when tuple: tuple()
  def ukeymerge(position, [a | left] = l1, [b | right] = l2) do
    key_a = :erlang.element(position, a)
    key_b = :erlang.element(position, b)

    cond do
      key_a < key_b -> [a | ukeymerge(position, left, l2)]
      key_a == key_b -> ukeymerge(position, l1, right)
      true -> [b | ukeymerge(position, l1, right)]
    end
  end

  def ukeymerge(_position, [], list), do: list
  def ukeymerge(_position, list, []), do: list

  @doc """
  Replaces the first tuple with the key.

      iex> :lists.keyreplace(:a, 1, [a: 1, b: 2], {:a, 9})
      [a: 9, b: 2]
  """
  @spec keyreplace(key :: term(), position :: pos_integer(), [tuple()], tuple()) :: [tuple()]
  def keyreplace(key, position, list, new) when is_integer(position) and position > 0 and is_tuple(new),
    do: keyreplace_1(key, position, list, new)

  defp keyreplace_1(key, position, [tuple | tail], new) when :erlang.element(position, tuple) == key and is_tuple(tuple),
    do: [new | tail]

  defp keyreplace_1(key, position, [tuple | tail], new), do: [tuple | keyreplace_1(key, position, tail, new)]
  defp keyreplace_1(_key, _position, [], _new), do: []

  @doc """
  Replaces the first tuple with the key, or adds one at the end.

      iex> :lists.keystore(:c, 1, [a: 1], {:c, 3})
      [a: 1, c: 3]
  """
  @spec keystore(key :: term(), position :: pos_integer(), [tuple()], tuple()) :: [tuple(), ...]
  def keystore(key, position, list, new) when is_integer(position) and position > 0 and is_tuple(new),
    do: keystore_1(key, position, list, new)

  defp keystore_1(key, position, [tuple | tail], new) when :erlang.element(position, tuple) == key and is_tuple(tuple),
    do: [new | tail]

  defp keystore_1(key, position, [tuple | tail], new), do: [tuple | keystore_1(key, position, tail, new)]
  defp keystore_1(_key, _position, [], new), do: [new]

  @doc """
  Takes the first tuple with the key out.

      iex> :lists.keytake(:a, 1, a: 1, b: 2)
      {:value, {:a, 1}, [b: 2]}
      iex> :lists.keytake(:z, 1, a: 1)
      false
  """
  @spec keytake(key :: term(), position :: pos_integer(), [tuple]) :: {:value, tuple, [tuple]} | false when tuple: tuple()
  def keytake(key, position, list) when is_integer(position) and position > 0, do: keytake_1(key, position, list, [])

  defp keytake_1(key, position, [tuple | tail], acc) when :erlang.element(position, tuple) == key and is_tuple(tuple),
    do: {:value, tuple, :lists.reverse(acc, tail)}

  defp keytake_1(key, position, [tuple | tail], acc), do: keytake_1(key, position, tail, [tuple | acc])
  defp keytake_1(_key, _position, [], _acc), do: false

  @doc """
  The values of `fun` for each element.

      iex> :lists.map(&(&1 + 1), [1, 2])
      [2, 3]
  """
  @spec map((a -> b), [a]) :: [b] when a: term(), b: term()
  def map(fun, list) when is_function(fun, 1), do: map_1(fun, list)

  defp map_1(fun, [head | tail]), do: [fun.(head) | map_1(fun, tail)]
  defp map_1(_fun, []), do: []

  @doc """
  Maps and reduces from the left.

      iex> :lists.mapfoldl(fn x, sum -> {x * 2, sum + x} end, 0, [1, 2, 3])
      {[2, 4, 6], 6}
  """
  @spec mapfoldl((a, acc -> {b, acc}), acc, [a]) :: {[b], acc} when a: term(), b: term(), acc: term()
  def mapfoldl(fun, acc, list) when is_function(fun, 2), do: mapfoldl_1(fun, acc, list, [])

  defp mapfoldl_1(fun, acc, [head | tail], mapped) do
    {value, acc} = fun.(head, acc)
    mapfoldl_1(fun, acc, tail, [value | mapped])
  end

  defp mapfoldl_1(_fun, acc, [], mapped), do: {:lists.reverse(mapped), acc}

  @doc """
  Maps and reduces from the right.

      iex> :lists.mapfoldr(fn x, acc -> {x * 2, [x | acc]} end, [], [1, 2, 3])
      {[2, 4, 6], [1, 2, 3]}
  """
  @spec mapfoldr((a, acc -> {b, acc}), acc, [a]) :: {[b], acc} when a: term(), b: term(), acc: term()
  def mapfoldr(fun, acc, list) when is_function(fun, 2), do: mapfoldr_1(fun, acc, :lists.reverse(list), [])

  defp mapfoldr_1(fun, acc, [head | tail], mapped) do
    {value, acc} = fun.(head, acc)
    mapfoldr_1(fun, acc, tail, [value | mapped])
  end

  defp mapfoldr_1(_fun, acc, [], mapped), do: {mapped, acc}

  @doc """
  The greatest element.

      iex> :lists.max([1, 3, 2])
      3
  """
  @spec max([elem, ...]) :: elem when elem: term()
  def max([head | tail]), do: max_1(tail, head)

  defp max_1([head | tail], max) when head > max, do: max_1(tail, head)
  defp max_1([_ | tail], max), do: max_1(tail, max)
  defp max_1([], max), do: max

  @doc """
  The least element.

      iex> :lists.min([3, 1, 2])
      1
  """
  @spec min([elem, ...]) :: elem when elem: term()
  def min([head | tail]), do: min_1(tail, head)

  defp min_1([head | tail], min) when head < min, do: min_1(tail, head)
  defp min_1([_ | tail], min), do: min_1(tail, min)
  defp min_1([], min), do: min

  @doc """
  Merges sorted lists.

      iex> :lists.merge([[1, 4], [2, 5], [3]])
      [1, 2, 3, 4, 5]
  """
  @spec merge([[elem]]) :: [elem] when elem: term()
  def merge([]), do: []
  def merge([list]), do: list
  def merge([first, second | rest]), do: merge([merge(first, second) | rest])

  @doc """
  Merges two sorted lists.

      iex> :lists.merge([1, 3], [2, 4])
      [1, 2, 3, 4]
  """
  @spec merge([a], [b]) :: [a | b] when a: term(), b: term()
  def merge([a | left] = l1, [b | right] = l2) do
    if a <= b, do: [a | merge(left, l2)], else: [b | merge(l1, right)]
  end

  def merge([], list), do: list
  def merge(list, []), do: list

  @doc """
  Merges two lists sorted by `fun`.

      iex> :lists.merge(&>=/2, [3, 1], [4, 2])
      [4, 3, 2, 1]
  """
  @spec merge((a, b -> boolean()), [a], [b]) :: [a | b] when a: term(), b: term()
  def merge(fun, l1, l2) when is_function(fun, 2), do: merge_by(fun, l1, l2)

  @doc """
  Merges three sorted lists.

      iex> :lists.merge3([1, 4], [2], [3])
      [1, 2, 3, 4]
  """
  @spec merge3([a], [b], [c]) :: [a | b | c] when a: term(), b: term(), c: term()
  def merge3(l1, l2, l3), do: merge(merge(l1, l2), l3)

  @doc """
  Merges sorted lists without duplicates.

      iex> :lists.umerge([[1, 2], [2, 3], [3]])
      [1, 2, 3]
  """
  @spec umerge([[elem]]) :: [elem] when elem: term()
  def umerge([]), do: []
  def umerge([list]), do: list
  def umerge([first, second | rest]), do: umerge([umerge(first, second) | rest])

  @doc """
  Merges two sorted lists without duplicates; of equal elements the first list's stays.

      iex> :lists.umerge([1, 2], [2, 3])
      [1, 2, 3]
  """
  @spec umerge([a], [b]) :: [a | b] when a: term(), b: term()
  def umerge([a | left] = l1, [b | right] = l2) do
    cond do
      a < b -> [a | umerge(left, l2)]
      a == b -> umerge(l1, right)
      true -> [b | umerge(l1, right)]
    end
  end

  def umerge([], list), do: list
  def umerge(list, []), do: list

  @doc """
  Merges two lists sorted by `fun` without duplicates.

      iex> :lists.umerge(&>=/2, [2, 1], [3, 2])
      [3, 2, 1]
  """
  @spec umerge((a, b -> boolean()), [a], [b]) :: [a | b] when a: term(), b: term()
  def umerge(fun, l1, l2) when is_function(fun, 2), do: unique_by(fun, merge_by(fun, l1, l2))

  @doc """
  Merges three sorted lists without duplicates.

      iex> :lists.umerge3([1, 2], [2], [2, 3])
      [1, 2, 3]
  """
  @spec umerge3([a], [b], [c]) :: [a | b | c] when a: term(), b: term(), c: term()
  def umerge3(l1, l2, l3), do: umerge(umerge(l1, l2), l3)

  @doc """
  Splits into the elements for which `pred` holds and the others.

      iex> :lists.partition(&(&1 > 1), [1, 2, 3])
      {[2, 3], [1]}
  """
  @spec partition((elem -> boolean()), [elem]) :: {satisfying :: [elem], others :: [elem]} when elem: term()
  def partition(pred, list) when is_function(pred, 1), do: partition_1(pred, list, [], [])

  defp partition_1(pred, [head | tail], yes, no) do
    case pred.(head) do
      true -> partition_1(pred, tail, [head | yes], no)
      false -> partition_1(pred, tail, yes, [head | no])
    end
  end

  defp partition_1(_pred, [], yes, no), do: {:lists.reverse(yes), :lists.reverse(no)}

  @doc """
  True when the second list starts with the first.

      iex> :lists.prefix([1, 2], [1, 2, 3])
      true
  """
  @spec prefix(prefix :: list(), list()) :: boolean()
  def prefix([head | prefix], [head | list]), do: prefix(prefix, list)
  def prefix([], list) when is_list(list), do: true
  def prefix([_ | _], list) when is_list(list), do: false

  @doc """
  True when the second list ends with the first.

      iex> :lists.suffix([2, 3], [1, 2, 3])
      true
  """
  @spec suffix(suffix :: list(), list()) :: boolean()
  def suffix(suffix, list) do
    skip = length(list) - length(suffix)
    skip >= 0 and :lists.nthtail(skip, list) === suffix
  end

  @doc """
  The first element for which `pred` holds, as `{value, element}`, or `false`.

      iex> :lists.search(&(&1 > 1), [1, 2, 3])
      {:value, 2}
      iex> :lists.search(&(&1 > 5), [1, 2, 3])
      false
  """
  @spec search((elem -> boolean()), [elem]) :: {:value, elem} | false when elem: term()
  def search(pred, list) when is_function(pred, 1), do: search_1(pred, list)

  defp search_1(pred, [head | tail]) do
    case pred.(head) do
      true -> {:value, head}
      false -> search_1(pred, tail)
    end
  end

  defp search_1(_pred, []), do: false

  @doc """
  The integers from `first` to `last` in steps.

      iex> :lists.seq(1, 9, 3)
      [1, 4, 7]
  """
  @spec seq(from :: integer(), to :: integer(), increment :: integer()) :: [integer()]
  def seq(first, last, step)
      when is_integer(first) and is_integer(last) and is_integer(step) and
             ((step > 0 and first - step <= last) or (step < 0 and first - step >= last)),
      do: seq_1(first, last, step)

  def seq(same, same, 0) when is_integer(same), do: [same]
  def seq(first, last, step), do: :erlang.error(:badarg, [first, last, step])

  defp seq_1(first, last, step) when (step > 0 and first <= last) or (step < 0 and first >= last),
    do: [first | seq_1(first + step, last, step)]

  defp seq_1(_first, _last, _step), do: []

  @doc """
  Sorts by `fun`, which holds when its first argument may come first; stable.

      iex> :lists.sort(&>=/2, [1, 3, 2])
      [3, 2, 1]
  """
  @spec sort((elem, elem -> boolean()), [elem]) :: [elem] when elem: term()
  def sort(fun, list) when is_function(fun, 2) do
    case length(list) do
      0 -> []
      size -> elem(sort_some(fun, list, size), 0)
    end
  end

  # Sorts the first `size` elements; returns them and the rest.
  defp sort_some(_fun, [a | rest], 1), do: {[a], rest}

  defp sort_some(fun, [a, b | rest], 2) do
    if fun.(a, b), do: {[a, b], rest}, else: {[b, a], rest}
  end

  defp sort_some(fun, list, size) do
    half = :erlang.bsr(size, 1)
    {left, rest} = sort_some(fun, list, half)
    {right, rest} = sort_some(fun, rest, size - half)
    {merge_by(fun, left, right), rest}
  end

  defp merge_by(fun, [a | left] = l1, [b | right] = l2) do
    if fun.(a, b), do: [a | merge_by(fun, left, l2)], else: [b | merge_by(fun, l1, right)]
  end

  defp merge_by(_fun, [], list), do: list
  defp merge_by(_fun, list, []), do: list

  @doc """
  Sorts by `fun` and leaves one of equal elements.

      iex> :lists.usort(&>=/2, [1, 3, 2, 3])
      [3, 2, 1]
  """
  @spec usort((elem, elem -> boolean()), [elem]) :: [elem] when elem: term()
  def usort(fun, list) when is_function(fun, 2), do: unique_by(fun, sort(fun, list))

  defp unique_by(fun, [a, b | rest]) do
    if fun.(a, b) and fun.(b, a), do: unique_by(fun, [a | rest]), else: [a | unique_by(fun, [b | rest])]
  end

  defp unique_by(_fun, list), do: list

  @doc """
  Splits after `count` elements.

      iex> :lists.split(1, [1, 2, 3])
      {[1], [2, 3]}
  """
  @spec split(non_neg_integer(), [elem]) :: {[elem], [elem]} when elem: term()
  def split(count, list) when is_integer(count) and count >= 0 and is_list(list), do: split_1(count, list, [], count, list)

  defp split_1(0, rest, acc, _count, _list), do: {:lists.reverse(acc), rest}
  defp split_1(left, [head | tail], acc, count, list), do: split_1(left - 1, tail, [head | acc], count, list)
  defp split_1(_left, [], _acc, count, list), do: :erlang.error(:badarg, [count, list])

  @doc """
  Splits at the first element for which `pred` does not hold.

      iex> :lists.splitwith(&(&1 < 2), [1, 2, 1])
      {[1], [2, 1]}
  """
  @spec splitwith((elem -> boolean()), [elem]) :: {[elem], [elem]} when elem: term()
  def splitwith(pred, list) when is_function(pred, 1), do: splitwith_1(pred, list, [])

  defp splitwith_1(pred, [head | tail] = list, acc) do
    case pred.(head) do
      true -> splitwith_1(pred, tail, [head | acc])
      false -> {:lists.reverse(acc), list}
    end
  end

  defp splitwith_1(_pred, [], acc), do: {:lists.reverse(acc), []}

  @doc """
  The first `length` elements.

      iex> :lists.sublist([1, 2, 3], 2)
      [1, 2]
  """
  @spec sublist([elem], length :: non_neg_integer()) :: [elem] when elem: term()
  def sublist(list, length) when is_integer(length) and is_list(list) and length >= 0, do: sublist_1(list, length)

  @doc """
  At most `length` elements from a position that starts at 1.

      iex> :lists.sublist([1, 2, 3, 4], 2, 2)
      [2, 3]
  """
  @spec sublist([elem], start :: pos_integer(), length :: non_neg_integer()) :: [elem] when elem: term()
  def sublist(list, start, length) when is_integer(start) and start >= 1 and is_integer(length) and length >= 0,
    do: sublist_1(skip(list, start - 1), length)

  defp sublist_1([head | tail], length) when length > 0, do: [head | sublist_1(tail, length - 1)]
  defp sublist_1(_list, _length), do: []

  defp skip(list, 0), do: list
  defp skip([_ | tail], count), do: skip(tail, count - 1)
  defp skip([], _count), do: []

  @doc """
  The sum of the elements.

      iex> :lists.sum([1, 2.5])
      3.5
  """
  @spec sum([number()]) :: number()
  def sum(list), do: sum_1(list, 0)

  defp sum_1([head | tail], acc), do: sum_1(tail, acc + head)
  defp sum_1([], acc), do: acc

  @doc """
  Takes elements while `pred` holds.

      iex> :lists.takewhile(&(&1 < 2), [1, 2, 1])
      [1]
  """
  @spec takewhile((elem -> boolean()), [elem]) :: [elem] when elem: term()
  def takewhile(pred, list) when is_function(pred, 1), do: takewhile_1(pred, list)

  defp takewhile_1(pred, [head | tail]) do
    case pred.(head) do
      true -> [head | takewhile_1(pred, tail)]
      false -> []
    end
  end

  defp takewhile_1(_pred, []), do: []

  @doc """
  The elements without later duplicates.

      iex> :lists.uniq([1, 2, 1])
      [1, 2]
  """
  @spec uniq([elem]) :: [elem] when elem: term()
  def uniq(list), do: uniq_1(list, %{})

  defp uniq_1([head | tail], seen) do
    if is_map_key(seen, head), do: uniq_1(tail, seen), else: [head | uniq_1(tail, :maps.put(head, true, seen))]
  end

  defp uniq_1([], _seen), do: []

  @doc """
  The elements without those for which `fun` gave a value before.

      iex> :lists.uniq(&rem(&1, 2), [1, 2, 3])
      [1, 2]
  """
  @spec uniq((elem -> term()), [elem]) :: [elem] when elem: term()
  def uniq(fun, list) when is_function(fun, 1), do: uniq_2(fun, list, %{})

  defp uniq_2(fun, [head | tail], seen) do
    key = fun.(head)
    if is_map_key(seen, key), do: uniq_2(fun, tail, seen), else: [head | uniq_2(fun, tail, :maps.put(key, true, seen))]
  end

  defp uniq_2(_fun, [], _seen), do: []

  @doc """
  Takes pairs apart.

      iex> :lists.unzip(a: 1, b: 2)
      {[:a, :b], [1, 2]}
  """
  @spec unzip([{a, b}]) :: {[a], [b]} when a: term(), b: term()
  def unzip(list), do: unzip(list, [], [])

  defp unzip([{a, b} | rest], as, bs), do: unzip(rest, [a | as], [b | bs])
  defp unzip([], as, bs), do: {:lists.reverse(as), :lists.reverse(bs)}

  @doc """
  Takes triples apart.

      iex> :lists.unzip3([{1, 2, 3}, {4, 5, 6}])
      {[1, 4], [2, 5], [3, 6]}
  """
  @spec unzip3([{a, b, c}]) :: {[a], [b], [c]} when a: term(), b: term(), c: term()
  def unzip3(list), do: unzip3(list, [], [], [])

  defp unzip3([{a, b, c} | rest], as, bs, cs), do: unzip3(rest, [a | as], [b | bs], [c | cs])
  defp unzip3([], as, bs, cs), do: {:lists.reverse(as), :lists.reverse(bs), :lists.reverse(cs)}

  @doc """
  Joins two lists of the same length into pairs.

      iex> :lists.zip([1, 2], [:a, :b])
      [{1, :a}, {2, :b}]
  """
  @spec zip([a], [b]) :: [{a, b}] when a: term(), b: term()
  def zip(left, right), do: zip(left, right, :fail)

  @doc """
  Like `zip/2`; `how` is `:fail`, `:trim` or `{:pad, {a, b}}`.

      iex> :lists.zip([1, 2], [:a], :trim)
      [{1, :a}]
      iex> :lists.zip([1, 2], [:a], {:pad, {0, :none}})
      [{1, :a}, {2, :none}]
  """
  @spec zip([a], [b], :fail | :trim | {:pad, {a, b}}) :: [{a, b}] when a: term(), b: term()
  def zip([a | left], [b | right], how), do: [{a, b} | zip(left, right, how)]
  def zip([], [], _how), do: []
  def zip(left, right, :trim) when left == [] or right == [], do: []
  def zip([a | left], [], {:pad, {_, b}} = how), do: [{a, b} | zip(left, [], how)]
  def zip([], [b | right], {:pad, {a, _}} = how), do: [{a, b} | zip([], right, how)]

  @doc """
  Joins three lists of the same length into triples.

      iex> :lists.zip3([1], [2], [3])
      [{1, 2, 3}]
  """
  @spec zip3([a], [b], [c]) :: [{a, b, c}] when a: term(), b: term(), c: term()
  def zip3([a | as], [b | bs], [c | cs]), do: [{a, b, c} | zip3(as, bs, cs)]
  def zip3([], [], []), do: []

  @doc """
  Calls `fun` with corresponding elements of two lists of the same length.

      iex> :lists.zipwith(&+/2, [1, 2], [10, 20])
      [11, 22]
  """
  @spec zipwith((a, b -> result), [a], [b]) :: [result] when a: term(), b: term(), result: term()
  def zipwith(fun, [a | left], [b | right]), do: [fun.(a, b) | zipwith(fun, left, right)]
  def zipwith(fun, [], []) when is_function(fun, 2), do: []

  @doc """
  Calls `fun` with corresponding elements of three lists of the same length.

      iex> :lists.zipwith3(fn a, b, c -> a + b + c end, [1], [2], [3])
      [6]
  """
  @spec zipwith3((a, b, c -> result), [a], [b], [c]) :: [result] when a: term(), b: term(), c: term(), result: term()
  def zipwith3(fun, [a | as], [b | bs], [c | cs]), do: [fun.(a, b, c) | zipwith3(fun, as, bs, cs)]
  def zipwith3(fun, [], [], []) when is_function(fun, 3), do: []
end
