defimpl Inspect, for: NaiveDateTime do
  def inspect(%{calendar: calendar} = naive, _opts), do: "~N[" <> NaiveDateTime.to_string(naive) <> suffix(calendar) <> "]"

  defp suffix(Calendar.ISO), do: ""
  defp suffix(calendar), do: " " <> Kernel.inspect(calendar)
end
