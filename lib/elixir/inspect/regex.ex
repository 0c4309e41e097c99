defimpl Inspect, for: Regex do
  import Inspect.Algebra

  def inspect(%{source: source, opts: regex_opts}, opts) do
    case letters(regex_opts, "") do
      nil ->
        concat(["Regex.compile!(", Inspect.BitString.inspect(source, opts), ", ", Inspect.List.inspect(regex_opts, opts), ")"])

      letters ->
        color(IO.iodata_to_binary(["~r/", escape(source, ""), "/", letters]), :regex, opts)
    end
  end

  # What is escaped already stays so.
  defp escape(<<?\\, char, rest::binary>>, acc) when char != ?\n, do: escape(rest, <<acc::binary, ?\\, char>>)
  defp escape(<<?/, rest::binary>>, acc), do: escape(rest, <<acc::binary, "\\/">>)
  defp escape(<<?\a, rest::binary>>, acc), do: escape(rest, <<acc::binary, "\\a">>)
  defp escape(<<?\f, rest::binary>>, acc), do: escape(rest, <<acc::binary, "\\f">>)
  defp escape(<<?\n, rest::binary>>, acc), do: escape(rest, <<acc::binary, "\\n">>)
  defp escape(<<?\r, rest::binary>>, acc), do: escape(rest, <<acc::binary, "\\r">>)
  defp escape(<<?\t, rest::binary>>, acc), do: escape(rest, <<acc::binary, "\\t">>)
  defp escape(<<?\v, rest::binary>>, acc), do: escape(rest, <<acc::binary, "\\v">>)
  # \b and the like mean something else in a regular expression.
  defp escape(<<char, rest::binary>>, acc) when char < 32 or char == 127, do: escape(rest, <<acc::binary, "\\x", hex(char)::binary>>)
  defp escape(<<point::utf8, rest::binary>>, acc), do: escape(rest, <<acc::binary, point::utf8>>)
  defp escape(<<byte, rest::binary>>, acc), do: escape(rest, <<acc::binary, byte>>)
  defp escape(<<>>, acc), do: acc

  defp hex(char), do: char |> Integer.to_string(16) |> String.pad_leading(2, "0")

  # The letters, of which the last comes first in the options; nil when there is an option without a letter.
  defp letters(opts, _acc) when is_binary(opts), do: opts
  defp letters([:dotall, {:newline, :anycrlf} | rest], acc), do: letters(rest, "s" <> acc)
  defp letters([:unicode, :ucp | rest], acc), do: letters(rest, "u" <> acc)
  defp letters([:caseless | rest], acc), do: letters(rest, "i" <> acc)
  defp letters([:extended | rest], acc), do: letters(rest, "x" <> acc)
  defp letters([:firstline | rest], acc), do: letters(rest, "f" <> acc)
  defp letters([:ungreedy | rest], acc), do: letters(rest, "U" <> acc)
  defp letters([:multiline | rest], acc), do: letters(rest, "m" <> acc)
  defp letters([:export | rest], acc), do: letters(rest, "E" <> acc)
  defp letters([], acc), do: acc
  defp letters(_other, _acc), do: nil
end
