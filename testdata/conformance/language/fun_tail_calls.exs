# Calling a function value is a tail call where it stands last: an endless loop of such calls does not grow.
defmodule Loops do
  def spin(f), do: f.(f)
  def count(f, 0), do: f
  def count(f, n), do: again(f, n)
  defp again(f, n), do: f.(f, n - 1)
end

loop = fn f -> f.(f) end
first = spawn(fn -> loop.(loop) end)
second = spawn(fn -> Loops.spin(&Loops.spin/1) end)

small? = fn pid -> elem(Process.info(pid, :memory), 1) < 100_000 end
for _ <- 1..5, do: Process.sleep(50)
IO.inspect({small?.(first), small?.(second)})
Process.exit(first, :kill)
Process.exit(second, :kill)

down = fn f, n -> Loops.count(f, n) end
IO.inspect(is_function(down.(down, 1_000_000)))
IO.inspect(elem(Process.info(self(), :memory), 1) < 2_000_000)
