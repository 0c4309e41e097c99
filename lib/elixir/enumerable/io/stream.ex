defimpl Enumerable, for: IO.Stream do
  def reduce(%{device: device, raw: raw, line_or_bytes: what}, acc, fun) do
    next =
      case raw do
        true -> &IO.each_binstream(&1, what)
        false -> &IO.each_stream(&1, what)
      end

    Stream.resource(fn -> device end, next, fn device -> device end).(acc, fun)
  end

  def count(_stream), do: {:error, __MODULE__}
  def member?(_stream, _term), do: {:error, __MODULE__}
  def slice(_stream), do: {:error, __MODULE__}
end
