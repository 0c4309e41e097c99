defimpl Enumerable, for: Stream do
  def count(_lazy), do: {:error, __MODULE__}
  def member?(_lazy, _value), do: {:error, __MODULE__}
  def slice(_lazy), do: {:error, __MODULE__}
  def reduce(lazy, acc, fun), do: Stream.__reduce__(lazy, acc, fun)
end
