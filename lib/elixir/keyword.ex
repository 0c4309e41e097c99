defmodule Keyword do
  @moduledoc """
  Functions on keyword lists: lists of pairs whose first elements are atoms.
  """

  @type key() :: atom()
  @type value() :: any()
  @type default() :: any()
  @type t() :: [{key(), value()}]
  @type t(value) :: [{key(), value}]

  @doc """
  True when the term is a keyword list.

      iex> Keyword.keyword?(a: 1)
      true
      iex> Keyword.keyword?([{"a", 1}])
      false
  """
  @spec keyword?(term()) :: boolean()
  def keyword?([{key, _value} | rest]) when is_atom(key), do: keyword?(rest)
  def keyword?([]), do: true
  def keyword?(_other), do: false

  @doc """
  An empty keyword list.

      iex> Keyword.new()
      []
  """
  @spec new() :: []
  def new(), do: []

  @doc """
  A keyword list of the pairs in an enumerable; later duplicates win.

      iex> Keyword.new(a: 1, a: 2)
      [a: 2]
  """
  @spec new(Enumerable.t()) :: t()
  def new(pairs), do: new(pairs, fn pair -> pair end)

  @doc """
  A keyword list of what `transform` makes of the elements.

      iex> Keyword.new([:a], &{&1, 1})
      [a: 1]
  """
  @spec new(Enumerable.t(), (term() -> {key(), value()})) :: t()
  def new(pairs, transform) when is_function(transform, 1) do
    :lists.reverse(
      Enum.reduce(pairs, [], fn entry, acc ->
        {key, value} = transform.(entry)
        put(acc, key, value)
      end)
    )
  end

  @doc """
  A keyword list with the given keys, all with the same value.

      iex> Keyword.from_keys([:a, :b], 0)
      [a: 0, b: 0]
  """
  @spec from_keys([key()], value()) :: t(value())
  def from_keys(keys, value) when is_list(keys), do: Enum.map(keys, fn key when is_atom(key) -> {key, value} end)

  @doc """
  Checks the keys against those allowed, which may have defaults.

      iex> Keyword.validate([a: 1], [:a, b: 2])
      {:ok, [b: 2, a: 1]}
      iex> Keyword.validate([c: 1], [:a])
      {:error, [:c]}
  """
  @spec validate(keyword(), values :: [atom() | {atom(), term()}]) :: {:ok, keyword()} | {:error, [atom()]}
  def validate(keyword, values) when is_list(keyword) and is_list(values),
    do: validate(keyword, values, [], [], [])

  defp validate([{key, _} = pair | rest], names, pairs, defaults, bad) when is_atom(key) do
    case take_name(names, key, []) do
      {_name, names} -> validate(rest, names, [pair | pairs], defaults, bad)
      :error -> if :lists.keymember(key, 1, pairs), do: validate(rest, names, [pair | pairs], defaults, [key | bad]), else: validate(rest, names, pairs, defaults, [key | bad])
    end
  end

  defp validate([], names, pairs, _defaults, []) do
    {:ok, add_defaults(names, pairs)}
  end

  defp validate([], _names, _pairs, _defaults, bad), do: {:error, bad}

  defp validate([other | _], _names, _pairs, _defaults, _bad) do
    raise ArgumentError, "expected a keyword list as first argument, got invalid entry: #{inspect(other)}"
  end

  defp take_name([name | rest], key, acc) do
    case name do
      ^key -> {name, :lists.reverse(acc, rest)}
      {^key, _} -> {name, :lists.reverse(acc, rest)}
      _ -> take_name(rest, key, [name | acc])
    end
  end

  defp take_name([], _key, _acc), do: :error

  defp add_defaults([{key, _} = pair | rest], acc) when is_atom(key), do: add_defaults(rest, [pair | acc])
  defp add_defaults([key | rest], acc) when is_atom(key), do: add_defaults(rest, acc)
  defp add_defaults([], acc), do: acc

  defp add_defaults([other | _], _acc) do
    raise ArgumentError,
          "expected the second argument to be a list of atoms or tuples, got: #{inspect(other)}"
  end

  @doc """
  Like `validate/2`, but returns the list or raises.

      iex> Keyword.validate!([a: 1], [:a])
      [a: 1]
  """
  @spec validate!(keyword(), values :: [atom() | {atom(), term()}]) :: keyword()
  def validate!(keyword, values) do
    case validate(keyword, values) do
      {:ok, keyword} ->
        keyword

      {:error, bad} ->
        allowed =
          Enum.map(values, fn
            {key, _} -> key
            key -> key
          end)

        raise ArgumentError,
              "unknown keys #{inspect(bad)} in #{inspect(keyword)}, the allowed keys are: #{inspect(allowed)}"
    end
  end

  @doc """
  The value of a key, or the default.

      iex> Keyword.get([a: 1], :b, 0)
      0
  """
  @spec get(t(), key(), default()) :: value() | default()
  def get(keywords, key, default \\ nil) when is_list(keywords) and is_atom(key) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, value} -> value
      false -> default
    end
  end

  @doc """
  The value of a key, or what `fun` returns.

      iex> Keyword.get_lazy([a: 1], :b, fn -> 2 end)
      2
  """
  @spec get_lazy(t(), key(), (-> value())) :: value()
  def get_lazy(keywords, key, fun) when is_list(keywords) and is_atom(key) and is_function(fun, 0) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, value} -> value
      false -> fun.()
    end
  end

  @doc """
  Reads and updates; `fun` returns `{answer, new_value}` or `:pop`.

      iex> Keyword.get_and_update([a: 1], :a, &{&1, &1 + 1})
      {1, [a: 2]}
  """
  @spec get_and_update(t(), key(), (value() | nil -> {current_value, new_value :: value()} | :pop)) :: {current_value, new_keywords :: t()} when current_value: value()
  def get_and_update(keywords, key, fun) when is_list(keywords) and is_atom(key),
    do: get_and_update(keywords, [], key, fun)

  defp get_and_update([{key, current} | rest], acc, key, fun) do
    case fun.(current) do
      {get, value} -> {get, :lists.reverse(acc, [{key, value} | rest])}
      :pop -> {current, :lists.reverse(acc, rest)}
      other -> bad_answer(other)
    end
  end

  defp get_and_update([{_, _} = pair | rest], acc, key, fun), do: get_and_update(rest, [pair | acc], key, fun)

  defp get_and_update([], acc, key, fun) do
    case fun.(nil) do
      {get, update} -> {get, [{key, update} | :lists.reverse(acc)]}
      :pop -> {nil, :lists.reverse(acc)}
      other -> bad_answer(other)
    end
  end

  defp bad_answer(other) do
    raise "the given function must return a two-element tuple or :pop, got: #{inspect(other)}"
  end

  @doc """
  Like `get_and_update/3`; the key must be there.

      iex> Keyword.get_and_update!([a: 1], :a, fn _ -> :pop end)
      {1, []}
  """
  @spec get_and_update!(t(), key(), (value() | nil -> {current_value, new_value :: value()} | :pop)) :: {current_value, new_keywords :: t()} when current_value: value()
  def get_and_update!(keywords, key, fun) when is_list(keywords) and is_atom(key) and is_function(fun, 1) do
    case :lists.splitwith(fn {other, _} -> other != key end, keywords) do
      {before, [{_, current} | rest]} ->
        case fun.(current) do
          {get, value} -> {get, before ++ [{key, value} | delete(rest, key)]}
          :pop -> {current, before ++ rest}
          other -> bad_answer(other)
        end

      {_, []} ->
        raise KeyError, key: key, term: keywords
    end
  end

  @doc """
  The value of a key as `{:ok, value}`, or `:error`.

      iex> Keyword.fetch([a: 1], :a)
      {:ok, 1}
  """
  @spec fetch(t(), key()) :: {:ok, value()} | :error
  def fetch(keywords, key) when is_list(keywords) and is_atom(key) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, value} -> {:ok, value}
      false -> :error
    end
  end

  @doc """
  The value of a key; raises a `KeyError` when it is missing.

      iex> Keyword.fetch!([a: 1], :a)
      1
  """
  @spec fetch!(t(), key()) :: value()
  def fetch!(keywords, key) when is_list(keywords) and is_atom(key) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, value} -> value
      false -> raise KeyError, key: key, term: keywords
    end
  end

  @doc """
  All values of a key.

      iex> Keyword.get_values([a: 1, b: 2, a: 3], :a)
      [1, 3]
  """
  @spec get_values(t(), key()) :: [value()]
  def get_values([{key, value} | rest], key) when is_atom(key), do: [value | get_values(rest, key)]
  def get_values([{_, _} | rest], key) when is_atom(key), do: get_values(rest, key)
  def get_values([], key) when is_atom(key), do: []

  @doc """
  The keys, with duplicates.

      iex> Keyword.keys(a: 1, a: 2)
      [:a, :a]
  """
  @spec keys(t()) :: [key()]
  def keys(keywords) when is_list(keywords), do: Enum.map(keywords, &key_of/1)

  defp key_of({key, _}) when is_atom(key), do: key

  defp key_of(element) do
    raise ArgumentError,
          "expected a keyword list, but an entry in the list is not a two-element tuple " <>
            "with an atom as its first element, got: #{inspect(element)}"
  end

  @doc """
  The values.

      iex> Keyword.values(a: 1, b: 2)
      [1, 2]
  """
  @spec values(t()) :: [value()]
  def values(keywords) when is_list(keywords), do: :lists.map(fn {_key, value} -> value end, keywords)

  @doc """
  Deletes all entries of a key.

      iex> Keyword.delete([a: 1, b: 2, a: 3], :a)
      [b: 2]
  """
  @spec delete(t(), key()) :: t()
  def delete(keywords, key) when is_list(keywords) and is_atom(key) do
    case :lists.keymember(key, 1, keywords) do
      true -> delete_key(keywords, key)
      _ -> keywords
    end
  end

  defp delete_key([{key, _} | rest], key), do: delete_key(rest, key)
  defp delete_key([{_, _} = pair | rest], key), do: [pair | delete_key(rest, key)]
  defp delete_key([], _key), do: []

  @doc false
  @deprecated "Use Keyword.fetch/2 + Keyword.delete/2 instead"
  def delete(keywords, key, value) when is_list(keywords) and is_atom(key),
    do: Enum.reject(keywords, &(&1 == {key, value}))

  @doc """
  Deletes the first entry of a key.

      iex> Keyword.delete_first([a: 1, a: 2], :a)
      [a: 2]
  """
  @spec delete_first(t(), key()) :: t()
  def delete_first(keywords, key) when is_list(keywords) and is_atom(key), do: :lists.keydelete(key, 1, keywords)

  @doc """
  Puts a value under a key, in the place of all its former entries.

      iex> Keyword.put([a: 1, b: 2], :a, 3)
      [a: 3, b: 2]
  """
  @spec put(t(), key(), value()) :: t()
  def put(keywords, key, value) when is_list(keywords) and is_atom(key), do: [{key, value} | delete(keywords, key)]

  @doc """
  Puts a value unless the key is there.

      iex> Keyword.put_new([a: 1], :a, 2)
      [a: 1]
  """
  @spec put_new(t(), key(), value()) :: t()
  def put_new(keywords, key, value) when is_list(keywords) and is_atom(key) do
    case :lists.keymember(key, 1, keywords) do
      true -> keywords
      false -> [{key, value} | keywords]
    end
  end

  @doc """
  Puts what `fun` returns unless the key is there.

      iex> Keyword.put_new_lazy([], :a, fn -> 1 end)
      [a: 1]
  """
  @spec put_new_lazy(t(), key(), (-> value())) :: t()
  def put_new_lazy(keywords, key, fun) when is_list(keywords) and is_atom(key) and is_function(fun, 0) do
    case :lists.keymember(key, 1, keywords) do
      true -> keywords
      false -> [{key, fun.()} | keywords]
    end
  end

  @doc """
  Puts a value when the key is there already.

      iex> Keyword.replace([a: 1, b: 2], :a, 3)
      [a: 3, b: 2]
  """
  @spec replace(t(), key(), value()) :: t()
  def replace(keywords, key, value) when is_list(keywords) and is_atom(key) do
    case keywords do
      [{^key, _} | rest] -> [{key, value} | delete(rest, key)]
      [pair | rest] -> [pair | replace(rest, key, value)]
      [] -> []
    end
  end

  @doc """
  Puts a value; the key must be there.

      iex> Keyword.replace!([a: 1], :a, 2)
      [a: 2]
  """
  @spec replace!(t(), key(), value()) :: t()
  def replace!(keywords, key, value) when is_list(keywords) and is_atom(key) do
    if has_key?(keywords, key), do: replace(keywords, key, value), else: raise(KeyError, key: key, term: keywords)
  end

  @doc """
  Replaces the value of a key by what `fun` makes of it, when the key is there.

      iex> Keyword.replace_lazy([a: 1], :a, &(&1 + 1))
      [a: 2]
  """
  @spec replace_lazy(t(), key(), (existing_value :: value() -> new_value :: value())) :: t()
  def replace_lazy(keywords, key, fun) when is_list(keywords) and is_atom(key) and is_function(fun, 1) do
    case keywords do
      [{^key, value} | rest] -> [{key, fun.(value)} | delete(rest, key)]
      [pair | rest] -> [pair | replace_lazy(rest, key, fun)]
      [] -> []
    end
  end

  @doc """
  True when both hold the same entries; the order of different keys does not matter.

      iex> Keyword.equal?([a: 1, b: 2], [b: 2, a: 1])
      true
  """
  @spec equal?(t(), t()) :: boolean()
  def equal?(left, right) when is_list(left) and is_list(right) do
    :lists.sort(left) == :lists.sort(right)
  end

  @doc """
  Merges two keyword lists; the second wins.

      iex> Keyword.merge([a: 1, b: 1], b: 2)
      [a: 1, b: 2]
  """
  @spec merge(t(), t()) :: t()
  def merge(keywords1, keywords2)
  def merge(keywords1, []) when is_list(keywords1), do: keywords1
  def merge([], keywords2) when is_list(keywords2), do: keywords2

  def merge(keywords1, keywords2) when is_list(keywords1) and is_list(keywords2) do
    if keyword?(keywords2) do
      kept =
        :lists.filter(
          fn
            {key, _} when is_atom(key) -> not :lists.keymember(key, 1, keywords2)
            _ -> raise ArgumentError, "expected a keyword list as the first argument, got: #{inspect(keywords1)}"
          end,
          keywords1
        )

      kept ++ keywords2
    else
      raise ArgumentError, "expected a keyword list as the second argument, got: #{inspect(keywords2)}"
    end
  end

  @doc """
  Merges two keyword lists; `fun` decides between two values.

      iex> Keyword.merge([a: 1], [a: 2], fn _key, x, y -> x + y end)
      [a: 3]
  """
  @spec merge(t(), t(), (key(), value(), value() -> value())) :: t()
  def merge(keywords1, keywords2, fun) when is_list(keywords1) and is_list(keywords2) and is_function(fun, 3) do
    if not keyword?(keywords1),
      do: raise(ArgumentError, "expected a keyword list as the first argument, got: #{inspect(keywords1)}")

    merge_with(keywords2, [], keywords1, keywords1, fun, keywords2)
  end

  defp merge_with([{key, value2} | rest], acc, left, original, fun, keywords2) when is_atom(key) do
    case :lists.keyfind(key, 1, original) do
      {^key, value1} ->
        merge_with(rest, [{key, fun.(key, value1, value2)} | acc], delete(left, key), :lists.keydelete(key, 1, original), fun, keywords2)

      false ->
        merge_with(rest, [{key, value2} | acc], left, original, fun, keywords2)
    end
  end

  defp merge_with([], acc, left, _original, _fun, _keywords2), do: left ++ :lists.reverse(acc)

  defp merge_with(_other, _acc, _left, _original, _fun, keywords2) do
    raise ArgumentError, "expected a keyword list as the second argument, got: #{inspect(keywords2)}"
  end

  @doc """
  Entries of the first list whose keys are in the second too; the second's values.

      iex> Keyword.intersect([a: 1, b: 2], b: 3)
      [b: 3]
  """
  @spec intersect(keyword(), keyword(), (key(), value(), value() -> value())) :: keyword()
  def intersect(left, right, fun \\ fn _key, _left, right -> right end) do
    Enum.flat_map(left, fn {key, value1} ->
      case :lists.keyfind(key, 1, right) do
        {^key, value2} -> [{key, fun.(key, value1, value2)}]
        false -> []
      end
    end)
  end

  @doc """
  True when the key is there.

      iex> Keyword.has_key?([a: 1], :a)
      true
  """
  @spec has_key?(t(), key()) :: boolean()
  def has_key?(keywords, key) when is_list(keywords) and is_atom(key), do: :lists.keymember(key, 1, keywords)

  @doc """
  Replaces the value of a key by what `fun` makes of it; the key must be there.

      iex> Keyword.update!([a: 1, a: 2], :a, &(&1 * 10))
      [a: 10]
  """
  @spec update!(t(), key(), (current_value :: value() -> new_value :: value())) :: t()
  def update!(keywords, key, fun) when is_list(keywords) and is_atom(key) and is_function(fun, 1),
    do: update!(keywords, key, fun, keywords)

  defp update!([{key, value} | rest], key, fun, _all), do: [{key, fun.(value)} | delete(rest, key)]
  defp update!([{_, _} = pair | rest], key, fun, all), do: [pair | update!(rest, key, fun, all)]
  defp update!([], key, _fun, all), do: raise(KeyError, key: key, term: all)

  @doc """
  Replaces the value of a key by what `fun` makes of it, or adds the default.

      iex> Keyword.update([a: 1], :b, 5, &(&1 * 10))
      [a: 1, b: 5]
  """
  @spec update(t(), key(), default :: value(), (existing_value :: value() -> new_value :: value())) :: t()
  def update(keywords, key, default, fun)

  def update([{key, value} | rest], key, _default, fun) when is_atom(key) and is_function(fun, 1),
    do: [{key, fun.(value)} | delete(rest, key)]

  def update([{_, _} = pair | rest], key, default, fun) when is_atom(key) and is_function(fun, 1),
    do: [pair | update(rest, key, default, fun)]

  def update([], key, default, fun) when is_atom(key) and is_function(fun, 1), do: [{key, default}]

  @doc """
  The part with the given keys, and the rest.

      iex> Keyword.split([a: 1, b: 2], [:a])
      {[a: 1], [b: 2]}
  """
  @spec split(t(), [key()]) :: {t(), t()}
  def split(keywords, keys) when is_list(keywords) and is_list(keys),
    do: Enum.split_with(keywords, fn {key, _} -> :lists.member(key, keys) end)

  @doc """
  The entries for which `fun` is truthy, and the others.

      iex> Keyword.split_with([a: 1, b: 2], fn {_, v} -> v > 1 end)
      {[b: 2], [a: 1]}
  """
  @spec split_with(t(), ({key(), value()} -> as_boolean(term()))) :: {t(), t()}
  def split_with(keywords, fun) when is_list(keywords) and is_function(fun, 1), do: Enum.split_with(keywords, fun)

  @doc """
  The entries with the given keys.

      iex> Keyword.take([a: 1, b: 2, a: 3], [:a])
      [a: 1, a: 3]
  """
  @spec take(t(), [key()]) :: t()
  def take(keywords, keys) when is_list(keywords) and is_list(keys),
    do: :lists.filter(fn {key, _} -> :lists.member(key, keys) end, keywords)

  @doc """
  The entries without the given keys.

      iex> Keyword.drop([a: 1, b: 2], [:a])
      [b: 2]
  """
  @spec drop(t(), [key()]) :: t()
  def drop(keywords, keys) when is_list(keywords) and is_list(keys),
    do: :lists.filter(fn {key, _} -> not :lists.member(key, keys) end, keywords)

  @doc """
  Takes the first entry of a key out, and deletes the others.

      iex> Keyword.pop([a: 1, b: 2, a: 3], :a)
      {1, [b: 2]}
  """
  @spec pop(t(), key(), default()) :: {value() | default(), t()}
  def pop(keywords, key, default \\ nil) when is_list(keywords) and is_atom(key) do
    case fetch(keywords, key) do
      {:ok, value} -> {value, delete(keywords, key)}
      :error -> {default, keywords}
    end
  end

  @doc """
  Like `pop/3`; the key must be there.

      iex> Keyword.pop!([a: 1], :a)
      {1, []}
  """
  @spec pop!(t(), key()) :: {value(), t()}
  def pop!(keywords, key) when is_list(keywords) and is_atom(key) do
    case fetch(keywords, key) do
      {:ok, value} -> {value, delete(keywords, key)}
      :error -> raise KeyError, key: key, term: keywords
    end
  end

  @doc """
  Takes all values of a key out.

      iex> Keyword.pop_values([a: 1, b: 2, a: 3], :a)
      {[1, 3], [b: 2]}
  """
  @spec pop_values(t(), key()) :: {[value()], t()}
  def pop_values(keywords, key) when is_list(keywords) and is_atom(key),
    do: {get_values(keywords, key), delete(keywords, key)}

  @doc """
  Like `pop/3`; `fun` makes the value when the key is missing.

      iex> Keyword.pop_lazy([], :a, fn -> 1 end)
      {1, []}
  """
  @spec pop_lazy(t(), key(), (-> value())) :: {value(), t()}
  def pop_lazy(keywords, key, fun) when is_list(keywords) and is_atom(key) and is_function(fun, 0) do
    case fetch(keywords, key) do
      {:ok, value} -> {value, delete(keywords, key)}
      :error -> {fun.(), keywords}
    end
  end

  @doc """
  Takes the first entry of a key out, and leaves the others.

      iex> Keyword.pop_first([a: 1, a: 2], :a)
      {1, [a: 2]}
  """
  @spec pop_first(t(), key(), default()) :: {value() | default(), t()}
  def pop_first(keywords, key, default \\ nil) when is_list(keywords) and is_atom(key) do
    case :lists.keytake(key, 1, keywords) do
      {:value, {^key, value}, rest} -> {value, rest}
      false -> {default, keywords}
    end
  end

  @doc """
  The entries for which `fun` is truthy.

      iex> Keyword.filter([a: 1, b: 2], fn {_, v} -> v > 1 end)
      [b: 2]
  """
  @spec filter(t(), ({key(), value()} -> as_boolean(term()))) :: t()
  def filter(keywords, fun) when is_list(keywords) and is_function(fun, 1), do: Enum.filter(keywords, fun)

  @doc """
  The entries for which `fun` is not truthy.

      iex> Keyword.reject([a: 1, b: 2], fn {_, v} -> v > 1 end)
      [a: 1]
  """
  @spec reject(t(), ({key(), value()} -> as_boolean(term()))) :: t()
  def reject(keywords, fun) when is_list(keywords) and is_function(fun, 1), do: Enum.reject(keywords, fun)

  @doc false
  @deprecated "Use Keyword.new/2 instead"
  def map(keywords, fun) when is_list(keywords), do: Enum.map(keywords, fn {k, v} -> {k, fun.({k, v})} end)

  @doc """
  The keyword list itself.

      iex> Keyword.to_list(a: 1)
      [a: 1]
  """
  @spec to_list(t()) :: t()
  def to_list(keywords) when is_list(keywords), do: keywords

  @doc false
  @deprecated "Use Kernel.length/1 instead"
  def size(keywords), do: length(keywords)
end
