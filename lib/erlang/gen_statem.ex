defmodule :gen_statem do
  @moduledoc """
  State machines: processes that have a state as well as data, and whose behaviour depends on the state.

  The callback module handles `{event_type, content}` in a state, and returns the next state, the new data and
  actions: replies, timeouts, events to insert, the wish to postpone the event until the state has changed.
  `callback_mode/0` says whether there is a function for each state (`:state_functions`) or one for all
  (`:handle_event_function`), and with `:state_enter` that the module is told of each state it enters.

  The machine is a map. Events that wait inside the process are a list, in the order in which they will be handled;
  the mailbox is only looked at when that is empty.
  """

  # One file, for it is one module, and one loop; a third of its lines are documentation, specifications and examples.

  @typedoc "Who sent a call, for `reply/2`."
  @type from() :: {client :: pid(), tag :: term()}

  @typedoc "A state machine that runs."
  @type server_ref() :: pid() | atom() | {name :: atom(), node()} | {:global, term()} | {:via, module(), term()}

  @type server_name() :: {:local, atom()} | {:global, term()} | {:via, module(), term()}

  @type state() :: term()

  @type data() :: term()

  @type reply_action() :: {:reply, from(), reply :: term()}

  @type start_ret() :: {:ok, pid()} | :ignore | {:error, term()}

  @type start_mon_ret() :: {:ok, {pid(), reference()}} | :ignore | {:error, term()}

  @typedoc "What names a request that was sent."
  @opaque request_id() :: reference()

  @typedoc "Requests that were sent, each with a label."
  @opaque request_id_collection() :: map()

  @type response_timeout() :: timeout() | {:abs, integer()}

  @callback callback_mode() :: atom | [atom]
  @callback init(args :: term) :: tuple | :ignore
  @callback state_name(event_type :: term, content :: term, data :: term) :: term
  @callback handle_event(event_type :: term, content :: term, state :: term, data :: term) :: term
  @callback terminate(reason :: term, state :: term, data :: term) :: term
  @callback code_change(version :: term, state :: term, data :: term, extra :: term) :: term
  @callback format_status(status :: map) :: map
  @callback format_status(option :: atom, list) :: term
  @optional_callbacks state_name: 3, handle_event: 4, terminate: 3, code_change: 4, format_status: 1, format_status: 2

  ## Starting and stopping

  @doc """
  Starts a machine.

      iex> defmodule Example.Switch do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...>   def handle_event({:call, from}, :get, state, _data), do: {:keep_state_and_data, {:reply, from, state}}
      ...>   def handle_event(:cast, state, _, data), do: {:next_state, state, data}
      ...> end
      iex> {:ok, switch} = :gen_statem.start(Example.Switch, :off, [])
      iex> :gen_statem.cast(switch, :on)
      iex> :gen_statem.call(switch, :get)
      :on
  """
  @spec start(module(), args :: term(), options :: keyword()) :: start_ret()
  def start(module, args, options), do: :gen.start(:gen_statem, :nolink, module, args, options)

  @doc """
  Starts a machine under a name.

      iex> defmodule Example.Named do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...> end
      iex> {:ok, machine} = :gen_statem.start({:local, :example_machine}, Example.Named, :off, [])
      iex> {Process.whereis(:example_machine) == machine, :gen_statem.stop(machine)}
      {true, :ok}
  """
  @spec start(server_name(), module(), args :: term(), options :: keyword()) :: start_ret()
  def start(name, module, args, options), do: :gen.start(:gen_statem, :nolink, name, module, args, options)

  @doc """
  Starts a machine that is linked to the caller.

      iex> defmodule Example.Linked do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...> end
      iex> {:ok, machine} = :gen_statem.start_link(Example.Linked, :off, [])
      iex> :gen_statem.stop(machine)
      :ok
  """
  @spec start_link(module(), args :: term(), options :: keyword()) :: start_ret()
  def start_link(module, args, options), do: :gen.start(:gen_statem, :link, module, args, options)

  @doc """
  Starts a machine under a name, linked to the caller.

      iex> defmodule Example.LinkedNamed do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...> end
      iex> {:ok, machine} = :gen_statem.start_link({:local, :example_machine}, Example.LinkedNamed, :off, [])
      iex> {Process.whereis(:example_machine) == machine, :gen_statem.stop(machine)}
      {true, :ok}
  """
  @spec start_link(server_name(), module(), args :: term(), options :: keyword()) :: start_ret()
  def start_link(name, module, args, options), do: :gen.start(:gen_statem, :link, name, module, args, options)

  @doc """
  Starts a machine and monitors it: `{:ok, {pid, ref}}`.

      iex> defmodule Example.Monitored do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...> end
      iex> {:ok, {machine, ref}} = :gen_statem.start_monitor(Example.Monitored, :off, [])
      iex> :gen_statem.stop(machine)
      iex> receive do {:DOWN, ^ref, :process, ^machine, reason} -> reason end
      :normal
  """
  @spec start_monitor(module(), args :: term(), options :: keyword()) :: start_mon_ret()
  def start_monitor(module, args, options), do: monitored(:gen.start(:gen_statem, :monitor, module, args, options))

  @doc """
  Starts a machine under a name and monitors it.

      iex> defmodule Example.MonitoredNamed do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...> end
      iex> {:ok, {machine, _ref}} = :gen_statem.start_monitor({:local, :example_machine}, Example.MonitoredNamed, :off, [])
      iex> :gen_statem.stop(machine)
      :ok
  """
  @spec start_monitor(server_name(), module(), args :: term(), options :: keyword()) :: start_mon_ret()
  def start_monitor(name, module, args, options), do: monitored(:gen.start(:gen_statem, :monitor, name, module, args, options))

  defp monitored({{:ok, pid}, ref}), do: {:ok, {pid, ref}}
  defp monitored({failure, _ref}), do: failure

  @doc """
  Stops a machine and waits for its end.

      iex> defmodule Example.Stopped do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...> end
      iex> {:ok, machine} = :gen_statem.start(Example.Stopped, :off, [])
      iex> :gen_statem.stop(machine)
      :ok
      iex> Process.alive?(machine)
      false
  """
  @spec stop(server_ref()) :: :ok
  def stop(machine), do: stop(machine, :normal, :infinity)

  @doc """
  Stops a machine with a reason and a time limit.

      iex> defmodule Example.StoppedLate do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...> end
      iex> {:ok, machine} = :gen_statem.start(Example.StoppedLate, :off, [])
      iex> :gen_statem.stop(machine, :shutdown, 5000)
      :ok
  """
  @spec stop(server_ref(), reason :: term(), timeout()) :: :ok
  def stop(machine, reason, timeout) do
    :gen.stop(machine, reason, timeout)
  catch
    :exit, why -> :erlang.exit({why, {:gen_statem, :stop, [machine, reason, timeout]}})
  end

  ## Events from outside

  @doc """
  Calls a machine and waits for the answer, without limit.

      iex> defmodule Example.Asked do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...>   def handle_event({:call, from}, :get, state, _data), do: {:keep_state_and_data, {:reply, from, state}}
      ...> end
      iex> {:ok, machine} = :gen_statem.start(Example.Asked, :off, [])
      iex> :gen_statem.call(machine, :get)
      :off
  """
  @spec call(server_ref(), request :: term()) :: term()
  def call(machine, request), do: call(machine, request, :infinity)

  @doc """
  Calls a machine with a time limit: milliseconds, `{:clean_timeout, time}` or `{:dirty_timeout, time}`.

      iex> defmodule Example.AskedLong do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...>   def handle_event({:call, from}, :get, state, _data), do: {:keep_state_and_data, {:reply, from, state}}
      ...> end
      iex> {:ok, machine} = :gen_statem.start(Example.AskedLong, :off, [])
      iex> :gen_statem.call(machine, :get, 1000)
      :off
  """
  @spec call(server_ref(), request :: term(), timeout() | {:clean_timeout | :dirty_timeout, timeout()}) :: term()
  def call(machine, request, timeout) do
    time = with {_kind, time} <- timeout, do: time

    try do
      {:ok, answer} = :gen.call(machine, :"$gen_call", request, time)
      answer
    catch
      :exit, reason -> :erlang.exit({reason, {:gen_statem, :call, [machine, request, timeout]}})
    end
  end

  @doc """
  Sends an event of type `:cast`; always `:ok`.

      iex> defmodule Example.Told do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(pid), do: {:ok, :off, pid}
      ...>   def handle_event(:cast, state, _, pid), do: {:next_state, send(pid, state), pid}
      ...> end
      iex> {:ok, machine} = :gen_statem.start(Example.Told, self(), [])
      iex> :gen_statem.cast(machine, :on)
      :ok
      iex> receive do message -> message end
      :on
  """
  @spec cast(server_ref(), event :: term()) :: :ok
  def cast(machine, event), do: :gen_server.cast(machine, event)

  @doc """
  Answers one call, or several: `{:reply, from, answer}` each.

      iex> :gen_statem.reply([{:reply, {self(), :tag}, :answer}])
      :ok
      iex> receive do message -> message end
      {:tag, :answer}
  """
  @spec reply(reply_action() | [reply_action()]) :: :ok
  def reply({:reply, from, answer}), do: :gen.reply(from, answer)
  def reply(replies) when is_list(replies), do: :lists.foreach(&reply/1, replies)

  @doc """
  Answers a call.

      iex> :gen_statem.reply({self(), :tag}, :answer)
      :ok
      iex> receive do message -> message end
      {:tag, :answer}
  """
  @spec reply(from(), reply :: term()) :: :ok
  def reply(from, answer), do: :gen.reply(from, answer)

  @doc """
  Sends a call without waiting; returns a request id.

      iex> defmodule Example.Requested do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...>   def handle_event({:call, from}, :get, state, _data), do: {:keep_state_and_data, {:reply, from, state}}
      ...> end
      iex> {:ok, machine} = :gen_statem.start(Example.Requested, :off, [])
      iex> :gen_statem.receive_response(:gen_statem.send_request(machine, :get))
      {:reply, :off}
  """
  @spec send_request(server_ref(), request :: term()) :: request_id()
  def send_request(machine, request), do: :gen.send_request(machine, :"$gen_call", request)

  @doc """
  Waits for the answer to a request, without limit.

      iex> defmodule Example.Received do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...>   def handle_event({:call, from}, :get, state, _data), do: {:keep_state_and_data, {:reply, from, state}}
      ...> end
      iex> {:ok, machine} = :gen_statem.start(Example.Received, :off, [])
      iex> :gen_statem.receive_response(:gen_statem.send_request(machine, :get))
      {:reply, :off}
  """
  @spec receive_response(request_id()) :: {:reply, term()} | {:error, {reason :: term(), server_ref()}}
  def receive_response(id), do: :gen.receive_response(id, :infinity)

  @doc """
  Waits for the answer to a request and gives it up after the time.

      iex> :gen_statem.receive_response(:gen_statem.send_request(self(), :question), 1)
      :timeout
  """
  @spec receive_response(request_id(), response_timeout()) :: {:reply, term()} | :timeout | {:error, {reason :: term(), server_ref()}}
  def receive_response(id, timeout), do: :gen.receive_response(id, timeout)

  @doc """
  Waits for the answer to a request, without limit.

      iex> defmodule Example.Awaited do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...>   def handle_event({:call, from}, :get, state, _data), do: {:keep_state_and_data, {:reply, from, state}}
      ...> end
      iex> {:ok, machine} = :gen_statem.start(Example.Awaited, :off, [])
      iex> :gen_statem.wait_response(:gen_statem.send_request(machine, :get))
      {:reply, :off}
  """
  @spec wait_response(request_id()) :: {:reply, term()} | {:error, {reason :: term(), server_ref()}}
  def wait_response(id), do: :gen.wait_response(id, :infinity)

  @doc """
  Waits for the answer to a request; it can be waited for again after the time.

      iex> :gen_statem.wait_response(:gen_statem.send_request(self(), :question), 1)
      :timeout
  """
  @spec wait_response(request_id(), response_timeout()) :: {:reply, term()} | :timeout | {:error, {reason :: term(), server_ref()}}
  def wait_response(id, timeout), do: :gen.wait_response(id, timeout)

  @doc """
  Tells whether a message is the answer to a request.

      iex> :gen_statem.check_response(:something_else, :gen_statem.send_request(self(), :question))
      :no_reply
  """
  @spec check_response(message :: term(), request_id()) :: {:reply, term()} | :no_reply | {:error, {reason :: term(), server_ref()}}
  def check_response(message, id), do: :gen.check_response(message, id)

  @doc """
  Like `send_request/2`; the request is added to a collection, with a label.

      iex> requests = :gen_statem.send_request(self(), :question, :label, :gen_statem.reqids_new())
      iex> :gen_statem.reqids_size(requests)
      1
  """
  @spec send_request(server_ref(), request :: term(), label :: term(), request_id_collection()) :: request_id_collection()
  def send_request(machine, request, label, collection),
    do: :gen.send_request(machine, :"$gen_call", request, label, collection)

  @doc """
  An empty collection of requests.

      iex> :gen_statem.reqids_size(:gen_statem.reqids_new())
      0
  """
  @spec reqids_new() :: request_id_collection()
  def reqids_new(), do: :gen.reqids_new()

  @doc """
  How many requests a collection holds.

      iex> :gen_statem.reqids_size(:gen_statem.reqids_new())
      0
  """
  @spec reqids_size(request_id_collection()) :: non_neg_integer()
  def reqids_size(collection), do: :gen.reqids_size(collection)

  @doc """
  Adds a request to a collection.

      iex> request = :gen_statem.send_request(self(), :question)
      iex> :gen_statem.reqids_size(:gen_statem.reqids_add(request, :label, :gen_statem.reqids_new()))
      1
  """
  @spec reqids_add(request_id(), label :: term(), request_id_collection()) :: request_id_collection()
  def reqids_add(id, label, collection), do: :gen.reqids_add(id, label, collection)

  @doc """
  The requests of a collection as `{id, label}`.

      iex> :gen_statem.reqids_to_list(:gen_statem.reqids_new())
      []
  """
  @spec reqids_to_list(request_id_collection()) :: [{request_id(), label :: term()}]
  def reqids_to_list(collection), do: :gen.reqids_to_list(collection)

  @doc """
  Waits for an answer to one request of a collection: `{response, label, collection}`, `:timeout` or `:no_request`.

      iex> :gen_statem.receive_response(:gen_statem.reqids_new(), 1000, true)
      :no_request
  """
  @spec receive_response(request_id_collection(), response_timeout(), delete :: boolean()) :: {response :: term(), label :: term(), request_id_collection()} | :no_request | :timeout
  def receive_response(collection, timeout, delete), do: :gen.receive_response(collection, timeout, delete)

  @doc """
  Like `receive_response/3`; after `:timeout` the requests can be waited for again.

      iex> :gen_statem.wait_response(:gen_statem.reqids_new(), 1000, true)
      :no_request
  """
  @spec wait_response(request_id_collection(), response_timeout(), delete :: boolean()) :: {response :: term(), label :: term(), request_id_collection()} | :no_request | :timeout
  def wait_response(collection, timeout, delete), do: :gen.wait_response(collection, timeout, delete)

  @doc """
  Tells whether a message answers a request of a collection.

      iex> :gen_statem.check_response(:something_else, :gen_statem.reqids_new(), true)
      :no_request
  """
  @spec check_response(message :: term(), request_id_collection(), delete :: boolean()) :: {response :: term(), label :: term(), request_id_collection()} | :no_request | :no_reply
  def check_response(message, collection, delete), do: :gen.check_response(message, collection, delete)

  ## A machine's life

  @doc """
  Turns the calling process, started by `:proc_lib`, into a machine.

      iex> defmodule Example.Entered do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...>   def handle_event({:call, from}, :get, state, _data), do: {:keep_state_and_data, {:reply, from, state}}
      ...> end
      iex> machine = :proc_lib.spawn(fn -> :gen_statem.enter_loop(Example.Entered, [], :on, nil) end)
      iex> :gen_statem.call(machine, :get)
      :on
  """
  @spec enter_loop(module(), options :: keyword(), state(), data()) :: no_return()
  def enter_loop(module, options, state, data), do: enter_loop(module, options, state, data, self(), [])

  @doc """
  Like `enter_loop/4`, with the process's name or with actions.

      iex> defmodule Example.EnteredAs do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...>   def handle_event({:call, from}, :get, state, _data), do: {:keep_state_and_data, {:reply, from, state}}
      ...> end
      iex> machine = :proc_lib.spawn(fn -> :gen_statem.enter_loop(Example.EnteredAs, [], :on, nil, self()) end)
      iex> :gen_statem.call(machine, :get)
      :on
  """
  @spec enter_loop(module(), options :: keyword(), state(), data(), server_name() | pid() | [term()] | term()) :: no_return()
  def enter_loop(module, options, state, data, name) when is_tuple(name) and elem(name, 0) in [:local, :global, :via],
    do: enter_loop(module, options, state, data, name, [])

  def enter_loop(module, options, state, data, pid) when is_pid(pid), do: enter_loop(module, options, state, data, pid, [])
  def enter_loop(module, options, state, data, actions), do: enter_loop(module, options, state, data, self(), actions)

  @doc """
  Like `enter_loop/4`, with the process's name and actions.

      iex> defmodule Example.EnteredWith do
      ...>   def callback_mode(), do: :handle_event_function
      ...>   def init(state), do: {:ok, state, nil}
      ...>   def handle_event({:call, from}, :get, state, _data), do: {:keep_state_and_data, {:reply, from, state}}
      ...> end
      iex> machine = :proc_lib.spawn(fn -> :gen_statem.enter_loop(Example.EnteredWith, [], :on, nil, self(), []) end)
      iex> :gen_statem.call(machine, :get)
      :on
  """
  @spec enter_loop(module(), options :: keyword(), state(), data(), server_name() | pid(), actions :: [term()] | term()) :: no_return()
  def enter_loop(module, options, state, data, name, actions) do
    begin(machine(:gen.get_parent(), :gen.get_proc_name(name), module, options), state, data, actions)
  end

  @doc false
  def init_it(starter, :self, name, module, args, options), do: init_it(starter, self(), name, module, args, options)

  def init_it(starter, parent, full_name, module, args, options) do
    try do
      case options do
        [{:"$joist_restore", ticket} | _] -> :joist_restore.init(module, args, ticket, fn {state, data} -> {:ok, state, data} end)
        _ -> module.init(args)
      end
    catch
      :throw, value -> initialised(value, starter, parent, full_name, module, options)
      class, reason -> not_started(starter, full_name, {:error, exit_reason(class, reason, __STACKTRACE__)}, {class, reason, __STACKTRACE__})
    else
      value -> initialised(value, starter, parent, full_name, module, options)
    end
  end

  defp initialised(value, starter, parent, full_name, module, options) do
    case value do
      {:ok, state, data} -> started(starter, parent, full_name, module, options, state, data, [])
      {:ok, state, data, actions} -> started(starter, parent, full_name, module, options, state, data, actions)
      {:stop, reason} -> not_started(starter, full_name, {:error, reason}, {:exit, reason})
      {:error, reason} -> not_started(starter, full_name, {:error, reason}, {:exit, :normal})
      :ignore -> not_started(starter, full_name, :ignore, {:exit, :normal})
      other -> not_started(starter, full_name, {:error, {:bad_return_from_init, other}}, {:exit, {:bad_return_from_init, other}})
    end
  end

  defp started(starter, parent, full_name, module, options, state, data, actions) do
    try do
      machine(parent, :gen.get_proc_name(full_name), module, options)
    catch
      class, reason ->
        not_started(starter, full_name, {:error, exit_reason(class, reason, __STACKTRACE__)}, {class, reason, __STACKTRACE__})
    else
      machine ->
        if machine.keep?, do: :joist_state.begin({state, data})
        :proc_lib.init_ack(starter, {:ok, self()})
        begin(machine, state, data, actions)
    end
  end

  defp not_started(starter, full_name, answer, exception) do
    :gen.unregister_name(full_name)
    :proc_lib.init_fail(starter, answer, exception)
  end

  defp machine(parent, name, module, options) do
    %{
      parent: parent,
      name: name,
      module: module,
      modules: [module],
      mode: :undefined,
      enter?: false,
      state: :undefined,
      data: :undefined,
      event: :undefined,
      events: [],
      postponed: [],
      timers: %{},
      hibernate?: false,
      keep?: match?([{:"$joist_restore", _} | _], options),
      hibernate_after: :gen.hibernate_after(options),
      debug: :gen.debug_options(name, options)
    }
    |> with_mode(module)
  end

  defp with_mode(machine, module) do
    mode = module.callback_mode()
    modes = if is_list(mode), do: mode, else: [mode]

    case :lists.delete(:state_enter, modes) do
      [mode] when mode in [:state_functions, :handle_event_function] ->
        %{machine | module: module, mode: mode, enter?: :lists.member(:state_enter, modes)}

      _ ->
        :erlang.error({:bad_return_from_callback_mode, mode})
    end
  end

  defp begin(machine, state, data, actions) do
    machine = %{machine | state: state, data: data}
    # Actions of the start come after the enter call, in which the state is its own predecessor.
    case act(actions, machine, %{type: :internal, inserted: [], postpone: false}) do
      {:ok, machine, done} -> next(enter(insert(machine, done), state))
      {:bad, action} -> terminate({:exit, {:bad_action_from_state_function, action}, []}, machine)
    end
  end

  ## The loop

  # Handles what waits inside, then what comes from outside.
  defp next(%{events: [{type, content} | rest]} = machine), do: handle(type, content, %{machine | events: rest})

  defp next(%{hibernate?: true} = machine) do
    :proc_lib.hibernate(:gen_statem, :wake_up, [%{machine | hibernate?: false}])
  end

  defp next(%{hibernate_after: hibernate_after} = machine) do
    receive do
      message -> received(message, machine)
    after
      hibernate_after -> :proc_lib.hibernate(:gen_statem, :wake_up, [machine])
    end
  end

  @doc false
  def wake_up(machine) do
    receive do
      message -> received(message, machine)
    end
  end

  defp received(message, %{parent: parent, timers: timers} = machine) do
    case message do
      {:"$gen_call", from, request} ->
        handle({:call, from}, request, machine)

      {:"$gen_cast", content} ->
        handle(:cast, content, machine)

      {:timeout, ref, key} when is_map_key(timers, key) ->
        case timers do
          %{^key => {^ref, content}} -> handle(key, content, %{machine | timers: :maps.remove(key, timers)})
          _ -> handle(:info, message, machine)
        end

      {:system, from, request} ->
        :sys.handle_system_msg(request, from, parent, :gen_statem, machine.debug, machine)

      {:EXIT, ^parent, reason} ->
        terminate({:exit, reason, []}, %{machine | event: {:info, message}})

      _ ->
        handle(:info, message, machine)
    end
  end

  defp handle(type, content, machine) do
    # Any other event ends the wait for one.
    machine = if type == :timeout, do: machine, else: cancel(:timeout, machine)
    machine = traced(%{machine | event: {type, content}}, {:in, {type, content}, machine.state})

    try do
      invoke(machine, type, content)
    catch
      :throw, value -> result(value, type, machine)
      class, reason -> terminate({class, reason, __STACKTRACE__}, machine)
    else
      result -> result(result, type, machine)
    end
  end

  defp invoke(%{mode: :state_functions, module: module, state: state, data: data}, type, content),
    do: :erlang.apply(module, state, [type, content, data])

  defp invoke(%{module: module, state: state, data: data}, type, content), do: module.handle_event(type, content, state, data)

  # What a callback returned.
  defp result(result, type, %{state: state, data: data} = machine) do
    case result do
      {:next_state, next, data} -> transit(next, data, [], false, type, machine)
      {:next_state, next, data, actions} -> transit(next, data, actions, false, type, machine)
      {:keep_state, data} -> transit(state, data, [], false, type, machine)
      {:keep_state, data, actions} -> transit(state, data, actions, false, type, machine)
      :keep_state_and_data -> transit(state, data, [], false, type, machine)
      {:keep_state_and_data, actions} -> transit(state, data, actions, false, type, machine)
      {:repeat_state, data} -> transit(state, data, [], true, type, machine)
      {:repeat_state, data, actions} -> transit(state, data, actions, true, type, machine)
      :repeat_state_and_data -> transit(state, data, [], true, type, machine)
      {:repeat_state_and_data, actions} -> transit(state, data, actions, true, type, machine)
      other -> stopping(other, machine)
    end
  end

  defp stopping(result, machine) do
    case result do
      :stop ->
        terminate({:exit, :normal, []}, machine)

      {:stop, reason} ->
        terminate({:exit, reason, []}, machine)

      {:stop, reason, data} ->
        terminate({:exit, reason, []}, kept(%{machine | data: data}))

      {:stop_and_reply, reason, replies} ->
        reply_and_terminate(replies, reason, machine)

      {:stop_and_reply, reason, replies, data} ->
        reply_and_terminate(replies, reason, kept(%{machine | data: data}))

      other ->
        terminate({:error, {:bad_return_from_state_function, other}, []}, machine)
    end
  end

  defp reply_and_terminate(replies, reason, machine) do
    for {:reply, from, answer} <- List.wrap(replies), do: :gen.reply(from, answer)
    terminate({:exit, reason, []}, machine)
  end

  # The change to the next state, which may be the same.
  defp transit(next, data, actions, repeat?, type, %{state: old} = machine) do
    changed? = next !== old
    machine = kept(%{machine | state: next, data: data})
    machine = if changed?, do: cancel(:state_timeout, machine), else: machine

    case act(actions, machine, %{type: type, inserted: [], postpone: false}) do
      {:bad, action} ->
        terminate({:error, {:bad_action_from_state_function, action}, []}, machine)

      {:ok, machine, done} ->
        postponed = if done.postpone, do: [machine.event | machine.postponed], else: machine.postponed
        machine = traced(machine, {:consume, machine.event, next})

        # What was postponed is tried again before what has come since.
        machine =
          if changed?,
            do: %{machine | events: :lists.reverse(postponed, machine.events), postponed: []},
            else: %{machine | postponed: postponed}

        machine = insert(machine, done)
        next(if(changed? or repeat?, do: enter(machine, old), else: machine))
    end
  end

  # State and data are kept for the case of the machine's end, if that was asked for; see `:joist_restore`.
  defp kept(machine) do
    if machine.keep?, do: :joist_state.keep({machine.state, machine.data})
    machine
  end

  defp insert(machine, %{inserted: inserted}), do: %{machine | events: :lists.reverse(inserted, machine.events)}

  # Tells the module of a state that is entered; it may neither change it nor insert events.
  defp enter(%{enter?: false} = machine, _old), do: machine

  defp enter(machine, old) do
    result =
      try do
        invoke(machine, :enter, old)
      catch
        :throw, value -> value
        class, reason -> terminate({class, reason, __STACKTRACE__}, machine)
      end

    state = machine.state

    case result do
      {:next_state, ^state, data} -> entered(data, [], false, machine)
      {:next_state, ^state, data, actions} -> entered(data, actions, false, machine)
      {:keep_state, data} -> entered(data, [], false, machine)
      {:keep_state, data, actions} -> entered(data, actions, false, machine)
      :keep_state_and_data -> entered(machine.data, [], false, machine)
      {:keep_state_and_data, actions} -> entered(machine.data, actions, false, machine)
      {:repeat_state, data} -> entered(data, [], true, machine)
      {:repeat_state, data, actions} -> entered(data, actions, true, machine)
      :repeat_state_and_data -> entered(machine.data, [], true, machine)
      {:repeat_state_and_data, actions} -> entered(machine.data, actions, true, machine)
      {:next_state, _, _} -> terminate({:error, {:bad_state_enter_return_from_state_function, result}, []}, machine)
      {:next_state, _, _, _} -> terminate({:error, {:bad_state_enter_return_from_state_function, result}, []}, machine)
      other -> stopping(other, machine)
    end
  end

  defp entered(data, actions, repeat?, machine) do
    case act(actions, kept(%{machine | data: data}), %{type: :enter, inserted: [], postpone: false}) do
      {:ok, machine, _done} -> if repeat?, do: enter(machine, machine.state), else: machine
      {:bad, action} -> terminate({:error, {:bad_state_enter_action_from_state_function, action}, []}, machine)
    end
  end

  ## Actions

  defp act([], machine, done), do: {:ok, machine, done}

  defp act([action | rest], machine, done) do
    case act_one(action, machine, done) do
      {:ok, machine, done} -> act(rest, machine, done)
      bad -> bad
    end
  end

  defp act(action, machine, done), do: act_one(action, machine, done)

  defp act_one(action, machine, %{type: type} = done) do
    case action do
      {:reply, from, answer} ->
        :gen.reply(from, answer)
        {:ok, traced(machine, {:out, answer, from}), done}

      :postpone when type != :enter ->
        {:ok, machine, %{done | postpone: true}}

      {:postpone, postpone?} when is_boolean(postpone?) and (type != :enter or not postpone?) ->
        {:ok, machine, %{done | postpone: postpone?}}

      {:next_event, event_type, content} when type != :enter ->
        {:ok, machine, %{done | inserted: [{event_type, content} | done.inserted]}}

      :hibernate ->
        {:ok, %{machine | hibernate?: true}, done}

      {:hibernate, hibernate?} when is_boolean(hibernate?) ->
        {:ok, %{machine | hibernate?: hibernate?}, done}

      {:change_callback_module, module} ->
        {:ok, with_mode(%{machine | modules: [module | tl(machine.modules)]}, module), done}

      {:push_callback_module, module} ->
        {:ok, with_mode(%{machine | modules: [module | machine.modules]}, module), done}

      :pop_callback_module ->
        [_ | [module | _] = modules] = machine.modules
        {:ok, with_mode(%{machine | modules: modules}, module), done}

      _ ->
        timeout(action, machine, done)
    end
  end

  defp timeout(action, machine, done) do
    case action do
      {key, :cancel} -> if timer?(key), do: {:ok, cancel(key, machine), done}, else: {:bad, action}
      {key, :update, content} -> if timer?(key), do: {:ok, update(key, content, machine), done}, else: {:bad, action}
      {key, time, content} -> set(key, time, content, [], action, machine, done)
      {key, time, content, options} -> set(key, time, content, options, action, machine, done)
      time when is_integer(time) or time == :infinity -> set(:timeout, time, time, [], action, machine, done)
      _ -> {:bad, action}
    end
  end

  defp timer?(:timeout), do: true
  defp timer?(:state_timeout), do: true
  defp timer?({:timeout, _name}), do: true
  defp timer?(_key), do: false

  defp set(key, time, content, options, action, machine, done) do
    absolute? = options != [] and :lists.keyfind(:abs, 1, List.wrap(options)) == {:abs, true}

    cond do
      not timer?(key) ->
        {:bad, action}

      time == :infinity ->
        {:ok, cancel(key, machine), done}

      time == 0 and not absolute? ->
        # It comes after what waits already, and before what has yet to arrive.
        machine = cancel(key, machine)
        {:ok, %{machine | events: machine.events ++ [{key, content}]}, done}

      is_integer(time) ->
        machine = cancel(key, machine)
        ref = :erlang.start_timer(time, self(), key, if(absolute?, do: [abs: true], else: []))
        {:ok, %{machine | timers: :maps.put(key, {ref, content}, machine.timers)}, done}

      true ->
        {:bad, action}
    end
  end

  defp cancel(key, %{timers: timers, events: events} = machine) do
    case timers do
      %{^key => {ref, _content}} ->
        if :erlang.cancel_timer(ref) == false do
          receive do
            {:timeout, ^ref, _} -> :ok
          after
            0 -> :ok
          end
        end

        %{machine | timers: :maps.remove(key, timers)}

      _ when events == [] ->
        machine

      _ ->
        # A time of zero was up at once, and its event still waits.
        %{machine | events: :lists.filter(fn {type, _content} -> type != key end, events)}
    end
  end

  defp update(key, content, %{timers: timers} = machine) do
    case timers do
      %{^key => {ref, _content}} -> %{machine | timers: :maps.put(key, {ref, content}, timers)}
      _ -> %{machine | events: machine.events ++ [{key, content}]}
    end
  end

  ## The end

  defp exit_reason(:error, reason, stacktrace), do: {reason, stacktrace}
  defp exit_reason(:throw, value, stacktrace), do: {{:nocatch, value}, stacktrace}
  defp exit_reason(:exit, reason, _stacktrace), do: reason

  defp terminate({class, reason, stacktrace}, %{module: module} = machine) do
    exit_reason = exit_reason(class, reason, stacktrace)

    if :erlang.function_exported(module, :terminate, 3) do
      try do
        module.terminate(reason, machine.state, machine.data)
      catch
        :throw, _value ->
          :ok

        class, reason ->
          report(exit_reason(class, reason, __STACKTRACE__), {class, reason, __STACKTRACE__}, machine)
          :erlang.raise(class, reason, __STACKTRACE__)
      end
    end

    report(exit_reason, {class, reason, stacktrace}, machine)

    case stacktrace do
      [] -> :erlang.exit(exit_reason)
      _ -> :erlang.raise(class, reason, stacktrace)
    end
  end

  defp report(:normal, _failure, _machine), do: :ok
  defp report(:shutdown, _failure, _machine), do: :ok
  defp report({:shutdown, _}, _failure, _machine), do: :ok

  defp report(_exit_reason, failure, machine) do
    if :logger.allow(:error, :gen_statem) do
      :logger.error(
        %{
          label: {:gen_statem, :terminate},
          name: machine.name,
          queue: [machine.event | machine.events],
          postponed: machine.postponed,
          modules: machine.modules,
          callback_mode: machine.mode,
          state_enter: machine.enter?,
          state: reported(machine),
          timeouts: for({key, {_ref, content}} <- :maps.to_list(machine.timers), do: {key, content}),
          log: :sys.get_log(machine.debug),
          reason: failure,
          client_info: client_info(machine.event),
          process_label: :proc_lib.get_label(self())
        },
        %{domain: [:otp], error_logger: %{tag: :error}}
      )
    end
  end

  defp client_info({{:call, {pid, _tag}}, _content}) when is_pid(pid) and node(pid) == node() do
    case :erlang.process_info(pid, [:current_stacktrace, :registered_name]) do
      :undefined -> {pid, :dead}
      [{_, stacktrace}, {_, []}] -> {pid, {pid, stacktrace}}
      [{_, stacktrace}, {_, name}] -> {pid, {name, stacktrace}}
    end
  end

  defp client_info(_event), do: :undefined

  # What of a machine may be shown: format_status/1 of its module decides, or format_status/2.
  # An old format_status/2 says what is shown in the place of both.
  defp reported(%{module: module, state: state, data: data} = machine) do
    if :erlang.function_exported(module, :format_status, 2) and not :erlang.function_exported(module, :format_status, 1) do
      try do
        module.format_status(:terminate, [:erlang.get(), state, data])
      catch
        _, _ -> {state, data}
      end
    else
      shown(machine, :terminate)
    end
  end

  defp shown(%{module: module, state: state, data: data}, option) do
    cond do
      :erlang.function_exported(module, :format_status, 1) ->
        try do
          status = module.format_status(%{state: state, data: data, reason: option, queue: [], postponed: [], timeouts: [], log: []})
          {:maps.get(:state, status, state), :maps.get(:data, status, data)}
        catch
          _, _ -> {state, {~c"format_status/1 crashed", module}}
        end

      :erlang.function_exported(module, :format_status, 2) ->
        try do
          {state, module.format_status(option, [:erlang.get(), state, data])}
        catch
          _, _ -> {state, data}
        end

      true ->
        {state, data}
    end
  end

  ## System messages

  @doc false
  def system_continue(_parent, debug, machine), do: next(%{machine | debug: debug})

  @doc false
  def system_terminate(reason, _parent, debug, machine), do: terminate({:exit, reason, []}, %{machine | debug: debug})

  @doc false
  def system_get_state(%{state: state, data: data}), do: {:ok, {state, data}}

  @doc false
  def system_replace_state(fun, %{state: state, data: data} = machine) do
    {state, data} = new = fun.({state, data})
    {:ok, new, %{machine | state: state, data: data}}
  end

  @doc false
  def system_code_change(%{module: module, state: state, data: data} = machine, _changed, version, extra) do
    case module.code_change(version, state, data, extra) do
      {:ok, state, data} -> {:ok, with_mode(%{machine | state: state, data: data}, module)}
      refused -> refused
    end
  end

  @doc false
  def format_status(option, [_dictionary, system_state, parent, debug, machine]) do
    {state, data} = shown(machine, option)

    [
      {:header, :lists.flatten(:io_lib.format(~c"Status for state machine ~tp", [machine.name]))},
      {:data,
       [
         {~c"Status", system_state},
         {~c"Parent", parent},
         {~c"Modules", machine.modules},
         {~c"Time-outs", {map_size(machine.timers), for({key, {_ref, content}} <- :maps.to_list(machine.timers), do: {key, content})}},
         {~c"Logged Events", :sys.get_log(debug)},
         {~c"Postponed", machine.postponed}
       ]},
      {:data, [{~c"State", {state, data}}]}
    ]
  end

  defp traced(%{debug: []} = machine, _event), do: machine

  defp traced(%{debug: debug, name: name} = machine, event),
    do: %{machine | debug: :sys.handle_debug(debug, &:gen_statem.print_event/3, name, event)}

  @doc false
  def print_event(device, event, name) do
    case event do
      {:in, {type, content}, state} ->
        :io.format(device, ~c"*DBG* ~tp receive ~tp ~tp in state ~tp~n", [name, type, content, state])

      {:out, answer, {to, _tag}} ->
        :io.format(device, ~c"*DBG* ~tp send ~tp to ~tp~n", [name, answer, to])

      {:consume, {type, content}, state} ->
        :io.format(device, ~c"*DBG* ~tp consume ~tp ~tp in state ~tp~n", [name, type, content, state])

      _ ->
        :io.format(device, ~c"*DBG* ~tp ~tp~n", [name, event])
    end
  end
end
