defmodule Code.Formatter do
  @moduledoc false

  # Quoted code as a document of Inspect.Algebra.
  #
  # Every function that makes a document takes the width that is left at its indentation: blocks and
  # clauses are laid out in one of two ways, and which one depends on whether their parts fit on one
  # line each.

  import Inspect.Algebra, except: [format: 2, surround: 3]
  alias Code.Identifier

  @width 98

  # Operators whose operands stand in parentheses when they are other operators.
  @distinct [:|>, :<<<, :>>>, :<~, :~>, :<<~, :~>>, :<~>, :"<|>", :"^^^", :in, :++, :--, :.., :<>, :+++, :---]
  @logical [:||, :|||, :or, :&&, :&&&, :and]

  # Operators at which a line may break before them.
  @leading [:|>, :~>>, :<<~, :~>, :<~, :<~>, :"<|>", :when, :|]
  @pipes [:|>, :~>>, :<<~, :~>, :<~, :<~>, :"<|>"]

  # Calls that are written without parentheses.
  @bare [
    :alias,
    :assert,
    :assert_in_delta,
    :assert_raise,
    :assert_receive,
    :assert_received,
    :case,
    :cond,
    :config,
    :def,
    :defdelegate,
    :defexception,
    :defguard,
    :defguardp,
    :defimpl,
    :defmacro,
    :defmacrop,
    :defmodule,
    :defoverridable,
    :defp,
    :defprotocol,
    :defrecord,
    :defrecordp,
    :defstruct,
    :describe,
    :destructure,
    :doctest,
    :flunk,
    :for,
    :if,
    :import,
    :import_config,
    :on_exit,
    :quote,
    :raise,
    :receive,
    :refute,
    :refute_in_delta,
    :refute_receive,
    :refute_received,
    :require,
    :reraise,
    :setup,
    :setup_all,
    :test,
    :try,
    :unless,
    :use,
    :with
  ]
  @arity_limits %{on_exit: -1, flunk: -1}

  @doc "A document that writes quoted code."
  def to_algebra(quoted, opts \\ [])
  def to_algebra([{:->, _, [_, _]} | _] = clauses, _opts), do: stab(clauses, @width)
  def to_algebra(quoted, _opts), do: body(quoted, @width)

  @doc "Formats source text: iodata without a line end at its end."
  def format_string!(string, opts) do
    width = Keyword.get(opts, :line_length, @width)
    quoted = Code.Source.read(string, opts)
    quoted |> body(width) |> group() |> Inspect.Algebra.format(width) |> tidy_ends()
  end

  # No blanks stand at the end of a line.
  defp tidy_ends(iodata), do: iodata |> :erlang.iolist_to_binary() |> String.replace(~r/[ \t]+\n/, "\n")

  # ---- blocks

  # Code in a place where a block needs no parentheses.
  defp body({:__block__, _, []}, _w), do: empty()
  defp body({:__block__, _, [{:unquote_splicing, _, [_]} = one]}, w), do: doc(one, w)
  defp body({:__block__, meta, [_, _ | _] = statements}, w) when is_list(meta), do: statements(statements, w)
  defp body([{:->, _, [_, _]} | _] = clauses, w), do: clauses(clauses, w)
  defp body([{:"$comment", _, [_]} | _] = clauses, w), do: clauses(clauses, w)
  defp body(quoted, w), do: doc(quoted, w)

  # Statements of several lines stand apart from their neighbours, attributes from what follows only.
  defp statements(statements, w) do
    parts = for statement <- statements, do: (doc = doc(statement, w); {doc, statement, long?(doc, w)})
    join_statements(parts)
  end

  defp join_statements([{doc, {:"$comment", _, _}, _}]), do: force_unfit(doc)
  defp join_statements([{doc, _, _}]), do: doc

  defp join_statements([{doc, statement, long?} | [{_, next, next_long?} | _] = rest]) do
    separator = if apart?(statement, long?, next, next_long?), do: concat(nest(line(), :reset), line()), else: line()
    force_unfit(concat(doc, concat(separator, join_statements(rest))))
  end

  defp apart?({:"$comment", meta, _}, _long?, _next, _next_long?), do: newlines_after(meta) > 1
  defp apart?(_statement, true, {:"$comment", _, _}, _next_long?), do: true
  defp apart?(statement, _long?, {:"$comment", meta, _}, _next_long?), do: meta[:previous] > 1 or (meta[:previous] == 0 and newlines_after(statement) > 1)
  defp apart?(statement, long?, _next, next_long?), do: newlines_after(statement) > 1 or (not attribute?(statement) and (long? or next_long?))

  # The line ends that were written after an expression.
  defp newlines_after({_, meta, _}) when is_list(meta), do: newlines_after(meta)
  defp newlines_after([{:end_of_expression, meta} | _]), do: Keyword.get(meta, :newlines, 0)
  defp newlines_after([{_, _} | rest]), do: newlines_after(rest)
  defp newlines_after(_other), do: 0

  # True when a new line was begun after an opening delimiter, an operator or an arrow.
  defp broken?(meta), do: Keyword.get(meta, :newlines, 0) > 0

  defp attribute?({:@, _, [_]}), do: true
  defp attribute?(_other), do: false

  defp long?(doc, w) do
    doc |> Inspect.Algebra.group() |> Inspect.Algebra.format(max(w, 1)) |> :erlang.iolist_to_binary() |> :binary.match("\n") != :nomatch
  end

  # ---- clauses

  defp clauses(clauses, w) do
    docs =
      for clause <- clauses do
        case clause do
          {:->, _, [left, right]} -> group(concat(arrow(head(left, w - 2), ""), nest(concat(break(), inline(right, w - 2)), 2)))
          comment -> doc(comment, w)
        end
      end

    if Enum.any?(docs, &long?(&1, w)) or Enum.any?(clauses, &match?({:->, [_ | _], _}, &1) and broken?(elem(&1, 1))) do
      force_unfit(apart(clauses, w))
    else
      force_unfit(lines(docs, line()))
    end
  end

  # Clauses on several lines, with empty ones between them.
  defp apart([clause], w), do: long_clause(clause, w)

  defp apart([{:"$comment", _, _} = comment | rest], w), do: concat(doc(comment, w), concat(line(), apart(rest, w)))

  defp apart([clause | rest], w),
    do: concat(long_clause(clause, w), concat(concat(nest(line(), :reset), line()), apart(rest, w)))

  defp long_clause({:->, _, [left, right]}, w),
    do: concat(arrow(head(left, w - 2), ""), nest(concat(line(), branch(right, w - 2)), 2))

  defp long_clause(comment, w), do: doc(comment, w)

  defp arrow(:doc_nil, last), do: "->" <> last
  defp arrow(head, last), do: group(concat(head, " ->" <> last))

  defp inline({:__block__, _, []}, _w), do: "nil"
  defp inline(right, w), do: body(right, w)

  defp branch({:__block__, _, []}, _w), do: "nil"
  defp branch(right, w), do: body(right, w)

  defp lines([doc], _separator), do: doc
  defp lines([doc | rest], separator), do: concat(doc, concat(separator, lines(rest, separator)))

  # The patterns of a clause.
  defp head([], _w), do: empty()

  defp head([{:when, _, args}], w) when is_list(args) and args != [] do
    {patterns, [guard]} = Enum.split(args, -1)
    guard_doc = operand(guard, :when, :right, w)

    case patterns do
      [] -> concat("when ", guard_doc)
      _ -> group(concat(patterns(patterns, w), nest(concat(break(), concat("when ", nest(guard_doc, 5))), 2)))
    end
  end

  defp head(patterns, w), do: patterns(patterns, w)

  defp patterns(patterns, w) do
    docs = arguments_without_brackets(patterns, w)
    nest(comma(docs), :cursor)
  end

  # The last argument may be a keyword list without brackets.
  defp arguments_without_brackets(args, w) do
    case split_keywords(args) do
      {left, []} -> Enum.map(left, &doc(&1, w))
      {left, pairs} -> Enum.map(left, &doc(&1, w)) ++ Enum.map(pairs, &pair(&1, w))
    end
  end

  defp comma([]), do: empty()
  defp comma([doc]), do: doc
  defp comma([doc | rest]), do: concat(doc, concat(",", concat(break(), comma(rest))))

  defp flex_comma([]), do: empty()
  defp flex_comma([doc]), do: doc
  defp flex_comma([doc | rest]), do: concat(doc, concat(",", concat(flex_break(), flex_comma(rest))))

  # ---- expressions

  defp doc(atom, _w) when is_atom(atom), do: string(inspect(atom))
  defp doc(number, _w) when is_integer(number), do: string(integer(number))
  defp doc(number, _w) when is_float(number), do: string(float(number))
  defp doc(text, _w) when is_binary(text), do: quoted_text(text, ?")
  defp doc({:"$text", _, [parts]}, w), do: text(parts, w)
  defp doc({:"$comment", _, [text]}, _w), do: string(text)
  defp doc({:"$list", meta, [list]}, w), do: bracketed("[", elements(list, w), "]", broken?(meta))
  defp doc({:"$heredoc", _, [open, parts, close]}, w), do: heredoc_doc(open, parts, close, w)
  defp doc({:"$interpolation", _, [expr]}, w), do: interpolated(expr, w)
  defp doc([{:->, _, [_, _]} | _] = clauses, w), do: stab(clauses, w)
  defp doc(list, w) when is_list(list), do: list(list, w)
  defp doc({left, right}, w), do: tuple([left, right], w)
  defp doc({:__block__, _, []}, _w), do: "nil"
  defp doc({:__block__, _, [{op, _, [_]} = one]}, w) when op in [:!, :not], do: parens(doc(one, w))
  defp doc({:__block__, _, [one]}, w), do: doc(one, w)
  defp doc({:__block__, _, statements}, w) when is_list(statements), do: paren_block(statements, w)
  defp doc({:__aliases__, _, [first | rest]}, w), do: aliases(first, rest, w)
  defp doc({:{}, _, args}, w) when is_list(args), do: tuple(args, w)
  defp doc({:%{}, meta, args}, w) when is_list(args), do: map("%{", args, broken?(meta), w)
  defp doc({:%, _, [name, {:%{}, meta, args}]}, w), do: map(concat("%", concat(doc(name, w), "{")), args, broken?(meta), w)
  defp doc({:<<>>, _, parts} = quoted, w) when is_list(parts), do: if(interpolated?(parts), do: interpolation("\"", parts, ?", "\"", w), else: bitstring(quoted, w))
  defp doc({:fn, _, [_ | _] = clauses}, w), do: fun(clauses, w)
  defp doc({:&, _, [arg]}, w), do: capture(arg, w)
  defp doc({:@, _, [arg]}, w), do: attribute(arg, w)
  defp doc({:.., _, []}, _w), do: ".."
  defp doc({:..., _, []}, _w), do: "..."
  defp doc({:..., _, [arg]}, w), do: concat("...", operand(arg, :.., :right, w))
  defp doc({:"..//", _, [first, last, step]}, w), do: concat(doc({:.., [], [first, last]}, w), concat("//", operand(step, :.., :right, w)))
  defp doc({:not, _, [{:in, meta, [left, right]}]}, w), do: binary(:in, "not in", left, right, broken?(meta), w)
  defp doc({op, _, [arg]} = quoted, w) when is_atom(op) and op != :., do: if(unary?(op), do: unary(op, arg, w), else: call(quoted, w))

  defp doc({op, meta, [left, right]} = quoted, w) when is_atom(op) and op not in [:., :"//"],
    do: if(binary?(op), do: binary(op, :erlang.atom_to_binary(op), left, right, broken?(meta), w), else: call(quoted, w))

  defp doc({name, _, context}, _w) when is_atom(name) and is_atom(context), do: string(:erlang.atom_to_binary(name))
  defp doc({_, _, args} = quoted, w) when is_list(args), do: call(quoted, w)
  defp doc(other, _w), do: string(inspect(other))

  defp unary?(op), do: Identifier.unary_op(op) != :error
  defp binary?(op), do: Identifier.binary_op(op) != :error

  defp stab([{:->, _, [left, right]}], w),
    do: group(parens(concat(arrow(head(left, w), " "), body(right, w))))

  defp stab(clauses, w), do: force_unfit(concat("(", concat(nest(concat(line(), clauses(clauses, w - 2)), 2), concat(line(), ")"))))

  defp parens(doc), do: concat("(", concat(nest(doc, :cursor), ")"))

  defp paren_block(statements, w),
    do: force_unfit(concat("(", concat(nest(concat(line(), statements(statements, w - 2)), 2), concat(line(), ")"))))

  defp aliases(first, rest, w) do
    first = if is_atom(first), do: string(:erlang.atom_to_binary(first)), else: target(first, w)
    :lists.foldl(fn part, acc -> concat(acc, "." <> :erlang.atom_to_binary(part)) end, first, rest)
  end

  # ---- literals

  defp integer(number) when number < 0, do: "-" <> integer(-number)
  defp integer(number), do: underscored(:erlang.integer_to_binary(number))

  defp float(number) do
    text = inspect(number)

    case :binary.split(text, ".") do
      ["-" <> whole, rest] -> "-" <> underscored(whole) <> "." <> rest
      [whole, rest] -> underscored(whole) <> "." <> rest
    end
  end

  @doc "Long numbers have their digits in groups of three."
  def underscored(digits) when byte_size(digits) < 6, do: digits

  def underscored(digits) do
    first = rem(byte_size(digits), 3)
    <<start::binary-size(first), rest::binary>> = digits
    groups = for <<three::binary-size(3) <- rest>>, do: three
    Enum.join(if(start == "", do: groups, else: [start | groups]), "_")
  end

  defp quoted_text(text, quote) do
    {escaped, _} = Identifier.escape(text, quote)
    string(:erlang.iolist_to_binary([quote, escaped, quote]))
  end

  defp interpolated?(parts) do
    Enum.any?(parts, &interpolation?/1) and Enum.all?(parts, &(is_binary(&1) or interpolation?(&1)))
  end

  defp interpolation?({:"::", _, [{{:., _, [Kernel, :to_string]}, _, [_]}, {:binary, _, context}]}) when is_atom(context), do: true
  defp interpolation?(_other), do: false

  defp interpolation(open, parts, quote, close, w) do
    docs =
      for part <- parts do
        case part do
          text when is_binary(text) ->
            text |> :binary.split("\n", [:global]) |> Enum.map(&escaped(&1, quote)) |> Enum.intersperse(raw_line()) |> concat()

          {:"::", _, [{_, _, [expr]}, _]} ->
            interpolated(expr, w)

          {{:., _, [Kernel, :to_string]}, _, [expr]} ->
            interpolated(expr, w)
        end
      end

    concat(open, concat(concat(docs), close))
  end

  defp escaped(text, quote) do
    {escaped, _} = Identifier.escape(text, quote)
    string(:erlang.iolist_to_binary(escaped))
  end

  # A line break of the text itself.
  defp raw_line, do: {:doc_string, "\n", 0}

  # An interpolation stays on its line.
  defp interpolated(expr, w) do
    text = expr |> body(w) |> group() |> Inspect.Algebra.format(:infinity) |> :erlang.iolist_to_binary()
    string("\#{" <> text <> "}")
  end

  # A literal as it was written, of pieces of text and interpolations.
  defp text(text, _w) when is_binary(text), do: string(text)
  defp text(parts, w), do: concat(Enum.map(parts, &if(is_binary(&1), do: string(&1), else: doc(&1, w))))

  defp heredoc_doc(open, parts, close, w) do
    docs =
      Enum.map(parts, fn
        text when is_binary(text) -> text |> :binary.split("\n", [:global]) |> heredoc_lines()
        part -> doc(part, w)
      end)

    force_unfit(concat(open, concat(line(), concat(concat(docs), close))))
  end

  defp heredoc_lines([last]), do: string(last)
  defp heredoc_lines([text | rest]), do: concat(string(text), concat(line(), heredoc_lines(rest)))

  # ---- containers

  defp list([], _w), do: "[]"

  defp list(list, w) do
    cond do
      not proper?(list) -> string(inspect(list))
      List.ascii_printable?(list) -> concat("~c", quoted_text(List.to_string(list), ?"))
      true -> bracketed("[", elements(list, w), "]")
    end
  end

  defp proper?([_ | rest]), do: proper?(rest)
  defp proper?(rest), do: rest == []

  defp elements(list, w) do
    {left, pairs} = split_trailing(list)
    Enum.map(left, &doc(&1, w - 2)) ++ Enum.map(pairs, &pair(&1, w - 2))
  end

  defp bracketed(left, docs, right, broken? \\ false)
  defp bracketed(left, [], right, _broken?), do: concat(left, right)

  defp bracketed(left, docs, right, broken?) do
    doc = concat(nest(concat(left, concat(break(""), comma(docs))), 2), concat(break(""), right))
    group(if(broken?, do: force_unfit(doc), else: doc))
  end

  # The pairs with atoms as keys at the end of a list.
  defp split_trailing(list) do
    {pairs, left} = list |> :lists.reverse() |> Enum.split_while(&key_pair?/1)
    {:lists.reverse(left), :lists.reverse(pairs)}
  end

  # A keyword list as the last of several arguments needs no brackets.
  defp split_keywords(args) do
    case Enum.split(args, -1) do
      {left, [[_ | _] = last]} -> if keyword?(last), do: {left, last}, else: {args, []}
      _ -> {args, []}
    end
  end

  defp keyword?([pair | rest]), do: key_pair?(pair) and (rest == [] or (is_list(rest) and keyword?(rest)))
  defp keyword?(_other), do: false

  defp key_pair?({key, _}) when is_atom(key), do: not match?("Elixir." <> _, :erlang.atom_to_binary(key))
  defp key_pair?(_other), do: false

  defp pair({key, value}, w) do
    text = if key in [:"$do", :"$do_below"], do: "do:", else: string(Identifier.inspect_atom(:key, key))
    value_doc = doc(value, w)
    if fits_next?(value),
      do: next_break_fits(concat(text, concat(" ", next_break_fits(value_doc, :enabled))), :disabled),
      else: group(concat(text, nest(concat(break(), value_doc), 2)))
  end

  defp tuple([], _w), do: "{}"

  defp tuple(args, w) do
    group(concat("{", concat(nest(flex_comma(arguments_without_brackets(args, w - 1)), 1), "}")))
  end

  defp map(left, [{:|, _, [old, pairs]}], broken?, w) do
    docs = map_pairs(pairs, w - 4)
    inner = concat(operand(old, :|, :left, w - 2), concat(break(), concat("| ", nest(comma(docs), 2))))
    doc = concat(nest(concat(left, concat(break(""), inner)), 2), concat(break(""), "}"))
    group(if(broken?, do: force_unfit(doc), else: doc))
  end

  defp map(left, pairs, broken?, w), do: bracketed(left, map_pairs(pairs, w - 2), "}", broken?)

  defp map_pairs(pairs, w) do
    {left, trailing} = split_trailing(pairs)
    Enum.map(left, &arrow_pair(&1, w)) ++ Enum.map(trailing, &pair(&1, w))
  end

  defp arrow_pair({key, value}, w) do
    value_doc = doc(value, w)
    key_doc = operand(key, :"=>", :left, w)

    if fits_next?(value),
      do: concat(key_doc, concat(" => ", value_doc)),
      else: group(concat(key_doc, nest(concat(" =>", concat(break(), value_doc)), 2)))
  end

  defp arrow_pair(other, w), do: doc(other, w)

  defp bitstring({:<<>>, _, []}, _w), do: "<<>>"

  defp bitstring({:<<>>, _, parts}, w) do
    docs = Enum.map(parts, &segment(&1, w - 2))
    docs = mark_ends(docs)
    group(concat("<<", concat(nest(flex_comma(docs), 2), ">>")))
  end

  # A segment that begins with << or ends with >> stands in parentheses.
  defp mark_ends(docs), do: docs

  defp segment({:"::", _, [value, spec]}, w),
    do: concat(segment_value(value, w), concat("::", segment_spec(spec, w)))

  defp segment({:<<>>, _, _} = value, w), do: parens(doc(value, w))
  defp segment({:<-, _, [left, right]}, w), do: concat(segment(left, w), concat(" <- ", segment(right, w)))
  defp segment(value, w), do: doc(value, w)

  defp segment_value({:<<>>, _, _} = value, w), do: parens(doc(value, w))

  defp segment_value({op, _, args} = value, w) when is_atom(op) and is_list(args) do
    if (length(args) == 2 and binary?(op)) or (length(args) == 1 and op in [:&, :not]), do: parens(doc(value, w)), else: doc(value, w)
  end

  defp segment_value(value, w), do: doc(value, w)

  defp segment_spec({:-, _, [left, right]}, w), do: concat(segment_spec(left, w), concat("-", segment_spec(right, w)))
  defp segment_spec({:*, _, [left, right]}, w), do: concat(segment_spec(left, w), concat("*", segment_spec(right, w)))
  defp segment_spec(spec, w), do: doc(spec, w)

  # ---- functions

  defp fun([{:->, meta, [args, body]}], w) do
    head = head(args, w - 3)
    head = if head == :doc_nil, do: "fn ->", else: concat("fn ", group(concat(head, " ->")))
    body_doc = fun_body(body, w - 2)
    doc = concat(head, concat(nest(concat(break(), body_doc), 2), concat(break(), "end")))
    group(if(broken?(meta), do: force_unfit(doc), else: doc))
  end

  defp fun(clauses, w), do: force_unfit(concat("fn", concat(nest(concat(line(), clauses(clauses, w - 2)), 2), concat(line(), "end"))))

  defp fun_body({:__block__, _, []}, _w), do: empty()
  defp fun_body(quoted, w), do: body(quoted, w)

  defp capture(number, _w) when is_integer(number), do: "&" <> :erlang.integer_to_binary(number)

  defp capture({:/, _, [{{:., _, [_, name]}, _, []} = remote, arity]}, w) when is_atom(name) and is_integer(arity),
    do: concat("&", concat(remote_name(remote, w), "/" <> :erlang.integer_to_binary(arity)))

  defp capture({:/, _, [{name, _, context}, arity]}, _w) when is_atom(name) and is_atom(context) and is_integer(arity),
    do: string("&" <> :erlang.atom_to_binary(name) <> "/" <> :erlang.integer_to_binary(arity))

  defp capture({:__block__, _, [one]}, w), do: capture(one, w)

  defp capture(arg, w) do
    arg_doc = doc(arg, w - 1)

    cond do
      operator?(arg) -> concat("&", parens(arg_doc))
      starts_with_capture?(arg) -> concat("& ", arg_doc)
      true -> concat("&", arg_doc)
    end
  end

  defp starts_with_capture?({:&, _, [_]}), do: true
  defp starts_with_capture?({{:., _, [Access, :get]}, _, [left, _]}), do: starts_with_capture?(left)
  defp starts_with_capture?({{:., _, [left | _]}, _, _}), do: starts_with_capture?(left)
  defp starts_with_capture?(_other), do: false

  defp attribute({name, _, context}, _w) when is_atom(name) and is_atom(context), do: string("@" <> :erlang.atom_to_binary(name))

  defp attribute({name, _, [_ | _] = args} = quoted, w) when is_atom(name) do
    if operator?(quoted), do: concat("@", parens(doc(quoted, w))), else: bare_call(string("@" <> :erlang.atom_to_binary(name)), args, w)
  end

  defp attribute(other, w), do: concat("@", doc(other, w))

  # ---- operators

  defp operator?({:.., _, []}), do: false
  defp operator?({op, _, [_, _]}) when is_atom(op) and op not in [:., :"//"], do: binary?(op)
  defp operator?({op, _, [_]}) when is_atom(op) and op not in [:&, :@], do: unary?(op)
  defp operator?({:"..//", _, [_, _, _]}), do: true
  defp operator?({:__block__, _, [one]}), do: operator?(one)
  defp operator?(_other), do: false

  defp unary(op, arg, w) do
    text = :erlang.atom_to_binary(op)
    arg_doc = doc(arg, w)
    space = if op == :not, do: text <> " ", else: text

    cond do
      op == :! and match?({:!, _, [_]}, arg) -> concat(space, arg_doc)
      match?({:__block__, _, [{inner, _, [_]}]} when inner in [:!, :not], arg) -> concat(space, arg_doc)
      match?({:&, _, [int]} when is_integer(int), arg) -> concat(space, arg_doc)
      operator?(arg) or match?({:&, _, [_]}, arg) -> concat(space, parens(arg_doc))
      is_number(arg) and arg < 0 -> concat(space, parens(arg_doc))
      true -> concat(space, arg_doc)
    end
  end

  defp binary(op, text, left, right, broken?, w) do
    left_doc = operand(left, op, :left, w)
    right_doc = operand(right, op, :right, w - 2)

    cond do
      op in [:.., :"//"] ->
        concat(left_doc, concat(text, right_doc))

      op in @leading ->
        right_doc = if(chain?(right, op), do: right_doc, else: leading(op, right_doc))
        chain = concat(left_doc, concat(break(), concat(text <> " ", right_doc)))
        forced? = broken? or (op in @pipes and (forced_pipe?(left) or forced_pipe?(right)))
        if forced?, do: group(force_unfit(chain)), else: group(chain)

      op in [:=, :in, :<-, :\\, :"::"] and fits_next?(right) ->
        next_break_fits(concat(left_doc, concat(" " <> text <> " ", next_break_fits(group(right_doc), :enabled))), :disabled)

      op == := ->
        group(concat(left_doc, concat(" " <> text, nest(concat(break(), group(right_doc)), 2))) |> forced(broken?))

      match?({^op, _, [_, _]}, right) and match?({:right, _}, Identifier.binary_op(op)) ->
        concat(left_doc, nest(rest_of_chain(broken?, text, to_the_right(op, right, w - 2)), 2))

      true ->
        concat(left_doc, nest(rest_of_chain(broken?, text, group(right_doc)), 2))
    end
  end

  # The operands of an operator that groups to the right stand below one another.
  defp to_the_right(op, {op, meta, [left, right]}, w) do
    rest = rest_of_chain(broken?(meta), :erlang.atom_to_binary(op), to_the_right(op, right, w))
    concat(group(operand(left, op, :left, w)), rest)
  end

  defp to_the_right(op, last, w), do: group(operand(last, op, :right, w))

  defp rest_of_chain(broken?, text, right),
    do: group(forced(concat(" " <> text, concat(break(), right)), broken?))

  defp forced(doc, true), do: force_unfit(doc)
  defp forced(doc, false), do: doc

  # What follows an operator that begins a line.
  defp leading(op, doc) when op in @pipes, do: group(doc)
  defp leading(op, doc), do: nest(group(doc), byte_size(:erlang.atom_to_binary(op)) + 1)

  defp chain?({op, _, [_, _]}, op), do: op in [:when, :|]
  defp chain?(_other, _op), do: false

  defp forced_pipe?({op, meta, [left, right]}) when op in @pipes, do: broken?(meta) or forced_pipe?(left) or forced_pipe?(right)
  defp forced_pipe?({_, _, args} = call) when is_list(args), do: do_block?(args) and not operator?(call)
  defp forced_pipe?(_other), do: false

  # An operand, in parentheses when it must be.
  defp operand({:__block__, _, [{inner, _, [_]}]} = quoted, _parent, _side, w) when inner in [:!, :not] do
    {:__block__, _, [one]} = quoted
    doc(one, w)
  end

  defp operand({:__block__, _, [one]}, parent, side, w), do: operand(one, parent, side, w)

  defp operand({op, _, [left, right]} = quoted, parent, side, w) when is_atom(op) and op not in [:., :"//"] do
    cond do
      not binary?(op) -> doc(quoted, w)
      parenthesised?(op, parent, side) -> parens(doc(quoted, w - 1))
      op == parent and op in @leading -> chained(op, left, right, w)
      true -> doc(quoted, w)
    end
  end

  defp operand({:&, _, [arg]} = quoted, parent, side, w) when not is_integer(arg) and (side == :left or parent != :=) do
    {_, precedence} = precedence(parent)
    if precedence > 90, do: parens(doc(quoted, w - 1)), else: doc(quoted, w)
  end

  # when may be followed by the variables of a type.
  defp operand([_ | _] = pairs, :when, :right, w) do
    if keyword?(pairs), do: group(comma(Enum.map(pairs, &pair(&1, w)))), else: doc(pairs, w)
  end

  defp operand({:"..//", _, [_, _, _]} = quoted, parent, side, w),
    do: if(parenthesised?(:.., parent, side), do: parens(doc(quoted, w - 1)), else: doc(quoted, w))

  defp operand(quoted, _parent, _side, w), do: doc(quoted, w)

  # The inner part of a chain: its breaks belong to the group of the whole chain.
  defp chained(op, left, right, w) do
    text = :erlang.atom_to_binary(op)
    left_doc = operand(left, op, :left, w)
    right_doc = operand(right, op, :right, w - 2)
    right_doc = if(chain?(right, op), do: right_doc, else: leading(op, right_doc))
    concat(left_doc, concat(break(), concat(text <> " ", right_doc)))
  end

  defp precedence(:"=>"), do: {:right, 110}
  defp precedence(op), do: Identifier.binary_op(op)

  defp parenthesised?(op, parent, side) do
    {assoc, precedence} = precedence(op)
    {parent_assoc, parent_precedence} = precedence(parent)

    cond do
      op == parent and side == parent_assoc and op not in [:"=>", :--, :---] -> false
      parent == :in and op == :.. -> false
      parent in @distinct -> true
      parent in @logical and op in @logical and op != parent -> true
      parent_precedence < precedence -> false
      parent_precedence > precedence -> true
      true -> not (side == parent_assoc and assoc == parent_assoc)
    end
  end

  # ---- calls

  defp call({{:., _, [Access, :get]}, _, [left, right]}, w),
    do: concat(target(left, w), bracketed("[", [doc(right, w - 2)], "]"))

  defp call({{:., _, [List, :to_charlist]}, _, [parts]} = quoted, w) when is_list(parts) do
    if parts != [] and Enum.all?(parts, &(is_binary(&1) or match?({{:., _, [Kernel, :to_string]}, _, [_]}, &1))),
      do: interpolation("~c\"", parts, ?", "\"", w),
      else: remote(quoted, w)
  end

  defp call({{:., _, [:erlang, :binary_to_atom]}, _, [{:<<>>, _, parts}, :utf8]} = quoted, w),
    do: if(interpolated?(parts), do: interpolation(":\"", parts, ?", "\"", w), else: remote(quoted, w))

  defp call({{:., _, [left, :{}]}, _, args}, w),
    do: concat(target(left, w), concat(".", bracketed("{", Enum.map(args, &doc(&1, w - 2)), "}")))

  defp call({{:., _, [fun]}, _, args}, w), do: with_arguments(concat(target(fun, w), "."), args, w)
  defp call({{:., _, [_, _]}, _, _} = quoted, w), do: remote(quoted, w)

  defp call({sigil, meta, [{:<<>>, _, parts}, modifiers]} = quoted, w) when is_atom(sigil) and is_list(modifiers) do
    case :erlang.atom_to_binary(sigil) do
      "sigil_" <> name -> sigil(name, meta, parts, modifiers, w)
      _ -> local(quoted, w)
    end
  end

  defp call({name, _, _} = quoted, w) when is_atom(name), do: local(quoted, w)
  defp call({callee, _, args}, w), do: with_arguments(target(callee, w), args, w)

  defp local({:unquote, _, [_] = args}, w), do: parenthesised("unquote", args, w)

  defp local({name, meta, args}, w) do
    text = string(:erlang.atom_to_binary(name))
    count = length(args)
    limit = Map.get(@arity_limits, name, count)

    cond do
      do_block?(args) and name in @bare and not Keyword.has_key?(meta, :closing) -> do_call(text, args, true, w)
      do_block?(args) -> do_call(text, args, false, w)
      name in @bare and count > 0 and limit == count and not Keyword.has_key?(meta, :closing) -> bare_call(text, args, w)
      true -> parenthesised(text, args, w, broken?(meta))
    end
  end

  defp remote({{:., _, [left, name]}, meta, args} = quoted, w) do
    cond do
      not is_atom(name) and args == [] ->
        remote_name(quoted, w)

      args == [] and Keyword.get(meta, :no_parens, false) == true and not module?(left) ->
        remote_name(quoted, w)

      true ->
        with_arguments(remote_name(quoted, w), args, w, broken?(meta))
    end
  end

  defp module?({:__aliases__, _, _}), do: true
  defp module?(left), do: is_atom(left)

  defp remote_name({{:., _, [left, name]}, _, _}, w) do
    text = if is_atom(name), do: string(Identifier.inspect_atom(:remote_call, name)), else: doc(name, w)
    concat(target(left, w), concat(".", text))
  end

  # What stands before a dot or an argument list.
  defp target({:fn, _, _} = quoted, w), do: parens(doc(quoted, w - 1))
  defp target({:&, _, [arg]} = quoted, w) when not is_integer(arg), do: parens(doc(quoted, w - 1))
  defp target({:__block__, _, [one]}, w), do: target(one, w)

  defp target({_, _, args} = quoted, w) do
    if operator?(quoted) or (is_list(args) and do_block?(args)), do: parens(doc(quoted, w - 1)), else: doc(quoted, w)
  end

  defp target(quoted, w), do: doc(quoted, w)

  defp with_arguments(callee, args, w, broken? \\ false) do
    if do_block?(args), do: do_call(callee, args, false, w), else: parenthesised(callee, args, w, broken?)
  end

  # ---- arguments

  defp parenthesised(callee, args, w, broken? \\ false)
  defp parenthesised(callee, [], _w, _broken?), do: concat(callee, "()")

  defp parenthesised(callee, args, w, true),
    do: concat(callee, bracketed("(", arguments_without_brackets(args, w - 2), ")", true))

  defp parenthesised(callee, args, w, false) do
    case split_keywords(args) do
      {left, [_ | _] = pairs} when left != [] ->
        left_docs = Enum.map(left, &doc(&1, w - 2))
        pair_docs = Enum.map(pairs, &pair(&1, w - 2))
        flat = comma(left_docs)

        if long?(concat(callee, concat("(", flat)), w) or (match?([{:<-, _, _}], left) and long?(concat(callee, comma(left_docs ++ pair_docs)), w)) do
          concat(callee, bracketed("(", left_docs ++ pair_docs, ")"))
        else
          inner = concat(flat, concat(",", nest(concat(break(), comma(pair_docs)), 2)))
          concat(callee, group(concat("(", concat(inner, concat(break(""), ")")))))
        end

      {[], pairs} ->
        concat(callee, bracketed("(", Enum.map(pairs, &pair(&1, w - 2)), ")"))

      {args, []} ->
        {left, [last]} = Enum.split(args, -1)
        left_docs = Enum.map(left, &doc(&1, w - 2))

        if fits_next?(last) and not Enum.any?(left_docs, &long?(&1, w)) do
          last_argument(callee, left_docs, doc(last, w), doc(last, w - 2))
        else
          concat(callee, bracketed("(", left_docs ++ [doc(last, w - 2)], ")"))
        end
    end
  end

  # The last argument may open on the line of the call and go on below it.
  defp last_argument(callee, left, last, _nested) do
    before = :lists.foldr(fn doc, acc -> concat(doc, concat(",", concat(break(), acc))) end, :doc_nil, left)
    inner = nest(concat("(", concat(break(""), concat(before, next_break_fits(group(last), :enabled)))), 2, :break)
    concat(callee, next_break_fits(group(concat(inner, concat(break(""), ")"))), :disabled))
  end

  # tail is what must fit on the line behind the call.
  defp bare_call(callee, args, w, tail \\ "") do
    case split_keywords(args) do
      {left, [_ | _] = pairs} when left != [] ->
        left_doc = comma_tail(Enum.map(left, &doc(&1, w)), ",")
        indent = if long?(concat(callee, concat(" ", left_doc)), w), do: :cursor, else: 2
        pair_docs = concat(comma(Enum.map(pairs, &pair(&1, w - 2))), tail)

        cond do
          indent == :cursor ->
            inner = concat(group(left_doc), concat(line(), pair_docs))
            group(concat(callee, concat(" ", nest(inner, :cursor))))

          match?([_, _ | _], left) or match?([{:<-, _, _}], left) ->
            doc = concat(left_doc, concat(break(), pair_docs))
            doc = if match?([{:"$do_below", _} | _], pairs), do: force_unfit(doc), else: doc
            concat(callee, concat(" ", nest(group(doc), :cursor)))

          true ->
            left_doc = nest(group(left_doc), :cursor)
            doc = concat(callee, concat(" ", concat(left_doc, nest(concat(break(), pair_docs), 2))))
            group(if(match?([{:"$do_below", _} | _], pairs), do: force_unfit(doc), else: doc))
        end

      {[], pairs} ->
        concat(callee, concat(" ", nest(group(concat(comma(Enum.map(pairs, &pair(&1, w - 2))), tail)), :cursor)))

      {args, []} ->
        {left, [last]} = Enum.split(args, -1)
        docs = Enum.map(left, &doc(&1, w)) ++ [doc(last, w)]

        if fits_next?(last) do
          before = :lists.foldr(fn doc, acc -> concat(doc, concat(", ", acc)) end, :doc_nil, :lists.droplast(docs))
          concat(callee, concat(" ", concat(before, concat(List.last(docs), tail))))
        else
          concat(callee, concat(" ", nest(group(concat(comma_tail(docs, tail), "")), :cursor)))
        end
    end
  end

  # The tail belongs to the last argument when that is one of several lines.
  defp comma_tail([doc], tail), do: tailed(doc, tail)
  defp comma_tail([doc | rest], tail), do: concat(doc, concat(",", concat(break(), comma_tail(rest, tail))))

  defp tailed({:doc_group, doc, mode}, tail), do: {:doc_group, concat(doc, tail), mode}
  defp tailed(doc, tail), do: concat(doc, tail)

  # ---- calls with do

  defp do_block?(args) do
    case args do
      [] -> false
      _ -> match?([{:do, _} | _], List.last(args)) and keyword?(List.last(args))
    end
  end

  defp do_call(callee, args, bare?, w) do
    {args, [sections]} = Enum.split(args, -1)

    head =
      cond do
        args == [] -> callee
        bare? -> bare_call(callee, args, w - 3, " do")
        true -> parenthesised(callee, args, w - 3)
      end

    head = if bare? and args != [], do: head, else: concat(head, " do")

    docs = for {key, value} <- sections, do: section(key, value, w)
    force_unfit(concat(group(head), concat(concat(docs), "end")))
  end

  defp section(:do, value, w), do: section_body(value, w)
  defp section(key, value, w), do: concat(:erlang.atom_to_binary(key), section_body(value, w))

  defp section_body({:__block__, _, []}, _w), do: line()
  defp section_body(value, w), do: concat(nest(concat(line(), body(value, w - 2)), 2), line())

  # ---- sigils

  defp sigil(name, meta, parts, modifiers, w) do
    open = Keyword.get(meta, :delimiter, "\"")
    close = closing(open)
    text = for part <- parts, do: sigil_part(part, close, w)
    tail = concat(close, string(List.to_string(modifiers)))

    if open in ["\"\"\"", "'''"] do
      force_unfit(concat("~" <> name <> open, concat(line(), concat(heredoc(parts, w), tail))))
    else
      concat("~" <> name <> open, concat(concat(text), tail))
    end
  end

  defp heredoc(parts, w) do
    docs =
      for part <- parts do
        case part do
          text when is_binary(text) -> text |> :binary.split("\n", [:global]) |> Enum.map(&string/1) |> Enum.intersperse(line()) |> concat()
          {:"::", _, [{_, _, [expr]}, _]} -> interpolated(expr, w)
        end
      end

    concat(docs)
  end

  defp sigil_part(text, close, _w) when is_binary(text), do: string(:binary.replace(text, close, "\\" <> close, [:global]))
  defp sigil_part({:"$interpolation", _, [expr]}, _close, w), do: interpolated(expr, w)
  defp sigil_part({:"::", _, [{_, _, [expr]}, _]}, _close, w), do: interpolated(expr, w)

  defp closing("("), do: ")"
  defp closing("["), do: "]"
  defp closing("{"), do: "}"
  defp closing("<"), do: ">"
  defp closing(open), do: open

  # ---- what may open at the end of a line

  defp fits_next?({:fn, _, _}), do: true
  defp fits_next?({:"$list", _, [list]}), do: list != []
  defp fits_next?({:"$heredoc", _, _}), do: true
  defp fits_next?({:__block__, _, [one]}), do: fits_next?(one)
  defp fits_next?({:%{}, _, _}), do: true
  defp fits_next?({:%, _, _}), do: true
  defp fits_next?({:<<>>, _, parts}), do: not interpolated?(parts)
  defp fits_next?([{:->, _, _} | _]), do: false
  defp fits_next?([_ | _]), do: true
  defp fits_next?(_other), do: false
end
