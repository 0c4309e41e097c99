defimpl Collectable, for: HashSet do
  def into(%{set: set} = into) do
    {first, collect} = Collectable.MapSet.into(set)

    {first,
     fn
       acc, :done -> %{into | set: collect.(acc, :done)}
       acc, command -> collect.(acc, command)
     end}
  end
end
