defmodule :net_kernel do
  @moduledoc """
  The connections of a node: there are none.
  """

  @doc """
  Connects to a node.

      iex> :net_kernel.connect_node(:nobody@nowhere)
      :ignored
  """
  @spec connect_node(node()) :: boolean() | :ignored
  def connect_node(node), do: if(node == :erlang.node(), do: true, else: :ignored)

  @spec start(options :: [atom()] | term()) :: {:ok, pid()} | {:error, term()}
  def start(_options), do: {:error, :not_supported}

  @doc """
  Makes a node that was started by name one without.

      iex> :net_kernel.stop()
      {:error, :not_found}
  """
  @spec stop() :: :ok | {:error, :not_allowed | :not_found}
  def stop(), do: {:error, :not_found}

  @doc """
  Asks for messages about nodes that come and go, or no longer.

      iex> :net_kernel.monitor_nodes(true)
      :ok
      iex> :net_kernel.monitor_nodes(false)
      :ok
  """
  @spec monitor_nodes(boolean()) :: :ok | :error | {:error, term()}
  def monitor_nodes(flag) when is_boolean(flag), do: :ok

  @doc """
  Like `monitor_nodes/1`, with options.

      iex> :net_kernel.monitor_nodes(true, [])
      :ok
      iex> :net_kernel.monitor_nodes(false, [])
      :ok
  """
  @spec monitor_nodes(boolean(), options :: [term()]) :: :ok | :error | {:error, term()}
  def monitor_nodes(flag, _options) when is_boolean(flag), do: :ok

  @doc """
  Whether this is a node that others can know.

      iex> :net_kernel.get_state()
      %{started: :no}
  """
  @spec get_state() :: %{started: :no | :static | :dynamic}
  def get_state(), do: %{started: :no}
end
