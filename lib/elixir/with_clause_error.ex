defmodule WithClauseError do
  @moduledoc "No clause of the `else` of a `with` matched."
  defexception [:term]

  @impl true
  def message(%{term: term}), do: "no with clause matching: " <> inspect(term)
end
