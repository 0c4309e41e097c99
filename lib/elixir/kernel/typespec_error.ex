defmodule Kernel.TypespecError do
  @moduledoc "A type or specification that is wrong."
  defexception [:file, :line, :description]

  @impl true
  def message(%{file: file, line: line, description: description}) do
    Exception.format_file_line(file && Path.relative_to_cwd(file), line, " ") <> description
  end
end
