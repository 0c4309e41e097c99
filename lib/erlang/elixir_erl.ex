defmodule :elixir_erl do
  @moduledoc false

  # What the debug information of compiled modules names: it tells what the information has.
  def debug_info(:elixir_v1, _module, :none, _opts), do: {:error, :missing}
  def debug_info(:elixir_v1, _module, {:elixir_v1, :none, _specs}, _opts), do: {:error, :missing}
  def debug_info(:elixir_v1, _module, {:elixir_v1, map, _specs}, _opts), do: {:ok, map}
  def debug_info(format, _module, _data, _opts) when format in [:erlang_v1, :core_v1], do: {:error, :failed_conversion}
  def debug_info(_format, _module, _data, _opts), do: {:error, :unknown_format}
end
