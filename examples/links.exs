# Links: what fails takes with it what is linked to it, unless that traps exits.
defmodule Rope do
  # A chain of processes, each linked to the next; the last one holds on to nothing.
  def chain(0) do
    receive do
      :slip -> exit(:slipped)
    end
  end

  def chain(n) do
    spawn_link(fn -> chain(n - 1) end)
    Process.sleep(:infinity)
  end
end

Process.flag(:trap_exit, true)

last = spawn_link(fn -> Rope.chain(0) end)
send(last, :slip)

receive do
  {:EXIT, ^last, reason} -> IO.puts("the climber #{inspect(reason)}, and we held on")
end

first = spawn(fn -> Rope.chain(1000) end)
ref = Process.monitor(first)
Process.sleep(50)
Process.exit(first, :cut)

receive do
  {:DOWN, ^ref, :process, ^first, reason} -> IO.puts("the whole rope is gone: #{inspect(reason)}")
end

IO.puts("still here: #{Process.alive?(self())}")
