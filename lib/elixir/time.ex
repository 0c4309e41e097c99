defmodule Time do
  @moduledoc """
  Times of day.
  """

  @type t() :: %Time{
          calendar: Calendar.calendar(),
          hour: Calendar.hour(),
          microsecond: Calendar.microsecond(),
          minute: Calendar.minute(),
          second: Calendar.second()
        }

  @enforce_keys [:hour, :minute, :second]
  defstruct [:hour, :minute, :second, microsecond: {0, 0}, calendar: Calendar.ISO]

  @doc """
  The time in UTC.

      iex> Time.utc_now().calendar
      Calendar.ISO
  """
  @spec utc_now(Calendar.calendar() | :native | :microsecond | :millisecond | :second) :: t()
  def utc_now(calendar \\ Calendar.ISO), do: DateTime.utc_now() |> DateTime.to_time() |> convert!(calendar)

  @doc """
  A time, as `{:ok, time}`, or `{:error, :invalid_time}`.

      iex> Time.new(23, 60, 0)
      {:error, :invalid_time}
  """
  @spec new(Calendar.hour(), Calendar.minute(), Calendar.second(), Calendar.microsecond() | non_neg_integer(), Calendar.calendar()) :: {:ok, t()} | {:error, atom()}
  def new(hour, minute, second, microsecond \\ {0, 0}, calendar \\ Calendar.ISO)

  def new(hour, minute, second, microsecond, calendar)
      when is_integer(hour) and is_integer(minute) and is_integer(second) and is_integer(microsecond),
      do: new(hour, minute, second, {microsecond, 6}, calendar)

  def new(hour, minute, second, {value, precision} = microsecond, calendar)
      when is_integer(hour) and is_integer(minute) and is_integer(second) and is_integer(value) and is_integer(precision) do
    if calendar.valid_time?(hour, minute, second, microsecond),
      do: {:ok, %Time{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar}},
      else: {:error, :invalid_time}
  end

  @doc """
  Like `new/5`; returns the time or raises.

      iex> Time.new!(7, 8, 9)
      ~T[07:08:09]
      iex> Time.new!(7, 8, 9, {5000, 3})
      ~T[07:08:09.005]
  """
  @spec new!(Calendar.hour(), Calendar.minute(), Calendar.second(), Calendar.microsecond() | non_neg_integer(), Calendar.calendar()) :: t()
  def new!(hour, minute, second, microsecond \\ {0, 0}, calendar \\ Calendar.ISO) do
    case new(hour, minute, second, microsecond, calendar) do
      {:ok, time} -> time
      {:error, reason} -> raise ArgumentError, "cannot build time, reason: #{inspect(reason)}"
    end
  end

  @doc """
  The text of a time.

      iex> Time.to_string(~T[12:30:00.5])
      "12:30:00.5"
  """
  @spec to_string(Calendar.time()) :: String.t()
  def to_string(%{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar}),
    do: calendar.time_to_string(hour, minute, second, microsecond)

  @doc """
  The time that a text stands for.

      iex> Time.from_iso8601("12:30:00")
      {:ok, ~T[12:30:00]}
  """
  @spec from_iso8601(String.t(), Calendar.calendar() | :basic | :extended) :: {:ok, t()} | {:error, atom()}
  def from_iso8601(string, calendar_or_format \\ Calendar.ISO)
  def from_iso8601(string, format) when format in [:basic, :extended], do: from_iso8601(string, Calendar.ISO, format)
  def from_iso8601(string, calendar), do: from_iso8601(string, calendar, :extended)

  @spec from_iso8601(String.t(), Calendar.calendar(), :basic | :extended) :: {:ok, t()} | {:error, atom()}
  def from_iso8601(string, calendar, format) do
    with {:ok, {hour, minute, second, microsecond}} <- Calendar.ISO.parse_time(string, format),
         do: convert(%Time{hour: hour, minute: minute, second: second, microsecond: microsecond}, calendar)
  end

  @doc """
  Like `from_iso8601/2`; returns the time or raises.

      iex> Time.from_iso8601!("07:08:09.12")
      ~T[07:08:09.12]
  """
  @spec from_iso8601!(String.t(), Calendar.calendar() | :basic | :extended) :: t()
  def from_iso8601!(string, calendar \\ Calendar.ISO) do
    case from_iso8601(string, calendar) do
      {:ok, time} -> time
      {:error, reason} -> raise ArgumentError, "cannot parse #{inspect(string)} as time, reason: #{inspect(reason)}"
    end
  end

  @doc """
  The text of a time after ISO 8601.

      iex> Time.to_iso8601(~T[07:08:09.12])
      "07:08:09.12"
      iex> Time.to_iso8601(~T[07:08:09], :basic)
      "070809"
  """
  @spec to_iso8601(Calendar.time(), :extended | :basic) :: String.t()
  def to_iso8601(time, format \\ :extended)

  def to_iso8601(%{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: Calendar.ISO}, format) when format in [:basic, :extended],
    do: Calendar.ISO.time_to_string(hour, minute, second, microsecond, format)

  def to_iso8601(%{calendar: _} = time, format) when format in [:basic, :extended], do: time |> convert!(Calendar.ISO) |> to_iso8601(format)

  @doc """
  The time as `{hour, minute, second}`.

      iex> Time.to_erl(~T[07:08:09.12])
      {7, 8, 9}
  """
  @spec to_erl(Calendar.time()) :: :calendar.time()
  def to_erl(%{hour: hour, minute: minute, second: second}), do: {hour, minute, second}

  @doc """
  A time from `{hour, minute, second}`.

      iex> Time.from_erl({7, 8, 9})
      {:ok, ~T[07:08:09]}
      iex> Time.from_erl({24, 8, 9})
      {:error, :invalid_time}
  """
  @spec from_erl(:calendar.time(), Calendar.microsecond() | non_neg_integer(), Calendar.calendar()) :: {:ok, t()} | {:error, atom()}
  def from_erl(tuple, microsecond \\ {0, 0}, calendar \\ Calendar.ISO)

  def from_erl({hour, minute, second}, microsecond, calendar) do
    with {:ok, time} <- new(hour, minute, second, microsecond), do: convert(time, calendar)
  end

  @doc """
  Like `from_erl/3`; returns the time or raises.

      iex> Time.from_erl!({7, 8, 9}, {5000, 3})
      ~T[07:08:09.005]
  """
  @spec from_erl!(:calendar.time(), Calendar.microsecond() | non_neg_integer(), Calendar.calendar()) :: t()
  def from_erl!(tuple, microsecond \\ {0, 0}, calendar \\ Calendar.ISO) do
    case from_erl(tuple, microsecond, calendar) do
      {:ok, time} -> time
      {:error, reason} -> raise ArgumentError, "cannot convert #{inspect(tuple)} to time, reason: #{inspect(reason)}"
    end
  end

  @doc """
  The time so many seconds after midnight.

      iex> Time.from_seconds_after_midnight(3661)
      ~T[01:01:01]
  """
  @spec from_seconds_after_midnight(integer(), Calendar.microsecond() | non_neg_integer(), Calendar.calendar()) :: t()
  def from_seconds_after_midnight(seconds, microsecond \\ {0, 0}, calendar \\ Calendar.ISO) when is_integer(seconds) do
    seconds = Integer.mod(seconds, 86_400)
    new!(div(seconds, 3600), rem(div(seconds, 60), 60), rem(seconds, 60), microsecond, calendar)
  end

  @doc """
  The seconds after midnight, and the microseconds.

      iex> Time.to_seconds_after_midnight(~T[00:01:01.5])
      {61, 500000}
  """
  @spec to_seconds_after_midnight(Calendar.time()) :: {integer(), non_neg_integer()}
  def to_seconds_after_midnight(%{hour: hour, minute: minute, second: second, microsecond: {value, _}}), do: {hour * 3600 + minute * 60 + second, value}

  @doc """
  The time so much later, around midnight.

      iex> Time.add(~T[23:59:59], 2)
      ~T[00:00:01]
  """
  @spec add(Calendar.time(), integer(), :hour | :minute | System.time_unit()) :: t()
  def add(time, number, unit \\ :second)
  def add(time, number, :day) when is_integer(number), do: add(time, number * 86_400, :second)
  def add(time, number, :hour) when is_integer(number), do: add(time, number * 3600, :second)
  def add(time, number, :minute) when is_integer(number), do: add(time, number * 60, :second)

  def add(%{microsecond: {_, precision}, calendar: calendar} = time, number, unit) when is_integer(number) do
    Calendar.ISO.check_unit!(unit, [:hour, :minute])
    {parts, per_day} = fraction(time)
    # Units finer than microseconds are rounded down.
    added = System.convert_time_unit(number, unit, :microsecond)
    parts = Integer.mod(parts + added, per_day)
    {hour, minute, second, {micro, _}} = calendar.time_from_day_fraction({parts, per_day})
    %Time{hour: hour, minute: minute, second: second, microsecond: {micro, :erlang.max(precision, Calendar.ISO.time_unit_to_precision(unit))}, calendar: calendar}
  end

  defp fraction(%{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar}),
    do: calendar.time_to_day_fraction(hour, minute, second, microsecond)

  @doc """
  The time shifted by a duration.

      iex> Time.shift(~T[23:30:00], hour: 1)
      ~T[00:30:00]
  """
  @spec shift(Calendar.time(), Duration.t() | [{:hour | :minute | :second, integer()} | {:microsecond, {integer(), 0..6}}]) :: t()
  def shift(%{calendar: calendar} = time, duration) do
    duration = Duration.new!(duration, [:hour, :minute, :second, :microsecond])

    {hour, minute, second, microsecond} = calendar.shift_time(time.hour, time.minute, time.second, time.microsecond, duration)
    %Time{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar}
  end

  @doc """
  Compares: `:lt`, `:eq` or `:gt`.

      iex> Time.compare(~T[10:00:00], ~T[09:00:00])
      :gt
  """
  @spec compare(Calendar.time(), Calendar.time()) :: :lt | :eq | :gt
  def compare(time1, time2) do
    {parts1, per_day1} = fraction(time1)
    {parts2, per_day2} = fraction(time2)

    case {parts1 * per_day2, parts2 * per_day1} do
      {first, second} when first > second -> :gt
      {first, second} when first < second -> :lt
      _ -> :eq
    end
  end

  @doc """
  True when the first is earlier.

      iex> Time.before?(~T[07:00:00], ~T[08:00:00])
      true
  """
  @spec before?(Calendar.time(), Calendar.time()) :: boolean()
  def before?(time1, time2), do: compare(time1, time2) == :lt

  @doc """
  True when the first is later.

      iex> Time.after?(~T[07:00:00], ~T[08:00:00])
      false
  """
  @spec after?(Calendar.time(), Calendar.time()) :: boolean()
  def after?(time1, time2), do: compare(time1, time2) == :gt

  @doc """
  The time in another calendar.

      iex> Time.convert(~T[07:08:09], Calendar.ISO)
      {:ok, ~T[07:08:09]}
  """
  @spec convert(Calendar.time(), Calendar.calendar()) :: {:ok, t()} | {:error, atom()}
  def convert(%{calendar: calendar} = time, calendar),
    do: {:ok, %Time{hour: time.hour, minute: time.minute, second: time.second, microsecond: time.microsecond, calendar: calendar}}

  def convert(%{microsecond: {_, precision}} = time, calendar) do
    {hour, minute, second, {value, _}} = calendar.time_from_day_fraction(fraction(time))
    {:ok, %Time{hour: hour, minute: minute, second: second, microsecond: {value, precision}, calendar: calendar}}
  end

  @doc """
  Like `convert/2`; returns the time or raises.

      iex> Time.convert!(~T[07:08:09], Calendar.ISO)
      ~T[07:08:09]
  """
  @spec convert!(Calendar.time(), Calendar.calendar()) :: t()
  def convert!(time, calendar) do
    {:ok, time} = convert(time, calendar)
    time
  end

  @doc """
  The difference in a unit.

      iex> Time.diff(~T[10:00:00], ~T[09:00:00], :minute)
      60
  """
  @spec diff(Calendar.time(), Calendar.time(), :hour | :minute | System.time_unit()) :: integer()
  def diff(time1, time2, unit \\ :second)
  def diff(time1, time2, :hour), do: div(diff(time1, time2, :second), 3600)
  def diff(time1, time2, :minute), do: div(diff(time1, time2, :second), 60)

  def diff(time1, time2, unit),
    do: Calendar.ISO.iso_days_to_unit({0, fraction(time1)}, unit) - Calendar.ISO.iso_days_to_unit({0, fraction(time2)}, unit)

  @doc """
  The time with its fraction cut.

      iex> Time.truncate(~T[10:00:00.123456], :millisecond)
      ~T[10:00:00.123]
  """
  @spec truncate(t(), :microsecond | :millisecond | :second) :: t()
  def truncate(%Time{microsecond: microsecond} = time, precision), do: %{time | microsecond: Calendar.truncate(microsecond, precision)}
end
