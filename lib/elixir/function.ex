defmodule Function do
  @moduledoc """
  Functions on functions.
  """

  @type information() ::
          :arity | :env | :index | :module | :name | :new_index | :new_uniq | :pid | :type | :uniq

  @doc """
  Captures `module.function/arity`.

      iex> Function.capture(String, :length, 1).("abc")
      3
  """
  @spec capture(module(), atom(), arity()) :: fun()
  def capture(module, function_name, arity), do: :erlang.make_fun(module, function_name, arity)

  @doc """
  What is known about a function, as a keyword list.

      iex> Function.info(&Enum.map/2)[:name]
      :map
      iex> Function.info(fn x, y -> x + y end)[:arity]
      2
  """
  @spec info(fun()) :: [{information(), term()}]
  def info(fun), do: :erlang.fun_info(fun)

  @doc """
  One item of what is known about a function.

      iex> Function.info(&String.length/1, :arity)
      {:arity, 1}
  """
  @spec info(fun(), item) :: {item, term()} when item: information()
  def info(fun, item), do: :erlang.fun_info(fun, item)

  @doc """
  Its argument.

      iex> Function.identity(1)
      1
  """
  @spec identity(value) :: value when value: var
  def identity(value), do: value
end
