defmodule MatchError do
  @moduledoc "A value did not match the pattern on the left of `=`."
  defexception [:term]

  @impl true
  @doc """
  What is told to people.

      iex> Exception.message(%MatchError{term: 1})
      "no match of right hand side value: 1"
  """
  def message(%{term: term}), do: "no match of right hand side value: " <> inspect(term)
end
