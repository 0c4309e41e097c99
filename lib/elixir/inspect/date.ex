defimpl Inspect, for: Date do
  # A year that a literal cannot have.
  def inspect(%{calendar: Calendar.ISO, year: year, month: month, day: day}, _opts) when year not in -9999..9999,
    do: "Date.new!(#{year}, #{month}, #{day})"

  def inspect(%{calendar: calendar, year: year, month: month, day: day}, _opts) do
    "~D[" <> calendar.date_to_string(year, month, day) <> suffix(calendar) <> "]"
  end

  defp suffix(Calendar.ISO), do: ""
  defp suffix(calendar), do: " " <> Kernel.inspect(calendar)
end
