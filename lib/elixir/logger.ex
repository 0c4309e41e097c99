defmodule Logger do
  @moduledoc """
  Logging: messages with a level, shown on the standard error device.

      require Logger
      Logger.info("hello")
      Logger.warning(fn -> "made only when it is shown" end)
      Logger.error([user: 1, what: :lost])

  Levels are, the most severe first: `:emergency`, `:alert`, `:critical`, `:error`, `:warning`, `:notice`, `:info` and
  `:debug`. What is below the level of `configure/1` costs nothing but the question. Events go to the handlers of
  Erlang's `:logger`.
  """

  @typedoc "How grave a message is; `:warn` is the old name of `:warning`."
  @type level() :: :emergency | :alert | :critical | :error | :warning | :warn | :notice | :info | :debug

  @typedoc "A message, or what is reported."
  @type message() :: :unicode.chardata() | String.Chars.t() | report()

  @type report() :: map() | keyword()

  @type metadata() :: keyword()

  @levels [:emergency, :alert, :critical, :error, :warning, :notice, :info, :debug]

  ## Logging

  for level <- @levels do
    @doc "Logs at level #{level}: a text, a report, or a function that returns one."
    defmacro unquote(level)(message_or_fun, metadata \\ []),
      do: __logged__(unquote(level), message_or_fun, metadata, __CALLER__)
  end

  @doc false
  defmacro warn(message_or_fun, metadata \\ []), do: __logged__(:warning, message_or_fun, metadata, __CALLER__)

  @doc "Logs at the given level; see `info/2`."
  defmacro log(level, message_or_fun, metadata \\ []), do: __logged__(level, message_or_fun, metadata, __CALLER__)

  defp __logged__(level, message, metadata, caller) do
    application =
      case environment(:compile_time_application) do
        nil -> []
        application -> [application: application]
      end

    mfa =
      case caller.function do
        {name, arity} -> [mfa: {:{}, [], [caller.module, name, arity]}]
        nil -> []
      end

    place = {:%{}, [], application ++ mfa ++ [file: caller.file, line: caller.line]}
    evaluate? = environment(:always_evaluate_messages) == true

    cond do
      purged?(level, application, metadata, caller) ->
        if evaluate?, do: quote(do: Logger.__evaluate__(unquote(message), unquote(metadata))), else: :ok

      evaluate? ->
        quote do
          message = unquote(message)
          metadata = unquote(metadata)

          case Logger.__should_log__(unquote(level), __MODULE__) do
            nil -> :ok
            level -> Logger.__do_log__(level, message, unquote(place), metadata)
          end
        end

      true ->
        quote do
          case Logger.__should_log__(unquote(level), __MODULE__) do
            nil -> :ok
            level -> Logger.__do_log__(level, unquote(message), unquote(place), unquote(metadata))
          end
        end
    end
  end

  defp environment(key) do
    case :application.get_env(:logger, key) do
      {:ok, value} -> value
      :undefined -> nil
    end
  end

  # Whether a call is left out when it is compiled: all that one of the lists of `:compile_time_purge_matching` says holds for it.
  defp purged?(level, application, metadata, caller) do
    case environment(:compile_time_purge_matching) do
      [_ | _] = matching ->
        function =
          case caller.function do
            {name, arity} -> [function: "#{name}/#{arity}"]
            nil -> []
          end

        known = application ++ [module: caller.module, file: caller.file, line: caller.line] ++ function
        known = if Keyword.keyword?(metadata), do: Keyword.merge(known, metadata), else: known
        level = if level == :warn, do: :warning, else: level

        Enum.any?(matching, fn filter ->
          Enum.all?(filter, fn
            {:level_lower_than, least} -> is_atom(level) and :logger.compare_levels(level, least) == :lt
            {key, value} -> Keyword.fetch(known, key) == {:ok, value}
          end)
        end)

      _ ->
        false
    end
  end

  @doc false
  def __evaluate__(message, _metadata) do
    if is_function(message, 0), do: message.()
    :ok
  end

  @doc false
  def __should_log__(level, module) do
    level = if level == :warn, do: :warning, else: level

    allowed? =
      case :erlang.get(:"$logger_level") do
        :undefined -> :logger.allow(level, module)
        own -> own != :none and (own == :all or :logger.compare_levels(level, own) != :lt)
      end

    if allowed?, do: level
  end

  @doc false
  def __do_log__(level, message_or_fun, place, metadata) do
    {message, metadata} =
      if is_function(message_or_fun, 0) do
        case message_or_fun.() do
          {message, more} when is_list(more) -> {message, :maps.merge(:maps.from_list(metadata), :maps.from_list(more))}
          message -> {message, to_map(metadata)}
        end
      else
        {message_or_fun, to_map(metadata)}
      end

    :logger.__log__(level, message(message), :maps.merge(place, metadata))
  end

  defp to_map([]), do: %{}
  defp to_map(metadata) when is_list(metadata), do: :maps.from_list(metadata)
  defp to_map(metadata) when is_map(metadata), do: metadata

  defp message(text) when is_binary(text), do: {:string, text}
  defp message([{key, _} | _] = report) when is_atom(key), do: {:report, report}
  defp message(text) when is_list(text), do: {:string, text}
  defp message(%_{} = struct), do: {:string, String.Chars.to_string(struct)}
  defp message(report) when is_map(report), do: {:report, report}
  defp message(other), do: {:string, String.Chars.to_string(other)}

  @doc """
  Logs without a macro: the caller's place is not known.

      iex> Logger.bare_log(:info, "a lamp is on")
      :ok
  """
  @spec bare_log(level(), message() | (-> message() | {message(), metadata()}), metadata()) :: :ok
  def bare_log(level, message_or_fun, metadata \\ []) do
    case __should_log__(level, nil) do
      nil -> :ok
      level -> __do_log__(level, message_or_fun, %{}, metadata)
    end
  end

  ## Configuration

  @doc """
  Sets options of the whole system: `:level`, and `:handle_sasl_reports`, which shows the reports of supervisors; `:truncate`, `:utc_log`,
  `:translator_inspect_opts`, options of `inspect/2` for reports; and for what is compiled from now on `:always_evaluate_messages`,
  `:compile_time_application` and `:compile_time_purge_matching`, lists of conditions on metadata under which a call is left out.

      iex> level = Logger.level()
      iex> Logger.configure(level: :error)
      :ok
      iex> Logger.level()
      :error
      iex> Logger.configure(level: level)
      :ok
  """
  @spec configure(keyword()) :: :ok
  def configure(options) when is_list(options) do
    for {key, value} <- options do
      if key != :level, do: :application.set_env(:logger, key, value)

      case key do
        :level -> :logger.set_primary_config(:level, if(value == :warn, do: :warning, else: value))
        :handle_sasl_reports -> :persistent_term.put({:joist_logger, :sasl}, value)
        :truncate -> :logger.update_formatter_config(:default, %{truncate: value})
        :utc_log -> :logger.update_formatter_config(:default, %{utc_log: value})
        _ -> :ok
      end
    end

    :ok
  end

  @doc """
  The least level that is logged.

      iex> Logger.level() in Logger.levels()
      true
  """
  @spec level() :: level() | :all | :none
  def level(), do: :persistent_term.get({:joist_logger, :level}, :debug)

  @doc """
  All levels, the most severe first.

      iex> hd(Logger.levels())
      :emergency
  """
  @spec levels() :: [level(), ...]
  def levels(), do: @levels

  @doc """
  Compares two levels by how severe they are.

      iex> Logger.compare_levels(:error, :info)
      :gt
  """
  @spec compare_levels(level(), level()) :: :eq | :gt | :lt
  def compare_levels(left, right), do: :logger.compare_levels(left, right)

  @doc """
  The formatter of the default handler, changed by options; see `Logger.Formatter.new/1`.

      iex> elem(Logger.default_formatter(), 0)
      Logger.Formatter
  """
  @spec default_formatter(keyword()) :: {module(), :logger.formatter_config()}
  def default_formatter(overrides \\ []),
    do: Logger.Formatter.new(Keyword.merge(Application.get_env(:logger, :default_formatter, []), overrides))

  @doc """
  Adds a translator, `{module, function}`, which is asked before the others; see `Logger.Translator`.

      iex> Logger.add_translator({Example.Lamps, :translate})
      :ok
      iex> Logger.remove_translator({Example.Lamps, :translate})
      :ok
  """
  @spec add_translator({module(), function :: atom()}) :: :ok
  def add_translator({module, function} = translator) when is_atom(module) and is_atom(function),
    do: update_translators(fn translators -> [translator | :lists.delete(translator, translators)] end)

  @doc """
  Takes a translator away.

      iex> Logger.remove_translator({Example.Lamps, :translate})
      :ok
  """
  @spec remove_translator({module(), function :: atom()}) :: :ok
  def remove_translator({module, function} = translator) when is_atom(module) and is_atom(function),
    do: update_translators(&:lists.delete(translator, &1))

  defp update_translators(update) do
    %{filters: filters} = :logger.get_primary_config()

    case :lists.keyfind(:logger_translator, 1, filters) do
      {id, {fun, config}} ->
        filter = {id, {fun, %{config | translators: update.(config.translators)}}}
        :logger.set_primary_config(:filters, :lists.keyreplace(:logger_translator, 1, filters, filter))

      false ->
        :ok
    end
  end

  @doc """
  Adds the handlers that an application's environment lists under `:logger`.

      iex> Logger.add_handlers(:no_such_application)
      :ok
  """
  @spec add_handlers(atom()) :: :ok | {:error, term()}
  def add_handlers(app) when is_atom(app) do
    for {:handler, id, module, config} <- Application.get_env(app, :logger, []), do: :logger.add_handler(id, module, config)
    :ok
  end

  ## Metadata

  @doc """
  Changes the caller's metadata; a key with `nil` goes.

      iex> Logger.metadata(user: 1)
      :ok
      iex> Logger.metadata(user: nil, lamp: 2)
      :ok
      iex> Logger.metadata()
      [lamp: 2]
  """
  @spec metadata(metadata()) :: :ok
  def metadata(keyword) when is_list(keyword) do
    {gone, set} = :lists.partition(fn {_key, value} -> value == nil end, keyword)
    meta = :maps.merge(own_metadata(), :maps.from_list(set))
    :logger.set_process_metadata(:maps.without(for({key, _} <- gone, do: key), meta))
  end

  @doc """
  The caller's metadata.

      iex> Logger.metadata(request: 7)
      :ok
      iex> Logger.metadata()
      [request: 7]
  """
  @spec metadata() :: metadata()
  def metadata(), do: :maps.to_list(own_metadata())

  @doc """
  Replaces the caller's metadata.

      iex> Logger.metadata(a: 1)
      :ok
      iex> Logger.reset_metadata(b: 2)
      :ok
      iex> Logger.metadata()
      [b: 2]
  """
  @spec reset_metadata(metadata()) :: :ok
  def reset_metadata(keyword \\ []) do
    :logger.set_process_metadata(:maps.from_list(for {_key, value} = pair when value != nil <- keyword, do: pair))
  end

  defp own_metadata() do
    case :logger.get_process_metadata() do
      %{} = meta -> meta
      _ -> %{}
    end
  end

  ## Levels of processes and modules

  @doc """
  Lets the caller log nothing.

      iex> Logger.disable(self())
      :ok
      iex> {Logger.enabled?(self()), Logger.enable(self())}
      {false, :ok}
  """
  @spec disable(pid()) :: :ok
  def disable(pid) when pid == self() do
    :erlang.put(:"$logger_level", :none)
    :ok
  end

  @doc """
  Lets the caller log again.

      iex> Logger.enable(self())
      :ok
  """
  @spec enable(pid()) :: :ok
  def enable(pid) when pid == self(), do: delete_process_level(pid)

  @doc """
  Whether the caller logs at all.

      iex> Logger.disable(self())
      :ok
      iex> Logger.enabled?(self())
      false
      iex> Logger.enable(self())
      :ok
  """
  @spec enabled?(pid()) :: boolean()
  def enabled?(pid) when pid == self(), do: :erlang.get(:"$logger_level") != :none

  @doc """
  Sets the least level that the caller logs.

      iex> Logger.put_process_level(self(), :error)
      :ok
      iex> Logger.get_process_level(self())
      :error
      iex> Logger.delete_process_level(self())
      :ok
  """
  @spec put_process_level(pid(), level() | :all | :none) :: :ok
  def put_process_level(pid, level) when pid == self() do
    :erlang.put(:"$logger_level", level)
    :ok
  end

  @doc """
  The least level that the caller logs, if it has one of its own.

      iex> Logger.put_process_level(self(), :error)
      :ok
      iex> Logger.get_process_level(self())
      :error
      iex> Logger.delete_process_level(self())
      :ok
  """
  @spec get_process_level(pid()) :: level() | :all | :none | nil
  def get_process_level(pid) when pid == self() do
    case :erlang.get(:"$logger_level") do
      :undefined -> nil
      level -> level
    end
  end

  @doc """
  Lets the level of the whole system hold for the caller again.

      iex> Logger.put_process_level(self(), :error)
      iex> Logger.delete_process_level(self())
      :ok
      iex> Logger.get_process_level(self())
      nil
  """
  @spec delete_process_level(pid()) :: :ok
  def delete_process_level(pid) when pid == self() do
    :erlang.erase(:"$logger_level")
    :ok
  end

  @doc """
  Sets the least level that a module, or several, log.

      iex> Logger.put_module_level(Example.Silent, :none)
      :ok
      iex> Logger.get_module_level(Example.Silent)
      [{Example.Silent, :none}]
      iex> Logger.delete_module_level(Example.Silent)
      :ok
  """
  @spec put_module_level(module() | [module()], level() | :all | :none) :: :ok | {:error, reason :: term()}
  def put_module_level(modules, level), do: :logger.set_module_level(modules, level)

  @doc """
  The levels of modules that have one of their own.

      iex> Logger.get_module_level(Example.NotSet)
      []
  """
  @spec get_module_level(module() | [module()]) :: [{module(), level() | :all | :none}]
  def get_module_level(modules), do: :logger.get_module_level(modules)

  @doc """
  Lets the level of the whole system hold for a module, or several.

      iex> Logger.put_module_level(Example.Silent, :none)
      iex> Logger.delete_module_level(Example.Silent)
      :ok
      iex> Logger.get_module_level(Example.Silent)
      []
  """
  @spec delete_module_level(module() | [module()]) :: :ok
  def delete_module_level(modules), do: :logger.unset_module_level(modules)

  @doc """
  Lets the level of the whole system hold for all modules.

      iex> Logger.put_module_level(Example.Silent, :none)
      iex> Logger.delete_all_module_levels()
      :ok
      iex> Logger.get_module_level(Example.Silent)
      []
  """
  @spec delete_all_module_levels() :: :ok
  def delete_all_module_levels(), do: :logger.unset_module_level()

  @doc """
  Sets the least level that the modules of an application log.

      iex> is_tuple(Logger.put_application_level(:no_such_application, :none))
      true
  """
  @spec put_application_level(atom(), level() | :all | :none) :: :ok | {:error, :not_loaded}
  def put_application_level(app, level), do: :logger.set_application_level(app, level)

  @doc """
  Lets the level of the whole system hold for an application.

      iex> is_tuple(Logger.delete_application_level(:no_such_application))
      true
  """
  @spec delete_application_level(atom()) :: :ok | {:error, :not_loaded}
  def delete_application_level(app), do: :logger.unset_application_level(app)

  @doc """
  Waits until all that was logged is written.

      iex> Logger.flush()
      :ok
  """
  @spec flush() :: :ok
  def flush(), do: :joist_logger.flush()
end
