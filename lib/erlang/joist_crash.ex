defmodule :joist_crash do
  @moduledoc """
  Reports processes that died of an error or a throw that nothing caught.

  The machine starts a process with `report/3` for each; exits are not reported.
  """

  @doc "Shows what a process died of."
  def report(pid, reason, stacktrace) do
    :logger.error(%{label: {:joist, :crash}, process: pid, reason: reason, stacktrace: stacktrace})
  end
end
