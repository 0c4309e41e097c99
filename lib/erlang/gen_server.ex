defmodule :gen_server do
  @moduledoc """
  Generic servers: processes that keep a state and hand what they receive to a callback module.

  The server's loop is `loop/3`: it keeps the module, what does not change (`{name, parent, hibernate_after, debug}`)
  and the state. A server that is traced, or that hibernates when it is quiet, runs in `wait/4` instead,
  and goes back to `loop/3` when that ends. One whose last state is kept for the case of its end (see `:joist_restore`)
  has `{:keep, hibernate_after}` there, and its loop is in that module.
  """

  @typedoc "Who sent a call, for `reply/2`."
  @type from() :: {client :: pid(), tag :: term()}

  @typedoc "A server that runs."
  @type server_ref() :: pid() | atom() | {name :: atom(), node()} | {:global, term()} | {:via, module(), term()}

  @type server_name() :: {:local, atom()} | {:global, term()} | {:via, module(), term()}

  @type start_ret() :: {:ok, pid()} | :ignore | {:error, term()}

  @type start_mon_ret() :: {:ok, {pid(), reference()}} | :ignore | {:error, term()}

  @typedoc "What names a request that was sent."
  @opaque request_id() :: reference()

  @typedoc "Requests that were sent, each with a label."
  @opaque request_id_collection() :: map()

  @type response_timeout() :: timeout() | {:abs, integer()}

  @callback init(args :: term) :: term
  @callback handle_call(request :: term, from :: {pid, term}, state :: term) :: term
  @callback handle_cast(request :: term, state :: term) :: term
  @callback handle_info(message :: term, state :: term) :: term
  @callback handle_continue(continue :: term, state :: term) :: term
  @callback terminate(reason :: term, state :: term) :: term
  @callback code_change(version :: term, state :: term, extra :: term) :: term
  @callback format_status(status :: map) :: map
  @callback format_status(option :: atom, list) :: term
  @optional_callbacks handle_info: 2,
                      handle_continue: 2,
                      terminate: 2,
                      code_change: 3,
                      format_status: 1,
                      format_status: 2

  ## Starting and stopping

  @doc """
  Starts a server.

      iex> {:ok, server} = :gen_server.start(Agent.Server, fn -> 0 end, [])
      iex> :gen_server.call(server, {:get, &(&1 + 1)})
      1
  """
  @spec start(module(), args :: term(), options :: keyword()) :: start_ret()
  def start(module, args, options), do: :gen.start(:gen_server, :nolink, module, args, options)

  @doc """
  Starts a server under a name.

      iex> {:ok, _server} = :gen_server.start({:local, :example_server}, Agent.Server, fn -> 0 end, [])
      iex> :gen_server.call(:example_server, {:get, &(&1 + 1)})
      1
      iex> :gen_server.stop(:example_server)
      :ok
  """
  @spec start(server_name(), module(), args :: term(), options :: keyword()) :: start_ret()
  def start(name, module, args, options), do: :gen.start(:gen_server, :nolink, name, module, args, options)

  @doc """
  Starts a server that is linked to the caller.

      iex> {:ok, server} = :gen_server.start_link(Agent.Server, fn -> 0 end, [])
      iex> :gen_server.stop(server)
      :ok
  """
  @spec start_link(module(), args :: term(), options :: keyword()) :: start_ret()
  def start_link(module, args, options), do: :gen.start(:gen_server, :link, module, args, options)

  @doc """
  Starts a server under a name, linked to the caller.

      iex> {:ok, server} = :gen_server.start_link({:local, :example_linked}, Agent.Server, fn -> 0 end, [])
      iex> {Process.whereis(:example_linked) == server, :gen_server.stop(server)}
      {true, :ok}
  """
  @spec start_link(server_name(), module(), args :: term(), options :: keyword()) :: start_ret()
  def start_link(name, module, args, options), do: :gen.start(:gen_server, :link, name, module, args, options)

  @doc """
  Starts a server and monitors it: `{:ok, {pid, ref}}`.

      iex> {:ok, {server, ref}} = :gen_server.start_monitor(Agent.Server, fn -> 0 end, [])
      iex> :gen_server.stop(server)
      iex> receive do {:DOWN, ^ref, :process, ^server, reason} -> reason end
      :normal
  """
  @spec start_monitor(module(), args :: term(), options :: keyword()) :: start_mon_ret()
  def start_monitor(module, args, options), do: monitored(:gen.start(:gen_server, :monitor, module, args, options))

  @doc """
  Starts a server under a name and monitors it.

      iex> {:ok, {server, _ref}} = :gen_server.start_monitor({:local, :example_monitored}, Agent.Server, fn -> 0 end, [])
      iex> :gen_server.stop(server)
      :ok
  """
  @spec start_monitor(server_name(), module(), args :: term(), options :: keyword()) :: start_mon_ret()
  def start_monitor(name, module, args, options), do: monitored(:gen.start(:gen_server, :monitor, name, module, args, options))

  defp monitored({{:ok, pid}, ref}), do: {:ok, {pid, ref}}
  defp monitored({failure, _ref}), do: failure

  @doc """
  Stops a server and waits for its end.

      iex> {:ok, server} = :gen_server.start(Agent.Server, fn -> 0 end, [])
      iex> :gen_server.stop(server)
      :ok
      iex> Process.alive?(server)
      false
  """
  @spec stop(server_ref()) :: :ok
  def stop(server), do: stop(server, :normal, :infinity)

  @doc """
  Stops a server with a reason and a time limit.

      iex> {:ok, server} = :gen_server.start(Agent.Server, fn -> 0 end, [])
      iex> :gen_server.stop(server, :shutdown, 5000)
      :ok
  """
  @spec stop(server_ref(), reason :: term(), timeout()) :: :ok
  def stop(server, reason, timeout) do
    :gen.stop(server, reason, timeout)
  catch
    :exit, why -> :erlang.exit({why, {:gen_server, :stop, [server, reason, timeout]}})
  end

  ## Requests

  @doc """
  Calls a server and waits for the answer, at most five seconds.

      iex> {:ok, server} = :gen_server.start(Agent.Server, fn -> 0 end, [])
      iex> :gen_server.call(server, {:get, &(&1 + 1)})
      1
  """
  @spec call(server_ref(), request :: term()) :: term()
  def call(server, request) do
    {:ok, answer} = :gen.call(server, :"$gen_call", request)
    answer
  catch
    :exit, reason -> :erlang.exit({reason, {:gen_server, :call, [server, request]}})
  end

  @doc """
  Calls a server with a time limit in milliseconds.

      iex> {:ok, server} = :gen_server.start(Agent.Server, fn -> 0 end, [])
      iex> :gen_server.call(server, {:get, &(&1 + 1)}, :infinity)
      1
  """
  @spec call(server_ref(), request :: term(), timeout()) :: term()
  def call(server, request, timeout) do
    {:ok, answer} = :gen.call(server, :"$gen_call", request, timeout)
    answer
  catch
    :exit, reason -> :erlang.exit({reason, {:gen_server, :call, [server, request, timeout]}})
  end

  @doc """
  Sends a request that gets no answer; always `:ok`.

      iex> {:ok, server} = :gen_server.start(Agent.Server, fn -> 0 end, [])
      iex> :gen_server.cast(server, {:cast, &(&1 + 1)})
      :ok
      iex> :gen_server.call(server, {:get, & &1})
      1
  """
  @spec cast(server_ref(), request :: term()) :: :ok
  def cast(server, request) do
    message = {:"$gen_cast", request}

    case server do
      {:global, name} -> :global.send(name, message)
      {:via, module, name} -> module.send(name, message)
      _ -> :erlang.send(server, message, [:noconnect])
    end

    :ok
  catch
    _, _ -> :ok
  end

  @doc """
  Answers a call, from any process.

      iex> :gen_server.reply({self(), :tag}, :answer)
      :ok
      iex> receive do message -> message end
      {:tag, :answer}
  """
  @spec reply(from(), reply :: term()) :: :ok
  def reply(client, answer), do: :gen.reply(client, answer)

  @doc """
  Casts to the servers of a name on all nodes.

      iex> {:ok, server} = :gen_server.start({:local, :example_abcast}, Agent.Server, fn -> 0 end, [])
      iex> :gen_server.abcast(:example_abcast, {:cast, &(&1 + 1)})
      :abcast
      iex> {:gen_server.call(server, {:get, & &1}), :gen_server.stop(server)}
      {1, :ok}
  """
  @spec abcast(name :: atom(), request :: term()) :: :abcast
  def abcast(name, request), do: abcast([node() | :erlang.nodes()], name, request)

  @doc """
  Casts to the servers of a name on the given nodes.

      iex> {:ok, server} = :gen_server.start({:local, :example_abcast}, Agent.Server, fn -> 0 end, [])
      iex> :gen_server.abcast([node()], :example_abcast, {:cast, &(&1 + 1)})
      :abcast
      iex> {:gen_server.call(server, {:get, & &1}), :gen_server.stop(server)}
      {1, :ok}
  """
  @spec abcast([node()], name :: atom(), request :: term()) :: :abcast
  def abcast(nodes, name, request) do
    for node <- nodes, do: cast({name, node}, request)
    :abcast
  end

  @doc """
  Calls the servers of a name on all nodes: `{answers, bad_nodes}`.

      iex> {:ok, server} = :gen_server.start({:local, :example_multi}, Agent.Server, fn -> 0 end, [])
      iex> {[{_node, reply}], bad_nodes} = :gen_server.multi_call(:example_multi, {:get, & &1})
      iex> {reply, bad_nodes, :gen_server.stop(server)}
      {0, [], :ok}
  """
  @spec multi_call(name :: atom(), request :: term()) :: {replies :: [{node(), term()}], bad_nodes :: [node()]}
  def multi_call(name, request), do: multi_call([node() | :erlang.nodes()], name, request)

  @doc """
  Calls the servers of a name on the given nodes.

      iex> {:ok, server} = :gen_server.start({:local, :example_multi}, Agent.Server, fn -> 0 end, [])
      iex> {[{_node, reply}], bad_nodes} = :gen_server.multi_call([node()], :example_multi, {:get, & &1})
      iex> {reply, bad_nodes, :gen_server.stop(server)}
      {0, [], :ok}
  """
  @spec multi_call([node()], name :: atom(), request :: term()) :: {replies :: [{node(), term()}], bad_nodes :: [node()]}
  def multi_call(nodes, name, request), do: multi_call(nodes, name, request, :infinity)

  @doc """
  Calls the servers of a name on the given nodes, all within one time limit.

      iex> {:ok, server} = :gen_server.start({:local, :example_multi}, Agent.Server, fn -> 0 end, [])
      iex> {[{_node, reply}], bad_nodes} = :gen_server.multi_call([node()], :example_multi, {:get, & &1}, 1000)
      iex> {reply, bad_nodes, :gen_server.stop(server)}
      {0, [], :ok}
  """
  @spec multi_call([node()], name :: atom(), request :: term(), timeout()) :: {replies :: [{node(), term()}], bad_nodes :: [node()]}
  def multi_call(nodes, name, request, timeout) do
    asked = for node <- nodes, do: {node, :gen.send_request({name, node}, :"$gen_call", request)}
    until = if timeout == :infinity, do: :infinity, else: :erlang.monotonic_time(:millisecond) + timeout
    collect(asked, until, [], [])
  end

  defp collect([], _until, answers, bad), do: {:lists.reverse(answers), :lists.reverse(bad)}

  defp collect([{node, ref} | rest], until, answers, bad) do
    left = if until == :infinity, do: :infinity, else: max(until - :erlang.monotonic_time(:millisecond), 0)

    case :gen.receive_response(ref, left) do
      {:reply, answer} -> collect(rest, until, [{node, answer} | answers], bad)
      _ -> collect(rest, until, answers, [node | bad])
    end
  end

  @doc """
  Sends a call without waiting; returns a request id.

      iex> {:ok, server} = :gen_server.start(Agent.Server, fn -> 0 end, [])
      iex> request = :gen_server.send_request(server, {:get, & &1})
      iex> :gen_server.wait_response(request, 1000)
      {:reply, 0}
  """
  @spec send_request(server_ref(), request :: term()) :: request_id()
  def send_request(server, request), do: :gen.send_request(server, :"$gen_call", request)

  @doc """
  Waits for the answer to a request, without limit.

      iex> {:ok, server} = :gen_server.start(Agent.Server, fn -> 0 end, [])
      iex> :gen_server.receive_response(:gen_server.send_request(server, {:get, & &1}))
      {:reply, 0}
  """
  @spec receive_response(request_id()) :: {:reply, term()} | {:error, {reason :: term(), server_ref()}}
  def receive_response(id), do: :gen.receive_response(id, :infinity)

  @doc """
  Waits for the answer to a request and gives it up after the time.

      iex> {:ok, server} = :gen_server.start(Agent.Server, fn -> 0 end, [])
      iex> :gen_server.receive_response(:gen_server.send_request(server, {:get, & &1}), 1000)
      {:reply, 0}
  """
  @spec receive_response(request_id(), response_timeout()) :: {:reply, term()} | :timeout | {:error, {reason :: term(), server_ref()}}
  def receive_response(id, timeout), do: :gen.receive_response(id, timeout)

  @doc """
  Waits for the answer to a request, without limit.

      iex> {:ok, server} = :gen_server.start(Agent.Server, fn -> 0 end, [])
      iex> :gen_server.wait_response(:gen_server.send_request(server, {:get, & &1}))
      {:reply, 0}
  """
  @spec wait_response(request_id()) :: {:reply, term()} | {:error, {reason :: term(), server_ref()}}
  def wait_response(id), do: :gen.wait_response(id, :infinity)

  @doc """
  Waits for the answer to a request; it can be waited for again after the time.

      iex> :gen_server.wait_response(:gen_server.send_request(self(), :question), 1)
      :timeout
  """
  @spec wait_response(request_id(), response_timeout()) :: {:reply, term()} | :timeout | {:error, {reason :: term(), server_ref()}}
  def wait_response(id, timeout), do: :gen.wait_response(id, timeout)

  @doc """
  Tells whether a message is the answer to a request.

      iex> request = :gen_server.send_request(self(), :question)
      iex> :gen_server.check_response(:something_else, request)
      :no_reply
  """
  @spec check_response(message :: term(), request_id()) :: {:reply, term()} | :no_reply | {:error, {reason :: term(), server_ref()}}
  def check_response(message, id), do: :gen.check_response(message, id)

  @doc """
  Like `send_request/2`; the request is added to a collection, with a label.

      iex> {:ok, server} = :gen_server.start(Agent.Server, fn -> 0 end, [])
      iex> requests = :gen_server.send_request(server, {:get, & &1}, :first, :gen_server.reqids_new())
      iex> {answer, label, rest} = :gen_server.receive_response(requests, 1000, true)
      iex> {answer, label, :gen_server.reqids_size(rest)}
      {{:reply, 0}, :first, 0}
  """
  @spec send_request(server_ref(), request :: term(), label :: term(), request_id_collection()) :: request_id_collection()
  def send_request(server, request, label, collection),
    do: :gen.send_request(server, :"$gen_call", request, label, collection)

  @doc """
  An empty collection of requests.

      iex> :gen_server.reqids_size(:gen_server.reqids_new())
      0
  """
  @spec reqids_new() :: request_id_collection()
  def reqids_new(), do: :gen.reqids_new()

  @doc """
  How many requests a collection holds.

      iex> requests = :gen_server.send_request(self(), :question, :label, :gen_server.reqids_new())
      iex> :gen_server.reqids_size(requests)
      1
  """
  @spec reqids_size(request_id_collection()) :: non_neg_integer()
  def reqids_size(collection), do: :gen.reqids_size(collection)

  @doc """
  Adds a request to a collection.

      iex> request = :gen_server.send_request(self(), :question)
      iex> :gen_server.reqids_size(:gen_server.reqids_add(request, :label, :gen_server.reqids_new()))
      1
  """
  @spec reqids_add(request_id(), label :: term(), request_id_collection()) :: request_id_collection()
  def reqids_add(id, label, collection), do: :gen.reqids_add(id, label, collection)

  @doc """
  The requests of a collection as `{id, label}`.

      iex> requests = :gen_server.send_request(self(), :question, :label, :gen_server.reqids_new())
      iex> [{_request, label}] = :gen_server.reqids_to_list(requests)
      iex> label
      :label
  """
  @spec reqids_to_list(request_id_collection()) :: [{request_id(), label :: term()}]
  def reqids_to_list(collection), do: :gen.reqids_to_list(collection)

  @doc """
  Waits for an answer to one request of a collection: `{response, label, collection}`, `:timeout` or `:no_request`.

      iex> :gen_server.receive_response(:gen_server.reqids_new(), 1000, true)
      :no_request
  """
  @spec receive_response(request_id_collection(), response_timeout(), delete :: boolean()) :: {response :: term(), label :: term(), request_id_collection()} | :no_request | :timeout
  def receive_response(collection, timeout, delete), do: :gen.receive_response(collection, timeout, delete)

  @doc """
  Like `receive_response/3`; after `:timeout` the requests can be waited for again.

      iex> :gen_server.wait_response(:gen_server.reqids_new(), 1000, true)
      :no_request
  """
  @spec wait_response(request_id_collection(), response_timeout(), delete :: boolean()) :: {response :: term(), label :: term(), request_id_collection()} | :no_request | :timeout
  def wait_response(collection, timeout, delete), do: :gen.wait_response(collection, timeout, delete)

  @doc """
  Tells whether a message answers a request of a collection.

      iex> :gen_server.check_response(:something_else, :gen_server.reqids_new(), true)
      :no_request
  """
  @spec check_response(message :: term(), request_id_collection(), delete :: boolean()) :: {response :: term(), label :: term(), request_id_collection()} | :no_request | :no_reply
  def check_response(message, collection, delete), do: :gen.check_response(message, collection, delete)

  ## A server's life

  @doc """
  Turns the calling process, started by `:proc_lib`, into a server.

      iex> server = :proc_lib.spawn(fn -> :gen_server.enter_loop(Agent.Server, [], 7) end)
      iex> :gen_server.call(server, {:get, & &1})
      7
  """
  @spec enter_loop(module(), options :: keyword(), state :: term()) :: no_return()
  def enter_loop(module, options, state), do: enter_loop(module, options, state, self(), :infinity)

  @doc """
  Like `enter_loop/3`, with the process's name, or with what comes next: a time, `:hibernate`, `{:continue, term}`.

      iex> server = :proc_lib.spawn(fn -> :gen_server.enter_loop(Agent.Server, [], 7, :infinity) end)
      iex> :gen_server.call(server, {:get, & &1})
      7
  """
  @spec enter_loop(module(), options :: keyword(), state :: term(), server_name() | pid() | timeout() | :hibernate | {:continue, term()}) :: no_return()
  def enter_loop(module, options, state, {:continue, _} = next), do: enter_loop(module, options, state, self(), next)
  def enter_loop(module, options, state, name) when is_tuple(name), do: enter_loop(module, options, state, name, :infinity)
  def enter_loop(module, options, state, next), do: enter_loop(module, options, state, self(), next)

  @doc """
  Like `enter_loop/3`, with the process's name and what comes next.

      iex> server = :proc_lib.spawn(fn -> :gen_server.enter_loop(Agent.Server, [], 7, self(), :infinity) end)
      iex> :gen_server.call(server, {:get, & &1})
      7
  """
  @spec enter_loop(module(), options :: keyword(), state :: term(), server_name() | pid(), timeout() | :hibernate | {:continue, term()}) :: no_return()
  def enter_loop(module, options, state, server_name, next) do
    name = :gen.get_proc_name(server_name)
    server = {name, :gen.get_parent(), :gen.hibernate_after(options), :gen.debug_options(name, options)}
    next(module, server, state, next)
  end

  @doc false
  def init_it(starter, :self, name, module, args, options), do: init_it(starter, self(), name, module, args, options)

  def init_it(starter, parent, full_name, module, args, options) do
    name = :gen.get_proc_name(full_name)

    server =
      case options do
        [] ->
          {name, parent, :infinity, []}

        [{:"$joist_restore", _ticket} | options] ->
          {name, parent, {:keep, :gen.hibernate_after(options)}, :gen.debug_options(name, options)}

        _ ->
          {name, parent, :gen.hibernate_after(options), :gen.debug_options(name, options)}
      end

    try do
      case options do
        [{:"$joist_restore", ticket} | _] -> :joist_restore.init(module, args, ticket, &{:ok, &1})
        _ -> module.init(args)
      end
    catch
      # A thrown value counts as returned.
      :throw, value -> initialised(value, starter, full_name, module, server)
      class, reason -> init_failed(class, reason, __STACKTRACE__, starter, full_name)
    else
      {:ok, state} -> ready(starter, module, server, state, :infinity)
      value -> initialised(value, starter, full_name, module, server)
    end
  end

  defp ready(starter, module, server, state, next) do
    if is_tuple(:erlang.element(3, server)), do: :joist_state.begin(state)
    :proc_lib.init_ack(starter, {:ok, self()})
    go_on(module, server, state, next)
  end

  defp initialised(value, starter, full_name, module, server) do
    case value do
      {:ok, state} ->
        ready(starter, module, server, state, :infinity)

      {:ok, state, next} ->
        ready(starter, module, server, state, next)

      :ignore ->
        :gen.unregister_name(full_name)
        :proc_lib.init_fail(starter, :ignore, {:exit, :normal})

      {:stop, reason} ->
        :gen.unregister_name(full_name)
        :proc_lib.init_fail(starter, {:error, reason}, {:exit, reason})

      {:error, reason} ->
        :gen.unregister_name(full_name)
        :proc_lib.init_fail(starter, {:error, reason}, {:exit, :normal})

      _ ->
        :gen.unregister_name(full_name)
        reason = {:bad_return_value, value}
        :proc_lib.init_fail(starter, {:error, reason}, {:exit, reason})
    end
  end

  # The name is free before the starter hears of the failure, so that it can try again at once.
  defp init_failed(class, reason, stacktrace, starter, full_name) do
    :gen.unregister_name(full_name)
    :proc_lib.init_fail(starter, {:error, exit_reason(class, reason, stacktrace)}, {class, reason, stacktrace})
  end

  ## The loop

  # What a plain server does. Every usual answer of a callback leads straight back here.
  defp loop(module, server, state) do
    receive do
      {:"$gen_call", from, request} = message ->
        try do
          module.handle_call(request, from, state)
        catch
          class, reason -> failed(class, reason, __STACKTRACE__, from, message, module, server, state)
        else
          {:reply, answer, state} ->
            case from do
              {_pid, [:alias | ref] = tag} when is_reference(ref) -> :erlang.send(ref, {tag, answer})
              _ -> :gen.reply(from, answer)
            end

            loop(module, server, state)

          {:noreply, state} ->
            loop(module, server, state)

          result ->
            result(result, from, message, module, server, state)
        end

      {:"$gen_cast", request} = message ->
        try do
          module.handle_cast(request, state)
        catch
          class, reason -> failed(class, reason, __STACKTRACE__, :none, message, module, server, state)
        else
          {:noreply, state} -> loop(module, server, state)
          result -> result(result, :none, message, module, server, state)
        end

      {:system, from, request} ->
        system(request, from, module, server, state, :infinity)

      {:EXIT, pid, reason} = message when pid == :erlang.element(2, server) ->
        terminate(:exit, reason, [], reason, :none, message, module, server, state)

      message ->
        try do
          module.handle_info(message, state)
        catch
          class, reason -> failed(class, reason, __STACKTRACE__, :none, message, module, server, state)
        else
          {:noreply, state} -> loop(module, server, state)
          result -> result(result, :none, message, module, server, state)
        end
    end
  end

  # What a server does when a callback has completed.
  defp next(module, {_, _, :infinity, []} = server, state, :infinity), do: loop(module, server, state)

  defp next(module, server, state, next) do
    keep(server, state)
    go_on(module, server, state, next)
  end

  # Waits for a message, for a time, hibernates or continues.
  defp go_on(module, {_, _, :infinity, []} = server, state, :infinity), do: loop(module, server, state)
  defp go_on(module, {_, _, {:keep, :infinity}, []} = server, state, :infinity), do: :joist_restore.loop(module, server, state)
  defp go_on(module, server, state, {:continue, term}), do: dispatch({:continue, term}, module, server, state)

  defp go_on(module, server, state, :hibernate),
    do: :proc_lib.hibernate(:gen_server, :wake_hibernated, [module, server, state])

  defp go_on(module, server, state, timeout), do: wait(module, server, state, timeout)

  defp keep({_, _, {:keep, _}, _}, state), do: :joist_state.keep(state)
  defp keep(_server, _state), do: :ok

  @doc false
  def wake_hibernated(module, server, state) do
    receive do
      message -> message(message, module, server, state, :hibernate)
    end
  end

  defp wait(module, {_, _, hibernate_after, _} = server, state, :infinity) do
    hibernate_after = with {:keep, time} <- hibernate_after, do: time

    receive do
      message -> message(message, module, server, state, :infinity)
    after
      hibernate_after -> go_on(module, server, state, :hibernate)
    end
  end

  defp wait(module, server, state, timeout) do
    receive do
      message -> message(message, module, server, state, timeout)
    after
      timeout -> message(:timeout, module, server, state, timeout)
    end
  end

  defp message(message, module, {name, parent, hibernate_after, debug} = server, state, timeout) do
    case message do
      {:system, from, request} ->
        system(request, from, module, server, state, timeout)

      {:EXIT, ^parent, reason} ->
        terminate(:exit, reason, [], reason, :none, message, module, server, state)

      _ when debug == [] ->
        dispatch(message, module, server, state)

      _ ->
        debug = :sys.handle_debug(debug, &:gen_server.print_event/3, name, {:in, message})
        dispatch(message, module, {name, parent, hibernate_after, debug}, state)
    end
  end

  defp dispatch(message, module, server, state) do
    from =
      case message do
        {:"$gen_call", from, _request} -> from
        _ -> :none
      end

    try do
      case message do
        {:"$gen_call", _from, request} -> module.handle_call(request, from, state)
        {:"$gen_cast", request} -> module.handle_cast(request, state)
        {:continue, term} -> module.handle_continue(term, state)
        _ -> module.handle_info(message, state)
      end
    catch
      class, reason -> failed(class, reason, __STACKTRACE__, from, message, module, server, state)
    else
      result -> result(result, from, message, module, server, state)
    end
  end

  @doc false
  def __message__(message, module, server, state), do: message(message, module, server, state, :infinity)

  @doc false
  def __result__(result, from, message, module, server, old), do: result(result, from, message, module, server, old)

  @doc false
  def __failed__(class, reason, stacktrace, from, message, module, server, state),
    do: failed(class, reason, stacktrace, from, message, module, server, state)

  # What a callback returned; `from` is `:none` where no answer is due.
  defp result(result, from, message, module, server, old) do
    case result do
      {:noreply, state} ->
        next(module, noted(server, {:noreply, state}), state, :infinity)

      {:noreply, state, next} ->
        next(module, noted(server, {:noreply, state}), state, next)

      {:reply, answer, state} when from != :none ->
        keep(server, state)
        :gen.reply(from, answer)
        next(module, noted(server, {:out, answer, from, state}), state, :infinity)

      {:reply, answer, state, next} when from != :none ->
        keep(server, state)
        :gen.reply(from, answer)
        next(module, noted(server, {:out, answer, from, state}), state, next)

      {:stop, reason, state} ->
        keep(server, state)
        terminate(:exit, reason, [], reason, from, message, module, server, state)

      {:stop, reason, answer, state} when from != :none ->
        keep(server, state)

        # The caller goes on only when terminate/2 is through.
        try do
          terminate(:exit, reason, [], reason, from, message, module, server, state)
        after
          :gen.reply(from, answer)
        end

      _ ->
        reason = {:bad_return_value, result}
        terminate(:exit, reason, [], reason, from, message, module, server, old)
    end
  end

  defp noted({_, _, _, []} = server, _event), do: server

  defp noted({name, parent, hibernate_after, debug}, event),
    do: {name, parent, hibernate_after, :sys.handle_debug(debug, &:gen_server.print_event/3, name, event)}

  # A callback raised. A thrown value counts as returned, and a missing handle_info is forgiven.
  defp failed(:throw, value, _stacktrace, from, message, module, server, state),
    do: result(value, from, message, module, server, state)

  defp failed(:error, :undef, [{module, :handle_info, [_, _], _} | _] = stacktrace, from, message, module, server, state) do
    case :erlang.function_exported(module, :handle_info, 2) do
      false ->
        :logger.warning(
          %{label: {:gen_server, :no_handle_info}, module: module, message: message},
          %{domain: [:otp], error_logger: %{tag: :warning_msg}}
        )

        result({:noreply, state}, :none, message, module, server, state)

      true ->
        terminate(:error, :undef, stacktrace, {:undef, stacktrace}, from, message, module, server, state)
    end
  end

  defp failed(class, reason, stacktrace, from, message, module, server, state) do
    exit_reason = exit_reason(class, reason, stacktrace)
    terminate(class, reason, stacktrace, exit_reason, from, message, module, server, state)
  end

  defp exit_reason(:error, reason, stacktrace), do: {reason, stacktrace}
  defp exit_reason(:throw, value, stacktrace), do: {{:nocatch, value}, stacktrace}
  defp exit_reason(:exit, reason, _stacktrace), do: reason

  ## The end

  # Lets the module clean up, reports an end that is none of the usual ones, and ends the process.
  defp terminate(class, reason, stacktrace, exit_reason, from, message, module, server, state) do
    if :erlang.function_exported(module, :terminate, 2) do
      try do
        module.terminate(exit_reason, state)
      catch
        :throw, _value ->
          :ok

        class, reason ->
          exit_reason = exit_reason(class, reason, __STACKTRACE__)
          report(exit_reason, exit_reason, __STACKTRACE__, from, message, module, server, state)
          :erlang.raise(class, reason, __STACKTRACE__)
      end
    end

    report(reason, exit_reason, stacktrace, from, message, module, server, state)

    case stacktrace do
      [] -> :erlang.exit(exit_reason)
      _ -> :erlang.raise(class, reason, stacktrace)
    end
  end

  defp report(_reason, :normal, _stacktrace, _from, _message, _module, _server, _state), do: :ok
  defp report(_reason, :shutdown, _stacktrace, _from, _message, _module, _server, _state), do: :ok
  defp report(_reason, {:shutdown, _}, _stacktrace, _from, _message, _module, _server, _state), do: :ok

  defp report(reason, exit_reason, stacktrace, from, message, module, {name, _, _, debug}, state) do
    if :logger.allow(:error, :gen_server) do
      reason = if exit_reason == reason and stacktrace != [], do: {reason, stacktrace}, else: exit_reason
      shown = shown(module, :terminate, %{state: state, message: message, reason: reason, log: :sys.get_log(debug)})

      :logger.error(
        %{
          label: {:gen_server, :terminate},
          name: name,
          last_message: shown.message,
          state: shown.state,
          log: shown.log,
          reason: shown.reason,
          client_info: client_info(from),
          process_label: :proc_lib.get_label(self())
        },
        %{domain: [:otp], error_logger: %{tag: :error}}
      )
    end
  end

  # Who waits for an answer, and where.
  defp client_info({pid, _tag}) when is_pid(pid) and node(pid) == node() do
    case :erlang.process_info(pid, [:current_stacktrace, :registered_name]) do
      :undefined -> {pid, :dead}
      [{_, stacktrace}, {_, []}] -> {pid, {pid, stacktrace}}
      [{_, stacktrace}, {_, name}] -> {pid, {name, stacktrace}}
    end
  end

  defp client_info({pid, _tag}) when is_pid(pid), do: {pid, :remote}
  defp client_info(_from), do: :undefined

  # What of a server may be shown: format_status/1 of its module decides, or format_status/2.
  defp shown(module, option, status) do
    cond do
      :erlang.function_exported(module, :format_status, 1) ->
        try do
          :maps.merge(status, module.format_status(status))
        catch
          _, _ -> :maps.put(:state, {~c"format_status/1 crashed", module}, status)
        end

      :erlang.function_exported(module, :format_status, 2) ->
        try do
          :maps.put(:state, module.format_status(option, [:erlang.get(), :maps.get(:state, status)]), status)
        catch
          _, _ -> status
        end

      true ->
        status
    end
  end

  ## System messages

  defp system(request, from, module, {name, parent, hibernate_after, debug}, state, timeout) do
    misc = [name, state, module, timeout, hibernate_after]
    :sys.handle_system_msg(request, from, parent, :gen_server, debug, misc, timeout == :hibernate)
  end

  @doc false
  def system_continue(parent, debug, [name, state, module, timeout, hibernate_after]),
    do: next(module, {name, parent, hibernate_after, debug}, state, timeout)

  @doc false
  def system_terminate(reason, parent, debug, [name, state, module, _timeout, hibernate_after]),
    do: terminate(:exit, reason, [], reason, :none, [], module, {name, parent, hibernate_after, debug}, state)

  @doc false
  def system_get_state([_name, state, _module, _timeout, _hibernate_after]), do: {:ok, state}

  @doc false
  def system_replace_state(fun, [name, state, module, timeout, hibernate_after]) do
    state = fun.(state)
    {:ok, state, [name, state, module, timeout, hibernate_after]}
  end

  @doc false
  def system_code_change([name, state, module, timeout, hibernate_after], _changed, version, extra) do
    case module.code_change(version, state, extra) do
      {:ok, state} -> {:ok, [name, state, module, timeout, hibernate_after]}
      refused -> refused
    end
  end

  @doc false
  def format_status(option, [_dictionary, system_state, parent, debug, [name, state, module, _timeout, _hibernate_after]]) do
    shown = shown(module, option, %{state: state, log: :sys.get_log(debug)})

    own =
      case :maps.get(:state, shown) do
        [{key, _} | _] = data when is_list(key) or key == :data -> data
        state -> [{:data, [{~c"State", state}]}]
      end

    [
      {:header, :lists.flatten(:io_lib.format(~c"Status for generic server ~tp", [name]))},
      {:data, [{~c"Status", system_state}, {~c"Parent", parent}, {~c"Logged events", :maps.get(:log, shown)}]}
      | own
    ]
  end

  @doc false
  def print_event(device, event, name) do
    case event do
      {:in, {:"$gen_call", {from, _tag}, request}} ->
        :io.format(device, ~c"*DBG* ~tp got call ~tp from ~tp~n", [name, request, from])

      {:in, {:"$gen_cast", request}} ->
        :io.format(device, ~c"*DBG* ~tp got cast ~tp~n", [name, request])

      {:in, message} ->
        :io.format(device, ~c"*DBG* ~tp got ~tp~n", [name, message])

      {:out, answer, {to, _tag}, state} ->
        :io.format(device, ~c"*DBG* ~tp sent ~tp to ~tp, new state ~tp~n", [name, answer, to, state])

      {:noreply, state} ->
        :io.format(device, ~c"*DBG* ~tp new state ~tp~n", [name, state])

      _ ->
        :io.format(device, ~c"*DBG* ~tp dbg  ~tp~n", [name, event])
    end
  end
end
