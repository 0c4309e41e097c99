defmodule :re do
  @moduledoc """
  Regular expressions under their Erlang names.

  A compiled pattern is `{:re_pattern, groups, unicode, 0, {source, letters}}`.
  """

  @typedoc "A compiled expression."
  @type mp() :: {:re_pattern, term(), term(), term(), term()}

  @type option() :: atom() | {atom(), term()} | {atom(), term(), term()}

  @doc "The version of the engine."
  @spec version() :: binary()
  def version(), do: "joist"

  @doc """
  Compiles a pattern: `{:ok, pattern}` or `{:error, {message, at}}`.

      iex> {:ok, pattern} = :re.compile("a+")
      iex> :re.run("caat", pattern)
      {:match, [{1, 2}]}
  """
  @spec compile(iodata() | charlist()) :: {:ok, mp()} | {:error, {charlist(), non_neg_integer()}}
  def compile(source), do: compile(source, [])

  @spec compile(iodata() | charlist(), [option()]) :: {:ok, mp()} | {:error, {charlist(), non_neg_integer()}}
  def compile(source, options) do
    letters = letters(options, "")
    source = text(source, letters)

    case :joist_regex.compile(source, letters) do
      {:ok, groups, _} -> {:ok, {:re_pattern, groups, if(:lists.member(:unicode, options), do: 1, else: 0), 0, {source, letters}}}
      {:error, {message, at}} -> {:error, {:erlang.binary_to_list(message), at}}
    end
  end

  defp text(source, _letters) when is_binary(source), do: source

  defp text(source, letters) do
    encoding = if :binary.match(letters, "u") != :nomatch, do: :unicode, else: :latin1
    :unicode.characters_to_binary(source, encoding, encoding)
  end

  defp letters([option | rest], acc) do
    letter =
      case option do
        :unicode -> "u"
        :caseless -> "i"
        :extended -> "x"
        :firstline -> "f"
        :ungreedy -> "U"
        :dotall -> "s"
        :multiline -> "m"
        :anchored -> "A"
        _ -> ""
      end

    letters(rest, acc <> letter)
  end

  defp letters([], acc), do: acc

  defp pattern({:re_pattern, _, _, _, {source, letters}}, options),
    do: {source, if(:lists.member(:anchored, options), do: letters <> "A", else: letters)}

  defp pattern(source, options) do
    case compile(source, options) do
      {:ok, {:re_pattern, _, _, _, pattern}} -> pattern
      {:error, _} -> :erlang.error(:badarg)
    end
  end

  @doc """
  What is known about a pattern.

      iex> {:ok, pattern} = :re.compile("(?<b>.)(?<a>.)")
      iex> :re.inspect(pattern, :namelist)
      {:namelist, ["a", "b"]}
  """
  @spec inspect(mp(), :namelist) :: {:namelist, [binary()]}
  def inspect({:re_pattern, _, _, _, {source, letters}}, :namelist) do
    {:ok, _, names} = :joist_regex.compile(source, letters)
    {:namelist, for({name, _} <- names, do: name)}
  end

  @doc """
  Matches: `:match`, `:nomatch` or `{:match, captured}`.

      iex> :re.run("x12", "([a-z])([0-9]+)", [{:capture, :all, :binary}])
      {:match, ["x12", "x", "12"]}
      iex> :re.run("abc", "z")
      :nomatch
  """
  @spec run(iodata() | charlist(), mp() | iodata() | charlist()) :: {:match, [{integer(), integer()}]} | :nomatch
  def run(subject, pattern), do: run(subject, pattern, [])

  @spec run(iodata() | charlist(), mp() | iodata() | charlist(), [option()]) :: {:match, [term()]} | :match | :nomatch | {:error, term()}
  def run(subject, pattern, options) do
    {source, letters} = pattern(pattern, options)
    subject = text(subject, letters)
    offset = :proplists.get_value(:offset, options, 0)
    {what, type} = capture(options)

    if :lists.member(:global, options) do
      case all(source, letters, subject, offset) do
        [] -> :nomatch
        _ when what == :none -> :match
        found -> {:match, for(spans <- found, do: captured(spans, what, type, subject, source, letters))}
      end
    else
      case :joist_regex.match(source, letters, subject, offset) do
        :nomatch -> :nomatch
        {:error, _} -> :nomatch
        _ when what == :none -> :match
        spans -> {:match, captured(spans, what, type, subject, source, letters)}
      end
    end
  end

  defp capture(options) do
    case :lists.keyfind(:capture, 1, for(option <- options, is_tuple(option), do: option)) do
      {:capture, what, type} -> {what, type}
      {:capture, what} -> {what, :index}
      false -> {:all, :index}
    end
  end

  defp all(_source, _letters, subject, from) when from > byte_size(subject), do: []

  defp all(source, letters, subject, from) do
    case :joist_regex.match_all(source, letters, subject, from) do
      {:error, _} -> []
      found -> found
    end
  end

  defp captured(spans, what, type, subject, source, letters) do
    chosen =
      case what do
        :all -> trimmed(spans)
        :first -> [hd(spans)]
        :all_but_first -> trimmed(tl(spans))
        :all_names -> for {_, group} <- names(source, letters), do: nth(spans, group)
        list when is_list(list) -> for item <- list, do: by_item(item, spans, source, letters)
      end

    for span <- chosen, do: value(span, type, subject)
  end

  defp names(source, letters) do
    {:ok, _, names} = :joist_regex.compile(source, letters)
    names
  end

  defp by_item(group, spans, _source, _letters) when is_integer(group), do: nth(spans, group)

  defp by_item(name, spans, source, letters) do
    name = if is_atom(name), do: :erlang.atom_to_binary(name), else: :erlang.iolist_to_binary(name)

    case :lists.keyfind(name, 1, names(source, letters)) do
      {_, group} -> nth(spans, group)
      false -> {-1, 0}
    end
  end

  defp nth(spans, index), do: if(index < length(spans), do: :lists.nth(index + 1, spans), else: {-1, 0})

  defp trimmed(spans), do: spans |> :lists.reverse() |> drop_unset() |> :lists.reverse()
  defp drop_unset([{-1, _} | rest]), do: drop_unset(rest)
  defp drop_unset(spans), do: spans

  defp value(span, :index, _subject), do: span
  defp value({-1, _}, :binary, _subject), do: ""
  defp value({-1, _}, :list, _subject), do: []
  defp value({at, size}, :binary, subject), do: :erlang.binary_part(subject, at, size)
  defp value({at, size}, :list, subject), do: :unicode.characters_to_list(:erlang.binary_part(subject, at, size))

  @doc """
  Replaces what matches.

      iex> :re.replace("a-b-c", "-", "+", [:global, {:return, :binary}])
      "a+b+c"
  """
  @spec replace(iodata() | charlist(), mp() | iodata() | charlist(), iodata() | charlist() | (... -> iodata())) :: iodata() | charlist()
  def replace(subject, pattern, replacement), do: replace(subject, pattern, replacement, [])

  @spec replace(iodata() | charlist(), mp() | iodata() | charlist(), iodata() | charlist() | (... -> iodata()), [option()]) :: iodata() | charlist()
  def replace(subject, pattern, replacement, options) do
    {source, letters} = pattern(pattern, options)
    subject = text(subject, letters)

    found =
      if :lists.member(:global, options),
        do: all(source, letters, subject, 0),
        else: :lists.sublist(all(source, letters, subject, 0), 1)

    parts = replace_parts(found, 0, subject, replacement)

    case :proplists.get_value(:return, options, :iodata) do
      :list -> :unicode.characters_to_list(:erlang.iolist_to_binary(parts))
      :binary -> :erlang.iolist_to_binary(parts)
      :iodata -> parts
    end
  end

  defp replace_parts([[{at, size} | _] = spans | rest], offset, subject, replacement) do
    text =
      if is_function(replacement),
        do: replacement.(:erlang.binary_part(subject, at, size), for(span <- tl(spans), do: value(span, :binary, subject))),
        else: filled(:erlang.iolist_to_binary(replacement), spans, subject)

    [:erlang.binary_part(subject, offset, at - offset), text | replace_parts(rest, at + size, subject, replacement)]
  end

  defp replace_parts([], offset, subject, _replacement), do: [:erlang.binary_part(subject, offset, byte_size(subject) - offset)]

  defp filled(<<?\\, char, rest::binary>>, spans, subject) when char in ?0..?9, do: [value(nth(spans, char - ?0), :binary, subject) | filled(rest, spans, subject)]
  defp filled(<<?\\, char, rest::binary>>, spans, subject), do: [char | filled(rest, spans, subject)]
  defp filled(<<?&, rest::binary>>, spans, subject), do: [value(hd(spans), :binary, subject) | filled(rest, spans, subject)]
  defp filled(<<char, rest::binary>>, spans, subject), do: [char | filled(rest, spans, subject)]
  defp filled(<<>>, _spans, _subject), do: []

  @doc """
  Splits where the pattern matches.

      iex> :re.split("a1b22c", "[0-9]+")
      ["a", "b", "c"]
  """
  @spec split(iodata() | charlist(), mp() | iodata() | charlist()) :: [iodata() | charlist()]
  def split(subject, pattern), do: split(subject, pattern, [])

  @spec split(iodata() | charlist(), mp() | iodata() | charlist(), [option()]) :: [iodata() | charlist()] | [[iodata() | charlist()]]
  def split(subject, pattern, options) do
    {source, letters} = pattern(pattern, options)
    subject = text(subject, letters)
    parts = :proplists.get_value(:parts, options, :infinity)
    limit = if parts == :infinity, do: -1, else: parts - 1
    pieces = split_parts(all(source, letters, subject, 0), 0, subject, limit)
    pieces = if :lists.member(:trim, options), do: pieces |> :lists.reverse() |> drop_empty() |> :lists.reverse(), else: pieces

    case :proplists.get_value(:return, options, :iodata) do
      :list -> for piece <- pieces, do: :unicode.characters_to_list(piece)
      _ -> pieces
    end
  end

  defp drop_empty(["" | rest]), do: drop_empty(rest)
  defp drop_empty(pieces), do: pieces

  defp split_parts([[{at, size} | groups] | rest], offset, subject, limit) when limit != 0 do
    if size == 0 and (at == offset or at == byte_size(subject)),
      do: split_parts(rest, offset, subject, limit),
      else:
        [:erlang.binary_part(subject, offset, at - offset) | for(span <- groups, do: value(span, :binary, subject))] ++
          split_parts(rest, at + size, subject, limit - 1)
  end

  defp split_parts(_found, offset, subject, _limit), do: [:erlang.binary_part(subject, offset, byte_size(subject) - offset)]
end
