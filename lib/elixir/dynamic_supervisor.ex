defmodule DynamicSupervisor do
  @moduledoc """
  Supervisors whose children are started while they run.

      {:ok, sup} = DynamicSupervisor.start_link(strategy: :one_for_one)
      {:ok, pid} = DynamicSupervisor.start_child(sup, {Counter, 0})

  Children have no identifiers: their pids stand for them. They end all at once when the supervisor does.
  """

  @type sup_flags() :: %{
          strategy: strategy(),
          intensity: non_neg_integer(),
          period: pos_integer(),
          max_children: non_neg_integer() | :infinity,
          extra_arguments: [term()]
        }

  @type init_option() ::
          {:strategy, strategy()}
          | {:max_restarts, non_neg_integer()}
          | {:max_seconds, pos_integer()}
          | {:max_children, non_neg_integer() | :infinity}
          | {:extra_arguments, [term()]}

  @type strategy() :: :one_for_one

  @type on_start_child() ::
          {:ok, pid()}
          | {:ok, pid(), info :: term()}
          | :ignore
          | {:error, {:already_started, pid()} | :max_children | term()}

  @behaviour GenServer

  @doc """
  Tells the flags, as `init/1` makes them, when the supervisor starts.
  """
  @callback init(init_arg :: term()) :: {:ok, sup_flags()} | :ignore

  @doc """
  Makes a module the callback module of a dynamic supervisor; see `Supervisor`.

      iex> defmodule Example.ManyLamps do
      ...>   use DynamicSupervisor
      ...>   def init(_), do: DynamicSupervisor.init(strategy: :one_for_one)
      ...> end
      iex> Example.ManyLamps.child_spec([]).type
      :supervisor
  """
  defmacro __using__(opts) do
    quote do
      @behaviour DynamicSupervisor

      @doc "The specification of a child that runs this supervisor; see `Supervisor`."
      def child_spec(arg) do
        Supervisor.child_spec(
          %{id: __MODULE__, start: {__MODULE__, :start_link, [arg]}, type: :supervisor},
          unquote(opts)
        )
      end

      defoverridable child_spec: 1
    end
  end

  @doc """
  The specification of a child that runs a dynamic supervisor.

      iex> DynamicSupervisor.child_spec(name: Dyn).id
      Dyn
  """
  @spec child_spec([init_option()]) :: Supervisor.child_spec()
  def child_spec(options) when is_list(options) do
    id =
      case Keyword.get(options, :name, DynamicSupervisor) do
        name when is_atom(name) -> name
        {:global, name} -> name
        {:via, _module, name} -> name
      end

    %{id: id, start: {DynamicSupervisor, :start_link, [options]}, type: :supervisor}
  end

  @doc """
  Starts a dynamic supervisor.

  Options are those of `init/1`, and those of `GenServer.start_link/3`, such as `:name`.

      iex> {:ok, supervisor} = DynamicSupervisor.start_link(strategy: :one_for_one)
      iex> DynamicSupervisor.count_children(supervisor)
      %{active: 0, specs: 0, supervisors: 0, workers: 0}
  """
  @spec start_link([GenServer.option() | init_option()]) :: Supervisor.on_start()
  def start_link(options) when is_list(options) do
    {flags, start_options} =
      Keyword.split(options, [:strategy, :max_restarts, :max_seconds, :max_children, :extra_arguments, :priority])

    start_link(Supervisor.Default, init(flags), start_options)
  end

  @doc """
  Starts a dynamic supervisor with a callback module, whose `init/1` returns what `init/1` returns.

      iex> defmodule DocDynamic do
      ...>   use DynamicSupervisor
      ...>   def init(_), do: DynamicSupervisor.init(strategy: :one_for_one)
      ...> end
      iex> {:ok, supervisor} = DynamicSupervisor.start_link(DocDynamic, nil)
      iex> DynamicSupervisor.count_children(supervisor).active
      0
  """
  @spec start_link(module(), term(), [GenServer.option()]) :: Supervisor.on_start()
  def start_link(module, init_arg, options \\ []) do
    GenServer.start_link(__MODULE__, {module, init_arg, Keyword.get(options, :name)}, options)
  end

  @doc """
  What the callback `c:init/1` returns, or the start of the supervisor itself.

  Options are `:strategy` (only `:one_for_one`), `:max_restarts` (3), `:max_seconds` (5), `:max_children`
  (`:infinity`), `:extra_arguments`, which come before the arguments of every start, and `:priority`, the
  supervisor's own (`:normal`).

      iex> {:ok, flags} = DynamicSupervisor.init(max_children: 3)
      iex> flags.max_children
      3
  """
  @impl GenServer
  @spec init([init_option()]) :: {:ok, sup_flags()}
  def init(options_or_start)

  def init(options) when is_list(options) do
    flags = %{
      strategy: Keyword.get(options, :strategy, :one_for_one),
      intensity: Keyword.get(options, :max_restarts, 3),
      period: Keyword.get(options, :max_seconds, 5),
      max_children: Keyword.get(options, :max_children, :infinity),
      extra_arguments: Keyword.get(options, :extra_arguments, [])
    }

    {:ok, if(options[:priority], do: Map.put(flags, :priority, options[:priority]), else: flags)}
  end

  def init({module, init_arg, name}) do
    :erlang.process_flag(:trap_exit, true)
    # It is shown as a supervisor of its callback module, as other supervisors are.
    :erlang.put(:"$initial_call", {:supervisor, module, 1})

    case module.init(init_arg) do
      {:ok, flags} when is_map(flags) ->
        case check(flags) do
          :ok ->
            priority = :maps.get(:priority, flags, :normal)
            if priority != :normal, do: :erlang.process_flag(:priority, priority)
            :joist_state.supervise(true)

            {:ok,
             %{
               name: name || {self(), module},
               module: module,
               args: init_arg,
               intensity: :maps.get(:intensity, flags, 1),
               period: :maps.get(:period, flags, 5),
               max_children: :maps.get(:max_children, flags, :infinity),
               extra_arguments: :maps.get(:extra_arguments, flags, []),
               children: %{},
               restarts: [],
               count: 0,
               prune_at: 0,
               retries: 0
             }}

          {:error, why} ->
            {:stop, {:supervisor_data, why}}
        end

      :ignore ->
        :ignore

      other ->
        {:stop, {:bad_return, {module, :init, other}}}
    end
  end

  defp check(flags) do
    intensity = :maps.get(:intensity, flags, 1)
    period = :maps.get(:period, flags, 5)
    most = :maps.get(:max_children, flags, :infinity)
    extra = :maps.get(:extra_arguments, flags, [])
    priority = :maps.get(:priority, flags, :normal)

    cond do
      :maps.get(:strategy, flags, :one_for_one) != :one_for_one -> {:error, {:invalid_strategy, flags.strategy}}
      not (is_integer(intensity) and intensity >= 0) -> {:error, {:invalid_intensity, intensity}}
      not (is_integer(period) and period > 0) -> {:error, {:invalid_period, period}}
      not (most == :infinity or (is_integer(most) and most >= 0)) -> {:error, {:invalid_max_children, most}}
      not is_list(extra) -> {:error, {:invalid_extra_arguments, extra}}
      :maps.get(:auto_shutdown, flags, :never) != :never -> {:error, {:invalid_auto_shutdown, flags.auto_shutdown}}
      priority not in [:low, :normal, :high, :max] -> {:error, {:invalid_priority, priority}}
      true -> :ok
    end
  end

  ## Requests

  @doc """
  Starts a child, told as `Supervisor` describes; its `:id` means nothing.

  Returns `{:ok, pid}`, `{:ok, pid, info}`, `:ignore` or `{:error, reason}`; `:max_children` is a reason.

      iex> {:ok, supervisor} = DynamicSupervisor.start_link(strategy: :one_for_one)
      iex> {:ok, agent} = DynamicSupervisor.start_child(supervisor, {Agent, fn -> 7 end})
      iex> Agent.get(agent, & &1)
      7
  """
  @spec start_child(Supervisor.supervisor(), Supervisor.child_spec() | Supervisor.module_spec() | (old_erlang_child_spec :: :supervisor.child_spec())) :: on_start_child()
  def start_child(supervisor, child_spec) do
    case to_child(Supervisor.to_spec(child_spec)) do
      {:ok, child} -> call(supervisor, {:start_child, child})
      error -> error
    end
  end

  @doc """
  Ends a child: `:ok`, or `{:error, :not_found}`.

      iex> {:ok, sup} = DynamicSupervisor.start_link([])
      iex> {:ok, pid} = DynamicSupervisor.start_child(sup, {Agent, fn -> 0 end})
      iex> DynamicSupervisor.terminate_child(sup, pid)
      :ok
      iex> DynamicSupervisor.terminate_child(sup, pid)
      {:error, :not_found}
  """
  @spec terminate_child(Supervisor.supervisor(), pid()) :: :ok | {:error, :not_found}
  def terminate_child(supervisor, pid) when is_pid(pid), do: call(supervisor, {:terminate_child, pid})

  @doc """
  All children as `{:undefined, pid, type, modules}`.

      iex> {:ok, sup} = DynamicSupervisor.start_link([])
      iex> {:ok, pid} = DynamicSupervisor.start_child(sup, {Agent, fn -> 0 end})
      iex> DynamicSupervisor.which_children(sup) == [{:undefined, pid, :worker, [Agent]}]
      true
  """
  @spec which_children(Supervisor.supervisor()) :: [{:undefined, pid() | :restarting, :worker | :supervisor, [module()] | :dynamic}]
  def which_children(supervisor), do: call(supervisor, :which_children)

  @doc """
  How many children there are: a map of `:specs`, `:active`, `:supervisors` and `:workers`.

      iex> {:ok, sup} = DynamicSupervisor.start_link([])
      iex> {:ok, _} = DynamicSupervisor.start_child(sup, {Agent, fn -> 0 end})
      iex> DynamicSupervisor.count_children(sup)
      %{active: 1, specs: 1, supervisors: 0, workers: 1}
  """
  @spec count_children(Supervisor.supervisor()) :: %{specs: non_neg_integer(), active: non_neg_integer(), supervisors: non_neg_integer(), workers: non_neg_integer()}
  def count_children(supervisor), do: :maps.from_list(call(supervisor, :count_children))

  @doc """
  Stops a supervisor and its children, and waits for its end.

      iex> {:ok, sup} = DynamicSupervisor.start_link([])
      iex> DynamicSupervisor.stop(sup)
      :ok
  """
  @spec stop(Supervisor.supervisor(), reason :: term(), timeout()) :: :ok
  def stop(supervisor, reason \\ :normal, timeout \\ :infinity), do: GenServer.stop(supervisor, reason, timeout)

  defp call(supervisor, request), do: GenServer.call(supervisor, request, :infinity)

  # {:ok, {start, restart, shutdown, type, modules, known}}; `known` is as in `:supervisor`.
  defp to_child({_id, start, restart, shutdown, type, modules}), do: check_child(start, restart, shutdown, type, modules, false)

  defp to_child(%{start: {_module, _function, _args} = start} = spec) do
    type = :maps.get(:type, spec, :worker)

    modules =
      case spec do
        %{modules: modules} -> modules
        _ -> [elem(start, 0)]
      end

    shutdown = :maps.get(:shutdown, spec, if(type == :supervisor, do: :infinity, else: 5000))

    if :maps.get(:significant, spec, false) == false,
      do: to_child(spec, start, type, modules, shutdown),
      else: {:error, {:invalid_significant, spec.significant}}
  end

  defp to_child(spec), do: {:error, {:invalid_child_spec, spec}}

  defp to_child(spec, start, type, modules, shutdown) do
    check_child(start, :maps.get(:restart, spec, :permanent), shutdown, type, modules, :maps.get(:restore, spec, false))
  end

  defp check_child(start, restart, shutdown, type, modules, restore) do
    cond do
      not match?({m, f, a} when is_atom(m) and is_atom(f) and is_list(a), start) -> {:error, {:invalid_mfa, start}}
      restart not in [:permanent, :transient, :temporary] -> {:error, {:invalid_restart_type, restart}}
      not (shutdown in [:brutal_kill, :infinity] or (is_integer(shutdown) and shutdown >= 0)) -> {:error, {:invalid_shutdown, shutdown}}
      type not in [:worker, :supervisor] -> {:error, {:invalid_child_type, type}}
      not (modules == :dynamic or is_list(modules)) -> {:error, {:invalid_modules, modules}}
      is_list(modules) and not :lists.all(&is_atom/1, modules) -> {:error, {:invalid_module, hd(:lists.dropwhile(&is_atom/1, modules))}}
      not is_boolean(restore) -> {:error, {:invalid_restore, restore}}
      restore and type == :supervisor -> {:error, {:bad_combination, [type: :supervisor, restore: true]}}
      true -> {:ok, {start, restart, shutdown, type, modules, if(restore, do: :joist_restore.new(), else: nil)}}
    end
  end

  ## The server

  # Whoever waits for what came before asks this. Restarts that are to be tried again come before, too, but for
  # those that go on failing.
  @impl GenServer
  def handle_call(:"$joist_settled", from, state), do: handle_call({:"$joist_settled", 10}, from, state)
  def handle_call({:"$joist_settled", rounds}, _from, state) when rounds == 0 or state.retries == 0, do: {:reply, :ok, state}

  def handle_call({:"$joist_settled", rounds}, from, state) do
    :erlang.send(self(), {:"$gen_call", from, {:"$joist_settled", rounds - 1}})
    {:noreply, state}
  end

  def handle_call({:start_child, child}, _from, state) do
    if is_integer(state.max_children) and map_size(state.children) >= state.max_children do
      {:reply, {:error, :max_children}, state}
    else
      {{module, function, args}, restart, shutdown, type, modules, known} = child
      args = if state.extra_arguments == [], do: args, else: state.extra_arguments ++ args

      case start({{module, function, args}, restart, shutdown, type, modules, known}) do
        {{:ok, pid} = reply, child} -> {:reply, reply, keep(state, pid, child)}
        {{:ok, pid, _info} = reply, child} -> {:reply, reply, keep(state, pid, child)}
        {reply, _child} -> {:reply, reply, state}
      end
    end
  end

  def handle_call({:terminate_child, pid}, _from, state) do
    case state.children do
      %{^pid => {:restarting, child}} ->
        forget(child)
        {:reply, :ok, %{state | children: :maps.remove(pid, state.children)}}

      %{^pid => child} ->
        end_all(%{pid => child}, state)
        :joist_state.drop(pid)
        {:reply, :ok, %{state | children: :maps.remove(pid, state.children)}}

      _ ->
        {:reply, {:error, :not_found}, state}
    end
  end

  def handle_call(:which_children, _from, state) do
    shown =
      for {pid, child} <- :maps.to_list(state.children) do
        case child do
          {:restarting, {_, _, _, type, modules, _}} -> {:undefined, :restarting, type, modules}
          {_, _, _, type, modules, _} -> {:undefined, pid, type, modules}
        end
      end

    {:reply, shown, state}
  end

  def handle_call(:count_children, _from, state) do
    {active, supervisors, workers} =
      :maps.fold(
        fn _pid, child, {active, supervisors, workers} ->
          {child, active} =
            case child do
              {:restarting, child} -> {child, active}
              child -> {child, active + 1}
            end

          if elem(child, 3) == :supervisor, do: {active, supervisors + 1, workers}, else: {active, supervisors, workers + 1}
        end,
        {0, 0, 0},
        state.children
      )

    {:reply, [specs: map_size(state.children), active: active, supervisors: supervisors, workers: workers], state}
  end

  @impl GenServer
  def handle_cast(_request, state), do: {:noreply, state}

  @impl GenServer
  def handle_info({:EXIT, pid, reason}, state) do
    case state.children do
      %{^pid => child} ->
        ended(reason, pid, child, state)

      _ ->
        :joist_state.drop(pid)
        {:noreply, state}
    end
  end

  def handle_info({:"$gen_restart", pid}, state) do
    state = %{state | retries: state.retries - 1}

    case state.children do
      %{^pid => {:restarting, child}} -> restart(pid, child, state)
      _ -> {:noreply, state}
    end
  end

  def handle_info(message, state) do
    :logger.error(
      %{label: {DynamicSupervisor, :unexpected_msg}, report: %{name: state.name, msg: message}},
      %{domain: [:otp, :elixir], error_logger: %{tag: :error_msg}}
    )

    {:noreply, state}
  end

  @impl GenServer
  def terminate(_reason, state) do
    :joist_state.supervise(false)
    end_all(state.children, state)
  end

  @impl GenServer
  def code_change(_version, state, _extra) do
    case state.module.init(state.args) do
      {:ok, flags} when is_map(flags) ->
        case check(flags) do
          :ok -> {:ok, :maps.merge(state, Map.take(flags, [:intensity, :period, :max_children, :extra_arguments]))}
          {:error, why} -> {:error, {:supervisor_data, why}}
        end

      :ignore ->
        {:ok, state}

      other ->
        other
    end
  end

  defp keep(state, pid, child) do
    # What is never started again needs no arguments.
    {module, function, _args} = elem(child, 0)
    child = if elem(child, 1) == :temporary, do: put_elem(child, 0, {module, function, :undefined}), else: child
    %{state | children: :maps.put(pid, child, state.children)}
  end

  # Starts a child: what came of it, and the child with what is known of it now.
  defp start({start, _, _, _, _, nil} = child), do: {call_start(start), child}

  defp start({start, _, _, _, _, known} = child) do
    {result, known} =
      :joist_restore.start(
        fn ->
          case call_start(start) do
            {:ok, pid} -> {:ok, pid, :none}
            {:ok, pid, info} -> {:ok, pid, {:info, info}}
            other -> other
          end
        end,
        known
      )

    result =
      case result do
        {:ok, pid, :none} -> {:ok, pid}
        {:ok, pid, {:info, info}} -> {:ok, pid, info}
        other -> other
      end

    {result, put_elem(child, 5, known)}
  end

  defp forget({_, _, _, _, _, nil}), do: :ok
  defp forget({_, _, _, _, _, known}), do: :joist_restore.forget(known)

  defp call_start({module, function, args}) do
    case :erlang.apply(module, function, args) do
      {:ok, pid} = ok when is_pid(pid) -> ok
      {:ok, pid, _info} = ok when is_pid(pid) -> ok
      :ignore -> :ignore
      {:error, _reason} = error -> error
      other -> {:error, other}
    end
  catch
    :throw, value -> {:error, {{:nocatch, value}, __STACKTRACE__}}
    :error, reason -> {:error, {reason, __STACKTRACE__}}
    :exit, reason -> {:error, reason}
  end

  ## Restarting

  defp ended(reason, pid, {_, restart, _, _, _, known} = child, state) do
    usual? = reason == :normal or reason == :shutdown or match?({:shutdown, _}, reason)
    unless usual? and restart != :permanent, do: report(:child_terminated, reason, pid, child, state)

    if restart == :permanent or (restart == :transient and not usual?) do
      known = known && :joist_restore.ended(known, pid, reason, {state.intensity, state.period}, {state.name, pid})
      restart(pid, put_elem(child, 5, known), state)
    else
      :joist_state.drop(pid)
      {:noreply, %{state | children: :maps.remove(pid, state.children)}}
    end
  end

  defp restart(pid, child, state) do
    case :joist_shutdown.count_restart(state) do
      {:ok, state} ->
        case start(child) do
          {{:ok, new}, child} ->
            {:noreply, keep(%{state | children: :maps.remove(pid, state.children)}, new, child)}

          {{:ok, new, _info}, child} ->
            {:noreply, keep(%{state | children: :maps.remove(pid, state.children)}, new, child)}

          {:ignore, child} ->
            forget(child)
            {:noreply, %{state | children: :maps.remove(pid, state.children)}}

          {{:error, reason}, child} ->
            report(:start_error, reason, {:restarting, pid}, child, state)
            :erlang.send(self(), {:"$gen_restart", pid})
            {:noreply, %{state | retries: state.retries + 1, children: :maps.put(pid, {:restarting, child}, state.children)}}
        end

      {:shutdown, state} ->
        report(:shutdown, :reached_max_restart_intensity, pid, child, state)
        {:stop, :shutdown, %{state | children: :maps.remove(pid, state.children)}}
    end
  end

  ## Stopping

  # Tells all children to end; each is killed when its own time is over.
  defp end_all(children, state) do
    now = :erlang.monotonic_time(:millisecond)

    watched =
      for {pid, {_, _, shutdown, _, _, _} = child} <- :maps.to_list(children), into: %{} do
        ref = :erlang.monitor(:process, pid)
        :erlang.unlink(pid)
        :erlang.exit(pid, if(shutdown == :brutal_kill, do: :kill, else: :shutdown))
        {ref, {pid, child, if(is_integer(shutdown), do: now + shutdown, else: :infinity)}}
      end

    deadlines = :lists.usort(for {_ref, {_pid, _child, deadline}} <- :maps.to_list(watched), deadline != :infinity, do: deadline)
    await(watched, deadlines, state)
  end

  defp await(watched, _deadlines, _state) when map_size(watched) == 0, do: :ok

  defp await(watched, deadlines, state) do
    timeout =
      case deadlines do
        [deadline | _] -> max(deadline - :erlang.monotonic_time(:millisecond), 0)
        [] -> :infinity
      end

    receive do
      {:DOWN, ref, :process, _pid, reason} when is_map_key(watched, ref) ->
        {pid, child, _deadline} = :maps.get(ref, watched)
        unless expected?(reason, pid, child), do: report(:shutdown_error, reason, pid, child, state)
        await(:maps.remove(ref, watched), deadlines, state)
    after
      timeout ->
        [deadline | rest] = deadlines
        for {_ref, {pid, _child, until}} <- :maps.to_list(watched), until <= deadline, do: :erlang.exit(pid, :kill)
        await(watched, rest, state)
    end
  end

  defp expected?(reason, pid, {_, restart, shutdown, _, _, _}) do
    case reason do
      :noproc -> flush_exit(pid)
      :killed -> shutdown == :brutal_kill
      :shutdown -> true
      {:shutdown, _} -> true
      :normal -> restart != :permanent
      _ -> false
    end
  end

  defp flush_exit(pid) do
    receive do
      {:EXIT, ^pid, _reason} -> true
    after
      0 -> true
    end
  end

  ## Reports

  defp report(context, reason, pid, {start, restart, shutdown, type, _, _}, state) do
    if context == :shutdown or :joist_logger.sasl?() do
      pid = with {:restarting, old} <- pid, do: old
      offender = [pid: pid, id: :undefined, mfargs: start, restart_type: restart, shutdown: shutdown, child_type: type]

      :logger.error(
        %{label: {:supervisor, context}, report: [supervisor: state.name, errorContext: context, reason: reason, offender: offender]},
        %{domain: [:otp, :sasl], error_logger: %{tag: :error_report, type: :supervisor_report}}
      )
    end
  end
end
