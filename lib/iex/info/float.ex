defimpl IEx.Info, for: Float do
  def info(_float), do: [{"Data type", "Float"}, {"Reference modules", "Float"}]
end
