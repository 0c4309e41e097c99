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
  @doc """
  Reduces with `{:cont, acc}`, `{:halt, acc}` and `{:suspend, acc}`.

      iex> Enumerable.reduce([1, 2, 3], {:cont, 0}, fn x, sum -> if x < 3, do: {:cont, sum + x}, else: {:halt, sum} end)
      {:halted, 3}
  """
  @spec reduce(t(), acc(), reducer()) :: result()
  def reduce(enumerable, acc, fun)

  @doc """
  `{:ok, count}`, or `{:error, module}` when counting means going through all.

      iex> Enumerable.count(%{a: 1})
      {:ok, 1}
      iex> Enumerable.count([1])
      {:ok, 1}
  """
  @spec count(t()) :: {:ok, non_neg_integer()} | {:error, module()}
  def count(enumerable)

  @doc """
  `{:ok, boolean}`, or `{:error, module}` when looking means going through all.

      iex> Enumerable.member?(1..3, 2)
      {:ok, true}
      iex> Enumerable.member?([1], 1)
      {:error, Enumerable.List}
  """
  @spec member?(t(), term()) :: {:ok, boolean()} | {:error, module()}
  def member?(enumerable, element)

  @doc """
  `{:ok, size, fun}` with a function of start, amount and step; or `{:error, module}`.

      iex> Enumerable.slice([1]) |> elem(0)
      :error
      iex> {:ok, 3, to_list} = Enumerable.slice(%{a: 1, b: 2, c: 3})
      iex> is_function(to_list)
      true
  """
  @spec slice(t()) :: {:ok, size :: non_neg_integer(), slicing_fun() | to_list_fun()} | {:error, module()}
  def slice(enumerable)
end
