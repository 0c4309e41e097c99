defmodule Code do
  @moduledoc """
  Reading, running, compiling and loading code, and asking about what is compiled.

  Reading gives quoted code; see `string_to_quoted/2`. Running code takes values for variables and
  gives those that it binds:

      iex> Code.eval_string("a + b", a: 1, b: 2)
      {3, [b: 2, a: 1]}
  """

  @type binding() :: [{atom() | tuple(), any()}]

  @type diagnostic(severity) :: %{
          :source => Path.t() | nil,
          :file => Path.t() | nil,
          :severity => severity,
          :message => String.t(),
          :position => position(),
          :stacktrace => Exception.stacktrace(),
          :span => {line :: pos_integer(), column :: pos_integer()} | nil,
          optional(:details) => term(),
          optional(any()) => any()
        }

  @type line() :: non_neg_integer()
  @type position() :: line() | {line :: pos_integer(), column :: pos_integer()}

  @options [
    :docs,
    :debug_info,
    :ignore_already_consolidated,
    :ignore_module_conflict,
    :infer_signatures,
    :relative_paths,
    :no_warn_undefined,
    :tracers,
    :parser_options,
    :on_undefined_variable
  ]

  # ---- reading

  @doc """
  Reads source text as quoted code: `{:ok, quoted}`, or `{:error, {meta, message, token}}`.

      iex> Code.string_to_quoted("1 + 2")
      {:ok, {:+, [line: 1], [1, 2]}}
  """
  @spec string_to_quoted(List.Chars.t(), keyword()) :: {:ok, Macro.t()} | {:error, {location :: keyword(), binary() | {binary(), binary()}, binary()}}
  def string_to_quoted(string, opts \\ []) do
    encoded(opts, fn -> :elixir_code.parse(source(string), file(opts), line(opts), column(opts), indentation(opts), flags(opts)) end)
  end

  @doc """
  Like `string_to_quoted/2`, but raises when the source is not correct.

      iex> Code.string_to_quoted!("a + 1")
      {:+, [line: 1], [{:a, [line: 1], nil}, 1]}
  """
  @spec string_to_quoted!(List.Chars.t(), keyword()) :: Macro.t()
  def string_to_quoted!(string, opts \\ []) do
    result =
      encoded(opts, fn ->
        :elixir_code.parse(source(string), file(opts), line(opts), column(opts), indentation(opts), [:raise | flags(opts)])
      end)

    case result do
      {:ok, quoted} ->
        quoted

      {:error, {meta, message, token}} ->
        raise SyntaxError,
          file: file(opts),
          line: meta[:line],
          column: meta[:column],
          snippet: nil,
          description: plain(message) <> token
    end
  end

  defp plain({before, rest}), do: before <> rest
  defp plain(text), do: text

  defp source(string) when is_binary(string), do: string
  defp source(string) when is_list(string), do: :erlang.list_to_binary(:unicode.characters_to_list(string) |> List.to_string() |> String.to_charlist() |> :unicode.characters_to_binary() |> :binary.bin_to_list())

  defp source(other), do: other |> List.Chars.to_charlist() |> source()

  defp file(opts), do: Keyword.get(opts, :file, "nofile")
  defp line(opts), do: Keyword.get(opts, :line, 1)
  defp column(opts), do: Keyword.get(opts, :column, 1)
  defp indentation(opts), do: Keyword.get(opts, :indentation, 0)

  defp flags(opts) do
    flag(opts, :columns, :columns) ++
      flag(opts, :token_metadata, :token_metadata) ++
      flag(opts, :existing_atoms_only, :existing_atoms_only) ++
      if(Keyword.get(opts, :unescape, true), do: [], else: [:raw]) ++
      if(Keyword.get(opts, :emit_warnings, Keyword.get(opts, :warnings, true)), do: [], else: [:no_warnings]) ++
      if(opts[:literal_encoder], do: [:wrap_literals], else: []) ++
      if(opts[:static_atoms_encoder], do: [:wrap_atoms], else: [])
  end

  defp flag(opts, key, flag), do: if(Keyword.get(opts, key, false), do: [flag], else: [])

  # Literals and atoms come wrapped when there are functions to encode them.
  defp encoded(opts, parse) do
    case parse.() do
      {:ok, quoted} -> encode(quoted, opts[:literal_encoder], opts[:static_atoms_encoder])
      error -> error
    end
  end

  defp encode(quoted, nil, nil), do: {:ok, quoted}

  defp encode(quoted, literal, static) do
    {:ok, encode_node(quoted, literal, static)}
  catch
    {:"$encoder", meta, reason, token} -> {:error, {Keyword.take(meta, [:line, :column]), reason <> ": ", token}}
  end

  defp encode_node({:"$literal", meta, [value]}, literal, static) do
    case literal.(encode_node(value, literal, static), meta) do
      {:ok, quoted} -> quoted
      {:error, reason} -> throw({:"$encoder", meta, reason, "literal"})
    end
  end

  defp encode_node({:"$atom", meta, [text]}, _literal, static) do
    case static.(text, meta) do
      {:ok, quoted} -> quoted
      {:error, reason} -> throw({:"$encoder", meta, reason, text})
    end
  end

  defp encode_node({left, right}, literal, static), do: {encode_node(left, literal, static), encode_node(right, literal, static)}

  defp encode_node({head, meta, args}, literal, static),
    do: {encode_node(head, literal, static), meta, encode_node(args, literal, static)}

  defp encode_node(list, literal, static) when is_list(list), do: :lists.map(&encode_node(&1, literal, static), list)
  defp encode_node(other, _literal, _static), do: other

  @doc """
  Like `string_to_quoted/2`, with the comments as a list of maps: `{:ok, quoted, comments}`.

      iex> Code.string_to_quoted_with_comments("a # one")
      {:ok, {:a, [line: 1], nil}, [%{column: 3, line: 1, next_eol_count: 0, previous_eol_count: 0, text: "# one"}]}
  """
  @spec string_to_quoted_with_comments(List.Chars.t(), keyword()) :: {:ok, Macro.t(), comments :: [map()]} | {:error, {location :: keyword(), term(), term()}}
  def string_to_quoted_with_comments(string, opts \\ []) do
    case string_to_quoted(string, opts) do
      {:ok, quoted} -> {:ok, quoted, Code.Comments.list(source(string))}
      error -> error
    end
  end

  @doc ~S"""
  Like `string_to_quoted_with_comments/2`, but raises; gives `{quoted, comments}`.

      iex> Code.string_to_quoted_with_comments!("# one\n:ok")
      {:ok, [%{column: 1, line: 1, next_eol_count: 1, previous_eol_count: 1, text: "# one"}]}
  """
  @spec string_to_quoted_with_comments!(List.Chars.t(), keyword()) :: {Macro.t(), comments :: [map()]}
  def string_to_quoted_with_comments!(string, opts \\ []) do
    {string_to_quoted!(string, opts), Code.Comments.list(source(string))}
  end

  @doc """
  A document of `Inspect.Algebra` that writes quoted code as source.

      iex> quote(do: a + 1) |> Code.quoted_to_algebra() |> Inspect.Algebra.format(80) |> IO.iodata_to_binary()
      "a + 1"
  """
  @spec quoted_to_algebra(Macro.t(), keyword()) :: Inspect.Algebra.t()
  def quoted_to_algebra(quoted, opts \\ []), do: quoted |> Code.Normalizer.normalize(opts) |> Code.Formatter.to_algebra(opts)

  @doc """
  Formats source text.

      iex> IO.iodata_to_binary(Code.format_string!("foo( 1,2 )"))
      "foo(1, 2)"

  The option `:line_length` is 98 unless it is given.
  """
  @spec format_string!(binary(), keyword()) :: iodata()
  def format_string!(string, opts \\ []) when is_binary(string), do: Code.Formatter.format_string!(string, opts)

  @doc ~S"""
  Formats the text of a file, with a new line at its end.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_format.exs")
      iex> File.write!(path, "a  =1\n")
      iex> Code.format_file!(path) |> IO.iodata_to_binary()
      "a = 1\n"
  """
  @spec format_file!(binary(), keyword()) :: iodata()
  def format_file!(file, opts \\ []) when is_binary(file) do
    string = File.read!(file)
    [format_string!(string, [file: file] ++ opts), ?\n]
  end

  # ---- running

  @doc """
  Runs source text. `binding` are the variables that it sees; the result is its value and the
  variables as they are at its end.

      iex> Code.eval_string("c = a * 2", [a: 21], file: "here")
      {42, [c: 42, a: 21]}
  """
  @spec eval_string(List.Chars.t(), binding(), Macro.Env.t() | keyword()) :: {term(), binding()}
  def eval_string(string, binding \\ [], opts \\ [])

  def eval_string(string, binding, %{__struct__: Macro.Env} = env) do
    env = env_for_eval(env)
    {value, binding, _env} = eval_string_with_env(string, binding, env, env.file, env.line)
    {value, binding}
  end

  def eval_string(string, binding, opts) when is_list(opts) do
    env = env_for_eval(opts)
    {value, binding, _env} = eval_string_with_env(string, binding, env, env.file, line(opts))
    {value, binding}
  end

  defp eval_string_with_env(string, binding, env, file, line) do
    {:ok, quoted} = :elixir_code.parse(source(string), file, line, 1, 0, [:raise | flags(parser_options())])
    :joist_eval.run(quoted, binding, env, [:no_env])
  end

  defp parser_options(), do: Keyword.delete(get_compiler_option(:parser_options), :columns)

  @doc """
  Runs quoted code; see `eval_string/3`.

      iex> Code.eval_quoted(quote(do: 1 + 1))
      {2, []}
  """
  @spec eval_quoted(Macro.t(), binding(), Macro.Env.t() | keyword()) :: {term(), binding()}
  def eval_quoted(quoted, binding \\ [], env_or_opts \\ []) do
    {value, binding, _env} = :joist_eval.run(quoted, binding, env_for_eval(env_or_opts), [:lines, :no_env])
    {value, binding}
  end

  @doc """
  Like `eval_quoted/3`, in an environment, and gives the one that the code leaves behind.

  With the option `:prune_binding` what comes back has only the variables that the code binds or uses.

      iex> {value, binding, _env} = Code.eval_quoted_with_env(quote(do: var!(a) * 2), [a: 4], __ENV__)
      iex> {value, binding}
      {8, [a: 4]}
  """
  @spec eval_quoted_with_env(Macro.t(), binding(), Macro.Env.t(), keyword()) :: {term(), binding(), Macro.Env.t()}
  def eval_quoted_with_env(quoted, binding, %{__struct__: Macro.Env} = env, opts \\ []) when is_list(binding),
    do: :joist_eval.run(quoted, binding, env, if(Keyword.get(opts, :prune_binding, false) == true, do: [:lines, :prune], else: [:lines]))

  @doc """
  An environment for running code: of options (`:file`, `:line`, `:module`, ...) or of another one.

      iex> Code.env_for_eval(__ENV__).context
      nil
  """
  @spec env_for_eval(Macro.Env.t() | keyword()) :: Macro.Env.t()
  def env_for_eval(%{__struct__: Macro.Env, lexical_tracker: tracker} = env) do
    env = %{env | versioned_vars: %{}, context: nil}

    cond do
      not is_pid(tracker) ->
        %{env | tracers: []}

      Process.alive?(tracker) ->
        env

      true ->
        IO.warn("an __ENV__ with outdated compilation information was given to eval, call Macro.Env.prune_compile_info/1 to prune it")
        Macro.Env.prune_compile_info(env)
    end
  end

  def env_for_eval(opts) when is_list(opts) do
    env = :elixir_code.file_env(Keyword.get(opts, :file, "nofile"))

    env
    |> Map.put(:line, Keyword.get(opts, :line, 1))
    |> set(opts, :module)
    |> set(opts, :aliases)
    |> set(opts, :requires)
    |> set(opts, :functions)
    |> set(opts, :macros)
    |> set(opts, :tracers)
  end

  defp set(env, opts, key) do
    case opts do
      [{^key, value} | _] -> Map.put(env, key, value)
      [_ | rest] -> set(env, rest, key)
      [] -> env
    end
  end

  @doc """
  Runs a file; gives its value and its variables.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_eval.exs")
      iex> File.write!(path, "x = 1 + 2")
      iex> Code.eval_file(path)
      {3, [x: 3]}
  """
  @spec eval_file(binary(), nil | binary()) :: {term(), binding()}
  def eval_file(file, relative_to \\ nil) when is_binary(file) do
    path = find_file!(file, relative_to)
    eval_string(File.read!(path), [], file: path, line: 1)
  end

  # ---- compiling

  @doc """
  Compiles source text: a list of the modules that it defines, with their code.

      iex> [{module, binary}] = Code.compile_string("defmodule DocCompiled do def one, do: 1 end")
      iex> {module, is_binary(binary), module.one()}
      {DocCompiled, true, 1}
  """
  @spec compile_string(List.Chars.t(), binary()) :: [{module(), binary()}]
  def compile_string(string, file \\ "nofile") when is_binary(file) do
    case get_compiler_option(:parser_options) do
      [columns: true] ->
        text = source(string)
        watch(fn -> :elixir_code.compile(text, file) end)

      options ->
        {:ok, quoted} = :elixir_code.parse(source(string), file, 1, 1, 0, [:raise | flags(options)])
        compile_quoted(quoted, file)
    end
  end

  @doc """
  Compiles quoted code; see `compile_string/2`.

      iex> [{module, _}] = Code.compile_quoted(quote(do: (defmodule DocQuoted do def two, do: 2 end)))
      iex> module.two()
      2
  """
  @spec compile_quoted(Macro.t(), binary()) :: [{module(), binary()}]
  def compile_quoted(quoted, file \\ "nofile") when is_binary(file),
    do: watch(fn -> :elixir_code.compile_quoted(quoted, file) end)

  # The modules that fun defines.
  defp watch(fun) do
    :elixir_code.watch_modules()

    try do
      fun.()
    catch
      kind, reason ->
        stacktrace = __STACKTRACE__
        :elixir_code.watched_modules()
        :erlang.raise(kind, reason, stacktrace)
    else
      _ -> :elixir_code.watched_modules()
    end
  end

  @doc """
  Compiles a file; see `compile_string/2`.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_compile.ex")
      iex> File.write!(path, "defmodule DocFromFile do def one, do: 1 end")
      iex> [{module, _binary}] = Code.compile_file(path)
      iex> module.one()
      1
  """
  @spec compile_file(binary(), nil | binary()) :: [{module(), binary()}]
  def compile_file(file, relative_to \\ nil) when is_binary(file) do
    path = find_file!(file, relative_to)
    compile_string(File.read!(path), path)
  end

  @doc """
  Compiles a file unless that was done before; then the result is `nil`.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_require.ex")
      iex> File.write!(path, "defmodule DocRequired do def one, do: 1 end")
      iex> Code.require_file(path) |> length()
      1
      iex> Code.require_file(path)
      nil
  """
  @spec require_file(binary(), nil | binary()) :: [{module(), binary()}] | nil
  def require_file(file, relative_to \\ nil) when is_binary(file) do
    path = find_file!(file, relative_to)

    case :elixir_code.require(path) do
      true -> compile_string(File.read!(path), path)
      false -> nil
    end
  end

  @doc false
  @deprecated "Use Code.require_file/2 or Code.compile_file/2 instead"
  def load_file(file, relative_to \\ nil), do: compile_file(file, relative_to)

  @doc """
  The files that `require_file/2` compiled.

      iex> is_list(Code.required_files())
      true
  """
  @spec required_files() :: [binary()]
  def required_files(), do: :elixir_code.required()

  @doc """
  Lets files be required again.

      iex> Code.unrequire_files(["never_required.ex"])
      :ok
  """
  @spec unrequire_files([binary()]) :: :ok
  def unrequire_files(files) when is_list(files), do: :elixir_code.unrequire(files)

  defp find_file!(file, relative_to) do
    path = if relative_to, do: Path.expand(file, relative_to), else: Path.expand(file)
    if File.regular?(path), do: path, else: raise(Code.LoadError, file: path, reason: :enoent)
  end

  @doc """
  Runs a function and collects the diagnostics that the compiler has for it: `{result, diagnostics}`.

  They are not printed, unless the option `:log` is true.

      iex> Code.with_diagnostics(fn -> 1 + 1 end)
      {2, []}
  """
  @spec with_diagnostics(keyword(), (-> result)) :: {result, [diagnostic(:warning | :error)]} when result: term()
  def with_diagnostics(opts \\ [], fun) when is_function(fun, 0) do
    :elixir_code.watch_diagnostics(Keyword.get(opts, :log, false) == true)

    try do
      fun.()
    catch
      kind, reason ->
        stacktrace = __STACKTRACE__
        :elixir_code.watched_diagnostics()
        :erlang.raise(kind, reason, stacktrace)
    else
      result -> {result, :elixir_code.watched_diagnostics()}
    end
  end

  @doc """
  Prints a diagnostic on the standard error device.

      iex> diagnostic = %{severity: :warning, message: "a lamp is hot", file: nil, source: nil, position: 0, span: nil, stacktrace: [], details: nil}
      iex> Code.print_diagnostic(diagnostic)
      :ok
  """
  @spec print_diagnostic(diagnostic(:warning | :error), snippet: boolean()) :: :ok
  def print_diagnostic(diagnostic, opts \\ []) do
    :elixir_code.print(diagnostic, Keyword.get(opts, :snippet, true))
    :ok
  end

  # ---- asking and loading

  @doc """
  Loads a module: `{:module, module}`, or `{:error, reason}`.

      iex> Code.ensure_loaded(Atom)
      {:module, Atom}
  """
  @spec ensure_loaded(module()) :: {:module, module()} | {:error, :embedded | :badfile | :nofile | :on_load_failure}
  def ensure_loaded(module) when is_atom(module), do: :code.ensure_loaded(module)

  @doc """
  True when the module can be loaded.

      iex> Code.ensure_loaded?(Atom)
      true
  """
  @spec ensure_loaded?(module()) :: boolean()
  def ensure_loaded?(module) when is_atom(module), do: match?({:module, ^module}, ensure_loaded(module))

  @doc """
  Like `ensure_loaded/1`, but raises when the module cannot be loaded.

      iex> Code.ensure_loaded!(String)
      String
  """
  @spec ensure_loaded!(module()) :: module()
  def ensure_loaded!(module) when is_atom(module) do
    case ensure_loaded(module) do
      {:module, module} -> module
      {:error, reason} -> raise ArgumentError, "could not load module #{inspect(module)} due to reason #{inspect(reason)}"
    end
  end

  @doc """
  Loads several modules: `:ok`, or `{:error, [{module, reason}]}`.

      iex> Code.ensure_all_loaded([String, List])
      :ok
      iex> Code.ensure_all_loaded([NoSuchModule])
      {:error, [{NoSuchModule, :nofile}]}
  """
  @spec ensure_all_loaded([module()]) :: :ok | {:error, [{module(), reason :: atom()}]}
  def ensure_all_loaded(modules) when is_list(modules) do
    case for(module <- modules, {:error, reason} <- [ensure_loaded(module)], do: {module, reason}) do
      [] -> :ok
      errors -> {:error, errors}
    end
  end

  @doc """
  Like `ensure_all_loaded/1`, but raises.

      iex> Code.ensure_all_loaded!([String, List])
      :ok
  """
  @spec ensure_all_loaded!([module()]) :: :ok
  def ensure_all_loaded!(modules) do
    case ensure_all_loaded(modules) do
      :ok ->
        :ok

      {:error, errors} ->
        lines = for {module, reason} <- errors, do: "\n  * #{inspect(module)} due to reason #{inspect(reason)}"
        raise ArgumentError, "could not load the following modules:\n" <> IO.iodata_to_binary(lines)
    end
  end

  @doc """
  Loads a module, which may be one that is being compiled.

      iex> Code.ensure_compiled(String)
      {:module, String}
      iex> Code.ensure_compiled(NoSuchModule)
      {:error, :nofile}
  """
  @spec ensure_compiled(module()) :: {:module, module()} | {:error, :embedded | :badfile | :nofile | :on_load_failure | :unavailable}
  def ensure_compiled(module) when is_atom(module) do
    case ensure_loaded(module) do
      {:module, _} = found -> found
      {:error, _} = error -> await(module, :erlang.get(:elixir_compiler_info), error)
    end
  end

  # Where several files are compiled another one may define the module.
  defp await(module, :undefined, error), do: if(:elixir_module.open(module), do: {:error, :unavailable}, else: error)

  defp await(module, _info, error) do
    case Kernel.ErrorHandler.ensure_compiled(module, :module, :soft) do
      :found -> {:module, module}
      :deadlock -> {:error, :unavailable}
      :not_found -> error
    end
  end

  @doc false
  @deprecated "Use Code.ensure_compiled/1 instead (see the proper disclaimers in its docs)"
  def ensure_compiled?(module), do: match?({:module, ^module}, ensure_compiled(module))

  @doc """
  Like `ensure_compiled/1`, but raises when there is no such module.

      iex> Code.ensure_compiled!(String)
      String
  """
  @spec ensure_compiled!(module()) :: module()
  def ensure_compiled!(module) when is_atom(module) do
    case ensure_compiled(module) do
      {:module, module} ->
        module

      {:error, reason} ->
        raise ArgumentError, "could not load module #{inspect(module)} due to reason #{compile_reason(reason)}"
    end
  end

  defp compile_reason(:unavailable), do: ":unavailable (the module is in the process of being defined)"
  defp compile_reason(reason), do: inspect(reason)

  @doc """
  True when the module is loaded.

      iex> Code.loaded?(NoSuchModule)
      false
  """
  @spec loaded?(module()) :: boolean()
  def loaded?(module) when is_atom(module), do: :erlang.module_loaded(module)

  @doc """
  True in a compilation that can wait for other modules.

      iex> Code.can_await_module_compilation?()
      false
  """
  @spec can_await_module_compilation?() :: boolean()
  def can_await_module_compilation?(), do: :erlang.get(:elixir_compiler_info) != :undefined

  @doc false
  def compiled?(module), do: ensure_compiled?(module)

  @doc """
  Removes a module from memory: true when there was one.

      iex> defmodule Example.Deleted, do: nil
      iex> Code.delete_module(Example.Deleted)
      true
      iex> Code.loaded?(Example.Deleted)
      false
  """
  @spec delete_module(module()) :: boolean()
  def delete_module(module) when is_atom(module), do: :code.delete(module)

  @doc """
  The documentation of a module: `{:docs_v1, line, language, format, moduledoc, metadata, docs}`, or
  `{:error, reason}`.

      iex> Code.fetch_docs(NoSuchModule)
      {:error, :module_not_found}
      iex> Code.fetch_docs(Enum) |> elem(0)
      :docs_v1
  """
  @spec fetch_docs(module() | String.t()) :: {:docs_v1, anno :: :erl_anno.anno(), language :: atom(), format :: binary(), %{optional(binary()) => binary()} | :none | :hidden, metadata :: map(), docs :: [tuple()]} | {:error, :module_not_found | :chunk_not_found | {:invalid_chunk, binary()} | :invalid_beam}
  def fetch_docs(module_or_path)

  def fetch_docs(module) when is_atom(module) do
    with {:error, :chunk_not_found} <- Code.Docs.fetch(module),
         file when is_binary(file) <- :elixir_code.file_of(module) || :elixir_code.find_file(module),
         {:ok, chunk} <- file |> Path.dirname() |> Path.join("../doc/chunks/#{module}.chunk") |> File.read() do
      :erlang.binary_to_term(chunk)
    else
      {:docs_v1, _, _, _, _, _, _} = docs -> docs
      {:error, :module_not_found} -> {:error, :module_not_found}
      _ -> {:error, :chunk_not_found}
    end
  end

  def fetch_docs(path) when is_binary(path) do
    case File.read(path) do
      {:ok, "FOR1" <> _ = binary} -> Code.Docs.fetch(binary)
      {:ok, _} -> {:error, :chunk_not_found}
      {:error, _} -> {:error, :module_not_found}
    end
  end

  # ---- options

  @doc """
  The names of the compiler's options.

      iex> :docs in Code.available_compiler_options()
      true
  """
  @spec available_compiler_options() :: [atom()]
  def available_compiler_options(), do: @options

  @doc """
  The compiler's options with their values.

      iex> Code.compiler_options().ignore_module_conflict
      false
  """
  @spec compiler_options() :: map()
  def compiler_options(), do: Map.new(@options, fn key -> {key, get_compiler_option(key)} end)

  @doc "Sets options of the compiler; gives those that they replace."
  @spec compiler_options(Enumerable.t()) :: %{optional(atom()) => boolean()}
  def compiler_options(opts) do
    for {key, value} <- opts, into: %{} do
      previous = get_compiler_option(key)
      put_compiler_option(key, value)
      {key, previous}
    end
  end

  @doc """
  An option of the compiler.

      iex> Code.get_compiler_option(:ignore_module_conflict)
      false
  """
  @spec get_compiler_option(atom()) :: term()
  def get_compiler_option(key) when key in @options, do: :elixir_code.option(key, option_default(key))
  def get_compiler_option(key) when is_atom(key), do: raise(ArgumentError, "unknown compiler option: #{inspect(key)}")

  @doc """
  Sets an option of the compiler.

      iex> Code.put_compiler_option(:ignore_module_conflict, false)
      :ok
  """
  @spec put_compiler_option(atom(), term()) :: :ok
  def put_compiler_option(key, value) when key in [:docs, :debug_info, :ignore_module_conflict, :ignore_already_consolidated, :infer_signatures, :relative_paths] do
    if not is_boolean(value), do: raise("compiler option #{inspect(key)} should be a boolean, got: #{inspect(value)}")
    :elixir_code.put_option(key, value)
  end

  def put_compiler_option(:no_warn_undefined, value) do
    if value != :all and not is_list(value),
      do: raise("compiler option :no_warn_undefined should be a list or the atom :all, got: #{inspect(value)}")

    :elixir_code.put_option(:no_warn_undefined, value)
  end

  def put_compiler_option(key, value) when key in [:parser_options, :tracers] do
    cond do
      not is_list(value) ->
        raise "compiler option #{inspect(key)} should be a list, got: #{inspect(value)}"

      key == :parser_options and not Keyword.keyword?(value) ->
        raise "compiler option #{inspect(key)} should be a keyword list, got: #{inspect(value)}"

      key == :tracers and not Enum.all?(value, &is_atom/1) ->
        raise "compiler option #{inspect(key)} should be a list of modules, got: #{inspect(value)}"

      true ->
        :ok
    end

    :elixir_code.put_option(key, value)
  end

  def put_compiler_option(:on_undefined_variable, value) when value in [:raise, :warn],
    do: :elixir_code.put_option(:on_undefined_variable, value)

  def put_compiler_option(key, _value) when is_atom(key), do: raise("unknown compiler option: #{inspect(key)}")

  defp option_default(key) when key in [:docs, :debug_info, :infer_signatures, :relative_paths], do: true
  defp option_default(key) when key in [:ignore_module_conflict, :ignore_already_consolidated], do: false
  defp option_default(:parser_options), do: [columns: true]
  defp option_default(:on_undefined_variable), do: :raise
  defp option_default(_), do: []

  @doc """
  Forgets all that `put_compiler_option/2` set for parsing and tracing.

      iex> elem(Code.purge_compiler_modules(), 0)
      :ok
  """
  @spec purge_compiler_modules() :: {:ok, non_neg_integer()}
  def purge_compiler_modules(), do: {:ok, 0}

  # ---- the code path

  @doc """
  Adds a folder to the end of the code path, whose `.beam` files have the modules that are neither loaded nor in the
  library. True unless there is no such folder.

      iex> Code.append_path("no/such/folder")
      false
  """
  @spec append_path(Path.t(), cache: boolean()) :: boolean()
  def append_path(path, opts \\ []) when is_list(opts), do: :code.add_pathz(folder(path)) == true

  @doc """
  Adds a folder to the front of the code path.

      iex> Code.prepend_path(System.tmp_dir!())
      true
      iex> hd(:code.get_path()) == to_charlist(Path.expand(System.tmp_dir!()))
      true
      iex> Code.delete_path(System.tmp_dir!())
      true
  """
  @spec prepend_path(Path.t(), cache: boolean()) :: boolean()
  def prepend_path(path, opts \\ []) when is_list(opts), do: :code.add_patha(folder(path)) == true

  @doc """
  Adds folders to the end of the code path.

      iex> Code.append_paths([])
      :ok
  """
  @spec append_paths([Path.t()], cache: boolean()) :: :ok
  def append_paths(paths, opts \\ []) when is_list(paths) and is_list(opts), do: :code.add_pathsz(Enum.map(paths, &folder/1))

  @doc """
  Adds folders to the front of the code path.

      iex> Code.prepend_paths([])
      :ok
  """
  @spec prepend_paths([Path.t()], cache: boolean()) :: :ok
  def prepend_paths(paths, opts \\ []) when is_list(paths) and is_list(opts), do: :code.add_pathsa(Enum.map(paths, &folder/1))

  @doc """
  Removes a folder from the code path: true when it was there.

      iex> Code.delete_path("no/such/path")
      false
  """
  @spec delete_path(Path.t()) :: boolean()
  def delete_path(path), do: :code.del_path(folder(path)) == true

  @doc """
  Removes folders from the code path.

      iex> Code.delete_paths([])
      :ok
  """
  @spec delete_paths([Path.t()]) :: :ok
  def delete_paths(paths) when is_list(paths) do
    Enum.each(paths, &delete_path/1)
  end

  defp folder(path), do: path |> IO.chardata_to_string() |> Path.expand() |> String.to_charlist()

  @doc false
  @deprecated "Use Code.Fragment.cursor_context/2 instead"
  def cursor_context(code, options \\ []), do: Code.Fragment.cursor_context(code, options)
end
