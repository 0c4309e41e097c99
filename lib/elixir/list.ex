defmodule List do
  @moduledoc """
  Functions on lists; those that work on any enumerable are in `Enum`.
  """

  @doc """
  Deletes the first element that is equal.

      iex> List.delete([1, 2, 1], 1)
      [2, 1]
  """
  @spec delete(list(), any()) :: list()
  def delete(list, element)
  def delete([element | list], element), do: list
  def delete([other | list], element), do: [other | delete(list, element)]
  def delete([], _element), do: []

  @doc """
  A list of `n` times the same element.

      iex> List.duplicate(:a, 2)
      [:a, :a]
  """
  @spec duplicate(elem, non_neg_integer()) :: [elem] when elem: var
  def duplicate(elem, n) when is_integer(n) and n >= 0, do: :lists.duplicate(n, elem)

  @doc """
  A list without nesting.

      iex> List.flatten([1, [2, [3]]])
      [1, 2, 3]
  """
  @spec flatten(deep_list) :: list() when deep_list: [any() | deep_list]
  def flatten(list), do: :lists.flatten(list)

  @doc """
  A list without nesting, followed by `tail`.

      iex> List.flatten([1, [2]], [3])
      [1, 2, 3]
  """
  @spec flatten(deep_list, [elem]) :: [elem] when deep_list: [elem | deep_list], elem: var
  def flatten(list, tail), do: :lists.flatten(list, tail)

  @doc """
  Reduces from the left.

      iex> List.foldl([5, 5], 10, fn x, acc -> x + acc end)
      20
  """
  @spec foldl([elem], acc, (elem, acc -> acc)) :: acc when elem: var, acc: var
  def foldl(list, acc, fun) when is_list(list) and is_function(fun), do: :lists.foldl(fun, acc, list)

  @doc """
  Reduces from the right.

      iex> List.foldr([1, 2, 3], [], &[&1 | &2])
      [1, 2, 3]
  """
  @spec foldr([elem], acc, (elem, acc -> acc)) :: acc when elem: var, acc: var
  def foldr(list, acc, fun) when is_list(list) and is_function(fun), do: :lists.foldr(fun, acc, list)

  @doc """
  The first element, or the default.

      iex> List.first([], 1)
      1
  """
  @spec first([elem], default) :: elem | default when elem: var, default: var
  def first(list, default \\ nil)
  def first([], default), do: default
  def first([head | _], _default), do: head

  @doc """
  The last element, or the default.

      iex> List.last([1, 2])
      2
  """
  @spec last([elem], default) :: elem | default when elem: var, default: var
  def last(list, default \\ nil)
  def last([], default), do: default
  def last([head], _default), do: head
  def last([_ | tail], default), do: last(tail, default)

  @doc """
  The first tuple with the key at a position.

      iex> List.keyfind([a: 1, b: 2], :b, 0)
      {:b, 2}
  """
  @spec keyfind([tuple()], any(), non_neg_integer(), default) :: tuple() | default when default: any()
  def keyfind(list, key, position, default \\ nil) when is_integer(position) do
    :lists.keyfind(key, position + 1, list) || default
  end

  @doc """
  Like `keyfind/4`; raises a `KeyError` when there is none.

      iex> List.keyfind!([a: 1], :a, 0)
      {:a, 1}
  """
  @spec keyfind!([tuple()], any(), non_neg_integer()) :: tuple()
  def keyfind!(list, key, position) when is_integer(position) do
    :lists.keyfind(key, position + 1, list) ||
      raise KeyError,
        key: key,
        term: list,
        message: "key #{inspect(key)} at position #{inspect(position)} not found in: #{inspect(list)}"
  end

  @doc """
  True when some tuple has the key at a position.

      iex> List.keymember?([a: 1], :a, 0)
      true
  """
  @spec keymember?([tuple()], any(), non_neg_integer()) :: boolean()
  def keymember?(list, key, position) when is_integer(position), do: :lists.keymember(key, position + 1, list)

  @doc """
  Replaces the first tuple with the key at a position.

      iex> List.keyreplace([a: 1], :a, 0, {:a, 2})
      [a: 2]
  """
  @spec keyreplace([tuple()], any(), non_neg_integer(), tuple()) :: [tuple()]
  def keyreplace(list, key, position, new_tuple) when is_integer(position),
    do: :lists.keyreplace(key, position + 1, list, new_tuple)

  @doc """
  Sorts tuples by the element at a position.

      iex> List.keysort([b: 1, a: 2], 0)
      [a: 2, b: 1]
  """
  @spec keysort([tuple()], non_neg_integer(), (any(), any() -> boolean()) | :asc | :desc | module() | {:asc | :desc, module()}) :: [tuple()]
  def keysort(list, position, sorter \\ :asc)
  def keysort(list, position, :asc) when is_integer(position), do: :lists.keysort(position + 1, list)

  def keysort(list, position, sorter) when is_integer(position),
    do: Enum.sort_by(list, fn tuple -> elem(tuple, position) end, sorter)

  @doc """
  Replaces or adds a tuple.

      iex> List.keystore([a: 1], :b, 0, {:b, 2})
      [a: 1, b: 2]
  """
  @spec keystore([tuple()], any(), non_neg_integer(), tuple()) :: [tuple(), ...]
  def keystore(list, key, position, new_tuple) when is_integer(position),
    do: :lists.keystore(key, position + 1, list, new_tuple)

  @doc """
  Deletes the first tuple with the key at a position.

      iex> List.keydelete([a: 1, b: 2], :a, 0)
      [b: 2]
  """
  @spec keydelete([tuple()], any(), non_neg_integer()) :: [tuple()]
  def keydelete(list, key, position) when is_integer(position), do: :lists.keydelete(key, position + 1, list)

  @doc """
  Takes the first tuple with the key at a position out.

      iex> List.keytake([a: 1, b: 2], :a, 0)
      {{:a, 1}, [b: 2]}
  """
  @spec keytake([tuple()], any(), non_neg_integer()) :: {tuple(), [tuple()]} | nil
  def keytake(list, key, position) when is_integer(position) do
    case :lists.keytake(key, position + 1, list) do
      {:value, element, list} -> {element, list}
      false -> nil
    end
  end

  @doc """
  The term in a list, unless it is a list already; `nil` gives an empty one.

      iex> List.wrap(1)
      [1]
      iex> List.wrap(nil)
      []
  """
  @spec wrap(term()) :: maybe_improper_list()
  def wrap(term)
  def wrap(list) when is_list(list), do: list
  def wrap(nil), do: []
  def wrap(term), do: [term]

  @doc """
  Joins corresponding elements of several lists into tuples.

      iex> List.zip([[1, 2], [3, 4]])
      [{1, 3}, {2, 4}]
  """
  @deprecated "Use Enum.zip/1 instead"
  @spec zip([list()]) :: [tuple()]
  def zip(list_of_lists) when is_list(list_of_lists), do: Enum.zip(list_of_lists)

  @doc """
  True when all elements are printable ASCII characters.

      iex> List.ascii_printable?([?a, ?b])
      true
      iex> List.ascii_printable?([0])
      false
  """
  @spec ascii_printable?(list(), :infinity | non_neg_integer()) :: boolean()
  def ascii_printable?(list, limit \\ :infinity)

  def ascii_printable?(list, :infinity) when is_list(list), do: ascii_printable_all?(list)

  def ascii_printable?(list, limit) when is_list(list) and is_integer(limit) and limit >= 0,
    do: ascii_printable_limit?(list, limit)

  defp ascii_printable_all?([char | rest])
       when (is_integer(char) and char >= 32 and char <= 126) or (is_integer(char) and char >= 7 and char <= 13) or char == 27,
       do: ascii_printable_all?(rest)

  defp ascii_printable_all?(rest), do: rest == []

  defp ascii_printable_limit?(_list, 0), do: true

  defp ascii_printable_limit?([char | rest], limit)
       when (is_integer(char) and char >= 32 and char <= 126) or (is_integer(char) and char >= 7 and char <= 13) or char == 27,
       do: ascii_printable_limit?(rest, limit - 1)

  defp ascii_printable_limit?(rest, _limit), do: rest == []

  @doc """
  True when the list is improper.

      iex> List.improper?([1 | 2])
      true
  """
  @spec improper?(maybe_improper_list()) :: boolean()
  def improper?(list)
  def improper?([]), do: false
  def improper?([_ | rest]) when is_list(rest), do: improper?(rest)
  def improper?([_ | _]), do: true

  @doc """
  Inserts an element at an index.

      iex> List.insert_at([1, 2], 1, 0)
      [1, 0, 2]
      iex> List.insert_at([1, 2], -1, 0)
      [1, 2, 0]
  """
  @spec insert_at(list(), index :: integer(), value :: any()) :: list()
  def insert_at(list, index, value) when is_list(list) and is_integer(index) do
    case index do
      -1 -> list ++ [value]
      _ when index < 0 -> insert(list, :erlang.max(length(list) + index + 1, 0), value)
      _ -> insert(list, index, value)
    end
  end

  defp insert([], _index, value), do: [value]
  defp insert(list, 0, value), do: [value | list]
  defp insert([head | tail], index, value), do: [head | insert(tail, index - 1, value)]

  @doc """
  Replaces the element at an index.

      iex> List.replace_at([1, 2], 0, :a)
      [:a, 2]
  """
  @spec replace_at(list(), index :: integer(), value :: any()) :: list()
  def replace_at(list, index, value) when is_list(list) and is_integer(index),
    do: change(list, position(list, index), fn _ -> value end)

  @doc """
  Replaces the element at an index by what `fun` makes of it.

      iex> List.update_at([1, 2], -1, &(&1 * 10))
      [1, 20]
  """
  @spec update_at([elem], index :: integer(), (elem -> any())) :: list() when elem: var
  def update_at(list, index, fun) when is_list(list) and is_integer(index) and is_function(fun, 1),
    do: change(list, position(list, index), fun)

  defp position(_list, index) when index >= 0, do: index
  defp position(list, index), do: length(list) + index

  defp change(list, index, _fun) when index < 0, do: list
  defp change([], _index, _fun), do: []
  defp change([head | tail], 0, fun), do: [fun.(head) | tail]
  defp change([head | tail], index, fun), do: [head | change(tail, index - 1, fun)]

  @doc """
  Deletes the element at an index.

      iex> List.delete_at([1, 2, 3], 1)
      [1, 3]
  """
  @spec delete_at(list(), index :: integer()) :: list()
  def delete_at(list, index) when is_integer(index), do: elem(pop_at(list, index), 1)

  @doc """
  Takes the element at an index out; the default when there is none.

      iex> List.pop_at([1, 2, 3], 0)
      {1, [2, 3]}
  """
  @spec pop_at(list(), index :: integer(), default :: any()) :: {any(), list()}
  def pop_at(list, index, default \\ nil) when is_integer(index), do: pop(list, position(list, index), default, [], list)

  defp pop(_rest, index, default, _acc, list) when index < 0, do: {default, list}
  defp pop([], _index, default, _acc, list), do: {default, list}
  defp pop([head | tail], 0, _default, acc, _list), do: {head, :lists.reverse(acc, tail)}
  defp pop([head | tail], index, default, acc, list), do: pop(tail, index - 1, default, [head | acc], list)

  @doc """
  True when the list starts with the other.

      iex> List.starts_with?([1, 2, 3], [1, 2])
      true
  """
  @spec starts_with?(list(), prefix :: list()) :: boolean()
  def starts_with?(list, prefix)
  def starts_with?([head | tail], [head | prefix]), do: starts_with?(tail, prefix)
  def starts_with?(list, []) when is_list(list), do: true
  def starts_with?(list, [_ | _]) when is_list(list), do: false

  @doc """
  True when the list ends with the other.

      iex> List.ends_with?([1, 2, 3], [2, 3])
      true
  """
  @spec ends_with?(list(), suffix :: list()) :: boolean()
  def ends_with?(list, suffix) when is_list(list) and is_list(suffix) do
    skip = length(list) - length(suffix)
    skip >= 0 and :lists.nthtail(skip, list) === suffix
  end

  @doc """
  An atom of the characters of a charlist.

      iex> List.to_atom([?a])
      :a
  """
  @spec to_atom(charlist()) :: atom()
  def to_atom(charlist), do: :erlang.list_to_atom(charlist)

  @doc """
  Like `to_atom/1`, for atoms that exist.

      iex> List.to_existing_atom(~c"ok")
      :ok
  """
  @spec to_existing_atom(charlist()) :: atom()
  def to_existing_atom(charlist), do: :erlang.list_to_existing_atom(charlist)

  @doc """
  A float from its text.

      iex> List.to_float(~c"2.5")
      2.5
  """
  @spec to_float(charlist()) :: float()
  def to_float(charlist), do: :erlang.list_to_float(charlist)

  @doc """
  An integer from its text.

      iex> List.to_integer(~c"-12")
      -12
  """
  @spec to_integer(charlist()) :: integer()
  def to_integer(charlist), do: :erlang.list_to_integer(charlist)

  @doc """
  An integer from its text in a base.

      iex> List.to_integer(~c"ff", 16)
      255
  """
  @spec to_integer(charlist(), 2..36) :: integer()
  def to_integer(charlist, base), do: :erlang.list_to_integer(charlist, base)

  @doc """
  A tuple of the elements.

      iex> List.to_tuple([1, 2])
      {1, 2}
  """
  @spec to_tuple(list()) :: tuple()
  def to_tuple(list), do: :erlang.list_to_tuple(list)

  @doc """
  A string of characters, strings and lists of them.

      iex> List.to_string([?a, "b", [~c"c"]])
      "abc"
  """
  @spec to_string(:unicode.charlist()) :: String.t()
  def to_string(list) when is_list(list) do
    try do
      :unicode.characters_to_binary(list)
    rescue
      ArgumentError -> not_chardata(list, "string")
    else
      result when is_binary(result) -> result
      {:error, encoded, rest} -> raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :invalid
      {:incomplete, encoded, rest} -> raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :incomplete
    end
  end

  @doc """
  A charlist of characters, strings and lists of them.

      iex> List.to_charlist([?a, "b"])
      [?a, ?b]
  """
  @spec to_charlist(:unicode.charlist()) :: charlist()
  def to_charlist(list) when is_list(list) do
    try do
      :unicode.characters_to_list(list)
    rescue
      ArgumentError -> not_chardata(list, "charlist")
    else
      result when is_list(result) -> result
      {:error, encoded, rest} -> raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :invalid
      {:incomplete, encoded, rest} -> raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :incomplete
    end
  end

  defp not_chardata(list, target) do
    raise ArgumentError, """
    cannot convert the given list to a #{target}.

    To be converted to a #{target}, a list must either be empty or only
    contain the following elements:

      * strings
      * integers representing Unicode code points
      * a list containing one of these three elements

    Please check the given list or call inspect/1 to get the list representation, got:

    #{inspect(list)}
    """
  end

  @doc """
  An edit script that turns one list into another.

      iex> List.myers_difference([1, 4, 2, 3], [1, 2, 3, 4])
      [eq: [1], del: [4], eq: [2, 3], ins: [4]]
  """
  @spec myers_difference(list(), list()) :: [{:eq | :ins | :del, list()}]
  def myers_difference(list1, list2) when is_list(list1) and is_list(list2), do: difference(list1, list2, nil)

  @doc """
  Like `myers_difference/2`; `diff_script` may look for differences inside a pair of elements.

      iex> List.myers_difference(["a", "db"], ["a", "dc"], fn a, b -> String.myers_difference(a, b) end)
      [eq: ["a"], diff: [eq: "d", del: "b", ins: "c"]]
  """
  @spec myers_difference(list(), list(), diff_script) :: [{:eq | :ins | :del | :diff, list()}] when diff_script: (term(), term() -> script :: list() | nil)
  def myers_difference(list1, list2, diff_script)
      when is_list(list1) and is_list(list2) and is_function(diff_script),
      do: difference(list1, list2, diff_script)

  # The greedy algorithm of E. Myers: the furthest path of each diagonal, one
  # edit longer in each round. A path is {taken, rest1, rest2, edits}, where taken
  # counts the elements of the first list that it is past.
  defp difference(list1, list2, script), do: rounds(0, [{0, list1, list2, []}], script)

  defp rounds(envelope, paths, script) do
    case follow_all(paths, [], script) do
      {:done, edits} -> compact(edits, [])
      {:next, paths} -> rounds(envelope + 1, branch(paths), script)
    end
  end

  defp follow_all([path | rest], acc, script) do
    case snake(path, script) do
      {:done, edits} -> {:done, edits}
      path -> follow_all(rest, [path | acc], script)
    end
  end

  defp follow_all([], acc, _script), do: {:next, :lists.reverse(acc)}

  defp snake({y, [elem | rest1], [elem | rest2], edits}, script),
    do: snake({y + 1, rest1, rest2, [{:eq, elem} | edits]}, script)

  defp snake({y, [elem1 | rest1], [elem2 | rest2], edits} = path, script) when script != nil do
    case script.(elem1, elem2) do
      nil -> path
      diff -> snake({y + 1, rest1, rest2, [{:diff, diff} | edits]}, script)
    end
  end

  defp snake({_y, [], [], edits}, _script), do: {:done, edits}
  defp snake(path, _script), do: path

  # From n paths, ordered from the diagonal furthest down, n + 1 come about.
  defp branch([first | _] = paths), do: [down(first) | branch_between(paths)]

  defp branch_between([path1, path2 | rest]), do: [better(path1, path2) | branch_between([path2 | rest])]
  defp branch_between([last]), do: [right(last)]

  defp better({y1, _, _, _} = path1, {y2, _, _, _} = path2), do: if(y1 > y2, do: right(path1), else: down(path2))

  # Down leaves an element of the first list out, right takes one of the second in.
  defp down({y, [elem | rest1], rest2, edits}), do: {y + 1, rest1, rest2, [{:del, elem} | edits]}
  defp down({y, [], rest2, edits}), do: {y + 1, [], rest2, edits}

  defp right({y, rest1, [elem | rest2], edits}), do: {y, rest1, rest2, [{:ins, elem} | edits]}
  defp right({y, rest1, [], edits}), do: {y, rest1, [], edits}

  # What is put in and then stands there again comes first: longer equal parts are read more easily.
  defp compact(edits, [{:eq, elems}, {:ins, elems}, {:eq, others} | acc]) when edits == [] or elem(hd(edits), 0) != :eq,
    do: compact(edits, [{:ins, elems}, {:eq, elems ++ others} | acc])

  defp compact([], acc), do: acc
  defp compact([{:diff, diff} | rest], acc), do: compact(rest, [{:diff, diff} | acc])
  defp compact([{kind, elem} | rest], [{kind, result} | acc]), do: compact(rest, [{kind, [elem | result]} | acc])
  defp compact([{kind, elem} | rest], acc), do: compact(rest, [{kind, [elem]} | acc])
end
