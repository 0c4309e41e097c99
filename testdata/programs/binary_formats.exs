defmodule Png do
  @signature <<0x89, "PNG\r\n", 0x1A, "\n">>

  def build(width, height, pixel) do
    rows = for y <- 0..(height - 1), into: <<>>, do: <<0>> <> for(x <- 0..(width - 1), into: <<>>, do: pixel.(x, y))
    @signature <> chunk("IHDR", <<width::32, height::32, 8, 2, 0, 0, 0>>) <> chunk("IDAT", rows) <> chunk("IEND", "")
  end

  defp chunk(type, data), do: <<byte_size(data)::32, type::binary-4, data::binary, :erlang.crc32([type, data])::32>>

  def parse(<<@signature, chunks::binary>>), do: {:ok, chunks |> chunks([]) |> Enum.map(&describe/1)}
  def parse(_), do: {:error, :not_png}

  defp chunks(<<size::32, type::binary-size(4), data::binary-size(size), crc::32, rest::binary>>, acc),
    do: chunks(rest, [{type, data, crc == :erlang.crc32([type, data])} | acc])

  defp chunks(<<>>, acc), do: Enum.reverse(acc)
  defp chunks(rest, acc), do: Enum.reverse([{:garbage, byte_size(rest)} | acc])

  defp describe({"IHDR", <<w::32, h::32, depth, colour, _::binary-3>>, ok?}), do: {:header, {w, h}, [depth: depth, colour: colour], ok?}
  defp describe({type, data, ok?}), do: {type, byte_size(data), ok?}
  defp describe(other), do: other
end

png = Png.build(3, 2, fn x, y -> <<x * 100, y * 100, 7>> end)
IO.inspect(Png.parse(png))
IO.inspect(Png.parse(binary_part(png, 0, byte_size(png) - 5)))
IO.inspect(Png.parse(String.replace(png, "IDAT", "IDAX")))
IO.inspect(Png.parse("GIF89a"))

defmodule Elf do
  def parse(<<0x7F, "ELF", class, endian, version, abi, _::binary-size(8), rest::binary>>) do
    with {:ok, bits} <- class(class), {:ok, fields} <- header(endian, bits, rest) do
      {:ok, Map.merge(fields, %{bits: bits, version: version, abi: abi})}
    end
  end

  def parse(_), do: {:error, :bad_magic}

  defp class(1), do: {:ok, 32}
  defp class(2), do: {:ok, 64}
  defp class(n), do: {:error, {:class, n}}

  for bits <- [32, 64] do
    defp header(1, unquote(bits), <<type::little-16, machine::little-16, _::little-32, entry::little-size(unquote(bits)), _::binary>>),
      do: {:ok, %{type: type, machine: machine, entry: entry}}

    defp header(2, unquote(bits), <<type::16, machine::16, _::32, entry::size(unquote(bits)), _::binary>>), do: {:ok, %{type: type, machine: machine, entry: entry}}
  end

  defp header(_, _, _), do: {:error, :truncated}
end

IO.inspect(Elf.parse(<<0x7F, "ELF", 2, 1, 1, 0, 0::64, 3::little-16, 62::little-16, 1::little-32, 0x401000::little-64, 0::128>>))
IO.inspect(Elf.parse(<<0x7F, "ELF", 1, 2, 1, 3, 0::64, 2::16, 8::16, 1::32, 0x8000::32>>))
IO.inspect(Elf.parse(<<0x7F, "ELF", 9, 2, 1, 3, 0::64, 2::16>>))
IO.inspect(Elf.parse(<<0x7F, "ELF", 1, 2, 1, 3, 0::64, 2::16>>))

defmodule Utf8 do
  def decode(<<0::1, c::7, rest::bits>>), do: [c | decode(rest)]
  def decode(<<0b110::3, a::5, 0b10::2, b::6, rest::bits>>), do: [code(<<a::5, b::6>>) | decode(rest)]
  def decode(<<0b1110::4, a::4, 0b10::2, b::6, 0b10::2, c::6, rest::bits>>), do: [code(<<a::4, b::6, c::6>>) | decode(rest)]
  def decode(<<0b11110::5, a::3, 0b10::2, b::6, 0b10::2, c::6, 0b10::2, d::6, rest::bits>>), do: [code(<<a::3, b::6, c::6, d::6>>) | decode(rest)]
  def decode(<<bad, rest::bits>>), do: [{:invalid, bad} | decode(rest)]
  def decode(<<>>), do: []

  defp code(bits) do
    size = bit_size(bits)
    <<n::size(size)>> = bits
    n
  end
end

text = "aé€😀\u{10FFFF}"
IO.inspect(Utf8.decode(text) == String.to_charlist(text))
IO.inspect(Utf8.decode("ok" <> <<0xFF, 0xC3>>))

defmodule MessagePack do
  def pack(nil), do: <<0xC0>>
  def pack(false), do: <<0xC2>>
  def pack(true), do: <<0xC3>>
  def pack(n) when n in 0..127, do: <<0::1, n::7>>
  def pack(n) when n in -32..-1, do: <<0b111::3, n::5>>

  for {bits, tag} <- [{8, 0xCC}, {16, 0xCD}, {32, 0xCE}, {64, 0xCF}] do
    def pack(n) when is_integer(n) and n >= 0 and n < unquote(Bitwise.bsl(1, bits)), do: <<unquote(tag), n::size(unquote(bits))>>
  end

  for {bits, tag} <- [{8, 0xD0}, {16, 0xD1}, {32, 0xD2}, {64, 0xD3}] do
    def pack(n) when is_integer(n) and n >= unquote(-Bitwise.bsl(1, bits - 1)) and n < 0, do: <<unquote(tag), n::signed-size(unquote(bits))>>
  end

  def pack(f) when is_float(f), do: <<0xCB, f::float>>
  def pack(s) when is_binary(s) and byte_size(s) < 32, do: <<0b101::3, byte_size(s)::5, s::binary>>
  def pack(s) when is_binary(s) and byte_size(s) < 256, do: <<0xD9, byte_size(s), s::binary>>
  def pack(a) when is_atom(a), do: pack(Atom.to_string(a))
  def pack(l) when is_list(l) and length(l) < 16, do: [<<0b1001::4, length(l)::4>> | Enum.map(l, &pack/1)] |> IO.iodata_to_binary()
  def pack(l) when is_list(l), do: IO.iodata_to_binary([<<0xDC, length(l)::16>> | Enum.map(l, &pack/1)])
  def pack(m) when is_map(m) and map_size(m) < 16, do: for({k, v} <- Enum.sort(m), into: <<0b1000::4, map_size(m)::4>>, do: pack(k) <> pack(v))

  def unpack(binary) do
    case value(binary) do
      {value, ""} -> value
      {value, rest} -> {:partial, value, rest}
    end
  end

  defp value(<<0xC0, rest::binary>>), do: {nil, rest}
  defp value(<<0xC2, rest::binary>>), do: {false, rest}
  defp value(<<0xC3, rest::binary>>), do: {true, rest}
  defp value(<<0::1, n::7, rest::binary>>), do: {n, rest}
  defp value(<<0b111::3, n::signed-5, rest::binary>>), do: {n, rest}
  defp value(<<tag, rest::binary>>) when tag in 0xCC..0xCF, do: integer(rest, Bitwise.bsl(8, tag - 0xCC), :unsigned)
  defp value(<<tag, rest::binary>>) when tag in 0xD0..0xD3, do: integer(rest, Bitwise.bsl(8, tag - 0xD0), :signed)
  defp value(<<0xCB, f::float, rest::binary>>), do: {f, rest}
  defp value(<<0b101::3, n::5, s::binary-size(n), rest::binary>>), do: {s, rest}
  defp value(<<0xD9, n, s::binary-size(n), rest::binary>>), do: {s, rest}
  defp value(<<0b1001::4, n::4, rest::binary>>), do: list(n, rest, [])
  defp value(<<0xDC, n::16, rest::binary>>), do: list(n, rest, [])

  defp value(<<0b1000::4, n::4, rest::binary>>) do
    {flat, rest} = list(2 * n, rest, [])
    {flat |> Enum.chunk_every(2) |> Map.new(&List.to_tuple/1), rest}
  end

  defp integer(binary, bits, :signed), do: (<<n::signed-size(^bits), rest::binary>> = binary; {n, rest})
  defp integer(binary, bits, :unsigned), do: (<<n::size(bits), rest::binary>> = binary; {n, rest})

  defp list(0, rest, acc), do: {Enum.reverse(acc), rest}
  defp list(n, rest, acc), do: with({v, rest} <- value(rest), do: list(n - 1, rest, [v | acc]))
end

values = [nil, true, 0, 127, 128, 255, 256, 65_536, 4_294_967_296, -1, -32, -33, -129, -40_000, -5_000_000_000, 1.5, "", "héllo", String.duplicate("x", 40), [1, [2, "3"]], Enum.to_list(1..20), %{"a" => [1, %{}], "b" => nil}]

for value <- values do
  packed = MessagePack.pack(value)
  IO.puts("#{Base.encode16(packed, case: :lower) |> String.slice(0, 60)} #{MessagePack.unpack(packed) == value}")
end

IO.inspect(MessagePack.unpack(<<1, 2>>))
IO.inspect(<<0x12345678::32>> |> then(fn <<a::5, b::11, c::little-signed-8, _::8>> -> {a, b, c} end))
IO.inspect(for <<bit::1 <- <<0b10110010>> >>, do: bit)
IO.inspect(for <<c::utf16 <- <<"añ😀"::utf16>> >>, into: "", do: <<c::utf8>>)
IO.inspect(<<1.0::float-16>>, base: :hex)
IO.inspect(<<"abc", 1::4>>, binaries: :as_strings)

try do
  MessagePack.unpack(<<0xC1>>)
rescue
  e -> IO.puts(Exception.message(e))
end
