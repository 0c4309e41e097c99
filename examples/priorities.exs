# A process at priority :high gets its turn while every core is busy with endless loops.
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

  send(me, {:late, Enum.sort(late)})
end)

receive do
  {:late, late} ->
    IO.puts("20 ticks beside the loops, half of them less than #{Enum.at(late, 10)} us late")
end
