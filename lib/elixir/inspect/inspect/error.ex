defimpl Inspect, for: Inspect.Error do
  def inspect(%{stacktrace: []} = error, _opts), do: "#Inspect.Error<\n" <> Exception.message(error) <> "\n>"

  def inspect(%{stacktrace: stacktrace} = error, _opts) do
    "#Inspect.Error<\n" <>
      Exception.message(error) <>
      "\n\nStacktrace:\n\n" <> trimmed(Exception.format_stacktrace(stacktrace)) <> "\n\n>"
  end

  defp trimmed(text), do: String.trim_trailing(text, "\n")
end
