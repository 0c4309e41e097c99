defimpl Enumerable, for: File.Stream do
  def reduce(%{raw: raw, line_or_bytes: what} = stream, acc, fun) do
    next = if raw, do: &IO.each_binstream(&1, what), else: &IO.each_stream(&1, what)
    Stream.resource(fn -> File.Stream.open!(stream) end, next, &:file.close/1).(acc, fun)
  end

  # What is read as it lies in the file is counted without making it: lines by their ends, so that a last one without is none.
  def count(%{raw: true, line_or_bytes: :line} = stream) do
    device = File.Stream.open!(stream)

    try do
      {:ok, ends(device, :binary.compile_pattern("\n"), 0)}
    after
      :file.close(device)
    end
  end

  def count(%{raw: true, line_or_bytes: bytes, path: path} = stream) when is_integer(bytes) do
    case File.stat(path) do
      {:ok, %{size: size}} -> {:ok, div(max(size - File.Stream.start(stream), 0) + bytes - 1, bytes)}
      {:error, reason} -> raise File.Error, reason: reason, action: "stream", path: path
    end
  end

  def count(_stream), do: {:error, __MODULE__}

  defp ends(device, pattern, count) do
    case :file.read(device, 65536) do
      {:ok, data} -> ends(device, pattern, count + length(:binary.matches(data, pattern)))
      _ -> count
    end
  end

  def member?(_stream, _term), do: {:error, __MODULE__}
  def slice(_stream), do: {:error, __MODULE__}
end
