# Handlers, translators and the filter between them: what programs that collect reports see of crashes. Elixir 1.18 with its :logger application
# gives them the same.
Logger.configure(level: :info)
:logger.remove_handler(:default)

defmodule Seen do
  def log(%{meta: meta, msg: msg, level: level}, %{config: %{to: pid}}) do
    {cause, stacktrace} = Map.get(meta, :crash_reason, {nil, []})
    send(pid, {:seen, level, shape(msg), cause, stacktrace != [], meta[:registered_name]})
  end

  defp shape({:string, text}), do: text |> IO.chardata_to_string() |> String.split("\n") |> hd() |> String.replace(~r/#PID<[0-9.]+>/, "PID")
  defp shape({:report, report}), do: {:report, Map.get(report, :label)}
  defp shape({format, _args}), do: {:format, to_string(format)}
end

defmodule Server do
  use GenServer
  def init(n), do: {:ok, n}
  def handle_cast(:raise, _n), do: raise("no")
  def handle_cast({:stop, reason}, n), do: {:stop, reason, n}
end

defmodule Translator do
  def translate(_least, _level, :report, {:logger, %{label: {:gen_server, :terminate}, name: name}}), do: {:ok, "own: #{inspect(name)}", own: true}
  def translate(_least, _level, :format, {~c"secret ~p", _}), do: :skip
  def translate(_least, _level, _kind, _data), do: :none
end

defmodule T do
  def seen() do
    receive do
      {:seen, level, shape, cause, stacktrace?, name} -> IO.inspect({level, shape, cause, stacktrace?, name})
    after
      3000 -> IO.puts("nothing")
    end
  end

  def run() do
    {:ok, pid} = GenServer.start(Server, 1, name: :server)
    GenServer.cast(pid, :raise)
    seen()
    {:ok, pid} = GenServer.start(Server, 1)
    GenServer.cast(pid, {:stop, :odd})
    seen()
    spawn(fn -> raise "raw" end)
    seen()
    Task.start(fn -> raise "task" end)
    seen()
    :logger.error(~c"number ~p", [1])
    seen()
  end
end

:ok = :logger.add_handler(:seen, Seen, %{config: %{to: self()}})
IO.puts("== as translated")
T.run()
IO.puts("== with a translator")
Logger.add_translator({Translator, :translate})
T.run()
:logger.error(~c"secret ~p", [1])
:logger.error(~c"public ~p", [1])
T.seen()
Logger.remove_translator({Translator, :translate})
IO.puts("== without translation")
{:ok, {_, filter}} = {:ok, {nil, :logger.get_primary_config().filters[:logger_translator]}}
:ok = :logger.remove_primary_filter(:logger_translator)
T.run()
:ok = :logger.add_primary_filter(:logger_translator, filter)
:ok = :logger.remove_handler(:seen)

IO.puts("== handlers of :error_logger")

defmodule Old do
  @behaviour :gen_event
  def init(pid), do: {:ok, pid}
  def handle_call(_request, pid), do: {:ok, :ok, pid}

  def handle_event({tag, _leader, {_pid, what, _more}}, pid) do
    send(pid, {:old, tag, what})
    {:ok, pid}
  end
end

:ok = :error_logger.add_report_handler(Old, self())
IO.inspect(:error_logger.which_report_handlers())
:error_logger.error_msg(~c"text ~p", [1])
:error_logger.warning_report(:kind, a: 1)
:error_logger.info_report(b: 2)
for _ <- 1..3, do: (receive do: (message -> IO.inspect(message)))
:error_logger.delete_report_handler(Old)
IO.inspect(:error_logger.which_report_handlers())
