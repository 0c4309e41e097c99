defmodule Node do
  @moduledoc """
  Nodes. A runtime is a node of its own; it does not connect with others.
  """

  @type t() :: node()
  @type state() :: :visible | :hidden | :connected | :this | :known

  @doc """
  The name of the local node.

      iex> Node.self() == node()
      true
  """
  def self(), do: :erlang.node()

  @doc """
  True when the node is connected with others.

      iex> Node.alive?()
      false
  """
  def alive?(), do: :erlang.is_alive()

  @doc """
  The nodes that this one is connected with.

      iex> Node.list()
      []
  """
  def list(), do: :erlang.nodes()

  @doc """
  The nodes of a kind.

      iex> Node.list(:this) == [node()]
      true
  """
  def list(args), do: :erlang.nodes(args)

  @doc "Connects with a node; `:ignored`, as this node is not alive."
  def connect(node) when is_atom(node), do: if(node == :erlang.node(), do: true, else: :ignored)

  @doc "Disconnects from a node."
  def disconnect(node) when is_atom(node), do: :ignored

  @doc """
  Pings a node.

      iex> Node.ping(:nobody@nowhere)
      :pang
  """
  def ping(node) when is_atom(node), do: if(node == :erlang.node(), do: :pong, else: :pang)

  @doc "Monitors a node."
  def monitor(node, flag), do: :erlang.monitor_node(node, flag)
  def monitor(node, flag, options), do: :erlang.monitor_node(node, flag, options)

  @doc """
  Starts a process on a node.

      iex> parent = self()
      iex> Node.spawn(node(), fn -> send(parent, :here) end)
      iex> receive do message -> message end
      :here
  """
  def spawn(node, fun), do: :erlang.spawn(node, fun)
  def spawn(node, fun, opts) when is_list(opts), do: :erlang.spawn_opt(node, fun, opts)
  def spawn(node, module, fun, args), do: :erlang.spawn(node, module, fun, args)
  def spawn(node, module, fun, args, opts), do: :erlang.spawn_opt(node, module, fun, args, opts)

  @doc """
  Starts a linked process on a node.

      iex> parent = self()
      iex> Node.spawn_link(node(), fn -> send(parent, :here) end)
      iex> receive do message -> message end
      :here
  """
  def spawn_link(node, fun), do: :erlang.spawn_link(node, fun)
  def spawn_link(node, module, fun, args), do: :erlang.spawn_link(node, module, fun, args)

  @doc "Starts a monitored process on a node."
  def spawn_monitor(node, fun), do: :erlang.spawn_monitor(node, fun)
  def spawn_monitor(node, module, fun, args), do: :erlang.spawn_monitor(node, module, fun, args)

  @doc "The magic cookie of the node."
  def get_cookie(), do: :nocookie
  @doc "Sets the magic cookie."
  def set_cookie(_node \\ Node.self(), cookie) when is_atom(cookie), do: true

  @doc "Makes the node a distributed one; not possible here."
  def start(_name, _type \\ :longnames, _tick_time \\ 15000), do: {:error, :not_supported}
  @doc "Makes the node a local one."
  def stop(), do: {:error, :not_found}
end
