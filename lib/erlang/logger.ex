defmodule :logger do
  @moduledoc """
  Log events: what has a level, a message and metadata, and goes through filters to handlers.

  The handler `:default` writes to the standard error device, in a process of its own; others run in the process that
  logs. The configuration is one term of `:persistent_term`, and the least level that is logged another, because
  it is asked for each time.
  """

  @type level() :: :emergency | :alert | :critical | :error | :warning | :notice | :info | :debug

  @typedoc "What is known of an event beside its message."
  @type metadata() :: map()

  @type report() :: map() | [{term(), term()}]

  @typedoc "A message with its level and what else is known of it."
  @type log_event() :: %{level: level(), msg: {:io.format(), [term()]} | {:report, report()} | {:string, :unicode.chardata()}, meta: metadata()}

  @type primary_config() :: map()

  @type handler_id() :: atom()

  @type handler_config() :: map()

  @type formatter_config() :: term()

  @type filter_id() :: atom()

  @type filter() :: {(log_event(), arg :: term() -> log_event() | :stop | :ignore), arg :: term()}

  @levels [emergency: 0, alert: 1, critical: 2, error: 3, warning: 4, notice: 5, info: 6, debug: 7]

  ## Logging

  @spec emergency(:unicode.chardata() | report()) :: :ok
  @spec emergency(:unicode.chardata() | report() | :io.format() | (term() -> term()), metadata() | [term()] | term()) :: :ok
  @spec emergency(:io.format() | (term() -> term()), [term()] | term(), metadata()) :: :ok
  @spec alert(:unicode.chardata() | report()) :: :ok
  @spec alert(:unicode.chardata() | report() | :io.format() | (term() -> term()), metadata() | [term()] | term()) :: :ok
  @spec alert(:io.format() | (term() -> term()), [term()] | term(), metadata()) :: :ok
  @spec critical(:unicode.chardata() | report()) :: :ok
  @spec critical(:unicode.chardata() | report() | :io.format() | (term() -> term()), metadata() | [term()] | term()) :: :ok
  @spec critical(:io.format() | (term() -> term()), [term()] | term(), metadata()) :: :ok
  @spec error(:unicode.chardata() | report()) :: :ok
  @spec error(:unicode.chardata() | report() | :io.format() | (term() -> term()), metadata() | [term()] | term()) :: :ok
  @spec error(:io.format() | (term() -> term()), [term()] | term(), metadata()) :: :ok
  @spec warning(:unicode.chardata() | report()) :: :ok
  @spec warning(:unicode.chardata() | report() | :io.format() | (term() -> term()), metadata() | [term()] | term()) :: :ok
  @spec warning(:io.format() | (term() -> term()), [term()] | term(), metadata()) :: :ok
  @spec notice(:unicode.chardata() | report()) :: :ok
  @spec notice(:unicode.chardata() | report() | :io.format() | (term() -> term()), metadata() | [term()] | term()) :: :ok
  @spec notice(:io.format() | (term() -> term()), [term()] | term(), metadata()) :: :ok
  @spec info(:unicode.chardata() | report()) :: :ok
  @spec info(:unicode.chardata() | report() | :io.format() | (term() -> term()), metadata() | [term()] | term()) :: :ok
  @spec info(:io.format() | (term() -> term()), [term()] | term(), metadata()) :: :ok
  @spec debug(:unicode.chardata() | report()) :: :ok
  @spec debug(:unicode.chardata() | report() | :io.format() | (term() -> term()), metadata() | [term()] | term()) :: :ok
  @spec debug(:io.format() | (term() -> term()), [term()] | term(), metadata()) :: :ok

  for {level, _rank} <- @levels do
    @doc "Logs a text or a report at level #{level}."
    def unquote(level)(what), do: log(unquote(level), what)
    @doc "Logs a format with arguments, or a text or a report with metadata, at level #{level}."
    def unquote(level)(what, args_or_meta), do: log(unquote(level), what, args_or_meta)
    @doc "Logs a format with arguments and metadata at level #{level}."
    def unquote(level)(format, args, meta), do: log(unquote(level), format, args, meta)
  end

  @doc "Logs a text or a report."
  @spec log(level(), :unicode.chardata() | report()) :: :ok
  def log(level, what), do: log_allowed(level, what, %{})

  @doc "Logs a format with arguments, or a text or a report with metadata."
  @spec log(level(), :unicode.chardata() | report() | :io.format() | (term() -> term()), metadata() | [term()] | term()) :: :ok
  def log(level, what, meta) when is_map(meta), do: log_allowed(level, what, meta)
  def log(level, format, args), do: log_allowed(level, {format, args}, %{})

  @doc "Logs a format with arguments, or a function with its argument, and metadata."
  @spec log(level(), :io.format() | (term() -> term()), [term()] | term(), metadata()) :: :ok
  def log(level, fun, arg, meta) when is_function(fun, 1), do: if(allow(level, nil), do: log_allowed(level, fun.(arg), meta), else: :ok)
  def log(level, format, args, meta), do: log_allowed(level, {format, args}, meta)

  defp log_allowed(level, what, meta) do
    if allow(level, :maps.get(:mfa, meta, nil)) and own_level?(level), do: __log__(level, message(what), meta)
    :ok
  end

  # A process may have a level of its own (`Logger.put_process_level/2`).
  defp own_level?(level) do
    case :erlang.get(:"$logger_level") do
      :undefined -> true
      least -> passes?(level, least)
    end
  end

  defp message({format, args} = message) when is_list(args) and not is_tuple(format), do: message
  defp message({:string, _} = message), do: message
  defp message({:report, _} = message), do: message
  defp message(report) when is_map(report), do: {:report, report}
  defp message([{key, _} | _] = report) when is_atom(key), do: {:report, report}
  defp message(text), do: {:string, text}

  # Logs what is known to be allowed.
  @doc false
  def __log__(level, message, meta) do
    primary = config()

    event = %{
      level: level,
      msg: message,
      meta:
        :maps.merge(
          :maps.merge(primary.metadata, process_metadata()),
          :maps.merge(%{pid: self(), gl: :erlang.group_leader(), time: :erlang.system_time(:microsecond)}, meta)
        )
    }

    with %{} = event <- __pass__(event), do: :joist_logger.deliver({:event, event})
    :ok
  end

  # Runs the filters and the handlers other than the default one: the event as that one is to have it, or :stop.
  @doc false
  def __pass__(event) do
    case config() do
      # Nobody but the default handler sees the event: it is translated when it is written.
      %{filters: [{:logger_translator, {_, %{translators: [_own]}}}], handlers: [{:default, %{filters: []} = handler}]} ->
        if passes?(event.level, handler.level) and :joist_logger.shown?(event), do: event, else: :stop

      config ->
        case filtered(event, config.filters, config.filter_default) do
          :stop ->
            :stop

          event ->
            event = if :lists.keymember(:logger_translator, 1, config.filters), do: event, else: %{event | meta: :maps.put(:joist_raw, true, event.meta)}
            for {id, handler} <- config.handlers, id != :default, do: handle(event, id, handler)

            case :lists.keyfind(:default, 1, config.handlers) do
              {_, default} -> handled?(event, default)
              false -> :stop
            end
        end
    end
  end

  defp handle(event, id, %{module: module} = handler) do
    case handled?(event, handler) do
      :stop ->
        :ok

      event ->
        try do
          module.log(event, handler)
        catch
          class, reason ->
            remove_handler(id)
            error(~c"Handler ~p was removed, because it crashed: ~p:~p", [id, class, reason])
        end
    end
  end

  defp handled?(event, handler) do
    if passes?(event.level, :maps.get(:level, handler, :all)),
      do: filtered(event, :maps.get(:filters, handler, []), :maps.get(:filter_default, handler, :log)),
      else: :stop
  end

  # A filter may change an event, stop it, or leave it to the next one.
  defp filtered(event, [], :log), do: event
  defp filtered(_event, [], :stop), do: :stop

  defp filtered(event, [{_id, {fun, arg}} | rest], default) do
    result =
      try do
        fun.(event, arg)
      catch
        _, _ -> :ignore
      end

    case result do
      :stop -> :stop
      :ignore -> filtered(event, rest, default)
      %{} = event -> filtered(event, rest, :log)
      _ -> filtered(event, rest, default)
    end
  end

  ## Levels

  @doc """
  Tells whether events of the level from the module (or `{module, function, arity}`) are logged.

      iex> :logger.allow(:emergency, __MODULE__)
      true
  """
  @spec allow(level(), module()) :: boolean()
  def allow(level, module) do
    case :persistent_term.get({:joist_logger, :modules}, []) do
      [] ->
        passes?(level, :persistent_term.get({:joist_logger, :level}, :debug))

      modules ->
        module = if is_tuple(module), do: :erlang.element(1, module), else: module

        case :lists.keyfind(module, 1, modules) do
          {_, least} -> passes?(level, least)
          false -> passes?(level, :persistent_term.get({:joist_logger, :level}, :debug))
        end
    end
  end

  defp passes?(_level, :all), do: true
  defp passes?(_level, :none), do: false
  defp passes?(level, least), do: rank(level) <= rank(least)

  for {level, rank} <- @levels do
    defp rank(unquote(level)), do: unquote(rank)
  end

  defp rank(:warn), do: 4
  defp rank(:none), do: -1
  defp rank(:all), do: 8
  defp rank(other), do: :erlang.error(:badarg, [other])

  @doc """
  Compares two levels: `:lt`, `:eq` or `:gt`, by how severe they are.

      iex> {:logger.compare_levels(:error, :info), :logger.compare_levels(:info, :info)}
      {:gt, :eq}
  """
  @spec compare_levels(level() | :all | :none, level() | :all | :none) :: :eq | :gt | :lt
  def compare_levels(left, right) do
    cond do
      rank(left) > rank(right) -> :lt
      rank(left) < rank(right) -> :gt
      true -> :eq
    end
  end

  @doc """
  Sets the least level that a module, or several, log.

      iex> :logger.set_module_level(Example.Silent, :none)
      :ok
      iex> :logger.get_module_level(Example.Silent)
      [{Example.Silent, :none}]
      iex> :logger.unset_module_level(Example.Silent)
      :ok
  """
  @spec set_module_level(module() | [module()], level() | :all | :none) :: :ok | {:error, term()}
  def set_module_level(modules, level) do
    modules = List.wrap(modules)
    kept = for {module, _} = entry <- :persistent_term.get({:joist_logger, :modules}, []), module not in modules, do: entry
    :persistent_term.put({:joist_logger, :modules}, for(module <- modules, do: {module, level}) ++ kept)
    :ok
  end

  @doc """
  Forgets the levels of all modules.

      iex> :logger.set_module_level(Example.Silent, :none)
      iex> :logger.unset_module_level()
      :ok
      iex> :logger.get_module_level(Example.Silent)
      []
  """
  @spec unset_module_level() :: :ok
  def unset_module_level() do
    :persistent_term.put({:joist_logger, :modules}, [])
    :ok
  end

  @doc """
  Forgets the levels of a module, or of several.

      iex> :logger.set_module_level(Example.Silent, :none)
      iex> :logger.unset_module_level(Example.Silent)
      :ok
      iex> :logger.get_module_level(Example.Silent)
      []
  """
  @spec unset_module_level(module() | [module()]) :: :ok
  def unset_module_level(modules) do
    modules = List.wrap(modules)
    kept = for {module, _} = entry <- :persistent_term.get({:joist_logger, :modules}, []), module not in modules, do: entry
    :persistent_term.put({:joist_logger, :modules}, kept)
    :ok
  end

  @doc """
  The levels of all modules that have one of their own.

      iex> is_list(:logger.get_module_level())
      true
  """
  @spec get_module_level() :: [{module(), level() | :all | :none}]
  def get_module_level(), do: :persistent_term.get({:joist_logger, :modules}, [])

  @doc """
  The levels of the given modules that have one of their own.

      iex> :logger.get_module_level(Example.NotSet)
      []
  """
  @spec get_module_level(module() | [module()]) :: [{module(), level() | :all | :none}]
  def get_module_level(modules), do: for({module, _} = entry <- get_module_level(), module in List.wrap(modules), do: entry)

  ## Configuration

  defp config() do
    :persistent_term.get({:joist_logger, :config}, %{
      metadata: %{},
      filters: [logger_translator: {&Logger.Translator.filter/2, %{translators: [{Logger.Translator, :translate}]}}],
      filter_default: :log,
      handlers: [default: default_handler()]
    })
  end

  defp default_handler(),
    do: %{id: :default, module: :joist_logger, level: :all, filters: [], filter_default: :log, formatter: {Logger.Formatter, %{}}, config: %{type: :standard_error}}

  defp put_config(config) do
    :persistent_term.put({:joist_logger, :config}, config)
    :ok
  end

  @doc false
  def __formatter__() do
    case :lists.keyfind(:default, 1, config().handlers) do
      {_, %{formatter: {module, config}}} -> {module, config}
      _ -> {Logger.Formatter, %{}}
    end
  end

  @doc """
  The configuration that goes before all handlers.

      iex> Map.has_key?(:logger.get_primary_config(), :level)
      true
  """
  @spec get_primary_config() :: primary_config()
  def get_primary_config() do
    %{metadata: metadata, filters: filters, filter_default: filter_default} = config()
    %{level: :persistent_term.get({:joist_logger, :level}, :debug), metadata: metadata, filters: filters, filter_default: filter_default}
  end

  @doc """
  Sets a part of the primary configuration: `:level`, `:metadata`, `:filters` or `:filter_default`.

      iex> level = :logger.get_primary_config().level
      iex> :logger.set_primary_config(:level, level)
      :ok
  """
  @spec set_primary_config(key :: atom(), term()) :: :ok | {:error, term()}
  def set_primary_config(:level, level) do
    _ = rank(level)
    :persistent_term.put({:joist_logger, :level}, level)
    :ok
  end

  def set_primary_config(key, value) when key in [:metadata, :filters, :filter_default],
    do: put_config(:maps.put(key, value, config()))

  @doc """
  Sets the primary configuration; what is not given gets its default.

      iex> config = :logger.get_primary_config()
      iex> :logger.set_primary_config(config)
      :ok
  """
  @spec set_primary_config(primary_config()) :: :ok | {:error, term()}
  def set_primary_config(config) when is_map(config),
    do: update_primary_config(:maps.merge(%{level: :notice, metadata: %{}, filters: [], filter_default: :log}, config))

  @doc """
  Changes parts of the primary configuration.

      iex> :logger.update_primary_config(%{metadata: %{}})
      :ok
  """
  @spec update_primary_config(primary_config()) :: :ok | {:error, term()}
  def update_primary_config(config) when is_map(config) do
    for {key, value} <- :maps.to_list(config), do: set_primary_config(key, value)
    :ok
  end

  @doc """
  Adds a filter before all handlers.

      iex> :logger.add_primary_filter(:example_filter, {fn _event, _ -> :ignore end, nil})
      :ok
      iex> :logger.remove_primary_filter(:example_filter)
      :ok
  """
  @spec add_primary_filter(filter_id(), filter()) :: :ok | {:error, term()}
  def add_primary_filter(id, filter) do
    config = config()

    if :lists.keymember(id, 1, config.filters),
      do: {:error, {:already_exist, id}},
      else: put_config(%{config | filters: config.filters ++ [{id, filter}]})
  end

  @doc """
  Removes a filter before all handlers.

      iex> :logger.remove_primary_filter(:no_such_filter)
      {:error, {:not_found, :no_such_filter}}
  """
  @spec remove_primary_filter(filter_id()) :: :ok | {:error, term()}
  def remove_primary_filter(id) do
    config = config()

    if :lists.keymember(id, 1, config.filters),
      do: put_config(%{config | filters: :lists.keydelete(id, 1, config.filters)}),
      else: {:error, {:not_found, id}}
  end

  @doc """
  Adds a handler: a module with `log/2`.

      iex> defmodule Example.Handler do
      ...>   def log(%{msg: {:string, text}}, %{config: pid}), do: send(pid, {:logged, text})
      ...> end
      iex> :logger.add_handler(:example_handler, Example.Handler, %{config: self()})
      :ok
      iex> :logger.error("a lamp burns")
      iex> receive do message -> message end
      {:logged, "a lamp burns"}
      iex> :logger.remove_handler(:example_handler)
      :ok
  """
  @spec add_handler(handler_id(), module(), handler_config()) :: :ok | {:error, term()}
  def add_handler(id, module, handler) when is_atom(id) and is_atom(module) do
    config = config()

    handler =
      :maps.merge(
        %{id: id, module: module, level: :all, filters: [], filter_default: :log, formatter: {Logger.Formatter, %{}}, config: %{}},
        handler
      )

    adding? = Code.ensure_loaded?(module) and :erlang.function_exported(module, :adding_handler, 1)

    with false <- :lists.keymember(id, 1, config.handlers),
         {:ok, handler} <- if(adding?, do: module.adding_handler(handler), else: {:ok, handler}) do
      put_config(%{config | handlers: config.handlers ++ [{id, handler}]})
    else
      true -> {:error, {:already_exist, id}}
      error -> error
    end
  end

  @doc """
  Removes a handler.

      iex> :logger.remove_handler(:no_such_handler)
      {:error, {:not_found, :no_such_handler}}
  """
  @spec remove_handler(handler_id()) :: :ok | {:error, term()}
  def remove_handler(id) do
    config = config()

    case :lists.keytake(id, 1, config.handlers) do
      {:value, {_, %{module: module} = handler}, rest} ->
        put_config(%{config | handlers: rest})
        if :erlang.function_exported(module, :removing_handler, 1), do: module.removing_handler(handler)
        :ok

      false ->
        {:error, {:not_found, id}}
    end
  end

  @doc """
  The identifiers of all handlers.

      iex> is_list(:logger.get_handler_ids())
      true
  """
  @spec get_handler_ids() :: [handler_id()]
  def get_handler_ids(), do: for({id, _} <- config().handlers, do: id)

  @doc """
  The configurations of all handlers.

      iex> is_list(:logger.get_handler_config())
      true
  """
  @spec get_handler_config() :: [handler_config()]
  def get_handler_config(), do: for({_id, handler} <- config().handlers, do: handler)

  @doc """
  The configuration of a handler.

      iex> :logger.get_handler_config(:no_such_handler)
      {:error, {:not_found, :no_such_handler}}
  """
  @spec get_handler_config(handler_id()) :: {:ok, handler_config()} | {:error, term()}
  def get_handler_config(id) do
    case :lists.keyfind(id, 1, config().handlers) do
      {_, handler} -> {:ok, handler}
      false -> {:error, {:not_found, id}}
    end
  end

  @doc """
  Changes a part of a handler's configuration.

      iex> :logger.set_handler_config(:no_such_handler, :level, :info)
      {:error, {:not_found, :no_such_handler}}
  """
  @spec set_handler_config(handler_id(), key :: atom(), term()) :: :ok | {:error, term()}
  def set_handler_config(id, key, value), do: update_handler_config(id, %{key => value})

  @doc """
  Changes parts of a handler's configuration.

      iex> :logger.set_handler_config(:no_such_handler, %{level: :info})
      {:error, {:not_found, :no_such_handler}}
  """
  @spec set_handler_config(handler_id(), handler_config()) :: :ok | {:error, term()}
  def set_handler_config(id, new), do: update_handler_config(id, new)

  @doc """
  Changes a part of a handler's configuration.

      iex> :logger.update_handler_config(:no_such_handler, :level, :info)
      {:error, {:not_found, :no_such_handler}}
  """
  @spec update_handler_config(handler_id(), key :: atom(), term()) :: :ok | {:error, term()}
  def update_handler_config(id, key, value), do: update_handler_config(id, %{key => value})

  @doc """
  Changes parts of a handler's configuration.

      iex> :logger.update_handler_config(:no_such_handler, %{level: :info})
      {:error, {:not_found, :no_such_handler}}
  """
  @spec update_handler_config(handler_id(), handler_config()) :: :ok | {:error, term()}
  def update_handler_config(id, new) when is_map(new) do
    config = config()

    case :lists.keyfind(id, 1, config.handlers) do
      {_, old} -> put_config(%{config | handlers: :lists.keyreplace(id, 1, config.handlers, {id, :maps.merge(old, new)})})
      false -> {:error, {:not_found, id}}
    end
  end

  @doc """
  Changes parts of the configuration of a handler's formatter.

      iex> :logger.update_formatter_config(:no_such_handler, %{single_line: true})
      {:error, {:not_found, :no_such_handler}}
  """
  @spec update_formatter_config(handler_id(), formatter_config()) :: :ok | {:error, term()}
  def update_formatter_config(id, new) when is_map(new) do
    with {:ok, %{formatter: {module, old}}} <- get_handler_config(id),
         do: update_handler_config(id, :formatter, {module, :maps.merge(old, new)})
  end

  @doc """
  Adds a filter to a handler.

      iex> :logger.add_handler_filter(:no_such_handler, :example_filter, {fn _event, _ -> :ignore end, nil})
      {:error, {:not_found, :no_such_handler}}
  """
  @spec add_handler_filter(handler_id(), filter_id(), filter()) :: :ok | {:error, term()}
  def add_handler_filter(id, filter_id, filter) do
    with {:ok, %{filters: filters}} <- get_handler_config(id) do
      if :lists.keymember(filter_id, 1, filters),
        do: {:error, {:already_exist, filter_id}},
        else: update_handler_config(id, :filters, filters ++ [{filter_id, filter}])
    end
  end

  @doc """
  Removes a filter from a handler.

      iex> :logger.remove_handler_filter(:no_such_handler, :example_filter)
      {:error, {:not_found, :no_such_handler}}
  """
  @spec remove_handler_filter(handler_id(), filter_id()) :: :ok | {:error, term()}
  def remove_handler_filter(id, filter_id) do
    with {:ok, %{filters: filters}} <- get_handler_config(id) do
      if :lists.keymember(filter_id, 1, filters),
        do: update_handler_config(id, :filters, :lists.keydelete(filter_id, 1, filters)),
        else: {:error, {:not_found, filter_id}}
    end
  end

  @doc """
  The whole configuration.

      iex> Map.has_key?(:logger.get_config(), :primary)
      true
  """
  @spec get_config() :: %{primary: primary_config(), handlers: [handler_config()], proxy: map(), module_levels: [{module(), level() | :all | :none}]}
  def get_config(), do: %{primary: get_primary_config(), handlers: get_handler_config(), proxy: %{}, module_levels: get_module_level()}

  @doc "Prints the whole configuration."
  @spec i() :: :ok
  def i() do
    for what <- [:primary, :handlers, :proxy, :modules], do: i(what)
    :ok
  end

  @doc "Prints a part of the configuration: `:primary`, `:handlers`, `:proxy`, `:modules`, or the handler of an identifier."
  @spec i(:primary | :handlers | :proxy | :modules | handler_id()) :: :ok
  def i(:primary) do
    %{level: level, filters: filters, filter_default: default} = get_primary_config()
    :io.format(~c"Primary configuration: ~n    Level: ~p~n    Filter Default: ~p~n    Filters: ~n", [level, default])
    print_filters(filters)
  end

  def i(:handlers) do
    :io.put_chars(~c"Handler configuration: \n")
    for handler <- get_handler_config(), do: print_handler(handler)
    :ok
  end

  def i(:proxy), do: :io.put_chars(~c"Proxy configuration: \n    (there is one node)\n")

  def i(:modules) do
    :io.put_chars(~c"Level set per module: \n")
    if get_module_level() == [], do: :io.put_chars(~c"    (none)\n")
    for {module, level} <- get_module_level(), do: :io.format(~c"    Module: ~p~n        Level: ~p~n", [module, level])
    :ok
  end

  def i(id) do
    with {:ok, handler} <- get_handler_config(id), do: print_handler(handler)
  end

  defp print_handler(%{id: id, module: module, level: level, formatter: {formatter, _}} = handler) do
    :io.format(~c"    Id: ~p~n        Module: ~p~n        Level: ~p~n        Formatter: ~p~n", [id, module, level, formatter])
    :io.format(~c"        Filter Default: ~p~n        Filters: ~n", [handler.filter_default])
    print_filters(handler.filters)
  end

  defp print_filters([]), do: :io.put_chars(~c"        (none)\n")

  defp print_filters(filters) do
    for {id, {fun, arg}} <- filters, do: :io.format(~c"        Id: ~p~n            Fun: ~p~n            Arg: ~p~n", [id, fun, arg])
    :ok
  end

  @doc """
  The present time, as events have it: microseconds of system time.

      iex> is_integer(:logger.timestamp())
      true
  """
  @spec timestamp() :: integer()
  def timestamp(), do: :erlang.system_time(:microsecond)

  @doc """
  Sets the least level that the modules of an application log.

      iex> :logger.set_application_level(:no_such_application, :none)
      {:error, {:not_loaded, :no_such_application}}
  """
  @spec set_application_level(application :: atom(), level() | :all | :none) :: :ok | {:error, :not_loaded}
  def set_application_level(app, level) do
    case :application.get_key(app, :modules) do
      {:ok, modules} -> set_module_level(modules, level)
      :undefined -> {:error, {:not_loaded, app}}
    end
  end

  @doc """
  Forgets the levels of the modules of an application.

      iex> :logger.unset_application_level(:no_such_application)
      {:error, {:not_loaded, :no_such_application}}
  """
  @spec unset_application_level(application :: atom()) :: :ok | {:error, :not_loaded}
  def unset_application_level(app) do
    case :application.get_key(app, :modules) do
      {:ok, modules} -> unset_module_level(modules)
      :undefined -> {:error, {:not_loaded, app}}
    end
  end

  @doc """
  Changes one part of the configuration of a handler's formatter.

      iex> :logger.update_formatter_config(:no_such_handler, :single_line, true)
      {:error, {:not_found, :no_such_handler}}
  """
  @spec update_formatter_config(handler_id(), key :: atom(), term()) :: :ok | {:error, term()}
  def update_formatter_config(id, key, value), do: update_formatter_config(id, %{key => value})

  ## The metadata of processes

  defp process_metadata() do
    case :erlang.get(:"$logger_metadata$") do
      meta when is_map(meta) -> meta
      _ -> %{}
    end
  end

  @doc """
  Sets the caller's metadata, which goes with all it logs.

      iex> :logger.set_process_metadata(%{user: 1})
      :ok
      iex> :logger.get_process_metadata()
      %{user: 1}
      iex> :logger.unset_process_metadata()
      :ok
  """
  @spec set_process_metadata(metadata()) :: :ok
  def set_process_metadata(meta) when is_map(meta) do
    :erlang.put(:"$logger_metadata$", meta)
    :ok
  end

  @doc """
  Adds to the caller's metadata.

      iex> :logger.set_process_metadata(%{user: 1})
      iex> :logger.update_process_metadata(%{lamp: 2})
      :ok
      iex> :logger.get_process_metadata()
      %{lamp: 2, user: 1}
      iex> :logger.unset_process_metadata()
      :ok
  """
  @spec update_process_metadata(metadata()) :: :ok
  def update_process_metadata(meta) when is_map(meta), do: set_process_metadata(:maps.merge(process_metadata(), meta))

  @doc """
  The caller's metadata, or `:undefined`.

      iex> :logger.get_process_metadata()
      :undefined
  """
  @spec get_process_metadata() :: metadata() | :undefined
  def get_process_metadata(), do: :erlang.get(:"$logger_metadata$")

  @doc """
  Takes the caller's metadata away.

      iex> :logger.set_process_metadata(%{user: 1})
      iex> :logger.unset_process_metadata()
      :ok
      iex> :logger.get_process_metadata()
      :undefined
  """
  @spec unset_process_metadata() :: :ok
  def unset_process_metadata() do
    :erlang.erase(:"$logger_metadata$")
    :ok
  end

  @doc """
  Like `format_report/1`, for reports of OTP.

      iex> {format, args} = :logger.format_otp_report(%{label: {:example, :lamp}, report: [lamp: 1]})
      iex> is_list(:io_lib.format(format, args))
      true
  """
  @spec format_otp_report(report()) :: {:io.format(), [term()]}
  def format_otp_report(report), do: format_report(report)

  @doc """
  The text of a report: `{format, arguments}`.

      iex> {format, args} = :logger.format_report(%{lamp: 1})
      iex> IO.chardata_to_string(:io_lib.format(format, args))
      "    lamp: 1"
  """
  @spec format_report(report()) :: {:io.format(), [term()]}
  def format_report(report) when is_map(report), do: format_report(:maps.to_list(report))
  def format_report([]), do: {~c"~tp", [[]]}

  def format_report(report) when is_list(report) do
    if :io_lib.printable_unicode_list(report) do
      {~c"~ts", [report]}
    else
      formats = for item <- report, do: if(match?({_, _}, item), do: ~c"    ~tp: ~tp", else: ~c"    ~tp")
      args = :lists.flatmap(&if(is_tuple(&1) and tuple_size(&1) == 2, do: :erlang.tuple_to_list(&1), else: [&1]), report)
      {:lists.append(:lists.join(~c"\n", formats)), args}
    end
  end

  def format_report(report), do: {~c"~tp", [report]}
end
