defmodule Code.Formatter.Calls do
  @moduledoc false

  # Calls and their arguments, and all else that has elements between commas.

  import Inspect.Algebra
  import Code.Formatter.Shape
  alias Code.Formatter
  alias Code.Formatter.Sequence

  # Calls that are written without parentheses, with the numbers of their arguments.
  @bare [
    # special forms
    alias: 1,
    alias: 2,
    case: 2,
    cond: 1,
    for: :*,
    import: 1,
    import: 2,
    quote: 1,
    quote: 2,
    receive: 1,
    require: 1,
    require: 2,
    try: 1,
    with: :*,
    # Kernel
    def: 1,
    def: 2,
    defdelegate: 2,
    defexception: 1,
    defguard: 1,
    defguardp: 1,
    defmacro: 1,
    defmacro: 2,
    defmacrop: 1,
    defmacrop: 2,
    defmodule: 2,
    defoverridable: 1,
    defp: 1,
    defp: 2,
    defstruct: 1,
    destructure: 2,
    if: 2,
    raise: 1,
    raise: 2,
    reraise: 2,
    reraise: 3,
    unless: 2,
    use: 1,
    use: 2,
    # Record
    defrecord: 2,
    defrecord: 3,
    defrecordp: 2,
    defrecordp: 3,
    # tests
    assert: 1,
    assert: 2,
    assert_in_delta: 3,
    assert_in_delta: 4,
    assert_raise: 2,
    assert_raise: 3,
    assert_receive: 1,
    assert_receive: 2,
    assert_receive: 3,
    assert_received: 1,
    assert_received: 2,
    doctest: 1,
    doctest: 2,
    refute: 1,
    refute: 2,
    refute_in_delta: 3,
    refute_in_delta: 4,
    refute_receive: 1,
    refute_receive: 2,
    refute_receive: 3,
    refute_received: 1,
    refute_received: 2,
    setup: 1,
    setup: 2,
    setup_all: 1,
    setup_all: 2,
    test: 1,
    test: 2,
    # configuration
    config: 2,
    config: 3,
    import_config: 1
  ]

  @sections [:rescue, :catch, :else, :after]

  @doc "The calls that are written without parentheses."
  def bare(), do: @bare

  @doc "True for a call that is written without parentheses."
  def bare?(name, arity, bare), do: arity > 0 and Enum.any?(bare, fn {key, count} -> key == name and count in [:*, arity] end)

  # ---- calls

  # Parentheses are left out: :never, for a :sole_section (a do-block without other arguments), :with_sections (any do-block),
  # or :unless_enclosed (always, but inside of other arguments).
  @doc "A call of a function by its name."
  def local(name, meta, args, place, st) do
    bare =
      cond do
        has?(meta, :closing) -> :sole_section
        bare?(name, length(args), st.bare_calls) -> :unless_enclosed
        true -> :with_sections
      end

    {doc, wrap?, st} = arguments(args, meta, place, bare, true, st)
    {name |> Atom.to_string() |> string() |> colored(:call, st) |> concat(doc) |> parens_if(wrap?), st}
  end

  @doc "Any other call."
  def remote({{:., _, [target, :{}]}, meta, args}, _place, st) do
    {target, st} = target(target, st)
    {tuple, st} = Formatter.tuple(meta, args, :break, st)
    {target |> concat(".") |> concat(tuple), st}
  end

  def remote({{:., _, [target]}, meta, args}, place, st) do
    {target, st} = target(target, st)
    {doc, wrap?, st} = arguments(args, meta, place, :with_sections, true, st)
    {target |> concat(".") |> concat(doc) |> parens_if(wrap?), st}
  end

  def remote({{:., _, [target, name]}, meta, args}, place, st) when is_atom(name) do
    {doc, st} = target(target, st)
    doc = doc |> concat(".") |> concat(name |> name() |> string() |> colored(:call, st))

    if args == [] and not module?(target) and not has?(meta, :closing) do
      {doc, st}
    else
      {args, wrap?, st} = arguments(args, meta, place, :with_sections, true, st)
      {doc |> concat(args) |> parens_if(wrap?), st}
    end
  end

  def remote({target, meta, args}, place, st) do
    {target, st} = Formatter.doc(target, :bare_arg, st)
    {doc, wrap?, st} = arguments(args, meta, place, :never, true, st)
    {target |> concat(doc) |> parens_if(wrap?), st}
  end

  @doc "What stands in front of a dot."
  def target({:fn, _, [_ | _]} = quoted, st) do
    {doc, st} = Formatter.doc(quoted, :bare_arg, st)
    {parens(doc), st}
  end

  def target(quoted, st), do: Formatter.doc_in_parens(quoted, :bare_arg, st)

  defp module?({:__MODULE__, _, context}) when is_atom(context), do: true
  defp module?({:__block__, _, [atom]}) when is_atom(atom), do: true
  defp module?({:__aliases__, _, _}), do: true
  defp module?(_target), do: false

  @doc "The name of a function behind a dot; escapes in it are as they were written."
  def name(atom) do
    text = Atom.to_string(atom)

    case Code.Identifier.classify(atom) do
      kind when kind in [:identifier, :operator, :quoted_operator] -> text
      _ -> "\"" <> String.replace(text, "\"", "\\\"") <> "\""
    end
  end

  # ---- arguments

  @doc """
  The arguments of a call: `{doc, wrap?, state}`, where wrap? says that the call with them needs parentheses around it.
  keywords? says whether a keyword list at the end may lose its brackets.
  """
  def arguments([], meta, _place, _bare, _keywords?, st) do
    {doc, _, st} = elements([], meta, :break, st, &{&1, &2})
    {between("(", doc, ")"), false, st}
  end

  def arguments(args, meta, place, bare, keywords?, st) do
    {others, last} = split_last(args)

    case sections(meta, last, st) do
      nil ->
        bare? = bare == :unless_enclosed and place in [:statement, :operand, :bare_only_arg, :only_arg]
        {doc, st} = plain(meta, args, bare?, keywords?, empty(), st)
        {doc, false, st}

      sections ->
        {doc, st} =
          case others do
            [] when bare == :never -> {"() do", st}
            [] -> {" do", st}
            _ -> plain(meta, others, bare not in [:never, :sole_section], keywords?, " do", st)
          end

        {sections, st} = sections_doc(sections, st)
        {doc |> concat(sections) |> line("end") |> force_unfit(), place in [:bare_arg, :bare_only_arg], st}
    end
  end

  # Arguments with what stands behind them on the same line.
  defp plain(meta, args, bare?, keywords?, tail, st) do
    {others, last} = split_last(args)
    {pairs?, last} = pairs(last, keywords?, bare?, st)
    place = argument_place(others == [] and not pairs?, bare?)
    args = if pairs?, do: others ++ last, else: others ++ [last]
    lines? = match?([_, _ | _], args) and broken?(meta, st)
    apart? = others != [] and pairs? and not Enum.any?(args, &match?({:<-, _, [_, _]}, &1))

    {doc, opens?, st} =
      if apart?,
        do: arguments_and_pairs(others, last, meta, bare?, lines?, place, st),
        else: arguments_alone(args, last, meta, bare?, lines?, place, st)

    doc =
      cond do
        apart? and bare? -> " " |> concat(doc) |> nest(2) |> concat(tail) |> group()
        bare? -> " " |> concat(doc) |> concat(tail) |> group()
        true -> "(" |> concat(break("")) |> nest(2, :break) |> concat(doc) |> concat(tail) |> group()
      end

    {if(opens?, do: next_break_fits(doc, :disabled), else: doc), st}
  end

  defp argument_place(true, true), do: :bare_only_arg
  defp argument_place(true, false), do: :only_arg
  defp argument_place(false, true), do: :bare_arg
  defp argument_place(false, false), do: :arg

  defp arguments_alone(args, last, meta, bare?, lines?, place, st) do
    join = if each_on_a_line?(args) or lines?, do: :line, else: :break
    opens? = join == :break and opens?(last, st)
    ending = if opens?, do: :opens, else: :none
    {doc, _, st} = elements(args, meta, join, st, &Formatter.doc(&1, place, &2), bare?, ending)

    # What stands behind a sole argument belongs to its line.
    doc = ungrouped(doc)
    {if(bare?, do: nest(doc, :cursor, :break), else: doc |> nest(2, :break) |> concat(break("")) |> concat(")")), opens?, st}
  end

  # Arguments and a keyword list behind them, which may stand on lines of its own.
  defp arguments_and_pairs(others, pairs, meta, bare?, lines?, place, st) do
    fun = &Formatter.doc(&1, place, &2)
    join = if each_on_a_line?(others) or lines?, do: :line, else: :break
    {left, _, st} = elements(others, Keyword.delete(meta, :closing), join, st, fun, bare?, :comma)

    join = if each_on_a_line?(pairs) or each_on_a_line?(others ++ pairs) or lines?, do: :line, else: :break
    {right, _, st} = elements(pairs, meta, join, st, fun)
    right = concat(if(join == :line, do: line(), else: break()), right)

    doc =
      if bare? do
        left |> concat(next_break_fits(group(right, :inherit), :enabled)) |> nest(:cursor, :break)
      else
        right = right |> nest(2, :break) |> concat(break("")) |> concat(")") |> group(:inherit) |> next_break_fits(:enabled)
        concat(nest(left, 2, :break), right)
      end

    {doc, true, st}
  end

  # Whether the last argument is a keyword list without brackets, and its pairs.
  defp pairs([_ | _] = list, _keywords?, _bare?, _st), do: {keyword?(list), list}

  defp pairs({:__block__, meta, [[{{_, key, _}, _} | _] = list]} = quoted, true, bare?, st) do
    # A comment between the bracket and the first key would lose its place.
    held? = bare? and match?([%{line: line} | _] when is_integer(line), comments_up_to(st, line_of(meta), line_of(key)))
    if keyword?(list) and not held?, do: {true, list}, else: {false, quoted}
  end

  defp pairs(quoted, _keywords?, _bare?, _st), do: {false, quoted}

  defp comments_up_to(st, first, last), do: st.comments |> Enum.drop_while(&(&1.line <= first)) |> Enum.take(1) |> Enum.filter(&(&1.line <= last))

  @doc "True when arguments, two or more, were written each on a line of its own."
  def each_on_a_line?([_ | _] = args), do: on_lines(args, []) >= 2
  def each_on_a_line?(_args), do: false

  # The number of lines on which arguments begin; 0 when two begin on the same.
  defp on_lines([[arg | _] | rest], lines), do: on_lines([arg | rest], lines)
  defp on_lines([{{_, meta, _}, _} | rest], lines), do: on_lines(rest, meta[:line], lines)
  defp on_lines([{_, meta, _} | rest], lines), do: on_lines(rest, meta[:line], lines)
  defp on_lines([], lines), do: length(lines)

  defp on_lines(rest, nil, lines), do: on_lines(rest, lines)
  defp on_lines(rest, line, lines), do: if(line in lines, do: 0, else: on_lines(rest, [line | lines]))

  # ---- do-blocks

  # The sections of a do-block as {key, first line, last line, code}; nil when the argument is none.
  defp sections(meta, [{{:__block__, _, [:do]}, _} | rest] = pairs, st) do
    if has?(meta, :do) or (st.do_blocks? and Enum.all?(rest, fn {{:__block__, _, [key]}, _} -> key in @sections end)) do
      starts = for {{:__block__, meta, [_]}, _} <- pairs, do: line_of(meta)

      for {{{:__block__, _, [key]}, code}, first, last} <- zip3(pairs, starts, tl(starts) ++ [end_line(meta)]),
          do: {key, first, last, code}
    end
  end

  defp sections(_meta, _last, _st), do: nil

  defp zip3([a | as], [b | bs], [c | cs]), do: [{a, b, c} | zip3(as, bs, cs)]
  defp zip3([], [], []), do: []

  defp sections_doc([{:do, first, last, code} | rest], st) do
    {doc, st} = section(empty(), first, last, code, st)

    Enum.reduce(rest, {doc, st}, fn {key, first, last, code}, {acc, st} ->
      {doc, st} = section(Atom.to_string(key), first, last, code, st)
      {line(acc, doc), st}
    end)
  end

  defp section(key, first, last, code, st) do
    case Formatter.clauses(code, first, last, st) do
      {:doc_nil, st} -> {key, st}
      {doc, st} -> {key |> line(doc) |> nest(2), st}
    end
  end

  # ---- elements

  @doc """
  Elements with commas between them. They are joined by `:line`, `:break` or `:flex` breaks; comments make them stand on lines.
  Returns the document, how they were joined, and the state.

  bare? says that there is no delimiter in front of them. The ending says what comes with the last: `:none`, `:comma`,
  or `:opens` when it may open at the end of the line.
  """
  def elements(elements, meta, join, st, fun, bare? \\ false, ending \\ :none) do
    laid = fn element, rest, st ->
      {doc, st} = fun.(element, st)
      {{ended(doc, if(rest == [], do: ending, else: :comma)), empty(), 1}, st}
    end

    # No comment can stand above the first when nothing stands in front of it.
    {elements, done, st} =
      case elements do
        [first | rest] when bare? ->
          {entry, st} = laid.(first, rest, st)
          {rest, [entry], st}

        _ ->
          {elements, [], st}
      end

    {docs, commented?, st} = Sequence.layout(elements, done, line_of(meta), closing_line(meta), st, laid)

    cond do
      docs == [] -> {empty(), :empty, st}
      commented? or join == :line -> {docs |> join_lines() |> force_unfit(), :line, st}
      join == :break -> {join_breaks(docs), :break, st}
      join == :flex -> {join_flex(docs), :flex, st}
    end
  end

  defp ended(doc, :comma), do: append(doc, ",")
  defp ended(doc, :opens), do: next_break_fits(doc, :enabled)
  defp ended(doc, :none), do: doc
end
