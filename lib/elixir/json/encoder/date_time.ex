defimpl JSON.Encoder, for: DateTime do
  def encode(value, _encoder), do: [?", DateTime.to_iso8601(value), ?"]
end
