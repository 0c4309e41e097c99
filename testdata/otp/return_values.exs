# Supervisors, tasks, agents and registries in detail: what each function returns, and how each failure looks.
:logger.set_primary_config(:level, :none)
Process.flag(:trap_exit, true)

defmodule P do
  def p(l, f) do
    v =
      try do
        f.()
      catch
        k, r ->
          {k,
           case r do
             %{__exception__: true} -> {r.__struct__, Exception.message(r)}
             {e, st} when is_list(st) and st != [] and is_tuple(hd(st)) -> {e, :st}
             r -> r
           end}
      end

    IO.puts(
      "#{l}: #{inspect(v, limit: :infinity) |> String.replace(~r/#PID<[^>]*>/, "#P") |> String.replace(~r/#Reference<[^>]*>/, "#R") |> String.replace(~r/#Function<[^>]*>/, "#F")}"
    )
  end

  def flush do
    receive do
      _ -> flush()
    after
      20 -> :ok
    end
  end
end

defmodule W do
  use GenServer
  def start_link(a), do: GenServer.start_link(__MODULE__, a)
  def init({:fail, r}), do: {:stop, r}
  def init(:ignore), do: :ignore

  def init({:trap, x}) do
    Process.flag(:trap_exit, true)
    {:ok, x}
  end

  def init({:fail_second, t}) do
    case :ets.update_counter(t, :n, 1) do
      2 -> {:stop, :second}
      _ -> {:ok, 0}
    end
  end

  def init(x), do: {:ok, x}
  def handle_call(:s, _, s), do: {:reply, s, s}
  def handle_cast({:stop, r}, s), do: {:stop, r, s}
  def terminate(_, :slow), do: Process.sleep(300)
  def terminate(_, _), do: :ok
end

ids = fn sup -> Supervisor.which_children(sup) |> Enum.map(fn {i, p, t, m} -> {i, if(is_pid(p), do: :pid, else: p), t, m} end) end

P.p("empty", fn ->
  {:ok, s} = Supervisor.start_link([], strategy: :one_for_one)
  {ids.(s), Supervisor.count_children(s)}
end)

P.p("children", fn ->
  {:ok, s} =
    Supervisor.start_link(
      [{W, 1}, Supervisor.child_spec({W, :ignore}, id: :ig), %{id: :t, start: {W, :start_link, [:ignore]}, restart: :temporary}],
      strategy: :one_for_one
    )

  {ids.(s), Supervisor.count_children(s)}
end)

P.p("fail start", fn -> Supervisor.start_link([{W, 1}, Supervisor.child_spec({W, {:fail, :why}}, id: :f)], strategy: :one_for_one) end)
P.p("no strategy", fn -> Supervisor.start_link([], []) end)
P.p("bad child", fn -> Supervisor.start_link([:nosuchmod], strategy: :one_for_one) end)
P.p("bad child2", fn -> Supervisor.start_link([Enum], strategy: :one_for_one) end)
P.p("bad child3", fn -> Supervisor.start_link(["x"], strategy: :one_for_one) end)
P.p("dup", fn -> Supervisor.start_link([{W, 1}, {W, 2}], strategy: :one_for_one) end)
P.p("bad strat", fn -> Supervisor.start_link([], strategy: :foo) end)
P.flush()
{:ok, s} = Supervisor.start_link([{W, 1}], strategy: :one_for_one)
P.p("start_child dup", fn -> Supervisor.start_child(s, {W, 2}) |> elem(1) |> elem(0) end)

P.p("terminate", fn ->
  {Supervisor.terminate_child(s, W), ids.(s), Supervisor.start_child(s, {W, 2}), Supervisor.terminate_child(s, W),
   Supervisor.delete_child(s, W), Supervisor.delete_child(s, W), Supervisor.restart_child(s, W), Supervisor.terminate_child(s, W)}
end)

P.p("start fail", fn -> Supervisor.start_child(s, {W, {:fail, :x}}) end)
P.p("start ok", fn -> {Supervisor.start_child(s, {W, 3}) |> elem(0), Supervisor.restart_child(s, W), Supervisor.delete_child(s, W)} end)
P.p("bad spec", fn -> Supervisor.start_child(s, %{id: 1}) end)
P.p("get_childspec", fn -> {:supervisor.get_childspec(s, W), :supervisor.get_childspec(s, :no)} end)

P.p("check", fn ->
  {:supervisor.check_childspecs([%{id: 1, start: {W, :start_link, []}}]),
   :supervisor.check_childspecs([%{id: 1, start: {W, :start_link, []}, significant: true}]), :supervisor.check_childspecs([%{id: 1}]),
   :supervisor.check_childspecs(:x)}
end)

P.p("cb", fn -> :supervisor.get_callback_module(s) end)

for {strat, n} <- [one_for_one: 2, one_for_all: 2, rest_for_one: 2] do
  {:ok, s} = Supervisor.start_link(for(i <- 1..3, do: Supervisor.child_spec({W, i}, id: i)), strategy: strat)
  b = Map.new(Supervisor.which_children(s), fn {i, p, _, _} -> {i, p} end)
  Process.exit(b[n], :kill)
  Process.sleep(50)
  a = Map.new(Supervisor.which_children(s), fn {i, p, _, _} -> {i, p} end)
  P.p("#{strat}", fn -> for i <- 1..3, do: a[i] == b[i] end)
end

for restart <- [:permanent, :transient, :temporary], reason <- [:normal, :shutdown, {:shutdown, 1}, :crash] do
  {:ok, s} = Supervisor.start_link([Supervisor.child_spec({W, 0}, restart: restart)], strategy: :one_for_one)
  [{_, p, _, _}] = Supervisor.which_children(s)
  GenServer.cast(p, {:stop, reason})
  Process.sleep(30)

  P.p("#{restart} #{inspect(reason)}", fn ->
    {ids.(s),
     case Supervisor.which_children(s) do
       [{_, ^p, _, _}] -> :same
       _ -> :other
     end}
  end)
end

P.p("intensity", fn ->
  {:ok, s} = Supervisor.start_link([{W, 1}], strategy: :one_for_one, max_restarts: 2)

  for _ <- 1..3 do
    case Process.alive?(s) && Supervisor.which_children(s) do
      [{_, p, _, _}] ->
        Process.exit(p, :kill)
        Process.sleep(20)

      _ ->
        :x
    end
  end

  receive do
    {:EXIT, ^s, r} -> r
  after
    100 -> :alive
  end
end)

for as <- [:any_significant, :all_significant, :never], rt <- [:transient, :temporary] do
  P.p("auto #{as} #{rt}", fn ->
    case Supervisor.start_link(
           [
             Supervisor.child_spec({W, 1}, id: :a, restart: rt, significant: as != :never),
             Supervisor.child_spec({W, 1}, id: :b, restart: rt, significant: as != :never),
             Supervisor.child_spec({W, 1}, id: :c)
           ],
           strategy: :one_for_one,
           auto_shutdown: as
         ) do
      {:ok, s} ->
        kill = fn id, r ->
          {_, p, _, _} = List.keyfind(Supervisor.which_children(s), id, 0)
          GenServer.cast(p, {:stop, r})
          Process.sleep(30)
        end

        kill.(:a, :normal)
        x = Process.alive?(s)
        if x, do: kill.(:b, :shutdown)

        {x, Process.alive?(s),
         receive do
           {:EXIT, ^s, r} -> r
         after
           20 -> :none
         end}

      e ->
        e
    end
  end)
end

P.p("sig bad", fn ->
  Supervisor.start_link([Supervisor.child_spec({W, 1}, significant: true)], strategy: :one_for_one, auto_shutdown: :any_significant)
end)

P.p("shutdown", fn ->
  {:ok, s} = Supervisor.start_link([%{id: 1, start: {W, :start_link, [{:trap, :slow}]}, shutdown: 50}], strategy: :one_for_one)
  [{_, p, _, _}] = Supervisor.which_children(s)
  r = Process.monitor(p)
  t = System.monotonic_time(:millisecond)
  Supervisor.stop(s)
  d = System.monotonic_time(:millisecond) - t

  {receive do
     {:DOWN, ^r, _, _, x} -> x
   end, d >= 50 and d < 250}
end)

P.p("brutal", fn ->
  {:ok, s} = Supervisor.start_link([%{id: 1, start: {W, :start_link, [{:trap, :slow}]}, shutdown: :brutal_kill}], strategy: :one_for_one)
  [{_, p, _, _}] = Supervisor.which_children(s)
  r = Process.monitor(p)
  Supervisor.stop(s)

  receive do
    {:DOWN, ^r, _, _, x} -> x
  end
end)

P.p("retry", fn ->
  t = :ets.new(:t, [:public])
  :ets.insert(t, {:n, 0})
  {:ok, s} = Supervisor.start_link([{W, {:fail_second, t}}], strategy: :one_for_one)
  [{_, p, _, _}] = Supervisor.which_children(s)
  Process.exit(p, :kill)
  Process.sleep(50)
  {ids.(s), :ets.lookup(t, :n)}
end)

defmodule SS do
  def init(_), do: {:ok, {%{strategy: :simple_one_for_one, intensity: 5, period: 1}, [%{id: :w, start: {W, :start_link, []}}]}}
end

P.p("simple", fn ->
  {:ok, s} = :supervisor.start_link(SS, [])
  {:ok, p} = :supervisor.start_child(s, [1])
  {:ok, _} = :supervisor.start_child(s, [2])
  Process.exit(p, :kill)
  Process.sleep(20)

  {ids.(s), :supervisor.count_children(s) |> Enum.sort(), :supervisor.terminate_child(s, :w), :supervisor.terminate_child(s, self()),
   :supervisor.delete_child(s, :w), :supervisor.restart_child(s, :w)}
end)

P.p("dyn", fn ->
  {:ok, s} = DynamicSupervisor.start_link(max_children: 2)
  a = DynamicSupervisor.start_child(s, {W, 1})
  b = DynamicSupervisor.start_child(s, {W, :ignore})
  c = DynamicSupervisor.start_child(s, {W, {:fail, :x}})
  d = DynamicSupervisor.start_child(s, {W, 2})
  e = DynamicSupervisor.start_child(s, {W, 2})

  {a, b, c, d, e, ids.(s), DynamicSupervisor.terminate_child(s, self()), DynamicSupervisor.terminate_child(s, elem(a, 1)),
   DynamicSupervisor.count_children(s)}
end)

P.p("dyn bad", fn ->
  {:ok, s} = DynamicSupervisor.start_link([])

  {DynamicSupervisor.start_child(s, %{id: 1, start: :x}),
   DynamicSupervisor.start_child(s, %{id: 1, start: {W, :start_link, [1]}, restart: :x}),
   DynamicSupervisor.start_child(s, {1, {W, :start_link, [1]}, :permanent, 5000, :worker, [W]}) |> elem(0)}
end)

P.p("dyn opts", fn -> DynamicSupervisor.start_link(max_restarts: -1) end)
P.p("dyn strat", fn -> DynamicSupervisor.start_link(strategy: :one_for_all) end)

P.p("dyn int", fn ->
  {:ok, s} = DynamicSupervisor.start_link(max_restarts: 1)
  {:ok, p} = DynamicSupervisor.start_child(s, {W, 1})
  Process.exit(p, :kill)
  Process.sleep(20)
  [{_, p, _, _}] = DynamicSupervisor.which_children(s)
  Process.exit(p, :kill)

  receive do
    {:EXIT, ^s, r} -> r
  after
    100 -> :no
  end
end)

P.p("part", fn ->
  {:ok, s} = PartitionSupervisor.start_link(child_spec: {W, 7}, name: PS, partitions: 3)

  {ids.(s) |> Enum.sort(), PartitionSupervisor.partitions(PS), GenServer.call({:via, PartitionSupervisor, {PS, 5}}, :s),
   PartitionSupervisor.count_children(PS)}
end)

P.p("part err", fn -> PartitionSupervisor.start_link(child_spec: {W, 7}) end)
P.p("part err2", fn -> PartitionSupervisor.start_link(name: X1) end)
P.p("part err3", fn -> PartitionSupervisor.start_link(name: X1, child_spec: W, partitions: 0) end)

P.p("part with", fn ->
  {:ok, _} = PartitionSupervisor.start_link(child_spec: {W, 7}, name: PS2, partitions: 2, with_arguments: fn [a], i -> [{a, i}] end)
  for i <- 0..1, do: GenServer.call({:via, PartitionSupervisor, {PS2, i}}, :s)
end)

P.p("part none", fn -> GenServer.call({:via, PartitionSupervisor, {Nope, 1}}, :s) end)
P.flush()

P.p("agent", fn ->
  {:ok, a} = Agent.start_link(fn -> 1 end)

  {Agent.get(a, &(&1 + 1)), Agent.update(a, &(&1 * 10)), Agent.get_and_update(a, &{&1, :new}), Agent.get(a, & &1),
   Agent.cast(a, fn _ -> 5 end), Agent.get(a, Kernel, :+, [1]), Agent.stop(a)}
end)

P.p("agent err", fn ->
  {Agent.start(fn -> raise "x" end) |> elem(1) |> elem(0), Agent.start(fn -> exit(:y) end), Agent.start(fn -> throw(:z) end) |> elem(1)}
end)

P.p("agent bad", fn ->
  {:ok, a} = Agent.start(fn -> 1 end)
  Agent.get_and_update(a, fn _ -> :bad end)
end)

P.p("agent to", fn ->
  {:ok, a} = Agent.start(fn -> 1 end)
  Agent.get(a, fn _ -> Process.sleep(200) end, 10)
end)

P.p("task", fn ->
  {Task.await(Task.async(fn -> 1 end)), Task.await_many([Task.async(fn -> 1 end), Task.async(fn -> 2 end)]), Task.await(Task.completed(3))}
end)

P.p("task to", fn ->
  t = Task.async(fn -> Process.sleep(1000) end)

  r =
    try do
      Task.await(t, 10)
    catch
      :exit, {r, {m, f, a}} -> {r, m, f, length(a)}
    end

  {r, Task.yield(t, 5), Task.shutdown(t, :brutal_kill)}
end)

P.p("task crash", fn ->
  t = Task.async(fn -> exit(:boom) end)
  Task.yield(t, 100)
end)

P.p("task crash2", fn ->
  t = Task.async(fn -> exit(:boom) end)

  try do
    Task.await(t)
  catch
    :exit, {r, {m, f, _}} -> {r, m, f}
  end
end)

P.p("task notowner", fn ->
  t = Task.async(fn -> 1 end)
  me = self()

  spawn(fn ->
    send(
      me,
      try do
        Task.await(t)
      rescue
        e -> e.__struct__
      end
    )
  end)

  receive do
    x when is_atom(x) -> x
  end
end)

P.flush()

P.p("stream", fn ->
  Task.async_stream(
    1..5,
    fn i ->
      Process.sleep(10 * (6 - i))
      i * i
    end,
    max_concurrency: 2
  )
  |> Enum.to_list()
end)

P.p("stream un", fn ->
  Task.async_stream(
    [3, 1, 2],
    fn i ->
      Process.sleep(40 * i)
      i
    end,
    ordered: false,
    max_concurrency: 3
  )
  |> Enum.to_list()
end)

P.p("stream to", fn ->
  Task.async_stream(
    [1, 100],
    fn i ->
      Process.sleep(i * 5)
      i
    end,
    timeout: 50,
    on_timeout: :kill_task
  )
  |> Enum.to_list()
end)

P.p("stream zip", fn ->
  Task.async_stream(
    [1, 100],
    fn i ->
      Process.sleep(i * 5)
      i
    end,
    timeout: 50,
    on_timeout: :kill_task,
    zip_input_on_exit: true
  )
  |> Enum.to_list()
end)

P.p("stream exit", fn -> Task.async_stream([1], fn _ -> exit(:x) end) |> Enum.to_list() end)
P.flush()
{:ok, ts} = Task.Supervisor.start_link()

P.p("ts", fn ->
  t = Task.Supervisor.async_nolink(ts, fn -> exit(:bad) end)

  {Task.yield(t), Task.await(Task.Supervisor.async(ts, fn -> 5 end)), Task.Supervisor.start_child(ts, fn -> :ok end) |> elem(0),
   Task.Supervisor.children(ts) |> length |> Kernel.<(2)}
end)

P.p("ts stream", fn ->
  Task.Supervisor.async_stream_nolink(ts, [1, 2], fn
    1 -> exit(:no)
    x -> x
  end)
  |> Enum.to_list()
end)

P.p("yield_many", fn ->
  ts2 = [Task.async(fn -> 1 end), Task.async(fn -> Process.sleep(500) end)]
  Task.yield_many(ts2, timeout: 50, on_timeout: :kill_task) |> Enum.map(&elem(&1, 1))
end)

P.p("yield_many lim", fn ->
  ts2 = [Task.async(fn -> 1 end), Task.async(fn -> Process.sleep(500) end)]
  Task.yield_many(ts2, limit: 1, timeout: 200) |> Enum.map(&elem(&1, 1))
end)

P.p("ignore", fn ->
  t =
    Task.async(fn ->
      Process.sleep(20)
      1
    end)

  Task.ignore(t)
end)

P.p("cs", fn ->
  {Task.child_spec(:x), Task.Supervisor.child_spec(name: X), Agent.child_spec(:x), DynamicSupervisor.child_spec(name: X),
   Registry.child_spec(keys: :unique, name: X), PartitionSupervisor.child_spec(name: X, child_spec: W)}
end)

P.flush()
{:ok, _} = Registry.start_link(keys: :unique, name: U, meta: [a: 1], listeners: [:lis])
{:ok, _} = Registry.start_link(keys: :duplicate, name: D, partitions: 2)
Process.register(self(), :lis)

P.p("reg", fn ->
  {Registry.register(U, :k, 1) |> elem(0), Registry.register(U, :k, 2), Registry.lookup(U, :k), Registry.keys(U, self()),
   Registry.values(U, :k, self()), Registry.count(U), Registry.meta(U, :a), Registry.meta(U, :b), Registry.put_meta(U, :b, 2),
   Registry.meta(U, :b), Registry.delete_meta(U, :b), Registry.update_value(U, :k, &(&1 + 1)), Registry.update_value(U, :zz, & &1),
   Registry.whereis_name({U, :k}), Registry.match(U, :k, 2), Registry.match(U, :k, :_, [{:is_atom, :"$1"}]),
   Registry.select(U, [{{:"$1", :"$2", :"$3"}, [], [{{:"$1", :"$3"}}]}]), Registry.count_match(U, :k, :_),
   Registry.count_select(U, [{{:_, :_, :_}, [], [true]}]), Registry.unregister(U, :k), Registry.lookup(U, :k)}
end)

P.p("lis", fn ->
  for _ <- 1..2,
      do:
        (receive do
           m ->
             Tuple.to_list(m)
             |> Enum.map(fn
               x when is_pid(x) -> :p
               x -> x
             end)
         after
           100 -> nil
         end)
end)

P.p("dup", fn ->
  Registry.register(D, :k, 1)
  Registry.register(D, :k, 2)
  me = self()
  r = Registry.dispatch(D, :k, fn l -> send(me, {:d, Enum.map(l, &elem(&1, 1)) |> Enum.sort()}) end)

  {r,
   receive do
     {:d, l} -> l
   after
     10 -> nil
   end, Registry.lookup(D, :k) |> length, Registry.unregister_match(D, :k, 1), Registry.values(D, :k, self()), Registry.keys(D, self()),
   Registry.count(D)}
end)

P.p("reg err", fn -> Registry.register(NoReg, :k, 1) end)
P.p("reg err2", fn -> Registry.start_link(keys: :foo, name: Z) end)
P.p("reg err3", fn -> Registry.start_link(keys: :unique) end)

P.p("reg via", fn ->
  {:ok, p} = Agent.start_link(fn -> 0 end, name: {:via, Registry, {U, :ag, :val}})

  {Registry.lookup(U, :ag) == [{p, :val}], GenServer.whereis({:via, Registry, {U, :ag}}) == p,
   Agent.start_link(fn -> 0 end, name: {:via, Registry, {U, :ag}}) == {:error, {:already_started, p}}, Registry.send({U, :nobody}, 1)}
end)
