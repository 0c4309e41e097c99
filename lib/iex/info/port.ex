defimpl IEx.Info, for: Port do
  def info(port), do: [{"Data type", "Port"}, {"Open", inspect(Port.info(port) != nil)}, {"Reference modules", "Port"}]
end
