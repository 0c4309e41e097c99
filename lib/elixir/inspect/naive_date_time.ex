defimpl Inspect, for: NaiveDateTime do
  # Years that the text of a date cannot have.
  def inspect(%{calendar: Calendar.ISO, year: year} = naive, _opts) when year not in -9999..9999 do
    fields = [year, naive.month, naive.day, naive.hour, naive.minute, naive.second, naive.microsecond]
    "NaiveDateTime.new!(" <> Enum.map_join(fields, ", ", &Kernel.inspect/1) <> ")"
  end

  def inspect(%{calendar: calendar} = naive, _opts), do: "~N[" <> NaiveDateTime.to_string(naive) <> suffix(calendar) <> "]"

  defp suffix(Calendar.ISO), do: ""
  defp suffix(calendar), do: " " <> Kernel.inspect(calendar)
end
