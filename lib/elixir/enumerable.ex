defprotocol Enumerable do
  @moduledoc """
  What can be enumerated by `Enum` and `Stream`.
  """

  @doc "Reduces with `{:cont, acc}`, `{:halt, acc}` and `{:suspend, acc}`."
  def reduce(enumerable, acc, fun)

  @doc "`{:ok, count}`, or `{:error, module}` when counting means going through all."
  def count(enumerable)

  @doc "`{:ok, boolean}`, or `{:error, module}` when looking means going through all."
  def member?(enumerable, element)

  @doc "`{:ok, size, fun}` with a function of start, amount and step; or `{:error, module}`."
  def slice(enumerable)
end
