# A system that heals: wardens of a coast keep their counts although somebody shoots at them all the time.
# `restore: true` has a child that was killed come back with its last state, which handle_restore/2 is given.
defmodule Warden do
  use GenServer, restore: true

  def start_link(coast), do: GenServer.start_link(__MODULE__, coast, name: coast)
  def sight(coast), do: GenServer.call(coast, :sight)
  def report(coast), do: GenServer.call(coast, :report)

  @impl true
  def init(coast), do: {:ok, %{coast: coast, ships: 0, lives: 1}}

  @impl true
  def handle_restore(state, _info), do: {:ok, %{state | lives: state.lives + 1}}

  @impl true
  def handle_call(:sight, _from, state), do: {:reply, :ok, %{state | ships: state.ships + 1}}
  def handle_call(:report, _from, state), do: {:reply, state, state}
end

Logger.configure(level: :none)
coasts = for i <- 1..10, do: :"coast_#{i}"

children = for coast <- coasts, do: Supervisor.child_spec({Warden, coast}, id: coast)
{:ok, _} = Supervisor.start_link(children, strategy: :one_for_one, max_restarts: 1000)

# Each shot waits for the target to be back: the supervisor is done before the shooter goes on.
shots = 100

for i <- 1..shots do
  coast = Enum.at(coasts, rem(i, 10))
  for _ <- 1..10, do: :ok = Warden.sight(coast)
  Process.exit(Process.whereis(coast), :kill)
end

reports = Enum.map(coasts, &Warden.report/1)
IO.puts("#{shots} shots, #{Enum.sum(Enum.map(reports, & &1.lives)) - 10} of them deadly")
IO.puts("ships sighted: #{Enum.sum(Enum.map(reports, & &1.ships))} of #{10 * shots}")
