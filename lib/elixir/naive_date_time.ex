defmodule NaiveDateTime do
  @moduledoc """
  Moments without a time zone.
  """

  @type t() :: %NaiveDateTime{
          calendar: Calendar.calendar(),
          day: Calendar.day(),
          hour: Calendar.hour(),
          microsecond: Calendar.microsecond(),
          minute: Calendar.minute(),
          month: Calendar.month(),
          second: Calendar.second(),
          year: Calendar.year()
        }

  @enforce_keys [:year, :month, :day, :hour, :minute, :second]
  defstruct [:year, :month, :day, :hour, :minute, :second, microsecond: {0, 0}, calendar: Calendar.ISO]

  @doc """
  The moment in UTC.

      iex> NaiveDateTime.utc_now().calendar
      Calendar.ISO
  """
  @spec utc_now(Calendar.calendar() | :native | :microsecond | :millisecond | :second) :: t()
  def utc_now(calendar_or_unit \\ Calendar.ISO) do
    case calendar_or_unit do
      unit when unit in [:microsecond, :millisecond, :second, :native] -> DateTime.utc_now(unit) |> DateTime.to_naive()
      calendar -> DateTime.utc_now() |> DateTime.to_naive() |> convert!(calendar)
    end
  end

  @doc """
  The moment in UTC, in units of time and for a calendar.

      iex> NaiveDateTime.utc_now(:second, Calendar.ISO).microsecond
      {0, 0}
  """
  @spec utc_now(:native | :microsecond | :millisecond | :second, Calendar.calendar()) :: t()
  def utc_now(time_unit, calendar) when time_unit in [:microsecond, :millisecond, :second, :native],
    do: time_unit |> DateTime.utc_now() |> DateTime.to_naive() |> convert!(calendar)

  @doc """
  The moment in local time.

      iex> NaiveDateTime.local_now().microsecond
      {0, 0}
  """
  @spec local_now(Calendar.calendar()) :: t()
  def local_now(calendar \\ Calendar.ISO) do
    {{year, month, day}, {hour, minute, second}} = :calendar.local_time()
    {:ok, naive} = new(year, month, day, hour, minute, second)

    case convert(naive, calendar) do
      {:ok, naive} ->
        naive

      {:error, :incompatible_calendars} ->
        raise ArgumentError, ~s(cannot get "local now" in target calendar #{inspect(calendar)}, reason: cannot convert from Calendar.ISO to #{inspect(calendar)}.)
    end
  end

  @doc """
  A moment, as `{:ok, moment}`, or an error.

      iex> NaiveDateTime.new(2024, 2, 29, 23, 0, 0)
      {:ok, ~N[2024-02-29 23:00:00]}
  """
  @spec new(Calendar.year(), Calendar.month(), Calendar.day(), Calendar.hour(), Calendar.minute(), Calendar.second(), Calendar.microsecond() | non_neg_integer(), Calendar.calendar()) :: {:ok, t()} | {:error, atom()}
  def new(year, month, day, hour, minute, second, microsecond \\ {0, 0}, calendar \\ Calendar.ISO)

  def new(year, month, day, hour, minute, second, microsecond, calendar) when is_integer(microsecond),
    do: new(year, month, day, hour, minute, second, {microsecond, 6}, calendar)

  def new(year, month, day, hour, minute, second, microsecond, calendar) do
    cond do
      not calendar.valid_date?(year, month, day) -> {:error, :invalid_date}
      not calendar.valid_time?(hour, minute, second, microsecond) -> {:error, :invalid_time}
      true -> {:ok, build({year, month, day, hour, minute, second, microsecond}, calendar)}
    end
  end

  @doc """
  A moment of a date and a time.

      iex> NaiveDateTime.new(~D[2024-02-09], ~T[07:08:09])
      {:ok, ~N[2024-02-09 07:08:09]}
  """
  @spec new(Date.t(), Time.t()) :: {:ok, t()}
  def new(%{__struct__: Date, calendar: calendar} = date, %{__struct__: Time, calendar: calendar} = time),
    do: {:ok, build({date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond}, calendar)}

  @doc """
  Like `new/8`; returns the moment or raises.

      iex> NaiveDateTime.new!(2024, 2, 9, 7, 8, 9)
      ~N[2024-02-09 07:08:09]
  """
  @spec new!(Calendar.year(), Calendar.month(), Calendar.day(), Calendar.hour(), Calendar.minute(), Calendar.second(), Calendar.microsecond() | non_neg_integer(), Calendar.calendar()) :: t()
  def new!(year, month, day, hour, minute, second, microsecond \\ {0, 0}, calendar \\ Calendar.ISO) do
    case new(year, month, day, hour, minute, second, microsecond, calendar) do
      {:ok, naive} -> naive
      {:error, reason} -> raise ArgumentError, "cannot build naive datetime, reason: #{inspect(reason)}"
    end
  end

  @doc """
  Like `new/2`; returns the moment or raises.

      iex> NaiveDateTime.new!(~D[2024-02-09], ~T[07:08:09])
      ~N[2024-02-09 07:08:09]
  """
  @spec new!(Date.t(), Time.t()) :: t()
  def new!(date, time) do
    case new(date, time) do
      {:ok, naive} -> naive
      {:error, reason} -> raise ArgumentError, "cannot build naive datetime, reason: #{inspect(reason)}"
    end
  end

  defp build({year, month, day, hour, minute, second, microsecond}, calendar) do
    %NaiveDateTime{
      year: year,
      month: month,
      day: day,
      hour: hour,
      minute: minute,
      second: second,
      microsecond: microsecond,
      calendar: calendar
    }
  end

  @doc false
  def __iso_days__(%{calendar: calendar, year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: microsecond}),
    do: calendar.naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond)

  @doc false
  def __from_iso_days__(iso_days, calendar, precision) do
    {year, month, day, hour, minute, second, {micro, _}} = calendar.naive_datetime_from_iso_days(iso_days)
    build({year, month, day, hour, minute, second, {micro, precision}}, calendar)
  end

  @doc """
  The moment so much later.

      iex> NaiveDateTime.add(~N[2024-02-28 23:59:59], 1)
      ~N[2024-02-29 00:00:00]
  """
  @spec add(Calendar.naive_datetime(), integer(), :day | :hour | :minute | System.time_unit()) :: t()
  def add(naive, amount, unit \\ :second)
  def add(naive, amount, :day) when is_integer(amount), do: add(naive, amount * 86_400, :second)
  def add(naive, amount, :hour) when is_integer(amount), do: add(naive, amount * 3600, :second)
  def add(naive, amount, :minute) when is_integer(amount), do: add(naive, amount * 60, :second)

  def add(%{microsecond: {_, precision}, calendar: calendar} = naive, amount, unit) when is_integer(amount) do
    Calendar.ISO.check_unit!(unit, [:day, :hour, :minute])
    per_day = System.convert_time_unit(86_400, :second, unit)
    precision = :erlang.max(Calendar.ISO.time_unit_to_precision(unit), precision)

    naive
    |> __iso_days__()
    |> Calendar.ISO.add_day_fraction_to_iso_days(amount, per_day)
    |> __from_iso_days__(calendar, precision)
  end

  @doc """
  The difference in a unit.

      iex> NaiveDateTime.diff(~N[2024-02-29 00:00:01], ~N[2024-02-28 23:59:59])
      2
  """
  @spec diff(Calendar.naive_datetime(), Calendar.naive_datetime(), :day | :hour | :minute | System.time_unit()) :: integer()
  def diff(naive1, naive2, unit \\ :second)
  def diff(naive1, naive2, :day), do: div(diff(naive1, naive2, :second), 86_400)
  def diff(naive1, naive2, :hour), do: div(diff(naive1, naive2, :second), 3600)
  def diff(naive1, naive2, :minute), do: div(diff(naive1, naive2, :second), 60)

  def diff(naive1, naive2, unit) do
    Calendar.ISO.check_unit!(unit, [:day, :hour, :minute])
    Calendar.ISO.iso_days_to_unit(__iso_days__(naive1), unit) - Calendar.ISO.iso_days_to_unit(__iso_days__(naive2), unit)
  end

  @doc """
  The moment shifted by a duration.

      iex> NaiveDateTime.shift(~N[2024-01-31 00:00:00], month: 1, hour: 2)
      ~N[2024-02-29 02:00:00]
  """
  @spec shift(Calendar.naive_datetime(), Duration.duration()) :: t()
  def shift(%{calendar: calendar} = naive, duration) do
    duration = Duration.new!(duration)

    build(
      calendar.shift_naive_datetime(naive.year, naive.month, naive.day, naive.hour, naive.minute, naive.second, naive.microsecond, duration),
      calendar
    )
  end

  @doc """
  The moment with its fraction cut.

      iex> NaiveDateTime.truncate(~N[2024-01-01 00:00:00.123456], :second)
      ~N[2024-01-01 00:00:00]
  """
  @spec truncate(t(), :microsecond | :millisecond | :second) :: t()
  def truncate(%{__struct__: NaiveDateTime, microsecond: microsecond} = naive, precision), do: %{naive | microsecond: Calendar.truncate(microsecond, precision)}
  def truncate(%{calendar: _} = other, precision), do: build_from(other) |> truncate(precision)

  defp build_from(map), do: build({map.year, map.month, map.day, map.hour, map.minute, map.second, map.microsecond}, map.calendar)

  @doc """
  The date of a moment.

      iex> NaiveDateTime.to_date(~N[2024-02-09 07:08:09])
      ~D[2024-02-09]
  """
  @spec to_date(Calendar.naive_datetime()) :: Date.t()
  def to_date(%{calendar: calendar, year: year, month: month, day: day, hour: _, minute: _, second: _}), do: %Date{year: year, month: month, day: day, calendar: calendar}

  @doc """
  The time of day of a moment.

      iex> NaiveDateTime.to_time(~N[2024-02-09 07:08:09])
      ~T[07:08:09]
  """
  @spec to_time(Calendar.naive_datetime()) :: Time.t()
  def to_time(%{calendar: calendar, year: _, month: _, day: _, hour: hour, minute: minute, second: second, microsecond: microsecond}),
    do: %Time{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar}

  @doc """
  The text of a moment.

      iex> NaiveDateTime.to_string(~N[2024-02-29 13:00:00])
      "2024-02-29 13:00:00"
  """
  @spec to_string(Calendar.naive_datetime()) :: String.t()
  def to_string(%{calendar: calendar, year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: microsecond}),
    do: calendar.naive_datetime_to_string(year, month, day, hour, minute, second, microsecond)

  @doc """
  The moment that a text stands for; an offset is passed over.

      iex> NaiveDateTime.from_iso8601("2024-02-29T13:00:00")
      {:ok, ~N[2024-02-29 13:00:00]}
  """
  @spec from_iso8601(String.t(), Calendar.calendar() | :basic | :extended) :: {:ok, t()} | {:error, atom()}
  def from_iso8601(string, calendar_or_format \\ Calendar.ISO)
  def from_iso8601(string, format) when format in [:basic, :extended], do: from_iso8601(string, Calendar.ISO, format)
  def from_iso8601(string, calendar), do: from_iso8601(string, calendar, :extended)

  @spec from_iso8601(String.t(), Calendar.calendar(), :basic | :extended) :: {:ok, t()} | {:error, atom()}
  def from_iso8601(string, calendar, format) do
    with {:ok, fields} <- Calendar.ISO.parse_naive_datetime(string, format), do: convert(build(fields, Calendar.ISO), calendar)
  end

  @doc """
  Like `from_iso8601/2`; returns the moment or raises.

      iex> NaiveDateTime.from_iso8601!("2024-02-09T07:08:09")
      ~N[2024-02-09 07:08:09]
  """
  @spec from_iso8601!(String.t(), Calendar.calendar() | :basic | :extended) :: t()
  def from_iso8601!(string, calendar_or_format \\ Calendar.ISO) do
    case from_iso8601(string, calendar_or_format) do
      {:ok, naive} -> naive
      {:error, reason} -> raise ArgumentError, "cannot parse #{inspect(string)} as naive datetime, reason: #{inspect(reason)}"
    end
  end

  @doc """
  The text of a moment after ISO 8601.

      iex> NaiveDateTime.to_iso8601(~N[2024-02-09 07:08:09])
      "2024-02-09T07:08:09"
      iex> NaiveDateTime.to_iso8601(~N[2024-02-09 07:08:09], :basic)
      "20240209T070809"
  """
  @spec to_iso8601(Calendar.naive_datetime(), :basic | :extended) :: String.t()
  def to_iso8601(naive, format \\ :extended)

  def to_iso8601(%{calendar: Calendar.ISO} = naive, format) when format in [:basic, :extended] do
    Calendar.ISO.date_to_string(naive.year, naive.month, naive.day, format) <>
      "T" <> Calendar.ISO.time_to_string(naive.hour, naive.minute, naive.second, naive.microsecond, format)
  end

  def to_iso8601(%{calendar: _} = naive, format) when format in [:basic, :extended], do: naive |> convert!(Calendar.ISO) |> to_iso8601(format)

  @doc """
  The moment as `{{year, month, day}, {hour, minute, second}}`.

      iex> NaiveDateTime.to_erl(~N[2024-02-09 07:08:09])
      {{2024, 2, 9}, {7, 8, 9}}
  """
  @spec to_erl(Calendar.naive_datetime()) :: :calendar.datetime()
  def to_erl(naive), do: {{naive.year, naive.month, naive.day}, {naive.hour, naive.minute, naive.second}}

  @doc """
  A moment from `{{year, month, day}, {hour, minute, second}}`.

      iex> NaiveDateTime.from_erl({{2024, 2, 9}, {7, 8, 9}})
      {:ok, ~N[2024-02-09 07:08:09]}
      iex> NaiveDateTime.from_erl({{2024, 2, 30}, {7, 8, 9}})
      {:error, :invalid_date}
  """
  @spec from_erl(:calendar.datetime(), Calendar.microsecond(), Calendar.calendar()) :: {:ok, t()} | {:error, atom()}
  def from_erl(tuple, microsecond \\ {0, 0}, calendar \\ Calendar.ISO)

  def from_erl({{year, month, day}, {hour, minute, second}}, microsecond, calendar) do
    with {:ok, naive} <- new(year, month, day, hour, minute, second, microsecond), do: convert(naive, calendar)
  end

  @doc """
  Like `from_erl/3`; returns the moment or raises.

      iex> NaiveDateTime.from_erl!({{2024, 2, 9}, {7, 8, 9}}, {5000, 3})
      ~N[2024-02-09 07:08:09.005]
  """
  @spec from_erl!(:calendar.datetime(), Calendar.microsecond(), Calendar.calendar()) :: t()
  def from_erl!(tuple, microsecond \\ {0, 0}, calendar \\ Calendar.ISO) do
    case from_erl(tuple, microsecond, calendar) do
      {:ok, naive} -> naive
      {:error, reason} -> raise ArgumentError, "cannot convert #{inspect(tuple)} to naive datetime, reason: #{inspect(reason)}"
    end
  end

  @doc """
  The moment so many seconds from 0000-01-01 00:00:00.

      iex> NaiveDateTime.from_gregorian_seconds(63_755_511_991)
      ~N[2020-05-01 00:26:31]
  """
  @spec from_gregorian_seconds(integer(), Calendar.microsecond(), Calendar.calendar()) :: t()
  def from_gregorian_seconds(seconds, {microsecond, precision} \\ {0, 0}, calendar \\ Calendar.ISO) when is_integer(seconds),
    do: Calendar.ISO.gregorian_seconds_to_iso_days(seconds, microsecond) |> __from_iso_days__(calendar, precision)

  @doc """
  The seconds from 0000-01-01 00:00:00, and the microseconds.

      iex> NaiveDateTime.to_gregorian_seconds(~N[2020-05-01 00:26:31.005])
      {63755511991, 5000}
  """
  @spec to_gregorian_seconds(Calendar.naive_datetime()) :: {integer(), non_neg_integer()}
  def to_gregorian_seconds(%{microsecond: {microsecond, _}} = naive) do
    {days, {parts, per_day}} = __iso_days__(naive)
    {days * 86_400 + div(parts * 86_400, per_day), microsecond}
  end

  @doc """
  Compares: `:lt`, `:eq` or `:gt`.

      iex> NaiveDateTime.compare(~N[2024-01-01 00:00:00], ~N[2024-01-02 00:00:00])
      :lt
  """
  @spec compare(Calendar.naive_datetime(), Calendar.naive_datetime()) :: :lt | :eq | :gt
  def compare(%{calendar: _} = naive1, %{calendar: _} = naive2) do
    case {__iso_days__(naive1), __iso_days__(naive2)} do
      {{days, {parts1, per1}}, {days, {parts2, per2}}} -> order(parts1 * per2, parts2 * per1)
      {{days1, _}, {days2, _}} -> order(days1, days2)
    end
  end

  defp order(first, second) when first > second, do: :gt
  defp order(first, second) when first < second, do: :lt
  defp order(_first, _second), do: :eq

  @doc """
  True when the first is earlier.

      iex> NaiveDateTime.before?(~N[2024-01-01 00:00:00], ~N[2024-01-02 00:00:00])
      true
  """
  @spec before?(Calendar.naive_datetime(), Calendar.naive_datetime()) :: boolean()
  def before?(naive1, naive2), do: compare(naive1, naive2) == :lt

  @doc """
  True when the first is later.

      iex> NaiveDateTime.after?(~N[2024-01-01 00:00:00], ~N[2024-01-02 00:00:00])
      false
  """
  @spec after?(Calendar.naive_datetime(), Calendar.naive_datetime()) :: boolean()
  def after?(naive1, naive2), do: compare(naive1, naive2) == :gt

  @doc """
  The moment in another calendar.

      iex> NaiveDateTime.convert(~N[2024-02-09 07:08:09], Calendar.ISO)
      {:ok, ~N[2024-02-09 07:08:09]}
  """
  @spec convert(Calendar.naive_datetime(), Calendar.calendar()) :: {:ok, t()} | {:error, :incompatible_calendars}
  def convert(%{calendar: calendar} = naive, calendar), do: {:ok, build_from(naive)}

  def convert(%{calendar: from, microsecond: {_, precision}} = naive, calendar) do
    if Calendar.compatible_calendars?(from, calendar),
      do: {:ok, naive |> __iso_days__() |> __from_iso_days__(calendar, precision)},
      else: {:error, :incompatible_calendars}
  end

  @doc """
  Like `convert/2`; returns the moment or raises.

      iex> NaiveDateTime.convert!(~N[2024-02-09 07:08:09], Calendar.ISO)
      ~N[2024-02-09 07:08:09]
  """
  @spec convert!(Calendar.naive_datetime(), Calendar.calendar()) :: t()
  def convert!(naive, calendar) do
    case convert(naive, calendar) do
      {:ok, naive} -> naive
      {:error, :incompatible_calendars} ->
        raise ArgumentError,
              "cannot convert #{inspect(naive)} to target calendar #{inspect(calendar)}, " <>
                "reason: #{inspect(naive.calendar)} and #{inspect(calendar)} have different day rollover moments, making this conversion ambiguous"
    end
  end

  @doc """
  The first moment of the day.

      iex> NaiveDateTime.beginning_of_day(~N[2024-02-09 07:08:09.12])
      ~N[2024-02-09 00:00:00.00]
  """
  @spec beginning_of_day(Calendar.naive_datetime()) :: t()
  def beginning_of_day(%{microsecond: {_, precision}} = naive), do: %{build_from(naive) | hour: 0, minute: 0, second: 0, microsecond: {0, precision}}

  @doc """
  The last moment of the day.

      iex> NaiveDateTime.end_of_day(~N[2024-02-09 07:08:09])
      ~N[2024-02-09 23:59:59]
  """
  @spec end_of_day(Calendar.naive_datetime()) :: t()
  def end_of_day(%{microsecond: {_, precision}} = naive) do
    micro = if precision == 0, do: 0, else: 999_999 - rem(999_999, power(6 - precision))
    %{build_from(naive) | hour: 23, minute: 59, second: 59, microsecond: {micro, precision}}
  end

  defp power(0), do: 1
  defp power(n), do: 10 * power(n - 1)
end
