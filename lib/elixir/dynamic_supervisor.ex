defmodule DynamicSupervisor do
  @moduledoc """
  Supervisors without children at the start, to which children are added while they run.
  """

  @callback init(init_arg :: term) :: {:ok, map} | :ignore

  @doc "How a dynamic supervisor starts under a supervisor."
  def child_spec(options) when is_list(options) do
    id =
      case Keyword.get(options, :name, DynamicSupervisor) do
        name when is_atom(name) -> name
        {:global, name} -> name
        {:via, _module, name} -> name
      end

    %{id: id, start: {DynamicSupervisor, :start_link, [options]}, type: :supervisor}
  end

  @doc false
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      @behaviour DynamicSupervisor

      unless Module.has_attribute?(__MODULE__, :doc) do
        @doc """
        Returns a specification to start this module under a supervisor.

        See `Supervisor`.
        """
      end

      def child_spec(arg) do
        default = %{
          id: __MODULE__,
          start: {__MODULE__, :start_link, [arg]},
          type: :supervisor
        }

        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1
    end
  end

  @doc "Starts a dynamic supervisor; options `:name`, `:max_restarts`, `:max_seconds`, `:max_children`, `:extra_arguments`."
  def start_link(options) when is_list(options) do
    keys = [:extra_arguments, :max_children, :max_seconds, :max_restarts, :strategy]
    {sup_opts, start_opts} = Keyword.split(options, keys)
    start_link(Supervisor.Default, init(sup_opts), start_opts)
  end

  @doc "Starts a dynamic supervisor with a module that has `init/1`."
  def start_link(module, init_arg, opts \\ []), do: GenServer.start_link(__MODULE__, {module, init_arg, opts[:name]}, opts)

  @doc "What `init/1` of a dynamic supervisor's module returns."
  def init(options)

  def init(options) when is_list(options) do
    flags = %{
      strategy: Keyword.get(options, :strategy, :one_for_one),
      intensity: Keyword.get(options, :max_restarts, 3),
      period: Keyword.get(options, :max_seconds, 5),
      max_children: Keyword.get(options, :max_children, :infinity),
      extra_arguments: Keyword.get(options, :extra_arguments, [])
    }

    {:ok, flags}
  end

  def init({module, init_arg, name}) do
    Process.put(:"$initial_call", {:supervisor, module, 1})
    Process.flag(:trap_exit, true)

    case module.init(init_arg) do
      {:ok, flags} when is_map(flags) ->
        case check(flags) do
          :ok -> {:ok, state(flags, module, name)}
          {:error, reason} -> {:stop, {:supervisor_data, reason}}
        end

      :ignore ->
        :ignore

      other ->
        {:stop, {:bad_return, {module, :init, other}}}
    end
  end

  defp check(%{strategy: strategy}) when strategy != :one_for_one, do: {:error, {:invalid_strategy, strategy}}
  defp check(%{intensity: intensity}) when not (is_integer(intensity) and intensity >= 0), do: {:error, {:invalid_intensity, intensity}}
  defp check(%{period: period}) when not (is_integer(period) and period > 0), do: {:error, {:invalid_period, period}}
  defp check(%{max_children: max}) when not (max == :infinity or (is_integer(max) and max >= 0)), do: {:error, {:invalid_max_children, max}}
  defp check(%{extra_arguments: extra}) when not is_list(extra), do: {:error, {:invalid_extra_arguments, extra}}
  defp check(_flags), do: :ok

  # `children` maps pids to {mfa, restart, shutdown, type, modules}; of a child that could not
  # be restarted yet, the key is {:restarting, ref}.
  defp state(flags, module, name) do
    %{
      name: name || {self(), module},
      intensity: Map.get(flags, :intensity, 1),
      period: Map.get(flags, :period, 5),
      max_children: Map.get(flags, :max_children, :infinity),
      extra_arguments: Map.get(flags, :extra_arguments, []),
      restarts: [],
      children: %{}
    }
  end

  @doc "Starts a child."
  def start_child(supervisor, {_, _, _, _, _, _} = child_spec), do: validate_and_start(supervisor, child_spec)
  def start_child(supervisor, child_spec), do: validate_and_start(supervisor, Supervisor.child_spec(child_spec, []))

  defp validate_and_start(supervisor, child_spec) do
    case child(child_spec) do
      {:ok, child} -> call(supervisor, {:start_child, child})
      error -> {:error, error}
    end
  end

  defp child(%{id: _, start: {module, _, _} = mfa} = spec) do
    restart = Map.get(spec, :restart, :permanent)
    type = Map.get(spec, :type, :worker)
    modules = Map.get(spec, :modules, [module])
    shutdown = Map.get(spec, :shutdown, if(type == :worker, do: 5000, else: :infinity))
    validate(mfa, restart, shutdown, type, modules)
  end

  defp child({_id, mfa, restart, shutdown, type, modules}), do: validate(mfa, restart, shutdown, type, modules)
  defp child(other), do: {:invalid_child_spec, other}

  defp validate(mfa, restart, shutdown, type, modules) do
    cond do
      not match?({m, f, a} when is_atom(m) and is_atom(f) and is_list(a), mfa) -> {:invalid_mfa, mfa}
      restart not in [:permanent, :temporary, :transient] -> {:invalid_restart_type, restart}
      not (shutdown in [:infinity, :brutal_kill] or (is_integer(shutdown) and shutdown > 0)) -> {:invalid_shutdown, shutdown}
      type not in [:worker, :supervisor] -> {:invalid_child_type, type}
      not (modules == :dynamic or (is_list(modules) and Enum.all?(modules, &is_atom/1))) -> {:invalid_modules, modules}
      true -> {:ok, {mfa, restart, shutdown, type, modules}}
    end
  end

  @doc "Ends a child."
  def terminate_child(supervisor, pid) when is_pid(pid), do: call(supervisor, {:terminate_child, pid})

  @doc "The children: `{:undefined, pid, type, modules}`."
  def which_children(supervisor), do: call(supervisor, :which_children)

  @doc "How many children there are."
  def count_children(supervisor), do: call(supervisor, :count_children) |> Map.new()

  @doc "Stops a dynamic supervisor and its children."
  def stop(supervisor, reason \\ :normal, timeout \\ :infinity), do: GenServer.stop(supervisor, reason, timeout)

  defp call(supervisor, request), do: GenServer.call(supervisor, request, :infinity)

  ## The server

  @doc false
  def handle_call(:which_children, _from, %{children: children} = state) do
    reply =
      for {pid, {_mfa, _restart, _shutdown, type, modules}} <- children do
        {:undefined, if(is_pid(pid), do: pid, else: :restarting), type, modules}
      end

    {:reply, reply, state}
  end

  def handle_call(:count_children, _from, %{children: children} = state) do
    specs = map_size(children)
    active = Enum.count(children, fn {pid, _} -> is_pid(pid) and Process.alive?(pid) end)
    workers = Enum.count(children, fn {_, {_, _, _, type, _}} -> type == :worker end)
    {:reply, [specs: specs, active: active, supervisors: specs - workers, workers: workers], state}
  end

  def handle_call({:terminate_child, pid}, _from, %{children: children} = state) do
    case children do
      %{^pid => child} ->
        end_children([{pid, child}])
        {:reply, :ok, %{state | children: Map.delete(children, pid)}}

      _ ->
        {:reply, {:error, :not_found}, state}
    end
  end

  def handle_call({:start_task, args, restart, shutdown}, from, state) do
    {default_restart, default_shutdown} = Process.get(Task.Supervisor)
    restart = restart || default_restart
    shutdown = shutdown || default_shutdown
    child = {{Task.Supervised, :start_link, args}, restart, shutdown, :worker, [Task.Supervised]}
    handle_call({:start_child, child}, from, state)
  end

  def handle_call({:start_child, child}, _from, %{children: children, max_children: max} = state) do
    if map_size(children) < max do
      {reply, state} = start_new(child, state)
      {:reply, reply, state}
    else
      {:reply, {:error, :max_children}, state}
    end
  end

  defp start_new({{module, function, args}, restart, shutdown, type, modules}, %{extra_arguments: extra} = state) do
    mfa = {module, function, extra ++ args}

    case start(mfa) do
      {:ok, pid, _} = reply -> {reply, put(state, pid, {mfa, restart, shutdown, type, modules})}
      {:ok, pid} = reply -> {reply, put(state, pid, {mfa, restart, shutdown, type, modules})}
      other -> {other, state}
    end
  end

  # The arguments of a temporary child are not needed again.
  defp put(state, pid, {{module, function, _}, :temporary, shutdown, type, modules}),
    do: %{state | children: Map.put(state.children, pid, {{module, function, :undefined}, :temporary, shutdown, type, modules})}

  defp put(state, pid, child), do: %{state | children: Map.put(state.children, pid, child)}

  defp start({module, function, args}) do
    try do
      apply(module, function, args)
    catch
      kind, reason -> {:error, exit_reason(kind, reason, __STACKTRACE__)}
    else
      {:ok, pid, extra} when is_pid(pid) -> {:ok, pid, extra}
      {:ok, pid} when is_pid(pid) -> {:ok, pid}
      :ignore -> :ignore
      {:error, _} = error -> error
      other -> {:error, other}
    end
  end

  defp exit_reason(:exit, reason, _), do: reason
  defp exit_reason(:error, reason, stack), do: {reason, stack}
  defp exit_reason(:throw, value, stack), do: {{:nocatch, value}, stack}

  @doc false
  def handle_cast(_message, state), do: {:noreply, state}

  @doc false
  def handle_info({:EXIT, pid, reason}, state) do
    case restart_if_needed(pid, reason, state) do
      {:ok, state} -> {:noreply, state}
      {:shutdown, state} -> {:stop, :shutdown, state}
    end
  end

  def handle_info({:"$gen_restart", key}, %{children: children} = state) do
    case children do
      %{^key => child} ->
        case restart(key, child, state) do
          {:ok, state} -> {:noreply, state}
          {:shutdown, state} -> {:stop, :shutdown, state}
        end

      _ ->
        {:noreply, state}
    end
  end

  def handle_info(message, state) do
    :logger.error(%{label: {DynamicSupervisor, :unexpected_msg}, message: message})
    {:noreply, state}
  end

  @doc false
  def code_change(_old, state, _extra), do: {:ok, state}

  @doc false
  def terminate(_reason, %{children: children}), do: end_children(for {pid, child} <- children, is_pid(pid), do: {pid, child})

  defp restart_if_needed(pid, reason, %{children: children} = state) do
    case children do
      %{^pid => {_, restart, _, _, _} = child} ->
        case {restart, normal?(reason)} do
          {:permanent, _} -> report_and_restart(pid, child, reason, state)
          {:transient, false} -> report_and_restart(pid, child, reason, state)
          {:temporary, false} -> report_and_drop(pid, child, reason, state)
          _ -> {:ok, %{state | children: Map.delete(children, pid)}}
        end

      _ ->
        {:ok, state}
    end
  end

  defp report_and_restart(pid, child, reason, state) do
    report(:child_terminated, reason, pid, child, state)
    restart(pid, child, state)
  end

  defp report_and_drop(pid, child, reason, state) do
    report(:child_terminated, reason, pid, child, state)
    {:ok, %{state | children: Map.delete(state.children, pid)}}
  end

  defp normal?(:normal), do: true
  defp normal?(:shutdown), do: true
  defp normal?({:shutdown, _}), do: true
  defp normal?(_reason), do: false

  defp restart(key, {mfa, _, _, _, _} = child, state) do
    case count_restart(state) do
      {:ok, state} ->
        case start(mfa) do
          {:ok, pid, _} ->
            {:ok, %{state | children: state.children |> Map.delete(key) |> Map.put(pid, child)}}

          {:ok, pid} ->
            {:ok, %{state | children: state.children |> Map.delete(key) |> Map.put(pid, child)}}

          :ignore ->
            {:ok, %{state | children: Map.delete(state.children, key)}}

          {:error, reason} ->
            report(:start_error, reason, key, child, state)
            ref = {:restarting, make_ref()}
            send(self(), {:"$gen_restart", ref})
            {:ok, %{state | children: state.children |> Map.delete(key) |> Map.put(ref, child)}}
        end

      {:too_many, state} ->
        report(:shutdown, :reached_max_restart_intensity, key, child, state)
        {:shutdown, %{state | children: Map.delete(state.children, key)}}
    end
  end

  defp count_restart(%{intensity: intensity, period: period, restarts: restarts} = state) do
    now = :erlang.monotonic_time(:millisecond)
    restarts = [now | Enum.take_while(restarts, fn time -> now - time <= period * 1000 end)]
    state = %{state | restarts: restarts}
    if length(restarts) <= intensity, do: {:ok, state}, else: {:too_many, state}
  end

  # All at once: each gets its signal, then each its time.
  defp end_children(children) do
    watched =
      for {pid, {_, _, shutdown, _, _}} <- children do
        ref = watch(pid)
        Process.exit(pid, if(shutdown == :brutal_kill, do: :kill, else: :shutdown))
        {pid, ref, shutdown, System.monotonic_time(:millisecond)}
      end

    Enum.each(watched, &await_end/1)
  end

  defp watch(pid) do
    ref = Process.monitor(pid)
    Process.unlink(pid)

    receive do
      {:EXIT, ^pid, reason} ->
        Process.demonitor(ref, [:flush])
        ref = make_ref()
        send(self(), {:DOWN, ref, :process, pid, reason})
        ref
    after
      0 -> ref
    end
  end

  defp await_end({pid, ref, shutdown, start}) do
    left =
      case shutdown do
        time when is_integer(time) -> max(time - (System.monotonic_time(:millisecond) - start), 0)
        _ -> :infinity
      end

    receive do
      {:DOWN, ^ref, _, _, _} -> :ok
    after
      left ->
        Process.exit(pid, :kill)

        receive do
          {:DOWN, ^ref, _, _, _} -> :ok
        end
    end
  end

  defp report(error, reason, pid, {mfa, restart, shutdown, type, _modules}, %{name: name}) do
    :logger.error(%{
      label: {:supervisor, error},
      supervisor: name,
      reason: reason,
      offender: [pid: pid, mfargs: mfa, restart_type: restart, shutdown: shutdown, child_type: type]
    })
  end
end
