defimpl IEx.Info, for: Date do
  def info(value) do
    [
      {"Data type", "Date"},
      {"Description", "This is a struct. Structs are maps with a __struct__ key. It is printed with the sigil ~D."},
      {"Raw representation", inspect(value, structs: false)},
      {"Reference modules", "Date, Calendar, Map"}
    ]
  end
end
