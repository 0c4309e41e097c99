defimpl Inspect, for: Float do
  import Inspect.Algebra, only: [color: 3]

  def inspect(float, opts), do: color(text(float), :number, opts)

  # Whole numbers are spelled out as long as they are exact.
  defp text(float) do
    size = abs(float)

    if size >= 1.0 and size < 1.0e16 and trunc(float) == float,
      do: :erlang.integer_to_binary(trunc(float)) <> ".0",
      else: :erlang.float_to_binary(float, [:short])
  end
end
