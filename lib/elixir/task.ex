defmodule Task do
  @moduledoc """
  Processes that do one thing, and whose result their owner may wait for.

      task = Task.async(fn -> 40 + 2 end)
      Task.await(task)
      #=> 42

  An asynchronous task is linked to its owner and monitored by it. Its result is the message `{ref, result}`, sent to
  an alias that ends with the monitor: a result that comes too late never reaches a mailbox.
  """

  @enforce_keys [:mfa, :owner, :pid, :ref]
  defstruct @enforce_keys

  @doc "Makes a module a task: gives it `child_spec/1`, `:temporary` unless the options of `use` say otherwise."
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
  def child_spec(arg), do: %{id: Task, start: {Task, :start_link, [arg]}, restart: :temporary}

  ## Starting

  @doc "Starts a process that is linked to the caller and whose result nobody waits for."
  def start_link(fun) when is_function(fun, 0), do: start_link(:erlang, :apply, [fun, []])
  @doc "Like `start_link/1`, with a function of a module."
  def start_link(module, function, args), do: Task.Supervised.start_link(module, function, args)

  @doc """
  Starts a process whose result nobody waits for.

      iex> parent = self()
      iex> {:ok, _pid} = Task.start(fn -> send(parent, :started) end)
      iex> receive(do: (message -> message))
      :started
  """
  def start(fun) when is_function(fun, 0), do: start(:erlang, :apply, [fun, []])
  @doc "Like `start/1`, with a function of a module."
  def start(module, function, args), do: Task.Supervised.start(module, function, args)

  @doc """
  Starts a task whose result the caller may wait for.

      iex> Task.async(fn -> 1 + 1 end) |> Task.await()
      2
  """
  def async(fun) when is_function(fun, 0), do: async(:erlang, :apply, [fun, []])

  @doc """
  Like `async/1`, with a function of a module.

      iex> Task.async(String, :upcase, ["a"]) |> Task.await()
      "A"
  """
  def async(module, function, args) when is_atom(module) and is_atom(function) and is_list(args) do
    {:ok, pid} = Task.Supervised.start_link(self(), :nomonitor)
    Task.Supervised.begin(pid, {module, function, args})
  end

  @doc """
  A task that is done, with its result.

      iex> Task.await(Task.completed(:done))
      :done
  """
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
  """
  def async_stream(enumerable, fun, options \\ []) when is_function(fun, 1),
    do: Task.Supervised.stream(enumerable, {:erlang, :apply, fun}, options, :link, nil)

  @doc "Like `async_stream/3`; the element is put before the arguments."
  def async_stream(enumerable, module, function, args, options \\ []) when is_atom(module) and is_atom(function) and is_list(args),
    do: Task.Supervised.stream(enumerable, {module, function, args}, options, :link, nil)

  ## Waiting

  @doc """
  Waits for the result; exits when the task fails, or gives no result in time.

      iex> Task.await(Task.async(fn -> :done end))
      :done
  """
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
  def await_many(tasks, timeout \\ 5000) when timeout == :infinity or (is_integer(timeout) and timeout >= 0) do
    for task <- tasks, task.owner != self(), do: raise(ArgumentError, not_owner(task))
    await_each(tasks, deadline(timeout), [], {tasks, timeout})
  end

  defp await_each([], _deadline, results, _call), do: :lists.reverse(results)

  defp await_each([%Task{ref: ref} | rest] = left, deadline, results, {tasks, timeout} = call) do
    # The end of any of the others counts as well, so that nobody waits for what cannot come.
    receive do
      {^ref, result} ->
        :erlang.demonitor(ref, [:flush])
        await_each(rest, deadline, [result | results], call)

      {:DOWN, ^ref, _, process, reason} ->
        forget(rest)
        :erlang.exit({reason(reason, process), {Task, :await_many, [tasks, timeout]}})
    after
      left(deadline) ->
        forget(left)
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
  """
  def yield_many(tasks, options \\ [])
  def yield_many(tasks, timeout) when timeout == :infinity or is_integer(timeout), do: yield_many(tasks, timeout: timeout)

  def yield_many(tasks, options) when is_list(options) do
    for task <- tasks, task.owner != self(), do: raise(ArgumentError, not_owner(task))
    on_timeout = Keyword.get(options, :on_timeout, :nothing)
    limit = Keyword.get(options, :limit, length(tasks))
    refs = :maps.from_list(for %Task{ref: ref} <- tasks, do: {ref, true})
    results = collect(refs, limit, deadline(Keyword.get(options, :timeout, 5000)), %{})

    for %Task{ref: ref} = task <- tasks do
      case results do
        %{^ref => result} -> {task, result}
        _ when on_timeout == :ignore -> {task, ignore(task)}
        _ when on_timeout == :kill_task -> {task, shutdown(task, :brutal_kill)}
        _ -> {task, nil}
      end
    end
  end

  defp collect(refs, limit, _deadline, results) when map_size(refs) == 0 or limit == 0, do: results

  defp collect(refs, limit, deadline, results) do
    receive do
      {ref, result} when is_map_key(refs, ref) ->
        :erlang.demonitor(ref, [:flush])
        collect(:maps.remove(ref, refs), limit - 1, deadline, :maps.put(ref, {:ok, result}, results))

      {:DOWN, ref, _, process, reason} when is_map_key(refs, ref) ->
        collect(:maps.remove(ref, refs), limit - 1, deadline, :maps.put(ref, {:exit, reason(reason, process)}, results))
    after
      left(deadline) -> results
    end
  end

  @doc """
  Ends a task: `{:ok, result}` when it had one, `{:exit, reason}` when it had failed, otherwise `nil`.

  The task is told to end and killed after `timeout` milliseconds, or killed at once with `:brutal_kill`.
  """
  def shutdown(task, timeout \\ 5000)
  def shutdown(%Task{pid: nil} = task, _timeout), do: raise(ArgumentError, "task #{inspect(task)} does not have an associated task process")

  def shutdown(%Task{pid: pid, ref: ref, owner: owner} = task, timeout) do
    if owner != self(), do: raise(ArgumentError, not_owner(task))
    :erlang.unlink(pid)
    # The task's own monitor may have been used up already.
    own = :erlang.monitor(:process, pid)
    :erlang.exit(pid, if(timeout == :brutal_kill, do: :kill, else: :shutdown))

    reason =
      receive do
        {:DOWN, ^own, _, _, reason} -> if reason == :killed and timeout == :brutal_kill, do: :shutdown, else: reason
      after
        if(timeout == :brutal_kill, do: :infinity, else: timeout) ->
          :erlang.exit(pid, :kill)

          receive do
            {:DOWN, ^own, _, _, reason} -> reason
          end
      end

    result =
      receive do
        {^ref, result} -> {:ok, result}
      after
        0 ->
          receive do
            {:DOWN, ^ref, _, _, down} -> ended(if(reason == :noproc, do: down, else: reason))
          after
            0 -> ended(reason)
          end
      end

    :erlang.demonitor(ref, [:flush])
    result
  end

  defp ended(:shutdown), do: nil
  defp ended(reason), do: {:exit, reason}

  @doc """
  Lets a task run on without its owner: unlinks it and forgets its result.

  Returns `{:ok, result}` or `{:exit, reason}` when it was done already, otherwise `nil`.
  """
  def ignore(task)
  def ignore(%Task{pid: nil} = task), do: raise(ArgumentError, "task #{inspect(task)} does not have an associated task process")

  def ignore(%Task{ref: ref, pid: pid, owner: owner} = task) do
    if owner != self(), do: raise(ArgumentError, not_owner(task))

    result =
      receive do
        {^ref, result} -> {:ok, result}
        {:DOWN, ^ref, _, process, reason} -> {:exit, reason(reason, process)}
      after
        0 -> nil
      end

    :erlang.unlink(pid)
    :erlang.demonitor(ref, [:flush])
    result
  end

  defp reason(:noconnection, {_name, node}), do: {:nodedown, node}
  defp reason(:noconnection, pid) when is_pid(pid), do: {:nodedown, node(pid)}
  defp reason(reason, _process), do: reason

  defp not_owner(task),
    do: "task #{inspect(task)} must be queried from the owner but was queried from #{inspect(self())}"
end
