defimpl JSON.Encoder, for: Atom do
  def encode(term, encoder), do: JSON.protocol_encode(term, encoder)
end
