defmodule UnicodeConversionError do
  @moduledoc "Chardata with bytes or numbers that are not characters."
  defexception [:encoded, :message]

  @impl true
  def exception(opts) do
    %UnicodeConversionError{
      encoded: Keyword.fetch!(opts, :encoded),
      message: "#{Keyword.fetch!(opts, :kind)} #{detail(Keyword.fetch!(opts, :rest))}"
    }
  end

  defp detail(rest) when is_binary(rest), do: "encoding starting at #{inspect(rest)}"
  defp detail([rest | _]) when is_list(rest), do: detail(rest)
  defp detail([rest | _]) when is_binary(rest), do: detail(rest)
  defp detail([point | _]), do: "code point #{point}"
end
