defmodule :proc_lib do
  @moduledoc """
  Processes that know their parents, and starts that wait for the new process to be ready.
  """

  @type spawn_option() :: :link | :monitor | {:monitor, [term()]} | {:priority, atom()} | {atom(), term()}

  @type start_spawn_option() :: :link | {:priority, atom()} | {atom(), term()}

  import Kernel, except: [spawn: 1, spawn: 3, spawn_link: 1, spawn_link: 3]

  @doc """
  Starts a process.

      iex> parent = self()
      iex> :proc_lib.spawn(fn -> send(parent, :hello) end)
      iex> receive do message -> message end
      :hello
  """
  @spec spawn((-> term())) :: pid()
  def spawn(fun) when is_function(fun, 0), do: spawn(:erlang, :apply, [fun, []])

  @doc """
  Starts a process with a function of a module.

      iex> :proc_lib.spawn(Kernel, :send, [self(), :hello])
      iex> receive do message -> message end
      :hello
  """
  @spec spawn(module(), atom(), [term()]) :: pid()
  def spawn(module, function, args), do: :erlang.spawn(:proc_lib, :init_p, init_args(module, function, args))

  @doc """
  Starts a linked process.

      iex> parent = self()
      iex> :proc_lib.spawn_link(fn -> send(parent, :hello) end)
      iex> receive do message -> message end
      :hello
  """
  @spec spawn_link((-> term())) :: pid()
  def spawn_link(fun) when is_function(fun, 0), do: spawn_link(:erlang, :apply, [fun, []])

  @doc """
  Starts a linked process with a function of a module.

      iex> :proc_lib.spawn_link(Kernel, :send, [self(), :hello])
      iex> receive do message -> message end
      :hello
  """
  @spec spawn_link(module(), atom(), [term()]) :: pid()
  def spawn_link(module, function, args), do: :erlang.spawn_link(:proc_lib, :init_p, init_args(module, function, args))

  @doc """
  Starts a process with options.

      iex> {pid, ref} = :proc_lib.spawn_opt(fn -> :ok end, [:monitor])
      iex> receive do {:DOWN, ^ref, :process, ^pid, reason} -> reason end
      :normal
  """
  @spec spawn_opt((-> term()), [spawn_option()]) :: pid() | {pid(), reference()}
  def spawn_opt(fun, options) when is_function(fun, 0), do: spawn_opt(:erlang, :apply, [fun, []], options)

  @doc """
  Starts a process with a function of a module and options.

      iex> {pid, ref} = :proc_lib.spawn_opt(Function, :identity, [:ok], [:monitor])
      iex> receive do {:DOWN, ^ref, :process, ^pid, reason} -> reason end
      :normal
  """
  @spec spawn_opt(module(), atom(), [term()], [spawn_option()]) :: pid() | {pid(), reference()}
  def spawn_opt(module, function, args, options),
    do: :erlang.spawn_opt(:proc_lib, :init_p, init_args(module, function, args), options)

  defp init_args(module, function, args), do: [parent_name(), ancestors(), module, function, args]

  defp parent_name() do
    case :erlang.process_info(self(), :registered_name) do
      {:registered_name, name} when is_atom(name) -> name
      _ -> self()
    end
  end

  defp ancestors() do
    case :erlang.get(:"$ancestors") do
      list when is_list(list) -> list
      _ -> []
    end
  end

  @doc false
  def init_p(parent, ancestors, module, function, args) do
    :erlang.put(:"$ancestors", [parent | ancestors])
    :erlang.put(:"$initial_call", initial_call(module, function, args))
    run(module, function, args)
  end

  # What ends the process is an exit, never an error: the machine need not report it again.
  defp run(module, function, args) do
    :erlang.apply(module, function, args)
  catch
    :exit, reason -> ended(reason, reason, :exit, __STACKTRACE__)
    :error, reason -> ended({reason, __STACKTRACE__}, reason, :error, __STACKTRACE__)
    :throw, value -> ended({{:nocatch, value}, __STACKTRACE__}, {:nocatch, value}, :error, __STACKTRACE__)
  end

  defp ended(exit_reason, reason, class, stacktrace) do
    case exit_reason do
      :normal -> :ok
      :shutdown -> :ok
      {:shutdown, _} -> :ok
      _ -> report(class, reason, stacktrace)
    end

    :erlang.exit(exit_reason)
  end

  # An anonymous function as the call that a stack trace would show.
  @doc false
  def fun_call(fun) do
    {:module, module} = :erlang.fun_info(fun, :module)
    {:name, name} = :erlang.fun_info(fun, :name)
    {:arity, arity} = :erlang.fun_info(fun, :arity)
    {module, name, arity}
  end

  # Reports like this are hidden unless the application environment asks for them.
  defp report(class, reason, stacktrace) do
    if :joist_logger.sasl?() do
      own =
        initial_call_of(:erlang.get(:"$initial_call")) ++
          [pid: self(), registered_name: registered_name(), process_label: get_label(self()), error_info: {class, reason, stacktrace}, ancestors: ancestors()] ++
          :erlang.process_info(self(), [:message_queue_len, :messages, :links, :dictionary, :trap_exit, :status, :heap_size, :stack_size, :reductions])

      :logger.error(%{label: {:proc_lib, :crash}, report: [own, neighbours(own[:links], [self()])]}, %{
        domain: [:otp, :sasl],
        error_logger: %{tag: :error_report, type: :crash_report}
      })
    end
  end

  defp initial_call_of({module, function, arity}) when is_integer(arity), do: [initial_call: {module, function, :lists.duplicate(arity, :"Argument__1")}]
  defp initial_call_of(_unknown), do: []

  # The processes that end with this one: those that are linked and do not trap exits, and those that are linked with them.
  defp neighbours(links, seen), do: for(pid <- reach(links, seen) -- seen, info = neighbour(pid), do: {:neighbour, info})

  defp reach([pid | rest], seen) when is_pid(pid) do
    if pid in seen do
      reach(rest, seen)
    else
      case :erlang.process_info(pid, [:trap_exit, :links]) do
        [{_, false}, {_, links}] -> reach(rest, reach(links, [pid | seen]))
        _ -> reach(rest, seen)
      end
    end
  end

  defp reach([_port | rest], seen), do: reach(rest, seen)
  defp reach([], seen), do: seen

  defp neighbour(pid) do
    with [{_, dictionary}, {_, function}, {_, stacktrace} | info] <-
           :erlang.process_info(pid, [
             :dictionary,
             :current_function,
             :current_stacktrace,
             :registered_name,
             :message_queue_len,
             :links,
             :trap_exit,
             :status,
             :heap_size,
             :stack_size,
             :reductions
           ]) do
      [registered_name | info] = info
      ancestors = :proplists.get_value(:"$ancestors", dictionary, [])

      [{:pid, pid}, registered_name, {:process_label, :proplists.get_value(:"$process_label", dictionary, :undefined)}] ++
        initial_call_of(:proplists.get_value(:"$initial_call", dictionary, :none)) ++
        [{:current_function, function}, {:ancestors, ancestors}] ++ info ++ [current_stacktrace: stacktrace]
    else
      _ -> nil
    end
  end

  @doc """
  The text of a crash report: what is known of the process that ended, and of its neighbours.

      iex> is_list(:proc_lib.format([[pid: self(), registered_name: []], []]))
      true
  """
  @spec format(crash_report :: [term()]) :: charlist()
  def format(report), do: format(report, :latin1)

  @doc """
  Like `format/1`; text is Unicode in any case.

      iex> is_list(:proc_lib.format([[pid: self(), registered_name: []], []], :utf8))
      true
  """
  @spec format(crash_report :: [term()], encoding :: atom()) :: charlist()
  def format(report, encoding), do: format(report, encoding, :unlimited)

  @doc """
  Like `format/2`, with the depth to which terms are shown, or `:unlimited`.

      iex> is_list(:proc_lib.format([[pid: self(), registered_name: []], []], :utf8, 10))
      true
  """
  @spec format(crash_report :: [term()], encoding :: atom(), depth :: :unlimited | pos_integer()) :: charlist()
  def format([own, neighbours], _encoding, depth) do
    shown = for neighbour <- neighbours, do: [~c"    neighbour:\n", items(neighbour, ~c"      ", depth)]
    :lists.flatten([~c"  crasher:\n", items(own, ~c"    ", depth), ~c"  neighbours:\n", shown])
  end

  defp items(items, indent, depth) do
    for {key, value} <- items do
      case {key, value} do
        {:initial_call, {module, function, args}} ->
          arity = if is_list(args), do: length(args), else: args
          :io_lib.format(~c"~sinitial call: ~tp:~tp/~w~n", [indent, module, function, arity])

        {:error_info, {class, reason, stacktrace}} ->
          [:io_lib.format(~c"~sexception ~w: ", [indent, class]), term(reason, depth), ?\n, frames(stacktrace, indent, ~c"in function")]

        _ ->
          [:io_lib.format(~c"~s~tw: ", [indent, key]), term(value, depth), ?\n]
      end
    end
  end

  defp term(term, :unlimited), do: :io_lib.format(~c"~tp", [term])
  defp term(term, depth), do: :io_lib.format(~c"~tP", [term, depth])

  defp frames([{module, function, args, place} | rest], indent, how) do
    arity = if is_list(args), do: length(args), else: args

    line =
      case {:lists.keyfind(:file, 1, place), :lists.keyfind(:line, 1, place)} do
        {{_, file}, {_, line}} -> :io_lib.format(~c" (~ts, line ~w)", [file, line])
        _ -> []
      end

    [:io_lib.format(~c"~s  ~s  ~tp:~tp/~w~ts~n", [indent, how, module, function, arity, line]) | frames(rest, indent, ~c"in call from")]
  end

  defp frames(_none, _indent, _how), do: []

  defp registered_name() do
    case :erlang.process_info(self(), :registered_name) do
      {:registered_name, name} -> name
      _ -> []
    end
  end

  defp initial_call(:erlang, :apply, [fun, []]) when is_function(fun), do: fun_call(fun)

  defp initial_call(:gen, :init_it, [_behaviour, _starter, _parent, _name, :supervisor, {_, module, _} | _]),
    do: {:supervisor, module, 1}

  defp initial_call(:gen, :init_it, [behaviour, _starter, _parent, _name, module | _])
       when behaviour in [:gen_server, :gen_event, :gen_statem],
       do: {module, :init, 1}

  defp initial_call(module, function, args), do: {module, function, length(args)}

  ## Starts that wait

  @doc """
  Starts a process and waits until it calls `init_ack/2` or `init_fail/3`.

      iex> defmodule Example.Acknowledged do
      ...>   def start(), do: :proc_lib.init_ack(:ready)
      ...> end
      iex> :proc_lib.start(Example.Acknowledged, :start, [])
      :ready
  """
  @spec start(module(), atom(), [term()]) :: term() | {:error, reason :: term()}
  def start(module, function, args), do: start(module, function, args, :infinity)

  @doc """
  Like `start/3`, with a time limit.

      iex> defmodule Example.AcknowledgedSoon do
      ...>   def start(), do: :proc_lib.init_ack(:ready)
      ...> end
      iex> :proc_lib.start(Example.AcknowledgedSoon, :start, [], 1000)
      :ready
  """
  @spec start(module(), atom(), [term()], timeout()) :: term() | {:error, reason :: term()}
  def start(module, function, args, timeout), do: start(module, function, args, timeout, [])

  @doc """
  Like `start/3`, with a time limit and options of spawn.

      iex> defmodule Example.AcknowledgedWith do
      ...>   def start(), do: :proc_lib.init_ack(:ready)
      ...> end
      iex> :proc_lib.start(Example.AcknowledgedWith, :start, [], 1000, priority: :high)
      :ready
  """
  @spec start(module(), atom(), [term()], timeout(), [start_spawn_option()]) :: term() | {:error, reason :: term()}
  def start(module, function, args, timeout, options) do
    {pid, monitor} = spawn_opt(module, function, args, [:monitor | options])
    await(:nolink, pid, monitor, timeout)
  end

  @doc """
  Starts a linked process and waits until it calls `init_ack/2` or `init_fail/3`.

      iex> defmodule Example.AcknowledgedLink do
      ...>   def start(), do: :proc_lib.init_ack(:ready)
      ...> end
      iex> :proc_lib.start_link(Example.AcknowledgedLink, :start, [])
      :ready
  """
  @spec start_link(module(), atom(), [term()]) :: term() | {:error, reason :: term()}
  def start_link(module, function, args), do: start_link(module, function, args, :infinity)

  @doc """
  Like `start_link/3`, with a time limit.

      iex> defmodule Example.AcknowledgedLinkSoon do
      ...>   def start(), do: :proc_lib.init_ack(:ready)
      ...> end
      iex> :proc_lib.start_link(Example.AcknowledgedLinkSoon, :start, [], 1000)
      :ready
  """
  @spec start_link(module(), atom(), [term()], timeout()) :: term() | {:error, reason :: term()}
  def start_link(module, function, args, timeout), do: start_link(module, function, args, timeout, [])

  @doc """
  Like `start_link/3`, with a time limit and options of spawn.

      iex> defmodule Example.AcknowledgedLinkWith do
      ...>   def start(), do: :proc_lib.init_ack(:ready)
      ...> end
      iex> :proc_lib.start_link(Example.AcknowledgedLinkWith, :start, [], 1000, [])
      :ready
  """
  @spec start_link(module(), atom(), [term()], timeout(), [start_spawn_option()]) :: term() | {:error, reason :: term()}
  def start_link(module, function, args, timeout, options) do
    {pid, monitor} = spawn_opt(module, function, args, [:link, :monitor | options])
    await(:link, pid, monitor, timeout)
  end

  @doc """
  Starts a monitored process and waits until it calls `init_ack/2` or `init_fail/3`: `{result, ref}`.

      iex> defmodule Example.AcknowledgedMonitor do
      ...>   def start(), do: :proc_lib.init_ack(:ready)
      ...> end
      iex> {answer, _ref} = :proc_lib.start_monitor(Example.AcknowledgedMonitor, :start, [])
      iex> answer
      :ready
  """
  @spec start_monitor(module(), atom(), [term()]) :: {term() | {:error, reason :: term()}, reference()}
  def start_monitor(module, function, args), do: start_monitor(module, function, args, :infinity)

  @doc """
  Like `start_monitor/3`, with a time limit.

      iex> defmodule Example.AcknowledgedMonitorSoon do
      ...>   def start(), do: :proc_lib.init_ack(:ready)
      ...> end
      iex> elem(:proc_lib.start_monitor(Example.AcknowledgedMonitorSoon, :start, [], 1000), 0)
      :ready
  """
  @spec start_monitor(module(), atom(), [term()], timeout()) :: {term() | {:error, reason :: term()}, reference()}
  def start_monitor(module, function, args, timeout), do: start_monitor(module, function, args, timeout, [])

  @doc """
  Like `start_monitor/3`, with a time limit and options of spawn.

      iex> defmodule Example.AcknowledgedMonitorWith do
      ...>   def start(), do: :proc_lib.init_ack(:ready)
      ...> end
      iex> elem(:proc_lib.start_monitor(Example.AcknowledgedMonitorWith, :start, [], 1000, []), 0)
      :ready
  """
  @spec start_monitor(module(), atom(), [term()], timeout(), [start_spawn_option()]) :: {term() | {:error, reason :: term()}, reference()}
  def start_monitor(module, function, args, timeout, options) do
    {pid, monitor} = spawn_opt(module, function, args, [:monitor | options])
    {await(:monitor, pid, monitor, timeout), monitor}
  end

  defp await(link, pid, monitor, timeout) do
    receive do
      {:ack, ^pid, result} -> ready(result, link, monitor)
      {:nack, ^pid, result} -> refused(result, link, pid, monitor)
      {:DOWN, ^monitor, _, _, reason} -> failed({:error, reason}, link, pid)
    after
      timeout -> too_late(link, pid, monitor)
    end
  end

  # Starts a generic process. It acknowledges with a reference that was made just before, as the tag of the monitor is:
  # the answer is found at once, however long the mailbox of the starter is.
  @doc false
  def __start__(:monitor, [behaviour | args], timeout, options) do
    ref = :erlang.make_ref()
    {pid, monitor} = spawn_opt(:gen, :init_it, [behaviour, {self(), ref}, :self | args], [:monitor | options])

    result =
      receive do
        {^ref, {:ack, result}} -> result
        {^ref, {:nack, result}} -> refused(result, :monitor, pid, monitor)
        {:DOWN, ^monitor, _, _, reason} -> {:error, reason}
      after
        timeout -> too_late(:monitor, pid, monitor)
      end

    {result, monitor}
  end

  def __start__(link, [behaviour | args], timeout, options) do
    ref = :erlang.make_ref()

    {pid, monitor} =
      if link == :link,
        do: spawn_opt(:gen, :init_it, [behaviour, {self(), ref}, self() | args], [:link, {:monitor, [tag: ref]} | options]),
        else: spawn_opt(:gen, :init_it, [behaviour, {self(), ref}, :self | args], [{:monitor, [tag: ref]} | options])

    receive do
      {^ref, {:ack, result}} -> ready(result, link, monitor)
      {^ref, {:nack, result}} -> refused(result, link, pid, monitor)
      {^ref, _, _, _, reason} -> failed({:error, reason}, link, pid)
    after
      timeout -> too_late(link, pid, monitor)
    end
  end

  defp ready(result, :monitor, _monitor), do: result

  defp ready(result, _link, monitor) do
    :erlang.demonitor(monitor, [:flush])
    result
  end

  # A process that says that it failed is gone before its starter goes on.
  defp refused(result, link, pid, monitor) do
    receive do
      {_tag, ^monitor, _, _, _} -> failed(result, link, pid)
    end
  end

  defp too_late(link, pid, monitor) do
    if link == :link, do: :erlang.unlink(pid)
    :erlang.exit(pid, :kill)
    refused({:error, :timeout}, link, pid, monitor)
  end

  defp failed(result, :link, pid) do
    receive do
      {:EXIT, ^pid, _} -> result
    after
      0 -> result
    end
  end

  defp failed(result, _link, _pid), do: result

  @doc """
  Tells the starter that the process is ready.

      iex> defmodule Example.Ack do
      ...>   def start(), do: :proc_lib.init_ack({:ok, self()})
      ...> end
      iex> {:ok, pid} = :proc_lib.start(Example.Ack, :start, [])
      iex> is_pid(pid)
      true
  """
  @spec init_ack(term()) :: :ok
  def init_ack(return), do: init_ack(parent(), return)

  @doc """
  Tells the starter that the process is ready, or has failed.

      iex> defmodule Example.AckTo do
      ...>   def start(parent), do: :proc_lib.init_ack(parent, :ready)
      ...> end
      iex> :proc_lib.start(Example.AckTo, :start, [self()])
      :ready
  """
  @spec init_ack(parent :: pid() | {pid(), reference()}, term()) :: :ok
  def init_ack({pid, ref}, return) do
    :joist_state.started()
    :erlang.send(pid, {ref, {:ack, return}})
    :ok
  end

  def init_ack(parent, return) do
    :joist_state.started()
    :erlang.send(parent, {:ack, self(), return})
    :ok
  end

  @doc """
  Tells the starter of a failure and ends the process with `{class, reason}` or `{class, reason, stacktrace}`.

      iex> defmodule Example.Fail do
      ...>   def start(), do: :proc_lib.init_fail({:error, :no_lamp}, {:exit, :normal})
      ...> end
      iex> :proc_lib.start(Example.Fail, :start, [])
      {:error, :no_lamp}
  """
  @spec init_fail(term(), exception :: {:error | :exit | :throw, term()} | {:error | :exit | :throw, term(), list()}) :: no_return()
  def init_fail(return, exception), do: init_fail(parent(), return, exception)

  @doc """
  Like `init_fail/2`, for a starter that is not the parent.

      iex> defmodule Example.FailTo do
      ...>   def start(parent), do: :proc_lib.init_fail(parent, {:error, :no_lamp}, {:exit, :normal})
      ...> end
      iex> :proc_lib.start(Example.FailTo, :start, [self()])
      {:error, :no_lamp}
  """
  @spec init_fail(parent :: pid() | {pid(), reference()}, term(), exception :: {:error | :exit | :throw, term()} | {:error | :exit | :throw, term(), list()}) :: no_return()
  def init_fail(starter, return, exception) do
    case starter do
      {pid, ref} -> :erlang.send(pid, {ref, {:nack, return}})
      parent -> :erlang.send(parent, {:nack, self(), return})
    end

    case exception do
      {class, reason} -> :erlang.raise(class, reason, [])
      {class, reason, stacktrace} -> :erlang.raise(class, reason, stacktrace)
    end
  end

  defp parent() do
    case hd(:erlang.get(:"$ancestors")) do
      pid when is_pid(pid) -> pid
      name -> :erlang.whereis(name)
    end
  end

  @doc """
  The call with which a process started.

      iex> defmodule Example.Initial do
      ...>   use GenServer
      ...>   def init(state), do: {:ok, state}
      ...> end
      iex> {:ok, server} = GenServer.start_link(Example.Initial, 0)
      iex> :proc_lib.initial_call(server)
      {Example.Initial, :init, [:Argument__1]}
  """
  @spec initial_call(pid() | {integer(), integer(), integer()} | [term()]) :: {module(), atom(), args :: [atom()]} | false
  def initial_call(process) do
    case dictionary_entry(process, :"$initial_call") do
      {module, function, arity} when is_integer(arity) ->
        {module, function, for(number <- :lists.seq(1, arity), do: :erlang.binary_to_atom("Argument__" <> :erlang.integer_to_binary(number)))}

      other ->
        other
    end
  end

  @doc """
  The call with which a process started, for a generic server its callback module's.

      iex> defmodule Example.InitialOf do
      ...>   use GenServer
      ...>   def init(state), do: {:ok, state}
      ...> end
      iex> {:ok, server} = GenServer.start_link(Example.InitialOf, 0)
      iex> :proc_lib.translate_initial_call(server)
      {Example.InitialOf, :init, 1}
  """
  @spec translate_initial_call(pid() | {integer(), integer(), integer()} | [term()]) :: mfa()
  def translate_initial_call(process) do
    case dictionary_entry(process, :"$initial_call") do
      {_, _, _} = call -> call
      _ -> {:proc_lib, :init_p, 5}
    end
  end

  defp dictionary_entry(process, key) when is_pid(process) do
    with {:dictionary, dictionary} <- :erlang.process_info(process, :dictionary),
         {_, value} <- :lists.keyfind(key, 1, dictionary) do
      value
    else
      _ -> false
    end
  end

  defp dictionary_entry(_process, _key), do: false

  @doc """
  Hibernates, in a way that keeps what this module keeps.

      iex> parent = self()
      iex> pid = :proc_lib.spawn(fn -> :proc_lib.hibernate(Kernel, :send, [parent, :awake]) end)
      iex> send(pid, :wake)
      iex> receive do message -> message end
      :awake
  """
  @spec hibernate(module(), atom(), [term()]) :: no_return()
  def hibernate(module, function, args), do: :erlang.hibernate(:proc_lib, :wake_up, [module, function, args])

  @doc false
  def wake_up(module, function, args), do: run(module, function, args)

  @doc """
  Ends a process that speaks the system messages.

      iex> {:ok, agent} = Agent.start(fn -> 0 end)
      iex> :proc_lib.stop(agent)
      :ok
  """
  @spec stop(pid() | atom() | {atom(), node()}) :: :ok
  def stop(process), do: stop(process, :normal, :infinity)

  @doc """
  Ends a process with a reason and waits for it, at most `timeout` milliseconds.

  Exits with the process's own reason when that is another one, and with `:timeout`.

      iex> {:ok, agent} = Agent.start(fn -> 0 end)
      iex> :proc_lib.stop(agent, :normal, 1000)
      :ok
  """
  @spec stop(pid() | atom() | {atom(), node()}, reason :: term(), timeout()) :: :ok
  def stop(process, reason, timeout) do
    ref = :erlang.monitor(:process, process)
    # The answer goes to a reference that is no alias: only the end counts.
    :erlang.send(process, {:system, {self(), [:alias | :erlang.make_ref()]}, {:terminate, reason}}, [:noconnect])

    receive do
      {:DOWN, ^ref, _, _, ^reason} -> :ok
      {:DOWN, ^ref, _, _, other} -> :erlang.exit(other)
    after
      timeout ->
        :erlang.demonitor(ref, [:flush])
        :erlang.exit(:timeout)
    end
  catch
    :error, :badarg -> :erlang.exit(:noproc)
  end

  @doc """
  Gives the caller a label.

      iex> :proc_lib.set_label(:lamp)
      :ok
      iex> :proc_lib.get_label(self())
      :lamp
  """
  @spec set_label(term()) :: :ok
  def set_label(label) do
    :erlang.put(:"$process_label", label)
    :ok
  end

  @doc """
  The label of a process, or `:undefined`.

      iex> :proc_lib.get_label(spawn(fn -> Process.sleep(:infinity) end))
      :undefined
  """
  @spec get_label(pid()) :: :undefined | term()
  def get_label(pid) when pid == self(), do: :erlang.get(:"$process_label")

  def get_label(pid) do
    case dictionary_entry(pid, :"$process_label") do
      false -> :undefined
      label -> label
    end
  end
end
