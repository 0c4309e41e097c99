defmodule Float do
  @moduledoc """
  Functions on floats.
  """

  @type precision_range() :: 0..15

  @doc """
  The greatest finite float.

      iex> Float.max_finite()
      1.7976931348623157e308
  """
  @spec max_finite() :: float()
  def max_finite(), do: 1.7976931348623157e308

  @doc """
  The least finite float.

      iex> Float.min_finite()
      -1.7976931348623157e308
  """
  @spec min_finite() :: float()
  def min_finite(), do: -1.7976931348623157e308

  @doc """
  The power of a float.

      iex> Float.pow(2.0, 3)
      8.0
  """
  @spec pow(float(), number()) :: float()
  def pow(base, exponent) when is_float(base) and is_number(exponent), do: :math.pow(base, exponent)

  @doc """
  Parses a float at the start of a string.

      iex> Float.parse("3.5kg")
      {3.5, "kg"}
      iex> Float.parse("3")
      {3.0, ""}
  """
  @spec parse(binary()) :: {float(), binary()} | :error
  def parse("-" <> rest), do: parse_unsigned(rest, "-")
  def parse("+" <> rest), do: parse_unsigned(rest, "")
  def parse(binary) when is_binary(binary), do: parse_unsigned(binary, "")

  defp parse_unsigned(binary, sign) do
    case take_digits(binary, 0) do
      {"", _} ->
        :error

      {whole, rest} ->
        {fraction, rest} = parse_fraction(rest)
        {exponent, rest} = parse_exponent(rest)
        digits = <<sign::binary, whole::binary, ?., fraction::binary, exponent::binary>>

        try do
          {:erlang.binary_to_float(digits), rest}
        rescue
          # Numbers that no float can hold.
          ArgumentError -> :error
        end
    end
  end

  defp parse_fraction(<<?., char, _::binary>> = binary) when char in ?0..?9 do
    <<?., rest::binary>> = binary
    take_digits(rest, 0)
  end

  defp parse_fraction(rest), do: {"0", rest}

  defp parse_exponent(<<e, sign, char, _::binary>> = binary) when e in [?e, ?E] and sign in [?+, ?-] and char in ?0..?9 do
    <<_, _, rest::binary>> = binary
    {digits, rest} = take_digits(rest, 0)
    {<<?e, sign, digits::binary>>, rest}
  end

  defp parse_exponent(<<e, char, _::binary>> = binary) when e in [?e, ?E] and char in ?0..?9 do
    <<_, rest::binary>> = binary
    {digits, rest} = take_digits(rest, 0)
    {<<?e, digits::binary>>, rest}
  end

  defp parse_exponent(rest), do: {"", rest}

  defp take_digits(binary, count) do
    case binary do
      <<_::binary-size(count), char, _::binary>> when char in ?0..?9 ->
        take_digits(binary, count + 1)

      <<digits::binary-size(count), rest::binary>> ->
        {digits, rest}
    end
  end

  @doc """
  Rounds down, to a number of decimal digits.

      iex> Float.floor(34.253, 1)
      34.2
  """
  @spec floor(float(), precision_range()) :: float()
  def floor(number, precision \\ 0)
  def floor(number, 0) when is_float(number), do: :math.floor(number)
  def floor(number, precision) when is_float(number) and precision in 1..15, do: to_precision(number, precision, :floor)
  def floor(number, precision) when is_float(number), do: bad_precision(precision)

  @doc """
  Rounds up, to a number of decimal digits.

      iex> Float.ceil(34.251, 1)
      34.3
  """
  @spec ceil(float(), precision_range()) :: float()
  def ceil(number, precision \\ 0)
  def ceil(number, 0) when is_float(number), do: :math.ceil(number)
  def ceil(number, precision) when is_float(number) and precision in 1..15, do: to_precision(number, precision, :ceil)
  def ceil(number, precision) when is_float(number), do: bad_precision(precision)

  @doc """
  Rounds to the nearest number with so many decimal digits; halves go away from zero.

      iex> Float.round(12.5)
      13.0
      iex> Float.round(5.5674, 3)
      5.567
  """
  @spec round(float(), precision_range()) :: float()
  def round(float, precision \\ 0)

  def round(float, 0) when float == 0.0, do: float

  def round(float, 0) when is_float(float) do
    if abs(float) >= 4_503_599_627_370_496.0, do: float, else: signed(to_precision(float, 0, :half_up), float)
  end

  def round(float, precision) when is_float(float) and precision in 1..15, do: to_precision(float, precision, :half_up)
  def round(float, precision) when is_float(float), do: bad_precision(precision)

  defp signed(result, float), do: if(result == 0.0 and float < 0, do: -0.0, else: result)

  defp bad_precision(precision) do
    raise ArgumentError, "precision #{inspect(precision)} is out of valid range of 0..15"
  end

  # Exact: the float is a ratio of integers, the result is read from its decimal text.
  defp to_precision(float, _precision, _mode) when float == 0.0, do: float

  defp to_precision(float, precision, mode) do
    {numerator, denominator} = ratio(float)
    scaled = numerator * power_of_ten(precision)
    scaled = divide(scaled, denominator, mode)

    case scaled do
      0 when float < 0 -> -0.0
      0 -> 0.0
      _ -> decimal(scaled, precision)
    end
  end

  defp divide(dividend, divisor, :floor) do
    quotient = div(dividend, divisor)
    if rem(dividend, divisor) < 0, do: quotient - 1, else: quotient
  end

  defp divide(dividend, divisor, :ceil) do
    quotient = div(dividend, divisor)
    if rem(dividend, divisor) > 0, do: quotient + 1, else: quotient
  end

  defp divide(dividend, divisor, :half_up) when dividend < 0, do: -divide(-dividend, divisor, :half_up)
  defp divide(dividend, divisor, :half_up), do: div(2 * dividend + divisor, 2 * divisor)

  defp decimal(scaled, precision),
    do: :erlang.binary_to_float(<<:erlang.integer_to_binary(scaled)::binary, ".0e-", :erlang.integer_to_binary(precision)::binary>>)

  defp power_of_ten(0), do: 1
  defp power_of_ten(n), do: 10 * power_of_ten(n - 1)

  @doc """
  The pair of integers, without common divisor, whose quotient the float is.

      iex> Float.ratio(0.75)
      {3, 4}
  """
  @spec ratio(float()) :: {integer(), pos_integer()}
  def ratio(float) when is_float(float) do
    case <<float::float>> do
      <<_::1, 0::11, 0::52>> -> {0, 1}
      <<sign::1, 0::11, mantissa::52>> -> reduce_ratio(signum(sign) * mantissa, -1074)
      <<sign::1, exponent::11, mantissa::52>> -> reduce_ratio(signum(sign) * (mantissa + 4_503_599_627_370_496), exponent - 1075)
    end
  end

  defp signum(0), do: 1
  defp signum(1), do: -1

  defp reduce_ratio(mantissa, exponent) when exponent >= 0, do: {:erlang.bsl(mantissa, exponent), 1}

  defp reduce_ratio(mantissa, exponent) when :erlang.band(mantissa, 1) == 0,
    do: reduce_ratio(:erlang.bsr(mantissa, 1), exponent + 1)

  defp reduce_ratio(mantissa, exponent), do: {mantissa, :erlang.bsl(1, -exponent)}

  @doc """
  The shortest text that reads back as the float.

      iex> Float.to_string(7.0)
      "7.0"
  """
  @spec to_string(float()) :: String.t()
  def to_string(float) when is_float(float), do: :erlang.float_to_binary(float, [:short])

  @doc """
  The shortest text of a float as a charlist.

      iex> Float.to_charlist(7.0) == ~c"7.0"
      true
  """
  @spec to_charlist(float()) :: charlist()
  def to_charlist(float) when is_float(float), do: :erlang.float_to_list(float, [:short])

  @doc false
  @deprecated "Use Float.to_charlist/1 instead"
  def to_char_list(value), do: Float.to_charlist(value)
end
