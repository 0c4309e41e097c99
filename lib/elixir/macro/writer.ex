defmodule Macro.Writer do
  @moduledoc false

  # Quoted code as source on as few lines as blocks allow, each part of which a function sees and may change: what the deprecated
  # Macro.to_string/2 does.

  @sections [:do, :rescue, :catch, :else, :after]

  def text({left, right}, fun), do: text({:{}, [], [left, right]}, fun)
  def text(code, fun), do: fun.(code, write(code, fun))

  defp write({name, _, context}, _fun) when is_atom(name) and is_atom(context), do: Atom.to_string(name)
  defp write({:__aliases__, _, parts}, fun), do: Enum.map_join(parts, ".", &callee(&1, fun))
  defp write({:__block__, _, [only]}, fun), do: text(only, fun)
  defp write({:__block__, _, _} = block, fun), do: "(\n  " <> indent(lines(block, fun)) <> "\n)"
  defp write({:{}, _, elements}, fun), do: "{" <> list(elements, fun) <> "}"
  defp write({:%{}, _, pairs}, fun), do: "%{" <> pairs(pairs, fun) <> "}"
  defp write({:%, _, [name, {:%{}, _, pairs}]}, fun), do: "%" <> text(name, fun) <> "{" <> pairs(pairs, fun) <> "}"

  defp write({:<<>>, _, parts} = code, fun) do
    if interpolated?(code), do: interpolate(parts, "\"", "\"", fun), else: "<<" <> Enum.map_join(parts, ", ", &segment(&1, fun)) <> ">>"
  end

  # ---- functions and arrows

  defp write({:fn, _, [{:->, _, [_, {:__block__, _, _}]}] = clauses}, fun), do: "fn " <> lines(clauses, fun) <> "\nend"
  defp write({:fn, _, [{:->, _, _} = clause]}, fun), do: "fn " <> arrow(clause, fun, false) <> " end"
  defp write({:fn, _, clauses}, fun), do: "fn\n  " <> indent(lines(clauses, fun)) <> "\nend"
  defp write([{:->, _, _} | _] = clauses, fun), do: "(" <> Enum.map_join(clauses, "; ", &arrow(&1, fun, true)) <> ")"

  defp write({:when, _, [left, right]}, fun) do
    right = if right != [] and Keyword.keyword?(right), do: keywords(right, fun), else: operand(right, :when, :right, fun)
    operand(left, :when, :left, fun) <> " when " <> right
  end

  defp write({:when, _, [_, _ | _] = args}, fun) do
    {left, [guard]} = Enum.split(args, -1)
    "(" <> list(left, fun) <> ") when " <> text(guard, fun)
  end

  defp write({:&, _, [{:/, _, [{name, _, context}, arity]}]}, fun) when is_atom(name) and is_atom(context) and is_integer(arity),
    do: "&" <> Atom.to_string(name) <> "/" <> text(arity, fun)

  defp write({:&, _, [{:/, _, [{{:., _, [module, name]}, _, []}, arity]}]}, fun) when is_atom(name) and is_integer(arity),
    do: "&" <> text(module, fun) <> "." <> Atom.to_string(name) <> "/" <> text(arity, fun)

  defp write({:&, _, [body]}, fun) when not is_integer(body), do: "&(" <> text(body, fun) <> ")"

  # ---- calls

  defp write({:not, _, [{:in, _, [left, right]}]}, fun), do: text(left, fun) <> " not in " <> text(right, fun)

  defp write({{:., _, [Access, :get]}, _, [left, key]}, fun) do
    left = if operation?(left), do: "(" <> text(left, fun) <> ")", else: text(left, fun)
    left <> text([key], fun)
  end

  defp write({{:., _, [left, :{}]}, _, args}, fun), do: text(left, fun) <> ".{" <> arguments(args, fun) <> "}"

  defp write({{:., _, [left, _]} = target, meta, []}, fun) do
    if is_tuple(left) and meta[:no_parens], do: callee(target, fun), else: callee(target, fun) <> "()"
  end

  defp write({:"..//", _, [first, last, step]}, fun),
    do: operand(first, :.., :left, fun) <> ".." <> operand(last, :.., :right, fun) <> "//" <> operand(step, :.., :right, fun)

  defp write({target, meta, args}, fun) when is_list(args) do
    cond do
      prefix?(target, args) -> prefix(target, hd(args), fun)
      infix?(target, args) -> infix(target, args, fun)
      true -> sigil(target, meta, args, fun) || call(target, args, fun)
    end
  end

  # ---- values

  defp write([], _fun), do: "[]"

  defp write(list, fun) when is_list(list) do
    cond do
      :io_lib.printable_list(list) ->
        {escaped, _} = Code.Identifier.escape(List.to_string(list), ?")
        IO.iodata_to_binary(["~c\"", escaped, "\""])

      Inspect.List.keyword?(list) ->
        "[" <> keywords(list, fun) <> "]"

      true ->
        "[" <> list(list, fun) <> "]"
    end
  end

  defp write(value, _fun), do: inspect(value, limit: :infinity, printable_limit: :infinity)

  # ---- parts of calls

  defp call(target, args, fun) do
    {first, last} = Enum.split(args, -1)

    case {first, last} do
      {[], [sections]} when is_list(sections) -> if sections?(sections), do: callee(target, fun) <> sections(sections, fun), else: applied(target, args, fun)
      {first, [sections]} -> if sections?(sections), do: applied(target, first, fun) <> sections(sections, fun), else: applied(target, args, fun)
      _ -> applied(target, args, fun)
    end
  end

  defp applied(target, args, fun), do: callee(target, fun) <> "(" <> arguments(args, fun) <> ")"

  defp callee(name, _fun) when is_atom(name), do: Atom.to_string(name)
  defp callee({:., _, [left]}, fun), do: receiver(left, fun) <> "."
  defp callee({:., _, [left, name]}, fun) when is_atom(name), do: receiver(left, fun) <> "." <> Macro.inspect_atom(:remote_call, name)
  defp callee({:., _, [left, right]}, fun), do: receiver(left, fun) <> "." <> callee(right, fun)
  defp callee(other, fun), do: text(other, fun)

  defp receiver(module, _fun) when is_atom(module), do: inspect(module)
  defp receiver({:&, _, [body]} = code, fun) when not is_integer(body), do: "(" <> text(code, fun) <> ")"
  defp receiver({:fn, _, _} = code, fun), do: "(" <> text(code, fun) <> ")"

  defp receiver({_, _, [_ | _] = args} = code, fun) do
    if sections?(List.last(args)), do: "(" <> text(code, fun) <> ")", else: text(code, fun)
  end

  defp receiver(code, fun), do: text(code, fun)

  # Keywords at the end of the arguments have no brackets.
  defp arguments(args, fun) do
    {first, last} = Enum.split(args, -1)

    case last do
      [[_ | _] = pairs] ->
        if Inspect.List.keyword?(pairs), do: Enum.join(Enum.map(first, &text(&1, fun)) ++ [keywords(pairs, fun)], ", "), else: list(args, fun)

      _ ->
        list(args, fun)
    end
  end

  defp list(elements, fun), do: Enum.map_join(elements, ", ", &text(&1, fun))
  defp keywords(pairs, fun), do: Enum.map_join(pairs, ", ", fn {key, value} -> Macro.inspect_atom(:key, key) <> " " <> text(value, fun) end)

  defp pairs([{:|, _, [map, pairs]}], fun), do: text(map, fun) <> " | " <> pairs(pairs, fun)

  defp pairs(pairs, fun) do
    cond do
      Inspect.List.keyword?(pairs) -> keywords(pairs, fun)
      Enum.all?(pairs, &match?({_, _}, &1)) -> Enum.map_join(pairs, ", ", fn {key, value} -> text(key, fun) <> " => " <> text(value, fun) end)
      true -> list(pairs, fun)
    end
  end

  # ---- blocks

  defp sections?([{:do, _} | _] = sections), do: Enum.all?(sections, &match?({name, _} when name in @sections, &1))
  defp sections?(_), do: false

  defp sections(sections, fun) do
    written = for name <- @sections, {:ok, body} <- [Keyword.fetch(sections, name)], do: "#{name}\n  " <> indent(lines(body, fun)) <> "\n"
    " " <> Enum.join(written) <> "end"
  end

  defp lines([{:->, _, _} | _] = clauses, fun) do
    Enum.map_join(clauses, "\n", fn {:->, _, [left, right]} -> heads(left, fun, false) <> "->\n  " <> indent(lines(right, fun)) end)
  end

  defp lines({:__block__, _, expressions}, fun), do: Enum.map_join(expressions, "\n", &text(&1, fun))
  defp lines(other, fun), do: text(other, fun)

  defp indent(text), do: String.replace(text, "\n", "\n  ")

  defp arrow({:->, _, [left, right]}, fun, parens?), do: heads(left, fun, parens?) <> "-> " <> text(right, fun)

  defp heads([], _fun, parens?), do: if(parens?, do: "() ", else: "")
  defp heads(args, fun, _parens?), do: list(args, fun) <> " "

  # ---- operators

  defp prefix?(name, [_]), do: is_atom(name) and Macro.operator?(name, 1)
  defp prefix?(_, _), do: false
  defp infix?(name, [_, _]), do: is_atom(name) and Code.Identifier.binary_op(name) != :error
  defp infix?(_, _), do: false
  defp operation?({name, _, args}) when is_list(args), do: prefix?(name, args) or infix?(name, args)
  defp operation?(_), do: false

  defp prefix(name, arg, fun) do
    if name == :not or operation?(arg), do: Atom.to_string(name) <> "(" <> text(arg, fun) <> ")", else: Atom.to_string(name) <> text(arg, fun)
  end

  defp infix(name, [left, right], fun) do
    between = if name == :.., do: "..", else: " #{name} "
    operand(left, name, :left, fun) <> between <> operand(right, name, :right, fun)
  end

  # An operation that binds less tightly than the one around it has parentheses.
  defp operand({name, _, [_, _] = args} = code, around, side, fun) do
    if infix?(name, args) do
      {_, inner} = Code.Identifier.binary_op(name)
      {associates, outer} = Code.Identifier.binary_op(around)
      if inner < outer or (inner == outer and associates != side), do: "(" <> text(code, fun) <> ")", else: text(code, fun)
    else
      text(code, fun)
    end
  end

  defp operand(code, _around, _side, fun), do: text(code, fun)

  # ---- strings, bits and sigils

  defp interpolated?({:<<>>, _, [_ | _] = parts}), do: Enum.all?(parts, &(is_binary(&1) or match?({:"::", _, [{{:., _, [Kernel, :to_string]}, _, [_]}, {:binary, _, _}]}, &1)))
  defp interpolated?(_), do: false

  defp interpolate([text], left, right, _fun) when left in ["\"\"\"\n", "'''\n"] and is_binary(text), do: left <> text <> right

  defp interpolate(parts, left, right, fun) do
    inside =
      Enum.map_join(parts, fn
        {:"::", _, [{_, _, [code]}, _]} -> "\#{" <> text(code, fun) <> "}"
        text -> String.replace(text, right, "\\" <> right)
      end)

    left <> inside <> right
  end

  defp segment(code, fun) do
    text = specified(code, fun)
    if String.starts_with?(text, "<") or String.ends_with?(text, ">"), do: "(" <> text <> ")", else: text
  end

  defp specified({:"::", meta, [value, spec]} = code, fun) do
    text = if meta[:inferred_bitstring_spec], do: text(value, fun), else: operand(value, :"::", :left, fun) <> "::" <> modifiers(spec, :"::", :right, fun)
    fun.(code, text)
  end

  defp specified(code, fun), do: text(code, fun)

  defp modifiers({name, _, [left, right]} = code, _around, _side, fun) when name in [:*, :-],
    do: fun.(code, modifiers(left, name, :left, fun) <> Atom.to_string(name) <> modifiers(right, name, :right, fun))

  defp modifiers(code, around, side, fun), do: operand(code, around, side, fun)

  defp sigil(name, meta, [{:<<>>, _, parts}, modifiers], fun) when is_atom(name) and is_list(modifiers) do
    {left, right} = delimiters(meta[:delimiter] || "\"")

    case Atom.to_string(name) do
      "sigil_" <> <<letter>> when letter in ?a..?z -> "~" <> <<letter>> <> interpolate(parts, left, right, fun) <> flags(modifiers, fun)
      "sigil_" <> <<letter, _::binary>> = name when letter in ?A..?Z -> raw(binary_part(name, 6, byte_size(name) - 6), parts, left, right, modifiers, fun)
      _ -> nil
    end
  end

  defp sigil(_name, _meta, _args, _fun), do: nil

  defp raw(letters, [text], left, right, modifiers, fun) when is_binary(text) do
    if letters == String.upcase(letters), do: "~" <> letters <> left <> text <> right <> flags(modifiers, fun)
  end

  defp raw(_letters, _parts, _left, _right, _modifiers, _fun), do: nil

  defp flags([], _fun), do: ""
  defp flags(modifiers, fun), do: fun.(modifiers, List.to_string(modifiers))

  defp delimiters("\"\"\""), do: {"\"\"\"\n", "\"\"\""}
  defp delimiters("'''"), do: {"'''\n", "'''"}
  defp delimiters("("), do: {"(", ")"}
  defp delimiters("["), do: {"[", "]"}
  defp delimiters("{"), do: {"{", "}"}
  defp delimiters("<"), do: {"<", ">"}
  defp delimiters(same), do: {same, same}
end
