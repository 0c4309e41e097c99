defmodule IEx.CLI do
  @moduledoc false

  # What `joist iex` runs.

  @doc """
  Runs a shell. Options: `:dot_iex` is a path or nil; `:colors` says whether the terminal has them;
  `:terminal` whether the module `:joist_shell` tells about the terminal; `:banner` is printed first;
  `:before` is a list of {:file, path}, {:require, path} and {:eval, code} to run first.
  """
  def run(options) do
    if option(options, :colors), do: use_colors()
    dot_iex = option(options, :dot_iex)
    if dot_iex, do: IEx.configure(dot_iex: dot_iex)
    before(option(options, :before))

    server = [dot_iex: dot_iex, banner: option(options, :banner)]
    server = if option(options, :terminal), do: [{:terminal, &:joist_shell.told/1} | server], else: server
    {pid, monitor} = :erlang.spawn_monitor(fn -> IEx.Server.run(server) end)

    receive do
      {:DOWN, ^monitor, :process, ^pid, :normal} -> :ok
      {:DOWN, ^monitor, :process, ^pid, reason} -> exit(reason)
    end
  end

  defp use_colors() do
    :application.set_env(:elixir, :ansi_enabled, true)
    :elixir_code.put_option(:joist_color_diagnostics, true)
  end

  @doc "What (i)nfo of the menu of Ctrl-C prints."
  def break_info(), do: IEx.Introspection.runtime_info([:memory, :limits])

  @doc "What (p)rocesses of the menu of Ctrl-C prints: those that have done the most."
  def break_processes() do
    own = [self(), Process.whereis(IEx.Server)]

    Process.list()
    |> Enum.reject(&(&1 in own))
    |> Enum.map(fn pid -> {pid, Process.info(pid, [:reductions, :message_queue_len, :current_function, :registered_name])} end)
    |> Enum.filter(fn {_, info} -> info != nil end)
    |> Enum.sort_by(fn {_, info} -> -info[:reductions] end)
    |> Enum.take(15)
    |> Enum.each(fn {pid, info} ->
      function = with {module, name, arity} <- info[:current_function], do: "\n  in " <> Exception.format_mfa(module, name, arity), else: (_ -> "")
      named = if info[:registered_name] in [nil, []], do: "", else: " #{info[:registered_name]}"
      IO.puts("#{inspect(pid)}#{named}  reductions #{info[:reductions]}  messages #{info[:message_queue_len]}#{function}")
    end)
  end

  # What is to run first runs in a process of its own, as the shell would: an error is told, and the
  # shell starts all the same.
  defp before([]), do: :ok

  defp before([step | steps]) do
    {pid, monitor} = :erlang.spawn_monitor(fn -> step(step) end)

    receive do
      {:DOWN, ^monitor, :process, ^pid, _reason} -> before(steps)
    end
  end

  defp require_file(path) do
    Code.require_file(path)
    IEx.Introspection.note(Path.expand(path))
  end

  defp option(options, key) do
    {_, value} = :lists.keyfind(key, 1, options)
    value
  end

  defp step(step) do
    case step do
      {:eval, code} -> Code.eval_string(code, [], file: "nofile")
      {_file, path} -> require_file(path)
    end
  catch
    kind, reason -> IEx.Evaluator.print_error(kind, reason, __STACKTRACE__)
  end
end
