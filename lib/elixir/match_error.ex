defmodule MatchError do
  @moduledoc "A value did not match the pattern on the left of `=`."
  defexception [:term]

  @impl true
  def message(%{term: term}), do: "no match of right hand side value: " <> inspect(term)
end
