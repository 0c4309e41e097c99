defmodule IO.StreamError do
  defexception [:reason]

  @impl true
  def message(%{reason: reason}) do
    case IO.chardata_to_string(:file.format_error(reason)) do
      "unknown POSIX error" <> _ -> "error during streaming: " <> inspect(reason)
      text -> "error during streaming: " <> text
    end
  end
end
