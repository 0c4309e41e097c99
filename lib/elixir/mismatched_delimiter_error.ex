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
  def message(exception), do: :elixir_code.message(:MismatchedDelimiterError, relative(exception))

  defp relative(%{file: file} = exception) when is_binary(file), do: %{exception | file: Path.relative_to_cwd(file)}
  defp relative(exception), do: exception
end
