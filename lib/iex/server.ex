defmodule IEx.Server do
  @moduledoc false

  # The process that holds the shell together. It has two helpers: the evaluator, which is the process that
  # people see as self(), and the input, which waits for a line. Either may be busy for long, and the
  # evaluator may die, without the server waiting for it.
  #
  # `terminal` is a function of one argument that is told what the shell does. {kind, prompt} gives the prompt as the terminal wants
  # to have it, where the kind of the line is :expression, :continuation or :question; :running is told when the
  # line is there, and :pasted gives the pasted lines that wait. All give false where there is no terminal.

  @doc "Runs a shell until its input ends. Options: :dot_iex, :binding, :terminal, :banner."
  def run(options) do
    :erlang.register(__MODULE__, self())
    :erlang.process_flag(:priority, :high)

    state = %{
      options: options,
      terminal: option(options, :terminal) || fn _ -> false end,
      evaluator: nil,
      monitor: nil,
      input: nil,
      counter: 1,
      parser: IEx.Evaluator.new_parser(),
      guests: []
    }

    put_banner(options)
    state = start_evaluator(state, options)
    wait_ready(state)
  end

  defp option(options, key) do
    case :lists.keyfind(key, 1, options) do
      {_, value} -> value
      false -> nil
    end
  end

  defp put_banner(options) do
    banner = option(options, :banner)
    if banner, do: IO.puts(banner)
  end

  @doc "Ends what the evaluator does now; variables keep the values that they had before."
  def interrupt() do
    case :erlang.whereis(__MODULE__) do
      :undefined -> :ok
      server -> send(server, :interrupt)
    end

    :ok
  end

  @doc "The process that evaluates, or nil."
  def evaluator() do
    case :erlang.whereis(__MODULE__) do
      :undefined ->
        nil

      server ->
        case Process.info(server, :dictionary) do
          {:dictionary, entries} -> Keyword.get(entries, :iex_evaluator)
          nil -> nil
        end
    end
  end

  defp start_evaluator(state, options) do
    server = self()
    {pid, monitor} = :erlang.spawn_monitor(fn -> IEx.Evaluator.init(server, options) end)
    become(%{state | evaluator: pid, monitor: monitor})
  end

  defp become(state) do
    :erlang.put(:iex_evaluator, state.evaluator)
    state
  end

  # The first evaluator runs .iex.exs before there is a prompt.
  defp wait_ready(state) do
    %{evaluator: evaluator, monitor: monitor} = state

    receive do
      {:ready, ^evaluator} -> loop(state)
      {:DOWN, ^monitor, :process, ^evaluator, reason} -> wait_ready(restart(state, reason))
      :interrupt -> wait_ready(interrupted(state))
    end
  end

  defp loop(state), do: wait_input(ask(state))

  # Asks for a line, unless that was done before.
  defp ask(%{input: nil} = state) do
    kind = if IEx.Evaluator.empty?(state.parser), do: :expression, else: :continuation
    read_line(state, kind, prompt(kind, state.counter))
  end

  defp ask(state), do: state

  defp read_line(state, kind, prompt) do
    prompt = state.terminal.({kind, prompt}) || prompt
    server = self()
    %{state | input: spawn(fn -> send(server, {:input, self(), IO.gets(:stdio, prompt)}) end)}
  end

  defp wait_input(%{input: input, monitor: monitor, evaluator: evaluator} = state) do
    receive do
      {:input, ^input, line} when is_binary(line) ->
        read(line, %{state | input: nil})

      {:input, ^input, :eof} ->
        ended(%{state | input: nil})

      {:input, ^input, {:error, reason}} ->
        IO.puts(IEx.color(:eval_error, "** (IO.Error) the input cannot be read: " <> error_text(reason)))
        ended(%{state | input: nil, parser: IEx.Evaluator.new_parser()})

      {:DOWN, ^monitor, :process, ^evaluator, reason} ->
        wait_input(restart(state, reason))

      {:DOWN, monitor, :process, pid, _reason} ->
        wait_input(guest_down(state, monitor, pid))

      {:guest, pid, ref, what} ->
        loop(guest(state, pid, ref, what))

      {:evaled, ^evaluator, _status, parser} ->
        # continue/0 and respawn/0 of an expression that was under way
        loop(%{state | parser: parser})

      {:ready, _evaluator} ->
        wait_input(state)

      :interrupt ->
        wait_input(state)
    end
  end

  defp error_text(reason) when is_atom(reason), do: to_string(:file.format_error(reason))
  defp error_text(reason), do: inspect(reason)

  # The end of the input in the middle of an expression is an error of the expression first.
  defp ended(state) do
    if IEx.Evaluator.empty?(state.parser) do
      if option(state.options, :terminal) == nil, do: IO.puts("")
      :ok
    else
      read("#iex:break\n", state)
    end
  end

  defp read(line, state) do
    parser = IEx.Evaluator.add_line(state.parser, line)

    parser = if IEx.Evaluator.large?(parser), do: add_pasted(parser, state.terminal.(:pasted)), else: parser
    state.terminal.(:running)
    send(state.evaluator, {:eval, self(), parser, state.counter})
    wait_eval(state)
  end

  # To look at a large text after each of its lines takes too long: the pasted lines that wait are taken as one.
  defp add_pasted(parser, lines) when is_binary(lines), do: IEx.Evaluator.add_line(parser, lines)
  defp add_pasted(parser, _), do: parser

  defp wait_eval(%{monitor: monitor, evaluator: evaluator} = state) do
    receive do
      {:evaled, ^evaluator, :ok, parser} -> loop(%{state | parser: parser, counter: state.counter + 1})
      {:evaled, ^evaluator, _incomplete_or_error, parser} -> loop(%{state | parser: parser})
      {:DOWN, ^monitor, :process, ^evaluator, reason} -> loop(restart(state, reason))
      {:DOWN, monitor, :process, pid, _reason} -> wait_eval(guest_down(state, monitor, pid))
      {:leave, ^evaluator} -> loop(left(state))
      {:respawn, ^evaluator} -> loop(respawned(state))
      {:guest, pid, ref, what} -> wait_eval_guest(state, pid, ref, what)
      :interrupt -> loop(interrupted(state))
    end
  end

  # ---- the end of an evaluator

  defp restart(state, reason) do
    text = "** (EXIT from #{inspect(state.evaluator)}) shell process exited with reason: " <> exit_text(reason)
    IO.puts(IEx.color(:eval_error, text))
    IO.puts("")
    put_banner(state.options)
    resume(state, state.options)
  end

  defp exit_text(reason), do: Exception.format_exit(reason)

  # A guest that dies gives the shell back to the evaluator that it found.
  defp resume(%{guests: [{evaluator, monitor, counter} | rest]} = state, _options) do
    become(%{state | evaluator: evaluator, monitor: monitor, counter: counter, guests: rest, parser: IEx.Evaluator.new_parser()})
  end

  defp resume(state, options), do: start_evaluator(%{state | parser: IEx.Evaluator.new_parser()}, options)

  # Kills the evaluator; what it knew before the expression is found in its dictionary.
  defp interrupted(state) do
    kept =
      case Process.info(state.evaluator, :dictionary) do
        {:dictionary, entries} -> entries
        nil -> []
      end

    Process.demonitor(state.monitor, [:flush])
    Process.unlink(state.evaluator)
    Process.exit(state.evaluator, :kill)
    IO.puts(IEx.color(:eval_interrupt, "** (EXIT) interrupted"))

    case state.guests do
      [] ->
        options = [{:kept, {option(kept, :iex_scope), option(kept, :iex_history)}} | state.options]
        start_evaluator(%{state | parser: IEx.Evaluator.new_parser()}, options)

      _ ->
        resume(state, [])
    end
  end

  defp respawned(state) do
    Process.demonitor(state.monitor, [:flush])
    IO.puts("")
    put_banner(state.options)
    resume(%{state | counter: 1}, state.options)
  end

  # ---- processes that let the shell in

  # The process goes on, and the shell is the one that it was before.
  defp left(%{guests: []} = state), do: %{state | parser: IEx.Evaluator.new_parser()}

  defp left(state) do
    Process.demonitor(state.monitor, [:flush])
    resume(state, [])
  end

  defp guest(state, pid, ref, what) do
    # The prompt is on the screen already: the answer is the next line.
    IO.puts(what)
    state = ask_allowed(state)
    input = state.input

    receive do
      {:input, ^input, answer} when is_binary(answer) ->
        admit(%{state | input: nil}, pid, ref, allowed?(answer))

      {:input, ^input, _eof} ->
        admit(%{state | input: nil}, pid, ref, false)
    end
  end

  defp ask_allowed(%{input: nil} = state), do: read_line(state, :question, "Allow? [Yn] ")

  defp ask_allowed(state) do
    IO.puts("Allow? [Yn]")
    state
  end

  defp allowed?(answer), do: String.trim(answer) in ["", "y", "Y", "yes"]

  defp admit(state, pid, ref, true) do
    state.terminal.(:running)
    send(pid, {ref, :allowed, self()})
    monitor = Process.monitor(pid)
    guests = [{state.evaluator, state.monitor, state.counter} | state.guests]
    become(%{state | evaluator: pid, monitor: monitor, guests: guests, counter: 1, parser: IEx.Evaluator.new_parser()})
  end

  defp admit(state, pid, ref, false) do
    state.terminal.(:running)
    send(pid, {ref, :refused})
    state
  end

  # The evaluator itself lets the shell in: it is busy with the expression that called pry.
  defp wait_eval_guest(%{evaluator: pid} = state, pid, ref, what) do
    IO.puts(what)
    state = ask_allowed(state)
    input = state.input

    receive do
      {:input, ^input, answer} ->
        state.terminal.(:running)
        state = %{state | input: nil}

        if is_binary(answer) and allowed?(answer) do
          send(pid, {ref, :allowed, self()})
          nested(%{state | parser: IEx.Evaluator.new_parser()})
        else
          send(pid, {ref, :refused})
          wait_eval(state)
        end
    end
  end

  defp wait_eval_guest(state, pid, ref, what) do
    case guest(state, pid, ref, what) do
      %{evaluator: ^pid} = admitted -> loop(admitted)
      _ -> wait_eval(state)
    end
  end

  # A shell inside the expression of the same process; it ends with {:leave, pid}, after which the
  # expression goes on.
  defp nested(state) do
    evaluator = state.evaluator
    counter = state.counter

    case nested_loop(ask(state)) do
      {:left, state} -> wait_eval(%{state | evaluator: evaluator, counter: counter, parser: IEx.Evaluator.new_parser()})
      {:ended, result} -> result
    end
  end

  defp nested_loop(%{input: input, monitor: monitor, evaluator: evaluator} = state) do
    receive do
      {:input, ^input, line} when is_binary(line) ->
        state.terminal.(:running)
        send(evaluator, {:eval, self(), IEx.Evaluator.add_line(state.parser, line), state.counter})
        nested_eval(%{state | input: nil})

      {:input, ^input, _eof} ->
        {:ended, :ok}

      {:DOWN, ^monitor, :process, ^evaluator, reason} ->
        {:ended, loop(restart(state, reason))}
    end
  end

  defp nested_eval(%{monitor: monitor, evaluator: evaluator} = state) do
    receive do
      {:evaled, ^evaluator, :ok, parser} -> nested_loop(ask(%{state | parser: parser, counter: state.counter + 1}))
      {:evaled, ^evaluator, _status, parser} -> nested_loop(ask(%{state | parser: parser}))
      {:leave, ^evaluator} -> {:left, state}
      {:respawn, ^evaluator} -> {:ended, loop(respawned(state))}
      {:DOWN, ^monitor, :process, ^evaluator, reason} -> {:ended, loop(restart(state, reason))}
      :interrupt -> {:ended, loop(interrupted(state))}
    end
  end

  # An evaluator that waits below a guest died: a fresh one takes its place when the guest is gone.
  defp guest_down(state, monitor, pid) do
    if Enum.any?(state.guests, fn {evaluator, _, _} -> evaluator == pid end) do
      server = self()
      {fresh, fresh_monitor} = :erlang.spawn_monitor(fn -> IEx.Evaluator.init(server, state.options) end)

      guests =
        Enum.map(state.guests, fn
          {^pid, ^monitor, counter} -> {fresh, fresh_monitor, counter}
          other -> other
        end)

      %{state | guests: guests}
    else
      state
    end
  end

  # ---- the prompt

  defp prompt(kind, counter) do
    {key, prefix} = if kind == :expression, do: {:default_prompt, "iex"}, else: {:continuation_prompt, "..."}
    default = "%prefix(%counter)>"

    IEx.setting(key, default)
    |> replace("%counter", Integer.to_string(counter))
    |> replace("%prefix", prefix)
    |> replace("%node", Atom.to_string(node()))
    |> Kernel.<>(" ")
  end

  defp replace(text, pattern, value), do: :binary.replace(text, pattern, value, [:global])
end
