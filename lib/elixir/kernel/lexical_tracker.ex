defmodule Kernel.LexicalTracker do
  @moduledoc false

  # Follows what a file or a module refers to: it is a tracer of the compiler that notes the events of one piece of code in a
  # process. References to a module are needed when the code is compiled (its macros are called, its functions run in the
  # body of a module) or only when it runs; exports are what the code needs of a module's structs and macros.

  @behaviour GenServer

  def start_link(), do: GenServer.start_link(__MODULE__, nil)
  def stop(pid), do: GenServer.stop(pid)

  @doc """
  The references so far: `{compile, exports, runtime, compile_env}`.

      iex> {:ok, pid} = Kernel.LexicalTracker.start_link()
      iex> Kernel.LexicalTracker.remote_dispatch(pid, String, :runtime)
      iex> Kernel.LexicalTracker.references(pid)
      {[], [], [String], []}
  """
  def references(pid), do: GenServer.call(pid, :references, :infinity)

  def add_export(pid, module) when is_atom(module), do: GenServer.cast(pid, {:export, module})
  def add_import(pid, module, names, meta, warn) when is_atom(module), do: GenServer.cast(pid, {:import, module, names, meta, warn})
  def warn_import(pid, module), do: tell(pid, {:warn_import, module}, module)
  def warn_alias(pid, meta, alias, module), do: tell(pid, {:warn_alias, alias, meta}, module)
  def remote_dispatch(pid, module, mode) when is_atom(module), do: GenServer.cast(pid, {:reference, module, mode})
  def import_dispatch(pid, module, name_arity, mode) when is_atom(module), do: GenServer.cast(pid, {:imported, module, [name_arity], mode})
  def import_quoted(pid, module, name, arities) when is_atom(module), do: GenServer.cast(pid, {:imported, module, Enum.map(arities, &{name, &1}), nil})
  def alias_dispatch(pid, module) when is_atom(module), do: GenServer.cast(pid, {:alias, module})
  def add_compile_env(pid, app, path, return), do: GenServer.cast(pid, {:compile_env, {app, path, return}})
  def collect_unused_imports(pid), do: GenServer.call(pid, :unused_imports, :infinity)
  def collect_unused_aliases(pid), do: GenServer.call(pid, :unused_aliases, :infinity)

  defp tell(pid, message, result) do
    GenServer.cast(pid, message)
    result
  end

  # ---- the tracer

  @doc false
  def trace(event, env)

  def trace({:alias_expansion, _meta, name, _target}, env), do: alias_dispatch(env.lexical_tracker, name)

  def trace({:require, meta, module, _opts}, env) do
    if meta[:from_macro], do: remote_dispatch(env.lexical_tracker, module, :compile), else: add_export(env.lexical_tracker, module)
  end

  def trace({:struct_expansion, _meta, module, _keys}, env), do: add_export(env.lexical_tracker, module)

  # In the patterns and guards of a function a name asks for nothing.
  def trace({:alias_reference, _meta, module}, env) do
    if env.function == nil or env.context == nil, do: remote_dispatch(env.lexical_tracker, module, mode(env)), else: :ok
  end

  def trace({:remote_function, _meta, module, _name, _arity}, env), do: remote_dispatch(env.lexical_tracker, module, mode(env))
  def trace({:remote_macro, _meta, module, _name, _arity}, env), do: remote_dispatch(env.lexical_tracker, module, :compile)
  def trace({:imported_function, _meta, module, name, arity}, env), do: import_dispatch(env.lexical_tracker, module, {name, arity}, mode(env))
  def trace({:imported_macro, _meta, module, name, arity}, env), do: import_dispatch(env.lexical_tracker, module, {name, arity}, :compile)
  def trace({:imported_quoted, _meta, module, name, arities}, env), do: import_quoted(env.lexical_tracker, module, name, arities)
  def trace({:compile_env, app, path, return}, env), do: add_compile_env(env.lexical_tracker, app, path, return)
  def trace(_event, _env), do: :ok

  defp mode(%{function: nil}), do: :compile
  defp mode(_env), do: :runtime

  # ---- the process: imports are %{module => {warn?, %{module or {name, arity} => meta}}} of what is not used yet

  @impl true
  def init(_), do: {:ok, %{aliases: %{}, imports: %{}, references: %{}, exports: %{}, compile_env: []}}

  @impl true
  def handle_call(:references, _from, state) do
    {compile, runtime} = Enum.split_with(state.references, fn {_module, mode} -> mode == :compile end)
    {:reply, {modules(compile), modules(state.exports), modules(runtime), state.compile_env}, state}
  end

  def handle_call(:unused_imports, _from, state) do
    {:reply, for({module, {true, unused}} <- Enum.sort(state.imports), do: {module, unused}), state}
  end

  def handle_call(:unused_aliases, _from, state) do
    {:reply, for({name, meta} when meta != :used <- Enum.sort(state.aliases), do: {name, meta}), state}
  end

  defp modules(pairs), do: Enum.map(pairs, fn {module, _} -> module end)

  @impl true
  def handle_cast({:export, module}, state), do: {:noreply, put_in(state.exports[module], true)}

  def handle_cast({:import, module, names, meta, warn}, state),
    do: {:noreply, put_in(state.imports[module], {warn, Map.from_keys([module | names], meta)})}

  def handle_cast({:warn_import, module}, state) do
    {_, unused} = Map.get(state.imports, module, {true, %{}})
    {:noreply, put_in(state.imports[module], {true, unused})}
  end

  def handle_cast({:warn_alias, name, meta}, state), do: {:noreply, %{state | aliases: Map.put_new(state.aliases, name, meta)}}
  def handle_cast({:alias, name}, state), do: {:noreply, put_in(state.aliases[name], :used)}
  def handle_cast({:reference, module, mode}, state), do: {:noreply, refer(state, module, mode)}
  def handle_cast({:compile_env, item}, state), do: {:noreply, %{state | compile_env: :ordsets.add_element(item, state.compile_env)}}

  def handle_cast({:imported, module, names, mode}, state) do
    state =
      case state.imports do
        %{^module => {warn, unused}} -> put_in(state.imports[module], {warn, Map.drop(unused, [module | names])})
        %{} -> state
      end

    {:noreply, if(mode, do: refer(state, module, mode), else: state)}
  end

  defp refer(state, module, :compile), do: put_in(state.references[module], :compile)
  defp refer(state, module, :runtime), do: %{state | references: Map.put_new(state.references, module, :runtime)}
end
