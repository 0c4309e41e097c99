defimpl Collectable, for: IO.Stream do
  def into(%{device: device, raw: raw} = stream) do
    {:ok, collector(stream, device, raw)}
  end

  defp collector(stream, device, raw) do
    fn
      :ok, {:cont, item} -> if raw, do: IO.binwrite(device, item), else: IO.write(device, item)
      :ok, :done -> stream
      :ok, :halt -> :ok
    end
  end
end
