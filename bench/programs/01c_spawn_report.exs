# A process that spawns N children and receives a message from each: linear in N, whatever waits.
# value: ns a child.
defmodule SpawnReport do
  def loop(0, _), do: :ok

  def loop(n, me) do
    spawn(fn -> send(me, {:done, n}) end)
    loop(n - 1, me)
  end

  def collect(0, sum), do: sum

  def collect(n, sum) do
    receive do
      {:done, k} -> collect(n - 1, sum + k)
    end
  end

  def env(name, default), do: :erlang.binary_to_integer(System.get_env(name, default))

  def run do
    n = env("N", "1000000")
    t0 = System.monotonic_time(:nanosecond)
    loop(n, self())
    sum = collect(n, 0)
    t1 = System.monotonic_time(:nanosecond)
    true = sum == div(n * (n + 1), 2)
    IO.puts("spawn_report: #{div(t1 - t0, n)} ns")
  end
end

SpawnReport.run()
