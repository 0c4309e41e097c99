defmodule CompileError do
  @moduledoc "Source code that cannot be compiled."
  defexception [:file, :line, description: "compile error"]

  @impl true
  @doc """
  What is told to people.

      iex> Exception.message(%CompileError{file: "a.ex", line: 3, description: "oops"})
      "a.ex:3: oops"
  """
  def message(%{file: file, line: line, description: description}) do
    case Exception.format_file_line(file && Path.relative_to_cwd(file), line) do
      "" -> description
      formatted -> formatted <> " " <> description
    end
  end
end
