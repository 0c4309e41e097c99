# A server: the office of a harbour gives out berths. One process keeps the books, so no berth is given out twice.
defmodule Harbour do
  use GenServer

  # What others call.

  def open(berths), do: GenServer.start_link(__MODULE__, berths, name: __MODULE__)
  def dock(ship), do: GenServer.call(__MODULE__, {:dock, ship})
  def leave(ship), do: GenServer.cast(__MODULE__, {:leave, ship})
  def ships, do: GenServer.call(__MODULE__, :ships)

  # What the server does with it, in its own process.

  @impl true
  def init(berths), do: {:ok, %{free: Enum.to_list(1..berths), taken: %{}}}

  @impl true
  def handle_call({:dock, ship}, _from, state) do
    case state.free do
      [berth | free] -> {:reply, {:ok, berth}, %{state | free: free, taken: Map.put(state.taken, ship, berth)}}
      [] -> {:reply, :full, state}
    end
  end

  def handle_call(:ships, _from, state), do: {:reply, Map.keys(state.taken), state}

  @impl true
  def handle_cast({:leave, ship}, state) do
    case Map.pop(state.taken, ship) do
      {nil, _taken} -> {:noreply, state}
      {berth, taken} -> {:noreply, %{state | free: [berth | state.free], taken: taken}}
    end
  end
end

{:ok, _office} = Harbour.open(2)
IO.inspect(Harbour.dock("Aurora"), label: "Aurora")
IO.inspect(Harbour.dock("Bounty"), label: "Bounty")
IO.inspect(Harbour.dock("Calypso"), label: "Calypso")
Harbour.leave("Aurora")
IO.inspect(Harbour.dock("Calypso"), label: "Calypso again")
IO.inspect(Harbour.ships(), label: "in the harbour")

# Ten thousand ships at once: whoever asks waits for an answer, and each berth has one ship at most.
{:ok, _pier} = GenServer.start_link(Harbour, 10_000, name: :pier)

berths =
  1..10_000
  |> Task.async_stream(&GenServer.call(:pier, {:dock, &1}), max_concurrency: 1000)
  |> Enum.map(fn {:ok, {:ok, berth}} -> berth end)

IO.puts("#{length(Enum.uniq(berths))} ships have a berth of their own")
