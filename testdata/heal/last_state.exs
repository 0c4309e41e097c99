# Servers that come back with their last known state.
Logger.configure(level: :none)

defmodule Store do
  use GenServer, restore: true

  def start_link(options), do: GenServer.start_link(__MODULE__, options[:first] || %{}, Keyword.take(options, [:name]))
  def init(first), do: {:ok, first}
  def handle_call(:get, _from, state), do: {:reply, state, state}
  def handle_call({:put, key, value}, _from, state), do: {:reply, :ok, Map.put(state, key, value)}
  def handle_call({:stop, reason, state}, _from, _old), do: {:stop, reason, :stopping, state}
  def handle_call(:raise, _from, _state), do: raise("no")
  def handle_cast({:put, key, value}, state), do: {:noreply, Map.put(state, key, value)}
  def handle_cast(:raise, _state), do: raise("no")
  def handle_info({:put, key, value}, state), do: {:noreply, Map.put(state, key, value), {:continue, {:also, key}}}
  def handle_continue({:also, key}, state), do: {:noreply, Map.put(state, {:also, key}, true)}
end

defmodule Careful do
  use GenServer

  def start_link(name), do: GenServer.start_link(__MODULE__, name, name: name)
  def init(name), do: {:ok, {name, :fresh, 0}}

  def handle_restore({name, _, n}, info) do
    case n do
      1 -> {:ok, {name, {:restored, info.reason, info.init_arg, is_pid(info.pid)}, n}}
      2 -> :ignore
      3 -> raise "cannot use this"
      4 -> {:ok, {name, :restored, 40}, {:continue, :more}}
      5 -> {:stop, :not_this_one}
    end
  end

  def handle_continue(:more, {name, how, n}), do: {:noreply, {name, {how, :continued}, n + 2}}
  def handle_call(:get, _from, {_, how, n} = state), do: {:reply, {how, n}, state}
  def handle_call({:set, n}, _from, {name, how, _}), do: {:reply, :ok, {name, how, n}}
end

defmodule T do
  def supervise(children, options \\ []) do
    {:ok, sup} = Supervisor.start_link(children, options ++ [strategy: :one_for_one, max_restarts: 100])
    sup
  end

  def kill(name) do
    Process.exit(Process.whereis(name), :kill)
    :ok
  end

  def crash(name) do
    ref = Process.monitor(name)
    GenServer.cast(name, :raise)
    receive do: ({:DOWN, ^ref, _, _, _} -> :ok)
  end

  # Has the server stop with a state, and waits for its end, which comes after its answer.
  def stop(name, reason, state) do
    ref = Process.monitor(name)
    :stopping = GenServer.call(name, {:stop, reason, state})
    receive do: ({:DOWN, ^ref, _, _, ^reason} -> :ok)
  end

  def get(name), do: GenServer.call(name, :get)
  def put(name, key, value), do: GenServer.call(name, {:put, key, value})
end

IO.puts("== after a kill, an exception, a stop")
sup = T.supervise([{Store, name: :a}])
T.put(:a, :x, 1)
GenServer.cast(:a, {:put, :y, 2})
send(:a, {:put, :z, 3})
T.get(:a)
T.kill(:a)
IO.inspect(T.get(:a))
T.put(:a, :w, 4)
T.crash(:a)
IO.inspect(T.get(:a))
T.stop(:a, :shutdown, %{stopped: true})
IO.inspect(T.get(:a))
T.stop(:a, :normal, %{stopped: :normally})
IO.inspect(T.get(:a))
T.put(:a, :x, 1)
:ok = Supervisor.terminate_child(sup, Store)
{:ok, _} = Supervisor.restart_child(sup, Store)
IO.inspect({T.get(:a), :joist_state.waiting()})
Supervisor.stop(sup)

IO.puts("== only when asked for")
sup = T.supervise([Supervisor.child_spec({Store, name: :a}, restore: false)])
T.put(:a, :x, 1)
T.kill(:a)
IO.inspect({T.get(:a), :joist_state.waiting()})
Supervisor.stop(sup)

IO.puts("== what handle_restore/2 returns")
sup = T.supervise([Supervisor.child_spec({Careful, :careful}, restore: true)])
IO.inspect(T.get(:careful))

for n <- 1..5 do
  GenServer.call(:careful, {:set, n})
  T.kill(:careful)
  IO.inspect({n, T.get(:careful)})
end

IO.inspect(:joist_state.waiting())
Supervisor.stop(sup)

IO.puts("== siblings")

for strategy <- [:one_for_one, :rest_for_one, :one_for_all] do
  children = for id <- [:a, :b, :c], do: Supervisor.child_spec({Store, name: id}, id: id, restore: id != :c)
  sup = T.supervise(children, strategy: strategy)
  before = for id <- [:a, :b, :c], do: Process.whereis(id)
  for id <- [:a, :b, :c], do: T.put(id, id, 1)
  T.kill(:b)
  after_ = for id <- [:a, :b, :c], do: Process.whereis(id)
  IO.inspect({strategy, for({old, new} <- Enum.zip(before, after_), do: old != new), for(id <- [:a, :b, :c], do: T.get(id))})
  Supervisor.stop(sup)
end

IO.puts("== dynamic children, partitions, agents")
{:ok, sup} = DynamicSupervisor.start_link(max_restarts: 100)
{:ok, _} = DynamicSupervisor.start_child(sup, {Store, name: :a, first: %{first: true}})
T.put(:a, :x, 1)
T.kill(:a)
# This is the first failure: the kill says nothing of the state.
T.crash(:a)
IO.inspect({T.get(:a), DynamicSupervisor.count_children(sup)})
:ok = DynamicSupervisor.terminate_child(sup, Process.whereis(:a))
IO.inspect(:joist_state.waiting())
DynamicSupervisor.stop(sup)

{:ok, sup} = PartitionSupervisor.start_link(child_spec: {Store, []}, name: Parts, partitions: 2, max_restarts: 10)
for n <- 0..1, do: GenServer.call({:via, PartitionSupervisor, {Parts, n}}, {:put, :partition, n})
for n <- 0..1, do: Process.exit(GenServer.whereis({:via, PartitionSupervisor, {Parts, n}}), :kill)
IO.inspect(for n <- 0..1, do: GenServer.call({:via, PartitionSupervisor, {Parts, n}}, :get))
PartitionSupervisor.stop(sup)

sup = T.supervise([Supervisor.child_spec({Agent, fn -> Process.register(self(), :agent) && [] end}, restore: true)])
[{_, agent, _, _}] = Supervisor.which_children(sup)
Agent.update(agent, &[1 | &1])
Process.exit(agent, :kill)
[{_, agent, _, _}] = Supervisor.which_children(sup)
IO.inspect(Agent.get(agent, & &1))
Supervisor.stop(sup)

defmodule Door do
  @behaviour :gen_statem
  def child_spec(name), do: %{id: name, start: {:gen_statem, :start_link, [{:local, name}, __MODULE__, nil, []]}, restore: true}
  def callback_mode, do: :handle_event_function
  def init(nil), do: {:ok, :closed, %{passed: 0}}
  def handle_event({:call, from}, :get, state, data), do: {:keep_state_and_data, [{:reply, from, {state, data}}]}
  def handle_event({:call, from}, :open, :closed, data), do: {:next_state, :open, data, [{:reply, from, :ok}]}
  def handle_event({:call, from}, :pass, :open, data), do: {:keep_state, %{data | passed: data.passed + 1}, [{:reply, from, :ok}]}
end

sup = T.supervise([{Door, :door}])
IO.inspect(:gen_statem.call(:door, :get))
for event <- [:open, :pass, :pass], do: :gen_statem.call(:door, event)
T.kill(:door)
IO.inspect(:gen_statem.call(:door, :get))
for _ <- 1..2, do: try(do: :gen_statem.call(:door, :open), catch: (:exit, _ -> :failed))
IO.inspect(:gen_statem.call(:door, :get))
Supervisor.stop(sup)

IO.puts("== large states, binaries shared")
sup = T.supervise([{Store, name: :a}])
binary = String.duplicate("joist", 200_000)
T.put(:a, :binary, binary)
T.put(:a, :list, Enum.to_list(1..100_000))
:erlang.garbage_collect()
before = :erlang.memory(:binary)
for _ <- 1..50, do: T.kill(:a)
state = T.get(:a)
IO.inspect({state.binary == binary, length(state.list), :erlang.memory(:binary) - before < 2_000_000})
Supervisor.stop(sup)

IO.puts("== a state that kills its server again is dropped")
sup = T.supervise([{Store, name: :a, first: %{n: 0}}], max_restarts: 5)
T.put(:a, :n, 1)
T.crash(:a)
IO.inspect(T.get(:a))
# It has answered, so the state is not to blame for this.
T.crash(:a)
IO.inspect(T.get(:a))
T.crash(:a)
T.crash(:a)
IO.inspect(T.get(:a))
IO.inspect(:joist_state.waiting())
Supervisor.stop(sup)

IO.puts("== nor does one that always fails later end the supervisor")
sup = T.supervise([{Store, name: :a, first: %{n: 0}}], max_restarts: 4)
T.put(:a, :n, 1)

for _ <- 1..4 do
  IO.inspect(T.get(:a))
  T.crash(:a)
end

IO.inspect({T.get(:a), Process.alive?(sup)})
Supervisor.stop(sup)

IO.puts("== nothing is kept for nobody")
{:ok, pid} = Store.start_link(name: :a)
Process.unlink(pid)
T.put(:a, :x, 1)
Process.exit(pid, :kill)
IO.inspect({Process.alive?(pid), :joist_state.waiting()})
