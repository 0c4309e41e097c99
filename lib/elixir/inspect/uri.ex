defimpl Inspect, for: URI do
  # The authority is deprecated, and shown only where there is one.
  def inspect(uri, opts) do
    infos = for %{field: field} = info <- URI.__info__(:struct), field != :authority or uri.authority != nil, do: info
    Inspect.Map.inspect(uri, "URI", infos, opts)
  end
end
