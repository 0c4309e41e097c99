defmodule System.EnvError do
  defexception [:env]

  @impl true
  @doc ~S"""
  What is told to people.

      iex> Exception.message(%System.EnvError{env: "LAMP"})
      "could not fetch environment variable \"LAMP\" because it is not set"
  """
  def message(%{env: env}), do: "could not fetch environment variable #{inspect(env)} because it is not set"
end
