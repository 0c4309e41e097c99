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
  @spec self() :: t()
  def self(), do: :erlang.node()

  @doc """
  True when the node is connected with others.

      iex> Node.alive?()
      false
  """
  @spec alive?() :: boolean()
  def alive?(), do: :erlang.is_alive()

  @doc """
  The nodes that this one is connected with.

      iex> Node.list()
      []
  """
  @spec list() :: [t()]
  def list(), do: :erlang.nodes()

  @doc """
  The nodes of a kind.

      iex> Node.list(:this) == [node()]
      true
  """
  @spec list(state() | [state()]) :: [t()]
  def list(args), do: :erlang.nodes(args)

  @doc """
  Connects with a node; `:ignored`, as this node is not alive.

      iex> Node.connect(:nobody@nowhere)
      :ignored
  """
  @spec connect(t()) :: boolean() | :ignored
  def connect(node) when is_atom(node), do: if(node == :erlang.node(), do: true, else: :ignored)

  @doc """
  Disconnects from a node.

      iex> Node.disconnect(:nobody@nowhere)
      :ignored
  """
  @spec disconnect(t()) :: boolean() | :ignored
  def disconnect(node) when is_atom(node), do: :ignored

  @doc """
  Pings a node.

      iex> Node.ping(:nobody@nowhere)
      :pang
  """
  @spec ping(t()) :: :pong | :pang
  def ping(node) when is_atom(node), do: if(node == :erlang.node(), do: :pong, else: :pang)

  @doc """
  Monitors a node.

      iex> Node.monitor(node(), false)
      true
  """
  @spec monitor(t(), boolean()) :: true
  def monitor(node, flag), do: :erlang.monitor_node(node, flag)

  @spec monitor(t(), boolean(), [:allow_passive_connect]) :: true
  def monitor(node, flag, options), do: :erlang.monitor_node(node, flag, options)

  @doc """
  Starts a process on a node.

      iex> parent = self()
      iex> Node.spawn(node(), fn -> send(parent, :here) end)
      iex> receive do message -> message end
      :here
  """
  @spec spawn(t(), (-> any())) :: pid()
  def spawn(node, fun), do: :erlang.spawn(node, fun)

  @spec spawn(t(), (-> any()), Process.spawn_opts()) :: pid() | {pid(), reference()}
  def spawn(node, fun, opts) when is_list(opts), do: :erlang.spawn_opt(node, fun, opts)

  @spec spawn(t(), module(), atom(), [any()]) :: pid()
  def spawn(node, module, fun, args), do: :erlang.spawn(node, module, fun, args)

  @spec spawn(t(), module(), atom(), [any()], Process.spawn_opts()) :: pid() | {pid(), reference()}
  def spawn(node, module, fun, args, opts), do: :erlang.spawn_opt(node, module, fun, args, opts)

  @doc """
  Starts a linked process on a node.

      iex> parent = self()
      iex> Node.spawn_link(node(), fn -> send(parent, :here) end)
      iex> receive do message -> message end
      :here
  """
  @spec spawn_link(t(), (-> any())) :: pid()
  def spawn_link(node, fun), do: :erlang.spawn_link(node, fun)

  @spec spawn_link(t(), module(), atom(), [any()]) :: pid()
  def spawn_link(node, module, fun, args), do: :erlang.spawn_link(node, module, fun, args)

  @doc """
  Starts a monitored process on a node.

      iex> {pid, ref} = Node.spawn_monitor(node(), fn -> :ok end)
      iex> receive do {:DOWN, ^ref, :process, ^pid, reason} -> reason end
      :normal
  """
  @spec spawn_monitor(t(), (-> any())) :: {pid(), reference()}
  def spawn_monitor(node, fun), do: :erlang.spawn_monitor(node, fun)

  @spec spawn_monitor(t(), module(), atom(), [any()]) :: {pid(), reference()}
  def spawn_monitor(node, module, fun, args), do: :erlang.spawn_monitor(node, module, fun, args)

  @doc """
  The magic cookie of the node.

      iex> Node.get_cookie()
      :nocookie
  """
  @spec get_cookie() :: atom()
  def get_cookie(), do: :nocookie
  @doc "Sets the magic cookie."
  @spec set_cookie(t(), atom()) :: true
  def set_cookie(_node \\ Node.self(), cookie) when is_atom(cookie), do: true

  @doc "Makes the node a distributed one; not possible here."
  @spec start(node(), :longnames | :shortnames | keyword(), non_neg_integer()) :: {:ok, pid()} | {:error, term()}
  def start(_name, _type \\ :longnames, _tick_time \\ 15000), do: {:error, :not_supported}

  @doc """
  Makes the node a local one.

      iex> Node.stop()
      {:error, :not_found}
  """
  @spec stop() :: :ok | {:error, :not_allowed | :not_found}
  def stop(), do: {:error, :not_found}
end
