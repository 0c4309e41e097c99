defmodule EEx.Tokenizer do
  @moduledoc false

  # Splits a template into texts and tags:
  #
  #   {:text, chars, meta}, {:expr, marker, chars, meta}, {:comment, chars, meta}, {:eof, meta}
  #   {:start_expr | :middle_expr | :end_expr, marker, chars, meta}
  #
  # A tag starts an expression when its code ends with "do" or an arrow of a function, goes on with it when it is a clause
  # or a word like "else", and ends it when it begins with "end".

  def tokenize(text, options) do
    state = %{file: options[:file] || "nofile", line: options[:line] || 1, column: 1 + (options[:indentation] || 0), indentation: options[:indentation] || 0, trim: options[:trim] || false}
    text(text, "", meta(state), state, [])
  end

  defp meta(state), do: %{line: state.line, column: state.column}

  defp text("<%%" <> rest, acc, start, state, tokens), do: text(rest, acc <> "<%", start, forward(state, 3), tokens)

  defp text("<%!--" <> rest, acc, start, state, tokens) do
    case :binary.split(rest, "--%>") do
      [comment, rest] ->
        {acc, rest, after_state} = trimmed(acc, rest, advance(forward(state, 5), comment <> "--%>"), state, tokens)
        tokens = [{:comment, String.to_charlist(comment), meta(state)} | with_text(tokens, acc, start)]
        text(rest, "", meta(after_state), after_state, tokens)

      _ ->
        {:error, "expected closing '--%>' for EEx expression", meta(state)}
    end
  end

  defp text("<%#" <> rest, acc, start, state, tokens) do
    IO.warn("<%# is deprecated, use <%!-- or add a space between <% and # instead", file: state.file, line: state.line)

    case :binary.split(rest, "%>") do
      [comment, rest] ->
        {acc, rest, after_state} = trimmed(acc, rest, advance(forward(state, 3), comment <> "%>"), state, tokens)
        tokens = [{:comment, String.to_charlist(comment), meta(state)} | with_text(tokens, acc, start)]
        text(rest, "", meta(after_state), after_state, tokens)

      _ ->
        {:error, "expected closing '%>' for EEx expression", meta(state)}
    end
  end

  defp text("<%" <> rest, acc, start, state, tokens) do
    {marker, rest} = marker(rest)

    case :binary.split(rest, "%>") do
      [code, rest] ->
        {acc, rest, after_state} = trimmed(acc, rest, advance(forward(state, 2 + byte_size(marker)), code <> "%>"), state, tokens)
        token = {kind(code, tokens), String.to_charlist(marker), String.to_charlist(code), meta(state)}
        text(rest, "", meta(after_state), after_state, [token | with_text(tokens, acc, start)])

      _ ->
        {:error, "expected closing '%>' for EEx expression", meta(state)}
    end
  end

  defp text("", acc, start, state, tokens), do: {:ok, :lists.reverse(with_text(tokens, acc, start), [{:eof, meta(state)}])}
  defp text(<<char::utf8, rest::binary>>, acc, start, state, tokens), do: text(rest, acc <> <<char::utf8>>, start, advance(state, <<char::utf8>>), tokens)

  defp with_text(tokens, "", _start), do: tokens
  defp with_text(tokens, text, start), do: [{:text, String.to_charlist(text), start} | tokens]

  defp marker(<<char, rest::binary>>) when char in ~c"=/|", do: {<<char>>, rest}
  defp marker(rest), do: {"", rest}

  defp forward(state, count), do: %{state | column: state.column + count}

  defp advance(state, text) do
    case String.split(text, "\n") do
      [line] -> forward(state, String.length(line))
      lines -> %{state | line: state.line + length(lines) - 1, column: 1 + state.indentation + String.length(List.last(lines))}
    end
  end

  # With :trim the blanks around a tag that stands alone on its line go; of several line breaks one stays.
  defp trimmed(before, rest, state, %{trim: false}, _tokens), do: {before, rest, state}

  defp trimmed(before, rest, state, _at, tokens) do
    with [blanks] <- Regex.run(~r/\A(?:[ \t]*\r?\n)*[ \t]*(?=\r?\n|\z)/, rest),
         before when is_binary(before) <- trimmed_end(before, tokens) do
      {before, binary_part(rest, byte_size(blanks), byte_size(rest) - byte_size(blanks)), advance(state, blanks)}
    else
      _ -> {before, rest, state}
    end
  end

  # Text before a tag without the blanks at its end, nil when it does not end with a line break.
  defp trimmed_end(text, tokens) do
    case Regex.run(~r/(\r?\n)?[ \t]*(?:\r?\n[ \t]*)*\z/, text, return: :index) do
      [{at, _}, {_, size}] -> binary_part(text, 0, at + size)
      [{0, _}] when tokens == [] -> ""
      _ -> nil
    end
  end

  defp kind(code, tokens) do
    trimmed = String.trim(code)

    cond do
      trimmed =~ ~r/\Aend(\b|\z)/ and trimmed =~ ~r/\bdo\z/ -> :middle_expr
      trimmed =~ ~r/\Aend\b.*(\bdo|->)\z/s -> :middle_expr
      trimmed =~ ~r/\Aend(?![\w?!:])/ -> :end_expr
      trimmed in ["else", "after", "catch", "rescue"] -> :middle_expr
      trimmed =~ ~r/(\A|[^\w.:?!])do\z/ -> :start_expr
      String.ends_with?(trimmed, "->") and trimmed =~ ~r/(\A|[^\w.:?!])fn\b[^;]*->\z/s and not closed_fn?(trimmed) -> :start_expr
      String.ends_with?(trimmed, "->") and inside?(tokens, 0) -> :middle_expr
      true -> :expr
    end
  end

  # fn a -> a end, b ->
  defp closed_fn?(code), do: length(Regex.scan(~r/\bfn\b/, code)) <= length(Regex.scan(~r/\bend\b/, code))

  defp inside?([{:end_expr, _, _, _} | tokens], depth), do: inside?(tokens, depth + 1)
  defp inside?([{:start_expr, _, _, _} | _], 0), do: true
  defp inside?([{:start_expr, _, _, _} | tokens], depth), do: inside?(tokens, depth - 1)
  defp inside?([_ | tokens], depth), do: inside?(tokens, depth)
  defp inside?([], _depth), do: false
end
