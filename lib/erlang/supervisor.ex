defmodule :supervisor do
  @moduledoc """
  Supervisors: servers that start children in order, restart them by a strategy and
  end them in reverse order.

  A child is kept as a map: `id`, `pid` (a pid, `:undefined`, or `{:restarting, pid}`),
  `mfargs`, `restart`, `shutdown`, `type`, `modules` and `significant`. Children are held
  in the order of their start.
  """

  @doc "Starts a supervisor."
  def start_link(module, args), do: :gen_server.start_link(:supervisor, {:self, module, args}, [])

  @doc "Starts a supervisor under a name."
  def start_link(name, module, args), do: :gen_server.start_link(name, :supervisor, {name, module, args}, [])

  @doc "Starts a child and adds it."
  def start_child(supervisor, spec), do: call(supervisor, {:start_child, spec})
  @doc "Starts a child again that does not run."
  def restart_child(supervisor, id), do: call(supervisor, {:restart_child, id})
  @doc "Deletes a child that does not run."
  def delete_child(supervisor, id), do: call(supervisor, {:delete_child, id})
  @doc "Ends a child."
  def terminate_child(supervisor, id), do: call(supervisor, {:terminate_child, id})
  @doc "The children."
  def which_children(supervisor), do: call(supervisor, :which_children)
  @doc "How many children there are."
  def count_children(supervisor), do: call(supervisor, :count_children)
  @doc "The specification of a child."
  def get_childspec(supervisor, id), do: call(supervisor, {:get_childspec, id})

  @doc "Checks child specifications."
  def check_childspecs(specs) when is_list(specs) do
    case check_specs(specs, []) do
      {:ok, _} -> :ok
      {:error, _} = error -> error
    end
  end

  def check_childspecs(other), do: {:error, {:badarg, other}}
  def check_childspecs(specs, _auto_shutdown), do: check_childspecs(specs)

  defp call(supervisor, request), do: :gen_server.call(supervisor, request, :infinity)

  ## The server

  @doc false
  def init({name, module, args}) do
    :erlang.process_flag(:trap_exit, true)

    case module.init(args) do
      {:ok, {flags, specs}} -> init_state(name, module, flags, specs)
      :ignore -> :ignore
      other -> {:stop, {:bad_return, {module, :init, other}}}
    end
  end

  defp init_state(name, module, flags, specs) do
    with {:ok, flags} <- check_flags(flags),
         {:ok, children} <- check_specs(specs, []) do
      state = %{
        name: own_name(name, module),
        module: module,
        strategy: flags.strategy,
        intensity: flags.intensity,
        period: flags.period,
        auto_shutdown: flags.auto_shutdown,
        restarts: [],
        children: [],
        dynamic: %{}
      }

      if flags.strategy == :simple_one_for_one, do: init_dynamic(children, state), else: init_children(children, state)
    else
      {:error, reason} -> {:stop, {:supervisor_data, reason}}
    end
  end

  defp own_name(:self, module), do: {self(), module}
  defp own_name(name, _module), do: name

  defp init_dynamic([child], state), do: {:ok, %{state | children: [child]}}
  defp init_dynamic(_children, _state), do: {:stop, {:bad_start_spec, []}}

  defp init_children(children, state) do
    case start_all(children, state, []) do
      {:ok, children} ->
        {:ok, %{state | children: children}}

      {:error, started, child, reason} ->
        end_all(started)
        {:stop, {:shutdown, {:failed_to_start_child, child.id, reason}}}
    end
  end

  # Starts in order; `started` is in reverse order.
  defp start_all([child | rest], state, started) do
    case start(child) do
      {:ok, pid} -> start_all(rest, state, [%{child | pid: pid} | started])
      {:ok, pid, _extra} -> start_all(rest, state, [%{child | pid: pid} | started])
      :ignore when child.restart == :temporary -> start_all(rest, state, started)
      :ignore -> start_all(rest, state, [%{child | pid: :undefined} | started])
      {:error, reason} -> {:error, started, child, reason}
    end
  end

  defp start_all([], _state, started), do: {:ok, :lists.reverse(started)}

  defp start(%{mfargs: {module, function, args}}) do
    case :erlang.apply(module, function, args) do
      {:ok, pid} when is_pid(pid) -> {:ok, pid}
      {:ok, pid, extra} when is_pid(pid) -> {:ok, pid, extra}
      :ignore -> :ignore
      {:error, reason} -> {:error, reason}
      other -> {:error, other}
    end
  catch
    :exit, reason -> {:error, {:EXIT, reason}}
    :error, reason -> {:error, {:EXIT, {reason, __STACKTRACE__}}}
    :throw, value -> thrown(value)
  end

  defp thrown({:ok, pid}) when is_pid(pid), do: {:ok, pid}
  defp thrown({:ok, pid, extra}) when is_pid(pid), do: {:ok, pid, extra}
  defp thrown(:ignore), do: :ignore
  defp thrown({:error, reason}), do: {:error, reason}
  defp thrown(other), do: {:error, other}

  @doc false
  def handle_call({:start_child, extra}, _from, %{strategy: :simple_one_for_one, children: [template]} = state) do
    {module, function, args} = template.mfargs
    child = %{template | mfargs: {module, function, args ++ extra}}

    case start(child) do
      {:ok, pid} -> {:reply, {:ok, pid}, %{state | dynamic: :maps.put(pid, child, state.dynamic)}}
      {:ok, pid, info} -> {:reply, {:ok, pid, info}, %{state | dynamic: :maps.put(pid, child, state.dynamic)}}
      :ignore -> {:reply, {:ok, :undefined}, state}
      {:error, _} = error -> {:reply, error, state}
    end
  end

  def handle_call({:start_child, spec}, _from, state) do
    case check_spec(spec) do
      {:ok, child} ->
        {reply, state} = add(child, state)
        {:reply, reply, state}

      {:error, _} = error ->
        {:reply, error, state}
    end
  end

  def handle_call({:terminate_child, pid}, _from, %{strategy: :simple_one_for_one} = state) when is_pid(pid) do
    case state.dynamic do
      %{^pid => child} ->
        shutdown(%{child | pid: pid})
        {:reply, :ok, %{state | dynamic: :maps.remove(pid, state.dynamic)}}

      _ ->
        {:reply, {:error, :not_found}, state}
    end
  end

  def handle_call({what, _}, _from, %{strategy: :simple_one_for_one} = state) when what in [:terminate_child, :restart_child, :delete_child],
    do: {:reply, {:error, :simple_one_for_one}, state}

  def handle_call({:terminate_child, id}, _from, state) do
    case find(id, state) do
      false ->
        {:reply, {:error, :not_found}, state}

      %{restart: :temporary} = child ->
        shutdown(child)
        {:reply, :ok, remove(id, state)}

      child ->
        shutdown(child)
        {:reply, :ok, replace(%{child | pid: :undefined}, state)}
    end
  end

  def handle_call({:restart_child, id}, _from, state) do
    case find(id, state) do
      false ->
        {:reply, {:error, :not_found}, state}

      %{pid: :undefined} = child ->
        case start(child) do
          {:ok, pid} -> {:reply, {:ok, pid}, replace(%{child | pid: pid}, state)}
          {:ok, pid, extra} -> {:reply, {:ok, pid, extra}, replace(%{child | pid: pid}, state)}
          :ignore -> {:reply, {:ok, :undefined}, state}
          {:error, _} = error -> {:reply, error, state}
        end

      %{pid: {:restarting, _}} ->
        {:reply, {:error, :restarting}, state}

      _ ->
        {:reply, {:error, :running}, state}
    end
  end

  def handle_call({:delete_child, id}, _from, state) do
    case find(id, state) do
      false -> {:reply, {:error, :not_found}, state}
      %{pid: :undefined} -> {:reply, :ok, remove(id, state)}
      %{pid: {:restarting, _}} -> {:reply, {:error, :restarting}, state}
      _ -> {:reply, {:error, :running}, state}
    end
  end

  def handle_call({:get_childspec, pid}, _from, %{strategy: :simple_one_for_one} = state) when is_pid(pid) do
    case state.dynamic do
      %{^pid => child} -> {:reply, {:ok, spec_of(child)}, state}
      _ -> {:reply, {:error, :not_found}, state}
    end
  end

  def handle_call({:get_childspec, id}, _from, state) do
    case find(id, state) do
      false -> {:reply, {:error, :not_found}, state}
      child -> {:reply, {:ok, spec_of(child)}, state}
    end
  end

  def handle_call(:which_children, _from, %{strategy: :simple_one_for_one, children: [template]} = state) do
    {:reply, for({pid, _} <- :maps.to_list(state.dynamic), do: {:undefined, pid, template.type, template.modules}), state}
  end

  def handle_call(:which_children, _from, state) do
    reply =
      for child <- :lists.reverse(state.children) do
        pid =
          case child.pid do
            {:restarting, _} -> :restarting
            pid -> pid
          end

        {child.id, pid, child.type, child.modules}
      end

    {:reply, reply, state}
  end

  def handle_call(:count_children, _from, %{strategy: :simple_one_for_one, children: [template]} = state) do
    count = map_size(state.dynamic)
    alive = length(for {pid, _} <- :maps.to_list(state.dynamic), :erlang.is_process_alive(pid), do: pid)
    {supervisors, workers} = if template.type == :supervisor, do: {count, 0}, else: {0, count}
    {:reply, [specs: 1, active: alive, supervisors: supervisors, workers: workers], state}
  end

  def handle_call(:count_children, _from, %{children: children} = state) do
    active = length(for %{pid: pid} <- children, is_pid(pid) and :erlang.is_process_alive(pid), do: pid)
    supervisors = length(for %{type: :supervisor} <- children, do: 1)
    {:reply, [specs: length(children), active: active, supervisors: supervisors, workers: length(children) - supervisors], state}
  end

  defp add(child, state) do
    case find(child.id, state) do
      false ->
        case start(child) do
          {:ok, pid} -> {{:ok, pid}, append(%{child | pid: pid}, state)}
          {:ok, pid, extra} -> {{:ok, pid, extra}, append(%{child | pid: pid}, state)}
          :ignore when child.restart == :temporary -> {{:ok, :undefined}, state}
          :ignore -> {{:ok, :undefined}, append(%{child | pid: :undefined}, state)}
          {:error, reason} -> {{:error, reason}, state}
        end

      %{pid: pid} when is_pid(pid) ->
        {{:error, {:already_started, pid}}, state}

      _ ->
        {{:error, :already_present}, state}
    end
  end

  @doc false
  def handle_cast({:try_again, id_or_pid}, state), do: try_again(id_or_pid, state)
  def handle_cast(_message, state), do: {:noreply, state}

  @doc false
  def handle_info({:EXIT, pid, reason}, state) do
    case restart_child_of(pid, reason, state) do
      {:ok, state} -> {:noreply, state}
      {:shutdown, state} -> {:stop, :shutdown, state}
    end
  end

  def handle_info(message, state) do
    :logger.error(%{label: {:supervisor, :unexpected_msg}, message: message})
    {:noreply, state}
  end

  @doc false
  def terminate(_reason, %{strategy: :simple_one_for_one, dynamic: dynamic}) do
    end_together(for {pid, child} <- :maps.to_list(dynamic), do: %{child | pid: pid})
    :ok
  end

  def terminate(_reason, %{children: children}) do
    end_all(:lists.reverse(children))
    :ok
  end

  @doc false
  def code_change(_old, state, _extra), do: {:ok, state}

  ## Restarting

  defp restart_child_of(pid, reason, %{strategy: :simple_one_for_one} = state) do
    case state.dynamic do
      %{^pid => child} -> exited(%{child | pid: pid}, reason, state)
      _ -> {:ok, state}
    end
  end

  defp restart_child_of(pid, reason, state) do
    case :lists.search(fn child -> child.pid === pid end, state.children) do
      {:value, child} -> exited(child, reason, state)
      false -> {:ok, state}
    end
  end

  defp exited(%{restart: :permanent} = child, reason, state) do
    report(:child_terminated, reason, child, state)
    restart(child, state)
  end

  defp exited(%{restart: :transient} = child, reason, state) do
    case normal?(reason) do
      true ->
        auto_shutdown(child, forget(child, state))

      false ->
        report(:child_terminated, reason, child, state)
        restart(child, state)
    end
  end

  defp exited(%{restart: :temporary} = child, reason, state) do
    if not normal?(reason), do: report(:child_terminated, reason, child, state)
    auto_shutdown(child, drop(child, state))
  end

  defp normal?(:normal), do: true
  defp normal?(:shutdown), do: true
  defp normal?({:shutdown, _}), do: true
  defp normal?(_reason), do: false

  # A transient child that ended well stays known.
  defp forget(child, %{strategy: :simple_one_for_one} = state), do: drop(child, state)
  defp forget(child, state), do: replace(%{child | pid: :undefined}, state)

  defp drop(child, %{strategy: :simple_one_for_one} = state), do: %{state | dynamic: :maps.remove(child.pid, state.dynamic)}
  defp drop(child, state), do: remove(child.id, state)

  defp auto_shutdown(%{significant: true}, %{auto_shutdown: :any_significant} = state), do: {:shutdown, state}

  defp auto_shutdown(%{significant: true}, %{auto_shutdown: :all_significant} = state) do
    if :lists.any(fn child -> child.significant and is_pid(child.pid) end, state.children),
      do: {:ok, state},
      else: {:shutdown, state}
  end

  defp auto_shutdown(_child, state), do: {:ok, state}

  defp restart(child, state) do
    case count_restart(state) do
      {:ok, state} ->
        restart_by(state.strategy, child, state)

      {:too_many, state} ->
        report(:shutdown, :reached_max_restart_intensity, child, state)
        {:shutdown, drop(child, state)}
    end
  end

  defp count_restart(%{intensity: intensity, period: period, restarts: restarts} = state) do
    now = :erlang.monotonic_time(:millisecond)
    recent = :lists.takewhile(fn time -> now - time <= period * 1000 end, restarts)
    restarts = [now | recent]
    state = %{state | restarts: restarts}
    if length(restarts) > intensity, do: {:too_many, state}, else: {:ok, state}
  end

  defp restart_by(:simple_one_for_one, child, state) do
    case start(child) do
      {:ok, pid} -> {:ok, moved(child, pid, state)}
      {:ok, pid, _} -> {:ok, moved(child, pid, state)}
      :ignore -> {:ok, drop(child, state)}
      {:error, reason} -> failed_dynamic(child, reason, state)
    end
  end

  defp restart_by(:one_for_one, child, state) do
    case start(child) do
      {:ok, pid} ->
        {:ok, replace(%{child | pid: pid}, state)}

      {:ok, pid, _} ->
        {:ok, replace(%{child | pid: pid}, state)}

      :ignore ->
        {:ok, replace(%{child | pid: :undefined}, state)}

      {:error, reason} ->
        report(:start_error, reason, child, state)
        again(child, state)
    end
  end

  defp restart_by(:rest_for_one, child, state) do
    {before, from} = :lists.splitwith(fn other -> other.id !== child.id end, state.children)
    restart_some(child, before, from, state)
  end

  defp restart_by(:one_for_all, child, state), do: restart_some(child, [], state.children, state)

  defp restart_some(child, before, affected, state) do
    ended = end_some(:lists.map(fn other -> if(other.id === child.id, do: %{other | pid: :undefined}, else: other) end, affected))

    case start_all(ended, state, []) do
      {:ok, started} ->
        {:ok, %{state | children: before ++ started}}

      {:error, started, failed, reason} ->
        report(:start_error, reason, failed, state)
        started = :lists.reverse(started)
        ids = for %{id: id} <- started, do: id

        rest =
          for other <- ended, not :lists.member(other.id, ids) do
            if other.id === failed.id, do: %{other | pid: {:restarting, :undefined}}, else: other
          end

        again(failed, %{state | children: before ++ started ++ rest})
    end
  end

  # Ends children in reverse order of their start; temporary ones are forgotten.
  defp end_some(children) do
    end_all(:lists.reverse(children))
    for child <- children, child.restart != :temporary or child.pid === :undefined, do: %{child | pid: :undefined}
  end

  defp again(child, state) do
    :gen_server.cast(self(), {:try_again, child.id})
    {:ok, replace(%{child | pid: {:restarting, child.pid}}, state)}
  end

  defp failed_dynamic(child, reason, state) do
    report(:start_error, reason, child, state)
    :gen_server.cast(self(), {:try_again, child.pid})
    {:ok, state}
  end

  defp try_again(pid, %{strategy: :simple_one_for_one} = state) do
    case state.dynamic do
      %{^pid => child} -> answer_again(restart(%{child | pid: pid}, state))
      _ -> {:noreply, state}
    end
  end

  defp try_again(id, state) do
    case find(id, state) do
      %{pid: {:restarting, _}} = child -> answer_again(restart(child, state))
      _ -> {:noreply, state}
    end
  end

  defp answer_again({:ok, state}), do: {:noreply, state}
  defp answer_again({:shutdown, state}), do: {:stop, :shutdown, state}

  defp moved(child, pid, state), do: %{state | dynamic: :maps.put(pid, child, :maps.remove(child.pid, state.dynamic))}

  ## Ending

  # In the order given.
  defp end_all(children), do: :lists.foreach(fn child -> shutdown(child) end, children)

  defp shutdown(%{pid: pid} = child) when is_pid(pid) do
    case shut(child) do
      :ok -> :ok
      {:error, reason} -> report(:shutdown_error, reason, child, %{name: self()})
    end
  end

  defp shutdown(_child), do: :ok

  defp shut(%{pid: pid, shutdown: :brutal_kill}) do
    ref = watch(pid)
    :erlang.exit(pid, :kill)

    receive do
      {:DOWN, ^ref, _, _, reason} -> settled(pid, reason, [:killed])
    end
  end

  defp shut(%{pid: pid, shutdown: time} = child) do
    ref = watch(pid)
    :erlang.exit(pid, :shutdown)

    receive do
      {:DOWN, ^ref, _, _, reason} ->
        settled(pid, reason, expected(child))
    after
      time ->
        :erlang.exit(pid, :kill)

        receive do
          {:DOWN, ^ref, _, _, reason} -> settled(pid, reason, [])
        end
    end
  end

  defp expected(%{restart: :permanent}), do: [:shutdown]
  defp expected(_child), do: [:shutdown, :normal]

  defp settled(pid, reason, expected) do
    reason = with(:noproc <- reason, do: unlinked(pid), else: (other -> other))

    cond do
      :lists.member(reason, expected) -> :ok
      match?({:shutdown, _}, reason) and :lists.member(:shutdown, expected) -> :ok
      true -> {:error, reason}
    end
  end

  # The child was gone already: its exit signal says why.
  defp unlinked(pid) do
    receive do
      {:EXIT, ^pid, reason} -> reason
    after
      0 -> :shutdown
    end
  end

  # The monitor replaces the link; an exit signal that is there already is put aside.
  defp watch(pid) do
    ref = :erlang.monitor(:process, pid)
    :erlang.unlink(pid)

    receive do
      {:EXIT, ^pid, reason} ->
        :erlang.demonitor(ref, [:flush])
        ref = :erlang.make_ref()
        :erlang.send(self(), {:DOWN, ref, :process, pid, reason})
        ref
    after
      0 -> ref
    end
  end

  defp end_together(children) do
    watched =
      for child <- children do
        ref = watch(child.pid)
        :erlang.exit(child.pid, if(child.shutdown == :brutal_kill, do: :kill, else: :shutdown))
        {ref, child}
      end

    deadline =
      case children do
        [%{shutdown: time} | _] when is_integer(time) -> :erlang.monotonic_time(:millisecond) + time
        _ -> :infinity
      end

    :lists.foreach(fn {ref, child} -> await_end(ref, child, deadline) end, watched)
  end

  defp await_end(ref, child, deadline) do
    left = if deadline == :infinity, do: :infinity, else: max(deadline - :erlang.monotonic_time(:millisecond), 0)

    receive do
      {:DOWN, ^ref, _, _, _} -> :ok
    after
      left ->
        :erlang.exit(child.pid, :kill)

        receive do
          {:DOWN, ^ref, _, _, _} -> :ok
        end
    end
  end

  ## Children

  defp find(id, %{children: children}) do
    case :lists.search(fn child -> child.id === id end, children) do
      {:value, child} -> child
      false -> false
    end
  end

  defp replace(child, state),
    do: %{state | children: :lists.map(fn other -> if(other.id === child.id, do: child, else: other) end, state.children)}

  defp remove(id, state), do: %{state | children: :lists.filter(fn child -> child.id !== id end, state.children)}
  defp append(child, state), do: %{state | children: state.children ++ [child]}

  defp spec_of(child) do
    %{
      id: child.id,
      start: child.mfargs,
      restart: child.restart,
      significant: child.significant,
      shutdown: child.shutdown,
      type: child.type,
      modules: child.modules
    }
  end

  ## Checks

  defp check_flags(%{} = flags) do
    flags = :maps.merge(%{strategy: :one_for_one, intensity: 1, period: 5, auto_shutdown: :never}, flags)

    cond do
      flags.strategy not in [:one_for_one, :one_for_all, :rest_for_one, :simple_one_for_one] -> {:error, {:invalid_strategy, flags.strategy}}
      not (is_integer(flags.intensity) and flags.intensity >= 0) -> {:error, {:invalid_intensity, flags.intensity}}
      not (is_integer(flags.period) and flags.period > 0) -> {:error, {:invalid_period, flags.period}}
      flags.auto_shutdown not in [:never, :any_significant, :all_significant] -> {:error, {:invalid_auto_shutdown, flags.auto_shutdown}}
      true -> {:ok, flags}
    end
  end

  defp check_flags({strategy, intensity, period}), do: check_flags(%{strategy: strategy, intensity: intensity, period: period})
  defp check_flags(other), do: {:error, {:invalid_type, other}}

  defp check_specs([spec | rest], acc) do
    case check_spec(spec) do
      {:ok, child} ->
        if :lists.any(fn other -> other.id === child.id end, acc),
          do: {:error, {:duplicate_child_name, child.id}},
          else: check_specs(rest, [child | acc])

      {:error, reason} ->
        {:error, {:start_spec, reason}}
    end
  end

  defp check_specs([], acc), do: {:ok, :lists.reverse(acc)}

  defp check_spec({id, mfa, restart, shutdown, type, modules}),
    do: check_spec(%{id: id, start: mfa, restart: restart, shutdown: shutdown, type: type, modules: modules})

  defp check_spec(%{} = spec) do
    type = :maps.get(:type, spec, :worker)

    spec =
      :maps.merge(
        %{restart: :permanent, significant: false, type: :worker, shutdown: if(type == :supervisor, do: :infinity, else: 5000)},
        spec
      )

    case spec do
      %{id: _, start: {module, function, args}} when is_atom(module) and is_atom(function) and is_list(args) ->
        check_child(:maps.merge(%{modules: [module]}, spec))

      %{id: _, start: other} ->
        {:error, {:invalid_mfa, other}}

      %{id: _} ->
        {:error, :missing_start}

      _ ->
        {:error, :missing_id}
    end
  end

  defp check_spec(other), do: {:error, {:invalid_child_spec, other}}

  defp check_child(spec) do
    cond do
      spec.restart not in [:permanent, :transient, :temporary] -> {:error, {:invalid_restart_type, spec.restart}}
      not shutdown?(spec.shutdown) -> {:error, {:invalid_shutdown, spec.shutdown}}
      spec.type not in [:worker, :supervisor] -> {:error, {:invalid_child_type, spec.type}}
      spec.modules != :dynamic and not is_list(spec.modules) -> {:error, {:invalid_modules, spec.modules}}
      true -> {:ok, child(spec)}
    end
  end

  defp shutdown?(:brutal_kill), do: true
  defp shutdown?(:infinity), do: true
  defp shutdown?(time), do: is_integer(time) and time >= 0

  defp child(spec) do
    %{
      id: spec.id,
      pid: :undefined,
      mfargs: spec.start,
      restart: spec.restart,
      significant: spec.significant,
      shutdown: spec.shutdown,
      type: spec.type,
      modules: spec.modules
    }
  end

  defp report(error, reason, child, state) do
    :logger.error(%{label: {:supervisor, error}, supervisor: state.name, reason: reason, offender: spec_of(child)})
  end
end
