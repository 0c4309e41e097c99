defimpl Inspect, for: Version do
  def inspect(version, _opts), do: "#Version<" <> Version.to_string(version) <> ">"
end
