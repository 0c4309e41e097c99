defmodule Logger.Translator do
  @moduledoc """
  Turns what a log event says into text: Erlang's formats and the reports of servers, tasks and supervisors.

  The primary filter `:logger_translator` does so with the translators of `Logger.add_translator/1`, of which `translate/4` is the last.
  """

  @doc """
  What a translator does: `{:ok, text, metadata}`, `{:ok, text}`, `:skip` for what is not to be logged, or `:none`.

  `message` is `{format, arguments}` for the kind `:format`; for `:report` it is `{label, report}`, or `{:logger, report}` for a report that has
  more than a label and a report.
  """
  @callback translate(min_level :: atom, level :: atom, kind :: :format | :report, message :: term) ::
              {:ok, IO.chardata(), keyword} | {:ok, IO.chardata()} | :skip | :none

  @doc "The translator of the library's own reports."
  @spec translate(Logger.level(), Logger.level(), :report | :format, term()) :: {:ok, IO.chardata(), keyword()} | {:ok, IO.chardata()} | :skip | :none
  def translate(_min_level, _level, :report, {:logger, %{label: label} = report}), do: translated(label, report)
  def translate(_min_level, _level, :report, {:logger, _report}), do: :none
  def translate(_min_level, _level, :report, {label, report}), do: translated(label, %{report: report})

  def translate(_min_level, _level, :format, {~c"Error in process ~p with exit value" ++ _, [_pid, {reason, stacktrace}]} = message)
      when is_list(stacktrace),
      do: {:ok, formatted(message), [crash_reason: {Exception.normalize(:error, reason, stacktrace), stacktrace}]}

  def translate(_min_level, _level, :format, {~c"Error in process ~p on node ~p with exit value" ++ _, [pid, node, {reason, stacktrace}]})
      when is_list(stacktrace),
      do:
        {:ok, ["Process ", inspect(pid), " on node ", inspect(node), " raised an exception\n", trimmed(Exception.format(:error, reason, stacktrace))],
         [crash_reason: {Exception.normalize(:error, reason, stacktrace), stacktrace}]}

  def translate(_min_level, _level, :format, _message), do: :none

  defp translated(label, report) do
    case report(label, report) do
      :none -> :none
      text -> {:ok, text, crash(label, report)}
    end
  end

  @doc "The primary filter `:logger_translator`."
  @spec filter(:logger.log_event(), term()) :: :logger.log_event() | :stop | :ignore
  def filter(%{msg: {:string, _}}, _config), do: :ignore

  def filter(%{msg: message, level: level, meta: meta} = event, %{translators: translators}) do
    %{level: least} = :logger.get_primary_config()

    try do
      if :joist_logger.shown?(event), do: ask(translators, least, level, message), else: :skip
    catch
      class, reason -> {:ok, ["Failure while translating a log event\n", Exception.format(class, reason, __STACKTRACE__)]}
    else
      :none -> :ignore
      :skip -> :stop
      {:ok, text} -> %{event | msg: {:string, text}}
      {:ok, text, more} -> %{event | msg: {:string, text}, meta: :maps.merge(meta, :maps.from_list(more))}
    end
  end

  defp ask(translators, least, level, {:report, %{label: label, report: report} = all}) when map_size(all) == 2,
    do: ask(translators, least, level, :report, {label, report})

  defp ask(translators, least, level, {:report, %{label: {:error_logger, _}, format: format, args: args}}),
    do: ask(translators, least, level, :format, {format, args})

  defp ask(translators, least, level, {:report, report}), do: ask(translators, least, level, :report, {:logger, report})
  defp ask(translators, least, level, message), do: ask(translators, least, level, :format, message)

  defp ask([], _least, _level, _kind, _data), do: :none

  defp ask([{module, function} | rest], least, level, kind, data) do
    case :erlang.apply(module, function, [least, level, kind, data]) do
      :none -> ask(rest, least, level, kind, data)
      result -> result
    end
  end

  # What handlers learn of a crash beside the text.
  defp crash({:gen_statem, :terminate}, %{reason: reason, name: name}), do: [{:crash_reason, crash_reason(caught(reason))} | registered(name)]

  defp crash({behaviour, :terminate}, %{reason: reason, name: name}) when behaviour in [:gen_server, :gen_event],
    do: [{:crash_reason, crash_reason(reason)} | registered(name)]

  defp crash({Task.Supervisor, :terminating}, %{report: %{reason: reason, name: name}}),
    do: [{:crash_reason, crash_reason(reason)} | registered(name)]

  defp crash({:proc_lib, :crash}, %{report: [own | _]}) do
    {class, reason, stacktrace} = Keyword.fetch!(own, :error_info)
    cause = if class == :error, do: Exception.normalize(:error, reason, stacktrace), else: reason
    dictionary = Keyword.get(own, :dictionary, [])

    initial_call =
      case Keyword.fetch(own, :initial_call) do
        {:ok, call} -> [initial_call: initial_call(call)]
        :error -> []
      end

    callers = if callers = dictionary[:"$callers"], do: [callers: callers], else: []
    user = :maps.to_list(Keyword.get(dictionary, :"$logger_metadata$", %{}))
    registered(own[:registered_name]) ++ [crash_reason: {cause, stacktrace}] ++ callers ++ [ancestors: Keyword.get(own, :ancestors, [])] ++ initial_call ++ user
  end

  defp crash(_label, _report), do: []

  defp crash_reason({cause, [_ | _] = stacktrace} = reason) do
    for entry <- stacktrace, do: Exception.format_stacktrace_entry(entry)

    case normalized(cause, stacktrace) do
      %ErlangError{} -> {cause, stacktrace}
      exception -> {exception, stacktrace}
    end
  catch
    :error, _ -> {reason, []}
  end

  defp crash_reason(reason), do: {reason, []}

  # What a server says of a function that is not there.
  defp normalized(missing, [{module, function, args, _} | _]) when missing in [:"module could not be loaded", :"function not exported"] do
    arity = if is_list(args), do: length(args), else: args
    UndefinedFunctionError.exception(module: module, function: function, arity: arity, reason: missing)
  end

  defp normalized(cause, stacktrace), do: Exception.normalize(:error, cause, stacktrace)

  defp registered(name) when is_atom(name) and name not in [nil, :undefined], do: [registered_name: name]
  defp registered(_name), do: []

  @doc "The text of an event."
  @spec text(:logger.log_event()) :: IO.chardata()
  def text(%{msg: message, meta: meta}) do
    case message do
      {:string, text} ->
        text

      {:report, %{label: label} = report} when not is_map_key(meta, :joist_raw) ->
        case report(label, report) do
          :none -> plain(report, meta)
          text -> text
        end

      {:report, report} ->
        plain(report, meta)

      message when is_map_key(meta, :joist_raw) ->
        format(elem(message, 0), elem(message, 1))

      message ->
        formatted(message)
    end
  end

  defp formatted({~c"Error in process ~p with exit value" ++ _, [pid, {reason, stacktrace}]}) when is_list(stacktrace),
    do: ["Process ", inspect(pid), " raised an exception\n", trimmed(Exception.format(:error, reason, stacktrace))]

  defp formatted({format, args}), do: format(format, args)

  defp plain(report, %{report_cb: callback}) when is_function(callback, 1) do
    {format, args} = callback.(report)
    format(format, args)
  end

  defp plain(report, %{report_cb: callback}) when is_function(callback, 2),
    do: callback.(report, %{depth: :unlimited, chars_limit: :unlimited, single_line: false})

  defp plain(report, _meta) when is_map(report), do: inspected(:maps.to_list(:maps.remove(:__struct__, report)))
  defp plain(report, _meta), do: inspected(report)

  ## Reports

  defp report({:joist_restore, :refused}, %{module: module, class: class, reason: reason, stacktrace: stacktrace}),
    do: [inspect(module), ".handle_restore/2 failed, the server starts anew\n", trimmed(Exception.format(class, reason, stacktrace))]

  defp report({:gen_server, :terminate}, report) do
    with_details(
      [
        "GenServer ",
        inspect(report.name),
        " terminating",
        reason(report.reason),
        label(report),
        "\nLast message",
        from(report),
        ": ",
        inspected(unwrapped(report.last_message))
      ],
      ["\nState: ", inspected(report.state), client(report.client_info)]
    )
  end

  defp report({:gen_statem, :terminate}, report) do
    with_details(
      [
        ":gen_statem ",
        inspect(report.name),
        " terminating",
        reason(caught(report.reason)),
        label(report),
        "\nQueue: ",
        inspected(report.queue),
        "\nPostponed: ",
        inspected(report.postponed)
      ],
      [
        "\nState: ",
        inspected(report.state),
        "\nCallback mode: ",
        inspected(report.callback_mode),
        ", state_enter: ",
        :erlang.atom_to_binary(report.state_enter),
        client(report.client_info)
      ]
    )
  end

  defp report({:gen_event, :terminate}, report) do
    with_details(
      [
        ":gen_event handler ",
        inspect(report.handler),
        " installed in ",
        inspect(report.name),
        " terminating",
        reason(report.reason),
        label(report),
        "\nLast message: ",
        inspected(report.last_message)
      ],
      ["\nState: ", inspected(report.state)]
    )
  end

  defp report({behaviour, :no_handle_info}, %{module: module, message: message}) when behaviour in [:gen_server, :gen_event],
    do: ["Undefined handle_info in ", inspect(module), "\nUnhandled message: ", inspect(message)]

  defp report({GenServer, :no_handle_info}, %{report: %{module: module, message: message, name: name}}),
    do: [inspect(module), " ", inspect(name), " received unexpected message in handle_info/2: ", inspect(message), "\n"]

  defp report({Task.Supervisor, :terminating}, %{report: report}) do
    [
      "Task ",
      inspect(report.name),
      " started from ",
      inspect(report.starter),
      " terminating",
      reason(report.reason),
      label(report),
      "\nFunction: ",
      inspected(report.function),
      "\n    Args: ",
      inspected(report.args)
    ]
  end

  defp report({:supervisor, :unexpected_msg}, %{report: [name: name, message: message]}),
    do: ["Supervisor ", supervisor(name), " received unexpected message: ", inspect(message)]

  defp report({DynamicSupervisor, :unexpected_msg}, %{report: %{name: name, msg: message}}),
    do: ["DynamicSupervisor ", supervisor(name), " received unexpected message: ", inspect(message)]

  defp report({:supervisor, :progress}, %{report: report}) do
    started = Keyword.fetch!(report, :started)
    child(started) ++ [supervisor(Keyword.fetch!(report, :supervisor)), " started", details(started)]
  end

  defp report({:supervisor, context}, %{report: report}) do
    offender = Keyword.fetch!(report, :offender)
    context = Keyword.get(report, :errorContext, context)

    what =
      case context do
        :start_error -> " failed to start"
        :child_terminated -> " terminated"
        :shutdown -> " caused shutdown"
        :shutdown_error -> " shut down abnormally"
        :state_dropped -> " failed again with the state that it was restored with, and starts anew"
        _ -> [" ", :erlang.atom_to_binary(context)]
      end

    child(offender) ++ [
      supervisor(Keyword.fetch!(report, :supervisor)),
      what,
      "\n** (exit) ",
      Exception.format_exit(why(context, Keyword.fetch!(report, :reason))),
      # A supervisor that gives up speaks of a process that is gone.
      if(context == :state_dropped, do: ["\nPid: ", inspect(offender[:pid])], else: details(if(context == :shutdown, do: Keyword.delete(offender, :pid), else: offender)))
    ]
  end

  defp report({:proc_lib, :crash}, %{report: [own, linked]}) do
    {class, reason, stacktrace} = Keyword.fetch!(own, :error_info)

    [
      "Process ",
      process(own),
      " terminating\n",
      Exception.format_banner(class, reason, stacktrace),
      for(entry <- stacktrace, do: ["\n    ", Exception.format_stacktrace_entry(entry)]),
      properties(own, "\n"),
      if(linked == [], do: [], else: "\nNeighbours:"),
      for({:neighbour, neighbour} <- linked, do: ["\n    ", process(neighbour), properties(neighbour, "\n        ")])
    ]
  end

  defp report({:application_controller, :progress}, %{report: [application: app, started_at: node]}),
    do: ["Application ", :erlang.atom_to_binary(app), " started at ", inspect(node)]

  defp report({:application_controller, :exit}, %{report: report}),
    do: ["Application ", :erlang.atom_to_binary(report[:application]), " exited: ", Exception.format_exit(report[:exited])]

  defp report(_label, _report), do: :none

  defp label(%{process_label: label}) when label not in [:undefined, nil], do: ["\nProcess Label: ", inspected(label)]
  defp label(_report), do: []

  defp process(info) do
    case Keyword.get(info, :registered_name, []) do
      [] -> inspect(Keyword.fetch!(info, :pid))
      name -> [inspect(name), " (", inspect(Keyword.fetch!(info, :pid)), ")"]
    end
  end

  # What a crash report says of a process, the more of it to those who debug.
  defp properties(info, indent) do
    all? = :logger.allow(:debug, nil)

    for {key, value} <- info do
      case key do
        :initial_call -> [indent, "Initial Call: ", call(initial_call(value))]
        :current_function when value != [] -> [indent, "Current Call: ", call(value)]
        :ancestors -> [indent, "Ancestors: ", inspect(value)]
        :process_label when value != :undefined -> [indent, "Process Label: ", inspect(value)]
        :current_stacktrace when all? -> [indent, "Current Stacktrace:", for(entry <- value, do: [indent, "    ", Exception.format_stacktrace_entry(entry)])]
        _ -> if(all? and property(key) != nil, do: [indent, property(key), ": ", inspect(value)], else: [])
      end
    end
  end

  defp property(key) do
    case key do
      :message_queue_len -> "Message Queue Length"
      :messages -> "Messages"
      :links -> "Links"
      :dictionary -> "Dictionary"
      :trap_exit -> "Trapping Exits"
      :status -> "Status"
      :heap_size -> "Heap Size"
      :stack_size -> "Stack Size"
      :reductions -> "Reductions"
      _ -> nil
    end
  end

  defp initial_call({:supervisor, module, _args}), do: {module, :init, 1}
  defp initial_call({module, function, args}) when is_list(args), do: {module, function, length(args)}
  defp initial_call(call), do: call

  defp start(child) do
    case Keyword.fetch(child, :mod) do
      {:ok, module} -> ["\nStart Module: ", inspect(module)]
      :error -> ["\nStart Call: ", call(Keyword.get(child, :mfargs))]
    end
  end

  # A start function that failed.
  defp why(:start_error, {:EXIT, reason}), do: reason
  defp why(_context, reason), do: reason

  # What is told only to those who debug.
  defp debug(text), do: if(:logger.allow(:debug, nil), do: text, else: [])

  defp with_details(text, details), do: if(:logger.allow(:debug, nil), do: [text, details], else: text)

  defp inspected(term), do: inspect(term, Application.get_env(:logger, :translator_inspect_opts, []))

  defp from(%{client_info: {_pid, {name, _stacktrace}}}) when is_atom(name), do: [" (from ", inspect(name), ")"]
  defp from(%{last_message: {:"$gen_call", {pid, _tag}, _request}}), do: [" (from ", inspect(pid), ")"]
  defp from(_report), do: []

  defp unwrapped({:"$gen_call", _from, request}), do: request
  defp unwrapped(message), do: message

  # {class, reason, stacktrace} as the reason of an exit.
  defp caught({:throw, value, stacktrace}), do: {{:nocatch, value}, stacktrace}
  defp caught({_class, reason, stacktrace}), do: {reason, stacktrace}

  defp client({pid, :dead}), do: ["\nClient ", inspect(pid), " is dead"]
  defp client({pid, :remote}), do: ["\nClient ", inspect(pid), " is remote on node ", inspect(node(pid))]

  defp client({_pid, {name, stacktrace}}),
    do: ["\nClient ", inspect(name), " is alive\n", for(entry <- stacktrace, do: ["\n    ", Exception.format_stacktrace_entry(entry)])]

  defp client(_none), do: []

  # The reason of an end: that of an exception with its stack trace, that of an exit as it is.
  defp reason({cause, [_ | _] = stacktrace} = reason) do
    try do
      for entry <- stacktrace, do: ["\n    ", Exception.format_stacktrace_entry(entry)]
    catch
      :error, _ -> ["\n** (stop) ", Exception.format_exit(reason)]
    else
      frames -> ["\n", banner(cause, stacktrace), frames]
    end
  end

  defp reason(reason), do: ["\n** (stop) ", Exception.format_exit(reason)]

  defp banner(cause, stacktrace) do
    case normalized(cause, stacktrace) do
      %ErlangError{} when not is_exception(cause) -> ["** (stop) ", Exception.format_exit(cause)]
      exception -> Exception.format_banner(:error, exception, stacktrace)
    end
  end

  defp child(child) do
    case Keyword.fetch(child, :id) do
      {:ok, id} -> ["Child ", inspect(id), " of Supervisor "]
      :error -> ["Child of Supervisor "]
    end
  end

  defp supervisor({:local, name}), do: inspect(name)
  defp supervisor({:global, name}), do: inspect(name)
  defp supervisor({:via, _module, name}), do: inspect(name)
  defp supervisor({pid, module}) when is_pid(pid), do: [inspect(pid), " (", inspect(module), ")"]
  defp supervisor(name), do: inspect(name)

  defp details(child) do
    pid = Keyword.get(child, :pid)

    [
      if(is_pid(pid), do: ["\nPid: ", inspect(pid)], else: []),
      start(child),
      debug([
        for({key, name} <- [restart_type: "\nRestart: ", shutdown: "\nShutdown: ", child_type: "\nType: "], Keyword.has_key?(child, key), do: [name, inspect(child[key])]),
        if(Keyword.get(child, :significant, false), do: "\nSignificant: true", else: [])
      ])
    ]
  end

  defp call({module, function, args}) when is_list(args), do: Exception.format_mfa(module, function, args)
  defp call({module, function, arity}) when is_integer(arity), do: Exception.format_mfa(module, function, arity)
  defp call({module, function, :undefined}), do: [inspect(module), ".", Macro.inspect_atom(:remote_call, function), "/?"]
  defp call(other), do: inspect(other)

  defp trimmed(text), do: String.trim_trailing(text, "\n")

  ## Erlang's formats

  # Terms are shown as Elixir shows them; what is not common is left to :io_lib.
  defp format(format, args) do
    formatted(:unicode.characters_to_list(format), args, [])
  catch
    _, _ -> ["FORMAT ERROR: ", inspect(format), " - ", inspect(args)]
  end

  defp formatted([], [], text), do: :lists.reverse(text)

  defp formatted([?~ | rest], args, text) do
    {directive, rest} = directive(rest, [])

    case {directive, args} do
      {[?n | _], _} -> formatted(rest, args, [?\n | text])
      {[?~ | _], _} -> formatted(rest, args, [?~ | text])
      {[kind | _], [arg | args]} when kind in [?p, ?w] -> formatted(rest, args, [inspect(arg, pretty: kind == ?p) | text])
      {[kind | _], [arg, _depth | args]} when kind in [?P, ?W] -> formatted(rest, args, [inspect(arg, pretty: kind == ?P) | text])
      {[?s], [arg | args]} -> formatted(rest, args, [chars(arg) | text])
      {[?s, ?t], [arg | args]} -> formatted(rest, args, [chars(arg) | text])
      {_, [arg | args]} -> formatted(rest, args, [:io_lib.format([?~ | :lists.reverse(directive)], [arg]) | text])
    end
  end

  defp formatted([char | rest], args, text), do: formatted(rest, args, [char | text])

  # A directive, reversed, and what follows it.
  defp directive([char | rest], read) when char in ?0..?9 or char in [?., ?*, ?-, ?t, ?l], do: directive(rest, [char | read])
  defp directive([char | rest], read), do: {[char | read], rest}

  defp chars(atom) when is_atom(atom), do: :erlang.atom_to_binary(atom)
  defp chars(chars), do: chars
end
