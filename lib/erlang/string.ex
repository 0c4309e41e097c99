defmodule :string do
  @moduledoc """
  Functions on text under their Erlang names: strings, charlists and lists of both.

  What comes in as a binary goes out as one, and lists come out as lists. The functions
  of the old interface (`chr/2`, `str/2`, `tokens/2`, ...) take charlists.
  """

  @typedoc "What a reader sees as one character."
  @type grapheme_cluster() :: char() | [char()]

  @type direction() :: :leading | :trailing

  # The text as a binary, and how to give results back.
  defp read(text) when is_binary(text), do: {text, :binary}
  defp read(text), do: {:unicode.characters_to_binary(text), :list}

  defp give(text, :binary), do: text
  defp give(text, :list), do: :unicode.characters_to_list(text)

  defp bin(text) when is_binary(text), do: text
  defp bin(text), do: :unicode.characters_to_binary(text)

  # A grapheme as Erlang has it: a code point, or a list of them.
  defp cluster(grapheme) do
    case :unicode.characters_to_list(grapheme) do
      [point] -> point
      points when is_list(points) -> points
      _ -> :binary.first(grapheme)
    end
  end

  defp uncluster(point) when is_integer(point), do: <<point::utf8>>
  defp uncluster(points), do: :unicode.characters_to_binary(points)

  @doc """
  True for a text without characters.

      iex> :string.is_empty("")
      true
      iex> :string.is_empty(["", ~c"a"])
      false
  """
  @spec is_empty(:unicode.chardata()) :: boolean()
  def is_empty(text), do: bin(text) == ""

  @doc """
  The number of graphemes.

      iex> :string.length("ñandú")
      5
  """
  @spec length(:unicode.chardata()) :: non_neg_integer()
  def length(text), do: String.length(bin(text))

  @doc """
  The graphemes as a list.

      iex> :string.to_graphemes(~c"ab")
      ~c"ab"
  """
  @spec to_graphemes(:unicode.chardata()) :: [grapheme_cluster()]
  def to_graphemes(text), do: for(grapheme <- String.graphemes(bin(text)), do: cluster(grapheme))

  @doc """
  The first grapheme and the rest.

      iex> :string.next_grapheme("ab")
      [97 | "b"]
  """
  @spec next_grapheme(:unicode.chardata()) :: [grapheme_cluster() | :unicode.chardata()] | {:error, :unicode.chardata()}
  def next_grapheme(text) do
    {text, kind} = read(text)

    case String.next_grapheme(text) do
      {grapheme, rest} -> [cluster(grapheme) | give(rest, kind)]
      nil -> []
    end
  end

  @doc """
  The first code point and the rest.

      iex> :string.next_codepoint("ab")
      [97 | "b"]
  """
  @spec next_codepoint(:unicode.chardata()) :: [char() | :unicode.chardata()] | {:error, :unicode.chardata()}
  def next_codepoint(text) do
    {text, kind} = read(text)

    case text do
      <<point::utf8, rest::binary>> -> [point | give(rest, kind)]
      "" -> []
      <<_, rest::binary>> -> {:error, give(rest, kind)}
    end
  end

  @doc """
  True when two texts have the same characters, however they are kept.

      iex> :string.equal("ab", ~c"ab")
      true
  """
  @spec equal(:unicode.chardata(), :unicode.chardata()) :: boolean()
  def equal(text1, text2), do: bin(text1) == bin(text2)

  @spec equal(:unicode.chardata(), :unicode.chardata(), ignore_case :: boolean()) :: boolean()
  def equal(text1, text2, ignore_case?), do: equal(text1, text2, ignore_case?, :none)

  @spec equal(:unicode.chardata(), :unicode.chardata(), ignore_case :: boolean(), :none | :nfc | :nfd | :nfkc | :nfkd) :: boolean()
  def equal(text1, text2, ignore_case?, form) do
    fold = fn text ->
      text = if ignore_case?, do: bin(casefold(bin(text))), else: bin(text)
      if form == :none, do: text, else: String.normalize(text, form)
    end

    fold.(text1) == fold.(text2)
  end

  @doc """
  The text in upper case.

      iex> :string.uppercase("ñu")
      "ÑU"
      iex> :string.uppercase(~c"ab")
      ~c"AB"
  """
  @spec uppercase(:unicode.chardata()) :: :unicode.chardata()
  def uppercase(text), do: converted(text, &String.upcase/1)

  @doc """
  The text in lower case.

      iex> :string.lowercase("ÑU")
      "ñu"
  """
  @spec lowercase(:unicode.chardata()) :: :unicode.chardata()
  def lowercase(text), do: converted(text, &String.downcase/1)

  @doc """
  The text with the differences of case removed, for comparisons.

      iex> :string.casefold("Straße")
      "strasse"
  """
  @spec casefold(:unicode.chardata()) :: :unicode.chardata()
  def casefold(text), do: converted(text, fn text -> text |> String.upcase() |> String.downcase() end)

  @doc """
  The text with its first character in title case.

      iex> :string.titlecase("ab cd")
      "Ab cd"
  """
  @spec titlecase(:unicode.chardata()) :: :unicode.chardata()
  def titlecase(text) do
    converted(text, fn text ->
      case text do
        "" ->
          ""

        _ ->
          {first, rest} = :joist_unicode.titlecase_once(text, :default)
          first <> rest
      end
    end)
  end

  defp converted(text, fun) do
    {text, kind} = read(text)
    give(fun.(text), kind)
  end

  @doc """
  The graphemes in the opposite order.

      iex> :string.reverse("abc")
      ~c"cba"
  """
  @spec reverse(:unicode.chardata()) :: [grapheme_cluster()]
  def reverse(text), do: :lists.reverse(to_graphemes(text))

  @doc """
  The part from a grapheme on, to the end or of a length.

      iex> :string.slice("hello", 1)
      "ello"
      iex> :string.slice("hello", 1, 3)
      "ell"
  """
  @spec slice(:unicode.chardata(), start :: non_neg_integer()) :: :unicode.chardata()
  def slice(text, start), do: converted(text, fn text -> elem(String.split_at(text, start), 1) end)

  @spec slice(:unicode.chardata(), start :: non_neg_integer(), length :: :infinity | non_neg_integer()) :: :unicode.chardata()
  def slice(text, start, :infinity), do: slice(text, start)
  def slice(text, start, length), do: converted(text, fn text -> String.slice(text, start, length) end)

  @doc """
  The text filled up to a length, at the end unless told otherwise.

      iex> :string.pad("ab", 4) |> IO.iodata_to_binary()
      "ab  "
      iex> :string.pad("ab", 4, :leading, ?0) |> IO.iodata_to_binary()
      "00ab"
  """
  @spec pad(:unicode.chardata(), length :: integer()) :: :unicode.charlist()
  def pad(text, length), do: pad(text, length, :trailing, ?\s)

  @spec pad(:unicode.chardata(), length :: integer(), direction() | :both) :: :unicode.charlist()
  def pad(text, length, direction), do: pad(text, length, direction, ?\s)

  @spec pad(:unicode.chardata(), length :: integer(), direction() | :both, grapheme_cluster()) :: :unicode.charlist()
  def pad(text, length, direction, char) do
    missing = :erlang.max(length - __MODULE__.length(text), 0)
    filling = fn count -> :lists.duplicate(count, char) end

    case direction do
      :trailing -> [text | filling.(missing)]
      :leading -> [filling.(missing), text]
      :both -> [filling.(div(missing, 2)), text, filling.(missing - div(missing, 2))]
    end
  end

  @doc """
  The text without white space, or other characters, at both ends or one.

      iex> :string.trim("  a b ")
      "a b"
      iex> :string.trim("..a..", :leading, ~c".")
      "a.."
  """
  @spec trim(:unicode.chardata()) :: :unicode.chardata()
  def trim(text), do: trim(text, :both)

  @spec trim(:unicode.chardata(), direction() | :both) :: :unicode.chardata()
  def trim(text, direction), do: trim(text, direction, [?\s, ?\t, ?\n, ?\r, ?\v, ?\f, 0x85, 0x200E, 0x200F, 0x2028, 0x2029, [?\r, ?\n]])

  @spec trim(:unicode.chardata(), direction() | :both, [grapheme_cluster()]) :: :unicode.chardata()
  def trim(text, direction, clusters) do
    set = for cluster <- clusters, do: uncluster(cluster)

    converted(text, fn text ->
      text = if direction in [:leading, :both], do: trim_start(text, set), else: text
      if direction in [:trailing, :both], do: trim_end(text, set), else: text
    end)
  end

  defp trim_start(text, set) do
    case String.next_grapheme(text) do
      {grapheme, rest} -> if grapheme in set, do: trim_start(rest, set), else: text
      nil -> ""
    end
  end

  defp trim_end(text, set) do
    kept = text |> String.graphemes() |> :lists.reverse() |> then(&:lists.dropwhile(fn grapheme -> grapheme in set end, &1)) |> :lists.reverse()
    :erlang.iolist_to_binary(kept)
  end

  @doc ~S"""
  The text without the line end that it ends with.

      iex> :string.chomp("line\n")
      "line"
  """
  @spec chomp(:unicode.chardata()) :: :unicode.chardata()
  def chomp(text) do
    converted(text, fn text -> text |> drop_newlines() end)
  end

  defp drop_newlines(text) do
    cond do
      String.ends_with?(text, "\r\n") -> drop_newlines(:erlang.binary_part(text, 0, byte_size(text) - 2))
      String.ends_with?(text, "\n") -> drop_newlines(:erlang.binary_part(text, 0, byte_size(text) - 1))
      true -> text
    end
  end

  @doc """
  The longest start of characters that are in a set, or not in it, and the rest.

      iex> :string.take("abc123", ~c"abc")
      {"abc", "123"}
      iex> :string.take("abc123", ~c"123", true)
      {"abc", "123"}
  """
  @spec take(:unicode.chardata(), [grapheme_cluster()]) :: {leading :: :unicode.chardata(), trailing :: :unicode.chardata()}
  def take(text, clusters), do: take(text, clusters, false, :leading)

  @spec take(:unicode.chardata(), [grapheme_cluster()], complement :: boolean()) :: {leading :: :unicode.chardata(), trailing :: :unicode.chardata()}
  def take(text, clusters, complement), do: take(text, clusters, complement, :leading)

  @spec take(:unicode.chardata(), [grapheme_cluster()], complement :: boolean(), direction()) :: {leading :: :unicode.chardata(), trailing :: :unicode.chardata()}
  def take(text, clusters, complement, direction) do
    {text, kind} = read(text)
    set = for cluster <- clusters, do: uncluster(cluster)
    keep? = fn grapheme -> grapheme in set != complement end

    case direction do
      :leading ->
        {left, right} = :lists.splitwith(keep?, String.graphemes(text))
        {give(:erlang.iolist_to_binary(left), kind), give(:erlang.iolist_to_binary(right), kind)}

      :trailing ->
        {right, left} = :lists.splitwith(keep?, :lists.reverse(String.graphemes(text)))
        {give(:erlang.iolist_to_binary(:lists.reverse(left)), kind), give(:erlang.iolist_to_binary(:lists.reverse(right)), kind)}
    end
  end

  @doc """
  What comes behind a prefix, or `:nomatch`.

      iex> :string.prefix("prefix of", "pre")
      "fix of"
      iex> :string.prefix("abc", "x")
      :nomatch
  """
  @spec prefix(:unicode.chardata(), prefix :: :unicode.chardata()) :: :nomatch | :unicode.chardata()
  def prefix(text, prefix) do
    {text, kind} = read(text)
    prefix = bin(prefix)

    if String.starts_with?(text, prefix),
      do: give(:erlang.binary_part(text, byte_size(prefix), byte_size(text) - byte_size(prefix)), kind),
      else: :nomatch
  end

  @doc """
  The parts before and behind a separator, the first one unless told otherwise.

      iex> :string.split("a,b,c", ",")
      ["a", "b,c"]
      iex> :string.split("a,b,c", ",", :all)
      ["a", "b", "c"]
  """
  @spec split(:unicode.chardata(), pattern :: :unicode.chardata()) :: [:unicode.chardata()]
  def split(text, pattern), do: split(text, pattern, :leading)

  @spec split(:unicode.chardata(), pattern :: :unicode.chardata(), direction() | :all) :: [:unicode.chardata()]
  def split(text, pattern, where) do
    {text, kind} = read(text)
    for part <- parts(text, bin(pattern), where), do: give(part, kind)
  end

  defp parts(text, "", _where), do: [text]
  defp parts(text, pattern, :leading), do: :binary.split(text, pattern)
  defp parts(text, pattern, :all), do: :binary.split(text, pattern, [:global])

  defp parts(text, pattern, :trailing) do
    case :binary.matches(text, pattern) do
      [] ->
        [text]

      matches ->
        {at, size} = :lists.last(matches)
        [:erlang.binary_part(text, 0, at), :erlang.binary_part(text, at + size, byte_size(text) - at - size)]
    end
  end

  @doc """
  The parts between which the pattern stood, with the replacement there.

      iex> :string.replace("a-b-c", "-", "+", :all) |> IO.iodata_to_binary()
      "a+b+c"
  """
  @spec replace(:unicode.chardata(), pattern :: :unicode.chardata(), replacement :: :unicode.chardata()) :: [:unicode.chardata()]
  def replace(text, pattern, replacement), do: replace(text, pattern, replacement, :leading)

  @spec replace(:unicode.chardata(), pattern :: :unicode.chardata(), replacement :: :unicode.chardata(), direction() | :all) :: [:unicode.chardata()]
  def replace(text, pattern, replacement, where), do: :lists.join(replacement, split(text, pattern, where))

  @doc """
  The text from a pattern on, or `:nomatch`.

      iex> :string.find("a,b,c", ",")
      ",b,c"
      iex> :string.find("a,b,c", ",", :trailing)
      ",c"
      iex> :string.find("abc", "x")
      :nomatch
  """
  @spec find(:unicode.chardata(), pattern :: :unicode.chardata()) :: :unicode.chardata() | :nomatch
  def find(text, pattern), do: find(text, pattern, :leading)

  @spec find(:unicode.chardata(), pattern :: :unicode.chardata(), direction()) :: :unicode.chardata() | :nomatch
  def find(text, pattern, direction) do
    {text, kind} = read(text)

    case {:binary.matches(text, bin(pattern)), direction} do
      {[], _} -> :nomatch
      {[{at, _} | _], :leading} -> give(:erlang.binary_part(text, at, byte_size(text) - at), kind)
      {matches, :trailing} -> matches |> :lists.last() |> then(fn {at, _} -> give(:erlang.binary_part(text, at, byte_size(text) - at), kind) end)
    end
  end

  @doc """
  The parts between separators, none of which is empty.

      iex> :string.lexemes("a, b,c", ~c", ")
      ["a", "b", "c"]
  """
  @spec lexemes(:unicode.chardata(), [grapheme_cluster()]) :: [:unicode.chardata()]
  def lexemes(text, separators) do
    {text, kind} = read(text)
    set = for separator <- separators, do: uncluster(separator)
    for lexeme <- lexemes_of(String.graphemes(text), set, []), do: give(lexeme, kind)
  end

  defp lexemes_of([grapheme | rest], set, acc) do
    cond do
      grapheme not in set -> lexemes_of(rest, set, [grapheme | acc])
      acc == [] -> lexemes_of(rest, set, [])
      true -> [:erlang.iolist_to_binary(:lists.reverse(acc)) | lexemes_of(rest, set, [])]
    end
  end

  defp lexemes_of([], _set, []), do: []
  defp lexemes_of([], _set, acc), do: [:erlang.iolist_to_binary(:lists.reverse(acc))]

  @doc """
  The part with a number, from 1 on.

      iex> :string.nth_lexeme("a b c", 2, ~c" ")
      "b"
  """
  @spec nth_lexeme(:unicode.chardata(), pos_integer(), [grapheme_cluster()]) :: :unicode.chardata()
  def nth_lexeme(text, n, separators), do: :lists.nth(n, lexemes(text, separators))

  @doc """
  The integer that a text begins with, and the rest.

      iex> :string.to_integer("12ab")
      {12, "ab"}
      iex> :string.to_integer("x")
      {:error, :no_integer}
  """
  @spec to_integer(:unicode.chardata()) :: {integer(), rest :: :unicode.chardata()} | {:error, :no_integer | :badarg}
  def to_integer(text) do
    {text, kind} = read(text)

    case Integer.parse(text) do
      {number, rest} -> {number, give(rest, kind)}
      :error -> {:error, :no_integer}
    end
  end

  @doc """
  The float that a text begins with, and the rest.

      iex> :string.to_float("1.5e3!")
      {1500.0, "!"}
  """
  @spec to_float(:unicode.chardata()) :: {float(), rest :: :unicode.chardata()} | {:error, :no_float | :badarg}
  def to_float(text) do
    {text, kind} = read(text)

    with {number, rest} <- Float.parse(text), true <- floating?(text, rest) do
      {number, give(rest, kind)}
    else
      _ -> {:error, :no_float}
    end
  end

  defp floating?(text, rest), do: :binary.match(:erlang.binary_part(text, 0, byte_size(text) - byte_size(rest)), ".") != :nomatch

  @doc """
  How alike two texts are, from `0.0` to `1.0`.

      iex> :string.jaro_similarity("dwayne", "duane")
      0.8222222222222223
  """
  @spec jaro_similarity(:unicode.chardata(), :unicode.chardata()) :: float()
  def jaro_similarity(text1, text2), do: String.jaro_distance(bin(text1), bin(text2))

  ## The old interface

  @doc """
  The number of elements of a charlist.

      iex> :string.len(~c"abc")
      3
  """
  @spec len(charlist()) :: non_neg_integer()
  def len(chars), do: :erlang.length(chars)

  @doc """
  Two charlists in one.

      iex> :string.concat(~c"ab", ~c"c")
      ~c"abc"
  """
  @spec concat(charlist(), charlist()) :: charlist()
  def concat(chars1, chars2), do: chars1 ++ chars2

  @doc """
  The charlists with a separator between them.

      iex> :string.join([~c"a", ~c"b"], ~c", ")
      ~c"a, b"
  """
  @spec join([charlist()], separator :: charlist()) :: charlist()
  def join(list, separator), do: :lists.append(:lists.join(separator, list))

  @doc """
  A charlist so many times.

      iex> :string.copies(~c"ab", 2)
      ~c"abab"
  """
  @spec copies(charlist(), non_neg_integer()) :: charlist()
  def copies(chars, count), do: :lists.append(:lists.duplicate(count, chars))

  @doc """
  A charlist of one character, so many times.

      iex> :string.chars(?a, 3)
      ~c"aaa"
  """
  @spec chars(char(), non_neg_integer()) :: charlist()
  def chars(char, count), do: :lists.duplicate(count, char)

  @spec chars(char(), non_neg_integer(), tail :: charlist()) :: charlist()
  def chars(char, count, tail), do: :lists.duplicate(count, char) ++ tail

  @doc """
  The position of the first such character, or 0.

      iex> :string.chr(~c"hello", ?l)
      3
  """
  @spec chr(charlist(), char()) :: non_neg_integer()
  def chr(chars, char), do: index(chars, char, 1)
  defp index([char | _], char, at), do: at
  defp index([_ | rest], char, at), do: index(rest, char, at + 1)
  defp index([], _char, _at), do: 0

  @doc """
  The position of the last such character, or 0.

      iex> :string.rchr(~c"hello", ?l)
      4
  """
  @spec rchr(charlist(), char()) :: non_neg_integer()
  def rchr(chars, char) do
    case chr(:lists.reverse(chars), char) do
      0 -> 0
      at -> :erlang.length(chars) - at + 1
    end
  end

  @doc """
  The position of the first such part, or 0.

      iex> :string.str(~c"hello", ~c"lo")
      4
  """
  @spec str(charlist(), charlist()) :: non_neg_integer()
  def str(chars, part), do: position(chars, part, 1)
  defp position([_ | rest] = chars, part, at), do: if(:lists.prefix(part, chars), do: at, else: position(rest, part, at + 1))
  defp position([], part, at), do: if(part == [], do: at, else: 0)

  @doc """
  The position of the last such part, or 0.

      iex> :string.rstr(~c"lolo", ~c"lo")
      3
  """
  @spec rstr(charlist(), charlist()) :: non_neg_integer()
  def rstr(chars, part), do: last_position(chars, part, 1, 0)
  defp last_position([_ | rest] = chars, part, at, found), do: last_position(rest, part, at + 1, if(:lists.prefix(part, chars), do: at, else: found))
  defp last_position([], _part, _at, found), do: found

  @doc """
  The length of the longest start of characters from a set.

      iex> :string.span(~c"aab", ~c"a")
      2
  """
  @spec span(charlist(), charlist()) :: non_neg_integer()
  def span(chars, set), do: :erlang.length(:lists.takewhile(&(&1 in set), chars))

  @doc """
  The length of the longest start of characters that are not in a set.

      iex> :string.cspan(~c"bba", ~c"a")
      2
  """
  @spec cspan(charlist(), charlist()) :: non_neg_integer()
  def cspan(chars, set), do: :erlang.length(:lists.takewhile(&(&1 not in set), chars))

  @doc """
  The part from a position on, to the end or of a length.

      iex> :string.substr(~c"hello", 3)
      ~c"llo"
      iex> :string.substr(~c"hello", 2, 3)
      ~c"ell"
  """
  @spec substr(charlist(), start :: pos_integer()) :: charlist()
  def substr(chars, start), do: :lists.nthtail(start - 1, chars)

  @spec substr(charlist(), start :: pos_integer(), length :: non_neg_integer()) :: charlist()
  def substr(chars, start, length), do: :lists.sublist(chars, start, length)

  @doc """
  The part from a position to another, or to the end.

      iex> :string.sub_string(~c"hello", 3)
      ~c"llo"
      iex> :string.sub_string(~c"hello", 2, 3)
      ~c"el"
  """
  @spec sub_string(charlist(), start :: pos_integer()) :: charlist()
  def sub_string(chars, start), do: substr(chars, start)

  @spec sub_string(charlist(), start :: pos_integer(), stop :: pos_integer()) :: charlist()
  def sub_string(chars, start, stop), do: substr(chars, start, stop - start + 1)

  @doc """
  The parts between separators, none of which is empty.

      iex> :string.tokens(~c"a b,c", ~c" ,")
      [~c"a", ~c"b", ~c"c"]
  """
  @spec tokens(charlist(), separators :: charlist()) :: [charlist()]
  def tokens(chars, separators), do: lexemes(chars, separators)

  @doc """
  The number of words.

      iex> :string.words(~c"a b c")
      3
  """
  @spec words(charlist()) :: pos_integer()
  def words(chars), do: :erlang.length(lexemes(chars, [?\s]))

  @spec words(charlist(), separator :: char()) :: pos_integer()
  def words(chars, separator), do: :erlang.length(lexemes(chars, [separator]))

  @doc """
  The word with a number, from 1 on.

      iex> :string.sub_word(~c"a bc d", 2)
      ~c"bc"
  """
  @spec sub_word(charlist(), integer()) :: charlist()
  def sub_word(chars, index), do: sub_word(chars, index, ?\s)

  @spec sub_word(charlist(), integer(), separator :: char()) :: charlist()
  def sub_word(chars, index, separator), do: Enum.at(lexemes(chars, [separator]), index - 1, [])

  @doc """
  The charlist without blanks, or another character, at both ends or one.

      iex> :string.strip(~c"  a ")
      ~c"a"
  """
  @spec strip(charlist()) :: charlist()
  def strip(chars), do: strip(chars, :both, ?\s)

  @spec strip(charlist(), :left | :right | :both) :: charlist()
  def strip(chars, direction), do: strip(chars, direction, ?\s)

  @spec strip(charlist(), :left | :right | :both, char()) :: charlist()
  def strip(chars, :left, char), do: :lists.dropwhile(&(&1 == char), chars)
  def strip(chars, :right, char), do: :lists.reverse(strip(:lists.reverse(chars), :left, char))
  def strip(chars, :both, char), do: strip(strip(chars, :left, char), :right, char)

  @doc """
  The charlist cut or filled up at its end to a length.

      iex> :string.left(~c"ab", 4)
      ~c"ab  "
      iex> :string.left(~c"abcd", 2)
      ~c"ab"
  """
  @spec left(charlist(), non_neg_integer()) :: charlist()
  def left(chars, count), do: left(chars, count, ?\s)

  @spec left(charlist(), non_neg_integer(), char()) :: charlist()
  def left(chars, count, char), do: :lists.sublist(chars ++ fill(count - :erlang.length(chars), char), count)

  @doc """
  The charlist cut or filled up at its start to a length.

      iex> :string.right(~c"ab", 4)
      ~c"  ab"
      iex> :string.right(~c"abcd", 2)
      ~c"cd"
  """
  @spec right(charlist(), non_neg_integer()) :: charlist()
  def right(chars, count), do: right(chars, count, ?\s)

  @spec right(charlist(), non_neg_integer(), char()) :: charlist()
  def right(chars, count, char) do
    case :erlang.length(chars) - count do
      extra when extra >= 0 -> :lists.nthtail(extra, chars)
      missing -> fill(-missing, char) ++ chars
    end
  end

  @doc """
  The charlist cut or filled up on both sides to a length.

      iex> :string.centre(~c"ab", 4)
      ~c" ab "
  """
  @spec centre(charlist(), non_neg_integer()) :: charlist()
  def centre(chars, count), do: centre(chars, count, ?\s)

  @spec centre(charlist(), non_neg_integer(), char()) :: charlist()
  def centre(chars, count, char) do
    case count - :erlang.length(chars) do
      missing when missing <= 0 -> :lists.sublist(chars, div(-missing, 2) + 1, count)
      missing -> fill(div(missing, 2), char) ++ chars ++ fill(missing - div(missing, 2), char)
    end
  end

  defp fill(count, char) when count > 0, do: :lists.duplicate(count, char)
  defp fill(_count, _char), do: []

  @doc """
  A character, or charlist, of Latin-1 in upper case.

      iex> :string.to_upper(~c"ab")
      ~c"AB"
  """
  @spec to_upper(charlist()) :: charlist()
  @spec to_upper(char()) :: char()
  def to_upper(char) when is_integer(char), do: if(char in ?a..?z or char in 0xE0..0xFE and char != 0xF7, do: char - 32, else: char)
  def to_upper(chars), do: for(char <- chars, do: to_upper(char))

  @doc """
  A character, or charlist, of Latin-1 in lower case.

      iex> :string.to_lower(~c"AB")
      ~c"ab"
  """
  @spec to_lower(charlist()) :: charlist()
  @spec to_lower(char()) :: char()
  def to_lower(char) when is_integer(char), do: if(char in ?A..?Z or char in 0xC0..0xDE and char != 0xD7, do: char + 32, else: char)
  def to_lower(chars), do: for(char <- chars, do: to_lower(char))
end
