defmodule Macro.Env do
  @moduledoc """
  The environment of code at compile time: what `__ENV__` and `__CALLER__` give.
  """

  @type context() :: :match | :guard | nil
  @type context_modules() :: [module()]
  @type file() :: binary()
  @type line() :: non_neg_integer()
  @type name_arity() :: {atom(), arity()}
  @type variable() :: {atom(), atom() | term()}

  @type t() :: %Macro.Env{
          aliases: aliases(),
          context: context(),
          context_modules: context_modules(),
          file: file(),
          function: name_arity() | nil,
          functions: functions(),
          lexical_tracker: lexical_tracker(),
          line: line(),
          macro_aliases: macro_aliases(),
          macros: macros(),
          module: module(),
          requires: requires(),
          tracers: tracers(),
          versioned_vars: versioned_vars()
        }

  @typep aliases() :: [{module(), module()}]
  @typep functions() :: [{module(), [name_arity()]}]
  @typep lexical_tracker() :: pid() | nil
  @typep macro_aliases() :: [{module(), {term(), module()}}]
  @typep macros() :: [{module(), [name_arity()]}]
  @typep requires() :: [module()]
  @typep tracers() :: [module()]
  @typep versioned_vars() :: %{optional(variable()) => var_version :: non_neg_integer()}

  defstruct aliases: [],
            context: nil,
            context_modules: [],
            file: "nofile",
            function: nil,
            functions: [],
            lexical_tracker: nil,
            line: 0,
            macro_aliases: [],
            macros: [],
            module: nil,
            requires: [],
            tracers: [],
            versioned_vars: %{}

  @doc """
  The variables in scope, as `{name, context}`.

      iex> a = 1
      iex> {:a, nil} in Macro.Env.vars(__ENV__) and a == 1
      true
  """
  @spec vars(t()) :: [variable()]
  def vars(%__MODULE__{} = env), do: Map.keys(env.versioned_vars)

  @doc """
  True when there is such a variable.

      iex> Macro.Env.has_var?(__ENV__, {:nothing_here, nil})
      false
  """
  @spec has_var?(t(), variable()) :: boolean()
  def has_var?(env, var)
  def has_var?(%__MODULE__{} = env, {name, context}) when is_atom(name) and is_atom(context), do: is_map_key(env.versioned_vars, {name, context})

  @doc """
  The place as a keyword list.

      iex> Macro.Env.location(__ENV__) |> Keyword.keys()
      [:file, :line]
  """
  @spec location(t()) :: keyword()
  def location(env)
  def location(%__MODULE__{file: file, line: line}), do: [file: file, line: line]

  @doc """
  True when the module is required.

      iex> Macro.Env.required?(__ENV__, Kernel)
      true
      iex> Macro.Env.required?(__ENV__, Logger)
      false
  """
  @spec required?(t(), module()) :: boolean()
  def required?(%__MODULE__{requires: requires}, module) when is_atom(module), do: module in requires

  @doc """
  Adds a tracer, a module with a function `trace/2`, in front of those of the environment.

      iex> Macro.Env.prepend_tracer(__ENV__, DocTracer).tracers |> hd()
      DocTracer
  """
  @spec prepend_tracer(t(), module()) :: t()
  def prepend_tracer(%__MODULE__{tracers: tracers} = env, tracer) when is_atom(tracer), do: %{env | tracers: [tracer | tracers]}

  @doc """
  The modules that the name and arity are imported from, each with `:function` or `:macro`.

      iex> Macro.Env.lookup_import(__ENV__, {:hd, 1})
      [function: Kernel]
      iex> Macro.Env.lookup_import(__ENV__, {:no_such_function, 1})
      []
  """
  @spec lookup_import(t(), name_arity()) :: [{:function | :macro, module()}]
  def lookup_import(%__MODULE__{functions: functions, macros: macros}, {name, arity} = pair) when is_atom(name) and is_integer(arity) do
    f = for {module, pairs} <- functions, pair in pairs, do: {:function, module}
    m = for {module, pairs} <- macros, pair in pairs, do: {:macro, module}
    f ++ m
  end

  @doc """
  The aliases that stand for the module.

      iex> alias String.Chars, as: DocChars
      iex> Macro.Env.lookup_alias_as(__ENV__, String.Chars) == [DocChars] or Macro.Env.lookup_alias_as(__ENV__, String.Chars) == [Elixir.DocChars]
      true
  """
  @spec lookup_alias_as(t(), atom()) :: [atom()]
  def lookup_alias_as(%__MODULE__{aliases: aliases}, atom) when is_atom(atom), do: for({name, ^atom} <- aliases, do: name)

  @doc """
  True in a pattern or a guard.

      iex> Macro.Env.in_match?(__ENV__)
      false
  """
  @spec in_match?(t()) :: boolean()
  def in_match?(%__MODULE__{context: context}), do: context == :match

  @doc """
  True in a guard.

      iex> Macro.Env.in_guard?(__ENV__)
      false
  """
  @spec in_guard?(t()) :: boolean()
  def in_guard?(%__MODULE__{context: context}), do: context == :guard

  @doc """
  The environment for code inside a pattern.

      iex> Macro.Env.to_match(__ENV__).context
      :match
  """
  @spec to_match(t()) :: t()
  def to_match(%__MODULE__{} = env), do: %{env | context: :match}

  @doc """
  The environment for code inside a guard.

      iex> Macro.Env.to_guard(__ENV__).context
      :guard
  """
  @spec to_guard(t()) :: t()
  def to_guard(%__MODULE__{} = env), do: %{env | context: :guard}

  @doc """
  The environment without what belongs to the compilation that goes on.

      iex> Macro.Env.prune_compile_info(__ENV__).lexical_tracker
      nil
  """
  @spec prune_compile_info(t()) :: t()
  def prune_compile_info(%__MODULE__{} = env), do: %{env | lexical_tracker: nil, tracers: []}

  @doc """
  The stack trace for an error at the place.

      iex> is_list(Macro.Env.stacktrace(__ENV__))
      true
  """
  @spec stacktrace(t()) :: Exception.stacktrace()
  def stacktrace(%__MODULE__{} = env) do
    cond do
      is_nil(env.module) ->
        [{:elixir_compiler, :__FILE__, 1, relative_location(env)}]

      is_nil(env.function) ->
        [{env.module, :__MODULE__, 0, relative_location(env)}]

      true ->
        {name, arity} = env.function
        [{env.module, name, arity, relative_location(env)}]
    end
  end

  defp relative_location(env), do: [file: String.to_charlist(Path.relative_to_cwd(env.file)), line: env.line]

  # ---- directives

  @doc """
  Requires a module: `{:ok, env}`.

  Options are `:as` and `:warn`, as of `require`.

      iex> {:ok, env} = Macro.Env.define_require(__ENV__, [], Record)
      iex> Macro.Env.required?(env, Record)
      true
  """
  @spec define_require(t(), Macro.metadata(), module(), keyword()) :: {:ok, t()}
  def define_require(env, meta, module, opts \\ [])

  def define_require(%__MODULE__{} = env, meta, module, opts) when is_atom(module) do
    trace({:require, meta, module, Keyword.delete(opts, :trace)}, env, opts)
    env = add_require(env, module)

    case opts[:as] do
      nil -> {:ok, env}
      _ -> define_alias(env, meta, module, opts)
    end
  end

  defp add_require(%{requires: requires} = env, module) do
    if module in requires, do: env, else: %{env | requires: :ordsets.add_element(module, requires)}
  end

  @doc """
  Makes an alias: `{:ok, env}` or `{:error, message}`.

      iex> {:ok, env} = Macro.Env.define_alias(__ENV__, [], String.Chars, as: DocAlias)
      iex> String.Chars in Keyword.values(env.aliases)
      true
  """
  @spec define_alias(t(), Macro.metadata(), module(), keyword()) :: {:ok, t()} | {:error, String.t()}
  def define_alias(env, meta, module, opts \\ [])

  def define_alias(%__MODULE__{} = env, meta, module, opts) when is_atom(module) do
    case alias_name(module, Keyword.get(opts, :as)) do
      {:ok, ^module} -> {:ok, %{env | aliases: :lists.keydelete(module, 1, env.aliases)}}
      {:ok, name} -> {:ok, put_alias(env, meta, name, module, opts)}
      {:error, message} -> {:error, message}
    end
  end

  defp put_alias(env, meta, name, module, opts) do
    trace({:alias, meta, module, name, Keyword.delete(opts, :trace)}, env, opts)
    %{env | aliases: :lists.keystore(name, 1, env.aliases, {name, module})}
  end

  # The tracers of an environment hear of what is done in it, unless the option :trace is false.
  defp trace(event, env, opts) do
    if env.tracers != [] and Keyword.get(opts, :trace, true), do: :elixir_env.trace(event, env), else: :ok
  end

  defp alias_name(module, nil) do
    case :erlang.atom_to_binary(module) do
      "Elixir." <> name -> {:ok, Module.concat([List.last(:binary.split(name, ".", [:global]))])}
      _ -> {:error, "alias cannot be inferred automatically for module: #{inspect(module)}, please use the :as option. Implicit aliasing is only supported with Elixir modules"}
    end
  end

  defp alias_name(_module, as) when is_atom(as) do
    case :erlang.atom_to_binary(as) do
      "Elixir." <> name ->
        if String.contains?(name, "."),
          do: {:error, "invalid value for option :as, expected a simple alias, got nested alias: #{inspect(as)}"},
          else: {:ok, as}

      _ ->
        {:error, "invalid value for option :as, expected an alias, got: #{inspect(as)}"}
    end
  end

  defp alias_name(_module, as), do: {:error, "invalid value for option :as, expected an alias, got: #{Macro.to_string(as)}"}

  @doc """
  Imports a module: `{:ok, env}` or `{:error, message}`.

  Options are `:only` and `:except`, as of `import`.

      iex> {:ok, env} = Macro.Env.define_import(__ENV__, [], Bitwise, only: :functions)
      iex> Macro.Env.lookup_import(env, {:bxor, 2})
      [function: Bitwise]
  """
  @spec define_import(t(), Macro.metadata(), module(), keyword()) :: {:ok, t()} | {:error, String.t()}
  def define_import(env, meta, module, opts \\ [])

  def define_import(%__MODULE__{} = env, meta, module, opts) when is_atom(module) and is_list(opts) do
    case :elixir_macro.lookup_import(module, nil, nil) do
      nil ->
        {:error, "module #{inspect(module)} is not loaded and could not be found"}

      {functions, macros} ->
        warn? = Keyword.get(opts, :emit_warnings, true)

        with {:ok, only} <- import_option(:only, Keyword.get(opts, :only), [nil, :functions, :macros, :sigils], env, meta, warn?),
             {:ok, except} <- import_option(:except, Keyword.get(opts, :except, []), [], env, meta, warn?) do
          {functions, macros} = chosen(functions, macros, only, except)
          given = Keyword.drop(opts, [:trace, :emit_warnings, :info_callback])
          trace({:import, meta, module, given}, env, opts)
          trace({:require, meta, module, given}, env, opts)
          env = add_require(env, module)
          {:ok, %{env | functions: set_import(env.functions, module, functions), macros: set_import(env.macros, module, macros)}}
        end
    end
  end

  defp import_option(option, value, kinds, env, meta, warn?) do
    cond do
      value in kinds ->
        {:ok, value}

      Keyword.keyword?(value) and Enum.all?(value, fn {_, arity} -> is_integer(arity) end) ->
        if warn?, do: Enum.each(Enum.uniq(value -- Enum.uniq(value)), &warn_duplicate(option, &1, env, meta))
        {:ok, value}

      option == :only ->
        {:error,
         "invalid :only option for import, expected value to be an atom :functions, :macros, " <>
           "or a literal keyword list of function names with arity as values, got: #{Macro.to_string(value)}"}

      true ->
        {:error,
         "invalid :except option for import, expected value to be a literal keyword list of function names " <>
           "with arity as values, got: #{Macro.to_string(value)}"}
    end
  end

  defp warn_duplicate(option, {name, arity}, env, meta),
    do: IO.warn("invalid #{inspect(option)} option for import, #{name}/#{arity} is duplicated", %{env | line: Keyword.get(meta, :line, env.line)})

  defp chosen(functions, _macros, :functions, except), do: {functions -- except, []}
  defp chosen(_functions, macros, :macros, except), do: {[], macros -- except}

  defp chosen(functions, macros, :sigils, except) do
    sigil? = fn {name, arity} -> arity == 2 and match?("sigil_" <> _, :erlang.atom_to_binary(name)) end
    {:lists.filter(sigil?, functions) -- except, :lists.filter(sigil?, macros) -- except}
  end

  defp chosen(functions, macros, nil, except) do
    visible = fn {name, _} -> not match?("_" <> _, :erlang.atom_to_binary(name)) end
    {:lists.filter(visible, functions) -- except, :lists.filter(visible, macros) -- except}
  end

  defp chosen(functions, macros, only, _except) when is_list(only),
    do: {for(pair <- functions, pair in only, do: pair), for(pair <- macros, pair in only, do: pair)}

  defp set_import(imports, module, []), do: :lists.keydelete(module, 1, imports)
  defp set_import(imports, module, pairs), do: [{module, pairs} | :lists.keydelete(module, 1, imports)]

  @doc """
  Expands an alias: `{:alias, module}` or `:error`.

      iex> Macro.Env.expand_alias(__ENV__, [], [:NotAliased])
      :error
  """
  @spec expand_alias(t(), keyword(), [atom()], keyword()) :: {:alias, atom()} | :error
  def expand_alias(env, meta, list, opts \\ [])

  def expand_alias(%__MODULE__{} = env, meta, [first | rest] = list, opts) do
    name = Module.concat([first])

    case :lists.keyfind(name, 1, env.aliases) do
      {^name, module} ->
        trace({:alias_expansion, meta, name, module}, env, opts)
        {:alias, Module.concat([module | rest])}

      false when list == [] -> :error
      false -> :error
    end
  end

  @doc """
  Expands an import: `{:macro, module, fun}`, `{:function, module, name}` or `{:error, reason}`.

      iex> {:function, module, name} = Macro.Env.expand_import(__ENV__, [], :hd, 1)
      iex> {module, name}
      {Kernel, :hd}
  """
  @spec expand_import(t(), keyword(), atom(), arity(), keyword()) :: {:macro, module(), (Macro.metadata(), args :: [Macro.t()] -> Macro.t())} | {:function, module(), atom()} | {:error, :not_found | {:conflict, module()} | {:ambiguous, [module()]}}
  def expand_import(env, meta, name, arity, opts \\ [])

  def expand_import(%__MODULE__{} = env, meta, name, arity, opts) when is_atom(name) and is_integer(arity) do
    locals? = Keyword.get(opts, :allow_locals, true)

    local? =
      locals? == true and env.module != nil and env.function != nil and Module.open?(env.module) and
        Module.defines?(env.module, {name, arity})

    case lookup_import(env, {name, arity}) do
      _ when local? ->
        {:error, :not_found}

      [{_, _}, {_, _} | _] = imports ->
        {:error, {:ambiguous, Keyword.values(imports)}}

      [{:macro, module}] ->
        {:macro, module, expander(:imported_macro, module, meta, name, arity, env, opts)}

      [{:function, module}] ->
        trace({:imported_function, meta, module, name, arity}, env, opts)
        {:function, module, name}

      [] ->
        if locals? == true and env.module != nil and env.function != nil and not Module.open?(env.module) and macro_exported?(env.module, name, arity),
          do: {:macro, env.module, expander(:imported_macro, env.module, meta, name, arity, env, opts)},
          else: {:error, :not_found}
    end
  end

  @doc """
  Expands a remote macro: `{:macro, module, fun}` or `:error`.

  The function takes metadata and arguments and gives the expanded code. Unless the option `:check_deprecations` is
  false it warns of macros that are deprecated.

      iex> require Bitwise
      iex> Macro.Env.expand_require(__ENV__, [], Enum, :map, 2)
      :error
  """
  @spec expand_require(t(), keyword(), module(), atom(), arity(), keyword()) :: {:macro, module(), (Macro.metadata(), args :: [Macro.t()] -> Macro.t())} | :error
  def expand_require(env, meta, module, name, arity, opts \\ [])

  def expand_require(%__MODULE__{} = env, meta, module, name, arity, opts) when is_atom(module) and is_atom(name) do
    required? = Keyword.get(meta, :required, false) or module == env.module or required?(env, module)

    if required? and Code.ensure_loaded?(module) and macro_exported?(module, name, arity),
      do: {:macro, module, expander(:remote_macro, module, meta, name, arity, env, opts)},
      else: :error
  end

  defp expander(kind, module, call_meta, name, arity, env, opts) do
    fn meta, args ->
      trace({kind, call_meta, module, name, arity}, env, opts)
      if Keyword.get(opts, :check_deprecations, true), do: warn_deprecated(module, call_meta, name, arity, env)
      env = %{env | requires: :ordsets.add_element(module, env.requires), line: Keyword.get(meta, :line, env.line), tracers: []}
      code = Macro.expand_once({{:., meta, [module, name]}, Keyword.drop(meta, [:line]), args}, env)
      :elixir_quote.linify_with_context_counter(meta, {module, :elixir_macro.counter()}, code)
    end
  end

  defp warn_deprecated(module, meta, name, arity, env) do
    deprecated = if function_exported?(module, :__info__, 1), do: module.__info__(:deprecated), else: []

    case List.keyfind(deprecated, {name, arity}, 0) do
      {_, reason} -> IO.warn("#{inspect(module)}.#{name}/#{arity} is deprecated. #{reason}", %{env | line: Keyword.get(meta, :line, env.line)})
      nil -> :ok
    end
  end
end
