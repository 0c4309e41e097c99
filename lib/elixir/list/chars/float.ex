defimpl List.Chars, for: Float do
  def to_charlist(term), do: :erlang.float_to_list(term, [:short])
end
