defmodule File.RenameError do
  @moduledoc "A file that could not be renamed."

  defexception [:reason, :source, :destination, on: "", action: ""]

  @impl true
  @doc ~S"""
  What is told to people.

      iex> Exception.message(%File.RenameError{action: "rename", reason: :enoent, source: "a", destination: "b", on: "a"})
      "could not rename from \"a\" to \"b\". a: no such file or directory"
  """
  def message(%{on: on} = error) do
    text = IO.iodata_to_binary(:file.format_error(error.reason))
    place = if on == "", do: "", else: ". #{on}"
    "could not #{error.action} from #{inspect(error.source)} to #{inspect(error.destination)}#{place}: #{text}"
  end
end
