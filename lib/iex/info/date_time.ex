defimpl IEx.Info, for: DateTime do
  def info(value) do
    [
      {"Data type", "DateTime"},
      {"Description", "This is a struct. Structs are maps with a __struct__ key. It is printed with the sigil ~U when its time zone is UTC."},
      {"Raw representation", inspect(value, structs: false)},
      {"Reference modules", "DateTime, Calendar, Map"}
    ]
  end
end
