defmodule Exception do
  @moduledoc """
  Exceptions: their messages, and the text of errors, exits and stack traces.
  """

  @type t() :: %{:__struct__ => module(), :__exception__ => true, optional(atom()) => any()}
  @type kind() :: :error | non_error_kind()
  @type non_error_kind() :: :exit | :throw | {:EXIT, pid()}
  @type stacktrace() :: [stacktrace_entry()]

  @type stacktrace_entry() ::
          {module(), atom(), arity_or_args(), location()} | {(... -> any()), arity_or_args(), location()}

  @type arity_or_args() :: non_neg_integer() | list()
  @type location() :: keyword()

  @callback exception(term()) :: t()

  @callback message(t()) :: String.t()

  @callback blame(t(), stacktrace()) :: {t(), stacktrace()}

  @optional_callbacks blame: 2

  @doc false
  def exception?(term), do: is_exception(term)

  @doc """
  The message of an exception.

      iex> Exception.message(%RuntimeError{message: "oops"})
      "oops"
  """
  def message(%module{__exception__: true} = exception) do
    try do
      module.message(exception)
    rescue
      caught ->
        "got #{inspect(caught.__struct__)} with message #{inspect(message(caught))} " <>
          "while retrieving Exception.message/1 for #{inspect(exception)}" <>
          ". Stacktrace:" <> "\n" <> format_stacktrace(__STACKTRACE__)
    else
      result when is_binary(result) ->
        result

      result ->
        "got #{inspect(result)} while retrieving Exception.message/1 for #{inspect(exception)} (expected a string)"
    end
  end

  @doc """
  Turns a reason of class `:error` into an exception; other classes stay as they are.

      iex> Exception.normalize(:error, :badarith).__struct__
      ArithmeticError
  """
  @spec normalize(:error, any(), stacktrace()) :: t()
  @spec normalize(non_error_kind(), payload, stacktrace()) :: payload when payload: var
  def normalize(kind, payload, stacktrace \\ [])
  def normalize(:error, %_{__exception__: true} = payload, _stacktrace), do: payload
  def normalize(:error, payload, stacktrace), do: ErlangError.normalize(payload, stacktrace)
  def normalize(_kind, payload, _stacktrace), do: payload

  @doc """
  The line that introduces an error, an exit or a throw.

      iex> Exception.format_banner(:throw, 1)
      "** (throw) 1"
  """
  @spec format_banner(kind(), any(), stacktrace()) :: String.t()
  def format_banner(kind, exception, stacktrace \\ [])

  def format_banner(:error, exception, stacktrace) do
    exception = normalize(:error, exception, stacktrace)
    "** (" <> inspect(exception.__struct__) <> ") " <> message(exception)
  end

  def format_banner(:throw, reason, _stacktrace), do: "** (throw) " <> inspect(reason)
  def format_banner(:exit, reason, _stacktrace), do: "** (exit) " <> format_exit(reason, "\n    ")
  def format_banner({:EXIT, pid}, reason, _stacktrace), do: "** (EXIT from #{inspect(pid)}) " <> format_exit(reason, "\n    ")

  @doc """
  The banner and the stack trace.

      iex> Exception.format(:error, %RuntimeError{message: "oops"}, [])
      "** (RuntimeError) oops"
      iex> Exception.format(:throw, :ball, [])
      "** (throw) :ball"
  """
  @spec format(kind(), any(), stacktrace()) :: String.t()
  def format(kind, payload, stacktrace \\ [])
  def format({:EXIT, _} = kind, any, _stacktrace), do: format_banner(kind, any)

  def format(kind, payload, stacktrace) do
    message = format_banner(kind, payload, stacktrace)

    case stacktrace do
      [] -> message
      _ -> message <> "\n" <> format_stacktrace(stacktrace)
    end
  end

  @doc """
  Adds what can be found out about an error to it.

      iex> {error, _} = Exception.blame(:error, :function_clause, [{Keyword, :pop, [%{}, :key, nil], []}])
      iex> error.args
      [%{}, :key, nil]
  """
  @spec blame(:error, any(), stacktrace()) :: {t(), stacktrace()}
  @spec blame(non_error_kind(), payload, stacktrace()) :: {payload, stacktrace()} when payload: var
  def blame(kind, error, stacktrace)

  def blame(:error, error, stacktrace) do
    exception = normalize(:error, error, stacktrace)
    module = exception.__struct__

    case :erlang.function_exported(module, :blame, 2) do
      true -> module.blame(exception, stacktrace)
      false -> {exception, stacktrace}
    end
  end

  def blame(_kind, reason, stacktrace), do: {reason, stacktrace}

  @doc """
  What the clauses of a function make of arguments: `{:ok, kind, clauses}`, or `:error` when the clauses are not known,
  as they are not of modules in memory.

  A clause is `{arguments, guards}`. An argument is `%{match?: boolean, node: quoted}`, and so is a part of a guard;
  parts are joined by `{:and | :or, metadata, [left, right]}`.

      iex> {:ok, :def, [_ | _]} = Exception.blame_mfa(List, :last, [%{}, nil]); :ok
      :ok
  """
  @spec blame_mfa(module(), function :: atom(), args :: [term()]) :: {:ok, :def | :defp | :defmacro | :defmacrop, [{args :: [term()], guards :: [term()]}]} | :error
  def blame_mfa(module, function, args) when is_atom(module) and is_atom(function) and is_list(args) do
    case :elixir_code.blame(module, function, args) do
      {kind, clauses} -> {:ok, kind, Enum.map(clauses, fn {args, guards} -> {Enum.map(args, &blamed/1), Enum.map(guards, &blamed/1)} end)}
      nil -> :error
    end
  end

  defp blamed({operator, left, right}), do: {operator, [], [blamed(left), blamed(right)]}
  defp blamed({match?, code}), do: %{match?: match?, node: Macro.prewalk(code, &as_written/1)}

  # Instructions of the machine under the names that Elixir has for them.
  @renamed %{"=:=": :===, "=/=": :!==, "=<": :<=, "/=": :!=, andalso: :and, orelse: :or}

  defp as_written({:%{}, meta, [__struct__: Range, first: first, last: last, step: step]}), do: {:"..//", meta, [first, last, step]}
  defp as_written({{:., _, [:erlang, :element]}, meta, [index, tuple]}) when is_integer(index), do: {:elem, meta, [tuple, index - 1]}

  defp as_written({{:., _, [:erlang, :element]}, meta, [{plus, _, [index, 1]}, tuple]}) when plus == :+ or elem(plus, 2) == [:erlang, :+],
    do: {:elem, meta, [tuple, index]}

  defp as_written({{:., dot, [:erlang, name]}, meta, args}) when name in [:band, :bor, :bxor, :bnot, :bsl, :bsr],
    do: {{:., dot, [Bitwise, name]}, meta, args}

  defp as_written({{:., _, [:erlang, :is_map_key]}, meta, [key, map]}), do: {:is_map_key, meta, [map, key]}

  defp as_written({{:., _, [:erlang, name]}, meta, args} = call) do
    name = Map.get(@renamed, name, name)

    if Macro.special_form?(name, length(args)) or {name, length(args)} in Kernel.__info__(:functions) or name in [:and, :or],
      do: {name, meta, args},
      else: call
  end

  defp as_written(other), do: other

  @doc """
  The text of an exit reason.

      iex> Exception.format_exit(:noproc)
      "no process: the process is not alive or there's no process currently associated with the given name, possibly because its application isn't started"
  """
  @spec format_exit(any()) :: String.t()
  def format_exit(reason), do: format_exit(reason, "\n    ")

  # {:shutdown, reason} of an exit and the reasons of supervisors and calls are told in words.
  defp format_exit({%_{__exception__: true} = exception, maybe_stacktrace} = reason, joiner)
       when is_list(maybe_stacktrace) and maybe_stacktrace !== [] do
    try do
      Enum.map(maybe_stacktrace, &format_stacktrace_entry/1)
    else
      entries -> "an exception was raised:" <> joiner <> format_raised(exception, entries, joiner)
    catch
      :error, _ -> format_exit_reason(reason)
    end
  end

  # An error that was not raised by Elixir, with its stack trace.
  defp format_exit({reason, maybe_stacktrace} = exit, joiner)
       when is_list(maybe_stacktrace) and maybe_stacktrace !== [] do
    try do
      Enum.map(maybe_stacktrace, &format_stacktrace_entry/1)
    else
      entries ->
        exception = normalize(:error, reason, maybe_stacktrace)
        "an exception was raised:" <> joiner <> format_raised(exception, entries, joiner)
    catch
      :error, _ -> format_call_exit(exit, joiner)
    end
  end

  defp format_exit({{:EXIT, pid}, reason}, joiner) when is_pid(pid),
    do: "an exit signal was received from #{inspect(pid)}:" <> joiner <> "** (EXIT) " <> format_exit(reason, joiner <> "    ")

  defp format_exit(reason, joiner), do: format_call_exit(reason, joiner)

  defp format_raised(exception, entries, joiner) do
    "** (" <>
      inspect(exception.__struct__) <>
      ") " <> message(exception) <> :erlang.iolist_to_binary(Enum.map(entries, fn entry -> [joiner, "    ", entry] end))
  end

  # {reason, mfa}: what OTP's calls exit with.
  defp format_call_exit({reason, {module, function, args}} = exit, joiner)
       when is_atom(module) and is_atom(function) and (is_list(args) or is_integer(args)) do
    try do
      format_mfa(module, function, args)
    else
      mfa -> "exited in: " <> mfa <> joiner <> "** (EXIT) " <> format_exit(reason, joiner <> "    ")
    catch
      :error, _ -> format_exit_reason(exit)
    end
  end

  defp format_call_exit(reason, joiner), do: format_start_exit(reason, joiner)

  defp format_start_exit({:failed_to_start_child, child, {:EXIT, reason}}, joiner),
    do: format_start_child(child, reason, joiner)

  defp format_start_exit({:shutdown, {:failed_to_start_child, child, {:EXIT, reason}}}, joiner),
    do: "shutdown: " <> format_start_child(child, reason, joiner)

  defp format_start_exit({:failed_to_start_child, child, reason}, joiner), do: format_start_child(child, reason, joiner)

  defp format_start_exit({:shutdown, {:failed_to_start_child, child, reason}}, joiner),
    do: "shutdown: " <> format_start_child(child, reason, joiner)

  defp format_start_exit(reason, _joiner), do: format_exit_reason(reason)

  defp format_start_child(child, reason, joiner),
    do: "failed to start child: " <> inspect(child) <> joiner <> "** (EXIT) " <> format_exit(reason, joiner <> "    ")

  defp format_exit_reason(:normal), do: "normal"
  defp format_exit_reason(:shutdown), do: "shutdown"
  defp format_exit_reason({:shutdown, reason}), do: "shutdown: " <> inspect(reason)
  defp format_exit_reason(:calling_self), do: "process attempted to call itself"
  defp format_exit_reason(:timeout), do: "time out"
  defp format_exit_reason(:killed), do: "killed"
  defp format_exit_reason(:noconnection), do: "no connection"

  defp format_exit_reason(:noproc),
    do:
      "no process: the process is not alive or there's no process currently associated with the given name, possibly because its application isn't started"

  defp format_exit_reason({:nodedown, node}) when is_atom(node), do: "no connection to " <> :erlang.atom_to_binary(node)

  defp format_exit_reason({:bad_return_value, value}), do: "bad return value: " <> inspect(value)
  defp format_exit_reason({:bad_call, request}), do: "bad call: " <> inspect(request)
  defp format_exit_reason({:bad_cast, request}), do: "bad cast: " <> inspect(request)

  # supervisors
  defp format_exit_reason({:start_spec, spec}), do: "bad child specification, " <> child_spec(spec)
  defp format_exit_reason({:supervisor_data, data}), do: "bad supervisor configuration, " <> supervisor_data(data)
  defp format_exit_reason(:no_children_spec), do: "bad supervisor configuration, missing start specifications"

  defp format_exit_reason({:already_started, pid}), do: "already started: " <> inspect(pid)
  defp format_exit_reason({:bad_return, {module, :init, value}}), do: "#{inspect(module)}.init/1 returned a bad value: " <> inspect(value)

  defp format_exit_reason({:bad_start_spec, start_spec}), do: "bad child specification, invalid children: " <> inspect(start_spec)
  defp format_exit_reason({:invalid_child_spec, spec}), do: "bad child specification, got: " <> inspect(spec)
  defp format_exit_reason(reason), do: inspect(reason)

  defp supervisor_data({:invalid_type, type}), do: "invalid type: " <> inspect(type)
  defp supervisor_data({:invalid_strategy, strategy}), do: "invalid strategy: " <> inspect(strategy)
  defp supervisor_data({:invalid_intensity, intensity}), do: "invalid max_restarts (intensity): " <> inspect(intensity)
  defp supervisor_data({:invalid_period, period}), do: "invalid max_seconds (period): " <> inspect(period)
  defp supervisor_data({:invalid_max_children, children}), do: "invalid max_children: " <> inspect(children)
  defp supervisor_data({:invalid_extra_arguments, extra}), do: "invalid extra_arguments: " <> inspect(extra)
  defp supervisor_data(other), do: "got: " <> inspect(other)

  defp child_spec({:duplicate_child_name, id}) do
    """
    more than one child specification has the id: #{inspect(id)}.
    If using maps as child specifications, make sure the :id keys are unique.
    If using a module or {module, arg} as child, use Supervisor.child_spec/2 to change the :id, for example:

        children = [
          Supervisor.child_spec({MyWorker, arg}, id: :my_worker_1),
          Supervisor.child_spec({MyWorker, arg}, id: :my_worker_2)
        ]
    """
  end

  defp child_spec({:invalid_child_spec, spec}), do: "invalid child specification: " <> inspect(spec)
  defp child_spec({:invalid_child_type, type}), do: "invalid child type: #{inspect(type)}. Must be :worker or :supervisor."
  defp child_spec({:invalid_mfa, mfa}), do: "invalid mfa: " <> inspect(mfa)
  defp child_spec({:invalid_restart_type, restart}), do: "invalid restart type: #{inspect(restart)}. Must be :permanent, :transient or :temporary."
  defp child_spec({:invalid_shutdown, shutdown}), do: "invalid shutdown: #{inspect(shutdown)}. Must be an integer >= 0, :infinity or :brutal_kill."
  defp child_spec({:invalid_module, module}), do: "invalid module: #{inspect(module)}. Must be an atom."
  defp child_spec({:invalid_modules, modules}), do: "invalid modules: #{inspect(modules)}. Must be a list of atoms or :dynamic."
  defp child_spec(other), do: "got: " <> inspect(other)

  @doc """
  A frame of a stack trace.

      iex> Exception.format_stacktrace_entry({Foo, :bar, 1, [file: ~c"foo.ex", line: 2]})
      "foo.ex:2: Foo.bar/1"
  """
  @spec format_stacktrace_entry(stacktrace_entry()) :: String.t()
  def format_stacktrace_entry(entry)

  def format_stacktrace_entry({module, :__MODULE__, 0, location}),
    do: location(location) <> inspect(module) <> " (module)"

  def format_stacktrace_entry({_module, :__MODULE__, 1, location}), do: location(location) <> "(module)"
  def format_stacktrace_entry({_module, :__FILE__, 1, location}), do: location(location) <> "(file)"

  def format_stacktrace_entry({module, fun, arity, location}),
    do: application(module) <> location(location) <> format_mfa(module, fun, arity)

  def format_stacktrace_entry({fun, arity, location}), do: location(location) <> format_fa(fun, arity)

  defp application(module) do
    case :application.get_application(module) do
      {:ok, app} -> "(" <> :erlang.atom_to_binary(app) <> version(app) <> ") "
      _ -> ""
    end
  end

  defp version(app) do
    case :application.get_key(app, :vsn) do
      {:ok, vsn} when is_list(vsn) -> " " <> List.to_string(vsn)
      _ -> ""
    end
  end

  defp location(opts) when is_list(opts),
    do: format_file_line(Keyword.get(opts, :file), Keyword.get(opts, :line), " ")

  @doc """
  The frames of a stack trace, a line each.

      iex> Exception.format_stacktrace([{Lamp, :light, 2, [file: ~c"lib/lamp.ex", line: 7]}])
      "    lib/lamp.ex:7: Lamp.light/2\\n"
  """
  @spec format_stacktrace(stacktrace() | nil) :: String.t()
  def format_stacktrace(trace \\ nil) do
    trace =
      case trace do
        nil ->
          {:current_stacktrace, [_ | rest]} = :erlang.process_info(self(), :current_stacktrace)
          rest

        _ ->
          trace
      end

    case trace do
      [] -> "\n"
      _ -> :erlang.iolist_to_binary(Enum.map(trace, fn entry -> ["    ", format_stacktrace_entry(entry), "\n"] end))
    end
  end

  @doc """
  An anonymous function with its arity or arguments.

      iex> Exception.format_fa(fn -> nil end, 1) =~ "/1"
      true
  """
  @spec format_fa((... -> any()), arity()) :: String.t()
  def format_fa(fun, arity) when is_function(fun), do: inspect(fun) <> format_arity(arity)

  @doc """
  A function with its arity or arguments.

      iex> Exception.format_mfa(Foo, :bar, [1])
      "Foo.bar(1)"
  """
  @spec format_mfa(module(), atom(), arity_or_args()) :: String.t()
  def format_mfa(module, fun, arity) when is_atom(module) and is_atom(fun) do
    case Code.Identifier.extract_anonymous_fun_parent(fun) do
      {outer_name, outer_arity} ->
        "anonymous fn" <>
          format_arity(arity) <>
          " in " <> inspect(module) <> "." <> Code.Identifier.inspect_atom(:remote_call, outer_name) <> "/" <> outer_arity

      :error ->
        inspect(module) <> "." <> Code.Identifier.inspect_atom(:remote_call, fun) <> format_arity(arity)
    end
  end

  defp format_arity(arity) when is_list(arity), do: "(" <> Enum.map_join(arity, ", ", &inspect/1) <> ")"
  defp format_arity(arity) when is_integer(arity), do: "/" <> :erlang.integer_to_binary(arity)

  @doc """
  A file and a line.

      iex> Exception.format_file_line("foo.ex", 1)
      "foo.ex:1:"
  """
  @spec format_file_line(String.t() | nil, non_neg_integer() | nil, String.t()) :: String.t()
  def format_file_line(file, line, suffix \\ "") do
    cond do
      is_nil(file) -> ""
      is_nil(line) or line == 0 -> "#{file}:#{suffix}"
      true -> "#{file}:#{line}:#{suffix}"
    end
  end

  @doc """
  A file, a line and a column.

      iex> Exception.format_file_line_column("foo.ex", 1, 2)
      "foo.ex:1:2:"
  """
  @spec format_file_line_column(String.t() | nil, non_neg_integer() | nil, non_neg_integer() | nil, String.t()) :: String.t()
  def format_file_line_column(file, line, column, suffix \\ "") do
    cond do
      is_nil(file) -> ""
      is_nil(line) or line == 0 -> "#{file}:#{suffix}"
      is_nil(column) or column == 0 -> "#{file}:#{line}:#{suffix}"
      true -> "#{file}:#{line}:#{column}:#{suffix}"
    end
  end
end
