defimpl String.Chars, for: URI do
  def to_string(%{host: host, path: path} = uri) when host != nil and is_binary(path) and path != "" and binary_part(path, 0, 1) != "/" do
    raise ArgumentError, ":path in URI must be empty or an absolute path if URL has a :host, got: #{inspect(uri)}"
  end

  def to_string(%{scheme: scheme, path: path, query: query, fragment: fragment} = uri) do
    IO.iodata_to_binary([
      if(scheme, do: [scheme, ?:], else: []),
      case authority(uri) do
        nil -> []
        authority -> ["//", authority]
      end,
      path || [],
      if(query, do: [??, query], else: []),
      if(fragment, do: [?#, fragment], else: [])
    ])
  end

  defp authority(%{host: nil, authority: authority}), do: authority

  defp authority(%{host: host, userinfo: userinfo, port: port, scheme: scheme}) do
    host = if String.contains?(host, ":"), do: ["[", host, "]"], else: host
    shown_port = if port && (scheme == nil or URI.default_port(scheme) != port), do: [?:, Integer.to_string(port)], else: []
    [if(userinfo, do: [userinfo, ?@], else: []), host, shown_port]
  end
end
