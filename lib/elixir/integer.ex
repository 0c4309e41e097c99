defmodule Integer do
  @moduledoc """
  Functions on integers.
  """

  @doc """
  True for odd integers; allowed in guards.

      iex> require Integer
      iex> Integer.is_odd(3)
      true
      iex> Integer.is_odd(0)
      false
  """
  defguard is_odd(integer) when is_integer(integer) and :erlang.band(integer, 1) == 1

  @doc """
  True for even integers; allowed in guards.

      iex> require Integer
      iex> Integer.is_even(10)
      true
      iex> Integer.is_even(-1)
      false
  """
  defguard is_even(integer) when is_integer(integer) and :erlang.band(integer, 1) == 0

  @doc """
  The power of an integer; the exponent is not negative.

      iex> Integer.pow(2, 10)
      1024
  """
  @spec pow(integer(), non_neg_integer()) :: integer()
  def pow(base, exponent) when is_integer(base) and is_integer(exponent) do
    if exponent < 0, do: :erlang.error(:badarith, [base, exponent])
    power(base, exponent, 1)
  end

  defp power(_base, 0, acc), do: acc
  defp power(base, 1, acc), do: base * acc

  defp power(base, exponent, acc) when :erlang.band(exponent, 1) == 1,
    do: power(base * base, :erlang.bsr(exponent, 1), acc * base)

  defp power(base, exponent, acc), do: power(base * base, :erlang.bsr(exponent, 1), acc)

  @doc """
  The remainder with the divisor's sign.

      iex> Integer.mod(-5, 3)
      1
  """
  @spec mod(integer(), neg_integer() | pos_integer()) :: integer()
  def mod(dividend, divisor) do
    remainder = rem(dividend, divisor)
    if remainder * divisor < 0, do: remainder + divisor, else: remainder
  end

  @doc """
  Division rounded down.

      iex> Integer.floor_div(-5, 3)
      -2
  """
  @spec floor_div(integer(), neg_integer() | pos_integer()) :: integer()
  def floor_div(dividend, divisor) do
    quotient = div(dividend, divisor)
    if rem(dividend, divisor) * divisor < 0, do: quotient - 1, else: quotient
  end

  @doc """
  Division rounded up.

      iex> Integer.ceil_div(5, 3)
      2
  """
  @spec ceil_div(integer(), neg_integer() | pos_integer()) :: integer()
  def ceil_div(dividend, divisor) do
    quotient = div(dividend, divisor)
    if rem(dividend, divisor) * divisor > 0, do: quotient + 1, else: quotient
  end

  @doc """
  The digits of an integer in a base.

      iex> Integer.digits(123)
      [1, 2, 3]
  """
  @spec digits(integer(), pos_integer()) :: [integer(), ...]
  def digits(integer, base \\ 10) when is_integer(integer) and is_integer(base) and base >= 2,
    do: digits(integer, base, [])

  defp digits(integer, base, acc) when abs(integer) < base, do: [integer | acc]
  defp digits(integer, base, acc), do: digits(div(integer, base), base, [rem(integer, base) | acc])

  @doc """
  The integer that has the digits in a base.

      iex> Integer.undigits([1, 2, 3])
      123
  """
  @spec undigits([integer()], pos_integer()) :: integer()
  def undigits(digits, base \\ 10) when is_list(digits) and is_integer(base) and base >= 2,
    do: undigits(digits, base, 0)

  defp undigits([digit | _], base, _acc) when is_integer(digit) and digit >= base do
    raise ArgumentError, "invalid digit #{digit} in base #{base}"
  end

  defp undigits([digit | rest], base, acc) when is_integer(digit), do: undigits(rest, base, acc * base + digit)
  defp undigits([], _base, acc), do: acc

  @doc """
  Parses an integer at the start of a string.

      iex> Integer.parse("34abc")
      {34, "abc"}
      iex> Integer.parse("x")
      :error
  """
  @spec parse(binary(), 2..36) :: {integer(), remainder_of_binary :: binary()} | :error
  def parse(binary, base \\ 10)

  def parse(binary, base) when is_binary(binary) and is_integer(base) and base >= 2 and base <= 36 do
    case binary do
      <<?-, rest::binary>> -> parse_digits(rest, base, -1)
      <<?+, rest::binary>> -> parse_digits(rest, base, 1)
      _ -> parse_digits(binary, base, 1)
    end
  end

  def parse(binary, base) when is_binary(binary) do
    raise ArgumentError, "invalid base #{inspect(base)}"
  end

  defp parse_digits(binary, base, sign) do
    case count_digits(binary, base, 0) do
      0 ->
        :error

      size ->
        <<digits::binary-size(size), rest::binary>> = binary
        {sign * :erlang.binary_to_integer(digits, base), rest}
    end
  end

  defp count_digits(<<char, rest::binary>>, base, count) do
    if digit(char) < base, do: count_digits(rest, base, count + 1), else: count
  end

  defp count_digits(<<>>, _base, count), do: count

  defp digit(char) when char in ?0..?9, do: char - ?0
  defp digit(char) when char in ?a..?z, do: char - ?a + 10
  defp digit(char) when char in ?A..?Z, do: char - ?A + 10
  defp digit(_char), do: 99

  @doc """
  The text of an integer, in a base.

      iex> Integer.to_string(255, 16)
      "FF"
  """
  @spec to_string(integer(), 2..36) :: String.t()
  def to_string(integer, base \\ 10)
  def to_string(integer, 10), do: :erlang.integer_to_binary(integer)
  def to_string(integer, base), do: :erlang.integer_to_binary(integer, base)

  @doc """
  The text of an integer as a charlist.

      iex> Integer.to_charlist(7) == [?7]
      true
  """
  @spec to_charlist(integer(), 2..36) :: charlist()
  def to_charlist(integer, base \\ 10)
  def to_charlist(integer, 10), do: :erlang.integer_to_list(integer)
  def to_charlist(integer, base), do: :erlang.integer_to_list(integer, base)

  @doc """
  The greatest common divisor.

      iex> Integer.gcd(12, 18)
      6
  """
  @spec gcd(integer(), integer()) :: non_neg_integer()
  def gcd(integer1, integer2) when is_integer(integer1) and is_integer(integer2),
    do: gcd_positive(abs(integer1), abs(integer2))

  defp gcd_positive(a, 0), do: a
  defp gcd_positive(a, b), do: gcd_positive(b, rem(a, b))

  @doc """
  The greatest common divisor `g` and `m`, `n` such that `g = a * m + b * n`.

      iex> Integer.extended_gcd(240, 46)
      {2, -9, 47}
  """
  @spec extended_gcd(integer(), integer()) :: {non_neg_integer(), integer(), integer()}
  def extended_gcd(0, 0), do: {0, 0, 0}
  def extended_gcd(0, b), do: {b, 0, 1}
  def extended_gcd(a, 0), do: {a, 1, 0}
  def extended_gcd(a, b) when is_integer(a) and is_integer(b), do: extended(b, a, 0, 1, 1, 0)

  defp extended(0, r1, _s0, s1, _t0, t1) when r1 < 0, do: {-r1, -s1, -t1}
  defp extended(0, r1, _s0, s1, _t0, t1), do: {r1, s1, t1}

  defp extended(r0, r1, s0, s1, t0, t1) do
    quotient = div(r1, r0)
    extended(r1 - quotient * r0, r0, s1 - quotient * s0, s0, t1 - quotient * t0, t0)
  end

  @doc false
  @deprecated "Use Integer.to_charlist/1 instead"
  def to_char_list(value), do: Integer.to_charlist(value)

  @doc false
  @deprecated "Use Integer.to_charlist/2 instead"
  def to_char_list(value, base), do: to_charlist(value, base)
end
