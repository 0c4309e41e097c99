defmodule :net_adm do
  @moduledoc """
  The network of nodes: this one alone.
  """

  @spec ping(node()) :: :pong | :pang
  def ping(node), do: if(node == :erlang.node(), do: :pong, else: :pang)
  @spec names() :: {:ok, [{charlist(), port :: integer()}]} | {:error, atom()}
  def names(), do: {:error, :address}
  @spec localhost() :: charlist()
  def localhost(), do: ~c"localhost"
end
