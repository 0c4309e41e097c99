defmodule TryClauseError do
  @moduledoc "No clause of the `else` of a `try` matched."
  defexception [:term]

  @impl true
  @doc """
  What is told to people.

      iex> Exception.message(%TryClauseError{term: 1})
      "no try clause matching: 1"
  """
  def message(%{term: term}), do: "no try clause matching: " <> inspect(term)
end
