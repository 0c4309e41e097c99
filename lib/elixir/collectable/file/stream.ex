defimpl Collectable, for: File.Stream do
  def into(%{path: path, modes: modes, raw: raw} = stream) do
    modes = for mode <- modes, mode not in [:read], do: mode

    case :file.open(path, [:write | modes]) do
      {:ok, device} ->
        {:ok, &write(&1, &2, device, stream, raw)}

      {:error, reason} ->
        raise File.Error, reason: reason, action: "stream", path: path
    end
  end

  defp write(:ok, {:cont, data}, device, _stream, true), do: IO.binwrite(device, data)
  defp write(:ok, {:cont, data}, device, _stream, false), do: IO.write(device, data)

  defp write(:ok, :done, device, stream, _raw) do
    :file.close(device)
    stream
  end

  defp write(:ok, :halt, device, _stream, _raw), do: :file.close(device)
end
