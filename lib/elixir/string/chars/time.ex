defimpl String.Chars, for: Time do
  def to_string(time), do: Time.to_string(time)
end
