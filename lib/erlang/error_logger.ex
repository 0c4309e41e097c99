defmodule :error_logger do
  @moduledoc """
  Logging as it was before `:logger`, to which everything here leads.
  """

  @doc "Logs a text at level error."
  def error_msg(format), do: error_msg(format, [])
  @doc "Logs a format with arguments at level error."
  def error_msg(format, args), do: :logger.log(:error, format, args, tag(:error))
  @doc "Like `error_msg/2`."
  def format(format, args), do: error_msg(format, args)

  @doc "Logs a text at level warning."
  def warning_msg(format), do: warning_msg(format, [])
  @doc "Logs a format with arguments at level warning."
  def warning_msg(format, args), do: :logger.log(:warning, format, args, tag(:warning_msg))

  @doc "Logs a text at level notice."
  def info_msg(format), do: info_msg(format, [])
  @doc "Logs a format with arguments at level notice."
  def info_msg(format, args), do: :logger.log(:notice, format, args, tag(:info_msg))

  @doc "Logs a report at level error."
  def error_report(report), do: error_report(:std_error, report)
  @doc "Logs a report of a type at level error."
  def error_report(type, report), do: report(:error, :error_report, type, report)

  @doc "Logs a report at level warning."
  def warning_report(report), do: warning_report(:std_warning, report)
  @doc "Logs a report of a type at level warning."
  def warning_report(type, report), do: report(:warning, :warning_report, type, report)

  @doc "Logs a report at level notice."
  def info_report(report), do: info_report(:std_info, report)
  @doc "Logs a report of a type at level notice."
  def info_report(type, report), do: report(:notice, :info_report, type, report)

  defp report(level, tag, type, report),
    do: :logger.log(level, {:report, report}, %{error_logger: %{tag: tag, type: type}})

  defp tag(tag), do: %{error_logger: %{tag: tag}}

  @doc "Whether reports go to the terminal."
  def tty(_flag), do: :ok
end
