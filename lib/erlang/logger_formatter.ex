defmodule :logger_formatter do
  @moduledoc """
  Formats log events by a template.

  A template is a list of texts, keys of the metadata, lists of keys that lead into maps, the keys `:level`, `:msg` and `:time`, and
  `{key, template_if_there, template_if_not}`. Other options are `:single_line`, `:time_offset`, `:time_designator`, `:chars_limit`, `:max_size`,
  `:report_cb` and `:legacy_header`.
  """

  @single [:time, " ", :level, ": ", :msg, "\n"]
  @multiple [:time, " ", :level, ":\n", :msg, "\n"]

  @doc """
  The text of an event.

      iex> event = %{level: :info, msg: {:string, "hello"}, meta: %{time: 0}}
      iex> IO.chardata_to_string(:logger_formatter.format(event, %{template: [:level, ~c": ", :msg]}))
      "info: hello"
  """
  @spec format(:logger.log_event(), config :: map()) :: :unicode.chardata()
  def format(%{level: level, msg: message, meta: meta}, config) do
    single = :maps.get(:single_line, config, not :maps.get(:legacy_header, config, false))
    template = :maps.get(:template, config, if(single, do: @single, else: @multiple))
    text = text(message, meta, config)
    text = if single, do: one_line(text), else: text
    limited(:unicode.characters_to_list(fill(template, level, text, meta, config)), :maps.get(:max_size, config, :unlimited))
  end

  @doc """
  Checks the configuration of a formatter.

      iex> :logger_formatter.check_config(%{single_line: true})
      :ok
  """
  @spec check_config(config :: map()) :: :ok | {:error, term()}
  def check_config(config) when is_map(config) do
    known = [:chars_limit, :depth, :legacy_header, :max_size, :report_cb, :single_line, :template, :time_designator, :time_offset]

    case :maps.keys(config) -- known do
      [] -> :ok
      [key | _] -> {:error, {:invalid_formatter_config, :logger_formatter, {key, :maps.get(key, config)}}}
    end
  end

  defp fill(template, level, text, meta, config) do
    for part <- template do
      case part do
        :level -> :erlang.atom_to_binary(level)
        :msg -> text
        {key, there, missing} -> fill(if(value(key, meta) == :error, do: missing, else: there), level, text, meta, config)
        :time -> time(:maps.get(:time, meta, 0), config)
        key when is_atom(key) -> shown(value(key, meta))
        [key | _] = keys when is_atom(key) -> shown(value(keys, meta))
        text -> text
      end
    end
  end

  defp value([], value), do: {:ok, value}
  defp value([key | rest], meta) when is_map(meta) and is_map_key(meta, key), do: value(rest, :maps.get(key, meta))
  defp value([_ | _], _meta), do: :error
  defp value(key, meta), do: :maps.find(key, meta)

  defp shown(:error), do: ""
  defp shown({:ok, value}), do: text_of(value)

  defp text_of(value) when is_binary(value) or is_atom(value), do: if(is_atom(value), do: :erlang.atom_to_binary(value), else: value)
  defp text_of({module, function, arity}) when is_atom(module) and is_atom(function), do: :io_lib.format(~c"~tp:~tp/~tp", [module, function, arity])
  defp text_of([_ | _] = value), do: if(:io_lib.printable_unicode_list(value), do: value, else: :io_lib.format(~c"~tp", [value]))
  defp text_of(value), do: :io_lib.format(~c"~tp", [value])

  defp text({:string, text}, _meta, _config), do: text

  defp text({:report, report}, meta, config) do
    case :maps.get(:report_cb, config, :maps.get(:report_cb, meta, &:logger.format_report/1)) do
      callback when is_function(callback, 1) ->
        {format, args} = callback.(report)
        :io_lib.format(format, args)

      callback ->
        callback.(report, %{depth: :unlimited, chars_limit: :unlimited, single_line: :maps.get(:single_line, config, true)})
    end
  end

  defp text({format, args}, _meta, _config), do: :io_lib.format(format, args)

  # Line breaks, with the blanks around them, become ", ".
  defp one_line(text) do
    text = :string.trim(:unicode.characters_to_binary(text))
    :re.replace(text, "\\s*,?\\r?\\n\\s*", ", ", [:global, :unicode, {:return, :binary}])
  end

  defp limited(text, :unlimited), do: text
  defp limited(text, most) when length(text) > most, do: :lists.sublist(text, most - 3) ++ ~c"..."
  defp limited(text, _most), do: text

  # As in RFC 3339.
  defp time(microseconds, config) do
    options = [unit: :microsecond, time_designator: :maps.get(:time_designator, config, ?T)]

    options =
      case :maps.get(:time_offset, config, :local) do
        :local -> options
        offset -> [{:offset, offset} | options]
      end

    :calendar.system_time_to_rfc3339(microseconds, options)
  end
end
