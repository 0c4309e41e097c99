defimpl JSON.Encoder, for: Date do
  def encode(value, _encoder), do: [?", Date.to_iso8601(value), ?"]
end
