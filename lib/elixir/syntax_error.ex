defmodule SyntaxError do
  @moduledoc "Source code that cannot be parsed."
  defexception [:file, :line, :column, :snippet, :description]

  @impl true
  def message(%{file: file, line: line, column: column, description: description, snippet: snippet}),
    do: Code.Diagnostic.message(file, line, column, description, snippet)
end
