defmodule Registry.Supervisor do
  @moduledoc false

  # The supervisor of a registry's partitions; owns the table that is named after the registry.

  def init({keys, name, partitions, listeners, meta, compressed}) do
    :ets.new(name, [:named_table, :public, read_concurrency: true])
    numbers = :lists.seq(0, partitions - 1)
    key_tables = :erlang.list_to_tuple(for number <- numbers, do: Registry.Partition.key_table(name, number))
    pid_tables = :erlang.list_to_tuple(for number <- numbers, do: Registry.Partition.pid_table(name, number))
    :ets.insert(name, {:info, {keys, listeners, {key_tables, pid_tables}}})
    # These are for programs that look into the tables of a registry, as they can in Elixir.
    :ets.insert(name, described(keys, listeners, key_tables, pid_tables))
    for {key, value} <- meta, do: :ets.insert(name, {{:meta, key}, value})

    children =
      for partition <- numbers do
        arg = {keys, name, partition, compressed}
        %{id: partition, start: {Registry.Partition, :start_link, [arg]}}
      end

    Supervisor.init(children, strategy: if(keys == :unique, do: :one_for_all, else: :one_for_one))
  end

  defp described(keys, listeners, {key_table}, {pid_table}), do: [{-1, {keys, 1, key_table, {pid_table, pid_table}, listeners}}]

  defp described(keys, listeners, key_tables, pid_tables) do
    rows =
      for {n, key_table, pid_table} <- :lists.zip3(:lists.seq(0, tuple_size(key_tables) - 1), Tuple.to_list(key_tables), Tuple.to_list(pid_tables)),
          do: {n, key_table, {pid_table, pid_table}}

    [{-1, {keys, tuple_size(key_tables), nil, nil, listeners}} | rows]
  end
end
