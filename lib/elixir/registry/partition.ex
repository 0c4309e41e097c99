defmodule Registry.Partition do
  @moduledoc false

  # The process of a partition: owns its two tables, is linked to all processes with entries in them, and
  # removes the entries of those that end. It has the name of the table of pids.

  @behaviour GenServer

  def key_table(registry, partition), do: name(registry, ".KeyPartition", partition)
  def pid_table(registry, partition), do: name(registry, ".PIDPartition", partition)

  defp name(registry, kind, partition) do
    :erlang.binary_to_atom(
      <<:erlang.atom_to_binary(registry)::binary, kind::binary, :erlang.integer_to_binary(partition)::binary>>
    )
  end

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
    {:ok, pid_table(registry, partition)}
  end

  # Answers when all ends that were heard of before are dealt with.
  @impl true
  def handle_call(:sync, _from, pid_table), do: {:reply, :ok, pid_table}

  @impl true
  def handle_info({:EXIT, pid, _reason}, pid_table) do
    for {_pid, key, key_table} <- :ets.take(pid_table, pid) do
      try do
        delete(key_table, key, pid)
      catch
        # The other partition's table is gone with its process.
        :error, :badarg -> :ok
      end
    end

    {:noreply, pid_table}
  end

  def handle_info(_message, pid_table), do: {:noreply, pid_table}
end
