# :erpc and :supervisor_bridge on one node.
:logger.set_primary_config(:level, :none)
show = fn fun ->
  value =
    try do
      {:returned, fun.()}
    catch
      :error, {:exception, reason, [_ | _]} -> {:raised, reason}
      class, reason -> {class, reason}
    end

  IO.inspect(value)
end

show.(fn -> :erpc.call(node(), fn -> 1 + 1 end) end)
show.(fn -> :erpc.call(node(), String, :upcase, ["a"]) end)
show.(fn -> :erpc.call(node(), fn -> throw(:ball) end) end)
show.(fn -> :erpc.call(node(), fn -> exit(:bye) end) end)
show.(fn -> :erpc.call(node(), fn -> raise ArgumentError, "no" end) end)
show.(fn -> :erpc.call(node(), fn -> Process.sleep(1000) end, 10) end)
show.(fn -> :erpc.call(:nobody@nowhere, fn -> 1 end) end)
show.(fn -> :erpc.multicall([node(), :nobody@nowhere], fn -> :done end) end)
show.(fn -> :erpc.multicall([node()], Kernel, :throw, [1]) end)
parent = self()
show.(fn -> {:erpc.cast(node(), fn -> send(parent, :cast) end), receive(do: (message -> message))} end)
show.(fn -> {:erpc.multicast([node()], Kernel, :send, [parent, :many]), receive(do: (message -> message))} end)
id = :erpc.send_request(node(), fn -> receive(do: (:never -> 1), after: (50 -> :late)) end)
show.(fn -> {:erpc.wait_response(id), :erpc.wait_response(id, 1000)} end)
id = :erpc.send_request(node(), fn -> 5 end)
show.(fn -> receive(do: (message -> :erpc.check_response(message, id))) end)

defmodule Bridge do
  def init({:ok, parent}) do
    pid = spawn(fn -> receive(do: (:stop -> exit(:stopped))) end)
    send(parent, {:started, pid})
    {:ok, pid, parent}
  end

  def init(other), do: other

  def terminate(reason, parent), do: send(parent, {:terminated, reason})
end

Process.flag(:trap_exit, true)
{:ok, bridge} = :supervisor_bridge.start_link(Bridge, {:ok, self()})
inner = receive(do: ({:started, pid} -> pid))
send(inner, :stop)
IO.inspect(receive(do: ({:EXIT, ^bridge, reason} -> reason)))
{:ok, bridge} = :supervisor_bridge.start_link({:local, :bridge}, Bridge, {:ok, self()})
Process.exit(bridge, :shutdown)
IO.inspect(receive(do: ({:terminated, reason} -> reason)))
IO.inspect(receive(do: ({:EXIT, ^bridge, reason} -> reason)))
IO.inspect(:supervisor_bridge.start_link(Bridge, :ignore))
IO.inspect(:supervisor_bridge.start_link(Bridge, {:error, :no}))
