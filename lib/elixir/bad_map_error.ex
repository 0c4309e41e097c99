defmodule BadMapError do
  @moduledoc "A map was expected, and something else was there."
  defexception [:term]

  @impl true
  def message(%{term: term}), do: "expected a map, got: " <> inspect(term)
end
