defmodule Code.Fragment.Container do
  @moduledoc false

  # Finds what is open at the end of a text: brackets, blocks, interpolations. Strings, sigils and comments are passed
  # over.

  @doc """
  The text without the token at its end, and what closes all that is open, the innermost first.

      iex> Code.Fragment.Container.cut("foo(bar, [ba")
      {"foo(bar, [", ["]", ")"]}
  """
  def cut(text) do
    {open, start} = scan(text, 0, [], {0, :start})
    {open, start} = without_head(open, start)
    {:erlang.binary_part(text, 0, start), Enum.map(open, &closing/1)}
  end

  # A function whose arguments are not complete is dropped.
  defp without_head([{:fn, start} | open], _start), do: {open, start}
  defp without_head(open, start), do: {open, start}

  defp closing({:fn, _}), do: "end"
  defp closing({:string, closer, _}), do: closer
  defp closing(closer), do: closer

  # last is where the token at the end starts, and its kind.
  defp scan("", at, open, last), do: {open, ending(last, at)}

  defp scan(<<?\s, rest::binary>>, at, open, last), do: scan(rest, at + 1, open, blank(last, at + 1))
  defp scan(<<char, rest::binary>>, at, open, _last) when char in ~c"\t\n\r;", do: scan(rest, at + 1, open, {at + 1, :start})
  defp scan(<<"#", rest::binary>>, at, open, last), do: comment(rest, at + 1, open, last)
  defp scan(<<"?\\", _, rest::binary>>, at, open, _last), do: scan(rest, at + 3, open, {at, :token})
  defp scan(<<"?", char::utf8, rest::binary>>, at, open, _last), do: scan(rest, at + 1 + byte_size(<<char::utf8>>), open, {at, :token})
  defp scan(<<"\"\"\"", rest::binary>>, at, open, _last), do: string(rest, at + 3, "\"\"\"", open, {at, :token}, true)
  defp scan(<<"'''", rest::binary>>, at, open, _last), do: string(rest, at + 3, "'''", open, {at, :token}, true)
  defp scan(<<?", rest::binary>>, at, open, _last), do: string(rest, at + 1, "\"", open, {at, :token}, true)
  defp scan(<<?', rest::binary>>, at, open, _last), do: string(rest, at + 1, "'", open, {at, :token}, true)

  defp scan(<<?~, letter, rest::binary>>, at, open, _last) when letter in ?a..?z or letter in ?A..?Z do
    {name, <<delimiter::binary-size(1), rest::binary>>} = sigil_name(rest)
    string(rest, at + 3 + byte_size(name), closer(delimiter), open, {at, :token}, letter in ?a..?z)
  end

  defp scan(<<"<<<", rest::binary>>, at, open, _last), do: scan(rest, at + 3, open, {at + 3, :start})
  defp scan(<<">>>", rest::binary>>, at, open, _last), do: scan(rest, at + 3, open, {at + 3, :start})
  defp scan(<<"->", rest::binary>>, at, [{:fn, _} | open], _last), do: scan(rest, at + 2, ["end" | open], {at + 2, :start})
  defp scan(<<"::", rest::binary>>, at, open, _last), do: scan(rest, at + 2, open, {at + 2, :start})
  defp scan(<<"<<", rest::binary>>, at, open, _last), do: scan(rest, at + 2, [">>" | open], {at + 2, :start})
  defp scan(<<">>", rest::binary>>, at, open, last), do: scan(rest, at + 2, closed(open, ">>"), {elem(last, 0), :closed})
  defp scan(<<"(", rest::binary>>, at, open, _last), do: scan(rest, at + 1, [")" | open], {at + 1, :start})
  defp scan(<<"[", rest::binary>>, at, open, _last), do: scan(rest, at + 1, ["]" | open], {at + 1, :start})
  defp scan(<<"{", rest::binary>>, at, open, _last), do: scan(rest, at + 1, ["}" | open], {at + 1, :start})
  defp scan(<<")", rest::binary>>, at, open, last), do: scan(rest, at + 1, closed(open, ")"), {elem(last, 0), :closed})
  defp scan(<<"]", rest::binary>>, at, open, last), do: scan(rest, at + 1, closed(open, "]"), {elem(last, 0), :closed})

  defp scan(<<"}", rest::binary>>, at, ["}", {:string, closer, last} | open], _last), do: string(rest, at + 1, closer, open, last, true)
  defp scan(<<"}", rest::binary>>, at, open, last), do: scan(rest, at + 1, closed(open, "}"), {elem(last, 0), :closed})

  defp scan(<<char::utf8, _::binary>> = text, at, open, last) do
    if word?(char), do: word(text, at, open, last), else: scan(binary_part(text, byte_size(<<char::utf8>>), byte_size(text) - byte_size(<<char::utf8>>)), at + byte_size(<<char::utf8>>), open, sign(char, at, last))
  end

  # Behind a blank a name becomes a call whose arguments begin.
  defp blank({_, :name}, at), do: {at, :start}
  defp blank({start, :closed}, _at), do: {start, :closed}
  defp blank({_, _}, at), do: {at, :start}

  # A dot and an attribute's sign belong to the token.
  defp sign(?., _at, {start, kind}) when kind in [:name, :token, :closed], do: {start, :name}
  defp sign(?:, _at, {start, :name}), do: {start, :name}
  defp sign(char, at, _last) when char in ~c"@:%&!^~", do: if(char in ~c"@:%~", do: {at, :name}, else: {at + 1, :start})
  defp sign(char, at, _last), do: {at + byte_size(<<char::utf8>>), :start}

  defp ending({start, kind}, _at) when kind in [:name, :token, :closed], do: start
  defp ending({start, :start}, _at), do: start

  defp word(text, at, open, last) do
    [word] = Regex.run(~r/^[\p{L}\p{N}_@]+[?!]?/u, text)
    size = byte_size(word)
    rest = binary_part(text, size, byte_size(text) - size)
    start = if elem(last, 1) == :name, do: elem(last, 0), else: at
    key? = match?(<<":", blank, _::binary>> when blank in ~c" \t\n", rest)

    cond do
      key? -> scan(binary_part(rest, 1, byte_size(rest) - 1), at + size + 1, open, {at + size + 1, :start})
      elem(last, 1) == :name -> scan(rest, at + size, open, {start, :name})
      rest in ["", ":"] and word not in ["do", "fn", "else", "rescue", "catch", "after", "end"] -> scan(rest, at + size, open, {start, :name})
      word == "fn" -> scan(rest, at + size, [{:fn, at} | open], begun(rest, at + size))
      word == "do" -> scan(rest, at + size, ["end" | open], begun(rest, at + size))
      word == "end" -> scan(rest, at + size, closed(open, "end"), {start, :closed})
      word in ["else", "rescue", "catch", "after"] -> scan(rest, at + size, open, begun(rest, at + size))
      true -> scan(rest, at + size, open, {start, :name})
    end
  end

  defp begun("", at), do: {at, :start}
  defp begun(_rest, at), do: {at, :start}

  defp word?(char), do: char == ?_ or char in ?a..?z or char in ?A..?Z or char in ?0..?9 or char > 127

  defp closed([closer | open], closer), do: open
  defp closed([{:fn, _} | open], "end"), do: open
  defp closed(open, _closer), do: open

  defp sigil_name(rest) do
    [name] = Regex.run(~r/^[A-Z0-9]*/, rest)
    rest = binary_part(rest, byte_size(name), byte_size(rest) - byte_size(name))
    if rest == "", do: {name, " "}, else: {name, rest}
  end

  defp closer("("), do: ")"
  defp closer("["), do: "]"
  defp closer("{"), do: "}"
  defp closer("<"), do: ">"
  defp closer(same), do: same

  defp comment("", at, open, last), do: {open, ending(last, at)}
  defp comment(<<?\n, _::binary>> = rest, at, open, last), do: scan(rest, at, open, last)
  defp comment(<<_, rest::binary>>, at, open, last), do: comment(rest, at + 1, open, last)

  # A string that is not closed is the token at the end.
  defp string("", _at, _closer, open, {start, _}, _interpolates), do: {open, start}
  defp string(<<?\\, _, rest::binary>>, at, closer, open, last, interpolates), do: string(rest, at + 2, closer, open, last, interpolates)

  defp string(<<"\#{", rest::binary>>, at, closer, open, last, true),
    do: scan(rest, at + 2, ["}", {:string, closer, last} | open], {at + 2, :start})

  defp string(text, at, closer, open, last, interpolates) do
    if String.starts_with?(text, closer) do
      size = byte_size(closer)
      scan(binary_part(text, size, byte_size(text) - size), at + size, open, {elem(last, 0), :token})
    else
      <<_, rest::binary>> = text
      string(rest, at + 1, closer, open, last, interpolates)
    end
  end
end
