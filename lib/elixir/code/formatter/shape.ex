defmodule Code.Formatter.Shape do
  @moduledoc false

  # What the parts of the formatter ask of quoted code, and the small documents that they share.

  import Inspect.Algebra
  alias Code.Identifier

  # Lines of code that was not read from a text: in front of all others and behind them.
  @before 0
  @behind 9_999_999

  @several_line_ops [:"..//"]

  # ---- lines

  def before(), do: @before
  def behind(), do: @behind

  def line_of(meta), do: meta[:line] || @behind
  def closing_line(meta), do: meta[:closing][:line] || @before
  def end_line(meta), do: meta[:end][:line] || @before

  @doc "True when the text began a new line after an opening delimiter, an operator or an arrow."
  def broken?(_meta, %{flat?: true}), do: false
  def broken?(meta, _st), do: Keyword.get(meta, :newlines, 0) > 0

  def has?(meta, key), do: is_list(meta[key])

  # ---- operators

  def binary_op(:"not in"), do: :error
  def binary_op(op) when is_atom(op), do: Identifier.binary_op(op)
  def binary_op(_op), do: :error

  def binary?({op, _, [_, _, _]}) when op in @several_line_ops, do: true
  def binary?({op, _, [_, _]}), do: binary_op(op) != :error
  def binary?(_quoted), do: false

  def operator?({op, _, [_]}) when is_atom(op), do: Identifier.unary_op(op) != :error
  def operator?(quoted), do: binary?(quoted)

  # ---- keywords

  def keyword?([{_, _} | rest]), do: keyword?(rest)
  def keyword?(rest), do: rest == []

  @doc "True for a key that was written with its colon behind it."
  def key?({:__block__, meta, [atom]}) when is_atom(atom), do: meta[:format] == :keyword
  def key?({{:., _, [:erlang, :binary_to_atom]}, meta, [{:<<>>, _, _}, :utf8]}), do: meta[:format] == :keyword
  def key?(_quoted), do: false

  # ---- strings

  @doc "True when all parts of a string are text or interpolations."
  def interpolated?(parts), do: Enum.all?(parts, &(is_binary(&1) or match?({:"::", _, [{{:., _, [Kernel, :to_string]}, _, [_]}, {:binary, _, _}]}, &1)))

  @doc "True when all parts of a charlist are text or interpolations."
  def list_interpolated?(parts), do: is_list(parts) and Enum.all?(parts, &(is_binary(&1) or match?({{:., _, [Kernel, :to_string]}, _, [_]}, &1)))

  def heredoc?(meta), do: meta[:delimiter] in ["\"\"\"", "'''"]

  # ---- what may open at the end of a line

  @doc "True for code that may begin on a line and go on in the next ones without a break in front of it."
  def opens?({:{}, meta, _args}, st), do: broken_or_commented?(meta, st)
  def opens?({:__block__, meta, [{_, _}]}, st), do: broken_or_commented?(meta, st)

  def opens?({:<<>>, meta, [_ | _] = parts}, st),
    do: meta[:delimiter] == "\"\"\"" or (not interpolated?(parts) and broken_or_commented?(meta, st))

  def opens?({{:., _, [List, :to_charlist]}, meta, [[_ | _]]}, _st), do: meta[:delimiter] == "'''"
  def opens?({{:., _, [_, :{}]}, _, _}, _st), do: true
  def opens?({:__block__, meta, [text]}, _st) when is_binary(text), do: meta[:delimiter] == "\"\"\""
  def opens?({:__block__, meta, [list]}, _st) when is_list(list), do: meta[:delimiter] != "'"
  def opens?({form, _, [_ | _]}, _st) when form in [:fn, :%{}, :%], do: true
  def opens?({name, meta, args}, _st) when is_atom(name) and is_list(args), do: heredoc?(meta) and sigil?(name)
  def opens?({{:__block__, _, [key]}, value}, st) when is_atom(key), do: opens?(value, st)
  def opens?(_quoted, _st), do: false

  def sigil?(name), do: match?("sigil_" <> _, :erlang.atom_to_binary(name))

  defp broken_or_commented?(meta, st) do
    first = line_of(meta)
    last = closing_line(meta)
    broken?(meta, st) or Enum.any?(st.comments, &(&1.line > first and &1.line < last))
  end

  @doc "Builds a document around one that may open at the end of a line."
  def opening(doc, false, fun), do: fun.(doc)
  def opening(doc, true, fun), do: doc |> next_break_fits(:enabled) |> fun.() |> next_break_fits(:disabled)

  # ---- documents

  def parens(doc), do: concat(concat("(", nest(doc, :cursor)), ")")

  def parens_if(doc, true), do: parens(doc)
  def parens_if(doc, false), do: doc

  @doc "Parentheses around operators, except for those that read an attribute or an argument of a capture."
  def parens_if_operator(doc, {:__block__, _, [quoted]}), do: parens_if_operator(doc, quoted)
  def parens_if_operator(doc, quoted), do: parens_if(doc, operator?(quoted) and not atomic?(quoted))

  defp atomic?({:@, _, [{name, _, context}]}) when is_atom(name) and is_atom(context), do: Macro.classify_atom(name) == :identifier
  defp atomic?({:&, _, [number]}) when is_integer(number), do: true
  defp atomic?(_quoted), do: false

  @doc "A document between two delimiters."
  def between(left, :doc_nil, right), do: concat(left, right)
  def between(left, doc, right), do: group(glue(nest(glue(left, "", doc), 2, :break), "", right))

  def colored(doc, key, st), do: color_doc(doc, key, st.inspect_opts)

  @doc "Puts a document behind another, into the group at its end."
  def append({:doc_cons, left, right}, doc), do: {:doc_cons, left, append(right, doc)}
  def append({:doc_group, inner, mode}, doc), do: {:doc_group, {:doc_cons, inner, doc}, mode}
  def append(other, doc), do: {:doc_cons, other, doc}

  def ungrouped({:doc_group, doc, _mode}), do: doc
  def ungrouped(doc), do: doc

  def to_text(doc), do: doc |> Inspect.Algebra.format(:infinity) |> :erlang.iolist_to_binary()

  def join_lines([first | rest]), do: Enum.reduce(rest, first, &line(&2, &1))
  def join_breaks([first | rest]), do: Enum.reduce(rest, first, &glue(&2, &1))
  def join_flex([first | rest]), do: Enum.reduce(rest, first, &flex_glue(&2, &1))

  def split_last(list) do
    {left, [last]} = Enum.split(list, -1)
    {left, last}
  end
end
