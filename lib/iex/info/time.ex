defimpl IEx.Info, for: Time do
  def info(value) do
    [
      {"Data type", "Time"},
      {"Description", "This is a struct. Structs are maps with a __struct__ key. It is printed with the sigil ~T."},
      {"Raw representation", inspect(value, structs: false)},
      {"Reference modules", "Time, Calendar, Map"}
    ]
  end
end
