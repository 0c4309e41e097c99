defimpl JSON.Encoder, for: NaiveDateTime do
  def encode(value, _encoder), do: [?", NaiveDateTime.to_iso8601(value), ?"]
end
