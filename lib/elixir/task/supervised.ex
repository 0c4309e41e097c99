defmodule Task.Supervised do
  @moduledoc false

  # The processes of tasks, and the streams of them.

  ## Starting

  # A task that waits for begin/2; :monitor makes it end with its owner even where no link does that.
  def start_link(owner, monitor), do: {:ok, :proc_lib.spawn_link(Task.Supervised, :reply, [owner_info(owner), monitor])}

  def start_link(module, function, args),
    do: {:ok, :proc_lib.spawn_link(Task.Supervised, :noreply, [owner_info(self()), callers(), {module, function, args}])}

  # Under a supervisor, which is the parent but not the owner.
  def start_link(owner, callers, mfa, :supervised),
    do: {:ok, :proc_lib.spawn_link(Task.Supervised, :noreply, [owner, callers, mfa])}

  def start(module, function, args),
    do: {:ok, :proc_lib.spawn(Task.Supervised, :noreply, [owner_info(self()), callers(), {module, function, args}])}

  # The owner's half: monitors the process and tells it what to do.
  def begin(pid, mfa) do
    {module, function, args} = mfa
    ref = :erlang.monitor(:process, pid, alias: :demonitor)
    :erlang.send(pid, {self(), ref, callers(), mfa})
    %{__struct__: Task, mfa: {module, function, length(args)}, owner: self(), pid: pid, ref: ref}
  end

  # The processes on whose behalf the caller works, the nearest first.
  def callers() do
    case :erlang.get(:"$callers") do
      callers when is_list(callers) -> [self() | callers]
      _ -> [self()]
    end
  end

  # {pid, name or pid}, as reports show who started a task.
  def owner_info(pid) do
    case :erlang.process_info(pid, :registered_name) do
      {:registered_name, name} when is_atom(name) -> {pid, name}
      _ -> {pid, pid}
    end
  end

  ## In the process

  def noreply(owner, callers, mfa) do
    :erlang.put(:"$callers", callers)
    invoke(owner, mfa)
  end

  def reply({pid, _} = owner, :nomonitor), do: serve(owner, pid, :none)
  def reply({pid, _} = owner, :monitor), do: serve(owner, pid, :erlang.monitor(:process, pid))

  defp serve(owner, pid, monitor) do
    receive do
      {^pid, ref, callers, mfa} ->
        if monitor != :none, do: :erlang.demonitor(monitor, [:flush])
        :erlang.put(:"$callers", callers)
        :erlang.send(ref, {ref, invoke(owner, mfa)})

      {:DOWN, ^monitor, _, _, reason} ->
        :erlang.exit({:shutdown, reason})
    after
      # The owner was killed between starting the task and telling it what to do.
      5000 -> :erlang.exit(:timeout)
    end
  end

  defp invoke(owner, {module, function, args} = mfa) do
    :erlang.put(:"$initial_call", initial_call(mfa))

    try do
      :erlang.apply(module, function, args)
    catch
      :exit, reason when reason == :normal or reason == :shutdown or (is_tuple(reason) and elem(reason, 0) == :shutdown and tuple_size(reason) == 2) ->
        :erlang.raise(:exit, reason, __STACKTRACE__)

      class, reason ->
        {shown, ends} = reasons(class, reason, __STACKTRACE__)
        report(owner, mfa, shown)
        :erlang.raise(:exit, ends, __STACKTRACE__)
    end
  end

  defp reasons(:exit, reason, stacktrace), do: {{reason, stacktrace}, reason}
  defp reasons(:error, reason, stacktrace), do: {{reason, stacktrace}, {reason, stacktrace}}
  defp reasons(:throw, value, stacktrace), do: {{{:nocatch, value}, stacktrace}, {{:nocatch, value}, stacktrace}}

  defp initial_call({:erlang, :apply, [fun, []]}) when is_function(fun, 0), do: :proc_lib.fun_call(fun)
  defp initial_call({module, function, args}), do: {module, function, length(args)}

  defp report({_pid, starter}, {module, function, args}, reason) do
    {fun, args} =
      case {module, function, args} do
        {:erlang, :apply, [fun, args]} when is_function(fun) -> {fun, args}
        _ -> {:erlang.make_fun(module, function, length(args)), args}
      end

    {_, name} = owner_info(self())

    :logger.error(
      %{
        label: {Task.Supervisor, :terminating},
        report: %{name: name, starter: starter, function: fun, args: args, reason: reason, process_label: :proc_lib.get_label(self())}
      },
      %{domain: [:otp, :elixir], callers: :erlang.get(:"$callers"), error_logger: %{tag: :error_msg}, report_cb: &Task.Supervised.format_report/1}
    )
  end

  # The report as a format and its arguments, for those who do not translate.
  def format_report(%{label: {Task.Supervisor, :terminating}, report: report}) do
    {label, labels} = if report.process_label == :undefined, do: {~c"", []}, else: {~c"** Process Label == ~p~n", [report.process_label]}

    {~c"** Task ~p terminating~n" ++
       label ++
       ~c"** Started from ~p~n" ++
       ~c"** When function  == ~p~n" ++
       ~c"**      arguments == ~p~n" ++ ~c"** Reason for termination == ~n" ++ ~c"** ~p~n",
     [report.name | labels] ++ [report.starter, report.function, report.args, report.reason]}
  end

  ## Streams

  # A stream that runs at most `max` tasks at once. Tasks that run are in `running`, by the references of their
  # monitors; what is done and must wait for an earlier one is in `done`, by position. `times` is the queue of
  # {deadline, ref} in the order of starting, which is also the order of deadlines.
  def stream(enumerable, mfa, options, link, supervisor) do
    config = %{
      mfa: mfa,
      link: link,
      supervisor: supervisor,
      max: max_concurrency(options),
      ordered: Keyword.get(options, :ordered, true),
      timeout: timeout(options),
      on_timeout: on_timeout(options),
      zip: Keyword.get(options, :zip_input_on_exit, false),
      shutdown: shutdown(options)
    }

    fn acc, fun ->
      next = &Enumerable.reduce(enumerable, &1, fn element, _ -> {:suspend, {:element, element}} end)

      run(acc, %{
        config: config,
        fun: fun,
        next: next,
        running: %{},
        done: %{},
        times: {[], []},
        started: 0,
        delivered: 0
      })
    end
  end

  defp max_concurrency(options) do
    case Keyword.get(options, :max_concurrency, :erlang.system_info(:schedulers_online)) do
      max when is_integer(max) and max > 0 -> max
      _ -> raise ArgumentError, ":max_concurrency must be an integer greater than zero"
    end
  end

  defp timeout(options) do
    case Keyword.get(options, :timeout, 5000) do
      timeout when timeout == :infinity or (is_integer(timeout) and timeout >= 0) -> timeout
      _ -> raise ArgumentError, ":timeout must be either a positive integer or :infinity"
    end
  end

  defp on_timeout(options) do
    on_timeout = Keyword.get(options, :on_timeout, :exit)
    if on_timeout not in [:exit, :kill_task], do: raise(ArgumentError, ":on_timeout must be either :exit or :kill_task")
    on_timeout
  end

  defp shutdown(options) do
    case Keyword.get(options, :shutdown, 5000) do
      shutdown when shutdown == :brutal_kill or (is_integer(shutdown) and shutdown >= 0) -> shutdown
      _ -> raise ArgumentError, ":shutdown must be either a positive integer or :brutal_kill"
    end
  end

  # Between any two results the consumer may stop, or the tasks' owner may fail: no task survives that.
  defp run({:halt, acc}, state) do
    finish(state)
    {:halted, acc}
  end

  defp run({:suspend, acc}, state), do: {:suspended, acc, &run(&1, state)}

  defp run({:cont, acc}, state) do
    state = fill(state)

    cond do
      is_map_key(state.done, state.delivered) ->
        {result, done} = :maps.take(state.delivered, state.done)
        deliver(result, acc, %{state | done: done, delivered: state.delivered + 1})

      map_size(state.running) == 0 and state.next == :done ->
        {:done, acc}

      true ->
        {position, result, state} = guarded(state, fn -> wait(state) end)

        if state.config.ordered and position != state.delivered do
          run({:cont, acc}, %{state | done: :maps.put(position, result, state.done)})
        else
          deliver(result, acc, %{state | delivered: state.delivered + 1})
        end
    end
  end

  defp deliver(result, acc, state), do: run(guarded(state, fn -> state.fun.(result, acc) end), state)

  defp guarded(state, fun) do
    fun.()
  catch
    class, reason ->
      finish(state)
      :erlang.raise(class, reason, __STACKTRACE__)
  end

  # Starts tasks as long as there is input and room for them.
  defp fill(%{next: next, running: running, config: %{max: max}} = state) when next == :done or map_size(running) >= max,
    do: state

  defp fill(%{next: next} = state) do
    # A source that fails has closed itself.
    case guarded(%{state | next: :done}, fn -> next.({:cont, :none}) end) do
      {:suspended, {:element, element}, next} -> fill(launch(element, %{state | next: next}))
      {_done, {:element, element}} -> launch(element, %{state | next: :done})
      {_done, _acc} -> %{state | next: :done}
    end
  end

  defp launch(element, %{config: config, started: position} = state) do
    task = guarded(state, fn -> start_task(config, mfa(config.mfa, element)) end)
    running = :maps.put(task.ref, {position, task.pid, element}, state.running)

    times =
      if config.timeout == :infinity,
        do: state.times,
        else: later({:erlang.monotonic_time(:millisecond) + config.timeout, task.ref}, state.times)

    %{state | running: running, times: times, started: position + 1}
  end

  defp mfa({:erlang, :apply, fun}, element), do: {:erlang, :apply, [fun, [element]]}
  defp mfa({module, function, args}, element), do: {module, function, [element | args]}

  defp start_task(%{supervisor: nil}, mfa) do
    {:ok, pid} = start_link(self(), :nomonitor)
    begin(pid, mfa)
  end

  defp start_task(%{supervisor: supervisor, link: link, shutdown: shutdown}, mfa),
    do: Task.Supervisor.__async__(supervisor, link, mfa, shutdown: shutdown)

  # Waits for the end of any task: {position, result, state}.
  defp wait(%{running: running, config: config} = state) do
    {left, times} = left(state.times, running)
    state = %{state | times: times}

    receive do
      {ref, result} when is_map_key(running, ref) ->
        {{position, pid, _element}, running} = :maps.take(ref, running)
        :erlang.demonitor(ref, [:flush])
        unlink(pid, config.link)
        {position, {:ok, result}, %{state | running: running}}

      {:DOWN, ref, _, _, reason} when is_map_key(running, ref) ->
        {{position, pid, element}, running} = :maps.take(ref, running)
        unlink(pid, config.link)
        {position, exited(config, element, reason), %{state | running: running}}
    after
      left -> timed_out(state)
    end
  end

  # How long the oldest running task may still take. A queue is a list and a reversed one.
  defp left({[], []} = times, _running), do: {:infinity, times}
  defp left({[], latest}, running), do: left({:lists.reverse(latest), []}, running)

  defp left({[{deadline, ref} | _], _} = times, running) when is_map_key(running, ref),
    do: {max(deadline - :erlang.monotonic_time(:millisecond), 0), times}

  defp left({[_done | rest], latest}, running), do: left({rest, latest}, running)

  defp later(time, {first, latest}), do: {first, [time | latest]}

  defp timed_out(%{config: %{on_timeout: :exit, timeout: timeout}}),
    do: :erlang.exit({:timeout, {Task.Supervised, :stream, [timeout]}})

  defp timed_out(%{config: config} = state) do
    {[{_deadline, ref} | _], _} = state.times
    {{position, pid, element}, running} = :maps.take(ref, state.running)
    stop(ref, pid, config.link)
    {position, exited(config, element, :timeout), %{state | running: running}}
  end

  defp exited(%{zip: true}, element, reason), do: {:exit, {element, reason}}
  defp exited(_config, _element, reason), do: {:exit, reason}

  # The end of the stream, expected or not.
  defp finish(state) do
    for {ref, {_position, pid, _element}} <- :maps.to_list(state.running), do: stop(ref, pid, state.config.link)
    if is_function(state.next), do: state.next.({:halt, :none})
    :ok
  end

  defp stop(ref, pid, link) do
    if link == :link, do: :erlang.unlink(pid)
    own = :erlang.monitor(:process, pid)
    :erlang.exit(pid, :kill)

    receive do
      {:DOWN, ^own, _, _, _} -> :ok
    end

    unlink(pid, link)
    :erlang.demonitor(ref, [:flush])

    receive do
      {^ref, _result} -> :ok
    after
      0 -> :ok
    end
  end

  # Whoever traps exits must not find those of tasks that it never saw.
  defp unlink(_pid, :nolink), do: :ok

  defp unlink(pid, :link) do
    :erlang.unlink(pid)

    receive do
      {:EXIT, ^pid, _} -> :ok
    after
      0 -> :ok
    end
  end
end
