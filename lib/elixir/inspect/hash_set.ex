defimpl Inspect, for: HashSet do
  import Inspect.Algebra

  def inspect(%{set: set}, opts), do: concat(["#HashSet<", Inspect.List.inspect(MapSet.to_list(set), opts), ">"])
end
