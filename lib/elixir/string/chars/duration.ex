defimpl String.Chars, for: Duration do
  def to_string(duration), do: Duration.to_iso8601(duration)
end
