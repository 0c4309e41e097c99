defimpl JSON.Encoder, for: Float do
  def encode(term, encoder), do: JSON.protocol_encode(term, encoder)
end
