defimpl IEx.Info, for: Integer do
  def info(_integer), do: [{"Data type", "Integer"}, {"Reference modules", "Integer"}]
end
