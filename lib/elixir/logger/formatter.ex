defmodule Logger.Formatter do
  @moduledoc """
  Turns log events into text.

      formatter = Logger.Formatter.new(format: "$time [$level] $message\\n", metadata: [:user])
      :logger.update_handler_config(:default, :formatter, formatter)

  A format is a string with `$date`, `$time`, `$level`, `$message`, `$metadata` and `$node`, or `{module, function}`,
  which gets the level, the message, the timestamp and the metadata.
  """

  @typedoc "What is known of a message's time: the date, and the time with milliseconds."
  @type date_time_ms() :: {:calendar.date(), {:calendar.hour(), :calendar.minute(), :calendar.second(), 0..999}}

  @typedoc "A part of a compiled format."
  @type pattern() :: :date | :level | :levelpad | :message | :metadata | :node | :time

  @default_pattern ["\n", :time, " ", :metadata, "[", :level, "] ", :message, "\n"]

  @doc """
  A formatter for a handler; options are `:format`, `:metadata` (a list of keys, or `:all`), `:truncate` (8096 bytes),
  `:utc_log` and `:colors` (`enabled: true`, and a colour for each level).

      iex> elem(Logger.Formatter.new(format: "$message"), 0)
      Logger.Formatter
  """
  @spec new(keyword()) :: {module(), :logger.formatter_config()}
  def new(options \\ []) do
    config =
      for {key, value} <- options, key in [:format, :metadata, :truncate, :utc_log, :colors], into: %{} do
        case key do
          :format -> {:pattern, compile(value)}
          :colors -> {:colors, :maps.from_list(value)}
          _ -> {key, value}
        end
      end

    {Logger.Formatter, config}
  end

  @doc """
  A format string in the form that `format/5` takes.

      iex> Logger.Formatter.compile("$level: $message")
      [:level, ": ", :message]
  """
  @spec compile(binary() | nil) :: [pattern() | binary()]
  @spec compile({module(), function :: atom()}) :: {module(), function :: atom()}
  def compile(nil), do: @default_pattern
  def compile({module, function}) when is_atom(module) and is_atom(function), do: {module, function}

  def compile(format) when is_binary(format) do
    for part <- Regex.split(~r/\$[a-z]+/, format, include_captures: true, trim: true) do
      case part do
        "$date" -> :date
        "$time" -> :time
        "$level" -> :level
        "$message" -> :message
        "$metadata" -> :metadata
        "$node" -> :node
        "$levelpad" -> :levelpad
        "$" <> _ -> raise ArgumentError, "#{part} is an invalid format pattern"
        text -> text
      end
    end
  end

  @doc """
  The text of an event, as handlers want it.

      iex> {formatter, config} = Logger.Formatter.new(format: "[$level] $message", colors: [enabled: false])
      iex> event = %{level: :info, msg: {:string, "hello"}, meta: %{time: 0}}
      iex> IO.chardata_to_string(formatter.format(event, config))
      "[info] hello"
  """
  @spec format(:logger.log_event(), :logger.formatter_config()) :: IO.chardata()
  def format(%{level: level, meta: meta} = event, config) do
    message = truncated(Logger.Translator.text(event), :maps.get(:truncate, config, 8096))
    keys = :maps.get(:metadata, config, [])
    timestamp = timestamp(:maps.get(:time, meta, 0), :maps.get(:utc_log, config, false))

    text =
      case :maps.get(:pattern, config, @default_pattern) do
        {module, function} -> :erlang.apply(module, function, [level, message, timestamp, picked(meta, keys)])
        pattern -> format(pattern, level, message, timestamp, picked(meta, keys))
      end

    coloured(text, level, :maps.get(:colors, config, %{}), meta)
  end

  @doc """
  Fills a compiled format.

      iex> format = Logger.Formatter.compile("[$level] $message $metadata")
      iex> IO.chardata_to_string(Logger.Formatter.format(format, :info, "hello", {{2024, 1, 31}, {12, 0, 0, 0}}, user: 1))
      "[info] hello user=1 "
  """
  @spec format({module(), function :: atom()} | [pattern() | binary()], Logger.level(), Logger.message(), date_time_ms(), Logger.metadata()) :: IO.chardata()
  def format({module, function}, level, message, timestamp, metadata),
    do: :erlang.apply(module, function, [level, message, timestamp, metadata])

  def format(pattern, level, message, {date, time}, metadata) do
    for part <- pattern do
      case part do
        :date -> date(date)
        :time -> time(time)
        :level -> :erlang.atom_to_binary(level)
        :message -> message
        :metadata -> for {key, value} <- metadata, text = value(key, value), do: [:erlang.atom_to_binary(key), "=", text, " "]
        :node -> :erlang.atom_to_binary(node())
        :levelpad -> :binary.copy(" ", max(5 - byte_size(:erlang.atom_to_binary(level)), 0))
        text -> text
      end
    end
  end

  # Those of the metadata that are asked for, in that order.
  defp picked(_meta, []), do: []
  defp picked(meta, :all), do: for({key, value} <- :maps.to_list(meta), key not in [:gl, :time, :report_cb], do: {key, value})
  defp picked(meta, {:all_except, keys}), do: for({key, value} <- picked(meta, :all), key not in keys, do: {key, value})
  defp picked(meta, keys), do: for(key <- keys, value = lookup(key, meta), do: {key, value})

  defp lookup(:module, %{mfa: {module, _, _}}), do: module
  defp lookup(:function, %{mfa: {_, function, arity}}), do: "#{function}/#{arity}"
  defp lookup(key, meta), do: :maps.get(key, meta, nil)

  defp value(_key, nil), do: nil
  defp value(_key, value) when is_binary(value), do: value
  defp value(_key, value) when is_integer(value), do: :erlang.integer_to_binary(value)
  defp value(_key, value) when is_float(value), do: Float.to_string(value)
  defp value(_key, value) when is_pid(value), do: :erlang.list_to_binary(:erlang.pid_to_list(value))
  defp value(_key, value) when is_reference(value), do: :erlang.list_to_binary(:erlang.ref_to_list(value))
  defp value(:mfa, {module, function, arity}), do: Exception.format_mfa(module, function, arity)
  defp value(:function, value) when is_binary(value), do: value
  defp value(:file, value) when is_list(value), do: value
  defp value(:domain, _value), do: nil
  defp value(_key, value) when is_atom(value), do: inspect_atom(value)
  defp value(_key, [_ | _] = value), do: if(:io_lib.printable_unicode_list(value), do: value)
  defp value(_key, _value), do: nil

  defp inspect_atom(value) do
    case :erlang.atom_to_binary(value) do
      <<"Elixir.", rest::binary>> -> rest
      text -> text
    end
  end

  # {{year, month, day}, {hour, minute, second, millisecond}}
  defp timestamp(microseconds, utc?) do
    universal = :joist_logger_native.universal(:erlang.div(microseconds, 1_000_000))
    {date, {hour, minute, second}} = if utc?, do: universal, else: :erlang.universaltime_to_localtime(universal)
    {date, {hour, minute, second, :erlang.rem(:erlang.div(microseconds, 1000), 1000)}}
  end

  defp date({year, month, day}), do: [pad(year, 4), "-", pad(month, 2), "-", pad(day, 2)]
  defp time({hour, minute, second, milli}), do: [pad(hour, 2), ":", pad(minute, 2), ":", pad(second, 2), ".", pad(milli, 3)]

  @doc """
  A date as text.

      iex> IO.chardata_to_string(Logger.Formatter.format_date({2024, 1, 31}))
      "2024-01-31"
  """
  @spec format_date(:calendar.date()) :: IO.chardata()
  def format_date(date), do: date(date)

  @doc """
  A time with milliseconds as text.

      iex> IO.chardata_to_string(Logger.Formatter.format_time({12, 3, 4, 5}))
      "12:03:04.005"
  """
  @spec format_time({:calendar.hour(), :calendar.minute(), :calendar.second(), 0..999}) :: IO.chardata()
  def format_time(time), do: time(time)

  @doc """
  Chardata without what is no character.

      iex> Logger.Formatter.prune([1, "a", 0x110001])
      [1, "a", "\uFFFD"]
  """
  @spec prune(IO.chardata()) :: IO.chardata()
  def prune(chardata) when is_binary(chardata), do: String.replace_invalid(chardata)
  def prune([head | tail]), do: [prune(head) | prune(tail)]
  def prune([]), do: []
  def prune(char) when is_integer(char) and (char in 0..0xD7FF or char in 0xE000..0x10FFFF), do: char
  def prune(_other), do: "\uFFFD"

  defp pad(number, width) do
    digits = :erlang.integer_to_binary(number)
    [:binary.copy("0", max(width - byte_size(digits), 0)), digits]
  end

  defp truncated(text, :infinity), do: text

  defp truncated(text, limit) do
    case :unicode.characters_to_binary(text) do
      binary when is_binary(binary) and byte_size(binary) > limit -> [whole(:binary.part(binary, 0, limit)), " (truncated)"]
      binary when is_binary(binary) -> binary
      {_, valid, _rest} -> [valid, " (invalid text)"]
    end
  end

  # Without the first bytes of a character that was cut.
  defp whole(binary) do
    case :unicode.characters_to_binary(binary) do
      {_, valid, _rest} -> valid
      binary -> binary
    end
  end

  defp coloured(text, level, %{enabled: true} = colors, meta) do
    default =
      case level do
        :debug -> :cyan
        level when level in [:info, :notice] -> :normal
        :warning -> :yellow
        _ -> :red
      end

    [IO.ANSI.format_fragment(:maps.get(:ansi_color, meta, :maps.get(level, colors, default)), true), text, IO.ANSI.reset()]
  end

  defp coloured(text, _level, _colors, _meta), do: text
end
