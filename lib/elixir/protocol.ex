defmodule Protocol do
  @moduledoc """
  Protocols: functions with an implementation for each type of their first argument.

  A protocol is defined with `defprotocol/2` and implemented with `defimpl/3`. joist looks
  implementations up when they are needed and remembers what it found, so that protocols need no
  consolidation.
  """

  @doc """
  Raises an `ArgumentError` unless the module is a protocol.

      iex> Protocol.assert_protocol!(Enumerable)
      :ok
  """
  @spec assert_protocol!(module()) :: :ok
  def assert_protocol!(module) do
    assert_protocol!(module, "")
  end

  defp assert_protocol!(module, extra) do
    try do
      Code.ensure_compiled!(module)
    rescue
      e in ArgumentError -> reraise ArgumentError, [message: e.message <> extra], __STACKTRACE__
    end

    try do
      module.__protocol__(:module)
    rescue
      UndefinedFunctionError -> raise ArgumentError, "#{inspect(module)} is not a protocol" <> extra
    end

    :ok
  end

  @doc """
  Raises an `ArgumentError` unless the protocol is implemented for the module.

      iex> Protocol.assert_impl!(Enumerable, List)
      :ok
  """
  @spec assert_impl!(module(), module()) :: :ok
  def assert_impl!(protocol, base) do
    assert_impl!(protocol, base, "")
  end

  defp assert_impl!(protocol, base, extra) do
    impl = Module.concat(protocol, base)

    try do
      Code.ensure_compiled!(impl)
    rescue
      e in ArgumentError -> reraise ArgumentError, [message: e.message <> extra], __STACKTRACE__
    end

    try do
      impl.__impl__(:protocol)
    rescue
      UndefinedFunctionError -> raise ArgumentError, "#{inspect(impl)} is not an implementation of a protocol" <> extra
    else
      ^protocol ->
        :ok

      other ->
        raise ArgumentError,
              "expected #{inspect(impl)} to be an implementation of #{inspect(protocol)}, got: #{inspect(other)}" <> extra
    end
  end

  @doc """
  Implements a protocol for a struct that is defined already, as `@derive` does for one that is being
  defined.

      iex> defmodule DocPort do
      ...>   defstruct [:name, :secret]
      ...> end
      iex> require Protocol
      iex> Protocol.derive(Inspect, DocPort, only: [:name])
      iex> inspect(struct(DocPort, name: "Ilwaco", secret: "x1")) =~ "x1"
      false
  """
  defmacro derive(protocol, module, options \\ []) do
    quote do
      Protocol.__derive__([{unquote(protocol), unquote(options)}], unquote(module), __ENV__)
    end
  end

  @doc false
  def __derive__(derives, for, %{__struct__: Macro.Env} = env) when is_atom(for) do
    struct = Macro.struct!(for, env)
    for derive <- List.wrap(derives), do: derive_one(derive, for, struct, env)
    :ok
  end

  defp derive_one({protocol, opts}, for, struct, env) do
    extra = ", cannot derive #{inspect(protocol)} for #{inspect(for)}"
    assert_protocol!(protocol, extra)

    impl = Module.concat(protocol, Any)
    own? = macro_exported?(protocol, :__deriving__, 2)
    unless own?, do: assert_any!(protocol, impl, extra)
    deriving = if own?, do: protocol, else: impl
    env = %{env | module: nil, function: nil, context_modules: [], versioned_vars: %{}, requires: :ordsets.add_element(deriving, env.requires)}

    quoted =
      cond do
        own? -> apply(protocol, :"MACRO-__deriving__", [env, for, opts])
        macro_exported?(impl, :__deriving__, 3) -> apply(impl, :"MACRO-__deriving__", [env, for, struct, opts])
        macro_exported?(impl, :__deriving__, 2) -> apply(impl, :"MACRO-__deriving__", [env, for, opts])
        true -> delegation(protocol, impl, for)
      end

    Code.eval_quoted_with_env(quoted, [], env)
  end

  defp derive_one(protocol, for, struct, env), do: derive_one({protocol, []}, for, struct, env)

  defp assert_any!(protocol, impl, extra) do
    case Code.ensure_compiled(impl) do
      {:module, _} ->
        assert_impl!(protocol, Any, extra)

      {:error, _} ->
        raise ArgumentError,
              "could not load module #{inspect(impl)} due to reason :nofile" <> extra
    end
  end

  # What Any's implementation does, for a struct.
  defp delegation(protocol, impl, for) do
    functions =
      for {name, arity} <- protocol.__protocol__(:functions) do
        args = Macro.generate_arguments(arity, __MODULE__)

        quote do
          def unquote(name)(unquote_splicing(args)), do: unquote(impl).unquote(name)(unquote_splicing(args))
        end
      end

    quote do
      defimpl unquote(protocol), for: unquote(for) do
        (unquote_splicing(functions))
      end
    end
  end

  # What defimpl asks: a protocol that has been made again looks for no implementations.
  @doc false
  def __ensure_defimpl__(protocol, for, env) do
    if function_exported?(protocol, :__protocol__, 1) and protocol.__protocol__(:consolidated?) and
         not Code.get_compiler_option(:ignore_already_consolidated) do
      IO.warn(
        "the #{inspect(protocol)} protocol has already been consolidated, an implementation for #{inspect(for)} has no effect. " <>
          "If you want to implement protocols after compilation or during tests, check the \"Consolidation\" section in the Protocol module documentation",
        env
      )
    end

    :ok
  end

  @doc """
  True when the protocol has been consolidated.

      iex> Protocol.consolidated?(Enumerable)
      false
  """
  @spec consolidated?(module()) :: boolean()
  def consolidated?(protocol), do: protocol.__protocol__(:consolidated?)

  @doc """
  The protocols among the compiled modules in folders of `.beam` files.

      iex> Protocol.extract_protocols([])
      []
  """
  @spec extract_protocols([charlist() | String.t()]) :: [atom()]
  def extract_protocols(paths) when is_list(paths) do
    for {module, attributes} <- compiled(paths), [[_ | _] = protocol] <- [Keyword.get_values(attributes, :__protocol__)], Keyword.has_key?(protocol, :fallback_to_any), do: module
  end

  @doc """
  The types that the compiled implementations of a protocol in folders of `.beam` files are for.

      iex> Protocol.extract_impls(Enumerable, [])
      []
  """
  @spec extract_impls(module(), [charlist() | String.t()]) :: [atom()]
  def extract_impls(protocol, paths) when is_atom(protocol) and is_list(paths) do
    for {_module, attributes} <- compiled(paths), [[_ | _] = impl] <- [Keyword.get_values(attributes, :__impl__)], impl[:protocol] == protocol, do: impl[:for]
  end

  defp compiled(paths) do
    for path <- paths,
        file <- path |> IO.chardata_to_string() |> Path.join("*.beam") |> Path.wildcard() |> Enum.sort(),
        {:ok, {module, [attributes: attributes]}} <- [:beam_lib.chunks(String.to_charlist(file), [:attributes])],
        do: {module, attributes}
  end

  @doc """
  Makes the code of a protocol again, now that all its implementations are known: `{:ok, binary}`, or `{:error, reason}`.

  `types` are what it is implemented for. The protocol must lie as a `.beam` file in the code path
  (`Code.append_path/1`); the binary is to be loaded over it (`:code.load_binary/3`).

      iex> Protocol.consolidate(NoSuchProtocol, [])
      {:error, :no_beam_info}
  """
  @spec consolidate(module(), [module()]) :: {:ok, binary()} | {:error, :not_a_protocol} | {:error, :no_beam_info}
  def consolidate(protocol, types) when is_atom(protocol) and is_list(types) do
    with {:ok, binary} <- object_code(protocol),
         {:ok, {_, [{:attributes, attributes}, {:debug_info, info}]}} <- :beam_lib.chunks(binary, [:attributes, :debug_info], [:allow_missing_chunks]) do
      case {attributes[:__protocol__], info} do
        {nil, _} -> {:error, :not_a_protocol}
        {options, {:debug_info_v1, _, {:elixir_v1, %{} = map, specs}}} -> {:ok, rebuild(protocol, types, options, map, specs, binary)}
        _ -> {:error, :no_beam_info}
      end
    end
  end

  defp object_code(protocol) do
    case :code.get_object_code(protocol) do
      {_, binary, _} ->
        {:ok, binary}

      :error ->
        if Code.ensure_loaded?(protocol) and not function_exported?(protocol, :__protocol__, 1), do: {:error, :not_a_protocol}, else: {:error, :no_beam_info}
    end
  end

  @builtin [
    Tuple: :is_tuple,
    Atom: :is_atom,
    List: :is_list,
    Map: :is_map,
    BitString: :is_bitstring,
    Integer: :is_integer,
    Float: :is_float,
    Function: :is_function,
    PID: :is_pid,
    Port: :is_port,
    Reference: :is_reference
  ]

  # The definitions of a protocol with those that tell of its implementations in the place of those that look for them.
  defp rebuild(protocol, types, options, map, specs, binary) do
    any = if options[:fallback_to_any], do: Module.concat(protocol, Any)
    types = Enum.sort(if any, do: types, else: List.delete(types, Any))
    structs = Enum.sort(types -- [Any | Enum.map(@builtin, fn {name, _} -> Module.concat([name]) end)])

    definitions =
      for {name_arity, kind, meta, clauses} <- map.definitions do
        case name_arity do
          {:impl_for, 1} -> {name_arity, kind, meta, impl_for(protocol, types, any)}
          {:__protocol__, 1} -> {name_arity, kind, meta, Enum.map(clauses, &told(&1, types))}
          _ -> {name_arity, kind, meta, clauses}
        end
      end

    struct_impl_for = {{:struct_impl_for, 1}, :def, [], struct_impl_for(protocol, structs, any)}
    map = %{map | definitions: [struct_impl_for | definitions]}
    info = :erlang.term_to_binary({:debug_info_v1, :elixir_erl, {:elixir_v1, map, specs}})
    {:ok, _, parts} = :beam_lib.all_chunks(binary)
    kept = for {name, data} <- parts, name == ~c"Docs", do: {"Docs", data}
    :elixir_code.rebuild(map, [{"Dbgi", info} | kept])
  end

  defp told({meta, [:consolidated?], guards, _}, _types), do: {meta, [:consolidated?], guards, true}
  defp told({meta, [:impls], guards, _}, types), do: {meta, [:impls], guards, {:consolidated, types}}
  defp told(clause, _types), do: clause

  # Clauses of expanded code: a struct is looked up by its name, other values by their kind.
  defp impl_for(protocol, types, any) do
    data = {:data, [version: 0], __MODULE__}
    struct = {:struct, [version: 0], __MODULE__}
    call = {:struct_impl_for, [], [struct]}
    guard = fn name, arg -> {{:., [], [:erlang, name]}, [], [arg]} end
    first = {[], [{:%{}, [], [__struct__: struct]}], [guard.(:is_atom, struct)], call}

    kinds =
      for {name, test} <- @builtin, type = Module.concat([name]), type in types do
        {[], [data], [guard.(test, data)], Module.concat(protocol, type)}
      end

    [first | kinds] ++ [{[], [{:_, [], __MODULE__}], [], any}]
  end

  defp struct_impl_for(protocol, structs, any) do
    for(struct <- structs, do: {[], [struct], [], Module.concat(protocol, struct)}) ++ [{[], [{:_, [], __MODULE__}], [], any}]
  end
end
