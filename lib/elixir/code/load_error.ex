defmodule Code.LoadError do
  defexception [:file, :message, :reason]

  @impl true
  def message(%{message: message}) when is_binary(message), do: message
  def message(%{file: file}), do: "could not load #{file}. Reason: enoent"
end
