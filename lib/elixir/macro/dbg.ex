defmodule Macro.Dbg do
  @moduledoc false

  # What dbg/2 makes of code. The code that is shown is rewritten so that it gives {sections, value}, where a section is
  # {title, rows} and a row {kind, code, value}; show/3 prints the sections and gives the value.
  #
  # title is nil, a text, or {text, remark}. The kinds of rows are :line, :pipe and :item (of a block).

  @binary_operators [:&&, :||, :and, :or]

  @doc false
  def code(code, options, env) do
    refuse(env.context)

    {:__block__, [],
     [
       {{:., [], [__MODULE__, :show]}, [], [header(env), traced(code, env), options]}
     ]}
  end

  defp refuse(nil), do: :ok

  defp refuse(:match) do
    raise ArgumentError,
          "invalid expression in match, dbg is not allowed in patterns " <>
            "such as function clauses, case clauses or on the left side of the = operator"
  end

  defp refuse(:guard) do
    raise ArgumentError,
          "invalid expression in guard, dbg is not allowed in guards. " <>
            "To learn more about guards, visit: https://hexdocs.pm/elixir/patterns-and-guards.html"
  end

  defp header(env) do
    [entry] = Macro.Env.stacktrace(%{env | file: env.file && Path.relative_to_cwd(env.file)})
    "[" <> Exception.format_stacktrace_entry(entry) <> "]"
  end

  # ---- code that tells what it does

  defp traced({:|>, _, [_, _]} = code, _env) do
    [{first, _} | calls] = Macro.unpipe(code)
    start = variable()

    {last, matches, rows} =
      Enum.reduce(calls, {start, [match(start, first)], [row(:line, first, start)]}, fn {call, position}, {last, matches, rows} ->
        value = variable()
        {value, [match(value, Macro.pipe(last, call, position)) | matches], [row(:pipe, call, value) | rows]}
      end)

    result(Enum.reverse(matches), [section(nil, Enum.reverse(rows))], last)
  end

  # Of a and b or c the left sides are told one after another; what is on the right is run in its place or not at all.
  defp traced({operator, _, [_, _]} = code, _env) when operator in @binary_operators do
    {last, matches, rows} = operands(code)
    result(Enum.reverse(matches), [section(nil, Enum.reverse(rows))], last)
  end

  defp traced({:__block__, _, [_ | _] = expressions}, _env) do
    values = Enum.map(expressions, fn _ -> variable() end)
    rows = Enum.zip_with(expressions, values, &row(:item, &1, &2))
    result(Enum.zip_with(values, expressions, &match/2), [section("Code block", rows)], List.last(values))
  end

  defp traced({:case, meta, [argument, [do: clauses]]} = code, _env) do
    {given, position, value} = {variable(), variable(), variable()}

    numbered =
      for {{:->, meta, [head, body]}, number} <- Enum.with_index(clauses, 1), do: {:->, meta, [head, {number, body}]}

    result(
      [match(given, argument), match({position, value}, {:case, meta, [given, [do: numbered]]})],
      [
        section("Case argument", [row(:line, argument, given)]),
        section({"Case expression", clause_remark(position)}, [row(:line, code, value)])
      ],
      value
    )
  end

  defp traced({:cond, meta, [[do: clauses]]} = code, _env) do
    {position, condition, tested, value} = {variable(), variable(), variable(), variable()}

    numbered =
      for {{:->, meta, [[head], body]}, number} <- Enum.with_index(clauses, 1) do
        truth = variable()
        {:->, meta, [[match(truth, head)], {:{}, [], [number, Macro.escape(head), truth, body]}]}
      end

    result(
      [match({:{}, [], [position, condition, tested, value]}, {:cond, meta, [[do: numbered]]})],
      [
        section({"Cond clause", clause_remark(position)}, [{:{}, [], [:line, condition, tested]}]),
        section("Cond expression", [row(:line, code, value)])
      ],
      value
    )
  end

  defp traced({:if, meta, [condition, branches]} = code, env) do
    case Macro.Env.lookup_import(env, {:if, 2}) do
      [macro: Kernel] ->
        {tested, value} = {variable(), variable()}

        result(
          [match(tested, condition), match(value, {:if, meta, [tested, branches]})],
          [section("If condition", [row(:line, condition, tested)]), section("If expression", [row(:line, code, value)])],
          value
        )

      _ ->
        plain(code)
    end
  end

  defp traced({:with, meta, [_ | _] = args} = code, _env) do
    case Enum.split(args, -1) do
      {[_ | _] = clauses, [[{:do, _} | _] = branches]} -> traced_with(code, meta, clauses, branches)
      _ -> plain(code)
    end
  end

  defp traced(code, _env), do: plain(code)

  defp plain(code) do
    value = variable()
    result([match(value, code)], [section(nil, [row(:line, code, value)])], value)
  end

  defp operands({operator, meta, [left, right]} = code) when operator in @binary_operators do
    {last, matches, rows} = operands(left)
    value = variable()
    {value, [match(value, {operator, meta, [last, right]}) | matches], [row(:line, code, value) | rows]}
  end

  defp operands(code) do
    value = variable()
    {value, [match(value, code)], [row(:line, code, value)]}
  end

  # The rows so far go along with what is matched: {rows, value}. So they are known wherever a clause does not match.
  defp traced_with(code, meta, clauses, branches) do
    none = variable()

    {clauses, rows} =
      Enum.flat_map_reduce(clauses, none, fn
        {:<-, meta, [pattern, expression]}, rows ->
          {value, all} = {variable(), variable()}

          told = {:__block__, [], [match(value, expression), {cons(row(:line, expression, value), rows), value}]}
          {[{:<-, meta, [with_rows(all, pattern), told]}], all}

        {:=, meta, [pattern, expression]}, rows ->
          {value, all} = {variable(), variable()}

          {[match(value, expression), {:=, meta, [pattern, value]}, match(all, cons(row(:line, expression, value), rows))], all}

        other, rows ->
          {[other], rows}
      end)

    {all, value} = {variable(), variable()}
    told = {:with, meta, clauses ++ [Enum.map(branches, &with_branch(&1, rows))]}

    result(
      [match(none, []), match({all, value}, told)],
      [
        {"With clauses", {{:., [], [:lists, :reverse]}, [], [all]}},
        section("With expression", [row(:line, code, value)])
      ],
      value
    )
  end

  defp with_rows(rows, {:when, meta, [pattern, guard]}), do: {:when, meta, [{rows, pattern}, guard]}
  defp with_rows(rows, pattern), do: {rows, pattern}

  defp with_branch({:do, body}, rows), do: {:do, {rows, body}}

  defp with_branch({:else, clauses}, _rows) do
    told =
      for {:->, meta, [[head], body]} <- clauses do
        rows = variable()
        {:->, meta, [[with_rows(rows, head)], {rows, body}]}
      end

    value = variable()
    unmatched = {:->, [generated: true], [[{{:_, [], nil}, value}], {{:., [], [:erlang, :error]}, [], [{:else_clause, value}]}]}
    {:else, told ++ [unmatched]}
  end

  defp with_branch(other, _rows), do: other

  defp variable, do: Macro.unique_var(:value, __MODULE__)
  defp match(left, right), do: {:=, [generated: true], [left, right]}
  defp row(kind, code, value), do: {:{}, [], [kind, Macro.escape(code), value]}
  defp section(title, rows), do: {title, rows}
  defp cons(head, tail), do: [{:|, [], [head, tail]}]
  defp clause_remark(position), do: quote(do: " (clause ##{unquote(position)} matched)")
  defp result(matches, sections, value), do: {:__block__, [], matches ++ [{sections, value}]}

  # ---- showing it

  @doc false
  def show(header, {sections, value}, options) do
    {location?, options} = Keyword.pop(options, :print_location, true)
    colors = if IO.ANSI.enabled?(), do: IO.ANSI.syntax_colors(), else: []
    options = Keyword.merge([width: 80, pretty: true, syntax_colors: colors], options)

    text = sections |> Enum.map(&section_text(&1, options)) |> Enum.intersperse("\n")
    text = if location?, do: [:cyan, :italic, header, :reset, "\n", text, "\n"], else: [text, "\n"]
    IO.write(IO.ANSI.format(text, options[:syntax_colors] != []))
    value
  end

  defp section_text({nil, rows}, options), do: Enum.map(rows, &row_text(&1, options))

  defp section_text({"Code block" = title, rows}, options),
    do: [underlined(title, options), ":\n(\n", Enum.map(rows, &row_text(&1, options)), ")\n"]

  defp section_text({{title, remark}, rows}, options),
    do: [underlined(title, options), remark, ":\n", Enum.map(rows, &row_text(&1, options))]

  defp section_text({title, rows}, options), do: section_text({{title, ""}, rows}, options)

  defp row_text({kind, code, value}, options) do
    before =
      case kind do
        :line -> []
        :item -> "  "
        :pipe -> [:faint, "|> ", :reset]
      end

    colors = Keyword.take(options, [:syntax_colors])
    source = Inspect.Algebra.format(Code.quoted_to_algebra(code, colors), 98)
    [before, :erlang.iolist_to_binary(source), :faint, " #=>", :reset, " ", inspect(value, options), "\n"]
  end

  defp underlined(title, options), do: if(options[:syntax_colors] != [], do: [:underline, title, :reset], else: title)
end
