defimpl JSON.Encoder, for: List do
  def encode(term, encoder), do: JSON.protocol_encode(term, encoder)
end
