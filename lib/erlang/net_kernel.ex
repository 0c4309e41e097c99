defmodule :net_kernel do
  @moduledoc """
  The connections of a node: there are none.
  """

  def connect_node(node), do: if(node == :erlang.node(), do: true, else: :ignored)
  def start(_options), do: {:error, :not_supported}
  def stop(), do: {:error, :not_found}
  def monitor_nodes(flag) when is_boolean(flag), do: :ok
  def monitor_nodes(flag, _options) when is_boolean(flag), do: :ok
  def get_state(), do: %{started: :no}
end
