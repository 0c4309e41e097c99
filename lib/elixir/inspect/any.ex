defimpl Inspect, for: Any do
  import Inspect.Algebra

  defmacro __deriving__(module, struct, options) do
    fields = :lists.sort(Map.keys(struct) -- [:__exception__, :__struct__])
    only = Keyword.get(options, :only, fields)
    except = Keyword.get(options, :except, [])
    optional = Keyword.get(options, :optional, [])

    optional =
      case optional do
        :all -> fields
        list -> list
      end

    :ok = validate(:only, only, fields, module)
    :ok = validate(:except, except, fields, module)
    :ok = validate(:optional, optional, fields, module)

    shown = Enum.filter(module_fields(module, struct), &(&1 in only and &1 not in except))
    all? = length(shown) == length(fields)

    quote do
      defimpl Inspect, for: unquote(module) do
        def inspect(var!(struct), var!(opts)) do
          Inspect.Any.inspect_derived(
            var!(struct),
            var!(opts),
            unquote(shown),
            unquote(Macro.escape(Map.take(struct, optional))),
            unquote(all?)
          )
        end
      end
    end
  end

  defp validate(option, list, fields, module) do
    if not is_list(list), do: raise(ArgumentError, "invalid value for #{inspect(option)} in @derive Inspect for #{inspect(module)}, expected a list, got: #{inspect(list)}")

    case Enum.reject(list, &(&1 in fields)) do
      [] ->
        :ok

      unknown ->
        raise ArgumentError,
              "unknown fields #{inspect(unknown)} in #{inspect(option)} when deriving the Inspect protocol for #{inspect(module)}"
    end
  end

  defp module_fields(_module, struct), do: :lists.sort(Map.keys(struct) -- [:__exception__, :__struct__])

  @doc false
  def inspect_derived(struct, opts, shown, optional, all?) do
    shown =
      Enum.reject(shown, fn field ->
        case optional do
          %{^field => default} -> :maps.get(field, struct) == default
          _ -> false
        end
      end)

    ordered = for info <- infos(struct), info.field in shown, do: info
    name = Code.Identifier.inspect_atom(:literal, struct.__struct__)

    if all? do
      Inspect.Map.inspect(struct, name, ordered, opts)
    else
      inspect_hidden(struct, name, ordered, opts)
    end
  end

  defp inspect_hidden(struct, name, infos, opts) do
    open = color("#" <> name <> "<", :map, opts)
    sep = color(",", :map, opts)
    close = color(">", :map, opts)

    fun = fn
      %{field: field}, opts -> Inspect.List.keyword({field, :maps.get(field, struct)}, opts)
      :..., _opts -> "..."
    end

    container_doc(open, infos ++ [:...], close, opts, fun, separator: sep, break: :strict)
  end

  # The fields in the order of the definition.
  defp infos(%module{} = struct) do
    infos =
      try do
        module.__info__(:struct)
      rescue
        _ -> nil
      end

    case infos do
      list when is_list(list) -> list
      _ -> for key <- :maps.keys(struct), key not in [:__struct__, :__exception__], do: %{field: key}
    end
  end

  def inspect(%module{} = struct, opts) do
    try do
      {module.__struct__(), module.__info__(:struct)}
    rescue
      _ -> Inspect.Map.inspect(struct, opts)
    else
      {default, infos} when is_list(infos) ->
        if :maps.keys(default) == :maps.keys(struct) do
          infos =
            for %{field: field} = info <- infos,
                field not in [:__struct__, :__exception__],
                do: info

          Inspect.Map.inspect(struct, Code.Identifier.inspect_atom(:literal, module), infos, opts)
        else
          Inspect.Map.inspect(struct, opts)
        end

      _ ->
        Inspect.Map.inspect(struct, opts)
    end
  end
end
