defmodule BadStructError do
  @moduledoc "A struct was expected, and something else was there."
  defexception [:struct, :term]

  @impl true
  def message(%{struct: struct, term: term}), do: "expected a struct named #{inspect(struct)}, got: #{inspect(term)}"
end
