defmodule Registry.Partition do
  @moduledoc false

  # The process of a partition: owns its two tables, is linked to all processes with entries in them, and
  # removes the entries of those that end. It has the name of the table of pids.
  #
  # The entry of a unique key stays until the supervisor of its process, if there is one, has dealt with the end: mostly there is another process's
  # entry in its place by then (see `:joist_supervision`). `asked` has the pids of such processes by the references of the questions, `waiting`
  # those who want to know that nothing is left to do.

  @behaviour GenServer

  def key_table(registry, partition), do: name(registry, "KeyPartition", partition)
  def pid_table(registry, partition), do: name(registry, "PIDPartition", partition)

  defp name(registry, kind, partition), do: Module.concat(registry, <<kind::binary, :erlang.integer_to_binary(partition)::binary>>)

  # The pattern and the guards that match a key, which itself may look like a pattern.
  def pattern(key) do
    if literal?(key), do: {key, []}, else: {:_, [{:"=:=", {:element, 1, :"$_"}, {:const, key}}]}
  end

  # Takes a process's entries of a key away.
  def delete(key_table, key, pid) do
    if literal?(key) do
      :ets.match_delete(key_table, {key, {pid, :_}})
    else
      for {_key, {^pid, _value}} = entry <- :ets.lookup(key_table, key), do: :ets.delete_object(key_table, entry)
    end
  end

  # Whether a key as a pattern matches itself only; floats and integers may be equal without being the same.
  defp literal?(key) when is_binary(key) or is_integer(key) or is_pid(key) or is_reference(key), do: true
  defp literal?({a, b}), do: literal?(a) and literal?(b)
  defp literal?(:_), do: false
  defp literal?(key) when is_atom(key), do: not match?(<<"$", _::binary>>, :erlang.atom_to_binary(key))
  defp literal?(_key), do: false

  def start_link({_keys, registry, partition, _compressed} = arg),
    do: GenServer.start_link(Registry.Partition, arg, name: pid_table(registry, partition))

  @impl true
  def init({keys, registry, partition, compressed}) do
    :erlang.process_flag(:trap_exit, true)
    options = [:public, :named_table, read_concurrency: true, write_concurrency: true] ++ compressed
    :ets.new(pid_table(registry, partition), [:duplicate_bag | options])
    :ets.new(key_table(registry, partition), [if(keys == :unique, do: :set, else: :duplicate_bag) | options])
    {:ok, %{keys: keys, pid_table: pid_table(registry, partition), asked: %{}, waiting: []}}
  end

  # Answers when all ends that were heard of before are dealt with.
  @impl true
  def handle_call(:sync, _from, %{asked: asked} = state) when map_size(asked) == 0, do: {:reply, :ok, state}
  def handle_call(:sync, from, state), do: {:noreply, %{state | waiting: [from | state.waiting]}}

  @impl true
  def handle_info({:EXIT, pid, _reason}, %{keys: :unique} = state) do
    case :joist_supervision.ask(pid) do
      :none -> {:noreply, forget(pid, state)}
      ref -> {:noreply, %{state | asked: :maps.put(ref, pid, state.asked)}}
    end
  end

  def handle_info({:EXIT, pid, _reason}, state), do: {:noreply, forget(pid, state)}
  def handle_info({[:alias | ref], _answer}, state), do: {:noreply, settled(ref, state)}
  def handle_info({:DOWN, ref, _, _, _}, state), do: {:noreply, settled(ref, state)}
  def handle_info(_message, state), do: {:noreply, state}

  defp settled(ref, state) do
    case :maps.take(ref, state.asked) do
      {pid, asked} ->
        :joist_supervision.settled(ref, pid)
        state = forget(pid, %{state | asked: asked})
        if map_size(asked) == 0, do: answer_all(state), else: state

      :error ->
        state
    end
  end

  defp answer_all(state) do
    for from <- state.waiting, do: GenServer.reply(from, :ok)
    %{state | waiting: []}
  end

  # Takes away what a process has left behind.
  defp forget(pid, state) do
    for {_pid, key, key_table} <- :ets.take(state.pid_table, pid) do
      try do
        delete(key_table, key, pid)
      catch
        # The other partition's table is gone with its process.
        :error, :badarg -> :ok
      end
    end

    state
  end
end
