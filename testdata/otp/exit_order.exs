# What a process tells when it ends comes in one order: the exit signals of its links, then what its monitors wait for,
# also when the monitor is made while the process is ending.
defmodule Order do
  def run(0, late), do: late

  def run(n, late) do
    child = spawn_link(fn -> exit(:early) end)
    if rem(n, 3) == 0, do: :erlang.yield()
    ref = Process.monitor(child)

    receive do
      {:DOWN, ^ref, _, _, _} -> :ok
    end

    receive do
      {:EXIT, ^child, :early} -> run(n - 1, late)
    after
      0 -> run(n - 1, late + 1)
    end
  end
end

Process.flag(:trap_exit, true)

IO.inspect(Order.run(20_000, 0))
