defimpl Inspect, for: Inspect.Error do
  def inspect(%{stacktrace: []} = error, _opts), do: "#Inspect.Error<\n" <> Inspect.Error.pad(Exception.message(error), 2) <> "\n>"

  def inspect(%{stacktrace: stacktrace} = error, _opts) do
    "#Inspect.Error<\n" <>
      Inspect.Error.pad(Exception.message(error), 2) <>
      "\n\n  Stacktrace:\n\n" <> String.trim_trailing(Exception.format_stacktrace(stacktrace), "\n") <> "\n>"
  end
end
