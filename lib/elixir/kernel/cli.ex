defmodule Kernel.CLI do
  @moduledoc false

  # Calls the hooks of System.at_exit/1 with the status, the last one first.
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
