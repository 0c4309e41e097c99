defmodule Code.Formatter.Literals do
  @moduledoc false

  # Numbers, atoms, strings, charlists, sigils and bitstrings.

  import Inspect.Algebra
  import Code.Formatter.Shape
  alias Code.Formatter
  alias Code.Formatter.Calls

  @heredoc "\"\"\""

  # ---- strings

  @doc "A binary: a string with interpolations, or a bitstring."
  def binary(_meta, [], st), do: {"<<>>", st}

  def binary(meta, parts, st) do
    cond do
      not interpolated?(parts) -> bitstring(meta, parts, st)
      meta[:delimiter] == @heredoc -> heredoc(parts, @heredoc, @heredoc, @heredoc, st)
      true -> interpolation(parts, "\"", "\"", "\"", st)
    end
  end

  @doc "A charlist with interpolations."
  def charlist(meta, parts, st) do
    if meta[:delimiter] == "'''" do
      {open, close} = heredoc_quotes(st)
      heredoc(parts, close, open, close, st)
    else
      {open, close} = charlist_quotes(parts, st)
      interpolation(parts, close, open, close, st)
    end
  end

  @doc "A charlist between single quotes without interpolations."
  def plain_charlist(meta, list, st) do
    text = List.to_string(list)

    if meta[:delimiter] == "'''" do
      {open, close} = heredoc_quotes(st)
      {open |> concat(heredoc_text("\n" <> text, close)) |> concat(close) |> force_unfit(), st}
    else
      {open, close} = charlist_quotes([text], st)
      {open |> concat(text(text, close)) |> concat(close), st}
    end
  end

  defp heredoc_quotes(st), do: if(st.charlists?, do: {"~c\"\"\"", @heredoc}, else: {"'''", "'''"})

  defp charlist_quotes(parts, st) do
    cond do
      not st.charlists? -> {"'", "'"}
      Enum.any?(parts, &(is_binary(&1) and String.contains?(&1, "\""))) -> {"~c'", "'"}
      true -> {"~c\"", "\""}
    end
  end

  defp heredoc(parts, escape, open, close, st) do
    parts = if is_binary(hd(parts)), do: ["\n" <> hd(parts) | tl(parts)], else: ["\n" | parts]
    {doc, st} = interpolation(parts, escape, open, close, st)
    {force_unfit(doc), st}
  end

  @doc "Text and interpolations between delimiters; `escape` is what must not stand in the text."
  def interpolation(parts, escape, open, close, st) do
    {doc, st} =
      Enum.reduce(parts, {open, st}, fn
        text, {acc, st} when is_binary(text) ->
          {concat(acc, text(text, escape)), st}

        part, {acc, st} ->
          {doc, st} = part |> interpolated() |> code(st)
          {concat(acc, doc), st}
      end)

    {concat(doc, close), st}
  end

  defp interpolated({:"::", _, [{_, _, [quoted]}, _]}), do: quoted
  defp interpolated({_, _, [quoted]}), do: quoted

  # Interpolated code stays on its line.
  defp code(quoted, %{flat?: flat?} = st) do
    {doc, st} = Formatter.block(quoted, behind(), before(), %{st | flat?: true})
    {no_limit(between("\#{", doc, "}")), %{st | flat?: flat?}}
  end

  # The lines of a heredoc are indented with the code, those of other strings are as they were written.
  defp text(text, escape) when byte_size(escape) == 3, do: heredoc_text(text, escape)

  defp text(text, escape) do
    [first | rest] = text |> String.replace(escape, "\\" <> escape) |> String.split("\n") |> Enum.map(&string/1)
    Enum.reduce(rest, first, &concat(&2, concat(nest(line(), :reset), &1)))
  end

  defp heredoc_text(text, escape), do: text |> String.replace(escape, "\\" <> escape) |> String.split("\n") |> heredoc_lines()

  defp heredoc_lines([last]), do: string(last)
  defp heredoc_lines(["" | rest]), do: concat(next_line(rest), heredoc_lines(rest))
  defp heredoc_lines([text | rest]), do: text |> string() |> concat(next_line(rest)) |> concat(heredoc_lines(rest))

  # Empty lines have no blanks; the last is that of the delimiter.
  defp next_line([empty, _ | _]) when empty in ["", "\r"], do: nest(line(), :reset)
  defp next_line(_rest), do: line()

  # ---- sigils

  @doc "A sigil, or `:error`."
  def sigil(name, meta, [{:<<>>, _, parts}, modifiers], st) when is_list(modifiers) do
    case {Atom.to_string(name), meta[:delimiter]} do
      {"sigil_" <> letters, open} when is_binary(open) ->
        parts = rewritten(letters, open, meta, parts, modifiers, st)
        modifiers = List.to_string(modifiers)

        if heredoc?(meta) do
          heredoc(parts, open, "~" <> letters <> open, open <> modifiers, st)
        else
          close = closing(open)
          interpolation(parts, close, "~" <> letters <> open, close <> modifiers, st)
        end

      _ ->
        :error
    end
  end

  def sigil(_name, _meta, _args, _st), do: :error

  # The text as the function of the :sigils option gives it.
  defp rewritten(letters, open, meta, parts, modifiers, st) do
    case st.sigils do
      %{^letters => fun} ->
        about = [file: st.file, line: meta[:line], sigil: String.to_atom(letters), modifiers: modifiers, opening_delimiter: open]

        case fun.(hd(parts), about) do
          iodata when is_binary(iodata) or is_list(iodata) -> [IO.iodata_to_binary(iodata)]
          other -> raise ArgumentError, "expected sigil callback to return iodata, got: #{inspect(other)}"
        end

      _ ->
        parts
    end
  end

  defp closing("("), do: ")"
  defp closing("["), do: "]"
  defp closing("{"), do: "}"
  defp closing("<"), do: ">"
  defp closing(open), do: open

  # ---- bitstrings

  defp bitstring(meta, segments, st) do
    last = length(segments) - 1
    join = if broken?(meta, st), do: :line, else: :flex
    {doc, join, st} = segments |> Enum.with_index() |> Calls.elements(meta, join, st, &segment(&1, last, &2))
    if join == :flex, do: {"<<" |> concat(doc) |> nest(2) |> concat(">>") |> group(), st}, else: {between("<<", doc, ">>"), st}
  end

  @doc "A segment, with its index, of a bitstring whose last segment has the given index."
  def segment({{:<-, meta, [left, right]}, index}, last, st) do
    {doc, st} = Formatter.doc({:<-, meta, [{:"$segment", meta, [left, last]}, right]}, :arg, st)
    {apart(doc, index, last), st}
  end

  def segment({{:"::", _, [value, spec]}, index}, last, st) do
    {doc, st} = Formatter.doc(value, :arg, st)
    {spec, st} = spec(spec, :"::", st.modifiers?, st)
    spec = if match?(":" <> _, spec), do: "(" <> spec <> ")", else: spec
    spec = if index == last, do: apart(spec, index, last), else: spec
    {doc |> apart(index, -1) |> concat("::") |> concat(spec), st}
  end

  def segment({value, index}, last, st) do
    {doc, st} = Formatter.doc(value, :arg, st)
    {apart(doc, index, last), st}
  end

  # What would run into the delimiters stands in parentheses.
  defp apart(doc, index, last) do
    text = if index == 0 or index == last, do: to_text(doc), else: ""
    parens_if(doc, (index == 0 and String.starts_with?(text, ["~", "<<"])) or (index == last and String.ends_with?(text, ">>")))
  end

  defp spec({op, _, [left, right]}, parent, tidy?, st) when op in [:-, :*] do
    tidy? = tidy? and op != :*
    {left, st} = spec(left, op, tidy?, st)
    {right, st} = modifier(right, tidy?, st)
    {left |> concat(Atom.to_string(op)) |> concat(right) |> parens_if(parent == :*), st}
  end

  defp spec(quoted, _parent, tidy?, st), do: modifier(quoted, tidy?, st)

  # The modifiers that are known need no parentheses; what else there is without arguments is a call.
  defp modifier({name, meta, args}, true, st) when is_atom(name) and args in [nil, []],
    do: Formatter.doc_in_parens({name, meta, if(known?(name), do: nil, else: [])}, :arg, st)

  defp modifier(quoted, _tidy?, st), do: Formatter.doc_in_parens(quoted, :arg, st)

  @modifiers [:_, :integer, :float, :binary, :bytes, :bitstring, :bits, :utf8, :utf16, :utf32, :signed, :unsigned, :big, :little, :native, :size, :unit]

  defp known?(name), do: name in @modifiers

  # ---- numbers, atoms and strings without interpolations

  @doc "A literal without parts."
  def plain(text, meta, st) when is_binary(text) do
    if meta[:delimiter] == @heredoc,
      do: @heredoc |> concat(heredoc_text("\n" <> text, @heredoc)) |> concat(@heredoc) |> colored(:string, st) |> force_unfit(),
      else: "\"" |> concat(text(text, "\"")) |> concat("\"") |> colored(:string, st)
  end

  def plain(boolean, _meta, st) when is_boolean(boolean), do: boolean |> Atom.to_string() |> colored(:boolean, st)
  def plain(nil, _meta, st), do: colored("nil", nil, st)

  # With its escapes as they were written, :"\\" is this atom too.
  def plain(:\\, meta, st), do: if(meta[:delimiter] == "\"", do: ":\"\\\\\"", else: ":\\\\") |> string() |> colored(:atom, st)

  def plain(atom, _meta, st) when is_atom(atom) do
    text = Atom.to_string(atom)
    shown = if Macro.classify_atom(atom) in [:unquoted, :identifier], do: text, else: "\"" <> String.replace(text, "\"", "\\\"") <> "\""
    (":" <> shown) |> string() |> colored(:atom, st)
  end

  def plain(number, meta, st) when is_number(number), do: meta |> Keyword.fetch!(:token) |> number(number) |> colored(:number, st)

  defp number(token, number) when is_float(number) do
    [whole, fraction] = :binary.split(token, ".")
    underscored(whole) <> "." <> String.downcase(fraction)
  end

  defp number("0x" <> digits, _number), do: "0x" <> String.upcase(digits)
  defp number(<<?0, base, _::binary>> = token, _number) when base in [?b, ?o], do: token
  defp number("?" <> _ = token, _number), do: token
  defp number(token, _number), do: underscored(token)

  # Long numbers have their digits in groups of three, unless they have underscores already.
  defp underscored("-" <> digits), do: "-" <> underscored(digits)

  defp underscored(digits) do
    if byte_size(digits) < 6 or String.contains?(digits, "_") do
      digits
    else
      first = rem(byte_size(digits), 3)
      <<start::binary-size(first), rest::binary>> = digits
      groups = for <<three::binary-size(3) <- rest>>, do: three
      Enum.join(if(start == "", do: groups, else: [start | groups]), "_")
    end
  end

  @doc "The key of a pair, with its colon."
  def key({:__block__, _, [atom]}, st) do
    text = Atom.to_string(atom)
    shown = if Macro.classify_atom(atom) in [:unquoted, :identifier], do: text, else: "\"" <> String.replace(text, "\"", "\\\"") <> "\""
    {(shown <> ":") |> string() |> colored(:atom, st), st}
  end

  def key({{:., _, [:erlang, :binary_to_atom]}, _, [{:<<>>, _, parts}, :utf8]}, st), do: interpolation(parts, "\"", "\"", "\":", st)
end
