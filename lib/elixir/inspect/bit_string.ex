defimpl Inspect, for: BitString do
  import Inspect.Algebra

  def inspect(term, opts) when is_binary(term) do
    %{binaries: bins, base: base, printable_limit: printable_limit} = opts

    if bins == :as_strings or (base == :decimal and bins == :infer and printable?(term, printable_limit)) do
      color(string_doc(term, printable_limit), :string, opts)
    else
      bitstring(term, opts)
    end
  end

  def inspect(term, opts), do: bitstring(term, opts)

  # As String.printable?/2; :infinity never becomes 0.
  defp printable?(_string, 0), do: true

  defp printable?(<<char, rest::binary>>, limit) when (char >= 32 and char <= 126) or (char >= 7 and char <= 13) or char == 27 or char == 127,
    do: printable?(rest, less(limit))

  defp printable?(<<point::utf8, rest::binary>>, limit)
       when (point >= 0xA0 and point <= 0xD7FF) or (point >= 0xE000 and point <= 0xFFFD) or point >= 0x10000,
       do: printable?(rest, less(limit))

  defp printable?(rest, _limit), do: rest == ""

  defp less(:infinity), do: :infinity
  defp less(limit), do: limit - 1

  defp string_doc(term, limit) do
    case Code.Identifier.escape(term, ?", limit) do
      {escaped, ""} -> :erlang.iolist_to_binary([?", escaped, ?"])
      {escaped, _} -> :erlang.iolist_to_binary([?", escaped, ?", " <> ..."])
    end
  end

  defp bitstring("", opts), do: color("<<>>", :binary, opts)

  defp bitstring(bitstring, opts) do
    left = color("<<", :binary, opts)
    right = color(">>", :binary, opts)
    inner = bytes(bitstring, opts.limit, opts)
    group(concat(concat(left, nest(inner, 2)), right))
  end

  defp bytes(_bitstring, 0, _opts), do: "..."

  defp bytes(<<>>, _limit, _opts), do: :doc_nil
  defp bytes(<<byte>>, _limit, opts), do: number(byte, opts)

  defp bytes(<<byte, rest::bitstring>>, limit, opts),
    do: flex_glue(concat(number(byte, opts), ","), bytes(rest, less(limit), opts))

  defp bytes(bitstring, _limit, opts) do
    size = bit_size(bitstring)
    <<value::size(size)>> = bitstring
    concat(number(value, opts), "::size(" <> :erlang.integer_to_binary(size) <> ")")
  end

  defp number(byte, opts), do: Inspect.Integer.inspect(byte, opts)
end
