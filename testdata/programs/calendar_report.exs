# A month's calendar and a timesheet, by Date, Time, NaiveDateTime, DateTime, Duration and Calendar.strftime/3.
defmodule Report do
  def month(year, month) do
    first = Date.new!(year, month, 1)
    offset = Date.day_of_week(first) - 1

    weeks =
      1..Date.days_in_month(first)
      |> Enum.map(&String.pad_leading(to_string(&1), 2))
      |> then(&(List.duplicate("  ", offset) ++ &1))
      |> Enum.chunk_every(7, 7, List.duplicate("  ", 7))
      |> Enum.map(&Enum.join(&1, " "))

    [Calendar.strftime(first, "%B %Y") |> then(&String.pad_leading(&1, div(20 + String.length(&1), 2))), "Mo Tu We Th Fr Sa Su" | weeks]
  end

  def age(born, on) do
    years = on.year - born.year
    if {on.month, on.day} < {born.month, born.day}, do: years - 1, else: years
  end

  def weeks(from, to), do: Date.range(from, to) |> Enum.chunk_by(&:calendar.iso_week_number(Date.to_erl(&1))) |> Enum.map(&{hd(&1), length(&1)})

  def next_weekday(date, day), do: date |> Stream.iterate(&Date.add(&1, 1)) |> Enum.find(&(Date.day_of_week(&1) == day))
end

for {y, m} <- [{2024, 2}, {2023, 10}, {2000, 1}], do: IO.puts(Enum.join(Report.month(y, m), "\n") <> "\n")

IO.inspect(Report.age(~D[1990-06-15], ~D[2024-06-14]))
IO.inspect(Report.weeks(~D[2024-12-25], ~D[2025-01-08]))
IO.inspect(Report.next_weekday(~D[2024-02-28], 1))

entries = [
  {~N[2024-03-01 09:00:00], ~N[2024-03-01 12:30:15]},
  {~N[2024-03-01 13:00:00.500], ~N[2024-03-01 17:45:00]},
  {~N[2024-03-04 22:15:00], ~N[2024-03-05 01:05:59]}
]

entries
|> Enum.group_by(fn {from, _} -> NaiveDateTime.to_date(from) end, fn {from, to} -> NaiveDateTime.diff(to, from) end)
|> Enum.sort_by(&elem(&1, 0), Date)
|> Enum.each(fn {date, seconds} ->
  total = Enum.sum(seconds)
  IO.puts("#{Calendar.strftime(date, "%a %d %b %y, day %j, %q")} #{div(total, 3600)}h#{total |> rem(3600) |> div(60) |> to_string() |> String.pad_leading(2, "0")}")
end)

now = ~U[2024-02-29 23:59:58.123456Z]
for format <- ["%Y-%m-%d %H:%M:%S.%f", "%I:%M %p", "%-d/%-m/%y", "%A %B", "%c", "%x %X", "%Z %z", "%s", "%%", "%P", "%u"], do: IO.puts(Calendar.strftime(now, format))
IO.puts(Calendar.strftime(now, "%A, %-d %B", day_of_week_names: fn d -> Enum.at(~w(maandag dinsdag woensdag donderdag vrijdag zaterdag zondag), d - 1) end, month_names: fn _ -> "februari" end))

IO.inspect(DateTime.add(now, 2, :second))
IO.inspect(DateTime.diff(now, ~U[2024-02-28 00:00:00Z], :hour))
IO.inspect(DateTime.truncate(now, :second))
IO.inspect(DateTime.to_unix(now, :millisecond))
IO.inspect(DateTime.from_unix!(1_700_000_000))
IO.inspect(DateTime.from_iso8601("2024-01-01T12:00:00+02:30"))
IO.inspect(DateTime.from_iso8601("2024-01-01 25:00:00Z"))
IO.inspect(NaiveDateTime.from_iso8601("2024-02-30T00:00:00"))
IO.inspect(Date.from_iso8601("2024-1-1"))
IO.inspect(Time.from_iso8601("23:59:60"))
IO.inspect(Time.add(~T[23:30:00], 45, :minute))
IO.inspect(Time.diff(~T[10:00:00], ~T[09:15:30.5], :millisecond))
IO.inspect(Time.truncate(~T[10:00:00.123456], :millisecond))
IO.inspect(Date.shift(~D[2024-01-31], month: 1))
IO.inspect(Date.shift(~D[2024-02-29], year: -1, day: 3, week: 2))
IO.inspect(NaiveDateTime.shift(~N[2024-01-31 10:00:00], month: 1, minute: -61))
IO.inspect(Duration.new!(hour: 25, minute: 3) |> Duration.add(Duration.new!(second: 9)))
IO.puts(Duration.to_iso8601(Duration.new!(year: 1, month: 2, day: 3, hour: 4, second: 5, microsecond: {600_000, 1})))
IO.inspect(Duration.from_iso8601("P1Y2M3DT4H5M6.7S"))
IO.inspect(Date.compare(~D[2024-01-01], ~D[2023-12-31]))
IO.inspect(Enum.sort([~D[2024-01-02], ~D[2023-12-31], ~D[2024-01-01]], {:desc, Date}))
IO.inspect(Enum.max([~T[10:00:00], ~T[09:59:59]], Time))
IO.inspect(Date.beginning_of_week(~D[2024-02-29]))
IO.inspect(Date.end_of_month(~D[2023-02-01]))
IO.inspect({Date.quarter_of_year(~D[2024-05-01]), Date.day_of_year(~D[2024-12-31]), Date.leap_year?(~D[1900-01-01]), Date.day_of_era(~D[0001-01-01])})
IO.inspect(Date.range(~D[2024-01-01], ~D[2024-01-10], 3) |> Enum.map(& &1.day))
IO.inspect(Date.range(~D[2024-01-03], ~D[2024-01-01], -1))
IO.inspect(~D[2024-01-05] in Date.range(~D[2024-01-01], ~D[2024-01-10], 2))
IO.inspect(~N[2024-01-01 00:00:00] |> NaiveDateTime.add(-1) |> NaiveDateTime.to_iso8601(:basic))
IO.inspect(DateTime.from_naive!(~N[2024-01-01 00:00:00], "Etc/UTC") |> to_string())
IO.inspect(Date.to_gregorian_days(~D[2024-01-01]))
IO.inspect(Calendar.ISO.day_of_week(2024, 2, 29, :sunday))
IO.inspect(Date.diff(~D[2024-03-01], ~D[2023-03-01]))

for bad <- [fn -> Date.new!(2023, 2, 29) end, fn -> ~D[2024-01-01] |> Date.shift(hour: 1) end, fn -> Time.new!(24, 0, 0) end, fn -> DateTime.shift(now, foo: 1) end, fn -> Calendar.strftime(now, "%Q") end] do
  try do
    IO.inspect(bad.())
  rescue
    e -> IO.puts("#{inspect(e.__struct__)}: #{Exception.message(e)}")
  end
end
