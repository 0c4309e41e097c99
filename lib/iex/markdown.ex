defmodule IEx.Markdown do
  @moduledoc false

  # Prints documentation, which is written in Markdown: paragraphs are filled to the width, code is left as it is.

  @doc "Prints a title in the middle of a line."
  def heading(text) do
    width = IEx.width()
    IO.puts("")
    Enum.each(String.split(text, "\n"), fn line -> IO.puts(title_line(line, width)) end)
    IO.puts("")
  end

  defp title_line(line, width) do
    space = max(width - String.length(line), 0)
    left = div(space, 2)
    bar = String.duplicate(" ", left) <> line <> String.duplicate(" ", space - left)
    if IEx.colors_enabled?(), do: "\e[7m\e[33m" <> bar <> "\e[0m", else: String.trim_trailing(bar)
  end

  @doc "Prints text in Markdown."
  def print(text) do
    text
    |> String.trim_trailing("\n")
    |> String.split("\n")
    |> blocks([], [])
    |> rendered(IEx.width(), "")
    |> IO.write()
  end

  # An empty line stands between blocks, but not between the items of a list.
  defp rendered([{:item, _, _} = item | [{:item, _, _} | _] = rest], width, indent), do: [render(item, width, indent) | rendered(rest, width, indent)]
  defp rendered([{:item, _, _} = item | rest], width, indent), do: [render(item, width, indent), ?\n | rendered(rest, width, indent)]
  defp rendered([block | rest], width, indent), do: [render(block, width, indent) | rendered(rest, width, indent)]
  defp rendered([], _width, _indent), do: []

  # ---- blocks: {:paragraph, lines}, {:code, lines}, {:heading, level, text}, {:item, mark, lines}, {:quote, lines},
  # {:table, lines}

  defp blocks([], [], done), do: Enum.reverse(done)
  defp blocks([], open, done), do: blocks([], [], [paragraph(open) | done])

  defp blocks(["```" <> _ | rest], open, done) do
    {code, rest} = Enum.split_while(rest, &(String.trim_leading(&1) |> String.starts_with?("```") |> Kernel.not()))
    blocks(Enum.drop(rest, 1), [], [{:code, code} | close(open, done)])
  end

  defp blocks(["    " <> _ | _] = lines, [], done) do
    {code, rest} = Enum.split_while(lines, &(String.starts_with?(&1, "    ") or String.trim(&1) == ""))
    {trailing, code} = code |> Enum.reverse() |> Enum.split_while(&(String.trim(&1) == ""))
    code = code |> Enum.reverse() |> Enum.map(&cut(&1, 4))
    blocks(trailing ++ rest, [], [{:code, code} | done])
  end

  defp blocks(["#" <> _ = line | rest], open, done) do
    {marks, text} = String.split_at(line, line |> String.graphemes() |> Enum.take_while(&(&1 == "#")) |> length())
    blocks(rest, [], [{:heading, String.length(marks), String.trim(text)} | close(open, done)])
  end

  defp blocks([line | rest], open, done) do
    cond do
      String.trim(line) == "" -> blocks(rest, [], close(open, done))
      item?(line) -> item(line, rest, close(open, done))
      open == [] and String.starts_with?(line, "> ") -> quoted([line | rest], done)
      String.starts_with?(line, "|") -> table([line | rest], close(open, done))
      true -> blocks(rest, [line | open], done)
    end
  end

  defp close([], done), do: done
  defp close(open, done), do: [paragraph(open) | done]

  defp paragraph(open), do: {:paragraph, Enum.reverse(open)}

  defp cut(line, count) do
    if String.trim(String.slice(line, 0, count)) == "", do: String.slice(line, count..-1//1), else: line
  end

  defp item?(line) do
    trimmed = String.trim_leading(line)
    bullet?(trimmed) or numbered?(trimmed)
  end

  defp bullet?(<<mark, " ", _::binary>>) when mark in [?*, ?-, ?+], do: true
  defp bullet?(_), do: false

  defp numbered?(text) do
    case Integer.parse(text) do
      {_, ". " <> _} -> true
      _ -> false
    end
  end

  # An item goes on as long as lines are indented more than its mark, or empty before such a line.
  defp item(line, rest, done) do
    indent = byte_size(line) - byte_size(String.trim_leading(line))
    [mark, text] = line |> String.trim_leading() |> String.split(" ", parts: 2)
    inner = indent + String.length(mark) + 1
    {more, rest} = item_lines(rest, indent, [])
    mark = if mark in ["*", "-", "+"], do: "•", else: mark
    blocks(rest, [], [{:item, mark, [text | Enum.map(more, &cut(&1, inner))]} | done])
  end

  defp item_lines([line | rest] = lines, indent, acc) do
    cond do
      String.trim(line) == "" ->
        case Enum.drop_while(rest, &(String.trim(&1) == "")) do
          [next | _] -> if deeper?(next, indent + 1), do: item_lines(rest, indent, [line | acc]), else: {Enum.reverse(acc), lines}
          [] -> {Enum.reverse(acc), lines}
        end

      item?(line) and not deeper?(line, indent) ->
        {Enum.reverse(acc), lines}

      deeper?(line, indent) or not item?(line) and acc == [] and not String.starts_with?(line, ["#", "```"]) ->
        item_lines(rest, indent, [line | acc])

      true ->
        {Enum.reverse(acc), lines}
    end
  end

  defp item_lines([], _indent, acc), do: {Enum.reverse(acc), []}

  defp deeper?(line, indent), do: byte_size(line) - byte_size(String.trim_leading(line)) > indent

  defp quoted(lines, done) do
    {quote_lines, rest} = Enum.split_while(lines, &String.starts_with?(&1, ">"))
    blocks(rest, [], [{:quote, Enum.map(quote_lines, fn ">" <> text -> String.trim_leading(text, " ") end)} | done])
  end

  defp table(lines, done) do
    {rows, rest} = Enum.split_while(lines, &String.starts_with?(&1, "|"))
    blocks(rest, [], [{:table, rows} | done])
  end

  # ---- rendering: each block ends with an empty line

  defp render({:heading, _, text}, _width, indent), do: [indent, style("\e[33m\e[1m", "## " <> text), "\n\n"]
  defp render({:code, lines}, _width, indent), do: [Enum.map(lines, fn line -> [indent, "    ", style("\e[36m", line), ?\n] end), ?\n]
  defp render({:paragraph, lines}, width, indent), do: [fill(lines, width, indent, indent), ?\n]

  defp render({:quote, lines}, width, indent) do
    lines |> blocks([], []) |> rendered(width, indent <> "> ")
  end

  defp render({:table, rows}, _width, indent) do
    cells = for row <- rows, do: row |> String.trim("|") |> String.split("|") |> Enum.map(&String.trim/1)
    cells = Enum.reject(cells, fn row -> Enum.all?(row, &(String.trim(&1, "-") in ["", ":", "::"])) end)
    columns = cells |> Enum.map(&length/1) |> Enum.max()
    widths = for n <- 0..(columns - 1)//1, do: cells |> Enum.map(&String.length(plain(Enum.at(&1, n) || ""))) |> Enum.max()

    [
      Enum.map(cells, fn row ->
        shown = row |> Enum.zip(widths) |> Enum.map_intersperse(" | ", fn {cell, width} -> [inline(cell), String.duplicate(" ", max(width - String.length(plain(cell)), 0))] end)
        [indent, shown, ?\n]
      end),
      ?\n
    ]
  end

  defp render({:item, mark, lines}, width, indent) do
    first = indent <> "  " <> mark <> " "
    inner = indent <> String.duplicate(" ", String.length(mark) + 3)

    case blocks(lines, [], []) do
      [{:paragraph, text}] -> fill(text, width, first, inner)
      [{:paragraph, text} | [{:item, _, _} | _] = rest] -> [fill(text, width, first, inner), rest |> rendered(width, inner) |> trim_end()]
      [{:paragraph, text} | rest] -> [fill(text, width, first, inner), ?\n, rest |> rendered(width, inner) |> trim_end()]
      others -> [first, ?\n, others |> rendered(width, inner) |> trim_end()]
    end
  end

  defp trim_end(list), do: [list |> IO.iodata_to_binary() |> String.trim_trailing("\n"), ?\n]

  # Breaks words into lines.
  defp fill(lines, width, first, indent) do
    words = lines |> Enum.join(" ") |> String.split(" ", trim: true)
    fill_words(words, width, [first], String.length(first), true, indent, false)
  end

  # `code?` says whether the words are inside of backquotes.
  defp fill_words([], _width, acc, _column, _start?, _indent, _code?), do: Enum.reverse(["\n" | acc])

  defp fill_words([word | rest], width, acc, column, start?, indent, code?) do
    {shown, size, code?} = word(word, code?)

    cond do
      start? -> fill_words(rest, width, [shown | acc], column + size, false, indent, code?)
      column + 1 + size > width -> fill_words(rest, width, [shown, indent, "\n" | acc], String.length(indent) + size, false, indent, code?)
      true -> fill_words(rest, width, [shown, " " | acc], column + 1 + size, false, indent, code?)
    end
  end

  # A word as it is printed, and its width: the marks of code and emphasis are left out.
  defp word(word, code?) do
    parts = String.split(word, "`")

    {shown, _} =
      Enum.map_reduce(parts, code?, fn part, inside? ->
        shown = if inside?, do: style("\e[36m", part), else: emphasis(part)
        {shown, not inside?}
      end)

    size = parts |> Enum.map(&String.length/1) |> Enum.sum()
    size = size - marks(parts, code?)
    {shown, size, if(rem(length(parts), 2) == 0, do: not code?, else: code?)}
  end

  defp marks([part | _], false), do: String.length(part) - String.length(without_marks(part))
  defp marks(_, _), do: 0

  defp emphasis(part), do: without_marks(part)
  defp without_marks(part), do: String.replace(part, "**", "")

  defp inline(text) do
    text |> String.split(" ") |> Enum.map_reduce(false, fn word, code? -> {shown, _, code?} = word(word, code?); {shown, code?} end) |> elem(0) |> Enum.intersperse(" ")
  end

  defp plain(text), do: String.replace(text, "`", "") |> without_marks()

  defp style(_sequence, ""), do: ""
  defp style(sequence, text), do: if(IEx.colors_enabled?(), do: sequence <> text <> "\e[0m", else: text)
end
