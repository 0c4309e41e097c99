defimpl Enumerable, for: HashSet do
  def count(%{set: set}), do: Enumerable.MapSet.count(set)
  def member?(%{set: set}, value), do: Enumerable.MapSet.member?(set, value)
  def reduce(%{set: set}, acc, fun), do: Enumerable.MapSet.reduce(set, acc, fun)
  def slice(%{set: set}), do: Enumerable.MapSet.slice(set)
end
