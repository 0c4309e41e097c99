# A clause that matches a byte comes before one that matches a character, and one that skips a byte after both: when the
# character is no good, the last goes on behind the byte.
defmodule Count do
  def points(<<c, rest::binary>>, n) when c < 128, do: points(rest, n)
  def points(<<p::utf8, rest::binary>>, n), do: points(rest, n + p)
  def points(<<_, rest::binary>>, n), do: points(rest, n + 1)
  def points(<<>>, n), do: n

  def words(<<?\s, rest::binary>>, size, acc), do: words(rest, 0, [size | acc])
  def words(<<a, b, rest::binary>>, size, acc) when a == b, do: words(rest, size + 2, acc)
  def words(<<_::16, _::8, rest::binary>>, size, acc) when size > 2, do: words(rest, size + 3, acc)
  def words(<<_, rest::binary>>, size, acc), do: words(rest, size + 1, acc)
  def words(<<>>, size, acc), do: Enum.reverse([size | acc])
end

for text <- ["abc", "aé", <<97, 240>>, <<240, 97, 195, 169, 195>>, ""], do: IO.inspect(Count.points(text, 0))
for text <- ["aab bc cdeffgh i", "xxyyzz", "abcdefg", " "], do: IO.inspect(Count.words(text, 0, []))
IO.inspect(String.split(<<51, 240, 32, 159, 51>>))
