defmodule Code.Typespec do
  @moduledoc false

  # The types, specifications and callbacks of compiled modules, as Erlang's abstract format has them, and back to
  # quoted code.

  def fetch_types(module) do
    with {:ok, forms} <- forms(module) do
      exported = for {:attribute, _, :export_type, list} <- forms, type <- list, do: type

      {:ok,
       for {:attribute, _, kind, {name, _, args} = type} <- forms, kind in [:type, :opaque] do
         private? = kind == :type and {name, length(args)} not in exported
         {if(private?, do: :typep, else: kind), type}
       end}
    end
  end

  def fetch_specs(module), do: fetch(module, :spec)
  def fetch_callbacks(module), do: fetch(module, :callback)

  defp fetch(module, kind) do
    with {:ok, forms} <- forms(module), do: {:ok, for({:attribute, _, ^kind, value} <- forms, do: value)}
  end

  defp forms(module) when is_atom(module) or is_binary(module) do
    case :elixir_code.abstract(module) do
      nil -> :error
      forms -> {:ok, forms}
    end
  end

  def type_to_quoted({name, type, args}) do
    vars = for {:var, at, var} <- args, do: {var, meta(at), nil}
    {:"::", [], [{name, [], vars}, quote_type(type)]}
  end

  def spec_to_quoted(name, {:type, at, :fun, [{:type, _, :product, args}, result]} = type) when is_atom(name) do
    spec = {:"::", meta(at), [{name, meta(at), Enum.map(args, &quote_type/1)}, quote_type(result)]}
    guarded(spec, free(type, [], []), at)
  end

  def spec_to_quoted(name, {:type, at, :fun, []}) when is_atom(name) do
    {:"::", meta(at), [{name, meta(at), []}, quote(do: term)]}
  end

  def spec_to_quoted(name, {:type, at, :bounded_fun, [type, constraints]}) when is_atom(name) do
    {:type, _, :fun, [{:type, _, :product, args}, result]} = type

    bounds =
      for {:type, _, :constraint, [{:atom, _, :is_subtype}, [{:var, _, var}, bound]]} <- constraints,
          do: {var, quote_type(bound)}

    bounded = Keyword.keys(bounds)
    types = for {:type, _, :constraint, [_, [_, bound]]} <- constraints, do: bound
    spec = {:"::", meta(at), [{name, meta(at), Enum.map(args, &quote_type/1)}, quote_type(result)]}
    guarded(spec, free([type | types], bounded, []) ++ bounds, at)
  end

  defp guarded(spec, [], _at), do: spec
  defp guarded(spec, bounds, at), do: {:when, meta(at), [spec, bounds]}

  # The variables of a type but those that are bounded, each as a bound by nothing.
  defp free(types, bounded, []) when is_list(types), do: vars(types) |> Enum.uniq() |> Kernel.--(bounded) |> Enum.map(&{&1, {:var, [], nil}})
  defp free(type, bounded, []), do: free([type], bounded, [])

  defp vars({:ann_type, _, [_, type]}), do: vars(type)
  defp vars({:var, _, :_}), do: []
  defp vars({:var, _, name}), do: [name]
  defp vars(tuple) when is_tuple(tuple), do: vars(Tuple.to_list(tuple))
  defp vars([first | rest]), do: vars(first) ++ vars(rest)
  defp vars(_), do: []

  defp meta({line, column}), do: [line: line, column: column]
  defp meta(line) when is_integer(line), do: [line: line]
  defp meta(at), do: meta(:erl_anno.location(at))

  defp quote_type({:user_type, at, name, args}), do: {name, meta(at), Enum.map(args, &quote_type/1)}

  defp quote_type({:type, at, :tuple, :any}), do: {:tuple, meta(at), []}
  defp quote_type({:type, at, :tuple, args}), do: {:{}, meta(at), Enum.map(args, &quote_type/1)}

  defp quote_type({:type, _, :list, [{:type, _, :union, members} = union]}) do
    if keyword_types?(members), do: Enum.map(members, &keyword_pair/1), else: [quote_type(union)]
  end

  defp quote_type({:type, at, :list, []}), do: {:list, meta(at), []}
  defp quote_type({:type, _, :list, [type]}), do: [quote_type(type)]
  defp quote_type({:type, _, :nonempty_list, []}), do: [{:..., [], nil}]
  defp quote_type({:type, _, :nonempty_list, [type]}), do: [quote_type(type), {:..., [], nil}]
  defp quote_type({:type, _, nil, []}), do: []

  defp quote_type({:type, at, :map, :any}), do: {:map, meta(at), []}

  defp quote_type({:type, at, :map, fields}) do
    case Enum.split_with(fields, &match?({:type, _, :map_field_exact, [{:atom, _, :__struct__}, {:atom, _, _}]}, &1)) do
      {[{:type, _, _, [_, {:atom, _, module}]}], rest} -> {:%, meta(at), [module, {:%{}, meta(at), Enum.map(rest, &field/1)}]}
      {_, _} -> {:%{}, meta(at), Enum.map(fields, &field/1)}
    end
  end

  defp quote_type({:type, at, :binary, [size, unit]}), do: binary(at, size, unit)

  defp quote_type({:type, at, :union, members}) do
    members |> Enum.map(&quote_type/1) |> Enum.reverse() |> Enum.reduce(fn member, rest -> {:|, meta(at), [member, rest]} end)
  end

  defp quote_type({:type, at, :fun, [{:type, _, :product, args}, result]}) do
    [{:->, meta(at), [Enum.map(args, &quote_type/1), quote_type(result)]}]
  end

  defp quote_type({:type, at, :fun, [{:type, _, :any}, result]}) do
    [{:->, meta(at), [[{:..., [], nil}], quote_type(result)]}]
  end

  defp quote_type({:type, at, :range, [first, last]}), do: {:.., meta(at), [quote_type(first), quote_type(last)]}
  defp quote_type({:type, _, nil, :any}), do: []
  defp quote_type({:type, at, name, args}), do: {name, meta(at), Enum.map(args, &quote_type/1)}

  defp quote_type({:remote_type, at, [{:atom, _, :elixir}, {:atom, _, name}, args]}) do
    {name, meta(at), Enum.map(args, &quote_type/1)}
  end

  defp quote_type({:remote_type, at, [module, name, args]}) do
    {{:., meta(at), [quote_type(module), quote_type(name)]}, meta(at), Enum.map(args, &quote_type/1)}
  end

  defp quote_type({:ann_type, at, [{:var, _, name}, type]}), do: {:"::", meta(at), [{name, meta(at), nil}, quote_type(type)]}
  defp quote_type({:paren_type, _, [type]}), do: quote_type(type)
  defp quote_type({:var, at, name}), do: {name, meta(at), nil}
  defp quote_type({:op, at, op, type}), do: {op, meta(at), [quote_type(type)]}
  defp quote_type({:op, at, op, left, right}), do: {op, meta(at), [quote_type(left), quote_type(right)]}
  defp quote_type({kind, _, value}) when kind in [:atom, :integer, :char], do: value
  defp quote_type({:string, _, value}), do: value

  defp field({:type, _, :map_field_exact, [{:atom, _, key}, value]}), do: {key, quote_type(value)}
  defp field({:type, at, :map_field_exact, [key, value]}), do: {{:required, meta(at), [quote_type(key)]}, quote_type(value)}
  defp field({:type, at, :map_field_assoc, [key, value]}), do: {{:optional, meta(at), [quote_type(key)]}, quote_type(value)}

  defp keyword_types?(members), do: Enum.all?(members, &match?({:type, _, :tuple, [{:atom, _, _}, _]}, &1))
  defp keyword_pair({:type, _, :tuple, [{:atom, _, key}, value]}), do: {key, quote_type(value)}

  defp binary(at, {:integer, _, size}, {:integer, _, 0}), do: segments(at, [size])
  defp binary(at, {:integer, _, 0}, {:integer, _, unit}), do: segments(at, [{:*, meta(at), [{:_, meta(at), nil}, unit]}])

  defp binary(at, {:integer, _, size}, {:integer, _, unit}),
    do: segments(at, [size, {:*, meta(at), [{:_, meta(at), nil}, unit]}])

  defp binary(at, {:op, _, :*, {:integer, _, size}, {:integer, _, unit}}, _),
    do: segments(at, [{:*, meta(at), [size, unit]}])

  defp segments(at, specs), do: {:<<>>, meta(at), Enum.map(specs, &{:"::", meta(at), [{:_, meta(at), nil}, &1]})}
end
