defmodule Code.Formatter do
  @moduledoc false

  # Quoted code as a document of Inspect.Algebra.
  #
  # The code is in the form that the formatter's reader gives: literals stand in blocks of their own, with what they looked
  # like in their metadata, and escapes in strings are as they were written. Code.Normalizer brings other code into this form.
  #
  # A function that makes a document takes the place where the code stands, and the state; it returns the document
  # and the state. The places are :statement, :operand, and as arguments :arg and :only_arg in
  # parentheses, :bare_arg and :bare_only_arg without.

  import Inspect.Algebra, except: [surround: 3, format: 2]
  import Code.Formatter.Shape
  alias Code.Formatter.{Calls, Literals, Operators, Sequence}

  @doc "A document that writes quoted code."
  def to_algebra(quoted, opts \\ []) do
    {doc, _st} = block(quoted, before(), behind(), state(opts))
    doc
  end

  @doc "Formats source text: iodata without a line end at its end."
  def format_string!(string, opts) do
    reading = [unescape: false, literal_encoder: &{:ok, {:__block__, &2, [&1]}}, token_metadata: true, emit_warnings: false]
    {quoted, comments} = Code.string_to_quoted_with_comments!(string, reading ++ opts)
    quoted |> to_algebra([comments: comments] ++ opts) |> Inspect.Algebra.format(Keyword.get(opts, :line_length, 98))
  end

  defp state(opts) do
    migrate = Keyword.get(opts, :migrate, false)

    %{
      comments: opts |> Keyword.get(:comments, []) |> Sequence.comments(),
      bare_calls: Keyword.get(opts, :locals_without_parens, []) ++ Calls.bare(),
      do_blocks?: Keyword.get(opts, :force_do_end_blocks, false),
      sigils: opts |> Keyword.get(:sigils, []) |> sigils(),
      file: Keyword.get(opts, :file),
      charlists?: Keyword.get(opts, :migrate_charlists_as_sigils, migrate),
      modifiers?: Keyword.get(opts, :migrate_bitstring_modifiers, migrate),
      unless?: Keyword.get(opts, :migrate_unless, migrate),
      inspect_opts: %Inspect.Opts{syntax_colors: Keyword.get(opts, :syntax_colors, [])},
      # Whether the line breaks of the text count for nothing, and how far the right side of an operator is indented.
      flat?: false,
      indent: 2
    }
  end

  defp sigils(sigils) do
    Map.new(sigils, fn {name, fun} ->
      if is_atom(name) and is_function(fun, 2) and upcase?(Atom.to_string(name)) do
        {Atom.to_string(name), fun}
      else
        raise ArgumentError,
              ":sigils must be a keyword list with uppercased atoms as keys and an " <>
                "anonymous function expecting two arguments as value, got: #{inspect(sigils)}"
      end
    end)
  end

  defp upcase?(text), do: for(<<char <- text>>, char not in ?A..?Z, do: char) == []

  # ---- blocks

  @doc "Code between two lines that may be several statements."
  def block([{:->, _, _} | _] = clauses, first, last, st), do: paren_clauses(clauses, first, last, st)
  def block({:__block__, _, []}, first, last, st), do: statements([], first, last, st)
  def block({:__block__, _, [_, _ | _] = statements}, first, last, st), do: statements(statements, first, last, st)
  def block(statement, first, last, st), do: statements([statement], first, last, st)

  defp statements(statements, first, last, st) do
    fun = fn {kind, meta, _} = statement, _rest, st ->
      {doc, st} = doc(statement, :statement, st)
      # Attributes stay close to what follows them.
      {{doc, if(kind == :@, do: empty(), else: break("")), meta[:end_of_expression][:newlines] || 1}, st}
    end

    case Sequence.layout(statements, [], first, last, st, fun) do
      {[], _, st} -> {empty(), st}
      {[doc], _, st} -> {doc, st}
      {docs, _, st} -> {docs |> join_lines() |> force_unfit(), st}
    end
  end

  # ---- expressions

  @doc "The document of code in a place."
  def doc({:"$patterns", _, [patterns]}, _place, st) do
    {doc, st} = patterns(patterns, st)
    {group(doc), st}
  end

  def doc({:"$segment", _, [segment, last]}, _place, st), do: Literals.segment({segment, -1}, last, st)
  def doc({name, _, context}, _place, st) when is_atom(name) and is_atom(context), do: {name |> Atom.to_string() |> string() |> colored(:variable, st), st}
  def doc({:<<>>, meta, parts}, _place, st), do: Literals.binary(meta, parts, st)

  def doc({{:., _, [List, :to_charlist]}, meta, [parts]} = quoted, place, st),
    do: if(list_interpolated?(parts), do: Literals.charlist(meta, parts, st), else: Calls.remote(quoted, place, st))

  def doc({{:., _, [:erlang, :binary_to_atom]}, _, [{:<<>>, _, parts}, :utf8]} = quoted, place, st),
    do: if(interpolated?(parts), do: Literals.interpolation(parts, "\"", ":\"", "\"", st), else: Calls.remote(quoted, place, st))

  def doc({{:., _, [Access, :get]}, meta, [target, key]}, _place, st) do
    {target, st} = Calls.target(target, st)
    {key, st} = list(meta, if(keyword?(key), do: key, else: [key]), st)
    {concat(target, key), st}
  end

  def doc({:%, _, [name, {:%{}, meta, args}]}, _place, st) do
    {name, st} = doc(name, :arg, st)
    map(name, meta, args, st)
  end

  def doc({:%{}, meta, args}, _place, st), do: map(empty(), meta, args, st)
  def doc({:{}, meta, args}, _place, st), do: tuple(meta, args, :flex, st)
  def doc({:__block__, meta, [{left, right}]}, _place, st), do: tuple(meta, [left, right], :flex, st)
  def doc({:__block__, _, [[{:->, _, _} | _] = clauses]}, _place, st), do: paren_clauses(clauses, behind(), before(), st)

  def doc({:__block__, meta, [list]}, _place, st) when is_list(list),
    do: if(meta[:delimiter] in ["'", "'''"], do: Literals.plain_charlist(meta, list, st), else: list(meta, list, st))

  def doc({:__block__, meta, [literal]}, _place, st) when is_binary(literal) or is_atom(literal) or is_number(literal),
    do: {Literals.plain(literal, meta, st), st}

  def doc({:__block__, _, [{:unquote_splicing, meta, [_] = args}]}, place, st) do
    {doc, st} = Calls.local(:unquote_splicing, meta, args, place, st)
    {parens(doc), st}
  end

  def doc({:__block__, _, [quoted]}, place, st), do: doc(quoted, place, st)
  def doc({:__block__, _, []}, _place, st), do: {colored("nil", nil, st), st}

  def doc({:__block__, meta, statements} = quoted, _place, st) when is_list(statements) do
    {doc, st} = block(quoted, line_of(meta), closing_line(meta), st)
    {between("(", doc, ")"), st}
  end

  def doc({:__aliases__, _, [first | rest]}, place, st) do
    {doc, st} = if is_atom(first), do: {Atom.to_string(first), st}, else: doc_in_parens(first, place, st)
    {rest |> Enum.reduce(doc, &concat(&2, "." <> Atom.to_string(&1))) |> colored(:atom, st), st}
  end

  def doc({:&, _, [arg]}, place, st), do: Operators.capture(arg, place, st)
  def doc({:@, meta, [arg]}, place, st), do: Operators.attribute(meta, arg, place, st)
  def doc({:not, meta, [{:in, _, [left, right]}]}, place, st), do: Operators.binary(:in, "not in", meta, left, right, place, st)

  # ---- unless, which may become if

  def doc({kind, _, [{:unless, _, _}, _]} = quoted, place, %{unless?: true} = st) when kind in [:defmacro, :defmacrop],
    do: doc(quoted, place, %{st | unless?: false})

  def doc({:unless, meta, [condition, blocks]}, place, %{unless?: true} = st), do: doc({:if, meta, [negated(condition), blocks]}, place, st)

  def doc({:|>, meta, [condition, {:unless, call, [blocks]}]}, place, %{unless?: true} = st) do
    condition =
      if match?({:|>, _, _}, condition),
        do: {:|>, [], [condition, {{:., [], [Kernel, :!]}, [closing: []], []}]},
        else: negated(condition)

    doc({:|>, meta, [condition, {:if, call, [blocks]}]}, place, st)
  end

  # ---- ranges, functions, calls

  def doc({:.., _, []}, place, st), do: {if(place in [:bare_arg, :bare_only_arg], do: "(..)", else: ".."), st}
  def doc({:..., _, []}, _place, st), do: {"...", st}
  def doc({:"..//", meta, [first, last, step]}, place, st), do: doc({:"//", meta, [{:.., meta, [first, last]}, step]}, place, st)
  def doc({:fn, meta, [_ | _] = clauses}, _place, st), do: function(clauses, line_of(meta), closing_line(meta), broken?(meta, st), st)

  def doc({name, meta, args}, place, st) when is_atom(name) and is_list(args) do
    with :error <- Literals.sigil(name, meta, args, st),
         :error <- Operators.maybe(name, meta, args, place, st),
         do: Calls.local(name, meta, args, place, st)
  end

  def doc({_, _, args} = quoted, place, st) when is_list(args), do: Calls.remote(quoted, place, st)

  # ---- the inside of keyword lists and maps

  def doc(list, place, st) when is_list(list), do: comma_separated(list, place, st)

  def doc({key, value}, place, st) do
    {key, arrow, st} = pair_key(key, place, st)
    {doc, st} = doc(value, place, st)
    {opening(doc, opens?(value, st), &concat(group(key), group(nest(glue(arrow, group(&1)), 2, :break)))), st}
  end

  # Other terms that a macro put into the code.
  def doc(other, _place, st), do: {inspect(other, printable_limit: :infinity), st}

  defp pair_key(key, place, st) do
    if key?(key) do
      {doc, st} = Literals.key(key, st)
      {doc, "", st}
    else
      {doc, st} = doc(key, place, st)
      {parens_if(doc, binary?(key)), " =>", st}
    end
  end

  defp comma_separated([first | rest], place, st) do
    Enum.reduce(rest, doc(first, place, st), fn next, {acc, st} ->
      {doc, st} = doc(next, place, st)
      {glue(concat(acc, ","), doc), st}
    end)
  end

  @doc "Like `doc/3`, with parentheses around operators."
  def doc_in_parens(quoted, place, st) do
    {doc, st} = doc(quoted, place, st)
    {parens_if_operator(doc, quoted), st}
  end

  # ---- containers

  defp list(meta, elements, st) do
    {doc, _, st} = Calls.elements(elements, meta, if(broken?(meta, st), do: :line, else: :break), st, &doc(&1, :arg, &2))
    {between(colored("[", :list, st), doc, colored("]", :list, st)), st}
  end

  defp map(name, meta, [{:|, _, [base, pairs]}], st) do
    {doc, st} = doc(base, :arg, st)
    {pairs, st} = map_elements(meta, pairs, st)
    braces(name, doc |> parens_if(binary?(base)) |> glue(concat("| ", nest(pairs, 2))), st)
  end

  defp map(name, meta, pairs, st) do
    {doc, st} = map_elements(meta, pairs, st)
    braces(name, doc, st)
  end

  defp map_elements(meta, pairs, st) do
    {doc, _, st} = Calls.elements(pairs, meta, if(broken?(meta, st), do: :line, else: :break), st, &doc(&1, :arg, &2))
    {doc, st}
  end

  defp braces(name, doc, st) do
    open = "%" |> concat(name) |> concat("{") |> colored(:map, st)
    {between(open, doc, colored("}", :map, st)), st}
  end

  @doc "A tuple; its elements are joined by `:break` or `:flex` breaks."
  def tuple(meta, elements, join, st) do
    {doc, join, st} = Calls.elements(elements, meta, if(broken?(meta, st), do: :line, else: join), st, &doc(&1, :arg, &2))
    open = colored("{", :tuple, st)
    close = colored("}", :tuple, st)
    if join == :flex, do: {open |> concat(doc) |> nest(1) |> concat(close) |> group(), st}, else: {between(open, doc, close), st}
  end

  # ---- clauses

  # fn ... end
  defp function([{:->, meta, [[], body]}] = clauses, _first, last, _broken?, st) do
    {body, st} = block(body, line_of(meta), last, st)
    {fun_end("fn ->", body, clauses, st), st}
  end

  defp function([{:->, meta, [patterns, body]}] = clauses, _first, last, false, st) do
    {head, st} = head(patterns, line_of(meta), st)
    {body, st} = block(body, line_of(meta), last, st)
    head = head |> ungrouped() |> concat(" ->") |> nest(:cursor) |> group()
    {fun_end(concat("fn ", head), body, clauses, st), st}
  end

  defp function(clauses, first, last, _broken?, st) do
    {doc, st} = clauses(clauses, first, last, st)
    {"fn" |> line(doc) |> nest(2) |> line("end") |> force_unfit(), st}
  end

  defp fun_end(head, body, clauses, st) do
    separator = if several_lines?(clauses, st), do: line(), else: break()
    head |> concat(separator) |> concat(body) |> nest(2) |> concat(separator) |> concat("end") |> unfit(clauses, st) |> group()
  end

  # (... -> ...)
  defp paren_clauses([{:->, meta, [[], body]}] = clauses, _first, last, st) do
    {body, st} = block(body, line_of(meta), last, st)
    {"(-> " |> concat(nest(body, :cursor)) |> concat(")") |> unfit(clauses, st) |> group(), st}
  end

  defp paren_clauses([{:->, meta, [patterns, body]}] = clauses, _first, last, st) do
    {head, st} = head(patterns, line_of(meta), st)
    {body, st} = block(body, line_of(meta), last, st)
    separator = if several_lines?(clauses, st), do: line(), else: break()
    head = head |> ungrouped() |> concat(" ->") |> group()
    {head |> concat(nest(concat(separator, body), 2)) |> parens() |> unfit(clauses, st) |> group(), st}
  end

  defp paren_clauses(clauses, first, last, st) do
    {doc, st} = clauses(clauses, first, last, st)
    {"(" |> line(doc) |> nest(2) |> line(")") |> force_unfit(), st}
  end

  defp several_lines?(clauses, st) do
    Enum.any?(clauses, fn {:->, meta, [_, body]} -> broken?(meta, st) or match?({:__block__, _, [_, _ | _]}, body) end)
  end

  defp unfit(doc, clauses, st), do: if(several_lines?(clauses, st), do: force_unfit(doc), else: doc)

  @doc "The clauses of a section between two lines, or its statements."
  def clauses([{:->, _, _} | _] = clauses, first, last, st) do
    # Nothing closes the last clause but the end of the section.
    {others, {:->, meta, args}} = split_last(clauses)

    {docs, st} = Enum.map_reduce(others ++ [{:->, [closing: [line: last]] ++ meta, args}], st, &clause(&1, first, &2))
    [doc | docs] = docs
    # An empty line stands between clauses when they take several.
    doc = Enum.reduce(docs, doc, fn next, acc -> acc |> concat(nest(break(""), :reset)) |> line(next) end)
    {doc |> unfit(clauses, st) |> group(), st}
  end

  def clauses(body, first, last, st) do
    case block(body, first, last, st) do
      {:doc_nil, st} -> {empty(), st}
      {doc, st} -> {group(doc), st}
    end
  end

  defp clause({:->, meta, [[], body]}, _first, st) do
    {body, st} = block(body, line_of(meta), closing_line(meta), st)
    {"() ->" |> glue(body) |> nest(2), st}
  end

  defp clause({:->, meta, [patterns, body]}, first, %{indent: indent} = st) do
    {head, st} = head(patterns, first, %{st | indent: indent + 2})
    {body, st} = block(body, first, closing_line(meta), %{st | indent: indent})
    {head |> ungrouped() |> concat(" ->") |> group() |> concat(nest(concat(break(), body), 2)), st}
  end

  defp head(patterns, first, st) do
    fun = fn patterns, _rest, st ->
      {doc, st} = patterns(patterns, st)
      {{doc, empty(), 1}, st}
    end

    {docs, commented?, st} = Sequence.layout([patterns], [], first, before(), st, fun)
    {if(commented?, do: join_lines(docs), else: join_breaks(docs)), st}
  end

  defp patterns([], st), do: {"()", st}

  defp patterns([{:when, meta, args}], st) do
    {patterns, guard} = split_last(args)
    patterns = Enum.map(patterns, &if(match?([_ | _], &1), do: {:__block__, [], [&1]}, else: &1))
    Operators.binary(:when, "when", meta, {:"$patterns", meta, [patterns]}, guard, :bare_arg, st)
  end

  defp patterns(patterns, st), do: comma_separated(patterns, :bare_arg, st)

  # ---- conditions

  @opposites %{==: :!=, !=: :==, ===: :!==, !==: :===}
  @tests [:is_atom, :is_binary, :is_boolean, :is_exception, :is_float, :is_function, :is_integer, :is_list, :is_map, :is_nil] ++
           [:is_non_struct_map, :is_number, :is_pid, :is_port, :is_reference, :is_struct, :is_tuple]

  # A condition as `if` takes it where `unless` had it.
  defp negated({op, _, [condition]}) when op in [:!, :not], do: condition
  defp negated({op, meta, [left, right]}) when is_map_key(@opposites, op), do: {@opposites[op], meta, [left, right]}
  defp negated({op, _, [_, _]} = condition) when op in [:>, :>=, :<, :<=, :in], do: {:not, [], [condition]}
  defp negated({name, _, [_ | _]} = condition) when name in @tests, do: {:not, [], [condition]}
  defp negated(condition), do: {:!, [], [condition]}
end
