defmodule Registry do
  @moduledoc """
  Processes by key, in tables that anybody reads without asking a process.

      {:ok, _} = Registry.start_link(keys: :unique, name: Names)
      {:ok, _} = Registry.register(Names, "some key", :value)
      Registry.lookup(Names, "some key")
      #=> [{self(), :value}]

  With `keys: :unique` a key belongs to one process, and `{:via, Registry, {Names, key}}` names it; with
  `keys: :duplicate` many processes may have it, and `dispatch/3` reaches all of them. A process's entries go with it.

  Entries are `{key, {pid, value}}` in one table for each partition; a second one, of `{pid, key, table}`, tells a
  partition's process what a process leaves behind. Unique keys are spread over partitions by key, duplicate keys by pid.
  """

  @type registry() :: atom()
  @type keys() :: :unique | :duplicate
  @type key() :: term()
  @type value() :: term()
  @type meta_key() :: atom() | tuple()
  @type meta_value() :: term()
  @type match_pattern() :: atom() | term()
  @type guard() :: atom() | tuple()
  @type guards() :: [guard()]
  @type body() :: [term()]
  @type spec() :: [{match_pattern(), guards(), body()}]

  @type start_option() ::
          {:keys, keys()}
          | {:name, registry()}
          | {:partitions, pos_integer()}
          | {:listeners, [atom()]}
          | {:meta, [{meta_key(), meta_value()}]}

  @type listener_message() ::
          {:register, registry(), key(), registry_partition :: pid(), value()}
          | {:unregister, registry(), key(), registry_partition :: pid()}

  ## Starting

  @doc """
  The specification of a child that runs a registry.

      iex> Registry.child_spec(keys: :unique, name: Names).id
      Names
  """
  @spec child_spec([start_option()]) :: Supervisor.child_spec()
  def child_spec(options) do
    %{id: Keyword.get(options, :name, Registry), start: {Registry, :start_link, [options]}, type: :supervisor}
  end

  @doc """
  Starts a registry.

  Options are `:keys` (`:unique` or `:duplicate`) and `:name`, both required, `:partitions` (1), `:listeners` (names of
  processes that hear of each registration) and `:meta` (pairs for `meta/2`).

      iex> {:ok, _} = Registry.start_link(keys: :unique, name: DocRegistry)
      iex> Registry.count(DocRegistry)
      0
  """
  @spec start_link([start_option()]) :: {:ok, pid()} | {:error, term()}
  def start_link(options) do
    keys = Keyword.get(options, :keys)

    unless keys in [:unique, :duplicate] do
      raise ArgumentError, "expected :keys to be given and be one of :unique or :duplicate, got: #{inspect(keys)}"
    end

    name =
      case Keyword.fetch(options, :name) do
        {:ok, name} when is_atom(name) -> name
        {:ok, other} -> raise ArgumentError, "expected :name to be an atom, got: #{inspect(other)}"
        :error -> raise ArgumentError, "expected :name option to be present"
      end

    meta = Keyword.get(options, :meta, [])

    unless Keyword.keyword?(meta) or Enum.all?(meta, &match?({_, _}, &1)) do
      raise ArgumentError, "expected :meta to be a keyword list, got: #{inspect(meta)}"
    end

    partitions = Keyword.get(options, :partitions, 1)

    unless is_integer(partitions) and partitions >= 1 do
      raise ArgumentError, "expected :partitions to be a positive integer, got: #{inspect(partitions)}"
    end

    listeners = Keyword.get(options, :listeners, [])

    unless is_list(listeners) and Enum.all?(listeners, &is_atom/1) do
      raise ArgumentError, "expected :listeners to be a list of named processes, got: #{inspect(listeners)}"
    end

    compressed = if Keyword.get(options, :compressed, false), do: [:compressed], else: []
    Supervisor.start_link(Registry.Supervisor, {keys, name, partitions, listeners, meta, compressed}, name: name)
  end

  @doc false
  @deprecated "Use Registry.start_link/1 with a list of options instead"
  def start_link(keys, name, options \\ []), do: start_link([keys: keys, name: name] ++ options)

  ## Registering

  @doc """
  Registers the caller under a key, with a value.

  Returns `{:ok, owner}`, where `owner` is the registry's process for the key, or `{:error, {:already_registered, pid}}`.

      iex> {:ok, _} = Registry.start_link(keys: :unique, name: DocRegistryRegister)
      iex> {:ok, _} = Registry.register(DocRegistryRegister, "lamp", :red)
      iex> Registry.lookup(DocRegistryRegister, "lamp") == [{self(), :red}]
      true
  """
  @spec register(registry(), key(), value()) :: {:ok, pid()} | {:error, {:already_registered, pid()}}
  def register(registry, key, value) when is_atom(registry) do
    {keys, listeners, tables} = info!(registry)
    pid = self()
    {key_table, pid_table} = tables(keys, tables, key, pid)
    owner = pid_owner!(registry, pid_table)
    :erlang.link(owner)
    if keys == :unique, do: :joist_state.named(true)

    case insert(keys, key_table, key, {pid, value}) do
      :ok ->
        true = :ets.insert(pid_table, {pid, key, key_table})
        for listener <- listeners, do: notify(listener, {:register, registry, key, pid, value})
        {:ok, owner}

      {:error, {:already_registered, other}} = error ->
        if other != pid, do: unlink_if_unregistered(pid, owner, pid_table)
        error
    end
  end

  defp insert(:duplicate, table, key, entry) do
    true = :ets.insert(table, {key, entry})
    :ok
  end

  defp insert(:unique, table, key, entry) do
    if :ets.insert_new(table, {key, entry}) do
      :ok
    else
      case :ets.lookup(table, key) do
        [{^key, {pid, _value}}] ->
          if :erlang.is_process_alive(pid) do
            {:error, {:already_registered, pid}}
          else
            # Its process is gone, and the registry has not yet heard of it. Nobody sees the key without an entry.
            if replace(table, key, pid, entry), do: :ok, else: insert(:unique, table, key, entry)
          end

        [] ->
          insert(:unique, table, key, entry)
      end
    end
  end

  # Puts an entry in the place of one of another process.
  defp replace(table, key, old, {pid, value}) do
    {key_pattern, key_guards} = Registry.Partition.pattern(key)
    entry = {{{:element, 1, :"$_"}, {{{:const, pid}, {:const, value}}}}}
    :ets.select_replace(table, [{{key_pattern, {old, :_}}, key_guards, [entry]}]) == 1
  end

  defp notify(listener, message) do
    :erlang.send(listener, message)
  catch
    :error, :badarg -> :ok
  end

  defp unlink_if_unregistered(pid, owner, pid_table) do
    unless :ets.member(pid_table, pid) do
      :erlang.unlink(owner)
      :joist_state.named(false)
    end
  end

  @doc """
  Calls a function while nobody else calls one for the same key of the registry.

      iex> {:ok, _} = Registry.start_link(keys: :unique, name: Registry.Locked)
      iex> Registry.lock(Registry.Locked, :key, fn -> :done end)
      :done
  """
  @spec lock(registry(), lock_key :: term(), (-> result)) :: result when result: term()
  def lock(registry, key, function) when is_atom(registry) and is_function(function, 0) do
    _ = info!(registry)
    :global.trans({{Registry, registry, key}, self()}, function)
  end

  @doc """
  Takes the caller's entries of a key away.

      iex> {:ok, _} = Registry.start_link(keys: :unique, name: Registry.Left)
      iex> {:ok, _} = Registry.register(Registry.Left, :key, 1)
      iex> Registry.unregister(Registry.Left, :key)
      :ok
      iex> Registry.lookup(Registry.Left, :key)
      []
  """
  @spec unregister(registry(), key()) :: :ok
  def unregister(registry, key) when is_atom(registry) do
    {keys, listeners, tables} = info!(registry)
    pid = self()
    {key_table, pid_table} = tables(keys, tables, key, pid)

    # What is deleted first can no longer be found; the partition's process then has nothing left to do.
    Registry.Partition.delete(key_table, key, pid)
    :ets.delete_object(pid_table, {pid, key, key_table})
    unlink_if_unregistered(pid, pid_owner!(registry, pid_table), pid_table)
    for listener <- listeners, do: notify(listener, {:unregister, registry, key, pid})
    :ok
  end

  @doc """
  Takes those of the caller's entries of a key away whose values match a pattern and guards.

      iex> {:ok, _} = Registry.start_link(keys: :duplicate, name: DocRegistryMatch)
      iex> {:ok, _} = Registry.register(DocRegistryMatch, "lamp", :red)
      iex> {:ok, _} = Registry.register(DocRegistryMatch, "lamp", :blue)
      iex> Registry.unregister_match(DocRegistryMatch, "lamp", :red)
      :ok
      iex> Registry.values(DocRegistryMatch, "lamp", self())
      [:blue]
  """
  @spec unregister_match(registry(), key(), match_pattern(), guards()) :: :ok
  def unregister_match(registry, key, pattern, guards \\ []) when is_atom(registry) and is_list(guards) do
    {keys, listeners, tables} = info!(registry)
    pid = self()
    {key_table, pid_table} = tables(keys, tables, key, pid)
    {key_pattern, key_guards} = Registry.Partition.pattern(key)
    deleted = :ets.select_delete(key_table, [{{key_pattern, {pid, pattern}}, key_guards ++ guards, [true]}])

    if deleted > 0 do
      # The pids' table has one entry for each of the key; as many of them go as were deleted.
      left = for {_key, {^pid, _value}} = entry <- :ets.lookup(key_table, key), do: entry
      :ets.delete_object(pid_table, {pid, key, key_table})
      for _ <- left, do: :ets.insert(pid_table, {pid, key, key_table})
      unlink_if_unregistered(pid, pid_owner!(registry, pid_table), pid_table)
      for _ <- 1..deleted, listener <- listeners, do: notify(listener, {:unregister, registry, key, pid})
    end

    :ok
  end

  @doc """
  Changes the value of a unique key of the caller: `{new, old}`, or `:error`.

      iex> {:ok, _} = Registry.start_link(keys: :unique, name: Registry.Changed)
      iex> {:ok, _} = Registry.register(Registry.Changed, :key, 1)
      iex> Registry.update_value(Registry.Changed, :key, &(&1 + 1))
      {2, 1}
      iex> Registry.update_value(Registry.Changed, :other, &(&1 + 1))
      :error
  """
  @spec update_value(registry(), key(), (value() -> value())) :: {new_value :: term(), old_value :: term()} | :error
  def update_value(registry, key, fun) when is_atom(registry) and is_function(fun, 1) do
    case info!(registry) do
      {:unique, _listeners, tables} ->
        table = key_table(tables, key)

        case :ets.lookup(table, key) do
          [{^key, {pid, old}}] when pid == self() ->
            new = fun.(old)
            :ets.insert(table, {key, {pid, new}})
            {new, old}

          _ ->
            :error
        end

      _ ->
        raise ArgumentError, "Registry.update_value/3 is not supported for duplicate registries"
    end
  end

  ## Looking up

  @doc """
  All `{pid, value}` of a key.

      iex> {:ok, _} = Registry.start_link(keys: :unique, name: Registry.Looked)
      iex> {:ok, _} = Registry.register(Registry.Looked, :key, :value)
      iex> Registry.lookup(Registry.Looked, :key) == [{self(), :value}]
      true
  """
  @spec lookup(registry(), key()) :: [{pid(), value()}]
  def lookup(registry, key) when is_atom(registry) do
    case info!(registry) do
      {:unique, _listeners, tables} ->
        living(key_table(tables, key), key)

      {:duplicate, _listeners, tables} ->
        over(tables, fn table -> entries(table, key) end)
    end
  end

  defp entries(table, key), do: for({_key, entry} <- :ets.lookup(table, key), do: entry)

  # The entry of a unique key, if its process lives. When it does not, another may be about to take its place, and may end in turn.
  defp living(table, key) do
    with [{_key, {pid, _value} = entry}] <- :ets.lookup(table, key) do
      if :erlang.is_process_alive(pid) do
        [entry]
      else
        :joist_supervision.await(pid)

        case :ets.lookup(table, key) do
          [{_key, {^pid, _value}}] -> []
          [] -> []
          _other -> living(table, key)
        end
      end
    end
  end

  @doc """
  Calls a function with all `{pid, value}` of a key, if there are any; with several partitions once for each.

  With `parallel: true` partitions are served by processes of their own.

      iex> {:ok, _} = Registry.start_link(keys: :duplicate, name: DocRegistryDispatch)
      iex> {:ok, _} = Registry.register(DocRegistryDispatch, "news", nil)
      iex> Registry.dispatch(DocRegistryDispatch, "news", fn entries -> for {pid, _} <- entries, do: send(pid, :news) end)
      :ok
      iex> receive do message -> message end
      :news
  """
  @spec dispatch(registry(), key(), (entries :: [{pid(), value()}] -> term()) | mfa(), keyword()) :: :ok
  def dispatch(registry, key, fun_or_mfa, options \\ []) when is_atom(registry) and is_list(options) do
    case info!(registry) do
      {:unique, _, _} ->
        dispatch_to(lookup(registry, key), fun_or_mfa)

      {:duplicate, _listeners, {{table}, _}} ->
        dispatch_to(entries(table, key), fun_or_mfa)

      {:duplicate, _listeners, {key_tables, _}} ->
        key_tables = :erlang.tuple_to_list(key_tables)

        if Keyword.get(options, :parallel, false) do
          tasks = for table <- key_tables, do: Task.async(fn -> dispatch_to(entries(table, key), fun_or_mfa) end)
          for task <- tasks, do: await(task)
        else
          for table <- key_tables, do: dispatch_to(entries(table, key), fun_or_mfa)
        end
    end

    :ok
  end

  # A caller that traps exits does not hear of these tasks.
  defp await(%{pid: pid} = task) do
    Task.await(task, :infinity)
    :erlang.unlink(pid)

    receive do
      {:EXIT, ^pid, _} -> :ok
    after
      0 -> :ok
    end
  end

  defp dispatch_to([], _fun), do: :ok
  defp dispatch_to(entries, fun) when is_function(fun, 1), do: fun.(entries)
  defp dispatch_to(entries, {module, function, args}), do: :erlang.apply(module, function, [entries | args])

  @doc """
  The keys under which a process is registered.

      iex> {:ok, _} = Registry.start_link(keys: :duplicate, name: Registry.Keyed)
      iex> for key <- [:a, :b], do: {:ok, _} = Registry.register(Registry.Keyed, key, 1)
      iex> Registry.keys(Registry.Keyed, self()) |> Enum.sort()
      [:a, :b]
  """
  @spec keys(registry(), pid()) :: [key()]
  def keys(registry, pid) when is_atom(registry) and is_pid(pid) do
    {keys, _listeners, tables} = info!(registry)

    found =
      for {_pid, key, key_table} <- :ets.lookup(pid_table(tables, pid), pid), :ets.member(key_table, key), do: key

    # An entry that was replaced under the same unique key is remembered twice.
    if keys == :unique, do: Enum.uniq(found), else: found
  end

  @doc """
  The values of a key that are a process's.

      iex> {:ok, _} = Registry.start_link(keys: :duplicate, name: Registry.Valued)
      iex> for n <- 1..2, do: {:ok, _} = Registry.register(Registry.Valued, :key, n)
      iex> Registry.values(Registry.Valued, :key, self()) |> Enum.sort()
      [1, 2]
  """
  @spec values(registry(), key(), pid()) :: [value()]
  def values(registry, key, pid) when is_atom(registry) do
    {keys, _listeners, tables} = info!(registry)
    {table, _pid_table} = tables(keys, tables, key, pid)
    for {_key, {^pid, value}} <- :ets.lookup(table, key), do: value
  end

  @doc """
  The `{pid, value}` of a key whose values match a pattern and guards.

      iex> {:ok, _} = Registry.start_link(keys: :duplicate, name: DocRegistryMatches)
      iex> {:ok, _} = Registry.register(DocRegistryMatches, "lamp", {1, :red})
      iex> Registry.match(DocRegistryMatches, "lamp", {1, :_}) == [{self(), {1, :red}}]
      true
      iex> Registry.match(DocRegistryMatches, "lamp", {2, :_})
      []
  """
  @spec match(registry(), key(), match_pattern(), guards()) :: [{pid(), term()}]
  def match(registry, key, pattern, guards \\ []) when is_atom(registry) and is_list(guards) do
    spec = match_spec(key, pattern, guards, [{:element, 2, :"$_"}])
    over_key(registry, key, fn table -> :ets.select(table, spec) end)
  end

  @doc """
  How many values of a key match a pattern and guards.

      iex> {:ok, _} = Registry.start_link(keys: :duplicate, name: DocRegistryCount)
      iex> {:ok, _} = Registry.register(DocRegistryCount, "lamp", {1, :red})
      iex> Registry.count_match(DocRegistryCount, "lamp", {1, :_})
      1
  """
  @spec count_match(registry(), key(), match_pattern(), guards()) :: non_neg_integer()
  def count_match(registry, key, pattern, guards \\ []) when is_atom(registry) and is_list(guards) do
    spec = match_spec(key, pattern, guards, [true])
    :lists.sum(over_key(registry, key, fn table -> [:ets.select_count(table, spec)] end))
  end

  defp match_spec(key, pattern, guards, body) do
    {key_pattern, key_guards} = Registry.Partition.pattern(key)
    [{{key_pattern, {:_, pattern}}, key_guards ++ guards, body}]
  end

  @doc """
  How many entries a registry has.

      iex> {:ok, _} = Registry.start_link(keys: :unique, name: Registry.Counted)
      iex> {:ok, _} = Registry.register(Registry.Counted, :key, 1)
      iex> Registry.count(Registry.Counted)
      1
  """
  @spec count(registry()) :: non_neg_integer()
  def count(registry) when is_atom(registry) do
    {_keys, _listeners, tables} = info!(registry)
    :lists.sum(over(tables, fn table -> [:ets.info(table, :size)] end))
  end

  @doc """
  Runs a match specification over `{key, pid, value}` of all entries.

      iex> {:ok, _} = Registry.start_link(keys: :unique, name: Registry.Selected)
      iex> for n <- 1..3, do: {:ok, _} = Registry.register(Registry.Selected, n, n * n)
      iex> Registry.select(Registry.Selected, [{{:"$1", :_, :"$2"}, [{:>, :"$2", 1}], [:"$1"]}]) |> Enum.sort()
      [2, 3]
  """
  @spec select(registry(), spec()) :: [term()]
  def select(registry, spec) when is_atom(registry) and is_list(spec) do
    {_keys, _listeners, tables} = info!(registry)
    spec = select_spec(spec)
    over(tables, fn table -> :ets.select(table, spec) end)
  end

  @doc """
  How many entries a match specification over `{key, pid, value}` selects.

      iex> {:ok, _} = Registry.start_link(keys: :unique, name: DocRegistrySelect)
      iex> {:ok, _} = Registry.register(DocRegistrySelect, "lamp", :red)
      iex> Registry.count_select(DocRegistrySelect, [{{:_, :_, :red}, [], [true]}])
      1
  """
  @spec count_select(registry(), spec()) :: non_neg_integer()
  def count_select(registry, spec) when is_atom(registry) and is_list(spec) do
    {_keys, _listeners, tables} = info!(registry)
    spec = select_spec(spec)
    :lists.sum(over(tables, fn table -> [:ets.select_count(table, spec)] end))
  end

  defp select_spec(spec) do
    for clause <- spec do
      case clause do
        {{key, pid, value}, guards, body} ->
          {{key, {pid, value}}, guards, body}

        _ ->
          raise ArgumentError,
                "invalid match specification in Registry.select/2: #{inspect(spec)}. " <>
                  "Expected clauses of the form {{key, pid, value}, guards, body}"
      end
    end
  end

  ## Metadata

  @doc """
  A value of the registry itself: `{:ok, value}`, or `:error`.

      iex> {:ok, _} = Registry.start_link(keys: :unique, name: Registry.Noted, meta: [colour: :red])
      iex> Registry.meta(Registry.Noted, :colour)
      {:ok, :red}
      iex> Registry.meta(Registry.Noted, :size)
      :error
  """
  @spec meta(registry(), meta_key()) :: {:ok, meta_value()} | :error
  def meta(registry, key) when is_atom(registry) and (is_atom(key) or is_tuple(key)) do
    case :ets.lookup(registry, {:meta, key}) do
      [{_, value}] -> {:ok, value}
      [] -> :error
    end
  catch
    :error, :badarg -> unknown!(registry)
  end

  @doc """
  Sets a value of the registry itself.

      iex> {:ok, _} = Registry.start_link(keys: :unique, name: DocRegistryMeta)
      iex> Registry.put_meta(DocRegistryMeta, :owner, "me")
      :ok
      iex> Registry.meta(DocRegistryMeta, :owner)
      {:ok, "me"}
  """
  @spec put_meta(registry(), meta_key(), meta_value()) :: :ok
  def put_meta(registry, key, value) when is_atom(registry) and (is_atom(key) or is_tuple(key)) do
    :ets.insert(registry, {{:meta, key}, value})
    :ok
  catch
    :error, :badarg -> unknown!(registry)
  end

  @doc """
  Takes a value of the registry itself away.

      iex> {:ok, _} = Registry.start_link(keys: :unique, name: DocRegistryDelete, meta: [owner: "me"])
      iex> Registry.delete_meta(DocRegistryDelete, :owner)
      :ok
      iex> Registry.meta(DocRegistryDelete, :owner)
      :error
  """
  @spec delete_meta(registry(), meta_key()) :: :ok
  def delete_meta(registry, key) when is_atom(registry) and (is_atom(key) or is_tuple(key)) do
    :ets.delete(registry, {:meta, key})
    :ok
  catch
    :error, :badarg -> unknown!(registry)
  end

  ## The functions of a :via module

  @doc false
  def whereis_name({registry, key}), do: whereis_name(registry, key)
  def whereis_name({registry, key, _value}), do: whereis_name(registry, key)

  defp whereis_name(registry, key) do
    case info!(registry) do
      {:unique, _listeners, tables} ->
        case living(key_table(tables, key), key) do
          [{pid, _value}] -> pid
          [] -> :undefined
        end

      _ ->
        raise ArgumentError, ":via is not supported for duplicate registries"
    end
  end

  @doc false
  def register_name({registry, key}, pid) when pid == self(), do: yes_or_no(register(registry, key, nil))
  def register_name({registry, key, value}, pid) when pid == self(), do: yes_or_no(register(registry, key, value))

  defp yes_or_no({:ok, _owner}), do: :yes
  defp yes_or_no({:error, _reason}), do: :no

  @doc false
  def unregister_name({registry, key}), do: unregister(registry, key)
  def unregister_name({registry, key, _value}), do: unregister(registry, key)

  @doc false
  def send(name, message) do
    case whereis_name(name) do
      :undefined -> :erlang.error(:badarg, [name, message])
      pid -> :erlang.send(pid, message)
    end
  end

  ## Tables

  defp info!(registry) do
    :ets.lookup_element(registry, :info, 2)
  catch
    :error, :badarg -> unknown!(registry)
  end

  defp unknown!(registry), do: raise(ArgumentError, "unknown registry: #{inspect(registry)}")

  defp key_table({key_tables, _}, key), do: at(key_tables, key)
  defp pid_table({_, pid_tables}, pid), do: at(pid_tables, pid)

  defp at({table}, _term), do: table
  defp at(tables, term), do: :erlang.element(:erlang.phash2(term, tuple_size(tables)) + 1, tables)

  # The table for a key, and that of the partition that watches the process.
  defp tables(:unique, tables, key, pid), do: {key_table(tables, key), pid_table(tables, pid)}
  defp tables(:duplicate, {key_tables, pid_tables}, _key, pid), do: {at(key_tables, pid), at(pid_tables, pid)}

  defp pid_owner!(registry, pid_table) do
    case :erlang.whereis(pid_table) do
      pid when is_pid(pid) -> pid
      :undefined -> unknown!(registry)
    end
  end

  defp over({{table}, _}, fun), do: fun.(table)
  defp over({key_tables, _}, fun), do: :lists.append(for(table <- :erlang.tuple_to_list(key_tables), do: fun.(table)))

  defp over_key(registry, key, fun) do
    case info!(registry) do
      {:unique, _listeners, tables} -> fun.(key_table(tables, key))
      {:duplicate, _listeners, tables} -> over(tables, fun)
    end
  end
end
