defmodule SyntaxError do
  @moduledoc "Source code that cannot be parsed."
  defexception [:file, :line, :column, :snippet, :description]

  @impl true
  def message(exception), do: :elixir_code.message(:SyntaxError, relative(exception))

  defp relative(%{file: file} = exception) when is_binary(file), do: %{exception | file: Path.relative_to_cwd(file)}
  defp relative(exception), do: exception
end
