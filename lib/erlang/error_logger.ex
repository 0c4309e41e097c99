defmodule :error_logger do
  @moduledoc """
  Logging as it was before `:logger`, to which everything here leads; and its handlers, which `:logger` tells of events.
  """

  @doc """
  Logs a text at level error.

      iex> :error_logger.error_msg(~c"a lamp burns")
      :ok
  """
  @spec error_msg(:io.format()) :: :ok
  def error_msg(format), do: error_msg(format, [])

  @doc """
  Logs a format with arguments at level error.

      iex> :error_logger.error_msg(~c"lamp ~p burns", [1])
      :ok
  """
  @spec error_msg(:io.format(), [term()]) :: :ok
  def error_msg(format, args), do: :logger.log(:error, format, args, tag(:error))

  @doc """
  Like `error_msg/2`.

      iex> :error_logger.format(~c"lamp ~p burns", [1])
      :ok
  """
  @spec format(:io.format(), [term()]) :: :ok
  def format(format, args), do: error_msg(format, args)

  @doc """
  Logs a text at level warning.

      iex> :error_logger.warning_msg(~c"a lamp is hot")
      :ok
  """
  @spec warning_msg(:io.format()) :: :ok
  def warning_msg(format), do: warning_msg(format, [])

  @doc """
  Logs a format with arguments at level warning.

      iex> :error_logger.warning_msg(~c"lamp ~p is hot", [1])
      :ok
  """
  @spec warning_msg(:io.format(), [term()]) :: :ok
  def warning_msg(format, args), do: :logger.log(:warning, format, args, tag(:warning_msg))

  @doc """
  Logs a text at level notice.

      iex> :error_logger.info_msg(~c"a lamp is on")
      :ok
  """
  @spec info_msg(:io.format()) :: :ok
  def info_msg(format), do: info_msg(format, [])

  @doc """
  Logs a format with arguments at level notice.

      iex> :error_logger.info_msg(~c"lamp ~p is on", [1])
      :ok
  """
  @spec info_msg(:io.format(), [term()]) :: :ok
  def info_msg(format, args), do: :logger.log(:notice, format, args, tag(:info_msg))

  @doc """
  Logs a report at level error.

      iex> :error_logger.error_report(lamp: 1)
      :ok
  """
  @spec error_report(report :: term()) :: :ok
  def error_report(report), do: error_report(:std_error, report)

  @doc """
  Logs a report of a type at level error.

      iex> :error_logger.error_report(:lamps, lamp: 1)
      :ok
  """
  @spec error_report(type :: term(), report :: term()) :: :ok
  def error_report(type, report), do: report(:error, :error_report, type, report)

  @doc """
  Logs a report at level warning.

      iex> :error_logger.warning_report(lamp: 1)
      :ok
  """
  @spec warning_report(report :: term()) :: :ok
  def warning_report(report), do: warning_report(:std_warning, report)

  @doc """
  Logs a report of a type at level warning.

      iex> :error_logger.warning_report(:lamps, lamp: 1)
      :ok
  """
  @spec warning_report(type :: term(), report :: term()) :: :ok
  def warning_report(type, report), do: report(:warning, :warning_report, type, report)

  @doc """
  Logs a report at level notice.

      iex> :error_logger.info_report(lamp: 1)
      :ok
  """
  @spec info_report(report :: term()) :: :ok
  def info_report(report), do: info_report(:std_info, report)

  @doc """
  Logs a report of a type at level notice.

      iex> :error_logger.info_report(:lamps, lamp: 1)
      :ok
  """
  @spec info_report(type :: term(), report :: term()) :: :ok
  def info_report(type, report), do: report(:notice, :info_report, type, report)

  defp report(level, tag, type, report),
    do: :logger.log(level, {:report, report}, %{error_logger: %{tag: tag, type: type}})

  defp tag(tag), do: %{error_logger: %{tag: tag}}

  ## Handlers, as `:gen_event` knows them

  @doc """
  Adds a handler, a callback module of `:gen_event`, for what is logged.

  It gets events `{tag, group_leader, {pid, format, arguments}}` with the tags `:error`, `:warning_msg` and `:info_msg`, and
  `{tag, group_leader, {pid, type, report}}` with `:error_report`, `:warning_report` and `:info_report`. The manager, `:error_logger`, is started with
  the first handler.
  """
  @spec add_report_handler(module()) :: term()
  def add_report_handler(module), do: add_report_handler(module, [])

  @doc "Like `add_report_handler/1`, with an argument for the handler's `init/1`."
  @spec add_report_handler(module(), args :: term()) :: term()
  def add_report_handler(module, args) when is_atom(module) do
    case :gen_event.start({:local, :error_logger}) do
      {:ok, _pid} -> :ok
      {:error, {:already_started, _pid}} -> :ok
    end

    case :logger.add_handler(:error_logger, :error_logger, %{}) do
      :ok -> :ok
      {:error, {:already_exist, _id}} -> :ok
    end

    :gen_event.add_handler(:error_logger, module, args)
  end

  @doc "Takes a handler away: what its `terminate/2` returned."
  @spec delete_report_handler(module()) :: term()
  def delete_report_handler(module) when is_atom(module) do
    if :erlang.whereis(:error_logger) == :undefined do
      {:error, :module_not_found}
    else
      result = :gen_event.delete_handler(:error_logger, module, [])
      if which_report_handlers() == [], do: :logger.remove_handler(:error_logger)
      result
    end
  end

  @doc """
  All handlers.

      iex> is_list(:error_logger.which_report_handlers())
      true
  """
  @spec which_report_handlers() :: [module()]
  def which_report_handlers(), do: if(:erlang.whereis(:error_logger) == :undefined, do: [], else: :gen_event.which_handlers(:error_logger))

  # The handler of :logger that tells the manager.
  @doc false
  def log(%{level: level, msg: message, meta: meta}, _handler) do
    group_leader = :maps.get(:gl, meta, :erlang.group_leader())
    own = :maps.get(:error_logger, meta, %{})
    pid = if :maps.get(:emulator, own, false), do: :emulator, else: :maps.get(:pid, meta, self())

    event =
      case {own, message} do
        {%{tag: tag, type: type}, {:report, report}} -> {tag, group_leader, {pid, type, detail(report)}}
        {_own, {:report, %{label: {:error_logger, _}, format: format, args: args}}} -> {kind(own, level), group_leader, {pid, format, args}}
        {_own, {:report, report}} -> {kind(own, level), group_leader, {pid, ~c"~p~n", [report]}}
        {_own, {:string, text}} -> {kind(own, level), group_leader, {pid, ~c"~ts~n", [text]}}
        {_own, {format, args}} -> {kind(own, level), group_leader, {pid, format, args}}
      end

    :gen_event.notify(:error_logger, event)
  end

  # Reports of OTP lie within those of :logger.
  defp detail(%{label: _, report: report}), do: report
  defp detail(report), do: report

  defp kind(%{tag: tag}, _level) when tag in [:error, :warning_msg, :info_msg], do: tag
  defp kind(_own, level) when level in [:emergency, :alert, :critical, :error], do: :error
  defp kind(_own, :warning), do: :warning_msg
  defp kind(_own, _level), do: :info_msg

  @doc """
  Writes what is logged to a file as well, with `{:open, file}`; ends that with `:close`, and tells the file with `:filename`.

      iex> :error_logger.logfile(:filename)
      {:error, :no_log_file}
  """
  @spec logfile({:open, charlist()} | :close | :filename) :: :ok | charlist() | {:error, term()}
  def logfile({:open, file}) do
    case :logger.add_handler(:error_logger_file, :logger_std_h, %{config: %{type: :file, file: file}}) do
      :ok -> :ok
      {:error, {:already_exist, _}} -> {:error, :allready_have_logfile}
      error -> error
    end
  end

  def logfile(:close) do
    case :logger.remove_handler(:error_logger_file) do
      :ok -> :ok
      {:error, _} -> {:error, :module_not_found}
    end
  end

  def logfile(:filename) do
    case :logger.get_handler_config(:error_logger_file) do
      {:ok, %{config: %{file: file}}} -> file
      _ -> {:error, :no_log_file}
    end
  end

  @doc """
  Whether what is logged is shown.

      iex> :error_logger.tty(true)
      :ok
  """
  @spec tty(boolean()) :: :ok | {:error, term()}
  def tty(true), do: tty(:logger.get_handler_config(:default), true)
  def tty(false), do: tty(:logger.get_handler_config(:default), false)

  defp tty({:ok, _}, false), do: :logger.remove_handler(:default)

  defp tty({:error, _}, true),
    do: :logger.add_handler(:default, :joist_logger, %{config: %{type: :standard_error}})

  defp tty(_there, _flag), do: :ok
end
