defimpl Enumerable, for: Date.Range do
  def count(range), do: {:ok, range |> Date.Range.with_step() |> Date.Range.size()}

  def member?(%{first: %{calendar: calendar}, first_in_iso_days: first, last_in_iso_days: last, step: step} = range, %Date{calendar: calendar} = date) do
    days = Date.to_gregorian_days(date)

    cond do
      Date.Range.size(range) == 0 -> {:ok, false}
      step > 0 -> {:ok, first <= days and days <= last and rem(days - first, step) == 0}
      true -> {:ok, last <= days and days <= first and rem(days - first, step) == 0}
    end
  end

  def member?(range, %Date{} = date) when not is_map_key(range, :step), do: range |> Date.Range.with_step() |> member?(date)
  def member?(_range, _value), do: {:ok, false}

  def slice(%{first: %{calendar: calendar}, first_in_iso_days: first, step: step} = range) do
    {:ok, Date.Range.size(range), fn start, amount, every -> take(first + start * step, amount, step * every, calendar) end}
  end

  def slice(range), do: range |> Date.Range.with_step() |> slice()

  defp take(_days, 0, _step, _calendar), do: []
  defp take(days, amount, step, calendar), do: [Date.from_gregorian_days(days, calendar) | take(days + step, amount - 1, step, calendar)]

  def reduce(%{first: %{calendar: calendar}, first_in_iso_days: first, last_in_iso_days: last, step: step}, acc, fun),
    do: reduce(first, last, acc, fun, step, calendar)

  def reduce(range, acc, fun), do: range |> Date.Range.with_step() |> reduce(acc, fun)

  defp reduce(_days, _last, {:halt, acc}, _fun, _step, _calendar), do: {:halted, acc}
  defp reduce(days, last, {:suspend, acc}, fun, step, calendar), do: {:suspended, acc, &reduce(days, last, &1, fun, step, calendar)}

  defp reduce(days, last, {:cont, acc}, fun, step, calendar) when (step > 0 and days <= last) or (step < 0 and days >= last),
    do: reduce(days + step, last, fun.(Date.from_gregorian_days(days, calendar), acc), fun, step, calendar)

  defp reduce(_days, _last, {:cont, acc}, _fun, _step, _calendar), do: {:done, acc}
end
