defimpl Inspect, for: Integer do
  import Inspect.Algebra, only: [color: 3]

  def inspect(term, opts) do
    color(text(term, opts.base), :number, opts)
  end

  defp text(term, :decimal), do: :erlang.integer_to_binary(term)
  defp text(term, base) when term < 0, do: "-" <> text(-term, base)
  defp text(term, :hex), do: "0x" <> :erlang.integer_to_binary(term, 16)
  defp text(term, :octal), do: "0o" <> :erlang.integer_to_binary(term, 8)
  defp text(term, :binary), do: "0b" <> :erlang.integer_to_binary(term, 2)
end
