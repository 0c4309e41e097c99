defimpl Enumerable, for: HashDict do
  def count(%{map: map}), do: Enumerable.Map.count(map)
  def member?(%{map: map}, pair), do: Enumerable.Map.member?(map, pair)
  def reduce(%{map: map}, acc, fun), do: Enumerable.Map.reduce(map, acc, fun)
  def slice(%{map: map}), do: Enumerable.Map.slice(map)
end
