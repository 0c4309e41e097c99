defimpl JSON.Encoder, for: Map do
  def encode(map, encoder), do: JSON.encode_map(map, encoder)
end
