defmodule Calendar do
  @moduledoc """
  What calendars have in common, and dates and times as text.
  """

  @type calendar :: module
  @type year :: integer
  @type month :: pos_integer
  @type day :: pos_integer
  @type hour :: non_neg_integer
  @type minute :: non_neg_integer
  @type second :: non_neg_integer
  @type microsecond :: {value :: non_neg_integer, precision :: non_neg_integer}
  @type week :: pos_integer
  @type era :: non_neg_integer
  @type day_of_week :: non_neg_integer
  @type day_of_era :: {day :: non_neg_integer, era}
  @type day_fraction :: {parts_in_day :: non_neg_integer, parts_per_day :: pos_integer}
  @type iso_days :: {days :: integer, day_fraction}
  @type time_zone :: String.t()
  @type zone_abbr :: String.t()
  @type utc_offset :: integer
  @type std_offset :: integer
  @type time_zone_database :: module
  @type date :: %{optional(any) => any, calendar: calendar, year: year, month: month, day: day}
  @type time :: %{optional(any) => any, hour: hour, minute: minute, second: second, microsecond: microsecond}

  @type naive_datetime :: %{
          optional(any) => any,
          calendar: calendar,
          year: year,
          month: month,
          day: day,
          hour: hour,
          minute: minute,
          second: second,
          microsecond: microsecond
        }

  @type datetime :: %{
          optional(any) => any,
          calendar: calendar,
          year: year,
          month: month,
          day: day,
          hour: hour,
          minute: minute,
          second: second,
          microsecond: microsecond,
          time_zone: time_zone,
          zone_abbr: zone_abbr,
          utc_offset: utc_offset,
          std_offset: std_offset
        }

  @callback days_in_month(year, month) :: day
  @callback months_in_year(year) :: month
  @callback leap_year?(year) :: boolean
  @callback day_of_week(year, month, day, starting_on :: :default | atom) :: {day_of_week, first :: non_neg_integer, last :: non_neg_integer}
  @callback day_of_year(year, month, day) :: non_neg_integer
  @callback quarter_of_year(year, month, day) :: non_neg_integer
  @callback year_of_era(year, month, day) :: {year, era}
  @callback day_of_era(year, month, day) :: {day :: non_neg_integer, era}
  @callback date_to_string(year, month, day) :: String.t()
  @callback naive_datetime_to_string(year, month, day, hour, minute, second, microsecond) :: String.t()
  @callback datetime_to_string(year, month, day, hour, minute, second, microsecond, time_zone, zone_abbr, utc_offset, std_offset) :: String.t()
  @callback time_to_string(hour, minute, second, microsecond) :: String.t()
  @callback naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond) :: iso_days
  @callback naive_datetime_from_iso_days(iso_days) :: {year, month, day, hour, minute, second, microsecond}
  @callback time_to_day_fraction(hour, minute, second, microsecond) :: day_fraction
  @callback time_from_day_fraction(day_fraction) :: {hour, minute, second, microsecond}
  @callback day_rollover_relative_to_midnight_utc() :: day_fraction
  @callback valid_date?(year, month, day) :: boolean
  @callback valid_time?(hour, minute, second, microsecond) :: boolean
  @callback parse_time(String.t()) :: {:ok, {hour, minute, second, microsecond}} | {:error, atom}
  @callback parse_date(String.t()) :: {:ok, {year, month, day}} | {:error, atom}
  @callback parse_naive_datetime(String.t()) :: {:ok, {year, month, day, hour, minute, second, microsecond}} | {:error, atom}
  @callback parse_utc_datetime(String.t()) :: {:ok, {year, month, day, hour, minute, second, microsecond}, utc_offset} | {:error, atom}
  @callback iso_days_to_beginning_of_day(iso_days) :: iso_days
  @callback iso_days_to_end_of_day(iso_days) :: iso_days
  @callback shift_date(year, month, day, Duration.t()) :: {year, month, day}
  @callback shift_naive_datetime(year, month, day, hour, minute, second, microsecond, Duration.t()) :: {year, month, day, hour, minute, second, microsecond}
  @callback shift_time(hour, minute, second, microsecond, Duration.t()) :: {hour, minute, second, microsecond}

  @doc """
  True when days begin at the same moment in both calendars.

      iex> Calendar.compatible_calendars?(Calendar.ISO, Calendar.ISO)
      true
  """
  @spec compatible_calendars?(calendar(), calendar()) :: boolean()
  def compatible_calendars?(same, same), do: true
  def compatible_calendars?(calendar1, calendar2), do: calendar1.day_rollover_relative_to_midnight_utc() == calendar2.day_rollover_relative_to_midnight_utc()

  @doc """
  A fraction of a second with another precision.

      iex> Calendar.truncate({123_456, 6}, :millisecond)
      {123000, 3}
  """
  @spec truncate(microsecond(), :microsecond | :millisecond | :second) :: microsecond()
  def truncate({value, precision}, :microsecond), do: {value, precision}
  def truncate({value, precision}, :millisecond), do: {div(value, 1000) * 1000, :erlang.min(precision, 3)}
  def truncate(_microsecond, :second), do: {0, 0}

  @doc """
  Sets the time zone database.

      iex> Calendar.put_time_zone_database(Calendar.UTCOnlyTimeZoneDatabase)
      :ok
  """
  @spec put_time_zone_database(time_zone_database()) :: :ok
  def put_time_zone_database(database), do: Application.put_env(:elixir, :time_zone_database, database)

  @doc """
  The time zone database.

      iex> Calendar.get_time_zone_database()
      Calendar.UTCOnlyTimeZoneDatabase
  """
  @spec get_time_zone_database() :: time_zone_database()
  def get_time_zone_database(), do: Application.get_env(:elixir, :time_zone_database, Calendar.UTCOnlyTimeZoneDatabase)

  @doc """
  The text of a date or time by a format, with directives such as `%Y` and `%H`.

      iex> Calendar.strftime(~N[2024-02-29 13:05:09], "%Y-%m-%d %I:%M %p")
      "2024-02-29 01:05 PM"
  """
  @spec strftime(map(), String.t(), keyword()) :: String.t()
  def strftime(date_or_time, format, options \\ []) when is_map(date_or_time) and is_binary(format) do
    IO.iodata_to_binary(directives(format, date_or_time, names(options)))
  end

  defp names(options) do
    defaults = %{
      preferred_date: "%Y-%m-%d",
      preferred_time: "%H:%M:%S",
      preferred_datetime: "%Y-%m-%d %H:%M:%S",
      am_pm_names: fn
        :am -> "am"
        :pm -> "pm"
      end,
      month_names: fn month -> elem({"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}, month - 1) end,
      day_of_week_names: fn day -> elem({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}, day - 1) end,
      abbreviated_month_names: fn month -> elem({"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}, month - 1) end,
      abbreviated_day_of_week_names: fn day -> elem({"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}, day - 1) end
    }

    Enum.reduce(options, defaults, fn {key, value}, acc ->
      if not is_map_key(acc, key), do: raise(ArgumentError, "unknown option #{inspect(key)} given to Calendar.strftime/3")
      %{acc | key => value}
    end)
  end

  defp directives("%" <> rest, value, names), do: directive(rest, value, names, nil, nil)
  defp directives(<<char::binary-size(1), rest::binary>>, value, names), do: [char | directives(rest, value, names)]
  defp directives("", _value, _names), do: []

  # A padding character and a width may come before the letter.
  defp directive("-" <> rest, value, names, _pad, nil), do: directive(rest, value, names, "", nil)
  defp directive("0" <> rest, value, names, _pad, nil), do: directive(rest, value, names, "0", nil)
  defp directive("_" <> rest, value, names, _pad, nil), do: directive(rest, value, names, " ", nil)

  defp directive(<<char, rest::binary>>, value, names, pad, width) when char in ?0..?9,
    do: directive(rest, value, names, pad, (width || 0) * 10 + char - ?0)

  defp directive(<<letter::utf8, rest::binary>>, value, names, pad, width),
    do: [field(letter, value, names, pad, width) | directives(rest, value, names)]

  defp directive("", _value, _names, _pad, _width) do
    raise ArgumentError, "invalid strftime format: %"
  end

  defp field(?%, _value, _names, pad, width), do: text("%", pad, width)
  defp field(?Y, %{year: year}, _names, pad, width) when year < 0, do: ["-", number(-year, pad || "0", width || 4)]
  defp field(?Y, value, _names, pad, width), do: number(value.year, pad || "0", width || 4)
  defp field(?y, value, _names, pad, width), do: number(rem(value.year, 100), pad || "0", width || 2)
  defp field(?m, value, _names, pad, width), do: number(value.month, pad || "0", width || 2)
  defp field(?B, value, names, pad, width), do: text(names.month_names.(value.month), pad, width)
  defp field(?b, value, names, pad, width), do: text(names.abbreviated_month_names.(value.month), pad, width)
  defp field(?d, value, _names, pad, width), do: number(value.day, pad || "0", width || 2)
  defp field(?A, date, names, pad, width), do: text(names.day_of_week_names.(Date.day_of_week(date)), pad, width)
  defp field(?a, date, names, pad, width), do: text(names.abbreviated_day_of_week_names.(Date.day_of_week(date)), pad, width)
  defp field(?u, date, _names, pad, width), do: number(Date.day_of_week(date), pad || "0", width || 1)
  defp field(?j, date, _names, pad, width), do: number(Date.day_of_year(date), pad || "0", width || 3)
  defp field(?q, date, _names, pad, width), do: number(Date.quarter_of_year(date), pad || "0", width || 1)
  defp field(?H, value, _names, pad, width), do: number(value.hour, pad || "0", width || 2)
  defp field(?I, value, _names, pad, width), do: number(rem(value.hour + 11, 12) + 1, pad || "0", width || 2)
  defp field(?M, value, _names, pad, width), do: number(value.minute, pad || "0", width || 2)
  defp field(?S, value, _names, pad, width), do: number(value.second, pad || "0", width || 2)
  defp field(?p, value, names, pad, width), do: text(String.upcase(names.am_pm_names.(half(value.hour))), pad, width)
  defp field(?P, value, names, pad, width), do: text(String.downcase(names.am_pm_names.(half(value.hour))), pad, width)
  defp field(?f, %{microsecond: {_, 0}}, _names, pad, width), do: number(0, pad || "0", width || 1)

  defp field(?f, %{microsecond: {value, precision}}, _names, _pad, _width) do
    value |> Integer.to_string() |> String.pad_leading(6, "0") |> binary_part(0, precision)
  end

  defp field(?s, value, _names, pad, width), do: number(seconds(value), pad || "0", width || 1)
  defp field(?z, %{utc_offset: utc, std_offset: std}, _names, pad, width), do: offset(utc + std, pad, width)
  defp field(?z, _value, _names, _pad, _width), do: ""
  defp field(?Z, %{zone_abbr: abbr}, _names, pad, width), do: text(abbr, pad, width)
  defp field(?Z, _value, _names, _pad, _width), do: ""
  defp field(?c, value, names, pad, width), do: text(preferred(:preferred_datetime, value, names), pad, width)
  defp field(?x, value, names, pad, width), do: text(preferred(:preferred_date, value, names), pad, width)
  defp field(?X, value, names, pad, width), do: text(preferred(:preferred_time, value, names), pad, width)

  defp field(letter, _value, _names, _pad, _width) do
    raise ArgumentError, "invalid strftime format: %#{<<letter::utf8>>}"
  end

  defp half(hour), do: if(hour < 12, do: :am, else: :pm)

  defp seconds(%{__struct__: DateTime} = datetime), do: DateTime.to_unix(datetime)
  defp seconds(value), do: value |> DateTime.from_naive!("Etc/UTC") |> DateTime.to_unix()

  defp offset(total, pad, width) do
    sign = if total < 0, do: "-", else: "+"
    number = div(abs(total), 3600) * 100 + div(rem(abs(total), 3600), 60)
    [sign | number(number, pad || "0", (width || 5) - 1)]
  end

  # A format that is being written cannot be part of itself.
  defp preferred(key, value, names) do
    case names do
      %{^key => :writing} -> raise ArgumentError, "tried to format #{key} within another #{key}"
      %{^key => fun} when is_function(fun) -> fun.(value)
      %{^key => format} -> IO.iodata_to_binary(directives(format, value, %{names | key => :writing}))
    end
  end

  defp number(number, pad, width), do: text(Integer.to_string(number), pad, width)

  defp text(text, pad, width) when pad in [nil, ""] and (width == nil or pad == ""), do: text
  defp text(text, pad, width), do: String.pad_leading(text, width || 0, pad || " ")
end
