defimpl Collectable, for: HashDict do
  def into(%{map: map} = into) do
    {first, collect} = Collectable.Map.into(map)

    {first,
     fn
       acc, :done -> %{into | map: collect.(acc, :done)}
       acc, command -> collect.(acc, command)
     end}
  end
end
