defmodule :digraph_utils do
  @moduledoc """
  Algorithms on directed graphs.
  """

  @doc "The vertices in an order in which edges point forwards, or `false`."
  def topsort(graph) do
    order = :lists.reverse(postorder(graph))
    positions = :maps.from_list(:lists.zip(order, :lists.seq(1, length(order))))

    forward? =
      :lists.all(
        fn edge ->
          {_, from, to, _} = :digraph.edge(graph, edge)
          :maps.get(from, positions) < :maps.get(to, positions)
        end,
        :digraph.edges(graph)
      )

    if forward?, do: order, else: false
  end

  def is_acyclic(graph), do: topsort(graph) != false

  def preorder(graph) do
    {order, _} = :lists.foldl(fn vertex, {acc, seen} -> pre(vertex, graph, acc, seen) end, {[], %{}}, :digraph.vertices(graph))
    :lists.reverse(order)
  end

  defp pre(vertex, graph, acc, seen) do
    if is_map_key(seen, vertex) do
      {acc, seen}
    else
      :lists.foldl(fn next, {acc, seen} -> pre(next, graph, acc, seen) end, {[vertex | acc], :maps.put(vertex, true, seen)}, :digraph.out_neighbours(graph, vertex))
    end
  end

  def postorder(graph) do
    {order, _} = :lists.foldl(fn vertex, {acc, seen} -> post(vertex, graph, acc, seen) end, {[], %{}}, :digraph.vertices(graph))
    :lists.reverse(order)
  end

  defp post(vertex, graph, acc, seen) do
    if is_map_key(seen, vertex) do
      {acc, seen}
    else
      {acc, seen} =
        :lists.foldl(fn next, {acc, seen} -> post(next, graph, acc, seen) end, {acc, :maps.put(vertex, true, seen)}, :digraph.out_neighbours(graph, vertex))

      {[vertex | acc], seen}
    end
  end

  def reachable(vertices, graph), do: closure(vertices, %{}, fn vertex -> :digraph.out_neighbours(graph, vertex) end)
  def reachable_neighbours(vertices, graph), do: closure(:lists.flatmap(&:digraph.out_neighbours(graph, &1), vertices), %{}, &:digraph.out_neighbours(graph, &1))
  def reaching(vertices, graph), do: closure(vertices, %{}, fn vertex -> :digraph.in_neighbours(graph, vertex) end)
  def reaching_neighbours(vertices, graph), do: closure(:lists.flatmap(&:digraph.in_neighbours(graph, &1), vertices), %{}, &:digraph.in_neighbours(graph, &1))

  defp closure([vertex | rest], seen, next) do
    if is_map_key(seen, vertex), do: closure(rest, seen, next), else: closure(next.(vertex) ++ rest, :maps.put(vertex, true, seen), next)
  end

  defp closure([], seen, _next), do: :maps.keys(seen)

  def components(graph), do: partition(:digraph.vertices(graph), graph, fn vertex -> :digraph.out_neighbours(graph, vertex) ++ :digraph.in_neighbours(graph, vertex) end)

  defp partition([vertex | rest], graph, next) do
    component = closure([vertex], %{}, next)
    [component | partition(rest -- component, graph, next)]
  end

  defp partition([], _graph, _next), do: []

  def strong_components(graph), do: strong(:digraph.vertices(graph), graph)

  defp strong([vertex | rest], graph) do
    back = reaching([vertex], graph)
    component = for found <- reachable([vertex], graph), :lists.member(found, back), do: found
    [component | strong(rest -- component, graph)]
  end

  defp strong([], _graph), do: []

  def cyclic_strong_components(graph) do
    for component <- strong_components(graph), length(component) > 1 or loop?(hd(component), graph), do: component
  end

  def loop_vertices(graph), do: for(vertex <- :digraph.vertices(graph), loop?(vertex, graph), do: vertex)

  defp loop?(vertex, graph), do: :lists.member(vertex, :digraph.out_neighbours(graph, vertex))

  def is_tree(graph), do: :digraph.no_edges(graph) == :digraph.no_vertices(graph) - 1 and length(components(graph)) == 1
end
