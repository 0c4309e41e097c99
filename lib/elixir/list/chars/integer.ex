defimpl List.Chars, for: Integer do
  def to_charlist(term), do: :erlang.integer_to_list(term)
end
