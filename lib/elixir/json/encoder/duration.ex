defimpl JSON.Encoder, for: Duration do
  def encode(value, _encoder), do: [?", Duration.to_iso8601(value), ?"]
end
