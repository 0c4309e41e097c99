defmodule Application do
  @moduledoc """
  Applications: their environments and whether they run.
  """

  @type app() :: atom()
  @type key() :: atom()

  @type application_key() ::
          :start_phases
          | :mod
          | :applications
          | :optional_applications
          | :included_applications
          | :registered
          | :maxT
          | :maxP
          | :modules
          | :vsn
          | :id
          | :description

  @type value() :: term()
  @type state() :: term()
  @type start_type() :: :normal | {:takeover, node()} | {:failover, node()}
  @type restart_type() :: :permanent | :transient | :temporary

  @doc """
  Starts the application: its value is the pid of the topmost supervisor.
  """
  @callback start(start_type(), start_args :: term()) ::
              {:ok, pid()} | {:ok, pid(), state()} | {:error, reason :: term()}

  @doc """
  Tidies up after the application has stopped.
  """
  @callback stop(state()) :: term()

  @doc """
  Comes before the supervisor of the application is stopped; its value is given to `c:stop/1`.
  """
  @callback prep_stop(state()) :: state()

  @doc """
  Tells what has changed of the configuration.
  """
  @callback config_change(changed, new, removed) :: :ok
            when changed: keyword(), new: keyword(), removed: [atom()]

  @optional_callbacks prep_stop: 1, config_change: 3

  @doc false
  defmacro __using__(_) do
    quote location: :keep do
      @behaviour Application

      @doc false
      def stop(_state), do: :ok

      defoverridable Application
    end
  end

  @doc """
  A key of an application's specification, or `nil`.

      iex> Application.spec(:no_such_application, :vsn)
      nil
  """
  @spec spec(app(), application_key()) :: value() | nil
  def spec(app, key) when key in [:description, :id, :vsn, :modules, :maxP, :maxT, :registered, :included_applications, :optional_applications, :applications, :mod, :start_phases] do
    case :application.get_key(app, key) do
      {:ok, value} -> value
      :undefined -> nil
    end
  end

  @doc """
  An application's specification, or `nil`.

      iex> Application.spec(:no_such_application)
      nil
  """
  @spec spec(app()) :: [{application_key(), value()}] | nil
  def spec(app) do
    case :application.get_all_key(app) do
      {:ok, info} -> info
      :undefined -> nil
    end
  end

  @doc """
  The application that a module belongs to, or `nil`.

      iex> Application.get_application(Enum)
      :elixir
  """
  @spec get_application(module()) :: app() | nil
  def get_application(module) when is_atom(module) do
    case :application.get_application(module) do
      {:ok, app} -> app
      :undefined -> nil
    end
  end

  @doc """
  All values of an application's environment.

      iex> Application.put_env(:doc_lamp, :colour, :red)
      iex> Application.get_all_env(:doc_lamp)
      [colour: :red]
  """
  @spec get_all_env(app()) :: [{key(), value()}]
  def get_all_env(app) when is_atom(app), do: :application.get_all_env(app)

  @doc """
  A value of an application's environment while code is compiled.

      iex> Application.put_env(:lamps, :color, :red)
      iex> defmodule Example.Configured do
      ...>   @color Application.compile_env(:lamps, :color, :blue)
      ...>   def color(), do: @color
      ...> end
      iex> Example.Configured.color()
      :red
  """
  defmacro compile_env(app, key_or_path, default \\ nil) do
    if __CALLER__.function, do: raise("Application.compile_env/3 cannot be called inside functions, only in the module body")
    caller = %{__CALLER__ | function: {:__info__, 1}}
    key_or_path = Macro.expand_literals(key_or_path, caller)
    default = Macro.expand_literals(default, caller)
    quote do: Application.compile_env(__ENV__, unquote(app), unquote(key_or_path), unquote(default))
  end

  @doc """
  Like `compile_env/3`, for macros: the environment is that of the code that is compiled.

      iex> Application.put_env(:example, :colours, light: [sky: :blue])
      :ok
      iex> Application.compile_env(__ENV__, :example, [:colours, :light, :sky], :grey)
      :blue
  """
  @spec compile_env(Macro.Env.t(), app(), key() | [key()], default :: value()) :: value()
  def compile_env(%{__struct__: Macro.Env} = env, app, key_or_path, default) do
    case fetch_compile_env(env, app, key_or_path) do
      {:ok, value} -> value
      :error -> default
    end
  end

  @doc """
  Like `compile_env/3`; raises when the value is not set.

      iex> Application.put_env(:lamps, :color, :red)
      iex> defmodule Example.ConfiguredWell do
      ...>   @color Application.compile_env!(:lamps, :color)
      ...>   def color(), do: @color
      ...> end
      iex> Example.ConfiguredWell.color()
      :red
  """
  defmacro compile_env!(app, key_or_path) do
    if __CALLER__.function, do: raise("Application.compile_env!/2 cannot be called inside functions, only in the module body")
    key_or_path = Macro.expand_literals(key_or_path, %{__CALLER__ | function: {:__info__, 1}})
    quote do: Application.compile_env!(__ENV__, unquote(app), unquote(key_or_path))
  end

  @doc "Like `compile_env!/2`, for macros: the environment is that of the code that is compiled."
  @spec compile_env!(Macro.Env.t(), app(), key() | [key()]) :: value()
  def compile_env!(%{__struct__: Macro.Env} = env, app, key_or_path) do
    case fetch_compile_env(env, app, key_or_path) do
      {:ok, value} -> value
      :error -> not_set!(app, key_or_path)
    end
  end

  # A path leads from a key into its value. The tracers of the compiler hear of what was read.
  defp fetch_compile_env(env, app, key_or_path) do
    [key | rest] = path = List.wrap(key_or_path)
    result = app |> fetch_env(key) |> inside(rest)
    :elixir_env.trace({:compile_env, app, path, result}, env)
    result
  end

  defp inside({:ok, value}, [key | rest]) when is_list(value) or is_map(value), do: value |> Access.fetch(key) |> inside(rest)
  defp inside({:ok, _value}, [_ | _]), do: :error
  defp inside(result, _path), do: result

  @doc """
  A value of an application's environment, or the default.

      iex> Application.get_env(:no_such_app, :key, 1)
      1
  """
  @spec get_env(app(), key(), default :: value()) :: value()
  def get_env(app, key, default \\ nil) when is_atom(app) do
    check_key(key)
    :application.get_env(app, key, default)
  end

  defp check_key(key) when is_atom(key), do: :ok
  defp check_key(key), do: IO.warn("passing non-atom as application env key is deprecated, got: #{inspect(key)}")

  @doc """
  A value of an application's environment as `{:ok, value}`, or `:error`.

      iex> Application.put_env(:doc_lamp, :colour, :red)
      iex> Application.fetch_env(:doc_lamp, :colour)
      {:ok, :red}
      iex> Application.fetch_env(:doc_lamp, :size)
      :error
  """
  @spec fetch_env(app(), key()) :: {:ok, value()} | :error
  def fetch_env(app, key) when is_atom(app) do
    check_key(key)
    case :application.get_env(app, key) do
      {:ok, value} -> {:ok, value}
      :undefined -> :error
    end
  end

  @doc """
  A value of an application's environment; raises when it is not set.

      iex> Application.put_env(:doc_lamp, :colour, :red)
      iex> Application.fetch_env!(:doc_lamp, :colour)
      :red
  """
  @spec fetch_env!(app(), key()) :: value()
  def fetch_env!(app, key) when is_atom(app) do
    case fetch_env(app, key) do
      {:ok, value} ->
        value

      :error ->
        not_set!(app, key)
    end
  end

  defp not_set!(app, key) do
    raise ArgumentError, "could not fetch application environment #{inspect(key)} for application #{inspect(app)} #{reason(app, key)}"
  end

  defp reason(app, key) do
    if :application.get_all_key(app) == :undefined,
      do: "because the application was not loaded nor configured",
      else: "because configuration at #{inspect(key)} was not set"
  end

  @doc """
  Sets a value of an application's environment.

      iex> Application.put_env(:example, :colour, :red)
      :ok
      iex> Application.fetch_env!(:example, :colour)
      :red
  """
  @spec put_env(app(), key(), value(), timeout: timeout(), persistent: boolean()) :: :ok
  def put_env(app, key, value, opts \\ []) when is_atom(app) do
    check_key(key)
    :application.set_env(app, key, value, opts)
  end

  @doc """
  Sets values of several applications.

      iex> Application.put_all_env(example: [a: 1], other: [b: 2])
      :ok
      iex> {Application.get_env(:example, :a), Application.get_env(:other, :b)}
      {1, 2}
  """
  @spec put_all_env([{app(), [{key(), value()}]}], timeout: timeout(), persistent: boolean()) :: :ok
  def put_all_env(config, opts \\ []) when is_list(config) and is_list(opts), do: :application.set_env(config, opts)

  @doc """
  Deletes a value of an application's environment.

      iex> Application.put_env(:example, :gone, 1)
      :ok
      iex> Application.delete_env(:example, :gone)
      :ok
      iex> Application.fetch_env(:example, :gone)
      :error
  """
  @spec delete_env(app(), key(), timeout: timeout(), persistent: boolean()) :: :ok
  def delete_env(app, key, opts \\ []) when is_atom(app) do
    check_key(key)
    :application.unset_env(app, key, opts)
  end

  @doc """
  Starts an application unless it runs.

      iex> Application.ensure_started(:elixir)
      :ok
  """
  @spec ensure_started(app(), restart_type()) :: :ok | {:error, term()}
  def ensure_started(app, type \\ :temporary) when is_atom(app), do: :application.ensure_started(app, type)

  @doc """
  Starts applications and those they need.

      iex> :application.load({:application, :example_two, applications: [:kernel]})
      :ok
      iex> :application.load({:application, :example_one, applications: [:kernel, :example_two]})
      :ok
      iex> Application.ensure_all_started(:example_one)
      {:ok, [:example_two, :example_one]}
  """
  @spec ensure_all_started(app() | [app()], restart_type() | [{:type, restart_type()} | {:mode, :serial | :concurrent}]) :: {:ok, [app()]} | {:error, term()}
  def ensure_all_started(app_or_apps, type_or_opts \\ [])
  def ensure_all_started(app, type) when is_atom(type), do: :application.ensure_all_started(app, type)
  def ensure_all_started(app, opts) when is_list(opts), do: :application.ensure_all_started(app, opts[:type] || :temporary)

  @doc """
  Loads an application unless it is loaded.

      iex> Application.ensure_loaded(:elixir)
      :ok
  """
  @spec ensure_loaded(app()) :: :ok | {:error, term()}
  def ensure_loaded(app) when is_atom(app) do
    case :application.load(app) do
      :ok -> :ok
      {:error, {:already_loaded, ^app}} -> :ok
      {:error, _} = error -> error
    end
  end

  @doc """
  Starts an application.

      iex> Application.start(:elixir)
      {:error, {:already_started, :elixir}}
  """
  @spec start(app(), restart_type()) :: :ok | {:error, term()}
  def start(app, type \\ :temporary) when is_atom(app), do: :application.start(app, type)

  @doc """
  Stops an application.

      iex> Application.stop(:no_such_application)
      {:error, {:not_started, :no_such_application}}
  """
  @spec stop(app()) :: :ok | {:error, term()}
  def stop(app), do: :application.stop(app)

  @doc """
  Loads an application.

      iex> Application.load(:elixir)
      {:error, {:already_loaded, :elixir}}
  """
  @spec load(app()) :: :ok | {:error, term()}
  def load(app) when is_atom(app), do: :application.load(app)

  @doc """
  Unloads an application.

      iex> :application.load({:application, :example_gone, vsn: ~c"1.0"})
      iex> Application.unload(:example_gone)
      :ok
      iex> Application.unload(:example_gone)
      {:error, {:not_loaded, :example_gone}}
  """
  @spec unload(app()) :: :ok | {:error, term()}
  def unload(app) when is_atom(app), do: :application.unload(app)

  @doc """
  The directory of an application.

      iex> try do Application.app_dir(:no_such_application) rescue e in ArgumentError -> e.message end
      "unknown application: :no_such_application"
  """
  @spec app_dir(app()) :: String.t()
  def app_dir(app) when is_atom(app) do
    raise ArgumentError, "unknown application: #{inspect(app)}"
  end

  @doc """
  A path in the directory of an application.

      iex> try do Application.app_dir(:no_such_application, "priv") rescue e in ArgumentError -> e.message end
      "unknown application: :no_such_application"
  """
  @spec app_dir(app(), String.t() | [String.t()]) :: String.t()
  def app_dir(app, path) when is_binary(path), do: Path.join(app_dir(app), path)
  def app_dir(app, path) when is_list(path), do: Path.join([app_dir(app) | path])

  @doc """
  The applications that run.

      iex> :elixir in Enum.map(Application.started_applications(), &elem(&1, 0))
      true
  """
  @spec started_applications(timeout()) :: [{app(), description :: charlist(), vsn :: charlist()}]
  def started_applications(_timeout \\ 5000), do: :application.which_applications()

  @doc """
  The applications that are loaded.

      iex> :elixir in Enum.map(Application.loaded_applications(), &elem(&1, 0))
      true
  """
  @spec loaded_applications() :: [{app(), description :: charlist(), vsn :: charlist()}]
  def loaded_applications(), do: :application.loaded_applications()

  @doc """
  The text of an error of this module's functions.

      iex> Application.format_error({:already_started, :example})
      "already started application example"
  """
  @spec format_error(any()) :: String.t()
  def format_error(reason) do
    case reason do
      {:already_loaded, app} -> "already loaded application #{app}"
      {:not_loaded, app} -> "not loaded application #{app}"
      {:already_started, app} -> "already started application #{app}"
      {:not_started, app} -> "not started application #{app}"
      {:bad_application, app} -> "bad application: #{inspect(app)}"
      {:invalid_restart_type, type} -> "invalid application restart type: #{inspect(type)}"
      {:invalid_name, name} -> "invalid application name: #{inspect(name)}"
      {:invalid_options, options} -> "invalid application options: #{inspect(options)}"
      {:badstartspec, specs} -> "bad application start specs: #{inspect(specs)}"
      {~c"no such file or directory", file} -> "could not find application file: #{file}"
      {:bad_return, {{module, function, args}, {:EXIT, ended}}} -> Exception.format_exit({ended, {module, function, args}})
      {:bad_return, {{module, function, args}, value}} -> call(module, function, args) <> " returned a bad value: " <> inspect(value)
      {reason, {module, function, args}} when is_atom(function) and is_list(args) -> call(module, function, args) <> " returned an error: " <> failure(reason)
      reason when is_binary(reason) -> reason
      reason -> inspect(reason)
    end
  end

  defp failure({:shutdown, reason}), do: "shutdown: " <> inspect(reason)
  defp failure(reason), do: inspect(reason)
  defp call(module, function, args), do: Exception.format_mfa(module, function, args)
end
