defmodule Version.InvalidRequirementError do
  defexception [:requirement]

  @impl true
  def exception(requirement) when is_binary(requirement), do: %Version.InvalidRequirementError{requirement: requirement}
  def exception(opts), do: struct!(Version.InvalidRequirementError, opts)

  @impl true
  def message(%{requirement: requirement}), do: "invalid requirement: #{inspect(requirement)}"
end
