defmodule Kernel.ParallelCompiler do
  @moduledoc """
  Compiles several files, each in a process of its own. A file that needs a module of another one waits until that has been
  defined.
  """

  @type info() :: %{
          runtime_warnings: [Code.diagnostic(:warning)],
          compile_warnings: [Code.diagnostic(:warning)]
        }

  @type warning() :: {file :: Path.t(), Code.position(), message :: String.t()}
  @type error() :: {file :: Path.t(), Code.position(), message :: String.t()}

  @doc """
  Starts a task beside the compilation.
  """
  @spec async((-> term())) :: Task.t()
  def async(fun) when is_function(fun, 0), do: Task.async(compiling(fun))

  # A function that runs as part of the compilation of the file that this process is compiling, if it does.
  defp compiling(fun) do
    case {:erlang.get(:elixir_compiler_info), :erlang.get(:elixir_compiler_file)} do
      {:undefined, _} ->
        fun

      {info, file} ->
        fn ->
          :erlang.put(:elixir_compiler_info, info)
          :erlang.put(:elixir_compiler_file, file)
          fun.()
        end
    end
  end

  @doc """
  Calls a function with each element, in processes of their own, and gives the results in order.

      iex> Kernel.ParallelCompiler.pmap([1, 2, 3], &(&1 * 2))
      [2, 4, 6]
  """
  @spec pmap(Enumerable.t(), (term() -> result)) :: [result] when result: term()
  def pmap(collection, fun) when is_function(fun, 1) do
    tasks = Enum.map(collection, fn item -> async(fn -> fun.(item) end) end)

    case :erlang.get(:elixir_compiler_info) do
      {parent, worker, run} when worker == self() ->
        send(parent, {run, :paused, worker, Enum.map(tasks, & &1.pid)})
        results = Task.await_many(tasks, :infinity)
        send(parent, {run, :resumed, worker})
        results

      _ ->
        Task.await_many(tasks, :infinity)
    end
  end

  @doc """
  Compiles files: `{:ok, modules, warnings}`, or `{:error, errors, warnings}`.

  With `:return_diagnostics` the last element is a map with `:compile_warnings` and `:runtime_warnings`. `:each_file` is
  called with each file, `:each_module` with the file, the module and its code.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_parallel.ex")
      iex> File.write!(path, "defmodule DocParallel do def one, do: 1 end")
      iex> {:ok, modules, _warnings} = Kernel.ParallelCompiler.compile([path])
      iex> modules
      [DocParallel]
  """
  @spec compile([Path.t()], keyword()) :: {:ok, [atom()], [warning()] | info()} | {:error, [error()] | [Code.diagnostic(:error)], [warning()] | info()}
  def compile(files, options \\ []) when is_list(options), do: run(files, options, &Code.compile_file/1)

  @doc """
  Compiles files and writes the modules to a folder.

      iex> folder = Path.join(System.tmp_dir!(), "joist_compiled")
      iex> File.mkdir_p!(folder)
      iex> File.write!(Path.join(folder, "example.ex"), "defmodule Example.Compiled, do: nil")
      iex> {:ok, modules, _warnings} = Kernel.ParallelCompiler.compile_to_path([Path.join(folder, "example.ex")], folder, return_diagnostics: true)
      iex> {modules, Enum.sort(File.ls!(folder)), is_list(File.rm_rf!(folder))}
      {[Example.Compiled], ["Elixir.Example.Compiled.beam", "example.ex"], true}
  """
  @spec compile_to_path([Path.t()], Path.t(), keyword()) :: {:ok, [atom()], [warning()] | info()} | {:error, [error()] | [Code.diagnostic(:error)], [warning()] | info()}
  def compile_to_path(files, path, options \\ []) when is_binary(path) and is_list(options) do
    run(files, [{:joist_folder, path} | options], &Code.compile_file/1)
  end

  @doc """
  Requires files: those that were required before are not compiled again.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_parallel_require.ex")
      iex> File.write!(path, "defmodule DocParallelRequire do def one, do: 1 end")
      iex> {:ok, modules, _warnings} = Kernel.ParallelCompiler.require([path])
      iex> modules
      [DocParallelRequire]
  """
  @spec require([Path.t()], keyword()) :: {:ok, [atom()], [warning()] | info()} | {:error, [error()] | [Code.diagnostic(:error)], [warning()] | info()}
  def require(files, options \\ []) when is_list(options), do: run(files, options, &(Code.require_file(&1) || []))

  @doc false
  @deprecated "Use Kernel.ParallelCompiler.compile/2 instead"
  def files(files, options \\ []), do: modules!(compile(files, options))

  @doc false
  @deprecated "Use Kernel.ParallelCompiler.compile_to_path/2 instead"
  def files_to_path(files, path, options \\ []), do: modules!(compile_to_path(files, path, options))

  defp modules!({:ok, modules, _}), do: modules
  defp modules!({:error, _, _}), do: exit({:shutdown, 1})

  # ---- the process that compiles: it starts a process for each file, which waits for modules that it needs of other files

  defp run(files, options, compile) do
    files = Enum.map(files, &to_string/1)
    started = System.monotonic_time()
    state = %{run: make_ref(), queue: files, running: %{}, waiting: [], paused: %{}, done: [], modules: [], structs: MapSet.new(), options: options, compile: compile}
    most = options[:max_concurrency] || max(System.schedulers_online(), 2)
    {result, state} = loop(state, most)
    if result == :ok, do: profile_cycle(state, started)
    {warnings, calls} = finish(state, result)
    last = if options[:return_diagnostics], do: %{compile_warnings: warnings, runtime_warnings: calls}, else: Enum.map(warnings ++ calls, &brief/1)

    case result do
      :ok -> {:ok, state.modules |> Enum.reverse() |> Enum.map(&elem(&1, 0)), last}
      {:error, errors} -> {:error, Enum.map(errors, fn d -> if options[:return_diagnostics], do: d, else: brief(d) end), last}
    end
  end

  defp brief(%{file: file, position: position, message: message}), do: {file, position, message}

  defp loop(state, most) do
    active = map_size(state.running) - Enum.count(state.waiting, &is_map_key(state.running, &1.pid)) - map_size(state.paused)

    cond do
      state.queue != [] and active < most -> state |> start() |> loop(most)
      state.running == %{} -> {:ok, state}
      state.queue == [] and blocked?(state) -> release(state, most)
      true -> message(state, most)
    end
  end

  defp start(%{queue: [file | queue]} = state) do
    %{run: run, compile: compile} = state
    parent = self()
    {pid, monitor} = spawn_monitor(fn -> worker(parent, run, file, compile) end)
    %{state | queue: queue, running: Map.put(state.running, pid, %{file: file, monitor: monitor, started: System.monotonic_time(), waited: 0})}
  end

  defp worker(parent, run, file, compile) do
    :erlang.put(:elixir_compiler_info, {parent, self(), run})
    :erlang.put(:elixir_compiler_file, file)
    :elixir_code.hold_calls()

    {result, diagnostics} =
      Code.with_diagnostics([log: true], fn ->
        try do
          compile.(file)
          :ok
        catch
          kind, reason -> {:error, kind, Exception.normalize(kind, reason, __STACKTRACE__), own(__STACKTRACE__)}
        end
      end)

    :erlang.erase(:elixir_compiler_info)
    send(parent, {run, :compiled, self(), result, diagnostics})
    monitor = Process.monitor(parent)

    receive do
      {^run, :check} ->
        {_, calls} = Code.with_diagnostics([log: true], fn -> :elixir_code.check_held_calls() end)
        send(parent, {run, :checked, self(), calls})

      {:DOWN, ^monitor, _, _, _} ->
        :ok
    end
  end

  # What the code of a file called; how it came to be run is nobody's business.
  defp own(stacktrace), do: Enum.take_while(stacktrace, fn frame -> elem(frame, 0) != __MODULE__ and {elem(frame, 0), elem(frame, 1)} != {Code, :watch} end)

  defp message(%{run: run} = state, most) do
    receive do
      {^run, :available, kind, from, ref, module, binary, file} ->
        state = if kind == :module, do: module(state, module, binary, file), else: %{state | structs: MapSet.put(state.structs, module)}
        send(from, {ref, :ok})
        {ready, waiting} = Enum.split_with(state.waiting, fn w -> w.on == module and (kind == :module or w.kind == :struct) end)
        for w <- ready, do: send(w.pid, {w.ref, :found})
        loop(%{state | waiting: waiting}, most)

      {^run, :waiting, pid, ref, worker, kind, on, deadlock} ->
        there? = List.keymember?(state.modules, on, 0) or (kind == :struct and on in state.structs)

        if there? do
          send(pid, {ref, :found})
          loop(state, most)
        else
          loop(%{state | waiting: [%{pid: pid, ref: ref, worker: worker, kind: kind, on: on, deadlock: deadlock} | state.waiting]}, most)
        end

      {^run, :paused, worker, tasks} ->
        loop(%{state | paused: Map.put(state.paused, worker, tasks)}, most)

      {^run, :resumed, worker} ->
        loop(%{state | paused: Map.delete(state.paused, worker)}, most)

      {^run, :compiled, pid, result, diagnostics} ->
        {work, running} = Map.pop(state.running, pid)
        state = %{state | running: running, done: [Map.merge(work, %{pid: pid, diagnostics: diagnostics}) | state.done]}

        case result do
          :ok ->
            profile_file(state, work)
            if each = state.options[:each_file], do: each_file(each, work.file)
            loop(state, most)

          {:error, kind, reason, stacktrace} ->
            print_error(work.file, kind, reason, stacktrace)
            logged = for %{severity: :error} = d <- diagnostics, do: d
            {{:error, logged ++ [error(work.file, kind, reason, stacktrace)]}, state}
        end

      {:DOWN, _, :process, pid, reason} when is_map_key(state.running, pid) ->
        {work, running} = Map.pop(state.running, pid)
        print_error(work.file, :exit, reason, [])
        {{:error, [error(work.file, :exit, reason, [])]}, %{state | running: running}}
    end
  end

  defp each_file(each, file), do: if(is_function(each, 2), do: each.(file, []), else: each.(file))

  defp module(state, module, binary, file) do
    if each = state.options[:each_module], do: each.(file, module, binary)
    %{state | modules: [{module, binary} | List.keydelete(state.modules, module, 0)]}
  end

  # ---- when everybody waits

  defp blocked?(state), do: Enum.all?(state.running, fn {pid, _} -> waits?(state, pid) end)

  defp waits?(state, pid) do
    case state.paused do
      %{^pid => tasks} -> Enum.all?(tasks, fn task -> Enum.any?(state.waiting, &(&1.pid == task)) end)
      %{} -> Enum.any?(state.waiting, &(&1.pid == pid))
    end
  end

  # Nobody defines some of the modules: whoever waits for them is told. What is left waits for each other.
  defp release(state, most) do
    {coming, never} = Enum.split_with(state.waiting, &Module.open?(&1.on))
    {soft, hard} = Enum.split_with(coming, &(&1.deadlock == :soft))

    cond do
      never != [] ->
        for w <- never, do: send(w.pid, {w.ref, :not_found})
        loop(%{state | waiting: coming}, most)

      soft != [] ->
        for w <- soft, do: send(w.pid, {w.ref, :deadlock})
        loop(%{state | waiting: hard}, most)

      true ->
        {{:error, deadlock(state)}, state}
    end
  end

  defp deadlock(state) do
    blocked =
      for file <- Enum.reverse(order(state)) do
        {pid, _} = Enum.find(state.running, fn {_, work} -> work.file == file end)

        {what, on} =
          case state.paused do
            %{^pid => tasks} -> {"pmap", tasks}
            %{} -> {"module", Enum.find(state.waiting, &(&1.pid == pid)).on}
          end

        description = "deadlocked waiting on #{what} #{inspect(on)}"
        {_, stacktrace} = Process.info(pid, :current_stacktrace)
        stacktrace = stacktrace |> Enum.drop_while(fn frame -> elem(frame, 0) == Kernel.ErrorHandler end) |> own()
        print_error(file, :error, CompileError.exception(description: description, file: nil, line: nil), stacktrace)
        {file, on, description, stacktrace}
      end

    width = blocked |> Enum.map(fn {file, _, _, _} -> String.length(Path.relative_to_cwd(file)) end) |> Enum.max()
    lines = for {file, on, _, _} <- blocked, do: ["  ", String.pad_leading(Path.relative_to_cwd(file), width), " => ", inspect(on), "\n"]

    IO.puts(:stderr, [
      "\nCompilation failed because of a deadlock between files.\nThe following files depended on the following modules:\n\n",
      lines,
      "\nEnsure there are no compile-time dependencies between those files and that the modules they reference exist and are correctly named\n"
    ])

    for {file, _, description, stacktrace} <- blocked do
      file = Path.absname(file)
      %{severity: :error, file: file, source: file, position: nil, message: description, stacktrace: stacktrace, span: nil}
    end
  end

  # The files that are being compiled, in the order in which they were begun.
  defp order(state), do: state.running |> Enum.sort_by(fn {_, work} -> work.started end) |> Enum.map(fn {_, work} -> work.file end)

  # ---- the end: the calls of functions of other modules are checked now that all are known

  defp finish(state, :ok) do
    done = Enum.reverse(state.done)
    for folder <- List.wrap(state.options[:joist_folder]), {module, binary} <- state.modules, do: File.write!(Path.join(folder, "#{module}.beam"), binary)
    calls = Enum.flat_map(done, &check(&1, state.run))
    {warnings(done), calls}
  end

  defp finish(state, {:error, _}) do
    for %{pid: pid, monitor: monitor} <- state.done, do: kill(pid, monitor)
    for {pid, %{monitor: monitor}} <- state.running, do: kill(pid, monitor)
    {warnings(Enum.reverse(state.done)), []}
  end

  defp warnings(done), do: for(work <- done, %{severity: :warning} = d <- work.diagnostics, do: d)

  defp check(%{pid: pid, monitor: monitor}, run) do
    send(pid, {run, :check})

    receive do
      {^run, :checked, ^pid, calls} ->
        Process.demonitor(monitor, [:flush])
        calls

      {:DOWN, ^monitor, _, _, _} ->
        []
    end
  end

  defp kill(pid, monitor) do
    Process.exit(pid, :kill)

    receive do
      {:DOWN, ^monitor, _, _, _} -> :ok
    end
  end

  # ---- what the compiler tells, in the process of a file or one that it started

  @doc false
  def __available__(kind, module, binary) do
    case :erlang.get(:elixir_compiler_info) do
      {parent, _worker, run} ->
        ref = :erlang.monitor(:process, parent)
        send(parent, {run, :available, kind, self(), ref, module, binary, :erlang.get(:elixir_compiler_file)})

        receive do
          {^ref, :ok} -> :erlang.demonitor(ref, [:flush])
          {:DOWN, ^ref, _, _, _} -> exit(:shutdown)
        end

        :ok

      :undefined ->
        :ok
    end
  end

  defp print_error(file, kind, reason, stacktrace),
    do: IO.write(:stderr, ["\n== Compilation error in file #{Path.relative_to_cwd(file)} ==\n", Kernel.CLI.format_error(kind, reason, stacktrace)])

  defp error(source, kind, reason, stacktrace) do
    {file, position, span} = place(source, reason, stacktrace)
    source = Path.absname(source)

    %{
      file: file || source,
      source: source,
      severity: :error,
      position: position || 0,
      span: span,
      message: IO.chardata_to_string(Kernel.CLI.format_error(kind, reason, stacktrace)),
      stacktrace: stacktrace,
      details: {kind, reason}
    }
  end

  defp place(_source, %{file: file, line: line, column: column, end_line: end_line, end_column: end_column}, _stacktrace)
       when is_binary(file) and is_integer(line) and line > 0 and is_integer(column) and is_integer(end_line) and is_integer(end_column),
       do: {Path.absname(file), {line, column}, {end_line, end_column}}

  defp place(_source, %{file: file, line: line, column: column}, _stacktrace)
       when is_binary(file) and is_integer(line) and line > 0 and is_integer(column),
       do: {Path.absname(file), {line, column}, nil}

  defp place(_source, %{line: line}, _stacktrace) when is_integer(line) and line > 0, do: {nil, line, nil}

  defp place(_source, %CompileError{}, _stacktrace), do: {nil, 0, nil}

  # The first frame of the stack trace with a place, when that is in the file.
  defp place(source, _reason, stacktrace) do
    source = Path.absname(source)

    located =
      Enum.find_value(stacktrace, fn {_, _, _, location} ->
        case {location[:file], location[:line]} do
          {file, line} when file in [nil, []] or line == nil -> nil
          {file, line} -> {Path.absname(List.to_string(file)), line}
        end
      end)

    case located do
      {^source, line} -> {nil, line, nil}
      _ -> {nil, 0, nil}
    end
  end

  defp profile_file(%{options: options}, work) do
    if options[:profile] == :time do
      spent = String.pad_leading("#{milliseconds(work.started)}", 6)
      IO.puts(:stderr, "[profile] #{spent}ms compiling +      0ms waiting while compiling #{Path.relative_to_cwd(work.file)}")
    end
  end

  defp profile_cycle(%{options: options} = state, started) do
    if options[:profile] == :time do
      IO.puts(:stderr, "[profile] Finished compilation cycle of #{length(state.modules)} modules in #{milliseconds(started)}ms")
      IO.puts(:stderr, "[profile] Finished group pass check of #{length(state.modules)} modules in 0ms")
    end
  end

  defp milliseconds(started), do: System.convert_time_unit(System.monotonic_time() - started, :native, :millisecond)
end
