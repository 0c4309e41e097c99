defmodule :application do
  @moduledoc """
  Applications: named sets of modules with an environment and, often, a supervision tree.

  An application becomes known with `load({:application, name, properties})`. What runs is kept by the process
  `:application_controller`, which is started when the first application is; environments and specifications are
  terms of `:persistent_term`, so reading them asks nobody.
  """

  # What is part of joist, with the versions of its level; the first ones always run.
  @running [kernel: "10.2", stdlib: "6.2", compiler: "8.5", elixir: "1.18.0", logger: "1.18.0"]
  @startable [crypto: "5.5", sasl: "4.2", runtime_tools: "2.1", eex: "1.18.0", ex_unit: "1.18.0", iex: "1.18.0", mix: "1.18.0"]

  @callback start(type :: atom, args :: term) :: {:ok, pid} | {:ok, pid, term} | {:error, term}
  @callback stop(state :: term) :: term
  @callback prep_stop(state :: term) :: term
  @optional_callbacks prep_stop: 1

  ## Environments

  @doc """
  A value of an application's environment: `{:ok, value}`, or `:undefined`.

      iex> :application.set_env(:example_lamps, :color, :red)
      iex> :application.get_env(:example_lamps, :color)
      {:ok, :red}
      iex> :application.get_env(:example_lamps, :size)
      :undefined
  """
  @spec get_env(application :: atom(), parameter :: atom()) :: {:ok, term()} | :undefined
  def get_env(app, key) do
    case :persistent_term.get({:joist_env, app}, %{}) do
      %{^key => value} -> {:ok, value}
      _ -> :undefined
    end
  end

  @doc """
  A value of an application's environment, or the default.

      iex> :application.get_env(:example_lamps, :size, 3)
      3
  """
  @spec get_env(application :: atom(), parameter :: atom(), default :: term()) :: term()
  def get_env(app, key, default) do
    case :persistent_term.get({:joist_env, app}, %{}) do
      %{^key => value} -> value
      _ -> default
    end
  end

  @doc """
  All values of an application's environment.

      iex> :application.set_env(:example_lamps_all, :color, :red)
      iex> :application.get_all_env(:example_lamps_all)
      [color: :red]
  """
  @spec get_all_env(application :: atom()) :: [{parameter :: atom(), term()}]
  def get_all_env(app), do: :maps.to_list(:persistent_term.get({:joist_env, app}, %{}))

  @doc """
  Sets a value of an application's environment.

      iex> :application.set_env(:example_lamps, :color, :blue)
      :ok
      iex> :application.get_env(:example_lamps, :color)
      {:ok, :blue}
  """
  @spec set_env(application :: atom(), parameter :: atom(), term()) :: :ok
  def set_env(app, key, value), do: set_env(app, key, value, [])

  @doc """
  Like `set_env/3`; the options of OTP mean nothing here.

      iex> :application.set_env(:example_lamps, :color, :green, persistent: true)
      :ok
  """
  @spec set_env(application :: atom(), parameter :: atom(), term(), options :: keyword()) :: :ok
  def set_env(app, key, value, _options) do
    :persistent_term.put({:joist_env, app}, :maps.put(key, value, :persistent_term.get({:joist_env, app}, %{})))
    :ok
  end

  @doc """
  Sets values of several applications: `[{app, [{key, value}]}]`.

      iex> :application.set_env(example_lamps: [color: :white])
      :ok
  """
  @spec set_env([{application :: atom(), [{parameter :: atom(), term()}]}]) :: :ok
  def set_env(config), do: set_env(config, [])

  @doc """
  Like `set_env/1`.

      iex> :application.set_env([example_lamps: [color: :white]], persistent: true)
      :ok
  """
  @spec set_env([{application :: atom(), [{parameter :: atom(), term()}]}], options :: keyword()) :: :ok
  def set_env(config, _options) do
    for {app, pairs} <- config do
      env = :persistent_term.get({:joist_env, app}, %{})
      :persistent_term.put({:joist_env, app}, :maps.merge(env, :maps.from_list(pairs)))
    end

    :ok
  end

  @doc """
  Deletes a value of an application's environment.

      iex> :application.set_env(:example_lamps, :color, :red)
      iex> :application.unset_env(:example_lamps, :color)
      :ok
      iex> :application.get_env(:example_lamps, :color)
      :undefined
  """
  @spec unset_env(application :: atom(), parameter :: atom()) :: :ok
  def unset_env(app, key), do: unset_env(app, key, [])

  @doc """
  Like `unset_env/2`.

      iex> :application.unset_env(:example_lamps, :color, persistent: true)
      :ok
  """
  @spec unset_env(application :: atom(), parameter :: atom(), options :: keyword()) :: :ok
  def unset_env(app, key, _options) do
    :persistent_term.put({:joist_env, app}, :maps.remove(key, :persistent_term.get({:joist_env, app}, %{})))
    :ok
  end

  ## Specifications

  @doc """
  Makes an application known: `{:application, name, properties}`, or the name of one that is part of joist.

      iex> :application.load({:application, :example_loaded, vsn: ~c"1.0"})
      :ok
      iex> :application.get_key(:example_loaded, :vsn)
      {:ok, ~c"1.0"}
  """
  @spec load(application :: atom() | {:application, atom(), keyword()}) :: :ok | {:error, term()}
  def load({:application, app, properties}) when is_atom(app) and is_list(properties) do
    if spec(app) == :undefined do
      :persistent_term.put({:joist_app, app}, properties)
      :persistent_term.put(:joist_apps, [app | :persistent_term.get(:joist_apps, [])])
      # What was set before goes before what the specification says.
      given = :maps.from_list(property(:env, properties, []))
      :persistent_term.put({:joist_env, app}, :maps.merge(given, :persistent_term.get({:joist_env, app}, %{})))
      :ok
    else
      {:error, {:already_loaded, app}}
    end
  end

  def load(app) when is_atom(app) do
    cond do
      spec(app) != :undefined ->
        {:error, {:already_loaded, app}}

      :lists.keymember(app, 1, @startable) ->
        {_, version} = :lists.keyfind(app, 1, @startable)
        load({:application, app, [vsn: :erlang.binary_to_list(version), applications: [:kernel, :stdlib]]})

      true ->
        {:error, {~c"no such file or directory", :erlang.atom_to_list(app) ++ ~c".app"}}
    end
  end

  @doc """
  Forgets an application that does not run.

      iex> :application.load({:application, :example_unloaded, vsn: ~c"1.0"})
      iex> :application.unload(:example_unloaded)
      :ok
      iex> :application.get_key(:example_unloaded, :vsn)
      :undefined
  """
  @spec unload(application :: atom()) :: :ok | {:error, term()}
  def unload(app) do
    cond do
      :lists.keymember(app, 1, which_applications()) ->
        {:error, {:running, app}}

      app in :persistent_term.get(:joist_apps, []) ->
        :persistent_term.put(:joist_apps, :lists.delete(app, :persistent_term.get(:joist_apps, [])))
        :persistent_term.erase({:joist_app, app})
        :persistent_term.erase({:joist_env, app})
        :ok

      true ->
        {:error, {:not_loaded, app}}
    end
  end

  @doc false
  def spec(app) do
    case :lists.keyfind(app, 1, @running) do
      {_, version} -> [description: :erlang.atom_to_list(app), vsn: :erlang.binary_to_list(version)]
      false -> :persistent_term.get({:joist_app, app}, :undefined)
    end
  end

  @doc false
  def property(key, properties, default) do
    case :lists.keyfind(key, 1, properties) do
      {_, value} -> value
      false -> default
    end
  end

  @keys [
    description: ~c"",
    id: ~c"",
    vsn: ~c"",
    modules: [],
    maxP: :infinity,
    maxT: :infinity,
    registered: [],
    included_applications: [],
    optional_applications: [],
    applications: [],
    env: [],
    mod: [],
    start_phases: :undefined
  ]

  @doc """
  A key of an application's specification: `{:ok, value}`, or `:undefined`.

      iex> :application.load({:application, :example_loaded, vsn: ~c"1.0"})
      iex> :application.get_key(:example_loaded, :vsn)
      {:ok, ~c"1.0"}
  """
  @spec get_key(application :: atom(), key :: atom()) :: {:ok, term()} | :undefined
  def get_key(app, key) do
    with properties when properties != :undefined <- spec(app),
         {_, default} <- :lists.keyfind(key, 1, @keys) do
      {:ok, if(key == :env, do: get_all_env(app), else: property(key, properties, default))}
    else
      _ -> :undefined
    end
  end

  @doc """
  All keys of an application's specification: `{:ok, keys}`, or `:undefined`.

      iex> :application.load({:application, :example_loaded, vsn: ~c"1.0"})
      iex> {:ok, keys} = :application.get_all_key(:example_loaded)
      iex> keys[:vsn]
      ~c"1.0"
  """
  @spec get_all_key(application :: atom()) :: {:ok, [{key :: atom(), term()}]} | :undefined
  def get_all_key(app) do
    case spec(app) do
      :undefined ->
        :undefined

      _ ->
        {:ok,
         for {key, _default} <- @keys do
           {:ok, value} = get_key(app, key)
           {key, value}
         end}
    end
  end

  @doc """
  The application that a module belongs to, `{:ok, app}`, or `:undefined`.

      iex> :application.get_application(:no_such_module)
      :undefined
  """
  @spec get_application(pid() | module()) :: {:ok, atom()} | :undefined
  def get_application(module) when is_atom(module) do
    # Most programs have no application: then there is nothing to look through.
    case :lists.search(
           fn app -> module in property(:modules, :persistent_term.get({:joist_app, app}, []), []) end,
           :persistent_term.get(:joist_apps, [])
         ) do
      {:value, app} -> {:ok, app}
      false -> :elixir_library.application(module)
    end
  end

  def get_application(pid) when is_pid(pid) do
    with [_ | _] = ancestors <- entry(pid, :"$ancestors"),
         {:value, app} <- first(&master_of/1, [pid | ancestors]) do
      {:ok, app}
    else
      _ -> :undefined
    end
  end

  @doc """
  The application that the caller belongs to: `{:ok, app}`, or `:undefined`.

      iex> :application.get_application()
      :undefined
  """
  @spec get_application() :: {:ok, atom()} | :undefined
  def get_application(), do: get_application(self())

  defp first(_fun, []), do: :none

  defp first(fun, [process | rest]) do
    case fun.(process) do
      :undefined -> first(fun, rest)
      app -> {:value, app}
    end
  end

  defp master_of(name) when is_atom(name), do: with(pid when is_pid(pid) <- :erlang.whereis(name), do: master_of(pid))
  defp master_of(pid), do: entry(pid, :"$joist_application")

  defp entry(pid, key) when pid == self(), do: :erlang.get(key)

  defp entry(pid, key) do
    with {:dictionary, dictionary} <- :erlang.process_info(pid, :dictionary),
         {_, value} <- :lists.keyfind(key, 1, dictionary) do
      value
    else
      _ -> :undefined
    end
  end

  @doc """
  A value of the environment of the caller's application: `{:ok, value}`, or `:undefined`.

      iex> :application.get_env(:color)
      :undefined
  """
  @spec get_env(parameter :: atom()) :: {:ok, term()} | :undefined
  def get_env(key), do: with({:ok, app} <- get_application(), do: get_env(app, key))

  @doc """
  All values of the environment of the caller's application.

      iex> :application.get_all_env()
      []
  """
  @spec get_all_env() :: [{parameter :: atom(), term()}]
  def get_all_env() do
    case get_application() do
      {:ok, app} -> get_all_env(app)
      :undefined -> []
    end
  end

  @doc """
  A key of the specification of the caller's application: `{:ok, value}`, or `:undefined`.

      iex> :application.get_key(:vsn)
      :undefined
  """
  @spec get_key(key :: atom()) :: {:ok, term()} | :undefined
  def get_key(key), do: with({:ok, app} <- get_application(), do: get_key(app, key))

  @doc """
  All keys of the specification of the caller's application.

      iex> :application.get_all_key()
      []
  """
  @spec get_all_key() :: {:ok, [{key :: atom(), term()}]} | :undefined | []
  def get_all_key() do
    case get_application() do
      {:ok, app} -> get_all_key(app)
      :undefined -> []
    end
  end

  @doc """
  The applications that are known, as `{name, description, version}`.

      iex> List.keymember?(:application.loaded_applications(), :elixir, 0)
      true
  """
  @spec loaded_applications() :: [{application :: atom(), description :: charlist(), vsn :: charlist()}]
  def loaded_applications() do
    for app <- :persistent_term.get(:joist_apps, []) ++ for({app, _} <- @running, do: app), do: shown(app)
  end

  @doc """
  The applications that run, the last started first.

      iex> List.keymember?(:application.which_applications(), :elixir, 0)
      true
  """
  @spec which_applications() :: [{application :: atom(), description :: charlist(), vsn :: charlist()}]
  def which_applications() do
    started =
      case :erlang.whereis(:application_controller) do
        :undefined -> []
        _ -> controller(:which)
      end

    for app <- started ++ for({app, _} <- :lists.reverse(@running), do: app), do: shown(app)
  end

  @doc """
  Like `which_applications/0`.

      iex> List.keymember?(:application.which_applications(5000), :elixir, 0)
      true
  """
  @spec which_applications(timeout()) :: [{application :: atom(), description :: charlist(), vsn :: charlist()}]
  def which_applications(_timeout), do: which_applications()

  defp shown(app) do
    properties = spec(app)
    {app, property(:description, properties, ~c""), property(:vsn, properties, ~c"")}
  end

  ## Starting and stopping

  @doc """
  Starts an application, whose own applications must run.

      iex> :application.load({:application, :example_started, vsn: ~c"1.0", modules: [], registered: [], applications: []})
      iex> :application.start(:example_started)
      :ok
      iex> :application.start(:example_started)
      {:error, {:already_started, :example_started}}
  """
  @spec start(application :: atom()) :: :ok | {:error, term()}
  def start(app), do: start(app, :temporary)

  @doc """
  Starts an application as `:temporary`, `:transient` or `:permanent`: its end may end the program.

      iex> :application.load({:application, :example_permanent, vsn: ~c"1.0", modules: [], registered: [], applications: []})
      iex> :application.start(:example_permanent, :temporary)
      :ok
  """
  @spec start(application :: atom(), :permanent | :transient | :temporary) :: :ok | {:error, term()}
  def start(app, type) when type in [:temporary, :transient, :permanent] do
    cond do
      :lists.keymember(app, 1, @running) ->
        {:error, {:already_started, app}}

      true ->
        case load(app) do
          {:error, {:already_loaded, _}} -> controller({:start, app, type})
          :ok -> controller({:start, app, type})
          error -> error
        end
    end
  end

  @doc """
  Starts an application unless it runs.

      iex> :application.ensure_started(:elixir)
      :ok
  """
  @spec ensure_started(application :: atom()) :: :ok | {:error, term()}
  def ensure_started(app), do: ensure_started(app, :temporary)

  @doc """
  Like `ensure_started/1`, with a type.

      iex> :application.ensure_started(:elixir, :permanent)
      :ok
  """
  @spec ensure_started(application :: atom(), :permanent | :transient | :temporary) :: :ok | {:error, term()}
  def ensure_started(app, type) do
    case start(app, type) do
      {:error, {:already_started, ^app}} -> :ok
      other -> other
    end
  end

  @doc """
  Starts applications and those they need: `{:ok, started}`.

      iex> :application.ensure_all_started(:elixir)
      {:ok, []}
  """
  @spec ensure_all_started(atom() | [atom()]) :: {:ok, started :: [atom()]} | {:error, term()}
  def ensure_all_started(apps), do: ensure_all_started(apps, :temporary)

  @doc """
  Like `ensure_all_started/1`, with a type.

      iex> :application.ensure_all_started(:elixir, :permanent)
      {:ok, []}
  """
  @spec ensure_all_started(atom() | [atom()], :permanent | :transient | :temporary) :: {:ok, started :: [atom()]} | {:error, term()}
  def ensure_all_started(app, type) when is_atom(app), do: ensure_all_started([app], type)

  def ensure_all_started(apps, type) when is_list(apps) do
    case start_all(apps, type, []) do
      {:ok, started} ->
        {:ok, :lists.reverse(started)}

      {:error, reason, started} ->
        for app <- started, do: stop(app)
        {:error, reason}
    end
  end

  @doc """
  Like `ensure_all_started/2`; applications are always started one after the other.

      iex> :application.ensure_all_started([:elixir], :permanent, :serial)
      {:ok, []}
  """
  @spec ensure_all_started(atom() | [atom()], :permanent | :transient | :temporary, :serial | :concurrent) :: {:ok, started :: [atom()]} | {:error, term()}
  def ensure_all_started(apps, type, _mode), do: ensure_all_started(apps, type)

  defp start_all([], _type, started), do: {:ok, started}

  defp start_all([app | rest], type, started) do
    case start(app, type) do
      :ok ->
        start_all(rest, type, [app | started])

      {:error, {:already_started, ^app}} ->
        start_all(rest, type, started)

      {:error, {:not_started, needed}} ->
        case start_all([needed], type, started) do
          {:ok, started} -> start_all([app | rest], type, started)
          error -> error
        end

      {:error, reason} ->
        {:error, {app, reason}, started}
    end
  end

  @doc """
  Stops an application.

      iex> :application.load({:application, :example_stopped, vsn: ~c"1.0", modules: [], registered: [], applications: []})
      iex> :application.start(:example_stopped, :temporary)
      iex> :application.stop(:example_stopped)
      :ok
  """
  @spec stop(application :: atom()) :: :ok | {:error, term()}
  def stop(app) do
    if :lists.keymember(app, 1, @running) or :erlang.whereis(:application_controller) == :undefined,
      do: {:error, {:not_started, app}},
      else: controller({:stop, app})
  end

  @doc """
  The start type of the application that is being started; always `:undefined` outside.

      iex> :application.start_type()
      :undefined
  """
  @spec start_type() :: :normal | {:takeover, node()} | {:failover, node()} | :local | :undefined
  def start_type(), do: :undefined

  defp controller(request), do: :application_controller.request(request)
end
