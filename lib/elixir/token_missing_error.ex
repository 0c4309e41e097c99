defmodule TokenMissingError do
  @moduledoc "Source code that ends too early."
  defexception [
    :file,
    :line,
    :column,
    :end_line,
    :end_column,
    :snippet,
    :opening_delimiter,
    :expected_delimiter,
    :description
  ]

  @impl true
  def message(%{file: file, end_line: end_line, end_column: end_column, line: line, column: column} = exception) do
    Code.Diagnostic.message(file, end_line || line, end_column || column, exception.description, exception.snippet)
  end
end
