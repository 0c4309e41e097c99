defmodule GenServer do
  @moduledoc """
  Processes that keep a state and answer calls.

      defmodule Counter do
        use GenServer

        def start_link(first), do: GenServer.start_link(__MODULE__, first, name: __MODULE__)

        @impl true
        def init(first), do: {:ok, first}

        @impl true
        def handle_call(:next, _from, count), do: {:reply, count, count + 1}
      end

      {:ok, _pid} = Counter.start_link(1)
      GenServer.call(Counter, :next)
      #=> 1

  A server may be named by an atom, by `{:global, term}` or by `{:via, module, term}`. The messages, the
  exit reasons and what `:sys` shows are those of Erlang's `:gen_server`.

  ## The last known state

  On the BEAM a server that ended is started again by its supervisor, with `c:init/1`, and what it knew is lost. Here a server can be
  started again with its last state: that after the last callback that it completed. A child specification asks for it with
  `restore: true`, and so does `use GenServer, restore: true`, for the specification that `child_spec/1` gives.

      defmodule Visits do
        use GenServer, restore: true

        def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)

        @impl true
        def init(nil), do: {:ok, 0}

        @impl true
        def handle_call(:visit, _from, n), do: {:reply, n + 1, n + 1}
      end

      Supervisor.start_link([Visits], strategy: :one_for_one)
      GenServer.call(Visits, :visit)
      #=> 1
      Process.exit(Process.whereis(Visits), :kill)
      GenServer.call(Visits, :visit)
      #=> 2

  The new server gets the state through `c:handle_restore/2`, with a map of the old server's `:pid`, the `:reason` for which it ended, and the
  `:init_arg` of the new one. It returns what `c:init/1` may return: the state that the server begins with, or `:ignore` to begin with `c:init/1`
  after all. A module without this callback takes the state as it is. In either case `c:init/1` is not called: what it does besides
  making a state, such as starting timers, monitoring, making tables or trapping exits, went with the old process, and is to be done in
  `c:handle_restore/2`.

    * It is the state that counts as known when the callback has returned and before its answer is sent: what a caller has been told is not
      forgotten. What a callback did that did not get to its end is. Messages that waited are lost, as on the BEAM.
    * It holds for every end but that with reason `:normal`: exceptions, exits, `:kill`, and the end of a sibling for which `:one_for_all` or
      `:rest_for_one` ends this server too. A child that is ended by `Supervisor.terminate_child/2` begins anew when it is started again, and
      so do all children of a supervisor that itself ends.
    * A state that ends its server again is dropped, and this is logged: that is, when a server fails, the next one begins with its
      state and fails as well before it has completed one callback; or when failures of the same child use up all restarts but
      the last that its supervisor's `:max_restarts` allows. A `c:handle_restore/2` that fails, too, is followed by `c:init/1`. Being
      killed, or ended by a link, is not a failure of the server's own.
    * It works for servers that a `Supervisor`, `DynamicSupervisor` or `PartitionSupervisor` starts, in the process of the supervisor, and whose
      behaviour is `GenServer`, `Agent` or `:gen_statem`, whose state is then `{state, data}`, and whose `handle_restore/2` returns what its
      `init/1` returns. When memory has run out, there may be none to keep the state.

  Keeping a state costs one store per callback. It is copied once, when the server ends; binaries of more than 64 bytes are shared.
  """

  @type on_start() :: {:ok, pid()} | :ignore | {:error, {:already_started, pid()} | term()}
  @type name() :: atom() | {:global, term()} | {:via, module(), term()}
  @type options() :: [option()]

  @type option() ::
          {:debug, debug()}
          | {:name, name()}
          | {:timeout, timeout()}
          | {:spawn_opt, [Process.spawn_opt()]}
          | {:hibernate_after, timeout()}

  @type debug() :: [:trace | :log | :statistics | {:log_to_file, Path.t()}]
  @type server() :: pid() | name() | {atom(), node()}
  @type from() :: {pid(), tag :: term()}

  @doc """
  Runs first in the new process, with the argument of `start_link/3` or `start/3`, which wait for it.

  `{:ok, state}` begins the loop. `:ignore` and `{:stop, reason}` end the process, and are what the start returns, the latter
  as `{:error, reason}`. A third element of the first is a time after which a message `:timeout` comes when no other came,
  `:hibernate`, or `{:continue, argument}` to have `c:handle_continue/2` called before any message is looked at.
  """
  @callback init(init_arg :: term()) ::
              {:ok, state}
              | {:ok, state, timeout() | :hibernate | {:continue, continue_arg :: term()}}
              | :ignore
              | {:stop, reason :: term()}
            when state: term()

  @doc """
  Answers a `call/3`. `from` is for `reply/2`, when the answer is to be given later: then the value is `{:noreply, state}`.
  """
  @callback handle_call(request :: term(), from(), state :: term()) ::
              {:reply, reply, new_state}
              | {:reply, reply, new_state, timeout() | :hibernate | {:continue, continue_arg :: term()}}
              | {:noreply, new_state}
              | {:noreply, new_state, timeout() | :hibernate | {:continue, continue_arg :: term()}}
              | {:stop, reason, reply, new_state}
              | {:stop, reason, new_state}
            when reply: term(), new_state: term(), reason: term()

  @doc """
  Handles a `cast/2`.
  """
  @callback handle_cast(request :: term(), state :: term()) ::
              {:noreply, new_state}
              | {:noreply, new_state, timeout() | :hibernate | {:continue, continue_arg :: term()}}
              | {:stop, reason :: term(), new_state}
            when new_state: term()

  @doc """
  Handles every other message: what was sent with `send/2`, timers, `:DOWN` of monitors, and exit signals when they are trapped.
  """
  @callback handle_info(msg :: :timeout | term(), state :: term()) ::
              {:noreply, new_state}
              | {:noreply, new_state, timeout() | :hibernate | {:continue, continue_arg :: term()}}
              | {:stop, reason :: term(), new_state}
            when new_state: term()

  @doc """
  Goes on after a callback whose value had `{:continue, argument}`, before the next message.
  """
  @callback handle_continue(continue_arg, state :: term()) ::
              {:noreply, new_state}
              | {:noreply, new_state, timeout() | :hibernate | {:continue, continue_arg}}
              | {:stop, reason :: term(), new_state}
            when new_state: term(), continue_arg: term()

  @doc """
  Tidies up before the process ends: after a `:stop`, an exception, or an exit signal of the parent when exits are trapped. A process that is
  killed does not come here.
  """
  @callback terminate(reason, state :: term()) :: term()
            when reason: :normal | :shutdown | {:shutdown, term()} | term()

  @doc """
  Makes the state of a new version of the module from that of the old one.
  """
  @callback code_change(old_vsn, state :: term(), extra :: term()) ::
              {:ok, new_state :: term()} | {:error, reason :: term()}
            when old_vsn: term() | {:down, term()}

  @callback handle_restore(state :: term, info :: %{pid: pid, reason: term, init_arg: term}) ::
              {:ok, state :: term}
              | {:ok, state :: term, timeout | :hibernate | {:continue, term}}
              | :ignore
              | {:stop, reason :: term}
  @doc """
  Makes of the state what is shown of it in reports and by `:sys.get_status/1`.
  """
  @callback format_status(status :: :gen_server.format_status()) :: new_status :: :gen_server.format_status()

  @callback format_status(reason, pdict_and_state :: list()) :: term() when reason: :normal | :terminate

  @optional_callbacks code_change: 3,
                      terminate: 2,
                      handle_info: 2,
                      handle_cast: 2,
                      handle_call: 3,
                      handle_continue: 2,
                      handle_restore: 2,
                      format_status: 1,
                      format_status: 2

  @doc """
  Makes a module a callback module: gives it `child_spec/1`, whose options are those of `use`, and callbacks
  that refuse what the module does not handle.

  With `restore: true` the server is restarted with its last state; see the module's documentation.

      iex> defmodule Example.Lamp do
      ...>   use GenServer
      ...>   def init(state), do: {:ok, state}
      ...> end
      iex> Example.Lamp.child_spec(:on)
      %{id: Example.Lamp, start: {Example.Lamp, :start_link, [:on]}}
  """
  defmacro __using__(opts) do
    quote do
      @behaviour GenServer
      @before_compile GenServer

      @doc "The specification of a child that runs this server; see `Supervisor`."
      def child_spec(init_arg),
        do: Supervisor.child_spec(%{id: __MODULE__, start: {__MODULE__, :start_link, [init_arg]}}, unquote(opts))

      @doc false
      def handle_call(request, _from, _state), do: raise(RuntimeError, GenServer.__refused__("call", request))

      @doc false
      def handle_cast(request, _state), do: raise(RuntimeError, GenServer.__refused__("cast", request))

      @doc false
      def handle_info(message, state), do: GenServer.__unexpected__(__MODULE__, message, state)

      @doc false
      def terminate(_reason, _state), do: :ok

      @doc false
      def code_change(_version, state, _extra), do: {:ok, state}

      defoverridable child_spec: 1, handle_call: 3, handle_cast: 2, handle_info: 2, terminate: 2, code_change: 3
    end
  end

  @doc false
  defmacro __before_compile__(env) do
    # What Module.defines?/2 asks; most programs need nothing else of Module.
    if :elixir_module.defines(env.module, :init, 1) == nil do
      IO.warn(
        "function init/1 required by behaviour GenServer is not implemented (in module #{inspect(env.module)}).\n\n" <>
          "We will inject a default implementation for now:\n\n" <>
          "    def init(init_arg) do\n      {:ok, init_arg}\n    end\n\n" <>
          "You can copy the implementation above or define your own that converts " <>
          "the arguments given to GenServer.start_link/3 to the server state.\n",
        env
      )

      quote do
        @doc false
        def init(init_arg), do: {:ok, init_arg}
        defoverridable init: 1
      end
    end
  end

  @doc false
  def __refused__(kind, request) do
    clause = if kind == "call", do: "handle_call/3", else: "handle_cast/2"
    _ = request
    "attempted to #{kind} GenServer #{inspect(own_name())} but no #{clause} clause was provided"
  end

  @doc false
  def __unexpected__(module, message, state) do
    :logger.error(
      %{
        label: {GenServer, :no_handle_info},
        report: %{module: module, message: message, name: own_name()}
      },
      %{domain: [:otp, :elixir], error_logger: %{tag: :error_msg}}
    )

    {:noreply, state}
  end

  defp own_name() do
    case :erlang.process_info(self(), :registered_name) do
      {:registered_name, name} -> name
      _ -> self()
    end
  end

  ## Starting and stopping

  @doc """
  Starts a server that is linked to the caller.

  Options are `:name`, `:timeout` for `c:init/1`, `:debug`, `:spawn_opt` and `:hibernate_after`.

      iex> defmodule DocCounter do
      ...>   use GenServer
      ...>   def init(count), do: {:ok, count}
      ...>   def handle_call(:next, _from, count), do: {:reply, count, count + 1}
      ...> end
      iex> {:ok, counter} = GenServer.start_link(DocCounter, 5)
      iex> {GenServer.call(counter, :next), GenServer.call(counter, :next)}
      {5, 6}
  """
  @spec start_link(module(), term(), options()) :: on_start()
  def start_link(module, init_arg, options \\ []) when is_atom(module) and is_list(options),
    do: start(:link, module, init_arg, options)

  @doc """
  Starts a server without a link; see `start_link/3`.

      iex> defmodule DocStack do
      ...>   use GenServer
      ...>   def init(stack), do: {:ok, stack}
      ...>   def handle_call(:pop, _from, [top | rest]), do: {:reply, top, rest}
      ...> end
      iex> {:ok, stack} = GenServer.start(DocStack, [1, 2])
      iex> GenServer.call(stack, :pop)
      1
  """
  @spec start(module(), term(), options()) :: on_start()
  def start(module, init_arg, options \\ []) when is_atom(module) and is_list(options),
    do: start(:nolink, module, init_arg, options)

  defp start(link, module, init_arg, []), do: :gen.start(:gen_server, link, module, init_arg, [])

  defp start(link, module, init_arg, options) do
    case :lists.keytake(:name, 1, options) do
      false ->
        :gen.start(:gen_server, link, module, init_arg, options)

      {:value, {_, nil}, rest} ->
        :gen.start(:gen_server, link, module, init_arg, rest)

      {:value, {_, name}, rest} ->
        :gen.start(:gen_server, link, __full_name__(name), module, init_arg, rest)
    end
  end

  # The name as Erlang's behaviours want it.
  @doc false
  def __full_name__(name) when is_atom(name), do: {:local, name}
  def __full_name__({:global, _term} = name), do: name
  def __full_name__({:via, module, _term} = name) when is_atom(module), do: name

  def __full_name__(name) do
    raise ArgumentError, """
    expected :name option to be one of the following:

      * nil
      * atom
      * {:global, term}
      * {:via, module, term}

    Got: #{inspect(name)}
    """
  end

  @doc """
  Stops a server and waits for its end.

  Exits when the server ends for another reason, or not in time.

      iex> {:ok, agent} = Agent.start(fn -> 0 end)
      iex> GenServer.stop(agent)
      :ok
      iex> Process.alive?(agent)
      false
  """
  @spec stop(server(), reason :: term(), timeout()) :: :ok
  def stop(server, reason \\ :normal, timeout \\ :infinity) do
    :proc_lib.stop(pid!(server), reason, timeout)
  catch
    :exit, why -> :erlang.exit({why, {GenServer, :stop, [server, reason, timeout]}})
  end

  ## Requests

  @doc """
  Calls a server and waits for its answer, at most `timeout` milliseconds or `:infinity`.

  Exits with `{reason, {GenServer, :call, arguments}}` where no answer comes; `reason` is `:timeout`, `:noproc`, or the
  one for which the server has ended.

      iex> defmodule DocEcho do
      ...>   use GenServer
      ...>   def init(state), do: {:ok, state}
      ...>   def handle_call(request, _from, state), do: {:reply, {:echo, request}, state}
      ...> end
      iex> {:ok, echo} = GenServer.start_link(DocEcho, nil)
      iex> GenServer.call(echo, :hello)
      {:echo, :hello}
  """
  @spec call(server(), term(), timeout()) :: term()
  def call(server, request, timeout \\ 5000)
      when (is_integer(timeout) and timeout >= 0) or timeout == :infinity do
    pid =
      case server do
        pid when is_pid(pid) and pid != self() -> pid
        _ -> peer!(server, request, timeout)
      end

    ref = :erlang.monitor(:process, pid, alias: :demonitor)
    :erlang.send(pid, {:"$gen_call", {self(), [:alias | ref]}, request}, [:noconnect])

    receive do
      {[:alias | ^ref], answer} ->
        :erlang.demonitor(ref, [:flush])
        answer

      {:DOWN, ^ref, _, _, reason} ->
        :erlang.exit({reason, {GenServer, :call, [server, request, timeout]}})
    after
      timeout ->
        :erlang.demonitor(ref, [:flush])

        receive do
          {[:alias | ^ref], answer} -> answer
        after
          0 -> :erlang.exit({:timeout, {GenServer, :call, [server, request, timeout]}})
        end
    end
  end

  # An exit of a :via module is its own.
  defp peer!(server, request, timeout) do
    case peer(server) do
      {:error, reason} -> :erlang.exit({reason, {GenServer, :call, [server, request, timeout]}})
      pid -> pid
    end
  end

  defp pid!(server) do
    case peer(server) do
      {:error, reason} -> :erlang.exit(reason)
      pid -> pid
    end
  end

  defp peer(server) do
    case whereis(server) do
      nil -> {:error, :noproc}
      pid when pid == self() -> {:error, :calling_self}
      pid when is_pid(pid) -> pid
      {_name, node} -> {:error, {:nodedown, node}}
    end
  end

  @doc """
  Sends a request that gets no answer; `:ok` even when there is no such server.

      iex> GenServer.cast(:no_such_server, :hello)
      :ok
  """
  @spec cast(server(), term()) :: :ok
  def cast(server, request)

  def cast(pid, request) when is_pid(pid) do
    :erlang.send(pid, {:"$gen_cast", request})
    :ok
  end

  def cast({:global, name}, request), do: cast_via(:global, name, request)
  def cast({:via, module, name}, request), do: cast_via(module, name, request)
  def cast(name, request) when is_atom(name), do: cast_to(name, request)
  def cast({name, node} = server, request) when is_atom(name) and is_atom(node), do: cast_to(server, request)

  defp cast_via(module, name, request) do
    module.send(name, {:"$gen_cast", request})
    :ok
  catch
    _, _ -> :ok
  end

  defp cast_to(server, request) do
    :erlang.send(server, {:"$gen_cast", request}, [:noconnect])
    :ok
  catch
    _, _ -> :ok
  end

  @doc """
  Casts to the servers of a name on the given nodes.

      iex> GenServer.abcast([node()], :nobody_there, :hello)
      :abcast
  """
  @spec abcast([node()], name :: atom(), term()) :: :abcast
  def abcast(nodes \\ [node() | :erlang.nodes()], name, request) when is_list(nodes) and is_atom(name) do
    for node <- nodes, do: cast_to({name, node}, request)
    :abcast
  end

  @doc """
  Calls the servers of a name on the given nodes: `{answers, bad_nodes}`.

  Each answer is a pair of the node and what its server said.

      iex> GenServer.multi_call([node()], :nobody_there, :hello, 100) == {[], [node()]}
      true
  """
  @spec multi_call([node()], name :: atom(), term(), timeout()) :: {replies :: [{node(), term()}], bad_nodes :: [node()]}
  def multi_call(nodes \\ [node() | :erlang.nodes()], name, request, timeout \\ :infinity) when is_list(nodes) and is_atom(name),
    do: :gen_server.multi_call(nodes, name, request, timeout)

  @doc """
  Answers a call, from any process; `client` is the `from` of `c:handle_call/3`.

      iex> defmodule Waiting do
      ...>   use GenServer
      ...>   def init(nil), do: {:ok, nil}
      ...>   def handle_call(:wait, from, nil), do: {:noreply, from}
      ...>   def handle_cast(:answer, from), do: {:noreply, GenServer.reply(from, :at_last)}
      ...> end
      iex> {:ok, server} = GenServer.start_link(Waiting, nil)
      iex> task = Task.async(fn -> GenServer.call(server, :wait) end)
      iex> Process.sleep(10)
      iex> GenServer.cast(server, :answer)
      :ok
      iex> Task.await(task)
      :at_last
  """
  @spec reply(from(), term()) :: :ok
  def reply(client, answer), do: :gen.reply(client, answer)

  @doc """
  The pid of a server, or `nil`; a name on another node stays as it is.

      iex> GenServer.whereis(self()) == self()
      true
      iex> GenServer.whereis(:no_such_server)
      nil
  """
  @spec whereis(server()) :: pid() | {atom(), node()} | nil
  def whereis(server)
  def whereis(nil), do: nil
  def whereis(pid) when is_pid(pid), do: pid
  def whereis(name) when is_atom(name), do: pid_or_nil(:erlang.whereis(name))
  def whereis({:global, name}), do: pid_or_nil(:global.whereis_name(name))
  def whereis({:via, module, name}), do: pid_or_nil(module.whereis_name(name))
  def whereis({name, node}) when is_atom(name) and node == node(), do: whereis(name)
  def whereis({name, node} = server) when is_atom(name) and is_atom(node), do: server

  defp pid_or_nil(:undefined), do: nil
  defp pid_or_nil(pid), do: pid

  @doc false
  def format_report(%{label: {GenServer, :no_handle_info}, report: %{module: module, message: message, name: name}}),
    do: {~c"~p ~p received unexpected message in handle_info/2: ~p~n", [module, name, message]}
end
