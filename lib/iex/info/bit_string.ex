defimpl IEx.Info, for: BitString do
  def info(binary) when is_binary(binary) do
    cond do
      binary == "" -> [{"Data type", "BitString"}, {"Byte size", "0"}, description("an empty string"), raw(binary), modules()]
      String.printable?(binary) -> [{"Data type", "BitString"}, {"Byte size", "#{byte_size(binary)}"}, description("a UTF-8 encoded binary that is printed surrounded by \"double quotes\" because all UTF-8 encoded code points in it are printable"), raw(binary), modules()]
      String.valid?(binary) -> [{"Data type", "BitString"}, {"Byte size", "#{byte_size(binary)}"}, description("a UTF-8 encoded binary that is printed with \"<<>>\" as some of its code points are not printable"), raw(binary), modules()]
      true -> [{"Data type", "BitString"}, {"Byte size", "#{byte_size(binary)}"}, description("a binary: a sequence of bytes, printed with \"<<>>\" because it is not UTF-8 encoded"), {"Reference modules", ":binary"}]
    end
  end

  def info(bits), do: [{"Data type", "BitString"}, {"Bits size", "#{bit_size(bits)}"}, description("a bitstring: its size is not a multiple of 8 bits"), {"Reference modules", ":binary"}]

  defp description(text), do: {"Description", "This is #{text}."}
  defp raw(binary), do: {"Raw representation", inspect(binary, binaries: :as_binaries, limit: 50)}
  defp modules(), do: {"Reference modules", "String, :binary"}
end
