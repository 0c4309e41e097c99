defmodule Config.Reader do
  @moduledoc """
  Reads configuration files written with `Config`. It is a configuration provider, too.
  """

  @behaviour Config.Provider

  @impl true
  def init(opts) when is_list(opts) do
    {path, opts} = Keyword.pop!(opts, :path)
    Config.Provider.validate_config_path!(path)
    {path, opts}
  end

  def init(path) do
    Config.Provider.validate_config_path!(path)
    {path, []}
  end

  @impl true
  def load(config, {path, opts}), do: merge(config, path |> Config.Provider.resolve_config_path!() |> read!(opts))

  @doc """
  Evaluates the text of a configuration file.

      iex> Config.Reader.eval!("a.exs", "import Config; config :app, key: 1")
      [app: [key: 1]]
  """
  @spec eval!(Path.t(), binary(), keyword()) :: keyword()
  def eval!(file, contents, opts \\ []) when is_binary(file) and is_binary(contents) and is_list(opts),
    do: file |> Path.expand() |> Config.__eval__!(contents, Keyword.put_new(opts, :imports, [])) |> elem(0)

  @doc """
  Reads a configuration file.

  `:imports` are the files that count as read already, or `:disabled`; `:env` and `:target` are what
  `Config.config_env/0` and `Config.config_target/0` give.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_config.exs")
      iex> File.write!(path, "import Config\\nconfig :my_app, :key, 1\\n")
      iex> Config.Reader.read!(path)
      [my_app: [key: 1]]
  """
  @spec read!(Path.t(), keyword()) :: keyword()
  def read!(file, opts \\ []) when is_binary(file) and is_list(opts) do
    file = Path.expand(file)
    file |> Config.__eval__!(File.read!(file), Keyword.put_new(opts, :imports, [])) |> elem(0)
  end

  @doc ~S"""
  Reads a configuration file and gives the files that it is made of, too.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_imports.exs")
      iex> File.write!(path, "import Config\nconfig :my_app, key: 2\n")
      iex> Config.Reader.read_imports!(path) == {[my_app: [key: 2]], [path]}
      true
  """
  @spec read_imports!(Path.t(), keyword()) :: {keyword(), [Path.t()] | :disabled}
  def read_imports!(file, opts \\ []) when is_binary(file) and is_list(opts) do
    unless is_list(Keyword.get(opts, :imports, [])), do: raise(ArgumentError, ":imports must be a list of paths")
    file = Path.expand(file)
    Config.__eval__!(file, File.read!(file), Keyword.put_new(opts, :imports, []))
  end

  @doc """
  Merges two configurations.

      iex> Config.Reader.merge([app: [k: [a: 1]]], app: [k: [b: 2]])
      [app: [k: [a: 1, b: 2]]]
  """
  @spec merge(keyword(), keyword()) :: keyword()
  def merge(config1, config2) when is_list(config1) and is_list(config2), do: Config.__merge__(config1, config2)
end
