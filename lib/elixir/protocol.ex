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

  @doc """
  True when the protocol has been consolidated; joist's protocols need not be.

      iex> is_boolean(Protocol.consolidated?(Enumerable))
      true
  """
  def consolidated?(protocol), do: protocol.__protocol__(:consolidated?)

  @doc """
  Compiled protocols in folders of .beam files: joist has none.

      iex> Protocol.extract_protocols([])
      []
  """
  def extract_protocols(paths) when is_list(paths), do: []

  @doc """
  Compiled implementations in folders of .beam files: joist has none.

      iex> Protocol.extract_impls(Enumerable, [])
      []
  """
  def extract_impls(protocol, paths) when is_atom(protocol) and is_list(paths), do: []

  @doc "Consolidates a protocol: there is nothing to do for it here."
  def consolidate(protocol, types) when is_atom(protocol) and is_list(types) do
    case Code.ensure_loaded(protocol) do
      {:module, _} -> if function_exported?(protocol, :__protocol__, 1), do: {:error, :no_beam_info}, else: {:error, :not_a_protocol}
      _ -> {:error, :no_beam_info}
    end
  end
end
