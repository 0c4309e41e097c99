defmodule Task.Supervisor do
  @moduledoc """
  Supervisors whose children are tasks.

      {:ok, sup} = Task.Supervisor.start_link()
      Task.await(Task.Supervisor.async(sup, fn -> 40 + 2 end))
      #=> 42

  With `async_nolink/2` a task that fails does not take its owner along.
  """

  @type option() :: GenServer.option() | DynamicSupervisor.init_option()
  @type async_stream_option() :: Task.async_stream_option() | {:shutdown, Supervisor.shutdown()}

  @doc """
  The specification of a child that runs a supervisor of tasks.

      iex> Task.Supervisor.child_spec(name: Jobs).id
      Jobs
  """
  @spec child_spec([option()]) :: Supervisor.child_spec()
  def child_spec(options) when is_list(options) do
    id =
      case Keyword.get(options, :name, Task.Supervisor) do
        name when is_atom(name) -> name
        {:global, name} -> name
        {:via, _module, name} -> name
      end

    %{id: id, start: {Task.Supervisor, :start_link, [options]}, type: :supervisor}
  end

  @doc """
  Starts a supervisor; options are `:name`, `:max_children`, `:max_restarts` and `:max_seconds`.

      iex> {:ok, supervisor} = Task.Supervisor.start_link()
      iex> Task.Supervisor.children(supervisor)
      []
  """
  @spec start_link([option()]) :: Supervisor.on_start()
  def start_link(options \\ []) do
    DynamicSupervisor.start_link([strategy: :one_for_one] ++ options)
  end

  @doc """
  Starts a task whose result the caller may wait for, linked to the caller.

      iex> {:ok, sup} = Task.Supervisor.start_link()
      iex> Task.Supervisor.async(sup, fn -> 2 end) |> Task.await()
      2
  """
  @spec async(Supervisor.supervisor(), (-> any()), shutdown: :brutal_kill | timeout()) :: Task.t()
  def async(supervisor, fun, options \\ []), do: __async__(supervisor, :link, {:erlang, :apply, [fun, []]}, options)

  @doc """
  Like `async/3`, with a function of a module.

      iex> {:ok, supervisor} = Task.Supervisor.start_link()
      iex> supervisor |> Task.Supervisor.async(String, :upcase, ["a"]) |> Task.await()
      "A"
  """
  @spec async(Supervisor.supervisor(), module(), atom(), [term()], shutdown: :brutal_kill | timeout()) :: Task.t()
  def async(supervisor, module, function, args, options \\ []),
    do: __async__(supervisor, :link, {module, function, args}, options)

  @doc """
  Starts a task whose result the caller may wait for, without a link to the caller.

      iex> {:ok, sup} = Task.Supervisor.start_link()
      iex> Task.Supervisor.async_nolink(sup, fn -> exit(:no) end) |> Task.yield()
      {:exit, :no}
  """
  @spec async_nolink(Supervisor.supervisor(), (-> any()), shutdown: :brutal_kill | timeout()) :: Task.t()
  def async_nolink(supervisor, fun, options \\ []), do: __async__(supervisor, :nolink, {:erlang, :apply, [fun, []]}, options)

  @doc """
  Like `async_nolink/3`, with a function of a module.

      iex> {:ok, supervisor} = Task.Supervisor.start_link()
      iex> supervisor |> Task.Supervisor.async_nolink(String, :upcase, ["a"]) |> Task.await()
      "A"
  """
  @spec async_nolink(Supervisor.supervisor(), module(), atom(), [term()], shutdown: :brutal_kill | timeout()) :: Task.t()
  def async_nolink(supervisor, module, function, args, options \\ []),
    do: __async__(supervisor, :nolink, {module, function, args}, options)

  @doc false
  def __async__(supervisor, link, mfa, options) do
    start = {Task.Supervised, :start_link, [self(), :monitor]}

    case start_process(supervisor, start, :temporary, Keyword.get(options, :shutdown, 5000)) do
      {:ok, pid} ->
        if link == :link, do: :erlang.link(pid)
        Task.Supervised.begin(pid, mfa)

      {:error, :max_children} ->
        raise """
        reached the maximum number of tasks for this task supervisor. The maximum number \
        of tasks that are allowed to run at the same time under this supervisor can be \
        configured with the :max_children option passed to Task.Supervisor.start_link/1. When \
        using async_stream or async_stream_nolink, make sure to configure :max_concurrency to \
        be lower or equal to :max_children and pay attention to whether other tasks are also \
        spawned under the same task supervisor.
        """
    end
  end

  @doc """
  Runs a function for each element in tasks that are linked to the caller; see `Task.async_stream/3`.

      iex> {:ok, supervisor} = Task.Supervisor.start_link()
      iex> supervisor |> Task.Supervisor.async_stream([1, 2], &(&1 + 1)) |> Enum.to_list()
      [ok: 2, ok: 3]
  """
  @spec async_stream(Supervisor.supervisor(), Enumerable.t(), (term() -> term()), [async_stream_option()]) :: Enumerable.t()
  def async_stream(supervisor, enumerable, fun, options \\ []) when is_function(fun, 1),
    do: Task.Supervised.stream(enumerable, {:erlang, :apply, fun}, options, :link, supervisor)

  @doc """
  Like `async_stream/4`, with a function of a module.

      iex> {:ok, supervisor} = Task.Supervisor.start_link()
      iex> supervisor |> Task.Supervisor.async_stream(["a"], String, :duplicate, [3]) |> Enum.to_list()
      [ok: "aaa"]
  """
  @spec async_stream(Supervisor.supervisor(), Enumerable.t(), module(), atom(), [term()], [async_stream_option()]) :: Enumerable.t()
  def async_stream(supervisor, enumerable, module, function, args, options \\ []) when is_atom(module) and is_atom(function),
    do: Task.Supervised.stream(enumerable, {module, function, args}, options, :link, supervisor)

  @doc """
  Runs a function for each element in tasks that are not linked to the caller; a failure is `{:exit, reason}`.

      iex> {:ok, sup} = Task.Supervisor.start_link()
      iex> Task.Supervisor.async_stream_nolink(sup, [1, 2], fn 1 -> exit(:no); n -> n end) |> Enum.to_list()
      [exit: :no, ok: 2]
  """
  @spec async_stream_nolink(Supervisor.supervisor(), Enumerable.t(), (term() -> term()), [async_stream_option()]) :: Enumerable.t()
  def async_stream_nolink(supervisor, enumerable, fun, options \\ []) when is_function(fun, 1),
    do: Task.Supervised.stream(enumerable, {:erlang, :apply, fun}, options, :nolink, supervisor)

  @doc """
  Like `async_stream_nolink/4`, with a function of a module.

      iex> {:ok, supervisor} = Task.Supervisor.start_link()
      iex> supervisor |> Task.Supervisor.async_stream_nolink(["a"], String, :duplicate, [3]) |> Enum.to_list()
      [ok: "aaa"]
  """
  @spec async_stream_nolink(Supervisor.supervisor(), Enumerable.t(), module(), atom(), [term()], [async_stream_option()]) :: Enumerable.t()
  def async_stream_nolink(supervisor, enumerable, module, function, args, options \\ []) when is_atom(module) and is_atom(function),
    do: Task.Supervised.stream(enumerable, {module, function, args}, options, :nolink, supervisor)

  @doc """
  The pids of all tasks.

      iex> {:ok, sup} = Task.Supervisor.start_link()
      iex> {:ok, pid} = Task.Supervisor.start_child(sup, fn -> Process.sleep(:infinity) end)
      iex> Task.Supervisor.children(sup) == [pid]
      true
  """
  @spec children(Supervisor.supervisor()) :: [pid()]
  def children(supervisor), do: for({_, pid, _, _} <- DynamicSupervisor.which_children(supervisor), is_pid(pid), do: pid)

  @doc """
  Ends a task: `:ok`, or `{:error, :not_found}`.

      iex> {:ok, sup} = Task.Supervisor.start_link()
      iex> Task.Supervisor.terminate_child(sup, self())
      {:error, :not_found}
  """
  @spec terminate_child(Supervisor.supervisor(), pid()) :: :ok | {:error, :not_found}
  def terminate_child(supervisor, pid), do: DynamicSupervisor.terminate_child(supervisor, pid)

  @doc """
  Starts a task whose result nobody waits for; options are `:restart` (`:temporary`) and `:shutdown` (5000).

      iex> {:ok, supervisor} = Task.Supervisor.start_link()
      iex> parent = self()
      iex> {:ok, _pid} = Task.Supervisor.start_child(supervisor, fn -> send(parent, :done) end)
      iex> receive do message -> message end
      :done
  """
  @spec start_child(Supervisor.supervisor(), (-> any()), restart: :temporary | :transient | :permanent, shutdown: :brutal_kill | timeout()) :: DynamicSupervisor.on_start_child()
  def start_child(supervisor, fun, options \\ []), do: start_child(supervisor, :erlang, :apply, [fun, []], options)

  @doc """
  Like `start_child/3`, with a function of a module.

      iex> {:ok, supervisor} = Task.Supervisor.start_link()
      iex> {:ok, _pid} = Task.Supervisor.start_child(supervisor, Kernel, :send, [self(), :done])
      iex> receive do message -> message end
      :done
  """
  @spec start_child(Supervisor.supervisor(), module(), atom(), [term()], restart: :temporary | :transient | :permanent, shutdown: :brutal_kill | timeout()) :: DynamicSupervisor.on_start_child()
  def start_child(supervisor, module, function, args, options \\ []) when is_atom(function) and is_list(args) do
    owner = Task.Supervised.owner_info(self())
    start = {Task.Supervised, :start_link, [owner, Task.Supervised.callers(), {module, function, args}, :supervised]}
    start_process(supervisor, start, Keyword.get(options, :restart, :temporary), Keyword.get(options, :shutdown, 5000))
  end

  defp start_process(supervisor, start, restart, shutdown) do
    spec = %{id: Task.Supervised, start: start, restart: restart, shutdown: shutdown}
    DynamicSupervisor.start_child(supervisor, spec)
  end
end
