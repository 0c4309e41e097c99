defmodule Heap do
  @moduledoc "A pairing heap."
  defstruct root: nil, size: 0, compare: &Kernel.<=/2
  def new(compare \\ &<=/2), do: %Heap{compare: compare}
  def push(%Heap{} = h, x), do: %{h | root: merge(h.root, {x, []}, h.compare), size: h.size + 1}
  def pop(%Heap{root: nil}), do: :empty
  def pop(%Heap{root: {x, children}} = h), do: {x, %{h | root: pair(children, h.compare), size: h.size - 1}}
  defp merge(nil, b, _), do: b
  defp merge(a, nil, _), do: a
  defp merge({x, xs} = a, {y, ys} = b, compare), do: if(compare.(x, y), do: {x, [b | xs]}, else: {y, [a | ys]})
  defp pair([], _), do: nil
  defp pair([a], _), do: a
  defp pair([a, b | rest], compare), do: a |> merge(b, compare) |> merge(pair(rest, compare), compare)

  defimpl Enumerable do
    def count(h), do: {:ok, h.size}
    def member?(_, _), do: {:error, __MODULE__}
    def slice(_), do: {:error, __MODULE__}

    def reduce(heap, acc, fun) do
      Enumerable.List.reduce(Stream.unfold(heap, fn h -> with(:empty <- Heap.pop(h), do: nil) end) |> Enum.to_list(), acc, fun)
    end
  end

  defimpl Collectable do
    def into(heap) do
      {heap,
       fn
         heap, {:cont, x} -> Heap.push(heap, x)
         heap, :done -> heap
         _, :halt -> :ok
       end}
    end
  end

  defimpl Inspect do
    import Inspect.Algebra
    def inspect(heap, opts), do: concat(["#Heap<", to_doc(Enum.to_list(heap), opts), ">"])
  end
end

heap = Enum.into([5, 3, 8, 1, 9, 2], Heap.new())
IO.inspect(heap)
IO.inspect(Enum.into(["pear", "fig", "banana"], Heap.new(&(byte_size(&1) <= byte_size(&2)))))
IO.inspect(%{heap: heap, list: [heap]})
IO.inspect({Enum.take(heap, 2), Enum.count(heap), 8 in heap})

defmodule Graph do
  def dijkstra(graph, from) do
    walk([{0, from, nil}] |> Enum.into(Heap.new()), graph, %{})
  end

  defp walk(heap, graph, done) do
    case Heap.pop(heap) do
      :empty ->
        done

      {{_, node, _}, heap} when is_map_key(done, node) ->
        walk(heap, graph, done)

      {{cost, node, via}, heap} ->
        graph |> Map.get(node, %{}) |> Enum.reduce(heap, fn {next, weight}, heap -> Heap.push(heap, {cost + weight, next, node}) end) |> walk(graph, Map.put(done, node, {cost, via}))
    end
  end

  def path(done, node) when is_map_key(done, node), do: node |> Stream.unfold(fn nil -> nil; n -> {n, elem(done[n], 1)} end) |> Enum.reverse()
  def path(_, _), do: nil

  def topological(graph) do
    Enum.reduce(Enum.sort(Map.keys(graph)), {[], %{}}, &visit(&1, &2, graph)) |> elem(0)
  catch
    {:cycle, node} -> {:error, node}
  end

  defp visit(node, {_, marks} = acc, graph) do
    case marks do
      %{^node => :done} -> acc
      %{^node => :open} -> throw({:cycle, node})
      %{} ->
        {order, marks} = Enum.reduce(Map.get(graph, node, []), put_elem(acc, 1, Map.put(marks, node, :open)), &visit(&1, &2, graph))
        {[node | order], Map.put(marks, node, :done)}
    end
  end
end

graph = %{a: %{b: 7, c: 9, f: 14}, b: %{c: 10, d: 15}, c: %{d: 11, f: 2}, d: %{e: 6}, f: %{e: 9}}
done = Graph.dijkstra(graph, :a)
IO.inspect(done)
IO.inspect({Graph.path(done, :e), Graph.path(done, :zzz)})
IO.inspect(Graph.topological(%{shoes: [:socks, :trousers], socks: [], trousers: [:pants], pants: [], belt: [:trousers]}))
IO.inspect(Graph.topological(%{a: [:b], b: [:a]}))

defmodule Trie do
  defstruct children: %{}, word?: false
  def new(words), do: Enum.reduce(words, %Trie{}, &insert(&2, &1))
  def insert(trie, ""), do: %{trie | word?: true}
  def insert(trie, <<c::utf8, rest::binary>>), do: update_in(trie.children[c], &insert(&1 || %Trie{}, rest))

  def complete(trie, prefix) do
    prefix
    |> String.to_charlist()
    |> Enum.reduce_while(trie, fn c, trie -> if next = trie.children[c], do: {:cont, next}, else: {:halt, nil} end)
    |> case do
      nil -> []
      trie -> words(trie, prefix)
    end
  end

  defp words(trie, prefix), do: if(trie.word?, do: [prefix], else: []) ++ for({c, child} <- Enum.sort(trie.children), word <- words(child, prefix <> <<c::utf8>>), do: word)
end

trie = Trie.new(~w(car card care cat dog do élan été))
IO.inspect(for p <- ["ca", "car", "d", "é", "x", ""], do: Trie.complete(trie, p))

defmodule Matrix do
  def transpose(m), do: Enum.zip_with(m, & &1)
  def multiply(a, b), do: for(row <- a, do: for(column <- transpose(b), do: Enum.zip_with(row, column, &*/2) |> Enum.sum()))
  def identity(n), do: for(i <- 1..n, do: for(j <- 1..n, do: if(i == j, do: 1, else: 0)))
  def power(_m, 0, n), do: identity(n)
  def power(m, k, n) when rem(k, 2) == 0, do: m |> multiply(m) |> power(div(k, 2), n)
  def power(m, k, n), do: multiply(m, power(m, k - 1, n))
  def determinant([[x]]), do: x
  def determinant([first | rest]), do: first |> Enum.with_index() |> Enum.reduce(0, fn {x, i}, acc -> acc + (-1) ** i * x * determinant(Enum.map(rest, &List.delete_at(&1, i))) end)
end

IO.inspect(Matrix.power([[1, 1], [1, 0]], 300, 2) |> hd() |> tl())
IO.inspect(Matrix.multiply([[1, 2, 3]], [[1], [2], [3]]))
IO.inspect(Matrix.determinant([[2, 0, 1], [1, 3, 2], [1, 1, 4]]))

defmodule Text do
  def wrap(text, width) do
    text
    |> String.split()
    |> Enum.chunk_while([], fn word, line ->
      candidate = line ++ [word]
      if line != [] and candidate |> Enum.join(" ") |> String.length() > width, do: {:cont, Enum.join(line, " "), [word]}, else: {:cont, candidate}
    end, &{:cont, Enum.join(&1, " "), []})
  end

  def justify(line, width) do
    case String.split(line) do
      [word] -> word
      words ->
        gaps = length(words) - 1
        spaces = width - (words |> Enum.map(&String.length/1) |> Enum.sum())
        words |> Enum.with_index() |> Enum.map_join(fn {word, ^gaps} -> word; {word, i} -> word <> String.duplicate(" ", div(spaces, gaps) + if(i < rem(spaces, gaps), do: 1, else: 0)) end)
    end
  end

  def csv(text) do
    text |> String.split(~r/\r?\n/, trim: true) |> Enum.map(fn line ->
      ~r/"((?:[^"]|"")*)"|([^,]*)(?:,|$)/ |> Regex.scan(line <> ",") |> Enum.flat_map(fn [_, quoted] -> [String.replace(quoted, ~s(""), ~s("))]; [_, "", plain] -> [plain]; _ -> [] end)
    end)
  end

  def roman(0), do: ""
  for {value, numeral} <- [{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}] do
    def roman(n) when n >= unquote(value), do: unquote(numeral) <> roman(n - unquote(value))
  end
end

lines = Text.wrap("The quick brown fox jumps over the lazy dog and runs away from the très grande forêt", 20)
Enum.each(lines, &IO.puts("|" <> String.pad_trailing(&1, 20) <> "|" <> String.pad_leading(Text.justify(&1, 20), 20) <> "|"))
IO.inspect(Text.csv("a,b,c\n1,\"x, \"\"y\"\"\",3\r\n,,"))
IO.inspect(Enum.map([1994, 2024, 49, 3999], &Text.roman/1))

defmodule Knapsack do
  def best(items, capacity) do
    items
    |> Enum.reduce(%{0 => {0, []}}, fn {name, weight, value}, table ->
      Enum.reduce(table, table, fn {w, {v, names}}, acc ->
        if w + weight <= capacity, do: Map.update(acc, w + weight, {v + value, [name | names]}, &max(&1, {v + value, [name | names]})), else: acc
      end)
    end)
    |> Enum.max_by(fn {_, {v, _}} -> v end)
  end
end

IO.inspect(Knapsack.best([{:map, 9, 150}, {:compass, 13, 35}, {:water, 153, 200}, {:sandwich, 50, 160}, {:glucose, 15, 60}, {:tin, 68, 45}, {:banana, 27, 60}], 100))

for y <- -4..4 do
  for x <- -16..6, into: "" do
    {cr, ci} = {x / 8, y / 4}
    Enum.reduce_while(1..60, {0.0, 0.0}, fn n, {zr, zi} ->
      if zr * zr + zi * zi > 4, do: {:halt, n}, else: {:cont, {zr * zr - zi * zi + cr, 2 * zr * zi + ci}}
    end)
    |> case do
      n when is_integer(n) -> String.at(" .:-=+*", rem(n, 7))
      _ -> "#"
    end
  end
  |> IO.puts()
end
