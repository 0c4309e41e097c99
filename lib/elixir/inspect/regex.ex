defimpl Inspect, for: Regex do
  def inspect(%{source: source, opts: opts}, inspect_opts) do
    text = IO.iodata_to_binary(["~r/", escape(source, ""), "/", letters(opts)])
    Inspect.Algebra.color(text, :regex, inspect_opts)
  end

  defp escape(<<?\\, char, rest::binary>>, acc) when char != ?\n, do: escape(rest, <<acc::binary, ?\\, char>>)
  defp escape(<<?/, rest::binary>>, acc), do: escape(rest, <<acc::binary, "\\/">>)
  defp escape(<<?\n, rest::binary>>, acc), do: escape(rest, <<acc::binary, "\\n">>)
  defp escape(<<?\t, rest::binary>>, acc), do: escape(rest, <<acc::binary, "\\t">>)
  defp escape(<<?\r, rest::binary>>, acc), do: escape(rest, <<acc::binary, "\\r">>)
  defp escape(<<point::utf8, rest::binary>>, acc), do: escape(rest, <<acc::binary, point::utf8>>)
  defp escape(<<byte, rest::binary>>, acc), do: escape(rest, <<acc::binary, byte>>)
  defp escape(<<>>, acc), do: acc

  defp letters(opts) when is_binary(opts), do: opts
  defp letters(opts), do: for(opt <- opts, into: "", do: letter(opt))

  defp letter(:unicode), do: "u"
  defp letter(:caseless), do: "i"
  defp letter(:extended), do: "x"
  defp letter(:firstline), do: "f"
  defp letter(:ungreedy), do: "U"
  defp letter(:dotall), do: "s"
  defp letter(:multiline), do: "m"
  defp letter(:export), do: "E"
  defp letter(_other), do: ""
end
