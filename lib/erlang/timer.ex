defmodule :timer do
  @moduledoc """
  Timers and times under their Erlang names.

  What only sends a message uses the machine's timers; everything that repeats or
  calls a function is kept by the process `:timer_server`, started when it is first needed.
  """

  @typedoc "Milliseconds."
  @type time() :: non_neg_integer()

  @typedoc "A timer that runs, for `cancel/1`."
  @opaque tref() :: {atom(), term()}

  @doc """
  Calls a function and returns its time in microseconds and its value.

      iex> {microseconds, value} = :timer.tc(fn -> 1 + 1 end)
      iex> {microseconds >= 0, value}
      {true, 2}
  """
  @spec tc((-> result)) :: {microseconds :: integer(), result} when result: term()
  def tc(fun) when is_function(fun, 0), do: timed(fun, [], :microsecond)

  @doc """
  Like `tc/1`, with arguments or a unit.

      iex> {_microseconds, value} = :timer.tc(&+/2, [1, 2])
      iex> value
      3
  """
  @spec tc(function(), args :: [term()] | :erlang.time_unit()) :: {time :: integer(), term()}
  def tc(fun, args) when is_list(args), do: timed(fun, args, :microsecond)
  def tc(fun, unit) when is_function(fun, 0) and is_atom(unit), do: timed(fun, [], unit)

  @doc """
  Like `tc/1`, for a function of a module, or with arguments and a unit.

      iex> {_microseconds, value} = :timer.tc(String, :upcase, ["a"])
      iex> value
      "A"
  """
  @spec tc(module() | function(), atom() | [term()], [term()] | :erlang.time_unit()) :: {time :: integer(), term()}
  def tc(module, fun, args) when is_atom(module) and is_atom(fun) and is_list(args),
    do: timed(:erlang.make_fun(module, fun, length(args)), args, :microsecond)

  def tc(fun, args, unit) when is_function(fun), do: timed(fun, args, unit)

  @doc """
  Like `tc/3`, in the given unit.

      iex> {_seconds, value} = :timer.tc(String, :upcase, ["a"], :second)
      iex> value
      "A"
  """
  @spec tc(module(), atom(), [term()], :erlang.time_unit()) :: {time :: integer(), term()}
  def tc(module, fun, args, unit), do: timed(:erlang.make_fun(module, fun, length(args)), args, unit)

  defp timed(fun, args, unit) do
    before = :erlang.monotonic_time()
    value = :erlang.apply(fun, args)
    {:erlang.convert_time_unit(:erlang.monotonic_time() - before, :native, unit), value}
  end

  @doc """
  The difference of two `:erlang.timestamp/0` values in microseconds.

      iex> :timer.now_diff({0, 2, 500}, {0, 1, 0})
      1000500
  """
  @spec now_diff(later :: :erlang.timestamp(), earlier :: :erlang.timestamp()) :: integer()
  def now_diff({a2, b2, c2}, {a1, b1, c1}), do: ((a2 - a1) * 1_000_000 + b2 - b1) * 1_000_000 + c2 - c1

  @doc """
  Waits.

      iex> :timer.sleep(1)
      :ok
  """
  @spec sleep(time() | :infinity) :: :ok
  def sleep(time) do
    receive do
    after
      time -> :ok
    end
  end

  @doc """
  Seconds in milliseconds.

      iex> :timer.seconds(2)
      2000
  """
  @spec seconds(non_neg_integer()) :: time()
  def seconds(seconds), do: 1000 * seconds

  @doc """
  Minutes in milliseconds.

      iex> :timer.minutes(2)
      120000
  """
  @spec minutes(non_neg_integer()) :: time()
  def minutes(minutes), do: 60_000 * minutes

  @doc """
  Hours in milliseconds.

      iex> :timer.hours(2)
      7200000
  """
  @spec hours(non_neg_integer()) :: time()
  def hours(hours), do: 3_600_000 * hours

  @doc """
  Hours, minutes and seconds in milliseconds.

      iex> :timer.hms(1, 2, 3)
      3723000
  """
  @spec hms(hours :: non_neg_integer(), minutes :: non_neg_integer(), seconds :: non_neg_integer()) :: time()
  def hms(hours, minutes, seconds), do: hours(hours) + minutes(minutes) + seconds(seconds)

  @doc """
  Sends the caller a message after a time.

      iex> {:ok, _timer} = :timer.send_after(1, :late)
      iex> receive do message -> message end
      :late
  """
  @spec send_after(time(), message :: term()) :: {:ok, tref()} | {:error, term()}
  def send_after(time, message), do: send_after(time, self(), message)

  @doc """
  Sends a message after a time.

      iex> {:ok, _timer} = :timer.send_after(1, self(), :late)
      iex> receive do message -> message end
      :late
  """
  @spec send_after(time(), pid() | atom() | {atom(), node()}, message :: term()) :: {:ok, tref()} | {:error, term()}
  def send_after(time, dest, message) when is_integer(time) and time >= 0 do
    cond do
      is_pid(dest) -> {:ok, {:send_local, :erlang.send_after(time, dest, message)}}
      is_atom(dest) -> {:ok, {:send_local, :erlang.send_after(time, dest, message)}}
      true -> apply_after(time, :erlang, :send, [dest, message])
    end
  end

  def send_after(_time, _dest, _message), do: {:error, :badarg}

  @doc """
  Sends an exit signal after a time.

      iex> pid = spawn(fn -> :timer.exit_after(1, :late) && Process.sleep(:infinity) end)
      iex> ref = Process.monitor(pid)
      iex> receive do {:DOWN, ^ref, _, _, reason} -> reason end
      :late
  """
  @spec exit_after(time(), reason :: term()) :: {:ok, tref()} | {:error, term()}
  def exit_after(time, reason), do: exit_after(time, self(), reason)

  @doc """
  Sends a process an exit signal after a time.

      iex> {pid, ref} = spawn_monitor(fn -> Process.sleep(:infinity) end)
      iex> {:ok, _timer} = :timer.exit_after(1, pid, :late)
      iex> receive do {:DOWN, ^ref, _, _, reason} -> reason end
      :late
  """
  @spec exit_after(time(), pid() | atom(), reason :: term()) :: {:ok, tref()} | {:error, term()}
  def exit_after(time, pid, reason), do: apply_after(time, :erlang, :exit, [pid_of(pid), reason])

  @doc """
  Kills the caller after a time.

      iex> {_pid, ref} = spawn_monitor(fn -> :timer.kill_after(1) && Process.sleep(:infinity) end)
      iex> receive do {:DOWN, ^ref, _, _, reason} -> reason end
      :killed
  """
  @spec kill_after(time()) :: {:ok, tref()} | {:error, term()}
  def kill_after(time), do: exit_after(time, self(), :kill)

  @doc """
  Kills a process after a time.

      iex> {pid, ref} = spawn_monitor(fn -> Process.sleep(:infinity) end)
      iex> {:ok, _timer} = :timer.kill_after(1, pid)
      iex> receive do {:DOWN, ^ref, _, _, reason} -> reason end
      :killed
  """
  @spec kill_after(time(), pid() | atom()) :: {:ok, tref()} | {:error, term()}
  def kill_after(time, pid), do: exit_after(time, pid, :kill)

  defp pid_of(pid) when is_pid(pid), do: pid
  defp pid_of(name), do: :erlang.whereis(name)

  @doc """
  Calls a function after a time, in a process of its own.

      iex> parent = self()
      iex> {:ok, _timer} = :timer.apply_after(1, Kernel, :send, [parent, :now])
      iex> receive do message -> message end
      :now
  """
  @spec apply_after(time(), (-> term())) :: {:ok, tref()} | {:error, term()}
  def apply_after(time, fun) when is_function(fun, 0), do: apply_after(time, :erlang, :apply, [fun, []])

  @doc """
  Calls a function with arguments after a time.

      iex> {:ok, _timer} = :timer.apply_after(1, &send/2, [self(), :now])
      iex> receive do message -> message end
      :now
  """
  @spec apply_after(time(), function(), args :: [term()]) :: {:ok, tref()} | {:error, term()}
  def apply_after(time, fun, args) when is_function(fun) and is_list(args), do: apply_after(time, :erlang, :apply, [fun, args])

  @doc """
  Calls a function of a module after a time.

      iex> {:ok, _timer} = :timer.apply_after(1, Kernel, :send, [self(), :now])
      iex> receive do message -> message end
      :now
  """
  @spec apply_after(time(), module(), atom(), args :: [term()]) :: {:ok, tref()} | {:error, term()}
  def apply_after(0, module, function, args) when is_atom(module) and is_atom(function) and is_list(args) do
    :erlang.spawn(module, function, args)
    {:ok, {:instant, :erlang.make_ref()}}
  end

  def apply_after(time, module, function, args)
      when is_integer(time) and time > 0 and is_atom(module) and is_atom(function) and is_list(args),
      do: call({:once, time, {module, function, args}})

  def apply_after(_time, _module, _function, _args), do: {:error, :badarg}

  @doc """
  Sends the caller a message again and again.

      iex> {:ok, timer} = :timer.send_interval(1, :tick)
      iex> {receive do :tick -> 1 end, receive do :tick -> 2 end}
      {1, 2}
      iex> :timer.cancel(timer)
      {:ok, :cancel}
  """
  @spec send_interval(time(), message :: term()) :: {:ok, tref()} | {:error, term()}
  def send_interval(time, message), do: send_interval(time, self(), message)

  @doc """
  Sends a message again and again.

      iex> {:ok, timer} = :timer.send_interval(1, self(), :tick)
      iex> receive do message -> message end
      :tick
      iex> :timer.cancel(timer)
      {:ok, :cancel}
  """
  @spec send_interval(time(), pid() | atom() | {atom(), node()}, message :: term()) :: {:ok, tref()} | {:error, term()}
  def send_interval(time, dest, message) when is_integer(time) and time > 0,
    do: call({:interval, time, pid_or_name(dest), {:erlang, :send, [dest, message]}})

  def send_interval(_time, _dest, _message), do: {:error, :badarg}

  defp pid_or_name(dest) when is_pid(dest), do: dest
  defp pid_or_name(name) when is_atom(name), do: :erlang.whereis(name)
  defp pid_or_name(_other), do: :undefined

  @doc """
  Calls a function again and again.

      iex> parent = self()
      iex> {:ok, timer} = :timer.apply_interval(1, fn -> send(parent, :tick) end)
      iex> receive do message -> message end
      :tick
      iex> :timer.cancel(timer)
      {:ok, :cancel}
  """
  @spec apply_interval(time(), (-> term())) :: {:ok, tref()} | {:error, term()}
  def apply_interval(time, fun) when is_function(fun, 0), do: apply_interval(time, :erlang, :apply, [fun, []])

  @doc """
  Calls a function with arguments again and again.

      iex> {:ok, timer} = :timer.apply_interval(1, &send/2, [self(), :tick])
      iex> receive do message -> message end
      :tick
      iex> :timer.cancel(timer)
      {:ok, :cancel}
  """
  @spec apply_interval(time(), function(), args :: [term()]) :: {:ok, tref()} | {:error, term()}
  def apply_interval(time, fun, args) when is_function(fun), do: apply_interval(time, :erlang, :apply, [fun, args])

  @doc """
  Calls a function of a module again and again.

      iex> {:ok, timer} = :timer.apply_interval(1, Kernel, :send, [self(), :tick])
      iex> receive do message -> message end
      :tick
      iex> :timer.cancel(timer)
      {:ok, :cancel}
  """
  @spec apply_interval(time(), module(), atom(), args :: [term()]) :: {:ok, tref()} | {:error, term()}
  def apply_interval(time, module, function, args)
      when is_integer(time) and time > 0 and is_atom(module) and is_atom(function) and is_list(args),
      do: call({:interval, time, self(), {module, function, args}})

  def apply_interval(_time, _module, _function, _args), do: {:error, :badarg}

  @doc """
  Cancels a timer.

      iex> {:ok, timer} = :timer.send_after(60_000, :late)
      iex> :timer.cancel(timer)
      {:ok, :cancel}
  """
  @spec cancel(tref()) :: {:ok, :cancel} | {:error, term()}
  def cancel({:send_local, ref}) do
    :erlang.cancel_timer(ref)
    {:ok, :cancel}
  end

  def cancel({:instant, _ref}), do: {:ok, :cancel}
  def cancel({kind, ref}) when kind in [:once, :interval] and is_reference(ref), do: call({:cancel, ref})
  def cancel(_other), do: {:error, :badarg}

  @doc """
  Starts the timer server; done by itself when needed.

      iex> :timer.start()
      :ok
  """
  @spec start() :: :ok
  def start() do
    server()
    :ok
  end

  ## The server

  defp call(request) do
    server = server()
    ref = :erlang.monitor(:process, server)
    :erlang.send(server, {self(), ref, request})

    receive do
      {^ref, answer} ->
        :erlang.demonitor(ref, [:flush])
        answer

      {:DOWN, ^ref, _, _, reason} ->
        :erlang.exit(reason)
    end
  end

  defp server() do
    case :erlang.whereis(:timer_server) do
      :undefined -> start_server()
      pid -> pid
    end
  end

  defp start_server() do
    starter = self()
    ref = :erlang.make_ref()

    :erlang.spawn(fn ->
      try do
        :erlang.register(:timer_server, self())
      catch
        :error, _ -> :erlang.send(starter, {ref, :again})
      else
        _ ->
          :erlang.send(starter, {ref, :started})
          :erlang.process_flag(:priority, :high)
          loop(%{})
      end
    end)

    receive do
      {^ref, _} -> server()
    end
  end

  # Timers by reference: {:once, mfa} or {:interval, time, due, mfa, monitor}.
  defp loop(timers) do
    receive do
      {from, tag, request} when is_pid(from) ->
        {answer, timers} = handle(request, timers)
        :erlang.send(from, {tag, answer})
        loop(timers)

      {:timeout, timer, {:fire, ref}} ->
        loop(fire(ref, timer, timers))

      {:DOWN, monitor, _, _, _} ->
        loop(:maps.filter(fn _ref, timer -> not watched?(timer, monitor) end, timers))

      _other ->
        loop(timers)
    end
  end

  defp watched?({:interval, _, _, _, monitor, _}, monitor), do: true
  defp watched?(_timer, _monitor), do: false

  defp handle({:once, time, mfa}, timers) do
    ref = :erlang.make_ref()
    timer = :erlang.start_timer(time, self(), {:fire, ref})
    {{:ok, {:once, ref}}, :maps.put(ref, {:once, mfa, timer}, timers)}
  end

  defp handle({:interval, _time, :undefined, _mfa}, timers), do: {{:error, :badarg}, timers}

  defp handle({:interval, time, pid, mfa}, timers) do
    ref = :erlang.make_ref()
    monitor = :erlang.monitor(:process, pid)
    due = :erlang.monotonic_time(:millisecond) + time
    timer = :erlang.start_timer(due, self(), {:fire, ref}, abs: true)
    {{:ok, {:interval, ref}}, :maps.put(ref, {:interval, time, due, mfa, monitor, timer}, timers)}
  end

  defp handle({:cancel, ref}, timers) do
    case timers do
      %{^ref => {:once, _, timer}} ->
        :erlang.cancel_timer(timer)

      %{^ref => {:interval, _, _, _, monitor, timer}} ->
        :erlang.demonitor(monitor, [:flush])
        :erlang.cancel_timer(timer)

      _ ->
        :ok
    end

    {{:ok, :cancel}, :maps.remove(ref, timers)}
  end

  defp fire(ref, _timer, timers) do
    case timers do
      %{^ref => {:once, mfa, _}} ->
        run(mfa)
        :maps.remove(ref, timers)

      %{^ref => {:interval, time, due, mfa, monitor, _}} ->
        run(mfa)
        due = due + time
        timer = :erlang.start_timer(due, self(), {:fire, ref}, abs: true)
        :maps.put(ref, {:interval, time, due, mfa, monitor, timer}, timers)

      _ ->
        timers
    end
  end

  defp run({:erlang, function, args}) when function in [:send, :exit] do
    :erlang.apply(:erlang, function, args)
  catch
    _, _ -> :ok
  end

  defp run({module, function, args}), do: :erlang.spawn(module, function, args)
end
