defmodule :re do
  @moduledoc """
  Regular expressions under their Erlang names.

  A compiled pattern is `{:re_pattern, groups, unicode, 0, {source, letters}}`.
  """

  @typedoc "A compiled expression."
  @type mp() :: {:re_pattern, term(), term(), term(), term()}

  @type option() :: atom() | {atom(), term()} | {atom(), term(), term()}

  @doc """
  The version of the engine.

      iex> is_binary(:re.version())
      true
  """
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
      {:ok, groups, _} -> {:ok, {:re_pattern, groups, if(unicode?(letters), do: 1, else: 0), if(crlf?(letters), do: 1, else: 0), {source, letters}}}
      {:error, {message, at}} -> {:error, {:erlang.binary_to_list(message), at}}
    end
  end

  defp unicode?(letters), do: :binary.match(letters, ["u", "W"]) != :nomatch
  defp crlf?(letters), do: :binary.match(letters, ["2", "3", "4"]) != :nomatch

  defp text(source, _letters) when is_binary(source), do: source

  defp text(source, letters) do
    encoding = if unicode?(letters), do: :unicode, else: :latin1

    case :unicode.characters_to_binary(source, encoding, encoding) do
      text when is_binary(text) -> text
      _ -> :erlang.error(:badarg)
    end
  end

  # The letters by which the engine knows the options of a pattern.
  defp letters([option | rest], acc) do
    case letter(option) do
      nil -> :erlang.error(:badarg)
      letter -> letters(rest, acc <> letter)
    end
  end

  defp letters([], acc), do: acc

  defp letter(:unicode), do: "W"
  defp letter(:ucp), do: "p"
  defp letter(:anchored), do: "A"
  defp letter(:caseless), do: "i"
  defp letter(:dollar_endonly), do: "D"
  defp letter(:dotall), do: "d"
  defp letter(:extended), do: "x"
  defp letter(:firstline), do: "f"
  defp letter(:multiline), do: "m"
  defp letter(:no_auto_capture), do: "n"
  defp letter(:dupnames), do: "J"
  defp letter(:ungreedy), do: "U"
  defp letter(:never_utf), do: "N"
  defp letter(:no_start_optimize), do: ""
  defp letter(:export), do: ""
  defp letter(:bsr_anycrlf), do: "b"
  defp letter(:bsr_unicode), do: ""
  defp letter({:newline, kind}), do: newline(kind)
  defp letter(_), do: nil

  defp newline(:lf), do: "0"
  defp newline(:cr), do: "1"
  defp newline(:crlf), do: "2"
  defp newline(:anycrlf), do: "3"
  defp newline(:any), do: "4"
  defp newline(_), do: nil

  # A pattern's source and letters; those of a source are among the options of the run.
  defp pattern({:re_pattern, _, _, _, {source, letters}}, _options), do: {source, letters}

  defp pattern(source, options) do
    case compile(source, for(option <- options, not run_only?(option), do: option)) do
      {:ok, {:re_pattern, _, _, _, pattern}} -> pattern
      {:error, _} -> :erlang.error(:badarg)
    end
  end

  defp run_only?(option)
       when option in [:global, :notbol, :noteol, :notempty, :notempty_atstart, :report_errors, :trim, :group],
       do: true

  defp run_only?({name, _})
       when name in [:offset, :match_limit, :match_limit_recursion, :capture, :parts, :return],
       do: true

  defp run_only?({:capture, _, _}), do: true
  defp run_only?(_), do: false

  # The letters of what is said for one run, and its limit.
  defp run_letters(options), do: for(option <- options, into: "", do: run_letter(option))

  defp run_letter(:notbol), do: "B"
  defp run_letter(:noteol), do: "E"
  defp run_letter(:notempty), do: "e"
  defp run_letter(:notempty_atstart), do: "s"
  defp run_letter(:anchored), do: "A"
  defp run_letter(:report_errors), do: "r"

  defp run_letter({:newline, kind}) do
    case newline(kind) do
      nil -> :erlang.error(:badarg)
      letter -> letter
    end
  end

  defp run_letter(option), do: if(run_only?(option) or letter(option) != nil, do: "", else: :erlang.error(:badarg))

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
    {what, type} = capture(options)
    global = :lists.member(:global, options)

    case search(global, source, letters, subject, options) do
      :nomatch -> :nomatch
      {:error, reason} -> {:error, reason}
      [] -> :nomatch
      _ when what == :none -> :match
      found when global -> {:match, for(spans <- found, do: captured(spans, what, type, subject, source, letters))}
      spans -> {:match, captured(spans, what, type, subject, source, letters)}
    end
  end

  defp search(global, source, letters, subject, options) do
    offset = :proplists.get_value(:offset, options, 0)
    limit = :proplists.get_value(:match_limit, options, 0)

    cond do
      offset > byte_size(subject) -> :nomatch
      global -> :joist_regex.match_all(source, letters, subject, offset, run_letters(options), limit)
      true -> :joist_regex.match(source, letters, subject, offset, run_letters(options), limit)
    end
  end

  defp capture(options) do
    case :lists.keyfind(:capture, 1, for(option <- options, is_tuple(option), do: option)) do
      {:capture, what, type} -> {what, type}
      {:capture, what} -> {what, :index}
      false -> {:all, :index}
    end
  end

  defp all(source, letters, subject, options) do
    case search(true, source, letters, subject, options) do
      found when is_list(found) -> found
      _ -> []
    end
  end

  defp captured(spans, what, type, subject, source, letters) do
    chosen =
      case what do
        :all -> trimmed(spans)
        :first -> [hd(spans)]
        :all_but_first -> trimmed(tl(spans))
        :all_names -> for name <- names(source, letters) |> each_name(), do: by_item(name, spans, source, letters)
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

    # the first group of the name that took part
    set = for {^name, group} <- names(source, letters), {at, _} = span <- [nth(spans, group)], at >= 0, do: span
    if set == [], do: {-1, 0}, else: hd(set)
  end

  defp each_name(names), do: :lists.usort(for({name, _} <- names, do: name))

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
        do: all(source, letters, subject, options),
        else: :lists.sublist(all(source, letters, subject, options), 1)

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
    pieces = split_parts(all(source, letters, subject, options), 0, subject, limit)
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
