# WRITERS processes write to one table, ROUNDS times each: counters, sums of pairs that belong together, and moves between accounts.
# The sums must hold while they write (for reads of one object) and after. READERS read all the time.
defmodule Writers do
  def size(name, default), do: String.to_integer(System.get_env(name) || default)

  def write(table, accounts, rounds, seed) do
    :rand.seed(:exsss, {seed, 2, 3})

    for _ <- 1..rounds do
      :ets.update_counter(table, :total, 1)
      # Both numbers of a pair change together.
      :ets.update_counter(table, {:pair, :rand.uniform(accounts)}, [{2, 1}, {3, -1}], {nil, 0, 0})
      # A move of one unit: two updates, the sum of all accounts is the same in the end.
      :ets.update_counter(table, {:account, :rand.uniform(accounts)}, 1)
      :ets.update_counter(table, {:account, :rand.uniform(accounts)}, -1)
      # Objects that come and go.
      key = {:own, seed, :rand.uniform(50)}
      if :ets.insert_new(table, {key, seed}), do: [{^key, ^seed}] = :ets.take(table, key)
    end
  end

  def read(table, accounts, stop, reads) do
    if :counters.get(stop, 1) == 0 do
      case :ets.lookup(table, {:pair, :rand.uniform(accounts)}) do
        [{_, up, down}] -> 0 = up + down
        [] -> :ok
      end

      :counters.add(reads, 1, 1)
      read(table, accounts, stop, reads)
    end
  end
end

writers = Writers.size("WRITERS", "64")
readers = Writers.size("READERS", "4")
rounds = Writers.size("ROUNDS", "5000")
accounts = 100

for type <- [:set, :ordered_set], concurrency <- [true, false] do
  table = :ets.new(:bank, [type, :public, write_concurrency: concurrency, read_concurrency: concurrency])
  :ets.insert(table, {:total, 0})
  for n <- 1..accounts, do: :ets.insert(table, {{:account, n}, 1000})
  stop = :counters.new(1, [])
  reads = :counters.new(1, [:write_concurrency])
  t = System.monotonic_time(:microsecond)
  reading = for _ <- 1..readers, do: Task.async(fn -> Writers.read(table, accounts, stop, reads) end)
  1..writers |> Enum.map(&Task.async(fn -> Writers.write(table, accounts, rounds, &1) end)) |> Task.await_many(:infinity)
  :counters.put(stop, 1, 1)
  Task.await_many(reading, :infinity)
  t = System.monotonic_time(:microsecond) - t

  expected = writers * rounds
  [{:total, ^expected}] = :ets.lookup(table, :total)
  sum = :ets.foldl(fn object, sum -> if match?({{:account, _}, _}, object), do: elem(object, 1) + sum, else: sum end, 0, table)
  ^sum = accounts * 1000
  pairs = :ets.select(table, [{{{:pair, :_}, :"$1", :"$2"}, [], [{{:"$1", :"$2"}}]}])
  ^expected = pairs |> Enum.map(&elem(&1, 0)) |> Enum.sum()
  true = Enum.all?(pairs, fn {up, down} -> up + down == 0 end)
  0 = :ets.select_count(table, [{{{:own, :_, :_}, :_}, [], [true]}])
  writes = 6 * expected

  IO.puts(
    "#{type}, write_concurrency: #{concurrency}: #{writers} writers, #{writes} writes in #{div(t, 1000)} ms, " <>
      "#{Float.round(writes / t, 2)} million/s beside #{:counters.get(reads, 1)} reads"
  )

  :ets.delete(table)
end

IO.puts("ok")
