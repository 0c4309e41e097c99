defmodule File.LinkError do
  @moduledoc "A file that could not be linked."

  defexception [:reason, :existing, :new, action: ""]

  @impl true
  @doc ~S"""
  What is told to people.

      iex> Exception.message(%File.LinkError{action: "create hard link", reason: :eexist, existing: "a", new: "b"})
      "could not create hard link from \"a\" to \"b\": file already exists"
  """
  def message(%{action: action, reason: reason, existing: existing, new: new}) do
    text = IO.iodata_to_binary(:file.format_error(reason))
    "could not #{action} from #{inspect(existing)} to #{inspect(new)}: #{text}"
  end
end
