defmodule Inspect.Error do
  @moduledoc """
  What is shown, or raised with `safe: false`, when an `Inspect` implementation fails.
  """

  defexception [:exception_module, :exception_message, :stacktrace, :inspected_struct]

  @impl true
  def exception(arguments) when is_list(arguments) do
    exception = Keyword.fetch!(arguments, :exception)

    %Inspect.Error{
      exception_module: exception.__struct__,
      exception_message: String.trim(Exception.message(exception)),
      stacktrace: Keyword.fetch!(arguments, :stacktrace),
      inspected_struct: Keyword.fetch!(arguments, :inspected_struct)
    }
  end

  @impl true
  def message(%{exception_module: module, exception_message: message, inspected_struct: struct}) do
    """
    got #{inspect(module)} with message:

        \"\"\"
    #{indent(message)}
        \"\"\"

    while inspecting:

    #{indent(struct)}
    """
    |> String.trim_trailing()
  end

  defp indent(text) do
    text |> String.split("\n") |> Enum.map_join("\n", fn line -> if line == "", do: "", else: "    " <> line end)
  end
end
