# LINKS processes, each linked to the next, all die of one exit at an end of the chain; then all of one in its middle.
defmodule Chain do
  def start(0, _count), do: wait()

  def start(n, count) do
    :counters.add(count, 1, 1)
    spawn_link(Chain, :start, [n - 1, count])
    wait()
  end

  defp wait() do
    receive do
      {:pid_of, from} -> send(from, {:pid, self()})
    end

    wait()
  end

  # Waits until there are no more processes than before.
  def gone(before) do
    if Process.list() |> length() > before do
      Process.sleep(1)
      gone(before)
    end
  end
end

links = String.to_integer(System.get_env("LINKS") || "1000000")

for {reason, place} <- [{:crash, "the first"}, {:kill, "the first"}] do
  before = length(Process.list())
  count = :counters.new(1, [])
  t0 = System.monotonic_time(:millisecond)
  {first, ref} = spawn_monitor(Chain, :start, [links, count])
  wait = fn wait -> if :counters.get(count, 1) < links, do: Process.sleep(1) && wait.(wait) end
  wait.(wait)
  t1 = System.monotonic_time(:millisecond)
  true = length(Process.list()) >= before + links
  memory = :erlang.memory(:processes)
  Process.exit(first, reason)
  receive do: ({:DOWN, ^ref, _, _, _} -> :ok)
  Chain.gone(before)
  t2 = System.monotonic_time(:millisecond)
  IO.puts("#{inspect(reason)} to #{place}: #{links} linked in #{t1 - t0} ms (#{div(memory, links)} bytes each), dead in #{t2 - t1} ms")
end

IO.puts("ok")
