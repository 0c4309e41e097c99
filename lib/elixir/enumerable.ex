defprotocol Enumerable do
  @moduledoc """
  What can be enumerated by `Enum` and `Stream`.
  """

  @type t(_element) :: t()
  @type acc() :: {:cont, term()} | {:halt, term()} | {:suspend, term()}
  @type reducer() :: (element :: term(), element_acc :: term() -> acc())
  @type result() :: {:done, term()} | {:halted, term()} | {:suspended, term(), continuation()}
  @type continuation() :: (acc() -> result())

  @type slicing_fun() :: (start :: non_neg_integer(), length :: pos_integer(), step :: pos_integer() ->
                            [term()])

  @type to_list_fun() :: (t() -> [term()])
  @doc "Reduces with `{:cont, acc}`, `{:halt, acc}` and `{:suspend, acc}`."
  @spec reduce(t(), acc(), reducer()) :: result()
  def reduce(enumerable, acc, fun)

  @doc "`{:ok, count}`, or `{:error, module}` when counting means going through all."
  @spec count(t()) :: {:ok, non_neg_integer()} | {:error, module()}
  def count(enumerable)

  @doc "`{:ok, boolean}`, or `{:error, module}` when looking means going through all."
  @spec member?(t(), term()) :: {:ok, boolean()} | {:error, module()}
  def member?(enumerable, element)

  @doc "`{:ok, size, fun}` with a function of start, amount and step; or `{:error, module}`."
  @spec slice(t()) :: {:ok, size :: non_neg_integer(), slicing_fun() | to_list_fun()} | {:error, module()}
  def slice(enumerable)
end
