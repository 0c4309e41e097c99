defmodule Supervisor do
  @moduledoc """
  Processes that start other processes, their children, and restart them when they end.

      children = [
        {Counter, 0},
        %{id: :logger, start: {MyLog, :start_link, [[]]}, restart: :transient}
      ]

      {:ok, pid} = Supervisor.start_link(children, strategy: :one_for_one)

  A child is told by a map (the child specification), by a module, or by `{module, argument}`, where
  `module.child_spec(argument)` gives the map:

    * `:id` - any term, different for each child
    * `:start` - `{module, function, arguments}`, which starts and links the child and returns `{:ok, pid}`
    * `:restart` - `:permanent` (always restarted, the default), `:transient` (after an abnormal end), `:temporary` (never)
    * `:shutdown` - milliseconds to end in (5000 for workers), `:infinity` (for supervisors) or `:brutal_kill`
    * `:type` - `:worker` (the default) or `:supervisor`
    * `:significant` - whether its own end counts for the supervisor's `:auto_shutdown`
    * `:restore` - whether it is restarted with its last state (`false`); see `GenServer`. Elixir has nothing like it.

  Strategies are `:one_for_one`, `:one_for_all` and `:rest_for_one`. More than `:max_restarts` (3) restarts
  within `:max_seconds` (5) end the supervisor.

      iex> defmodule Tally do
      ...>   use Agent, restore: true
      ...>   def start_link(n), do: Agent.start_link(fn -> n end, name: __MODULE__)
      ...> end
      iex> {:ok, sup} = Supervisor.start_link([{Tally, 1}], strategy: :one_for_one)
      iex> Agent.update(Tally, &(&1 + 1))
      iex> Process.exit(Process.whereis(Tally), :kill)
      iex> Agent.get(Tally, & &1)
      2
      iex> Supervisor.stop(sup)
      :ok

  ## What a child's end looks like from outside

  The supervisor of a child hears of its end before everybody else, and nobody sees the child's name without a process while the
  supervisor is about to restart it: `Process.exit/2` to a child returns when the supervisor has dealt with its end, and whoever looks up or
  sends to the name of a child that has ended waits until then, a second at most. The supervisor itself, and a
  child that it is starting or stopping, do not wait. For other names than atoms this holds for the process that called `Process.exit/2`.

  A supervisor can run at a higher priority than its children, with the option `priority: :high`: it then restarts them in time even when they
  keep all processors busy. It does little itself, so that nobody else notices.
  """

  @type on_start() ::
          {:ok, pid()} | :ignore | {:error, {:already_started, pid()} | {:shutdown, term()} | term()}

  @type on_start_child() ::
          {:ok, child()}
          | {:ok, child(), info :: term()}
          | {:error, {:already_started, child()} | :already_present | term()}

  @type child() :: pid() | :undefined
  @type name() :: atom() | {:global, term()} | {:via, module(), term()}
  @type option() :: {:name, name()}

  @type sup_flags() :: %{
          strategy: strategy(),
          intensity: non_neg_integer(),
          period: pos_integer(),
          auto_shutdown: auto_shutdown()
        }

  @type supervisor() :: pid() | name() | {atom(), node()}

  @type init_option() ::
          {:strategy, strategy()}
          | {:max_restarts, non_neg_integer()}
          | {:max_seconds, pos_integer()}
          | {:auto_shutdown, auto_shutdown()}

  @type restart() :: :permanent | :transient | :temporary
  @type shutdown() :: timeout() | :brutal_kill
  @type strategy() :: :one_for_one | :one_for_all | :rest_for_one
  @type auto_shutdown() :: :never | :any_significant | :all_significant
  @type type() :: :worker | :supervisor

  @type child_spec() :: %{
          :id => atom() | term(),
          :start => {module(), function_name :: atom(), args :: [term()]},
          optional(:restart) => restart(),
          optional(:shutdown) => shutdown(),
          optional(:type) => type(),
          optional(:modules) => [module()] | :dynamic,
          optional(:significant) => boolean()
        }

  @type module_spec() :: {module(), args :: term()} | module()

  @doc """
  Tells the flags and the children, as `init/2` makes them, when the supervisor starts.
  """
  @callback init(init_arg :: term()) ::
              {:ok, {sup_flags(), [child_spec() | (old_erlang_child_spec :: :supervisor.child_spec())]}}
              | :ignore

  @doc """
  Makes a module a supervisor's callback module: gives it `child_spec/1`, whose options are those of `use`.

      iex> defmodule Example.Lamps do
      ...>   use Supervisor
      ...>   def init(children), do: Supervisor.init(children, strategy: :one_for_one)
      ...> end
      iex> Example.Lamps.child_spec([]).type
      :supervisor
  """
  defmacro __using__(opts) do
    quote do
      @behaviour Supervisor

      @doc "The specification of a child that runs this supervisor; see `Supervisor`."
      def child_spec(init_arg) do
        Supervisor.child_spec(
          %{id: __MODULE__, start: {__MODULE__, :start_link, [init_arg]}, type: :supervisor},
          unquote(opts)
        )
      end

      defoverridable child_spec: 1
    end
  end

  ## Starting

  @doc """
  Starts a supervisor with children.

  Options are those of `init/2`, and `:name`.

      iex> {:ok, supervisor} = Supervisor.start_link([{Agent, fn -> 1 end}], strategy: :one_for_one)
      iex> Supervisor.count_children(supervisor)
      %{active: 1, specs: 1, supervisors: 0, workers: 1}
  """
  @spec start_link([child_spec() | module_spec() | (old_erlang_child_spec :: :supervisor.child_spec())], [option() | init_option()]) :: {:ok, pid()} | {:error, {:already_started, pid()} | {:shutdown, term()} | term()}
  @spec start_link(module(), term()) :: on_start()
  def start_link(children, options) when is_list(children) do
    {name, flags} = :lists.partition(fn {key, _} -> key == :name end, options)
    start_link(Supervisor.Default, init(children, flags), name)
  end

  def start_link(module, init_arg) when is_atom(module), do: start_link(module, init_arg, [])

  @doc """
  Starts a supervisor whose children a module tells.

  The module's `init/1` returns what `init/2` returns. The only option is `:name`.

      iex> defmodule DocSupervisor do
      ...>   use Supervisor
      ...>   def init(value), do: Supervisor.init([{Agent, fn -> value end}], strategy: :one_for_one)
      ...> end
      iex> {:ok, supervisor} = Supervisor.start_link(DocSupervisor, 7)
      iex> [{Agent, agent, :worker, [Agent]}] = Supervisor.which_children(supervisor)
      iex> Agent.get(agent, & &1)
      7
  """
  @spec start_link(module(), term(), [option()]) :: on_start()
  def start_link(module, init_arg, options) when is_atom(module) do
    case :lists.keyfind(:name, 1, options) do
      {_, name} when name != nil -> :supervisor.start_link(GenServer.__full_name__(name), module, init_arg)
      _ -> :supervisor.start_link(module, init_arg)
    end
  end

  @doc """
  What `c:init/1` returns: the children, and options.

  Options are `:strategy` (required), `:max_restarts`, `:max_seconds`, `:auto_shutdown`
  (`:never`, `:any_significant`, `:all_significant`) and `:priority`, the supervisor's own (`:normal`).

      iex> {:ok, {flags, []}} = Supervisor.init([], strategy: :one_for_one)
      iex> flags.intensity
      3
  """
  @spec init([child_spec() | module_spec() | (old_erlang_child_spec :: :supervisor.child_spec())], [init_option()]) :: {:ok, {sup_flags(), [child_spec() | (old_erlang_child_spec :: :supervisor.child_spec())]}}
  def init(children, options) when is_list(children) and is_list(options) do
    strategy =
      case :lists.keyfind(:strategy, 1, options) do
        {_, strategy} -> strategy
        false -> raise ArgumentError, "expected :strategy option to be given"
      end

    flags = %{
      strategy: strategy,
      intensity: option(options, :max_restarts, 3),
      period: option(options, :max_seconds, 5),
      auto_shutdown: option(options, :auto_shutdown, :never)
    }

    flags =
      case :lists.keyfind(:priority, 1, options) do
        {_, priority} -> :maps.put(:priority, priority, flags)
        false -> flags
      end

    {:ok, {flags, for(child <- children, do: to_spec(child))}}
  end

  defp option(options, key, default) do
    case :lists.keyfind(key, 1, options) do
      {_, value} -> value
      false -> default
    end
  end

  ## Specifications

  @doc """
  The specification of a child, changed by options.

      iex> Supervisor.child_spec(%{id: :a, start: {M, :f, []}}, id: :b).id
      :b
  """
  @spec child_spec(child_spec() | module_spec(), keyword()) :: child_spec()
  def child_spec(module_or_map, overrides)

  def child_spec({_, _, _, _, _, _} = tuple, _overrides) do
    raise ArgumentError, "old tuple-based child specification #{inspect(tuple)} is not supported in Supervisor.child_spec/2"
  end

  def child_spec(module_or_map, overrides), do: override(to_spec(module_or_map), overrides)

  defp override(spec, []), do: spec

  defp override(spec, [{key, value} | rest])
       when key in [:id, :start, :restart, :shutdown, :type, :modules, :significant, :restore],
       do: override(:maps.put(key, value, spec), rest)

  defp override(_spec, [{key, _value} | _rest]),
    do: raise(ArgumentError, "unknown key #{inspect(key)} in child specification override")

  @doc false
  def to_spec(%{} = spec), do: spec
  def to_spec({_, _, _, _, _, _} = spec), do: spec
  def to_spec({module, arg}) when is_atom(module), do: from_module(module, arg)
  def to_spec(module) when is_atom(module), do: from_module(module, [])

  def to_spec(other) do
    raise ArgumentError,
          "supervisors expect each child to be one of the following:\n\n" <>
            "  * a module\n" <>
            "  * a {module, arg} tuple\n" <>
            "  * a child specification as a map with at least the :id and :start fields\n" <>
            "  * or a tuple with 6 elements generated by Supervisor.Spec (deprecated)\n\n" <>
            "Got: #{inspect(other)}\n"
  end

  defp from_module(module, arg) do
    module.child_spec(arg)
  rescue
    e in UndefinedFunctionError ->
      case __STACKTRACE__ do
        [{^module, :child_spec, [^arg], _} | _] -> raise ArgumentError, no_child_spec(module)
        stacktrace -> :erlang.raise(:error, e, stacktrace)
      end
  end

  defp no_child_spec(module) do
    if Code.ensure_loaded?(module) do
      """
      The module #{inspect(module)} was given as a child to a supervisor
      but it does not implement child_spec/1.

      If you own the given module, please define a child_spec/1 function
      that receives an argument and returns a child specification as a map.
      For example:

          def child_spec(opts) do
            %{
              id: __MODULE__,
              start: {__MODULE__, :start_link, [opts]},
              type: :worker,
              restart: :permanent,
              shutdown: 500
            }
          end

      Note that "use Agent", "use GenServer" and so on automatically define
      this function for you.

      However, if you don't own the given module and it doesn't implement
      child_spec/1, instead of passing the module name directly as a supervisor
      child, you will have to pass a child specification as a map:

          %{
            id: #{inspect(module)},
            start: {#{inspect(module)}, :start_link, [arg1, arg2]}
          }

      See the Supervisor documentation for more information
      """
    else
      "The module #{inspect(module)} was given as a child to a supervisor but it does not exist"
    end
  end

  ## Requests

  @doc """
  Adds a child and starts it.

  Returns `{:ok, pid}`, `{:ok, :undefined}` when the child ignored its start, or `{:error, reason}`;
  among the reasons are `{:already_started, pid}` and `:already_present`.

      iex> {:ok, supervisor} = Supervisor.start_link([], strategy: :one_for_one)
      iex> {:ok, agent} = Supervisor.start_child(supervisor, {Agent, fn -> 7 end})
      iex> Agent.get(agent, & &1)
      7
  """
  @spec start_child(supervisor(), child_spec() | module_spec() | (old_erlang_child_spec :: :supervisor.child_spec())) :: on_start_child()
  def start_child(supervisor, child_spec)
  def start_child(supervisor, args) when is_list(args), do: call(supervisor, {:start_child, args})
  def start_child(supervisor, child_spec), do: call(supervisor, {:start_child, to_spec(child_spec)})

  @doc """
  Ends a child; its specification is kept, unless it is temporary.

      iex> {:ok, supervisor} = Supervisor.start_link([{Agent, fn -> 1 end}], strategy: :one_for_one)
      iex> Supervisor.terminate_child(supervisor, Agent)
      :ok
      iex> Supervisor.terminate_child(supervisor, :nobody)
      {:error, :not_found}
  """
  @spec terminate_child(supervisor(), term()) :: :ok | {:error, :not_found}
  def terminate_child(supervisor, id), do: call(supervisor, {:terminate_child, id})

  @doc """
  Forgets a child that does not run: `:ok`, or `{:error, :running | :restarting | :not_found}`.

      iex> {:ok, supervisor} = Supervisor.start_link([{Agent, fn -> 1 end}], strategy: :one_for_one)
      iex> Supervisor.delete_child(supervisor, Agent)
      {:error, :running}
      iex> Supervisor.terminate_child(supervisor, Agent)
      :ok
      iex> Supervisor.delete_child(supervisor, Agent)
      :ok
  """
  @spec delete_child(supervisor(), term()) :: :ok | {:error, :not_found | :running | :restarting}
  def delete_child(supervisor, id), do: call(supervisor, {:delete_child, id})

  @doc """
  Starts a child that does not run: `{:ok, pid}`, or `{:error, :running | :restarting | :not_found}`.

      iex> {:ok, supervisor} = Supervisor.start_link([{Agent, fn -> 1 end}], strategy: :one_for_one)
      iex> Supervisor.restart_child(supervisor, Agent)
      {:error, :running}
      iex> Supervisor.terminate_child(supervisor, Agent)
      :ok
      iex> {:ok, agent} = Supervisor.restart_child(supervisor, Agent)
      iex> Agent.get(agent, & &1)
      1
  """
  @spec restart_child(supervisor(), term()) :: {:ok, child()} | {:ok, child(), term()} | {:error, :not_found | :running | :restarting | term()}
  def restart_child(supervisor, id), do: call(supervisor, {:restart_child, id})

  @doc """
  All children as `{id, pid, type, modules}`, the last started first.

      iex> {:ok, supervisor} = Supervisor.start_link([{Agent, fn -> 1 end}], strategy: :one_for_one)
      iex> for {id, _pid, type, modules} <- Supervisor.which_children(supervisor), do: {id, type, modules}
      [{Agent, :worker, [Agent]}]
  """
  @spec which_children(supervisor()) :: [{term() | :undefined, child() | :restarting, :worker | :supervisor, [module()] | :dynamic}]
  def which_children(supervisor), do: call(supervisor, :which_children)

  @doc """
  How many children there are: a map of `:specs`, `:active`, `:supervisors` and `:workers`.

      iex> {:ok, supervisor} = Supervisor.start_link([], strategy: :one_for_one)
      iex> Supervisor.count_children(supervisor)
      %{active: 0, specs: 0, supervisors: 0, workers: 0}
  """
  @spec count_children(supervisor()) :: %{specs: non_neg_integer(), active: non_neg_integer(), supervisors: non_neg_integer(), workers: non_neg_integer()}
  def count_children(supervisor), do: :maps.from_list(call(supervisor, :count_children))

  defp call(supervisor, request), do: GenServer.call(supervisor, request, :infinity)

  @doc """
  Stops a supervisor and its children, and waits for its end.

      iex> {:ok, supervisor} = Supervisor.start_link([], strategy: :one_for_one)
      iex> Supervisor.stop(supervisor)
      :ok
      iex> Process.alive?(supervisor)
      false
  """
  @spec stop(supervisor(), reason :: term(), timeout()) :: :ok
  def stop(supervisor, reason \\ :normal, timeout \\ :infinity), do: GenServer.stop(supervisor, reason, timeout)
end
