# State machines, event managers, tables, counters, timers and global names in detail.
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

  def flush(acc \\ []) do
    receive do
      x -> flush([x | acc])
    after
      20 -> Enum.reverse(acc)
    end
  end
end

defmodule SF do
  @behaviour :gen_statem
  def callback_mode, do: [:state_functions, :state_enter]
  def init(pid), do: {:ok, :off, pid}

  def off(:enter, old, pid) do
    send(pid, {:enter, old, :off})
    :keep_state_and_data
  end

  def off({:call, f}, :push, d), do: {:next_state, :on, d, [{:reply, f, :on}]}
  def off({:call, f}, :get, _), do: {:keep_state_and_data, [{:reply, f, :off}]}
  def off({:call, _f}, :later, _), do: {:keep_state_and_data, [:postpone]}

  def on(:enter, old, pid) do
    send(pid, {:enter, old, :on})
    {:keep_state_and_data, [{:state_timeout, 30, :auto}]}
  end

  def on(:state_timeout, :auto, d), do: {:next_state, :off, d}
  def on({:call, f}, :push, d), do: {:next_state, :off, d, {:reply, f, :off}}
  def on({:call, f}, :later, _), do: {:keep_state_and_data, [{:reply, f, :done}]}
  def on({:call, f}, :get, _), do: {:keep_state_and_data, [{:reply, f, :on}]}
end

defmodule HE do
  @behaviour :gen_statem
  def callback_mode, do: :handle_event_function
  def init(x), do: {:ok, :s, x, [{:next_event, :internal, :boot}]}
  def handle_event(:internal, :boot, :s, d), do: {:keep_state, [:boot | d], [{{:timeout, :named}, 20, :n}, {:timeout, 10, :ev}]}
  def handle_event(:internal, x, _, d), do: {:keep_state, [x | d]}
  def handle_event({:timeout, n}, v, _, d), do: {:keep_state, [{n, v} | d]}
  def handle_event(:timeout, v, _, d), do: {:keep_state, [{:event_t, v} | d]}
  def handle_event(:cast, :stop, _, _), do: {:stop, :why}
  def handle_event(:cast, {:cont, l}, _, d), do: {:keep_state, d, Enum.map(l, &{:next_event, :internal, &1})}
  def handle_event(:info, m, _, d), do: {:keep_state, [{:info, m} | d]}
  def handle_event({:call, f}, :get, _, d), do: {:keep_state_and_data, [{:reply, f, Enum.reverse(d)}]}
  def handle_event({:call, f}, :stop_reply, _, d), do: {:stop_and_reply, :normal, [{:reply, f, :bye}], d}
  def handle_event({:call, f}, {:cancel, n}, _, _d), do: {:keep_state_and_data, [{{:timeout, n}, :cancel}, {:reply, f, :ok}]}

  def handle_event({:call, f}, {:update, n}, _, _d),
    do: {:keep_state_and_data, [{{:timeout, n}, 20, :old}, {{:timeout, n}, :update, :new}, {:reply, f, :ok}]}

  def handle_event({:call, f}, {:mod, m}, _, _d), do: {:keep_state_and_data, [{:change_callback_module, m}, {:reply, f, :ok}]}
  def handle_event({:call, f}, :hib, _, _d), do: {:keep_state_and_data, [:hibernate, {:reply, f, :ok}]}
  def handle_event({:call, f}, :repeat, _, d), do: {:repeat_state, d, [{:reply, f, :ok}]}
  def handle_event({:call, f}, {:state, s}, _, d), do: {:next_state, s, d, [{:reply, f, :ok}]}
end

P.p("he", fn ->
  {:ok, s} = :gen_statem.start_link(HE, [], [])
  Process.sleep(50)
  send(s, :hi)
  :gen_statem.cast(s, {:cont, [1, 2]})
  a = :gen_statem.call(s, :get)

  {a, :gen_statem.call(s, {:update, :u}), Process.sleep(40), :gen_statem.call(s, :get) |> List.last(), :gen_statem.call(s, :hib),
   :gen_statem.call(s, :repeat), :gen_statem.call(s, {:state, {:complex, 1}}), :sys.get_state(s) |> elem(0),
   :gen_statem.call(s, :stop_reply)}
end)

P.p("he stop", fn ->
  {:ok, s} = :gen_statem.start(HE, [], [])
  r = Process.monitor(s)
  :gen_statem.cast(s, :stop)

  receive do
    {:DOWN, ^r, _, _, x} -> x
  end
end)

P.p("he bad", fn ->
  {:ok, s} = :gen_statem.start(HE, [], [])

  try do
    :gen_statem.call(s, :nomatch)
  catch
    :exit, {{r, _}, {m, f, a}} -> {r, m, f, length(a)}
  end
end)

P.p("he to", fn ->
  {:ok, s} = :gen_statem.start(HE, [], [])

  try do
    :gen_statem.call(s, :later, 10)
  catch
    :exit, {{r, _}, {m, f, a}} -> {r, m, f, length(a)}
    :exit, r -> r
  end
end)

P.p("he req", fn ->
  {:ok, s} = :gen_statem.start(HE, [], [])
  r = :gen_statem.send_request(s, :get)
  {:reply, v} = :gen_statem.receive_response(r, 100)
  v
end)

defmodule EH do
  @behaviour :gen_event
  def init({:swap, {a, t}}), do: {:ok, {:swapped, a, t}}
  def init(:fail), do: {:error, :nope}
  def init(x), do: {:ok, x}

  def handle_event({:tell, pid}, s) do
    send(pid, {:ev, s})
    {:ok, s}
  end

  def handle_event(:remove, _), do: :remove_handler
  def handle_event(:crash, _), do: raise("x")
  def handle_event({:swap, a}, s), do: {:swap_handler, a, s, {EH, :two}, :args}
  def handle_event(_, s), do: {:ok, s}
  def handle_call(:get, s), do: {:ok, s, s}
  def handle_call(:bye, _s), do: {:remove_handler, :bye}
  def handle_info(m, s) when is_tuple(m), do: {:ok, [m | List.wrap(s)]}
  def handle_info(_, s), do: {:ok, s}

  def terminate(r, s) do
    case s do
      {:tell, p} -> send(p, {:term, r})
      _ -> {:terminated, r, s}
    end
  end
end

P.p("ge2", fn ->
  {:ok, m} = :gen_event.start_link({:local, :evm})
  :gen_event.add_sup_handler(:evm, EH, 1)
  :gen_event.notify(m, :crash)

  r =
    receive do
      {:gen_event_EXIT, h, {:EXIT, {e, _}}} -> {h, e}
      {:gen_event_EXIT, h, e} -> {h, e}
    after
      100 -> :none
    end

  :gen_event.add_sup_handler(:evm, EH, 2)
  :gen_event.notify(m, :remove)
  r2 = P.flush()
  :gen_event.add_handler(:evm, EH, 3)
  s = :gen_event.swap_handler(m, {EH, :x}, {{EH, :new}, :y})
  s2 = :gen_event.swap_handler(m, {EH, :x}, {{EH, :two}, :y})
  {r, r2, s, s2, :gen_event.which_handlers(m)}
end)

P.p("ge mon", fn ->
  {:ok, {p, r}} = :gen_event.start_monitor()
  {is_pid(p), is_reference(r)}
end)

P.p("ge sys", fn ->
  {:ok, m} = :gen_event.start()
  :gen_event.add_handler(m, EH, 5)
  :sys.get_state(m)
end)

# ets
P.p("ets1", fn ->
  t = :ets.new(:a, [:set])
  for i <- 1..5, do: :ets.insert(t, {i, i * i, :x})

  {:ets.select(t, [{{:"$1", :"$2", :_}, [{:>, :"$2", 4}], [{{:"$2", :"$1"}}]}]) |> Enum.sort(),
   :ets.match(t, {:"$1", :_, :x}) |> Enum.sort(), :ets.match_object(t, {:_, 4, :_}),
   :ets.select_count(t, [{{:_, :"$1", :_}, [{:rem, :"$1", 2}], [true]}]),
   :ets.select_delete(t, [{{:"$1", :_, :_}, [{:<, :"$1", 3}], [true]}]),
   :ets.select_replace(t, [{{:"$1", :"$2", :x}, [], [{{:"$1", {:+, :"$2", 1}, :y}}]}]), :ets.tab2list(t) |> Enum.sort(),
   :ets.info(t, :size), :ets.lookup_element(t, 3, 2), :ets.update_element(t, 3, {2, :new}), :ets.update_element(t, 33, {2, :new}),
   :ets.update_element(t, 3, [{2, 5}, {3, 6}]), :ets.take(t, 3), :ets.member(t, 3), :ets.update_counter(t, 4, {2, 5}),
   :ets.update_counter(t, 44, {2, 5}, {44, 0, :d}), :ets.update_counter(t, 44, {2, 5, 7, 0})}
end)

P.p("ets2", fn ->
  t = :ets.new(:b, [:ordered_set])
  for i <- [3, 1, 2, 1.0, :a, "b"], do: :ets.insert(t, {i})

  {:ets.tab2list(t), :ets.first(t), :ets.last(t), :ets.next(t, 1), :ets.prev(t, 3), :ets.next(t, 2.5),
   :ets.select(t, [{{:"$1"}, [], [:"$1"]}], 2) |> elem(0), :ets.select_reverse(t, [{{:"$1"}, [], [:"$1"]}])}
end)

P.p("ets3", fn ->
  t = :ets.new(:c, [:bag])
  :ets.insert(t, [{1, :a}, {1, :b}, {1, :a}])
  d = :ets.new(:d, [:duplicate_bag])
  :ets.insert(d, [{1, :a}, {1, :b}, {1, :a}])

  {:ets.lookup(t, 1), :ets.lookup(d, 1), :ets.lookup_element(d, 1, 2), :ets.delete_object(d, {1, :a}), :ets.lookup(d, 1),
   :ets.insert_new(t, {1, :c}), :ets.insert_new(t, [{2, :c}, {3, :d}])}
end)

P.p("ets4", fn ->
  me = self()
  t = :ets.new(:heir, [:public, {:heir, me, :data}])

  pid =
    spawn(fn ->
      receive do
        :go -> :ok
      end
    end)

  r = :ets.give_away(t, pid, :gift)
  send(pid, :go)

  {r,
   receive do
     {:"ETS-TRANSFER", ^t, ^pid, d} -> d
   after
     100 -> :none
   end, :ets.info(t, :owner) == me, :ets.info(t, :heir) == me}
end)

P.p("ets5", fn ->
  :ets.new(:prot, [:named_table])

  Task.await(
    Task.async(fn ->
      {try do
         :ets.insert(:prot, {1})
       rescue
         e -> Exception.message(e)
       end, :ets.lookup(:prot, 1)}
    end)
  )
end)

P.p("ets6", fn ->
  :ets.new(:priv, [:named_table, :private])

  Task.await(
    Task.async(fn ->
      try do
        :ets.lookup(:priv, 1)
      rescue
        e -> Exception.message(e)
      end
    end)
  )
end)

P.p("ets8", fn ->
  t = :ets.new(:fix, [])
  for i <- 1..100, do: :ets.insert(t, {i})
  :ets.safe_fixtable(t, true)

  f = fn f, k, n ->
    if k == :"$end_of_table",
      do: n,
      else:
        (
          :ets.delete(t, k)
          f.(f, :ets.next(t, k), n + 1)
        )
  end

  n = f.(f, :ets.first(t), 0)
  :ets.safe_fixtable(t, false)
  {n, :ets.info(t, :size)}
end)

P.p("ets9", fn ->
  {:ets.test_ms({1, 2}, [
     {{:"$1", :"$2"}, [{:andalso, {:is_integer, :"$1"}, {:==, {:+, :"$1", 1}, :"$2"}}], [{{:"$2", {:const, {:a, :b}}}}, :"$$", :"$_"]}
   ]), :ets.match_spec_run([{1}, {2}], :ets.match_spec_compile([{{:"$1"}, [{:>, :"$1", 1}], [:"$1"]}])), :ets.is_compiled_ms(:x)}
end)

P.p("ets10", fn ->
  {:ets.whereis(:nope),
   try do
     :ets.insert(:nope, {1})
   rescue
     e -> Exception.message(e)
   end,
   try do
     :ets.new(:priv, [:named_table])
   rescue
     e -> Exception.message(e)
   end,
   try do
     :ets.new(:x, [:bogus])
   rescue
     e -> Exception.message(e)
   end,
   try do
     :ets.insert(:fixx, 1)
   rescue
     e -> Exception.message(e)
   end}
end)

P.p("ets12", fn ->
  t = :ets.new(:fo, [:ordered_set])
  for i <- 1..5, do: :ets.insert(t, {i, i})

  {:ets.foldl(fn {k, _}, a -> [k | a] end, [], t), :ets.foldr(fn {k, _}, a -> [k | a] end, [], t), :ets.match_delete(t, {:_, 3}),
   :ets.delete_all_objects(t), :ets.tab2list(t), :ets.slot(t, 0)}
end)

# counters etc
P.p("cnt", fn ->
  c = :counters.new(2, [:write_concurrency])
  :counters.add(c, 1, 5)
  :counters.sub(c, 1, 2)
  :counters.put(c, 2, 9)
  a = :atomics.new(2, signed: false)
  :atomics.put(a, 1, 5)

  {:counters.get(c, 1), :counters.get(c, 2), :counters.info(c).size, :atomics.add_get(a, 1, 3), :atomics.sub_get(a, 1, 9),
   :atomics.exchange(a, 2, 4), :atomics.compare_exchange(a, 2, 4, 6), :atomics.compare_exchange(a, 2, 4, 7),
   :atomics.info(a) |> Map.delete(:memory),
   try do
     :counters.get(c, 3)
   rescue
     e -> Exception.message(e)
   end}
end)

P.p("pt", fn ->
  {:persistent_term.put({:a, 1}, %{x: 1}), :persistent_term.get({:a, 1}), :persistent_term.get(:nope, :d),
   try do
     :persistent_term.get(:nope)
   rescue
     e -> Exception.message(e)
   end, :persistent_term.erase({:a, 1}), :persistent_term.erase({:a, 1})}
end)

P.p("global", fn ->
  p = spawn(fn -> Process.sleep(1000) end)

  {:global.register_name(:n1, p), :global.register_name(:n1, self()), :global.whereis_name(:n1) == p, :global.re_register_name(:n1, self()),
   :global.registered_names(), :global.send(:n1, :hello),
   receive do
     :hello -> :got
   end, :global.unregister_name(:n1), :global.whereis_name(:n1),
   try do
     :global.send(:n1, 1)
   catch
     k, r -> {k, r}
   end, :global.trans({:l, self()}, fn -> :in end), :global.set_lock({:l, self()}), :global.del_lock({:l, self()})}
end)
