# For SECONDS seconds, random processes of a tree of four levels are killed, up to three at once: supervisors of every strategy, and workers, half
# of which keep their last state. After each round a checker, which knows the strategies, compares the tree with what it must be: who must be
# the same process as before, who must be another, who must have kept its state, and that nobody else is left.
Logger.configure(level: :none)

defmodule Worker do
  use GenServer
  def start_link(_), do: GenServer.start_link(__MODULE__, nil)
  def init(_), do: {:ok, :fresh}
  def handle_call({:set, n}, _from, _state), do: {:reply, :ok, n}
  def handle_call(:get, _from, state), do: {:reply, state, state}
end

defmodule Tree do
  @strategies [:one_for_one, :one_for_all, :rest_for_one]
  @shape [3, 4, 5]

  def start_link(path), do: Supervisor.start_link(children(path), strategy: strategy(path), max_restarts: 1_000_000)

  # A path is the list of positions from the root, the last first.
  def strategy([]), do: :one_for_one
  def strategy(path), do: Enum.at(@strategies, rem(Enum.sum(path) + length(path), 3))
  def level(path), do: length(path)
  def restore?(path), do: rem(Enum.sum(path), 2) == 0

  defp children(path) do
    for n <- 1..Enum.at(@shape, level(path)) do
      child = [n | path]

      if level(child) == length(@shape),
        do: Supervisor.child_spec(Worker, id: n, restore: restore?(child)),
        else: %{id: n, start: {Tree, :start_link, [child]}, type: :supervisor}
    end
  end

  # All processes by their paths.
  def snapshot(root), do: Map.new([{[], root} | walk([], root)])

  defp walk(path, pid) do
    Enum.flat_map(Supervisor.which_children(pid), fn {n, child, type, _} ->
      if type == :supervisor, do: [{[n | path], child} | walk([n | path], child)], else: [{[n | path], child}]
    end)
  end

  # The paths of the processes that are replaced when that of path is killed: itself, those that its supervisor ends with it, and all below them.
  def replaced([n | parent] = path, paths) do
    tops =
      case strategy(parent) do
        :one_for_one -> [path]
        :one_for_all -> for [_ | ^parent] = sibling <- paths, do: sibling
        :rest_for_one -> for [m | ^parent] = sibling <- paths, m >= n, do: sibling
      end

    for top <- tops, below <- paths, List.starts_with?(Enum.reverse(below), Enum.reverse(top)), do: below
  end
end

defmodule Checker do
  def round(root, number) do
    before = Tree.snapshot(root)
    paths = Map.keys(before)
    workers = for path <- paths, Tree.level(path) == 3, do: path
    for path <- workers, do: :ok = GenServer.call(before[path], {:set, number})
    victims = paths |> List.delete([]) |> Enum.take_random(:rand.uniform(3))
    replaced = victims |> Enum.flat_map(&Tree.replaced(&1, paths)) |> MapSet.new()

    victims |> Enum.map(fn path -> Task.async(fn -> Process.exit(before[path], :kill) end) end) |> Task.await_many(:infinity)

    wait(fn -> Enum.all?(replaced, &(not Process.alive?(before[&1]))) end, {:not_dead, victims})
    wait(fn -> same_shape?(root, before, replaced) end, {:not_back, victims})
    now = Tree.snapshot(root)

    for path <- workers do
      kept = path not in replaced or (Tree.restore?(path) and tl(path) not in replaced)
      expected = if kept, do: number, else: :fresh
      state = GenServer.call(now[path], :get)
      if state != expected, do: raise("round #{number}: #{inspect(path)} has #{inspect(state)}, after kills of #{inspect(victims)}")
    end

    {length(victims), MapSet.size(replaced)}
  end

  defp same_shape?(root, before, replaced) do
    now = Tree.snapshot(root)

    Map.keys(now) |> Enum.sort() == Map.keys(before) |> Enum.sort() and
      Enum.all?(now, fn {path, pid} -> Process.alive?(pid) and (pid != before[path]) == (path in replaced) end)
  catch
    :exit, _ -> false
  end

  defp wait(fun, what, tries \\ 2000) do
    cond do
      fun.() -> :ok
      tries == 0 -> raise("#{inspect(what)}")
      true -> Process.sleep(5) && wait(fun, what, tries - 1)
    end
  end
end

seconds = String.to_integer(System.get_env("SECONDS") || "60")
:rand.seed(:exsss, {1, 2, 3})
processes = length(Process.list())
{:ok, root} = Tree.start_link([])
size = map_size(Tree.snapshot(root))
until = System.monotonic_time(:millisecond) + seconds * 1000

results =
  Stream.iterate(1, &(&1 + 1))
  |> Stream.take_while(fn _ -> System.monotonic_time(:millisecond) < until end)
  |> Enum.map(&Checker.round(root, &1))

kills = results |> Enum.map(&elem(&1, 0)) |> Enum.sum()
restarts = results |> Enum.map(&elem(&1, 1)) |> Enum.sum()
waiting = :joist_state.waiting()
true = waiting == 0 || raise("#{waiting} states are kept for nobody")
true = length(Process.list()) == processes + size
Supervisor.stop(root)
true = length(Process.list()) == processes
IO.puts("#{seconds} s: #{length(results)} rounds against #{size} processes, #{kills} killed, #{restarts} replaced; every one of them checked")
IO.puts("ok")
