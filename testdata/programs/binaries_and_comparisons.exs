# Values of comparisons, not only tests; integers of 24 bits in either order; bitstrings collected by comprehensions.
defmodule Values do
  def all(a, b), do: [a == b, a != b, a < b, a > b, a <= b, a >= b, a === b, a !== b]
  def five(a), do: [a == 5, a != 5, a < 5, a > 5, a <= 5, a >= 5, 5 > a, 5 <= a]
  def words(<<a::24, b::little-24, c::little-16, d::signed-little-16, rest::binary>>), do: [{a, b, c, d} | words(rest)]
  def words(rest), do: rest
  def offset(<<_::3, a::little-16, b::16, _::5>>), do: {a, b}
end

terms = [1, 5, 5.0, 7, -3, 1.5, 0x7FFFFFFFFFFFFFFF, :a, "a", {1, 2}, [1], %{a: 1}, nil]
for a <- terms, b <- terms, do: IO.inspect({a, b, Values.all(a, b)}, width: 200)
for a <- terms, do: IO.inspect({a, Values.five(a)}, width: 200)
IO.inspect(Values.words(<<1, 2, 3, 1, 2, 3, 1, 2, 0xFE, 0xFF, 4, 5>>))
IO.inspect(Values.offset(<<1, 2, 3, 4, 5>>))
IO.inspect(for <<x::3 <- <<0xAB, 0xCD>> >>, into: <<>>, do: <<x::3, 1::1>>)
IO.inspect(for <<c <- "abc">>, into: "", do: <<c, "-", c::16>>)
IO.inspect(for x <- ["a", "b"], into: "x", uniq: true, do: <<x::binary, ?!>>)
IO.inspect(for x <- [1, 2], into: "", do: "#{x};")
IO.inspect(try do for x <- [:a], into: "", do: <<x>> rescue e -> e.__struct__ end)
for s <- ["", "abc", "a\r\nb", "é日x", "ab\xFFcd", "\xFF\xFEa", "a\u0301b\xE6\x97c", "👩‍👩‍👧x"], do: IO.inspect(String.reverse(s), binaries: :as_binaries)
for s <- ["", " a  b ", "a\u00A0b\u2003c\u0085d", "\xFF a\xFE", "x\u202Fy\u1680z\u180Ew"], do: IO.inspect(String.split(s), binaries: :as_binaries)

for s <- ["", "a", "ab", "abc", "foobar", <<255, 254, 253, 0>>] do
  IO.inspect([Base.encode16(s), Base.encode16(s, case: :lower), Base.encode32(s), Base.hex_encode32(s, padding: false), Base.encode64(s), Base.url_encode64(s, padding: false)], width: 200)
end

for f <- [
      fn -> Base.decode16("6G") end,
      fn -> Base.decode16!("6g", case: :lower) end,
      fn -> Base.decode16!("aF", case: :mixed) end,
      fn -> Base.decode64!("YQ") end,
      fn -> Base.decode64("YQ", padding: false) end,
      fn -> Base.decode64!("Y=Q=") end,
      fn -> Base.decode32!("mfrgg===", case: :mixed) end,
      fn -> Base.decode64!(" Z m9v", ignore: :whitespace) end
    ] do
  IO.inspect(try do f.() rescue e -> e end)
end

m = Map.new(["b", "a", <<1::3>>, "ab", 1, :x, {1}], &{&1, &1})
for k <- ["a", "b", "ab", "abc", <<1::3>>, <<1::4>>, "", binary_part("xab", 1, 2)], do: IO.inspect(Map.get(m, k))

# Private functions over a binary whose later clauses use what is left of it as a term.
defmodule Rests do
  def tokens(text), do: next(text, [])
  defp next(<<>>, acc), do: Enum.reverse(acc)
  defp next(<<c, rest::binary>>, acc) when c in ?0..?9, do: number(rest, c - ?0, acc)
  defp next(<<c, rest::binary>>, acc) when c in ?a..?z, do: word(rest, [c], acc)
  defp next(<<_, rest::binary>>, acc), do: next(rest, acc)
  defp number(<<c, rest::binary>>, n, acc) when c in ?0..?9, do: number(rest, 10 * n + c - ?0, acc)
  defp number(rest, n, acc), do: next(rest, [n | acc])
  defp word(<<c, rest::binary>>, w, acc) when c in ?a..?z, do: word(rest, [c | w], acc)
  defp word(rest, w, acc), do: next(rest, [{Enum.reverse(w), rest} | acc])

  def prefix(x), do: {after_a(x), x}
  defp after_a(<<"a", rest::bitstring>>), do: after_b(rest)
  defp after_a(other), do: {:no_a, other}
  defp after_b(<<"bc", n::3, rest::bitstring>>) when n > 2, do: {n, rest, after_b(rest)}
  defp after_b(<<"b", rest::bitstring>> = all), do: {all, after_a(rest)}
  defp after_b(rest) when bit_size(rest) > 8, do: after_a(rest)
  defp after_b(rest), do: fn -> rest end.()
end

IO.inspect(Rests.tokens("ab12 c3,45xyz"))
for x <- ["", "a", "ab", "abc", "abca", "aba", "abab", "aabcx", "aaab", "b", <<97, 98, 99, 5::3>>, <<97, 98, 99, 7::3, 97>>, :atom, 1], do: IO.inspect(Rests.prefix(x))
