defimpl Inspect, for: Atom do
  import Inspect.Algebra, only: [color: 3]

  def inspect(atom, opts) do
    color(Code.Identifier.inspect_atom(:literal, atom), color_key(atom), opts)
  end

  defp color_key(atom) when is_boolean(atom), do: :boolean
  defp color_key(nil), do: nil
  defp color_key(_atom), do: :atom
end
