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
  defp pattern(_pattern, options) when not is_list(options), do: :erlang.error(:badarg)

  defp pattern({:re_pattern, _, _, _, {source, letters}}, options) do
    if :lists.all(&(run_only?(&1) or &1 == :anchored or match?({:newline, _}, &1)), options),
      do: {source, letters <> for({:newline, kind} <- options, into: "", do: run_newline(kind))},
      else: :erlang.error(:badarg)
  end

  defp pattern(source, options) do
    case compile(source, for(option <- options, not run_only?(option), do: option)) do
      {:ok, {:re_pattern, _, _, _, pattern}} -> pattern
      {:error, _} -> :erlang.error(:badarg)
    end
  end

  # The letter of the newlines in texts, where the pattern was compiled for others.
  defp run_newline(kind) do
    case newline(kind) do
      <<digit>> -> <<digit + 5>>
      nil -> :erlang.error(:badarg)
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
    {:namelist, for({name, _} <- each_name(names, letters), do: name)}
  end

  def inspect(_pattern, _item), do: :erlang.error(:badarg)

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

    type = if type == :list, do: list_type(letters), else: type

    case search(global, source, letters, subject, options) do
      :nomatch -> :nomatch
      {:error, reason} -> {:error, reason}
      [] -> :nomatch
      found when global -> matched(for(spans <- found, do: captured(spans, in_all(what, source, letters), type, subject, source, letters)), [[]], what)
      spans -> matched(captured(spans, what, type, subject, source, letters), [], what)
    end
  end

  # In all matches names are looked up one by one.
  defp in_all(:all_names, source, letters), do: {:each, source |> names(letters) |> each_name(letters)}
  defp in_all(what, _source, _letters), do: what

  # Nothing to capture is told by :match alone.
  defp matched(_found, _none, what) when what in [:none, []], do: :match
  defp matched(found, none, :all_names) when found == none or hd(found) == [], do: :match
  defp matched(found, _none, _what), do: {:match, found}

  defp search(global, source, letters, subject, options) do
    offset = option(:offset, options, 0)

    if not (is_integer(offset) and offset >= 0), do: :erlang.error(:badarg)

    case option(:match_limit, options, nil) do
      limit when limit != nil and not (is_integer(limit) and limit >= 0) -> :erlang.error(:badarg)
      0 -> if :lists.member(:report_errors, options), do: {:error, :match_limit}, else: :nomatch
      _ when global and offset > byte_size(subject) -> :nomatch
      limit when global -> :joist_regex.match_all(source, letters, subject, offset, run_letters(options), limit || 0)
      limit -> :joist_regex.match(source, letters, subject, offset, run_letters(options), limit || 0)
    end
  end

  # The last counts of several.
  defp option(name, options, default), do: :lists.foldl(&if(match?({^name, _}, &1), do: elem(&1, 1), else: &2), default, options)

  defp capture(options) do
    case :lists.keyfind(:capture, 1, for(option <- options, is_tuple(option), do: option)) do
      {:capture, what, type} when type in [:index, :list, :binary] -> {checked(what), type}
      {:capture, what} -> {checked(what), :index}
      false -> {:all, :index}
      _ -> :erlang.error(:badarg)
    end
  end

  defp checked(what) do
    if is_list(what) or what in [:all, :first, :all_but_first, :all_names, :none], do: what, else: :erlang.error(:badarg)
  end

  defp captured(spans, what, type, subject, source, letters) do
    chosen =
      case what do
        :all -> trimmed(spans)
        :first -> [hd(spans)]
        :all_but_first -> trimmed(tl(spans))
        :none -> []
        :all_names -> for name <- source |> names(letters) |> each_name(letters), do: named(name, spans, source, letters)
        {:each, names} -> for {name, _} <- names, do: by_item(name, spans, source, letters)
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

    names = names(source, letters)

    if :binary.match(letters, "J") == :nomatch do
      nth(spans, found(name, :erlang.list_to_tuple(names), 0, length(names)))
    else
      # the first group of the name that took part
      set = for {^name, group} <- names, {at, _} = span <- [nth(spans, group)], at >= 0, do: span
      if set == [], do: {-1, 0}, else: hd(set)
    end
  end

  # The group of a name, by halving the table of names: which one is found of several is by that.
  defp found(_name, _table, bottom, bottom), do: :none

  defp found(name, table, bottom, top) do
    middle = div(bottom + top, 2)

    case elem(table, middle) do
      {^name, group} -> group
      {other, _} when other < name -> found(name, table, middle + 1, top)
      _ -> found(name, table, bottom, middle)
    end
  end

  # The names, those of several groups once where that was allowed from the start.
  defp each_name(names, letters), do: if(:binary.match(letters, "J") == :nomatch, do: names, else: :lists.usort(for({name, _} <- names, do: {name, :any})))

  defp named({name, :any}, spans, source, letters), do: by_item(name, spans, source, letters)
  defp named({_name, group}, spans, _source, _letters), do: nth(spans, group)

  defp nth(spans, index), do: if(is_integer(index) and index < length(spans), do: :lists.nth(index + 1, spans), else: {-1, 0})

  defp trimmed(spans), do: spans |> :lists.reverse() |> drop_unset() |> :lists.reverse()
  defp drop_unset([{-1, _} | rest]), do: drop_unset(rest)
  defp drop_unset(spans), do: spans

  defp value(span, :index, _subject), do: span
  defp value({-1, _}, :binary, _subject), do: ""
  defp value({-1, _}, _type, _subject), do: []
  defp value({at, size}, :binary, subject), do: :erlang.binary_part(subject, at, size)
  defp value({at, size}, :bytes, subject), do: :erlang.binary_to_list(:erlang.binary_part(subject, at, size))
  defp value({at, size}, :list, subject), do: :unicode.characters_to_list(:erlang.binary_part(subject, at, size))

  @doc """
  Replaces what matches.

      iex> :re.replace("a-b-c", "-", "+", [:global, {:return, :binary}])
      "a+b+c"
      iex> :re.replace("abc", "(b)|x", "[&\\\\1\\\\g{1}]", [{:return, :binary}])
      "a[bbb]c"
      iex> :re.replace("abc", "b", "x")
      ["a", "x" | "c"]
  """
  @spec replace(iodata() | charlist(), mp() | iodata() | charlist(), iodata() | charlist() | (... -> iodata())) :: iodata() | charlist()
  def replace(subject, pattern, replacement), do: replace(subject, pattern, replacement, [])

  @spec replace(iodata() | charlist(), mp() | iodata() | charlist(), iodata() | charlist() | (... -> iodata()), [option()]) :: iodata() | charlist()
  def replace(subject, pattern, replacement, options) do
    {source, letters} = pattern(pattern, options)
    text = text(subject, letters)
    by = if is_function(replacement, 2), do: replacement, else: template(text(replacement, letters))

    case matches(:lists.member(:global, options), source, letters, text, options) do
      [] -> returned(subject, option(:return, options, :iodata), letters)
      found -> returned(replaced(found, 0, text, by), option(:return, options, :iodata), letters)
    end
  end

  defp matches(global, source, letters, text, options) do
    case search(global, source, letters, text, options) do
      found when global and is_list(found) -> found
      found when is_list(found) -> [found]
      _ -> []
    end
  end

  defp returned(parts, :iodata, _letters), do: parts
  defp returned(parts, :binary, letters), do: text(parts, letters)
  defp returned(parts, :list, letters), do: value({0, byte_size(text(parts, letters))}, list_type(letters), text(parts, letters))
  defp returned(_parts, _type, _letters), do: :erlang.error(:badarg)

  defp list_type(letters), do: if(unicode?(letters), do: :list, else: :bytes)

  # What lies between matches, and what replaces them, as an improper list.
  defp replaced([[{at, size} | _] = spans | rest], offset, text, by) do
    tail = [filled(by, spans, text) | replaced(rest, at + size, text, by)]
    if at == offset, do: tail, else: [:erlang.binary_part(text, offset, at - offset) | tail]
  end

  defp replaced([], offset, text, _by) when offset == byte_size(text), do: []
  defp replaced([], offset, text, _by), do: :erlang.binary_part(text, offset, byte_size(text) - offset)

  defp filled(by, spans, text) when is_function(by),
    do: by.(value(hd(spans), :binary, text), for(span <- tl(spans), do: value(span, :binary, text)))

  defp filled([literal], _spans, _text) when is_binary(literal), do: literal
  defp filled(template, spans, text), do: for(item <- template, do: if(is_binary(item), do: item, else: value(nth(spans, item), :binary, text)))

  # A replacement as a list of texts and numbers of groups.
  defp template(<<?\\, ?g, ?{, rest::binary>>) when rest != "" do
    {digits, <<?}, rest::binary>>} = digits(rest)
    [:erlang.list_to_integer(digits) | template(rest)]
  end

  defp template(<<?\\, ?g, rest::binary>>) when rest != "", do: numbered(rest)
  defp template(<<?\\, char, _::binary>> = text) when char in ?1..?9, do: numbered(:erlang.binary_part(text, 1, byte_size(text) - 1))
  defp template(<<?\\, char, rest::binary>>), do: literal(char, template(rest))
  defp template(<<?&, rest::binary>>), do: [0 | template(rest)]
  defp template(<<char, rest::binary>>), do: literal(char, template(rest))
  defp template(<<>>), do: []

  defp numbered(text) do
    {digits, rest} = digits(text)
    [:erlang.list_to_integer(digits) | template(rest)]
  end

  defp digits(<<char, rest::binary>>) when char in ?0..?9 do
    {digits, rest} = digits(rest)
    {[char | digits], rest}
  end

  defp digits(text), do: {[], text}

  defp literal(char, [text | rest]) when is_binary(text), do: [<<char, text::binary>> | rest]
  defp literal(char, rest), do: [<<char>> | rest]

  @doc """
  Splits where the pattern matches.

      iex> :re.split("a1b22c", "[0-9]+")
      ["a", "b", "c"]
      iex> :re.split("aXbXXc", "(X)", [:group])
      [["a", "X"], ["b", "X"], ["", "X"], ["c"]]
      iex> :re.split("a,b,,", ",", [:trim])
      ["a", "b"]
      iex> :re.split("a,b,c", ",", parts: 2)
      ["a", "b,c"]
  """
  @spec split(iodata() | charlist(), mp() | iodata() | charlist()) :: [iodata() | charlist()]
  def split(subject, pattern), do: split(subject, pattern, [])

  @spec split(iodata() | charlist(), mp() | iodata() | charlist(), [option()]) :: [iodata() | charlist()] | [[iodata() | charlist()]]
  def split(subject, pattern, options) do
    {source, letters} = pattern(pattern, options)
    text = text(subject, letters)
    if :lists.member(:global, options), do: :erlang.error(:badarg)
    {limit, trim} = :lists.foldl(&parts/2, {-1, false}, options)
    grouped = :lists.member(:group, options)

    rows =
      case matches(true, source, letters, text, options) do
        [] ->
          [[text]]

        found ->
          rows = rows(found, 0, text, limit)
          if trim, do: backwards(rows, grouped), else: rows
      end

    type = option(:return, options, :iodata)
    rows = if type == :list, do: for(row <- rows, do: for(piece <- row, do: returned(piece, :list, letters))), else: rows
    if grouped, do: rows, else: :lists.append(rows)
  end

  defp parts({:parts, 0}, _), do: {-1, true}
  defp parts({:parts, :infinity}, {_, trim}), do: {-1, trim}
  defp parts({:parts, number}, _) when is_integer(number) and number > 0, do: {number - 1, false}
  defp parts({:parts, _}, _), do: :erlang.error(:badarg)
  defp parts(:trim, _), do: {-1, true}
  defp parts(_option, acc), do: acc

  # A row for each part: the text before a match, and the groups of the match. The last has only text.
  defp rows([[{at, size} | set] | rest], offset, text, limit) when limit != 0 and offset < byte_size(text) do
    if size == 0 and at == offset and :lists.all(&(elem(&1, 1) == 0), set) do
      rows(rest, offset, text, limit)
    else
      row = [:erlang.binary_part(text, offset, at - offset) | for(span <- set, do: value(span, :binary, text))]
      [row | rows(rest, at + size, text, limit - 1)]
    end
  end

  defp rows(_found, offset, text, _limit), do: [[:erlang.binary_part(text, offset, byte_size(text) - offset)]]

  # The rows without what is empty at the end.
  defp backwards(rows, true), do: rows |> :lists.reverse() |> drop_empty(&:lists.all(fn piece -> piece == "" end, &1)) |> :lists.reverse()
  defp backwards(rows, false), do: [rows |> :lists.append() |> :lists.reverse() |> drop_empty(&(&1 == "")) |> :lists.reverse()]

  defp drop_empty([first | rest] = all, empty?), do: if(empty?.(first), do: drop_empty(rest, empty?), else: all)
  defp drop_empty([], _empty?), do: []
end
