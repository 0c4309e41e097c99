defmodule Code.Docs do
  @moduledoc false

  # The documentation of loaded modules in the form of EEP 48.

  def fetch(module_or_binary) do
    case :elixir_code.docs(module_or_binary) do
      nil ->
        case is_atom(module_or_binary) and :code.ensure_loaded(module_or_binary) do
          {:error, _} -> {:error, :module_not_found}
          _ -> {:error, :chunk_not_found}
        end

      data ->
        from(data)
    end
  end

  # The data of a module's documentation as the compiler keeps it, or as other compilers write it.
  def from(docs) when elem(docs, 0) == :docs_v1, do: docs

  def from({line, file, moduledoc, meta, docs, public}) do
        documented = Map.new(docs, fn {kind, name, arity, _, _, _, _} = doc -> {{kind, name, arity}, doc} end)

        entries =
          for {kind, name, arity, line, defaults, args} <- public, not default_of?(public, kind, name, arity) do
            entry(documented, kind, name, arity, line, defaults, args)
          end

        callbacks = for {kind, name, arity, line, _, doc, meta} <- docs, kind not in [:function, :macro], do: {{kind, name, arity}, line, [], text(name, doc), Map.new(meta)}

        {:docs_v1, line, :elixir, "text/markdown", module_text(moduledoc), Enum.into(meta, %{source_path: String.to_charlist(Path.absname(file))}),
         :lists.sort(entries ++ callbacks)}
  end

  # The smaller arities that defaults make are no entries of their own.
  defp default_of?(public, kind, name, arity) do
    Enum.any?(public, fn {other_kind, other, full, _, defaults, _} ->
      other_kind == kind and other == name and full > arity and full - defaults <= arity
    end)
  end

  defp entry(documented, kind, name, arity, line, defaults, args) do
    {line, args, doc, meta} =
      case Map.get(documented, {kind, name, arity}) do
        {_, _, _, line, signature, doc, meta} -> {line, signature, doc, meta}
        nil -> {line, args, nil, []}
      end

    meta = Map.new(meta)
    meta = if defaults > 0, do: Map.put(meta, :defaults, defaults), else: meta
    {{kind, name, arity}, line, [signature(name, args)], text(name, doc), meta}
  end

  defp text(_name, false), do: :hidden
  defp text(_name, doc) when is_binary(doc), do: %{"en" => doc}

  defp text(name, nil) do
    case :erlang.atom_to_binary(name) do
      "_" <> _ -> :hidden
      _ -> :none
    end
  end

  defp text(_name, _other), do: :none

  defp module_text(nil), do: :none
  defp module_text(false), do: :hidden
  defp module_text(text) when is_binary(text), do: %{"en" => text}
  defp module_text(_), do: :none

  defp signature(:%, [_, _]), do: "%struct{}"
  defp signature(:%{}, [_]), do: "%{}"
  defp signature(name, [_]) when name in [:__aliases__, :__block__], do: "#{name}(args)"
  defp signature(:fn, [_]), do: "fn(clauses)"

  defp signature(name, []) when name in [:__CALLER__, :__DIR__, :__ENV__, :__MODULE__, :__STACKTRACE__],
    do: :erlang.atom_to_binary(name)

  defp signature(name, args) do
    named = args |> Enum.with_index() |> Enum.map(fn {arg, index} -> argument(arg, index) end)
    algebra = Code.quoted_to_algebra({name, [closing: []], distinct(named)})
    :erlang.iolist_to_binary(Inspect.Algebra.format(algebra, :infinity))
  end

  # Arguments of one name are numbered.
  defp distinct(args) do
    names = for {name, _, context} <- args, is_atom(context), do: name
    repeated = names -- Enum.uniq(names)

    {args, _} =
      Enum.map_reduce(args, %{}, fn
        {name, meta, context}, seen when is_atom(context) ->
          if name in repeated do
            count = Map.get(seen, name, 0) + 1
            {{:"#{name}#{count}", meta, context}, Map.put(seen, name, count)}
          else
            {{name, meta, context}, seen}
          end

        other, seen ->
          {other, seen}
      end)

    args
  end

  defp argument({:\\, meta, [left, right]}, index), do: {:\\, meta, [argument(left, index), right]}

  defp argument({:=, _, [left, right]}, index) do
    case {variable?(right), variable?(left)} do
      {true, _} -> argument(right, index)
      {_, true} -> argument(left, index)
      _ -> argument(right, index)
    end
  end

  defp argument({:_, _, context}, _index) when is_atom(context), do: var(:_)

  defp argument({name, _, context}, _index) when is_atom(name) and is_atom(context) do
    case :erlang.atom_to_binary(name) do
      "_" <> rest when rest != "" -> var(:erlang.binary_to_atom(rest))
      _ -> var(name)
    end
  end

  defp argument({:%, _, [module, {:%{}, _, _}]}, _index) when is_atom(module) do
    last = module |> Module.split() |> List.last()
    var(:erlang.binary_to_atom(Macro.underscore(last)))
  end

  defp argument({:%, _, [{:__aliases__, _, parts}, _]}, _index), do: var(:erlang.binary_to_atom(Macro.underscore(:erlang.atom_to_binary(List.last(parts)))))
  defp argument({:%, _, _}, _index), do: var(:struct)
  defp argument({:%{}, _, _}, _index), do: var(:map)
  defp argument({:@, _, _}, _index), do: var(:value)
  defp argument({:<<>>, _, _}, _index), do: var(:binary)
  defp argument({:<>, _, _}, _index), do: var(:binary)
  defp argument({:{}, _, _}, _index), do: var(:tuple)
  defp argument({_, _}, _index), do: var(:tuple)
  defp argument(value, _index) when is_atom(value), do: var(:atom)
  defp argument(value, _index) when is_binary(value), do: var(:binary)
  defp argument(value, _index) when is_list(value), do: var(:list)
  defp argument(value, _index) when is_integer(value), do: var(:int)
  defp argument(value, _index) when is_float(value), do: var(:float)
  defp argument(_value, _index), do: var(:value)

  defp variable?({name, _, context}), do: is_atom(name) and is_atom(context)
  defp variable?(_), do: false

  defp var(name), do: {name, [], nil}
end
