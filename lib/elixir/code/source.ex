defmodule Code.Source do
  @moduledoc false

  # Source text as quoted code that Code.Formatter writes the way it was written, where it matters.
  #
  # Literals become {:"$text", meta, [text]}, heredocs {:"$heredoc", meta, [open, parts, close]}, lists
  # {:"$list", meta, [list]}, comments statements {:"$comment", meta, [text]} of the blocks around them.
  # The key of a `do:` that was written as a keyword is :"$do".

  @doc "The quoted code of a source text."
  def read(string, opts) do
    {quoted, comments} =
      Code.string_to_quoted_with_comments!(string,
        file: Keyword.get(opts, :file, "nofile"),
        line: Keyword.get(opts, :line, 1),
        literal_encoder: &{:ok, {:__block__, &2, [&1]}},
        token_metadata: true,
        unescape: false,
        emit_warnings: false
      )

    case block(quoted, comments, :infinity) do
      [one] -> one
      statements -> {:__block__, [], statements}
    end
  end

  # ---- blocks and their comments

  # The statements of a block that ends before a line, with the comments that stand in it.
  defp block(quoted, comments, last) do
    comments = Enum.filter(comments, &(&1.line < last))
    place(statements(quoted), comments)
  end

  defp statements({:__block__, meta, args}) when args == [] or tl(args) != [] do
    if Keyword.has_key?(meta, :"$kept"), do: [{:__block__, meta, args}], else: args
  end

  defp statements({:__block__, _, [{:unquote_splicing, _, _} = one]}), do: [one]
  defp statements(quoted), do: [quoted]

  defp place([], comments), do: Enum.map(comments, &comment/1)

  defp place([statement | rest], comments) do
    {first, last} = range(statement)
    {before, comments} = Enum.split_while(comments, &(&1.line < first))
    {inside, comments} = Enum.split_while(comments, &(&1.line <= last))
    {prepared, left} = inner(statement, inside)
    Enum.map(before, &comment/1) ++ Enum.map(left, &moved/1) ++ [prepared | place(rest, comments)]
  end

  defp comment(%{text: text} = comment),
    do: {:"$comment", [previous: comment.previous_eol_count, end_of_expression: [newlines: comment.next_eol_count]], [tidy(text)]}

  # A comment behind code moves in front of it.
  defp moved(%{text: text}), do: {:"$comment", [previous: 0, end_of_expression: [newlines: 1]], [tidy(text)]}

  defp tidy("#!" <> _ = text), do: text
  defp tidy("##" <> rest), do: "#" <> tidy("#" <> rest)
  defp tidy("# " <> _ = text), do: String.trim_trailing(text)
  defp tidy("#"), do: "#"
  defp tidy("#" <> rest), do: String.trim_trailing("# " <> rest)

  # A statement with the comments inside it; those that found no block come back.
  defp inner(statement, []), do: {node(statement, []), []}

  defp inner(statement, comments) do
    Process.put(:"$source_comments", comments)
    prepared = node(statement, comments)
    {prepared, Process.delete(:"$source_comments")}
  end

  # Takes the comments of some lines for a block.
  defp take(first, last) do
    {mine, others} = Enum.split_with(Process.get(:"$source_comments") || [], &(&1.line > first and &1.line < last))
    if mine != [], do: Process.put(:"$source_comments", others)
    mine
  end

  # A block inside a statement, which must not see the comments of the statement.
  defp inner_block(quoted, first, last) do
    comments = take(first, last)
    outer = Process.get(:"$source_comments")
    result = block(quoted, comments, :infinity)
    if outer, do: Process.put(:"$source_comments", outer), else: Process.delete(:"$source_comments")

    case result do
      [one] -> one
      many -> {:__block__, [], many}
    end
  end

  defp range(quoted) do
    lines(quoted, [])
    |> case do
      [] -> {0, 0}
      lines -> {Enum.min(lines), Enum.max(lines)}
    end
  end

  defp lines({form, meta, args}, acc) when is_list(meta), do: lines(form, lines(args, meta_lines(meta, acc)))
  defp lines({left, right}, acc), do: lines(left, lines(right, acc))
  defp lines(list, acc) when is_list(list), do: if(proper?(list), do: Enum.reduce(list, acc, &lines/2), else: acc)
  defp lines(_other, acc), do: acc

  defp proper?([_ | rest]), do: proper?(rest)
  defp proper?(rest), do: rest == []

  defp meta_lines(meta, acc) do
    Enum.reduce(meta, acc, fn
      {:line, line}, acc when is_integer(line) -> [line | acc]
      {key, [{_, _} | _] = inner}, acc when key in [:end, :closing] -> [Keyword.get(inner, :line, 0) | acc]
      _, acc -> acc
    end)
  end

  # ---- nodes

  defp node({:__block__, meta, [value]}, _comments), do: literal(value, meta)
  defp node({:__block__, meta, []}, _comments), do: {:__block__, meta, []}
  defp node({:__block__, meta, statements}, comments), do: {:__block__, meta, Enum.map(statements, &node(&1, comments))}

  defp node({:fn, meta, clauses}, _comments), do: {:fn, meta, clauses(clauses, line(meta), closing(meta))}

  defp node({:<<>>, meta, parts}, comments) do
    case meta[:delimiter] do
      nil -> {:<<>>, meta, nodes(parts, comments)}
      "\"" -> {:"$text", meta, [texts("\"", parts, "\"", comments)]}
      "\"\"\"" -> {:"$heredoc", meta, ["\"\"\"", parts(parts, comments), "\"\"\""]}
      _ -> {:<<>>, meta, nodes(parts, comments)}
    end
  end

  defp node({{:., _, [List, :to_charlist]}, meta, [parts]}, comments) do
    case meta[:delimiter] do
      "'" -> {:"$text", meta, [texts("~c\"", parts, "\"", comments)]}
      "'''" -> {:"$heredoc", meta, ["~c'''", parts(parts, comments), "'''"]}
      _ -> {:"$text", meta, [texts("~c\"", parts, "\"", comments)]}
    end
  end

  defp node({{:., _, [:erlang, :binary_to_atom]}, meta, [{:<<>>, _, parts}, :utf8]}, comments),
    do: {:"$text", meta, [texts(":\"", parts, "\"", comments)]}

  defp node({sigil, meta, [{:<<>>, inner, parts}, modifiers]}, comments) when is_atom(sigil) and is_list(modifiers) do
    case {:erlang.atom_to_binary(sigil), meta[:delimiter]} do
      {"sigil_" <> name, open} when open in ["\"\"\"", "'''"] ->
        {:"$heredoc", meta, ["~" <> name <> open, parts(parts, comments), open <> List.to_string(modifiers)]}

      {"sigil_" <> _, open} when is_binary(open) ->
        {sigil, meta, [{:<<>>, inner, parts(parts, comments)}, modifiers]}

      _ ->
        call({sigil, meta, [{:<<>>, inner, parts}, modifiers]}, comments)
    end
  end

  defp node({:&, meta, [{:__block__, _, [number]}]}, _comments) when is_integer(number), do: {:&, meta, [number]}

  defp node({:&, meta, [{:/, inner, [name, {:__block__, _, [arity]}]}]}, comments) when is_integer(arity),
    do: {:&, meta, [{:/, inner, [node(name, comments), arity]}]}

  defp node({name, meta, context}, _comments) when is_atom(name) and is_atom(context), do: {name, meta, context}
  defp node({:__aliases__, meta, parts}, comments), do: {:__aliases__, meta, Enum.map(parts, &if(is_atom(&1), do: &1, else: node(&1, comments)))}
  defp node({_, meta, args} = quoted, comments) when is_list(meta) and is_list(args), do: call(quoted, comments)
  defp node({left, right}, comments), do: {key(left, comments), node(right, comments)}
  defp node([{:->, _, _} | _] = clauses, _comments), do: clauses(clauses, 0, :infinity)
  defp node(list, comments) when is_list(list), do: nodes(list, comments)
  defp node(other, _comments), do: other

  defp nodes(list, comments), do: Enum.map(list, &node(&1, comments))

  defp key({:__block__, meta, [atom]}, _comments) when is_atom(atom) do
    if meta[:format] == :keyword, do: keyword(atom), else: {:"$text", meta, [inspect(atom)]}
  end

  defp key(other, comments), do: node(other, comments)

  defp keyword(:do), do: :"$do"
  defp keyword(atom), do: atom

  # A call; its do block, if it has one, holds comments.
  defp call({form, meta, args}, comments) do
    form = if is_tuple(form), do: callee(form, comments), else: form

    case meta[:do] do
      nil ->
        {form, meta, args |> nodes(comments) |> below(args)}

      start ->
        {args, [sections]} = Enum.split(args, -1)
        ends = Enum.map(tl(sections), fn {{:__block__, key, _}, _} -> line(key) end) ++ [Keyword.get(meta[:end] || [], :line, :infinity)]
        starts = [Keyword.get(start, :line, 0) | Enum.map(tl(sections), fn {{:__block__, key, _}, _} -> line(key) end)]
        args = nodes(args, comments)
        {form, meta, args ++ [sections(sections, starts, ends)]}
    end
  end

  # A do: that was written below the other arguments stays there.
  defp below(prepared, args) do
    with {[_ | _] = left, [[{{:__block__, meta, [:do]}, _} | _]]} <- Enum.split(args, -1),
         true <- line(meta) > elem(range(left), 1) do
      {left, [[{:"$do", value} | rest]]} = Enum.split(prepared, -1)
      left ++ [[{:"$do_below", value} | rest]]
    else
      _ -> prepared
    end
  end

  defp callee({:., meta, [left, right]}, comments) when is_atom(right), do: {:., meta, [node(left, comments), right]}
  defp callee({:., meta, args}, comments), do: {:., meta, nodes(args, comments)}
  defp callee(other, comments), do: node(other, comments)

  defp sections([{{:__block__, _, [key]}, body} | rest], [first | starts], [last | ends]),
    do: [{key, section(body, first, last)} | sections(rest, starts, ends)]

  defp sections([], _starts, _ends), do: []

  defp section([{:->, _, _} | _] = clauses, first, last), do: clauses(clauses, first, last)
  defp section(body, first, last), do: inner_block(body, first - 1, last)

  # Clauses with the comments in front of them and in their bodies.
  defp clauses([{:->, meta, [left, right]} | rest], first, last) do
    {start, _} = range({left, {:->, meta, []}})

    next =
      case rest do
        [{:->, meta, [left, _]} | _] -> elem(range({left, {:->, meta, []}}), 0)
        [] -> last
      end

    before = Enum.map(take(first, start), &comment/1)
    {_, right_end} = range(right)
    stop = if rest == [], do: last, else: max(right_end, start) + 1
    body = inner_block(right, start, min_line(stop, next))
    left = Enum.map(left, &node(&1, []))
    before ++ [{:->, meta, [left, body]} | clauses(rest, start, last)]
  end

  defp clauses([], _first, _last), do: []

  defp min_line(:infinity, other), do: other
  defp min_line(line, :infinity), do: line
  defp min_line(one, other), do: min(one, other)

  defp line(meta), do: Keyword.get(meta, :line, 0)
  defp closing(meta), do: Keyword.get(meta[:closing] || [], :line, :infinity)

  # ---- literals

  defp literal(text, meta) when is_binary(text) do
    case meta[:delimiter] do
      "\"\"\"" -> {:"$heredoc", meta, ["\"\"\"", [text], "\"\"\""]}
      _ -> {:"$text", meta, [["\"", marked(text), "\""]]}
    end
  end

  defp literal(number, meta) when is_integer(number) do
    case meta[:token] do
      nil -> number
      token -> if digits?(token), do: number, else: {:"$text", meta, [integer(token)]}
    end
  end

  defp literal(number, meta) when is_float(number), do: {:"$text", meta, [float(meta[:token] || inspect(number))]}
  defp literal(atom, meta) when is_atom(atom), do: {:"$text", meta, [inspect(atom)]}
  defp literal({left, right}, meta), do: {:{}, meta, tuple(left, right)}

  defp literal(list, meta) when is_list(list) do
    case meta[:delimiter] do
      "'" -> {:"$text", meta, [["~c\"", double_quoted(List.to_string(list)), "\""]]}
      "'''" -> {:"$heredoc", meta, ["~c'''", [List.to_string(list)], "'''"]}
      _ -> {:"$list", meta, [nodes(list, [])]}
    end
  end

  defp literal(quoted, meta) do
    case quoted do
      {op, _, [_]} when op in [:!, :not] -> {:__block__, meta, [node(quoted, [])]}
      _ -> node(quoted, [])
    end
  end

  defp tuple(left, right), do: [node(left, []), node(right, [])]

  defp double_quoted(text), do: String.replace(text, "\"", "\\\"")

  defp digits?(<<char, rest::binary>>) when char in ?0..?9, do: rest == "" or digits?(rest)
  defp digits?(_other), do: false

  defp integer("0x" <> digits), do: "0x" <> String.upcase(digits)
  defp integer("?" <> _ = char), do: char
  defp integer(token), do: token

  defp float(token) do
    [whole, rest] = :binary.split(String.downcase(token), ".")
    if String.contains?(whole, "_"), do: whole <> "." <> rest, else: Code.Formatter.underscored(whole) <> "." <> rest
  end

  defp parts(parts, comments) do
    Enum.map(parts, fn
      text when is_binary(text) -> text
      {:"::", _, [{_, _, [expr]}, _]} -> {:"$interpolation", [], [node(expr, comments)]}
      {{:., _, [Kernel, :to_string]}, _, [expr]} -> {:"$interpolation", [], [node(expr, comments)]}
    end)
  end

  defp texts(open, parts, close, comments), do: [open | Enum.map(parts(parts, comments), &marked/1)] ++ [close]

  # The reader takes the backslash from quotes in a string.
  defp marked(text) when is_binary(text), do: String.replace(text, "\"", "\\\"")
  defp marked(other), do: other
end
