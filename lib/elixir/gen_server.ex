defmodule GenServer do
  @moduledoc """
  Servers: processes that keep a state and answer calls, casts and messages.

  A module that says `use GenServer` provides the callbacks.
  """

  @callback init(init_arg :: term) :: {:ok, term} | {:ok, term, term} | :ignore | {:stop, term}
  @callback handle_call(request :: term, from :: term, state :: term) :: term
  @callback handle_cast(request :: term, state :: term) :: term
  @callback handle_info(msg :: term, state :: term) :: term
  @callback handle_continue(continue_arg :: term, state :: term) :: term
  @callback terminate(reason :: term, state :: term) :: term
  @callback code_change(old_vsn :: term, state :: term, extra :: term) :: {:ok, term} | {:error, term}
  @callback format_status(reason :: atom, pdict_and_state :: list) :: term
  @callback format_status(status :: map) :: map

  @optional_callbacks code_change: 3,
                      terminate: 2,
                      handle_info: 2,
                      handle_cast: 2,
                      handle_call: 3,
                      format_status: 1,
                      format_status: 2,
                      handle_continue: 2

  @doc false
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      @behaviour GenServer

      unless Module.has_attribute?(__MODULE__, :doc) do
        @doc """
        Returns a specification to start this module under a supervisor.

        See `Supervisor`.
        """
      end

      def child_spec(init_arg) do
        default = %{
          id: __MODULE__,
          start: {__MODULE__, :start_link, [init_arg]}
        }

        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1

      @doc false
      def handle_call(msg, _from, state), do: GenServer.__no_handle_call__(msg, state)

      @doc false
      def handle_info(msg, state), do: GenServer.__no_handle_info__(__MODULE__, msg, state)

      @doc false
      def handle_cast(msg, state), do: GenServer.__no_handle_cast__(msg, state)

      @doc false
      def terminate(_reason, _state), do: :ok

      @doc false
      def code_change(_old, state, _extra), do: {:ok, state}

      @before_compile GenServer

      defoverridable code_change: 3, terminate: 2, handle_info: 2, handle_cast: 2, handle_call: 3
    end
  end

  @doc false
  defmacro __before_compile__(env) do
    unless Module.defines?(env.module, {:init, 1}) do
      message = """
      function init/1 required by behaviour GenServer is not implemented (in module #{inspect(env.module)}).

      We will inject a default implementation for now:

          def init(init_arg) do
            {:ok, init_arg}
          end

      You can copy the implementation above or define your own that converts \
      the arguments given to GenServer.start_link/3 to the server state.
      """

      IO.warn(message, env)

      quote do
        @doc false
        def init(init_arg) do
          {:ok, init_arg}
        end

        defoverridable init: 1
      end
    end
  end

  @doc false
  def __no_handle_call__(msg, state) do
    case :erlang.phash2(1, 1) do
      0 -> raise "attempted to call GenServer #{inspect(own_name())} but no handle_call/3 clause was provided"
      1 -> {:stop, {:bad_call, msg}, state}
    end
  end

  @doc false
  def __no_handle_cast__(msg, state) do
    case :erlang.phash2(1, 1) do
      0 -> raise "attempted to cast GenServer #{inspect(own_name())} but no handle_cast/2 clause was provided"
      1 -> {:stop, {:bad_cast, msg}, state}
    end
  end

  @doc false
  def __no_handle_info__(module, msg, state) do
    :logger.error(%{label: {GenServer, :no_handle_info}, module: module, message: msg, name: own_name()})
    {:noreply, state}
  end

  defp own_name() do
    case Process.info(self(), :registered_name) do
      {_, []} -> self()
      {_, name} -> name
    end
  end

  @doc "Starts a linked server; options `:name`, `:timeout`, `:debug`, `:spawn_opt`, `:hibernate_after`."
  def start_link(module, init_arg, options \\ []) when is_atom(module) and is_list(options),
    do: do_start(:link, module, init_arg, options)

  @doc "Starts a server without a link."
  def start(module, init_arg, options \\ []) when is_atom(module) and is_list(options),
    do: do_start(:nolink, module, init_arg, options)

  defp do_start(link, module, init_arg, options) do
    case Keyword.pop(options, :name) do
      {nil, opts} ->
        :gen.start(:gen_server, link, module, init_arg, opts)

      {atom, opts} when is_atom(atom) ->
        :gen.start(:gen_server, link, {:local, atom}, module, init_arg, opts)

      {{:global, _term} = tuple, opts} ->
        :gen.start(:gen_server, link, tuple, module, init_arg, opts)

      {{:via, via_module, _term} = tuple, opts} when is_atom(via_module) ->
        :gen.start(:gen_server, link, tuple, module, init_arg, opts)

      {other, _} ->
        raise ArgumentError, """
        expected :name option to be one of the following:

          * nil
          * atom
          * {:global, term}
          * {:via, module, term}

        Got: #{inspect(other)}
        """
    end
  end

  @doc "Stops a server and waits for its end."
  def stop(server, reason \\ :normal, timeout \\ :infinity) do
    case whereis(server) do
      nil ->
        exit({:noproc, {__MODULE__, :stop, [server, reason, timeout]}})

      pid when pid == self() ->
        exit({:calling_self, {__MODULE__, :stop, [server, reason, timeout]}})

      pid ->
        try do
          :proc_lib.stop(pid, reason, timeout)
        catch
          :exit, err -> exit({err, {__MODULE__, :stop, [server, reason, timeout]}})
        end
    end
  end

  @doc "Calls a server and waits for its answer."
  def call(server, request, timeout \\ 5000)
      when (is_integer(timeout) and timeout >= 0) or timeout == :infinity do
    case whereis(server) do
      nil ->
        exit({:noproc, {__MODULE__, :call, [server, request, timeout]}})

      pid when pid == self() ->
        exit({:calling_self, {__MODULE__, :call, [server, request, timeout]}})

      pid ->
        try do
          :gen.call(pid, :"$gen_call", request, timeout)
        catch
          :exit, reason -> exit({reason, {__MODULE__, :call, [server, request, timeout]}})
        else
          {:ok, res} -> res
        end
    end
  end

  @doc "Sends a request that is not answered."
  def cast(server, request)

  def cast(pid, request) when is_pid(pid) do
    :erlang.send(pid, {:"$gen_cast", request})
    :ok
  end

  def cast({:global, name}, request) do
    :global.send(name, {:"$gen_cast", request})
    :ok
  catch
    _, _ -> :ok
  end

  def cast({:via, mod, name}, request) do
    mod.send(name, {:"$gen_cast", request})
    :ok
  catch
    _, _ -> :ok
  end

  def cast({name, node}, request) when is_atom(name) and is_atom(node), do: do_cast({name, node}, request)
  def cast(dest, request) when is_atom(dest), do: do_cast(dest, request)

  defp do_cast(dest, request) do
    :erlang.send(dest, {:"$gen_cast", request}, [:noconnect])
    :ok
  catch
    _, _ -> :ok
  end

  @doc "Casts to the servers of that name on the given nodes."
  def abcast(nodes \\ [node() | Node.list()], name, request) when is_list(nodes) and is_atom(name) do
    Enum.each(nodes, fn node -> do_cast({name, node}, request) end)
    :abcast
  end

  @doc "Calls the servers of that name on the given nodes."
  def multi_call(nodes \\ [node() | Node.list()], name, request, timeout \\ :infinity),
    do: :gen_server.multi_call(nodes, name, request, timeout)

  @doc "Answers a call, from anywhere."
  def reply(client, reply), do: :gen.reply(client, reply)

  @doc "The pid of a server, or `nil`; a name on another node stays as it is."
  def whereis(server)
  def whereis(nil), do: nil
  def whereis(pid) when is_pid(pid), do: pid

  def whereis(name) when is_atom(name) do
    case :erlang.whereis(name) do
      :undefined -> nil
      pid -> pid
    end
  end

  def whereis({:global, name}) do
    case :global.whereis_name(name) do
      pid when is_pid(pid) -> pid
      :undefined -> nil
    end
  end

  def whereis({:via, mod, name}) do
    case mod.whereis_name(name) do
      pid when is_pid(pid) -> pid
      :undefined -> nil
    end
  end

  def whereis({name, local}) when is_atom(name) and local == node(), do: whereis(name)
  def whereis({name, node} = server) when is_atom(name) and is_atom(node), do: server

  @doc false
  def format_report(report), do: {~c"~ts", [inspect(report)]}
end
