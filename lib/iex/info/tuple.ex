defimpl IEx.Info, for: Tuple do
  def info(_tuple), do: [{"Data type", "Tuple"}, {"Reference modules", "Tuple"}]
end
