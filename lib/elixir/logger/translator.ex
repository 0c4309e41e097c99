defmodule Logger.Translator do
  @moduledoc """
  Turns what a log event says into text: Erlang's formats and the reports of servers, tasks and supervisors.
  """

  @doc "The text of an event."
  def text(%{msg: message, meta: meta} = event) do
    case message do
      {:string, text} -> text
      {:report, %{label: label} = report} -> report(label, report, event)
      {:report, report} -> plain(report, meta)
      {format, args} -> format(format, args)
    end
  end

  defp plain(report, %{report_cb: callback}) when is_function(callback, 1) do
    {format, args} = callback.(report)
    format(format, args)
  end

  defp plain(report, %{report_cb: callback}) when is_function(callback, 2),
    do: callback.(report, %{depth: :unlimited, chars_limit: :unlimited, single_line: false})

  defp plain(report, _meta) when is_map(report), do: inspect(:maps.to_list(:maps.remove(:__struct__, report)))
  defp plain(report, _meta), do: inspect(report)

  ## Reports

  defp report({:joist, :crash}, %{process: pid, reason: reason, stacktrace: stacktrace}, _event),
    do: ["Process ", inspect(pid), " raised an exception\n", trimmed(Exception.format(:error, reason, stacktrace))]

  defp report({:joist_restore, :refused}, %{module: module, class: class, reason: reason, stacktrace: stacktrace}, _event),
    do: [inspect(module), ".handle_restore/2 failed, the server starts anew\n", trimmed(Exception.format(class, reason, stacktrace))]

  defp report({:gen_server, :terminate}, report, _event) do
    [
      "GenServer ",
      inspect(report.name),
      " terminating",
      label(report),
      reason(report.reason),
      last_message(report.last_message),
      debug(["\nState: ", inspect(report.state), client(report.client_info)])
    ]
  end

  defp report({:gen_statem, :terminate}, report, _event) do
    [
      ":gen_statem ",
      inspect(report.name),
      " terminating",
      label(report),
      reason(report.reason),
      queue(report.queue),
      debug([postponed(report.postponed), "\nState: ", inspect(report.state), client(report.client_info)])
    ]
  end

  defp report({:gen_event, :terminate}, report, _event) do
    [
      ":gen_event handler ",
      inspect(report.handler),
      " installed in ",
      inspect(report.name),
      " terminating",
      reason(report.reason),
      last_message(report.last_message),
      debug(["\nState: ", inspect(report.state)])
    ]
  end

  defp report({behaviour, :no_handle_info}, %{module: module, message: message}, _event) when behaviour in [:gen_server, :gen_event],
    do: ["Undefined handle_info in ", inspect(module), "\nUnhandled message: ", inspect(message)]

  defp report({GenServer, :no_handle_info}, %{report: %{module: module, message: message, name: name}}, _event),
    do: [inspect(module), " ", inspect(name), " received unexpected message in handle_info/2: ", inspect(message), "\n"]

  defp report({Task.Supervisor, :terminating}, %{report: report}, _event) do
    [
      "Task ",
      inspect(report.name),
      " started from ",
      inspect(report.starter),
      " terminating",
      label(report),
      reason(report.reason),
      "\nFunction: ",
      inspect(report.function),
      "\n    Args: ",
      inspect(report.args)
    ]
  end

  defp report({:supervisor, :unexpected_msg}, %{report: [name: name, message: message]}, _event),
    do: ["Supervisor ", supervisor(name), " received unexpected message: ", inspect(message)]

  defp report({DynamicSupervisor, :unexpected_msg}, %{report: %{msg: message}}, %{meta: %{pid: pid}}),
    do: ["DynamicSupervisor ", inspect(pid), " received unexpected message: ", inspect(message)]

  defp report({:supervisor, :progress}, %{report: report}, _event) do
    started = Keyword.fetch!(report, :started)
    ["Child ", child(started), " of Supervisor ", supervisor(Keyword.fetch!(report, :supervisor)), " started", details(started)]
  end

  defp report({:supervisor, context}, %{report: report}, _event) do
    offender = Keyword.fetch!(report, :offender)

    what =
      case context do
        :start_error -> " failed to start"
        :child_terminated -> " terminated"
        :shutdown -> " caused shutdown"
        :shutdown_error -> " shut down abnormally"
        :state_dropped -> " failed again with the state that it was restored with, and starts anew"
        _ -> [" ", :erlang.atom_to_binary(context)]
      end

    [
      "Child ",
      child(offender),
      " of Supervisor ",
      supervisor(Keyword.fetch!(report, :supervisor)),
      what,
      "\n** (exit) ",
      Exception.format_exit(Keyword.fetch!(report, :reason)),
      if(context == :state_dropped, do: [], else: details(offender))
    ]
  end

  defp report({:proc_lib, :crash}, %{report: [own, linked]}, _event) do
    {class, reason, stacktrace} = Keyword.fetch!(own, :error_info)
    name = Keyword.get(own, :registered_name, [])

    [
      "Process ",
      inspect(if(name == [], do: Keyword.fetch!(own, :pid), else: name)),
      " terminating\n",
      trimmed(Exception.format(class, reason, stacktrace)),
      "\nInitial Call: ",
      call(Keyword.get(own, :initial_call)),
      "\nAncestors: ",
      inspect(Keyword.get(own, :ancestors, [])),
      if(linked == [], do: [], else: ["\nNeighbours: ", inspect(linked)])
    ]
  end

  defp report({:application_controller, :exit}, %{report: report}, _event),
    do: ["Application ", :erlang.atom_to_binary(report[:application]), " exited: ", Exception.format_exit(report[:exited])]

  defp report(_label, report, %{meta: meta}), do: plain(report, meta)

  defp label(%{process_label: label}) when label not in [:undefined, nil], do: ["\nProcess Label: ", inspect(label)]
  defp label(_report), do: []

  # What is told only to those who debug.
  defp debug(text), do: if(:logger.allow(:debug, nil), do: text, else: [])

  defp last_message({:"$gen_call", {pid, _tag}, request}), do: ["\nLast message (from ", inspect(pid), "): ", inspect(request)]
  defp last_message(message), do: ["\nLast message: ", inspect(message)]

  defp queue([]), do: []
  defp queue([last]), do: ["\nQueue: ", inspect([last])]
  defp queue([last | rest]), do: ["\nQueue: ", inspect([last]), "\nPostponed: ", inspect(rest)]
  defp postponed([]), do: []
  defp postponed(events), do: ["\nPostponed: ", inspect(events)]

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
    case Exception.normalize(:error, cause, stacktrace) do
      %ErlangError{} -> ["** (stop) ", Exception.format_exit(cause)]
      exception -> Exception.format_banner(:error, exception, stacktrace)
    end
  end

  defp child(child) do
    case Keyword.get(child, :id) do
      :undefined -> inspect(Keyword.get(child, :pid))
      nil -> inspect(Keyword.get(child, :pid))
      id -> inspect(id)
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
      "\nStart Call: ",
      call(Keyword.get(child, :mfargs)),
      debug([
        "\nRestart: ",
        inspect(Keyword.get(child, :restart_type)),
        "\nShutdown: ",
        inspect(Keyword.get(child, :shutdown)),
        "\nType: ",
        inspect(Keyword.get(child, :child_type))
      ])
    ]
  end

  defp call({module, function, args}) when is_list(args), do: Exception.format_mfa(module, function, args)
  defp call({module, function, arity}) when is_integer(arity), do: Exception.format_mfa(module, function, arity)
  defp call({module, function, :undefined}), do: [Exception.format_mfa(module, function, 0), "..."]
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
      {[kind | _], [arg | args]} when kind in [?p, ?w] -> formatted(rest, args, [inspect(arg) | text])
      {[kind | _], [arg, _depth | args]} when kind in [?P, ?W] -> formatted(rest, args, [inspect(arg) | text])
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
