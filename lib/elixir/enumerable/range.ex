defimpl Enumerable, for: Range do
  def reduce(%{first: first, last: last, step: step}, acc, fun), do: reduce(first, last, acc, fun, step)

  # Ranges had no step once.
  def reduce(%{first: first, last: last}, acc, fun), do: reduce(first, last, acc, fun, if(first <= last, do: 1, else: -1))

  defp reduce(_first, _last, {:halt, acc}, _fun, _step), do: {:halted, acc}
  defp reduce(first, last, {:suspend, acc}, fun, step), do: {:suspended, acc, &reduce(first, last, &1, fun, step)}

  defp reduce(first, last, {:cont, acc}, fun, step)
       when (step > 0 and first <= last) or (step < 0 and first >= last),
       do: reduce(first + step, last, fun.(first, acc), fun, step)

  defp reduce(_first, _last, {:cont, acc}, _fun, _step), do: {:done, acc}

  def member?(%{first: first, last: last, step: step} = range, value) when is_integer(value) do
    cond do
      Range.size(range) == 0 -> {:ok, false}
      step > 0 -> {:ok, first <= value and value <= last and rem(value - first, step) == 0}
      true -> {:ok, last <= value and value <= first and rem(value - first, step) == 0}
    end
  end

  def member?(%{first: first, last: last}, value) when is_integer(value), do: {:ok, value in min(first, last)..max(first, last)//1}
  def member?(_range, _value), do: {:ok, false}

  def count(range), do: {:ok, Range.size(range)}

  def slice(%{first: first, step: step} = range) do
    {:ok, Range.size(range), fn start, amount, every -> take(first + start * step, amount, step * every) end}
  end

  def slice(%{first: first, last: last} = range), do: range |> Map.put(:step, if(first <= last, do: 1, else: -1)) |> slice()

  defp take(_current, 0, _step), do: []
  defp take(current, amount, step), do: [current | take(current + step, amount - 1, step)]
end
