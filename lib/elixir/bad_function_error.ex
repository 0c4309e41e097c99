defmodule BadFunctionError do
  @moduledoc "A function was expected, and something else was there."
  defexception [:term]

  @impl true
  @doc """
  What is told to people.

      iex> Exception.message(%BadFunctionError{term: :a})
      "expected a function, got: :a"
  """
  def message(%{term: term}) when is_function(term),
    do: "function #{inspect(term)} is invalid, likely because it points to an old version of the code"

  def message(%{term: term}), do: "expected a function, got: " <> inspect(term)
end
