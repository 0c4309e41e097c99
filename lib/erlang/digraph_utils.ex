defmodule :digraph_utils do
  @moduledoc """
  Algorithms on directed graphs.
  """

  @doc """
  The vertices in an order in which edges point forwards, or `false`.

      iex> graph = :digraph.new()
      iex> for vertex <- [:c, :a, :b], do: :digraph.add_vertex(graph, vertex)
      iex> for {from, to} <- [a: :b, b: :c], do: :digraph.add_edge(graph, from, to)
      iex> :digraph_utils.topsort(graph)
      [:a, :b, :c]
  """
  @spec topsort(:digraph.graph()) :: [:digraph.vertex()] | false
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

  @doc """
  True when no path leads back to where it began.

      iex> graph = :digraph.new()
      iex> :digraph.add_vertex(graph, :a)
      iex> :digraph_utils.is_acyclic(graph)
      true
  """
  @spec is_acyclic(:digraph.graph()) :: boolean()
  def is_acyclic(graph), do: topsort(graph) != false

  @doc """
  The vertices in the order in which a walk along the edges comes to them.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b, :c], do: :digraph.add_vertex(graph, vertex)
      iex> for {from, to} <- [a: :b, b: :c], do: :digraph.add_edge(graph, from, to)
      iex> :digraph_utils.preorder(graph) |> Enum.sort()
      [:a, :b, :c]
  """
  @spec preorder(:digraph.graph()) :: [:digraph.vertex()]
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

  @doc """
  The vertices in the order in which a walk along the edges leaves them.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b, :c], do: :digraph.add_vertex(graph, vertex)
      iex> for {from, to} <- [a: :b, b: :c], do: :digraph.add_edge(graph, from, to)
      iex> :digraph_utils.postorder(graph)
      [:c, :b, :a]
  """
  @spec postorder(:digraph.graph()) :: [:digraph.vertex()]
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

  @doc """
  The vertices that paths lead to from some.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b, :c], do: :digraph.add_vertex(graph, vertex)
      iex> :digraph.add_edge(graph, :a, :b)
      iex> Enum.sort(:digraph_utils.reachable([:a], graph))
      [:a, :b]
  """
  @spec reachable([:digraph.vertex()], :digraph.graph()) :: [:digraph.vertex()]
  def reachable(vertices, graph), do: closure(vertices, %{}, fn vertex -> :digraph.out_neighbours(graph, vertex) end)

  @doc """
  The vertices that a path of one edge or more leads to from some of the vertices.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b, :c], do: :digraph.add_vertex(graph, vertex)
      iex> for {from, to} <- [a: :b, b: :c], do: :digraph.add_edge(graph, from, to)
      iex> Enum.sort(:digraph_utils.reachable_neighbours([:a], graph))
      [:b, :c]
  """
  @spec reachable_neighbours([:digraph.vertex()], :digraph.graph()) :: [:digraph.vertex()]
  def reachable_neighbours(vertices, graph), do: closure(:lists.flatmap(&:digraph.out_neighbours(graph, &1), vertices), %{}, &:digraph.out_neighbours(graph, &1))

  @doc """
  The vertices from which paths lead to some.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b, :c], do: :digraph.add_vertex(graph, vertex)
      iex> :digraph.add_edge(graph, :a, :b)
      iex> Enum.sort(:digraph_utils.reaching([:b], graph))
      [:a, :b]
  """
  @spec reaching([:digraph.vertex()], :digraph.graph()) :: [:digraph.vertex()]
  def reaching(vertices, graph), do: closure(vertices, %{}, fn vertex -> :digraph.in_neighbours(graph, vertex) end)

  @doc """
  The vertices from which a path of one edge or more leads to some of the vertices.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b, :c], do: :digraph.add_vertex(graph, vertex)
      iex> for {from, to} <- [a: :b, b: :c], do: :digraph.add_edge(graph, from, to)
      iex> Enum.sort(:digraph_utils.reaching_neighbours([:c], graph))
      [:a, :b]
  """
  @spec reaching_neighbours([:digraph.vertex()], :digraph.graph()) :: [:digraph.vertex()]
  def reaching_neighbours(vertices, graph), do: closure(:lists.flatmap(&:digraph.in_neighbours(graph, &1), vertices), %{}, &:digraph.in_neighbours(graph, &1))

  defp closure([vertex | rest], seen, next) do
    if is_map_key(seen, vertex), do: closure(rest, seen, next), else: closure(next.(vertex) ++ rest, :maps.put(vertex, true, seen), next)
  end

  defp closure([], seen, _next), do: :maps.keys(seen)

  @doc """
  The sets of vertices that are connected, whatever the directions.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b, :c], do: :digraph.add_vertex(graph, vertex)
      iex> :digraph.add_edge(graph, :a, :b)
      iex> :digraph_utils.components(graph) |> Enum.map(&Enum.sort/1) |> Enum.sort()
      [[:a, :b], [:c]]
  """
  @spec components(:digraph.graph()) :: [[:digraph.vertex()]]
  def components(graph), do: partition(:digraph.vertices(graph), graph, fn vertex -> :digraph.out_neighbours(graph, vertex) ++ :digraph.in_neighbours(graph, vertex) end)

  defp partition([vertex | rest], graph, next) do
    component = closure([vertex], %{}, next)
    [component | partition(rest -- component, graph, next)]
  end

  defp partition([], _graph, _next), do: []

  @doc """
  The sets of vertices each of which leads to all others.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b, :c], do: :digraph.add_vertex(graph, vertex)
      iex> for {from, to} <- [a: :b, b: :a, b: :c], do: :digraph.add_edge(graph, from, to)
      iex> :digraph_utils.strong_components(graph) |> Enum.map(&Enum.sort/1) |> Enum.sort()
      [[:a, :b], [:c]]
  """
  @spec strong_components(:digraph.graph()) :: [[:digraph.vertex()]]
  def strong_components(graph), do: strong(:digraph.vertices(graph), graph)

  defp strong([vertex | rest], graph) do
    back = reaching([vertex], graph)
    component = for found <- reachable([vertex], graph), :lists.member(found, back), do: found
    [component | strong(rest -- component, graph)]
  end

  defp strong([], _graph), do: []

  @doc """
  The strong components with a cycle.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b, :c], do: :digraph.add_vertex(graph, vertex)
      iex> for {from, to} <- [a: :b, b: :a, b: :c], do: :digraph.add_edge(graph, from, to)
      iex> :digraph_utils.cyclic_strong_components(graph) |> Enum.map(&Enum.sort/1)
      [[:a, :b]]
  """
  @spec cyclic_strong_components(:digraph.graph()) :: [[:digraph.vertex()]]
  def cyclic_strong_components(graph) do
    for component <- strong_components(graph), length(component) > 1 or loop?(hd(component), graph), do: component
  end

  @doc """
  The vertices with an edge to themselves.

      iex> graph = :digraph.new()
      iex> :digraph.add_vertex(graph, :a)
      iex> :digraph.add_edge(graph, :a, :a)
      iex> :digraph_utils.loop_vertices(graph)
      [:a]
  """
  @spec loop_vertices(:digraph.graph()) :: [:digraph.vertex()]
  def loop_vertices(graph), do: for(vertex <- :digraph.vertices(graph), loop?(vertex, graph), do: vertex)

  defp loop?(vertex, graph), do: :lists.member(vertex, :digraph.out_neighbours(graph, vertex))

  @doc """
  True for graphs that are connected, without a cycle whatever the directions.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b], do: :digraph.add_vertex(graph, vertex)
      iex> :digraph.add_edge(graph, :a, :b)
      iex> :digraph_utils.is_tree(graph)
      true
  """
  @spec is_tree(:digraph.graph()) :: boolean()
  def is_tree(graph), do: :digraph.no_edges(graph) == :digraph.no_vertices(graph) - 1 and length(components(graph)) == 1
end
