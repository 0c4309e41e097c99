defmodule HashDict do
  @moduledoc """
  A dictionary, from before maps had no limit. It is a map with another name.

      iex> dict = apply(HashDict, :put, [apply(HashDict, :new, []), :a, 1])
      iex> {dict[:a], Enum.to_list(dict)}
      {1, [a: 1]}
  """
  @moduledoc deprecated: "Use Map instead"

  @behaviour Access

  @opaque t() :: %HashDict{map: map()}

  defstruct map: %{}

  @doc "An empty dictionary."
  @deprecated "Use maps and the Map module instead"
  @spec new() :: t()
  def new(), do: %HashDict{}

  for {name, arity} <- [fetch: 2, fetch!: 2, get: 2, get: 3, get_lazy: 3, has_key?: 2, keys: 1, to_list: 1, values: 1] do
    [dict | args] = Macro.generate_arguments(arity, __MODULE__)
    @doc "Like `Map.#{name}/#{arity}`."
    @deprecated "Use maps and the Map module instead"
    @spec unquote(name)(unquote_splicing(List.duplicate({:term, [], []}, arity))) :: term()
    def unquote(name)(unquote_splicing([dict | args])), do: Map.unquote(name)(unquote(dict).map, unquote_splicing(args))
  end

  for {name, arity} <- [delete: 2, drop: 2, put: 3, put_new: 3, put_new_lazy: 3, take: 2, update: 4, update!: 3] do
    [dict | args] = Macro.generate_arguments(arity, __MODULE__)
    @doc "Like `Map.#{name}/#{arity}`."
    @deprecated "Use maps and the Map module instead"
    @spec unquote(name)(unquote_splicing(List.duplicate({:term, [], []}, arity))) :: term()
    def unquote(name)(unquote_splicing([dict | args])), do: %HashDict{map: Map.unquote(name)(unquote(dict).map, unquote_splicing(args))}
  end

  for {name, arity} <- [get_and_update: 3, pop: 2, pop: 3, pop_lazy: 3] do
    [dict | args] = Macro.generate_arguments(arity, __MODULE__)
    @doc "Like `Map.#{name}/#{arity}`."
    @deprecated "Use maps and the Map module instead"
    @spec unquote(name)(unquote_splicing(List.duplicate({:term, [], []}, arity))) :: term()
    def unquote(name)(unquote_splicing([dict | args])) do
      {value, map} = Map.unquote(name)(unquote(dict).map, unquote_splicing(args))
      {value, %HashDict{map: map}}
    end
  end

  @doc "The number of keys."
  @deprecated "Use maps and the Map module instead"
  @spec size(t()) :: non_neg_integer()
  def size(dict), do: map_size(dict.map)

  @doc "The entries of some keys, and the others."
  @deprecated "Use maps and the Map module instead"
  @spec split(t(), [term()]) :: {t(), t()}
  def split(dict, keys) do
    {taken, rest} = Map.split(dict.map, keys)
    {%HashDict{map: taken}, %HashDict{map: rest}}
  end

  @doc "Whether two dictionaries have the same keys with the same values."
  @deprecated "Use maps and the Map module instead"
  @spec equal?(t(), t()) :: boolean()
  def equal?(left, right), do: left.map === right.map

  @doc "The first dictionary with what the second has."
  @deprecated "Use maps and the Map module instead"
  @spec merge(t(), t()) :: t()
  def merge(left, right), do: %HashDict{map: Map.merge(left.map, Map.new(right))}

  @doc "The first dictionary with what the second has; a function decides for keys that both have."
  @deprecated "Use maps and the Map module instead"
  @spec merge(t(), t(), (key :: term(), term(), term() -> term())) :: t()
  def merge(left, right, fun), do: %HashDict{map: Map.merge(left.map, Map.new(right), fun)}
end
