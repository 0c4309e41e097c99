defmodule :net_adm do
  @moduledoc """
  The network of nodes: this one alone.
  """

  @doc """
  Whether a node can be reached.

      iex> :net_adm.ping(:nobody@nowhere)
      :pang
  """
  @spec ping(node()) :: :pong | :pang
  def ping(node), do: if(node == :erlang.node(), do: :pong, else: :pang)

  @spec names() :: {:ok, [{charlist(), port :: integer()}]} | {:error, atom()}
  def names(), do: {:error, :address}

  @doc """
  The name of this computer.

      iex> is_list(:net_adm.localhost())
      true
  """
  @spec localhost() :: charlist()
  def localhost(), do: ~c"localhost"
end
