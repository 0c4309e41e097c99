defmodule Version.InvalidRequirementError do
  defexception [:requirement]

  @impl true
  @doc """
  The error for a requirement.

      iex> Version.InvalidRequirementError.exception("> >").requirement
      "> >"
  """
  def exception(requirement) when is_binary(requirement), do: %Version.InvalidRequirementError{requirement: requirement}
  def exception(opts), do: struct!(Version.InvalidRequirementError, opts)

  @impl true
  @doc ~S"""
  What is told to people.

      iex> Exception.message(%Version.InvalidRequirementError{requirement: "> >"})
      "invalid requirement: \"> >\""
  """
  def message(%{requirement: requirement}), do: "invalid requirement: #{inspect(requirement)}"
end
