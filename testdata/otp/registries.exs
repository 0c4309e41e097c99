# Registries: keys that look like patterns, partitions, ends of processes; agents and partition supervisors.
Logger.configure(level: :none)
Process.flag(:trap_exit, true)
me = self()

flush = fn f ->
  receive do
    _ -> f.(f)
  after
    0 -> :ok
  end
end

# Registry
{:ok, r} = Registry.start_link(keys: :duplicate, name: R, partitions: 4, meta: [a: 1])
IO.inspect(Registry.meta(R, :a))
IO.inspect(Registry.delete_meta(R, :a))
IO.inspect(Registry.meta(R, :a))
for k <- [:_, :"$1", {:a, :_}, 1, 1.0, "x", [1]], do: Registry.register(R, k, k)

IO.inspect(
  for k <- [:_, :"$1", {:a, :_}, {:a, :b}, 1, 1.0, "x", [1]], do: Registry.lookup(R, k) |> Enum.map(&elem(&1, 1))
)

IO.inspect(Registry.match(R, :_, :_) |> Enum.map(&elem(&1, 1)))
IO.inspect(Registry.match(R, {:a, :_}, :_) |> Enum.map(&elem(&1, 1)))
Registry.unregister(R, :_)
Registry.unregister(R, {:a, :_})
IO.inspect(Registry.keys(R, self()) |> Enum.map(&inspect/1) |> Enum.sort())
IO.inspect(Registry.dispatch(R, "x", fn es -> send(me, {:d, length(es)}) end, parallel: true))

IO.inspect(
  receive do
    {:d, n} -> n
  end
)

pids =
  for i <- 1..20,
      do:
        spawn(fn ->
          Registry.register(R, :many, i)
          Process.sleep(:infinity)
        end)

Process.sleep(30)
IO.inspect(Registry.count_match(R, :many, :_))
for p <- pids, do: Process.exit(p, :kill)
Process.sleep(50)
IO.inspect(Registry.count_match(R, :many, :_))
IO.inspect(Registry.count_select(R, [{{:_, :_, :_}, [], [true]}]))

IO.inspect(
  try do
    Registry.select(R, [{:_, [], [:"$_"]}])
  rescue
    e -> e.__struct__
  end
)

IO.inspect(
  try do
    Registry.register(Nope, 1, 1)
  rescue
    e -> e
  end
)

IO.inspect(
  try do
    Registry.start_link(keys: :unique, name: "x")
  rescue
    e -> e.__struct__
  end
)

Supervisor.stop(r)
IO.inspect(Process.whereis(R))
{:ok, u} = Registry.start_link(keys: :unique, name: U)
{:ok, _} = Registry.register(U, :k, 1)
[{_, part, _, _}] = Supervisor.which_children(u)
Process.flag(:trap_exit, true)
flush.(flush)
Process.exit(part, :kill)
Process.sleep(30)
IO.inspect(Registry.lookup(U, :k))

IO.inspect(
  receive do
    {:EXIT, ^part, r} -> r
  after
    50 -> :none
  end
)

IO.inspect(Registry.register(U, :k, 2) |> elem(0))
# agent
{:ok, a} = Agent.start_link(fn -> 1 end, name: :ag)
IO.inspect(Agent.get(:ag, fn x -> x + 1 end))
IO.inspect(:proc_lib.translate_initial_call(a) |> elem(0) |> is_atom)
IO.inspect(Agent.update(a, Kernel, :+, [10]))
IO.inspect(Agent.get_and_update(a, fn x -> {x, x * 2} end))
IO.inspect(Agent.get(a, & &1))
send(a, :junk)
IO.inspect(Agent.get(a, & &1))
# partition
{:ok, _} = PartitionSupervisor.start_link(child_spec: {Agent, fn -> 0 end}, name: P, partitions: 3)
IO.inspect(for k <- 0..5, do: Agent.get_and_update({:via, PartitionSupervisor, {P, k}}, &{&1, &1 + 1}))

IO.inspect(
  try do
    GenServer.call({:via, PartitionSupervisor, {NoP, 1}}, :x)
  catch
    :exit, {r, _} -> r
  end
)

