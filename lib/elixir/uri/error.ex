defmodule URI.Error do
  defexception [:action, :reason, :part]

  @impl true
  @doc ~S"""
  What is told to people.

      iex> Exception.message(%URI.Error{action: :parse, reason: :bad_uri, part: ":"})
      "cannot parse due to reason bad_uri: \":\""
  """
  def message(%{action: action, reason: reason, part: part}), do: "cannot #{action} due to reason #{reason}: #{inspect(part)}"
end
