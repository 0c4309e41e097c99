defmodule CaseClauseError do
  @moduledoc "No clause of a `case` matched."
  defexception [:term]

  @impl true
  @doc """
  What is told to people.

      iex> Exception.message(%CaseClauseError{term: 1})
      "no case clause matching: 1"
  """
  def message(%{term: term}), do: "no case clause matching: " <> inspect(term)
end
