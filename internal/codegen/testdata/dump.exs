# Writes the expanded definitions of modules, as real Elixir has them, in external term format:
# [{module, file, line, struct, [{name, arity, kind, line, [{line, args, guards, body}]}]}].
# Usage: elixir dump.exs OUT (SOURCE.ex | Module)...
[out | targets] = System.argv()

# __ENV__ holds the absolute path of the source; the folder it lies in is nobody's business.
here = File.cwd!() <> "/"
relative = fn
  text when is_binary(text) -> String.replace_prefix(text, here, "")
  other -> other
end

binaries =
  Enum.flat_map(targets, fn target ->
    if String.ends_with?(target, [".ex", ".exs"]) do
      Code.compile_file(target)
    else
      module = Module.concat([target])
      [{module, File.read!(:code.which(module))}]
    end
  end)

modules =
  for {module, binary} <- binaries,
      {:ok, {_, [debug_info: {:debug_info_v1, _, {:elixir_v1, map, _}}]}} <-
        [:beam_lib.chunks(binary, [:debug_info])] do
    if dir = System.get_env("DUMP_BEAMS"), do: File.write!(Path.join(dir, "#{module}.beam"), binary)

    defs =
      for {{name, arity}, kind, meta, clauses} <- map.definitions do
        {name, arity, kind, Keyword.get(meta, :line, 0),
         for {meta, args, guards, body} <- clauses do
           {Keyword.get(meta, :line, 0), args, guards, Macro.prewalk(body, relative)}
         end}
      end

    {module, map.relative_file, map.line, Macro.escape(map.struct), defs}
  end

File.write!(out, :erlang.term_to_binary(modules, minor_version: 2))
