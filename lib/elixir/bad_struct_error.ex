defmodule BadStructError do
  @moduledoc "A struct was expected, and something else was there."
  defexception [:struct, :term]

  @impl true
  @doc """
  What is told to people.

      iex> Exception.message(%BadStructError{struct: URI, term: 1})
      "expected a struct named URI, got: 1"
  """
  def message(%{struct: struct, term: term}), do: "expected a struct named #{inspect(struct)}, got: #{inspect(term)}"
end
