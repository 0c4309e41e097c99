defmodule :sys do
  @moduledoc """
  System messages: looking into processes, suspending, tracing and ending them.

  A process that takes part receives `{:system, from, request}` and hands it to
  `handle_system_msg/7` with a module that has `system_continue/3`, `system_terminate/4`
  and, where they make sense, `system_get_state/1`, `system_replace_state/2` and `system_code_change/4`.
  """

  @typedoc "A process that answers system messages."
  @type name() :: pid() | atom() | {name :: atom(), node()} | {:global, term()} | {:via, module(), term()}

  @typedoc "What a process that can be debugged is asked to do; opaque."
  @type dbg_opt() :: term()

  @type debug_option() :: :trace | :log | {:log, pos_integer()} | :statistics | {:log_to_file, :file.name()} | {:install, {dbg_fun(), term()} | {func_id :: term(), dbg_fun(), term()}}

  @typedoc "Is called with each event; `:done` ends it."
  @type dbg_fun() :: (state :: term(), event :: term(), extra :: term() -> :done | term())

  ## From outside

  @doc """
  The state of a process.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.get_state(agent)
      7
  """
  @spec get_state(name()) :: term()
  def get_state(name), do: state(request(name, :get_state, [], 5000))

  @doc """
  The state of a process, with a time limit.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.get_state(agent, 1000)
      7
  """
  @spec get_state(name(), timeout()) :: term()
  def get_state(name, timeout), do: state(request(name, :get_state, [timeout], timeout))

  @doc """
  Replaces the state of a process by what `fun` makes of it.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.replace_state(agent, &(&1 + 1))
      8
  """
  @spec replace_state(name(), (state :: term() -> term())) :: term()
  def replace_state(name, fun), do: state(request(name, {:replace_state, fun}, [fun], 5000))

  @doc """
  Like `replace_state/2`, with a time limit.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.replace_state(agent, &(&1 + 1), 1000)
      8
  """
  @spec replace_state(name(), (state :: term() -> term()), timeout()) :: term()
  def replace_state(name, fun, timeout), do: state(request(name, {:replace_state, fun}, [fun, timeout], timeout))

  defp state({:ok, state}), do: state
  defp state({:error, reason}), do: :erlang.error(reason)

  @doc """
  The status of a process: its module, its state and what the module tells of it.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> {:status, _pid, {:module, module}, [_dictionary, status | _]} = :sys.get_status(agent)
      iex> {module, status}
      {:gen_server, :running}
  """
  @spec get_status(name()) :: {:status, pid(), {:module, module()}, [term()]}
  def get_status(name), do: request(name, :get_status, [], 5000)

  @doc """
  Like `get_status/1`, with a time limit.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> elem(:sys.get_status(agent, 1000), 0)
      :status
  """
  @spec get_status(name(), timeout()) :: {:status, pid(), {:module, module()}, [term()]}
  def get_status(name, timeout), do: request(name, :get_status, [timeout], timeout)

  @doc """
  Suspends a process: it handles only system messages.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.suspend(agent)
      :ok
      iex> :sys.resume(agent)
      :ok
  """
  @spec suspend(name()) :: :ok
  def suspend(name), do: request(name, :suspend, [], 5000)

  @doc """
  Like `suspend/1`, with a time limit.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.suspend(agent, 1000)
      :ok
  """
  @spec suspend(name(), timeout()) :: :ok
  def suspend(name, timeout), do: request(name, :suspend, [timeout], timeout)

  @doc """
  Resumes a suspended process.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.suspend(agent)
      iex> :sys.resume(agent)
      :ok
      iex> Agent.get(agent, & &1)
      7
  """
  @spec resume(name()) :: :ok
  def resume(name), do: request(name, :resume, [], 5000)

  @doc """
  Like `resume/1`, with a time limit.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.suspend(agent)
      iex> :sys.resume(agent, 1000)
      :ok
  """
  @spec resume(name(), timeout()) :: :ok
  def resume(name, timeout), do: request(name, :resume, [timeout], timeout)

  @doc """
  Ends a process.

      iex> {:ok, agent} = Agent.start(fn -> 7 end)
      iex> :sys.terminate(agent, :normal)
      :ok
  """
  @spec terminate(name(), reason :: term()) :: :ok
  def terminate(name, reason), do: request(name, {:terminate, reason}, [reason], :infinity)

  @doc """
  Ends a process, with a time limit.

      iex> {:ok, agent} = Agent.start(fn -> 7 end)
      iex> :sys.terminate(agent, :normal, 1000)
      :ok
  """
  @spec terminate(name(), reason :: term(), timeout()) :: :ok
  def terminate(name, reason, timeout), do: request(name, {:terminate, reason}, [reason, timeout], timeout)

  @doc """
  Tells a suspended process that its code changes.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.suspend(agent)
      iex> :sys.change_code(agent, Agent.Server, "1.0", {Function, :identity, []})
      :ok
      iex> :sys.resume(agent)
      :ok
  """
  @spec change_code(name(), module(), old_version :: term(), extra :: term()) :: :ok | {:error, term()}
  def change_code(name, module, version, extra),
    do: request(name, {:change_code, module, version, extra}, [module, version, extra], 5000)

  @doc """
  Like `change_code/4`, with a time limit.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.suspend(agent)
      iex> :sys.change_code(agent, Agent.Server, "1.0", {Function, :identity, []}, 1000)
      :ok
      iex> :sys.resume(agent)
      :ok
  """
  @spec change_code(name(), module(), old_version :: term(), extra :: term(), timeout()) :: :ok | {:error, term()}
  def change_code(name, module, version, extra, timeout),
    do: request(name, {:change_code, module, version, extra}, [module, version, extra, timeout], timeout)

  @doc """
  Keeps the last events of a process, prints them or gives them.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.log(agent, true)
      :ok
      iex> Agent.get(agent, & &1)
      iex> {:ok, events} = :sys.log(agent, :get)
      iex> length(events)
      2
  """
  @spec log(name(), boolean() | {true, pos_integer()} | :get | :print) :: :ok | {:ok, [event :: term()]}
  def log(name, flag), do: request(name, {:debug, {:log, flag}}, [flag], 5000)

  @doc """
  Like `log/2`, with a time limit.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.log(agent, true, 1000)
      :ok
  """
  @spec log(name(), boolean() | {true, pos_integer()} | :get | :print, timeout()) :: :ok | {:ok, [event :: term()]}
  def log(name, flag, timeout), do: request(name, {:debug, {:log, flag}}, [flag, timeout], timeout)

  @doc """
  Prints the events of a process as they happen.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.trace(agent, false)
      :ok
  """
  @spec trace(name(), boolean()) :: :ok
  def trace(name, flag), do: request(name, {:debug, {:trace, flag}}, [flag], 5000)

  @doc """
  Like `trace/2`, with a time limit.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.trace(agent, false, 1000)
      :ok
  """
  @spec trace(name(), boolean(), timeout()) :: :ok
  def trace(name, flag, timeout), do: request(name, {:debug, {:trace, flag}}, [flag, timeout], timeout)

  @doc """
  Writes the events of a process to a file as they happen; `false` ends that.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.log_to_file(agent, false)
      :ok
  """
  @spec log_to_file(name(), :file.name() | false) :: :ok | {:error, :open_file}
  def log_to_file(name, flag), do: request(name, {:debug, {:log_to_file, flag}}, [flag], 5000)

  @doc """
  Like `log_to_file/2`, with a time limit.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.log_to_file(agent, false, 1000)
      :ok
  """
  @spec log_to_file(name(), :file.name() | false, timeout()) :: :ok | {:error, :open_file}
  def log_to_file(name, flag, timeout), do: request(name, {:debug, {:log_to_file, flag}}, [flag, timeout], timeout)

  @doc """
  Counts the events of a process.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.statistics(agent, true)
      :ok
      iex> Agent.get(agent, & &1)
      iex> {:ok, statistics} = :sys.statistics(agent, :get)
      iex> statistics[:messages_in]
      1
  """
  @spec statistics(name(), boolean() | :get) :: :ok | {:ok, keyword() | :no_statistics}
  def statistics(name, flag), do: request(name, {:debug, {:statistics, flag}}, [flag], 5000)

  @doc """
  Like `statistics/2`, with a time limit.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.statistics(agent, :get, 1000)
      {:ok, :no_statistics}
  """
  @spec statistics(name(), boolean() | :get, timeout()) :: :ok | {:ok, keyword() | :no_statistics}
  def statistics(name, flag, timeout), do: request(name, {:debug, {:statistics, flag}}, [flag, timeout], timeout)

  @doc """
  Installs a debug function.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> parent = self()
      iex> :sys.install(agent, {fn count, _event, _ -> send(parent, {:seen, count}) && count + 1 end, 0})
      :ok
      iex> Agent.get(agent, & &1)
      iex> receive do message -> message end
      {:seen, 0}
  """
  @spec install(name(), {dbg_fun(), state :: term()} | {func_id :: term(), dbg_fun(), state :: term()}) :: :ok
  def install(name, func), do: request(name, {:debug, {:install, func}}, [func], 5000)

  @doc """
  Like `install/2`, with a time limit.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.install(agent, {fn state, _event, _ -> state end, nil}, 1000)
      :ok
  """
  @spec install(name(), {dbg_fun(), state :: term()} | {func_id :: term(), dbg_fun(), state :: term()}, timeout()) :: :ok
  def install(name, func, timeout), do: request(name, {:debug, {:install, func}}, [func, timeout], timeout)

  @doc """
  Removes a debug function.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> watch = fn state, _event, _ -> state end
      iex> :sys.install(agent, {watch, nil})
      iex> :sys.remove(agent, watch)
      :ok
  """
  @spec remove(name(), dbg_fun() | (func_id :: term())) :: :ok
  def remove(name, func), do: request(name, {:debug, {:remove, func}}, [func], 5000)

  @doc """
  Like `remove/2`, with a time limit.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.remove(agent, fn state, _event, _ -> state end, 1000)
      :ok
  """
  @spec remove(name(), dbg_fun() | (func_id :: term()), timeout()) :: :ok
  def remove(name, func, timeout), do: request(name, {:debug, {:remove, func}}, [func, timeout], timeout)

  @doc """
  Ends all debugging of a process.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.log(agent, true)
      iex> :sys.no_debug(agent)
      :ok
  """
  @spec no_debug(name()) :: :ok
  def no_debug(name), do: request(name, {:debug, :no_debug}, [], 5000)

  @doc """
  Like `no_debug/1`, with a time limit.

      iex> {:ok, agent} = Agent.start_link(fn -> 7 end)
      iex> :sys.no_debug(agent, 1000)
      :ok
  """
  @spec no_debug(name(), timeout()) :: :ok
  def no_debug(name, timeout), do: request(name, {:debug, :no_debug}, [timeout], timeout)

  defp request(name, request, args, timeout) do
    {:ok, answer} = :gen.call(name, :system, request, timeout)
    answer
  catch
    :exit, reason -> :erlang.exit({reason, {:sys, function(request), [name | args]}})
  end

  defp function({:debug, {what, _}}), do: what
  defp function({:debug, what}), do: what
  defp function(request) when is_tuple(request), do: elem(request, 0)
  defp function(request), do: request

  ## In the process

  @doc "Handles a system message."
  @spec handle_system_msg(request :: term(), from :: {pid(), term()}, parent :: pid(), module(), [dbg_opt()], misc :: term()) :: no_return()
  def handle_system_msg(request, from, parent, module, debug, misc),
    do: handle(:running, request, from, parent, module, debug, misc, false)

  @spec handle_system_msg(request :: term(), from :: {pid(), term()}, parent :: pid(), module(), [dbg_opt()], misc :: term(), hibernate :: boolean()) :: no_return()
  def handle_system_msg(request, from, parent, module, debug, misc, hibernate?),
    do: handle(:running, request, from, parent, module, debug, misc, hibernate?)

  defp handle(system_state, request, from, parent, module, debug, misc, hibernate?) do
    case command(system_state, request, parent, module, debug, misc) do
      {:suspended, reply, debug, misc} ->
        :gen.reply(from, reply)
        suspended(parent, module, debug, misc, hibernate?)

      {:running, reply, debug, misc} ->
        :gen.reply(from, reply)
        module.system_continue(parent, debug, misc)

      {:terminating, reason, reply, debug, misc} ->
        :gen.reply(from, reply)
        module.system_terminate(reason, parent, debug, misc)
    end
  end

  defp suspended(parent, module, debug, misc, hibernate?) do
    receive do
      {:system, from, request} -> handle(:suspended, request, from, parent, module, debug, misc, hibernate?)
      {:EXIT, ^parent, reason} -> module.system_terminate(reason, parent, debug, misc)
    end
  end

  defp command(_state, :suspend, _parent, _module, debug, misc), do: {:suspended, :ok, debug, misc}
  defp command(_state, :resume, _parent, _module, debug, misc), do: {:running, :ok, debug, misc}
  defp command(_state, {:terminate, reason}, _parent, _module, debug, misc), do: {:terminating, reason, :ok, debug, misc}

  defp command(state, :get_state, _parent, module, debug, misc) do
    reply =
      try do
        if :erlang.function_exported(module, :system_get_state, 1), do: module.system_get_state(misc), else: {:ok, misc}
      catch
        class, reason -> {:error, {:callback_failed, {module, :system_get_state}, {class, reason}}}
      end

    {state, reply, debug, misc}
  end

  defp command(state, {:replace_state, fun}, _parent, module, debug, misc) do
    try do
      if :erlang.function_exported(module, :system_replace_state, 2) do
        {:ok, new, misc} = module.system_replace_state(fun, misc)
        {new, misc}
      else
        new = fun.(misc)
        {new, new}
      end
    catch
      class, reason -> {state, {:error, {:callback_failed, {module, :system_replace_state}, {class, reason}}}, debug, misc}
    else
      {new, misc} -> {state, {:ok, new}, debug, misc}
    end
  end

  defp command(state, :get_status, parent, module, debug, misc) do
    dictionary = :erlang.get()

    shown =
      if :erlang.function_exported(module, :format_status, 2),
        do: module.format_status(:normal, [dictionary, state, parent, debug, misc]),
        else: misc

    {state, {:status, self(), {:module, module}, [dictionary, state, parent, debug, shown]}, debug, misc}
  end

  defp command(state, {:debug, what}, _parent, _module, debug, misc) do
    {reply, debug} = debug_command(what, debug)
    {state, reply, debug, misc}
  end

  defp command(:suspended, {:change_code, changed, version, extra}, _parent, module, debug, misc) do
    case module.system_code_change(misc, changed, version, extra) do
      {:ok, misc} -> {:suspended, :ok, debug, misc}
      other -> {:suspended, {:error, other}, debug, misc}
    end
  catch
    :throw, thrown -> {:suspended, {:error, thrown}, debug, misc}
    :exit, reason -> {:suspended, {:error, {:EXIT, reason}}, debug, misc}
    :error, reason -> {:suspended, {:error, {:EXIT, {reason, __STACKTRACE__}}}, debug, misc}
  end

  defp command(state, other, _parent, _module, debug, misc), do: {state, {:error, {:unknown_system_msg, other}}, debug, misc}

  ## Debugging: a list of {:trace, true}, {:log, {max, events}}, {:log_to_file, file}, {:statistics, data}, {{fun, state}...}

  @doc """
  The debug structure for options.

      iex> :sys.debug_options([])
      []
  """
  @spec debug_options([debug_option()]) :: [dbg_opt()]
  def debug_options(options) do
    :lists.foldl(
      fn option, debug ->
        case option do
          :trace -> elem(debug_command({:trace, true}, debug), 1)
          :log -> elem(debug_command({:log, true}, debug), 1)
          {:log, count} -> elem(debug_command({:log, {true, count}}, debug), 1)
          {:log_to_file, file} -> elem(debug_command({:log_to_file, file}, debug), 1)
          :statistics -> elem(debug_command({:statistics, true}, debug), 1)
          {:install, func} -> elem(debug_command({:install, func}, debug), 1)
          _ -> debug
        end
      end,
      [],
      options
    )
  end

  defp debug_command({:trace, true}, debug), do: {:ok, :lists.keystore(:trace, 1, debug, {:trace, true})}
  defp debug_command({:trace, false}, debug), do: {:ok, :lists.keydelete(:trace, 1, debug)}
  defp debug_command({:log, true}, debug), do: debug_command({:log, {true, 10}}, debug)
  defp debug_command({:log, {true, count}}, debug), do: {:ok, :lists.keystore(:log, 1, debug, {:log, {count, events(debug)}})}
  defp debug_command({:log, false}, debug), do: {:ok, :lists.keydelete(:log, 1, debug)}

  defp debug_command({:log, :get}, debug), do: {{:ok, get_log(debug)}, debug}

  defp debug_command({:log, :print}, debug) do
    print_log(debug)
    {:ok, debug}
  end

  defp debug_command({:log_to_file, false}, debug), do: {:ok, close_log(debug)}

  defp debug_command({:log_to_file, path}, debug) do
    case :file.open(path, [:write, {:encoding, :utf8}]) do
      {:ok, file} -> {:ok, [{:log_to_file, file} | close_log(debug)]}
      {:error, _reason} -> {{:error, :open_file}, debug}
    end
  end

  defp debug_command({:statistics, true}, debug),
    do: {:ok, :lists.keystore(:statistics, 1, debug, {:statistics, {:erlang.localtime(), reductions(), 0, 0}})}

  defp debug_command({:statistics, false}, debug), do: {:ok, :lists.keydelete(:statistics, 1, debug)}

  defp debug_command({:statistics, :get}, debug) do
    case :lists.keyfind(:statistics, 1, debug) do
      {_, {started, reductions, received, sent}} ->
        {{:ok,
          [
            start_time: started,
            current_time: :erlang.localtime(),
            reductions: reductions() - reductions,
            messages_in: received,
            messages_out: sent
          ]}, debug}

      false ->
        {{:ok, :no_statistics}, debug}
    end
  end

  defp debug_command(:no_debug, debug) do
    close_log(debug)
    {:ok, []}
  end

  defp debug_command({:install, {fun, state}}, debug), do: {:ok, debug ++ [{:function, fun, fun, state}]}
  defp debug_command({:install, {id, fun, state}}, debug), do: {:ok, debug ++ [{:function, id, fun, state}]}

  defp debug_command({:remove, id}, debug),
    do: {:ok, :lists.filter(fn entry -> not match?({:function, ^id, _, _}, entry) and not match?({:function, _, ^id, _}, entry) end, debug)}

  defp debug_command(_other, debug), do: {:unknown_debug, debug}

  defp close_log(debug) do
    case :lists.keytake(:log_to_file, 1, debug) do
      {:value, {_, file}, rest} ->
        :file.close(file)
        rest

      false ->
        debug
    end
  end

  defp events(debug) do
    case :lists.keyfind(:log, 1, debug) do
      {_, {_, events}} -> events
      false -> []
    end
  end

  defp reductions(), do: elem(:erlang.process_info(self(), :reductions), 1)

  @doc """
  Tells the debug structure of an event.

      iex> :sys.handle_debug([], fn _device, _event, _extra -> :ok end, nil, {:in, :hello})
      []
  """
  @spec handle_debug([dbg_opt()], (device :: term(), event :: term(), extra :: term() -> term()), extra :: term(), event :: term()) :: [dbg_opt()]
  def handle_debug(debug, format, name, event), do: handle_debug_1(debug, format, name, event)

  defp handle_debug_1([{:trace, true} = entry | rest], format, name, event) do
    format.(:erlang.group_leader(), event, name)
    [entry | handle_debug_1(rest, format, name, event)]
  end

  defp handle_debug_1([{:log_to_file, file} = entry | rest], format, name, event) do
    format.(file, event, name)
    [entry | handle_debug_1(rest, format, name, event)]
  end

  defp handle_debug_1([{:log, {max, events}} | rest], format, name, event),
    do: [{:log, {max, :lists.sublist([{event, name, format} | events], max)}} | handle_debug_1(rest, format, name, event)]

  defp handle_debug_1([{:statistics, {started, reductions, received, sent}} | rest], format, name, event) do
    counted =
      case event do
        {:in, _} -> {started, reductions, received + 1, sent}
        {:in, _, _} -> {started, reductions, received + 1, sent}
        {:out, _, _} -> {started, reductions, received, sent + 1}
        {:out, _, _, _} -> {started, reductions, received, sent + 1}
        _ -> {started, reductions, received, sent}
      end

    [{:statistics, counted} | handle_debug_1(rest, format, name, event)]
  end

  defp handle_debug_1([{:function, id, fun, state} | rest], format, name, event) do
    case fun.(state, event, name) do
      :done -> handle_debug_1(rest, format, name, event)
      state -> [{:function, id, fun, state} | handle_debug_1(rest, format, name, event)]
    end
  end

  defp handle_debug_1([], _format, _name, _event), do: []

  @doc """
  The events that a debug structure keeps, the oldest first.

      iex> :sys.get_log([])
      []
  """
  @spec get_log([dbg_opt()]) :: [event :: term()]
  def get_log(debug), do: for({event, _name, _format} <- :lists.reverse(events(debug)), do: event)

  @doc """
  Prints the events that a debug structure keeps.

      iex> :sys.print_log([])
      :ok
  """
  @spec print_log([dbg_opt()]) :: :ok
  def print_log(debug) do
    :lists.foreach(fn {event, name, format} -> format.(:erlang.group_leader(), event, name) end, :lists.reverse(events(debug)))
  end
end
