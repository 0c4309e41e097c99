defmodule :joist_restore do
  @moduledoc """
  Servers that are restarted with the last state of those whose place they take.

  A child specification with `restore: true` asks for it. The supervisor then starts the child with a ticket in its process
  dictionary, `{supervisor, pid, reason}`, where `pid` is the ended process whose state waits, or `:none`. `:gen` hands the ticket to
  every server that the start function starts. Such a server tells the machine after each callback which term its state is, before anybody
  is answered; and when there is a state for it, it begins with `handle_restore/2` instead of `init/1`.

  What the supervisor knows about a child is `{held, suspect, failures}`: `{pid, reason, suspect}` of the process whose state waits, or `:none`;
  whether the child that runs began with the state of one that had failed by itself, not because of a signal from elsewhere; and the times
  at which such a child has failed by itself again.
  """

  ## The supervisor's side

  @doc "What is known of a child that has not run."
  def new(), do: {:none, false, []}

  @doc """
  Calls `start`, a function that starts the child: `{what it returns, known}`.

  A state that nobody claims during a successful start is dropped.
  """
  def start(start, {:none, _suspect, failures}), do: {with_ticket(start, :none), {:none, false, failures}}

  def start(start, {{pid, reason, suspect} = held, _, failures}) do
    case with_ticket(start, {pid, reason}) do
      {:ok, _, _} = result ->
        unclaimed = :joist_state.drop(pid)
        {result, {:none, suspect and not unclaimed, failures}}

      result ->
        held = if :joist_state.kept(pid) == :none, do: :none, else: held
        {result, {held, false, failures}}
    end
  end

  defp with_ticket(start, waiting) do
    :erlang.put(:"$joist_restore", {self(), waiting})
    result = start.()
    :erlang.erase(:"$joist_restore")
    result
  end

  @doc """
  A child has ended: decides whether the next one begins with its state.

  A state is dropped when a server that began with it fails as the one before it did: before it has completed a callback, or
  later if this is the last restart that the supervisor may do and failures of this child alone have used up the others. `describe`,
  `{supervisor, id}`, is for the report.
  """
  def ended({_held, suspect, failures}, pid, reason, limits, describe) do
    case :joist_state.kept(pid) do
      :none ->
        {:none, false, failures}

      {failed, proven} ->
        failed = failed and not usual?(reason)
        failures = if suspect and failed, do: recent(failures, limits), else: failures

        if suspect and failed and (not proven or last_chance?(failures, limits)) do
          :joist_state.drop(pid)
          report(pid, reason, describe)
          {:none, false, []}
        else
          {{pid, reason, failed or (suspect and not proven)}, false, failures}
        end
    end
  end

  # The failures within the period, the latest first, with one that is now.
  defp recent(failures, {_intensity, period}) do
    now = :erlang.monotonic_time(:millisecond)
    [now | :lists.takewhile(fn time -> time >= now - period * 1000 end, failures)]
  end

  defp last_chance?(failures, {intensity, _period}), do: length(failures) >= max(2, intensity - 1)

  @doc "Drops the state that waits for a child, which is not started again."
  def forget({{pid, _reason, _suspect}, _, _}), do: :joist_state.drop(pid)
  def forget(_known), do: false

  defp usual?(reason), do: reason == :shutdown or match?({:shutdown, _}, reason)

  defp report(pid, reason, {supervisor, id}) do
    offender = [pid: pid, id: if(id == pid, do: :undefined, else: id)]

    :logger.error(
      %{label: {:supervisor, :state_dropped}, report: [supervisor: supervisor, errorContext: :state_dropped, reason: reason, offender: offender]},
      %{domain: [:otp, :elixir], error_logger: %{tag: :error_report, type: :supervisor_report}}
    )
  end

  ## The server's side

  @doc """
  Begins the life of a server: what `handle_restore/2` returns, or `init/1`.

  A `handle_restore/2` that fails, or returns `:ignore`, leaves the state aside. A module without one takes the state as it is: `default` makes of
  it what that callback would return.
  """
  def init(module, args, {_supervisor, :none}, _default), do: module.init(args)

  def init(module, args, {supervisor, {pid, reason}}, default) do
    case :joist_state.claim(supervisor, pid) do
      {state} ->
        info = %{pid: pid, reason: reason, init_arg: args}

        case restore(module, state, info, default) do
          :ignore ->
            :joist_state.forget()
            module.init(args)

          result ->
            result
        end

      :none ->
        module.init(args)
    end
  end

  defp restore(module, state, info, default) do
    if :erlang.function_exported(module, :handle_restore, 2) do
      try do
        module.handle_restore(state, info)
      catch
        class, reason ->
          :logger.error(
            %{label: {:joist_restore, :refused}, module: module, class: class, reason: reason, stacktrace: __STACKTRACE__},
            %{domain: [:otp, :elixir], error_logger: %{tag: :error_msg}}
          )

          :ignore
      end
    else
      default.(state)
    end
  end

  @doc """
  The loop of a server whose state is kept; see `:gen_server`.

  The state is kept before the answer is sent: what a caller has been told is not forgotten.
  """
  def loop(module, server, state) do
    receive do
      {:"$gen_call", from, request} = message ->
        try do
          module.handle_call(request, from, state)
        catch
          class, reason -> :gen_server.__failed__(class, reason, __STACKTRACE__, from, message, module, server, state)
        else
          {:reply, answer, state} ->
            :joist_state.keep(state)

            case from do
              {_pid, [:alias | ref] = tag} when is_reference(ref) -> :erlang.send(ref, {tag, answer})
              _ -> :gen.reply(from, answer)
            end

            loop(module, server, state)

          {:noreply, state} ->
            :joist_state.keep(state)
            loop(module, server, state)

          result ->
            :gen_server.__result__(result, from, message, module, server, state)
        end

      {:"$gen_cast", request} = message ->
        try do
          module.handle_cast(request, state)
        catch
          class, reason -> :gen_server.__failed__(class, reason, __STACKTRACE__, :none, message, module, server, state)
        else
          {:noreply, state} ->
            :joist_state.keep(state)
            loop(module, server, state)

          result ->
            :gen_server.__result__(result, :none, message, module, server, state)
        end

      message ->
        :gen_server.__message__(message, module, server, state)
    end
  end
end
