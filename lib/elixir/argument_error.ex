defmodule ArgumentError do
  @moduledoc "An argument that the function does not take."
  defexception message: "argument error"

  @impl true
  def blame(exception, [{:erlang, :apply, [module, function, args], _} | _] = stacktrace) do
    message =
      cond do
        is_map(module) and is_atom(function) and is_map_key(module, function) ->
          "you attempted to apply a function named #{inspect(function)} on a map/struct. " <>
            "If you are using Kernel.apply/3, make sure the module is an atom. " <>
            if(is_function(:maps.get(function, module)),
              do: "If you are trying to invoke an anonymous function in a map/struct, " <>
                "add a dot between the function name and the parenthesis: map.#{function}.()",
              else: "If you are using the dot syntax, ensure there are no parentheses " <>
                "after the field name, such as map.#{function}")

        is_atom(function) and args == [] and not is_atom(module) ->
          "you attempted to apply a function named #{inspect(function)} on #{inspect(module)}. " <>
            "If you are using Kernel.apply/3, make sure the module is an atom. " <>
            "If you are using the dot syntax, such as module.function(), " <>
            "make sure the left-hand side of the dot is an atom representing a module"

        not is_atom(module) ->
          "you attempted to apply a function on #{inspect(module)}. " <>
            "Modules (the first argument of apply) must always be an atom"

        not is_atom(function) ->
          "you attempted to apply #{inspect(function)} on module #{inspect(module)}. " <>
            "Functions (the second argument of apply) must always be an atom"

        not is_list(args) ->
          "you attempted to apply a function #{inspect(function)} on module #{inspect(module)} " <>
            "with arguments #{inspect(args)}. Arguments (the third argument of apply) must always be a list"

        true ->
          exception.message
      end

    {%{exception | message: message}, stacktrace}
  end

  def blame(exception, stacktrace), do: {exception, stacktrace}
end
