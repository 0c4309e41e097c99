defmodule :calendar do
  @moduledoc """
  Dates and times under their Erlang names.
  """

  @type year() :: non_neg_integer()

  @type month() :: 1..12

  @type day() :: 1..31

  @type hour() :: 0..23

  @type minute() :: 0..59

  @type second() :: 0..59

  @type date() :: {year(), month(), day()}

  @type time() :: {hour(), minute(), second()}

  @type datetime() :: {date(), time()}

  @typedoc "Monday is 1."
  @type daynum() :: 1..7

  @type yearweeknum() :: {year(), week :: 1..53}

  @doc """
  Date and time where the computer is.

      iex> {{_, _, _}, {_, _, _}} = :calendar.local_time(); :ok
      :ok
  """
  @spec local_time() :: datetime()
  def local_time(), do: :erlang.localtime()

  @doc """
  Date and time in UTC.

      iex> {{_, _, _}, {_, _, _}} = :calendar.universal_time(); :ok
      :ok
  """
  @spec universal_time() :: datetime()
  def universal_time(), do: :erlang.universaltime()

  @doc """
  The universal time of a local time.

      iex> local = :calendar.local_time()
      iex> :calendar.universal_time_to_local_time(:calendar.local_time_to_universal_time(local)) == local
      true
  """
  @spec local_time_to_universal_time(datetime()) :: datetime()
  def local_time_to_universal_time(datetime), do: :erlang.localtime_to_universaltime(datetime)

  @doc """
  The universal times of a local time: where clocks are changed there can be none, or two.

      iex> length(:calendar.local_time_to_universal_time_dst({{2024, 1, 31}, {12, 0, 0}}))
      1
  """
  @spec local_time_to_universal_time_dst(datetime()) :: [datetime()]
  def local_time_to_universal_time_dst(datetime), do: [:erlang.localtime_to_universaltime(datetime)]

  @doc """
  The local time of a universal time.

      iex> universal = {{2024, 1, 31}, {12, 0, 0}}
      iex> :calendar.local_time_to_universal_time(:calendar.universal_time_to_local_time(universal)) == universal
      true
  """
  @spec universal_time_to_local_time(datetime()) :: datetime()
  def universal_time_to_local_time(datetime), do: :erlang.universaltime_to_localtime(datetime)

  @doc """
  True for years with 366 days.

      iex> :calendar.is_leap_year(2024)
      true
      iex> :calendar.is_leap_year(1900)
      false
  """
  @spec is_leap_year(year()) :: boolean()
  def is_leap_year(year) when is_integer(year) and year >= 0, do: Calendar.ISO.leap_year?(year)

  @doc """
  The number of days of a month.

      iex> :calendar.last_day_of_the_month(2024, 2)
      29
  """
  @spec last_day_of_the_month(year(), month()) :: 28..31
  def last_day_of_the_month(year, month), do: Calendar.ISO.days_in_month(year, month)

  @doc """
  True for dates that exist.

      iex> :calendar.valid_date({2024, 2, 29})
      true
      iex> :calendar.valid_date({2023, 2, 29})
      false
  """
  @spec valid_date({integer(), integer(), integer()}) :: boolean()
  def valid_date({year, month, day}), do: valid_date(year, month, day)

  @spec valid_date(integer(), integer(), integer()) :: boolean()
  def valid_date(year, month, day), do: is_integer(year) and year >= 0 and Calendar.ISO.valid_date?(year, month, day)

  @doc """
  The day of the week, 1 is Monday.

      iex> :calendar.day_of_the_week({2024, 2, 9})
      5
  """
  @spec day_of_the_week(date()) :: daynum()
  def day_of_the_week({year, month, day}), do: day_of_the_week(year, month, day)

  @spec day_of_the_week(year(), month(), day()) :: daynum()
  def day_of_the_week(year, month, day), do: elem(Calendar.ISO.day_of_week(year, month, day), 0)

  @doc """
  The days since the year 0.

      iex> :calendar.date_to_gregorian_days({2000, 1, 1})
      730485
  """
  @spec date_to_gregorian_days(date()) :: non_neg_integer()
  def date_to_gregorian_days({year, month, day}), do: date_to_gregorian_days(year, month, day)

  @spec date_to_gregorian_days(year(), month(), day()) :: non_neg_integer()
  def date_to_gregorian_days(year, month, day) when year >= 0, do: Calendar.ISO.date_to_iso_days(year, month, day)

  @doc """
  The date so many days since the year 0.

      iex> :calendar.gregorian_days_to_date(730_485)
      {2000, 1, 1}
  """
  @spec gregorian_days_to_date(non_neg_integer()) :: date()
  def gregorian_days_to_date(days), do: Calendar.ISO.date_from_iso_days(days)

  @doc """
  The seconds since the year 0.

      iex> :calendar.datetime_to_gregorian_seconds({{2024, 2, 9}, {7, 8, 9}})
      63874681689
  """
  @spec datetime_to_gregorian_seconds(datetime()) :: non_neg_integer()
  def datetime_to_gregorian_seconds({date, time}), do: date_to_gregorian_days(date) * 86_400 + time_to_seconds(time)

  @doc """
  Date and time so many seconds since the year 0.

      iex> :calendar.gregorian_seconds_to_datetime(63_874_681_689)
      {{2024, 2, 9}, {7, 8, 9}}
  """
  @spec gregorian_seconds_to_datetime(non_neg_integer()) :: datetime()
  def gregorian_seconds_to_datetime(seconds), do: {gregorian_days_to_date(div(seconds, 86_400)), seconds_to_time(rem(seconds, 86_400))}

  @doc """
  The seconds since midnight.

      iex> :calendar.time_to_seconds({1, 2, 3})
      3723
  """
  @spec time_to_seconds(time()) :: 0..86400
  def time_to_seconds({hour, minute, second}), do: (hour * 60 + minute) * 60 + second

  @doc """
  The time so many seconds since midnight.

      iex> :calendar.seconds_to_time(3723)
      {1, 2, 3}
  """
  @spec seconds_to_time(0..86400) :: time()
  def seconds_to_time(seconds) when seconds >= 0 and seconds < 86_400, do: {div(seconds, 3600), rem(div(seconds, 60), 60), rem(seconds, 60)}

  @doc """
  Seconds as days and a time.

      iex> :calendar.seconds_to_daystime(90_000)
      {1, {1, 0, 0}}
  """
  @spec seconds_to_daystime(integer()) :: {days :: integer(), time()}
  def seconds_to_daystime(seconds), do: {Integer.floor_div(seconds, 86_400), seconds_to_time(Integer.mod(seconds, 86_400))}

  @doc """
  Days and time between two moments.

      iex> :calendar.time_difference({{2024, 2, 9}, {7, 0, 0}}, {{2024, 2, 10}, {8, 0, 0}})
      {1, {1, 0, 0}}
  """
  @spec time_difference(datetime(), datetime()) :: {days :: integer(), time()}
  def time_difference(earlier, later) do
    seconds_to_daystime(datetime_to_gregorian_seconds(later) - datetime_to_gregorian_seconds(earlier))
  end

  @doc """
  Date and time of a system time, in UTC.

      iex> :calendar.system_time_to_universal_time(0, :second)
      {{1970, 1, 1}, {0, 0, 0}}
  """
  @spec system_time_to_universal_time(integer(), :erlang.time_unit()) :: datetime()
  def system_time_to_universal_time(time, unit), do: gregorian_seconds_to_datetime(:erlang.convert_time_unit(time, unit, :second) + 62_167_219_200)

  @doc """
  The local time of a system time in the given unit.

      iex> local = :calendar.system_time_to_local_time(86_400, :second)
      iex> :calendar.local_time_to_universal_time(local)
      {{1970, 1, 2}, {0, 0, 0}}
  """
  @spec system_time_to_local_time(integer(), :erlang.time_unit()) :: datetime()
  def system_time_to_local_time(time, unit), do: universal_time_to_local_time(system_time_to_universal_time(time, unit))

  @doc """
  Date and time of an `:erlang.timestamp/0`.

      iex> :calendar.now_to_datetime({1700, 0, 0})
      {{2023, 11, 14}, {22, 13, 20}}
  """
  @spec now_to_datetime(:erlang.timestamp()) :: datetime()
  def now_to_datetime({mega, seconds, _}), do: system_time_to_universal_time(mega * 1_000_000 + seconds, :second)

  @doc """
  Date and time of an `:erlang.timestamp/0`.

      iex> :calendar.now_to_universal_time({1700, 0, 0})
      {{2023, 11, 14}, {22, 13, 20}}
  """
  @spec now_to_universal_time(:erlang.timestamp()) :: datetime()
  def now_to_universal_time(now), do: now_to_datetime(now)

  @doc """
  The local time of what `:erlang.timestamp/0` gives.

      iex> local = :calendar.now_to_local_time({1, 2, 0})
      iex> :calendar.local_time_to_universal_time(local)
      {{1970, 1, 12}, {13, 46, 42}}
  """
  @spec now_to_local_time(:erlang.timestamp()) :: datetime()
  def now_to_local_time(now), do: universal_time_to_local_time(now_to_datetime(now))

  @doc """
  The year and the week of today.

      iex> {date, _time} = :calendar.local_time()
      iex> :calendar.iso_week_number() == :calendar.iso_week_number(date)
      true
  """
  @spec iso_week_number() :: yearweeknum()
  def iso_week_number(), do: iso_week_number(elem(local_time(), 0))

  @spec iso_week_number(date()) :: yearweeknum()
  def iso_week_number({year, month, day}) do
    days = date_to_gregorian_days(year, month, day)
    thursday = days - (day_of_the_week(year, month, day) - 1) + 3
    {week_year, _, _} = gregorian_days_to_date(thursday)
    {week_year, div(thursday - date_to_gregorian_days(week_year, 1, 1), 7) + 1}
  end

  @doc """
  A system time as text after RFC 3339.

      iex> :calendar.system_time_to_rfc3339(0, offset: ~c"Z")
      ~c"1970-01-01T00:00:00Z"
  """
  @spec system_time_to_rfc3339(integer()) :: charlist() | binary()
  def system_time_to_rfc3339(time), do: system_time_to_rfc3339(time, [])

  @spec system_time_to_rfc3339(integer(), options :: [{:offset, charlist() | integer()} | {:time_designator, byte()} | {:unit, :erlang.time_unit()} | {:return, :string | :binary}]) :: charlist() | binary()
  def system_time_to_rfc3339(time, options) do
    unit = :proplists.get_value(:unit, options, :second)
    {:ok, datetime} = DateTime.from_unix(time, unit)
    :erlang.binary_to_list(DateTime.to_iso8601(datetime))
  end

  @doc """
  The system time of a text after RFC 3339.

      iex> :calendar.rfc3339_to_system_time(~c"1970-01-01T00:01:00Z")
      60
  """
  @spec rfc3339_to_system_time(charlist() | binary()) :: integer()
  def rfc3339_to_system_time(text), do: rfc3339_to_system_time(text, [])

  @spec rfc3339_to_system_time(charlist() | binary(), options :: [{:unit, :erlang.time_unit()}]) :: integer()
  def rfc3339_to_system_time(text, options) do
    {:ok, datetime, _} = DateTime.from_iso8601(:erlang.iolist_to_binary(text))
    DateTime.to_unix(datetime, :proplists.get_value(:unit, options, :second))
  end
end
