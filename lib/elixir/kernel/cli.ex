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
        at_exit(Enum.reduce(hooks, status, &run_hook/2))
    end
  end

  # A hook that exits or fails changes the status.
  defp run_hook(hook, status) do
    hook.(status)
    status
  catch
    :exit, {:shutdown, status} when is_integer(status) ->
      status

    :exit, reason when reason in [:normal, :shutdown] or (is_tuple(reason) and tuple_size(reason) == 2 and elem(reason, 0) == :shutdown) ->
      0

    kind, reason ->
      IO.write(:stderr, Exception.format(kind, reason, __STACKTRACE__))
      1
  end

  # The text of an error that nothing caught, with all that can be found out about it.
  def format_error(kind, reason, stacktrace) do
    {blamed, stacktrace} = Exception.blame(kind, reason, stacktrace)

    banner =
      case blamed do
        %FunctionClauseError{} ->
          arguments = FunctionClauseError.blame(blamed, &inspect(&1, pretty: true), &marked/1)
          [Exception.format_banner(kind, reason, stacktrace), indented(arguments)]

        _ ->
          Exception.format_banner(kind, blamed, stacktrace)
      end

    IO.chardata_to_string([banner, ?\n | Exception.format_stacktrace(stacktrace)])
  end

  # Code of a clause: what did not match in red, or between minus signs.
  defp marked(%{match?: match?, node: node}) do
    code = Macro.to_string(node)

    case {IO.ANSI.enabled?(), match?} do
      {true, true} -> IO.iodata_to_binary([IO.ANSI.normal(), code, IO.ANSI.reset()])
      {true, false} -> IO.iodata_to_binary([IO.ANSI.red(), code, IO.ANSI.reset()])
      {false, true} -> "+" <> code <> "+"
      {false, false} -> "-" <> code <> "-"
    end
  end

  defp indented(""), do: ""
  defp indented(text), do: "    " <> :binary.replace(text, "\n", "\n    ", [:global])
end
