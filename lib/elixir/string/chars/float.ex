defimpl String.Chars, for: Float do
  def to_string(term), do: :erlang.float_to_binary(term, [:short])
end
