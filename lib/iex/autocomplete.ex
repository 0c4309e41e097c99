defmodule IEx.Autocomplete do
  @moduledoc false

  # What could come next on a line of code. The editor asks in a process of its own; what only the shell's
  # process knows (its variables, imports and aliases) is asked from it, and is left out when it is busy.

  @patience 1500

  @doc """
  The candidates for the end of the line: `{size, candidates}`, where the last `size` characters of the line are
  the part of each candidate that is there already.
  """
  def complete(line, modules \\ []) when is_binary(line) do
    {size, found} = complete_line(line, modules)
    {size, found |> Enum.uniq() |> Enum.sort_by(&order/1)}
  end

  @doc """
  The same as a list, for the editor of the terminal; after the parenthesis of a call, a text that shows how it is called.
  """
  def complete_for_editor(line, modules) do
    case signatures(line) do
      [] ->
        {size, found} = complete(line, modules)
        [size | found]

      found ->
        [Enum.join(found, "\n") <> "\n"]
    end
  end

  @doc """
  How the function is called whose opening parenthesis ends the line.

      iex> IEx.Autocomplete.signatures("1 + Enum.sum(")
      ["sum(enumerable)"]
  """
  def signatures(line) do
    case Regex.run(~r/(?:^|[^\w.:])((?::?[\w.]+\.)?)([a-z_]\w*[?!]?)\($/u, line) do
      [_, "", name] -> signatures_of([Kernel, IEx.Helpers], name)
      [_, ":" <> left, name] -> signatures_of([left |> String.trim_trailing(".") |> String.to_atom()], name)
      [_, <<first, _::binary>> = left, name] when first in ?A..?Z -> signatures_of([left |> String.trim_trailing(".") |> expand_alias()], name)
      _ -> []
    end
  end

  defp signatures_of(modules, name) do
    for module <- modules,
        {{kind, entry, _}, _, [signature | _], text, _} <- IEx.Introspection.entries(module),
        kind in [:function, :macro] and text != :hidden and Atom.to_string(entry) == name,
        do: signature
  end

  defp order(candidate), do: {String.starts_with?(candidate, "_"), String.downcase(candidate), candidate}

  defp complete_line(line, modules) do
    case open_string(line) do
      {:string, path} -> path(path)
      :code -> code(line, modules)
    end
  end

  # ---- files, inside of a string

  # The part of the line that is inside of a string which is not closed.
  defp open_string(line), do: open_string(line, :code)

  defp open_string("", state), do: state
  defp open_string("\\" <> <<_::utf8, rest::binary>>, state), do: open_string(rest, state)
  defp open_string("?\"" <> rest, :code), do: open_string(rest, :code)
  defp open_string("\"" <> rest, :code), do: open_string(rest, {:string, ""})
  defp open_string("\"" <> rest, {:string, _}), do: open_string(rest, :code)
  defp open_string("\#{" <> rest, {:string, _}), do: open_string(rest, :code)
  defp open_string("#" <> _, :code), do: {:string, ""}
  defp open_string(<<char::utf8, rest::binary>>, {:string, text}), do: open_string(rest, {:string, text <> <<char::utf8>>})
  defp open_string(<<_, rest::binary>>, state), do: open_string(rest, state)

  defp path(path) do
    {directory, prefix} =
      case :binary.matches(path, "/") do
        [] -> {".", path}
        found -> {at, _} = List.last(found); {:binary.part(path, 0, at + 1), binary_part(path, at + 1, byte_size(path) - at - 1)}
      end

    names =
      case File.ls(Path.expand(directory)) do
        {:ok, names} -> names
        _ -> []
      end

    shown =
      for name <- names, path != "", String.starts_with?(name, prefix), not (prefix == "" and String.starts_with?(name, ".")) do
        if File.dir?(Path.join(Path.expand(directory), name)), do: name <> "/", else: name
      end

    {String.length(prefix), shown}
  end

  # ---- code

  defp code(line, modules) do
    token = last_token(line, "")

    cond do
      token == "" -> nothing(line, modules)
      match?("@" <> _, token) -> {0, []}
      true -> token(token, line, modules)
    end
  end

  # The characters at the end that belong to one name with its dots.
  defp last_token("", token), do: token

  defp last_token(line, token) do
    size = byte_size(line)

    case previous(line, size - 1) do
      {char, rest} when char in ?a..?z or char in ?A..?Z or char in ?0..?9 or char in [?_, ?., ?:, ?!, ??, ?@, ?%] or char > 127 ->
        last_token(rest, <<char::utf8>> <> token)

      _ ->
        token
    end
  end

  defp previous(line, at) do
    case binary_part(line, at, byte_size(line) - at) do
      <<char::utf8>> -> {char, binary_part(line, 0, at)}
      _ when at > 0 -> previous(line, at - 1)
      _ -> {0, ""}
    end
  end

  defp nothing(line, modules) do
    case struct_keys(line, "", modules) do
      [] -> if String.trim(line) == "", do: {0, []}, else: names("", modules, line)
      keys -> {0, keys}
    end
  end

  # A token is one of: :erlang, :erlang.name, Alias, Alias.name, variable.key.key, name, %Alias.
  defp token("%" <> rest, _line, modules), do: structs(rest, modules)
  defp token(":" <> rest, line, modules), do: if(String.contains?(rest, "."), do: remote(":" <> rest, line, modules), else: erlang(rest, modules))
  defp token(token, line, modules), do: if(String.contains?(token, "."), do: remote(token, line, modules), else: names(token, modules, line))

  defp erlang(prefix, modules) do
    known = (["erlang", "code", "ets", "math", "binary", "unicode", "os"] ++ modules ++ loaded()) |> Enum.reject(&match?("Elixir." <> _, &1))
    {String.length(prefix), starting(known, prefix)}
  end

  defp remote(token, line, modules) do
    {at, _} = token |> :binary.matches(".") |> List.last()
    left = binary_part(token, 0, at)
    prefix = binary_part(token, at + 1, byte_size(token) - at - 1)
    size = String.length(prefix)

    case left do
      ":" <> name -> {size, functions(:erlang.binary_to_atom(name), prefix)}
      <<first, _::binary>> when first in ?A..?Z -> {size, module_members(left, prefix, modules)}
      <<first, _::binary>> when first in ?a..?z or first == ?_ -> {size, starting(ask({:keys, left}, []), prefix)}
      _ when line == "" -> {size, []}
      _ -> {size, []}
    end
  end

  defp module_members(left, prefix, modules) do
    module = expand_alias(left)
    inner = "#{module}." |> String.replace_prefix("Elixir.Elixir.", "Elixir.")
    below = for name <- modules ++ loaded(), String.starts_with?(name, inner), do: name |> String.replace_prefix(inner, "") |> String.split(".") |> hd()
    starting(below, prefix) ++ functions(module, prefix)
  end

  defp expand_alias(text) do
    parts = text |> String.split(".") |> Enum.map(&String.to_atom/1)

    case ask({:alias, parts}, nil) do
      nil -> Module.concat(parts)
      module -> module
    end
  end

  defp functions(module, prefix) do
    if match?({:module, _}, IEx.Introspection.known(module)) do
      hidden = hidden(module)
      for {name, arity} <- IEx.Introspection.exported(module), {name, arity} not in hidden, text = Atom.to_string(name), String.starts_with?(text, prefix), callable?(text), do: text
    else
      []
    end
  end

  defp callable?(text), do: Macro.classify_atom(String.to_atom(text)) in [:identifier, :unquoted, :quoted] and not String.starts_with?(text, ["__", "MACRO-"])

  defp hidden(module) do
    case Code.fetch_docs(module) do
      {_, _, _, _, _, _, entries} -> for {{_, name, arity}, _, _, :hidden, _} <- entries, do: {name, arity}
      _ -> []
    end
  end

  # Names without a module: aliases, variables, imported functions, and the keys of a struct that is being written.
  defp names(<<first, _::binary>> = prefix, modules, _line) when first in ?A..?Z do
    roots = for "Elixir." <> name <- modules ++ loaded(), do: name |> String.split(".") |> hd()
    {String.length(prefix), starting(roots ++ ask(:aliases, []), prefix)}
  end

  defp names(prefix, modules, line) do
    size = String.length(prefix)

    case struct_keys(line, prefix, modules) do
      [] ->
        special = ~w(alias case cond fn for import quote receive require super try unquote unquote_splicing with __MODULE__ __ENV__ __DIR__ __CALLER__ __STACKTRACE__)
        known = if prefix == "", do: [], else: ask(:imports, default_imports()) ++ special ++ ~w(true false nil when and or not)
        {size, starting(ask(:variables, []) ++ known, prefix)}

      keys ->
        {size, keys}
    end
  end

  defp default_imports() do
    for module <- [Kernel, IEx.Helpers], {name, _} <- IEx.Introspection.exported(module), do: Atom.to_string(name)
  end

  defp structs(prefix, modules) do
    {left, last} =
      case String.split(prefix, ".") do
        [last] -> {"", last}
        parts -> {Enum.join(Enum.drop(parts, -1), "."), List.last(parts)}
      end

    inner = if left == "", do: "Elixir.", else: "#{expand_alias(left)}."
    below = for name <- modules ++ loaded(), String.starts_with?(name, inner), do: name |> String.replace_prefix(inner, "") |> String.split(".")
    names = for [first | rest] <- below, String.starts_with?(first, last), rest != [] or struct?(inner <> first), do: first
    {String.length(last), names ++ if(left == "", do: starting(ask(:aliases, []), last), else: [])}
  end

  defp struct?(name) do
    module = String.to_atom(name)
    Code.ensure_loaded?(module) and function_exported?(module, :__struct__, 0)
  end

  # The keys of %Name{key: 1, ke| or of %{variable | ke|
  defp struct_keys(line, prefix, _modules) do
    before = binary_part(line, 0, byte_size(line) - byte_size(prefix))

    case Regex.run(~r/%([A-Z][\w.]*)?\{([^{}]*)$/u, before) do
      [_, "", inside] -> map_keys(inside, prefix)
      [_, name, inside] -> module_keys(name, inside, prefix)
      _ -> []
    end
  end

  defp module_keys(name, inside, prefix) do
    if key_position?(inside) do
      module = expand_alias(name)

      if Code.ensure_loaded?(module) and function_exported?(module, :__struct__, 0) do
        keys = module.__struct__() |> Map.keys() |> List.delete(:__struct__) |> Enum.map(&Atom.to_string/1)
        used = Regex.scan(~r/([\w?!]+):/u, inside) |> Enum.map(&List.last/1)
        for key <- starting(keys -- used, prefix), do: key <> ": "
      else
        []
      end
    else
      []
    end
  end

  defp map_keys(inside, prefix) do
    case Regex.run(~r/^\s*([a-z_]\w*)\s*\|(.*)$/us, inside) do
      [_, variable, rest] -> if key_position?(rest), do: for(key <- starting(ask({:keys, variable}, []), prefix), do: key <> ": "), else: []
      _ -> []
    end
  end

  defp key_position?(inside), do: Regex.match?(~r/(^|[,|])\s*$/u, inside)

  defp starting(names, prefix), do: Enum.filter(names, &String.starts_with?(&1, prefix))

  defp loaded(), do: for({module, _} <- :code.all_loaded(), do: Atom.to_string(module)) |> Enum.reject(&String.starts_with?(&1, ["elixir_compiler_", "joist_"]))

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
      :imports -> for {_, functions} <- env.functions ++ env.macros, {name, _} <- functions, text = Atom.to_string(name), callable?(text), do: text
      {:alias, parts} -> Macro.expand({:__aliases__, [], parts}, env)
      {:keys, path} -> keys(path, binding)
    end
  catch
    _, _ -> nil
  end

  defp keys(path, binding) do
    [variable | rest] = String.split(path, ".")

    case List.keyfind(binding, String.to_atom(variable), 0) do
      {_, value} -> value |> dig(rest) |> keys_of()
      nil -> []
    end
  end

  defp dig(value, []), do: value

  defp dig(value, [key | rest]) do
    case value do
      %{} -> value |> Map.get(String.to_atom(key)) |> dig(rest)
      _ -> nil
    end
  end

  defp keys_of(%{} = map), do: for(key <- Map.keys(map), is_atom(key), key != :__struct__, do: Atom.to_string(key))

  defp keys_of(module) when is_atom(module) and module not in [nil, true, false] do
    if Code.ensure_loaded?(module), do: functions(module, ""), else: []
  end

  defp keys_of(_), do: []
end
