defmodule :gen_event do
  @moduledoc """
  Event managers: processes that pass each event to any number of handlers.

  A handler is a module, or `{module, id}`, with a state of its own. One that fails is removed; the manager goes on.
  Handlers are `{module, id, state, supervisor}`, where `id` is `false` without one and `supervisor` is `false` or the
  process on which the handler depends.
  """

  @typedoc "A handler: its module, or that with a name of its own."
  @type handler() :: module() | {module(), id :: term()}

  @typedoc "An event manager that runs."
  @type emgr_ref() :: pid() | atom() | {name :: atom(), node()} | {:global, term()} | {:via, module(), term()}

  @type emgr_name() :: {:local, atom()} | {:global, term()} | {:via, module(), term()}

  @type start_ret() :: {:ok, pid()} | {:error, term()}

  @type start_mon_ret() :: {:ok, {pid(), reference()}} | {:error, term()}

  @typedoc "What names a request that was sent."
  @opaque request_id() :: reference()

  @typedoc "Requests that were sent, each with a label."
  @opaque request_id_collection() :: map()

  @type response_timeout() :: timeout() | {:abs, integer()}

  @callback init(args :: term) :: tuple
  @callback handle_event(event :: term, state :: term) :: term
  @callback handle_call(request :: term, state :: term) :: term
  @callback handle_info(message :: term, state :: term) :: term
  @callback terminate(args :: term, state :: term) :: term
  @callback code_change(version :: term, state :: term, extra :: term) :: term
  @callback format_status(status :: map) :: map
  @callback format_status(option :: atom, list) :: term
  @optional_callbacks handle_info: 2, terminate: 2, code_change: 3, format_status: 1, format_status: 2

  ## Starting and stopping

  @doc """
  Starts a manager.

      iex> {:ok, manager} = :gen_event.start()
      iex> :gen_event.which_handlers(manager)
      []
  """
  @spec start() :: start_ret()
  def start(), do: start([])

  @doc """
  Starts a manager with options, or under a name.

      iex> {:ok, manager} = :gen_event.start({:local, :example_events})
      iex> {Process.whereis(:example_events) == manager, :gen_event.stop(manager)}
      {true, :ok}
  """
  @spec start(emgr_name() | keyword()) :: start_ret()
  def start(options) when is_list(options), do: :gen.start(:gen_event, :nolink, :gen_event, [], options)
  def start(name), do: start(name, [])

  @doc """
  Starts a manager under a name, with options.

      iex> {:ok, manager} = :gen_event.start({:local, :example_events}, [])
      iex> {Process.whereis(:example_events) == manager, :gen_event.stop(manager)}
      {true, :ok}
  """
  @spec start(emgr_name(), options :: keyword()) :: start_ret()
  def start(name, options), do: :gen.start(:gen_event, :nolink, name, :gen_event, [], options)

  @doc """
  Starts a manager that is linked to the caller.

      iex> {:ok, manager} = :gen_event.start_link()
      iex> :gen_event.stop(manager)
      :ok
  """
  @spec start_link() :: start_ret()
  def start_link(), do: start_link([])

  @doc """
  Starts a linked manager with options, or under a name.

      iex> {:ok, manager} = :gen_event.start_link({:local, :example_events})
      iex> {Process.whereis(:example_events) == manager, :gen_event.stop(manager)}
      {true, :ok}
  """
  @spec start_link(emgr_name() | keyword()) :: start_ret()
  def start_link(options) when is_list(options), do: :gen.start(:gen_event, :link, :gen_event, [], options)
  def start_link(name), do: start_link(name, [])

  @doc """
  Starts a linked manager under a name, with options.

      iex> {:ok, manager} = :gen_event.start_link({:local, :example_events}, [])
      iex> {Process.whereis(:example_events) == manager, :gen_event.stop(manager)}
      {true, :ok}
  """
  @spec start_link(emgr_name(), options :: keyword()) :: start_ret()
  def start_link(name, options), do: :gen.start(:gen_event, :link, name, :gen_event, [], options)

  @doc """
  Starts a manager and monitors it: `{:ok, {pid, ref}}`.

      iex> {:ok, {manager, ref}} = :gen_event.start_monitor()
      iex> :gen_event.stop(manager)
      iex> receive do {:DOWN, ^ref, :process, ^manager, reason} -> reason end
      :normal
  """
  @spec start_monitor() :: start_mon_ret()
  def start_monitor(), do: start_monitor([])

  @doc """
  Like `start_monitor/0`, with options or under a name.

      iex> {:ok, {manager, _ref}} = :gen_event.start_monitor({:local, :example_events})
      iex> {Process.whereis(:example_events) == manager, :gen_event.stop(manager)}
      {true, :ok}
  """
  @spec start_monitor(emgr_name() | keyword()) :: start_mon_ret()
  def start_monitor(name) when is_tuple(name), do: start_monitor(name, [])

  def start_monitor(options) do
    case :gen.start(:gen_event, :monitor, :gen_event, [], options) do
      {{:ok, pid}, ref} -> {:ok, {pid, ref}}
      {failure, _ref} -> failure
    end
  end

  @doc """
  Like `start_monitor/1`, under a name.

      iex> {:ok, {manager, _ref}} = :gen_event.start_monitor({:local, :example_events}, [])
      iex> {Process.whereis(:example_events) == manager, :gen_event.stop(manager)}
      {true, :ok}
  """
  @spec start_monitor(emgr_name(), options :: keyword()) :: start_mon_ret()
  def start_monitor(name, options) do
    case :gen.start(:gen_event, :monitor, name, :gen_event, [], options) do
      {{:ok, pid}, ref} -> {:ok, {pid, ref}}
      {failure, _ref} -> failure
    end
  end

  @doc """
  Stops a manager and waits for its end.

      iex> {:ok, manager} = :gen_event.start()
      iex> :gen_event.stop(manager)
      :ok
      iex> Process.alive?(manager)
      false
  """
  @spec stop(emgr_ref()) :: :ok
  def stop(manager), do: stop(manager, :normal, :infinity)

  @doc """
  Stops a manager with a reason and a time limit.

      iex> {:ok, manager} = :gen_event.start()
      iex> :gen_event.stop(manager, :shutdown, 5000)
      :ok
  """
  @spec stop(emgr_ref(), reason :: term(), timeout()) :: :ok
  def stop(manager, reason, timeout) do
    :gen.stop(manager, reason, timeout)
  catch
    :exit, why -> :erlang.exit({why, {:gen_event, :stop, [manager, reason, timeout]}})
  end

  ## Requests

  @doc """
  Passes an event to all handlers; does not wait.

      iex> defmodule Example.Notified do
      ...>   def init(pid), do: {:ok, pid}
      ...>   def handle_event(event, pid), do: {:ok, send(pid, {:seen, event}) && pid}
      ...> end
      iex> {:ok, manager} = :gen_event.start()
      iex> :gen_event.add_handler(manager, Example.Notified, self())
      iex> :gen_event.notify(manager, :hello)
      :ok
      iex> receive do message -> message end
      {:seen, :hello}
  """
  @spec notify(emgr_ref(), event :: term()) :: :ok
  def notify(manager, event) do
    case manager do
      {:global, name} -> :global.send(name, {:notify, event})
      {:via, module, name} -> module.send(name, {:notify, event})
      _ -> :erlang.send(manager, {:notify, event})
    end

    :ok
  end

  @doc """
  Passes an event to all handlers and waits until they have handled it.

      iex> defmodule Example.SyncNotified do
      ...>   def init(pid), do: {:ok, pid}
      ...>   def handle_event(event, pid), do: {:ok, send(pid, {:seen, event}) && pid}
      ...> end
      iex> {:ok, manager} = :gen_event.start()
      iex> :gen_event.add_handler(manager, Example.SyncNotified, self())
      iex> :gen_event.sync_notify(manager, :hello)
      :ok
      iex> receive do message -> message after 0 -> :nothing end
      {:seen, :hello}
  """
  @spec sync_notify(emgr_ref(), event :: term()) :: :ok
  def sync_notify(manager, event), do: request(manager, {:sync_notify, event}, :infinity)

  @doc """
  Adds a handler, whose `init/1` gets the arguments.

      iex> defmodule Example.Added do
      ...>   def init(state), do: {:ok, state}
      ...> end
      iex> {:ok, manager} = :gen_event.start()
      iex> :gen_event.add_handler(manager, Example.Added, 0)
      :ok
      iex> :gen_event.which_handlers(manager)
      [Example.Added]
  """
  @spec add_handler(emgr_ref(), handler(), args :: term()) :: :ok | {:EXIT, term()} | term()
  def add_handler(manager, handler, args), do: request(manager, {:add_handler, handler, args}, :infinity)

  @doc """
  Adds a handler that goes with the caller; the caller gets `{:gen_event_EXIT, handler, reason}` when it goes.

      iex> defmodule Example.Supervised do
      ...>   def init(state), do: {:ok, state}
      ...> end
      iex> {:ok, manager} = :gen_event.start()
      iex> :gen_event.add_sup_handler(manager, Example.Supervised, 0)
      :ok
      iex> :gen_event.delete_handler(manager, Example.Supervised, :bye)
      :ok
      iex> receive do message -> message end
      {:gen_event_EXIT, Example.Supervised, :normal}
  """
  @spec add_sup_handler(emgr_ref(), handler(), args :: term()) :: :ok | {:EXIT, term()} | term()
  def add_sup_handler(manager, handler, args), do: request(manager, {:add_sup_handler, handler, args, self()}, :infinity)

  @doc """
  Removes a handler: what its `terminate/2` returns, or `{:error, :module_not_found}`.

      iex> defmodule Example.Deleted do
      ...>   def init(state), do: {:ok, state}
      ...>   def terminate(args, state), do: {args, state}
      ...> end
      iex> {:ok, manager} = :gen_event.start()
      iex> :gen_event.add_handler(manager, Example.Deleted, 0)
      iex> :gen_event.delete_handler(manager, Example.Deleted, :bye)
      {:bye, 0}
      iex> :gen_event.delete_handler(manager, Example.Deleted, :bye)
      {:error, :module_not_found}
  """
  @spec delete_handler(emgr_ref(), handler(), args :: term()) :: term() | {:error, :module_not_found} | {:EXIT, term()}
  def delete_handler(manager, handler, args), do: request(manager, {:delete_handler, handler, args}, :infinity)

  @doc """
  Replaces `{handler, args}` by another.

      iex> defmodule Example.Swapped do
      ...>   def init(state), do: {:ok, state}
      ...>   def terminate(args, state), do: {args, state}
      ...>   def handle_call(:get, state), do: {:ok, state, state}
      ...> end
      iex> {:ok, manager} = :gen_event.start()
      iex> :gen_event.add_handler(manager, {Example.Swapped, 1}, 0)
      iex> :gen_event.swap_handler(manager, {{Example.Swapped, 1}, :bye}, {{Example.Swapped, 2}, :hello})
      :ok
      iex> :gen_event.call(manager, {Example.Swapped, 2}, :get)
      {:hello, {:bye, 0}}
  """
  @spec swap_handler(emgr_ref(), {handler(), term()}, {handler(), term()}) :: :ok | {:error, term()}
  def swap_handler(manager, {old, old_args}, {new, new_args}),
    do: request(manager, {:swap_handler, old, old_args, new, new_args}, :infinity)

  @doc """
  Like `swap_handler/3`; the new handler goes with the caller.

      iex> defmodule Example.SwappedSup do
      ...>   def init(state), do: {:ok, state}
      ...>   def terminate(args, state), do: {args, state}
      ...> end
      iex> {:ok, manager} = :gen_event.start()
      iex> :gen_event.add_handler(manager, {Example.SwappedSup, 1}, 0)
      iex> :gen_event.swap_sup_handler(manager, {{Example.SwappedSup, 1}, :bye}, {{Example.SwappedSup, 2}, :hello})
      :ok
  """
  @spec swap_sup_handler(emgr_ref(), {handler(), term()}, {handler(), term()}) :: :ok | {:error, term()}
  def swap_sup_handler(manager, {old, old_args}, {new, new_args}),
    do: request(manager, {:swap_sup_handler, old, old_args, new, new_args, self()}, :infinity)

  @doc """
  All handlers.

      iex> {:ok, manager} = :gen_event.start()
      iex> :gen_event.which_handlers(manager)
      []
  """
  @spec which_handlers(emgr_ref()) :: [handler()]
  def which_handlers(manager), do: request(manager, :which_handlers, :infinity)

  @doc """
  Asks one handler, and waits at most five seconds.

      iex> defmodule Example.Called do
      ...>   def init(state), do: {:ok, state}
      ...>   def handle_call(:get, state), do: {:ok, state, state}
      ...> end
      iex> {:ok, manager} = :gen_event.start()
      iex> :gen_event.add_handler(manager, Example.Called, 7)
      iex> :gen_event.call(manager, Example.Called, :get)
      7
      iex> :gen_event.call(manager, Example.NotThere, :get)
      {:error, :bad_module}
  """
  @spec call(emgr_ref(), handler(), request :: term()) :: term()
  def call(manager, handler, request), do: ask(manager, handler, request, 5000, [manager, handler, request])

  @doc """
  Asks one handler, with a time limit.

      iex> {:ok, manager} = :gen_event.start()
      iex> :gen_event.call(manager, Example.NotThere, :get, 1000)
      {:error, :bad_module}
  """
  @spec call(emgr_ref(), handler(), request :: term(), timeout()) :: term()
  def call(manager, handler, request, timeout), do: ask(manager, handler, request, timeout, [manager, handler, request, timeout])

  # The reason of an exit names the call.
  defp ask(manager, handler, request, timeout, args) do
    request(manager, {:call, handler, request}, timeout)
  catch
    :exit, reason -> :erlang.exit({reason, {:gen_event, :call, args}})
  end

  @doc """
  Asks one handler without waiting; returns a request id.

      iex> {:ok, manager} = :gen_event.start()
      iex> request = :gen_event.send_request(manager, Example.NotThere, :get)
      iex> elem(:gen_event.receive_response(request, 1000), 0)
      :error
  """
  @spec send_request(emgr_ref(), handler(), request :: term()) :: request_id()
  def send_request(manager, handler, request), do: :gen.send_request(manager, self(), {:call, handler, request})

  @doc """
  Waits for the answer to a request.

      iex> {:ok, manager} = :gen_event.start()
      iex> request = :gen_event.send_request(manager, Example.NotThere, :get)
      iex> elem(:gen_event.receive_response(request, 1000), 0)
      :error
  """
  @spec receive_response(request_id(), response_timeout()) :: {:reply, term()} | :timeout | {:error, {reason :: term(), emgr_ref()}}
  def receive_response(id, timeout), do: answer(:gen.receive_response(id, timeout))

  @doc """
  Waits for the answer to a request; it can be waited for again after the time.

      iex> {:ok, manager} = :gen_event.start()
      iex> request = :gen_event.send_request(manager, Example.NotThere, :get)
      iex> elem(:gen_event.wait_response(request, 1000), 0)
      :error
  """
  @spec wait_response(request_id(), response_timeout()) :: {:reply, term()} | :timeout | {:error, {reason :: term(), emgr_ref()}}
  def wait_response(id, timeout), do: answer(:gen.wait_response(id, timeout))

  @doc """
  Tells whether a message is the answer to a request.

      iex> {:ok, manager} = :gen_event.start()
      iex> request = :gen_event.send_request(manager, Example.NotThere, :get)
      iex> :gen_event.check_response(:something_else, request)
      :no_reply
  """
  @spec check_response(message :: term(), request_id()) :: {:reply, term()} | :no_reply | {:error, {reason :: term(), emgr_ref()}}
  def check_response(message, id), do: answer(:gen.check_response(message, id))

  # A manager that has no such handler answers with an error.
  defp answer({:reply, {:error, _} = error}), do: error
  defp answer(answer), do: answer

  @doc """
  Like `send_request/3`; the request is added to a collection, with a label.

      iex> {:ok, manager} = :gen_event.start()
      iex> requests = :gen_event.send_request(manager, Example.NotThere, :get, :label, :gen_event.reqids_new())
      iex> :gen_event.reqids_size(requests)
      1
  """
  @spec send_request(emgr_ref(), handler(), request :: term(), label :: term(), request_id_collection()) :: request_id_collection()
  def send_request(manager, handler, request, label, collection),
    do: :gen.send_request(manager, self(), {:call, handler, request}, label, collection)

  @doc """
  An empty collection of requests.

      iex> :gen_event.reqids_size(:gen_event.reqids_new())
      0
  """
  @spec reqids_new() :: request_id_collection()
  def reqids_new(), do: :gen.reqids_new()

  @doc """
  How many requests a collection holds.

      iex> :gen_event.reqids_size(:gen_event.reqids_new())
      0
  """
  @spec reqids_size(request_id_collection()) :: non_neg_integer()
  def reqids_size(collection), do: :gen.reqids_size(collection)

  @doc """
  Adds a request to a collection.

      iex> {:ok, manager} = :gen_event.start()
      iex> request = :gen_event.send_request(manager, Example.NotThere, :get)
      iex> :gen_event.reqids_size(:gen_event.reqids_add(request, :label, :gen_event.reqids_new()))
      1
  """
  @spec reqids_add(request_id(), label :: term(), request_id_collection()) :: request_id_collection()
  def reqids_add(id, label, collection), do: :gen.reqids_add(id, label, collection)

  @doc """
  The requests of a collection as `{id, label}`.

      iex> :gen_event.reqids_to_list(:gen_event.reqids_new())
      []
  """
  @spec reqids_to_list(request_id_collection()) :: [{request_id(), label :: term()}]
  def reqids_to_list(collection), do: :gen.reqids_to_list(collection)

  @doc """
  Waits for an answer to one request of a collection: `{response, label, collection}`, `:timeout` or `:no_request`.

      iex> :gen_event.receive_response(:gen_event.reqids_new(), 1000, true)
      :no_request
  """
  @spec receive_response(request_id_collection(), response_timeout(), delete :: boolean()) :: {response :: term(), label :: term(), request_id_collection()} | :no_request | :timeout
  def receive_response(collection, timeout, delete), do: labelled(:gen.receive_response(collection, timeout, delete))

  @doc """
  Like `receive_response/3`; after `:timeout` the requests can be waited for again.

      iex> :gen_event.wait_response(:gen_event.reqids_new(), 1000, true)
      :no_request
  """
  @spec wait_response(request_id_collection(), response_timeout(), delete :: boolean()) :: {response :: term(), label :: term(), request_id_collection()} | :no_request | :timeout
  def wait_response(collection, timeout, delete), do: labelled(:gen.wait_response(collection, timeout, delete))

  @doc """
  Tells whether a message answers a request of a collection.

      iex> :gen_event.check_response(:something_else, :gen_event.reqids_new(), true)
      :no_request
  """
  @spec check_response(message :: term(), request_id_collection(), delete :: boolean()) :: {response :: term(), label :: term(), request_id_collection()} | :no_request | :no_reply
  def check_response(message, collection, delete), do: labelled(:gen.check_response(message, collection, delete))

  defp labelled({answer, label, collection}), do: {answer(answer), label, collection}
  defp labelled(none), do: none

  defp request(manager, request, timeout) do
    {:ok, answer} = :gen.call(manager, self(), request, timeout)
    answer
  end

  ## The manager

  @doc false
  def init_it(starter, :self, name, module, args, options), do: init_it(starter, self(), name, module, args, options)

  def init_it(starter, parent, full_name, _module, _args, options) do
    :erlang.process_flag(:trap_exit, true)
    name = :gen.get_proc_name(full_name)
    manager = %{parent: parent, name: name, hibernate_after: :gen.hibernate_after(options), debug: :gen.debug_options(name, options)}
    :proc_lib.init_ack(starter, {:ok, self()})
    loop([], manager, false)
  end

  defp loop(handlers, manager, true), do: :proc_lib.hibernate(:gen_event, :wake_up, [handlers, manager])

  defp loop(handlers, %{hibernate_after: hibernate_after} = manager, false) do
    receive do
      message -> received(message, handlers, manager)
    after
      hibernate_after -> loop(handlers, manager, true)
    end
  end

  @doc false
  def wake_up(handlers, manager) do
    receive do
      message -> received(message, handlers, manager)
    end
  end

  defp received(message, handlers, %{parent: parent} = manager) do
    case message do
      {:system, from, request} ->
        :sys.handle_system_msg(request, from, parent, :gen_event, manager.debug, {handlers, manager})

      {:EXIT, ^parent, reason} ->
        terminate_all(reason, handlers, manager)
        :erlang.exit(reason)

      {:notify, event} ->
        manager = traced(manager, {:in, message})
        {handlers, hibernate?} = pass(:handle_event, event, handlers, manager)
        loop(handlers, manager, hibernate?)

      {label, from, request} when is_pid(label) and is_tuple(from) ->
        {answer, handlers, hibernate?} = answer(request, handlers, traced(manager, {:in, message}))
        :gen.reply(from, answer)
        loop(handlers, manager, hibernate?)

      {:EXIT, pid, reason} ->
        {handlers, hibernate?} = exited(pid, reason, message, handlers, manager)
        loop(handlers, manager, hibernate?)

      _ ->
        {handlers, hibernate?} = pass(:handle_info, message, handlers, traced(manager, {:in, message}))
        loop(handlers, manager, hibernate?)
    end
  end

  # The end of a process takes the handlers along that depend on it.
  defp exited(pid, reason, message, handlers, manager) do
    case :lists.partition(fn handler -> elem(handler, 3) == pid end, handlers) do
      {[], _} ->
        pass(:handle_info, message, handlers, manager)

      {gone, rest} ->
        for handler <- gone, do: finish(handler, {:stop, reason}, :none, manager)
        {rest, false}
    end
  end

  defp answer(request, handlers, manager) do
    case request do
      {:sync_notify, event} ->
        {handlers, hibernate?} = pass(:handle_event, event, handlers, manager)
        {:ok, handlers, hibernate?}

      {:add_handler, handler, args} ->
        add(handler, args, false, handlers)

      {:add_sup_handler, handler, args, pid} ->
        :erlang.link(pid)
        add(handler, args, pid, handlers)

      {:delete_handler, handler, args} ->
        case take(handler, handlers) do
          {found, rest} -> {finish(found, args, :normal, manager), rest, false}
          nil -> {{:error, :module_not_found}, handlers, false}
        end

      {:swap_handler, old, old_args, new, new_args} ->
        swap(old, old_args, new, new_args, :same, handlers, manager)

      {:swap_sup_handler, old, old_args, new, new_args, pid} ->
        :erlang.link(pid)
        swap(old, old_args, new, new_args, pid, handlers, manager)

      {:call, handler, request} ->
        ask(handler, request, handlers, manager)

      :which_handlers ->
        {for(handler <- handlers, do: id(handler)), handlers, false}

      other ->
        {{:error, {:bad_request, other}}, handlers, false}
    end
  end

  defp id({module, false, _state, _supervisor}), do: module
  defp id({module, id, _state, _supervisor}), do: {module, id}

  defp take(handler, handlers) do
    case :lists.search(fn known -> id(known) == handler end, handlers) do
      {:value, found} -> {found, :lists.delete(found, handlers)}
      false -> nil
    end
  end

  defp add(handler, args, supervisor, handlers) do
    {module, id} = with module when is_atom(module) <- handler, do: {module, false}

    case protect(fn -> module.init(args) end) do
      {:ok, {:ok, state}} -> {:ok, [{module, id, state, supervisor} | handlers], false}
      {:ok, {:ok, state, :hibernate}} -> {:ok, [{module, id, state, supervisor} | handlers], true}
      {:ok, other} -> {other, handlers, false}
      {:EXIT, _} = exit -> {exit, handlers, false}
    end
  end

  defp swap(old, old_args, new, new_args, supervisor, handlers, manager) do
    {result, supervisor, rest} =
      case take(old, handlers) do
        {found, rest} ->
          kept = if supervisor == :same, do: elem(found, 3), else: supervisor
          result = finish(found, old_args, {:swapped, new, kept || :undefined}, manager)
          # The end of the old handler has taken the link.
          if kept, do: :erlang.link(kept)
          {result, kept, rest}

        nil ->
          {:error, if(supervisor == :same, do: false, else: supervisor), handlers}
      end

    case add(new, {new_args, result}, supervisor, rest) do
      {:ok, handlers, hibernate?} -> {:ok, handlers, hibernate?}
      {other, handlers, hibernate?} -> {{:error, other}, handlers, hibernate?}
    end
  end

  defp ask(handler, request, handlers, manager) do
    case take(handler, handlers) do
      nil ->
        {{:error, :bad_module}, handlers, false}

      {{module, id, state, supervisor} = found, rest} ->
        case protect(fn -> module.handle_call(request, state) end) do
          {:ok, {:ok, answer, state}} ->
            {answer, replace(handlers, found, {module, id, state, supervisor}), false}

          {:ok, {:ok, answer, state, :hibernate}} ->
            {answer, replace(handlers, found, {module, id, state, supervisor}), true}

          {:ok, {:remove_handler, answer}} ->
            finish(found, :remove_handler, :normal, manager)
            {answer, rest, false}

          {:ok, {:swap_handler, answer, args, state, new, new_args}} ->
            {_, handlers, hibernate?} =
              swap(handler, args, new, new_args, :same, replace(handlers, found, {module, id, state, supervisor}), manager)

            {answer, handlers, hibernate?}

          {:ok, other} ->
            failed(found, request, other, manager)
            {{:error, {:bad_return_value, other}}, rest, false}

          {:EXIT, reason} ->
            failed(found, request, {:EXIT, reason}, manager)
            {{:error, {:EXIT, reason}}, rest, false}
        end
    end
  end

  defp replace(handlers, old, new), do: for(handler <- handlers, do: if(handler == old, do: new, else: handler))

  # Passes an event to one handler after the other: {handlers, hibernate?}.
  defp pass(_function, _event, [], _manager), do: {[], false}

  defp pass(function, event, [{module, id, state, supervisor} = handler | rest], manager) do
    {kept, hibernate?} =
      case protect(fn -> :erlang.apply(module, function, [event, state]) end) do
        {:ok, {:ok, state}} ->
          {[{module, id, state, supervisor}], false}

        {:ok, {:ok, state, :hibernate}} ->
          {[{module, id, state, supervisor}], true}

        {:ok, :remove_handler} ->
          finish(handler, :remove_handler, :normal, manager)
          {[], false}

        {:ok, {:swap_handler, args, state, new, new_args}} ->
          {_, handlers, hibernate?} = swap(id(handler), args, new, new_args, :same, [{module, id, state, supervisor}], manager)
          {handlers, hibernate?}

        {:EXIT, {:undef, [{^module, :handle_info, [_, _], _} | _]}} when function == :handle_info ->
          :logger.warning(%{label: {:gen_event, :no_handle_info}, module: module, message: event}, %{domain: [:otp], error_logger: %{tag: :warning_msg}})
          {[handler], false}

        {:ok, other} ->
          failed(handler, event, other, manager)
          {[], false}

        {:EXIT, reason} ->
          failed(handler, event, {:EXIT, reason}, manager)
          {[], false}
      end

    {rest, later?} = pass(function, event, rest, manager)
    {kept ++ rest, hibernate? or later?}
  end

  defp protect(fun) do
    {:ok, fun.()}
  catch
    :throw, value -> {:ok, value}
    :error, reason -> {:EXIT, {reason, __STACKTRACE__}}
    :exit, reason -> {:EXIT, reason}
  end

  # Lets a handler clean up and tells who depends on it.
  defp finish({module, _id, state, supervisor} = handler, args, reason, _manager) do
    result =
      if :erlang.function_exported(module, :terminate, 2) do
        case protect(fn -> module.terminate(args, state) end) do
          {:ok, result} -> result
          exit -> exit
        end
      else
        :ok
      end

    if supervisor != false and reason != :none do
      :erlang.send(supervisor, {:gen_event_EXIT, id(handler), reason})
      :erlang.unlink(supervisor)
    end

    result
  end

  defp failed(handler, event, why, manager) do
    reason = with {:EXIT, reason} <- why, do: reason
    cause = with {:EXIT, _} <- why, do: why
    args = if cause == why and match?({:EXIT, _}, why), do: {:error, why}, else: {:error, {:bad_return_value, why}}
    {_module, _id, state, _supervisor} = handler
    finish(handler, args, elem(args, 1), manager)

    if reason not in [:normal, :shutdown] do
      :logger.error(
        %{
          label: {:gen_event, :terminate},
          handler: id(handler),
          name: manager.name,
          last_message: event,
          state: state,
          reason: if(match?({:EXIT, _}, why), do: reason, else: {:bad_return_value, why}),
          process_label: :proc_lib.get_label(self())
        },
        %{domain: [:otp], error_logger: %{tag: :error}}
      )
    end
  end

  defp terminate_all(reason, handlers, manager) do
    for handler <- handlers, do: finish(handler, :stop, reason, manager)
    :ok
  end

  ## System messages

  @doc false
  def system_continue(_parent, debug, {handlers, manager}), do: loop(handlers, %{manager | debug: debug}, false)

  @doc false
  def system_terminate(reason, _parent, _debug, {handlers, manager}) do
    terminate_all(reason, handlers, manager)
    :erlang.exit(reason)
  end

  @doc false
  def system_get_state({handlers, _manager}), do: {:ok, for({module, id, state, _} <- handlers, do: {module, id, state})}

  @doc false
  def system_replace_state(fun, {handlers, manager}) do
    handlers =
      for {module, id, state, supervisor} = handler <- handlers do
        case protect(fn -> fun.({module, id, state}) end) do
          {:ok, {^module, ^id, state}} -> {module, id, state, supervisor}
          _ -> handler
        end
      end

    {:ok, for({module, id, state, _} <- handlers, do: {module, id, state}), {handlers, manager}}
  end

  @doc false
  def system_code_change({handlers, manager}, changed, version, extra) do
    handlers =
      for {module, id, state, supervisor} = handler <- handlers do
        if module == changed do
          {:ok, state} = module.code_change(version, state, extra)
          {module, id, state, supervisor}
        else
          handler
        end
      end

    {:ok, {handlers, manager}}
  end

  @doc false
  def format_status(_option, [_dictionary, system_state, parent, _debug, {handlers, manager}]) do
    [
      {:header, :lists.flatten(:io_lib.format(~c"Status for event handler ~tp", [manager.name]))},
      {:data, [{~c"Status", system_state}, {~c"Parent", parent}]},
      {:items, {~c"Installed handlers", for({module, id, state, _} <- handlers, do: {:handler, module, id, state, false})}}
    ]
  end

  defp traced(%{debug: []} = manager, _event), do: manager

  defp traced(%{debug: debug, name: name} = manager, event),
    do: %{manager | debug: :sys.handle_debug(debug, &:gen_event.print_event/3, name, event)}

  @doc false
  def print_event(device, event, name), do: :io.format(device, ~c"*DBG* ~tp got ~tp~n", [name, event])
end
