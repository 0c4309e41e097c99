defmodule Set do
  @moduledoc """
  `MapSet`s and `HashSet`s under one name.

  Every function does what that of the same name does in the module of the first argument.

      iex> apply(Set, :put, [MapSet.new([1]), 2])
      MapSet.new([1, 2])
  """
  @moduledoc deprecated: "Use MapSet instead"

  @type value() :: any()
  @type values() :: [value()]
  @type t() :: map()

  for {name, arity} <- [delete: 2, member?: 2, put: 2, size: 1, to_list: 1] do
    args = Macro.generate_arguments(arity, __MODULE__)
    @doc "Like `MapSet.#{name}/#{arity}`."
    @deprecated "Use the MapSet module for working with sets"
    @spec unquote(name)(unquote_splicing(List.duplicate({:term, [], []}, arity))) :: term()
    def unquote(name)(unquote_splicing(args)), do: target(unquote(hd(args))).unquote(name)(unquote_splicing(args))
  end

  for name <- [:difference, :disjoint?, :equal?, :intersection, :subset?, :union] do
    @doc "Like `MapSet.#{name}/2`, also for sets of two kinds."
    @deprecated "Use the MapSet module for working with sets"
    @spec unquote(name)(term(), term()) :: term()
    def unquote(name)(left, right) do
      module = target(left)
      module.unquote(name)(left, as(right, module))
    end
  end

  @doc "An empty set of the same kind."
  @deprecated "Use the MapSet module for working with sets"
  @spec empty(t()) :: t()
  def empty(set), do: target(set).new()

  defp as(set, module) do
    if target(set) == module, do: set, else: Enum.into(set, module.new())
  end

  defp target(%module{}), do: module
  defp target(set), do: raise(ArgumentError, "unsupported set: #{inspect(set)}")
end
