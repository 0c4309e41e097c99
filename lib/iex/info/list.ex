defimpl IEx.Info, for: List do
  def info(list) do
    {description, modules} =
      cond do
        list == [] -> {nil, "List"}
        not proper?(list) -> {"This is an improper list: its last tail is no list.", "List"}
        List.ascii_printable?(list) -> {"This is a list of integers that is printed as a charlist, delimited by ~c\"\", as all the integers in it represent printable ASCII characters.\nThe value is inspected as #{inspect(list, charlists: :as_lists)} without that.", "List"}
        Keyword.keyword?(list) -> {"This is what is referred to as a \"keyword list\". A keyword list is a list of two-element tuples where the first element of each tuple is an atom.", "Keyword, List"}
        true -> {nil, "List"}
      end

    [{"Data type", "List"}, {"Description", description}, {"Reference modules", modules}]
  end

  defp proper?(list), do: List.improper?(list) == false
end
