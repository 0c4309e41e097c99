defimpl Inspect, for: Reference do
  def inspect(ref, _opts) do
    [?#, ?R, ?e, ?f | rest] = :erlang.ref_to_list(ref)
    :erlang.iolist_to_binary(["#Reference" | rest])
  end
end
