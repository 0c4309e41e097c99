# Where a process waits is told whether it has been woken since or not.
defmodule Waits do
  use GenServer
  def init(x), do: {:ok, x}

  def loop do
    receive do
      :go -> loop()
    end
  end
end

where = fn pid ->
  Process.sleep(20)
  {:current_function, {m, f, _}} = Process.info(pid, :current_function)
  {:current_stacktrace, [{m2, f2, _, _} | _]} = Process.info(pid, :current_stacktrace)
  IO.inspect({m, f, m2 == m, f2 == f})
end

waiting = spawn(Waits, :loop, [])
where.(waiting)
send(waiting, :go)
where.(waiting)
where.(spawn(fn -> Waits.loop() end))
where.(spawn(fn -> Process.sleep(1000) end))
{:ok, server} = GenServer.start_link(Waits, 1)
where.(server)
IO.inspect(elem(Process.info(self(), :current_function), 1))
