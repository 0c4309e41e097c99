# Whoever ends a supervised process, or learns of its end, finds another in its place, under its name. ROUNDS and BUSY set how long and beside
# how many endless loops.
Logger.configure(level: :none)

defmodule Named do
  use GenServer
  def start_link(name), do: GenServer.start_link(__MODULE__, name, name: name)
  def init(name), do: {:ok, name}
  def handle_call(:raise, _from, _name), do: raise("no")
  def handle_call(request, _from, name), do: {:reply, {name, request}, name}
  def handle_cast({:tell, pid, term}, name), do: {:noreply, send(pid, term) && name}
end

defmodule T do
  def rounds(n, fun), do: for(i <- 1..n, do: fun.(i)) |> Enum.frequencies()

  # Kills the child and looks at once.
  def kill(name, _i) do
    old = Process.whereis(name)
    true = Process.exit(old, :kill)
    new = Process.whereis(name)
    {new != old and is_pid(new), Process.alive?(old)}
  end

  def kill_and_call(name, i) do
    Process.exit(Process.whereis(name), :kill)
    GenServer.call(name, i) == {name, i}
  end

  def kill_and_send(name, i) do
    Process.exit(Process.whereis(name), :kill)
    GenServer.cast(name, {:tell, self(), i})
    send(name, :unexpected)

    receive do
      ^i -> true
    after
      5000 -> false
    end
  end

  def kill_and_monitor(name, _i) do
    Process.exit(Process.whereis(name), :kill)
    ref = Process.monitor(name)

    receive do
      {:DOWN, ^ref, _, _, reason} -> reason
    after
      0 -> Process.demonitor(ref, [:flush])
    end
  end

  # The child fails by itself: its caller learns of it, and calls again.
  def crash(name, i) do
    try do
      GenServer.call(name, :raise)
    catch
      :exit, _ -> GenServer.call(name, i) == {name, i}
    end
  end

  # Somebody else kills it; this process learns of it by a monitor.
  def watch(name, _i) do
    old = Process.whereis(name)
    ref = Process.monitor(old)
    spawn(fn -> Process.exit(old, :kill) end)

    receive do
      {:DOWN, ^ref, _, _, :killed} -> Process.whereis(name) not in [nil, old]
    end
  end

  # The supervisor's caller: what it says is never older than what the caller knows.
  def ask(sup, name, _i) do
    old = Process.whereis(name)
    Process.exit(old, :kill)
    pids = for {_, pid, _, _} <- Supervisor.which_children(sup), do: pid
    {old in pids, Enum.all?(pids, &is_pid/1)}
  end

  def via(name, _i) do
    old = GenServer.whereis(name)
    Process.exit(old, :kill)
    GenServer.whereis(name) not in [nil, old]
  end
end

env = fn name, default -> String.to_integer(System.get_env(name, default)) end
rounds = env.("ROUNDS", "300")
for _ <- 1..env.("BUSY", "2")//1, do: spawn(fn -> Enum.each(Stream.cycle([0]), & &1) end)

{:ok, _} = Registry.start_link(keys: :unique, name: Reg)

{:ok, sup} =
  Supervisor.start_link(
    [
      {Named, :one},
      Supervisor.child_spec({Named, {:global, :two}}, id: :two),
      Supervisor.child_spec({Named, {:via, Registry, {Reg, :three}}}, id: :three),
      Supervisor.child_spec({Named, :temporary}, id: :temporary, restart: :temporary),
      Supervisor.child_spec({Named, {:via, Registry, {Reg, :temporary}}}, id: :temporary_in_registry, restart: :temporary)
    ],
    strategy: :one_for_one,
    max_restarts: 1_000_000
  )

IO.inspect(T.rounds(rounds, &T.kill(:one, &1)) |> Map.keys(), label: "kill")
IO.inspect(T.rounds(rounds, &T.kill_and_call(:one, &1)) |> Map.keys(), label: "call")
IO.inspect(T.rounds(rounds, &T.kill_and_send(:one, &1)) |> Map.keys(), label: "send")
IO.inspect(T.rounds(rounds, &T.kill_and_monitor(:one, &1)) |> Map.keys(), label: "monitor")
IO.inspect(T.rounds(rounds, &T.crash(:one, &1)) |> Map.keys(), label: "crash")
IO.inspect(T.rounds(rounds, &T.watch(:one, &1)) |> Map.keys(), label: "watch")
IO.inspect(T.rounds(rounds, &T.ask(sup, :one, &1)) |> Map.keys(), label: "which_children")
IO.inspect(T.rounds(rounds, &T.via({:global, :two}, &1)) |> Map.keys(), label: "global")
IO.inspect(T.rounds(rounds, &T.via({:via, Registry, {Reg, :three}}, &1)) |> Map.keys(), label: "registry")

# Others, who look for the name while somebody kills the process again and again, always find one.
look = fn name ->
  stop = :counters.new(1, [])
  looks = fn looks, missed -> if :counters.get(stop, 1) == 1, do: missed, else: looks.(looks, if(GenServer.whereis(name), do: missed, else: missed + 1)) end
  looking = Task.async(fn -> looks.(looks, 0) end)
  for _ <- 1..rounds, do: Process.exit(GenServer.whereis(name), :kill)
  :counters.put(stop, 1, 1)
  Task.await(looking, :infinity)
end

IO.inspect(for(name <- [:one, {:global, :two}, {:via, Registry, {Reg, :three}}], do: look.(name)), label: "missed by others")

# One that is not restarted leaves its name free.
Process.exit(Process.whereis(:temporary), :kill)
IO.inspect({Process.whereis(:temporary), Process.register(self(), :temporary)}, label: "temporary")
Process.exit(GenServer.whereis({:via, Registry, {Reg, :temporary}}), :kill)
IO.inspect({Registry.lookup(Reg, :temporary), elem(Registry.register(Reg, :temporary, nil), 0)}, label: "temporary in a registry")

# Nobody waits for a supervisor that waits for him: a child that is being stopped asks for a sibling that has just been killed.
defmodule Last do
  use GenServer
  def start_link(_), do: GenServer.start_link(__MODULE__, nil)
  def init(nil), do: {:ok, Process.flag(:trap_exit, true)}

  def terminate(_reason, _state) do
    t = System.monotonic_time(:millisecond)
    true = Process.whereis(:first) == nil
    ended = catch_exit(fn -> GenServer.call(:first, :hello) end)
    IO.inspect({ended, System.monotonic_time(:millisecond) - t < 500}, label: "stopped child")
  end

  defp catch_exit(fun) do
    fun.()
  catch
    :exit, {reason, _} -> reason
  end
end

# ... and so does one that is being started.
defmodule Second do
  use GenServer
  def start_link(_), do: GenServer.start_link(__MODULE__, nil)

  def init(nil) do
    t = System.monotonic_time(:millisecond)
    ref = Process.monitor(:elder)
    Process.exit(Process.whereis(:elder), :kill)
    receive do: ({:DOWN, ^ref, _, _, :killed} -> :ok)
    IO.inspect({Process.whereis(:elder), System.monotonic_time(:millisecond) - t < 500}, label: "starting child")
    :ignore
  end
end

{:ok, other} = Supervisor.start_link([{Named, :elder}, Second], strategy: :one_for_one)
# The supervisor answers when it has dealt with what came before.
IO.inspect({Supervisor.count_children(other).active, is_pid(Process.whereis(:elder))}, label: "after the start")
Supervisor.stop(other)

{:ok, all} = Supervisor.start_link([{Named, :first}, Last], strategy: :one_for_all)
Process.exit(Process.whereis(:first), :kill)
IO.inspect(is_pid(Process.whereis(:first)), label: "after a group")
Supervisor.stop(all)
IO.inspect(Process.whereis(:first), label: "after the end")
