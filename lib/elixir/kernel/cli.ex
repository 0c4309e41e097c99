defmodule Kernel.CLI do
  @moduledoc false

  # Runs `fun` as a script's main process would, reports what it died of on the
  # standard error device, runs the hooks of System.at_exit/1 and returns the status.
  def run(fun) do
    {pid, ref} = :erlang.spawn_monitor(fn -> execute(fun) end)

    status =
      receive do
        {:DOWN, ^ref, _, ^pid, {:joist_done, status}} -> status
        {:DOWN, ^ref, _, ^pid, reason} -> report_exit(reason)
      end

    at_exit(status)
  end

  defp execute(fun) do
    fun.()
    :erlang.exit({:joist_done, 0})
  catch
    :exit, {:joist_done, _} = done ->
      :erlang.exit(done)

    :exit, reason when reason in [:normal, :shutdown] ->
      :erlang.exit({:joist_done, 0})

    :exit, {:shutdown, status} when is_integer(status) ->
      :erlang.exit({:joist_done, status})

    :exit, {:shutdown, _} ->
      :erlang.exit({:joist_done, 0})

    kind, reason ->
      IO.puts(:stderr, Exception.format(kind, reason, __STACKTRACE__))
      :erlang.exit({:joist_done, 1})
  end

  defp report_exit(reason) do
    case reason do
      :normal -> 0
      :shutdown -> 0
      {:shutdown, status} when is_integer(status) -> status
      {:shutdown, _} -> 0
      _ -> IO.puts(:stderr, Exception.format_banner({:EXIT, self()}, reason)) && 1
    end
  end

  # Hooks may register hooks, so the list is taken anew until it is empty.
  def at_exit(status) do
    case :persistent_term.get(:joist_at_exit, []) do
      [] ->
        status

      hooks ->
        :persistent_term.put(:joist_at_exit, [])
        Enum.each(hooks, fn hook -> run_hook(hook, status) end)
        at_exit(status)
    end
  end

  defp run_hook(hook, status) do
    hook.(status)
  catch
    kind, reason -> IO.puts(:stderr, Exception.format(kind, reason, __STACKTRACE__))
  end
end
