defmodule Module do
  @moduledoc """
  Modules while they are defined: their attributes and definitions; and the names of modules.
  """

  @type definition() :: {atom(), arity()}
  @type def_kind() :: :def | :defp | :defmacro | :defmacrop

  @doc """
  An alias made of the parts of a list.

      iex> Module.concat([Foo, "Bar"])
      Foo.Bar
  """
  @spec concat([binary() | atom()]) :: atom()
  def concat(list) when is_list(list), do: :erlang.binary_to_atom(joined(list))

  @doc """
  An alias made of two.

      iex> Module.concat(Foo, Bar)
      Foo.Bar
  """
  @spec concat(binary() | atom(), binary() | atom()) :: atom()
  def concat(left, right), do: concat([left, right])

  @doc """
  Like `concat/1`, for modules that exist.

      iex> Module.safe_concat([String, Chars])
      String.Chars
  """
  @spec safe_concat([binary() | atom()]) :: atom()
  def safe_concat(list) when is_list(list), do: :erlang.binary_to_existing_atom(joined(list))

  @doc """
  Like `concat/2`, for modules that exist.

      iex> Module.safe_concat(String, "Chars")
      String.Chars
  """
  @spec safe_concat(binary() | atom(), binary() | atom()) :: atom()
  def safe_concat(left, right), do: safe_concat([left, right])

  defp joined(list), do: :erlang.iolist_to_binary(["Elixir" | parts(list)])

  defp parts([nil | rest]), do: parts(rest)
  defp parts([Elixir | rest]), do: parts(rest)
  defp parts(["Elixir" | rest]), do: parts(rest)
  defp parts([part | rest]) when is_atom(part), do: parts([:erlang.atom_to_binary(part) | rest])
  defp parts(["Elixir." <> part | rest]), do: [?., part | parts(rest)]
  defp parts([part | rest]) when is_binary(part), do: [?., part | parts(rest)]
  defp parts([]), do: []

  @doc """
  The parts of an alias.

      iex> Module.split(Foo.Bar)
      ["Foo", "Bar"]
  """
  @spec split(module() | String.t()) :: [String.t(), ...]
  def split(module) when is_atom(module), do: split_name(:erlang.atom_to_binary(module), module)
  def split(module) when is_binary(module), do: split_name(module, module)

  defp split_name("Elixir." <> name, _original), do: :binary.split(name, ".", [:global])

  defp split_name(_name, original) do
    raise ArgumentError, "expected an Elixir module, got: #{inspect(original)}"
  end

  @doc """
  Defines a module from quoted code.

      iex> {:module, module, _binary, _} = Module.create(DocHello, quote(do: def(hello, do: :world)), __ENV__)
      iex> module.hello()
      :world
  """
  @spec create(module(), Macro.t(), Macro.Env.t() | keyword()) :: {:module, module(), binary(), term()}
  def create(module, quoted, %{__struct__: Macro.Env} = env) when is_atom(module),
    do: create_with(module, quoted, line: env.line, file: env.file, env: env)

  def create(module, quoted, opts) when is_atom(module) and is_list(opts) do
    unless Keyword.has_key?(opts, :file), do: raise(ArgumentError, "expected :file to be given as option")
    create_with(module, quoted, opts)
  end

  defp create_with(module, quoted, opts) do
    line = Keyword.get(opts, :line, 1)
    quoted = :elixir_quote.linify_with_context_counter([line: line], {module, :elixir_macro.counter()}, quoted)
    code = {:defmodule, [line: line], [module, [do: quoted]]}
    {result, _binding} = Code.eval_quoted(code, [], Keyword.get(opts, :env) || opts)
    result
  end

  @doc "Evaluates quoted code in a module that is being defined."
  @deprecated "Use Code.eval_quoted/3 instead"
  @spec eval_quoted(module() | Macro.Env.t(), Macro.t(), Code.binding(), keyword()) :: {term(), Code.binding()}
  def eval_quoted(module_or_env, quoted, binding \\ [], opts \\ [])
  def eval_quoted(%{__struct__: Macro.Env} = env, quoted, binding, opts), do: Code.eval_quoted(quoted, binding, struct!(env, opts))
  def eval_quoted(module, quoted, binding, opts), do: Code.eval_quoted(quoted, binding, [module: module] ++ opts)

  @doc """
  True while the module is being defined.

      iex> Module.open?(String)
      false
  """
  @spec open?(module()) :: boolean()
  def open?(module) when is_atom(module), do: :elixir_module.open(module)

  @doc """
  True when the module that is being defined has such a function or macro.

      iex> defmodule DocDefines do
      ...>   def one, do: 1
      ...>   def defines, do: unquote(Module.defines?(__MODULE__, {:one, 0}))
      ...> end
      iex> DocDefines.defines()
      true
  """
  @spec defines?(module(), definition()) :: boolean()
  def defines?(module, {name, arity}) when is_atom(module) and is_atom(name) and is_integer(arity) do
    assert_open(module, "defines?/2")
    :elixir_module.defines(module, name, arity) != nil
  end

  @doc """
  Like `defines?/2`, of a kind: `:def`, `:defp`, `:defmacro` or `:defmacrop`.

      iex> defmodule DocPrivate do
      ...>   defp one, do: 1
      ...>   def private, do: {one(), unquote(Module.defines?(__MODULE__, {:one, 0}, :defp))}
      ...> end
      iex> DocPrivate.private()
      {1, true}
  """
  @spec defines?(module(), definition(), def_kind()) :: boolean()
  def defines?(module, {name, arity}, kind) when is_atom(module) and is_atom(name) and is_integer(arity) do
    assert_open(module, "defines?/3")
    :elixir_module.defines(module, name, arity) == kind
  end

  @doc """
  What the module that is being defined has: a list of `{name, arity}`.

      iex> defmodule DocDefinitions do
      ...>   def one, do: 1
      ...>   @found Module.definitions_in(__MODULE__)
      ...>   def found, do: @found
      ...> end
      iex> DocDefinitions.found()
      [one: 0]
  """
  @spec definitions_in(module()) :: [definition()]
  def definitions_in(module) when is_atom(module) do
    assert_open(module, "definitions_in/1")
    for {name, arity, _kind} <- :elixir_module.definitions(module), do: {name, arity}
  end

  @doc """
  What the module that is being defined has of a kind.

      iex> defmodule DocMacros do
      ...>   defmacro one, do: 1
      ...>   @found Module.definitions_in(__MODULE__, :defmacro)
      ...>   def found, do: @found
      ...> end
      iex> DocMacros.found()
      [one: 0]
  """
  @spec definitions_in(module(), def_kind()) :: [definition()]
  def definitions_in(module, kind) when is_atom(module) and kind in [:def, :defp, :defmacro, :defmacrop] do
    assert_open(module, "definitions_in/2")
    for {name, arity, ^kind} <- :elixir_module.definitions(module), do: {name, arity}
  end

  @doc """
  A definition of the module that is being defined: `{:v1, kind, metadata, clauses}`, or `nil`.

  A clause is `{metadata, arguments, guards, body}` in expanded code. With the option `:skip_clauses`
  there are none.

      iex> defmodule DocDefinition do
      ...>   def one, do: 1
      ...>   @kind elem(Module.get_definition(__MODULE__, {:one, 0}), 1)
      ...>   def kind, do: @kind
      ...> end
      iex> DocDefinition.kind()
      :def
  """
  @spec get_definition(module(), definition(), keyword()) :: {:v1, def_kind(), meta :: keyword(), [{meta :: keyword(), arguments :: [Macro.t()], guards :: [Macro.t()], Macro.t()}]} | nil
  def get_definition(module, {name, arity}, options \\ []) when is_atom(module) and is_atom(name) and is_integer(arity) do
    assert_open(module, "get_definition/2")

    case :elixir_module.definition(module, name, arity) do
      nil -> nil
      {kind, meta, clauses} -> {:v1, kind, meta, if(options[:skip_clauses], do: [], else: clauses)}
    end
  end

  @doc """
  True when the module that is being defined has such a type.

      iex> defmodule DocTypes do
      ...>   @type lamp() :: atom()
      ...>   @defined Module.defines_type?(__MODULE__, {:lamp, 0})
      ...>   def defined, do: @defined
      ...> end
      iex> DocTypes.defined()
      true
  """
  @spec defines_type?(module(), definition()) :: boolean()
  def defines_type?(module, {name, arity}) when is_atom(module) and is_atom(name) and is_integer(arity) do
    assert_open(module, "defines_type?/2")
    Enum.any?(:elixir_module.callbacks(module), fn {kind, n, a} -> kind in [:type, :typep, :opaque] and n == name and a == arity end)
  end

  @doc false
  @deprecated "Use @doc instead"
  def add_doc(module, line, kind, function, signature \\ [], doc)

  def add_doc(_module, _line, kind, _function, _signature, doc) when kind in [:defp, :defmacrop, :typep],
    do: if(doc in [nil, false], do: :ok, else: {:error, :private_doc})

  def add_doc(module, line, kind, {name, arity}, _signature, doc) when is_integer(line) and is_atom(name) do
    assert_open(module, "add_doc/6")
    :elixir_module.add_doc(module, line, kind, name, arity, doc)
  end

  @doc """
  Makes a callback of a specification; true when there is one.

      iex> defmodule Example.Specified do
      ...>   @spec lamp() :: atom()
      ...>   @found Module.spec_to_callback(__MODULE__, {:lamp, 0})
      ...>   def lamp(), do: :on
      ...>   def found(), do: @found
      ...> end
      iex> Example.Specified.found()
      true
  """
  @spec spec_to_callback(module(), definition()) :: boolean()
  def spec_to_callback(module, {name, arity}) when is_atom(module) and is_atom(name) and is_integer(arity) do
    assert_open(module, "spec_to_callback/2")
    :elixir_module.spec_to_callback(module, name, arity)
  end

  @doc """
  Deletes a definition; true when there was one.

      iex> defmodule DocDelete do
      ...>   def one, do: 1
      ...>   Module.delete_definition(__MODULE__, {:one, 0})
      ...> end
      iex> function_exported?(DocDelete, :one, 0)
      false
  """
  @spec delete_definition(module(), definition()) :: boolean()
  def delete_definition(module, {name, arity}) when is_atom(module) and is_atom(name) and is_integer(arity) do
    assert_open(module, "delete_definition/2")
    :elixir_module.delete_definition(module, name, arity)
  end

  @doc """
  Marks definitions that may be given anew.

      iex> defmodule DocOverride do
      ...>   def one, do: 1
      ...>   Module.make_overridable(__MODULE__, one: 0)
      ...>   def one, do: super() + 10
      ...> end
      iex> DocOverride.one()
      11
  """
  @spec make_overridable(module(), [definition()]) :: :ok
  @spec make_overridable(module(), module()) :: :ok
  def make_overridable(module, tuples_or_behaviour) do
    assert_open(module, "make_overridable/2")
    if is_list(tuples_or_behaviour), do: Enum.each(tuples_or_behaviour, &check_definition/1)
    :elixir_overridable.mark(module, tuples_or_behaviour)
  end

  defp check_definition({name, arity}) when is_atom(name) and is_integer(arity) and arity >= 0 and arity <= 255, do: :ok

  defp check_definition(other) do
    raise ArgumentError,
          "each element in tuple list has to be a {function_name :: atom, arity :: 0..255} tuple, got: #{inspect(other)}"
  end

  @doc """
  True when the definition may be given anew.

      iex> defmodule DocOverridable do
      ...>   def one, do: 1
      ...>   defoverridable one: 0
      ...>   @is Module.overridable?(__MODULE__, {:one, 0})
      ...>   def overridable, do: @is
      ...> end
      iex> DocOverridable.overridable()
      true
  """
  @spec overridable?(module(), definition()) :: boolean()
  def overridable?(module, {name, arity}) do
    assert_open(module, "overridable?/2")
    :elixir_module.overridable(module, name, arity)
  end

  @doc """
  The definitions that may be given anew.

      iex> defmodule DocOverridables do
      ...>   def one, do: 1
      ...>   defoverridable one: 0
      ...>   @all Module.overridables_in(__MODULE__)
      ...>   def all, do: @all
      ...> end
      iex> DocOverridables.all()
      [one: 0]
  """
  @spec overridables_in(module()) :: [atom()]
  def overridables_in(module) when is_atom(module) do
    assert_open(module, "overridables_in/1")
    :elixir_module.overridables(module)
  end

  @doc """
  Sets an attribute of a module that is being defined.

      iex> defmodule DocPut do
      ...>   Module.put_attribute(__MODULE__, :answer, 42)
      ...>   def answer, do: @answer
      ...> end
      iex> DocPut.answer()
      42
  """
  @spec put_attribute(module(), atom(), term()) :: :ok
  def put_attribute(module, key, value) when is_atom(module) and is_atom(key) do
    assert_open(module, "put_attribute/3")
    if key in [:doc, :moduledoc, :typedoc] and not match?({line, _} when is_integer(line), value), do: refuse_doc(key, value)
    :elixir_attribute.put(module, key, value, 0)
    :ok
  end

  defp refuse_doc(key, value) do
    raise ArgumentError,
          "@#{key} is a built-in module attribute for documentation. When set dynamically, it should be {line, doc} " <>
            "(where \"doc\" is either false, nil, a string, or a keyword list), got: #{inspect(value)}"
  end

  @doc """
  An attribute of a module that is being defined, or the default.

      iex> defmodule DocGet do
      ...>   @answer 42
      ...>   def both, do: unquote({Module.get_attribute(__MODULE__, :answer), Module.get_attribute(__MODULE__, :other, :none)})
      ...> end
      iex> DocGet.both()
      {42, :none}
  """
  @spec get_attribute(module(), atom(), term()) :: term()
  def get_attribute(module, key, default \\ nil) when is_atom(module) and is_atom(key) do
    assert_open(module, "get_attribute/2")

    case :elixir_attribute.find(module, key) do
      {:ok, value} -> value
      :error -> default
    end
  end

  @doc """
  The last value of an attribute that collects values, or of any.

      iex> defmodule DocLast do
      ...>   Module.register_attribute(__MODULE__, :many, accumulate: true)
      ...>   @many 1
      ...>   @many 2
      ...>   def last, do: unquote(Module.get_last_attribute(__MODULE__, :many))
      ...> end
      iex> DocLast.last()
      2
  """
  @spec get_last_attribute(module(), atom(), term()) :: term()
  def get_last_attribute(module, key, default \\ nil) when is_atom(module) and is_atom(key) do
    assert_open(module, "get_last_attribute/3")

    case :elixir_attribute.find(module, key) do
      {:ok, []} -> default
      {:ok, [last | _]} -> last
      {:ok, value} -> value
      :error -> default
    end
  end

  @doc """
  True when the attribute is set or registered.

      iex> defmodule DocHas do
      ...>   @answer 42
      ...>   def has, do: unquote(Module.has_attribute?(__MODULE__, :answer)) and @answer == 42
      ...> end
      iex> DocHas.has()
      true
  """
  @spec has_attribute?(module(), atom()) :: boolean()
  def has_attribute?(module, key) when is_atom(module) and is_atom(key) do
    assert_open(module, "has_attribute?/2")
    :elixir_attribute.has(module, key)
  end

  @doc """
  Deletes an attribute; returns its value.

      iex> defmodule DocForget do
      ...>   @answer 42
      ...>   def deleted, do: unquote(Module.delete_attribute(__MODULE__, :answer))
      ...> end
      iex> DocForget.deleted()
      42
  """
  @spec delete_attribute(module(), atom()) :: term()
  def delete_attribute(module, key) when is_atom(module) and is_atom(key) do
    assert_open(module, "delete_attribute/2")
    :elixir_attribute.delete(module, key)
  end

  @doc """
  Makes an attribute collect its values (`:accumulate`) or stay in the module (`:persist`).

      iex> defmodule DocRegister do
      ...>   Module.register_attribute(__MODULE__, :many, accumulate: true)
      ...>   @many 1
      ...>   @many 2
      ...>   def many, do: @many
      ...> end
      iex> DocRegister.many()
      [2, 1]
  """
  @spec register_attribute(module(), atom(), [{:accumulate, boolean()} | {:persist, boolean()}]) :: :ok
  def register_attribute(module, attribute, options) when is_atom(module) and is_atom(attribute) and is_list(options) do
    assert_open(module, "register_attribute/3")

    :elixir_attribute.register(
      module,
      attribute,
      Keyword.get(options, :accumulate, false) == true,
      Keyword.get(options, :persist, false) == true
    )
  end

  @doc """
  The names of the attributes of a module that is being defined.

      iex> defmodule DocAttributes do
      ...>   @answer 42
      ...>   def known, do: unquote(:answer in Module.attributes_in(__MODULE__)) and @answer == 42
      ...> end
      iex> DocAttributes.known()
      true
  """
  @spec attributes_in(module()) :: [atom()]
  def attributes_in(module) when is_atom(module) do
    assert_open(module, "attributes_in/1")
    :elixir_attribute.list(module)
  end

  @doc """
  The attributes that have a meaning of their own.

      iex> is_map_key(Module.reserved_attributes(), :moduledoc)
      true
  """
  @spec reserved_attributes() :: map()
  def reserved_attributes() do
    Map.new(
      [
        after_compile: "A hook that will be invoked right after the current module is compiled.",
        before_compile: "A hook that will be invoked before the module is compiled.",
        behaviour: "Specifies that the current module implements a given behaviour.",
        callback: "Specifies a callback.",
        compile: "Defines options for module compilation.",
        deprecated: "Provides the deprecation reason for a function.",
        derive: "Derives an implementation for the given protocol for the struct defined in the current module.",
        dialyzer: "Defines warnings to request or suppress when using Dialyzer.",
        doc: "Provides documentation for the function/macro/callback that follows the attribute.",
        enforce_keys: "Ensures the given keys are always set when building the struct defined in the current module.",
        external_resource: "Specifies an external resource for the current module.",
        file: "Changes the filename used in stacktraces for the function or macro that follows the attribute.",
        impl: "Declares an implementation of a callback function or macro.",
        moduledoc: "Provides documentation for the current module.",
        on_definition: "A hook that will be invoked when each function or macro in the current module is defined.",
        on_load: "A hook that will be invoked whenever the module is loaded.",
        opaque: "Defines an opaque type.",
        optional_callbacks: "Specifies which behaviour callbacks and macro behaviour callbacks are optional.",
        macrocallback: "Specifies a macro callback.",
        spec: "Provides a specification for a function.",
        type: "Defines a type to be used in specs.",
        typedoc: "Provides documentation for a type.",
        typep: "Defines a private type to be used in specs.",
        vsn: "Specify the module version."
      ],
      fn {name, doc} -> {name, %{doc: doc}} end
    )
  end

  defp assert_open(module, function) do
    if not :elixir_module.open(module) do
      raise ArgumentError,
            "could not call Module.#{function} because the module #{inspect(module)} is already compiled" <>
              hint(function)
    end
  end

  defp hint("get_attribute/2"), do: ". Use the Module.__info__/1 callback or Code.fetch_docs/1 instead"

  defp hint("defines?/" <> _),
    do: ". Use Kernel.function_exported?/3 and Kernel.macro_exported?/3 to check for public functions and macros instead"

  defp hint(_function), do: ""
end
