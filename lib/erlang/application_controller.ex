defmodule :application_controller do
  @moduledoc """
  The process that starts and stops applications, and knows which run.

  An application with a callback module has a process of its own, its master, which calls the module's `start/2`, to
  which the top supervisor is linked, and which calls `stop/1` in the end. The controller never waits for a master:
  an application may start others while it starts.
  """

  @doc "Hands a request to the controller, which is started when there is none."
  def request(request), do: :gen_server.call(controller(), request, :infinity)

  defp controller() do
    case :erlang.whereis(:application_controller) do
      :undefined ->
        case :gen_server.start({:local, :application_controller}, :application_controller, [], []) do
          {:ok, pid} -> pid
          {:error, {:already_started, pid}} -> pid
        end

      pid ->
        pid
    end
  end

  @doc false
  def init([]) do
    :erlang.process_flag(:trap_exit, true)
    {:ok, %{running: [], starting: %{}, stopping: %{}}}
  end

  # running: [{app, master or :none, type}], the last started first; starting: app => {master, type, callers};
  # stopping: app => callers
  @doc false
  def handle_call(:which, _from, state), do: {:reply, for({app, _, _} <- state.running, do: app), state}

  def handle_call({:start, app, type}, from, state) do
    properties = :application.spec(app)
    optional = :application.property(:optional_applications, properties, [])

    needed =
      :lists.search(
        fn needed -> not running?(needed, state) and (needed not in optional or :application.spec(needed) != :undefined) end,
        :application.property(:applications, properties, [])
      )

    case {state, needed} do
      {%{starting: %{^app => {master, type, callers}}}, _} ->
        {:noreply, %{state | starting: :maps.put(app, {master, type, [from | callers]}, state.starting)}}

      {_, {:value, needed}} ->
        {:reply, {:error, {:not_started, needed}}, state}

      _ ->
        cond do
          running?(app, state) ->
            {:reply, {:error, {:already_started, app}}, state}

          :application.property(:mod, properties, []) == [] ->
            {:reply, :ok, %{state | running: [{app, :none, type} | state.running]}}

          true ->
            {module, args} = :application.property(:mod, properties, [])
            controller = self()
            master = :proc_lib.spawn_link(fn -> master(controller, app, module, args) end)
            {:noreply, %{state | starting: :maps.put(app, {master, type, [from]}, state.starting)}}
        end
    end
  end

  def handle_call({:stop, app}, from, state) do
    case :lists.keyfind(app, 1, state.running) do
      {_, :none, _type} ->
        exited(app, :stopped, :temporary)
        {:reply, :ok, %{state | running: :lists.keydelete(app, 1, state.running)}}

      {_, master, _type} ->
        :erlang.send(master, :stop)
        callers = :maps.get(app, state.stopping, [])
        {:noreply, %{state | stopping: :maps.put(app, [from | callers], state.stopping)}}

      false ->
        {:reply, {:error, {:not_started, app}}, state}
    end
  end

  defp running?(app, _state) when app in [:kernel, :stdlib, :compiler, :elixir, :logger], do: true
  defp running?(app, state), do: :lists.keymember(app, 1, state.running)

  @doc false
  def handle_cast(_request, state), do: {:noreply, state}

  @doc false
  def handle_info({:started, app, result}, state) do
    {{master, type, callers}, starting} = :maps.take(app, state.starting)
    for caller <- callers, do: :gen.reply(caller, result)
    state = %{state | starting: starting}

    case result do
      :ok ->
        if :joist_logger.sasl?() do
          :logger.info(
            %{label: {:application_controller, :progress}, report: [application: app, started_at: node()]},
            %{domain: [:otp, :sasl], error_logger: %{tag: :info_report, type: :progress}}
          )
        end

        {:noreply, %{state | running: [{app, master, type} | state.running]}}

      {:error, reason} ->
        exited(app, reason, :temporary)
        {:noreply, state}
    end
  end

  def handle_info({:EXIT, master, reason}, state) do
    case :lists.keyfind(master, 2, state.running) do
      {app, _, type} ->
        {callers, stopping} =
          case :maps.take(app, state.stopping) do
            :error -> {[], state.stopping}
            taken -> taken
          end

        for caller <- callers, do: :gen.reply(caller, :ok)
        exited(app, if(callers == [], do: reason, else: :stopped), if(callers == [], do: type, else: :temporary))
        {:noreply, %{state | running: :lists.keydelete(app, 1, state.running), stopping: stopping}}

      false ->
        {:noreply, state}
    end
  end

  def handle_info(_message, state), do: {:noreply, state}

  @doc false
  def terminate(_reason, _state), do: :ok
  @doc false
  def code_change(_version, state, _extra), do: {:ok, state}

  # Some applications' ends are the program's.
  defp exited(app, reason, type) do
    :logger.notice(
      %{label: {:application_controller, :exit}, report: [application: app, exited: reason, type: type]},
      %{domain: [:otp], error_logger: %{tag: :info_report, type: :std_info}}
    )

    usual? = reason == :normal or reason == :shutdown or match?({:shutdown, _}, reason)
    if type == :permanent or (type == :transient and not usual?), do: :init.stop(1)
    :ok
  end

  ## The master

  # That its dictionary names the application is how :application.get_application/1 finds it, as an ancestor of the processes in it.
  defp master(controller, app, module, args) do
    :erlang.process_flag(:trap_exit, true)
    :erlang.put(:"$joist_application", app)

    case start(module, args) do
      {:ok, top, app_state} ->
        :erlang.send(controller, {:started, app, :ok})
        guard(controller, module, top, app_state)

      {:error, reason} ->
        :erlang.send(controller, {:started, app, {:error, reason}})
    end
  end

  defp start(module, args) do
    call = {module, :start, [:normal, args]}

    try do
      module.start(:normal, args)
    catch
      :throw, value -> {:error, {:bad_return, {call, value}}}
      :error, reason -> {:error, {:bad_return, {call, {:EXIT, {reason, __STACKTRACE__}}}}}
      :exit, reason -> {:error, {:bad_return, {call, {:EXIT, reason}}}}
    else
      {:ok, top} when is_pid(top) -> {:ok, top, []}
      {:ok, top, app_state} when is_pid(top) -> {:ok, top, app_state}
      {:error, reason} -> {:error, {reason, call}}
      other -> {:error, {:bad_return, {call, other}}}
    end
  end

  defp guard(controller, module, top, app_state) do
    receive do
      {:EXIT, ^top, reason} ->
        stopped(module, app_state)
        :erlang.exit(reason)

      {:EXIT, ^controller, reason} ->
        stop(module, top, app_state)
        :erlang.exit(reason)

      :stop ->
        stop(module, top, app_state)

      _other ->
        guard(controller, module, top, app_state)
    end
  end

  defp stop(module, top, app_state) do
    app_state =
      if :erlang.function_exported(module, :prep_stop, 1) do
        try do
          module.prep_stop(app_state)
        catch
          _, _ -> app_state
        end
      else
        app_state
      end

    ref = :erlang.monitor(:process, top)
    :erlang.unlink(top)
    :erlang.exit(top, :shutdown)

    receive do
      {:DOWN, ^ref, _, _, _} -> stopped(module, app_state)
    end
  end

  defp stopped(module, app_state) do
    module.stop(app_state)
  catch
    _, _ -> :ok
  end
end
