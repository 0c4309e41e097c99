defmodule TryClauseError do
  @moduledoc "No clause of the `else` of a `try` matched."
  defexception [:term]

  @impl true
  def message(%{term: term}), do: "no try clause matching: " <> inspect(term)
end
