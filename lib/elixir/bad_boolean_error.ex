defmodule BadBooleanError do
  @moduledoc "A boolean operator got something else."
  defexception [:term, :operator]

  @impl true
  @doc ~S"""
  What is told to people.

      iex> Exception.message(%BadBooleanError{term: 1, operator: :and})
      "expected a boolean on left-side of \"and\", got: 1"
  """
  def message(%{term: term, operator: operator}) do
    "expected a boolean on left-side of \"#{operator}\", got: " <> inspect(term)
  end
end
