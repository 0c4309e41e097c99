defmodule Process do
  @moduledoc """
  Processes: their flags, links, monitors, names, dictionaries and timers.
  """

  @type dest() :: pid() | port() | (registered_name :: atom()) | {registered_name :: atom(), node()}

  @type spawn_opt() ::
          :link
          | :monitor
          | {:monitor, :erlang.monitor_option()}
          | {:priority, :low | :normal | :high}
          | {:fullsweep_after, non_neg_integer()}
          | {:min_heap_size, non_neg_integer()}
          | {:min_bin_vheap_size, non_neg_integer()}
          | {:max_heap_size, heap_size()}
          | {:message_queue_data, :off_heap | :on_heap}

  @type spawn_opts() :: [spawn_opt()]
  @type process_info_item() :: atom() | {:dictionary, term()}
  @type process_info_result_item() :: {process_info_item(), term()}
  @type alias_opt() :: :explicit_unalias | :reply
  @type alias() :: reference()

  @typep heap_size() ::
           non_neg_integer() | %{size: non_neg_integer(), kill: boolean(), error_logger: boolean()}

  @doc """
  True when the local process runs or waits.

      iex> Process.alive?(self())
      true
  """
  @spec alive?(pid()) :: boolean()
  def alive?(pid), do: :erlang.is_process_alive(pid)

  @doc """
  All entries of the process dictionary.

      iex> Process.put(:colour, :red)
      iex> {:colour, :red} in Process.get()
      true
  """
  @spec get() :: [{term(), term()}]
  def get(), do: :erlang.get()

  @doc """
  An entry of the process dictionary, or the default.

      iex> Process.get(:no_such_key, 0)
      0
  """
  @spec get(term(), default :: term()) :: term()
  def get(key, default \\ nil) do
    case :erlang.get(key) do
      :undefined -> default
      value -> value
    end
  end

  @doc """
  All keys of the process dictionary.

      iex> Process.put(:doc_key, :doc_value)
      iex> :doc_key in Process.get_keys()
      true
  """
  @spec get_keys() :: [term()]
  def get_keys(), do: :erlang.get_keys()

  @doc """
  The keys of the process dictionary that hold the value.

      iex> Process.put(:doc_key, :doc_value)
      iex> Process.get_keys(:doc_value)
      [:doc_key]
  """
  @spec get_keys(term()) :: [term()]
  def get_keys(value), do: :erlang.get_keys(value)

  @doc """
  Puts an entry into the process dictionary; returns the former value or `nil`.

      iex> Process.put(:doc_key, 1)
      nil
      iex> Process.put(:doc_key, 2)
      1
  """
  @spec put(term(), term()) :: term() | nil
  def put(key, value), do: nillify(:erlang.put(key, value))

  @doc """
  Deletes an entry of the process dictionary; returns its value or `nil`.

      iex> Process.put(:size, 3)
      iex> Process.delete(:size)
      3
      iex> Process.delete(:size)
      nil
  """
  @spec delete(term()) :: term() | nil
  def delete(key), do: nillify(:erlang.erase(key))

  @doc """
  Sends an exit signal.

      iex> pid = spawn(fn -> Process.sleep(:infinity) end)
      iex> ref = Process.monitor(pid)
      iex> Process.exit(pid, :kill)
      true
      iex> receive(do: ({:DOWN, ^ref, _, _, reason} -> reason))
      :killed
  """
  @spec exit(pid(), term()) :: true
  def exit(pid, reason), do: :erlang.exit(pid, reason)

  @doc """
  Waits for `timeout` milliseconds.

      iex> Process.sleep(1)
      :ok
  """
  @spec sleep(timeout()) :: :ok
  def sleep(timeout)

  # No receive waits longer than 49 days.
  def sleep(timeout) when is_integer(timeout) and timeout > 0xFFFFFFFF do
    receive do
    after
      0xFFFFFFFF -> sleep(timeout - 0xFFFFFFFF)
    end
  end

  def sleep(timeout) when (is_integer(timeout) and timeout >= 0) or timeout == :infinity do
    receive do
    after
      timeout -> :ok
    end
  end

  @doc """
  Sends a message; options `:noconnect` and `:nosuspend` as in Erlang.

      iex> Process.send(self(), :hello, [])
      :ok
      iex> receive do message -> message end
      :hello
  """
  @spec send(dest(), message :: any(), [:noconnect | :nosuspend]) :: :ok | :noconnect | :nosuspend
  def send(dest, msg, options), do: :erlang.send(dest, msg, options)

  @doc """
  Sends a message after `time` milliseconds; returns a timer.

  With `abs: true`, `time` is a point of the monotonic clock.

      iex> Process.send_after(self(), :soon, 1)
      iex> receive do message -> message end
      :soon
  """
  @spec send_after(pid() | atom(), term(), non_neg_integer(), abs: boolean()) :: reference()
  def send_after(dest, msg, time, opts \\ []), do: :erlang.send_after(time, dest, msg, opts)

  @doc """
  Cancels a timer; returns the milliseconds left, or `false`.

      iex> timer = Process.send_after(self(), :late, 60_000)
      iex> Process.cancel_timer(timer) in 0..60_000
      true
      iex> Process.cancel_timer(timer)
      false
  """
  @spec cancel_timer(reference(), async: boolean(), info: boolean()) :: non_neg_integer() | false | :ok
  def cancel_timer(timer_ref, options \\ []), do: :erlang.cancel_timer(timer_ref, options)

  @doc """
  The milliseconds left on a timer, or `false`.

      iex> timer = Process.send_after(self(), :late, 60_000)
      iex> Process.read_timer(timer) in 1..60_000
      true
      iex> Process.cancel_timer(timer)
  """
  @spec read_timer(reference()) :: non_neg_integer() | false
  def read_timer(timer_ref), do: :erlang.read_timer(timer_ref)

  @doc """
  Starts a process with options such as `:link`, `:monitor`, `{:priority, level}`.

      iex> {pid, ref} = Process.spawn(fn -> exit(:done) end, [:monitor])
      iex> receive(do: ({:DOWN, ^ref, :process, ^pid, reason} -> reason))
      :done
  """
  @spec spawn((-> any()), spawn_opts()) :: pid() | {pid(), reference()}
  def spawn(fun, opts), do: :erlang.spawn_opt(fun, opts)

  @doc """
  Like `spawn/2`, for a function of a module.

      iex> Process.spawn(Kernel, :send, [self(), :spawned], [:link])
      iex> receive do message -> message end
      :spawned
  """
  @spec spawn(module(), atom(), list(), spawn_opts()) :: pid() | {pid(), reference()}
  def spawn(mod, fun, args, opts), do: :erlang.spawn_opt(mod, fun, args, opts)

  @doc """
  Monitors a process, a port or a name.

      iex> ref = Process.monitor(:nobody_has_this_name)
      iex> receive(do: ({:DOWN, ^ref, :process, {name, _node}, reason} -> {name, reason}))
      {:nobody_has_this_name, :noproc}
  """
  @spec monitor(pid() | {name :: atom(), node()} | (name :: atom())) :: reference()
  def monitor(item), do: monitor(item, [])

  @doc """
  Like `monitor/1`; option `alias: mode` makes the reference an alias as well.

      iex> pid = spawn(fn -> receive do :stop -> :ok end end)
      iex> ref = Process.monitor(pid)
      iex> send(pid, :stop)
      :stop
      iex> receive do {:DOWN, ^ref, :process, ^pid, reason} -> reason end
      :normal
  """
  @spec monitor(pid() | {name :: atom(), node()} | (name :: atom()), [{:alias, :explicit_unalias | :demonitor | :reply_demonitor} | {:tag, term()}]) :: reference()
  def monitor(item, []) when is_port(item), do: :erlang.monitor(:port, item)
  def monitor(item, []), do: :erlang.monitor(:process, item)
  def monitor(item, options) when is_port(item), do: :erlang.monitor(:port, item, options)
  def monitor(item, options), do: :erlang.monitor(:process, item, options)

  @doc """
  Ends a monitor; options `:flush` and `:info`.

      iex> ref = Process.monitor(self())
      iex> Process.demonitor(ref, [:flush])
      true
  """
  @spec demonitor(reference(), options :: [:flush | :info]) :: boolean()
  def demonitor(monitor_ref, options \\ []), do: :erlang.demonitor(monitor_ref, options)

  @doc """
  The pids of all processes.

      iex> self() in Process.list()
      true
  """
  @spec list() :: [pid()]
  def list(), do: :erlang.processes()

  @doc """
  Links the caller with a process or port.

      iex> pid = spawn(fn -> receive do :stop -> :ok end end)
      iex> Process.link(pid)
      true
      iex> Process.unlink(pid)
      true
  """
  @spec link(pid() | port()) :: true
  def link(pid_or_port), do: :erlang.link(pid_or_port)

  @doc """
  Removes a link.

      iex> pid = spawn_link(fn -> receive do :stop -> :ok end end)
      iex> Process.unlink(pid)
      true
  """
  @spec unlink(pid() | port()) :: true
  def unlink(pid_or_port), do: :erlang.unlink(pid_or_port)

  @doc """
  Gives a local process or port a name.

      iex> Process.register(self(), :an_example)
      true
      iex> Process.whereis(:an_example) == self()
      true
      iex> Process.unregister(:an_example)
      true
  """
  @spec register(pid() | port(), atom()) :: true
  def register(pid_or_port, name)
      when is_atom(name) and name != nil and name != false and name != true and name != :undefined do
    :erlang.register(name, pid_or_port)
  catch
    :error, :badarg when node(pid_or_port) != node() ->
      message = "could not register #{inspect(pid_or_port)} because it belongs to another node"
      :erlang.error(ArgumentError.exception(message), [pid_or_port, name])

    :error, :badarg ->
      message =
        "could not register #{inspect(pid_or_port)} with " <>
          "name #{inspect(name)} because it is not alive, the name is already " <>
          "taken, or it has already been given another name"

      :erlang.error(ArgumentError.exception(message), [pid_or_port, name])
  end

  @doc """
  Takes a name away.

      iex> pid = spawn(fn -> receive do :stop -> :ok end end)
      iex> Process.register(pid, :doc_registered)
      true
      iex> Process.unregister(:doc_registered)
      true
  """
  @spec unregister(atom()) :: true
  def unregister(name), do: :erlang.unregister(name)

  @doc """
  The process with that name, or `nil`.

      iex> Process.whereis(:no_such_name)
      nil
  """
  @spec whereis(atom()) :: pid() | port() | nil
  def whereis(name), do: nillify(:erlang.whereis(name))

  @doc """
  The group leader, to which output goes.

      iex> is_pid(Process.group_leader())
      true
  """
  @spec group_leader() :: pid()
  def group_leader(), do: :erlang.group_leader()

  @doc """
  Sets the group leader of a process.

      iex> Process.group_leader(self(), Process.group_leader())
      true
  """
  @spec group_leader(pid(), leader :: pid()) :: true
  def group_leader(pid, leader), do: :erlang.group_leader(leader, pid)

  @doc """
  All registered names.

      iex> is_list(Process.registered())
      true
  """
  @spec registered() :: [atom()]
  def registered(), do: :erlang.registered()

  @doc """
  Sets a flag of the caller; returns the former value.

      iex> Process.flag(:trap_exit, true)
      false
      iex> Process.flag(:trap_exit, false)
      true
  """
  @spec flag(:error_handler, module()) :: module()
  @spec flag(:max_heap_size, non_neg_integer() | map()) :: non_neg_integer() | map()
  @spec flag(:message_queue_data, :off_heap | :on_heap) :: :off_heap | :on_heap
  @spec flag(:min_bin_vheap_size | :min_heap_size | :save_calls, non_neg_integer()) :: non_neg_integer()
  @spec flag(:priority, :low | :normal | :high | :max) :: :low | :normal | :high | :max
  @spec flag(:sensitive | :trap_exit, boolean()) :: boolean()
  def flag(flag, value), do: :erlang.process_flag(flag, value)

  @doc """
  Sets a flag of another process; only `:save_calls`.

      iex> Process.flag(self(), :save_calls, 0)
      0
  """
  @spec flag(pid(), :save_calls, 0..10000) :: 0..10000
  def flag(pid, flag, value), do: :erlang.process_flag(pid, flag, value)

  @doc """
  The value of a flag of the caller.

      iex> Process.read_flag(:priority)
      :normal
      iex> Process.read_flag(:trap_exit)
      false
  """
  @spec read_flag(atom()) :: term()
  def read_flag(flag)
      when flag in [:priority, :trap_exit, :error_handler, :message_queue_data] do
    {^flag, value} = :erlang.process_info(self(), flag)
    value
  end

  def read_flag(flag)
      when flag in [:min_heap_size, :min_bin_vheap_size, :fullsweep_after, :max_heap_size] do
    {:garbage_collection, settings} = :erlang.process_info(self(), :garbage_collection)
    {^flag, value} = :lists.keyfind(flag, 1, settings)
    value
  end

  def read_flag(flag) when flag in [:sensitive, :save_calls] do
    value = :erlang.process_flag(flag, if(flag == :sensitive, do: false, else: 0))
    :erlang.process_flag(flag, value)
    value
  end

  def read_flag(flag) do
    raise ArgumentError, "unknown process flag: #{inspect(flag)}"
  end

  @doc """
  What is known about a process, as a keyword list; `nil` when it is gone.

      iex> Process.info(self())[:trap_exit]
      false
  """
  @spec info(pid()) :: keyword() | nil
  def info(pid), do: nillify(:erlang.process_info(pid))

  @doc """
  One item, or a list of items, of what is known about a process.

      iex> Process.info(self(), :trap_exit)
      {:trap_exit, false}
  """
  @spec info(pid(), process_info_item()) :: process_info_result_item() | nil
  @spec info(pid(), [process_info_item()]) :: [process_info_result_item()] | nil
  def info(pid, :registered_name) do
    case :erlang.process_info(pid, :registered_name) do
      :undefined -> nil
      [] -> {:registered_name, []}
      other -> other
    end
  end

  def info(pid, spec) when is_atom(spec) or is_tuple(spec) or is_list(spec),
    do: nillify(:erlang.process_info(pid, spec))

  @doc """
  Puts the caller into a state that needs little memory until a message arrives.

      iex> parent = self()
      iex> pid = spawn(fn -> Process.hibernate(Kernel, :send, [parent, :awake]) end)
      iex> send(pid, :wake)
      iex> receive do message -> message end
      :awake
  """
  @spec hibernate(module(), atom(), list()) :: no_return()
  def hibernate(mod, fun_name, args), do: :erlang.hibernate(mod, fun_name, args)

  @doc """
  Gives the caller a label for debugging.

      iex> Process.set_label(:worker)
      :ok
  """
  @spec set_label(term()) :: :ok
  def set_label(label) do
    :erlang.put(:"$process_label", label)
    :ok
  end

  @doc """
  Makes an alias of the caller: a reference that can be sent to.

      iex> alias = Process.alias()
      iex> send(alias, :hello)
      iex> receive(do: (message -> message))
      :hello
      iex> Process.unalias(alias)
      true
  """
  @spec alias() :: alias()
  def alias(), do: :erlang.alias()

  @doc """
  Like `alias/0`; `[:reply]` makes it good for one reply only.

      iex> alias = Process.alias([:reply])
      iex> send(alias, :hello)
      :hello
      iex> receive do message -> message end
      :hello
  """
  @spec alias([alias_opt()]) :: alias()
  def alias(options), do: :erlang.alias(options)

  @doc """
  Ends an alias; `true` when it was one of the caller's.

      iex> alias = Process.alias([])
      iex> Process.unalias(alias)
      true
  """
  @spec unalias(alias()) :: boolean()
  def unalias(alias), do: :erlang.unalias(alias)

  defp nillify(:undefined), do: nil
  defp nillify(other), do: other
end
