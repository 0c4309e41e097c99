defimpl Inspect, for: Range do
  import Inspect.Algebra

  def inspect(%{first: first, last: last, step: step}, opts) do
    range = concat([to_doc(first, opts), "..", to_doc(last, opts)])

    if (step == 1 or step == nil) and first <= last,
      do: range,
      else: concat([range, "//", to_doc(step, opts)])
  end
end
