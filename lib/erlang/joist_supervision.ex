defmodule :joist_supervision do
  @moduledoc """
  Waits for supervisors, so that nobody sees a child's name without a process.

  The machine calls these functions in the place of `:erlang.whereis/1`, `:erlang.send/2,3`, `:erlang.monitor/2,3` and `:erlang.exit/2`
  when a child of a supervisor has ended, or may be about to, and the caller could notice. A supervisor takes its messages
  in order, and the end of the child was told before: so the answer to a request comes after the child has been restarted. `:global` and
  `Registry`, whose names the machine does not know, call them themselves.
  A caller waits no longer than a second.
  """

  @limit 1000

  @doc "The process registered as `name` after `supervisor` has done its work; it is `:none` when there was a process of that name by then."
  def whereis(name, :none), do: :erlang.whereis(name)

  def whereis(name, supervisor) do
    last = :joist_state.last_named(name)
    settle(supervisor)

    case :joist_state.whereis(name, last) do
      :again -> :erlang.whereis(name)
      found -> found
    end
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

  @doc """
  For a registry that finds an entry of `pid`, which has ended, or is about to: waits until its supervisor, if it had one, has dealt with that.
  The registry must look again.
  """
  def await(pid) do
    case :joist_state.heir(pid) do
      :none -> :ok
      supervisor -> if settle(supervisor), do: :joist_state.settled(pid), else: :ok
    end
  end

  @doc """
  For the process of a registry that has heard of the end of `pid`: `:none` when it may take away the entries, or a reference. Then either
  `{[:alias | reference], _}` comes when the supervisor has dealt with the end, or the message of a monitor with that reference; and
  `settled/2` has to be called.
  """
  def ask(pid) do
    case :joist_state.heir(pid) do
      :none -> :none
      supervisor -> request(supervisor)
    end
  end

  @doc "Ends what `ask/1` has begun."
  def settled(ref, pid) do
    :erlang.demonitor(ref, [:flush])
    :joist_state.settled(pid)
  end

  defp request(supervisor) do
    ref = :erlang.monitor(:process, supervisor, alias: :demonitor)
    :erlang.send(supervisor, {:"$gen_call", {self(), [:alias | ref]}, :"$joist_settled"})
    ref
  end

  # Waits until a supervisor has handled what is in its mailbox; false when it takes too long.
  defp settle(supervisor) do
    ref = request(supervisor)

    receive do
      {[:alias | ^ref], _answer} -> :erlang.demonitor(ref, [:flush])
      {:DOWN, ^ref, _, _, _} -> true
    after
      @limit ->
        :erlang.demonitor(ref, [:flush])

        receive do
          {[:alias | ^ref], _answer} -> true
        after
          0 -> false
        end
    end
  end
end
