defimpl String.Chars, for: BitString do
  def to_string(term) when is_binary(term), do: term

  def to_string(term) do
    raise Protocol.UndefinedError,
      protocol: @protocol,
      value: term,
      description: "cannot convert a bitstring to a string"
  end
end
