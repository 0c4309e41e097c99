defmodule :code do
  @moduledoc """
  Code: the modules that are loaded, and loading more.

  Modules come from the library in the program, or are defined while it runs; there are no
  directories of compiled code unless they are named when a file is loaded.
  Loading from binaries, `is_loaded/1`, `delete/1` and purging are native.
  """

  @doc "Loads a module unless it is there; `{:module, name}` or `{:error, reason}`."
  def load_file(module), do: :code.ensure_loaded(module)

  @doc "Loads several modules."
  def ensure_modules_loaded(modules) do
    case for(module <- modules, match?({:error, _}, :code.ensure_loaded(module)), do: {module, :nofile}) do
      [] -> :ok
      failed -> {:error, failed}
    end
  end

  @doc "The modules that are loaded, and where they came from."
  def all_loaded(), do: for(module <- :erlang.loaded(), do: {module, source(module)})

  @doc "The names of the modules that are loaded."
  def all_available(), do: for(module <- :erlang.loaded(), do: {:erlang.atom_to_list(module), source(module), true})

  @doc "Where a module would come from, or `:non_existing`."
  def which(module) do
    case :code.ensure_loaded(module) do
      {:module, _} -> source(module)
      {:error, _} -> :non_existing
    end
  end

  defp source(module) do
    case :lists.keyfind(:source, 1, module.module_info(:compile)) do
      {_, source} -> source
      false -> []
    end
  catch
    _, _ -> :preloaded
  end

  @doc "The kind of system: modules are loaded when they are first called."
  def get_mode(), do: :interactive

  @doc "The directories of compiled code."
  def get_path(), do: []

  @doc "The directory of an application; there is none."
  def lib_dir(_app), do: {:error, :bad_name}
  def priv_dir(_app), do: {:error, :bad_name}
  def lib_dir(), do: ~c""
  def root_dir(), do: ~c""
end
