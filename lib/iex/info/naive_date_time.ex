defimpl IEx.Info, for: NaiveDateTime do
  def info(value) do
    [
      {"Data type", "NaiveDateTime"},
      {"Description", "This is a struct. Structs are maps with a __struct__ key. It is printed with the sigil ~N."},
      {"Raw representation", inspect(value, structs: false)},
      {"Reference modules", "NaiveDateTime, Calendar, Map"}
    ]
  end
end
