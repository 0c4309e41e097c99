# Servers seen through :sys, :gen_server and :proc_lib: hibernation, debugging, code change, remote names.
Logger.configure(level: :none)
Process.flag(:trap_exit, true)

defmodule K do
  use GenServer
  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: n)
  def init(n), do: {:ok, n}
  def handle_call(:stop, _, s), do: {:stop, :normal, :ok, s}
  def handle_call({:stop, r}, _, s), do: {:stop, r, :ok, s}
  def handle_call(:ping, _, s), do: {:reply, :pong, s}
  def handle_call(:hib, _, s), do: {:reply, :ok, s, :hibernate}

  def handle_call({:state, f}, from, s),
    do:
      (
        GenServer.reply(from, f.(s))
        {:noreply, s}
      )

  def code_change(v, s, e), do: {:ok, {v, s, e}}
end

defmodule A do
  def init(x), do: {:ok, x}
end

sp = fn id, o -> Map.merge(%{id: id, start: {K, :start_link, [id]}}, Map.new(o)) end

ex = fn pid ->
  receive do
    {:EXIT, ^pid, r} -> r
  after
    300 -> :none
  end
end

{:ok, _} = K.start_link(:a)
# hibernate
GenServer.call(:a, :hib)
Process.sleep(10)
IO.inspect(Process.info(Process.whereis(:a), :current_function))
IO.inspect(GenServer.call(:a, :ping))
{:ok, h} = GenServer.start_link(K, :h, hibernate_after: 10)
Process.sleep(40)
IO.inspect(Process.info(h, :current_function))
IO.inspect(GenServer.call(h, :ping))
Process.sleep(40)
IO.inspect(GenServer.call(h, :ping))
IO.inspect(:gen_server.multi_call([node()], :a, :ping))
IO.inspect(GenServer.multi_call([node()], :a, :ping, 100))
IO.inspect(GenServer.multi_call([node(), :nope@nope], :zzz, :ping, 100) |> elem(0))
IO.inspect(GenServer.abcast(:a, :x))
Process.sleep(20)
# sys
{:ok, g} = GenServer.start_link(K, :g)
IO.inspect(:sys.statistics(g, true))
GenServer.call(g, :ping)
GenServer.call(g, :ping)
{:ok, st} = :sys.statistics(g, :get)
IO.inspect({st[:messages_in], st[:messages_out]})
IO.inspect(:sys.log(g, true))
GenServer.call(g, :ping)
{:ok, log} = :sys.log(g, :get)

IO.inspect(
  Enum.map(log, fn
    {:in, {:"$gen_call", _, m}} -> {:in, m}
    {:out, r, _, s} -> {:out, r, s}
    o -> o
  end)
)

IO.inspect(:sys.no_debug(g))
IO.inspect(:sys.statistics(g, :get))
IO.inspect(:sys.suspend(g))
IO.inspect(:sys.change_code(g, K, "v1", :extra))
IO.inspect(:sys.resume(g))
IO.inspect(:sys.get_state(g))
IO.inspect(GenServer.call(g, {:state, & &1}))

IO.inspect(
  :sys.install(
    g,
    {fn n, ev, _ ->
       send(:tst, {:ev, elem(ev, 0)})
       n + 1
     end, 0}
  )
)

Process.register(self(), :tst)
GenServer.call(g, :ping)

IO.inspect(
  receive do
    {:ev, x} -> x
  end
)

IO.inspect(
  receive do
    {:ev, x} -> x
  end
)

IO.inspect(
  try do
    :sys.get_state(:nope)
  catch
    :exit, r -> r
  end
)

IO.inspect(
  try do
    :sys.get_status(:nope, 100)
  catch
    :exit, r -> r
  end
)

sl = spawn(fn -> Process.sleep(:infinity) end)

IO.inspect(
  try do
    :sys.get_state(sl, 10)
  catch
    :exit, {r, {m, f, a}} -> {r, m, f, length(a)}
  end
)

IO.inspect(
  try do
    :gen_server.call(sl, :x, 10)
  catch
    :exit, {r, {m, f, a}} -> {r, m, f, length(a)}
  end
)

IO.inspect(
  try do
    GenServer.call(self(), :x, 10)
  catch
    :exit, {r, {m, f, a}} -> {r, m, f, length(a)}
  end
)

IO.inspect(
  try do
    GenServer.call({:x, :nonode@foo}, :x, 10)
  catch
    :exit, {r, {m, f, a}} -> {r, m, f, length(a)}
  end
)

r = :gen_server.send_request(g, :ping)
IO.inspect(:gen_server.receive_response(r, 100))
r = :gen_server.send_request(:nope, :ping)
IO.inspect(:gen_server.wait_response(r, 100))
{:ok, {p, ref}} = :gen_server.start_monitor(K, :mon, [])
GenServer.stop(p)

IO.inspect(
  receive do
    {:DOWN, ^ref, _, _, r} -> r
  end
)

IO.inspect(GenServer.start(K, 1, debug: [:statistics], spawn_opt: [priority: :high]) |> elem(0))
pid = :proc_lib.spawn(fn -> :gen_server.enter_loop(K, [], :entered) end)
IO.inspect(GenServer.call(pid, {:state, & &1}))
IO.inspect(:proc_lib.initial_call(h))
IO.inspect(:proc_lib.translate_initial_call(h))
IO.inspect(Process.info(h, :dictionary) |> elem(1) |> Keyword.keys() |> Enum.sort())
IO.inspect(hd(Process.info(h, :dictionary) |> elem(1) |> Keyword.get(:"$ancestors")) in [self(), :tst])
IO.inspect(:proc_lib.start_link(:proc_lib, :init_ack, [:hello]))

IO.inspect(
  try do
    GenServer.stop(g, :oops)
  catch
    :exit, r -> r
  end
)

IO.inspect(ex.(g))

IO.inspect(
  try do
    GenServer.stop(:nope)
  catch
    :exit, r -> r
  end
)

