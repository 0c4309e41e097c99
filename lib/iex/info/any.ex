defimpl IEx.Info, for: Any do
  def info(%module{} = struct) do
    [
      {"Data type", inspect(module)},
      {"Description", "This is a struct. Structs are maps with a __struct__ key."},
      {"Reference modules", "#{inspect(module)}, Map"}
    ] ++ raw(struct, module)
  end

  def info(_term), do: [{"Data type", "Unknown"}]

  # How the value looks without an Inspect of its own.
  defp raw(struct, _module) do
    if Inspect.impl_for(struct) == Inspect.Any, do: [], else: [{"Raw representation", inspect(struct, structs: false, limit: 50)}]
  end
end
