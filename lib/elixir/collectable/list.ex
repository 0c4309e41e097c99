defimpl Collectable, for: List do
  def into(list) do
    collect = fn
      acc, {:cont, value} -> [value | acc]
      acc, :done -> list ++ :lists.reverse(acc)
      _acc, :halt -> :ok
    end

    {[], collect}
  end
end
