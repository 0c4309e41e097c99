defmodule MissingApplicationsError do
  @moduledoc "Applications that are needed are not there."
  defexception [:apps, description: "missing applications found"]

  @impl true
  def message(%{apps: apps, description: description}) do
    list = Enum.map_join(apps, "\n", fn {name, requirement} -> "    {#{inspect(name)}, #{inspect(requirement)}}" end)
    description <> "\n\n" <> list <> "\n"
  end
end
