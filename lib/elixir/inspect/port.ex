defimpl Inspect, for: Port do
  def inspect(port, _opts), do: :erlang.iolist_to_binary(:erlang.port_to_list(port))
end
