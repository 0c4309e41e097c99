# A process with a mailbox: the keeper of a lighthouse takes orders until it is told to go home.
defmodule Lighthouse do
  def keep(log \\ []) do
    receive do
      {:ship, name} ->
        IO.puts("Keeper #{inspect(self())}: the #{name} passes")
        keep([name | log])

      {:priority, level} ->
        Process.flag(:priority, level)
        IO.puts("Keeper works at priority #{Process.read_flag(:priority)}")
        keep(log)

      {:log, from} ->
        send(from, {:log, Enum.reverse(log)})
        keep(log)

      :home ->
        IO.puts("Keeper goes home after #{length(log)} ships")
    end
  end
end

keeper = spawn(fn -> Lighthouse.keep() end)
IO.puts("Is the keeper awake? #{Process.alive?(keeper)}")

send(keeper, {:ship, "Aurora"})
send(keeper, {:ship, "Bounty"})
send(keeper, {:priority, :high})
send(keeper, {:log, self()})

receive do
  {:log, ships} -> IO.inspect(ships, label: "seen")
end

ref = Process.monitor(keeper)
send(keeper, :home)

receive do
  {:DOWN, ^ref, :process, _, reason} -> IO.puts("The keeper ended: #{inspect(reason)}")
end
