defmodule Range do
  @moduledoc """
  Ranges: the integers from `first` to `last` in steps.
  """

  @type limit() :: integer()
  @type step() :: pos_integer() | neg_integer()
  @type t() :: %Range{first: limit(), last: limit(), step: step()}
  @type t(first, last) :: %Range{first: first, last: last, step: step()}

  defstruct first: nil, last: nil, step: nil

  @doc """
  A range with step 1, or -1 when `last` is less than `first`.

      iex> Range.new(1, 3)
      1..3
  """
  @spec new(limit(), limit()) :: t()
  def new(first, last) when is_integer(first) and is_integer(last) and first <= last,
    do: %{__struct__: Range, first: first, last: last, step: 1}

  def new(first, last) when is_integer(first) and is_integer(last) do
    IO.warn("Range.new/2 and first..last default to a step of -1 when last < first. Use Range.new(first, last, -1) or first..last//-1 instead")
    %{__struct__: Range, first: first, last: last, step: -1}
  end

  def new(first, last) do
    raise ArgumentError, "ranges (first..last) expect both sides to be integers, got: #{inspect(first)}..#{inspect(last)}"
  end

  @doc """
  A range with a step.

      iex> Range.new(1, 10, 3)
      1..10//3
  """
  @spec new(limit(), limit(), step()) :: t()
  def new(first, last, step) when is_integer(first) and is_integer(last) and is_integer(step) and step != 0,
    do: %{__struct__: Range, first: first, last: last, step: step}

  def new(first, last, step) do
    raise ArgumentError,
          "ranges (first..last//step) expect both sides to be integers and the step to be a " <>
            "non-zero integer, got: #{inspect(first)}..#{inspect(last)}//#{inspect(step)}"
  end

  @doc """
  The number of integers in a range.

      iex> Range.size(1..10//3)
      4
  """
  @spec size(t()) :: non_neg_integer()
  def size(%{__struct__: Range, first: first, last: last, step: step}) do
    cond do
      step > 0 and first > last -> 0
      step < 0 and first < last -> 0
      true -> div(last - first, step) + 1
    end
  end

  def size(%{__struct__: Range, first: first, last: last}), do: abs(last - first) + 1

  @doc """
  The range moved by so many steps.

      iex> Range.shift(0..10//2, 3)
      6..16//2
  """
  @spec shift(t(), integer()) :: t()
  def shift(%{__struct__: Range, first: first, last: last, step: step}, steps) when is_integer(steps),
    do: new(first + steps * step, last + steps * step, step)

  @doc """
  A range of so many elements from the start, and the rest.

      iex> Range.split(1..5, 2)
      {1..2, 3..5}
  """
  @spec split(t(), integer()) :: {t(), t()}
  def split(%{__struct__: Range, first: first, last: last, step: step} = range, split) when is_integer(split) do
    middle =
      cond do
        split >= 0 -> first + step * split
        true -> first + step * :erlang.max(size(range) + split, 0)
      end

    if size(range) == 0 do
      {new(first, first - step, step), new(last + step, last, step)}
    else
      split_at(first, last, step, middle)
    end
  end

  defp split_at(first, last, step, middle) do
    if step > 0 do
      middle = :erlang.min(middle, last + step)
      {new(first, middle - step, step), new(middle, last, step)}
    else
      middle = :erlang.max(middle, last + step)
      {new(first, middle - step, step), new(middle, last, step)}
    end
  end

  @doc """
  True when the ranges have no integer in common.

      iex> Range.disjoint?(1..5, 6..9)
      true
      iex> Range.disjoint?(1..9//2, 2..8//2)
      true
  """
  @spec disjoint?(t(), t()) :: boolean()
  def disjoint?(%{__struct__: Range} = range1, %{__struct__: Range} = range2) do
    if size(range1) == 0 or size(range2) == 0 do
      true
    else
      {first1, last1, step1} = ascending(range1)
      {first2, last2, step2} = ascending(range2)

      cond do
        last2 < first1 or last1 < first2 -> true
        step1 == 1 and step2 == 1 -> false
        true -> no_common?(first1, last1, step1, first2, last2, step2)
      end
    end
  end

  defp ascending(%{first: first, last: last, step: step}) when step > 0, do: {first, last - rem(last - first, step), step}
  defp ascending(%{first: first, last: last, step: step}), do: {last - rem(last - first, step), first, -step}

  # The common elements, if any, are an arithmetic progression with the least
  # common multiple as its step; see whether one falls into both.
  defp no_common?(first1, last1, step1, first2, last2, step2) do
    {gcd, u, _} = Integer.extended_gcd(step1, step2)
    gap = first2 - first1

    if rem(gap, gcd) != 0 do
      true
    else
      lcm = div(step1 * step2, gcd)
      candidate = first1 + step1 * Integer.mod(u * div(gap, gcd), div(step2, gcd))
      low = :erlang.max(first1, first2)
      lowest = candidate + lcm * -Integer.floor_div(candidate - low, lcm)
      lowest > :erlang.min(last1, last2)
    end
  end

  @doc """
  The integers of a range as a list.

      iex> Range.to_list(1..3)
      [1, 2, 3]
  """
  @spec to_list(t()) :: [integer()]
  def to_list(%{__struct__: Range, first: first, last: last, step: step})
      when (step > 0 and first <= last) or (step < 0 and first >= last),
      do: :lists.seq(first, last, step)

  def to_list(%{__struct__: Range}), do: []

  @doc false
  @deprecated "Pattern match on first..last//step instead"
  def range?(term), do: match?(%{__struct__: Range}, term)
end
