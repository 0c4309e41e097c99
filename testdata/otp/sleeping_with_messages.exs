# A process that sleeps while messages wait for it, and while more arrive, sleeps no longer than it should.
me = self()
for n <- 1..20, do: send(me, n)

{time, _} =
  :timer.tc(fn ->
    for n <- 1..50 do
      spawn(fn -> send(me, {:more, n}) end)
      Process.sleep(1)
    end
  end)

IO.inspect(time < 5_000_000)
{:message_queue_len, waiting} = Process.info(me, :message_queue_len)
IO.inspect(waiting)

receive do
after
  5 -> IO.puts("nothing wanted")
end

sleeper = spawn(fn -> Process.sleep(:infinity) end)
for n <- 1..10, do: send(sleeper, n)
Process.sleep(10)
{:reductions, before} = Process.info(sleeper, :reductions)
Process.sleep(50)
{:reductions, later} = Process.info(sleeper, :reductions)
IO.inspect(later - before < 100)
IO.inspect(Process.info(sleeper, :message_queue_len))
IO.inspect(receive(do: (20 -> :taken)))

