defmodule :gen do
  @moduledoc """
  What all generic processes share: starting under a name, requests and their answers.

  A request is the message `{label, from, request}`, where `from` is `{pid, [:alias | ref]}` and `ref` is at
  the same time the caller's monitor of the server and the alias to which the answer
  `{[:alias | ref], answer}` goes. An answer that comes after its time therefore never arrives.
  """

  ## Starting

  @doc """
  Starts a nameless process of the behaviour `behaviour` and waits until its `init_it/6` has acknowledged.

  `link` is `:link`, `:monitor` or `:nolink`; options are `:timeout`, `:spawn_opt`, `:debug` and `:hibernate_after`.
  """
  def start(behaviour, link, module, args, options), do: launch(behaviour, link, :self, module, args, options)

  @doc "Like `start/5`, under the name `{:local, atom}`, `{:global, term}` or `{:via, module, term}`."
  def start(behaviour, link, name, module, args, options) do
    case whereis(name) do
      :undefined -> launch(behaviour, link, name, module, args, options)
      pid when link == :monitor -> {{:error, {:already_started, pid}}, :erlang.make_ref()}
      pid -> {:error, {:already_started, pid}}
    end
  end

  defp launch(behaviour, link, name, module, args, options) do
    {timeout, spawn_options} =
      case options do
        [] -> {:infinity, []}
        _ -> {option(:timeout, options, :infinity), option(:spawn_opt, options, [])}
      end

    # A supervisor that starts a child whose state is to be kept has said so here.
    options =
      case :erlang.get(:"$joist_restore") do
        :undefined -> options
        ticket -> [{:"$joist_restore", ticket} | options]
      end

    :proc_lib.__start__(link, [behaviour, name, module, args, options], timeout, spawn_options)
  end

  @doc false
  def init_it(behaviour, starter, parent, :self, module, args, options),
    do: behaviour.init_it(starter, parent, self(), module, args, options)

  def init_it(behaviour, starter, parent, name, module, args, options) do
    case register_name(name) do
      true -> behaviour.init_it(starter, parent, name, module, args, options)
      {false, pid} -> :proc_lib.init_fail(starter, {:error, {:already_started, pid}}, {:exit, :normal})
    end
  end

  ## Names

  @doc "Registers the caller under a name: `true`, or `{false, pid}` when another has it."
  def register_name({:local, name} = full) do
    :erlang.register(name, self())
  catch
    :error, _ -> {false, whereis(full)}
  end

  def register_name({:global, name} = full) do
    case :global.register_name(name, self()) do
      :yes -> true
      :no -> {false, whereis(full)}
    end
  end

  def register_name({:via, module, name} = full) do
    case module.register_name(name, self()) do
      :yes -> true
      :no -> {false, whereis(full)}
    end
  end

  @doc "Gives up the caller's name."
  def unregister_name({:local, name}) do
    :erlang.unregister(name)
  catch
    _, _ -> :ok
  end

  def unregister_name({:global, name}), do: :global.unregister_name(name)
  def unregister_name({:via, module, name}), do: module.unregister_name(name)
  def unregister_name(pid) when is_pid(pid), do: :ok

  defp whereis({:local, name}), do: :erlang.whereis(name)
  defp whereis({:global, name}), do: :global.whereis_name(name)
  defp whereis({:via, module, name}), do: module.whereis_name(name)

  @doc "What a process calls itself in reports: its pid, or its name without the scope."
  def get_proc_name(pid) when is_pid(pid), do: pid
  def get_proc_name({:local, name}), do: name
  def get_proc_name({:global, name}), do: name
  def get_proc_name({:via, _module, name}), do: name

  @doc "The process that started the caller."
  def get_parent() do
    case :erlang.get(:"$ancestors") do
      [parent | _] when is_pid(parent) -> parent
      [parent | _] when is_atom(parent) -> :erlang.whereis(parent)
    end
  end

  # The pid of whom a request is addressed to; exits where there is nobody. There is only this node.
  defp address(pid) when is_pid(pid), do: pid
  defp address(name) when is_atom(name), do: found(:erlang.whereis(name))
  defp address({:global, name}), do: found(:global.whereis_name(name))
  defp address({:via, module, name}), do: found(module.whereis_name(name))
  defp address({name, node}) when is_atom(name) and node == node(), do: found(:erlang.whereis(name))
  defp address({name, node}) when is_atom(name) and is_atom(node), do: :erlang.exit({:nodedown, node})

  defp found(pid) when is_pid(pid), do: pid
  defp found(:undefined), do: :erlang.exit(:noproc)

  ## Requests

  @doc "Sends a request and waits for its answer, at most five seconds: `{:ok, answer}`, or an exit."
  def call(process, label, request), do: call(process, label, request, 5000)

  @doc "Like `call/3`, with the time to wait in milliseconds, or `:infinity`."
  def call(process, label, request, timeout) do
    to = address(process)
    ref = :erlang.monitor(:process, to, alias: :demonitor)
    :erlang.send(to, {label, {self(), [:alias | ref]}, request}, [:noconnect])

    receive do
      {[:alias | ^ref], answer} ->
        :erlang.demonitor(ref, [:flush])
        {:ok, answer}

      {:DOWN, ^ref, _, _, reason} ->
        :erlang.exit(reason)
    after
      timeout ->
        # From here on nothing can come any more; an answer may have come just before.
        :erlang.demonitor(ref, [:flush])

        receive do
          {[:alias | ^ref], answer} -> {:ok, answer}
        after
          0 -> :erlang.exit(:timeout)
        end
    end
  end

  @doc "Answers a request."
  def reply({_pid, [:alias | ref] = tag}, answer) when is_reference(ref) do
    :erlang.send(ref, {tag, answer})
    :ok
  end

  def reply({_pid, [[:alias | ref] | _] = tag}, answer) when is_reference(ref) do
    :erlang.send(ref, {tag, answer})
    :ok
  end

  def reply({pid, tag}, answer) do
    :erlang.send(pid, {tag, answer})
    :ok
  end

  @doc "Sends a request without waiting; the reference is good for `receive_response/2` and its kin."
  def send_request(process, label, request) do
    to = address(process)
    ref = :erlang.monitor(:process, to, alias: :demonitor)
    :erlang.send(to, {label, {self(), [:alias | ref]}, request}, [:noconnect])
    ref
  catch
    # Nobody has the name: whoever waits is told as if the server had just ended.
    :exit, reason ->
      ref = :erlang.make_ref()
      reason = with {:nodedown, _node} <- reason, do: :noconnection
      :erlang.send(self(), {:DOWN, ref, :process, process, reason})
      ref
  end

  @doc "Waits for the answer to a request: `{:reply, answer}`, `{:error, {reason, process}}` or `:timeout`, which gives it up."
  def receive_response(ref, timeout) do
    case wait_response(ref, timeout) do
      :timeout ->
        :erlang.demonitor(ref, [:flush])

        receive do
          {[:alias | ^ref], answer} -> {:reply, answer}
        after
          0 -> :timeout
        end

      answered ->
        answered
    end
  end

  @doc "Like `receive_response/2`, but after `:timeout` it can be waited for again."
  def wait_response(ref, timeout) do
    receive do
      {[:alias | ^ref], answer} ->
        :erlang.demonitor(ref, [:flush])
        {:reply, answer}

      {:DOWN, ^ref, _, process, reason} ->
        {:error, {reason, process}}
    after
      timeout -> :timeout
    end
  end

  @doc "Tells whether a message answers a request; `:no_reply` when it does not."
  def check_response({[:alias | ref], answer}, ref) do
    :erlang.demonitor(ref, [:flush])
    {:reply, answer}
  end

  def check_response({:DOWN, ref, _, process, reason}, ref), do: {:error, {reason, process}}
  def check_response(_message, _ref), do: :no_reply

  ## Collections of requests, each with a label: maps from references to labels

  @doc "An empty collection of requests."
  def reqids_new(), do: %{}

  @doc "How many requests a collection holds."
  def reqids_size(collection) when is_map(collection), do: map_size(collection)

  @doc "Adds a request to a collection."
  def reqids_add(ref, label, collection) when is_reference(ref) and is_map(collection) and not is_map_key(collection, ref),
    do: :maps.put(ref, label, collection)

  def reqids_add(ref, label, collection), do: :erlang.error(:badarg, [ref, label, collection])

  @doc "The requests of a collection as `{id, label}`."
  def reqids_to_list(collection) when is_map(collection), do: :maps.to_list(collection)

  @doc "Like `send_request/3`; the request is added to a collection."
  def send_request(process, label, request, request_label, collection) when is_map(collection),
    do: :maps.put(send_request(process, label, request), request_label, collection)

  @doc """
  Waits for an answer to one request of a collection: `{response, label, collection}`, `:timeout`, which gives all of them up, or `:no_request`.

  The timeout may be `{:abs, milliseconds}` of monotonic time. The collection that is returned lacks the request when `delete` is true.
  """
  def receive_response(collection, timeout, delete) do
    case wait_response(collection, timeout, delete) do
      :timeout ->
        for {ref, _label} <- :maps.to_list(collection), do: :erlang.demonitor(ref, [:flush])
        with :no_reply <- wait_response(collection, 0, delete), do: :timeout

      answered ->
        answered
    end
  end

  @doc "Like `receive_response/3`, but after `:timeout` the requests can be waited for again."
  def wait_response(collection, _timeout, _delete) when map_size(collection) == 0, do: :no_request

  def wait_response(collection, timeout, delete) do
    timeout = with {:abs, time} <- timeout, do: max(time - :erlang.monotonic_time(:millisecond), 0)

    receive do
      {[:alias | ref], _answer} = message when is_map_key(collection, ref) -> check_response(message, collection, delete)
      {:DOWN, ref, _, _, _} = message when is_map_key(collection, ref) -> check_response(message, collection, delete)
    after
      timeout -> :timeout
    end
  end

  @doc "Tells whether a message answers a request of a collection: `{response, label, collection}`, `:no_reply` or `:no_request`."
  def check_response(_message, collection, _delete) when map_size(collection) == 0, do: :no_request

  def check_response(message, collection, delete) do
    ref =
      case message do
        {[:alias | ref], _answer} -> ref
        {:DOWN, ref, _, _, _} -> ref
        _ -> nil
      end

    case collection do
      %{^ref => label} ->
        {check_response(message, ref), label, if(delete, do: :maps.remove(ref, collection), else: collection)}

      _ ->
        :no_reply
    end
  end

  @doc "Stops a process and waits for its end."
  def stop(process), do: stop(process, :normal, :infinity)

  @doc "Stops a process with a reason and waits for its end, at most `timeout` milliseconds."
  def stop(process, reason, timeout), do: :proc_lib.stop(address(process), reason, timeout)

  ## Options

  @doc false
  def option(key, options, default) do
    case :lists.keyfind(key, 1, options) do
      {_, value} -> value
      false -> default
    end
  end

  @doc "The debug structure that the option `:debug` asks for."
  def debug_options(_name, options) do
    case option(:debug, options, []) do
      [] -> []
      debug -> :sys.debug_options(debug)
    end
  end

  @doc "The option `:hibernate_after`: milliseconds of quiet, or `:infinity`."
  def hibernate_after(options), do: option(:hibernate_after, options, :infinity)
end
