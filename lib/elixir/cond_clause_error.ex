defmodule CondClauseError do
  @moduledoc "No clause of a `cond` was truthy."
  defexception []

  @impl true
  @doc """
  What is told to people.

      iex> Exception.message(%CondClauseError{})
      "no cond clause evaluated to a truthy value"
  """
  def message(_exception), do: "no cond clause evaluated to a truthy value"
end
