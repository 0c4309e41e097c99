# Tasks and streams of them: crashes, time limits, sources that fail, what is left in the mailbox.
Logger.configure(level: :none)
msgs = fn -> Process.info(self(), :message_queue_len) end
# streams
IO.inspect(Task.async_stream(1..10, &(&1 * 2), max_concurrency: 3) |> Enum.take(3))
IO.inspect(msgs.())
IO.inspect(Task.async_stream(1..4, fn x -> x end, ordered: false) |> Enum.map(&elem(&1, 1)) |> Enum.sort())
IO.inspect(Enum.zip(Task.async_stream(1..3, & &1), Task.async_stream(4..6, & &1)))

IO.inspect(
  try do
    Task.async_stream(1..10, & &1)
    |> Enum.each(fn
      {:ok, 3} -> throw(:out)
      _ -> :ok
    end)
  catch
    x -> x
  end
)

IO.inspect(msgs.())

IO.inspect(
  Task.async_stream(
    1..3,
    fn x ->
      Process.sleep(x * 20)
      x
    end,
    timeout: 45,
    on_timeout: :kill_task,
    max_concurrency: 3
  )
  |> Enum.to_list()
)

IO.inspect(msgs.())

IO.inspect(
  try do
    Task.async_stream(1..3, & &1, max_concurrency: 0) |> Enum.to_list()
  rescue
    e -> e.__struct__
  end
)

{_, ref} =
  spawn_monitor(fn ->
    Task.async_stream(1..3, fn
      2 ->
        exit(:two)

      x ->
        Process.sleep(20)
        x
    end)
    |> Enum.to_list()
  end)

IO.inspect(
  receive do
    {:DOWN, ^ref, _, _, r} -> r
  end
)

Process.flag(:trap_exit, true)

IO.inspect(
  Task.async_stream(1..3, fn
    2 -> exit(:two)
    x -> x
  end)
  |> Enum.to_list()
)

IO.inspect(
  Task.async_stream(
    1..3,
    fn
      2 -> Process.exit(self(), :kill)
      x -> x
    end,
    zip_input_on_exit: true
  )
  |> Enum.to_list()
)

IO.inspect(msgs.())

s =
  Stream.resource(
    fn -> 1 end,
    fn
      5 -> raise "src"
      n -> {[n], n + 1}
    end,
    fn _ -> IO.puts("closed") end
  )

IO.inspect(
  try do
    Task.async_stream(s, & &1, max_concurrency: 2) |> Enum.to_list()
  rescue
    e -> e
  end
)

IO.inspect(msgs.())
s = Stream.resource(fn -> 1 end, fn n -> {[n], n + 1} end, fn _ -> IO.puts("closed") end)
IO.inspect(Task.async_stream(s, & &1, max_concurrency: 2) |> Enum.take(2))

IO.inspect(
  Task.async_stream([1, 2], fn x -> {x, hd(Process.get(:"$callers")), hd(Process.get(:"$ancestors"))} end)
  |> Enum.map(fn {:ok, {x, c, _}} -> {x, c == self()} end)
)

{:ok, sup} = Task.Supervisor.start_link()

IO.inspect(
  Task.Supervisor.async_stream_nolink(sup, 1..4, fn
    3 -> raise "x"
    x -> x
  end)
  |> Enum.map(fn
    {:exit, {e, _}} -> {:exit, e}
    x -> x
  end)
)

IO.inspect(
  Task.Supervisor.async_stream(sup, 1..4, fn x -> x + 1 end, max_concurrency: 1, ordered: false)
  |> Enum.map(&elem(&1, 1))
)

IO.inspect(Task.Supervisor.children(sup))
IO.inspect(msgs.())
# tasks
t =
  Task.async(fn ->
    receive do
      :go -> 1
    end
  end)

IO.inspect(Task.yield(t, 0))
IO.inspect({t.owner == self(), inspect(t) =~ "%Task{mfa: "})

IO.inspect(
  try do
    Task.await(t, 1)
  catch
    :exit, {r, {m, f, [_, to]}} -> {r, m, f, to}
  end
)

send(t.pid, :go)
Process.sleep(10)
IO.inspect(msgs.())

flush = fn f ->
  receive do
    _ -> f.(f)
  after
    0 -> :ok
  end
end

flush.(flush)

IO.inspect(
  try do
    Task.await_many([Task.async(fn -> 1 end), Task.async(fn -> exit(:b) end)])
  catch
    :exit, {r, {m, f, _}} -> {r, m, f}
  end
)

flush.(flush)

IO.inspect(
  Task.yield_many([Task.async(fn -> 1 end), Task.async(fn -> Process.sleep(:infinity) end)], 30)
  |> Enum.map(&elem(&1, 1))
)

t = Task.async(fn -> Process.sleep(:infinity) end)
IO.inspect(Task.shutdown(t))
flush.(flush)
t = Task.async(fn -> Process.sleep(:infinity) end)
Process.exit(t.pid, :kill)
Process.sleep(5)
IO.inspect(Task.shutdown(t))
flush.(flush)
IO.inspect(Task.ignore(Task.async(fn -> Process.sleep(:infinity) end)))

IO.inspect(
  try do
    Task.shutdown(Task.completed(1))
  rescue
    e -> e.__struct__
  end
)

IO.inspect(Task.yield(Task.completed(1)))
{:ok, p} = Task.start_link(fn -> exit(:normal) end)

IO.inspect(
  receive do
    {:EXIT, ^p, r} -> r
  end
)

# supervisors
Process.register(self(), :me)
me = self()
{:ok, _} = Task.Supervisor.start_child(sup, fn -> send(:me, {Process.get(:"$callers"), Process.get(:"$ancestors")}) end)

IO.inspect(
  receive do
    {[c], [a | _]} -> {c == me, a == sup}
  end
)

t = Task.Supervisor.async_nolink(sup, fn -> exit(:nolink) end)
IO.inspect(Task.yield(t))
t = Task.Supervisor.async(sup, fn -> raise "linked" end)

IO.inspect(
  try do
    Task.await(t)
  catch
    :exit, {{e, _}, {m, f, _}} -> {e, m, f}
  end
)

IO.inspect(
  receive do
    {:EXIT, _, {e, _}} -> e
  after
    100 -> :none
  end
)

t = Task.Supervisor.async_nolink(sup, Process, :sleep, [:infinity])
IO.inspect(Task.Supervisor.terminate_child(sup, t.pid))
IO.inspect(Task.yield(t))
# owner dies
me = self()

o =
  spawn(fn ->
    t = Task.Supervisor.async_nolink(sup, fn -> Process.sleep(:infinity) end)
    send(me, {:t, t.pid})
    Process.sleep(:infinity)
  end)

tp =
  receive do
    {:t, x} -> x
  end

Process.exit(o, :kill)
Process.sleep(20)
IO.inspect(Process.alive?(tp))
IO.inspect(Supervisor.stop(sup))

