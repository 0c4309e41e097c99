defmodule UndefinedFunctionError do
  @moduledoc "A function that was called does not exist."
  defexception [:module, :function, :arity, :reason, :message]

  @impl true
  @doc """
  What is told to people, with functions whose names are alike.

      iex> Exception.message(%UndefinedFunctionError{module: DocNobody, function: :foo, arity: 1})
      "function DocNobody.foo/1 is undefined (module DocNobody is not available). Make sure the module name is correct and has been specified in full (or that an alias has been defined)"
  """
  def message(%{message: nil} = exception) do
    %{reason: reason, module: module, function: function, arity: arity} = exception
    {message, _loaded?} = message(reason, module, function, arity)
    message
  end

  def message(%{message: message}), do: message

  defp message(nil, module, function, arity) do
    cond do
      is_nil(function) or is_nil(arity) ->
        {"undefined function", false}

      is_nil(module) ->
        {"function " <> Exception.format_mfa(module, function, arity) <> " is undefined", false}

      loaded?(module) and not is_nil(module) ->
        message(:"function not exported", module, function, arity)

      true ->
        message(:"module could not be loaded", module, function, arity)
    end
  end

  defp message(:"module could not be loaded", module, function, arity) do
    text =
      "function " <> Exception.format_mfa(module, function, arity) <> " is undefined (module #{inspect(module)} is not available)"

    case :erlang.atom_to_binary(module) do
      "Elixir." <> name ->
        case namesakes(name, function, arity) do
          # An alias of one part may be one that was not set.
          [] -> {if(:binary.match(name, ".") == :nomatch, do: text <> check_name(module), else: text), false}
          modules -> {text <> ". Did you mean:\n\n" <> Enum.map_join(modules, fn m -> "      * " <> Exception.format_mfa(m, function, arity) <> "\n" end), false}
        end

      _ ->
        {text, false}
    end
  end

  defp message(:"function not exported", module, function, arity),
    do: {"function " <> Exception.format_mfa(module, function, arity) <> " is undefined or private", true}

  defp message(reason, module, function, arity),
    do: {"function " <> Exception.format_mfa(module, function, arity) <> " is undefined (#{reason})" <> check_name(module), false}

  defp check_name(module) when is_atom(module) and not is_nil(module) do
    case :erlang.atom_to_binary(module) do
      "Elixir." <> _ -> ". Make sure the module name is correct and has been specified in full (or that an alias has been defined)"
      _ -> ""
    end
  end

  defp check_name(_module), do: ""

  # Loaded modules that have the function, of the same name in other capitals or under another name.
  defp namesakes(name, function, arity) do
    tail = "." <> name
    low = String.downcase(name)

    found =
      for {module, _} <- :code.all_loaded(),
          "Elixir." <> other <- [:erlang.atom_to_binary(module)],
          String.downcase(other) == low or String.ends_with?(other, tail),
          :erlang.function_exported(module, function, arity),
          do: module

    found |> Enum.sort() |> Enum.take(5)
  end

  defp loaded?(:erlang), do: true
  defp loaded?(module), do: :erlang.function_exported(module, :module_info, 0) or match?({:module, _}, :code.ensure_loaded(module))

  @impl true
  def blame(%{reason: reason, module: module, function: function, arity: arity, message: nil} = exception, stacktrace)
      when is_atom(module) and is_atom(function) and is_integer(arity) do
    {message, loaded?} = message(reason, module, function, arity)
    {%{exception | message: message <> hint(module, function, arity, loaded?)}, stacktrace}
  end

  def blame(exception, stacktrace), do: {exception, stacktrace}

  @doc false
  def hint(module, function, arity), do: hint(module, function, arity, true)

  defp hint(nil, _function, 0, _loaded?) do
    ". If you are using the dot syntax, such as module.function(), make sure the left-hand side of " <>
      "the dot is a module atom"
  end

  defp hint(nil, _function, _arity, _loaded?), do: ""
  defp hint(_module, _function, _arity, false), do: ""

  defp hint(module, function, arity, true) do
    expected(module, function, arity) <> other_functions(module, function, arity)
  end

  # A callback that the module should have.
  defp expected(module, function, arity) do
    attributes = if :erlang.function_exported(module, :module_info, 1), do: module.module_info(:attributes), else: []
    behaviours = for {:behaviour, list} <- attributes, behaviour <- list, do: behaviour

    case Enum.find(behaviours, fn behaviour -> match?({:module, _}, :code.ensure_loaded(behaviour)) and {function, arity} in (behaviour.behaviour_info(:callbacks) -- behaviour.behaviour_info(:optional_callbacks)) end) do
      nil -> ""
      behaviour -> ", but the behaviour #{inspect(behaviour)} expects it to be present"
    end
  end

  defp other_functions(module, function, arity) do
    case {macro?(module, function, arity), hints(module, function, arity)} do
      {true, _} -> ". However, there is a macro with the same name and arity. Be sure to require #{inspect(module)} if you intend to invoke this macro"
      {false, []} -> ""
      {false, list} -> ". Did you mean:\n\n" <> :erlang.iolist_to_binary(list)
    end
  end

  defp macro?(module, function, arity),
    do: :erlang.function_exported(module, :__info__, 1) and :lists.member({function, arity}, module.__info__(:macros))

  defp hints(module, function, _arity) do
    case :lists.filter(fn {candidate, _} -> candidate == function end, exports(module)) do
      [] -> similar(module, function)
      same -> same |> Enum.sort() |> Enum.take(5) |> Enum.map(&hint_line/1)
    end
  end

  defp similar(module, function) do
    name = :erlang.atom_to_binary(function)

    close =
      for {candidate, arity} <- exports(module),
          text = :erlang.atom_to_binary(candidate),
          distance = String.jaro_distance(name, text),
          distance >= 0.77,
          do: {distance, candidate, arity}

    close
    |> Enum.sort(&(elem(&1, 0) >= elem(&2, 0)))
    |> Enum.take(5)
    |> Enum.sort_by(fn {_, candidate, arity} -> {candidate, arity} end)
    |> Enum.map(fn {_, candidate, arity} -> hint_line({candidate, arity}) end)
  end

  defp hint_line({candidate, arity}),
    do: ["      * ", Code.Identifier.inspect_atom(:remote_call, candidate), "/", :erlang.integer_to_binary(arity), "\n"]

  defp exports(module) do
    if :erlang.function_exported(module, :__info__, 1),
      do: module.__info__(:macros) ++ module.__info__(:functions),
      else: compiled_exports(module) ++ :elixir_library.natives(module)
  end

  defp compiled_exports(module) do
    module.module_info(:exports)
  rescue
    _ -> []
  end
end
