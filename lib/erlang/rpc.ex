defmodule :rpc do
  @moduledoc """
  Calls on nodes. A runtime is its only node, so they happen here.
  """

  @doc """
  Calls a function in a process on a node.

      iex> :rpc.call(node(), String, :upcase, ["a"])
      "A"
  """
  @spec call(node(), module(), atom(), [term()]) :: term() | {:badrpc, reason :: term()}
  def call(node, module, function, args), do: call(node, module, function, args, :infinity)

  @doc """
  Like `call/4`, for at most that long.

      iex> :rpc.call(node(), String, :upcase, ["a"], 5000)
      "A"
  """
  @spec call(node(), module(), atom(), [term()], timeout()) :: term() | {:badrpc, reason :: term()}
  def call(node, module, function, args, timeout) do
    if node == :erlang.node() do
      {pid, ref} = :erlang.spawn_monitor(fn -> :erlang.exit({:joist_rpc, run(module, function, args)}) end)

      receive do
        {:DOWN, ^ref, _, _, {:joist_rpc, value}} -> value
        {:DOWN, ^ref, _, _, reason} -> {:badrpc, {:EXIT, reason}}
      after
        timeout ->
          :erlang.demonitor(ref, [:flush])
          :erlang.exit(pid, :kill)
          {:badrpc, :timeout}
      end
    else
      {:badrpc, :nodedown}
    end
  end

  defp run(module, function, args) do
    :erlang.apply(module, function, args)
  catch
    :throw, value -> value
    :exit, reason -> {:badrpc, {:EXIT, reason}}
    :error, reason -> {:badrpc, {:EXIT, {reason, __STACKTRACE__}}}
  end

  @doc """
  Calls a function on a node and waits for nothing.

      iex> :rpc.cast(node(), Kernel, :send, [self(), :called])
      true
      iex> receive do message -> message end
      :called
  """
  @spec cast(node(), module(), atom(), [term()]) :: true
  def cast(_node, module, function, args) do
    :erlang.spawn(module, function, args)
    true
  end

  @doc """
  Calls a function on all nodes: the values, and the nodes that did not answer.

      iex> :rpc.multicall(String, :upcase, ["a"])
      {["A"], []}
  """
  @spec multicall(module(), atom(), [term()]) :: {[term()], bad_nodes :: [node()]}
  def multicall(module, function, args), do: multicall([:erlang.node()], module, function, args)

  @doc """
  Calls a function on some nodes.

      iex> :rpc.multicall([node()], String, :upcase, ["a"])
      {["A"], []}
  """
  @spec multicall([node()], module(), atom(), [term()]) :: {[term()], bad_nodes :: [node()]}
  def multicall(nodes, module, function, args) do
    answers = for node <- nodes, do: {node, call(node, module, function, args)}
    {for({node, value} <- answers, node == :erlang.node(), do: value), for({node, _} <- answers, node != :erlang.node(), do: node)}
  end
end
