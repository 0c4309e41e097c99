defmodule IO.StreamError do
  defexception [:reason]

  @impl true
  @doc """
  What is told to people.

      iex> Exception.message(%IO.StreamError{reason: :terminated})
      "error during streaming: :terminated"
  """
  def message(%{reason: reason}), do: "error during streaming: " <> inspect(reason)
end
