defmodule String do
  @moduledoc """
  Functions on strings, which are UTF-8 binaries.

  What the user of a text calls a character is a grapheme, one or more code points;
  `length/1`, `at/2`, `slice/3` and their like count in graphemes.
  """

  # One long file, because it is one module: what Elixir has under one name has to be defined in one place.

  @type t() :: binary()
  @type codepoint() :: t()
  @type grapheme() :: t()
  @type pattern() :: t() | [nonempty_binary()] | (compiled_search_pattern :: :binary.cp())

  import Kernel, except: [length: 1]

  @doc """
  True when all characters are printable.

      iex> String.printable?("abc")
      true
      iex> String.printable?("\\0")
      false
  """
  @spec printable?(t(), 0) :: true
  @spec printable?(t(), pos_integer() | :infinity) :: boolean()
  def printable?(string, character_limit \\ :infinity)

  def printable?(string, :infinity) when is_binary(string), do: all_printable?(string)

  def printable?(string, limit) when is_binary(string) and is_integer(limit) and limit >= 0,
    do: limited_printable?(string, limit)

  defp all_printable?(<<char, rest::binary>>) when (char >= 32 and char <= 126) or (char >= 7 and char <= 13) or char == 27 or char == 127,
    do: all_printable?(rest)

  defp all_printable?(<<point::utf8, rest::binary>>)
       when (point >= 0xA0 and point <= 0xD7FF) or (point >= 0xE000 and point <= 0xFFFD) or point >= 0x10000,
       do: all_printable?(rest)

  defp all_printable?(<<>>), do: true
  defp all_printable?(_other), do: false

  defp limited_printable?(_string, 0), do: true

  defp limited_printable?(<<char, rest::binary>>, limit)
       when (char >= 32 and char <= 126) or (char >= 7 and char <= 13) or char == 27 or char == 127,
       do: limited_printable?(rest, limit - 1)

  defp limited_printable?(<<point::utf8, rest::binary>>, limit)
       when (point >= 0xA0 and point <= 0xD7FF) or (point >= 0xE000 and point <= 0xFFFD) or point >= 0x10000,
       do: limited_printable?(rest, limit - 1)

  defp limited_printable?(<<>>, _limit), do: true
  defp limited_printable?(_other, _limit), do: false

  @doc """
  True when the binary is UTF-8.

      iex> String.valid?("é")
      true
      iex> String.valid?(<<0xFF>>)
      false
  """
  @spec valid?(t(), :default | :fast_ascii) :: boolean()
  def valid?(string, algorithm \\ :default)
  def valid?(string, algorithm) when is_binary(string) and algorithm in [:default, :fast_ascii], do: :joist_unicode.valid(string)

  @doc false
  @deprecated "Use String.valid?/1 instead"
  def valid_character?(string) do
    case string do
      <<_::utf8>> -> true
      _ -> false
    end
  end

  @doc """
  The string with bytes that are not UTF-8 replaced.

      iex> String.replace_invalid(<<"a", 0xFF, "b">>, "?")
      "a?b"
  """
  @spec replace_invalid(binary(), t()) :: t()
  def replace_invalid(bytes, replacement \\ "\uFFFD") when is_binary(bytes) and is_binary(replacement),
    do: replace_invalid(bytes, replacement, <<>>)

  defp replace_invalid(<<point::utf8, rest::binary>>, replacement, acc),
    do: replace_invalid(rest, replacement, <<acc::binary, point::utf8>>)

  defp replace_invalid(<<>>, _replacement, acc), do: acc

  defp replace_invalid(bytes, replacement, acc) do
    size = invalid_length(bytes)
    <<_::binary-size(size), rest::binary>> = bytes
    replace_invalid(rest, replacement, <<acc::binary, replacement::binary>>)
  end

  # A truncated sequence is replaced as a whole.
  defp invalid_length(<<a, b, c, _::binary>>) when a in 0xF0..0xF4 and b in 0x80..0xBF and c in 0x80..0xBF and not (a == 0xF0 and b < 0x90) and not (a == 0xF4 and b > 0x8F), do: 3
  defp invalid_length(<<a, b, _::binary>>) when a in 0xF0..0xF4 and b in 0x80..0xBF and not (a == 0xF0 and b < 0x90) and not (a == 0xF4 and b > 0x8F), do: 2
  defp invalid_length(<<a, b, _::binary>>) when a in 0xE0..0xEF and b in 0x80..0xBF and not (a == 0xE0 and b < 0xA0) and not (a == 0xED and b > 0x9F), do: 2
  defp invalid_length(_bytes), do: 1

  @doc """
  The number of graphemes.

      iex> String.length("elixir")
      6
      iex> String.length("e\\u0301")
      1
  """
  @spec length(t()) :: non_neg_integer()
  def length(string) when is_binary(string), do: :joist_unicode.length(string)

  @doc """
  Splits at white space, ignoring it at both ends.

      iex> String.split(" a  b ")
      ["a", "b"]
  """
  @spec split(t()) :: [t()]
  def split(binary) when is_binary(binary), do: :joist_unicode.words(binary)

  defp space?(point) do
    (point >= 9 and point <= 13) or
      point in [0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000] or (point >= 0x2000 and point <= 0x200A)
  end

  @doc """
  Splits at a pattern: a string, a list of strings, a compiled pattern or a regular expression.

  Options `:parts`, the greatest number of parts, and `:trim`, to leave empty ones out.

      iex> String.split("a,b,c", ",")
      ["a", "b", "c"]
      iex> String.split("a,b,c", ",", parts: 2)
      ["a", "b,c"]
      iex> String.split("ab", "")
      ["", "a", "b", ""]
  """
  @spec split(t(), pattern() | Regex.t(), keyword()) :: [t()]
  def split(string, pattern, options \\ [])

  def split(string, %{__struct__: Regex} = pattern, options) when is_binary(string) and is_list(options),
    do: Regex.split(pattern, string, options)

  def split(string, "", options) when is_binary(string) and is_list(options) do
    parts = Keyword.get(options, :parts, :infinity)
    trim = Keyword.get(options, :trim, false) == true
    split_chars(string, parts_left(parts), trim)
  end

  def split(string, [], options) when is_binary(string) and is_list(options) do
    if string == "" and Keyword.get(options, :trim, false) == true, do: [], else: [string]
  end

  def split(string, pattern, []) when is_binary(string), do: :binary.split(string, pattern, [:global])

  def split(string, pattern, options) when is_binary(string) and is_list(options) do
    parts = Keyword.get(options, :parts, :infinity)
    trim = Keyword.get(options, :trim, false) == true

    case {parts, trim} do
      {:infinity, false} -> :binary.split(string, pattern, [:global])
      {:infinity, true} -> :binary.split(string, pattern, [:global, :trim_all])
      {2, false} -> :binary.split(string, pattern)
      _ -> split_parts(string, pattern, parts, trim)
    end
  end

  defp parts_left(:infinity), do: -1
  defp parts_left(parts), do: parts

  defp split_chars(string, 1, trim), do: if(string == "" and trim, do: [], else: [string])

  defp split_chars(string, parts, trim) do
    rest = split_each(string, parts - 1, trim)
    if trim, do: rest_trimmed(string, parts), else: ["" | rest]
  end

  defp rest_trimmed(string, parts), do: split_each(string, parts, true)

  defp split_each("", _parts, trim), do: if(trim, do: [], else: [""])
  defp split_each(string, 1, _trim), do: [string]

  defp split_each(string, parts, trim) do
    {grapheme, rest} = :joist_unicode.next_grapheme(string)
    [grapheme | split_each(rest, parts - 1, trim)]
  end

  defp split_parts(string, _pattern, 1, trim), do: if(trim and string == "", do: [], else: [string])

  defp split_parts(string, pattern, parts, trim) do
    case :binary.split(string, pattern) do
      ["", rest] when trim -> split_parts(rest, pattern, parts, trim)
      [part, rest] -> [part | split_parts(rest, pattern, parts - 1, trim)]
      [""] when trim -> []
      [last] -> [last]
    end
  end

  @doc """
  Like `split/3`, lazily.

      iex> "a,b" |> String.splitter(",") |> Enum.to_list()
      ["a", "b"]
  """
  @spec splitter(t(), pattern(), keyword()) :: Enumerable.t()
  def splitter(string, pattern, options \\ [])

  def splitter(string, [], options) when is_binary(string) and is_list(options),
    do: if(string == "" and Keyword.get(options, :trim, false), do: Stream.concat([]), else: Stream.concat([[string]]))

  def splitter(string, "", options) when is_binary(string) and is_list(options) do
    parts = split(string, "", options)
    Stream.concat([parts])
  end

  def splitter(string, pattern, options) when is_binary(string) and is_list(options) do
    trim = Keyword.get(options, :trim, false) == true
    pattern = if is_tuple(pattern), do: pattern, else: :binary.compile_pattern(pattern)

    Stream.unfold(string, fn
      nil -> nil
      rest -> next_part(rest, pattern, trim)
    end)
  end

  defp next_part(rest, pattern, trim) do
    case :binary.split(rest, pattern) do
      ["", rest] when trim -> next_part(rest, pattern, trim)
      [""] when trim -> nil
      [part, rest] -> {part, rest}
      [last] -> {last, nil}
    end
  end

  @doc """
  Splits at a position in graphemes, which may be negative.

      iex> String.split_at("abc", 1)
      {"a", "bc"}
      iex> String.split_at("abc", -1)
      {"ab", "c"}
  """
  @spec split_at(t(), integer()) :: {t(), t()}
  def split_at(string, position) when is_binary(string) and is_integer(position) and position >= 0 do
    size = prefix_size(string, position, 0)
    <<left::binary-size(size), right::binary>> = string
    {left, right}
  end

  def split_at(string, position) when is_binary(string) and is_integer(position),
    do: split_at(string, :erlang.max(length(string) + position, 0))

  # The size in bytes of the first `count` graphemes.
  defp prefix_size(_string, 0, size), do: size

  defp prefix_size(<<a, b, _::binary>> = string, count, size) when a < 128 and b < 128 and a != ?\r do
    <<_, rest::binary>> = string
    prefix_size(rest, count - 1, size + 1)
  end

  defp prefix_size(string, count, size) do
    case :joist_unicode.next_grapheme(string) do
      {grapheme, rest} -> prefix_size(rest, count - 1, size + byte_size(grapheme))
      nil -> size
    end
  end

  @doc """
  True when both strings are the same in canonical form.

      iex> String.equivalent?("é", "e\\u0301")
      true
  """
  @spec equivalent?(t(), t()) :: boolean()
  def equivalent?(string1, string2) when is_binary(string1) and is_binary(string2),
    do: normalize(string1, :nfd) == normalize(string2, :nfd)

  @doc """
  The string in a normal form: `:nfc`, `:nfd`, `:nfkc` or `:nfkd`.

      iex> String.normalize("e\\u0301", :nfc) == "é"
      true
  """
  @spec normalize(t(), :nfd | :nfc | :nfkd | :nfkc) :: t()
  def normalize(string, form) when is_binary(string) and form in [:nfc, :nfd, :nfkc, :nfkd],
    do: :joist_unicode.normalize(string, form)

  @doc """
  The string in upper case; modes `:default`, `:ascii`, `:greek` and `:turkic`.

      iex> String.upcase("olá")
      "OLÁ"
  """
  @spec upcase(t(), :default | :ascii | :greek | :turkic) :: t()
  def upcase(string, mode \\ :default)
  def upcase("", _mode), do: ""
  def upcase(string, :ascii) when is_binary(string), do: ascii_up(string, <<>>)
  def upcase(string, mode) when is_binary(string) and mode in [:default, :greek, :turkic], do: :joist_unicode.upcase(string, mode)

  defp ascii_up(<<char, rest::binary>>, acc) when char >= ?a and char <= ?z, do: ascii_up(rest, <<acc::binary, char - 32>>)
  defp ascii_up(<<char, rest::binary>>, acc), do: ascii_up(rest, <<acc::binary, char>>)
  defp ascii_up(<<>>, acc), do: acc

  @doc """
  The string in lower case; modes as in `upcase/2`.

      iex> String.downcase("OLÁ")
      "olá"
  """
  @spec downcase(t(), :default | :ascii | :greek | :turkic) :: t()
  def downcase(string, mode \\ :default)
  def downcase("", _mode), do: ""
  def downcase(string, :ascii) when is_binary(string), do: ascii_down(string, <<>>)
  def downcase(string, mode) when is_binary(string) and mode in [:default, :greek, :turkic], do: :joist_unicode.downcase(string, mode)

  defp ascii_down(<<char, rest::binary>>, acc) when char >= ?A and char <= ?Z, do: ascii_down(rest, <<acc::binary, char + 32>>)
  defp ascii_down(<<char, rest::binary>>, acc), do: ascii_down(rest, <<acc::binary, char>>)
  defp ascii_down(<<>>, acc), do: acc

  @doc """
  The first character in upper case, the others in lower case.

      iex> String.capitalize("aBC")
      "Abc"
  """
  @spec capitalize(t(), :default | :ascii | :greek | :turkic) :: t()
  def capitalize(string, mode \\ :default)

  def capitalize(<<char, rest::binary>>, :ascii) do
    char = if char >= ?a and char <= ?z, do: char - 32, else: char
    <<char, downcase(rest, :ascii)::binary>>
  end

  def capitalize(string, mode) when is_binary(string) do
    {first, rest} = :joist_unicode.titlecase_once(string, mode)
    first <> downcase(rest, mode)
  end

  @doc """
  Fills up at the start to a number of graphemes.

      iex> String.pad_leading("7", 3, "0")
      "007"
  """
  @spec pad_leading(t(), non_neg_integer(), t() | [t()]) :: t()
  def pad_leading(string, count, padding \\ [" "])
  def pad_leading(string, count, padding) when is_binary(padding), do: pad_leading(string, count, graphemes(padding))

  def pad_leading(string, count, [_ | _] = padding) when is_binary(string) and is_integer(count) and count >= 0 do
    fill = count - length(string)
    if fill > 0, do: :erlang.iolist_to_binary([filling(fill, padding, padding), string]), else: string
  end

  @doc """
  Fills up at the end to a number of graphemes.

      iex> String.pad_trailing("a", 3)
      "a  "
  """
  @spec pad_trailing(t(), non_neg_integer(), t() | [t()]) :: t()
  def pad_trailing(string, count, padding \\ [" "])
  def pad_trailing(string, count, padding) when is_binary(padding), do: pad_trailing(string, count, graphemes(padding))

  def pad_trailing(string, count, [_ | _] = padding) when is_binary(string) and is_integer(count) and count >= 0 do
    fill = count - length(string)
    if fill > 0, do: :erlang.iolist_to_binary([string, filling(fill, padding, padding)]), else: string
  end

  defp filling(count, [padding], _all) when is_binary(padding), do: :binary.copy(padding, count)
  defp filling(count, padding, all), do: cycle(count, padding, all)

  defp cycle(0, _rest, _all), do: []
  defp cycle(count, [], all), do: cycle(count, all, all)
  defp cycle(count, [head | rest], all) when is_binary(head), do: [head | cycle(count - 1, rest, all)]

  defp cycle(_count, [other | _], _all) do
    raise ArgumentError, "expected a string padding element, got: #{inspect(other)}"
  end

  @doc """
  Replaces what matches a pattern; the replacement may be a function.

  With `global: false` only the first match.

      iex> String.replace("a-b-c", "-", "+")
      "a+b+c"
      iex> String.replace("a-b-c", "-", "", global: false)
      "ab-c"
  """
  @spec replace(t(), pattern() | Regex.t(), t() | (t() -> t() | iodata()), keyword()) :: t()
  def replace(subject, pattern, replacement, options \\ [])

  def replace(subject, %{__struct__: Regex} = regex, replacement, options)
      when is_binary(subject) and (is_binary(replacement) or is_function(replacement, 1)) and is_list(options),
      do: Regex.replace(regex, subject, replacement, options)

  def replace(subject, "", "", _options) when is_binary(subject), do: subject
  def replace(subject, [], _replacement, _options) when is_binary(subject), do: subject

  def replace(subject, "", replacement, options) when is_binary(subject) do
    between = if is_binary(replacement), do: replacement, else: replacement.("")

    if Keyword.get(options, :global, true),
      do: :erlang.iolist_to_binary([between | Enum.flat_map(graphemes(subject), fn grapheme -> [grapheme, between] end)]),
      else: :erlang.iolist_to_binary([between, subject])
  end

  def replace(subject, pattern, replacement, options) when is_binary(subject) and is_list(options) do
    matches =
      if Keyword.get(options, :global, true) do
        :binary.matches(subject, pattern)
      else
        case :binary.match(subject, pattern) do
          :nomatch -> []
          match -> [match]
        end
      end

    case matches do
      [] -> subject
      _ -> :erlang.iolist_to_binary(replace_matches(matches, 0, subject, replacement))
    end
  end

  defp replace_matches([{start, size} | rest], last, subject, replacement) do
    text = if is_binary(replacement), do: replacement, else: replacement.(:erlang.binary_part(subject, start, size))
    [:erlang.binary_part(subject, last, start - last), text | replace_matches(rest, start + size, subject, replacement)]
  end

  defp replace_matches([], last, subject, _replacement), do: [:erlang.binary_part(subject, last, byte_size(subject) - last)]

  @doc """
  Replaces all occurrences at the start.

      iex> String.replace_leading("aab", "a", "x")
      "xxb"
  """
  @spec replace_leading(t(), t(), t()) :: t()
  def replace_leading(string, match, replacement) when is_binary(string) and is_binary(match) and is_binary(replacement) do
    if match == "", do: raise(ArgumentError, "cannot use an empty string as the match to replace")
    count = count_leading(string, match, byte_size(match), 0)
    skip = count * byte_size(match)
    <<_::binary-size(skip), rest::binary>> = string
    :binary.copy(replacement, count) <> rest
  end

  defp count_leading(string, match, size, count) do
    case string do
      <<^match::binary-size(size), rest::binary>> -> count_leading(rest, match, size, count + 1)
      _ -> count
    end
  end

  @doc """
  Replaces all occurrences at the end.

      iex> String.replace_trailing("baa", "a", "x")
      "bxx"
  """
  @spec replace_trailing(t(), t(), t()) :: t()
  def replace_trailing(string, match, replacement) when is_binary(string) and is_binary(match) and is_binary(replacement) do
    if match == "", do: raise(ArgumentError, "cannot use an empty string as the match to replace")
    count = count_trailing(string, match, byte_size(string), byte_size(match), 0)
    kept = byte_size(string) - count * byte_size(match)
    :erlang.binary_part(string, 0, kept) <> :binary.copy(replacement, count)
  end

  defp count_trailing(string, match, total, size, count) when total >= size do
    if :erlang.binary_part(string, total - size, size) == match,
      do: count_trailing(string, match, total - size, size, count + 1),
      else: count
  end

  defp count_trailing(_string, _match, _total, _size, count), do: count

  @doc """
  Replaces a prefix, once.

      iex> String.replace_prefix("hello world", "hello", "bye")
      "bye world"
  """
  @spec replace_prefix(t(), t(), t()) :: t()
  def replace_prefix(string, match, replacement) when is_binary(string) and is_binary(match) and is_binary(replacement) do
    size = byte_size(match)

    case string do
      <<^match::binary-size(size), rest::binary>> -> replacement <> rest
      _ -> string
    end
  end

  @doc """
  Replaces a suffix, once.

      iex> String.replace_suffix("hello world", "world", "you")
      "hello you"
  """
  @spec replace_suffix(t(), t(), t()) :: t()
  def replace_suffix(string, match, replacement) when is_binary(string) and is_binary(match) and is_binary(replacement) do
    if ends_with?(string, match),
      do: :erlang.binary_part(string, 0, byte_size(string) - byte_size(match)) <> replacement,
      else: string
  end

  @doc """
  The graphemes in reverse order.

      iex> String.reverse("abc")
      "cba"
  """
  @spec reverse(t()) :: t()
  def reverse(string) when is_binary(string), do: :joist_unicode.reverse(string)

  @doc """
  The string so many times.

      iex> String.duplicate("ab", 2)
      "abab"
  """
  @spec duplicate(t(), non_neg_integer()) :: t()
  def duplicate(subject, n) when is_binary(subject) and is_integer(n), do: :binary.copy(subject, n)

  @doc """
  The code points as strings.

      iex> String.codepoints("ab")
      ["a", "b"]
  """
  @spec codepoints(t()) :: [codepoint()]
  def codepoints(<<point::utf8, rest::binary>>), do: [<<point::utf8>> | codepoints(rest)]
  def codepoints(<<byte, rest::binary>>), do: [<<byte>> | codepoints(rest)]
  def codepoints(<<>>), do: []

  @doc """
  The first code point and the rest, or `nil`.

      iex> String.next_codepoint("ab")
      {"a", "b"}
  """
  @spec next_codepoint(t()) :: {codepoint(), t()} | nil
  def next_codepoint(<<point::utf8, rest::binary>>), do: {<<point::utf8>>, rest}
  def next_codepoint(<<byte, rest::binary>>), do: {<<byte>>, rest}
  def next_codepoint(<<>>), do: nil

  @doc """
  The graphemes.

      iex> String.graphemes("abc")
      ["a", "b", "c"]
  """
  @spec graphemes(t()) :: [grapheme()]
  def graphemes(string) when is_binary(string), do: :joist_unicode.graphemes(string)

  @doc """
  The first grapheme and the rest, or `nil`.

      iex> String.next_grapheme("ab")
      {"a", "b"}
  """
  @spec next_grapheme(t()) :: {grapheme(), t()} | nil
  def next_grapheme(string) when is_binary(string), do: :joist_unicode.next_grapheme(string)

  @doc false
  def next_grapheme_size(string) when is_binary(string) do
    case :joist_unicode.next_grapheme(string) do
      {grapheme, rest} -> {byte_size(grapheme), rest}
      nil -> nil
    end
  end

  @doc """
  The first grapheme, or `nil`.

      iex> String.first("abc")
      "a"
  """
  @spec first(t()) :: grapheme() | nil
  def first(string) when is_binary(string) do
    case :joist_unicode.next_grapheme(string) do
      {grapheme, _} -> grapheme
      nil -> nil
    end
  end

  @doc """
  The last grapheme, or `nil`.

      iex> String.last("abc")
      "c"
  """
  @spec last(t()) :: grapheme() | nil
  def last(""), do: nil
  def last(string) when is_binary(string), do: :lists.last(:joist_unicode.graphemes(string))

  @doc """
  The grapheme at a position, or `nil`.

      iex> String.at("abc", -1)
      "c"
  """
  @spec at(t(), integer()) :: grapheme() | nil
  def at(string, position) when is_binary(string) and is_integer(position) and position >= 0 do
    size = prefix_size(string, position, 0)
    <<_::binary-size(size), rest::binary>> = string
    first(rest)
  end

  def at(string, position) when is_binary(string) and is_integer(position) do
    position = length(string) + position
    if position >= 0, do: at(string, position), else: nil
  end

  @doc """
  At most `length` graphemes from a position.

      iex> String.slice("elixir", 1, 3)
      "lix"
  """
  @spec slice(t(), integer(), non_neg_integer()) :: grapheme()
  def slice(_string, _start, 0), do: ""

  def slice(string, start, length) when is_binary(string) and is_integer(start) and start >= 0 and is_integer(length) and length >= 0 do
    skip = prefix_size(string, start, 0)
    <<_::binary-size(skip), rest::binary>> = string
    :erlang.binary_part(rest, 0, prefix_size(rest, length, 0))
  end

  def slice(string, start, length) when is_binary(string) and is_integer(start) and is_integer(length) and length >= 0,
    do: slice(string, :erlang.max(length(string) + start, 0), length)

  @doc """
  The graphemes that a range of positions names.

      iex> String.slice("elixir", 1..3)
      "lix"
      iex> String.slice("elixir", -3..-1)
      "xir"
  """
  @spec slice(t(), Range.t()) :: t()
  def slice(string, first..last//step) when is_binary(string) do
    cond do
      step == 1 ->
        slice_range(string, first, last)

      # 3..1 as it was written before steps existed
      step == -1 and first > last ->
        IO.warn("negative steps are not supported in String.slice/2, pass #{first}..#{last}//1 instead")
        slice_range(string, first, last)

      step > 0 ->
        :erlang.iolist_to_binary(Enum.slice(graphemes(string), first..last//step))

      true ->
        raise ArgumentError, "String.slice/2 does not accept ranges with negative steps, got: #{inspect(first..last//step)}"
    end
  end

  def slice(string, %{__struct__: Range, first: first, last: last}) when is_binary(string),
    do: slice(string, Range.new(first, last, if(first <= last, do: 1, else: -1)))

  defp slice_range("", _first, _last), do: ""

  defp slice_range(string, first, -1) when first >= 0 do
    skip = prefix_size(string, first, 0)
    :erlang.binary_part(string, skip, byte_size(string) - skip)
  end

  defp slice_range(string, first, last) when first >= 0 and last >= 0 do
    if last >= first, do: slice(string, first, last - first + 1), else: ""
  end

  defp slice_range(string, first, last) do
    total = length(string)
    first = if first < 0, do: :erlang.max(first + total, 0), else: first
    last = if last < 0, do: last + total, else: last
    if first <= last, do: slice(string, first, last - first + 1), else: ""
  end

  @doc """
  The bytes from an offset, cut at whole characters.

      iex> String.byte_slice("héllo", 0, 2)
      "h"
  """
  @spec byte_slice(t(), integer(), non_neg_integer()) :: t()
  def byte_slice(string, start, size) when is_binary(string) and is_integer(start) and is_integer(size) and size >= 0 do
    total = byte_size(string)
    start = if start < 0, do: :erlang.max(start + total, 0), else: start

    if start >= total or size == 0 do
      ""
    else
      start = skip_continuation(string, start, total)
      stop = :erlang.min(start + size, total)
      stop = whole_end(string, start, stop)
      if stop > start, do: :erlang.binary_part(string, start, stop - start), else: ""
    end
  end

  defp skip_continuation(string, at, total) when at < total do
    if :binary.at(string, at) in 0x80..0xBF, do: skip_continuation(string, at + 1, total), else: at
  end

  defp skip_continuation(_string, at, _total), do: at

  # The end without a character that is cut off: `behind` continuation bytes stand behind the byte at hand.
  defp whole_end(string, start, stop), do: whole_end(string, start, stop - 1, 0)

  defp whole_end(_string, start, at, _behind) when at < start, do: start

  defp whole_end(string, start, at, behind) do
    case :binary.at(string, at) do
      byte when byte in 0x80..0xBF -> whole_end(string, start, at - 1, behind + 1)
      byte when byte in 0xC0..0xDF -> if behind == 1, do: at + 2, else: at
      byte when byte in 0xE0..0xEF -> if behind == 2, do: at + 3, else: at
      byte when byte in 0xF0..0xF7 -> if behind == 3, do: at + 4, else: at
      _ -> at + 1
    end
  end

  @doc """
  True when the string starts with one of the prefixes.

      iex> String.starts_with?("elixir", ["x", "eli"])
      true
  """
  @spec starts_with?(t(), t() | [t()]) :: boolean()
  def starts_with?(string, prefix) when is_binary(string) and is_binary(prefix) do
    size = byte_size(prefix)

    case string do
      <<^prefix::binary-size(size), _::binary>> -> true
      _ -> false
    end
  end

  def starts_with?(string, []) when is_binary(string), do: false
  def starts_with?(string, [prefix | rest]) when is_binary(string), do: starts_with?(string, prefix) or starts_with?(string, rest)

  @doc """
  True when the string ends with one of the suffixes.

      iex> String.ends_with?("elixir", "xir")
      true
  """
  @spec ends_with?(t(), t() | [t()]) :: boolean()
  def ends_with?(string, suffix) when is_binary(string) and is_binary(suffix) do
    size = byte_size(suffix)
    total = byte_size(string)
    size <= total and :erlang.binary_part(string, total - size, size) == suffix
  end

  def ends_with?(string, []) when is_binary(string), do: false
  def ends_with?(string, [suffix | rest]) when is_binary(string), do: ends_with?(string, suffix) or ends_with?(string, rest)

  @doc """
  True when the string matches the regular expression.

      iex> String.match?("foo", ~r/o+/)
      true
  """
  @spec match?(t(), Regex.t()) :: boolean()
  def match?(string, regex) when is_binary(string), do: Regex.match?(regex, string)

  @doc """
  True when one of the texts is in the string.

      iex> String.contains?("elixir", ["x", "q"])
      true
  """
  @spec contains?(t(), [t()] | pattern()) :: boolean()
  def contains?(string, []) when is_binary(string), do: false
  def contains?(string, "") when is_binary(string), do: true

  def contains?(string, contents) when is_binary(string) and is_list(contents),
    do: "" in contents or :binary.match(string, contents) != :nomatch

  def contains?(string, contents) when is_binary(string), do: :binary.match(string, contents) != :nomatch

  @doc """
  Removes white space at both ends.

      iex> String.trim(" a ")
      "a"
  """
  @spec trim(t()) :: t()
  def trim(string) when is_binary(string), do: trim_trailing(trim_leading(string))

  @doc """
  Removes a text at both ends, as often as it occurs.

      iex> String.trim("--a-", "-")
      "a"
  """
  @spec trim(t(), t()) :: t()
  def trim(string, to_trim) when is_binary(string) and is_binary(to_trim), do: trim_trailing(trim_leading(string, to_trim), to_trim)

  @doc """
  Removes white space at the start.

      iex> String.trim_leading(" a ")
      "a "
  """
  @spec trim_leading(t()) :: t()
  def trim_leading(<<char, rest::binary>>) when char == 32 or (char >= 9 and char <= 13), do: trim_leading(rest)
  def trim_leading(<<char, _::binary>> = string) when char < 128, do: string

  def trim_leading(<<point::utf8, rest::binary>> = string) do
    if space?(point), do: trim_leading(rest), else: string
  end

  def trim_leading(string) when is_binary(string), do: string

  @doc """
  Removes a text at the start, as often as it occurs.

      iex> String.trim_leading("__a", "_")
      "a"
  """
  @spec trim_leading(t(), t()) :: t()
  def trim_leading(string, to_trim) when is_binary(string) and is_binary(to_trim), do: replace_leading(string, to_trim, "")

  @doc """
  Removes white space at the end.

      iex> String.trim_trailing(" a ")
      " a"
  """
  @spec trim_trailing(t()) :: t()
  def trim_trailing(string) when is_binary(string), do: trim_end(string, byte_size(string))

  defp trim_end(_string, 0), do: ""

  defp trim_end(string, size) do
    case :binary.at(string, size - 1) do
      char when char == 32 or (char >= 9 and char <= 13) -> trim_end(string, size - 1)
      char when char < 128 -> :erlang.binary_part(string, 0, size)
      _ -> trim_wide(string, size)
    end
  end

  # White space outside ASCII has two or three bytes.
  defp trim_wide(string, size) do
    case trailing_point(string, size) do
      {point, width} -> if space?(point), do: trim_end(string, size - width), else: :erlang.binary_part(string, 0, size)
      nil -> :erlang.binary_part(string, 0, size)
    end
  end

  defp trailing_point(string, size) do
    with nil <- point_at(string, size, 2), do: point_at(string, size, 3)
  end

  defp point_at(string, size, width) when size >= width do
    case :erlang.binary_part(string, size - width, width) do
      <<point::utf8>> -> {point, width}
      _ -> nil
    end
  end

  defp point_at(_string, _size, _width), do: nil

  @doc """
  Removes a text at the end, as often as it occurs.

      iex> String.trim_trailing("a__", "_")
      "a"
  """
  @spec trim_trailing(t(), t()) :: t()
  def trim_trailing(string, to_trim) when is_binary(string) and is_binary(to_trim), do: replace_trailing(string, to_trim, "")

  @doc """
  The code points as a charlist.

      iex> String.to_charlist("ab") == [?a, ?b]
      true
  """
  @spec to_charlist(t()) :: charlist()
  def to_charlist(string) when is_binary(string) do
    case :unicode.characters_to_list(string) do
      result when is_list(result) -> result
      {:error, encoded, rest} -> raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :invalid
      {:incomplete, encoded, rest} -> raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :incomplete
    end
  end

  @doc """
  The atom with that text, made when it does not exist.

      iex> String.to_atom("a")
      :a
  """
  @spec to_atom(t()) :: atom()
  def to_atom(string) when is_binary(string), do: :erlang.binary_to_atom(string)

  @doc """
  The atom with that text, which must exist.

      iex> String.to_existing_atom("ok")
      :ok
  """
  @spec to_existing_atom(t()) :: atom()
  def to_existing_atom(string) when is_binary(string), do: :erlang.binary_to_existing_atom(string)

  @doc """
  The integer that the string is.

      iex> String.to_integer("-12")
      -12
  """
  @spec to_integer(t()) :: integer()
  def to_integer(string) when is_binary(string), do: :erlang.binary_to_integer(string)

  @doc """
  The integer that the string is in a base.

      iex> String.to_integer("ff", 16)
      255
  """
  @spec to_integer(t(), 2..36) :: integer()
  def to_integer(string, base) when is_binary(string) and is_integer(base), do: :erlang.binary_to_integer(string, base)

  @doc """
  The float that the string is.

      iex> String.to_float("2.5")
      2.5
  """
  @spec to_float(t()) :: float()
  def to_float(string) when is_binary(string), do: :erlang.binary_to_float(string)

  @doc """
  Splits into runs that are valid or not, or printable or not.

      iex> String.chunk(<<"a", 255, "b">>, :valid)
      ["a", <<255>>, "b"]
  """
  @spec chunk(t(), :valid | :printable) :: [t()]
  def chunk("", _trait), do: []
  def chunk(string, trait) when is_binary(string) and trait in [:valid, :printable], do: chunk_runs(string, trait, nil, <<>>)

  defp chunk_runs(<<>>, _trait, _kind, acc), do: [acc]

  defp chunk_runs(string, trait, kind, acc) do
    {point, rest} = next_codepoint(string)
    this = if trait == :valid, do: valid?(point), else: printable?(point)

    cond do
      kind == nil or kind == this -> chunk_runs(rest, trait, this, acc <> point)
      true -> [acc | chunk_runs(rest, trait, this, point)]
    end
  end

  @doc """
  How similar two strings are, by Jaro, from 0.0 to 1.0.

      iex> Float.round(String.jaro_distance("dwayne", "duane"), 4)
      0.8222
  """
  @spec jaro_distance(t(), t()) :: float()
  def jaro_distance(string1, string2)
  def jaro_distance(string, string) when is_binary(string), do: 1.0
  def jaro_distance("", string) when is_binary(string), do: 0.0
  def jaro_distance(string, "") when is_binary(string), do: 0.0

  def jaro_distance(string1, string2) when is_binary(string1) and is_binary(string2) do
    chars1 = comparable(graphemes(string1))
    chars2 = comparable(graphemes(string2))
    len1 = Kernel.length(chars1)
    len2 = Kernel.length(chars2)

    {short, long, long_len} = if len1 > len2, do: {chars2, chars1, len1}, else: {chars1, chars2, len2}
    window = :erlang.max(div(long_len, 2) - 1, 0)
    long = List.to_tuple(long)
    {matched, used} = jaro_matches(short, 0, long, window, [], %{})

    case matched do
      [] ->
        0.0

      _ ->
        count = Kernel.length(matched)
        others = for index <- :lists.sort(:maps.keys(used)), do: :erlang.element(index + 1, long)
        swaps = Enum.count(Enum.zip(:lists.reverse(matched), others), fn {a, b} -> a != b end)
        (count / len1 + count / len2 + (count - swaps / 2) / count) / 3
    end
  end

  # Graphemes that are one character, as that: numbers are compared at once.
  defp comparable([<<point::utf8>> | rest]), do: [point | comparable(rest)]
  defp comparable([grapheme | rest]), do: [grapheme | comparable(rest)]
  defp comparable([]), do: []

  defp jaro_matches([char | rest], index, long, window, matched, used) do
    first = :erlang.max(index - window, 0)
    last = :erlang.min(index + window, tuple_size(long) - 1)

    case jaro_find(first, last, char, long, used) do
      nil -> jaro_matches(rest, index + 1, long, window, matched, used)
      position -> jaro_matches(rest, index + 1, long, window, [char | matched], Map.put(used, position, true))
    end
  end

  defp jaro_matches([], _index, _long, _window, matched, used), do: {matched, used}

  defp jaro_find(position, last, _char, _long, _used) when position > last, do: nil

  defp jaro_find(position, last, char, long, used) do
    if :erlang.element(position + 1, long) == char and not is_map_key(used, position),
      do: position,
      else: jaro_find(position + 1, last, char, long, used)
  end

  @doc """
  How similar two strings are, by the graphemes they share, from 0.0 to 1.0.

      iex> String.bag_distance("abc", "abd") |> Float.round(2)
      0.67
  """
  @spec bag_distance(t(), t()) :: float()
  def bag_distance(_string, ""), do: 0.0
  def bag_distance("", _string), do: 0.0

  def bag_distance(string1, string2) when is_binary(string1) and is_binary(string2) do
    bag1 = Enum.frequencies(graphemes(string1))
    bag2 = Enum.frequencies(graphemes(string2))
    {length1, diff1} = bag_difference(bag1, bag2)
    {length2, diff2} = bag_difference(bag2, bag1)
    1 - :erlang.max(diff1, diff2) / :erlang.max(length1, length2)
  end

  defp bag_difference(bag1, bag2) do
    Enum.reduce(bag1, {0, 0}, fn {char, count1}, {total, diff} ->
      count2 = Map.get(bag2, char, 0)
      {total + count1, diff + :erlang.max(count1 - count2, 0)}
    end)
  end

  @doc """
  An edit script that turns one string into another.

      iex> String.myers_difference("abc", "abd")
      [eq: "ab", del: "c", ins: "d"]
  """
  @spec myers_difference(t(), t()) :: [{:eq | :ins | :del, t()}]
  def myers_difference(string1, string2) when is_binary(string1) and is_binary(string2) do
    for {kind, chars} <- List.myers_difference(graphemes(string1), graphemes(string2)), do: {kind, :erlang.iolist_to_binary(chars)}
  end

  @doc """
  Counts the occurrences of a pattern.

      iex> String.count("banana", "an")
      2
  """
  @spec count(t(), pattern() | Regex.t()) :: non_neg_integer()
  def count(string, %{__struct__: Regex} = regex) when is_binary(string), do: Kernel.length(Regex.scan(regex, string, return: :index))
  def count(string, []) when is_binary(string), do: 0
  def count(string, "") when is_binary(string), do: length(string) + 1
  def count(string, pattern) when is_binary(string), do: Kernel.length(:binary.matches(string, pattern))

  @doc false
  @deprecated "Use String.trim/1 instead"
  def strip(string), do: trim(string)
  @doc false
  @deprecated "Use String.trim/2 with a binary second argument instead"
  def strip(string, char) when is_integer(char), do: trim(string, <<char::utf8>>)
  @doc false
  @deprecated "Use String.trim_leading/1 instead"
  def lstrip(string), do: trim_leading(string)
  @doc false
  @deprecated "Use String.trim_leading/2 with a binary as second argument instead"
  def lstrip(string, char) when is_integer(char), do: trim_leading(string, <<char::utf8>>)
  @doc false
  @deprecated "Use String.trim_trailing/1 instead"
  def rstrip(string), do: trim_trailing(string)
  @doc false
  @deprecated "Use String.trim_trailing/2 with a binary as second argument instead"
  def rstrip(string, char) when is_integer(char), do: trim_trailing(string, <<char::utf8>>)
  @doc false
  @deprecated "Use String.pad_trailing/2 instead"
  def ljust(string, count, char \\ ?\s) when is_integer(char), do: pad_trailing(string, count, <<char::utf8>>)
  @doc false
  @deprecated "Use String.pad_leading/2 instead"
  def rjust(string, count, char \\ ?\s) when is_integer(char), do: pad_leading(string, count, <<char::utf8>>)

  @doc false
  @deprecated "Use String.to_charlist/1 instead"
  def to_char_list(string), do: String.to_charlist(string)
end
