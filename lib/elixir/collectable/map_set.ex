defimpl Collectable, for: MapSet do
  def into(%{map: map} = set) do
    collect = fn
      list, {:cont, value} -> [value | list]
      list, :done -> %{set | map: :maps.merge(map, :maps.from_keys(list, []))}
      _list, :halt -> :ok
    end

    {[], collect}
  end
end
