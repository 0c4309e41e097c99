defmodule Logger.Console do
  @moduledoc false

  # The text of log events, as they are shown on the standard error device.
  def show(level, what, meta) do
    case text(what) do
      :skip ->
        :ok

      text ->
        line = ["\n", time(), " ", metadata(meta), "[", :erlang.atom_to_binary(level), "] ", text, "\n"]
        :io.put_chars(:standard_error, color(level, line))
    end
  catch
    # The device may be gone at the end of the program.
    _, _ -> :ok
  end

  defp color(level, line) do
    if IO.ANSI.enabled?(), do: [color_of(level), line, "\e[0m"], else: line
  end

  defp color_of(:debug), do: "\e[36m"
  defp color_of(:info), do: "\e[22m"
  defp color_of(:notice), do: "\e[22m"
  defp color_of(:warning), do: "\e[33m"
  defp color_of(_level), do: "\e[31m"

  defp metadata(meta) do
    case :persistent_term.get(:joist_logger_metadata, []) do
      [] -> []
      keys -> for key <- keys, is_map_key(meta, key), do: [:erlang.atom_to_binary(key), "=", to_text(:maps.get(key, meta)), " "]
    end
  end

  defp to_text(value) when is_binary(value), do: value
  defp to_text(value), do: inspect(value)

  defp time() do
    {_, {hour, minute, second}} = :calendar.local_time()
    milli = rem(:erlang.system_time(:millisecond), 1000)
    [two(hour), ":", two(minute), ":", two(second), ".", three(milli)]
  end

  defp two(number) when number < 10, do: ["0", :erlang.integer_to_binary(number)]
  defp two(number), do: :erlang.integer_to_binary(number)

  defp three(number) when number < 10, do: ["00", :erlang.integer_to_binary(number)]
  defp three(number) when number < 100, do: ["0", :erlang.integer_to_binary(number)]
  defp three(number), do: :erlang.integer_to_binary(number)

  ## The text of an event

  defp text({:string, chardata}), do: chardata
  defp text({format, args}) when is_list(args) and (is_list(format) or is_binary(format) or is_atom(format)), do: :io_lib.format(format, args)
  defp text(text) when is_binary(text), do: text
  defp text(%{label: label} = report), do: report(label, report)
  defp text(%{} = report), do: inspect(:maps.to_list(report)) |> unwrapped()
  defp text([{key, _} | _] = report) when is_atom(key), do: inspect(report) |> unwrapped()
  defp text(chardata) when is_list(chardata), do: chardata
  defp text(fun) when is_function(fun, 0), do: text(fun.())
  defp text(other), do: inspect(other)

  # Reports are shown without the brackets of the list.
  defp unwrapped(text) do
    case :binary.match(text, "[") do
      {0, 1} -> :erlang.binary_part(text, 1, byte_size(text) - 2)
      _ -> text
    end
  end

  defp report({:gen_server, :terminate}, %{name: name, last_message: message, state: state, reason: reason}) do
    ["GenServer ", inspect(name), " terminating", stop_reason(reason), last_message(message), "\nState: ", inspect(state)]
  end

  defp report({:gen_server, :no_handle_info}, %{module: module, message: message}),
    do: ["** Undefined handle_info in ", inspect(module), "\n** Unhandled message: ", inspect(message)]

  defp report({GenServer, :no_handle_info}, %{module: module, message: message, name: name}),
    do: [inspect(module), " ", inspect(name), " received unexpected message in handle_info/2: ", inspect(message)]

  defp report({Task.Supervisor, :terminating}, report), do: task(report)
  defp report({Task, :terminating}, report), do: task(report)

  defp report({:supervisor, _error}, _report), do: :skip
  defp report({:proc_lib, :crash}, _report), do: :skip
  defp report(_label, report), do: inspect(report)

  defp task(%{name: name, starter: starter, function: function, args: args, reason: reason}) do
    ["Task ", inspect(name), started_from(starter), " terminating", stop_reason(reason), "\nFunction: ", inspect(function), "\n    Args: ", inspect(args)]
  end

  defp started_from(starter), do: [" started from ", inspect(starter)]

  defp last_message({:"$gen_call", {from, _}, request}), do: ["\nLast message (from ", inspect(from), "): ", inspect(request)]
  defp last_message(message), do: ["\nLast message: ", inspect(message)]

  defp stop_reason({maybe_exception, [_ | _] = maybe_stacktrace} = reason) do
    try do
      Enum.map(maybe_stacktrace, &Exception.format_stacktrace_entry/1)
    catch
      _, _ -> ["\n", trimmed(Exception.format_banner(:exit, reason))]
    else
      entries ->
        case maybe_exception do
          {:nocatch, value} -> ["\n", Exception.format_banner(:throw, value), frames(entries)]
          _ -> ["\n", Exception.format_banner(:error, maybe_exception, maybe_stacktrace), frames(entries)]
        end
    end
  end

  defp stop_reason(reason), do: ["\n", trimmed(Exception.format_banner(:exit, reason))]

  defp frames(entries), do: Enum.map(entries, fn entry -> ["\n    ", entry] end)

  defp trimmed(text), do: String.trim_trailing(text, "\n")
end
