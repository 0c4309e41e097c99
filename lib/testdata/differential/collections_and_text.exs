# Functions of the library on many inputs, made by a generator of our own. Run on joist and on a
# real Elixir, the output must be the same. What differs between Elixir 1.14 and 1.18, such as the text of
# charlists, is left out.
defmodule G do
  def next(s), do: rem(s * 1103515245 + 12345, 2147483648)
  def int(s, lo, hi), do: {lo + rem(div(s, 65536), hi - lo + 1), next(s)}
  def list(s, max \\ 8) do
    {n, s} = int(s, 0, max)
    if n == 0, do: {[], s}, else: Enum.map_reduce(1..n, s, fn _, s -> int(s, -5, 9) end)
  end
  def str(s) do
    {n, s} = int(s, 0, 9)
    {cs, s} = if n == 0, do: {[], s}, else: Enum.map_reduce(1..n, s, fn _, s -> {i, s} = int(s, 0, 15); {Enum.at(["a","b","c"," ","é","A","-","\n","e\u0301","日","x",",","1","0","ß","_"], i), s} end)
    {Enum.join(cs), s}
  end
  def kw(s) do
    {l, s} = list(s, 6)
    Enum.map_reduce(l, s, fn v, s -> {i, s} = int(s, 0, 3); {{Enum.at([:a,:b,:c,:d], i), v}, s} end)
  end
end
try_it = fn f -> try do f.() rescue e -> {:error, e.__struct__} catch k, v -> {k, v} end end
even = fn x -> is_integer(x) and rem(x, 2) == 0 end
fs = [
  chunk_every: fn l, a, b, _ -> Enum.chunk_every(l, abs(a) + 1, abs(b) + 1) end,
  chunk_every_d: fn l, a, b, _ -> Enum.chunk_every(l, abs(a) + 1, abs(b) + 1, :discard) end,
  chunk_every_l: fn l, a, b, m -> Enum.chunk_every(l, abs(a) + 1, abs(b) + 1, m) end,
  schunk: fn l, a, b, m -> Stream.chunk_every(l, abs(a) + 1, abs(b) + 1, m) |> Enum.to_list end,
  slice1: fn l, a, b, _ -> Enum.slice(l, a, abs(b)) end,
  slice2: fn l, a, b, _ -> Enum.slice(l, a..b//1) end,
  slice3: fn l, a, b, _ -> Enum.slice(l, a..b//2) end,
  slice4: fn l, a, b, _ -> Enum.slice(MapSet.new(l) |> Enum.sort, a..b//3) end,
  slice5: fn _, a, b, _ -> Enum.slice(1..7, a..b//2) end,
  slice6: fn l, a, b, _ -> Enum.slice(Stream.map(l, & &1), a..b//2) end,

  take: fn l, a, _, _ -> {Enum.take(l, a), Enum.drop(l, a), Enum.split(l, a), Enum.take(Stream.map(l, & &1), a), Enum.drop(Stream.map(l, & &1), a)} end,
  stake: fn l, a, _, _ -> {Stream.take(l, a) |> Enum.to_list, Stream.drop(l, a) |> Enum.to_list} end,
  every: fn l, a, _, _ -> {Enum.take_every(l, abs(a)), Enum.drop_every(l, abs(a)), Enum.map_every(l, abs(a), & &1 * 2)} end,
  severy: fn l, a, _, _ -> {Stream.take_every(l, abs(a)) |> Enum.to_list, Stream.drop_every(l, abs(a)) |> Enum.to_list, Stream.map_every(l, abs(a), & &1 * 2) |> Enum.to_list} end,
  at: fn l, a, _, _ -> {Enum.at(l, a), Enum.fetch(l, a), List.delete_at(l, a), List.pop_at(l, a), List.insert_at(l, a, :x), List.replace_at(l, a, :y), List.update_at(l, a, & &1 + 1)} end,
  rev_slice: fn l, a, b, _ -> Enum.reverse_slice(l, abs(a), abs(b)) end,
  dedup: fn l, _, _, _ -> {Enum.dedup(l), Enum.uniq(l), Enum.dedup_by(l, &rem(&1, 3)), Enum.uniq_by(l, &rem(&1, 3)), Enum.chunk_by(l, &rem(&1, 2))} end,
  sorts: fn l, _, _, _ -> {Enum.sort(l), Enum.sort(l, :desc), Enum.sort_by(l, &abs/1), Enum.sort_by(l, &abs/1, :desc), Enum.sort(l, &(abs(&1) <= abs(&2)))} end,
  minmax: fn l, _, _, _ -> {Enum.min(l, fn -> nil end), Enum.max(l, fn -> nil end), Enum.min_max(l, fn -> nil end), Enum.min_by(l, &abs/1, fn -> nil end), Enum.max_by(l, &abs/1, fn -> nil end), Enum.min_max_by(l, &abs/1, fn -> nil end)} end,
  agg: fn l, _, _, _ -> {Enum.sum(l), Enum.product(l), Enum.count(l, even), Enum.frequencies(l) |> Enum.sort, Enum.group_by(l, &rem(&1, 3)) |> Enum.sort} end,
  finds: fn l, a, _, _ -> {Enum.find(l, &(&1 > a)), Enum.find_index(l, &(&1 > a)), Enum.find_value(l, &(&1 > a && &1 * 2)), Enum.any?(l, even), Enum.all?(l, even), Enum.member?(l, a)} end,
  scans: fn l, a, _, _ -> {Enum.scan(l, &+/2), Enum.scan(l, a, &+/2), Stream.scan(l, &+/2) |> Enum.to_list, Enum.map_reduce(l, a, &{&1 + &2, &2 + 1}), Enum.reduce_while(l, 0, fn x, acc -> if x == a, do: {:halt, acc}, else: {:cont, acc + x} end)} end,
  zips: fn l, _, _, m -> {Enum.zip(l, m), Enum.zip([l, m, l]), Enum.zip_with(l, m, &+/2), Enum.zip(l, Stream.cycle([1,2])), Enum.zip_reduce([l, m], 0, fn [a, b], acc -> a * b + acc end), Stream.zip(l, m) |> Enum.to_list, Enum.unzip(Enum.zip(l, m))} end,
  myers: fn l, _, _, m -> List.myers_difference(l, m) end,
  lists: fn l, a, _, m -> {l -- m, List.delete(l, a), List.starts_with?(l, m), Enum.intersperse(l, a), Enum.with_index(l, a), Enum.join(l, "-"), List.foldr(l, [], &[&1 | &2])} end,
  maps: fn l, a, b, m -> mm = Map.new(Enum.zip(l, m)); {Map.get(mm, a), Map.pop(mm, a), Map.update(mm, a, 0, & &1 + b), Map.split(mm, m), Map.take(mm, l), Map.drop(mm, m), Map.merge(mm, %{a => b}, fn _, x, y -> x + y end)} end,
  ranges: fn _, a, b, l -> s = Enum.at(l, 0, 1); s = if s == 0, do: 1, else: s; r = a..b//s; {Enum.to_list(r), Enum.count(r), Enum.sum(r), Range.size(r), 3 in r, Enum.reverse(r), Enum.at(r, 1), Enum.take(r, 2), Range.shift(r, 2)} end,
  ints: fn _, a, b, _ -> {try_it.(fn -> Integer.mod(a, b) end), try_it.(fn -> Integer.floor_div(a, b) end), Integer.gcd(a, b), Integer.extended_gcd(a, b), Integer.digits(a * 37), Integer.to_string(a * 100, 16), try_it.(fn -> Integer.pow(a, b) end)} end,
  streams: fn l, a, _, m -> {Stream.flat_map(l, &[&1, &1]) |> Enum.take(3), Stream.concat(l, m) |> Enum.take(5), Stream.transform(l, 0, fn x, acc -> if acc > 3, do: {:halt, acc}, else: {[x, acc], acc + 1} end) |> Enum.to_list, Stream.dedup(l) |> Enum.to_list, Stream.take_while(l, &(&1 < a)) |> Enum.to_list, Stream.drop_while(l, &(&1 < a)) |> Enum.to_list, Stream.intersperse(l, :i) |> Enum.to_list, Stream.zip(Stream.take(l, 2), Stream.concat([m, l])) |> Enum.to_list, Stream.chunk_by(l, even) |> Enum.to_list, Stream.with_index(l) |> Stream.filter(fn {x, _} -> even.(x) end) |> Enum.to_list} end
]
sfs = [
  split: fn s, p, _, _ -> {String.split(s), String.split(s, p), String.split(s, p, trim: true), String.split(s, p, parts: 2), String.split(s, [p, "a"], parts: 3, trim: true), String.split(s, "")} end,
  slice: fn s, _, a, b -> {String.slice(s, a, abs(b)), String.slice(s, a..b//1), String.at(s, a), String.split_at(s, a), String.slice(s, a..b//2), String.first(s), String.last(s)} end,
  pads: fn s, p, a, _ -> {try_it.(fn -> String.pad_leading(s, abs(a) + 5, p) end), try_it.(fn -> String.pad_trailing(s, abs(a) + 5, p) end), String.duplicate(s, abs(a))} end,
  repl: fn s, p, _, _ -> {String.replace(s, p, "<>"), String.replace(s, p, "", global: false), try_it.(fn -> String.replace_leading(s, p, "L") end), try_it.(fn -> String.replace_trailing(s, p, "T") end), String.replace_prefix(s, p, "P"), String.replace_suffix(s, p, "S"), try_it.(fn -> String.trim(s, p) end)} end,
  casing: fn s, _, _, _ -> {String.upcase(s), String.downcase(s), String.capitalize(s), String.upcase(s, :ascii), String.reverse(s), String.length(s), String.graphemes(s), String.codepoints(s), String.trim(s), String.trim_leading(s), String.trim_trailing(s)} end,
  tests: fn s, p, _, _ -> {String.contains?(s, p), String.starts_with?(s, p), String.ends_with?(s, [p, "a"]), String.jaro_distance(s, p), String.myers_difference(s, p), String.bag_distance(s, p), s =~ p, String.equivalent?(s, p)} end,
  misc: fn s, _, a, _ -> {inspect(s), inspect(s, binaries: :as_binaries), Integer.parse(s), Float.parse(s), String.chunk(s <> <<255>>, :valid), Macro.underscore("FooBar#{abs(a)}"), String.normalize(s, :nfd) |> byte_size} end
]
kfs = [
  kw: fn k, j, v -> {Keyword.get(k, :a), Keyword.get_values(k, :a), Keyword.put(k, :b, v), Keyword.delete(k, :a), Keyword.pop(k, :a), Keyword.pop_first(k, :b), Keyword.merge(k, j), Keyword.merge(k, j, fn _, x, y -> x + y end), Keyword.update(k, :c, 0, & &1 + 1), Keyword.split(k, [:a]), Keyword.take(k, [:a, :c]), Keyword.drop(k, [:a]), Keyword.equal?(k, j), Keyword.new(k), Keyword.replace(k, :a, 0), try_it.(fn -> Keyword.update!(k, :d, & &1) end), Keyword.get_and_update(k, :a, fn x -> {x, 9} end), Keyword.keys(k), Keyword.validate(k, [:a, b: 7])} end
]
ffs = fn x, p -> {try_it.(fn -> Float.round(x, p) end), try_it.(fn -> Float.floor(x, p) end), try_it.(fn -> Float.ceil(x, p) end), Float.ratio(x), inspect(x), to_string(x), Float.to_charlist(x) |> length} end
Enum.reduce(1..250, 42, fn i, s ->
  {l, s} = G.list(s); {m, s} = G.list(s); {a, s} = G.int(s, -6, 8); {b, s} = G.int(s, -6, 8)
  for {n, f} <- fs, do: IO.puts("#{i} #{n} #{inspect({l, m, a, b}, charlists: :as_lists)} => #{inspect(try_it.(fn -> f.(l, a, b, m) end), charlists: :as_lists, limit: :infinity)}")
  {st, s} = G.str(s); {p, s} = G.str(s); p = String.slice(p, 0, 2)
  for {n, f} <- sfs, do: IO.puts("#{i} #{n} #{inspect({st, p, a, b})} => #{inspect(try_it.(fn -> f.(st, p, a, b) end), limit: :infinity)}")
  {k, s} = G.kw(s); {j, s} = G.kw(s)
  for {n, f} <- kfs, do: IO.puts("#{i} #{n} #{inspect({k, j, a})} => #{inspect(try_it.(fn -> f.(k, j, a) end), limit: :infinity, charlists: :as_lists)}")
  {u, s} = G.int(s, -99999, 99999); {v, s} = G.int(s, 1, 9999); {p, s} = G.int(s, 0, 6)
  IO.puts("#{i} float #{inspect(u / v)} #{p} #{inspect(ffs.(u / v, p))}")
  IO.puts inspect({l, {m, %{a => l, st => k}}, [st, k, %{x: {j, m, l}}]}, pretty: true, width: 20 + abs(a) * 5, charlists: :as_lists)
  IO.puts inspect({l, {m, %{a => l, st => k}}, [st, k, %{x: {j, m, l}}]}, limit: abs(b), charlists: :as_lists)
  s
end)
