defimpl JSON.Encoder, for: BitString do
  def encode(binary, _encoder), do: :json.encode_binary(binary)
end
