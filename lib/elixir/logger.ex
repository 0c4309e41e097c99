defmodule Logger do
  @moduledoc """
  Logging: messages with a level, shown on the standard error device.
  """

  @levels [:emergency, :alert, :critical, :error, :warning, :notice, :info, :debug]

  @doc "Logs at level emergency."
  defmacro emergency(message_or_fun, metadata \\ []), do: logged(:emergency, message_or_fun, metadata, __CALLER__)
  @doc "Logs at level alert."
  defmacro alert(message_or_fun, metadata \\ []), do: logged(:alert, message_or_fun, metadata, __CALLER__)
  @doc "Logs at level critical."
  defmacro critical(message_or_fun, metadata \\ []), do: logged(:critical, message_or_fun, metadata, __CALLER__)
  @doc "Logs at level error."
  defmacro error(message_or_fun, metadata \\ []), do: logged(:error, message_or_fun, metadata, __CALLER__)
  @doc "Logs at level warning."
  defmacro warning(message_or_fun, metadata \\ []), do: logged(:warning, message_or_fun, metadata, __CALLER__)
  @doc false
  defmacro warn(message_or_fun, metadata \\ []), do: logged(:warning, message_or_fun, metadata, __CALLER__)
  @doc "Logs at level notice."
  defmacro notice(message_or_fun, metadata \\ []), do: logged(:notice, message_or_fun, metadata, __CALLER__)
  @doc "Logs at level info."
  defmacro info(message_or_fun, metadata \\ []), do: logged(:info, message_or_fun, metadata, __CALLER__)
  @doc "Logs at level debug."
  defmacro debug(message_or_fun, metadata \\ []), do: logged(:debug, message_or_fun, metadata, __CALLER__)
  @doc "Logs at the given level."
  defmacro log(level, message_or_fun, metadata \\ []), do: logged(level, message_or_fun, metadata, __CALLER__)

  defp logged(level, message, metadata, caller) do
    place = [line: caller.line, file: caller.file, module: caller.module, function: caller.function]
    _ = place

    quote do
      level = unquote(level)

      if Logger.__enabled__(level, __MODULE__) do
        Logger.__do_log__(level, unquote(message), unquote(metadata))
      end

      :ok
    end
  end

  @doc false
  def __enabled__(level, module), do: :erlang.get({Logger, :disabled}) != true and :logger.allow(level, module)

  @doc false
  def __do_log__(level, message, metadata) do
    case message do
      fun when is_function(fun, 0) ->
        case fun.() do
          {message, more} -> bare_log(level, message, Keyword.merge(metadata, more))
          message -> bare_log(level, message, metadata)
        end

      message ->
        bare_log(level, message, metadata)
    end
  end

  @doc "Logs without the macros."
  def bare_log(level, message_or_fun, metadata \\ []) do
    level = if level == :warn, do: :warning, else: level

    if __enabled__(level, nil) do
      message = if is_function(message_or_fun, 0), do: message_or_fun.(), else: message_or_fun
      meta = :maps.merge(process_metadata(), Map.new(metadata))
      Logger.Console.show(level, shown(message), meta)
    end

    :ok
  end

  defp shown(message) when is_binary(message), do: message
  defp shown([{key, _} | _] = report) when is_atom(key), do: report
  defp shown(message) when is_list(message), do: {:string, message}
  defp shown(%{__struct__: _} = struct), do: String.Chars.to_string(struct)
  defp shown(%{} = report), do: report
  defp shown(message), do: String.Chars.to_string(message)

  defp process_metadata() do
    case :erlang.get(:"$logger_metadata$") do
      %{} = meta -> meta
      _ -> %{}
    end
  end

  @doc "Sets options of the logger; here, `:level`."
  def configure(options) do
    Enum.each(options, fn
      {:level, level} -> :logger.set_primary_config(:level, if(level == :warn, do: :warning, else: level))
      _other -> :ok
    end)
  end

  @doc "The least level that is shown."
  def level(), do: :maps.get(:level, :logger.get_primary_config())

  @doc "All levels, the most severe first."
  def levels(), do: @levels

  @doc "Compares two levels."
  def compare_levels(left, right), do: :logger.compare_levels(left, right)

  @doc "Sets the caller's metadata."
  def metadata(keyword) do
    {set, unset} = Enum.split_with(keyword, fn {_, value} -> value != nil end)
    meta = process_metadata() |> Map.merge(Map.new(set)) |> Map.drop(Keyword.keys(unset))
    :logger.set_process_metadata(meta)
  end

  @doc "The caller's metadata."
  def metadata(), do: Map.to_list(process_metadata())

  @doc "Replaces the caller's metadata."
  def reset_metadata(keyword \\ []), do: :logger.set_process_metadata(Map.new(keyword))

  @doc "Turns logging off for a process; only for the caller."
  def disable(pid) when pid == self() do
    :erlang.put({Logger, :disabled}, true)
    :ok
  end

  @doc "Turns logging on again for the caller."
  def enable(pid) when pid == self() do
    :erlang.erase({Logger, :disabled})
    :ok
  end

  @doc "True when the caller's messages are shown."
  def enabled?(pid) when pid == self(), do: :erlang.get({Logger, :disabled}) != true

  @doc "Waits until all messages are shown."
  def flush(), do: :ok

  @doc false
  def put_process_level(pid, level) when pid == self() do
    :erlang.put({Logger, :level}, level)
    :ok
  end

  @doc false
  def add_backend(_backend, _options \\ []), do: {:ok, self()}
  @doc false
  def remove_backend(_backend, _options \\ []), do: :ok
  @doc false
  def configure_backend(_backend, _options), do: :ok
end
