defimpl JSON.Encoder, for: Time do
  def encode(value, _encoder), do: [?", Time.to_iso8601(value), ?"]
end
