# CRASHES supervised children crash as fast as they are restarted, each with a report; meanwhile another process asks a server of its own every
# millisecond. Nothing blocks, the reports take no memory to speak of, and what is not written is counted.
defmodule Crash do
  use GenServer, restart: :transient
  def start_link(n), do: GenServer.start_link(__MODULE__, n)
  def init(n), do: {:ok, n, {:continue, :crash}}
  def handle_continue(:crash, n), do: raise("crash #{n}")
end

defmodule Calm do
  use GenServer
  def init(n), do: {:ok, n}
  def handle_call(:next, _from, n), do: {:reply, n, n + 1}

  def ask(server, stop, worst) do
    if :counters.get(stop, 1) == 1 do
      worst
    else
      t = System.monotonic_time(:microsecond)
      GenServer.call(server, :next)
      t = System.monotonic_time(:microsecond) - t
      Process.sleep(1)
      ask(server, stop, [t | worst])
    end
  end
end

defmodule Count do
  # A handler that counts the reports that get through.
  def log(%{meta: meta}, %{config: counters}) do
    case meta do
      %{crash_reason: {%RuntimeError{}, _}} -> :counters.add(counters, 1, 1)
      _ -> :ok
    end
  end
end

crashes = String.to_integer(System.get_env("CRASHES") || "10000")
counters = :counters.new(1, [])
:ok = :logger.add_handler(:count, Count, %{config: counters})
{:ok, server} = GenServer.start_link(Calm, 0)
{:ok, sup} = DynamicSupervisor.start_link(max_restarts: 0, max_seconds: 1)
Process.unlink(sup)
DynamicSupervisor.stop(sup)
stop = :counters.new(1, [])
asking = Task.async(fn -> Calm.ask(server, stop, []) end)
{:ok, sup} = DynamicSupervisor.start_link(max_restarts: 10 * crashes)
before = :erlang.memory(:total)
t = System.monotonic_time(:microsecond)
for n <- 1..crashes, do: {:ok, _} = DynamicSupervisor.start_child(sup, Supervisor.child_spec({Crash, n}, restart: :temporary))

wait = fn wait ->
  if DynamicSupervisor.count_children(sup).active > 0, do: Process.sleep(1) && wait.(wait)
end

wait.(wait)
t = System.monotonic_time(:microsecond) - t
grown = :erlang.memory(:total) - before
Logger.flush()
:counters.put(stop, 1, 1)
times = asking |> Task.await(:infinity) |> Enum.sort()
reported = :counters.get(counters, 1)
^crashes = reported
IO.puts("#{crashes} crashes in #{div(t, 1000)} ms, #{Float.round(t / crashes, 1)} us each, #{reported} seen by the handlers, memory grown by #{div(grown, 1000)} kB")
p = fn q -> Enum.at(times, trunc((length(times) - 1) * q)) end
IO.puts("calls of a calm server meanwhile: #{length(times)}, p50 #{p.(0.5)} us, p99 #{p.(0.99)} us, worst #{p.(1.0)} us")
IO.puts("ok")
