defmodule :code do
  @moduledoc """
  Code: the modules that are loaded, and loading more.

  Modules come from the library in the program, or are defined while it runs, or they lie as `.beam` files in the
  folders of the code path, which is empty at the start.
  Loading from binaries, `is_loaded/1`, `delete/1` and purging are native.
  """

  @type add_path_ret() :: true | {:error, :bad_directory}

  @type cache() :: :cache | :nocache

  @doc """
  Loads a module unless it is there; `{:module, name}` or `{:error, reason}`.

      iex> :code.load_file(NoSuchModule)
      {:error, :nofile}
  """
  @spec load_file(module()) :: {:module, module()} | {:error, reason :: atom()}
  def load_file(module), do: :code.ensure_loaded(module)

  @doc """
  Loads several modules.

      iex> :code.ensure_modules_loaded([Enum, String])
      :ok
  """
  @spec ensure_modules_loaded([module()]) :: :ok | {:error, [{module(), reason :: atom()}]}
  def ensure_modules_loaded(modules) do
    case for(module <- modules, match?({:error, _}, :code.ensure_loaded(module)), do: {module, :nofile}) do
      [] -> :ok
      failed -> {:error, failed}
    end
  end

  @doc """
  The modules that are loaded, and where they came from.

      iex> List.keymember?(:code.all_loaded(), Enum, 0)
      true
  """
  @spec all_loaded() :: [{module(), loaded :: charlist() | :preloaded | :cover_compiled}]
  def all_loaded(), do: for(module <- :erlang.loaded(), do: {module, source(module)})

  @doc """
  The names of the modules that are loaded.

      iex> is_list(:code.all_available())
      true
  """
  @spec all_available() :: [{charlist(), charlist() | atom(), boolean()}]
  def all_available(), do: for(module <- :erlang.loaded(), do: {:erlang.atom_to_list(module), source(module), true})

  @doc """
  Where a module would come from, or `:non_existing`.

      iex> :code.which(NoSuchModule)
      :non_existing
  """
  @spec which(module()) :: charlist() | :preloaded | :cover_compiled | :non_existing
  def which(module) do
    case :code.ensure_loaded(module) do
      {:module, _} -> source(module)
      {:error, _} -> :non_existing
    end
  end

  defp source(module) do
    case :elixir_code.file_of(module) do
      nil -> compiled_source(module)
      file -> :unicode.characters_to_list(file)
    end
  end

  defp compiled_source(module) do
    case :lists.keyfind(:source, 1, module.module_info(:compile)) do
      {_, source} -> source
      false -> []
    end
  catch
    _, _ -> :preloaded
  end

  @doc """
  The contents of the `.beam` file of a module of the code path: `{module, binary, file}`, or `:error`.

      iex> :code.get_object_code(NoSuchModule)
      :error
  """
  @spec get_object_code(module()) :: {module(), binary(), :file.filename()} | :error
  def get_object_code(module) when is_atom(module) do
    case :elixir_code.find_file(module) do
      nil ->
        :error

      file ->
        case :file.read_file(file) do
          {:ok, binary} -> {module, binary, :unicode.characters_to_list(file)}
          _ -> :error
        end
    end
  end

  @doc """
  The full name of a file in a folder of the code path, or `:non_existing`.

      iex> :code.where_is_file(~c"no_such_file.app")
      :non_existing
  """
  @spec where_is_file(charlist()) :: :non_existing | :file.filename()
  def where_is_file(name) do
    case for(folder <- :elixir_code.path(), file = :filename.join(folder, name), :filelib.is_regular(file), do: file) do
      [file | _] -> :unicode.characters_to_list(file)
      [] -> :non_existing
    end
  end

  @doc """
  The kind of system: modules are loaded when they are first called.

      iex> :code.get_mode()
      :interactive
  """
  @spec get_mode() :: :interactive | :embedded
  def get_mode(), do: :interactive

  @doc """
  The folders of the code path.

      iex> is_list(:code.get_path())
      true
  """
  @spec get_path() :: [charlist()]
  def get_path(), do: :lists.map(&:unicode.characters_to_list/1, :elixir_code.path())

  @doc """
  Makes folders the code path.

      iex> :code.set_path(:code.get_path())
      true
  """
  @spec set_path([:file.filename()]) :: true | {:error, :bad_directory}
  def set_path(folders), do: if(:lists.all(&folder?/1, folders), do: :elixir_code.set_path(:lists.map(&text/1, folders)), else: {:error, :bad_directory})

  @doc """
  Adds a folder to the end of the code path, unless it is there.

      iex> :code.add_path(~c"/no/such/folder")
      {:error, :bad_directory}
  """
  @spec add_path(:file.filename()) :: add_path_ret()
  def add_path(folder), do: add_pathz(folder)

  @spec add_path(:file.filename(), cache()) :: add_path_ret()
  def add_path(folder, _cache), do: add_pathz(folder)

  @doc """
  Adds a folder at the end of the code path.

      iex> :code.add_pathz(~c"/no/such/folder")
      {:error, :bad_directory}
  """
  @spec add_pathz(:file.filename()) :: add_path_ret()
  def add_pathz(folder) do
    if folder?(folder), do: last(text(folder)), else: {:error, :bad_directory}
  end

  @spec add_pathz(:file.filename(), cache()) :: add_path_ret()
  def add_pathz(folder, _cache), do: add_pathz(folder)

  @doc """
  Puts a folder at the front of the code path.

      iex> :code.add_patha(~c"/no/such/folder")
      {:error, :bad_directory}
  """
  @spec add_patha(:file.filename()) :: add_path_ret()
  def add_patha(folder) do
    if folder?(folder), do: first(text(folder)), else: {:error, :bad_directory}
  end

  @spec add_patha(:file.filename(), cache()) :: add_path_ret()
  def add_patha(folder, _cache), do: add_patha(folder)

  @doc """
  Adds folders to the end of the code path; those that are no folders are left out.

      iex> :code.add_paths([~c"/no/such/folder"])
      :ok
  """
  @spec add_paths([:file.filename()]) :: :ok
  def add_paths(folders), do: add_pathsz(folders)

  @spec add_paths([:file.filename()], cache()) :: :ok
  def add_paths(folders, _cache), do: add_pathsz(folders)

  @doc """
  Adds folders at the end of the code path.

      iex> :code.add_pathsz([~c"/no/such/folder"])
      :ok
  """
  @spec add_pathsz([:file.filename()]) :: :ok
  def add_pathsz(folders), do: :lists.foreach(&add_pathz/1, folders)

  @spec add_pathsz([:file.filename()], cache()) :: :ok
  def add_pathsz(folders, _cache), do: add_pathsz(folders)

  @doc """
  Puts folders at the front of the code path.

      iex> :code.add_pathsa([~c"/no/such/folder"])
      :ok
  """
  @spec add_pathsa([:file.filename()]) :: :ok
  def add_pathsa(folders), do: :lists.foreach(&add_patha/1, folders)

  @spec add_pathsa([:file.filename()], cache()) :: :ok
  def add_pathsa(folders, _cache), do: add_pathsa(folders)

  @doc """
  Takes a folder out of the code path: true when it was there.

      iex> :code.del_path(~c"no/such/folder")
      false
  """
  @spec del_path(:file.filename() | atom()) :: boolean() | {:error, :bad_name}
  def del_path(folder) do
    path = :elixir_code.path()
    folder = text(folder)
    :lists.member(folder, path) and :elixir_code.set_path(:lists.delete(folder, path))
  end

  @doc """
  Takes folders off the code path.

      iex> :code.del_paths([~c"/no/such/folder"])
      :ok
  """
  @spec del_paths([:file.filename() | atom()]) :: :ok
  def del_paths(folders), do: :lists.foreach(&del_path/1, folders)

  @doc """
  Forgets what was found in folders; nothing is remembered.

      iex> :code.clear_cache()
      :ok
  """
  @spec clear_cache() :: :ok
  def clear_cache(), do: :ok

  defp last(folder) do
    path = :elixir_code.path()
    :lists.member(folder, path) or :elixir_code.set_path(path ++ [folder])
  end

  defp first(folder), do: :elixir_code.set_path([folder | :lists.delete(folder, :elixir_code.path())])
  defp folder?(folder), do: :filelib.is_dir(folder)
  defp text(folder), do: :unicode.characters_to_binary(folder)

  @doc """
  The directory of an application; there is none.

      iex> :code.lib_dir(:no_such_application)
      {:error, :bad_name}
  """
  @spec lib_dir(atom()) :: charlist() | {:error, :bad_name}
  def lib_dir(_app), do: {:error, :bad_name}

  @doc """
  The folder of what belongs to an application.

      iex> :code.priv_dir(:no_such_application)
      {:error, :bad_name}
  """
  @spec priv_dir(atom()) :: charlist() | {:error, :bad_name}
  def priv_dir(_app), do: {:error, :bad_name}

  @spec lib_dir() :: charlist()
  def lib_dir(), do: ~c""

  @doc """
  The folder of the installation: there is none.

      iex> is_list(:code.root_dir())
      true
  """
  @spec root_dir() :: charlist()
  def root_dir(), do: ~c""
end
