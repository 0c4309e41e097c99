defmodule Task do
  @moduledoc """
  Processes that do one thing, and whose result their owner may wait for.

      task = Task.async(fn -> 40 + 2 end)
      Task.await(task)
      #=> 42

  An asynchronous task is linked to its owner and monitored by it. Its result is the message `{ref, result}`, sent to
  an alias that ends with the monitor: a result that comes too late never reaches a mailbox.
  """

  @type t() :: %Task{mfa: mfa(), owner: pid(), pid: pid() | nil, ref: ref()}

  @type async_stream_option() ::
          {:max_concurrency, pos_integer()}
          | {:ordered, boolean()}
          | {:timeout, timeout()}
          | {:on_timeout, :exit | :kill_task}
          | {:zip_input_on_exit, boolean()}

  @opaque ref() :: reference()

  @enforce_keys [:mfa, :owner, :pid, :ref]
  defstruct @enforce_keys

  @doc """
  Makes a module a task: gives it `child_spec/1`, `:temporary` unless the options of `use` say otherwise.

      iex> defmodule Example.Work do
      ...>   use Task
      ...>   def start_link(arg), do: Task.start_link(Function, :identity, [arg])
      ...> end
      iex> Example.Work.child_spec(1).restart
      :temporary
  """
  defmacro __using__(opts) do
    quote do
      @doc "The specification of a child that runs this task; see `Supervisor`."
      def child_spec(arg) do
        Supervisor.child_spec(
          %{id: __MODULE__, start: {__MODULE__, :start_link, [arg]}, restart: :temporary},
          unquote(opts)
        )
      end

      defoverridable child_spec: 1
    end
  end

  @doc """
  The specification of a child that runs a task.

      iex> Task.child_spec(:fun).restart
      :temporary
  """
  @spec child_spec(term()) :: Supervisor.child_spec()
  def child_spec(arg), do: %{id: Task, start: {Task, :start_link, [arg]}, restart: :temporary}

  ## Starting

  @doc """
  Starts a process that is linked to the caller and whose result nobody waits for.

      iex> parent = self()
      iex> {:ok, _pid} = Task.start_link(fn -> send(parent, :done) end)
      iex> receive do message -> message end
      :done
  """
  @spec start_link((-> any())) :: {:ok, pid()}
  def start_link(fun) when is_function(fun, 0), do: start_link(:erlang, :apply, [fun, []])

  @doc """
  Like `start_link/1`, with a function of a module.

      iex> {:ok, _pid} = Task.start_link(Kernel, :send, [self(), :done])
      iex> receive do message -> message end
      :done
  """
  @spec start_link(module(), function :: atom(), args :: [term()]) :: {:ok, pid()}
  def start_link(module, function, args), do: Task.Supervised.start_link(module, function, args)

  @doc """
  Starts a process whose result nobody waits for.

      iex> parent = self()
      iex> {:ok, _pid} = Task.start(fn -> send(parent, :started) end)
      iex> receive(do: (message -> message))
      :started
  """
  @spec start((-> any())) :: {:ok, pid()}
  def start(fun) when is_function(fun, 0), do: start(:erlang, :apply, [fun, []])

  @doc """
  Like `start/1`, with a function of a module.

      iex> {:ok, _pid} = Task.start(Kernel, :send, [self(), :done])
      iex> receive do message -> message end
      :done
  """
  @spec start(module(), function_name :: atom(), [term()]) :: {:ok, pid()}
  def start(module, function, args), do: Task.Supervised.start(module, function, args)

  @doc """
  Starts a task whose result the caller may wait for.

      iex> Task.async(fn -> 1 + 1 end) |> Task.await()
      2
  """
  @spec async((-> any())) :: t()
  def async(fun) when is_function(fun, 0), do: async(:erlang, :apply, [fun, []])

  @doc """
  Like `async/1`, with a function of a module.

      iex> Task.async(String, :upcase, ["a"]) |> Task.await()
      "A"
  """
  @spec async(module(), function :: atom(), args :: [term()]) :: t()
  def async(module, function, args) when is_atom(module) and is_atom(function) and is_list(args) do
    {:ok, pid} = Task.Supervised.start_link(self(), :nomonitor)
    Task.Supervised.begin(pid, {module, function, args})
  end

  @doc """
  A task that is done, with its result.

      iex> Task.await(Task.completed(:done))
      :done
  """
  @spec completed(any()) :: t()
  def completed(result) do
    ref = :erlang.make_ref()
    :erlang.send(self(), {ref, result})
    %Task{mfa: {Task, :completed, 1}, owner: self(), pid: nil, ref: ref}
  end

  @doc """
  Runs a function for each element, at most `:max_concurrency` at once, and streams `{:ok, result}`.

  Options are `:max_concurrency` (as many as there are schedulers), `:ordered` (`true`), `:timeout` of each task in
  milliseconds (5000), `:on_timeout` (`:exit` or `:kill_task`, which gives `{:exit, :timeout}`) and
  `:zip_input_on_exit`, with which an exit is `{:exit, {element, reason}}`. The caller ends with a task that fails, unless
  it traps exits.

      iex> 1..3 |> Task.async_stream(&(&1 * 2)) |> Enum.to_list()
      [ok: 2, ok: 4, ok: 6]
      iex> [1, 2, 3] |> Task.async_stream(&(&1 * 2), ordered: false) |> Enum.sort()
      [ok: 2, ok: 4, ok: 6]
  """
  @spec async_stream(Enumerable.t(), (term() -> term()), [async_stream_option()]) :: Enumerable.t()
  def async_stream(enumerable, fun, options \\ []) when is_function(fun, 1),
    do: Task.Supervised.stream(enumerable, {:erlang, :apply, fun}, options, :link, nil)

  @doc """
  Like `async_stream/3`; the element is put before the arguments.

      iex> ["a", "b"] |> Task.async_stream(String, :duplicate, [2]) |> Enum.to_list()
      [ok: "aa", ok: "bb"]
  """
  @spec async_stream(Enumerable.t(), module(), atom(), [term()], [async_stream_option()]) :: Enumerable.t()
  def async_stream(enumerable, module, function, args, options \\ []) when is_atom(module) and is_atom(function) and is_list(args),
    do: Task.Supervised.stream(enumerable, {module, function, args}, options, :link, nil)

  ## Waiting

  @doc """
  Waits for the result; exits when the task fails, or gives no result in time.

      iex> Task.await(Task.async(fn -> :done end))
      :done
  """
  @spec await(t(), timeout()) :: term()
  def await(%Task{ref: ref, owner: owner} = task, timeout \\ 5000)
      when timeout == :infinity or (is_integer(timeout) and timeout >= 0) do
    if owner != self(), do: raise(ArgumentError, not_owner(task))

    receive do
      {^ref, result} ->
        :erlang.demonitor(ref, [:flush])
        result

      {:DOWN, ^ref, _, process, reason} ->
        :erlang.exit({reason(reason, process), {Task, :await, [task, timeout]}})
    after
      timeout ->
        :erlang.demonitor(ref, [:flush])
        :erlang.exit({:timeout, {Task, :await, [task, timeout]}})
    end
  end

  @doc """
  Waits for the results of all tasks, in their order; one time limit for all of them.

      iex> tasks = for n <- 1..3, do: Task.async(fn -> n * n end)
      iex> Task.await_many(tasks)
      [1, 4, 9]
  """
  @spec await_many([t()], timeout()) :: [term()]
  def await_many(tasks, timeout \\ 5000) when timeout == :infinity or (is_integer(timeout) and timeout >= 0) do
    for task <- tasks, task.owner != self(), do: raise(ArgumentError, not_owner(task))
    refs = :maps.from_list(for %Task{ref: ref} <- tasks, do: {ref, true})
    results = await_each(refs, deadline(timeout), %{}, {tasks, timeout})
    for %Task{ref: ref} <- tasks, do: :maps.get(ref, results)
  end

  # The end of any of them ends the wait, so that nobody waits for what cannot come.
  defp await_each(refs, _deadline, results, _call) when map_size(refs) == 0, do: results

  defp await_each(refs, deadline, results, {tasks, timeout} = call) do
    receive do
      {ref, result} when is_map_key(refs, ref) ->
        :erlang.demonitor(ref, [:flush])
        await_each(:maps.remove(ref, refs), deadline, :maps.put(ref, result, results), call)

      {:DOWN, ref, _, process, reason} when is_map_key(refs, ref) ->
        forget(tasks)
        :erlang.exit({reason(reason, process), {Task, :await_many, [tasks, timeout]}})
    after
      left(deadline) ->
        forget(tasks)
        :erlang.exit({:timeout, {Task, :await_many, [tasks, timeout]}})
    end
  end

  defp forget(tasks), do: for(%Task{ref: ref} <- tasks, do: :erlang.demonitor(ref, [:flush]))

  defp deadline(:infinity), do: :infinity
  defp deadline(timeout), do: :erlang.monotonic_time(:millisecond) + timeout

  defp left(:infinity), do: :infinity
  defp left(deadline), do: max(deadline - :erlang.monotonic_time(:millisecond), 0)

  @doc """
  Waits for the result: `{:ok, result}`, `{:exit, reason}`, or `nil` when there is none yet.

      iex> task = Task.async(fn -> receive(do: (:go -> :gone)) end)
      iex> Task.yield(task, 0)
      nil
      iex> send(task.pid, :go)
      iex> Task.yield(task)
      {:ok, :gone}
  """
  @spec yield(t(), timeout()) :: {:ok, term()} | {:exit, term()} | nil
  def yield(%Task{ref: ref, owner: owner} = task, timeout \\ 5000) do
    if owner != self(), do: raise(ArgumentError, not_owner(task))

    receive do
      {^ref, result} ->
        :erlang.demonitor(ref, [:flush])
        {:ok, result}

      {:DOWN, ^ref, _, process, :noconnection} ->
        :erlang.exit({reason(:noconnection, process), {Task, :yield, [task, timeout]}})

      {:DOWN, ^ref, _, _, reason} ->
        {:exit, reason}
    after
      timeout -> nil
    end
  end

  @doc """
  Waits for the results of many tasks: pairs of the task and what `yield/2` would return.

  Options are `:timeout` (5000), `:limit`, how many results are enough, and `:on_timeout`: `:nothing`, `:ignore` or
  `:kill_task`.

      iex> tasks = [Task.async(fn -> 1 end), Task.async(fn -> 2 end)]
      iex> for {_task, result} <- Task.yield_many(tasks), do: result
      [ok: 1, ok: 2]
  """
  @spec yield_many([t()], timeout() | [limit: pos_integer(), on_timeout: :nothing | :ignore | :kill_task, timeout: timeout()]) :: [{t(), {:ok, term()} | {:exit, term()} | nil}]
  def yield_many(tasks, options \\ [])
  def yield_many(tasks, timeout) when timeout == :infinity or is_integer(timeout), do: yield_many(tasks, timeout: timeout)

  def yield_many(tasks, options) when is_list(options) do
    for task <- tasks, task.owner != self(), do: raise(ArgumentError, not_owner(task))
    on_timeout = Keyword.get(options, :on_timeout, :nothing)
    limit = Keyword.get(options, :limit, length(tasks))
    refs = :maps.from_list(for %Task{ref: ref} <- tasks, do: {ref, true})
    {how, results} = collect(refs, limit, deadline(Keyword.get(options, :timeout, 5000)), %{}, {tasks, options})

    for %Task{ref: ref} = task <- tasks do
      case results do
        %{^ref => result} -> {task, result}
        _ when how == :timeout and on_timeout == :ignore -> {task, ignore(task)}
        _ when how == :timeout and on_timeout == :kill_task -> {task, shutdown(task, :brutal_kill)}
        _ -> {task, nil}
      end
    end
  end

  # {:done, results} when there are enough, {:timeout, results} otherwise.
  defp collect(refs, limit, _deadline, results, _call) when map_size(refs) == 0 or limit == 0, do: {:done, results}

  defp collect(refs, limit, deadline, results, {tasks, options} = call) do
    receive do
      {ref, result} when is_map_key(refs, ref) ->
        :erlang.demonitor(ref, [:flush])
        collect(:maps.remove(ref, refs), limit - 1, deadline, :maps.put(ref, {:ok, result}, results), call)

      {:DOWN, ref, _, process, :noconnection} when is_map_key(refs, ref) ->
        :erlang.exit({reason(:noconnection, process), {Task, :yield_many, [tasks, options]}})

      {:DOWN, ref, _, _process, reason} when is_map_key(refs, ref) ->
        collect(:maps.remove(ref, refs), limit - 1, deadline, :maps.put(ref, {:exit, reason}, results), call)
    after
      left(deadline) -> {:timeout, results}
    end
  end

  @doc false
  @deprecated "Pattern match directly on the message instead"
  def find(tasks, message)

  def find(tasks, {ref, reply}) when is_reference(ref) do
    case for(%Task{ref: ^ref} = task <- tasks, do: task) do
      [task | _] ->
        :erlang.demonitor(ref, [:flush])
        {reply, task}

      [] ->
        nil
    end
  end

  def find(tasks, {:DOWN, ref, _, process, reason} = message) when is_reference(ref) do
    if Enum.any?(tasks, &(&1.ref == ref)), do: :erlang.exit({reason(reason, process), {Task, :find, [tasks, message]}})
  end

  def find(_tasks, _message), do: nil

  @doc """
  Ends a task: `{:ok, result}` when it had one, `{:exit, reason}` when it had failed, otherwise `nil`.

  The task is told to end and killed after `timeout` milliseconds, or killed at once with `:brutal_kill`.

      iex> task = Task.async(fn -> Process.sleep(:infinity) end)
      iex> Task.shutdown(task)
      nil
  """
  @spec shutdown(t(), timeout() | :brutal_kill) :: {:ok, term()} | {:exit, term()} | nil
  def shutdown(task, timeout \\ 5000)
  def shutdown(%Task{owner: owner} = task, _timeout) when owner != self(), do: raise(ArgumentError, not_owner(task))

  # There is no process to end.
  def shutdown(%Task{pid: nil, ref: ref}, _timeout) do
    receive do
      {^ref, result} -> {:ok, result}
      {:DOWN, ^ref, _, _, reason} -> {:exit, reason}
    after
      0 -> nil
    end
  end

  def shutdown(%Task{pid: pid, ref: ref} = task, timeout) do
    :erlang.unlink(pid)
    # The task's own monitor may have been used up already.
    own = :erlang.monitor(:process, pid)
    wanted = if timeout == :brutal_kill, do: :killed, else: :shutdown
    :erlang.exit(pid, if(timeout == :brutal_kill, do: :kill, else: :shutdown))

    reason =
      receive do
        {:DOWN, ^own, _, _, reason} -> reason
      after
        if(timeout == :brutal_kill, do: :infinity, else: timeout) ->
          :erlang.exit(pid, :kill)

          receive do
            {:DOWN, ^own, _, _, reason} -> reason
          end
      end

    receive do
      {^ref, result} ->
        :erlang.demonitor(ref, [:flush])
        {:ok, result}
    after
      0 -> task |> end_of(reason) |> shut_down(wanted, task, timeout)
    end
  end

  # Why the task ended; what is gone already has told its own monitor.
  defp end_of(%Task{ref: ref}, :noproc) do
    receive do
      {:DOWN, ^ref, _, process, reason} -> reason(reason, process)
    after
      0 -> :noproc
    end
  end

  defp end_of(%Task{ref: ref}, reason) do
    :erlang.demonitor(ref, [:flush])
    reason
  end

  defp shut_down(wanted, wanted, _task, _timeout), do: nil
  defp shut_down({:nodedown, _} = reason, _wanted, task, timeout), do: :erlang.exit({reason, {Task, :shutdown, [task, timeout]}})
  defp shut_down(reason, _wanted, _task, _timeout), do: {:exit, reason}

  @doc """
  Lets a task run on without its owner: unlinks it and forgets its result.

  Returns `{:ok, result}` or `{:exit, reason}` when it was done already, otherwise `nil`.

      iex> task = Task.async(fn -> Process.sleep(:infinity) end)
      iex> Task.ignore(task)
      nil
  """
  @spec ignore(t()) :: {:ok, term()} | {:exit, term()} | nil
  def ignore(task)
  def ignore(%Task{owner: owner} = task) when owner != self(), do: raise(ArgumentError, not_owner(task))

  def ignore(%Task{ref: ref, pid: pid} = task) do
    receive do
      {^ref, result} ->
        if pid, do: :erlang.unlink(pid)
        :erlang.demonitor(ref, [:flush])
        {:ok, result}

      {:DOWN, ^ref, _, process, :noconnection} ->
        :erlang.exit({reason(:noconnection, process), {Task, :ignore, [task]}})

      {:DOWN, ^ref, _, _, reason} ->
        {:exit, reason}
    after
      0 ->
        if pid, do: :erlang.unlink(pid)
        :erlang.demonitor(ref, [:flush])
        nil
    end
  end

  defp reason(:noconnection, {_name, node}), do: {:nodedown, node}
  defp reason(:noconnection, pid) when is_pid(pid), do: {:nodedown, node(pid)}
  defp reason(reason, _process), do: reason

  defp not_owner(task),
    do: "task #{inspect(task)} must be queried from the owner but was queried from #{inspect(self())}"
end
