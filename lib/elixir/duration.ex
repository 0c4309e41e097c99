defmodule Duration do
  @moduledoc """
  Spans of time in the units of a calendar.
  """

  @type t() :: %Duration{
          day: integer(),
          hour: integer(),
          microsecond: {integer(), 0..6},
          minute: integer(),
          month: integer(),
          second: integer(),
          week: integer(),
          year: integer()
        }

  @type unit_pair() ::
          {:year, integer()}
          | {:month, integer()}
          | {:week, integer()}
          | {:day, integer()}
          | {:hour, integer()}
          | {:minute, integer()}
          | {:second, integer()}
          | {:microsecond, {integer(), 0..6}}

  @type duration() :: t() | [unit_pair()]

  @units [:year, :month, :week, :day, :hour, :minute, :second, :microsecond]
  defstruct year: 0, month: 0, week: 0, day: 0, hour: 0, minute: 0, second: 0, microsecond: {0, 0}

  @doc """
  A duration from a keyword list.

      iex> Duration.new!(month: 2).month
      2
  """
  @spec new!(duration()) :: t()
  def new!(%Duration{} = duration), do: duration

  def new!(pairs) when is_list(pairs) do
    Enum.each(pairs, &check(&1, @units))
    struct!(Duration, pairs)
  end

  @doc false
  # A duration of the units that a date or a time knows.
  def new!(%Duration{} = duration, units) do
    for unit <- @units -- units, not match?(zero when zero == 0 or elem(zero, 0) == 0, Map.fetch!(duration, unit)) do
      {what, other} = if :day in units, do: {"date", "time"}, else: {"time", "date"}
      raise ArgumentError, "cannot shift #{what} by #{other} scale unit. Expected #{Enum.map_join(units, ", ", &inspect/1)}"
    end

    duration
  end

  def new!(pairs, units) do
    Enum.each(pairs, &check(&1, units))
    struct!(Duration, pairs)
  end

  # The precision of no microseconds is told anywhere.
  defp check({:microsecond, {0, precision}}, _units) when precision in 0..6, do: :ok

  defp check({unit, value}, units) do
    cond do
      unit not in units and unit in @units ->
        raise ArgumentError, "unsupported unit #{inspect(unit)}. Expected #{Enum.map_join(units, ", ", &inspect/1)}"

      unit not in units ->
        raise ArgumentError, "unknown unit #{inspect(unit)}. Expected #{Enum.map_join(units, ", ", &inspect/1)}"

      unit == :microsecond and not match?({value, precision} when is_integer(value) and precision in 0..6, value) ->
        raise ArgumentError, "unsupported value #{inspect(value)} for :microsecond. Expected a tuple {ms, precision} where precision is an integer from 0 to 6"

      unit != :microsecond and not is_integer(value) ->
        raise ArgumentError, "unsupported value #{inspect(value)} for #{inspect(unit)}. Expected an integer"

      true ->
        :ok
    end
  end

  @doc """
  The sum of two durations.

      iex> Duration.add(Duration.new!(week: 2, day: 1), Duration.new!(day: 2))
      %Duration{week: 2, day: 3}
  """
  @spec add(t(), t()) :: t()
  def add(%Duration{} = left, %Duration{} = right), do: combine(left, right, 1)

  @doc """
  The difference of two durations.

      iex> Duration.subtract(Duration.new!(week: 2, day: 1), Duration.new!(day: 2))
      %Duration{week: 2, day: -1}
  """
  @spec subtract(t(), t()) :: t()
  def subtract(%Duration{} = left, %Duration{} = right), do: combine(left, right, -1)

  defp combine(left, right, sign) do
    {micro1, precision1} = left.microsecond
    {micro2, precision2} = right.microsecond

    %Duration{
      year: left.year + sign * right.year,
      month: left.month + sign * right.month,
      week: left.week + sign * right.week,
      day: left.day + sign * right.day,
      hour: left.hour + sign * right.hour,
      minute: left.minute + sign * right.minute,
      second: left.second + sign * right.second,
      microsecond: {micro1 + sign * micro2, :erlang.max(precision1, precision2)}
    }
  end

  @doc """
  The duration so many times.

      iex> Duration.multiply(Duration.new!(day: 1, minute: 15), 3)
      %Duration{day: 3, minute: 45}
  """
  @spec multiply(t(), integer()) :: t()
  def multiply(%Duration{microsecond: {micro, precision}} = duration, factor) when is_integer(factor) do
    %Duration{
      year: duration.year * factor,
      month: duration.month * factor,
      week: duration.week * factor,
      day: duration.day * factor,
      hour: duration.hour * factor,
      minute: duration.minute * factor,
      second: duration.second * factor,
      microsecond: {micro * factor, precision}
    }
  end

  @doc """
  The duration turned around.

      iex> Duration.negate(Duration.new!(day: 1, minute: -15))
      %Duration{day: -1, minute: 15}
  """
  @spec negate(t()) :: t()
  def negate(%Duration{} = duration), do: multiply(duration, -1)

  @doc """
  The text of a duration after ISO 8601.

      iex> Duration.to_iso8601(Duration.new!(day: 1, hour: 2))
      "P1DT2H"
  """
  @spec to_iso8601(t()) :: String.t()
  def to_iso8601(%Duration{} = duration) do
    date = [unit(duration.year, "Y"), unit(duration.month, "M"), unit(duration.week, "W"), unit(duration.day, "D")]
    time = [unit(duration.hour, "H"), unit(duration.minute, "M"), seconds(duration.second, duration.microsecond)]

    case {IO.iodata_to_binary(date), IO.iodata_to_binary(time)} do
      {"", ""} -> "PT0S"
      {date, ""} -> "P" <> date
      {date, time} -> "P" <> date <> "T" <> time
    end
  end

  defp unit(0, _letter), do: []
  defp unit(value, letter), do: [Integer.to_string(value), letter]

  defp seconds(0, {0, _}), do: []
  defp seconds(second, {_, 0}), do: [Integer.to_string(second), "S"]

  defp seconds(second, {micro, precision}) do
    total = second * 1_000_000 + micro
    sign = if total < 0, do: "-", else: ""
    total = abs(total)
    fraction = total |> rem(1_000_000) |> Integer.to_string() |> String.pad_leading(6, "0") |> binary_part(0, precision)
    [sign, Integer.to_string(div(total, 1_000_000)), ".", fraction, "S"]
  end

  @doc """
  A duration for people to read. The option `:units` has other names of units, `:separator` is what stands between
  the parts.

      iex> Duration.to_string(Duration.new!(hour: 4, second: 1, microsecond: {500_000, 1}))
      "4h 1.5s"
      iex> Duration.to_string(Duration.new!(day: 2, minute: 30), units: [day: " days", minute: " minutes"], separator: ", ")
      "2 days, 30 minutes"
  """
  @spec to_string(t(), keyword()) :: String.t()
  def to_string(%Duration{} = duration, opts \\ []) do
    units = Keyword.get(opts, :units, [])
    separator = Keyword.get(opts, :separator, " ")

    whole =
      for {unit, name} <- [year: "a", month: "mo", week: "wk", day: "d", hour: "h", minute: "min"], count = Map.fetch!(duration, unit), count != 0 do
        Integer.to_string(count) <> Keyword.get(units, unit, name)
      end

    second = Keyword.get(units, :second, "s")

    case whole ++ readable_seconds(duration.second, duration.microsecond, second) do
      [] -> "0" <> second
      parts -> Enum.join(parts, separator)
    end
  end

  defp readable_seconds(0, {0, _}, _name), do: []
  defp readable_seconds(second, {micro, 0}, name), do: [Integer.to_string(second + div(micro, 1_000_000)) <> name]

  defp readable_seconds(second, {micro, precision}, name) do
    total = second * 1_000_000 + micro
    fraction = total |> abs() |> rem(1_000_000) |> Integer.to_string() |> String.pad_leading(6, "0") |> binary_part(0, precision)
    sign = if total < 0, do: "-", else: ""
    [sign <> Integer.to_string(div(abs(total), 1_000_000)) <> "." <> fraction <> name]
  end

  @doc """
  Reads a duration after ISO 8601.

      iex> Duration.from_iso8601("P1DT2H") == {:ok, Duration.new!(day: 1, hour: 2)}
      true
      iex> Duration.from_iso8601("1 day")
      {:error, :invalid_duration}
  """
  @spec from_iso8601(String.t()) :: {:ok, t()} | {:error, atom()}
  def from_iso8601(text) when is_binary(text), do: with({:ok, pairs} <- parse(text), do: {:ok, struct(Duration, pairs)})

  # The units of a text, the last first.
  @doc false
  def parse("-P" <> text), do: with({:ok, pairs} <- read_date(text), do: {:ok, Enum.map(pairs, &negated/1)})
  def parse("+P" <> text), do: read_date(text)
  def parse("P" <> text), do: read_date(text)
  def parse(_text), do: {:error, :invalid_duration}

  defp negated({:microsecond, {value, precision}}), do: {:microsecond, {-value, precision}}
  defp negated({unit, value}), do: {unit, -value}

  @doc """
  Like `from_iso8601/1`; raises when it fails.

      iex> Duration.from_iso8601!("P1Y2MT3H")
      %Duration{year: 1, month: 2, hour: 3}
  """
  @spec from_iso8601!(String.t()) :: t()
  def from_iso8601!(text) when is_binary(text) do
    case from_iso8601(text) do
      {:ok, duration} -> duration
      {:error, reason} -> raise ArgumentError, ~s(failed to parse duration "#{text}". reason: #{inspect(reason)})
    end
  end

  defp read_date(""), do: {:error, :invalid_duration}
  defp read_date(text), do: read(text, [{?Y, :year}, {?M, :month}, {?W, :week}, {?D, :day}], :invalid_date_component, [])

  # Reads units in their order, each at most once; `reason` tells the part that is being read.
  defp read("", _units, _reason, duration), do: {:ok, duration}
  defp read("T", _units, reason, _duration), do: {:error, reason}

  defp read("T" <> text, _units, :invalid_date_component, duration),
    do: read(text, [{?H, :hour}, {?M, :minute}, {?S, :second}], :invalid_time_component, duration)

  defp read(text, units, reason, duration) do
    case Integer.parse(text) do
      {count, <<point, digits::binary>>} when point in [?., ?,] and reason == :invalid_time_component -> read_fraction(text, count, digits, duration)
      {count, <<letter, rest::binary>>} -> read_unit(List.keyfind(units, letter, 0), units, count, rest, reason, duration)
      _ -> {:error, reason}
    end
  end

  defp read_unit(nil, _units, _count, _rest, reason, _duration), do: {:error, reason}

  defp read_unit({letter, unit}, units, count, rest, reason, duration) do
    [_ | later] = Enum.drop_while(units, fn {other, _} -> other != letter end)
    read(rest, later, reason, [{unit, count} | duration])
  end

  # Digits after the sixth are passed over.
  defp read_fraction(text, second, digits, duration) do
    size = byte_size(digits) - 1

    with <<digits::binary-size(size), "S">> when size > 0 <- digits,
         kept = binary_part(digits, 0, min(size, 6)),
         {micro, ""} <- Integer.parse(String.pad_trailing(kept, 6, "0")),
         {_, ""} <- Integer.parse(digits) do
      micro = if String.starts_with?(text, "-"), do: -micro, else: micro
      {:ok, [{:second, second}, {:microsecond, {micro, min(size, 6)}} | duration]}
    else
      _ -> {:error, :invalid_time_component}
    end
  end
end
