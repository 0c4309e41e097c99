defimpl Inspect, for: DateTime do
  def inspect(%{time_zone: "Etc/UTC", utc_offset: 0, std_offset: 0, zone_abbr: "UTC", calendar: calendar, year: year} = datetime, _opts) when calendar != Calendar.ISO or year in -9999..9999,
    do: "~U[" <> DateTime.to_string(datetime) <> suffix(calendar) <> "]"

  def inspect(%{calendar: calendar} = datetime, _opts), do: "#DateTime<" <> DateTime.to_string(datetime) <> suffix(calendar) <> ">"

  defp suffix(Calendar.ISO), do: ""
  defp suffix(calendar), do: " " <> Kernel.inspect(calendar)
end
