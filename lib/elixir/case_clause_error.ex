defmodule CaseClauseError do
  @moduledoc "No clause of a `case` matched."
  defexception [:term]

  @impl true
  def message(%{term: term}), do: "no case clause matching: " <> inspect(term)
end
