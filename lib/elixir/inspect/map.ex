defimpl Inspect, for: Map do
  import Inspect.Algebra

  def inspect(map, opts) do
    list =
      if :lists.keyfind(:sort_maps, 1, opts.custom_options) == {:sort_maps, true},
        do: :lists.sort(:maps.to_list(map)),
        else: :maps.to_list(map)

    fun = if Inspect.List.keyword?(list), do: &Inspect.List.keyword/2, else: arrow_fun(opts)
    container(list, "", opts, fun)
  end

  @doc false
  def inspect(map, name, infos, opts) do
    fun = fn %{field: field}, opts -> Inspect.List.keyword({field, :maps.get(field, map)}, opts) end
    container(infos, name, opts, fun)
  end

  defp arrow_fun(opts) do
    arrow = color(" => ", :map, opts)

    fn {key, value}, opts ->
      concat(concat(group(to_doc(key, opts)), arrow), to_doc(value, opts))
    end
  end

  defp container(list, name, opts, fun) do
    open = color("%" <> name <> "{", :map, opts)
    sep = color(",", :map, opts)
    close = color("}", :map, opts)
    container_doc(open, list, close, opts, fun, separator: sep, break: :strict)
  end
end
