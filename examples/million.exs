# A million processes: each sleeps for a second and reports to a collector before it ends.
# joist run examples/million.exs [HOW_MANY]
defmodule Million do
  def start(0, _collector), do: :ok

  def start(n, collector) do
    spawn(fn ->
      Process.sleep(1000)
      send(collector, :done)
    end)

    start(n - 1, collector)
  end

  def collect(0, parent), do: send(parent, :all_done)

  def collect(n, parent) do
    receive do
      :done -> collect(n - 1, parent)
    end
  end
end

n =
  case System.argv() do
    [count | _] -> String.to_integer(count)
    [] -> 1_000_000
  end

me = self()
collector = spawn(fn -> Million.collect(n, me) end)
{spawning, :ok} = :timer.tc(fn -> Million.start(n, collector) end)
IO.puts("#{n} processes spawned in #{div(spawning, 1000)} ms")

receive do
  :all_done -> IO.puts("all of them have reported")
end
