# A day in virtual time: SERVERS servers each do something every second, every minute and every hour for HOURS hours, and every timer fires,
# in order and not before its time.
defmodule Clock do
  use GenServer

  @periods [second: 1000, minute: 60_000, hour: 3_600_000]

  def start_link(hours), do: GenServer.start_link(__MODULE__, hours)

  def init(hours) do
    now = System.monotonic_time(:millisecond)
    for {unit, period} <- @periods, do: Process.send_after(self(), {unit, 1}, now + period, abs: true)
    {:ok, %{start: now, hours: hours, counts: %{second: 0, minute: 0, hour: 0}, late: 0}}
  end

  def handle_info({unit, n}, state) do
    period = @periods[unit]
    due = state.start + n * period
    late = System.monotonic_time(:millisecond) - due
    true = late >= 0
    true = n == state.counts[unit] + 1
    if due + period <= state.start + state.hours * 3_600_000, do: Process.send_after(self(), {unit, n + 1}, due + period, abs: true)
    {:noreply, %{state | counts: Map.put(state.counts, unit, n), late: max(late, state.late)}}
  end

  def handle_call(:state, _from, state), do: {:reply, state, state}
end

size = fn name, default -> String.to_integer(System.get_env(name) || default) end
servers = size.("SERVERS", "20")
hours = size.("HOURS", "24")
began = :os.system_time(:millisecond)
t = System.monotonic_time(:millisecond)
pids = for _ <- 1..servers, do: Clock.start_link(hours) |> elem(1)

# Timers that are cancelled, or never fire, and a process that waits as long with a receive's own timeout.
cancelled = for n <- 1..10_000, do: Process.send_after(self(), :never, n * 8_640)
for timer <- cancelled, do: true = is_integer(Process.cancel_timer(timer))
Process.sleep(hours * 3_600_000 + 1000)
states = for pid <- pids, do: GenServer.call(pid, :state)
seconds = hours * 3600
for state <- states, do: %{second: ^seconds, minute: _, hour: ^hours} = state.counts
for state <- states, do: true = state.counts.minute == hours * 60
false = receive(do: (:never -> true), after: (0 -> false))
fired = states |> Enum.map(&(&1.counts |> Map.values() |> Enum.sum())) |> Enum.sum()
passed = System.monotonic_time(:millisecond) - t
true = passed >= hours * 3_600_000
took = :os.system_time(:millisecond) - began
IO.puts("#{hours} hours: #{fired} timers fired, none lost, none early, the latest #{states |> Enum.map(& &1.late) |> Enum.max()} ms late; took #{took} ms")
IO.puts("ok")
