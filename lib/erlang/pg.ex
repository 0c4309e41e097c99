defmodule :pg do
  @moduledoc """
  Groups of processes.

  A scope is a server, named by an atom, that knows the groups; `:pg` is the default one, which `start_link/0` starts. A process may be in
  several groups, and in one several times. It leaves them when it ends. Groups are read from a table, without asking the server.
  """

  @typedoc "A set of groups, by its name."
  @type scope() :: atom()

  @type group() :: term()

  @doc """
  Starts the default scope.

      iex> :pg.start_link()
      iex> is_pid(Process.whereis(:pg))
      true
  """
  @spec start_link() :: {:ok, pid()} | {:error, term()}
  def start_link(), do: start_link(:pg)

  @doc """
  Starts a scope, linked to the caller.

      iex> {:ok, pid} = :pg.start_link(:example_scope)
      iex> {Process.whereis(:example_scope) == pid, GenServer.stop(pid)}
      {true, :ok}
  """
  @spec start_link(scope()) :: {:ok, pid()} | {:error, term()}
  def start_link(scope) when is_atom(scope), do: :gen_server.start_link({:local, scope}, :pg, scope, [])

  @doc """
  Starts a scope.

      iex> {:ok, pid} = :pg.start(:example_scope)
      iex> {Process.whereis(:example_scope) == pid, GenServer.stop(pid)}
      {true, :ok}
  """
  @spec start(scope()) :: {:ok, pid()} | {:error, term()}
  def start(scope) when is_atom(scope), do: :gen_server.start({:local, scope}, :pg, scope, [])

  @doc """
  Has a process, or a list of them, join a group.

      iex> :pg.start(:pg)
      iex> :pg.join(:example_lamps, self())
      :ok
      iex> self() in :pg.get_members(:example_lamps)
      true
      iex> :pg.leave(:example_lamps, self())
      :ok
  """
  @spec join(group(), pid() | [pid()]) :: :ok
  def join(group, pids), do: join(:pg, group, pids)

  @doc """
  Like `join/2`, in a scope.

      iex> {:ok, pid} = :pg.start_link(:example_scope)
      iex> :pg.join(:example_scope, :lamps, self())
      :ok
      iex> :pg.get_members(:example_scope, :lamps) == [self()]
      true
      iex> GenServer.stop(pid)
      :ok
  """
  @spec join(scope(), group(), pid() | [pid()]) :: :ok
  def join(scope, group, pids), do: :gen_server.call(scope, {:join, group, local(pids)}, :infinity)

  @doc """
  Has a process, or a list of them, leave a group once: `:ok`, or `:not_joined`.

      iex> :pg.start(:pg)
      iex> :pg.leave(:example_nobody, self())
      :not_joined
  """
  @spec leave(group(), pid() | [pid()]) :: :ok | :not_joined
  def leave(group, pids), do: leave(:pg, group, pids)

  @doc """
  Like `leave/2`, in a scope.

      iex> {:ok, pid} = :pg.start_link(:example_scope)
      iex> :pg.join(:example_scope, :lamps, self())
      iex> :pg.leave(:example_scope, :lamps, self())
      :ok
      iex> GenServer.stop(pid)
      :ok
  """
  @spec leave(scope(), group(), pid() | [pid()]) :: :ok | :not_joined
  def leave(scope, group, pids), do: :gen_server.call(scope, {:leave, group, local(pids)}, :infinity)

  defp local(pid) when is_pid(pid), do: [pid]
  defp local([_ | _] = pids), do: if(:lists.all(&is_pid/1, pids), do: pids, else: :erlang.error(:badarg))
  defp local(_other), do: :erlang.error(:badarg)

  @doc """
  The processes of a group, each as often as it has joined.

      iex> :pg.start(:pg)
      iex> :pg.get_members(:example_nobody)
      []
  """
  @spec get_members(group()) :: [pid()]
  def get_members(group), do: get_members(:pg, group)

  @doc """
  Like `get_members/1`, in a scope.

      iex> {:ok, pid} = :pg.start_link(:example_scope)
      iex> :pg.join(:example_scope, :lamps, [self(), self()])
      iex> length(:pg.get_members(:example_scope, :lamps))
      2
      iex> GenServer.stop(pid)
      :ok
  """
  @spec get_members(scope(), group()) :: [pid()]
  def get_members(scope, group) do
    case :ets.lookup(scope, group) do
      [{_, pids}] -> pids
      [] -> []
    end
  end

  @doc """
  Like `get_members/1`; there is one node.

      iex> :pg.start(:pg)
      iex> :pg.get_local_members(:example_nobody)
      []
  """
  @spec get_local_members(group()) :: [pid()]
  def get_local_members(group), do: get_members(:pg, group)

  @doc """
  Like `get_members/2`; there is one node.

      iex> {:ok, pid} = :pg.start_link(:example_scope)
      iex> :pg.join(:example_scope, :lamps, self())
      iex> :pg.get_local_members(:example_scope, :lamps) == [self()]
      true
      iex> GenServer.stop(pid)
      :ok
  """
  @spec get_local_members(scope(), group()) :: [pid()]
  def get_local_members(scope, group), do: get_members(scope, group)

  @doc """
  The groups that have members.

      iex> :pg.start(:pg)
      iex> :pg.join(:example_group, self())
      iex> :example_group in :pg.which_groups()
      true
      iex> :pg.leave(:example_group, self())
      :ok
  """
  @spec which_groups() :: [group()]
  def which_groups(), do: which_groups(:pg)

  @doc """
  Like `which_groups/0`, in a scope.

      iex> {:ok, pid} = :pg.start_link(:example_scope)
      iex> :pg.join(:example_scope, :lamps, self())
      iex> {:pg.which_groups(:example_scope), GenServer.stop(pid)}
      {[:lamps], :ok}
  """
  @spec which_groups(scope()) :: [group()]
  def which_groups(scope), do: for({group, _pids} <- :ets.tab2list(scope), do: group)

  @doc """
  Like `which_groups/0`; there is one node.

      iex> :pg.start(:pg)
      iex> :example_nobody in :pg.which_local_groups()
      false
  """
  @spec which_local_groups() :: [group()]
  def which_local_groups(), do: which_groups(:pg)

  @doc """
  Like `which_groups/1`; there is one node.

      iex> {:ok, pid} = :pg.start_link(:example_scope)
      iex> :pg.join(:example_scope, :lamps, self())
      iex> {:pg.which_local_groups(:example_scope), GenServer.stop(pid)}
      {[:lamps], :ok}
  """
  @spec which_local_groups(scope()) :: [group()]
  def which_local_groups(scope), do: which_groups(scope)

  @doc """
  Tells the caller of changes of a group, as `{ref, :join | :leave, group, pids}`: `{ref, members}`.

      iex> :pg.start(:pg)
      iex> {ref, members} = :pg.monitor(:example_watched)
      iex> :pg.join(:example_watched, self())
      iex> {members, receive do {^ref, event, group, _pids} -> {event, group} end}
      {[], {:join, :example_watched}}
      iex> {:pg.demonitor(ref), :pg.leave(:example_watched, self())}
      {:ok, :ok}
  """
  @spec monitor(group()) :: {reference(), [pid()]}
  def monitor(group), do: monitor(:pg, group)

  @doc """
  Like `monitor/1`, in a scope.

      iex> {:ok, pid} = :pg.start_link(:example_scope)
      iex> {ref, []} = :pg.monitor(:example_scope, :lamps)
      iex> :pg.join(:example_scope, :lamps, self())
      iex> {receive do {^ref, event, group, _pids} -> {event, group} end, GenServer.stop(pid)}
      {{:join, :lamps}, :ok}
  """
  @spec monitor(scope(), group()) :: {reference(), [pid()]}
  def monitor(scope, group), do: :gen_server.call(scope, {:monitor, group}, :infinity)

  @doc """
  Tells the caller of changes of all groups: `{ref, %{group => members}}`.

      iex> :pg.start(:pg)
      iex> {ref, groups} = :pg.monitor_scope()
      iex> is_map(groups)
      true
      iex> elem({:pg.leave(:example_nobody, self()), ref}, 0)
      :not_joined
  """
  @spec monitor_scope() :: {reference(), %{optional(group()) => [pid()]}}
  def monitor_scope(), do: monitor_scope(:pg)

  @doc """
  Like `monitor_scope/0`, of a scope.

      iex> {:ok, pid} = :pg.start_link(:example_scope)
      iex> {_ref, groups} = :pg.monitor_scope(:example_scope)
      iex> {groups, GenServer.stop(pid)}
      {%{}, :ok}
  """
  @spec monitor_scope(scope()) :: {reference(), %{optional(group()) => [pid()]}}
  def monitor_scope(scope), do: :gen_server.call(scope, :monitor_scope, :infinity)

  @doc """
  Ends what `monitor/1` or `monitor_scope/0` has begun: `:ok`, or `false`.

      iex> :pg.start(:pg)
      iex> {ref, _groups} = :pg.monitor_scope()
      iex> :pg.demonitor(ref)
      :ok
      iex> :pg.demonitor(ref)
      false
  """
  @spec demonitor(reference()) :: :ok | false
  def demonitor(ref), do: demonitor(:pg, ref)

  @doc """
  Like `demonitor/1`, in a scope.

      iex> {:ok, pid} = :pg.start_link(:example_scope)
      iex> {ref, %{}} = :pg.monitor_scope(:example_scope)
      iex> {:pg.demonitor(:example_scope, ref), GenServer.stop(pid)}
      {:ok, :ok}
  """
  @spec demonitor(scope(), reference()) :: :ok | false
  def demonitor(scope, ref) do
    with :ok <- :gen_server.call(scope, {:demonitor, ref}, :infinity), do: flush(ref)
  end

  defp flush(ref) do
    receive do
      {^ref, what, _, _} when what in [:join, :leave] -> flush(ref)
    after
      0 -> :ok
    end
  end

  ## The server

  # `pids` leads from processes to their monitor and groups, `watchers` from references to `{pid, group or :all}`.
  @doc false
  def init(scope) do
    :ets.new(scope, [:named_table, :protected, read_concurrency: true])
    {:ok, %{scope: scope, pids: %{}, watchers: %{}}}
  end

  @doc false
  def handle_call({:join, group, pids}, _from, state) do
    :ets.insert(state.scope, {group, pids ++ get_members(state.scope, group)})
    tell(state, :join, group, pids)

    joined =
      :lists.foldl(
        fn pid, known ->
          case known do
            %{^pid => {ref, groups}} -> :maps.put(pid, {ref, [group | groups]}, known)
            _ -> :maps.put(pid, {:erlang.monitor(:process, pid), [group]}, known)
          end
        end,
        state.pids,
        pids
      )

    {:reply, :ok, %{state | pids: joined}}
  end

  def handle_call({:leave, group, pids}, _from, state) do
    case :lists.filter(fn pid -> group in groups_of(pid, state) end, pids) do
      [] -> {:reply, :not_joined, state}
      members -> {:reply, :ok, left(group, members, state)}
    end
  end

  def handle_call({:monitor, group}, {pid, _}, state) do
    {ref, state} = watch(pid, group, state)
    {:reply, {ref, get_members(state.scope, group)}, state}
  end

  def handle_call(:monitor_scope, {pid, _}, state) do
    {ref, state} = watch(pid, :all_groups, state)
    {:reply, {ref, :maps.from_list(:ets.tab2list(state.scope))}, state}
  end

  def handle_call({:demonitor, ref}, _from, state) do
    if is_map_key(state.watchers, ref) do
      :erlang.demonitor(ref, [:flush])
      {:reply, :ok, %{state | watchers: :maps.remove(ref, state.watchers)}}
    else
      {:reply, false, state}
    end
  end

  @doc false
  def handle_cast(_request, state), do: {:noreply, state}

  @doc false
  def handle_info({:DOWN, ref, :process, pid, _reason}, state) do
    state = %{state | watchers: :maps.remove(ref, state.watchers)}

    case state.pids do
      %{^pid => {^ref, groups}} ->
        state = :lists.foldl(fn group, state -> left(group, [pid], state) end, state, groups)
        {:noreply, %{state | pids: :maps.remove(pid, state.pids)}}

      _ ->
        {:noreply, state}
    end
  end

  def handle_info(_message, state), do: {:noreply, state}

  defp groups_of(pid, state) do
    case state.pids do
      %{^pid => {_ref, groups}} -> groups
      _ -> []
    end
  end

  defp left(group, pids, state) do
    case get_members(state.scope, group) -- pids do
      [] -> :ets.delete(state.scope, group)
      members -> :ets.insert(state.scope, {group, members})
    end

    tell(state, :leave, group, pids)
    %{state | pids: :lists.foldl(fn pid, known -> without(pid, group, known) end, state.pids, pids)}
  end

  defp without(pid, group, known) do
    case known do
      %{^pid => {ref, [^group]}} ->
        :erlang.demonitor(ref, [:flush])
        :maps.remove(pid, known)

      %{^pid => {ref, groups}} ->
        :maps.put(pid, {ref, :lists.delete(group, groups)}, known)

      _ ->
        known
    end
  end

  defp watch(pid, group, state) do
    ref = :erlang.monitor(:process, pid)
    {ref, %{state | watchers: :maps.put(ref, {pid, group}, state.watchers)}}
  end

  defp tell(state, what, group, pids) do
    for {ref, {pid, watched}} <- :maps.to_list(state.watchers), watched in [group, :all_groups], do: :erlang.send(pid, {ref, what, group, pids})
  end
end
