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
      exception_message: String.trim_trailing(Exception.message(exception), "\n"),
      stacktrace: Keyword.fetch!(arguments, :stacktrace),
      inspected_struct: Keyword.fetch!(arguments, :inspected_struct)
    }
  end

  @impl true
  def message(%{exception_module: module, exception_message: message, inspected_struct: struct}) do
    """
    got #{inspect(module)} with message:

        \"\"\"
    #{pad(message, 4)}
        \"\"\"

    while inspecting:

    #{pad(struct, 4)}
    """
  end

  @doc false
  # The text with its lines indented.
  def pad(text, count) when is_binary(text) and is_integer(count) and count >= 0 do
    blanks = String.duplicate(" ", count)
    text |> String.split("\n") |> Enum.map_join("\n", fn line -> if line == "", do: "", else: blanks <> line end) |> String.trim_trailing("\n")
  end
end
