defimpl String.Chars, for: Integer do
  def to_string(term), do: :erlang.integer_to_binary(term)
end
