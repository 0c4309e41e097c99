defmodule Config do
  @moduledoc """
  The functions and macros of configuration files.

      import Config

      config :my_app, key: "value"
      config :my_app, MyApp.Repo, pool: 10
      import_config "\#{config_env()}.exs"

  `Config.Reader` reads such files. What is configured gathers in the process that evaluates the file.
  """

  # {env, target}, the configuration so far, and the files that were read or :disabled.
  @opts {__MODULE__, :opts}
  @config {__MODULE__, :config}
  @imports {__MODULE__, :imports}

  @doc ~S"""
  Configures an application with a keyword list, which is merged into what was configured before.

      iex> Config.Reader.eval!("config.exs", "import Config\nconfig :lamps, color: :red, size: 2")
      [lamps: [color: :red, size: 2]]
  """
  @spec config(atom(), keyword()) :: :ok
  def config(root_key, opts) when is_atom(root_key) and is_list(opts) do
    unless Keyword.keyword?(opts), do: raise(ArgumentError, "config/2 expected a keyword list, got: #{inspect(opts)}")

    opts = if root_key == :logger, do: opts, else: opts
    current() |> __merge__([{root_key, opts}]) |> put()
  end

  @doc ~S"""
  Configures a key of an application with a keyword list, or with any other value.

      iex> Config.Reader.eval!("config.exs", "import Config\nconfig :lamps, Lamp, color: :red")
      [lamps: [{Lamp, [color: :red]}]]
  """
  @spec config(atom(), atom(), keyword()) :: :ok
  def config(root_key, key, opts) when is_atom(root_key) and is_atom(key),
    do: current() |> __merge__([{root_key, [{key, opts}]}]) |> put()

  @doc ~S"""
  What was configured so far for an application, or nil.

      iex> Config.Reader.eval!("config.exs", "import Config\nconfig :lamps, size: 1\nconfig :lamps, size: read_config(:lamps)[:size] + 1")
      [lamps: [size: 2]]
  """
  @spec read_config(atom()) :: keyword() | nil
  def read_config(root_key) when is_atom(root_key), do: current()[root_key]

  @doc ~S"""
  The environment that the file is read for.

      iex> Config.Reader.eval!("config.exs", "import Config\nconfig :lamps, env: config_env()", env: :test)
      [lamps: [env: :test]]
  """
  defmacro config_env(), do: quote(do: Config.__env__!())

  @doc false
  def __env__!(), do: elem(options(), 0) || raise("no :env key was given to this configuration file")

  @doc ~S"""
  The target that the file is read for.

      iex> Config.Reader.eval!("config.exs", "import Config\nconfig :lamps, target: config_target()", target: :host)
      [lamps: [target: :host]]
  """
  defmacro config_target(), do: quote(do: Config.__target__!())

  @doc false
  def __target__!(), do: elem(options(), 1) || raise("no :target key was given to this configuration file")

  @doc ~S"""
  Reads another file, relative to the one that this stands in.

      iex> File.write!(Path.join(System.tmp_dir!(), "joist_more.exs"), "import Config\nconfig :lamps, size: 2")
      iex> path = Path.join(System.tmp_dir!(), "joist_config.exs")
      iex> File.write!(path, "import Config\nconfig :lamps, color: :red\nimport_config \"joist_more.exs\"")
      iex> Config.Reader.read!(path)
      [lamps: [color: :red, size: 2]]
  """
  defmacro import_config(file) do
    quote do
      Config.__import__!(Path.expand(unquote(file), __DIR__))
    end
  end

  @doc false
  def __import__!(file) when is_binary(file) do
    if Process.get(@imports) == :disabled,
      do: raise("import_config/1 is not enabled for this configuration file. Some configuration files do not allow importing other files as they are often copied to external systems")

    raise_unless_reading()
    if file in files(), do: raise(ArgumentError, "attempting to load configuration #{Path.relative_to_cwd(file)} recursively")
    evaluate(file, File.read!(file))
  end

  @doc false
  def __eval__!(file, content, opts \\ []) when is_binary(file) and is_list(opts) do
    imports = Keyword.get(opts, :imports, [])
    before = {Process.get(@opts), Process.get(@config), Process.get(@imports)}
    Process.put(@opts, {opts[:env], opts[:target]})
    Process.put(@config, [])
    Process.put(@imports, imports)

    try do
      {result, _} = evaluate(file, content)
      if Process.get(@config) == [] and Keyword.keyword?(result), do: {checked(result, file), files()}, else: {checked(current(), file), files()}
    after
      restore(before)
    end
  end

  defp restore({opts, config, imports}) do
    for {key, value} <- [{@opts, opts}, {@config, config}, {@imports, imports}],
        do: if(value == nil, do: Process.delete(key), else: Process.put(key, value))
  end

  defp evaluate(file, content) do
    if is_list(Process.get(@imports)), do: Process.put(@imports, [file | files()])
    Code.eval_string(content, [], file: file)
  end

  defp checked(config, file) do
    for {app, value} <- config, app != :logger and not Keyword.keyword?(value) do
      raise ArgumentError, "expected config for app #{inspect(app)} in #{Path.relative_to_cwd(file)} to return keyword list, got: #{inspect(value)}"
    end

    config
  end

  @doc false
  def __merge__(config1, config2) when is_list(config1) and is_list(config2) do
    Keyword.merge(config1, config2, fn _, app1, app2 -> Keyword.merge(app1, app2, &deep/3) end)
  end

  # Keyword lists are merged, at any depth; other values are replaced.
  defp deep(_key, value1, value2) do
    if Keyword.keyword?(value1) and Keyword.keyword?(value2),
      do: Keyword.merge(value1, value2, &deep/3),
      else: value2
  end

  defp current() do
    raise_unless_reading()
    Process.get(@config)
  end

  defp put(config) do
    Process.put(@config, config)
    :ok
  end

  defp options(), do: Process.get(@opts) || raise_unless_reading()
  defp files(), do: Process.get(@imports) |> then(&if(is_list(&1), do: &1, else: []))

  defp raise_unless_reading() do
    Process.get(@config) ||
      raise "could not set configuration via Config. This usually means you are trying to execute a configuration file directly, instead of reading it with Config.Reader"
  end
end
