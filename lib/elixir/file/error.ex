defmodule File.Error do
  @moduledoc "A file or directory that could not be worked on."

  defexception [:reason, :path, action: ""]

  @impl true
  @doc ~S"""
  What is told to people.

      iex> Exception.message(%File.Error{action: "read file", reason: :enoent, path: "a"})
      "could not read file \"a\": no such file or directory"
  """
  def message(%{action: action, reason: reason, path: path}) do
    text =
      case {action, reason} do
        {"remove directory", :eexist} -> "directory is not empty"
        _ -> IO.iodata_to_binary(:file.format_error(reason))
      end

    "could not #{action} #{inspect(path)}: #{text}"
  end
end
