defmodule :net_kernel do
  @moduledoc """
  The connections of a node: there are none.
  """

  @spec connect_node(node()) :: boolean() | :ignored
  def connect_node(node), do: if(node == :erlang.node(), do: true, else: :ignored)
  @spec start(options :: [atom()] | term()) :: {:ok, pid()} | {:error, term()}
  def start(_options), do: {:error, :not_supported}
  @spec stop() :: :ok | {:error, :not_allowed | :not_found}
  def stop(), do: {:error, :not_found}
  @spec monitor_nodes(boolean()) :: :ok | :error | {:error, term()}
  def monitor_nodes(flag) when is_boolean(flag), do: :ok
  @spec monitor_nodes(boolean(), options :: [term()]) :: :ok | :error | {:error, term()}
  def monitor_nodes(flag, _options) when is_boolean(flag), do: :ok
  @spec get_state() :: %{started: :no | :static | :dynamic}
  def get_state(), do: %{started: :no}
end
