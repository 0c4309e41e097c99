defmodule :joist_supervision do
  @moduledoc """
  Waits for supervisors, so that nobody sees a child's name without a process.

  The machine calls these functions in the place of `:erlang.whereis/1`, `:erlang.send/2,3`, `:erlang.monitor/2,3` and `:erlang.exit/2`
  when a child of a supervisor has ended, or may be about to, and the caller could notice. A supervisor takes its messages
  in order, and the end of the child was told before: so the answer to a request comes after the child has been restarted.
  A caller waits no longer than a second.
  """

  @limit 1000

  @doc "The process registered as `name` after `supervisor` has done its work."
  def whereis(name, supervisor) do
    settle(supervisor)
    :joist_state.whereis(name)
  end

  @doc "Sends to a name after `supervisor` has done its work, as `:erlang.send/2` does."
  def send(name, message, supervisor) do
    case whereis(name, supervisor) do
      :undefined -> :erlang.error(:badarg, [name, message])
      pid -> :erlang.send(pid, message)
    end
  end

  @doc "Like `send/3`, with the result of `:erlang.send/3`."
  def send_ok(name, message, supervisor) do
    send(name, message, supervisor)
    :ok
  end

  @doc "Monitors a name after `supervisor` has done its work."
  def monitor(name, options, supervisor) do
    whereis(name, supervisor)
    :erlang.monitor(:process, name, options)
  end

  @doc "Waits until a child to which the caller has sent an exit signal has handled it, and its supervisor its end: `true`."
  def signalled(child, supervisor) do
    :erlang.is_process_alive(child) or settle(supervisor)
    true
  end

  # Waits until a supervisor has handled what is in its mailbox.
  defp settle(supervisor) do
    ref = :erlang.monitor(:process, supervisor, alias: :demonitor)
    :erlang.send(supervisor, {:"$gen_call", {self(), [:alias | ref]}, :"$joist_settled"})

    receive do
      {[:alias | ^ref], _answer} -> :erlang.demonitor(ref, [:flush])
      {:DOWN, ^ref, _, _, _} -> true
    after
      @limit ->
        :erlang.demonitor(ref, [:flush])

        receive do
          {[:alias | ^ref], _answer} -> true
        after
          0 -> true
        end
    end
  end
end
