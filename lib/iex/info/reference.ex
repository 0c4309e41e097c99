defimpl IEx.Info, for: Reference do
  def info(_reference), do: [{"Data type", "Reference"}, {"Reference modules", "Kernel.make_ref/0"}]
end
