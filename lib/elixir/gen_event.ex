defmodule GenEvent do
  @moduledoc """
  Event managers: processes that hand events to the handlers that were added to them. `:gen_event` does the work, and is what to use instead;
  `Registry` and `GenStage` are others.

      iex> {:ok, manager} = apply(GenEvent, :start_link, [])
      iex> apply(GenEvent, :which_handlers, [manager])
      []
  """
  @moduledoc deprecated: "Use Erlang/OTP's :gen_event module instead"

  @type handler() :: atom() | {atom(), term()}
  @type manager() :: pid() | atom() | {atom(), node()} | {:global, term()} | {:via, module(), term()}
  @type on_start() :: {:ok, pid()} | {:error, {:already_started, pid()}}

  @callback init(args :: term()) :: {:ok, state} | {:ok, state, :hibernate} | {:error, reason :: any()} when state: any()
  @callback handle_event(event :: term(), state :: term()) :: {:ok, new_state} | {:ok, new_state, :hibernate} | :remove_handler when new_state: term()
  @callback handle_call(request :: term(), state :: term()) :: {:ok, reply, new_state} | {:ok, reply, new_state, :hibernate} | {:remove_handler, reply}
            when reply: term(), new_state: term()
  @callback handle_info(msg :: term(), state :: term()) :: {:ok, new_state} | {:ok, new_state, :hibernate} | :remove_handler when new_state: term()
  @callback terminate(reason, state :: term()) :: term() when reason: :stop | {:stop, term()} | :remove_handler | {:error, term()} | term()
  @callback code_change(old_vsn, state :: term(), extra :: term()) :: {:ok, new_state :: term()} when old_vsn: term() | {:down, term()}

  @deprecated "Use one of the alternatives described in the documentation for the GenEvent module"
  defmacro __using__(_) do
    quote location: :keep do
      @behaviour GenEvent

      def init(args), do: {:ok, args}
      def handle_event(_event, state), do: {:ok, state}
      def handle_call(request, _state), do: raise("attempted to call GenEvent #{inspect(self())} but no handle_call/2 clause was provided: #{inspect(request)}")
      def handle_info(_message, state), do: {:ok, state}
      def terminate(_reason, _state), do: :ok
      def code_change(_old, state, _extra), do: {:ok, state}

      defoverridable init: 1, handle_event: 2, handle_call: 2, handle_info: 2, terminate: 2, code_change: 3
    end
  end

  for {name, how} <- [start: :start, start_link: :start_link] do
    @doc "Starts a manager; the option `:name` gives it a name."
    @deprecated "Use one of the alternatives described in the documentation for the GenEvent module"
    @spec unquote(name)(keyword()) :: on_start()
    def unquote(name)(options \\ []) do
      case Keyword.pop(options, :name) do
        {nil, options} -> :gen_event.unquote(how)(options)
        {name, options} -> :gen_event.unquote(how)(if(is_atom(name), do: {:local, name}, else: name), options)
      end
    end
  end

  @doc "The events of a manager from now on. The option `:timeout` is how long to wait for one."
  @deprecated "Use one of the alternatives described in the documentation for the GenEvent module"
  @spec stream(manager(), keyword()) :: Enumerable.t()
  def stream(manager, options \\ []) do
    Stream.resource(fn -> subscribed(manager) end, &next(&1, options[:timeout] || :infinity), &unsubscribed(manager, &1))
  end

  defp subscribed(manager) do
    handler = {GenEvent, make_ref()}
    :ok = :gen_event.add_sup_handler(manager, handler, {self(), handler})
    handler
  end

  defp unsubscribed(manager, handler) do
    try do
      :gen_event.delete_handler(manager, handler, :done)
    catch
      :exit, _ -> :ok
    end

    flush(handler)
  end

  defp flush(handler) do
    receive do
      {^handler, _} -> flush(handler)
      {:gen_event_EXIT, ^handler, _} -> flush(handler)
    after
      0 -> :ok
    end
  end

  defp next(handler, timeout) do
    receive do
      {^handler, event} -> {[event], handler}
      {:gen_event_EXIT, ^handler, reason} when reason in [:normal, :shutdown] -> {:halt, handler}
      {:gen_event_EXIT, ^handler, reason} -> exit({reason, {__MODULE__, :stream, [handler]}})
    after
      timeout -> exit({:timeout, {__MODULE__, :stream, [handler]}})
    end
  end

  # The module is the handler of its streams.
  @doc false
  def init(args), do: {:ok, args}
  @doc false
  def handle_event(event, {pid, handler} = state), do: send(pid, {handler, event}) && {:ok, state}

  @doc "Adds a handler."
  @deprecated "Use one of the alternatives described in the documentation for the GenEvent module"
  @spec add_handler(manager(), handler(), term()) :: :ok | {:error, term()}
  def add_handler(manager, handler, args), do: added(:add_handler, manager, handler, args)

  @doc "Adds a handler that goes when the caller ends, and whose end the caller is told."
  @deprecated "Use one of the alternatives described in the documentation for the GenEvent module"
  @spec add_mon_handler(manager(), handler(), term()) :: :ok | {:error, term()}
  def add_mon_handler(manager, handler, args), do: added(:add_sup_handler, manager, handler, args)

  defp added(how, manager, handler, args) do
    if handler in :gen_event.which_handlers(manager), do: {:error, :already_present}, else: apply(:gen_event, how, [manager, handler, args])
  end

  @doc "Removes a handler; gives what its `terminate/2` gave."
  @deprecated "Use one of the alternatives described in the documentation for the GenEvent module"
  @spec remove_handler(manager(), handler(), term()) :: term() | {:error, term()}
  def remove_handler(manager, handler, args), do: found(:gen_event.delete_handler(manager, handler, args))

  for {name, how} <- [swap_handler: :swap_handler, swap_mon_handler: :swap_sup_handler] do
    @doc "Puts one handler in the place of another, whose `terminate/2` gives it a value."
    @deprecated "Use one of the alternatives described in the documentation for the GenEvent module"
    @spec unquote(name)(manager(), handler(), term(), handler(), term()) :: :ok | {:error, term()}
    def unquote(name)(manager, old, old_args, new, new_args), do: found(:gen_event.unquote(how)(manager, {old, old_args}, {new, new_args}))
  end

  @doc "Asks a handler."
  @deprecated "Use one of the alternatives described in the documentation for the GenEvent module"
  @spec call(manager(), handler(), term(), timeout()) :: term() | {:error, term()}
  def call(manager, handler, request, timeout \\ 5000), do: found(:gen_event.call(manager, handler, request, timeout))

  @doc "Tells all handlers of an event, and waits for nothing."
  @deprecated "Use one of the alternatives described in the documentation for the GenEvent module"
  @spec notify(manager(), term()) :: :ok
  def notify(manager, event), do: :gen_event.notify(manager, event)

  for name <- [:ack_notify, :sync_notify] do
    @doc "Tells all handlers of an event, and waits for them."
    @deprecated "Use one of the alternatives described in the documentation for the GenEvent module"
    @spec unquote(name)(manager(), term()) :: :ok
    def unquote(name)(manager, event), do: :gen_event.sync_notify(manager, event)
  end

  @doc "The handlers, the last added first."
  @deprecated "Use one of the alternatives described in the documentation for the GenEvent module"
  @spec which_handlers(manager()) :: [handler()]
  def which_handlers(manager), do: :gen_event.which_handlers(manager)

  @doc "Stops a manager with its handlers."
  @deprecated "Use one of the alternatives described in the documentation for the GenEvent module"
  @spec stop(manager(), term(), timeout()) :: :ok
  def stop(manager, reason \\ :normal, timeout \\ :infinity), do: :gen_event.stop(manager, reason, timeout)

  defp found({:error, reason}) when reason in [:module_not_found, :bad_module], do: {:error, :not_found}
  defp found(answer), do: answer
end
