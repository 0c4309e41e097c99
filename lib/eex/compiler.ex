defmodule EEx.Compiler do
  @moduledoc false

  # Turns tokens into code. The parts of an expression over several tags are joined to one text in which __EEX__(n) stands for
  # the template between two tags; it is parsed, and then the code of those templates is put in.

  def compile(tokens, source, options) do
    engine = options[:engine] || EEx.SmartEngine

    context = %{
      engine: engine,
      source: source,
      options: options,
      file: options[:file] || "nofile",
      parser_options: options[:parser_options] || Code.get_compiler_option(:parser_options) || []
    }

    state = engine.init(options)
    {body, []} = template(tokens, state, context, nil)
    engine.handle_body(body)
  end

  # open is the meta of the tag that the template stands in, nil at the top.
  defp template([{:text, chars, meta} | tokens], state, context, open) do
    text = List.to_string(chars)
    template(tokens, context.engine.handle_text(state, [line: meta.line, column: meta.column], text), context, open)
  end

  defp template([{:comment, _, _} | tokens], state, context, open), do: template(tokens, state, context, open)

  defp template([{:expr, marker, chars, meta} | tokens], state, context, open) do
    code = parse(List.to_string(chars), meta, marker, context)
    template(tokens, context.engine.handle_expr(state, List.to_string(marker), code), context, open)
  end

  defp template([{:start_expr, marker, chars, meta} | tokens], state, context, open) do
    blanks = Enum.take_while(chars, &(&1 in ~c" \t"))
    begun = %{meta | column: meta.column + 2 + length(marker) + length(blanks)}
    {text, parts, tokens} = sections(tokens, List.to_string(chars), [], state, context, begun)
    code = text |> parse(meta, marker, context) |> Macro.prewalk(&insert(&1, Enum.reverse(parts)))
    template(tokens, context.engine.handle_expr(state, List.to_string(marker), code), context, open)
  end

  defp template([{kind, _, _, _} | _] = tokens, state, _context, open) when kind in [:middle_expr, :end_expr] and open != nil, do: {state, tokens}

  defp template([{kind, _, chars, meta} | _], _state, context, nil) when kind in [:middle_expr, :end_expr] do
    what = if kind == :end_expr, do: "end", else: "middle"
    fail("unexpected #{what} of expression <%#{chars}%>", meta, context)
  end

  defp template([{:eof, _}], state, _context, nil), do: {state, []}
  defp template([{:eof, _}], _state, context, open), do: fail("expected a closing '<% end %>' for block expression in EEx", open, context)

  # The templates between the tags of one expression.
  defp sections(tokens, text, parts, state, context, open) do
    {inner, rest} = template(tokens, context.engine.handle_begin(state), context, open)
    part = context.engine.handle_end(inner)
    blank? = blank_only?(tokens, rest)

    case rest do
      [{:middle_expr, _, chars, _} | rest] ->
        # Blanks before the first clause are none of any.
        {text, parts} =
          if blank? and String.ends_with?(String.trim(List.to_string(chars)), "->") and String.trim(text) =~ ~r/\bdo\z/,
            do: {text <> newlines(tokens, rest), parts},
            else: {text <> placeholder(parts), [part | parts]}

        sections(rest, text <> " " <> List.to_string(chars), parts, state, context, open)

      [{:end_expr, _, chars, _} | rest] ->
        {text <> placeholder(parts) <> " " <> List.to_string(chars), [part | parts], rest}
    end
  end

  defp newlines(_tokens, _rest), do: "\n"
  defp placeholder(parts), do: " __EEX__(#{length(parts)});"

  # Whether there is nothing but blanks before rest.
  defp blank_only?(tokens, rest) do
    tokens
    |> Enum.take(length(tokens) - length(rest))
    |> Enum.all?(fn
      {:text, chars, _} -> String.trim(List.to_string(chars)) == ""
      {:comment, _, _} -> true
      _ -> false
    end)
  end

  defp insert({:__EEX__, _, [index]}, parts), do: Enum.at(parts, index)
  defp insert(other, _parts), do: other

  defp parse(code, meta, marker, context) do
    column = meta.column + 2 + length(marker)
    options = [file: context.file, line: meta.line, column: column] ++ context.parser_options
    Code.string_to_quoted!(code, options)
  end

  defp fail(message, meta, context), do: raise(EEx.SyntaxError.at(message, meta, context.source, context.options))
end
