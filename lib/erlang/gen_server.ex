defmodule :gen_server do
  @moduledoc """
  Generic servers: a process that keeps a state and answers through a callback module.
  """

  @doc "Starts a server."
  def start(module, args, options), do: :gen.start(:gen_server, :nolink, module, args, options)
  @doc "Starts a server under a name."
  def start(name, module, args, options), do: :gen.start(:gen_server, :nolink, name, module, args, options)
  @doc "Starts a linked server."
  def start_link(module, args, options), do: :gen.start(:gen_server, :link, module, args, options)
  @doc "Starts a linked server under a name."
  def start_link(name, module, args, options), do: :gen.start(:gen_server, :link, name, module, args, options)
  @doc "Starts a monitored server."
  def start_monitor(module, args, options), do: monitored(:gen.start(:gen_server, :monitor, module, args, options))
  @doc "Starts a monitored server under a name."
  def start_monitor(name, module, args, options), do: monitored(:gen.start(:gen_server, :monitor, name, module, args, options))

  defp monitored({{:ok, pid}, ref}), do: {:ok, {pid, ref}}
  defp monitored({other, ref}) when is_reference(ref), do: other
  defp monitored(other), do: other

  @doc "Stops a server."
  def stop(server), do: :gen.stop(server)
  @doc "Stops a server with a reason and a time limit."
  def stop(server, reason, timeout), do: :gen.stop(server, reason, timeout)

  @doc "Calls a server."
  def call(server, request), do: call(server, request, 5000)

  @doc "Calls a server with a time limit."
  def call(server, request, timeout) do
    try do
      :gen.call(server, :"$gen_call", request, timeout)
    catch
      :exit, reason -> :erlang.exit({reason, {:gen_server, :call, [server, request, timeout]}})
    else
      {:ok, reply} -> reply
    end
  end

  @doc "Sends a request that is not answered."
  def cast({:global, name}, request) do
    :global.send(name, {:"$gen_cast", request})
    :ok
  catch
    _, _ -> :ok
  end

  def cast({:via, module, name}, request) do
    module.send(name, {:"$gen_cast", request})
    :ok
  catch
    _, _ -> :ok
  end

  def cast(server, request) do
    :erlang.send(server, {:"$gen_cast", request}, [:noconnect])
    :ok
  catch
    _, _ -> :ok
  end

  @doc "Answers a call."
  def reply(client, reply), do: :gen.reply(client, reply)

  @doc "Casts to servers of that name on all nodes."
  def abcast(name, request), do: abcast([node() | :erlang.nodes()], name, request)

  def abcast(nodes, name, request) do
    :lists.foreach(fn node -> cast({name, node}, request) end, nodes)
    :abcast
  end

  @doc "Calls servers of that name on all nodes."
  def multi_call(name, request), do: multi_call([node() | :erlang.nodes()], name, request, :infinity)
  def multi_call(nodes, name, request), do: multi_call(nodes, name, request, :infinity)

  def multi_call(nodes, name, request, timeout) do
    answers =
      :lists.map(
        fn node ->
          try do
            {:reply, {node, call({name, node}, request, timeout)}}
          catch
            :exit, _ -> {:bad, node}
          end
        end,
        nodes
      )

    {for({:reply, reply} <- answers, do: reply), for({:bad, node} <- answers, do: node)}
  end

  @doc "Sends a call without waiting."
  def send_request(server, request), do: :gen.send_request(server, :"$gen_call", request)
  def wait_response(ref, timeout), do: :gen.wait_response(ref, timeout)
  def receive_response(ref), do: :gen.receive_response(ref, :infinity)
  def receive_response(ref, timeout), do: :gen.receive_response(ref, timeout)
  def check_response(message, ref), do: :gen.check_response(message, ref)

  @doc "Makes the calling process a server."
  def enter_loop(module, options, state), do: enter_loop(module, options, state, self(), :infinity)

  def enter_loop(module, options, state, {scope, _} = name) when scope in [:local, :global], do: enter_loop(module, options, state, name, :infinity)
  def enter_loop(module, options, state, {:via, _, _} = name), do: enter_loop(module, options, state, name, :infinity)
  def enter_loop(module, options, state, timeout), do: enter_loop(module, options, state, self(), timeout)

  def enter_loop(module, options, state, server_name, timeout) do
    name = :gen.get_proc_name(server_name)
    parent = parent()
    debug = :gen.debug_options(name, options)
    loop(parent, name, state, module, timeout, :gen.hibernate_after(options), debug)
  end

  defp parent() do
    case :erlang.get(:"$ancestors") do
      [pid | _] when is_pid(pid) -> pid
      [name | _] when is_atom(name) -> :erlang.whereis(name)
      _ -> self()
    end
  end

  ## Starting

  @doc false
  def init_it(starter, :self, name, module, args, options), do: init_it(starter, self(), name, module, args, options)

  def init_it(starter, parent, server_name, module, args, options) do
    name = :gen.get_proc_name(server_name)
    debug = :gen.debug_options(name, options)
    hibernate_after = :gen.hibernate_after(options)

    case protect(fn -> module.init(args) end) do
      {:ok, {:ok, state}} ->
        :proc_lib.init_ack(starter, {:ok, self()})
        loop(parent, name, state, module, :infinity, hibernate_after, debug)

      {:ok, {:ok, state, timeout}} ->
        :proc_lib.init_ack(starter, {:ok, self()})
        loop(parent, name, state, module, timeout, hibernate_after, debug)

      {:ok, {:stop, reason}} ->
        :gen.unregister_name(server_name)
        :proc_lib.init_fail(starter, {:error, reason}, {:exit, reason})

      {:ok, {:error, reason}} ->
        :gen.unregister_name(server_name)
        :proc_lib.init_fail(starter, {:error, reason}, {:exit, :normal})

      {:ok, :ignore} ->
        :gen.unregister_name(server_name)
        :proc_lib.init_fail(starter, :ignore, {:exit, :normal})

      {:ok, other} ->
        :gen.unregister_name(server_name)
        reason = {:bad_return_value, other}
        :proc_lib.init_fail(starter, {:error, reason}, {:exit, reason})

      {:exit, class, reason, stacktrace} ->
        :gen.unregister_name(server_name)
        :proc_lib.init_fail(starter, {:error, exit_reason(class, reason, stacktrace)}, {class, reason, stacktrace})
    end
  end

  defp exit_reason(:error, reason, stacktrace), do: {reason, stacktrace}
  defp exit_reason(_class, reason, _stacktrace), do: reason

  # A thrown value counts as returned.
  defp protect(fun) do
    {:ok, fun.()}
  catch
    :throw, value -> {:ok, value}
    class, reason -> {:exit, class, reason, __STACKTRACE__}
  end

  ## The loop

  defp loop(parent, name, state, module, {:continue, continue} = message, hibernate_after, debug) do
    result =
      try do
        {:ok, module.handle_continue(continue, state)}
      catch
        :throw, value -> {:ok, value}
        class, reason -> {:exit, class, reason, __STACKTRACE__}
      end

    case debug do
      [] ->
        handle(result, parent, name, message, state, module, hibernate_after, debug)

      _ ->
        debug = :sys.handle_debug(debug, &:gen_server.print_event/3, name, message)
        handle(result, parent, name, message, state, module, hibernate_after, debug)
    end
  end

  defp loop(parent, name, state, module, :hibernate, hibernate_after, debug),
    do: :proc_lib.hibernate(:gen_server, :wake_hib, [parent, name, state, module, hibernate_after, debug])

  defp loop(parent, name, state, module, :infinity, :infinity, debug) do
    receive do
      message -> received(message, parent, name, state, module, :infinity, :infinity, debug)
    end
  end

  defp loop(parent, name, state, module, :infinity, hibernate_after, debug) do
    receive do
      message -> received(message, parent, name, state, module, :infinity, hibernate_after, debug)
    after
      hibernate_after -> loop(parent, name, state, module, :hibernate, hibernate_after, debug)
    end
  end

  defp loop(parent, name, state, module, timeout, hibernate_after, debug) do
    receive do
      message -> received(message, parent, name, state, module, timeout, hibernate_after, debug)
    after
      timeout -> received(:timeout, parent, name, state, module, timeout, hibernate_after, debug)
    end
  end

  @doc false
  def wake_hib(parent, name, state, module, hibernate_after, debug) do
    receive do
      message -> received(message, parent, name, state, module, :hibernate, hibernate_after, debug)
    end
  end

  defp received({:system, from, request}, parent, name, state, module, timeout, hibernate_after, debug) do
    :sys.handle_system_msg(
      request,
      from,
      parent,
      :gen_server,
      debug,
      [name, state, module, timeout, hibernate_after],
      timeout == :hibernate
    )
  end

  defp received({:EXIT, parent, reason}, parent, name, state, module, _timeout, _hibernate_after, debug),
    do: terminate({:exit, reason, []}, reason, name, {:EXIT, parent, reason}, module, state, debug)

  defp received(message, parent, name, state, module, _timeout, hibernate_after, []),
    do: dispatch(message, parent, name, state, module, hibernate_after, [])

  defp received(message, parent, name, state, module, _timeout, hibernate_after, debug) do
    debug = :sys.handle_debug(debug, &:gen_server.print_event/3, name, {:in, message})
    dispatch(message, parent, name, state, module, hibernate_after, debug)
  end

  defp dispatch({:"$gen_call", from, request} = message, parent, name, state, module, hibernate_after, debug) do
    result =
      try do
        {:ok, module.handle_call(request, from, state)}
      catch
        :throw, value -> {:ok, value}
        class, reason -> {:exit, class, reason, __STACKTRACE__}
      end

    case result do
      {:ok, {:reply, reply, new_state}} ->
        debug = answer(from, reply, new_state, name, debug)
        loop(parent, name, new_state, module, :infinity, hibernate_after, debug)

      {:ok, {:reply, reply, new_state, timeout}} ->
        debug = answer(from, reply, new_state, name, debug)
        loop(parent, name, new_state, module, timeout, hibernate_after, debug)

      {:ok, {:stop, reason, reply, new_state}} ->
        try do
          terminate({:exit, reason, []}, reason, name, message, module, new_state, debug)
        after
          answer(from, reply, new_state, name, debug)
        end

      other ->
        handle(other, parent, name, message, state, module, hibernate_after, debug)
    end
  end

  defp dispatch({:"$gen_cast", request} = message, parent, name, state, module, hibernate_after, debug) do
    result =
      try do
        {:ok, module.handle_cast(request, state)}
      catch
        :throw, value -> {:ok, value}
        class, reason -> {:exit, class, reason, __STACKTRACE__}
      end

    handle(result, parent, name, message, state, module, hibernate_after, debug)
  end

  defp dispatch(message, parent, name, state, module, hibernate_after, debug) do
    result =
      try do
        {:ok, module.handle_info(message, state)}
      catch
        :throw, value ->
          {:ok, value}

        :error, :undef ->
          case __STACKTRACE__ do
            [{^module, :handle_info, [^message, ^state], _} | _] = stacktrace ->
              if :erlang.function_exported(module, :handle_info, 2) do
                {:exit, :error, :undef, stacktrace}
              else
                :logger.warning(%{label: {:gen_server, :no_handle_info}, module: module, message: message})
                {:ok, {:noreply, state}}
              end

            stacktrace ->
              {:exit, :error, :undef, stacktrace}
          end

        class, reason ->
          {:exit, class, reason, __STACKTRACE__}
      end

    handle(result, parent, name, message, state, module, hibernate_after, debug)
  end

  defp answer(from, reply, _state, _name, []) do
    :gen.reply(from, reply)
    []
  end

  defp answer({client, _} = from, reply, state, name, debug) do
    :gen.reply(from, reply)
    :sys.handle_debug(debug, &:gen_server.print_event/3, name, {:out, reply, client, state})
  end

  defp handle({:ok, {:noreply, state}}, parent, name, _message, _old, module, hibernate_after, debug),
    do: loop(parent, name, state, module, :infinity, hibernate_after, noreply(state, name, debug))

  defp handle({:ok, {:noreply, state, timeout}}, parent, name, _message, _old, module, hibernate_after, debug),
    do: loop(parent, name, state, module, timeout, hibernate_after, noreply(state, name, debug))

  defp handle({:ok, {:stop, reason, state}}, _parent, name, message, _old, module, _hibernate_after, debug),
    do: terminate({:exit, reason, []}, reason, name, message, module, state, debug)

  defp handle({:ok, other}, _parent, name, message, old, module, _hibernate_after, debug) do
    reason = {:bad_return_value, other}
    terminate({:exit, reason, []}, reason, name, message, module, old, debug)
  end

  defp handle({:exit, class, reason, stacktrace}, _parent, name, message, old, module, _hibernate_after, debug),
    do: terminate({class, reason, stacktrace}, exit_reason(class, reason, stacktrace), name, message, module, old, debug)

  defp noreply(_state, _name, []), do: []
  defp noreply(state, name, debug), do: :sys.handle_debug(debug, &:gen_server.print_event/3, name, {:noreply, state})

  ## The end

  defp terminate({class, reason, stacktrace}, exit_reason, name, message, module, state, debug) do
    outcome =
      case :erlang.function_exported(module, :terminate, 2) do
        true -> protect(fn -> module.terminate(exit_reason, state) end)
        false -> {:ok, :ok}
      end

    case outcome do
      {:exit, class, reason, stacktrace} ->
        report(exit_reason(class, reason, stacktrace), name, message, module, state, debug)
        :erlang.raise(class, reason, stacktrace)

      _ ->
        report(exit_reason, name, message, module, state, debug)

        case stacktrace do
          [] -> if class == :exit, do: :erlang.exit(reason), else: :erlang.raise(class, reason, [])
          _ -> :erlang.raise(class, reason, stacktrace)
        end
    end
  end

  defp report(:normal, _name, _message, _module, _state, _debug), do: :ok
  defp report(:shutdown, _name, _message, _module, _state, _debug), do: :ok
  defp report({:shutdown, _}, _name, _message, _module, _state, _debug), do: :ok

  defp report(reason, name, message, module, state, debug) do
    :logger.error(%{
      label: {:gen_server, :terminate},
      name: name,
      last_message: message,
      state: shown(module, :terminate, state),
      reason: reason,
      process: self(),
      log: :sys.get_log(debug)
    })
  end

  ## System messages

  @doc false
  def system_continue(parent, debug, [name, state, module, timeout, hibernate_after]),
    do: loop(parent, name, state, module, timeout, hibernate_after, debug)

  @doc false
  def system_terminate(reason, _parent, debug, [name, state, module, _timeout, _hibernate_after]),
    do: terminate({:exit, reason, []}, reason, name, [], module, state, debug)

  @doc false
  def system_code_change([name, state, module, timeout, hibernate_after], _module, old_version, extra) do
    case module.code_change(old_version, state, extra) do
      {:ok, state} -> {:ok, [name, state, module, timeout, hibernate_after]}
      other -> other
    end
  end

  @doc false
  def system_get_state([_name, state, _module, _timeout, _hibernate_after]), do: {:ok, state}

  @doc false
  def system_replace_state(fun, [name, state, module, timeout, hibernate_after]) do
    state = fun.(state)
    {:ok, state, [name, state, module, timeout, hibernate_after]}
  end

  @doc false
  def format_status(_option, [dictionary, system_state, parent, debug, [name, state, module, _timeout, _hibernate_after]]) do
    header = ~c"Status for generic server " ++ :erlang.binary_to_list(inspect(name))

    specific =
      case shown(module, :normal, state, dictionary) do
        list when is_list(list) and list != [] and is_tuple(hd(list)) -> list
        other -> [data: [{~c"State", other}]]
      end

    [
      {:header, header},
      {:data, [{~c"Status", system_state}, {~c"Parent", parent}, {~c"Logged events", :sys.get_log(debug)}]}
      | specific
    ]
  end

  defp shown(module, option, state, dictionary \\ []) do
    cond do
      :erlang.function_exported(module, :format_status, 1) ->
        try do
          :maps.get(:state, module.format_status(%{state: state, message: nil, reason: option, log: []}))
        catch
          _, _ -> state
        end

      :erlang.function_exported(module, :format_status, 2) ->
        try do
          module.format_status(option, [dictionary, state])
        catch
          _, _ -> state
        end

      true ->
        state
    end
  end

  @doc false
  def print_event(device, {:in, {:"$gen_call", {from, _}, request}}, name),
    do: :io.put_chars(device, "*DBG* #{inspect(name)} got call #{inspect(request)} from #{inspect(from)}\n")

  def print_event(device, {:in, {:"$gen_cast", request}}, name),
    do: :io.put_chars(device, "*DBG* #{inspect(name)} got cast #{inspect(request)}\n")

  def print_event(device, {:in, message}, name), do: :io.put_chars(device, "*DBG* #{inspect(name)} got #{inspect(message)}\n")

  def print_event(device, {:out, reply, to, state}, name),
    do: :io.put_chars(device, "*DBG* #{inspect(name)} sent #{inspect(reply)} to #{inspect(to)}, new state #{inspect(state)}\n")

  def print_event(device, {:noreply, state}, name), do: :io.put_chars(device, "*DBG* #{inspect(name)} new state #{inspect(state)}\n")
  def print_event(device, event, name), do: :io.put_chars(device, "*DBG* #{inspect(name)} dbg  #{inspect(event)}\n")
end
