# Supervisors beyond the usual: significant children, bad specifications, simple_one_for_one, Erlang's own functions.
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

ssl = fn specs, f -> :supervisor.start_link(A, {Map.new(f), specs}) end
sp = fn id, o -> Map.merge(%{id: id, start: {K, :start_link, [id]}}, Map.new(o)) end

ex = fn pid ->
  receive do
    {:EXIT, ^pid, r} -> r
  after
    300 -> :none
  end
end

# significant
{:ok, s} =
  ssl.([sp.(:a, restart: :transient, significant: true), sp.(:b, [])],
    strategy: :one_for_one,
    auto_shutdown: :any_significant
  )

GenServer.call(:a, :stop)
IO.inspect(ex.(s))
IO.inspect(Process.whereis(:b))

{:ok, s} =
  ssl.([sp.(:a, restart: :temporary, significant: true), sp.(:c, restart: :transient, significant: true), sp.(:b, [])],
    strategy: :one_for_one,
    auto_shutdown: :all_significant
  )

GenServer.call(:a, :stop)
IO.inspect(ex.(s))
GenServer.call(:c, :stop)
IO.inspect(ex.(s))

IO.inspect(
  ssl.([sp.(:a, restart: :permanent, significant: true)], strategy: :one_for_one, auto_shutdown: :any_significant)
)

IO.inspect(ssl.([sp.(:a, restart: :transient, significant: true)], strategy: :one_for_one))
IO.inspect(Supervisor.start_link([sp.(:a, restart: :foo)], strategy: :one_for_one))
IO.inspect(Supervisor.start_link([sp.(:a, shutdown: -1)], strategy: :one_for_one))
IO.inspect(Supervisor.start_link([sp.(:a, type: :x)], strategy: :one_for_one))
IO.inspect(Supervisor.start_link([sp.(:a, modules: :x)], strategy: :one_for_one))
IO.inspect(Supervisor.start_link([sp.(:a, start: :x)], strategy: :one_for_one))
IO.inspect(Supervisor.start_link([%{start: {K, :start_link, [1]}}], strategy: :one_for_one))
IO.inspect(Supervisor.start_link([sp.(:a, []), sp.(:a, [])], strategy: :one_for_one))
IO.inspect(Supervisor.start_link([], strategy: :one_for_one, max_seconds: 0))
# simple_one_for_one through erlang
defmodule Simple do
  def init(_),
    do: {:ok, {%{strategy: :simple_one_for_one, intensity: 10, period: 1}, [%{id: :x, start: {K, :start_link, []}}]}}
end

{:ok, s} = :supervisor.start_link({:local, :simple}, Simple, [])
{:ok, p1} = :supervisor.start_child(:simple, [:s1])
{:ok, p2} = :supervisor.start_child(:simple, [:s2])
IO.inspect(:supervisor.start_child(:simple, [:s2]) == {:error, {:already_started, p2}})
IO.inspect(:supervisor.count_children(s))
IO.inspect(length(:supervisor.which_children(s)))
IO.inspect(Enum.map(:supervisor.which_children(s), fn {a, b, c, d} -> {a, is_pid(b), c, d} end))
Process.exit(p1, :kill)
Process.sleep(20)
IO.inspect(Process.whereis(:s1) != p1 and is_pid(Process.whereis(:s1)))
IO.inspect(:supervisor.terminate_child(s, p2))
IO.inspect(:supervisor.terminate_child(s, :x))
IO.inspect(:supervisor.restart_child(s, :x))
IO.inspect(:supervisor.delete_child(s, :x))
IO.inspect(:supervisor.count_children(s))
IO.inspect(:supervisor.get_childspec(s, :x))
IO.inspect(:supervisor.start_child(s, [:s4]) |> elem(0))
Supervisor.stop(s)
IO.inspect(ex.(s))
# get_childspec etc
{:ok, s} = Supervisor.start_link([sp.(:a, [])], strategy: :rest_for_one)
IO.inspect(:supervisor.get_childspec(s, :a))
IO.inspect(:supervisor.get_childspec(s, :zz))
IO.inspect(:supervisor.check_childspecs([sp.(:a, [])]))
IO.inspect(:supervisor.check_childspecs([sp.(:a, restart: :x)]))
IO.inspect(:supervisor.check_childspecs([{:a, {K, :start_link, [1]}, :permanent, 5000, :worker, [K]}]))
IO.inspect(Supervisor.start_child(s, {:old, {K, :start_link, [:old]}, :permanent, 5000, :worker, [K]}) |> elem(0))
IO.inspect(Supervisor.child_spec({K, 1}, []))

IO.inspect(
  try do
    Supervisor.child_spec({K, 1}, foo: 1)
  rescue
    e -> e
  end
)

# dynamic
{:ok, d} = DynamicSupervisor.start_link(strategy: :one_for_one, max_children: 2, extra_arguments: [], name: :dyn)
IO.inspect(DynamicSupervisor.start_child(d, %{id: 1, start: {K, :start_link, [:d1]}, restart: :temporary}) |> elem(0))
IO.inspect(DynamicSupervisor.start_child(d, {K, :d2}) |> elem(0))
IO.inspect(DynamicSupervisor.start_child(d, {K, :d3}))
IO.inspect(DynamicSupervisor.count_children(d))
IO.inspect(DynamicSupervisor.start_child(d, %{id: 1, start: :x}))
IO.inspect(DynamicSupervisor.start_child(d, %{id: 1, start: {K, :x, []}, restart: :z}))
IO.inspect(DynamicSupervisor.terminate_child(d, self()))

IO.inspect(
  try do
    DynamicSupervisor.init(strategy: :one_for_all)
  rescue
    e -> e.__struct__
  end
)

IO.inspect(DynamicSupervisor.stop(d))
IO.inspect(DynamicSupervisor.child_spec(name: :foo))
IO.inspect(Task.child_spec(:x))
IO.inspect(Agent.child_spec(:x))
IO.inspect(Task.Supervisor.child_spec(name: :q))
IO.inspect(Registry.child_spec(keys: :unique, name: :q))
IO.inspect(PartitionSupervisor.child_spec(name: :q))

