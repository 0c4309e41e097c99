defmodule :joist_logger do
  @moduledoc """
  The process that reports processes which an exception has ended.

  The machine starts it with the first report, registers it as `:logger` and sends it
  `{:crash, pid, {reason, stacktrace}, microseconds, dropped}`, where `dropped` is how many reports
  were thrown away because too many waited. Reports go to the standard error, in the form of
  Elixir's console logger; `Logger.configure(level: :none)` turns them off.
  """

  @doc "Runs the logger in the calling process."
  def init() do
    :erlang.process_flag(:trap_exit, true)
    loop()
  end

  defp loop() do
    receive do
      {:crash, pid, {reason, stacktrace}, time, dropped} ->
        if enabled?(), do: write(time, crash(pid, reason, stacktrace, dropped))
        :joist_logger_native.written()
        loop()

      _other ->
        loop()
    end
  end

  defp enabled?() do
    case :persistent_term.get({:joist_logger, :level}, :debug) do
      level when level in [:none, :emergency, :alert, :critical] -> false
      _level -> true
    end
  end

  defp write(time, text) do
    :joist_io.write(2, ["\n", clock(time), " [error] ", text, "\n"])
  end

  defp crash(pid, reason, stacktrace, dropped) do
    text = ["Process ", Kernel.inspect(pid), " raised an exception\n", Exception.format(:error, reason, stacktrace)]
    if dropped > 0, do: [text, "\n(", :erlang.integer_to_binary(dropped), " more reports were dropped)"], else: text
  end

  # HH:MM:SS.mmm in local time.
  defp clock(microseconds) do
    {_date, {hour, minute, second}} =
      :erlang.universaltime_to_localtime(:joist_logger_native.universal(:erlang.div(microseconds, 1_000_000)))

    milliseconds = :erlang.rem(:erlang.div(microseconds, 1000), 1000)
    [pad(hour, 2), ":", pad(minute, 2), ":", pad(second, 2), ".", pad(milliseconds, 3)]
  end

  defp pad(number, width) do
    digits = :erlang.integer_to_binary(number)
    :binary.copy("0", :erlang.max(width - :erlang.byte_size(digits), 0)) <> digits
  end
end
