defimpl List.Chars, for: List do
  # Strings in it stay as they are, as in iodata.
  def to_charlist(list), do: list
end
