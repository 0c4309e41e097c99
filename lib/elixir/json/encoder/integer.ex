defimpl JSON.Encoder, for: Integer do
  def encode(term, encoder), do: JSON.protocol_encode(term, encoder)
end
