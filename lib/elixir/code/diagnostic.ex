defmodule Code.Diagnostic do
  @moduledoc false

  # The text of a syntax error: the place, what is wrong and the line with a mark.
  def message(file, line, column, description, snippet) do
    place = Exception.format_file_line_column(file && Path.relative_to_cwd(file), line, column)
    place = if place == "", do: "", else: place <> " "

    case snippet do
      text when is_binary(text) and text != "" -> place <> "syntax error found at " <> place <> marked(text, line, column, description)
      _ -> place <> description
    end
  end

  defp marked(snippet, line, column, description) do
    number = :erlang.integer_to_binary(line || 1)
    margin = String.duplicate(" ", byte_size(number))
    offset = String.duplicate(" ", :erlang.max((column || 1) - 1, 0))

    "\n #{margin} error: #{description}\n #{margin} │\n #{number} │ #{snippet}\n #{margin} │ #{offset}^"
  end
end
