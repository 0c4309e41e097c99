defimpl IEx.Info, for: Map do
  def info(_map), do: [{"Data type", "Map"}, {"Reference modules", "Map"}]
end
