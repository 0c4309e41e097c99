defmodule :gen do
  @moduledoc """
  What the generic servers have in common: starting with a name, calling and answering.
  """

  @doc "Starts a process under a name."
  def start(gen_module, link, {scope, name}, module, args, options) when scope in [:local, :global],
    do: start_named(gen_module, link, {scope, name}, module, args, options)

  def start(gen_module, link, {:via, _, _} = name, module, args, options),
    do: start_named(gen_module, link, name, module, args, options)

  defp start_named(gen_module, link, name, module, args, options) do
    case where(name) do
      :undefined -> spawn_it(gen_module, link, name, module, args, options)
      pid -> {:error, {:already_started, pid}}
    end
  end

  @doc "Starts a process."
  def start(gen_module, link, module, args, options), do: spawn_it(gen_module, link, :self, module, args, options)

  defp spawn_it(gen_module, link, name, module, args, options) do
    timeout = option(:timeout, options, :infinity)
    spawn_options = option(:spawn_opt, options, [])

    case link do
      :link -> :proc_lib.start_link(:gen, :init_it, [gen_module, self(), self(), name, module, args, options], timeout, spawn_options)
      :monitor -> :proc_lib.start_monitor(:gen, :init_it, [gen_module, self(), :self, name, module, args, options], timeout, spawn_options)
      :nolink -> :proc_lib.start(:gen, :init_it, [gen_module, self(), :self, name, module, args, options], timeout, spawn_options)
    end
  end

  defp option(key, options, default) do
    case :lists.keyfind(key, 1, options) do
      {_, value} -> value
      false -> default
    end
  end

  @doc false
  def init_it(gen_module, starter, parent, :self, module, args, options),
    do: gen_module.init_it(starter, parent, self(), module, args, options)

  def init_it(gen_module, starter, parent, name, module, args, options) do
    case register_name(name) do
      true -> gen_module.init_it(starter, parent, name, module, args, options)
      {false, pid} -> :proc_lib.init_fail(starter, {:error, {:already_started, pid}}, {:exit, :normal})
    end
  end

  @doc "Registers the caller under a name."
  def register_name({:local, name}) do
    :erlang.register(name, self())
  catch
    :error, _ -> {false, where({:local, name})}
  end

  def register_name({:global, name}) do
    case :global.register_name(name, self()) do
      :yes -> true
      :no -> {false, where({:global, name})}
    end
  end

  def register_name({:via, module, name} = via) do
    case module.register_name(name, self()) do
      :yes -> true
      :no -> {false, where(via)}
    end
  end

  @doc "Gives up the name of the caller."
  def unregister_name({:local, name}) do
    :erlang.unregister(name)
  catch
    _, _ -> :ok
  end

  def unregister_name({:global, name}), do: :global.unregister_name(name)
  def unregister_name({:via, module, name}), do: module.unregister_name(name)
  def unregister_name(_pid), do: :ok

  defp where({:global, name}), do: :global.whereis_name(name)
  defp where({:via, module, name}), do: module.whereis_name(name)
  defp where({:local, name}), do: :erlang.whereis(name)

  @doc "Calls a process and waits for its answer; returns `{:ok, answer}` or exits."
  def call(process, label, request), do: call(process, label, request, 5000)

  def call(process, label, request, timeout) when is_pid(process), do: do_call(process, label, request, timeout)

  def call(process, label, request, timeout) when timeout == :infinity or (is_integer(timeout) and timeout >= 0),
    do: do_call(address(process), label, request, timeout)

  defp do_call(process, label, request, timeout) do
    ref = :erlang.monitor(:process, process, alias: :demonitor)
    :erlang.send(process, {label, {self(), [:alias | ref]}, request}, [:noconnect])

    receive do
      {[:alias | ^ref], reply} ->
        :erlang.demonitor(ref, [:flush])
        {:ok, reply}

      {:DOWN, ^ref, _, _, :noconnection} ->
        :erlang.exit({:nodedown, node_of(process)})

      {:DOWN, ^ref, _, _, reason} ->
        :erlang.exit(reason)
    after
      timeout ->
        :erlang.demonitor(ref, [:flush])

        receive do
          {[:alias | ^ref], reply} -> {:ok, reply}
        after
          0 -> :erlang.exit(:timeout)
        end
    end
  end

  defp node_of({_name, node}), do: node
  defp node_of(pid) when is_pid(pid), do: node(pid)
  defp node_of(_name), do: node()

  defp address(pid) when is_pid(pid), do: pid

  defp address(name) when is_atom(name) do
    case :erlang.whereis(name) do
      pid when is_pid(pid) -> pid
      :undefined -> :erlang.exit(:noproc)
    end
  end

  defp address({name, node}) when node == node() and is_atom(name), do: address(name)
  defp address({name, node}) when is_atom(name) and is_atom(node), do: {name, node}

  defp address({scope, _} = name) when scope == :global, do: found(where(name))
  defp address({:via, _, _} = name), do: found(where(name))

  defp found(pid) when is_pid(pid), do: pid
  defp found(:undefined), do: :erlang.exit(:noproc)

  @doc "Answers a call."
  def reply({_to, [:alias | ref] = tag}, reply) do
    :erlang.send(ref, {tag, reply})
    :ok
  end

  def reply({_to, [[:alias | ref] | _] = tag}, reply) do
    :erlang.send(ref, {tag, reply})
    :ok
  end

  def reply({to, tag}, reply) do
    :erlang.send(to, {tag, reply})
    :ok
  end

  @doc "Sends a call without waiting; see `receive_response/2`."
  def send_request(process, label, request) do
    process =
      try do
        address(process)
      catch
        :exit, _ -> nil
      end

    case process do
      nil ->
        ref = :erlang.make_ref()
        :erlang.send(self(), {:DOWN, ref, :process, nil, :noproc})
        ref

      _ ->
        ref = :erlang.monitor(:process, process, alias: :demonitor)
        :erlang.send(process, {label, {self(), [:alias | ref]}, request}, [:noconnect])
        ref
    end
  end

  @doc "Waits for the answer to a request and gives it up after the time."
  def receive_response(ref, timeout) do
    receive do
      {[:alias | ^ref], reply} ->
        :erlang.demonitor(ref, [:flush])
        {:reply, reply}

      {:DOWN, ^ref, _, object, reason} ->
        {:error, {reason, object}}
    after
      timeout ->
        :erlang.demonitor(ref, [:flush])
        :timeout
    end
  end

  @doc "Waits for the answer to a request; may be called again after the time."
  def wait_response(ref, timeout) do
    receive do
      {[:alias | ^ref], reply} ->
        :erlang.demonitor(ref, [:flush])
        {:reply, reply}

      {:DOWN, ^ref, _, object, reason} ->
        {:error, {reason, object}}
    after
      timeout -> :timeout
    end
  end

  @doc "Tells whether a message is the answer to a request."
  def check_response(message, ref) do
    case message do
      {[:alias | ^ref], reply} ->
        :erlang.demonitor(ref, [:flush])
        {:reply, reply}

      {:DOWN, ^ref, _, object, reason} ->
        {:error, {reason, object}}

      _ ->
        :no_reply
    end
  end

  @doc "Stops a process."
  def stop(process), do: stop(process, :normal, :infinity)
  def stop(process, reason, timeout), do: :proc_lib.stop(address(process), reason, timeout)

  @doc "The debug structure that options ask for."
  def debug_options(_name, options) do
    case :lists.keyfind(:debug, 1, options) do
      {:debug, debug} -> :sys.debug_options(debug)
      false -> []
    end
  end

  @doc "The option for hibernation, in milliseconds."
  def hibernate_after(options), do: option(:hibernate_after, options, :infinity)

  @doc "The name in a server name."
  def name({:local, name}), do: name
  def name({:global, name}), do: name
  def name({:via, _, name}), do: name
  def name(pid) when is_pid(pid), do: pid

  @doc "The pid of the process that started the caller."
  def get_parent() do
    case :erlang.get(:"$ancestors") do
      [pid | _] when is_pid(pid) -> pid
      [name | _] when is_atom(name) -> :erlang.whereis(name)
    end
  end

  @doc "The name of a process for its messages."
  def get_proc_name(pid) when is_pid(pid), do: pid
  def get_proc_name({:local, name}), do: name
  def get_proc_name({:global, name}), do: name
  def get_proc_name({:via, _, name}), do: name
end
