defmodule IEx.Autocomplete do
  @moduledoc false

  # What could come next on a line of code. The editor asks in a process of its own; what only the shell's
  # process knows (its variables, imports and aliases) is asked from it, and is left out when it is busy.
  #
  # A candidate is {name, label}: the name takes the place of the hint, which is the unfinished name at the end of the
  # line, and the label is shown after it, as the arity of a function is.

  alias IEx.Introspection

  @patience 1500

  @modifiers ~w(big binary bitstring integer float little native signed size unit unsigned utf8 utf16 utf32)

  @doc """
  The candidates for the end of the line: `{size, candidates}`, where the last `size` characters of the line are the hint,
  or `{:signatures, texts}` after the parenthesis of a call, which say how it is called.
  """
  def complete(line, modules \\ []) when is_binary(line) do
    case open_string(line) do
      {:string, path} -> path(path)
      :code -> code(line, modules)
    end
  end

  @doc "The same as a list for the editor of the terminal. What is no candidate is a text to be shown."
  def complete_for_editor(line, modules) do
    case complete(line, modules) do
      {:signatures, texts} -> [Enum.join(texts, "\n") <> "\n"]
      {size, [{name, label}]} when label != "" -> if String.length(name) > size, do: [size, [name, label]], else: [name <> label <> "\n"]
      {size, candidates} -> [size | for({name, label} <- candidates, do: [name, label])]
    end
  end

  # ---- files, inside of a string

  # The part of the line that is inside of a string which is not closed, when it looks like a path.
  defp open_string(line), do: open_string(line, :code)

  defp open_string("", {:string, path} = state), do: if(String.contains?(path, "/"), do: state, else: :code)
  defp open_string("", state), do: state
  defp open_string("\\" <> <<_::utf8, rest::binary>>, state), do: open_string(rest, state)
  defp open_string("?\"" <> rest, :code), do: open_string(rest, :code)
  defp open_string("\"" <> rest, :code), do: open_string(rest, {:string, ""})
  defp open_string("\"" <> rest, {:string, _}), do: open_string(rest, :code)
  defp open_string("\#{" <> rest, {:string, _}), do: open_string(rest, :code)
  defp open_string("#" <> _, :code), do: {0, []}
  defp open_string(<<char::utf8, rest::binary>>, {:string, text}), do: open_string(rest, {:string, text <> <<char::utf8>>})
  defp open_string(<<_, rest::binary>>, state), do: open_string(rest, state)

  defp path(path) do
    {at, _} = path |> :binary.matches("/") |> List.last()
    directory = path |> binary_part(0, at + 1) |> Path.expand()
    hint = binary_part(path, at + 1, byte_size(path) - at - 1)

    names =
      case File.ls(directory) do
        {:ok, names} -> for name <- Enum.sort(names), String.starts_with?(name, hint), not (hint == "" and String.starts_with?(name, ".")), do: name
        _ -> []
      end

    candidates =
      case names do
        [name] ->
          folder? = File.dir?(Path.join(directory, name))
          [{name <> if(folder?, do: "/", else: if(name == hint, do: "\"", else: "")), ""}]

        _ ->
          for name <- names, do: {name, ""}
      end

    {String.length(hint), candidates}
  end

  # ---- code

  defp code(line, modules) do
    if line != "" and String.trim(line) == "" do
      {0, []}
    else
      context = Code.Fragment.cursor_context(line)
      found(container(line, context) || helper(line, context) || by_context(context, line, modules))
    end
  end

  defp found({:signatures, _} = signatures), do: signatures
  defp found({hint, candidates}), do: {String.length(hint), Enum.uniq(candidates)}

  defp by_context(context, line, modules) do
    case context do
      {:alias, hint} -> aliases(to_string(hint), modules)
      {:unquoted_atom, hint} -> erlang_modules(to_string(hint), modules)
      {:dot, left, hint} -> dot(left, to_string(hint), imports_aliases?(line), modules)
      {:dot_arity, left, name} -> {"#{name}/", left |> members() |> exactly("#{name}")}
      {:dot_call, left, name} -> signatures(left, to_string(name)) || locals("")
      {:local_call, name} when name in [~c"alias", ~c"import", ~c"require", ~c"use"] -> aliases("", modules)
      {:local_call, name} -> local_signatures(to_string(name)) || locals("")
      {:local_or_var, hint} -> locals(to_string(hint))
      {:local_arity, name} -> {"#{name}/", exactly(imported(), "#{name}")}
      {:operator, hint} -> {"#{hint}", starting(imported(), "#{hint}")}
      {:operator_arity, name} -> {"#{name}/", exactly(imported(), "#{name}")}
      {:operator_call, _} -> locals("")
      :expr -> locals("")
      {:sigil, []} -> {"~", sigils()}
      {:sigil, [_]} -> {"", for(text <- ~w|" """ ' ''' ( / < [ { \||, do: {text, ""})}
      {:struct, {:dot, {:alias, left}, []}} -> structs("#{left}.", modules)
      {:struct, hint} when is_list(hint) -> structs(to_string(hint), modules)
      _ -> {"", []}
    end
  end

  defp imports_aliases?(line), do: Regex.match?(~r/^\s*(alias|import|require|use)[ (]/, line)

  # ---- t and b, which take types and callbacks

  defp helper(line, {:dot, left, hint}) do
    case Regex.run(~r/^\s*([tb])(\(| +)[\w:]/u, line) do
      [_, name, _] ->
        wanted = if name == "t", do: [:type, :opaque], else: [:callback, :macrocallback]
        types = with module when is_atom(module) <- value_of(left), types when is_list(types) <- :elixir_code.types(module), do: types, else: (_ -> [])
        {"#{hint}", for({kind, name, arity, _} <- types, kind in wanted, do: {name, arity}) |> entries() |> starting("#{hint}")}

      nil ->
        nil
    end
  end

  defp helper(_line, _context), do: nil

  # ---- modules

  defp aliases(hint, modules) do
    case String.split(hint, ".") do
      [name] ->
        own = for text <- ask(:aliases, []), not String.contains?(text, "."), do: text
        known = for "Elixir." <> text <- known_modules(modules), do: text |> String.split(".") |> hd()
        {name, names(["Elixir" | own ++ known], name)}

      parts ->
        {List.last(parts), parts |> Enum.drop(-1) |> Enum.join(".") |> below(modules) |> names(List.last(parts))}
    end
    |> self_or_dot()
  end

  # A name that is whole goes on with a dot.
  defp self_or_dot({hint, [{hint, ""}]}), do: {hint, [{hint <> ".", ""}]}
  defp self_or_dot(found), do: found

  # The first names under a module.
  defp below(left, modules) do
    inner = "#{expand_alias(left)}."
    for name <- known_modules(modules), String.starts_with?(name, inner), do: name |> String.replace_prefix(inner, "") |> String.split(".") |> hd()
  end

  defp names(names, hint) do
    for name <- names |> Enum.uniq() |> Enum.sort(), String.starts_with?(name, hint), Regex.match?(~r/^[A-Z][A-Za-z0-9_]*$/, name), do: {name, ""}
  end

  defp erlang_modules(hint, modules) do
    known = ["erlang", "code", "ets", "math", "binary", "unicode", "os"] ++ Enum.reject(known_modules(modules), &String.starts_with?(&1, "Elixir."))
    {hint, for(name <- known |> Enum.uniq() |> Enum.sort(), String.starts_with?(name, hint), Macro.classify_atom(String.to_atom(name)) in [:identifier, :unquoted], do: {name, ""})}
  end

  defp known_modules(modules), do: ["Elixir.Kernel.SpecialForms" | modules] ++ for({module, _} <- :code.all_loaded(), name = Atom.to_string(module), not String.starts_with?(name, ["elixir_compiler_", "joist_"]), do: name)

  defp expand_alias(text) do
    parts = text |> String.split(".") |> Enum.map(&String.to_atom/1)
    ask({:alias, parts}, nil) || Module.concat(parts)
  end

  defp structs(hint, modules) do
    own = for text <- ask(:aliases, []), not String.contains?(text, "."), do: {text, expand_alias(text)}
    known = for "Elixir." <> text = name <- known_modules(modules), String.starts_with?(text, hint), do: {text, String.to_atom(name)}
    {hint, for({name, module} <- Enum.sort(own ++ known), String.starts_with?(name, hint), struct?(module), do: {name <> "{", ""})}
  end

  defp struct?(module), do: Code.ensure_loaded?(module) and function_exported?(module, :__struct__, 1) and not function_exported?(module, :exception, 1)

  # ---- what is behind a dot

  defp dot({:alias, left}, hint, true, modules), do: left |> to_string() |> Kernel.<>("." <> hint) |> aliases(modules)

  defp dot({:alias, left} = whole, "", _, modules), do: {"", (left |> to_string() |> below(modules) |> names("")) ++ starting(members(whole), "")}

  defp dot(left, hint, _, _modules) do
    case value_of(left) do
      %{} = map -> {hint, fields(map, hint)}
      module when is_atom(module) and module not in [nil, true, false] -> {hint, starting(members_of(module), hint)}
      _ -> {hint, []}
    end
  end

  # A key whose value is a map goes on with a dot.
  defp fields(map, hint) do
    found = for key <- map |> Map.keys() |> Enum.sort(), is_atom(key), name = Atom.to_string(key), key != :__struct__, String.starts_with?(name, hint), do: name

    case found do
      [^hint] -> if is_map(Map.get(map, String.to_atom(hint))), do: [{hint <> ".", ""}], else: []
      _ -> for name <- found, do: {name, ""}
    end
  end

  # The value of a variable with its keys, or a module.
  defp value_of({:unquoted_atom, name}), do: List.to_atom(name)
  defp value_of({:alias, name}) when is_list(name), do: name |> to_string() |> expand_alias()

  defp value_of(path) do
    case steps(path, []) do
      {:ok, steps} -> ask({:value, steps}, nil)
      :error -> nil
    end
  end

  defp steps({:var, name}, rest), do: {:ok, [List.to_atom(name) | rest]}
  defp steps({:dot, left, name}, rest), do: steps(left, [List.to_atom(name) | rest])
  defp steps(_, _rest), do: :error

  # ---- functions

  defp members(left) do
    case value_of(left) do
      module when is_atom(module) and module not in [nil, true, false] -> members_of(module)
      _ -> []
    end
  end

  # Candidates of all functions that a module shows.
  defp members_of(Kernel.SpecialForms), do: special_forms()

  defp members_of(module) do
    if match?({:module, _}, Introspection.known(module)) do
      {hidden, documented} = documented(module)

      Introspection.exported(module)
      |> Enum.filter(fn {name, _} = entry -> entry not in hidden and name != :__using__ and (entry in documented or not internal?(name)) end)
      |> entries()
    else
      []
    end
  end

  defp internal?(name), do: name |> Atom.to_string() |> String.starts_with?(["_", "MACRO-"])

  # What is said to be hidden, and what has a text of its own; defaults make several of one.
  defp documented(module) do
    case Code.fetch_docs(module) do
      {_, _, _, _, _, _, docs} ->
        all = for {{_, name, arity}, _, _, text, meta} <- docs, n <- (arity - Map.get(meta, :defaults, 0))..arity//1, do: {text, {name, n}}
        {for({:hidden, entry} <- all, do: entry), for({%{}, entry} <- all, do: entry)}

      _ ->
        {[], []}
    end
  end

  defp entries(functions) do
    for {name, arity} <- functions |> Enum.uniq() |> Enum.sort_by(fn {name, arity} -> {Atom.to_string(name), arity} end), do: {Atom.to_string(name), "/#{arity}"}
  end

  defp starting(candidates, hint), do: Enum.filter(candidates, fn {name, _} -> String.starts_with?(name, hint) end)

  # The arities of a name; they are part of what is put on the line.
  defp exactly(candidates, name), do: for({^name, label} <- candidates, do: {name <> label, ""})

  # ---- names without a module: variables and imported functions

  defp locals(hint) do
    variables = for name <- Enum.sort(ask(:variables, [])), String.starts_with?(name, hint), do: {name, ""}
    {hint, variables ++ starting(imported(), hint)}
  end

  defp imported() do
    functions = for {_module, functions} <- ask(:imports, default_imports()), {name, _} = function <- functions, not internal?(name), do: function
    special = for {name, "/" <> arity} <- special_forms(), do: {String.to_atom(name), String.to_integer(arity)}
    entries(functions ++ special)
  end

  defp special_forms(), do: for({{_, name, arity}, _, _, text, _} <- Introspection.entries(Kernel.SpecialForms), text != :hidden, do: {name, arity}) |> entries()

  defp default_imports(), do: for(module <- [Kernel, IEx.Helpers], do: {module, Introspection.exported(module)})

  defp sigils(), do: for({"sigil_" <> name, _} <- imported(), do: {"~" <> name, " (sigil_#{name})"})

  # ---- how a function is called

  defp signatures(left, name) do
    case value_of(left) do
      module when is_atom(module) and module not in [nil, true, false] -> signatures_of([module], name)
      _ -> nil
    end
  end

  defp local_signatures(name) do
    modules = for {module, functions} <- ask(:imports, default_imports()), Enum.any?(functions, fn {entry, _} -> Atom.to_string(entry) == name end), do: module
    signatures_of(Enum.uniq(modules), name)
  end

  defp signatures_of(modules, name) do
    texts =
      for module <- modules,
          {{kind, entry, _}, _, [_ | _] = signatures, text, _} <- Introspection.entries(module),
          kind in [:function, :macro] and text != :hidden and Atom.to_string(entry) == name,
          do: Enum.join(signatures, " ")

    if texts != [], do: {:signatures, Enum.sort_by(texts, &String.length/1)}
  end

  # ---- keys of structs and maps that are being written, and modifiers of bitstrings

  defp container(line, context) do
    with {:ok, hint} <- hint_in_container(context),
         {:ok, quoted} <- Code.Fragment.container_cursor_to_quoted(line),
         [_ | above] <- Macro.path(quoted, &match?({:__cursor__, _, []}, &1)) do
      inside(above, hint)
    else
      _ -> nil
    end
  end

  defp hint_in_container(context) do
    case context do
      :expr -> {:ok, ""}
      {:local_or_var, hint} -> {:ok, to_string(hint)}
      {:operator, operator} when operator in [~c"::", ~c"-"] -> {:ok, ""}
      {:operator_call, ~c"|"} -> {:ok, ""}
      _ -> :error
    end
  end

  defp inside([{:%{}, _, given}, {:%, _, [name, _]} | _], hint), do: struct_keys(name, given, hint)
  defp inside([list, {:|, _, [_, list]}, {:%{}, _, _}, {:%, _, [name, _]} | _], hint), do: struct_keys(name, list, hint)
  defp inside([list, {:|, _, [map, list]}, {:%{}, _, _} | _], hint), do: map_keys(map, list, hint)
  defp inside([{:"::", _, _}, {:<<>>, _, _} | _], hint), do: modifiers([], hint)
  defp inside([{:-, _, [given, _]}, {:"::", _, _}, {:<<>>, _, _} | _], hint), do: modifiers(given(given), hint)
  defp inside(_, _hint), do: nil

  defp struct_keys({:__aliases__, _, parts}, given, hint) do
    module = ask({:alias, parts}, nil) || Module.concat(parts)
    keys(if(struct?(module), do: Map.keys(module.__struct__()) -- [:__struct__], else: []), given, hint)
  rescue
    ArgumentError -> {hint, []} # a struct that must be given keys
  end

  defp struct_keys(_name, _given, _hint), do: nil

  defp map_keys({name, _, context}, given, hint) when is_atom(name) and is_atom(context) do
    case ask({:value, [name]}, nil) do
      %{} = map -> keys(for(key <- Map.keys(map), is_atom(key), key != :__struct__, do: key), given, hint)
      _ -> {hint, []}
    end
  end

  defp map_keys(_map, _given, _hint), do: nil

  defp keys(keys, given, hint) do
    used = for {key, _} <- given, is_atom(key), do: key
    {hint, for(key <- Enum.sort(keys -- used), name = Atom.to_string(key), String.starts_with?(name, hint), do: {name <> ": ", ""})}
  end

  defp given({:-, _, [left, right]}), do: given(left) ++ given(right)
  defp given({name, _, _}) when is_atom(name), do: [Atom.to_string(name)]
  defp given(_), do: []

  defp modifiers(given, hint) do
    {hint, for(name <- @modifiers -- given, String.starts_with?(name, hint), do: {name, if(name in ["size", "unit"], do: "/1", else: "")})}
  end

  # ---- what the shell's process knows

  defp ask(question, default) do
    case IEx.Server.evaluator() do
      nil ->
        default

      evaluator ->
        ref = make_ref()
        send(evaluator, {:iex_ask, self(), ref, question})

        receive do
          {^ref, answer} -> answer
        after
          @patience -> default
        end
    end
  end

  @doc "The answer to what `ask` wants to know; the shell's process calls it."
  def answer(question, binding, env) do
    case question do
      :variables -> for {name, _} <- binding, is_atom(name), do: Atom.to_string(name)
      :aliases -> for {alias, _} <- env.aliases, do: alias |> Module.split() |> Enum.join(".")
      :imports -> env.functions ++ env.macros
      {:alias, parts} -> Macro.expand({:__aliases__, [], parts}, env)
      {:value, [name | keys]} -> binding |> List.keyfind(name, 0) |> value(keys)
    end
  catch
    _, _ -> nil
  end

  # Only maps and modules are sent, and only one level of the maps: the values may be large.
  defp value({_, value}, keys), do: value |> dig(keys) |> outline()
  defp value(nil, _keys), do: nil

  defp dig(value, []), do: value
  defp dig(%{} = map, [key | rest]), do: map |> Map.get(key) |> dig(rest)
  defp dig(_, _keys), do: nil

  defp outline(%{} = map), do: for({key, value} <- Map.to_list(map), is_atom(key), into: %{}, do: {key, if(is_map(value), do: %{})})
  defp outline(module) when is_atom(module), do: module
  defp outline(_), do: nil
end
