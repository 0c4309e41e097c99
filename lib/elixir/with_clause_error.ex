defmodule WithClauseError do
  @moduledoc "No clause of the `else` of a `with` matched."
  defexception [:term]

  @impl true
  @doc """
  What is told to people.

      iex> Exception.message(%WithClauseError{term: 1})
      "no with clause matching: 1"
  """
  def message(%{term: term}), do: "no with clause matching: " <> inspect(term)
end
