# A process at priority :high answers at once while every core is busy with endless loops.
defmodule Busy do
  def spin(n), do: spin(n + 1)
end

for _ <- 1..(2 * System.schedulers_online()) do
  spawn(fn ->
    Process.flag(:priority, :low)
    Busy.spin(0)
  end)
end

me = self()

spawn(fn ->
  Process.flag(:priority, :high)

  late =
    for _ <- 1..20 do
      due = System.monotonic_time(:millisecond) + 10
      Process.send_after(self(), :tick, due, abs: true)

      receive do
        :tick -> System.monotonic_time(:microsecond) - due * 1000
      end
    end

  send(me, {:late, Enum.max(late)})
end)

receive do
  {:late, us} when us < 50_000 -> IO.puts("a high priority timer was never late by more than 50 ms")
  {:late, us} -> IO.puts("a high priority timer was #{us} us late")
end
