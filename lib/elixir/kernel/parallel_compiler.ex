defmodule Kernel.ParallelCompiler do
  @moduledoc """
  Compiles several files. A file that needs a module of a later one is compiled again when that one has been.
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
  def async(fun) when is_function(fun, 0), do: Task.async(fun)

  @doc """
  Calls a function with each element, in processes of their own, and gives the results in order.

      iex> Kernel.ParallelCompiler.pmap([1, 2, 3], &(&1 * 2))
      [2, 4, 6]
  """
  @spec pmap(Enumerable.t(), (term() -> result)) :: [result] when result: term()
  def pmap(collection, fun) when is_function(fun, 1), do: collection |> Enum.map(fn item -> Task.async(fn -> fun.(item) end) end) |> Task.await_many(:infinity)

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

  @doc "Compiles files and writes the modules to a folder."
  @spec compile_to_path([Path.t()], Path.t(), keyword()) :: {:ok, [atom()], [warning()] | info()} | {:error, [error()] | [Code.diagnostic(:error)], [warning()] | info()}
  def compile_to_path(files, path, options \\ []) when is_binary(path) and is_list(options) do
    with {:ok, modules, warnings} <- run(files, options, &compiled_to(&1, path)), do: {:ok, modules, warnings}
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

  defp compiled_to(file, path) do
    for {module, binary} = compiled <- Code.compile_file(file) do
      File.write!(Path.join(path, "#{module}.beam"), binary)
      compiled
    end
  end

  defp run(files, options, compile) do
    :elixir_code.hold_calls()
    {result, diagnostics} = Code.with_diagnostics([log: true], fn -> attempt(Enum.map(files, &to_string/1), [], options, compile, []) end)
    {:ok, calls} = Code.with_diagnostics([log: true], fn -> :elixir_code.check_held_calls() end)
    warnings = for %{severity: :warning} = d <- diagnostics, do: d
    last = if options[:return_diagnostics], do: %{compile_warnings: warnings, runtime_warnings: calls}, else: Enum.map(warnings ++ calls, &brief/1)

    case result do
      {:ok, modules} -> {:ok, modules, last}
      {:error, errors} -> {:error, Enum.map(errors, fn d -> if options[:return_diagnostics], do: d, else: brief(d) end), last}
    end
  end

  defp brief(%{file: file, position: position, message: message}), do: {file, position, message}

  # Files that fail wait until the others have been compiled; when none of them succeeds any more, their errors are final.
  defp attempt([], [], _options, _compile, modules), do: {:ok, Enum.reverse(modules)}

  defp attempt([file | files], failed, options, compile, modules) do
    case one(file, compile) do
      {:ok, compiled} ->
        for {module, binary} <- compiled, each = options[:each_module], do: each.(file, module, binary)
        if each = options[:each_file], do: each_file(each, file)
        modules = Enum.reduce(compiled, modules, fn {module, _}, acc -> [module | acc] end)
        attempt(files ++ Enum.reverse(Enum.map(failed, &elem(&1, 0))), [], options, compile, modules)

      {:error, error} ->
        attempt(files, [{file, error} | failed], options, compile, modules)
    end
  end

  defp attempt([], failed, _options, _compile, _modules), do: {:error, for({_, error} <- Enum.reverse(failed), do: error)}

  defp each_file(each, file), do: if(is_function(each, 2), do: each.(file, []), else: each.(file))

  defp one(file, compile) do
    {:ok, compile.(file)}
  rescue
    error -> {:error, diagnostic(file, error, __STACKTRACE__)}
  end

  defp diagnostic(file, error, stacktrace) do
    %{
      file: Path.absname(file),
      source: Path.absname(file),
      severity: :error,
      position: Map.get(error, :line) || 0,
      span: nil,
      message: Exception.format_banner(:error, error, stacktrace),
      stacktrace: stacktrace,
      details: {:error, error}
    }
  end
end
