defmodule BadBooleanError do
  @moduledoc "A boolean operator got something else."
  defexception [:term, :operator]

  @impl true
  def message(%{term: term, operator: operator}) do
    "expected a boolean on left-side of \"#{operator}\", got: " <> inspect(term)
  end
end
