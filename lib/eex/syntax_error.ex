defmodule EEx.SyntaxError do
  @moduledoc "A template with tags that do not fit."
  defexception [:message, :file, :line, :column, snippet: ""]

  @impl true
  def message(%{file: nil, message: message}), do: message
  def message(error), do: "#{error.file}:#{error.line}:#{error.column}: #{error.message}#{error.snippet}"

  @doc false
  def at(message, meta, source, options) do
    first = options[:line] || 1
    line = source |> String.split("\n") |> Enum.at(meta.line - first)
    number = Integer.to_string(meta.line)
    margin = String.duplicate(" ", String.length(number) + 1)
    indentation = options[:indentation] || 0
    mark = String.duplicate(" ", max(meta.column - 1 - indentation, 0))
    snippet = "\n#{margin}|\n#{number} | #{line}\n#{margin}| #{mark}^"
    %EEx.SyntaxError{message: message, file: options[:file] || "nofile", line: meta.line, column: meta.column, snippet: snippet}
  end
end
