defmodule MissingApplicationsError do
  @moduledoc "What code raises that needs applications which are not there."

  @type t() :: %MissingApplicationsError{
          __exception__: true,
          apps: [{Application.app(), Version.requirement()}, ...],
          description: String.t()
        }

  defexception apps: [], description: "missing applications found"

  @impl true
  @doc ~S"""
  What is told to people.

      iex> Exception.message(%MissingApplicationsError{apps: [{:foo, "~> 1.0"}], description: "applications are missing"})
      "applications are missing\n\nTo address this, include these applications as your dependencies:\n\n  {:foo, \"~> 1.0\"}"
  """
  def message(%{apps: apps, description: description}) do
    listed = Enum.map_join(apps, fn {app, requirement} -> "\n  {#{inspect(app)}, \"#{requirement}\"}" end)

    """
    #{description}

    To address this, include these applications as your dependencies:
    #{listed}\
    """
  end
end
