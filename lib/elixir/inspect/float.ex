defimpl Inspect, for: Float do
  import Inspect.Algebra, only: [color: 3]

  def inspect(float, opts), do: color(:erlang.float_to_binary(float, [:short]), :number, opts)
end
