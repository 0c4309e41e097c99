defmodule :logger do
  @moduledoc """
  Log events: reports and texts with a level, shown on the standard error device.

  The least level that is shown is a setting of the whole system; `Logger` changes it.
  """

  @levels [:emergency, :alert, :critical, :error, :warning, :notice, :info, :debug]

  def emergency(what), do: log(:emergency, what)
  def alert(what), do: log(:alert, what)
  def critical(what), do: log(:critical, what)
  def error(what), do: log(:error, what)
  def warning(what), do: log(:warning, what)
  def notice(what), do: log(:notice, what)
  def info(what), do: log(:info, what)
  def debug(what), do: log(:debug, what)
  def emergency(format, args), do: log(:emergency, format, args)
  def alert(format, args), do: log(:alert, format, args)
  def critical(format, args), do: log(:critical, format, args)
  def error(format, args), do: log(:error, format, args)
  def warning(format, args), do: log(:warning, format, args)
  def notice(format, args), do: log(:notice, format, args)
  def info(format, args), do: log(:info, format, args)
  def debug(format, args), do: log(:debug, format, args)
  def error(format, args, meta), do: log(:error, format, args, meta)
  def warning(format, args, meta), do: log(:warning, format, args, meta)
  def info(format, args, meta), do: log(:info, format, args, meta)

  @doc "Logs a text or a report."
  def log(level, what), do: event(level, what, %{})

  @doc "Logs a text made from a format, or a report with metadata."
  def log(level, what, meta) when is_map(meta), do: event(level, what, meta)
  def log(level, format, args) when is_list(args), do: event(level, {format, args}, %{})

  @doc "Logs a text made from a format, with metadata."
  def log(level, format, args, meta), do: event(level, {format, args}, meta)

  defp event(level, what, meta) do
    if allow(level, nil), do: Logger.Console.show(level, what, meta)
    :ok
  end

  @doc "True when events of the level are shown."
  def allow(level, _module) do
    case level() do
      :none -> false
      :all -> true
      least -> rank(level, @levels, 0) <= rank(least, @levels, 0)
    end
  end

  @doc "Compares two levels: `:lt`, `:eq` or `:gt`, by how severe they are."
  def compare_levels(left, right) do
    left = rank(left, [:none | @levels], 0)
    right = rank(right, [:none | @levels], 0)

    cond do
      left > right -> :lt
      left < right -> :gt
      true -> :eq
    end
  end

  defp rank(:warn, levels, index), do: rank(:warning, levels, index)
  defp rank(level, [level | _], index), do: index
  defp rank(level, [_ | rest], index), do: rank(level, rest, index + 1)
  defp rank(_level, [], index), do: index

  defp level(), do: :persistent_term.get({:joist_logger, :level}, :debug)

  @doc "The configuration of the whole system."
  def get_primary_config(), do: %{level: level(), filter_default: :log, filters: [], metadata: %{}}

  @doc "Sets a part of the configuration of the whole system."
  def set_primary_config(:level, level) do
    :persistent_term.put({:joist_logger, :level}, level)
    :ok
  end

  def set_primary_config(_key, _value), do: :ok

  def set_primary_config(config) when is_map(config) do
    case config do
      %{level: level} -> set_primary_config(:level, level)
      _ -> :ok
    end
  end

  @doc "Sets the caller's metadata."
  def set_process_metadata(meta) do
    :erlang.put(:"$logger_metadata$", meta)
    :ok
  end

  @doc "Adds to the caller's metadata."
  def update_process_metadata(meta) do
    case :erlang.get(:"$logger_metadata$") do
      %{} = old -> set_process_metadata(:maps.merge(old, meta))
      _ -> set_process_metadata(meta)
    end
  end

  @doc "The caller's metadata."
  def get_process_metadata(), do: :erlang.get(:"$logger_metadata$")

  @doc "Deletes the caller's metadata."
  def unset_process_metadata() do
    :erlang.erase(:"$logger_metadata$")
    :ok
  end
end
