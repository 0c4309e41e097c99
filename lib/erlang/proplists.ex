defmodule :proplists do
  @moduledoc """
  Property lists: lists of pairs and atoms; an atom `a` stands for `{a, true}`.
  """

  @typedoc "An atom, which stands for itself with `true`, or a tuple of a key and a value."
  @type property() :: atom() | tuple()

  @type proplist() :: [property()]

  @doc """
  The value of a key, or `:undefined`.

      iex> :proplists.get_value(:a, [:a, b: 2])
      true
      iex> :proplists.get_value(:b, [:a, b: 2])
      2
  """
  @spec get_value(key :: term(), list()) :: term()
  def get_value(key, list), do: get_value(key, list, :undefined)

  @doc """
  The value of a key, or the default.

      iex> :proplists.get_value(:z, [:a], 0)
      0
  """
  @spec get_value(key :: term(), list(), default :: term()) :: term()
  def get_value(key, [head | tail], default) do
    cond do
      is_atom(head) and head === key ->
        true

      is_tuple(head) and tuple_size(head) >= 1 and :erlang.element(1, head) === key ->
        case head do
          {_, value} -> value
          _ -> default
        end

      true ->
        get_value(key, tail, default)
    end
  end

  def get_value(_key, [], default), do: default

  @doc """
  True when the value of the key is `true`.

      iex> :proplists.get_bool(:a, [:a])
      true
      iex> :proplists.get_bool(:b, [:a])
      false
  """
  @spec get_bool(key :: term(), list()) :: boolean()
  def get_bool(key, list), do: get_value(key, list) === true

  @doc """
  All values of a key.

      iex> :proplists.get_all_values(:a, [{:a, 1}, :a])
      [1, true]
  """
  @spec get_all_values(key :: term(), list()) :: [term()]
  def get_all_values(key, [head | tail]) do
    cond do
      is_atom(head) and head === key ->
        [true | get_all_values(key, tail)]

      is_tuple(head) and tuple_size(head) >= 1 and :erlang.element(1, head) === key ->
        case head do
          {_, value} -> [value | get_all_values(key, tail)]
          _ -> get_all_values(key, tail)
        end

      true ->
        get_all_values(key, tail)
    end
  end

  def get_all_values(_key, []), do: []

  @doc """
  The first entry of a key, or `:none`.

      iex> :proplists.lookup(:a, [:a])
      {:a, true}
      iex> :proplists.lookup(:z, [:a])
      :none
  """
  @spec lookup(key :: term(), list()) :: :none | tuple()
  def lookup(key, [head | tail]) do
    cond do
      is_atom(head) and head === key -> {head, true}
      key?(head, key) -> head
      true -> lookup(key, tail)
    end
  end

  def lookup(_key, []), do: :none

  @doc """
  All entries of a key.

      iex> :proplists.lookup_all(:a, [{:a, 1}, :a])
      [a: 1, a: true]
  """
  @spec lookup_all(key :: term(), list()) :: [tuple()]
  def lookup_all(key, [head | tail]) do
    cond do
      is_atom(head) and head === key -> [{head, true} | lookup_all(key, tail)]
      key?(head, key) -> [head | lookup_all(key, tail)]
      true -> lookup_all(key, tail)
    end
  end

  def lookup_all(_key, []), do: []

  @doc """
  True when the key is there.

      iex> :proplists.is_defined(:a, [:a])
      true
  """
  @spec is_defined(key :: term(), list()) :: boolean()
  def is_defined(key, [head | tail]), do: (is_atom(head) and head === key) or key?(head, key) or is_defined(key, tail)
  def is_defined(_key, []), do: false

  @doc """
  The keys, each once.

      iex> :lists.sort(:proplists.get_keys([:a, {:b, 1}, :a]))
      [:a, :b]
  """
  @spec get_keys(list()) :: [term()]
  def get_keys(list), do: :lists.usort(keys(list))

  defp keys([head | tail]) when is_atom(head), do: [head | keys(tail)]
  defp keys([head | tail]) when is_tuple(head) and tuple_size(head) >= 1, do: [:erlang.element(1, head) | keys(tail)]
  defp keys([_ | tail]), do: keys(tail)
  defp keys([]), do: []

  @doc """
  Deletes all entries of a key.

      iex> :proplists.delete(:a, [:a, {:b, 1}, {:a, 2}])
      [b: 1]
  """
  @spec delete(key :: term(), [term]) :: [term] when term: term()
  def delete(key, [head | tail]) do
    if (is_atom(head) and head === key) or key?(head, key), do: delete(key, tail), else: [head | delete(key, tail)]
  end

  def delete(_key, []), do: []

  @doc """
  The shortest form of an entry.

      iex> :proplists.property({:a, true})
      :a
      iex> :proplists.property({:a, 1})
      {:a, 1}
  """
  @spec property(property()) :: property()
  def property({key, true}) when is_atom(key), do: key
  def property(other), do: other

  @doc """
  An entry.

      iex> :proplists.property(:a, true)
      :a
      iex> :proplists.property(:a, 1)
      {:a, 1}
  """
  @spec property(key :: term(), value :: term()) :: property()
  def property(key, true) when is_atom(key), do: key
  def property(key, value), do: {key, value}

  @doc """
  All entries in their shortest form.

      iex> :proplists.compact([{:a, true}, {:b, 1}])
      [:a, {:b, 1}]
  """
  @spec compact(list()) :: proplist()
  def compact(list), do: for(entry <- list, do: property(entry))

  @doc """
  Atoms written out as pairs.

      iex> :proplists.unfold([:a, {:b, 1}])
      [a: true, b: 1]
  """
  @spec unfold(list()) :: [tuple()]
  def unfold([head | tail]) when is_atom(head), do: [{head, true} | unfold(tail)]
  def unfold([head | tail]), do: [head | unfold(tail)]
  def unfold([]), do: []

  @doc """
  A map of the entries; the first of a key wins.

      iex> :proplists.to_map([:a, {:b, 1}])
      %{a: true, b: 1}
  """
  @spec to_map(list()) :: map()
  def to_map(list), do: to_map_1(:lists.reverse(unfold(list)), %{})

  defp to_map_1([{key, value} | rest], acc), do: to_map_1(rest, :maps.put(key, value, acc))
  defp to_map_1([_ | rest], acc), do: to_map_1(rest, acc)
  defp to_map_1([], acc), do: acc

  @doc """
  A property list of a map.

      iex> :proplists.from_map(%{a: true})
      [a: true]
  """
  @spec from_map(map()) :: [{term(), term()}]
  def from_map(map), do: :maps.to_list(map)

  @doc """
  The entries of the given keys, in lists, and the rest.

      iex> :proplists.split([:a, {:b, 1}, {:c, 2}], [:a, :b])
      {[[:a], [b: 1]], [c: 2]}
  """
  @spec split(list(), keys :: [term()]) :: {lists :: [list()], rest :: list()}
  def split(list, keys) do
    {for(key <- keys, do: own(key, list)), for(entry <- list, not :lists.member(key(entry), keys), do: entry)}
  end

  @doc """
  Replaces keys by others that mean the same.

      iex> :proplists.substitute_aliases([colour: :color], colour: :red)
      [color: :red]
  """
  @spec substitute_aliases([{key :: term(), key :: term()}], list()) :: list()
  def substitute_aliases(aliases, list), do: for(entry <- list, do: renamed(entry, aliases))

  defp renamed(entry, aliases) do
    case :lists.keyfind(key(entry), 1, aliases) do
      {old, new} when is_atom(entry) and old === entry -> property(new, true)
      {_, new} when is_tuple(entry) -> property(:erlang.setelement(1, entry, new))
      _ -> entry
    end
  end

  @doc """
  Replaces keys by their opposites, and turns their values around.

      iex> :proplists.substitute_negations([no_sound: :sound], [:no_sound])
      [sound: false]
  """
  @spec substitute_negations([{key :: term(), key :: term()}], list()) :: list()
  def substitute_negations(negations, list), do: for(entry <- list, do: negated(entry, negations))

  defp negated(entry, negations) do
    case :lists.keyfind(key(entry), 1, negations) do
      {_, new} ->
        case entry do
          {_, true} -> {new, false}
          {_, false} -> property(new, true)
          atom when is_atom(atom) -> {new, false}
          _ -> entry
        end

      false ->
        entry
    end
  end

  @doc """
  Replaces entries by lists of others.

      iex> :proplists.expand([verbose: [:a, :b]], [:verbose, :c])
      [:a, :b, :c]
  """
  @spec expand([{property(), expansion :: [term()]}], list()) :: list()
  def expand(expansions, list) do
    :lists.foldl(fn {property, expansion}, acc -> expand_one(property(property), expansion, acc) end, list, expansions)
  end

  # The first entry that is the property is replaced; later ones of the key go.
  defp expand_one(property, expansion, list) do
    wanted = key(property)

    case :lists.splitwith(fn entry -> key(entry) !== wanted end, list) do
      {_, []} ->
        list

      {before, [entry | rest]} ->
        if property(entry) === property,
          do: before ++ expansion ++ delete(wanted, rest),
          else: list
    end
  end

  @doc """
  Applies `{:aliases, list}`, `{:negations, list}` and `{:expand, list}` in turn, and compacts.

      iex> :proplists.normalize([:no_sound, colour: :red], aliases: [colour: :color], negations: [no_sound: :sound])
      [sound: false, color: :red]
  """
  @spec normalize(list(), stages :: [{:aliases | :negations | :expand, list()}]) :: list()
  def normalize(list, stages) do
    compact(
      :lists.foldl(
        fn
          {:aliases, aliases}, acc -> substitute_aliases(aliases, acc)
          {:negations, negations}, acc -> substitute_negations(negations, acc)
          {:expand, expansions}, acc -> expand(expansions, acc)
        end,
        list,
        stages
      )
    )
  end

  defp own(key, list), do: for(entry <- list, key(entry) === key, do: entry)

  defp key(entry) when is_atom(entry), do: entry
  defp key(entry) when is_tuple(entry) and tuple_size(entry) >= 1, do: :erlang.element(1, entry)
  defp key(_entry), do: nil

  defp key?(entry, key), do: is_tuple(entry) and tuple_size(entry) >= 1 and :erlang.element(1, entry) === key
end
