defimpl Inspect, for: Range do
  import Inspect.Algebra

  def inspect(%{first: first, last: last} = range, opts) do
    # Ranges had no step once.
    step = Map.get(range, :step) || if(first <= last, do: 1, else: -1)

    range = concat([to_doc(first, opts), "..", to_doc(last, opts)])

    if step == 1 and first <= last,
      do: range,
      else: concat([range, "//", to_doc(step, opts)])
  end
end
