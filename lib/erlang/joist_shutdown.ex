defmodule :joist_shutdown do
  @moduledoc """
  How supervisors end their children, and when they give up.
  """

  @doc """
  Counts a restart in a supervisor's state: `{:ok, state}`, or `{:shutdown, state}` when there were more than `intensity` within `period` seconds.

  The state has `:intensity`, `:period`, `:restarts` (their times, the latest first), `:count` and `:prune_at`, the count at which old times are dropped.
  """
  def count_restart(%{intensity: intensity, period: period, restarts: restarts, count: count} = state) do
    now = :erlang.monotonic_time(:millisecond)
    restarts = [now | restarts]
    count = count + 1

    if count > intensity or count > state.prune_at do
      since = now - period * 1000
      recent = :lists.takewhile(fn time -> time >= since end, restarts)
      count = length(recent)
      state = %{state | restarts: recent, count: count, prune_at: 2 * count + 16}
      if count > intensity, do: {:shutdown, state}, else: {:ok, state}
    else
      {:ok, %{state | restarts: restarts, count: count}}
    end
  end

  @doc "Tells a child to end, and kills it when it takes longer than its time: `:ok`, or `{:error, reason}` when it ended for another reason."
  def one(pid, :brutal_kill) do
    ref = watch(pid)
    :erlang.exit(pid, :kill)

    receive do
      {:DOWN, ^ref, _, _, :killed} -> :ok
      {:DOWN, ^ref, _, _, :noproc} -> gone(pid)
      {:DOWN, ^ref, _, _, reason} -> {:error, reason}
    end
  end

  def one(pid, time) do
    ref = watch(pid)
    :erlang.exit(pid, :shutdown)

    receive do
      {:DOWN, ^ref, _, _, :shutdown} -> :ok
      {:DOWN, ^ref, _, _, :noproc} -> gone(pid)
      {:DOWN, ^ref, _, _, reason} -> {:error, reason}
    after
      time ->
        :erlang.exit(pid, :kill)

        receive do
          {:DOWN, ^ref, _, _, reason} -> {:error, reason}
        end
    end
  end

  # From here on only the monitor counts; an exit message stays for `gone/1`.
  defp watch(pid) do
    ref = :erlang.monitor(:process, pid)
    :erlang.unlink(pid)
    ref
  end

  # It had ended before it was told to: the reason is in its exit message.
  defp gone(pid) do
    receive do
      {:EXIT, ^pid, :shutdown} -> :ok
      {:EXIT, ^pid, :normal} -> {:error, :normal}
      {:EXIT, ^pid, reason} -> {:error, reason}
    after
      0 -> :ok
    end
  end

  @doc "Tells many children to end, all at once, and kills those that take longer than their time."
  def all(pids, shutdown) do
    watched = for pid <- pids, do: {watch(pid), pid}
    reason = if shutdown == :brutal_kill, do: :kill, else: :shutdown
    for {_ref, pid} <- watched, do: :erlang.exit(pid, reason)
    if is_integer(shutdown), do: await(watched, :erlang.monotonic_time(:millisecond) + shutdown), else: await(watched)
  end

  defp await(watched) do
    for {ref, _pid} <- watched do
      receive do
        {:DOWN, ^ref, _, _, _} -> :ok
      end
    end

    :ok
  end

  defp await([], _until), do: :ok

  defp await([{ref, _pid} | rest] = watched, until) do
    receive do
      {:DOWN, ^ref, _, _, _} -> await(rest, until)
    after
      max(until - :erlang.monotonic_time(:millisecond), 0) ->
        for {_ref, pid} <- watched, do: :erlang.exit(pid, :kill)
        await(watched)
    end
  end
end
