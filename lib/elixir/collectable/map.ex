defimpl Collectable, for: Map do
  def into(map) do
    collect = fn
      acc, {:cont, {key, value}} ->
        :maps.put(key, value, acc)

      acc, :done ->
        acc

      _acc, :halt ->
        :ok

      _acc, {:cont, other} ->
        raise ArgumentError,
              "collecting into a map requires {key, value} tuples, got: #{inspect(other)}"
    end

    {map, collect}
  end
end
