defmodule :joist_logger do
  @moduledoc """
  The process that writes what is logged to the standard error device.

  The machine starts it with the first report and registers it as `:logger`. It receives

    * `{:crash, pid, {reason, stacktrace}, microseconds, dropped}` for a process that an exception has ended;
    * `{:limit, pid, max_heap, {kill, log}, sizes, microseconds, dropped}` for one that has grown beyond its limit, or that of the machine;
    * `{{:event, event}, microseconds, dropped}` for what `:logger` lets through to the handler `:default`;
    * `{{:flush, pid, ref}, microseconds, dropped}`, which it answers with `ref`.

  Only so many reports wait at a time: who logs more than is written waits, a crash is not reported then, and `dropped`
  says how many were not since the last one.
  """

  @doc "Runs the logger in the calling process."
  def init() do
    :erlang.process_flag(:trap_exit, true)
    loop(0)
  end

  # `lost` is how many reports were thrown away since that was last told.
  defp loop(lost) do
    receive do
      {:crash, pid, {reason, stacktrace}, time, dropped} ->
        crash(pid, reason, stacktrace, time)
        written(lost + dropped, time)

      {:limit, pid, max_heap, flags, sizes, time, dropped} ->
        limit(pid, max_heap, flags, sizes, time)
        written(lost + dropped, time)

      {report, time, dropped} ->
        handle(report)
        written(lost + dropped, time)

      _other ->
        loop(lost)
    end
  end

  # How many were lost is told when all is written that was not.
  defp written(lost, time) do
    if lost > 0 and :joist_logger_native.waiting() <= 1 do
      note_lost(lost, time)
      :joist_logger_native.written()
      loop(0)
    else
      :joist_logger_native.written()
      loop(lost)
    end
  end

  defp handle({:event, event}), do: write(event)
  defp handle({:flush, pid, ref}), do: :erlang.send(pid, ref)
  defp handle(_other), do: :ok

  # Programs may have handlers of their own, which see the end of a process like anything else.
  defp crash(pid, reason, stacktrace, time) do
    if :logger.allow(:error, :joist) do
      event = %{
        level: :error,
        msg: {~c"Error in process ~p with exit value:~n~p~n", [pid, {reason, stacktrace}]},
        meta: %{pid: pid, time: time, gl: :erlang.group_leader(), error_logger: %{tag: :error, emulator: true}}
      }

      with %{} = event <- :logger.__pass__(event), do: write(event)
    end
  end

  defp limit(pid, max_heap, {kill, log}, {most, total, queue, old_block, block, fragments, recent, stack, used}, time) do
    if :logger.allow(:error, :joist) do
      lines = [
        Process: pid,
        Context: if(max_heap, do: ~c"maximum heap size reached", else: ~c"memory limit reached"),
        "Max Heap Size": most,
        "Total Heap Size": total,
        Kill: if(max_heap, do: kill, else: true),
        "Error Logger": log,
        "Message Queue Len": queue,
        "GC Info": [
          old_heap_block_size: old_block,
          heap_block_size: block,
          mbuf_size: fragments,
          recent_size: recent,
          stack_size: stack,
          heap_size: used
        ]
      ]

      text =
        for {name, value} <- lines do
          name = :erlang.atom_to_binary(name) <> ":"
          shown = if name == "Context:", do: value, else: inspect(value, pretty: true)
          ["     ", name, :lists.duplicate(20 - byte_size(name), ?\s), shown, ?\n]
        end

      event = %{level: :error, msg: {:string, text}, meta: %{pid: pid, time: time, gl: :erlang.group_leader(), error_logger: %{tag: :error, emulator: true}}}
      with %{} = event <- :logger.__pass__(event), do: write(event)
    end
  end

  defp note_lost(count, time) do
    if :logger.allow(:warning, :joist) do
      text = [:erlang.integer_to_binary(count), " reports were dropped, because too many were waiting"]
      write(%{level: :warning, msg: {:string, text}, meta: %{pid: self(), time: time}})
    end
  end

  # What cannot be shown must not take the logger down.
  defp write(event) do
    {module, config} = :logger.__formatter__()
    :joist_io.write(2, module.format(event, config))
  catch
    class, reason ->
      try do
        :joist_io.write(2, ["\n[error] a report could not be written: ", inspect({class, reason}), "\n", inspect(event), "\n"])
      catch
        _, _ -> :ok
      end
  end

  @doc """
  Gives an event to the logger's process: `false` when there is no room for it.

  What a program logs waits a moment for room; a report of the library, such as that of a crash, never waits: it is
  counted instead.
  """
  def deliver({:event, %{meta: %{domain: [:otp | _]}}} = report), do: deliver(report, 0)
  def deliver(report), do: deliver(report, 200)

  defp deliver(report, tries) do
    cond do
      :joist_logger_native.deliver(report) ->
        true

      tries == 0 or :erlang.whereis(:logger) == self() ->
        :joist_logger_native.dropped()
        false

      true ->
        receive do
        after
          5 -> deliver(report, tries - 1)
        end
    end
  end

  @doc "Waits until all that was logged before is written."
  def flush() do
    ref = :erlang.make_ref()

    if :erlang.whereis(:logger) not in [:undefined, self()] and deliver({:flush, self(), ref}) do
      receive do
        ^ref -> :ok
      after
        5000 -> :ok
      end
    end

    :ok
  end

  @doc "Whether an event is logged: reports of supervisors and of progress are hidden by default, except that a supervisor gives up."
  def shown?(%{meta: %{domain: [:otp, :sasl | _]}, msg: {:report, %{label: {:supervisor, :shutdown}}}}), do: true
  def shown?(%{meta: %{domain: [:otp, :sasl | _]}}), do: sasl?()
  def shown?(_event), do: true

  @doc "Whether reports of supervisors and of the ends of processes are logged as well."
  def sasl?(), do: :persistent_term.get({:joist_logger, :sasl}, false)
end
