# What is said of supervised servers: they fail alone, they run beside each other, and nobody waits for one that is busy.
Logger.configure(level: :none)

defmodule Tally do
  use GenServer
  def start_link(name, options \\ []), do: GenServer.start_link(__MODULE__, 0, [name: name] ++ options)
  def child(name), do: %{id: name, start: {__MODULE__, :start_link, [name]}}
  def init(n), do: {:ok, n}
  def handle_call(:get, _from, n), do: {:reply, n, n}
  def handle_call(:next, _from, n), do: {:reply, n + 1, n + 1}
  def handle_call(:who, _from, n), do: {:reply, Process.info(self(), :priority), n}
  def handle_cast({:loop, ms}, n), do: loop(System.monotonic_time(:millisecond) + ms, n)
  def handle_cast(:poison, _n), do: raise("poisoned")

  # Works, without a pause, until it is time.
  defp loop(until, n) do
    if System.monotonic_time(:millisecond) < until, do: loop(until, n), else: {:noreply, n}
  end
end

ms = fn fun ->
  t = System.monotonic_time(:millisecond)
  fun.()
  System.monotonic_time(:millisecond) - t
end

IO.puts("== a poisoned child does not take its siblings")
names = for n <- 1..10, do: :"tally_#{n}"
{:ok, sup} = Supervisor.start_link(Enum.map(names, &Tally.child/1), strategy: :one_for_one, max_restarts: 1000)
for name <- names, do: GenServer.call(name, :next)
before = for name <- names, do: Process.whereis(name)

for _ <- 1..50 do
  ref = Process.monitor(:tally_5)
  GenServer.cast(:tally_5, :poison)
  receive do: ({:DOWN, ^ref, _, _, _} -> :ok)
end

after_ = for name <- names, do: Process.whereis(name)
IO.inspect(for {name, old, new} <- Enum.zip([names, before, after_]), old != new, do: name)
IO.inspect(for name <- names, do: GenServer.call(name, :get))
Supervisor.stop(sup)

IO.puts("== a callback that loops delays nobody else")
{:ok, sup} = Supervisor.start_link([Tally.child(:busy), Tally.child(:calm)], strategy: :one_for_one)
loops = String.to_integer(System.get_env("LOOP_MS") || "2000")
GenServer.cast(:busy, {:loop, loops})
took = ms.(fn -> for _ <- 1..300, do: GenServer.call(:calm, :next) end)
IO.inspect({GenServer.call(:calm, :get), took < loops})
slowest = Enum.max(for _ <- 1..20, do: Process.sleep(5) && ms.(fn -> GenServer.call(:calm, :next) end))
IO.inspect(slowest < 200)
IO.inspect(try(do: GenServer.call(:busy, :get, 10), catch: (:exit, {reason, _} -> reason)))
Supervisor.stop(sup, :normal)

IO.puts("== a thousand counters")
counters = for n <- 1..1000, do: {n, elem(Tally.start_link(nil), 1)}
counters |> Enum.map(fn {n, pid} -> Task.async(fn -> for _ <- 1..n, do: GenServer.call(pid, :next) end) end) |> Task.await_many(:infinity)
IO.inspect(Enum.all?(counters, fn {n, pid} -> GenServer.call(pid, :get) == n end))

IO.puts("== ten thousand clients")
{:ok, one} = Tally.start_link(:one)
answers = 1..10_000 |> Enum.map(fn _ -> Task.async(fn -> GenServer.call(one, :next, :infinity) end) end) |> Task.await_many(:infinity)
IO.inspect({GenServer.call(one, :get), Enum.sort(answers) == Enum.to_list(1..10_000)})

IO.puts("== a supervisor at a high priority")
{:ok, sup} = Supervisor.start_link([Tally.child(:low_one)], strategy: :one_for_one, priority: :high, max_restarts: 1000)
IO.inspect({Process.info(sup, :priority), GenServer.call(:low_one, :who)})
{:ok, dyn} = DynamicSupervisor.start_link(priority: :high)
IO.inspect(Process.info(dyn, :priority))
{:ok, plain} = Supervisor.start_link([], strategy: :one_for_one)
IO.inspect(Process.info(plain, :priority))

defmodule Bad do
  use Supervisor
  def init(_), do: Supervisor.init([], strategy: :one_for_one, priority: :urgent)
end

Process.flag(:trap_exit, true)
IO.inspect(Supervisor.start_link(Bad, nil))
IO.inspect(DynamicSupervisor.start_link(priority: 3))
kills = String.to_integer(System.get_env("KILLS") || "50")
busy = for _ <- 1..50, do: spawn(fn -> Enum.each(Stream.cycle([0]), & &1) end)

late =
  for _ <- 1..kills do
    old = Process.whereis(:low_one)
    t = System.monotonic_time(:microsecond)
    Process.exit(old, :kill)
    true = Process.whereis(:low_one) not in [nil, old]
    System.monotonic_time(:microsecond) - t
  end

for pid <- busy, do: Process.exit(pid, :kill)
IO.inspect(Enum.sum(late) / kills < 500_000)
