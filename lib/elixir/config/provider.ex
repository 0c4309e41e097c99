defmodule Config.Provider do
  @moduledoc """
  Loads configuration when a system starts: the behaviour of what provides it.
  """

  @type config :: keyword
  @type state :: term
  @type config_path :: {:system, binary, binary} | binary

  @callback init(term) :: state
  @callback load(config, state) :: config

  defstruct [:providers, :config_path, extra_config: [], prune_runtime_sys_config_after_boot: false, reboot_system_after_config: false, validate_compile_env: false]

  @doc """
  Raises unless the argument is a path: an absolute one, or `{:system, variable, path}`.

      iex> Config.Provider.validate_config_path!("/etc/lamps.exs")
      :ok
      iex> Config.Provider.validate_config_path!({:system, "LAMPS", "/lamps.exs"})
      :ok
  """
  @spec validate_config_path!(config_path()) :: :ok
  def validate_config_path!({:system, name, path}) when is_binary(name) and is_binary(path), do: :ok

  def validate_config_path!(path) when is_binary(path) do
    unless Path.type(path) == :absolute, do: raise(ArgumentError, "expected configuration path to be " <> expected() <> ", got: #{inspect(path)}")
    :ok
  end

  def validate_config_path!(other), do: raise(ArgumentError, "expected configuration path to be " <> expected() <> ", got: #{inspect(other)}")

  defp expected, do: "a string to an absolute path or a {:system, system_var, path} tuple"

  @doc """
  The path that a configuration path names.

      iex> Config.Provider.resolve_config_path!("/etc/app.exs")
      "/etc/app.exs"
  """
  @spec resolve_config_path!(config_path()) :: binary()
  def resolve_config_path!(path) when is_binary(path), do: path
  def resolve_config_path!({:system, name, path}), do: System.fetch_env!(name) <> path

  @doc false
  def init(providers, config_path, opts \\ []) when is_list(providers) and is_list(opts) do
    validate_config_path!(config_path)
    providers = for {provider, init} <- providers, do: {provider, provider.init(init)}
    init = struct!(%Config.Provider{config_path: config_path, providers: providers}, opts)
    [elixir: [config_provider_init: init]]
  end

  @doc false
  def boot(reboot \\ fn -> :ok end) do
    case Application.get_env(:elixir, :config_provider_init) do
      %{providers: providers} ->
        config = Enum.reduce(providers, [], fn {provider, state}, config -> provider.load(config, state) end)
        Application.put_all_env(config, persistent: true)
        reboot.()

      _ ->
        :skip
    end
  end

  @doc false
  def valid_compile_env?(compile_env), do: Enum.all?(compile_env, fn {app, [key | path], expected} -> compile_env(app, key, path) == expected end)

  @doc """
  Raises when configuration that was read at compile time has changed since.

      iex> Config.Provider.validate_compile_env([{:no_lamps, [:color], :error}], false)
      :ok
  """
  @spec validate_compile_env([{app :: atom(), [atom()], {:ok, term()} | :error}], boolean()) :: :ok
  def validate_compile_env(compile_env, ensure_loaded? \\ true) do
    for {app, [key | path], expected} <- compile_env, not ensure_loaded? or match?({:ok, _}, {:ok, Application.load(app)}) do
      actual = compile_env(app, key, path)

      if actual != expected do
        raise ArgumentError,
              "the application #{inspect(app)} has a different value set for key #{inspect(key)} during runtime compared to compile time: " <>
                "#{inspect(expected)} and #{inspect(actual)}"
      end
    end

    :ok
  end

  defp compile_env(app, key, path) do
    with {:ok, value} <- Application.fetch_env(app, key), do: dig(value, path)
  end

  defp dig(value, []), do: {:ok, value}

  defp dig(value, [key | path]) do
    case Access.fetch(value, key) do
      {:ok, value} -> dig(value, path)
      :error -> :error
    end
  end
end
