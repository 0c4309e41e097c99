defimpl Inspect, for: Time do
  def inspect(%{calendar: calendar} = time, _opts), do: "~T[" <> Time.to_string(time) <> suffix(calendar) <> "]"

  defp suffix(Calendar.ISO), do: ""
  defp suffix(calendar), do: " " <> Kernel.inspect(calendar)
end
