defmodule Dict do
  @moduledoc """
  Maps, keyword lists and `HashDict`s under one name, from before there was one syntax for maps.

  Every function does what that of the same name does in `Map`, `Keyword` or `HashDict`, whichever the first argument is for.

      iex> apply(Dict, :put, [%{a: 1}, :b, 2])
      %{a: 1, b: 2}
      iex> apply(Dict, :put, [[a: 1], :b, 2])
      [b: 2, a: 1]
  """
  @moduledoc deprecated: "Use Map or Keyword modules instead"

  @type key() :: any()
  @type value() :: any()
  @type t() :: list() | map()

  @functions [delete: 2, drop: 2, fetch: 2, fetch!: 2, get: 2, get: 3, get_and_update: 3, get_lazy: 3, has_key?: 2, keys: 1, pop: 2, pop: 3] ++
               [pop_lazy: 3, put: 3, put_new: 3, put_new_lazy: 3, split: 2, take: 2, to_list: 1, update: 4, update!: 3, values: 1]

  for {name, arity} <- @functions do
    args = Macro.generate_arguments(arity, __MODULE__)
    @doc "Like `Map.#{name}/#{arity}`."
    @deprecated "Use the Map module for working with maps or the Keyword module for working with keyword lists"
    @spec unquote(name)(unquote_splicing(List.duplicate({:term, [], []}, arity))) :: term()
    def unquote(name)(unquote_splicing(args)), do: target(unquote(hd(args))).unquote(name)(unquote_splicing(args))
  end

  @doc "An empty dict of the same kind."
  @deprecated "Use the Map module for working with maps or the Keyword module for working with keyword lists"
  @spec empty(t()) :: t()
  def empty(dict), do: target(dict).new()

  @doc "The number of keys."
  @deprecated "Use the Map module for working with maps or the Keyword module for working with keyword lists"
  @spec size(t()) :: non_neg_integer()
  def size(dict), do: dict |> target() |> apply(:to_list, [dict]) |> length()

  @doc "Whether two dicts, of whatever kind, have the same keys with the same values."
  @deprecated "Use the Map module for working with maps or the Keyword module for working with keyword lists"
  @spec equal?(t(), t()) :: boolean()
  def equal?(left, right), do: Map.equal?(as_map(left), as_map(right))

  @doc "The first dict with what the second has."
  @deprecated "Use the Map module for working with maps or the Keyword module for working with keyword lists"
  @spec merge(t(), t()) :: t()
  def merge(left, right), do: merged(left, right, fn _key, _left, value -> value end)

  @doc "The first dict with what the second has; a function decides for keys that both have."
  @deprecated "Use the Map module for working with maps or the Keyword module for working with keyword lists"
  @spec merge(t(), t(), (key(), value(), value() -> value())) :: t()
  def merge(left, right, fun), do: merged(left, right, fun)

  defp merged(left, right, fun) do
    module = target(left)

    Enum.reduce(apply(target(right), :to_list, [right]), left, fn {key, value}, dict ->
      module.update(dict, key, value, &fun.(key, &1, value))
    end)
  end

  defp as_map(dict), do: dict |> target() |> apply(:to_list, [dict]) |> Map.new()

  defp target(%module{}), do: module
  defp target(map) when is_map(map), do: Map
  defp target(list) when is_list(list), do: Keyword
  defp target(dict), do: raise(ArgumentError, "unsupported dict: #{inspect(dict)}")
end
