defimpl IEx.Info, for: Atom do
  def info(atom) do
    cond do
      elixir_module?(atom) -> module(atom)
      atom in [nil, true, false] -> [{"Data type", "Atom"}, {"Reference modules", "Atom"}]
      Code.ensure_loaded?(atom) -> module(atom)
      true -> [{"Data type", "Atom"}, {"Reference modules", "Atom"}]
    end
  end

  defp elixir_module?(atom), do: match?("Elixir." <> _, Atom.to_string(atom)) and Code.ensure_loaded?(atom)

  defp module(module) do
    [
      {"Data type", "Atom"},
      {"Module bytecode", "in memory"},
      {"Source", source(module)},
      {"Description", "Call #{inspect(module)}.module_info() to access metadata."},
      {"Raw representation", raw(module)},
      {"Reference modules", "Module, Atom"}
    ]
  end

  defp source(module) do
    case IEx.Introspection.source(module) do
      {:file, path} -> path
      {:library, path} -> "joist's library, #{Path.relative_to_cwd(path)}"
      nil -> nil
    end
  end

  defp raw(module) do
    case Atom.to_string(module) do
      "Elixir." <> _ = name -> ":" <> inspect(name)
      _ -> nil
    end
  end
end
