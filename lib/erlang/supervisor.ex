defmodule :supervisor do
  @moduledoc """
  Supervisors: processes that start children, watch them and start them again.

  Children are kept in a map by their identifiers, each with the number of its place in the order of
  starting, and a second map leads from pids to identifiers: the end of one of many children costs
  the same as the end of one of few. With the strategy `:simple_one_for_one` all children follow one
  specification and have no identifiers; the pid stands for them.

  A child is `{place, pid, start, restart, significant, shutdown, type, modules, known}`; `pid` is `:undefined`
  when it does not run and `{:restarting, pid}` while it is being restarted, and `known` is what `:joist_restore` knows of a
  child that is to be restarted with its last state, else `nil`. `:joist_child_spec` reads the specifications.
  """

  @type child_id() :: term()

  @type child() :: :undefined | pid()

  @typedoc "How a child is started, as a map, or as a tuple in the old form."
  @type child_spec() :: %{required(:id) => child_id(), required(:start) => {module(), atom(), [term()]}, optional(:restart) => :permanent | :transient | :temporary, optional(:significant) => boolean(), optional(:shutdown) => :brutal_kill | timeout(), optional(:type) => :worker | :supervisor, optional(:modules) => [module()] | :dynamic} | {child_id(), {module(), atom(), [term()]}, :permanent | :transient | :temporary, :brutal_kill | timeout(), :worker | :supervisor, [module()] | :dynamic}

  @type sup_ref() :: pid() | atom() | {name :: atom(), node()} | {:global, term()} | {:via, module(), term()}

  @type sup_name() :: {:local, atom()} | {:global, term()} | {:via, module(), term()}

  @type startlink_ret() :: {:ok, pid()} | :ignore | {:error, {:already_started, pid()} | {:shutdown, term()} | term()}

  @type startchild_ret() :: {:ok, child()} | {:ok, child(), info :: term()} | {:error, :already_present | {:already_started, child()} | term()}

  @callback init(args :: term) :: {:ok, {map | tuple, list}} | :ignore

  ## From outside

  @doc """
  Starts a supervisor whose children `module.init(args)` tells.

      iex> {:ok, supervisor} = :supervisor.start_link(Supervisor.Default, {:ok, {%{}, []}})
      iex> :supervisor.count_children(supervisor)
      [specs: 0, active: 0, supervisors: 0, workers: 0]
  """
  @spec start_link(module(), args :: term()) :: startlink_ret()
  def start_link(module, args), do: :gen_server.start_link(:supervisor, {:self, module, args}, [])

  @doc """
  Like `start_link/2`, under a name.

      iex> {:ok, supervisor} = :supervisor.start_link({:local, :example_supervisor}, Supervisor.Default, {:ok, {%{}, []}})
      iex> Process.whereis(:example_supervisor) == supervisor
      true
      iex> Supervisor.stop(supervisor)
      :ok
  """
  @spec start_link(sup_name(), module(), args :: term()) :: startlink_ret()
  def start_link(name, module, args), do: :gen_server.start_link(name, :supervisor, {name, module, args}, [])

  @doc """
  Adds a child, or starts one that the single specification of a `:simple_one_for_one` describes.

      iex> {:ok, supervisor} = Supervisor.start_link([], strategy: :one_for_one)
      iex> {:ok, child} = :supervisor.start_child(supervisor, %{id: :lamp, start: {Agent, :start_link, [fn -> 0 end]}})
      iex> Agent.get(child, & &1)
      0
  """
  @spec start_child(sup_ref(), child_spec() | [term()]) :: startchild_ret()
  def start_child(supervisor, spec), do: call(supervisor, {:start_child, spec})

  @doc """
  Starts a child that was terminated.

      iex> {:ok, supervisor} = Supervisor.start_link([{Agent, fn -> 0 end}], strategy: :one_for_one)
      iex> :supervisor.restart_child(supervisor, Agent)
      {:error, :running}
      iex> :supervisor.terminate_child(supervisor, Agent)
      iex> elem(:supervisor.restart_child(supervisor, Agent), 0)
      :ok
  """
  @spec restart_child(sup_ref(), child_id()) :: {:ok, child()} | {:ok, child(), info :: term()} | {:error, :running | :restarting | :not_found | :simple_one_for_one | term()}
  def restart_child(supervisor, id), do: call(supervisor, {:restart_child, id})

  @doc """
  Forgets a child that does not run.

      iex> {:ok, supervisor} = Supervisor.start_link([{Agent, fn -> 0 end}], strategy: :one_for_one)
      iex> :supervisor.delete_child(supervisor, Agent)
      {:error, :running}
      iex> :supervisor.terminate_child(supervisor, Agent)
      iex> :supervisor.delete_child(supervisor, Agent)
      :ok
  """
  @spec delete_child(sup_ref(), child_id()) :: :ok | {:error, :running | :restarting | :not_found | :simple_one_for_one}
  def delete_child(supervisor, id), do: call(supervisor, {:delete_child, id})

  @doc """
  Ends a child, by its identifier or, of a `:simple_one_for_one`, by its pid.

      iex> {:ok, supervisor} = Supervisor.start_link([{Agent, fn -> 0 end}], strategy: :one_for_one)
      iex> :supervisor.terminate_child(supervisor, Agent)
      :ok
      iex> :supervisor.terminate_child(supervisor, :nobody)
      {:error, :not_found}
  """
  @spec terminate_child(sup_ref(), pid() | child_id()) :: :ok | {:error, :not_found | :simple_one_for_one}
  def terminate_child(supervisor, id), do: call(supervisor, {:terminate_child, id})

  @doc """
  All children as `{id, pid, type, modules}`, the last started first.

      iex> {:ok, supervisor} = Supervisor.start_link([{Agent, fn -> 0 end}], strategy: :one_for_one)
      iex> [{id, _pid, type, modules}] = :supervisor.which_children(supervisor)
      iex> {id, type, modules}
      {Agent, :worker, [Agent]}
  """
  @spec which_children(sup_ref()) :: [{child_id() | :undefined, child() | :restarting, :worker | :supervisor, [module()] | :dynamic}]
  def which_children(supervisor), do: call(supervisor, :which_children)

  @doc """
  How many children there are: `:specs`, `:active`, `:supervisors` and `:workers`.

      iex> {:ok, supervisor} = Supervisor.start_link([{Agent, fn -> 0 end}], strategy: :one_for_one)
      iex> :supervisor.count_children(supervisor)
      [specs: 1, active: 1, supervisors: 0, workers: 1]
  """
  @spec count_children(sup_ref()) :: [{:specs | :active | :supervisors | :workers, non_neg_integer()}]
  def count_children(supervisor), do: call(supervisor, :count_children)

  @doc """
  The specification of a child, as a map.

      iex> {:ok, supervisor} = Supervisor.start_link([{Agent, fn -> 0 end}], strategy: :one_for_one)
      iex> {:ok, spec} = :supervisor.get_childspec(supervisor, Agent)
      iex> {spec.id, spec.restart, spec.type}
      {Agent, :permanent, :worker}
      iex> :supervisor.get_childspec(supervisor, :nobody)
      {:error, :not_found}
  """
  @spec get_childspec(sup_ref(), pid() | child_id()) :: {:ok, child_spec()} | {:error, :not_found}
  def get_childspec(supervisor, id), do: call(supervisor, {:get_childspec, id})

  @doc """
  The callback module of a supervisor.

      iex> {:ok, supervisor} = Supervisor.start_link([], strategy: :one_for_one)
      iex> :supervisor.get_callback_module(supervisor)
      Supervisor.Default
  """
  @spec get_callback_module(sup_ref()) :: module()
  def get_callback_module(supervisor), do: call(supervisor, :"$joist_module")

  defp call(supervisor, request), do: :gen_server.call(supervisor, request, :infinity)

  @doc """
  Checks child specifications: `:ok`, or `{:error, reason}`.

      iex> :supervisor.check_childspecs([Agent.child_spec(fn -> 0 end)])
      :ok
      iex> elem(:supervisor.check_childspecs([:wrong]), 0)
      :error
  """
  @spec check_childspecs([child_spec()]) :: :ok | {:error, term()}
  def check_childspecs(specs), do: check_childspecs(specs, :undefined)

  @doc """
  Checks child specifications against an `:auto_shutdown`.

      iex> :supervisor.check_childspecs([Agent.child_spec(fn -> 0 end)], :never)
      :ok
  """
  @spec check_childspecs([child_spec()], :undefined | :never | :any_significant | :all_significant) :: :ok | {:error, term()}
  def check_childspecs(specs, auto_shutdown) when is_list(specs) do
    auto_shutdown = if auto_shutdown == :undefined, do: :any_significant, else: auto_shutdown

    case :joist_child_spec.children(specs, auto_shutdown) do
      {:ok, _children} -> :ok
      error -> error
    end
  end

  def check_childspecs(specs, _auto_shutdown), do: {:error, {:badarg, specs}}

  ## Starting

  @doc false
  def init({name, module, args}) do
    :erlang.process_flag(:trap_exit, true)

    case module.init(args) do
      {:ok, {flags, specs}} ->
        case :joist_child_spec.flags(flags) do
          {:ok, flags} -> begin(:maps.merge(flags, base(name, module, args)), specs)
          error -> {:stop, {:supervisor_data, error}}
        end

      :ignore ->
        :ignore

      other ->
        {:stop, {:bad_return, {module, :init, other}}}
    end
  end

  # A supervisor of a higher priority than its children acts in time even when they keep all processors busy.
  defp begin(state, specs) do
    if state.priority != :normal, do: :erlang.process_flag(:priority, state.priority)
    :joist_state.supervise(true)
    init_children(state, specs)
  end

  defp base(name, module, args) do
    %{
      name: if(name == :self, do: {self(), module}, else: name),
      module: module,
      args: args,
      children: %{},
      pids: %{},
      place: 0,
      spec: nil,
      restarts: [],
      count: 0,
      prune_at: 0,
      retries: 0
    }
  end

  defp init_children(%{strategy: :simple_one_for_one} = state, [spec]) do
    case :joist_child_spec.child(spec, 0, state.auto_shutdown) do
      {:ok, id, child} -> {:ok, %{state | spec: {id, child}}}
      {:error, what} -> {:stop, {:start_spec, what}}
    end
  end

  defp init_children(%{strategy: :simple_one_for_one}, specs), do: {:stop, {:bad_start_spec, specs}}

  defp init_children(state, specs) do
    case :joist_child_spec.children(specs, state.auto_shutdown) do
      {:ok, children} ->
        case start_all(in_order(children), %{state | children: children, place: map_size(children)}) do
          {:ok, state} ->
            {:ok, state}

          {:error, id, reason, state} ->
            terminate_all(state)
            {:stop, {:shutdown, {:failed_to_start_child, id, reason}}}
        end

      {:error, what} ->
        {:stop, {:start_spec, what}}
    end
  end

  # Identifiers in the order of starting.
  defp in_order(children) do
    for {_place, id} <- :lists.sort(for {id, child} <- :maps.to_list(children), do: {elem(child, 0), id}), do: id
  end

  defp start_all([], state), do: {:ok, state}

  defp start_all([id | rest], state) do
    %{^id => child} = state.children

    case start(child) do
      {{:ok, pid, _info}, child} ->
        start_all(rest, started(state, id, child, pid))

      {{:error, reason}, child} ->
        report(:start_error, reason, id, child, state)
        {:error, id, reason, %{state | children: :maps.put(id, child, state.children)}}
    end
  end

  # Starts a child: what came of it, and the child with what is known of it now.
  defp start({_, _, start, _, _, _, _, _, nil} = child), do: {call_start(start), child}

  defp start({_, _, start, _, _, _, _, _, known} = child) do
    {result, known} = :joist_restore.start(fn -> call_start(start) end, known)
    {result, put_elem(child, 8, known)}
  end

  # Calls the start function of a child.
  defp call_start({module, function, args}) do
    case :erlang.apply(module, function, args) do
      {:ok, pid} when is_pid(pid) -> {:ok, pid, :none}
      {:ok, pid, info} when is_pid(pid) -> {:ok, pid, {:info, info}}
      :ignore -> {:ok, :undefined, :none}
      {:error, reason} -> {:error, reason}
      other -> {:error, other}
    end
  catch
    :throw, value -> {:error, value}
    :error, reason -> {:error, {:EXIT, {reason, __STACKTRACE__}}}
    :exit, reason -> {:error, {:EXIT, reason}}
  end

  # A temporary child that did not want to run is not kept.
  defp started(state, id, {_, _, _, :temporary, _, _, _, _, _}, :undefined),
    do: %{state | children: :maps.remove(id, state.children)}

  defp started(state, id, child, pid) do
    progress(state, id, pid, child)
    pids = if is_pid(pid), do: :maps.put(pid, id, state.pids), else: state.pids
    %{state | children: :maps.put(id, put_elem(child, 1, pid), state.children), pids: pids}
  end

  ## Requests

  @doc false
  # Whoever waits for what came before asks this. Restarts that are to be tried again come before, too, but for
  # those that go on failing.
  def handle_call(:"$joist_settled", from, state), do: handle_call({:"$joist_settled", 10}, from, state)
  def handle_call({:"$joist_settled", rounds}, _from, state) when rounds == 0 or state.retries == 0, do: {:reply, :ok, state}

  def handle_call({:"$joist_settled", rounds}, from, state) do
    :erlang.send(self(), {:"$gen_call", from, {:"$joist_settled", rounds - 1}})
    {:noreply, state}
  end

  def handle_call(:"$joist_module", _from, state), do: {:reply, state.module, state}

  def handle_call({:start_child, extra}, _from, %{spec: {_id, child}} = state) do
    {module, function, args} = elem(child, 2)

    case start(put_elem(child, 2, {module, function, args ++ extra})) do
      {{:ok, :undefined, _}, _child} ->
        {:reply, {:ok, :undefined}, state}

      {{:ok, pid, info}, child} ->
        {:reply, start_reply(pid, info), keep_dynamic(state, pid, child)}

      {error, _child} ->
        {:reply, error, state}
    end
  end

  def handle_call({:start_child, spec}, _from, state) do
    case :joist_child_spec.child(spec, state.place, state.auto_shutdown) do
      {:ok, id, child} -> add_child(id, child, state)
      error -> {:reply, error, state}
    end
  end

  def handle_call({:terminate_child, pid}, _from, %{spec: {_, _}} = state) when is_pid(pid) do
    case state.children do
      %{^pid => child} ->
        stop_child(pid, pid, child, state)
        {:reply, :ok, forget(state, pid)}

      _ ->
        {:reply, {:error, :not_found}, state}
    end
  end

  def handle_call({what, _id}, _from, %{spec: {_, _}} = state)
      when what in [:terminate_child, :restart_child, :delete_child],
      do: {:reply, {:error, :simple_one_for_one}, state}

  def handle_call({:terminate_child, id}, _from, state) do
    case state.children do
      %{^id => child} ->
        state = stop(id, child, state)
        {:reply, :ok, if(temporary?(child), do: forget(state, id), else: forget_state(state, id))}

      _ ->
        {:reply, {:error, :not_found}, state}
    end
  end

  def handle_call({:restart_child, id}, _from, state) do
    case state.children do
      %{^id => {_, :undefined, _, _, _, _, _, _, _} = child} ->
        case start(child) do
          {{:ok, pid, info}, child} -> {:reply, start_reply(pid, info), started(state, id, child, pid)}
          {error, _child} -> {:reply, error, state}
        end

      %{^id => {_, {:restarting, _}, _, _, _, _, _, _, _}} ->
        {:reply, {:error, :restarting}, state}

      %{^id => _child} ->
        {:reply, {:error, :running}, state}

      _ ->
        {:reply, {:error, :not_found}, state}
    end
  end

  def handle_call({:delete_child, id}, _from, state) do
    case state.children do
      %{^id => {_, :undefined, _, _, _, _, _, _, _}} -> {:reply, :ok, forget(state, id)}
      %{^id => {_, {:restarting, _}, _, _, _, _, _, _, _}} -> {:reply, {:error, :restarting}, state}
      %{^id => _child} -> {:reply, {:error, :running}, state}
      _ -> {:reply, {:error, :not_found}, state}
    end
  end

  def handle_call({:get_childspec, key}, _from, state) do
    found =
      case state do
        %{spec: {id, child}, pids: pids} when id == key or is_map_key(pids, key) -> {id, child}
        %{pids: %{^key => id}, children: children} -> {id, :maps.get(id, children)}
        %{children: %{^key => child}} -> {key, child}
        _ -> nil
      end

    case found do
      nil -> {:reply, {:error, :not_found}, state}
      {id, child} -> {:reply, {:ok, :joist_child_spec.to_map(id, child)}, state}
    end
  end

  def handle_call(:which_children, _from, %{spec: {_, _}} = state) do
    shown = for {_, {_, pid, _, _, _, _, type, modules, _}} <- :maps.to_list(state.children), do: {:undefined, shown_pid(pid), type, modules}
    {:reply, shown, state}
  end

  def handle_call(:which_children, _from, state) do
    shown =
      for id <- :lists.reverse(in_order(state.children)) do
        {_, pid, _, _, _, _, type, modules, _} = :maps.get(id, state.children)
        {id, shown_pid(pid), type, modules}
      end

    {:reply, shown, state}
  end

  def handle_call(:count_children, _from, state) do
    {specs, active, supervisors, workers} =
      :maps.fold(
        fn _id, {_, pid, _, _, _, _, type, _, _}, {specs, active, supervisors, workers} ->
          active = if is_pid(pid), do: active + 1, else: active

          case type do
            :supervisor -> {specs + 1, active, supervisors + 1, workers}
            :worker -> {specs + 1, active, supervisors, workers + 1}
          end
        end,
        {0, 0, 0, 0},
        state.children
      )

    specs = if state.spec == nil, do: specs, else: 1
    {:reply, [specs: specs, active: active, supervisors: supervisors, workers: workers], state}
  end

  defp add_child(id, child, state) do
    case state.children do
      %{^id => {_, pid, _, _, _, _, _, _, _}} when is_pid(pid) ->
        {:reply, {:error, {:already_started, pid}}, state}

      %{^id => _known} ->
        {:reply, {:error, :already_present}, state}

      _ ->
        case start(child) do
          {{:ok, pid, info}, child} ->
            {:reply, start_reply(pid, info), started(%{state | place: state.place + 1}, id, child, pid)}

          {{:error, reason}, child} ->
            report(:start_error, reason, id, child, state)
            {:reply, {:error, {reason, :joist_child_spec.to_tuple(id, child)}}, state}
        end
    end
  end

  defp start_reply(pid, :none), do: {:ok, pid}
  defp start_reply(pid, {:info, info}), do: {:ok, pid, info}

  defp keep_dynamic(state, pid, child) do
    progress(state, elem(state.spec, 0), pid, child)
    %{state | children: :maps.put(pid, put_elem(child, 1, pid), state.children), pids: :maps.put(pid, pid, state.pids)}
  end

  # A child that is known no more.
  defp forget(state, id) do
    case state.children do
      %{^id => {_, pid, _, _, _, _, _, _, known}} ->
        if known != nil, do: :joist_restore.forget(known)
        %{state | children: :maps.remove(id, state.children), pids: :maps.remove(pid, state.pids)}

      _ ->
        state
    end
  end

  # A child that was ended on request begins anew when it is started again.
  defp forget_state(state, id) do
    case state.children do
      %{^id => child} when elem(child, 8) != nil ->
        :joist_restore.forget(elem(child, 8))
        %{state | children: :maps.put(id, put_elem(child, 8, :joist_restore.new()), state.children)}

      _ ->
        state
    end
  end

  defp temporary?(child), do: elem(child, 3) == :temporary
  defp shown_pid({:restarting, _}), do: :restarting
  defp shown_pid(pid), do: pid

  @doc false
  def handle_cast({:try_again_restart, id}, state) do
    state = %{state | retries: state.retries - 1}

    case state.children do
      %{^id => {_, {:restarting, _}, _, _, _, _, _, _, _} = child} -> restarted(restart(id, child, state))
      _ -> {:noreply, state}
    end
  end

  def handle_cast(_request, state), do: {:noreply, state}

  @doc false
  def handle_info({:EXIT, pid, reason}, state) do
    case state.pids do
      %{^pid => id} ->
        %{children: %{^id => child}} = state
        restarted(ended(reason, id, child, state))

      _ ->
        :joist_state.drop(pid)
        {:noreply, state}
    end
  end

  def handle_info(message, state) do
    :logger.error(
      %{label: {:supervisor, :unexpected_msg}, report: [name: state.name, message: message]},
      %{domain: [:otp], error_logger: %{tag: :error}}
    )

    {:noreply, state}
  end

  defp restarted({:ok, state}), do: {:noreply, state}
  defp restarted({:shutdown, state}), do: {:stop, :shutdown, state}

  @doc false
  def terminate(_reason, state) do
    :joist_state.supervise(false)
    terminate_all(state)
  end

  @doc false
  def code_change(_version, state, _extra) do
    case state.module.init(state.args) do
      {:ok, {flags, specs}} ->
        with {:ok, flags} <- :joist_child_spec.flags(flags),
             {:ok, fresh} <- :joist_child_spec.children(specs, flags.auto_shutdown) do
          {:ok, update(:maps.merge(state, flags), fresh)}
        else
          {:error, _} = error -> error
          error -> {:error, error}
        end

      :ignore ->
        {:ok, state}

      other ->
        {:error, other}
    end
  end

  # New specifications apply to what runs; what is no longer specified stays.
  defp update(%{spec: {_, _}} = state, fresh) do
    [{id, child}] = :maps.to_list(fresh)
    %{state | spec: {id, child}}
  end

  defp update(state, fresh) do
    children =
      :maps.fold(
        fn id, child, children ->
          case children do
            %{^id => old} -> :maps.put(id, put_elem(put_elem(child, 1, elem(old, 1)), 8, elem(child, 8) && (elem(old, 8) || elem(child, 8))), children)
            _ -> :maps.put(id, child, children)
          end
        end,
        state.children,
        fresh
      )

    %{state | children: children, place: state.place + map_size(fresh)}
  end

  ## Restarting

  # A child has ended by itself.
  defp ended(reason, id, {_, pid, _, restart, _, _, _, _, known} = child, state) do
    usual? = reason == :normal or reason == :shutdown or match?({:shutdown, _}, reason)
    unless usual? and restart != :permanent, do: report(:child_terminated, reason, id, child, state)

    cond do
      restart == :permanent or (restart == :transient and not usual?) ->
        child = put_elem(child, 1, {:restarting, pid})
        child = if known == nil, do: child, else: put_elem(child, 8, last_state(known, pid, reason, id, state))
        state = %{state | pids: :maps.remove(pid, state.pids), children: :maps.put(id, child, state.children)}
        restart(id, child, state)

      restart == :temporary or state.spec != nil ->
        :joist_state.drop(pid)
        significant(child, forget(state, id))

      true ->
        :joist_state.drop(pid)
        state = %{state | pids: :maps.remove(pid, state.pids), children: :maps.put(id, put_elem(child, 1, :undefined), state.children)}
        significant(child, state)
    end
  end

  defp last_state(known, pid, reason, id, state),
    do: :joist_restore.ended(known, pid, reason, {state.intensity, state.period}, {state.name, id})

  # The end of a significant child may end the supervisor.
  defp significant(child, state) do
    case {elem(child, 4), state.auto_shutdown} do
      {true, :any_significant} -> {:shutdown, state}
      {true, :all_significant} -> if any_significant?(state), do: {:ok, state}, else: {:shutdown, state}
      _ -> {:ok, state}
    end
  end

  defp any_significant?(state) do
    :lists.any(
      fn {_id, child} -> elem(child, 4) and (is_pid(elem(child, 1)) or is_tuple(elem(child, 1))) end,
      :maps.to_list(state.children)
    )
  end

  defp restart(id, child, state) do
    case :joist_shutdown.count_restart(state) do
      {:ok, state} ->
        restart_by(state.strategy, id, child, state)

      {:shutdown, state} ->
        report(:shutdown, :reached_max_restart_intensity, id, child, state)
        {:shutdown, forget(state, id)}
    end
  end

  defp restart_by(:simple_one_for_one, id, child, state) do
    {:restarting, old} = elem(child, 1)
    state = %{state | children: :maps.remove(id, state.children)}

    case start(child) do
      {{:ok, :undefined, _}, _child} ->
        {:ok, state}

      {{:ok, pid, _info}, child} ->
        {:ok, keep_dynamic(state, pid, child)}

      {{:error, reason}, child} ->
        report(:start_error, reason, id, child, state)
        again(id, %{state | children: :maps.put(id, put_elem(child, 1, {:restarting, old}), state.children)})
    end
  end

  defp restart_by(:one_for_one, id, child, state) do
    case start(child) do
      {{:ok, pid, _info}, child} ->
        {:ok, started(state, id, child, pid)}

      {{:error, reason}, child} ->
        report(:start_error, reason, id, child, state)
        again(id, %{state | children: :maps.put(id, child, state.children)})
    end
  end

  defp restart_by(:rest_for_one, _id, child, state) do
    place = elem(child, 0)
    all = for other <- in_order(state.children), elem(:maps.get(other, state.children), 0) >= place, do: other
    restart_group(all, state)
  end

  defp restart_by(:one_for_all, _id, _child, state), do: restart_group(in_order(state.children), state)

  # Ends what still runs of the group, the last started first, and starts all of it anew.
  defp restart_group(ids, state) do
    state = :lists.foldl(fn id, state -> stop_for_restart(id, state) end, state, :lists.reverse(ids))

    case start_all(:lists.filter(fn id -> is_map_key(state.children, id) end, ids), state) do
      {:ok, state} ->
        {:ok, state}

      {:error, id, _reason, state} ->
        %{^id => child} = state.children
        state = %{state | children: :maps.put(id, put_elem(child, 1, {:restarting, :undefined}), state.children)}
        again(id, state)
    end
  end

  defp stop_for_restart(id, state) do
    %{^id => child} = state.children
    state = stop(id, child, state)
    if temporary?(child), do: forget(state, id), else: state
  end

  # A restart that failed is tried again after what already waits in the mailbox.
  defp again(id, state) do
    :gen_server.cast(self(), {:try_again_restart, id})
    {:ok, %{state | retries: state.retries + 1}}
  end

  ## Stopping

  # Ends a child, which is kept as one that does not run.
  defp stop(id, {_, pid, _, _, _, _, _, _, known} = child, state) do
    if is_pid(pid), do: stop_child(pid, id, child, state)
    child = if known != nil and is_pid(pid), do: put_elem(child, 8, last_state(known, pid, :shutdown, id, state)), else: child
    %{state | children: :maps.put(id, put_elem(child, 1, :undefined), state.children), pids: :maps.remove(pid, state.pids)}
  end

  defp stop_child(pid, id, child, state) do
    case :joist_shutdown.one(pid, elem(child, 5)) do
      :ok -> :ok
      {:error, {:shutdown, _}} -> :ok
      {:error, :normal} when elem(child, 3) != :permanent -> :ok
      {:error, reason} -> report(:shutdown_error, reason, id, child, state)
    end
  end

  # The children of one specification end all at once, others one after the other.
  defp terminate_all(%{spec: {_, _}} = state) do
    {_id, child} = state.spec
    :joist_shutdown.all(:maps.keys(state.pids), elem(child, 5))
  end

  defp terminate_all(state) do
    for id <- :lists.reverse(in_order(state.children)) do
      child = :maps.get(id, state.children)
      pid = elem(child, 1)
      if is_pid(pid), do: stop_child(pid, id, child, state)
    end

    :ok
  end

  ## Reports

  defp report(context, reason, id, child, state) do
    if context == :shutdown or :joist_logger.sasl?() do
      pid = with({:restarting, old} <- elem(child, 1), do: old)

      :logger.error(
        %{label: {:supervisor, context}, report: [supervisor: state.name, errorContext: context, reason: reason, offender: described(id, pid, child)]},
        %{domain: [:otp, :sasl], error_logger: %{tag: :error_report, type: :supervisor_report}}
      )
    end
  end

  defp progress(state, id, pid, child) do
    if is_pid(pid) and :joist_logger.sasl?() do
      :logger.info(
        %{label: {:supervisor, :progress}, report: [supervisor: state.name, started: described(id, pid, child)]},
        %{domain: [:otp, :sasl], error_logger: %{tag: :info_report, type: :progress}}
      )
    end
  end

  defp described(id, pid, {_, _, start, restart, significant, shutdown, type, _, _}),
    do: [pid: pid, id: id, mfargs: start, restart_type: restart, significant: significant, shutdown: shutdown, child_type: type]
end
