defmodule MismatchedDelimiterError do
  @moduledoc "A closing delimiter that does not belong to the one that is open."
  defexception [
    :file,
    :line,
    :column,
    :end_line,
    :end_column,
    :opening_delimiter,
    :closing_delimiter,
    :expected_delimiter,
    :snippet,
    :description
  ]

  @impl true
  def message(%{file: file, end_line: line, end_column: column, description: description, snippet: snippet}),
    do: Code.Diagnostic.message(file, line, column, description, snippet)
end
