defmodule IEx.Introspection do
  @moduledoc false

  # What the helpers that look at things print. Things are {:module, m}, {:function, m, name},
  # {:function, m, name, arity}, or {:value, v} for what is no code.

  # ---- what is meant

  @doc "The quoted thing that quoted code in the place of h/1's argument means."
  def decompose(term, env)

  def decompose({:/, _, [call, arity]}, env) when is_integer(arity) do
    case target(call, env) do
      {:ok, module, name} -> function(module, name, arity)
      {:local, name} -> function(home(name, arity, env), name, arity)
      :error -> quote(do: {:value, unquote(call)})
    end
  end

  def decompose(call, env) do
    case target(call, env) do
      {:ok, module, name} -> quote(do: {:function, unquote(module), unquote(name)})
      {:local, name} -> quote(do: {:function, unquote(home(name, nil, env)), unquote(name)})
      :error -> module_or_value(call, env)
    end
  end

  defp function(module, name, arity), do: quote(do: {:function, unquote(module), unquote(name), unquote(arity)})

  defp target({{:., _, [module, name]}, _, []}, env) when is_atom(name) do
    case Macro.expand(module, env) do
      module when is_atom(module) -> {:ok, module, name}
      _ -> :error
    end
  end

  defp target({:__aliases__, _, _}, _env), do: :error
  defp target({name, _, args}, _env) when is_atom(name) and (is_atom(args) or args == []), do: {:local, name}
  defp target({:{}, _, []}, _env), do: {:local, :{}}
  defp target({:%{}, _, []}, _env), do: {:local, :%{}}
  defp target(_, _env), do: :error

  defp module_or_value(call, env) do
    case Macro.expand(call, env) do
      module when is_atom(module) -> quote(do: {:module, unquote(module)})
      _ -> quote(do: {:value, unquote(call)})
    end
  end

  # The module that a name without one comes from.
  defp home(name, arity, env) do
    imported =
      Enum.find(env.functions ++ env.macros, fn {_module, functions} ->
        Enum.any?(functions, fn {n, a} -> n == name and (arity == nil or a == arity) end)
      end)

    case imported do
      {module, _} -> module
      nil -> Kernel
    end
  end

  # ---- h

  @doc "Prints documentation."
  def h({:module, module}), do: module_docs(module)
  def h({:function, module, name}), do: function_docs(module, name, nil)
  def h({:function, module, name, arity}), do: function_docs(module, name, arity)
  def h({:value, value}), do: puts_error("h/1 wants a module, function or macro, such as h(Enum.map/2), not #{inspect(value, limit: 5)}. i/1 tells about values.")

  defp module_docs(module) do
    case loaded_docs(module) do
      {:ok, {_, _, _, _, %{"en" => text}, _, _}} ->
        IEx.Markdown.heading(inspect(module))
        IEx.Markdown.print(text)

      {:ok, {_, _, _, _, :hidden, _, _}} ->
        puts_error("The documentation of #{inspect(module)} is hidden, as it is not meant to be used directly")

      {:ok, _} ->
        IEx.Markdown.heading(inspect(module))
        IO.puts(IEx.color(:eval_info, "(the module has no documentation)"))

      error ->
        docs_error(module, error)
    end
  end

  defp function_docs(module, name, arity) do
    case loaded_docs(module) do
      {:ok, {_, _, _, _, _, _, entries}} ->
        found =
          Enum.filter(entries, fn {{kind, entry_name, entry_arity}, _, _, text, meta} ->
            kind in [:function, :macro] and entry_name == name and text != :hidden and
              (arity == nil or arity in (entry_arity - Map.get(meta, :defaults, 0))..entry_arity//1)
          end)

        if found == [], do: other_docs(module, name, arity, entries), else: Enum.each(found, &entry_docs(&1, module))

      error ->
        if exported?(module, name, arity), do: puts_error("Function #{shown(module, name, arity)} has no documentation"), else: docs_error(module, error)
    end
  end

  # Kernel's special forms have a page of their own; callbacks are found, too.
  defp other_docs(module, name, arity, entries) do
    callback? = Enum.any?(entries, fn {{kind, n, a}, _, _, _, _} -> kind in [:callback, :macrocallback] and n == name and (arity == nil or a == arity) end)

    cond do
      callback? -> puts_error("No documentation for function #{shown(module, name, arity)} was found, but there is a callback with the same name.\nTo view callback documentation, type:\n\n    b(#{shown(module, name, arity)})\n")
      module == Kernel and has_docs?(Kernel.SpecialForms, name, arity) -> function_docs(Kernel.SpecialForms, name, arity)
      exported?(module, name, arity) -> puts_error("Function #{shown(module, name, arity)} has no documentation")
      true -> puts_error("No documentation for #{shown(module, name, arity)} was found")
    end
  end

  defp has_docs?(module, name, arity) do
    case loaded_docs(module) do
      {:ok, {_, _, _, _, _, _, entries}} -> Enum.any?(entries, fn {{_, n, a}, _, _, text, _} -> n == name and (arity == nil or a == arity) and is_map(text) end)
      _ -> false
    end
  end

  defp exported?(module, name, arity) do
    Enum.any?(exported(module), fn {n, a} -> n == name and (arity == nil or a == arity) end)
  end

  defp shown(module, name, nil), do: Exception.format_mfa(module, name, 0) |> String.trim_trailing("/0")
  defp shown(module, name, arity), do: Exception.format_mfa(module, name, arity)

  defp entry_docs({{kind, name, arity}, _, signatures, text, meta}, module) do
    keyword = if kind == :macro, do: "defmacro ", else: "def "
    signature = if signatures == [], do: "#{name}/#{arity}", else: Enum.join(signatures, "\n")
    IEx.Markdown.heading(keyword <> signature)
    specs(module, name, arity, kind)
    if meta[:deprecated], do: IO.puts(IEx.color(:eval_error, "  deprecated: #{meta[:deprecated]}\n"))
    if meta[:since], do: IO.puts("  since: #{meta[:since]}\n")

    case text do
      %{"en" => text} -> IEx.Markdown.print(text)
      _ -> IO.puts("")
    end
  end

  defp specs(module, name, arity, kind) do
    lines =
      for {:spec, {^name, ^arity}, text} <- types(module), kind == :function do
        "  " <> String.replace(text, "\n", "\n  ")
      end

    if lines != [], do: IO.puts([Enum.intersperse(lines, "\n"), "\n"])
  end

  @doc "The entries of a module's documentation."
  def entries(module) do
    case loaded_docs(module) do
      {:ok, docs} -> elem(docs, 6)
      _ -> []
    end
  end

  defp loaded_docs(module) do
    case Code.ensure_loaded(module) do
      {:module, _} ->
        case Code.fetch_docs(module) do
          {:error, reason} -> {:no_docs, reason}
          docs -> {:ok, with_known(module, docs)}
        end

      {:error, reason} ->
        {:error, reason}
    end
  end

  # What Kernel's source does not define.
  defp with_known(Kernel, docs) do
    entries = elem(docs, 6)
    documented = for {{_, name, arity}, _, _, text, _} <- entries, is_map(text), do: {name, arity}
    more = Enum.reject(IEx.KernelDocs.entries(), fn {{_, name, arity}, _, _, _, _} -> {name, arity} in documented end)
    names = for {{_, name, arity}, _, _, _, _} <- more, do: {name, arity}
    kept = Enum.reject(entries, fn {{_, name, arity}, _, _, _, _} -> {name, arity} in names end)
    put_elem(docs, 6, kept ++ more)
  end

  defp with_known(_module, docs), do: docs

  defp docs_error(module, {:no_docs, _}), do: puts_error("#{inspect(module)} was not compiled with docs")
  defp docs_error(module, {:error, reason}), do: puts_error("Could not load module #{inspect(module)}, got: #{reason}")

  defp puts_error(text), do: IO.puts(IEx.color(:eval_error, text))

  # ---- types and callbacks

  # {kind, {name, arity}, text} in the order of the source; kind is :type, :opaque, :spec, :callback or
  # :macrocallback.
  defp types(module) do
    for {kind, name, arity, quoted} <- declared(module), kind != :typep do
      {kind, {name, arity}, text(kind, with_parentheses(kind, quoted, module))}
    end
  end

  # A protocol has a type t, and what it says of its functions makes them callbacks.
  defp declared(module) do
    declared = :elixir_code.types(module) || []

    if declared != [] and function_exported?(module, :__protocol__, 1) do
      functions = module.__protocol__(:functions)
      implied = if Enum.any?(declared, &match?({_, :t, 0, _}, &1)), do: [], else: [{:type, :t, 0, quote(do: t() :: term())}]
      implied ++ for({kind, name, arity, quoted} <- declared, do: {if(kind == :spec and {name, arity} in functions, do: :callback, else: kind), name, arity, quoted})
    else
      declared
    end
  end

  # An opaque type does not say what it is.
  defp text(:opaque, {:"::", _, [head, _]}), do: formatted({:@, [], [{:opaque, [], [head]}]})
  defp text(kind, quoted), do: formatted({:@, [], [{kind, [], [quoted]}]})

  defp formatted(quoted), do: quoted |> Code.quoted_to_algebra() |> Inspect.Algebra.format(IEx.width()) |> IO.iodata_to_binary()

  # Types have parentheses, whether they were written with them or not; variables have none.
  defp with_parentheses(_kind, {:when, meta, [spec, variables]}, module) do
    names = for {name, _} <- variables, do: name
    {:when, meta, [parenthesised(spec, names, module), for({name, type} <- variables, do: {name, parenthesised(type, names, module)})]}
  end

  # The arguments of a type are variables, those of a function are types.
  defp with_parentheses(kind, {:"::", meta, [{name, head_meta, args}, type]}, module) do
    names = if kind in [:type, :opaque] and is_list(args), do: for({name, _, context} <- args, is_atom(context), do: name), else: []
    {:"::", meta, [{name, head_meta, parenthesised(args || [], names, module)}, parenthesised(type, names, module)]}
  end

  defp with_parentheses(_kind, other, _module), do: other

  defp parenthesised(quoted, names, module) do
    case quoted do
      {:"::", meta, [name, type]} -> {:"::", meta, [name, parenthesised(type, names, module)]}
      {:__MODULE__, _, context} when is_atom(context) -> module
      {:..., _, _} -> quoted
      {name, meta, context} when is_atom(name) and is_atom(context) -> if name in names, do: quoted, else: {name, meta, []}
      {:__aliases__, _, _} -> quoted
      {form, meta, args} when is_list(args) -> {parenthesised_form(form, names, module), meta, parenthesised(args, names, module)}
      {left, right} -> {parenthesised(left, names, module), parenthesised(right, names, module)}
      [_ | _] -> Enum.map(quoted, &parenthesised(&1, names, module))
      other -> other
    end
  end

  defp parenthesised_form({:., meta, [left, name]}, names, module), do: {:., meta, [parenthesised(left, names, module), name]}
  defp parenthesised_form(form, _names, _module), do: form

  @doc "Prints types."
  def t({:module, module}) do
    case for(entry = {kind, _, _} <- types(module), kind in [:type, :opaque], do: entry) do
      [] -> no_types(module, "No type information for #{inspect(module)} was found")
      found -> found |> Enum.sort_by(&elem(&1, 1)) |> print_types()
    end
  end

  def t({:function, module, name}), do: some_types(module, name, nil)
  def t({:function, module, name, arity}), do: some_types(module, name, arity)
  def t({:value, _}), do: puts_error("t/1 wants a module or a type, such as t(Enum.t)")

  defp some_types(module, name, arity) do
    case for(entry = {kind, {n, a}, _} <- types(module), kind in [:type, :opaque], n == name, arity == nil or a == arity, do: entry) do
      [] -> no_types(module, "No type information for #{shown(module, name, arity)} was found or #{shown(module, name, arity)} is private")
      found -> print_types(found)
    end
  end

  defp no_types(module, text) do
    case Code.ensure_loaded(module) do
      {:module, _} -> puts_error(text)
      {:error, reason} -> puts_error("Could not load module #{inspect(module)}, got: #{reason}")
    end
  end

  defp print_types(found) do
    Enum.each(found, fn {_, _, text} -> IO.puts(text <> "\n") end)
  end

  @doc "Prints callbacks."
  def b({:module, module}), do: callbacks(module, fn _ -> true end, inspect(module))
  def b({:function, module, name}), do: callbacks(module, fn {n, _} -> n == name end, shown(module, name, nil))
  def b({:function, module, name, arity}), do: callbacks(module, &(&1 == {name, arity}), shown(module, name, arity))
  def b({:value, _}), do: puts_error("b/1 wants a module or a callback, such as b(GenServer.init/1)")

  defp callbacks(module, wanted?, shown) do
    found = for entry = {kind, which, _} <- types(module), kind in [:callback, :macrocallback], wanted?.(which), do: entry

    if found == [] do
      no_types(module, "No callbacks for #{shown} were found")
    else
      found |> Enum.sort_by(&elem(&1, 1)) |> Enum.each(fn {_, _, text} -> IO.puts(text <> "\n") end)

      if length(found) > 1, do: optional_callbacks(module), else: callback_docs(module, hd(found))
    end
  end

  defp callback_docs(module, {kind, {name, arity}, _}) do
    with {:ok, {_, _, _, _, _, _, entries}} <- loaded_docs(module),
         {_, _, _, %{"en" => text}, _} <- List.keyfind(entries, {kind, name, arity}, 0) || List.keyfind(entries, {:function, name, arity}, 0) do
      IEx.Markdown.print(text)
    end
  end

  defp optional_callbacks(module) do
    optional = if function_exported?(module, :behaviour_info, 1), do: module.behaviour_info(:optional_callbacks), else: []

    if optional != [] do
      IO.puts(formatted({:@, [], [{:optional_callbacks, [], [Enum.sort(optional)]}]}) <> "\n")
    end
  end

  # ---- i

  @doc "Prints what is known about a value."
  def i(term) do
    sections = [{"Term", inspect(term, IEx.inspect_opts())}] ++ IEx.Info.info(term) ++ [{"Implemented protocols", protocols(term)}]

    Enum.each(sections, fn
      {_, nil} -> :ok
      {heading, text} -> IO.puts([IEx.color(:eval_result, to_string(heading)), ?\n, "  ", String.replace(to_string(text), "\n", "\n  ")])
    end)
  end

  defp protocols(term) do
    own = [Collectable, Enumerable, IEx.Info, Inspect, List.Chars, String.Chars]
    loaded = for {module, _} <- :code.all_loaded(), function_exported?(module, :__protocol__, 1), function_exported?(module, :impl_for, 1), do: module

    (own ++ loaded)
    |> Enum.uniq()
    |> Enum.filter(fn protocol -> Code.ensure_loaded?(protocol) and protocol.impl_for(term) not in [nil] end)
    |> Enum.map(&inspect/1)
    |> Enum.sort()
    |> Enum.join(", ")
  end

  @doc "Prints what a process does."
  def process(pid) do
    case Process.info(pid) do
      nil ->
        puts_error("Failed. Process not found")

      info ->
        IO.puts(IEx.color(:eval_result, "\n# Process #{inspect(pid)}\n"))

        rows([
          {"Registered name", info[:registered_name] || nil},
          {"Current function", mfa(info[:current_function])},
          {"Initial call", mfa(info[:initial_call])},
          {"Status", info[:status]},
          {"Priority", info[:priority]},
          {"Trapping exits", info[:trap_exit]},
          {"Message queue length", info[:message_queue_len]},
          {"Group leader", info[:group_leader]},
          {"Links", info[:links]},
          {"Total heap size", bytes((info[:total_heap_size] || 0) * 8)},
          {"Reductions", info[:reductions]}
        ])
    end
  end

  defp mfa({module, name, arity}), do: {:text, Exception.format_mfa(module, name, arity)}
  defp mfa(other), do: other

  defp rows(rows) do
    Enum.each(rows, fn
      {_, nil} -> :ok
      {_, []} -> :ok
      {name, {:text, text}} -> IO.puts([String.pad_trailing(name, 21), text])
      {name, text} when is_binary(text) -> IO.puts([String.pad_trailing(name, 21), text])
      {name, value} -> IO.puts([String.pad_trailing(name, 21), inspect(value)])
    end)
  end

  # ---- exports and directories

  @doc "Prints the functions and macros of a module."
  def exports(module) do
    case known(module) do
      {:module, _} -> exported(module) |> Enum.sort() |> Enum.map(fn {name, arity} -> plain("#{name}/#{arity}") end) |> table()
      {:error, reason} -> puts_error("Could not load module #{inspect(module)}, got: #{reason}")
    end
  end

  @doc "Like Code.ensure_loaded/1, for modules of natives only, too."
  def known(module) do
    case Code.ensure_loaded(module) do
      {:error, _} = error -> if :elixir_library.natives(module) == [], do: error, else: {:module, module}
      found -> found
    end
  end

  @doc "The functions and macros that a module has for others."
  def exported(module) do
    natives = :elixir_library.natives(module)

    written =
      cond do
        function_exported?(module, :__info__, 1) -> module.__info__(:macros) ++ (module.__info__(:functions) -- [__struct__: 0, __struct__: 1])
        Code.ensure_loaded?(module) -> module.module_info(:exports) -- [module_info: 0, module_info: 1]
        true -> []
      end

    Enum.uniq(written ++ natives)
  end

  @doc "Lists a directory."
  def ls(path) do
    path = Path.expand(path)

    case File.ls(path) do
      {:ok, names} ->
        names
        |> Enum.sort()
        |> Enum.map(fn name ->
          case File.stat(Path.join(path, name)) do
            {:ok, %{type: :directory}} -> {name, :ls_directory}
            {:ok, %{type: :device}} -> {name, :ls_device}
            _ -> {name, nil}
          end
        end)
        |> table()

      {:error, :enoent} ->
        puts_error("No such file or directory #{path}")

      {:error, :enotdir} ->
        IO.puts(path)

      {:error, reason} ->
        puts_error("#{path}: #{:file.format_error(reason)}")
    end
  end

  defp plain(text), do: {text, nil}

  # Prints entries in as many columns as fit.
  defp table([]), do: :ok

  defp table(entries) do
    widest = entries |> Enum.map(fn {text, _} -> String.length(text) end) |> Enum.max()
    width = widest + 2
    columns = max(div(IEx.width(), width), 1)

    entries
    |> Enum.chunk_every(columns)
    |> Enum.each(fn row ->
      IO.puts(
        Enum.map(row, fn {text, color} ->
          shown = if color, do: IEx.color(color, text), else: text
          [shown, String.duplicate(" ", if(columns == 1, do: 0, else: width - String.length(text)))]
        end)
      )
    end)
  end

  # ---- compiling

  @doc "Compiles a file and gives its modules."
  def compile(file, path) do
    file = Path.expand(file)

    case Path.extname(file) do
      extension when extension in [".ex", ".exs"] -> :ok
      _ -> raise ArgumentError, "c/1 compiles .ex and .exs files, not #{Path.basename(file)}"
    end

    modules = Code.compile_file(file)
    note(file)

    if path != :in_memory do
      Enum.each(modules, fn {module, binary} -> File.write!(Path.join(path, "#{module}.beam"), binary) end)
    end

    Enum.map(modules, &elem(&1, 0))
  end

  @doc "Keeps a file that was compiled, with the time at which it was changed, for `recompile/0`."
  def note(file), do: :persistent_term.put(:joist_iex_files, Map.put(noted(), file, changed(file)))
  defp noted(), do: :persistent_term.get(:joist_iex_files, %{})

  defp changed(file) do
    case File.stat(file, time: :posix) do
      {:ok, stat} -> {stat.mtime, stat.size}
      _ -> nil
    end
  end

  @doc "Compiles what has changed of the files that were compiled before."
  def recompile() do
    for {file, time} <- noted(), time != changed(file), File.regular?(file) do
      compile(file, :in_memory)
      file
    end
  end

  @doc "Where a module was compiled from: {:file, path}, {:library, path} or nil."
  def source(module) do
    case Code.fetch_docs(module) do
      {_, _, _, _, _, %{source_path: path}, _} ->
        path = List.to_string(path)
        if File.regular?(path), do: {:file, path}, else: {:library, path}

      _ ->
        nil
    end
  end

  # ---- open

  @doc "Opens what is meant in an editor."
  def open(:pry) do
    case Process.get(:iex_pry_place) do
      nil -> puts_error("Pry session is not currently enabled")
      {file, line} -> edit(file, line)
    end
  end

  def open({:module, module}), do: open_code(module, nil, nil, inspect(module))
  def open({:function, module, name}), do: open_code(module, name, nil, shown(module, name, nil))
  def open({:function, module, name, arity}), do: open_code(module, name, arity, shown(module, name, arity))
  def open({:value, {file, line}}) when is_binary(file) and is_integer(line), do: edit(file, line)
  def open({:value, other}), do: puts_error("Invalid arguments for open helper: #{inspect(other)}")

  defp open_code(module, name, arity, shown) do
    with {:module, _} <- known(module),
         true <- name == nil or exported?(module, name, arity) or has_docs?(module, name, arity),
         path when is_binary(path) <- file_to_open(module) do
      edit(path, line(module, name, arity))
    else
      {:error, _} -> puts_error("Could not open #{shown}, module is not available")
      false -> puts_error("Could not open #{shown}, function/macro is not available")
      nil -> puts_error("Could not open #{shown}, source code is not available")
    end
  end

  # The file of a module; of one of the library a copy that nobody can take for the file that joist reads.
  defp file_to_open(module) do
    case {library_source(module), source(module)} do
      {{copy, text}, _} ->
        File.mkdir_p!(Path.dirname(copy))
        if File.read(copy) != {:ok, text}, do: File.rm(copy)
        if not File.exists?(copy), do: File.write!(copy, text)
        File.chmod!(copy, 0o444)
        copy

      {nil, {:file, path}} ->
        path

      _ ->
        nil
    end
  end

  # The shell's host has the sources; a program that imports the helpers does not.
  defp library_source(module) do
    :joist_sources.source(Atom.to_string(module))
  rescue
    UndefinedFunctionError -> nil
  end

  defp line(module, name, arity) do
    case Code.fetch_docs(module) do
      {_, line, _, _, _, _, entries} ->
        lines =
          for {{kind, entry, n}, line, _, _, meta} <- entries, kind in [:function, :macro], entry == name,
              arity == nil or arity in (n - Map.get(meta, :defaults, 0))..n//1,
              do: annotated_line(line)

        if lines == [], do: annotated_line(line), else: Enum.min(lines)

      _ ->
        1
    end
  end

  defp annotated_line(line) when is_integer(line), do: max(line, 1)
  defp annotated_line(annotation), do: :erl_anno.line(annotation)

  defp edit(file, line) do
    editor = Enum.find_value(["ELIXIR_EDITOR", "EDITOR"], fn name -> with "" <- System.get_env(name), do: nil end)

    cond do
      not File.regular?(file) ->
        puts_error("Could not open #{inspect(file)}, file is not available.")

      editor == nil ->
        puts_error("Could not open: #{inspect(file)}. Please set the ELIXIR_EDITOR or EDITOR environment variables with the command line invocation of your favorite EDITOR.")

      true ->
        IO.write(IEx.color(:eval_info, editor |> command(file, line) |> String.to_charlist() |> :os.cmd() |> List.to_string()))
    end
  end

  defp command(editor, file, line) do
    if String.contains?(editor, ["__FILE__", "__LINE__"]) do
      editor |> String.replace("__FILE__", inspect(file)) |> String.replace("__LINE__", Integer.to_string(line))
    else
      "#{editor} #{inspect(file)}:#{line}"
    end
  end

  # ---- runtime_info

  @doc "Prints topics about the machine."
  def runtime_info(topics) do
    Enum.each(topics, &topic/1)
    IO.puts("")
    if topics == [:system, :memory, :limits], do: IO.puts("To view a specific topic call runtime_info(topic)\n")
  end

  defp topic(:system) do
    title("System and architecture")
    schedulers = System.schedulers()

    rows([
      {"Elixir version", System.version()},
      {"Erlang/OTP version", System.otp_release()},
      {"Machine", "joist, in Go"},
      {"Compiled for", to_string(:erlang.system_info(:system_architecture))},
      {"Schedulers", schedulers},
      {"Schedulers online", System.schedulers_online()}
    ])
  end

  defp topic(:memory) do
    memory = :erlang.memory()
    title("Memory")
    rows(for {name, key} <- [{"Atoms", :atom}, {"Binaries", :binary}, {"Code", :code}, {"ETS", :ets}, {"Processes", :processes}, {"Total", :total}], do: {name, bytes(memory[key] || 0)})
  end

  defp topic(:limits) do
    {uptime, _} = :erlang.statistics(:wall_clock)
    title("Statistics / limits")

    rows([
      {"Uptime", time(div(uptime, 1000))},
      {"Run queue", :erlang.statistics(:run_queue)},
      {"Atoms", {:text, used(:atom_count, :atom_limit)}},
      {"Processes", {:text, used(:process_count, :process_limit)}}
    ])
  end

  defp topic(other), do: puts_error("Topic #{inspect(other)} is not there; the topics are :system, :memory and :limits")

  defp title(text), do: IO.puts(["\n", IEx.color(:eval_result, "## " <> text), "\n"])

  defp used(count, limit) do
    count = :erlang.system_info(count)
    limit = :erlang.system_info(limit)
    "#{count} / #{limit} (#{div(count * 100, limit)}% used)"
  end

  defp time(seconds) when seconds < 60, do: "#{seconds} seconds"
  defp time(seconds) when seconds < 3600, do: "#{div(seconds, 60)} minutes and #{rem(seconds, 60)} seconds"
  defp time(seconds), do: "#{div(seconds, 3600)} hours and #{div(rem(seconds, 3600), 60)} minutes"

  defp bytes(n) when n < 10_000, do: "#{n} B"
  defp bytes(n) when n < 10_000_000, do: "#{div(n, 1024)} KB"
  defp bytes(n), do: "#{div(n, 1024 * 1024)} MB"
end
