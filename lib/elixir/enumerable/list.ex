defimpl Enumerable, for: List do
  def count(list), do: {:ok, length(list)}
  def member?([], _value), do: {:ok, false}
  def member?(_list, _value), do: {:error, __MODULE__}
  def slice([]), do: {:ok, 0, fn _start, _amount, _step -> [] end}
  def slice(_list), do: {:error, __MODULE__}

  def reduce(_list, {:halt, acc}, _fun), do: {:halted, acc}
  def reduce(list, {:suspend, acc}, fun), do: {:suspended, acc, &reduce(list, &1, fun)}
  def reduce([], {:cont, acc}, _fun), do: {:done, acc}
  def reduce([head | tail], {:cont, acc}, fun), do: reduce(tail, fun.(head, acc), fun)
end
