# Matching binaries with tails, positions and parts kept, while lists are built: under gcstress every step collects.
defmodule BinaryTails do
  def words(<<c, rest::binary>> = all, acc) when c == ?\s, do: words(rest, [byte_size(all) | acc])
  def words(<<n, part::binary-size(n), rest::binary>>, acc) when n < 5, do: words(rest, [part | acc])
  def words(<<c::utf8, rest::binary>>, acc), do: words(rest, [<<c::utf8>> | acc])
  def words(<<>>, acc), do: Enum.reverse(acc)

  def pairs(<<a::4, b::4, rest::bits>>, acc), do: pairs(rest, [{a, b, rest} | acc])
  def pairs(rest, acc), do: {rest, acc |> Enum.map(fn {a, b, r} -> a + b + bit_size(r) end) |> Enum.sum()}

  def lines(text), do: line(text, "", [])
  defp line(<<?\n, rest::binary>>, part, acc), do: line(rest, "", [{part, rest} | acc])
  defp line(<<c, rest::binary>>, part, acc), do: line(rest, part <> <<c>>, acc)
  defp line(<<>>, part, acc), do: [{part, ""} | acc]

  def try_both(bin) do
    case bin do
      <<n::16, body::binary-size(n), tail::binary>> -> {:sized, body, tail}
      <<"ab", tail::binary>> -> {:ab, tail, bin}
      <<_, tail::binary>> -> try_both(tail)
      <<>> -> :none
    end
  end
end

long = String.duplicate("x", 200)
text = <<3, "abc", " zwölf ", 4, "wxyz", "end", long::binary>>
IO.inspect(BinaryTails.words(text, []) |> Enum.map(&(is_binary(&1) && byte_size(&1) || &1)) |> Enum.sum())
IO.inspect(BinaryTails.pairs(<<text::binary, 5::3>>, []))
IO.inspect(BinaryTails.lines("one\n" <> long <> "\ntwo\n") |> Enum.map(fn {p, r} -> {byte_size(p), byte_size(r)} end))
IO.inspect(BinaryTails.try_both(<<0, 3, "xyz", long::binary>>) |> elem(1))
IO.inspect(BinaryTails.try_both("zzab" <> long) |> Tuple.to_list() |> tl() |> Enum.map(&byte_size/1))
IO.inspect(BinaryTails.try_both("zz"))
for _ <- 1..50, do: BinaryTails.words(text, [])
IO.inspect(for <<a, b::binary-size(2) <- text>>, a > 100, do: byte_size(b))
