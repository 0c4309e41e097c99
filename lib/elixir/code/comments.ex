defmodule Code.Comments do
  @moduledoc false

  # The comments of a source text that is known to be correct, found by walking over its strings,
  # sigils and characters.

  @doc "The comments, each with its place and the number of line ends before and after it."
  def list(source), do: code(source, %{line: 1, column: 1, eols: 1, acc: [], stack: []})

  defp code(<<>>, state), do: finish(state)
  defp code(<<"\r\n", rest::binary>>, state), do: code(rest, newline(state))
  defp code(<<?\n, rest::binary>>, state), do: code(rest, newline(state))
  defp code(<<?#, _::binary>> = rest, state), do: comment(rest, state)
  defp code(<<??, ?\\, rest::binary>>, state), do: skip_point(rest, step(state, 2))
  defp code(<<??, rest::binary>>, %{column: _} = state), do: maybe_char(rest, state)
  defp code(<<"\"\"\"", rest::binary>>, state), do: string(rest, touch(step(state, 3)), "\"\"\"", true)
  defp code(<<"'''", rest::binary>>, state), do: string(rest, touch(step(state, 3)), "'''", true)
  defp code(<<?", rest::binary>>, state), do: string(rest, touch(step(state, 1)), "\"", true)
  defp code(<<?', rest::binary>>, state), do: string(rest, touch(step(state, 1)), "'", true)

  defp code(<<?~, letter, rest::binary>>, state) when letter in ?a..?z or letter in ?A..?Z,
    do: sigil(rest, touch(step(state, 2)), letter)

  defp code(<<?{, rest::binary>>, %{stack: stack} = state), do: code(rest, touch(step(%{state | stack: [:brace | stack]}, 1)))

  defp code(<<?}, rest::binary>>, %{stack: [{:string, close, interpolates?} | stack]} = state),
    do: string(rest, step(%{state | stack: stack}, 1), close, interpolates?)

  defp code(<<?}, rest::binary>>, %{stack: [:brace | stack]} = state), do: code(rest, touch(step(%{state | stack: stack}, 1)))

  defp code(<<char, rest::binary>>, state) when char in [?\s, ?\t], do: code(rest, step(state, 1))

  # A name may end in ?, which starts no character then.
  defp code(<<char, rest::binary>>, state) when char in ?a..?z or char in ?A..?Z or char in ?0..?9 or char == ?_ or char == ?@,
    do: name(rest, touch(step(state, 1)))

  defp code(<<char::utf8, rest::binary>>, state) when char >= 128, do: name(rest, touch(step(state, 1)))
  defp code(<<_::utf8, rest::binary>>, state), do: code(rest, touch(step(state, 1)))

  defp name(<<char, rest::binary>>, state) when char in ?a..?z or char in ?A..?Z or char in ?0..?9 or char == ?_ or char == ?@,
    do: name(rest, step(state, 1))

  defp name(<<char::utf8, rest::binary>>, state) when char >= 128, do: name(rest, step(state, 1))
  defp name(<<char, rest::binary>>, state) when char in [??, ?!], do: code(rest, step(state, 1))
  defp name(rest, state), do: code(rest, state)

  defp maybe_char(<<_::utf8, rest::binary>>, state), do: code(rest, touch(step(state, 2)))
  defp maybe_char(<<>>, state), do: finish(state)

  defp skip_point(<<_::utf8, rest::binary>>, state), do: code(rest, touch(step(state, 1)))
  defp skip_point(<<>>, state), do: finish(state)

  defp comment(source, state) do
    size = line_size(source, 0)
    <<text::binary-size(size), rest::binary>> = source
    text = if :binary.last(text) == ?\r, do: :binary.part(text, 0, size - 1), else: text
    entry = %{line: state.line, column: state.column, previous_eol_count: state.eols, next_eol_count: 0, text: text}
    code(rest, %{state | acc: [entry | state.acc], column: state.column + size, eols: 0})
  end

  defp line_size(<<?\n, _::binary>>, n), do: n
  defp line_size(<<_, rest::binary>>, n), do: line_size(rest, n + 1)
  defp line_size(<<>>, n), do: n

  defp string(source, state, close, interpolates?) do
    size = byte_size(close)

    case source do
      <<^close::binary-size(size), rest::binary>> ->
        code(rest, touch(step(state, size)))

      <<?\\, ?\n, rest::binary>> ->
        string(rest, newline(state), close, interpolates?)

      <<?\\, _::utf8, rest::binary>> ->
        string(rest, step(state, 2), close, interpolates?)

      <<"\#{", rest::binary>> when interpolates? ->
        code(rest, step(%{state | stack: [{:string, close, interpolates?} | state.stack]}, 2))

      <<?\n, rest::binary>> ->
        string(rest, newline(state), close, interpolates?)

      <<_::utf8, rest::binary>> ->
        string(rest, step(state, 1), close, interpolates?)

      _ ->
        finish(state)
    end
  end

  defp sigil(<<char, rest::binary>>, state, letter) when char in ?A..?Z or char in ?0..?9,
    do: sigil(rest, step(state, 1), letter)

  defp sigil(<<"\"\"\"", rest::binary>>, state, letter), do: string(rest, step(state, 3), "\"\"\"", letter in ?a..?z)
  defp sigil(<<"'''", rest::binary>>, state, letter), do: string(rest, step(state, 3), "'''", letter in ?a..?z)

  defp sigil(<<open, rest::binary>>, state, letter) when open in [?/, ?|, ?", ?', ?(, ?[, ?{, ?<],
    do: string(rest, step(state, 1), closing(open), letter in ?a..?z)

  defp sigil(rest, state, _letter), do: code(rest, state)

  defp closing(?(), do: ")"
  defp closing(?[), do: "]"
  defp closing(?{), do: "}"
  defp closing(?<), do: ">"
  defp closing(char), do: <<char>>

  defp step(state, columns), do: %{state | column: state.column + columns}

  # Something other than blanks stands after the last comment.
  defp touch(state), do: %{state | eols: 0}

  defp newline(%{acc: [%{next_eol_count: count, line: line} = entry | rest]} = state) do
    # Line ends count for a comment as long as nothing else has come after it.
    after_comment? = state.eols == state.line - line
    entry = if after_comment?, do: %{entry | next_eol_count: count + 1}, else: entry
    %{state | line: state.line + 1, column: 1, eols: state.eols + 1, acc: [entry | rest]}
  end

  defp newline(state), do: %{state | line: state.line + 1, column: 1, eols: state.eols + 1}

  defp finish(state), do: :lists.reverse(state.acc)
end
