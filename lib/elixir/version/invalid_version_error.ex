defmodule Version.InvalidVersionError do
  defexception [:version]

  @impl true
  def exception(version) when is_binary(version), do: %Version.InvalidVersionError{version: version}
  def exception(opts), do: struct!(Version.InvalidVersionError, opts)

  @impl true
  def message(%{version: version}), do: "invalid version: #{inspect(version)}"
end
