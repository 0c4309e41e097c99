defmodule IO.StreamError do
  defexception [:reason]

  @impl true
  def message(%{reason: reason}), do: "error during streaming: " <> IO.chardata_to_string(:file.format_error(reason))
end
