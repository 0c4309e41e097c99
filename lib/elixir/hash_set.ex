defmodule HashSet do
  @moduledoc """
  A set, from before `MapSet`. It is one with another name.

      iex> set = apply(HashSet, :put, [apply(HashSet, :new, []), :a])
      iex> {:a in set, Enum.to_list(set)}
      {true, [:a]}
  """
  @moduledoc deprecated: "Use MapSet instead"

  @opaque t() :: %HashSet{set: MapSet.t()}

  defstruct set: MapSet.new()

  @doc "An empty set."
  @deprecated "Use the MapSet module instead"
  @spec new() :: t()
  def new(), do: %HashSet{}

  for {name, arity} <- [member?: 2, size: 1, to_list: 1] do
    [set | args] = Macro.generate_arguments(arity, __MODULE__)
    @doc "Like `MapSet.#{name}/#{arity}`."
    @deprecated "Use the MapSet module instead"
    @spec unquote(name)(unquote_splicing(List.duplicate({:term, [], []}, arity))) :: term()
    def unquote(name)(unquote_splicing([set | args])), do: MapSet.unquote(name)(unquote(set).set, unquote_splicing(args))
  end

  for name <- [:delete, :put] do
    @doc "Like `MapSet.#{name}/2`."
    @deprecated "Use the MapSet module instead"
    @spec unquote(name)(term(), term()) :: term()
    def unquote(name)(set, value), do: %HashSet{set: MapSet.unquote(name)(set.set, value)}
  end

  for name <- [:difference, :intersection, :union] do
    @doc "Like `MapSet.#{name}/2`."
    @deprecated "Use the MapSet module instead"
    @spec unquote(name)(term(), term()) :: term()
    def unquote(name)(left, right), do: %HashSet{set: MapSet.unquote(name)(left.set, right.set)}
  end

  for name <- [:disjoint?, :equal?, :subset?] do
    @doc "Like `MapSet.#{name}/2`."
    @deprecated "Use the MapSet module instead"
    @spec unquote(name)(term(), term()) :: term()
    def unquote(name)(left, right), do: MapSet.unquote(name)(left.set, right.set)
  end
end
