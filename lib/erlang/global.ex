defmodule :global do
  @moduledoc """
  Names that any term can be, for processes.

  The names are kept by one process, `:global_name_server`, which is started with the first registration; whoever looks
  for a name reads its table. A process that ends loses its names.
  """

  @typedoc "A resource, and who wants it."
  @type id() :: {resource_id :: term(), lock_requester_id :: term()}

  @typedoc "Decides which of two processes keeps a name."
  @type method() :: (name :: term(), pid(), pid() -> pid() | :none) | {module(), atom()}

  @table :joist_global_names

  @doc """
  Gives a process a name: `:yes`, or `:no` when another process has it.

      iex> :global.register_name(:example_name, self())
      :yes
      iex> :global.whereis_name(:example_name) == self()
      true
      iex> :global.unregister_name(:example_name)
      :ok
  """
  @spec register_name(name :: term(), pid()) :: :yes | :no
  def register_name(name, pid), do: register_name(name, pid, &:global.random_exit_name/3)

  @doc """
  Like `register_name/2`; the function, for clashes between nodes, is not used on one node.

      iex> :global.register_name(:example_name, self(), &:global.random_exit_name/3)
      :yes
      iex> :global.unregister_name(:example_name)
      :ok
  """
  @spec register_name(name :: term(), pid(), method()) :: :yes | :no
  def register_name(name, pid, _resolve) when is_pid(pid) do
    if pid == self(), do: :joist_state.named(true)
    request({:register, name, pid})
  end

  @doc """
  Gives a process a name, even when another process has it.

      iex> :global.re_register_name(:example_name, self())
      :yes
      iex> :global.unregister_name(:example_name)
      :ok
  """
  @spec re_register_name(name :: term(), pid()) :: :yes
  def re_register_name(name, pid) when is_pid(pid) do
    if pid == self(), do: :joist_state.named(true)
    request({:re_register, name, pid})
  end

  @doc """
  Like `re_register_name/2`.

      iex> :global.re_register_name(:example_name, self(), &:global.random_exit_name/3)
      :yes
      iex> :global.unregister_name(:example_name)
      :ok
  """
  @spec re_register_name(name :: term(), pid(), method()) :: :yes
  def re_register_name(name, pid, _resolve), do: re_register_name(name, pid)

  @doc """
  Takes a name away.

      iex> :global.register_name(:example_name, self())
      iex> :global.unregister_name(:example_name)
      :ok
      iex> :global.whereis_name(:example_name)
      :undefined
  """
  @spec unregister_name(name :: term()) :: :ok
  def unregister_name(name) do
    request({:unregister, name})
    :ok
  end

  @doc """
  The process with that name, or `:undefined`.

      iex> :global.whereis_name(:no_such_name)
      :undefined
  """
  @spec whereis_name(name :: term()) :: pid() | :undefined
  def whereis_name(name) do
    case find(name) do
      :undefined ->
        :undefined

      pid ->
        if :erlang.is_process_alive(pid) do
          pid
        else
          # Its supervisor may be about to start another in its place.
          :joist_supervision.await(pid)
          if find(name) == pid, do: :undefined, else: whereis_name(name)
        end
    end
  end

  defp find(name) do
    with table when table != :undefined <- :ets.whereis(@table),
         [{_, pid}] <- :ets.lookup(@table, name) do
      pid
    else
      _ -> :undefined
    end
  end

  @doc """
  Sends a message to the process with that name; exits with `{:badarg, {name, message}}` when there is none.

      iex> :global.register_name(:example_name, self())
      iex> :global.send(:example_name, :hello) == self()
      true
      iex> receive do message -> message end
      :hello
      iex> :global.unregister_name(:example_name)
      :ok
  """
  @spec send(name :: term(), message :: term()) :: pid()
  def send(name, message) do
    case whereis_name(name) do
      :undefined ->
        :erlang.exit({:badarg, {name, message}})

      pid ->
        :erlang.send(pid, message)
        pid
    end
  end

  @doc """
  All names.

      iex> :global.register_name(:example_name, self())
      iex> :example_name in :global.registered_names()
      true
      iex> :global.unregister_name(:example_name)
      :ok
  """
  @spec registered_names() :: [name :: term()]
  def registered_names() do
    case :ets.whereis(@table) do
      :undefined -> []
      _ -> for {name, pid} <- :ets.tab2list(@table), :erlang.is_process_alive(pid), do: name
    end
  end

  @doc """
  Waits until the names of all nodes are known; there is one node.

      iex> :global.sync()
      :ok
  """
  @spec sync() :: :ok | {:error, reason :: term()}
  def sync(), do: :ok

  @doc """
  Takes a lock `{resource, requester}`: `true`, or `false` when the retries are used up.

  A requester may take a lock several times, and it goes with the process.

      iex> :global.set_lock({:example_lock, self()})
      true
      iex> :global.del_lock({:example_lock, self()})
      true
  """
  @spec set_lock(id()) :: boolean()
  def set_lock(id), do: set_lock(id, [node()])

  @doc """
  Like `set_lock/1`, on nodes.

      iex> :global.set_lock({:example_lock, self()}, [node()])
      true
      iex> :global.del_lock({:example_lock, self()}, [node()])
      true
  """
  @spec set_lock(id(), [node()]) :: boolean()
  def set_lock(id, nodes), do: set_lock(id, nodes, :infinity)

  @doc """
  Like `set_lock/2`, with a number of retries or `:infinity`.

      iex> :global.set_lock({:example_lock, self()})
      iex> :global.set_lock({:example_lock, :another}, [node()], 0)
      false
      iex> :global.del_lock({:example_lock, self()})
      true
  """
  @spec set_lock(id(), [node()], retries :: non_neg_integer() | :infinity) :: boolean()
  def set_lock({_resource, _requester} = id, nodes, retries) do
    case request({:set_lock, id, self()}) do
      true ->
        true

      false when retries == 0 ->
        false

      false ->
        receive do
        after
          10 -> set_lock(id, nodes, if(retries == :infinity, do: :infinity, else: retries - 1))
        end
    end
  end

  @doc """
  Gives a lock up.

      iex> :global.set_lock({:example_lock, self()})
      iex> :global.del_lock({:example_lock, self()})
      true
  """
  @spec del_lock(id()) :: true
  def del_lock(id), do: request({:del_lock, id, self()})

  @doc """
  Like `del_lock/1`, on nodes.

      iex> :global.set_lock({:example_lock, self()}, [node()])
      iex> :global.del_lock({:example_lock, self()}, [node()])
      true
  """
  @spec del_lock(id(), [node()]) :: true
  def del_lock(id, _nodes), do: del_lock(id)

  @doc """
  Calls a function while holding a lock: what it returns, or `:aborted`.

      iex> :global.trans({:example_lock, self()}, fn -> :done end)
      :done
  """
  @spec trans(id(), (-> result)) :: result | :aborted when result: term()
  def trans(id, fun), do: trans(id, fun, [node()], :infinity)

  @doc """
  Like `trans/2`, on nodes.

      iex> :global.trans({:example_lock, self()}, fn -> :done end, [node()])
      :done
  """
  @spec trans(id(), (-> result), [node()]) :: result | :aborted when result: term()
  def trans(id, fun, nodes), do: trans(id, fun, nodes, :infinity)

  @doc """
  Like `trans/3`, with a number of retries.

      iex> :global.trans({:example_lock, self()}, fn -> :done end, [node()], 0)
      :done
  """
  @spec trans(id(), (-> result), [node()], retries :: non_neg_integer() | :infinity) :: result | :aborted when result: term()
  def trans(id, fun, nodes, retries) do
    if set_lock(id, nodes, retries) do
      try do
        fun.()
      after
        del_lock(id, nodes)
      end
    else
      :aborted
    end
  end

  @doc """
  Resolves a clash of names by ending one of the processes.

      iex> {one, other} = {spawn(fn -> Process.sleep(:infinity) end), spawn(fn -> Process.sleep(:infinity) end)}
      iex> :global.random_exit_name(:example_name, one, other) in [one, other]
      true
  """
  @spec random_exit_name(name :: term(), pid(), pid()) :: pid()
  def random_exit_name(name, one, other) do
    [loser, winner] = :lists.sort([one, other])
    :erlang.exit(loser, {:name_conflict, name})
    winner
  end

  @doc """
  Resolves a clash of names by telling one of the processes.

      iex> :global.random_notify_name(:example_name, self(), self()) == self()
      true
      iex> receive do message -> message end
      {:global_name_conflict, :example_name}
  """
  @spec random_notify_name(name :: term(), pid(), pid()) :: pid()
  def random_notify_name(name, one, other) do
    [loser, winner] = :lists.sort([one, other])
    :erlang.send(loser, {:global_name_conflict, name})
    winner
  end

  @doc """
  Resolves a clash of names by giving it up, and telling both processes.

      iex> parent = self()
      iex> :global.notify_all_name(:example_name, parent, parent)
      :none
      iex> receive do {:global_name_conflict, name, ^parent} -> name end
      :example_name
  """
  @spec notify_all_name(name :: term(), pid(), pid()) :: :none
  def notify_all_name(name, one, other) do
    :erlang.send(one, {:global_name_conflict, name, other})
    :erlang.send(other, {:global_name_conflict, name, one})
    :none
  end

  ## The process

  defp request(request) do
    server = server()
    ref = :erlang.monitor(:process, server, alias: :demonitor)
    :erlang.send(server, {ref, request})

    receive do
      {^ref, answer} ->
        :erlang.demonitor(ref, [:flush])
        answer

      {:DOWN, ^ref, _, _, _reason} ->
        request(request)
    end
  end

  defp server() do
    case :erlang.whereis(:global_name_server) do
      :undefined ->
        {pid, ref} = :erlang.spawn_opt(:global, :serve, [], [{:priority, :high}, :monitor])
        :erlang.send(pid, {:ready?, self()})

        # Of several that are started at once, one gets the name; the others end.
        receive do
          {:ready, ^pid} -> :erlang.demonitor(ref, [:flush])
          {:DOWN, ^ref, _, _, _} -> :ok
        end

        server()

      pid ->
        pid
    end
  end

  @doc false
  def serve() do
    try do
      :erlang.register(:global_name_server, self())
    catch
      :error, _ -> :taken
    else
      true ->
        :ets.new(@table, [:named_table, :protected, read_concurrency: true])
        loop(%{}, %{})
    end
  end

  # `monitors` leads from references to names and back; `locks` from resources to {requester, times, ref}. A name whose process has ended is kept
  # until the supervisor of that has dealt with it; then the reference leads to {:ended, name, pid}.
  defp loop(monitors, locks) do
    receive do
      {:ready?, pid} ->
        :erlang.send(pid, {:ready, self()})
        loop(monitors, locks)

      {[:alias | ref], _answer} when is_map_key(monitors, ref) ->
        {:ended, name, pid} = :maps.get(ref, monitors)
        loop(settled(ref, name, pid, monitors), locks)

      {:DOWN, ref, _, pid, _} ->
        case monitors do
          %{^ref => {:lock, resource}} ->
            loop(:maps.remove(ref, monitors), :maps.remove(resource, locks))

          %{^ref => {:name, name}} ->
            loop(ended(name, pid, :maps.without([ref, {:name, name}], monitors)), locks)

          %{^ref => {:ended, name, pid}} ->
            loop(settled(ref, name, pid, monitors), locks)

          _ ->
            loop(monitors, locks)
        end

      {from, request} when is_reference(from) or is_pid(from) ->
        {answer, monitors, locks} = handle(request, monitors, locks)
        :erlang.send(from, {from, answer})
        loop(monitors, locks)
    end
  end

  defp handle({:register, name, pid}, monitors, locks) do
    case :ets.lookup(@table, name) do
      [{_, ^pid}] -> {:no, monitors, locks}
      [{_, other}] -> if :erlang.is_process_alive(other), do: {:no, monitors, locks}, else: {:yes, put(name, pid, monitors), locks}
      [] -> {:yes, put(name, pid, monitors), locks}
    end
  end

  defp handle({:re_register, name, pid}, monitors, locks), do: {:yes, put(name, pid, monitors), locks}
  defp handle({:unregister, name}, monitors, locks), do: {:ok, drop(name, monitors), locks}

  defp handle({:set_lock, {resource, requester}, pid}, monitors, locks) do
    case locks do
      %{^resource => {^requester, times, ref}} ->
        {true, monitors, :maps.put(resource, {requester, times + 1, ref}, locks)}

      %{^resource => _other} ->
        {false, monitors, locks}

      _ ->
        ref = :erlang.monitor(:process, pid)
        {true, :maps.put(ref, {:lock, resource}, monitors), :maps.put(resource, {requester, 1, ref}, locks)}
    end
  end

  defp handle({:del_lock, {resource, requester}, _pid}, monitors, locks) do
    case locks do
      %{^resource => {^requester, 1, ref}} ->
        :erlang.demonitor(ref, [:flush])
        {true, :maps.remove(ref, monitors), :maps.remove(resource, locks)}

      %{^resource => {^requester, times, ref}} ->
        {true, monitors, :maps.put(resource, {requester, times - 1, ref}, locks)}

      _ ->
        {true, monitors, locks}
    end
  end

  defp ended(name, pid, monitors) do
    case :joist_supervision.ask(pid) do
      :none ->
        :ets.delete(@table, name)
        monitors

      ref ->
        :maps.put(ref, {:ended, name, pid}, monitors)
    end
  end

  defp settled(ref, name, pid, monitors) do
    :joist_supervision.settled(ref, pid)
    :ets.delete_object(@table, {name, pid})
    :maps.remove(ref, monitors)
  end

  # Nobody sees the name without a process when another had it.
  defp put(name, pid, monitors) do
    monitors = unwatch(name, monitors)
    ref = :erlang.monitor(:process, pid)
    :ets.insert(@table, {name, pid})
    :maps.merge(monitors, %{ref => {:name, name}, {:name, name} => ref})
  end

  defp drop(name, monitors) do
    :ets.delete(@table, name)
    unwatch(name, monitors)
  end

  defp unwatch(name, monitors) do
    key = {:name, name}

    case monitors do
      %{^key => ref} ->
        :erlang.demonitor(ref, [:flush])
        :maps.without([ref, key], monitors)

      _ ->
        monitors
    end
  end
end
