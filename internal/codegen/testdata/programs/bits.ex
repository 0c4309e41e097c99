defmodule Bits do
  def a(<<x::16-little-signed, y::float, s::binary-size(x), "abc", _::3, d::bits>>), do: {x, y, s, d}
  def a(<<"abd", x::utf8>>), do: x
  def a(<<>>), do: :empty
  def a(<<x, rest::binary>>), do: {x, rest}
  def a(other), do: {:other, other}

  def chars(<<c::utf8, rest::binary>>), do: [c | chars(rest)]
  def chars(<<>>), do: []

  def count(<<?a, rest::binary>>, n), do: count(rest, n + 1)
  def count(<<_, rest::binary>>, n), do: count(rest, n)
  def count("", n), do: n

  def kw("foo" <> r), do: {:foo, r}
  def kw("bar" <> r), do: {:bar, r}
  def kw("baz"), do: :baz
  def kw("b" <> _), do: :b
  def kw(""), do: :empty
  def kw(_), do: :none

  def build(x, f, s), do: <<x::16, x::8-little, f::float, f::float-32, s::binary, "lit", x::utf8, 5::3, s::binary-size(2), 1::5>>
  def bit(x), do: <<1::1, x::bitstring>>
  def size(<<n, s::binary-size(n), r::binary>>), do: {s, r}
  def size(<<n::4, m::4, s::size(n)-unit(8)>>), do: {n, m, s}
  def size(_), do: :bad
  def u(<<a::utf16, b::utf32, r::bits>>), do: {a, b, r}
  def interp(x), do: "<#{x}|#{inspect(x)}>"
  def comp(b), do: for(<<x::4 <- b>>, x > 2, into: "", do: <<x + 1>>)
  def comp2(b), do: for(<<1::1, x::7 <- b>>, do: x)
  def nested(x), do: (case x do {<<a, _::binary>>, [<<b>>]} -> {a, b}; {<<_::binary>>, l} -> l end)
  def both(<<1, _::binary>>, 1), do: 1
  def both(_, 2), do: 2
  def both(<<2, r::binary>>, _), do: r
  def both(<<1, r::binary>>, 3), do: {3, r}
  def both(x, y), do: {x, y}

  def run do
    {a(<<2::16-little, 1.5::float, "xy", "abc", 1::3, 7::5>>), a("abdé"), a(""), a("zz"), a(5), a(<<1::3>>),
     chars("héllo€😀"), count("banana", 0), for(k <- ["foox", "bar", "baz", "bazz", "", "q"], do: kw(k)),
     build(65, 2.5, "hey"), bit(<<5::5>>), bit("a"), size(<<3, "abcdef">>), size(<<9, 1>>), size(<<0x21, 1, 2>>), size(<<0x12, 7>>),
     u(<<?a::utf16, ?b::utf32, 1::3>>), interp(:x), interp(1.5), comp(<<0x12, 0x34, 0x56>>), comp2(<<0x81, 0x01, 0xFF>>),
     nested({"ab", ["c"]}), nested({"", 3}), both("\x01a", 1), both("\x01", 2), both("\x02ab", 9), both("\x01q", 3), both("\x01q", 4), both(:x, 0)}
  end
end

defmodule Bits.Loops do
  def count(<<_, r::binary>>, n), do: count(r, n + 1)
  def count(<<>>, n), do: n

  def upto(<<c, r::binary>>, acc) when c in ?a..?z, do: upto(r, [c | acc])
  def upto(<<?:, r::binary>>, acc), do: {acc, r}
  def upto(<<c, r::binary>>, acc) when c > 0, do: upto(r, [0 | acc])
  def upto(<<>>, acc), do: acc

  def even(<<_, r::binary>>), do: odd(r)
  def even(<<>>), do: true
  def odd(<<_, r::binary>>), do: even(r)
  def odd(""), do: false

  def each(<<c::utf8, r::binary>>), do: [c | each(r)]
  def each(<<c, r::binary>>), do: [{:bad, c} | each(r)]
  def each(_), do: []

  def twice(<<c, r::binary>>), do: {c, twice(r), r}
  def twice(<<>>), do: nil

  def both(n, <<c, r::binary>>) when n > 0, do: [c, n | both(n - 1, r)]
  def both(0, <<c, _::binary>>), do: [c]
  def both(_, _), do: :end

  def kw(<<"true", r::binary>>), do: [true | kw(r)]
  def kw(<<"tru", r::binary>>), do: [:tru | kw(r)]
  def kw(<<"false", r::binary>>), do: [false | kw(r)]
  def kw("end"), do: :end
  def kw(<<c, r::binary>>), do: [c | kw(r)]
  def kw(""), do: []

  def swap(<<a, r::binary>>, acc), do: swap(r, <<acc::binary, a + 1>>)
  def swap(<<>>, acc), do: acc

  def fails(<<1, r::binary>>), do: fails(r)
  def fails(<<2>>), do: :two

  def run do
    {count("hello", 0), upto("abc", []), upto("ab:c", []), upto("a1b", []), even("ab"), even("abc"), each("aé\xffb"), each(<<1::3>>),
     twice("ab"), both(2, "xyz"), both(5, "xy"), kw("truetrufalsexend"), kw(""), swap("abc", ""), fails(<<1, 1, 2>>),
     for(x <- [<<1, 3>>, "", :a, <<1, 1, 2, 2>>], do: (try do fails(x) rescue e -> {e.__struct__, e.function} end)),
     for(<<a, b <- "abcdef">>, do: {b, a}), for(<<1, x <- <<1, 2, 3, 4, 1, 6>> >>, do: x)}
  end
end
