defimpl String.Chars, for: Date do
  def to_string(date), do: Date.to_string(date)
end
