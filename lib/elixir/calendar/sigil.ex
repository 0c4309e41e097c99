defmodule Calendar.Sigil do
  @moduledoc false

  # The values of ~D, ~T, ~N and ~U that name a calendar behind the text.

  def value(module, name, string) do
    {calendar, text} = split(string)
    {parse, struct} = parser(module)

    case apply(calendar, parse, [text]) do
      {:ok, fields} -> struct.(calendar, fields)
      {:ok, fields, 0} -> struct.(calendar, fields)
      {:ok, _fields, _offset} -> failed(string, name, calendar, :non_utc_offset)
      {:error, reason} -> failed(string, name, calendar, reason)
    end
  end

  defp split(string) do
    [last | before] = string |> String.split(" ") |> Enum.reverse()
    {Module.concat([last]), before |> Enum.reverse() |> Enum.join(" ")}
  end

  defp failed(string, name, calendar, reason) do
    text = if reason == :non_utc_offset, do: string, else: string |> String.split(" ") |> Enum.drop(-1) |> Enum.join(" ")
    raise ArgumentError, "cannot parse #{inspect(text)} as #{name} for #{inspect(calendar)}, reason: #{inspect(reason)}"
  end

  defp parser(Date), do: {:parse_date, fn calendar, {year, month, day} -> %Date{calendar: calendar, year: year, month: month, day: day} end}

  defp parser(Time),
    do:
      {:parse_time,
       fn calendar, {hour, minute, second, microsecond} ->
         %Time{calendar: calendar, hour: hour, minute: minute, second: second, microsecond: microsecond}
       end}

  defp parser(NaiveDateTime), do: {:parse_naive_datetime, &naive/2}

  defp parser(DateTime) do
    {:parse_utc_datetime,
     fn calendar, fields ->
       calendar |> naive(fields) |> Map.merge(%{__struct__: DateTime, time_zone: "Etc/UTC", zone_abbr: "UTC", utc_offset: 0, std_offset: 0})
     end}
  end

  defp naive(calendar, {year, month, day, hour, minute, second, microsecond}) do
    %NaiveDateTime{calendar: calendar, year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: microsecond}
  end
end
