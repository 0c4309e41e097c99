defmodule Macro.Escapes do
  @moduledoc false

  # The escapes of strings.

  @doc "Replaces the escapes of a string by what `map` says of their characters."
  def unescape(string, map) when is_binary(string) and is_function(map, 1) do
    :erlang.iolist_to_binary(parts(string, map))
  end

  @doc "What an escaped character stands for; the kinds with digits and the line end tell whether they are wanted."
  def map(:newline), do: true
  def map(:unicode), do: true
  def map(:hex), do: true
  def map(?0), do: ?\0
  def map(?a), do: ?\a
  def map(?b), do: ?\b
  def map(?d), do: ?\d
  def map(?e), do: ?\e
  def map(?f), do: ?\f
  def map(?n), do: ?\n
  def map(?r), do: ?\r
  def map(?s), do: ?\s
  def map(?t), do: ?\t
  def map(?v), do: ?\v
  def map(char), do: char

  defp parts(string, map) do
    case :binary.match(string, "\\") do
      :nomatch ->
        [string]

      {at, 1} ->
        <<before::binary-size(at), ?\\, rest::binary>> = string
        [before | escaped(rest, map)]
    end
  end

  defp escaped(<<?x, rest::binary>>, map), do: if(map.(:hex) == true, do: hex(rest, map), else: plain(?x, rest, map))
  defp escaped(<<?u, rest::binary>>, map), do: if(map.(:unicode) == true, do: unicode(rest, map), else: plain(?u, rest, map))
  defp escaped(<<"\r\n", rest::binary>>, map), do: newline("\r\n", rest, map)
  defp escaped(<<?\n, rest::binary>>, map), do: newline("\n", rest, map)
  defp escaped(<<char::utf8, rest::binary>>, map), do: plain(char, rest, map)
  defp escaped(<<>>, _map), do: raise(ArgumentError, "invalid escape \\ at end of string")

  defp newline(text, rest, map), do: if(map.(:newline) == true, do: parts(rest, map), else: ["\\", text | parts(rest, map)])

  defp plain(char, rest, map) do
    case map.(char) do
      false -> [?\\, <<char::utf8>> | parts(rest, map)]
      other -> [<<other::utf8>> | parts(rest, map)]
    end
  end

  defp hex(<<a, b, rest::binary>>, map) do
    if digit?(a) and digit?(b) do
      [:erlang.binary_to_integer(<<a, b>>, 16) | parts(rest, map)]
    else
      bad_hex()
    end
  end

  defp hex(_rest, _map), do: bad_hex()

  defp bad_hex() do
    raise ArgumentError, "invalid hex escape character, expected \\xHH where H is a hexadecimal digit. Syntax error after: \\x"
  end

  defp unicode(<<?{, rest::binary>>, map) do
    case :binary.split(rest, "}") do
      [digits, rest] when byte_size(digits) in 1..6 -> [point(digits) | parts(rest, map)]
      _ -> bad_unicode()
    end
  end

  defp unicode(<<digits::binary-size(4), rest::binary>>, map), do: [point(digits) | parts(rest, map)]
  defp unicode(_rest, _map), do: bad_unicode()

  defp point(digits) do
    if all_digits?(digits) do
      case :erlang.binary_to_integer(digits, 16) do
        value when value in 0..0xD7FF or value in 0xE000..0x10FFFF -> <<value::utf8>>
        _ -> raise ArgumentError, "invalid or reserved Unicode code point \\u{#{digits}}. Syntax error after: \\u"
      end
    else
      bad_unicode()
    end
  end

  defp bad_unicode() do
    raise ArgumentError,
          "invalid Unicode escape character, expected \\uHHHH or \\u{H*} where H is a hexadecimal digit. Syntax error after: \\u"
  end

  defp all_digits?(<<char, rest::binary>>), do: digit?(char) and all_digits?(rest)
  defp all_digits?(<<>>), do: true

  defp digit?(char), do: char in ?0..?9 or char in ?a..?f or char in ?A..?F
end
