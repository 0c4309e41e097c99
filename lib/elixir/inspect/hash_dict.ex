defimpl Inspect, for: HashDict do
  import Inspect.Algebra

  def inspect(%{map: map}, opts), do: concat(["#HashDict<", Inspect.List.inspect(Map.to_list(map), opts), ">"])
end
