defmodule :calendar do
  @moduledoc """
  Dates and times under their Erlang names.
  """

  def local_time(), do: :erlang.localtime()
  def universal_time(), do: :erlang.universaltime()
  def local_time_to_universal_time(datetime), do: :erlang.localtime_to_universaltime(datetime)

  def local_time_to_universal_time_dst(datetime), do: [:erlang.localtime_to_universaltime(datetime)]
  def universal_time_to_local_time(datetime), do: :erlang.universaltime_to_localtime(datetime)

  def is_leap_year(year) when is_integer(year) and year >= 0, do: Calendar.ISO.leap_year?(year)
  def last_day_of_the_month(year, month), do: Calendar.ISO.days_in_month(year, month)
  def valid_date({year, month, day}), do: valid_date(year, month, day)
  def valid_date(year, month, day), do: is_integer(year) and year >= 0 and Calendar.ISO.valid_date?(year, month, day)
  def day_of_the_week({year, month, day}), do: day_of_the_week(year, month, day)
  def day_of_the_week(year, month, day), do: elem(Calendar.ISO.day_of_week(year, month, day), 0)
  def date_to_gregorian_days({year, month, day}), do: date_to_gregorian_days(year, month, day)
  def date_to_gregorian_days(year, month, day) when year >= 0, do: Calendar.ISO.date_to_iso_days(year, month, day)
  def gregorian_days_to_date(days), do: Calendar.ISO.date_from_iso_days(days)
  def datetime_to_gregorian_seconds({date, time}), do: date_to_gregorian_days(date) * 86_400 + time_to_seconds(time)
  def gregorian_seconds_to_datetime(seconds), do: {gregorian_days_to_date(div(seconds, 86_400)), seconds_to_time(rem(seconds, 86_400))}
  def time_to_seconds({hour, minute, second}), do: (hour * 60 + minute) * 60 + second
  def seconds_to_time(seconds) when seconds >= 0 and seconds < 86_400, do: {div(seconds, 3600), rem(div(seconds, 60), 60), rem(seconds, 60)}
  def seconds_to_daystime(seconds), do: {Integer.floor_div(seconds, 86_400), seconds_to_time(Integer.mod(seconds, 86_400))}

  def time_difference(earlier, later) do
    seconds_to_daystime(datetime_to_gregorian_seconds(later) - datetime_to_gregorian_seconds(earlier))
  end

  def system_time_to_universal_time(time, unit), do: gregorian_seconds_to_datetime(:erlang.convert_time_unit(time, unit, :second) + 62_167_219_200)
  def system_time_to_local_time(time, unit), do: universal_time_to_local_time(system_time_to_universal_time(time, unit))
  def now_to_datetime({mega, seconds, _}), do: system_time_to_universal_time(mega * 1_000_000 + seconds, :second)
  def now_to_universal_time(now), do: now_to_datetime(now)
  def now_to_local_time(now), do: universal_time_to_local_time(now_to_datetime(now))

  def iso_week_number(), do: iso_week_number(elem(local_time(), 0))

  def iso_week_number({year, month, day}) do
    days = date_to_gregorian_days(year, month, day)
    thursday = days - (day_of_the_week(year, month, day) - 1) + 3
    {week_year, _, _} = gregorian_days_to_date(thursday)
    {week_year, div(thursday - date_to_gregorian_days(week_year, 1, 1), 7) + 1}
  end

  def system_time_to_rfc3339(time), do: system_time_to_rfc3339(time, [])

  def system_time_to_rfc3339(time, options) do
    unit = :proplists.get_value(:unit, options, :second)
    {:ok, datetime} = DateTime.from_unix(time, unit)
    :erlang.binary_to_list(DateTime.to_iso8601(datetime))
  end

  def rfc3339_to_system_time(text), do: rfc3339_to_system_time(text, [])

  def rfc3339_to_system_time(text, options) do
    {:ok, datetime, _} = DateTime.from_iso8601(:erlang.iolist_to_binary(text))
    DateTime.to_unix(datetime, :proplists.get_value(:unit, options, :second))
  end
end
