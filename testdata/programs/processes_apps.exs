defmodule LRU do
  use GenServer
  def start_link(options), do: GenServer.start_link(__MODULE__, Keyword.fetch!(options, :capacity), Keyword.take(options, [:name]))
  def put(cache, key, value), do: GenServer.call(cache, {:put, key, value})
  def get(cache, key, default \\ nil), do: GenServer.call(cache, {:get, key, default})
  def keys(cache), do: GenServer.call(cache, :keys)

  @impl true
  def init(capacity), do: {:ok, %{capacity: capacity, clock: 0, table: :ets.new(:values, [:set]), order: :ets.new(:order, [:ordered_set])}}

  @impl true
  def handle_call({:put, key, value}, _from, state) do
    state = touch(state, key)
    :ets.insert(state.table, {key, value, state.clock})

    if :ets.info(state.table, :size) > state.capacity do
      oldest = :ets.first(state.order)
      [{_, victim}] = :ets.take(state.order, oldest)
      :ets.delete(state.table, victim)
    end

    {:reply, :ok, state}
  end

  def handle_call({:get, key, default}, _from, state) do
    case :ets.lookup(state.table, key) do
      [{^key, value, _}] ->
        state = touch(state, key)
        :ets.update_element(state.table, key, {3, state.clock})
        {:reply, value, state}

      [] ->
        {:reply, default, state}
    end
  end

  def handle_call(:keys, _from, state), do: {:reply, for({_, key} <- :ets.tab2list(state.order), do: key), state}

  defp touch(state, key) do
    with [{_, _, old}] <- :ets.lookup(state.table, key), do: :ets.delete(state.order, old)
    clock = state.clock + 1
    :ets.insert(state.order, {clock, key})
    %{state | clock: clock}
  end
end

{:ok, cache} = LRU.start_link(capacity: 2, name: :cache)
LRU.put(cache, :a, 1)
LRU.put(:cache, :b, 2)
IO.inspect(LRU.get(cache, :a))
LRU.put(cache, :c, 3)
IO.inspect({LRU.get(cache, :b, :gone), LRU.get(cache, :c), LRU.keys(cache)})

defmodule Bank do
  defmodule Account do
    use GenServer, restart: :transient
    def start_link({id, balance}), do: GenServer.start_link(__MODULE__, balance, name: via(id))
    def via(id), do: {:via, Registry, {Bank.Registry, id, :account}}
    @impl true
    def init(balance), do: {:ok, balance}
    @impl true
    def handle_call({:deposit, n}, _, balance) when n > 0, do: {:reply, {:ok, balance + n}, balance + n}
    def handle_call({:withdraw, n}, _, balance) when n <= balance, do: {:reply, {:ok, balance - n}, balance - n}
    def handle_call({:withdraw, n}, _, balance), do: {:reply, {:error, {:insufficient, n - balance}}, balance}
    def handle_call(:balance, _, balance), do: {:reply, balance, balance}
  end

  def start do
    Supervisor.start_link([{Registry, keys: :unique, name: Bank.Registry}, {DynamicSupervisor, name: Bank.Accounts}], strategy: :one_for_one)
  end

  def open(id, balance \\ 0), do: DynamicSupervisor.start_child(Bank.Accounts, {Account, {id, balance}})
  def call(id, message), do: GenServer.call(Account.via(id), message)

  def transfer(from, to, n) do
    with {:ok, left} <- call(from, {:withdraw, n}), {:ok, got} <- call(to, {:deposit, n}) do
      {:ok, {left, got}}
    end
  end
end

{:ok, _} = Bank.start()
{:ok, ann} = Bank.open("ann", 100)
{:ok, _} = Bank.open("bob")
IO.inspect(match?({:error, {:already_started, ^ann}}, Bank.open("ann")))
IO.inspect([Bank.transfer("ann", "bob", 30), Bank.transfer("bob", "ann", 31), Bank.call("ann", :balance)])
IO.inspect(Registry.lookup(Bank.Registry, "ann") == [{ann, :account}])
IO.inspect(Registry.select(Bank.Registry, [{{:"$1", :_, :"$2"}, [], [{{:"$1", :"$2"}}]}]) |> Enum.sort())
IO.inspect(catch_exit: (try do Bank.call("zed", :balance) catch :exit, {reason, {GenServer, :call, _}} -> reason end))

text = String.duplicate("the cat sat on the mat and the dog sat on the log ", 50)

counts =
  text
  |> String.split()
  |> Enum.chunk_every(100)
  |> Task.async_stream(&Enum.frequencies/1, max_concurrency: 3, ordered: false)
  |> Enum.reduce(%{}, fn {:ok, part}, acc -> Map.merge(acc, part, fn _, a, b -> a + b end) end)

IO.inspect(Enum.sort_by(counts, fn {word, n} -> {-n, word} end) |> Enum.take(4))
IO.inspect(Task.async_stream([1, 2, 3], fn n -> n * n end) |> Enum.to_list())
IO.inspect([50, 1, 20] |> Task.async_stream(fn ms -> Process.sleep(ms); ms end, timeout: 30, on_timeout: :kill_task) |> Enum.to_list())
tasks = for n <- 1..3, do: Task.async(fn -> n * 10 end)
IO.inspect(Task.await_many(tasks))

{:ok, agent} = Agent.start_link(fn -> %{} end)
for {k, v} <- [a: 1, b: 2, a: 3], do: Agent.update(agent, &Map.update(&1, k, [v], fn l -> [v | l] end))
IO.inspect(Agent.get(agent, & &1))
IO.inspect(Agent.get_and_update(agent, &Map.pop(&1, :a)))
Agent.stop(agent)
IO.inspect(Process.alive?(agent))

defmodule Pipeline do
  def stage(fun, next), do: spawn_link(fn -> loop(fun, next) end)

  defp loop(fun, next) do
    receive do
      :stop -> send(next, :stop)
      value -> send(next, fun.(value)); loop(fun, next)
    end
  end
end

first = [&(&1 + 1), &(&1 * 2), &Integer.to_string/1] |> Enum.reverse() |> Enum.reduce(self(), &Pipeline.stage/2)
for n <- 1..3, do: send(first, n)
send(first, :stop)
collect = fn collect -> receive do :stop -> []; value -> [value | collect.(collect)] end end
IO.inspect(collect.(collect))

{:ok, io} = StringIO.open("line one\nline two\n")
IO.inspect([IO.gets(io, "? "), IO.read(io, :line), IO.read(io, :line)])
IO.puts(io, "written")
IO.inspect(StringIO.contents(io))
IO.inspect(ExUnit |> Code.ensure_loaded() |> elem(0) |> is_atom())
