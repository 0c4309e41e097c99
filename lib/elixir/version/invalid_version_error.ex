defmodule Version.InvalidVersionError do
  defexception [:version]

  @impl true
  @doc """
  The error for a version.

      iex> Version.InvalidVersionError.exception("1").version
      "1"
  """
  def exception(version) when is_binary(version), do: %Version.InvalidVersionError{version: version}
  def exception(opts), do: struct!(Version.InvalidVersionError, opts)

  @impl true
  @doc ~S"""
  What is told to people.

      iex> Exception.message(%Version.InvalidVersionError{version: "1"})
      "invalid version: \"1\""
  """
  def message(%{version: version}), do: "invalid version: #{inspect(version)}"
end
