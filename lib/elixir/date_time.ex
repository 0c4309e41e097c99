defmodule DateTime do
  @moduledoc """
  Moments in a time zone.
  """

  @type t() :: %DateTime{
          calendar: Calendar.calendar(),
          day: Calendar.day(),
          hour: Calendar.hour(),
          microsecond: Calendar.microsecond(),
          minute: Calendar.minute(),
          month: Calendar.month(),
          second: Calendar.second(),
          std_offset: Calendar.std_offset(),
          time_zone: Calendar.time_zone(),
          utc_offset: Calendar.utc_offset(),
          year: Calendar.year(),
          zone_abbr: Calendar.zone_abbr()
        }

  @enforce_keys [:year, :month, :day, :hour, :minute, :second, :time_zone, :zone_abbr, :utc_offset, :std_offset]
  defstruct [
    :year,
    :month,
    :day,
    :hour,
    :minute,
    :second,
    :time_zone,
    :zone_abbr,
    :utc_offset,
    :std_offset,
    microsecond: {0, 0},
    calendar: Calendar.ISO
  ]

  @doc """
  The moment in UTC, with a precision or in a calendar.

      iex> DateTime.utc_now().time_zone
      "Etc/UTC"
      iex> DateTime.utc_now(:second).microsecond
      {0, 0}
  """
  @spec utc_now(Calendar.calendar() | :native | :microsecond | :millisecond | :second) :: t()
  def utc_now(calendar_or_unit \\ Calendar.ISO)
  def utc_now(unit) when unit in [:microsecond, :millisecond, :second, :native], do: utc_now(unit, Calendar.ISO)
  def utc_now(calendar), do: utc_now(:native, calendar)

  @spec utc_now(:native | :microsecond | :millisecond | :second, Calendar.calendar()) :: t()
  def utc_now(:native, calendar), do: :os.system_time(:microsecond) |> from_unix!(:microsecond, calendar)
  def utc_now(unit, calendar), do: :os.system_time(unit) |> from_unix!(unit, calendar)

  @doc """
  A moment of a date and a time in a zone.

      iex> DateTime.new(~D[2024-02-09], ~T[07:08:09])
      {:ok, ~U[2024-02-09 07:08:09Z]}
      iex> DateTime.new(~D[2024-02-09], ~T[07:08:09], "Europe/Paris")
      {:error, :utc_only_time_zone_database}
  """
  @spec new(Date.t(), Time.t(), Calendar.time_zone(), Calendar.time_zone_database()) :: {:ok, t()} | {:ambiguous, first :: t(), second :: t()} | {:gap, t(), t()} | {:error, :incompatible_calendars | :time_zone_not_found | :utc_only_time_zone_database}
  def new(date, time, time_zone \\ "Etc/UTC", database \\ Calendar.get_time_zone_database()) do
    with {:ok, naive} <- NaiveDateTime.new(date, time), do: from_naive(naive, time_zone, database)
  end

  @doc """
  Like `new/4`; returns the moment or raises.

      iex> DateTime.new!(~D[2024-02-09], ~T[07:08:09.123])
      ~U[2024-02-09 07:08:09.123Z]
  """
  @spec new!(Date.t(), Time.t(), Calendar.time_zone(), Calendar.time_zone_database()) :: t()
  def new!(date, time, time_zone \\ "Etc/UTC", database \\ Calendar.get_time_zone_database()) do
    case new(date, time, time_zone, database) do
      {:ok, datetime} ->
        datetime

      {:ambiguous, first, second} ->
        raise ArgumentError, "cannot build datetime with #{inspect(date)} and #{inspect(time)} because such instant is ambiguous in time zone #{time_zone} as there is an overlap between #{inspect(first)} and #{inspect(second)}"

      {:gap, first, second} ->
        raise ArgumentError, "cannot build datetime with #{inspect(date)} and #{inspect(time)} because such instant does not exist in time zone #{time_zone} as there is a gap between #{inspect(first)} and #{inspect(second)}"

      {:error, reason} ->
        raise ArgumentError, "cannot build datetime with #{inspect(date)} and #{inspect(time)}, reason: #{inspect(reason)}"
    end
  end

  @doc """
  The moment so much after 1970.

      iex> DateTime.from_unix(1_464_096_368)
      {:ok, ~U[2016-05-24 13:26:08Z]}
  """
  @spec from_unix(integer(), :native | System.time_unit(), Calendar.calendar()) :: {:ok, t()} | {:error, atom()}
  def from_unix(integer, unit \\ :second, calendar \\ Calendar.ISO) when is_integer(integer) do
    with {:ok, {year, month, day}, {hour, minute, second}, microsecond} <- Calendar.ISO.from_unix(integer, unit) do
      naive = %NaiveDateTime{year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: microsecond}
      convert(utc(naive), calendar)
    end
  end

  @doc """
  Like `from_unix/3`; returns the moment or raises.

      iex> DateTime.from_unix!(1_464_096_368)
      ~U[2016-05-24 13:26:08Z]
      iex> DateTime.from_unix!(1_432_560_368_868_569, :microsecond)
      ~U[2015-05-25 13:26:08.868569Z]
  """
  @spec from_unix!(integer(), :native | System.time_unit(), Calendar.calendar()) :: t()
  def from_unix!(integer, unit \\ :second, calendar \\ Calendar.ISO) do
    case from_unix(integer, unit, calendar) do
      {:ok, datetime} -> datetime
      {:error, :invalid_unix_time} -> raise ArgumentError, "invalid Unix time #{integer}"
    end
  end

  defp utc(naive), do: in_zone(naive, "Etc/UTC", %{zone_abbr: "UTC", utc_offset: 0, std_offset: 0})

  defp in_zone(naive, time_zone, %{zone_abbr: abbr, utc_offset: utc_offset, std_offset: std_offset}) do
    %DateTime{
      year: naive.year,
      month: naive.month,
      day: naive.day,
      hour: naive.hour,
      minute: naive.minute,
      second: naive.second,
      microsecond: naive.microsecond,
      calendar: naive.calendar,
      time_zone: time_zone,
      zone_abbr: abbr,
      utc_offset: utc_offset,
      std_offset: std_offset
    }
  end

  @doc """
  The moment that a wall clock in a zone shows so.

      iex> DateTime.from_naive(~N[2024-01-01 00:00:00], "Etc/UTC")
      {:ok, ~U[2024-01-01 00:00:00Z]}
  """
  @spec from_naive(Calendar.naive_datetime(), Calendar.time_zone(), Calendar.time_zone_database()) :: {:ok, t()} | {:ambiguous, first :: t(), second :: t()} | {:gap, t(), t()} | {:error, :incompatible_calendars | :time_zone_not_found | :utc_only_time_zone_database}
  def from_naive(naive, time_zone, database \\ Calendar.get_time_zone_database())
  def from_naive(naive, "Etc/UTC", _database), do: {:ok, utc(naive)}

  def from_naive(%{calendar: Calendar.ISO} = naive, time_zone, database) do
    case database.time_zone_periods_from_wall_datetime(naive, time_zone) do
      {:ok, period} -> {:ok, in_zone(naive, time_zone, period)}
      {:ambiguous, first, second} -> {:ambiguous, in_zone(naive, time_zone, first), in_zone(naive, time_zone, second)}
      {:gap, {first, until}, {second, from}} -> {:gap, gap(naive, time_zone, first, until, true), gap(naive, time_zone, second, from, false)}
      {:error, _} = error -> error
    end
  end

  def from_naive(%{calendar: calendar} = naive, time_zone, database) do
    if Calendar.compatible_calendars?(calendar, Calendar.ISO) do
      case naive |> NaiveDateTime.convert!(Calendar.ISO) |> from_naive(time_zone, database) do
        {:ok, datetime} -> convert(datetime, calendar)
        {:error, _} = error -> error
        {kind, first, second} -> {kind, convert!(first, calendar), convert!(second, calendar)}
      end
    else
      {:error, :incompatible_calendars}
    end
  end

  defp gap(naive, time_zone, period, limit, before?) do
    limit = NaiveDateTime.from_iso8601!(to_text(limit))
    limit = if before?, do: %{NaiveDateTime.add(limit, -1, :microsecond) | microsecond: {999_999, 6}}, else: %{limit | microsecond: {0, elem(naive.microsecond, 1)}}
    in_zone(limit, time_zone, period)
  end

  defp to_text(%{__struct__: _} = naive), do: NaiveDateTime.to_iso8601(naive)

  @doc """
  Like `from_naive/3`; returns the moment or raises.

      iex> DateTime.from_naive!(~N[2024-02-09 07:08:09], "Etc/UTC")
      ~U[2024-02-09 07:08:09Z]
  """
  @spec from_naive!(Calendar.naive_datetime(), Calendar.time_zone(), Calendar.time_zone_database()) :: t()
  def from_naive!(naive, time_zone, database \\ Calendar.get_time_zone_database()) do
    case from_naive(naive, time_zone, database) do
      {:ok, datetime} ->
        datetime

      {:ambiguous, first, second} ->
        raise ArgumentError, "cannot convert #{inspect(naive)} to datetime because such instant is ambiguous in time zone #{time_zone} as there is an overlap between #{inspect(first)} and #{inspect(second)}"

      {:gap, first, second} ->
        raise ArgumentError, "cannot convert #{inspect(naive)} to datetime because such instant does not exist in time zone #{time_zone} as there is a gap between #{inspect(first)} and #{inspect(second)}"

      {:error, reason} ->
        raise ArgumentError, "cannot convert #{inspect(naive)} to datetime, reason: #{inspect(reason)}"
    end
  end

  @doc """
  The moment in another zone.

      iex> DateTime.shift_zone(~U[2024-02-09 07:08:09Z], "Etc/UTC")
      {:ok, ~U[2024-02-09 07:08:09Z]}
      iex> DateTime.shift_zone(~U[2024-02-09 07:08:09Z], "Nowhere/City")
      {:error, :utc_only_time_zone_database}
  """
  @spec shift_zone(Calendar.datetime(), Calendar.time_zone(), Calendar.time_zone_database()) :: {:ok, t()} | {:error, :time_zone_not_found | :utc_only_time_zone_database}
  def shift_zone(datetime, time_zone, database \\ Calendar.get_time_zone_database())
  def shift_zone(%{time_zone: zone} = datetime, zone, _database), do: {:ok, datetime}

  def shift_zone(%{calendar: calendar, microsecond: {_, precision}} = datetime, time_zone, database) do
    iso_days = utc_days(datetime)

    case database.time_zone_period_from_utc_iso_days(iso_days, time_zone) do
      {:ok, %{utc_offset: utc, std_offset: std} = period} ->
        naive = iso_days |> Calendar.ISO.add_day_fraction_to_iso_days(utc + std, 86_400) |> NaiveDateTime.__from_iso_days__(calendar, precision)
        {:ok, in_zone(naive, time_zone, period)}

      {:error, _} = error ->
        error
    end
  end

  @doc """
  Like `shift_zone/3`; returns the moment or raises.

      iex> DateTime.shift_zone!(~U[2024-02-09 07:08:09Z], "Etc/UTC")
      ~U[2024-02-09 07:08:09Z]
  """
  @spec shift_zone!(Calendar.datetime(), Calendar.time_zone(), Calendar.time_zone_database()) :: t()
  def shift_zone!(datetime, time_zone, database \\ Calendar.get_time_zone_database()) do
    case shift_zone(datetime, time_zone, database) do
      {:ok, datetime} -> datetime
      {:error, reason} -> raise ArgumentError, "cannot shift #{inspect(datetime)} to #{inspect(time_zone)} time zone, reason: #{inspect(reason)}"
    end
  end

  @doc """
  The moment in a zone.

      iex> {:ok, now} = DateTime.now("Etc/UTC")
      iex> now.time_zone
      "Etc/UTC"
  """
  @spec now(Calendar.time_zone(), Calendar.time_zone_database()) :: {:ok, t()} | {:error, :time_zone_not_found | :utc_only_time_zone_database}
  def now(time_zone, database \\ Calendar.get_time_zone_database())
  def now("Etc/UTC", _database), do: {:ok, utc_now()}
  def now(time_zone, database), do: shift_zone(utc_now(), time_zone, database)

  @doc """
  Like `now/2`; returns the moment or raises.

      iex> DateTime.now!("Etc/UTC").zone_abbr
      "UTC"
  """
  @spec now!(Calendar.time_zone(), Calendar.time_zone_database()) :: t()
  def now!(time_zone, database \\ Calendar.get_time_zone_database()) do
    case now(time_zone, database) do
      {:ok, datetime} -> datetime
      {:error, reason} -> raise ArgumentError, "cannot get current datetime in #{inspect(time_zone)} time zone, reason: #{inspect(reason)}"
    end
  end

  # The moment in UTC as days and a fraction.
  defp utc_days(%{utc_offset: utc, std_offset: std} = datetime),
    do: datetime |> NaiveDateTime.__iso_days__() |> Calendar.ISO.add_day_fraction_to_iso_days(-(utc + std), 86_400)

  @doc """
  The time after 1970.

      iex> DateTime.to_unix(~U[1970-01-02 00:00:00Z])
      86400
  """
  @spec to_unix(Calendar.datetime(), :native | System.time_unit()) :: integer()
  def to_unix(datetime, unit \\ :second)

  def to_unix(%{utc_offset: _, std_offset: _} = datetime, unit) do
    {days, fraction} = utc_days(datetime)
    Calendar.ISO.iso_days_to_unit({days - 719_528, fraction}, unit)
  end

  @doc """
  The moment without its zone.

      iex> DateTime.to_naive(~U[2024-02-09 07:08:09Z])
      ~N[2024-02-09 07:08:09]
  """
  @spec to_naive(Calendar.datetime()) :: NaiveDateTime.t()
  def to_naive(%{calendar: calendar, time_zone: _} = datetime) do
    %NaiveDateTime{
      year: datetime.year,
      month: datetime.month,
      day: datetime.day,
      hour: datetime.hour,
      minute: datetime.minute,
      second: datetime.second,
      microsecond: datetime.microsecond,
      calendar: calendar
    }
  end

  @doc """
  The date of a moment.

      iex> DateTime.to_date(~U[2024-02-09 07:08:09Z])
      ~D[2024-02-09]
  """
  @spec to_date(Calendar.datetime()) :: Date.t()
  def to_date(%{calendar: calendar, year: year, month: month, day: day, time_zone: _}), do: %Date{year: year, month: month, day: day, calendar: calendar}

  @doc """
  The time of day of a moment.

      iex> DateTime.to_time(~U[2024-02-09 07:08:09.5Z])
      ~T[07:08:09.5]
  """
  @spec to_time(Calendar.datetime()) :: Time.t()
  def to_time(%{calendar: calendar, hour: hour, minute: minute, second: second, microsecond: microsecond, time_zone: _}),
    do: %Time{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar}

  @doc """
  The text of a moment after ISO 8601, in an offset of choice.

      iex> DateTime.to_iso8601(~U[2024-02-29 13:00:00Z])
      "2024-02-29T13:00:00Z"
  """
  @spec to_iso8601(Calendar.datetime(), :basic | :extended, nil | integer()) :: String.t()
  def to_iso8601(datetime, format \\ :extended, offset \\ nil)

  def to_iso8601(%{calendar: Calendar.ISO} = datetime, format, nil) when format in [:extended, :basic] do
    NaiveDateTime.to_iso8601(to_naive(datetime), format) <>
      Calendar.ISO.offset_to_string(datetime.utc_offset, datetime.std_offset, datetime.time_zone, format)
  end

  def to_iso8601(%{calendar: Calendar.ISO, microsecond: {_, precision}, time_zone: "Etc/UTC"} = datetime, format, 0) do
    _ = precision
    to_iso8601(datetime, format, nil)
  end

  def to_iso8601(%{calendar: Calendar.ISO, microsecond: {_, precision}} = datetime, format, offset)
      when is_integer(offset) and format in [:extended, :basic] do
    naive = datetime |> utc_days() |> Calendar.ISO.add_day_fraction_to_iso_days(offset, 86_400) |> NaiveDateTime.__from_iso_days__(Calendar.ISO, precision)
    NaiveDateTime.to_iso8601(naive, format) <> Calendar.ISO.offset_to_string(offset, 0, nil, format)
  end

  def to_iso8601(%{calendar: calendar} = datetime, format, offset) when calendar != Calendar.ISO and format in [:basic, :extended], do: datetime |> convert!(Calendar.ISO) |> to_iso8601(format, offset)

  @doc """
  The moment in UTC that a text stands for, and its offset.

      iex> DateTime.from_iso8601("2024-02-29T13:00:00+01:00")
      {:ok, ~U[2024-02-29 12:00:00Z], 3600}
  """
  @spec from_iso8601(String.t(), Calendar.calendar() | :basic | :extended) :: {:ok, t(), Calendar.utc_offset()} | {:error, atom()}
  def from_iso8601(string, calendar_or_format \\ Calendar.ISO)
  def from_iso8601(string, format) when format in [:basic, :extended], do: from_iso8601(string, Calendar.ISO, format)
  def from_iso8601(string, calendar), do: from_iso8601(string, calendar, :extended)

  @spec from_iso8601(String.t(), Calendar.calendar(), :basic | :extended) :: {:ok, t(), Calendar.utc_offset()} | {:error, atom()}
  def from_iso8601(string, calendar, format) do
    with {:ok, {year, month, day, hour, minute, second, microsecond}, offset} <- Calendar.ISO.parse_utc_datetime(string, format) do
      datetime = utc(%NaiveDateTime{year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: microsecond})
      with {:ok, converted} <- convert(datetime, calendar), do: {:ok, converted, offset}
    end
  end

  @doc """
  The moment so many seconds from 0000-01-01 00:00:00 in UTC.

      iex> DateTime.from_gregorian_seconds(63_755_511_991)
      ~U[2020-05-01 00:26:31Z]
  """
  @spec from_gregorian_seconds(integer(), Calendar.microsecond(), Calendar.calendar()) :: t()
  def from_gregorian_seconds(seconds, microsecond \\ {0, 0}, calendar \\ Calendar.ISO),
    do: utc(NaiveDateTime.from_gregorian_seconds(seconds, microsecond, calendar))

  @doc """
  The seconds from 0000-01-01 00:00:00 in UTC, and the microseconds.

      iex> DateTime.to_gregorian_seconds(~U[2020-05-01 00:26:31.005Z])
      {63755511991, 5000}
  """
  @spec to_gregorian_seconds(Calendar.datetime()) :: {integer(), non_neg_integer()}
  def to_gregorian_seconds(%{microsecond: {microsecond, _}} = datetime) do
    {days, {parts, per_day}} = utc_days(datetime)
    {days * 86_400 + div(parts * 86_400, per_day), microsecond}
  end

  @doc """
  The text of a moment.

      iex> DateTime.to_string(~U[2024-02-29 13:00:00Z])
      "2024-02-29 13:00:00Z"
  """
  @spec to_string(Calendar.datetime()) :: String.t()
  def to_string(%{calendar: calendar} = datetime) do
    calendar.datetime_to_string(
      datetime.year,
      datetime.month,
      datetime.day,
      datetime.hour,
      datetime.minute,
      datetime.second,
      datetime.microsecond,
      datetime.time_zone,
      datetime.zone_abbr,
      datetime.utc_offset,
      datetime.std_offset
    )
  end

  @doc """
  Compares: `:lt`, `:eq` or `:gt`.

      iex> DateTime.compare(~U[2024-01-01 00:00:00Z], ~U[2024-01-02 00:00:00Z])
      :lt
  """
  @spec compare(Calendar.datetime(), Calendar.datetime()) :: :lt | :eq | :gt
  def compare(%{utc_offset: _} = datetime1, %{utc_offset: _} = datetime2) do
    case {utc_days(datetime1), utc_days(datetime2)} do
      {{days, {parts1, per1}}, {days, {parts2, per2}}} -> order(parts1 * per2, parts2 * per1)
      {{days1, _}, {days2, _}} -> order(days1, days2)
    end
  end

  defp order(first, second) when first > second, do: :gt
  defp order(first, second) when first < second, do: :lt
  defp order(_first, _second), do: :eq

  @doc """
  True when the first is earlier.

      iex> DateTime.before?(~U[2024-01-01 00:00:00Z], ~U[2024-01-02 00:00:00Z])
      true
  """
  @spec before?(Calendar.datetime(), Calendar.datetime()) :: boolean()
  def before?(datetime1, datetime2), do: compare(datetime1, datetime2) == :lt

  @doc """
  True when the first is later.

      iex> DateTime.after?(~U[2024-01-01 00:00:00Z], ~U[2024-01-02 00:00:00Z])
      false
  """
  @spec after?(Calendar.datetime(), Calendar.datetime()) :: boolean()
  def after?(datetime1, datetime2), do: compare(datetime1, datetime2) == :gt

  @doc """
  The difference in a unit.

      iex> DateTime.diff(~U[2024-01-02 00:00:00Z], ~U[2024-01-01 00:00:00Z], :hour)
      24
  """
  @spec diff(Calendar.datetime(), Calendar.datetime(), :day | :hour | :minute | System.time_unit()) :: integer()
  def diff(datetime1, datetime2, unit \\ :second)
  def diff(datetime1, datetime2, :day), do: div(diff(datetime1, datetime2, :second), 86_400)
  def diff(datetime1, datetime2, :hour), do: div(diff(datetime1, datetime2, :second), 3600)
  def diff(datetime1, datetime2, :minute), do: div(diff(datetime1, datetime2, :second), 60)

  def diff(%{utc_offset: _} = datetime1, %{utc_offset: _} = datetime2, unit) do
    Calendar.ISO.check_unit!(unit, [:day, :hour, :minute])
    Calendar.ISO.iso_days_to_unit(utc_days(datetime1), unit) - Calendar.ISO.iso_days_to_unit(utc_days(datetime2), unit)
  end

  @doc """
  The moment so much later.

      iex> DateTime.add(~U[2024-02-28 23:59:59Z], 1)
      ~U[2024-02-29 00:00:00Z]
  """
  @spec add(Calendar.datetime(), integer(), :day | :hour | :minute | System.time_unit(), Calendar.time_zone_database()) :: t()
  def add(datetime, amount, unit \\ :second, database \\ Calendar.get_time_zone_database())
  def add(datetime, amount, :day, database), do: add(datetime, amount * 86_400, :second, database)
  def add(datetime, amount, :hour, database), do: add(datetime, amount * 3600, :second, database)
  def add(datetime, amount, :minute, database), do: add(datetime, amount * 60, :second, database)

  def add(%{calendar: calendar, time_zone: time_zone, microsecond: {_, precision}} = datetime, amount, unit, database) when is_integer(amount) do
    Calendar.ISO.check_unit!(unit, [:day, :hour, :minute])
    per_day = System.convert_time_unit(86_400, :second, unit)
    precision = :erlang.max(Calendar.ISO.time_unit_to_precision(unit), precision)
    iso_days = datetime |> utc_days() |> Calendar.ISO.add_day_fraction_to_iso_days(amount, per_day)
    in_utc = utc(NaiveDateTime.__from_iso_days__(iso_days, calendar, precision))

    case shift_zone(in_utc, time_zone, database) do
      {:ok, shifted} -> shifted
      {:error, reason} -> raise ArgumentError, "cannot add #{amount} #{unit} to #{inspect(datetime)} (with time zone database #{inspect(database)}), reason: #{inspect(reason)}"
    end
  end

  @doc """
  The moment shifted by a duration.

      iex> DateTime.shift(~U[2024-01-31 00:00:00Z], month: 1)
      ~U[2024-02-29 00:00:00Z]
      iex> DateTime.shift(~U[2024-01-31 00:00:00Z], day: -1, minute: 30)
      ~U[2024-01-30 00:30:00Z]
  """
  @spec shift(Calendar.datetime(), Duration.duration(), Calendar.time_zone_database()) :: t()
  def shift(%{calendar: calendar, time_zone: time_zone} = datetime, duration, database \\ Calendar.get_time_zone_database()) do
    duration = Duration.new!(duration)
    %{utc_offset: utc, std_offset: std} = datetime

    # The wall clock is moved, and what it shows then is read with the offset of before.
    {year, month, day, hour, minute, second, {_, precision} = microsecond} =
      calendar.shift_naive_datetime(datetime.year, datetime.month, datetime.day, datetime.hour, datetime.minute, datetime.second, datetime.microsecond, duration)

    moment = calendar.naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond)
    iso_days = Calendar.ISO.add_day_fraction_to_iso_days(moment, -(utc + std), 86_400)

    case iso_days |> NaiveDateTime.__from_iso_days__(calendar, precision) |> utc() |> shift_zone(time_zone, database) do
      {:ok, shifted} -> shifted
      {:error, reason} -> raise ArgumentError, "cannot shift #{inspect(datetime)} to #{inspect(duration)} (with time zone database #{inspect(database)}), reason: #{inspect(reason)}"
    end
  end

  @doc """
  The moment with its fraction cut.

      iex> DateTime.truncate(~U[2024-01-01 00:00:00.123Z], :second)
      ~U[2024-01-01 00:00:00Z]
  """
  @spec truncate(Calendar.datetime(), :microsecond | :millisecond | :second) :: t()
  def truncate(%DateTime{microsecond: microsecond} = datetime, precision), do: %{datetime | microsecond: Calendar.truncate(microsecond, precision)}
  def truncate(%{} = map, precision), do: struct(DateTime, Map.to_list(map)) |> truncate(precision)

  @doc """
  The moment in another calendar.

      iex> DateTime.convert(~U[2024-02-09 07:08:09Z], Calendar.ISO)
      {:ok, ~U[2024-02-09 07:08:09Z]}
  """
  @spec convert(Calendar.datetime(), Calendar.calendar()) :: {:ok, t()} | {:error, :incompatible_calendars}
  def convert(%DateTime{calendar: calendar} = datetime, calendar), do: {:ok, datetime}

  def convert(%{calendar: from, microsecond: {_, precision}} = datetime, calendar) do
    if Calendar.compatible_calendars?(from, calendar) do
      naive = datetime |> NaiveDateTime.__iso_days__() |> NaiveDateTime.__from_iso_days__(calendar, precision)
      {:ok, in_zone(naive, datetime.time_zone, datetime)}
    else
      {:error, :incompatible_calendars}
    end
  end

  @doc """
  Like `convert/2`; returns the moment or raises.

      iex> DateTime.convert!(~U[2024-02-09 07:08:09Z], Calendar.ISO)
      ~U[2024-02-09 07:08:09Z]
  """
  @spec convert!(Calendar.datetime(), Calendar.calendar()) :: t()
  def convert!(datetime, calendar) do
    case convert(datetime, calendar) do
      {:ok, datetime} -> datetime
      {:error, :incompatible_calendars} ->
        raise ArgumentError,
              "cannot convert #{inspect(datetime)} to target calendar #{inspect(calendar)}, " <>
                "reason: #{inspect(datetime.calendar)} and #{inspect(calendar)} have different day rollover moments, making this conversion ambiguous"
    end
  end
end
