defmodule :logger_std_h do
  @moduledoc """
  A handler that writes to a device or a file, in a process of its own.

      :logger.add_handler(:file, :logger_std_h, %{config: %{file: ~c"app.log"}, formatter: {:logger_formatter, %{}}})

  The handler's `:config` says where to: `type: :standard_io`, `:standard_error` or `{:file, name}`, or `file: name`. Files
  are appended to; with `:max_no_bytes` one that has grown larger is renamed to `name.0` and so on, up to `:max_no_files`.
  A process that logs waits when more than 1,000 events wait to be written.
  """

  @most 1000

  @doc false
  def adding_handler(%{config: config} = handler) do
    {type, config} =
      case config do
        %{file: file} -> {{:file, file}, config}
        %{type: {:file, file}} -> {{:file, file}, :maps.put(:file, file, config)}
        %{type: type} -> {type, config}
        _ -> {:standard_io, config}
      end

    waiting = :counters.new(1, [])
    starter = self()
    {pid, ref} = :erlang.spawn_monitor(fn -> start(starter, type, config, waiting) end)

    receive do
      {^pid, :ready} ->
        :erlang.demonitor(ref, [:flush])
        {:ok, %{handler | config: :maps.merge(config, %{type: type, writer: pid, waiting: waiting})}}

      {:DOWN, ^ref, _, _, {:shutdown, reason}} ->
        {:error, {:handler_not_added, {reason, type}}}
    end
  end

  @doc false
  def removing_handler(%{config: %{writer: writer}}) do
    ref = :erlang.monitor(:process, writer)
    :erlang.send(writer, :stop)

    receive do
      {:DOWN, ^ref, _, _, _} -> :ok
    end
  end

  @doc "Writes an event."
  @spec log(:logger.log_event(), :logger.handler_config()) :: :ok
  def log(event, %{config: %{writer: writer, waiting: waiting}, formatter: {module, config}}) do
    :counters.add(waiting, 1, 1)
    :erlang.send(writer, {:write, :unicode.characters_to_binary(module.format(event, config))})
    if :counters.get(waiting, 1) > @most, do: sync(writer)
    :ok
  end

  @doc "Waits until all that was logged before is written."
  @spec filesync(:logger.handler_id()) :: :ok | {:error, reason :: term()}
  def filesync(id) do
    case :logger.get_handler_config(id) do
      {:ok, %{module: :logger_std_h, config: %{writer: writer}}} -> sync(writer)
      _ -> {:error, {:badarg, {:filesync, [id]}}}
    end
  end

  defp sync(writer) do
    ref = :erlang.monitor(:process, writer)
    :erlang.send(writer, {:sync, self(), ref})

    receive do
      {^ref, :synced} ->
        :erlang.demonitor(ref, [:flush])
        :ok

      {:DOWN, ^ref, _, _, _} ->
        {:error, :noproc}
    end
  end

  ## The writer

  defp start(starter, type, config, waiting) do
    case open(type) do
      {:ok, device} ->
        :erlang.process_flag(:trap_exit, true)
        :erlang.send(starter, {self(), :ready})
        write(device, type, config, waiting)

      {:error, reason} ->
        :erlang.exit({:shutdown, reason})
    end
  end

  defp open({:file, name}), do: :file.open(name, [:append, :binary, :raw])
  defp open(:standard_io), do: {:ok, :user}
  defp open(:standard_error), do: {:ok, :standard_error}
  defp open(_type), do: {:error, :invalid_config}

  defp write(device, type, config, waiting) do
    receive do
      {:write, text} ->
        put(device, type, text)
        :counters.sub(waiting, 1, 1)
        write(turned(device, type, config), type, config, waiting)

      {:sync, pid, ref} ->
        :erlang.send(pid, {ref, :synced})
        write(device, type, config, waiting)

      :stop ->
        if match?({:file, _}, type), do: :file.close(device)

      _other ->
        write(device, type, config, waiting)
    end
  end

  defp put(device, {:file, _}, text), do: :file.write(device, text)
  defp put(device, _type, text), do: :io.put_chars(device, text)

  # A file that is too large becomes the first of the old ones.
  defp turned(device, {:file, name}, %{max_no_bytes: most} = config) when is_integer(most) do
    case File.stat(name) do
      {:ok, %{size: size}} when size > most ->
        :file.close(device)
        turn(:unicode.characters_to_binary(name), :maps.get(:max_no_files, config, 0))
        {:ok, device} = open({:file, name})
        device

      _ ->
        device
    end
  end

  defp turned(device, _type, _config), do: device

  defp turn(name, 0), do: :file.delete(name)

  defp turn(name, files) do
    for n <- (files - 2)..0//-1, do: :file.rename("#{name}.#{n}", "#{name}.#{n + 1}")
    :file.rename(name, name <> ".0")
  end
end
