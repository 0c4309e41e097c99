defimpl Enumerable, for: File.Stream do
  def reduce(%{raw: raw, line_or_bytes: what} = stream, acc, fun) do
    next = if raw, do: &IO.each_binstream(&1, what), else: &IO.each_stream(&1, what)
    Stream.resource(fn -> File.Stream.open!(stream) end, next, &:file.close/1).(acc, fun)
  end

  # Lines can be counted without making them, when bytes are read as they lie in the file.
  def count(%{raw: true, line_or_bytes: bytes, path: path, modes: modes}) when is_integer(bytes) do
    case File.stat(path) do
      {:ok, %{size: 0}} -> {:ok, 0}
      {:ok, %{size: size}} -> if :trim_bom in modes, do: {:error, __MODULE__}, else: {:ok, div(size + bytes - 1, bytes)}
      {:error, reason} -> raise File.Error, reason: reason, action: "stream", path: path
    end
  end

  def count(_stream), do: {:error, __MODULE__}
  def member?(_stream, _term), do: {:error, __MODULE__}
  def slice(_stream), do: {:error, __MODULE__}
end
