defmodule Calendar.ISO do
  @moduledoc """
  The calendar of ISO 8601: the proleptic Gregorian calendar. Texts have years from -9999 to 9999.

  A day is counted from 0000-01-01, a time of day as a fraction in microseconds.
  """

  @type bce() :: 0
  @type ce() :: 1
  @type era() :: bce() | ce()
  @type year() :: -9999..9999
  @type month() :: 1..12
  @type day() :: 1..31
  @type hour() :: 0..23
  @type minute() :: 0..59
  @type second() :: 0..59
  @type weekday() :: :monday | :tuesday | :wednesday | :thursday | :friday | :saturday | :sunday
  @type utc_offset() :: integer()
  @type format() :: :basic | :extended
  @type microsecond() :: {0..999_999, 0..6}
  @type day_of_week() :: 1..7
  @type day_of_year() :: 1..366
  @type quarter_of_year() :: 1..4
  @type year_of_era() :: {1..10000, era()}

  @parts_per_day 86_400_000_000
  @unix_days 719_528

  @doc false
  def __info_ppd__(), do: @parts_per_day

  ## Days

  @doc """
  True for leap years.

      iex> Calendar.ISO.leap_year?(2000)
      true
  """
  @spec leap_year?(year()) :: boolean()
  def leap_year?(year) when is_integer(year), do: rem(year, 4) == 0 and (rem(year, 100) != 0 or rem(year, 400) == 0)

  @doc """
  The number of days in a month.

      iex> Calendar.ISO.days_in_month(2023, 2)
      28
  """
  @spec days_in_month(year(), month()) :: 28..31
  def days_in_month(year, 2) when is_integer(year), do: if(leap_year?(year), do: 29, else: 28)
  def days_in_month(year, month) when is_integer(year) and month in [4, 6, 9, 11], do: 30
  def days_in_month(year, month) when is_integer(year) and month in 1..12, do: 31

  @doc """
  The number of months in a year: 12.

      iex> Calendar.ISO.months_in_year(2024)
      12
  """
  @spec months_in_year(year()) :: 12
  def months_in_year(year) when is_integer(year), do: 12

  @doc """
  True for dates that exist.

      iex> Calendar.ISO.valid_date?(2024, 2, 29)
      true
      iex> Calendar.ISO.valid_date?(2023, 2, 29)
      false
  """
  @spec valid_date?(year(), month(), day()) :: boolean()
  def valid_date?(year, month, day) when is_integer(year) and is_integer(month) and is_integer(day),
    do: is_integer(year) and month in 1..12 and day in 1..31 and day <= days_in_month(year, month)

  @doc """
  True for times that exist.

      iex> Calendar.ISO.valid_time?(23, 59, 59, {0, 0})
      true
      iex> Calendar.ISO.valid_time?(24, 0, 0, {0, 0})
      false
  """
  @spec valid_time?(hour(), minute(), second(), microsecond()) :: boolean()
  def valid_time?(hour, minute, second, {value, precision})
      when is_integer(hour) and is_integer(minute) and is_integer(second) and is_integer(value) and is_integer(precision),
      do: hour in 0..23 and minute in 0..59 and second in 0..59 and value in 0..999_999 and precision in 0..6

  @doc """
  The days from 0000-01-01.

      iex> Calendar.ISO.date_to_iso_days(2000, 1, 1)
      730485
  """
  @spec date_to_iso_days(year(), month(), day()) :: integer()
  def date_to_iso_days(year, month, day) do
    if not valid_date?(year, month, day), do: raise(ArgumentError, "invalid date: #{date_to_string(year, month, day)}")
    days(year, month, day)
  end

  # Years begin in March, so that leap days come last.
  defp days(year, month, day) do
    year = if month <= 2, do: year - 1, else: year
    era = Integer.floor_div(year, 400)
    year_of_era = year - era * 400
    shifted = if month > 2, do: month - 3, else: month + 9
    day_of_year = div(153 * shifted + 2, 5) + day - 1
    day_of_era = year_of_era * 365 + div(year_of_era, 4) - div(year_of_era, 100) + day_of_year
    era * 146_097 + day_of_era + 60
  end

  @doc """
  The date so many days from 0000-01-01.

      iex> Calendar.ISO.date_from_iso_days(730_485)
      {2000, 1, 1}
  """
  @spec date_from_iso_days(days :: integer()) :: {year(), month(), day()}
  def date_from_iso_days(days) when is_integer(days) do
    days = days - 60
    era = Integer.floor_div(days, 146_097)
    day_of_era = days - era * 146_097
    year_of_era = div(day_of_era - div(day_of_era, 1460) + div(day_of_era, 36_524) - div(day_of_era, 146_096), 365)
    day_of_year = day_of_era - (365 * year_of_era + div(year_of_era, 4) - div(year_of_era, 100))
    shifted = div(5 * day_of_year + 2, 153)
    day = day_of_year - div(153 * shifted + 2, 5) + 1
    month = if shifted < 10, do: shifted + 3, else: shifted - 9
    year = year_of_era + era * 400
    {if(month <= 2, do: year + 1, else: year), month, day}
  end

  @doc "The day of the week, and the first and last of a week that starts on a day."
  @deprecated "Use Calendar.ISO.day_of_week/4 instead"
  @spec day_of_week(year(), month(), day(), :default | weekday()) :: {day_of_week(), first_day_of_week :: 1, last_day_of_week :: 7}
  def day_of_week(year, month, day, starting_on \\ :default) do
    check_date(year, month, day)
    start = if starting_on == :default, do: 1, else: weekday(starting_on)
    # 0000-01-01 was a Saturday.
    number = Integer.mod(days(year, month, day) + 5, 7) + 1
    {Integer.mod(number - start, 7) + 1, 1, 7}
  end

  defp weekday(:monday), do: 1
  defp weekday(:tuesday), do: 2
  defp weekday(:wednesday), do: 3
  defp weekday(:thursday), do: 4
  defp weekday(:friday), do: 5
  defp weekday(:saturday), do: 6
  defp weekday(:sunday), do: 7

  @doc """
  The day of the year, from 1.

      iex> Calendar.ISO.day_of_year(2024, 3, 1)
      61
  """
  @spec day_of_year(year(), month(), day()) :: day_of_year()
  def day_of_year(year, month, day) do
    check_date(year, month, day)
    days(year, month, day) - days(year, 1, 1) + 1
  end

  @doc """
  The quarter of the year, from 1.

      iex> Calendar.ISO.quarter_of_year(2024, 5, 1)
      2
  """
  @spec quarter_of_year(year(), month(), day()) :: quarter_of_year()
  def quarter_of_year(year, month, day) when is_integer(year) and is_integer(day) and month in 1..12, do: div(month - 1, 3) + 1

  @doc """
  The year in its era, and the era: 1 for ours, 0 for the one before.

      iex> Calendar.ISO.year_of_era(2024)
      {2024, 1}
      iex> Calendar.ISO.year_of_era(-5)
      {6, 0}
  """
  @spec year_of_era(year()) :: {year_of_era(), era()}
  def year_of_era(year) when year >= 1, do: {year, 1}
  def year_of_era(year), do: {1 - year, 0}

  @spec year_of_era(year(), month(), day()) :: {year_of_era(), era()}
  def year_of_era(year, _month, _day), do: year_of_era(year)

  @doc """
  The day in its era, and the era.

      iex> Calendar.ISO.day_of_era(1, 1, 1)
      {1, 1}
  """
  @spec day_of_era(year(), month(), day()) :: Calendar.day_of_era()
  def day_of_era(year, month, day) do
    check_date(year, month, day)
    days = days(year, month, day)
    if year >= 1, do: {days - 365, 1}, else: {366 - days, 0}
  end

  defp check_date(year, month, day) do
    if not valid_date?(year, month, day), do: raise(ArgumentError, "invalid date: #{date_to_string(year, month, day)}")
  end

  ## Fractions of a day

  @doc """
  The time of day as a fraction.

      iex> Calendar.ISO.time_to_day_fraction(12, 0, 0, {0, 0})
      {43200000000, 86400000000}
  """
  @spec time_to_day_fraction(Calendar.hour(), Calendar.minute(), Calendar.second(), Calendar.microsecond()) :: Calendar.day_fraction()
  def time_to_day_fraction(0, 0, 0, {0, _}), do: {0, @parts_per_day}

  def time_to_day_fraction(hour, minute, second, {microsecond, _}),
    do: {((hour * 60 + minute) * 60 + second) * 1_000_000 + microsecond, @parts_per_day}

  @doc """
  The time of day that a fraction stands for.

      iex> Calendar.ISO.time_from_day_fraction({1, 2})
      {12, 0, 0, {0, 6}}
  """
  @spec time_from_day_fraction(Calendar.day_fraction()) :: {hour(), minute(), second(), microsecond()}
  def time_from_day_fraction({parts, per_day}) do
    total = if per_day == @parts_per_day, do: parts, else: div(parts * @parts_per_day, per_day)
    {seconds, micro} = {div(total, 1_000_000), rem(total, 1_000_000)}
    {div(seconds, 3600), rem(div(seconds, 60), 60), rem(seconds, 60), {micro, 6}}
  end

  @doc """
  The moment as days and a fraction.

      iex> Calendar.ISO.naive_datetime_to_iso_days(2000, 1, 1, 12, 0, 0, {0, 0})
      {730485, {43200000000, 86400000000}}
  """
  @spec naive_datetime_to_iso_days(year(), month(), day(), hour(), minute(), second(), microsecond()) :: Calendar.iso_days()
  def naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond),
    do: {date_to_iso_days(year, month, day), time_to_day_fraction(hour, minute, second, microsecond)}

  @doc """
  The moment that days and a fraction stand for.

      iex> Calendar.ISO.naive_datetime_from_iso_days({730_485, {1, 2}})
      {2000, 1, 1, 12, 0, 0, {0, 6}}
  """
  @spec naive_datetime_from_iso_days(Calendar.iso_days()) :: {year(), month(), day(), hour(), minute(), second(), microsecond()}
  def naive_datetime_from_iso_days({days, fraction}) do
    {year, month, day} = date_from_iso_days(days)
    {hour, minute, second, microsecond} = time_from_day_fraction(fraction)
    {year, month, day, hour, minute, second, microsecond}
  end

  @doc """
  The first moment of a day.

      iex> Calendar.ISO.iso_days_to_beginning_of_day({5, {1, 2}})
      {5, {0, 86400000000}}
  """
  @spec iso_days_to_beginning_of_day(Calendar.iso_days()) :: Calendar.iso_days()
  def iso_days_to_beginning_of_day({days, _fraction}), do: {days, {0, @parts_per_day}}

  @doc """
  The last moment of a day.

      iex> Calendar.ISO.iso_days_to_end_of_day({5, {1, 2}})
      {5, {86399999999, 86400000000}}
  """
  @spec iso_days_to_end_of_day(Calendar.iso_days()) :: Calendar.iso_days()
  def iso_days_to_end_of_day({days, _fraction}), do: {days, {@parts_per_day - 1, @parts_per_day}}

  @doc """
  Where a day begins.

      iex> Calendar.ISO.day_rollover_relative_to_midnight_utc()
      {0, 1}
  """
  @spec day_rollover_relative_to_midnight_utc() :: {0, 1}
  def day_rollover_relative_to_midnight_utc(), do: {0, 1}

  @doc false
  def iso_days_to_unit({days, {parts, per_day}}, unit) do
    micro = days * @parts_per_day + div(parts * @parts_per_day, per_day)
    System.convert_time_unit(micro, :microsecond, unit)
  end

  @doc false
  def add_day_fraction_to_iso_days({days, {parts, per_day}}, add, add_per_day) do
    parts = parts * add_per_day + add * per_day
    per_day = per_day * add_per_day
    {days, parts} = {days + Integer.floor_div(parts, per_day), Integer.mod(parts, per_day)}
    {days, {div(parts * @parts_per_day, per_day), @parts_per_day}}
  end

  @doc false
  def from_unix(integer, unit) when is_integer(integer) do
    total = System.convert_time_unit(integer, unit, :microsecond)

    if total >= -377_705_116_800_000_000 and total <= 253_402_300_799_999_999 do
      days = Integer.floor_div(total, @parts_per_day)
      {year, month, day} = date_from_iso_days(days + @unix_days)
      {hour, minute, second, {micro, _}} = time_from_day_fraction({Integer.mod(total, @parts_per_day), @parts_per_day})
      {:ok, {year, month, day}, {hour, minute, second}, {micro, precision_of(unit)}}
    else
      {:error, :invalid_unix_time}
    end
  end

  @doc false
  # Raises unless the unit is one that times are reckoned in; `larger` are those that the caller knows besides.
  def check_unit!(unit, larger) do
    unless unit in [:second, :millisecond, :microsecond, :nanosecond, :native] or (is_integer(unit) and unit > 0) do
      known = Enum.map_join(larger ++ [:second, :millisecond, :microsecond, :nanosecond], ", ", &inspect/1)
      raise ArgumentError, "unsupported time unit. Expected #{known}, or a positive integer, got #{inspect(unit)}"
    end
  end

  defp precision_of(unit) do
    case unit do
      :second -> 0
      :millisecond -> 3
      :microsecond -> 6
      :nanosecond -> 6
      :native -> 6
      number when is_integer(number) -> 6
    end
  end

  @doc false
  def time_unit_to_precision(unit), do: precision_of(unit)

  @doc false
  def gregorian_seconds_to_iso_days(seconds, microsecond) do
    days = Integer.floor_div(seconds, 86_400)
    {days, {Integer.mod(seconds, 86_400) * 1_000_000 + microsecond, @parts_per_day}}
  end

  ## Texts

  @doc """
  The text of a date; the format is `:extended` or `:basic`.

      iex> Calendar.ISO.date_to_string(2024, 2, 9)
      "2024-02-09"
      iex> Calendar.ISO.date_to_string(2024, 2, 9, :basic)
      "20240209"
  """
  @spec date_to_string(year(), month(), day(), :basic | :extended) :: String.t()
  def date_to_string(year, month, day, format \\ :extended)
  def date_to_string(year, month, day, :extended), do: padded_year(year) <> "-" <> two(month) <> "-" <> two(day)
  def date_to_string(year, month, day, :basic), do: padded_year(year) <> two(month) <> two(day)

  @doc """
  The text of a time.

      iex> Calendar.ISO.time_to_string(7, 8, 9, {120_000, 2})
      "07:08:09.12"
  """
  @spec time_to_string(hour(), minute(), second(), microsecond(), :basic | :extended) :: String.t()
  def time_to_string(hour, minute, second, microsecond, format \\ :extended)

  def time_to_string(hour, minute, second, {value, precision}, format)
      when hour in 0..23 and minute in 0..59 and second in 0..59 and value in 0..999_999 and precision in 0..6 and format in [:basic, :extended] do
    separator = if format == :extended, do: ":", else: ""
    two(hour) <> separator <> two(minute) <> separator <> two(second) <> fraction(value, precision)
  end

  defp fraction(_value, 0), do: ""
  defp fraction(value, precision), do: "." <> binary_part(zeros(value, 6), 0, precision)

  @doc """
  The text of a moment without a zone.

      iex> Calendar.ISO.naive_datetime_to_string(2024, 2, 9, 7, 8, 9, {0, 0})
      "2024-02-09 07:08:09"
  """
  @spec naive_datetime_to_string(year(), month(), day(), hour(), minute(), second(), microsecond(), :basic | :extended) :: String.t()
  def naive_datetime_to_string(year, month, day, hour, minute, second, microsecond, format \\ :extended),
    do: date_to_string(year, month, day, format) <> " " <> time_to_string(hour, minute, second, microsecond, format)

  @doc """
  The text of a moment in a zone.

      iex> Calendar.ISO.datetime_to_string(2024, 2, 9, 7, 8, 9, {0, 0}, "Europe/Berlin", "CET", 3600, 0)
      "2024-02-09 07:08:09+01:00 CET Europe/Berlin"
  """
  @spec datetime_to_string(year(), month(), day(), hour(), minute(), second(), microsecond(), Calendar.time_zone(), Calendar.zone_abbr(), Calendar.utc_offset(), Calendar.std_offset(), :basic | :extended) :: String.t()
  def datetime_to_string(year, month, day, hour, minute, second, microsecond, time_zone, zone_abbr, utc_offset, std_offset, format \\ :extended) do
    date_to_string(year, month, day, format) <>
      " " <>
      time_to_string(hour, minute, second, microsecond, format) <>
      offset_to_string(utc_offset, std_offset, time_zone, format) <> zone_to_string(utc_offset, std_offset, zone_abbr, time_zone)
  end

  @doc false
  def offset_to_string(0, 0, "Etc/UTC", _format), do: "Z"
  def offset_to_string(utc, std, _zone, format), do: offset(utc + std, format)

  @doc false
  def offset_to_string(utc, std, zone), do: offset_to_string(utc, std, zone, :extended)

  defp offset(total, format) do
    sign = if total < 0, do: "-", else: "+"
    seconds = abs(total)
    separator = if format == :extended, do: ":", else: ""
    sign <> two(div(seconds, 3600)) <> separator <> two(div(rem(seconds, 3600), 60))
  end

  defp zone_to_string(_, _, _, "Etc/UTC"), do: ""
  defp zone_to_string(_utc, _std, abbr, zone), do: " " <> abbr <> " " <> zone

  defp padded_year(year) when year < 0, do: "-" <> zeros(-year, 4)
  defp padded_year(year), do: zeros(year, 4)

  defp two(number), do: zeros(number, 2)

  defp zeros(number, width) when number < 0, do: "-" <> zeros(-number, width)

  defp zeros(number, width) do
    text = Integer.to_string(number)
    :binary.copy("0", :erlang.max(width - byte_size(text), 0)) <> text
  end

  ## Parsing

  @doc """
  The date that a text stands for.

      iex> Calendar.ISO.parse_date("2024-02-09")
      {:ok, {2024, 2, 9}}
      iex> Calendar.ISO.parse_date("2024-02-30")
      {:error, :invalid_date}
  """
  @spec parse_date(String.t(), :basic | :extended) :: {:ok, {year(), month(), day()}} | {:error, atom()}
  def parse_date(text, format \\ :extended)
  def parse_date("-" <> text, format) when format in [:basic, :extended], do: date(text, -1, format)
  def parse_date("+" <> text, format) when format in [:basic, :extended], do: date(text, 1, format)
  def parse_date(text, format) when is_binary(text) and format in [:basic, :extended], do: date(text, 1, format)

  defp date(text, sign, format) do
    case take_date(text, sign, format) do
      {:ok, {year, month, day}, ""} ->
        if valid_date?(year, month, day), do: {:ok, {year, month, day}}, else: {:error, :invalid_date}

      _ ->
        {:error, :invalid_format}
    end
  end

  defp take_date(<<y::binary-size(4), "-", m::binary-size(2), "-", d::binary-size(2), rest::binary>>, sign, :extended), do: date_numbers(y, m, d, sign, rest)
  defp take_date(<<y::binary-size(4), m::binary-size(2), d::binary-size(2), rest::binary>>, sign, :basic), do: date_numbers(y, m, d, sign, rest)
  defp take_date(_text, _sign, _format), do: :error

  defp date_numbers(y, m, d, sign, rest) do
    with {:ok, year} <- number(y), {:ok, month} <- number(m), {:ok, day} <- number(d), do: {:ok, {sign * year, month, day}, rest}
  end

  defp number(text), do: number(text, 0)
  defp number(<<char, rest::binary>>, acc) when char in ?0..?9, do: number(rest, acc * 10 + char - ?0)
  defp number(<<>>, acc), do: {:ok, acc}
  defp number(_other, _acc), do: :error

  @doc """
  The time that a text stands for.

      iex> Calendar.ISO.parse_time("07:08:09.12")
      {:ok, {7, 8, 9, {120000, 2}}}
  """
  @spec parse_time(String.t(), :basic | :extended) :: {:ok, {hour(), minute(), second(), microsecond()}} | {:error, atom()}
  def parse_time(text, format \\ :extended)
  def parse_time("T" <> text, format) when format in [:basic, :extended], do: time(text, format)
  def parse_time(text, format) when is_binary(text) and format in [:basic, :extended], do: time(text, format)

  defp time(text, format) do
    with {:ok, {hour, minute, second, microsecond}, rest} <- take_time(text, format),
         {:ok, _offset, ""} <- take_offset(rest, format) do
      if valid_time?(hour, minute, second, microsecond), do: {:ok, {hour, minute, second, microsecond}}, else: {:error, :invalid_time}
    else
      _ -> {:error, :invalid_format}
    end
  end

  defp take_time(<<h::binary-size(2), ":", m::binary-size(2), ":", s::binary-size(2), rest::binary>>, :extended), do: time_numbers(h, m, s, rest)
  defp take_time(<<h::binary-size(2), m::binary-size(2), s::binary-size(2), rest::binary>>, :basic), do: time_numbers(h, m, s, rest)
  defp take_time(_text, _format), do: :error

  defp time_numbers(h, m, s, rest) do
    with {:ok, hour} <- number(h), {:ok, minute} <- number(m), {:ok, second} <- number(s), {:ok, microsecond, rest} <- take_fraction(rest) do
      {:ok, {hour, minute, second, microsecond}, rest}
    end
  end

  defp take_fraction(<<point, char, _::binary>> = text) when point in [?., ?,] and char in ?0..?9 do
    <<_, rest::binary>> = text
    take_fraction(rest, 0, 0)
  end

  defp take_fraction(<<point, _::binary>>) when point in [?., ?,], do: :error
  defp take_fraction(rest), do: {:ok, {0, 0}, rest}

  defp take_fraction(<<char, rest::binary>>, value, precision) when char in ?0..?9 do
    if precision < 6, do: take_fraction(rest, value * 10 + char - ?0, precision + 1), else: take_fraction(rest, value, precision)
  end

  defp take_fraction(rest, value, precision), do: {:ok, {value * power(6 - precision), precision}, rest}

  defp power(0), do: 1
  defp power(n), do: 10 * power(n - 1)

  # The offset in seconds; nil when there is none.
  defp take_offset("", _format), do: {:ok, nil, ""}
  defp take_offset("Z" <> rest, _format), do: {:ok, 0, rest}
  defp take_offset("-00:00" <> _, _format), do: :error
  defp take_offset(<<sign, h::binary-size(2), ":", m::binary-size(2), rest::binary>>, :extended) when sign in [?+, ?-], do: offset_numbers(sign, h, m, rest)
  defp take_offset(<<sign, h::binary-size(2), m::binary-size(2), rest::binary>>, _format) when sign in [?+, ?-], do: offset_numbers(sign, h, m, rest)
  defp take_offset(<<sign, h::binary-size(2)>>, _format) when sign in [?+, ?-], do: offset_numbers(sign, h, "00", "")
  defp take_offset(_text, _format), do: :error

  defp offset_numbers(sign, h, m, rest) do
    with {:ok, hour} when hour < 24 <- number(h), {:ok, minute} when minute < 60 <- number(m) do
      seconds = (hour * 60 + minute) * 60
      {:ok, if(sign == ?-, do: -seconds, else: seconds), rest}
    else
      _ -> :error
    end
  end

  @doc """
  The moment without a zone that a text stands for; an offset is passed over.

      iex> Calendar.ISO.parse_naive_datetime("2024-02-09 07:08:09")
      {:ok, {2024, 2, 9, 7, 8, 9, {0, 0}}}
  """
  @spec parse_naive_datetime(String.t(), :basic | :extended) :: {:ok, {year(), month(), day(), hour(), minute(), second(), microsecond()}} | {:error, atom()}
  def parse_naive_datetime(text, format \\ :extended) when is_binary(text) and format in [:basic, :extended] do
    with {:ok, date, time, _offset} <- moment(text, format), do: checked_moment(date, time)
  end

  defp moment("-" <> text, format), do: moment(text, -1, format)
  defp moment("+" <> text, format), do: moment(text, 1, format)
  defp moment(text, format), do: moment(text, 1, format)

  defp moment(text, sign, format) do
    with {:ok, date, <<separator, rest::binary>>} when separator in [?\s, ?T] <- take_date(text, sign, format),
         {:ok, time, rest} <- take_time(rest, format),
         {:ok, offset, ""} <- take_offset(rest, format) do
      {:ok, date, time, offset}
    else
      _ -> {:error, :invalid_format}
    end
  end

  defp checked_moment({year, month, day}, {hour, minute, second, microsecond}) do
    cond do
      not valid_date?(year, month, day) -> {:error, :invalid_date}
      not valid_time?(hour, minute, second, microsecond) -> {:error, :invalid_time}
      true -> {:ok, {year, month, day, hour, minute, second, microsecond}}
    end
  end

  @doc """
  The moment in UTC that a text with an offset stands for, and the offset.

      iex> Calendar.ISO.parse_utc_datetime("2024-02-09T07:08:09+01:00")
      {:ok, {2024, 2, 9, 6, 8, 9, {0, 0}}, 3600}
  """
  @spec parse_utc_datetime(String.t(), :basic | :extended) :: {:ok, {year(), month(), day(), hour(), minute(), second(), microsecond()}, utc_offset()} | {:error, atom()}
  def parse_utc_datetime(text, format \\ :extended) when is_binary(text) and format in [:basic, :extended] do
    with {:ok, date, time, offset} <- moment(text, format),
         {:ok, {year, month, day, hour, minute, second, {_, precision} = microsecond}} <- checked_moment(date, time) do
      case offset do
        nil ->
          {:error, :missing_offset}

        0 ->
          {:ok, {year, month, day, hour, minute, second, microsecond}, 0}

        _ ->
          shifted = add_day_fraction_to_iso_days(naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond), -offset, 86_400)
          {year, month, day, hour, minute, second, {micro, _}} = naive_datetime_from_iso_days(shifted)
          {:ok, {year, month, day, hour, minute, second, {micro, precision}}, offset}
      end
    end
  end

  ## Shifting, by durations

  @doc false
  def shift_date(year, month, day, duration) do
    refuse(duration, [:hour, :minute, :second, :microsecond], [:year, :month, :week, :day])
    shift_days(year, month, day, duration)
  end

  # Raises when the duration has one of the units.
  defp refuse(duration, units, expected) do
    for unit <- units, not match?(none when none == 0 or elem(none, 0) == 0, Map.fetch!(duration, unit)) do
      raise ArgumentError, "unsupported unit #{inspect(unit)}. Expected #{Enum.map_join(expected, ", ", &inspect/1)}"
    end
  end

  defp shift_days(year, month, day, duration) do
    {year, month, day} = shift_months({year, month, day}, duration.year * 12 + duration.month)
    date_from_iso_days(days(year, month, day) + duration.week * 7 + duration.day)
  end

  @doc false
  def shift_naive_datetime(year, month, day, hour, minute, second, {_, precision} = microsecond, duration) do
    {year, month, day} = shift_days(year, month, day, duration)
    {micro, _} = duration.microsecond
    seconds = (duration.hour * 60 + duration.minute) * 60 + duration.second
    moment = naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond)
    shifted = add_day_fraction_to_iso_days(moment, seconds * 1_000_000 + micro, @parts_per_day)
    {year, month, day, hour, minute, second, {micro, _}} = naive_datetime_from_iso_days(shifted)
    {year, month, day, hour, minute, second, {micro, shifted_precision(precision, duration.microsecond)}}
  end

  @doc false
  def shift_time(hour, minute, second, {_, precision} = microsecond, duration) do
    refuse(duration, [:year, :month, :week, :day], [:hour, :minute, :second, :microsecond])
    {micro, _} = duration.microsecond
    {parts, per_day} = time_to_day_fraction(hour, minute, second, microsecond)
    added = ((duration.hour * 60 + duration.minute) * 60 + duration.second) * 1_000_000 + micro
    {hour, minute, second, {micro, _}} = time_from_day_fraction({Integer.mod(parts + added, per_day), per_day})
    {hour, minute, second, {micro, shifted_precision(precision, duration.microsecond)}}
  end

  # Precision is that of the duration if it has microseconds.
  defp shifted_precision(precision, {0, _}), do: precision
  defp shifted_precision(_precision, {_, precision}), do: precision

  defp shift_months(date, 0), do: date

  defp shift_months({year, month, day}, months) do
    total = year * 12 + month - 1 + months
    year = Integer.floor_div(total, 12)
    month = Integer.mod(total, 12) + 1
    {year, month, :erlang.min(day, days_in_month(year, month))}
  end

  @doc """
  Reads a duration, as the units that the text names, the last first; see `Duration.from_iso8601/1`.

      iex> Calendar.ISO.parse_duration("P1Y2M3DT4H")
      {:ok, [hour: 4, day: 3, month: 2, year: 1]}
      iex> Calendar.ISO.parse_duration("1 day")
      {:error, :invalid_duration}
  """
  @spec parse_duration(String.t()) :: {:ok, [Duration.unit_pair()]} | {:error, atom()}
  def parse_duration(text) when is_binary(text), do: Duration.parse(text)
end
