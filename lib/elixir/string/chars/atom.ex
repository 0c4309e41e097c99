defimpl String.Chars, for: Atom do
  def to_string(nil), do: ""
  def to_string(atom), do: :erlang.atom_to_binary(atom)
end
