defmodule :digraph do
  @moduledoc """
  Directed graphs, kept in tables: `{:digraph, vertices, edges, neighbours, cyclic?}`.

  `neighbours` holds `{{:out, vertex}, edge}` and `{{:in, vertex}, edge}`; edges that have
  no name are called `[:"$e" | number]`, vertices `[:"$v" | number]`.
  """

  @typedoc "A graph. It is changed in place, and lives as long as the process that made it."
  @opaque graph() :: {:digraph, :ets.table(), :ets.table(), :ets.table(), boolean()}

  @type vertex() :: term()

  @type edge() :: term()

  @type label() :: term()

  @type add_edge_err_rsn() :: {:bad_edge, path :: [vertex()]} | {:bad_vertex, vertex()}

  @doc """
  A graph, empty; with options it may be kept free of cycles.

      iex> :digraph.vertices(:digraph.new())
      []
  """
  @spec new() :: graph()
  def new(), do: new([])

  @spec new([:cyclic | :acyclic | :protected | :private]) :: graph()
  def new(options) do
    protection = if :lists.member(:private, options), do: :private, else: :protected
    vertices = :ets.new(:vertices, [:set, protection])
    edges = :ets.new(:edges, [:set, protection])
    neighbours = :ets.new(:neighbours, [:bag, protection])
    :ets.insert(neighbours, [{:"$vid", 0}, {:"$eid", 0}])
    {:digraph, vertices, edges, neighbours, not :lists.member(:acyclic, options)}
  end

  @doc """
  Deletes a graph and what it occupies.

      iex> :digraph.delete(:digraph.new())
      true
  """
  @spec delete(graph()) :: true
  def delete({:digraph, vertices, edges, neighbours, _}) do
    :ets.delete(vertices)
    :ets.delete(edges)
    :ets.delete(neighbours)
  end

  @doc """
  What is known of a graph: its cyclicity, the memory it takes and who may change it.

      iex> Keyword.take(:digraph.info(:digraph.new()), [:cyclicity, :protection])
      [cyclicity: :cyclic, protection: :protected]
  """
  @spec info(graph()) :: [{:cyclicity, :cyclic | :acyclic} | {:memory, non_neg_integer()} | {:protection, :protected | :private}]
  def info({:digraph, vertices, edges, neighbours, cyclic?}) do
    words = :ets.info(vertices, :memory) + :ets.info(edges, :memory) + :ets.info(neighbours, :memory)
    [cyclicity: if(cyclic?, do: :cyclic, else: :acyclic), memory: words, protection: :ets.info(vertices, :protection)]
  end

  defp fresh(neighbours, key, name) do
    [{_, number}] = :ets.lookup(neighbours, key)
    :ets.delete(neighbours, key)
    :ets.insert(neighbours, {key, number + 1})
    [name | number]
  end

  @doc """
  Adds a vertex, or changes its label.

      iex> graph = :digraph.new()
      iex> :digraph.add_vertex(graph, :a)
      :a
  """
  @spec add_vertex(graph()) :: vertex()
  def add_vertex({:digraph, _, _, neighbours, _} = graph), do: add_vertex(graph, fresh(neighbours, :"$vid", :"$v"))

  @spec add_vertex(graph(), vertex()) :: vertex()
  def add_vertex(graph, vertex), do: add_vertex(graph, vertex, [])

  @spec add_vertex(graph(), vertex(), label()) :: vertex()
  def add_vertex({:digraph, vertices, _, _, _}, vertex, label) do
    :ets.insert(vertices, {vertex, label})
    vertex
  end

  @doc """
  A vertex and its label, or `false`.

      iex> graph = :digraph.new()
      iex> :digraph.add_vertex(graph, :a, "label")
      iex> :digraph.vertex(graph, :a)
      {:a, "label"}
      iex> :digraph.vertex(graph, :b)
      false
  """
  @spec vertex(graph(), vertex()) :: {vertex(), label()} | false
  def vertex({:digraph, vertices, _, _, _}, vertex) do
    case :ets.lookup(vertices, vertex) do
      [found] -> found
      [] -> false
    end
  end

  @doc """
  The vertices.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b], do: :digraph.add_vertex(graph, vertex)
      iex> Enum.sort(:digraph.vertices(graph))
      [:a, :b]
  """
  @spec vertices(graph()) :: [vertex()]
  def vertices({:digraph, vertices, _, _, _}), do: for({vertex, _} <- :ets.tab2list(vertices), do: vertex)

  @doc """
  The number of vertices.

      iex> graph = :digraph.new()
      iex> :digraph.add_vertex(graph, :a)
      iex> :digraph.no_vertices(graph)
      1
  """
  @spec no_vertices(graph()) :: non_neg_integer()
  def no_vertices({:digraph, vertices, _, _, _}), do: :ets.info(vertices, :size)

  @doc """
  Removes a vertex and its edges.

      iex> graph = :digraph.new()
      iex> :digraph.add_vertex(graph, :a)
      iex> :digraph.del_vertex(graph, :a)
      true
  """
  @spec del_vertex(graph(), vertex()) :: true
  def del_vertex({:digraph, vertices, _, _, _} = graph, vertex) do
    del_edges(graph, edges(graph, vertex))
    :ets.delete(vertices, vertex)
    true
  end

  @doc """
  Deletes vertices with their edges.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b, :c], do: :digraph.add_vertex(graph, vertex)
      iex> :digraph.del_vertices(graph, [:a, :b])
      true
      iex> :digraph.vertices(graph)
      [:c]
  """
  @spec del_vertices(graph(), [vertex()]) :: true
  def del_vertices(graph, vertices) do
    :lists.foreach(fn vertex -> del_vertex(graph, vertex) end, vertices)
    true
  end

  @doc """
  Adds an edge between two vertices.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b], do: :digraph.add_vertex(graph, vertex)
      iex> edge = :digraph.add_edge(graph, :a, :b)
      iex> :digraph.edge(graph, edge) == {edge, :a, :b, []}
      true
      iex> :digraph.add_edge(graph, :a, :c)
      {:error, {:bad_vertex, :c}}
  """
  @spec add_edge(graph(), vertex(), vertex()) :: edge() | {:error, add_edge_err_rsn()}
  def add_edge(graph, from, to), do: add_edge(graph, from, to, [])

  @spec add_edge(graph(), vertex(), vertex(), label()) :: edge() | {:error, add_edge_err_rsn()}
  def add_edge({:digraph, _, _, neighbours, _} = graph, from, to, label),
    do: add_edge(graph, fresh(neighbours, :"$eid", :"$e"), from, to, label)

  @spec add_edge(graph(), edge(), vertex(), vertex(), label()) :: edge() | {:error, add_edge_err_rsn()}
  def add_edge({:digraph, _, edges, neighbours, cyclic?} = graph, edge, from, to, label) do
    cond do
      vertex(graph, from) == false ->
        {:error, {:bad_vertex, from}}

      vertex(graph, to) == false ->
        {:error, {:bad_vertex, to}}

      not cyclic? and path_back(graph, from, to) != false ->
        {:error, {:bad_edge, path_back(graph, from, to)}}

      true ->
        del_edge(graph, edge)
        :ets.insert(neighbours, [{{:out, from}, edge}, {{:in, to}, edge}])
        :ets.insert(edges, {edge, from, to, label})
        edge
    end
  end

  defp path_back(_graph, same, same), do: [same, same]
  defp path_back(graph, from, to), do: get_path(graph, to, from)

  @doc """
  An edge with its vertices and its label, or `false`.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b], do: :digraph.add_vertex(graph, vertex)
      iex> edge = :digraph.add_edge(graph, :a, :b, :road)
      iex> {^edge, from, to, label} = :digraph.edge(graph, edge)
      iex> {from, to, label}
      {:a, :b, :road}
  """
  @spec edge(graph(), edge()) :: {edge(), vertex(), vertex(), label()} | false
  def edge({:digraph, _, edges, _, _}, edge) do
    case :ets.lookup(edges, edge) do
      [found] -> found
      [] -> false
    end
  end

  @doc """
  The edges.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b], do: :digraph.add_vertex(graph, vertex)
      iex> edge = :digraph.add_edge(graph, :a, :b)
      iex> :digraph.edges(graph) == [edge]
      true
  """
  @spec edges(graph()) :: [edge()]
  def edges({:digraph, _, edges, _, _}), do: for({edge, _, _, _} <- :ets.tab2list(edges), do: edge)

  @doc """
  The edges that begin or end at a vertex.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b, :c], do: :digraph.add_vertex(graph, vertex)
      iex> edge = :digraph.add_edge(graph, :a, :b)
      iex> :digraph.edges(graph, :b) == [edge]
      true
      iex> :digraph.edges(graph, :c)
      []
  """
  @spec edges(graph(), vertex()) :: [edge()]
  def edges(graph, vertex), do: :lists.usort(out_edges(graph, vertex) ++ in_edges(graph, vertex))

  @doc """
  The number of edges.

      iex> :digraph.no_edges(:digraph.new())
      0
  """
  @spec no_edges(graph()) :: non_neg_integer()
  def no_edges({:digraph, _, edges, _, _}), do: :ets.info(edges, :size)

  @doc """
  Deletes an edge.

      iex> graph = :digraph.new()
      iex> :digraph.add_vertex(graph, :a)
      iex> edge = :digraph.add_edge(graph, :a, :a)
      iex> :digraph.del_edge(graph, edge)
      true
      iex> :digraph.edges(graph)
      []
  """
  @spec del_edge(graph(), edge()) :: true
  def del_edge({:digraph, _, edges, neighbours, _}, edge) do
    case :ets.lookup(edges, edge) do
      [{_, from, to, _}] ->
        :ets.delete_object(neighbours, {{:out, from}, edge})
        :ets.delete_object(neighbours, {{:in, to}, edge})
        :ets.delete(edges, edge)

      [] ->
        :ok
    end

    true
  end

  @doc """
  Deletes edges.

      iex> graph = :digraph.new()
      iex> :digraph.add_vertex(graph, :a)
      iex> edges = for _ <- 1..3, do: :digraph.add_edge(graph, :a, :a)
      iex> :digraph.del_edges(graph, edges)
      true
      iex> :digraph.no_edges(graph)
      0
  """
  @spec del_edges(graph(), [edge()]) :: true
  def del_edges(graph, edges) do
    :lists.foreach(fn edge -> del_edge(graph, edge) end, edges)
    true
  end

  @doc """
  The edges that begin at a vertex.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b], do: :digraph.add_vertex(graph, vertex)
      iex> edge = :digraph.add_edge(graph, :a, :b)
      iex> {:digraph.out_edges(graph, :a) == [edge], :digraph.out_edges(graph, :b)}
      {true, []}
  """
  @spec out_edges(graph(), vertex()) :: [edge()]
  def out_edges({:digraph, _, _, neighbours, _}, vertex), do: for({_, edge} <- :ets.lookup(neighbours, {:out, vertex}), do: edge)

  @doc """
  The edges that end at a vertex.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b], do: :digraph.add_vertex(graph, vertex)
      iex> edge = :digraph.add_edge(graph, :a, :b)
      iex> {:digraph.in_edges(graph, :a), :digraph.in_edges(graph, :b) == [edge]}
      {[], true}
  """
  @spec in_edges(graph(), vertex()) :: [edge()]
  def in_edges({:digraph, _, _, neighbours, _}, vertex), do: for({_, edge} <- :ets.lookup(neighbours, {:in, vertex}), do: edge)

  @doc """
  The number of edges from a vertex.

      iex> graph = :digraph.new()
      iex> :digraph.add_vertex(graph, :a)
      iex> :digraph.out_degree(graph, :a)
      0
  """
  @spec out_degree(graph(), vertex()) :: non_neg_integer()
  def out_degree(graph, vertex), do: length(out_edges(graph, vertex))

  @doc """
  The number of edges to a vertex.

      iex> graph = :digraph.new()
      iex> :digraph.add_vertex(graph, :a)
      iex> :digraph.in_degree(graph, :a)
      0
  """
  @spec in_degree(graph(), vertex()) :: non_neg_integer()
  def in_degree(graph, vertex), do: length(in_edges(graph, vertex))

  @doc """
  The vertices that edges go to from one.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b], do: :digraph.add_vertex(graph, vertex)
      iex> :digraph.add_edge(graph, :a, :b)
      iex> {:digraph.out_neighbours(graph, :a), :digraph.out_neighbours(graph, :b)}
      {[:b], []}
  """
  @spec out_neighbours(graph(), vertex()) :: [vertex()]
  def out_neighbours(graph, vertex), do: for(edge <- out_edges(graph, vertex), do: :erlang.element(3, edge(graph, edge)))

  @doc """
  The vertices that edges come from to one.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b], do: :digraph.add_vertex(graph, vertex)
      iex> :digraph.add_edge(graph, :a, :b)
      iex> {:digraph.in_neighbours(graph, :a), :digraph.in_neighbours(graph, :b)}
      {[], [:a]}
  """
  @spec in_neighbours(graph(), vertex()) :: [vertex()]
  def in_neighbours(graph, vertex), do: for(edge <- in_edges(graph, vertex), do: :erlang.element(2, edge(graph, edge)))

  @doc """
  A path between two vertices, or `false`.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b, :c], do: :digraph.add_vertex(graph, vertex)
      iex> for {from, to} <- [a: :b, b: :c], do: :digraph.add_edge(graph, from, to)
      iex> :digraph.get_path(graph, :a, :c)
      [:a, :b, :c]
      iex> :digraph.get_path(graph, :c, :a)
      false
  """
  @spec get_path(graph(), vertex(), vertex()) :: [vertex(), ...] | false
  def get_path(graph, from, to), do: deep(out_neighbours(graph, from), graph, to, %{}, [from])

  # The first path that going into the depth finds.
  defp deep([to | _], _graph, to, _seen, path), do: :lists.reverse(path, [to])

  defp deep([vertex | rest], graph, to, seen, path) do
    if is_map_key(seen, vertex) do
      deep(rest, graph, to, seen, path)
    else
      seen = :maps.put(vertex, true, seen)

      case deep(out_neighbours(graph, vertex), graph, to, seen, [vertex | path]) do
        false -> deep(rest, graph, to, :maps.merge(seen, reached(graph, [vertex], seen)), path)
        found -> found
      end
    end
  end

  defp deep([], _graph, _to, _seen, _path), do: false

  defp reached(graph, [vertex | rest], seen) do
    new = for next <- out_neighbours(graph, vertex), not is_map_key(seen, next), do: next
    reached(graph, new ++ rest, :lists.foldl(fn next, acc -> :maps.put(next, true, acc) end, seen, new))
  end

  defp reached(_graph, [], seen), do: seen

  @doc """
  A path from a vertex back to it, or `false`.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b], do: :digraph.add_vertex(graph, vertex)
      iex> for {from, to} <- [a: :b, b: :a], do: :digraph.add_edge(graph, from, to)
      iex> :digraph.get_cycle(graph, :a)
      [:a, :b, :a]
  """
  @spec get_cycle(graph(), vertex()) :: [vertex(), ...] | false
  def get_cycle(graph, vertex) do
    case get_short_cycle(graph, vertex) do
      [vertex, vertex] -> [vertex]
      other -> other
    end
  end

  @doc """
  A shortest cycle through a vertex, or `false`.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b], do: :digraph.add_vertex(graph, vertex)
      iex> for {from, to} <- [a: :b, b: :a], do: :digraph.add_edge(graph, from, to)
      iex> :digraph.get_short_cycle(graph, :a)
      [:a, :b, :a]
  """
  @spec get_short_cycle(graph(), vertex()) :: [vertex(), ...] | false
  def get_short_cycle(graph, vertex), do: get_short_path(graph, vertex, vertex)

  @doc """
  A shortest path, or `false`.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b, :c], do: :digraph.add_vertex(graph, vertex)
      iex> for {from, to} <- [a: :b, b: :c, a: :c], do: :digraph.add_edge(graph, from, to)
      iex> :digraph.get_short_path(graph, :a, :c)
      [:a, :c]
  """
  @spec get_short_path(graph(), vertex(), vertex()) :: [vertex(), ...] | false
  def get_short_path(graph, from, to), do: wide([{from, [from]}], [], graph, to, %{})

  defp wide([{vertex, path} | rest], later, graph, to, seen) do
    next = for neighbour <- out_neighbours(graph, vertex), not is_map_key(seen, neighbour), do: neighbour

    if :lists.member(to, next) do
      :lists.reverse(path, [to])
    else
      seen = :lists.foldl(fn neighbour, acc -> :maps.put(neighbour, true, acc) end, seen, next)
      wide(rest, :lists.foldl(fn neighbour, acc -> [{neighbour, [neighbour | path]} | acc] end, later, next), graph, to, seen)
    end
  end

  defp wide([], [], _graph, _to, _seen), do: false
  defp wide([], later, graph, to, seen), do: wide(:lists.reverse(later), [], graph, to, seen)

  @doc """
  Deletes edges until there is no path from one vertex to another.

      iex> graph = :digraph.new()
      iex> for vertex <- [:a, :b, :c], do: :digraph.add_vertex(graph, vertex)
      iex> for {from, to} <- [a: :b, b: :c], do: :digraph.add_edge(graph, from, to)
      iex> :digraph.del_path(graph, :a, :c)
      true
      iex> :digraph.get_path(graph, :a, :c)
      false
  """
  @spec del_path(graph(), vertex(), vertex()) :: true
  def del_path(graph, from, to) do
    case get_short_path(graph, from, to) do
      false ->
        true

      path ->
        del_steps(graph, path)
        del_path(graph, from, to)
    end
  end

  defp del_steps(graph, [from, to | rest]) do
    for edge <- out_edges(graph, from), match?({_, ^from, ^to, _}, edge(graph, edge)), do: del_edge(graph, edge)
    del_steps(graph, [to | rest])
  end

  defp del_steps(_graph, _path), do: true
end
