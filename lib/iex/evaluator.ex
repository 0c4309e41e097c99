defmodule IEx.Evaluator do
  @moduledoc false

  # The process that evaluates what is typed: self() in the shell. Its variables and its environment live in
  # its own dictionary, where the server finds them when the process had to be stopped.
  #
  # A parser holds the lines of an expression that is not complete yet: {text, kind of the last expression}.

  @break "#iex:break\n"
  @large 65_536

  # Operators that continue the expression of the line before.
  @operators ~w(|> <~ ~> <<< >>> <<~ ~>> <~> <|> ++ -- +++ --- <> .. ||| || or &&& && and == != =~ === !== < > <= >= * / ** ^^^ in not\ in)

  # ---- reading

  @doc "A parser that has read nothing."
  def new_parser(), do: {"", :other}

  @doc "True when no line of an expression waits for more."
  def empty?({text, _last}), do: text == ""

  @doc "True when so much waits that it is not looked at after every line."
  def large?({text, _last}), do: byte_size(text) > @large

  @doc "Adds a line."
  def add_line({text, last}, line), do: {text <> line, last}

  defp parse({text, last}, counter) do
    cond do
      text == @break ->
        # nothing was typed before it
        {:ok, nil, last}

      ends_with_break?(text) ->
        raise TokenMissingError, file: "iex", line: counter, description: "incomplete expression", snippet: "", column: nil, end_line: counter

      true ->
        parse_text(text, last, counter)
    end
  end

  defp ends_with_break?(text) do
    before = byte_size(text) - byte_size(@break) - 1
    before >= 0 and :binary.part(text, before, byte_size(@break) + 1) == "\n" <> @break
  end

  # These functions are natives of the compiler; Code, which wraps them, would have to be compiled first.
  defp parse_text(text, last, counter) do
    source = continued(text, last, counter)

    case :elixir_code.parse(source, "iex", counter, 1, 0, [:no_warnings]) do
      {:ok, _quoted} ->
        # once more, for the warnings
        {:ok, quoted} = :elixir_code.parse(source, "iex", counter, 1, 0, [])
        {:ok, quoted, last_kind(quoted)}

      {:error, {_meta, message, ""}} when is_binary(message) ->
        :incomplete

      {:error, _} ->
        :elixir_code.parse(text, "iex", counter, 1, 0, [:raise])
    end
  end

  # A line that starts with an operator goes on from the last value.
  defp continued(text, last, counter) do
    case starting_operator(without_spaces(text), @operators) do
      nil ->
        text

      _ when counter == 1 ->
        text

      "|>" when last == :match ->
        raise SyntaxError,
          file: "iex",
          line: counter,
          column: 1,
          snippet: String.trim_trailing(text, "\n"),
          description: "pipe shorthand is not allowed immediately after a match expression in IEx. To make it work, surround the whole pipeline with parentheses '|>'"

      _ ->
        "v(-1) " <> text
    end
  end

  defp without_spaces(" " <> text), do: without_spaces(text)
  defp without_spaces(text), do: text

  defp starting_operator(text, [operator | rest]) do
    size = byte_size(operator)

    case text do
      <<^operator::binary-size(size), next, _::binary>> when next in [?\s, ?\n, ?\t] -> operator
      _ -> starting_operator(text, rest)
    end
  end

  defp starting_operator(_text, []), do: nil

  defp last_kind({:__block__, _, [_ | _] = list}), do: last_kind(:lists.last(list))
  defp last_kind({:=, _, [_, _]}), do: :match
  defp last_kind(_), do: :other

  # ---- the process

  @doc "The evaluator's life; see `IEx.Server`."
  def init(server, options) do
    Process.put(:iex_server, server)
    {binding, env} = first_scope(options)
    loop(server, binding, env)
  end

  defp first_scope(options) do
    case option(options, :kept, nil) do
      {{binding, env}, history} ->
        Process.put(:iex_history, history)
        {binding, env}

      _ ->
        :lists.foreach(fn fun -> fun.() end, IEx.after_spawn())
        {_, _, env} = :joist_eval.run(known_at_start(), [], :elixir_code.file_env("iex"), [])
        scope = {option(options, :binding, []), env}
        Process.put(:iex_scope, scope)
        run_dot_iex(option(options, :dot_iex, nil), scope)
    end
    |> ready()
  end

  defp known_at_start(), do: {:__block__, [], [{:require, [], [IEx]}, {:import, [], [IEx.Helpers]}]}

  defp option(options, key, default) do
    case :lists.keyfind(key, 1, options) do
      {_, value} -> value
      false -> default
    end
  end

  defp ready(scope) do
    send(Process.get(:iex_server), {:ready, self()})
    scope
  end

  defp run_dot_iex(nil, scope), do: scope

  defp run_dot_iex(path, {binding, env} = scope) do
    code = File.read!(path)
    quoted = Code.string_to_quoted!(code, file: path)
    {_, binding, env} = Code.eval_quoted_with_env(quoted, binding, %{env | file: path})
    {binding, %{env | file: "iex", line: 1}}
  catch
    kind, reason ->
      print_error(kind, reason, __STACKTRACE__)
      IO.puts(IEx.color(:eval_error, "The error above came from #{path}."))
      scope
  end

  @doc "Serves a shell with the given variables until it is left; `IEx.Pry` calls it."
  def serve(server, binding, env) do
    before = {Process.get(:iex_server), Process.get(:iex_scope), Process.get(:iex_history)}
    Process.put(:iex_server, server)
    Process.put(:iex_history, nil)
    {_, _, env} = :joist_eval.run({:import, [], [IEx.Helpers]}, [], env, [])
    result = serve_loop(server, binding, env)
    {old_server, scope, history} = before
    restore(:iex_server, old_server)
    restore(:iex_scope, scope)
    restore(:iex_history, history)
    result
  end

  defp restore(key, nil), do: Process.delete(key)
  defp restore(key, value), do: Process.put(key, value)

  defp serve_loop(server, binding, env) do
    case step(server, binding, env) do
      {binding, env} ->
        serve_loop(server, binding, env)

      :leave ->
        send(server, {:leave, self()})
        :ok
    end
  end

  defp loop(server, binding, env) do
    case step(server, binding, env) do
      {binding, env} ->
        loop(server, binding, env)

      :leave ->
        # continue/0 where nothing is to be continued
        send(server, {:evaled, self(), :ok, new_parser()})
        loop(server, binding, env)
    end
  end

  defp step(server, binding, env) do
    receive do
      {:eval, ^server, parser, counter} ->
        case eval(parser, counter, binding, env) do
          {status, parser, binding, env} ->
            send(server, {:evaled, self(), status, parser})
            {binding, env}

          :leave ->
            :leave

          :respawn ->
            send(server, {:respawn, self()})
            exit(:normal)
        end

      {:iex_ask, from, ref, question} ->
        send(from, {ref, IEx.Autocomplete.answer(question, binding, env)})
        {binding, env}
    end
  end

  defp eval(parser, counter, binding, env) do
    Process.put(:iex_scope, {binding, env})

    try do
      case try_parse(parser, counter) do
        {:bad, exception} ->
          print_error(:error, exception, [])
          {:error, new_parser(), binding, env}

        :incomplete ->
          {:incomplete, parser, binding, env}

        {:ok, quoted, last} ->
          {value, binding, env} = :joist_eval.run(with_calls(quoted, env), binding, :maps.put(:line, counter, env), [])
          remember(counter, value)
          if value != IEx.dont_display_result(), do: print_value(value)
          {:ok, {"", last}, binding, env}
      end
    catch
      :throw, {:iex_leave, _} ->
        :leave

      :throw, {:iex_respawn, _} ->
        :respawn

      kind, reason ->
        print_error(kind, reason, __STACKTRACE__)
        {:error, new_parser(), binding, env}
    end
  end

  defp try_parse(parser, counter) do
    parse(parser, counter)
  rescue
    exception -> {:bad, exception}
  end

  # A name that is no variable but an imported function without arguments is a call: `pwd`, `flush`.
  defp with_calls(quoted, env) do
    walk(quoted, for({_, functions} <- env.functions ++ env.macros, {name, 0} <- functions, do: name))
  end

  defp walk({name, meta, context} = variable, imported) when is_atom(name) and is_list(meta) and is_atom(context) do
    if :lists.member(name, imported), do: {name, [{:if_undefined, :apply} | meta], context}, else: variable
  end

  defp walk({head, meta, args}, imported) when is_list(meta) and is_list(args), do: {walk(head, imported), meta, walk(args, imported)}
  defp walk({left, right}, imported), do: {walk(left, imported), walk(right, imported)}
  defp walk([head | tail], imported), do: [walk(head, imported) | walk(tail, imported)]
  defp walk(other, _imported), do: other

  # ---- values

  defp print_value(value) do
    IO.puts(IEx.color(:eval_result, inspect(value, IEx.inspect_opts())))
  end

  defp remember(counter, value) do
    history = [{counter, value} | Process.get(:iex_history) || []]
    size = IEx.setting(:history_size, 20)
    Process.put(:iex_history, if(size < 0, do: history, else: firsts(history, size)))
  end

  defp firsts([entry | rest], size) when size > 0, do: [entry | firsts(rest, size - 1)]
  defp firsts(_, _), do: []

  @doc "The value of an earlier expression: by its number, or counted from the last one, -1."
  def recall(n) do
    history = Process.get(:iex_history) || []

    found =
      if n < 0 do
        case :lists.nthtail(min(-n - 1, length(history)), history) do
          [entry | _] -> entry
          [] -> nil
        end
      else
        :lists.keyfind(n, 1, history) || nil
      end

    case {found, history} do
      {{_, value}, _} ->
        value

      {nil, []} ->
        raise "v(#{n}) is out of bounds, the history is empty"

      {nil, _} ->
        {first, _} = List.last(history)
        {last, _} = hd(history)
        raise "v(#{n}) is out of bounds, the currently preserved history ranges from #{first} to #{last} (or use negative numbers to look from the end)"
    end
  end

  # ---- errors

  @doc "Prints an error as the shell does."
  def print_error(kind, reason, stacktrace) do
    IO.puts(IEx.color(:eval_error, error_text(kind, reason, own(stacktrace))))
  end

  # The error itself was told by the compiler.
  defp error_text(:error, %{__struct__: CompileError, description: "cannot compile file (errors have been logged)", file: "iex"}, _stacktrace),
    do: "** (CompileError) cannot compile code (errors have been logged)"

  defp error_text(kind, reason, stacktrace) do
    String.trim_trailing(Kernel.CLI.format_error(kind, reason, stacktrace), "\n")
  catch
    _, failure -> "** (#{kind}) #{inspect(reason)}\n(printing the error failed: #{inspect(failure)})"
  end

  # The calls that are the shell's own are left out.
  defp own(stacktrace), do: :lists.filter(fn entry -> elem(entry, 0) not in [__MODULE__, IEx.Server, :elixir_code, :joist_eval, :joist_job] end, stacktrace)
end
