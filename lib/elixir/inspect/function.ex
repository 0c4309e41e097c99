defimpl Inspect, for: Function do
  def inspect(function, opts) do
    info = :erlang.fun_info(function)
    module = info[:module]
    name = info[:name]

    cond do
      not is_atom(module) ->
        "#Function<#{uniq(info)}/#{info[:arity]}>"

      info[:type] == :external and info[:env] == [] ->
        inspected_as_atom = Inspect.Atom.inspect(module, %{opts | syntax_colors: []})
        inspected_as_function = Code.Identifier.inspect_atom(:remote_call, name)
        "&#{inspected_as_atom}.#{inspected_as_function}/#{info[:arity]}"

      match?(~c"elixir_compiler_" ++ _, :erlang.atom_to_list(module)) ->
        case :elixir_library.file(module) do
          file when file in ["", "nofile", "iex"] -> default(info)
          file -> "#Function<#{uniq(info)} in file:#{file}>"
        end

      true ->
        default(info)
    end
  end

  defp default(info) do
    "#Function<#{uniq(info)}/#{info[:arity]} in #{place(info)}>"
  end

  # The name of a closure is "-parent/arity-fun-index-".
  defp place(info) do
    module = Code.Identifier.inspect_atom(:literal, info[:module])

    case Code.Identifier.extract_anonymous_fun_parent(info[:name]) do
      {parent, arity} -> module <> "." <> Code.Identifier.inspect_atom(:remote_call, parent) <> "/" <> arity
      :error -> module <> "." <> Code.Identifier.inspect_atom(:remote_call, info[:name])
    end
  end

  defp uniq(info), do: "#{info[:new_index]}.#{info[:uniq]}"
end
