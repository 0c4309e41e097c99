defmodule Bitwise do
  @moduledoc """
  Functions and operators on the bits of integers.
  """

  @doc false
  @deprecated "import Bitwise instead"
  defmacro __using__(options) do
    case Keyword.keys(options) do
      [:only_operators] -> quote(do: import(Bitwise, only: [&&&: 2, |||: 2, <<<: 2, >>>: 2, ~~~: 1]))
      [:skip_operators] -> quote(do: import(Bitwise, only: [band: 2, bor: 2, bxor: 2, bsl: 2, bsr: 2, bnot: 1]))
      _ -> quote(do: import(Bitwise))
    end
  end

  @doc """
  The bits turned around.

      iex> Bitwise.bnot(2)
      -3
  """
  @spec bnot(integer()) :: integer()
  def bnot(expr), do: :erlang.bnot(expr)

  @doc "Like `bnot/1`."
  @spec ~~~integer() :: integer()
  def ~~~expr, do: :erlang.bnot(expr)

  @doc """
  The bits that are set in both.

      iex> Bitwise.band(9, 3)
      1
  """
  @spec band(integer(), integer()) :: integer()
  def band(left, right), do: :erlang.band(left, right)

  @doc """
  Like `band/2`.

      iex> import Bitwise
      iex> 0b1100 &&& 0b1010
      8
  """
  @spec integer() &&& integer() :: integer()
  def left &&& right, do: :erlang.band(left, right)

  @doc """
  The bits that are set in one of both.

      iex> Bitwise.bor(9, 3)
      11
  """
  @spec bor(integer(), integer()) :: integer()
  def bor(left, right), do: :erlang.bor(left, right)

  @doc """
  Like `bor/2`.

      iex> import Bitwise
      iex> 0b1100 ||| 0b1010
      14
  """
  @spec integer() ||| integer() :: integer()
  def left ||| right, do: :erlang.bor(left, right)

  @doc """
  The bits that are set in one of both, and not in the other.

      iex> Bitwise.bxor(9, 3)
      10
  """
  @spec bxor(integer(), integer()) :: integer()
  def bxor(left, right), do: :erlang.bxor(left, right)

  @doc false
  def unquote(:"^^^")(left, right), do: :erlang.bxor(left, right)

  @doc """
  The bits shifted to the left.

      iex> Bitwise.bsl(1, 4)
      16
  """
  @spec bsl(integer(), integer()) :: integer()
  def bsl(left, right), do: :erlang.bsl(left, right)

  @doc """
  Like `bsl/2`.

      iex> import Bitwise
      iex> 1 <<< 4
      16
  """
  @spec integer() <<< integer() :: integer()
  def left <<< right, do: :erlang.bsl(left, right)

  @doc """
  The bits shifted to the right.

      iex> Bitwise.bsr(16, 4)
      1
  """
  @spec bsr(integer(), integer()) :: integer()
  def bsr(left, right), do: :erlang.bsr(left, right)

  @doc """
  Like `bsr/2`.

      iex> import Bitwise
      iex> 256 >>> 4
      16
      iex> -1 >>> 3
      -1
  """
  @spec integer() >>> integer() :: integer()
  def left >>> right, do: :erlang.bsr(left, right)
end
