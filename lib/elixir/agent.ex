defmodule Agent do
  @moduledoc """
  State that many processes share, kept by a process of its own.

      {:ok, agent} = Agent.start_link(fn -> 0 end)
      Agent.update(agent, fn n -> n + 1 end)
      Agent.get(agent, fn n -> n end)
      #=> 1

  The functions run in the agent: a slow one keeps everybody waiting. Each operation takes a function of
  the state, or a module, a function and arguments, before which the state is put.
  """

  @type on_start() :: {:ok, pid()} | {:error, {:already_started, pid()} | term()}
  @type name() :: atom() | {:global, term()} | {:via, module(), term()}
  @type agent() :: pid() | {atom(), node()} | name()
  @type state() :: term()

  @doc """
  Makes a module the home of an agent: gives it `child_spec/1`, whose options are those of `use`.

      iex> defmodule Example.Counter do
      ...>   use Agent
      ...>   def start_link(first), do: Agent.start_link(fn -> first end)
      ...> end
      iex> Example.Counter.child_spec(1)
      %{id: Example.Counter, start: {Example.Counter, :start_link, [1]}}
  """
  defmacro __using__(opts) do
    quote do
      @doc "The specification of a child that runs this agent; see `Supervisor`."
      def child_spec(arg),
        do: Supervisor.child_spec(%{id: __MODULE__, start: {__MODULE__, :start_link, [arg]}}, unquote(opts))

      defoverridable child_spec: 1
    end
  end

  @doc """
  The specification of a child that runs an agent.

      iex> Agent.child_spec(:fun).id
      Agent
  """
  @spec child_spec(term()) :: Supervisor.child_spec()
  def child_spec(arg), do: %{id: Agent, start: {Agent, :start_link, [arg]}}

  @doc """
  Starts an agent, linked to the caller, whose first state the function returns; options as in `GenServer.start_link/3`.

      iex> {:ok, agent} = Agent.start_link(fn -> 0 end)
      iex> Agent.get(agent, & &1)
      0
  """
  @spec start_link((-> term()), GenServer.options()) :: on_start()
  def start_link(fun, options \\ []) when is_function(fun, 0),
    do: GenServer.start_link(Agent.Server, fun, options)

  @doc """
  Like `start_link/2`, with a function of a module.

      iex> {:ok, agent} = Agent.start_link(List, :wrap, [1])
      iex> Agent.get(agent, & &1)
      [1]
  """
  @spec start_link(module(), atom(), [any()], GenServer.options()) :: on_start()
  def start_link(module, fun, args, options \\ []),
    do: GenServer.start_link(Agent.Server, {module, fun, args}, options)

  @doc """
  Starts an agent without a link.

      iex> {:ok, agent} = Agent.start(fn -> %{} end)
      iex> Agent.get(agent, & &1)
      %{}
  """
  @spec start((-> term()), GenServer.options()) :: on_start()
  def start(fun, options \\ []) when is_function(fun, 0), do: GenServer.start(Agent.Server, fun, options)

  @doc """
  Like `start/2`, with a function of a module.

      iex> {:ok, agent} = Agent.start(List, :duplicate, [:a, 2])
      iex> Agent.get(agent, & &1)
      [:a, :a]
  """
  @spec start(module(), atom(), [any()], GenServer.options()) :: on_start()
  def start(module, fun, args, options \\ []), do: GenServer.start(Agent.Server, {module, fun, args}, options)

  @doc """
  What the function makes of the state.

      iex> {:ok, agent} = Agent.start_link(fn -> [1, 2] end)
      iex> Agent.get(agent, &length/1)
      2
  """
  @spec get(agent(), (state() -> a), timeout()) :: a when a: var
  def get(agent, fun, timeout \\ 5000) when is_function(fun, 1), do: GenServer.call(agent, {:get, fun}, timeout)

  @doc """
  Like `get/3`, with a function of a module.

      iex> {:ok, agent} = Agent.start_link(fn -> 5 end)
      iex> Agent.get(agent, Integer, :digits, [2])
      [1, 0, 1]
  """
  @spec get(agent(), module(), atom(), [term()], timeout()) :: any()
  def get(agent, module, fun, args, timeout \\ 5000),
    do: GenServer.call(agent, {:get, {module, fun, args}}, timeout)

  @doc """
  Changes the state; the function returns what is answered and the new state.

      iex> {:ok, agent} = Agent.start_link(fn -> 1 end)
      iex> Agent.get_and_update(agent, fn n -> {n, n * 10} end)
      1
      iex> Agent.get(agent, & &1)
      10
  """
  @spec get_and_update(agent(), (state() -> {a, state()}), timeout()) :: a when a: var
  def get_and_update(agent, fun, timeout \\ 5000) when is_function(fun, 1),
    do: GenServer.call(agent, {:get_and_update, fun}, timeout)

  @doc """
  Like `get_and_update/3`, with a function of a module.

      iex> {:ok, agent} = Agent.start_link(fn -> [a: 1] end)
      iex> Agent.get_and_update(agent, Keyword, :pop, [:a])
      1
      iex> Agent.get(agent, & &1)
      []
  """
  @spec get_and_update(agent(), module(), atom(), [term()], timeout()) :: any()
  def get_and_update(agent, module, fun, args, timeout \\ 5000),
    do: GenServer.call(agent, {:get_and_update, {module, fun, args}}, timeout)

  @doc """
  Changes the state to what the function makes of it.

      iex> {:ok, agent} = Agent.start_link(fn -> 1 end)
      iex> Agent.update(agent, &(&1 + 1))
      :ok
      iex> Agent.get(agent, & &1)
      2
  """
  @spec update(agent(), (state() -> state()), timeout()) :: :ok
  def update(agent, fun, timeout \\ 5000) when is_function(fun, 1),
    do: GenServer.call(agent, {:update, fun}, timeout)

  @doc """
  Like `update/3`, with a function of a module.

      iex> {:ok, agent} = Agent.start_link(fn -> 5 end)
      iex> Agent.update(agent, Kernel, :+, [2])
      :ok
      iex> Agent.get(agent, & &1)
      7
  """
  @spec update(agent(), module(), atom(), [term()], timeout()) :: :ok
  def update(agent, module, fun, args, timeout \\ 5000),
    do: GenServer.call(agent, {:update, {module, fun, args}}, timeout)

  @doc """
  Changes the state without waiting.

      iex> {:ok, agent} = Agent.start_link(fn -> 1 end)
      iex> Agent.cast(agent, &(&1 + 1))
      :ok
      iex> Agent.get(agent, & &1)
      2
  """
  @spec cast(agent(), (state() -> state())) :: :ok
  def cast(agent, fun) when is_function(fun, 1), do: GenServer.cast(agent, {:cast, fun})

  @doc """
  Like `cast/2`, with a function of a module.

      iex> {:ok, agent} = Agent.start_link(fn -> 5 end)
      iex> Agent.cast(agent, Kernel, :*, [2])
      :ok
      iex> Agent.get(agent, & &1)
      10
  """
  @spec cast(agent(), module(), atom(), [term()]) :: :ok
  def cast(agent, module, fun, args), do: GenServer.cast(agent, {:cast, {module, fun, args}})

  @doc """
  Stops an agent and waits for its end.

      iex> {:ok, agent} = Agent.start_link(fn -> 1 end)
      iex> Agent.stop(agent)
      :ok
      iex> Process.alive?(agent)
      false
  """
  @spec stop(agent(), reason :: term(), timeout()) :: :ok
  def stop(agent, reason \\ :normal, timeout \\ :infinity), do: GenServer.stop(agent, reason, timeout)
end
