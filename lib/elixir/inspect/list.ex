defimpl Inspect, for: List do
  import Inspect.Algebra

  def inspect([], opts), do: color("[]", :list, opts)

  def inspect(term, opts) do
    %{charlists: lists, char_lists: old, printable_limit: printable_limit} = opts
    lists = if old != :infer and lists == :infer, do: old, else: lists

    cond do
      lists == :as_charlists or lists == :as_char_lists ->
        charlist(term, printable_limit, opts)

      lists == :infer and printable?(term, printable_limit) ->
        charlist(term, printable_limit, opts)

      keyword?(term) ->
        elements(term, opts, &keyword/2, :strict)

      true ->
        elements(term, opts, &to_doc/2, :maybe)
    end
  end

  # As List.ascii_printable?/2; :infinity never becomes 0.
  defp printable?(_list, 0), do: true

  defp printable?([char | rest], limit)
       when is_integer(char) and ((char >= 32 and char <= 126) or (char >= 7 and char <= 13) or char == 27),
       do: printable?(rest, if(limit == :infinity, do: limit, else: limit - 1))

  defp printable?(rest, _limit), do: rest == []

  defp charlist(term, limit, opts) do
    text =
      case Code.Identifier.escape(IO.chardata_to_string(term), ?", limit) do
        {escaped, ""} -> ["~c\"", escaped, ?"]
        {escaped, _} -> ["~c\"", escaped, "\" ++ ..."]
      end

    color(:erlang.iolist_to_binary(text), :charlist, opts)
  end

  defp elements(term, opts, fun, break) do
    open = color("[", :list, opts)
    sep = color(",", :list, opts)
    close = color("]", :list, opts)
    container_doc(open, term, close, opts, fun, separator: sep, break: break)
  end

  @doc false
  def keyword({key, value}, opts) do
    key = color_doc(Code.Identifier.inspect_atom(:key, key), :atom, opts)
    concat(key, concat(" ", to_doc(value, opts)))
  end

  @doc false
  def keyword?([{key, _value} | rest]) when is_atom(key) do
    case :erlang.atom_to_binary(key) do
      "Elixir." <> _ -> false
      _ -> keyword?(rest)
    end
  end

  def keyword?([]), do: true
  def keyword?(_other), do: false
end
