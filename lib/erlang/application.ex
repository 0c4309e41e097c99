defmodule :application do
  @moduledoc """
  Applications by name, and their environments.

  What is set with `set_env/3` is kept under `{:joist_env, app, key}`.
  """

  @builtin [kernel: "9.2", stdlib: "5.2", compiler: "8.4", elixir: "1.18.0", logger: "1.18.0"]

  @doc "The application that a module belongs to, or `:undefined`."
  def get_application(_module), do: :undefined

  @doc "A key of an application's specification."
  def get_key(app, :vsn) do
    case :lists.keyfind(app, 1, @builtin) do
      {_, version} -> {:ok, :erlang.binary_to_list(version)}
      false -> :undefined
    end
  end

  def get_key(_app, _key), do: :undefined

  @doc "All keys of an application's specification."
  def get_all_key(app) do
    case get_key(app, :vsn) do
      {:ok, version} -> {:ok, [description: ~c"", vsn: version, modules: [], registered: [], applications: []]}
      :undefined -> :undefined
    end
  end

  @doc "A value of an application's environment."
  def get_env(app, key) do
    case :persistent_term.get({:joist_env, app}, %{}) do
      %{^key => value} -> {:ok, value}
      _ -> :undefined
    end
  end

  def get_env(app, key, default) do
    case get_env(app, key) do
      {:ok, value} -> value
      :undefined -> default
    end
  end

  @doc "All values of an application's environment."
  def get_all_env(app), do: :maps.to_list(:persistent_term.get({:joist_env, app}, %{}))

  @doc "Sets a value of an application's environment."
  def set_env(app, key, value), do: set_env(app, key, value, [])

  def set_env(app, key, value, _options) do
    :persistent_term.put({:joist_env, app}, :maps.put(key, value, :persistent_term.get({:joist_env, app}, %{})))
    :ok
  end

  @doc "Sets values of several applications."
  def set_env(config), do: set_env(config, [])

  def set_env(config, options) do
    :lists.foreach(fn {app, pairs} -> :lists.foreach(fn {key, value} -> set_env(app, key, value, options) end, pairs) end, config)
    :ok
  end

  @doc "Deletes a value of an application's environment."
  def unset_env(app, key), do: unset_env(app, key, [])

  def unset_env(app, key, _options) do
    :persistent_term.put({:joist_env, app}, :maps.remove(key, :persistent_term.get({:joist_env, app}, %{})))
    :ok
  end

  defp known?(app), do: :lists.keymember(app, 1, @builtin)

  @doc "Starts an application."
  def start(app), do: start(app, :temporary)
  def start(app, _type), do: if(known?(app), do: {:error, {:already_started, app}}, else: missing(app))

  defp missing(app), do: {:error, {~c"no such file or directory", :erlang.atom_to_list(app) ++ ~c".app"}}

  @doc "Starts an application and those it needs."
  def ensure_all_started(apps), do: ensure_all_started(apps, :temporary)

  def ensure_all_started(apps, _type) when is_list(apps) do
    case :lists.search(fn app -> not known?(app) end, apps) do
      {:value, app} -> {:error, {app, elem(missing(app), 1)}}
      false -> {:ok, []}
    end
  end

  def ensure_all_started(app, type), do: ensure_all_started([app], type)
  def ensure_all_started(apps, type, _mode), do: ensure_all_started(apps, type)

  @doc "Starts an application unless it runs."
  def ensure_started(app), do: ensure_started(app, :temporary)
  def ensure_started(app, _type), do: if(known?(app), do: :ok, else: missing(app))

  @doc "Stops an application."
  def stop(app), do: if(known?(app), do: :ok, else: {:error, {:not_started, app}})

  @doc "Loads an application."
  def load(app), do: if(known?(app), do: {:error, {:already_loaded, app}}, else: missing(app))
  @doc "Unloads an application."
  def unload(app), do: {:error, {:not_loaded, app}}

  @doc "The applications that are loaded."
  def loaded_applications(), do: for({app, version} <- @builtin, do: {app, ~c"", :erlang.binary_to_list(version)})
  @doc "The applications that run."
  def which_applications(), do: loaded_applications()
  def which_applications(_timeout), do: loaded_applications()
end
