defmodule BadMapError do
  @moduledoc "A map was expected, and something else was there."
  defexception [:term]

  @impl true
  @doc """
  What is told to people.

      iex> Exception.message(%BadMapError{term: 1})
      "expected a map, got: 1"
  """
  def message(%{term: term}), do: "expected a map, got: " <> inspect(term)
end
