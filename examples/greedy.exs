# A process that takes more and more memory, in a program with a limit: joist run --memory-limit 100M examples/greedy.exs
defmodule Greedy do
  def take(hoard, 0), do: length(hoard)
  def take(hoard, times), do: take([String.duplicate("gold", 1000) | hoard], times - 1)
end

{pid, ref} = spawn_monitor(fn -> Greedy.take([], 100_000) end)

receive do
  {:DOWN, ^ref, :process, ^pid, reason} -> IO.puts("the greedy one ended: #{inspect(reason)}")
end
