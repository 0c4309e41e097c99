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
  def message(exception), do: :elixir_code.message(:TokenMissingError, relative(exception))

  defp relative(%{file: file} = exception) when is_binary(file), do: %{exception | file: Path.relative_to_cwd(file)}
  defp relative(exception), do: exception
end
