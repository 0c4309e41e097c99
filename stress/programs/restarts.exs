# SERVERS supervised servers are started, each with a number as its state, and all killed at once by KILLERS processes. All come back, under
# their names, each with its last state; then once more, without.
Logger.configure(level: :none)

defmodule Numbered do
  use GenServer
  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: {:via, __MODULE__, n})
  def init(n), do: {:ok, {n, 0}}
  def handle_call(:next, _from, {n, calls}), do: {:reply, {n, calls + 1}, {n, calls + 1}}
  def handle_call(:get, _from, state), do: {:reply, state, state}

  # Names: a table from numbers to pids.
  def register_name(n, pid), do: :ets.insert(:numbered, {n, pid}) && :yes
  def unregister_name(n), do: :ets.delete(:numbered, n)

  def whereis_name(n) do
    case :ets.lookup(:numbered, n) do
      [{_, pid}] -> if Process.alive?(pid), do: pid, else: :undefined
      [] -> :undefined
    end
  end
end

defmodule Stress do
  def size(name, default), do: String.to_integer(System.get_env(name) || default)

  def timed(name, count, fun) do
    t = System.monotonic_time(:microsecond)
    result = fun.()
    t = System.monotonic_time(:microsecond) - t
    IO.puts("#{name}: #{div(t, 1000)} ms, #{Float.round(t / count, 2)} us each")
    result
  end

  # Calls fun with shares of the list in as many processes, and waits for them.
  def share(list, shares, fun) do
    list
    |> Enum.chunk_every(div(length(list) + shares - 1, shares))
    |> Enum.map(&Task.async(fn -> fun.(&1) end))
    |> Task.await_many(:infinity)
  end
end

servers = Stress.size("SERVERS", "100000")
killers = Stress.size("KILLERS", "1000")
:ets.new(:numbered, [:named_table, :public, write_concurrency: true])

for restore <- [true, false] do
  {:ok, sup} = DynamicSupervisor.start_link(max_restarts: 10 * servers)
  spec = fn n -> Supervisor.child_spec({Numbered, n}, restore: restore) end

  Stress.timed("start (restore: #{restore})", servers, fn ->
    for n <- 1..servers, do: {:ok, _} = DynamicSupervisor.start_child(sup, spec.(n))
  end)

  pids = for n <- 1..servers, do: Numbered.whereis_name(n)
  true = Enum.all?(pids, &is_pid/1)
  Stress.share(pids, 100, fn pids -> for pid <- pids, do: {_, 1} = GenServer.call(pid, :next) end)

  Stress.timed("kill and restart", servers, fn ->
    Stress.share(pids, killers, fn pids -> for pid <- pids, do: Process.exit(pid, :kill) end)
    %{active: ^servers, specs: ^servers} = DynamicSupervisor.count_children(sup)
  end)

  Stress.timed("check", servers, fn ->
    new = for n <- 1..servers, do: Numbered.whereis_name(n)
    for {old, new} <- Enum.zip(pids, new), do: true = is_pid(new) and new != old
    calls = if restore, do: 1, else: 0
    for {n, pid} <- Enum.zip(1..servers, new), do: {^n, ^calls} = GenServer.call(pid, :get)
    children = for {_, pid, _, _} <- DynamicSupervisor.which_children(sup), do: pid
    true = Enum.sort(children) == Enum.sort(new)
  end)

  0 = :joist_state.waiting()
  Stress.timed("stop", servers, fn -> DynamicSupervisor.stop(sup) end)
end

IO.puts("memory at the end: #{div(:erlang.memory(:total), 1_000_000)} MB")
IO.puts("ok")
