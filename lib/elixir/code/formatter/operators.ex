defmodule Code.Formatter.Operators do
  @moduledoc false

  # Operators: where their operands need parentheses, and where lines may break at them.

  import Inspect.Algebra
  import Code.Formatter.Shape
  alias Code.{Formatter, Identifier}
  alias Code.Formatter.{Calls, Sequence}

  # No blanks around them; no break behind them; a break in front of them.
  @tight [:.., :"//"]
  @unbroken [:\\, :in]
  @pipes [:|>, :~>>, :<<~, :~>, :<~, :<~>, :"<|>"]
  @leading [:|, :when]

  # Operators whose right side may open at the end of the line.
  @openers [:<-, :==, :!=, :=~, :===, :!==, :<, :>, :<=, :>=, :=, :"::"]

  # Operators that do not chain without parentheses, those whose operands stand in parentheses when they are operators of
  # another kind, and those of which two kinds are not mixed.
  @unchained [:--, :---]
  @distinct [:<<<, :>>>, :|>, :<~, :~>, :<<~, :~>>, :<~>, :"<|>", :in, :"^^^", :"//", :++, :--, :+++, :---, :<>, :..]
  @logical [:|||, :||, :or, :&&&, :&&, :and]

  @capture_precedence 90

  @doc "The document of an operator, or `:error`."
  def maybe(op, meta, [arg], place, st),
    do: if(Identifier.unary_op(op) == :error, do: :error, else: unary(op, meta, arg, place, st))

  def maybe(op, meta, [left, right], place, st),
    do: if(binary_op(op) == :error, do: :error, else: binary(op, Atom.to_string(op), meta, left, right, place, st))

  def maybe(_op, _meta, _args, _place, _st), do: :error

  defp unary(op, _meta, arg, place, st) do
    {doc, st} = Formatter.doc(arg, inner(place, :operand), st)
    # `not not x` and `!!x` are written so, `- -x` is not.
    nested? = op in [:!, :not] and match?({^op, _, [_]}, arg)
    doc = if nested?, do: doc, else: parens_if_operator(doc, arg)
    {op |> sign() |> colored(:operator, st) |> concat(doc), st}
  end

  defp sign(:not), do: "not "
  defp sign(op), do: Atom.to_string(op)

  # The places of operands: what is an argument without parentheses stays one.
  defp inner(place, _default) when place in [:bare_only_arg, :bare_arg], do: :bare_arg
  defp inner(place, _default) when place in [:only_arg, :arg], do: :arg
  defp inner(_place, default), do: default

  defp left_place(place), do: inner(place, :arg)
  defp right_place(place), do: inner(place, :operand)

  @doc "A binary operator with the text that it is written as."
  def binary(op, text, meta, left, right, place, st), do: binary(op, text, meta, left, right, place, st, st.indent)

  # | and when: all right sides stand below each other, each behind its operator.
  defp binary(op, text, meta, left, right, place, st, _indent) when op in @leading do
    first = first_line(left, meta)
    {operands, last} = right_chain(right, op, meta, right_place(place), [{{:first, left_place(place)}, left}])
    text = text <> " "

    fun = fn
      {{:first, place}, operand}, _rest, st ->
        {doc, st} = operand(operand, place, st, op, :left, 2)
        {{doc, empty(), 1}, st}

      {{side, place}, operand}, _rest, st ->
        {doc, st} = operand(operand, place, st, op, side, 0)
        doc = nest(doc, String.length(text))
        doc = if Calls.each_on_a_line?(operand), do: force_unfit(doc), else: doc
        {{concat(text, doc), empty(), 1}, st}
    end

    {doc, st} = chain(operands, meta, first, last, place, st, fun)
    {parens_if(doc, keyword?(right) and place in [:arg, :bare_arg]), st}
  end

  defp binary(op, _text, meta, left, right, place, st, _indent) when op in @pipes do
    {operands, first} = left_chain(left, meta, left_place(place), [{{op, right_place(place)}, right}])

    fun = fn
      {{:first, place}, operand}, _rest, st ->
        {doc, st} = operand(operand, place, st, op, :left, 2)
        {{doc, empty(), 1}, st}

      {{pipe, place}, operand}, _rest, st ->
        {doc, st} = operand(operand, place, st, op, binary_op(pipe), :right, 0)
        {{concat(Atom.to_string(pipe) <> " ", doc), empty(), 1}, st}
    end

    chain(operands, meta, first, line_of(meta), place, st, fun)
  end

  defp binary(op, text, meta, left, right, place, st, indent) do
    {left_doc, st} = operand(left, left_place(place), st, op, :left, 2)
    {right_doc, st} = operand(right, right_place(place), st, op, :right, 0)

    cond do
      op in @tight ->
        {left_doc |> group() |> concat(colored(text, :operator, st)) |> concat(group(right_doc)), st}

      op in @unbroken ->
        {left_doc |> group() |> concat(colored(" " <> text <> " ", :operator, st)) |> concat(group(right_doc)), st}

      true ->
        broken? = broken?(meta, st)
        opens? = op in @openers and opens?(right, st) and not broken?

        doc =
          opening(right_doc, opens?, fn right_doc ->
            behind = (" " <> text) |> colored(:operator, st) |> glue(group(right_doc)) |> nest(indent, :break)
            concat(group(left_doc), group(if(broken?, do: force_unfit(behind), else: behind)))
          end)

        {doc, st}
    end
  end

  defp first_line({_, meta, _}, _default), do: line_of(meta)
  defp first_line(_operand, default), do: line_of(default)

  # a | b | c as [a, b, c], each with its side and its place.
  defp right_chain({op, meta, [left, right]}, op, _meta, place, acc),
    do: right_chain(right, op, meta, right_place(place), [{{:left, left_place(place)}, left} | acc])

  defp right_chain(last, _op, meta, place, acc), do: {:lists.reverse([{{:right, place}, last} | acc]), line_of(meta)}

  # a |> b ~> c as [a, b, c], each with the operator in front of it and its place.
  defp left_chain({op, meta, [left, right]}, _meta, place, acc) when op in @pipes,
    do: left_chain(left, meta, left_place(place), [{{op, right_place(place)}, right} | acc])

  defp left_chain(first, meta, place, acc), do: {[{{:first, place}, first} | acc], first_line(first, meta)}

  defp chain(operands, meta, first, last, place, st, fun) do
    # The first operand of a sole argument without parentheses has no place above it where a comment could stand.
    {operands, done, st} =
      if place == :bare_only_arg do
        [operand | rest] = operands
        {entry, st} = fun.(operand, rest, st)
        {rest, [entry], st}
      else
        {operands, [], st}
      end

    {docs, commented?, st} = Sequence.layout(operands, done, first, last, st, fun)
    {if(commented? or broken?(meta, st), do: docs |> join_lines() |> force_unfit(), else: join_breaks(docs)), st}
  end

  # ---- operands

  defp operand(quoted, place, st, parent, side, indent), do: operand(quoted, place, st, parent, binary_op(parent), side, indent)

  # (not a) in b is no `not in`.
  defp operand({:__block__, _, [{op, meta, [arg]}]}, place, st, :in, _rank, :left, _indent) when op in [:not, :!] do
    {doc, st} = unary(op, meta, arg, place, st)
    {parens(doc), st}
  end

  defp operand({op, meta, [left, right]} = quoted, place, st, parent, rank, side, indent) do
    case binary_op(op) do
      :error -> other_operand(quoted, place, st, rank, side)
      own -> operator_operand(op, own, meta, left, right, place, st, parent, rank, side, indent)
    end
  end

  defp operand(quoted, place, st, _parent, rank, side, _indent), do: other_operand(quoted, place, st, rank, side)

  defp operator_operand(op, {_, precedence}, meta, left, right, place, st, parent, {associativity, parent_precedence}, side, indent) do
    text = Atom.to_string(op)

    cond do
      op == parent and side == associativity and op not in @unchained ->
        binary(op, text, meta, left, right, place, st, indent)

      (parent in @distinct and op not in @tight) or (op in @logical and parent in @logical) or
        parent_precedence > precedence or (parent_precedence == precedence and side != associativity) ->
        {doc, st} = binary(op, text, meta, left, right, place, st, 2)
        {parens(doc), st}

      true ->
        binary(op, text, meta, left, right, place, st, 2)
    end
  end

  # A capture takes all that follows, which it must not do on the left.
  defp other_operand({:&, _, [arg]} = quoted, place, st, {associativity, precedence}, side) when not is_integer(arg) do
    {doc, st} = Formatter.doc(quoted, place, st)
    {parens_if(doc, side == :left or (associativity == :left and precedence > @capture_precedence)), st}
  end

  defp other_operand(quoted, place, st, _rank, _side), do: Formatter.doc(quoted, place, st)

  # ---- captures

  def capture(number, _place, st) when is_integer(number), do: {"&" <> Integer.to_string(number), st}

  def capture(arg, place, st) do
    {doc, st} = captured(arg, place, st)

    case to_text(doc) do
      <<char, _::binary>> when char == ?& or char in ?0..?9 -> {concat("& ", doc), st}
      _ -> {concat("&", doc), st}
    end
  end

  defp captured({:/, _, [{{:., _, [target, name]}, _, []}, {:__block__, _, [arity]}]}, _place, st) when is_atom(name) and is_integer(arity) do
    {doc, st} = Calls.target(target, st)
    {doc |> nest(1) |> concat(string(".#{Calls.name(name)}/#{arity}")), st}
  end

  defp captured({:/, _, [{name, _, context}, {:__block__, _, [arity]}]}, _place, st)
       when is_atom(name) and is_atom(context) and is_integer(arity),
       do: {string("#{name}/#{arity}"), st}

  defp captured(arg, place, st), do: Formatter.doc_in_parens(arg, place, st)

  # ---- attributes

  # @Foo.Bar is no attribute.
  def attribute(_meta, {:__aliases__, _, [_, _ | _]} = quoted, _place, st) do
    {doc, st} = Formatter.doc(quoted, :arg, st)
    {"@(" |> concat(doc) |> concat(")"), st}
  end

  def attribute(meta, {name, call, [_] = args} = quoted, place, st) when is_atom(name) and name not in [:__block__, :__aliases__] do
    if Macro.classify_atom(name) == :identifier do
      {doc, wrap?, st} = Calls.arguments(args, call, place, :unless_enclosed, false, st)
      {("@" <> Atom.to_string(name)) |> string() |> concat(doc) |> parens_if(wrap?), st}
    else
      unary(:@, meta, quoted, place, st)
    end
  end

  def attribute(meta, quoted, place, st), do: unary(:@, meta, quoted, place, st)
end
