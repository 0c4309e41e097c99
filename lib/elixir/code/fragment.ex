defmodule Code.Fragment do
  @moduledoc """
  Understands code that is not complete yet, for editors and shells.

  The text before the cursor is read backwards, from the cursor to where the expression at it begins. Line
  breaks and comments on earlier lines count as blanks.
  """

  @type position() :: {line :: pos_integer(), column :: pos_integer()}

  @typedoc "Options of what looks at a place in code."
  @type options() :: keyword()

  @operators ~w(! !== != && &&& & * ** + +++ ++ - --- -- .. ... / < <<< <<~ <= <> <|> <~ <~> = === == =~ > >= >>> | |> || ||| ^ ^^^ ~> ~>> ~~~ :: <- \\\\ @)c
  @operator_chars ~c"!&*+-./<=>|^~:\\@"
  @textual ~w(when not and or in)c
  @keywords ~w(do end after catch else rescue fn true false nil)c
  @closers [?), ?], ?}, ?", ?']

  @doc """
  What stands before the cursor at the end of `fragment`.

      iex> Code.Fragment.cursor_context("Enum.ma")
      {:dot, {:alias, ~c"Enum"}, ~c"ma"}
      iex> Code.Fragment.cursor_context("foo(")
      {:local_call, ~c"foo"}
      iex> Code.Fragment.cursor_context("%Hello.Wor")
      {:struct, ~c"Hello.Wor"}
      iex> Code.Fragment.cursor_context("")
      :expr
  """
  @spec cursor_context(List.Chars.t(), options()) :: :none | :expr | atom() | tuple()
  def cursor_context(fragment, opts \\ [])

  def cursor_context(fragment, opts) when (is_binary(fragment) or is_list(fragment)) and is_list(opts) do
    fragment |> characters() |> without_comments() |> Enum.map(&elem(&1, 0)) |> context() |> elem(0)
  end

  def cursor_context(other, opts) when is_list(opts), do: cursor_context(to_charlist(other), opts)

  @doc """
  What stands around a position, `{line, column}`, with the places where it begins and ends; `:none` for nothing.

      iex> Code.Fragment.surround_context("foo + bar", {1, 7})
      %{begin: {1, 7}, context: {:local_or_var, ~c"bar"}, end: {1, 10}}
  """
  @spec surround_context(List.Chars.t(), position(), options()) :: %{begin: position(), end: position(), context: atom() | tuple()} | :none
  def surround_context(fragment, position, opts \\ [])

  def surround_context(fragment, {line, column}, opts) when (is_binary(fragment) or is_list(fragment)) and is_list(opts) do
    {before, rest} = fragment |> characters(:forward) |> Enum.split_while(fn {_, at} -> at < {line, column} end)

    case rest do
      [{_, {^line, ^column}} | _] -> before |> Enum.reverse() |> without_comments() |> surround(rest)
      _ -> :none
    end
  end

  def surround_context(other, position, opts), do: surround_context(to_charlist(other), position, opts)

  ## Characters with their places

  # The characters with their places, the last first; "\r\n" is one line break.
  defp characters(text), do: text |> characters(:forward) |> :lists.reverse()
  defp characters(text, :forward) when is_binary(text), do: text |> String.to_charlist() |> places(1, 1)
  defp characters(text, :forward), do: places(text, 1, 1)

  defp places([?\r, ?\n | rest], line, column), do: [{?\n, {line, column}} | places(rest, line + 1, 1)]
  defp places([?\n | rest], line, column), do: [{?\n, {line, column}} | places(rest, line + 1, 1)]
  defp places([char | rest], line, column), do: [{char, {line, column}} | places(rest, line, column + 1)]
  defp places([], _line, _column), do: []

  # Blanks comments on the lines before the last.
  defp without_comments(reversed) do
    {last, earlier} = Enum.split_while(reversed, fn {char, _} -> char != ?\n end)

    if earlier == [],
      do: reversed,
      else: last ++ (earlier |> Enum.chunk_by(fn {_, {line, _}} -> line end) |> Enum.flat_map(&without_comment/1))
  end

  # A line, reversed: the text after " #" is a comment.
  defp without_comment(line) do
    forward = :lists.reverse(line)

    case Enum.split_while(forward, fn {char, _} -> char != ?# end) do
      {_, []} -> line
      {code, [{?#, _}, {?{, _} | _]} when code != [] -> line
      {code, comment} -> :lists.reverse(code ++ Enum.map(comment, fn {char, at} -> {if(char == ?\n, do: char, else: ?\s), at} end))
    end
  end

  ## Backwards from the cursor. A function gives what it found and the characters before.

  defp context(reversed) do
    {blanks, rest} = blanks(reversed)

    cond do
      rest == [] -> {:expr, []}
      blanks == [] -> at(rest)
      hd(rest) == ?( -> at(rest)
      ?\n in blanks and hd(rest) != ?. -> {:expr, rest}
      true -> behind_blank(rest)
    end
  end

  defp blanks(reversed), do: Enum.split_while(reversed, &(&1 in ~c" \t\n\r"))
  defp skip(reversed), do: reversed |> blanks() |> elem(1)

  # The cursor stands behind a blank: a call is begun.
  defp behind_blank(rest) do
    case at(rest) do
      {{:local_or_var, name}, left} when name in @textual -> {{:operator_call, name}, left}
      {{:local_or_var, name}, left} -> {{:local_call, name}, left}
      {{:dot, inside, []}, left} -> {{:dot, inside, []}, left}
      {{:dot, inside, name}, left} -> {{:dot_call, inside, name}, left}
      {{:operator, operator}, left} -> {{:operator_call, operator}, left}
      {{:local_arity, _}, left} -> {{:operator_call, ~c"/"}, left}
      {:expr, left} -> {:expr, left}
      {{:unquoted_atom, []}, left} -> {:expr, left}
      {{:struct, []}, left} -> {{:struct, []}, left}
      {_, left} -> {:none, left}
    end
  end

  defp at([?( | rest]), do: parenthesis(skip(rest), rest)
  defp at([char | rest]) when char in ~c",;[{", do: {:expr, rest}
  defp at([?>, ?=, ?: | rest]), do: {{:unquoted_atom, ~c"=>"}, rest}
  defp at([?>, ?= | rest]), do: {:expr, rest}
  defp at([?>, ?-, ?: | rest]), do: {{:unquoted_atom, ~c"->"}, rest}
  defp at([?>, ?- | rest]), do: {:expr, rest}
  defp at([?<, ?<, char | _] = all) when char == ?<, do: operator(all)
  defp at([?<, ?<, ?: | rest]), do: {{:unquoted_atom, ~c"<<"}, rest}
  defp at([?<, ?< | rest]), do: {:expr, rest}
  defp at([?>, ?>, char | _] = all) when char in [?>, ?~], do: operator(all)
  defp at([?>, ?> | rest]), do: {:none, rest}
  defp at([char | rest]) when char in @closers, do: {:none, rest}
  defp at([?%, ?:, ?: | rest]), do: {{:struct, []}, [?:, ?: | rest]}
  defp at([?%, ?: | rest]), do: {{:unquoted_atom, ~c"%"}, rest}
  defp at([?% | rest]), do: {{:struct, []}, rest}
  defp at([?/ | rest] = all), do: slash(skip(rest), all)

  defp at([char | _] = all) do
    cond do
      identifier_end?(all) -> identifier(all)
      char in @operator_chars -> operator(all)
      true -> {:none, tl(all)}
    end
  end

  # What is called by the parenthesis before the cursor.
  defp parenthesis([?., ?., ?. | rest], _all), do: {{:local_call, ~c"..."}, rest}

  defp parenthesis([?. | rest], _all) do
    case inside(skip(rest)) do
      {:none, left} -> {:none, left}
      {inside, left} -> {{:anonymous_call, inside}, left}
    end
  end

  defp parenthesis(rest, all) do
    case rest != [] and at(rest) do
      {{:local_or_var, name}, left} when name not in @textual -> {{:local_call, name}, left}
      {{:dot, inside, [_ | _] = name}, left} -> {{:dot_call, inside, name}, left}
      {{:alias, _}, left} -> {:none, left}
      {{:alias, _, _}, left} -> {:none, left}
      _ -> {:expr, all}
    end
  end

  # name/ wants an arity.
  defp slash(rest, all) do
    case rest != [] and at(rest) do
      {{:local_or_var, name}, left} -> {{:local_arity, name}, left}
      {{:dot, inside, [_ | _] = name}, left} -> {{:dot_arity, inside, name}, left}
      {{:operator, operator}, left} -> {{:operator_arity, operator}, left}
      {{:sigil, _}, left} -> {:none, left}
      _ -> operator(all)
    end
  end

  defp operator([?~ | [char | _] = rest] = all) when char in [?~, ?.] do
    if char == ?. and not match?([?., ?. | _], rest), do: {:none, rest}, else: symbol(all)
  end

  defp operator([?~]), do: {{:sigil, []}, []}

  defp operator([?~, char | _] = all) do
    if char in [?<, ?=, ?~, ?>], do: symbol(all), else: {{:sigil, []}, tl(all)}
  end

  defp operator([?@ | rest] = all) do
    cond do
      rest != [] and identifier_end?(rest) -> identifier(all)
      true -> {{:module_attribute, []}, rest}
    end
  end

  defp operator(all), do: symbol(all)

  defp symbol(all) do
    {chars, rest} = Enum.split_while(all, &(&1 in @operator_chars))
    text = :lists.reverse(chars)

    cond do
      match?([letter, ?~ | _] when letter in ?a..?z or letter in ?A..?Z, rest) and length(text) == 1 -> {:none, rest}
      text in @operators -> dotted_operator(text, rest)
      text == ~c":" -> {{:unquoted_atom, []}, rest}
      text == ~c"." -> dot([], rest)
      match?([?: | _], text) and (tl(text) in @operators or tl(text) in [~c".", ~c"%"]) -> {{:unquoted_atom, tl(text)}, rest}
      match?([?. | _], text) and tl(text) in @operators -> dot(tl(text), rest)
      true -> {:none, rest}
    end
  end

  # Foo . +
  defp dotted_operator(text, rest) do
    case blanks(rest) do
      {_, [?., ?. | _]} -> {{:operator, text}, rest}
      {_, [?. | before]} when before != [] -> dot(text, before)
      _ -> {{:operator, text}, rest}
    end
  end

  defp dot(name, before) do
    case inside(skip(before)) do
      {:none, left} -> {:none, left}
      {inside, left} -> struct_of({:dot, inside, name}, left)
    end
  end

  # What stands before a dot.
  defp inside([char | rest]) when char in @closers, do: {:expr, opening(char, rest)}

  defp inside([_ | _] = all) do
    if identifier_end?(all) do
      case identifier(all, false) do
        {{:local_or_var, name}, left} when name not in @textual -> {{:var, name}, left}
        {{kind, _}, _} = found when kind in [:alias, :unquoted_atom, :module_attribute] -> found
        {{:alias, _, _}, _} = found -> found
        {{:dot, _, _}, _} = found -> found
        {_, left} -> {:none, left}
      end
    else
      {:none, all}
    end
  end

  defp inside([]), do: {:none, []}

  # Where the expression that ends with a closing character may begin.
  defp opening(?), rest), do: rest |> Enum.drop_while(&(&1 != ?()) |> Enum.drop(1)
  defp opening(_char, rest), do: rest

  ## Identifiers

  defp identifier_end?([char | rest]) when char in [?!, ??], do: rest != [] and hd(rest) not in [?., ?:] and part?(hd(rest))
  defp identifier_end?([char | _]), do: part?(char)

  defp part?(char), do: char == ?_ or char in ?a..?z or char in ?A..?Z or char in ?0..?9 or (char > 127 and letter?(char))
  defp letter?(char), do: String.match?(<<char::utf8>>, ~r/^[\p{L}\p{M}\p{N}]$/u)

  defp identifier(all, whole? \\ true) do
    {mark, rest} = if hd(all) in [?!, ??], do: {[hd(all)], tl(all)}, else: {[], all}
    {chars, rest} = Enum.split_while(rest, &(part?(&1) or &1 == ?@))
    text = :lists.reverse(chars, mark)

    case {Enum.split_while(text, &(&1 != ?@)), rest} do
      {_, [?:, ?: | _]} -> plain(text, rest, whole?)
      {_, [?: | before]} -> {{:unquoted_atom, text}, before}
      {{[], [?@ | name]}, _} -> attribute(name, rest, whole?)
      {{_, [_ | _]}, _} -> {:none, rest}
      _ -> plain(text, rest, whole?)
    end
  end

  defp attribute(name, rest, whole?) do
    cond do
      ?@ in name or match?([char | _] when char in ?A..?Z or char in ?0..?9, name) -> {:none, rest}
      whole? -> struct_of({:module_attribute, name}, rest)
      true -> {{:module_attribute, name}, rest}
    end
  end

  defp plain([char | more] = text, rest, whole?) do
    cond do
      match?([?? | _], rest) and not (match?([_, _ | _], rest) and part?(Enum.at(rest, 1))) -> {:none, rest}
      match?([?& | _], rest) and Enum.all?(text, &(&1 in ?0..?9)) and not match?([?&, ?& | _], rest) -> {{:capture_arg, [?& | text]}, tl(rest)}
      char in ?0..?9 -> {:none, rest}
      match?([?~ | _], rest) and (more == [] or Enum.all?(text, &(&1 in ?A..?Z))) -> sigil(text, tl(rest))
      match?([?., ?. | _], rest) -> word(text, rest, whole?)
      true -> dotted(text, rest, whole?)
    end
  end

  defp sigil(text, rest), do: if(match?([?~ | _], rest) or match?([?. | _], rest), do: {:none, rest}, else: {{:sigil, text}, rest})

  # name, or something.name
  defp dotted(text, rest, whole?) do
    case skip(rest) do
      [?., ?. | _] -> word(text, rest, whole?)
      [?. | before] when before != [] -> member(text, inside(skip(before)), whole?)
      [?.] -> {:none, []}
      _ -> word(text, rest, whole?)
    end
  end

  defp member(_text, {:none, left}, _whole?), do: {:none, left}

  defp member([char | _] = text, {inside, left}, whole?) when char in ?A..?Z do
    case {ascii?(text), inside} do
      {false, _} -> {:none, left}
      {_, {:alias, name}} -> ended({:alias, name ++ [?. | text]}, left, whole?)
      {_, {:alias, root, name}} -> ended({:alias, root, name ++ [?. | text]}, left, whole?)
      {_, {:var, name}} -> ended({:alias, {:local_or_var, name}, text}, left, whole?)
      {_, {:module_attribute, _} = root} -> ended({:alias, root, text}, left, whole?)
      _ -> {:none, left}
    end
  end

  defp member([char | _] = text, {inside, left}, whole?),
    do: if(char > 127 and upper?(char), do: {:none, left}, else: ended({:dot, inside, text}, left, whole?))

  defp word([char | _] = text, rest, whole?) do
    cond do
      char in ?A..?Z -> if(ascii?(text), do: ended({:alias, text}, rest, whole?), else: {:none, rest})
      char > 127 and upper?(char) -> {:none, rest}
      true -> ended({:local_or_var, text}, rest, whole?)
    end
  end

  defp ascii?(text), do: Enum.all?(text, &(&1 < 128 and &1 not in [?!, ??]))
  defp upper?(char), do: String.match?(<<char::utf8>>, ~r/^\p{Lu}$/u)

  defp ended(found, left, true), do: struct_of(found, left)
  defp ended(found, left, false), do: {found, left}

  # % before the whole makes it a struct.
  defp struct_of(found, left) do
    case skip(left) do
      [?%, ?:, ?: | _] = all -> {struct_context(found), tl(all)}
      [?%, ?: | _] -> {found, left}
      [?% | rest] -> {struct_context(found), rest}
      _ -> {found, left}
    end
  end

  defp struct_context({:alias, name}), do: {:struct, name}
  defp struct_context({:dot, {:var, name}, member}), do: {:struct, {:dot, {:local_or_var, name}, member}}
  defp struct_context(found), do: {:struct, found}

  ## Around a position

  defp surround(before, [{char, _} | _] = rest) do
    chars = Enum.map(rest, &elem(&1, 0))
    behind = Enum.map(before, &elem(&1, 0))

    case token_length(char, chars, behind) do
      0 -> :none
      length -> rest |> Enum.split(length) |> around(before)
    end
  end

  # How far the expression goes on from the position.
  defp token_length(char, chars, behind) do
    cond do
      part?(char) or (char in [?!, ??] and behind != [] and part?(hd(behind))) -> word_length(chars, behind)
      char in [?\s, ?\t, ?\n] -> beyond(chars, behind)
      char == ?. and not match?([?., ?. | _], chars) and not match?([?. | _], behind) -> beyond(chars, behind)
      char == ?% and not match?([?:, last | _] when last != ?:, behind ++ [0]) -> beyond_sign(chars)
      char == ?@ and behind != [] and part?(hd(behind)) -> word_length(chars, behind)
      char == ?@ -> if(match?([_, upper | _] when upper in ?A..?Z, chars), do: 0, else: max(1, sign_length(chars)))
      char == ?: and not match?([_, ?: | _], chars) and not match?([?: | _], behind) -> sign_length(chars)
      char == ?& and match?([_, digit | _] when digit in ?0..?9, chars) and not match?([?& | _], behind) -> sign_length(chars)
      char == ?~ and match?([_, letter | _] when letter in ?a..?z or letter in ?A..?Z, chars) and not match?([?~ | _], behind) -> 2
      char in @operator_chars -> chars |> Enum.take_while(&(&1 == ?% or &1 in @operator_chars)) |> length()
      true -> 0
    end
  end

  defp word_length(chars, behind) do
    first = Enum.take_while(chars, &(part?(&1) or (&1 == ?@ and ?: in behind)))
    mark = if Enum.at(chars, length(first)) in [?!, ??] and Enum.at(chars, length(first) + 1) != ?=, do: 1, else: 0
    length = length(first) + mark
    start = behind |> Enum.take_while(&part?/1) |> :lists.reverse()
    word = start ++ first

    if chain?(word, behind),
      do: length + aliases_length(Enum.drop(chars, length)),
      else: length
  end

  # After an alias, __MODULE__ and the like, and an attribute, further aliases belong to it.
  defp chain?([char | _], _behind) when char in ?A..?Z, do: true
  defp chain?([?_, ?_ | _], _behind), do: true
  defp chain?(_word, behind), do: match?([?@ | _], Enum.drop_while(behind, &part?/1))

  defp aliases_length(chars) do
    {blanks, rest} = forward_blanks(chars)

    with [?. | rest] <- rest,
         {more, [char | _] = rest} when char in ?A..?Z <- forward_blanks(rest) do
      name = Enum.take_while(rest, &part?/1)
      length = blanks + 1 + more + length(name)
      length + aliases_length(Enum.drop(chars, length))
    else
      _ -> 0
    end
  end

  # The number of blanks, comments included, and what comes after.
  defp forward_blanks(chars), do: forward_blanks(chars, 0)
  defp forward_blanks([char | rest], count) when char in ~c" \t\n", do: forward_blanks(rest, count + 1)

  defp forward_blanks([?# | _] = chars, count) when count > 0 do
    {comment, rest} = Enum.split_while(chars, &(&1 != ?\n))
    forward_blanks(rest, count + length(comment))
  end

  defp forward_blanks(chars, count), do: {count, chars}

  # On a dot or a blank beside one: to the end of the member.
  defp beyond(chars, behind) do
    {blanks, rest} = forward_blanks(chars)

    case rest do
      [?., ?. | _] -> 0
      [?. | rest] -> blanks + 1 + member_length(rest)
      [_ | _] when blanks > 0 -> if dot_behind?(behind) or percent_behind?(behind), do: blanks + member_length(rest), else: 0
      _ -> 0
    end
    |> then(fn length -> if length > blanks + 1 or (length > 0 and rest != [] and hd(rest) != ?.), do: length, else: 0 end)
  end

  defp dot_behind?(behind), do: match?([?. | _], skip(behind)) and not match?([?., ?. | _], skip(behind))
  defp percent_behind?(behind), do: match?([?% | _], skip(behind))

  defp member_length(chars) do
    case forward_blanks(chars) do
      {blanks, [char | _] = rest} ->
        cond do
          part?(char) -> blanks + word_length(rest, [])
          char in @operator_chars -> blanks + (rest |> Enum.take_while(&(&1 in @operator_chars)) |> length())
          true -> 0
        end

      _ ->
        0
    end
  end

  defp beyond_sign([_ | rest]) do
    case forward_blanks(rest) do
      {blanks, [?@ | name]} -> 2 + blanks + word_length(name, [?@])
      {blanks, [char | _] = name} -> if part?(char), do: 1 + blanks + word_length(name, []), else: 0
      _ -> 0
    end
  end

  defp sign_length([sign | rest]) do
    case Enum.take_while(rest, &(part?(&1) or (sign == ?: and (&1 == ?@ or &1 in @operator_chars)))) do
      [] -> 0
      [char | _] when sign == ?@ and char in ?A..?Z -> 0
      word when sign == ?@ -> 1 + length(word) + aliases_length(Enum.drop(rest, length(word)))
      word -> 1 + length(word)
    end
  end

  defp around({inner, rest}, before) do
    reversed = :lists.reverse(inner, before)
    reversed = without_comments(reversed)
    {found, left} = context(Enum.map(reversed, &elem(&1, 0)))
    {_, {line, column}} = hd(reversed)
    after_token = Enum.map(rest, &elem(&1, 0))

    case followed(found, after_token) do
      :none ->
        :none

      context ->
        {_, start} = Enum.at(reversed, length(reversed) - length(left) - 1)
        %{context: context, begin: start, end: {line, column + 1}}
    end
  end

  # What comes after decides what a name is.
  defp followed({:local_or_var, name} = found, rest) do
    cond do
      match?([?: | _], rest) and not match?([?:, ?: | _], rest) -> {:key, name}
      name in @textual -> {:operator, name}
      name in @keywords -> {:keyword, name}
      true -> called(found, name, skip(rest))
    end
  end

  defp followed({:module_attribute, []}, _rest), do: {:operator, ~c"@"}
  defp followed({kind, []}, _rest) when kind in [:struct, :unquoted_atom, :sigil], do: :none
  defp followed({:dot, _, []}, _rest), do: :none
  defp followed({:alias, _} = found, _rest), do: found
  defp followed(:expr, _rest), do: :none
  defp followed({:local_arity, _}, _rest), do: :none
  defp followed({:dot_arity, _, _}, _rest), do: :none
  defp followed({:dot_call, inside, name}, _rest), do: {:dot, inside, name}
  defp followed({kind, name}, _rest) when kind in [:operator_call, :operator_arity], do: {:operator, name}
  defp followed(found, _rest), do: found

  defp called(found, name, rest) do
    case rest do
      [?( | _] -> {:local_call, name}
      [?/ | _] -> {:local_arity, name}
      _ -> found
    end
  end

  ## Quoted code with a cursor in it

  @doc """
  The quoted code of an incomplete text: what is open is closed, and `__cursor__()` stands where the cursor is.

      iex> Code.Fragment.container_cursor_to_quoted("max(some_value, ")
      {:ok, {:max, [line: 1], [{:some_value, [line: 1], nil}, {:__cursor__, [line: 1], []}]}}

  The option `:trailing_fragment` is text after the cursor; the others are those of `Code.string_to_quoted/2`.
  """
  @spec container_cursor_to_quoted(List.Chars.t(), keyword()) :: {:ok, Macro.t()} | {:error, {location :: keyword(), binary() | {binary(), binary()}, binary()}}
  def container_cursor_to_quoted(fragment, opts \\ []) do
    {trailing, opts} = Keyword.pop(opts, :trailing_fragment)
    opts = Keyword.take(opts, [:file, :line, :column, :columns, :token_metadata, :literal_encoder, :existing_atoms_only])
    fragment = if is_list(fragment), do: List.to_string(fragment), else: fragment
    {text, open} = Code.Fragment.Container.cut(fragment)

    text
    |> candidates(open, trailing)
    |> Enum.find_value(fn text ->
      case Code.string_to_quoted(text, [emit_warnings: false] ++ opts) do
        {:ok, quoted} -> {:ok, quoted}
        {:error, _} -> nil
      end
    end) || Code.string_to_quoted(text <> "__cursor__()" <> Enum.join(open), [emit_warnings: false] ++ opts)
  end

  defp candidates(text, open, trailing) do
    close = Enum.map_join(open, fn closer -> if closer == "end", do: " end", else: closer end)

    with_trailing =
      if trailing,
        do: [text <> "__cursor__()" <> trailing, text <> "__cursor__()" <> trailing <> close, text <> "__cursor__() -> nil" <> close],
        else: []

    with_trailing ++ [text <> "__cursor__()" <> close, text <> "__cursor__() -> nil" <> close, text <> " __cursor__()" <> close]
  end
end
