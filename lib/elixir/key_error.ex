defmodule KeyError do
  @moduledoc "A key is not in a map, struct or keyword list."
  defexception [:key, :term, :message]

  @impl true
  @doc """
  What is told to people, with keys that are alike.

      iex> Exception.message(%KeyError{key: :a, term: [b: 1]})
      "key :a not found in: [b: 1]"
  """
  def message(%{message: nil, key: key, term: term}), do: message(key, term)
  def message(%{message: message}), do: message

  defp message(key, nil), do: "key #{inspect(key)} not found"

  defp message(key, term) do
    text = "key #{inspect(key)} not found in: #{inspect(term, pretty: true, limit: :infinity)}"

    cond do
      is_atom(term) and is_atom(key) ->
        text <>
          "\n\nIf you are using the dot syntax, such as map.field, make sure the left-hand side of the dot is a map"

      true ->
        text
    end
  end

  @impl true
  def blame(%{term: nil} = exception, stacktrace), do: {exception, stacktrace}

  def blame(%{key: key, term: term, message: nil} = exception, stacktrace) do
    {%{exception | message: message(key, term) <> suggestion(key, keys(term))}, stacktrace}
  end

  def blame(exception, stacktrace), do: {exception, stacktrace}

  defp keys(%{__struct__: _} = struct), do: :maps.keys(struct) -- [:__struct__, :__exception__]
  defp keys(%{} = map), do: :maps.keys(map)
  defp keys([{_, _} | _] = list), do: for({key, _} <- list, do: key)
  defp keys(_term), do: []

  # Keys of the same kind whose text is near.
  defp suggestion(key, keys) when is_binary(key), do: twin(key, keys)

  defp suggestion(key, keys) when is_atom(key) do
    text = text(key)

    near =
      for candidate <- keys,
          is_atom(candidate),
          distance = String.jaro_distance(text, text(candidate)),
          distance > 0.77,
          do: {distance, candidate}

    case near do
      [] ->
        twin(key, keys)

      _ ->
        lines =
          near
          |> :lists.sort()
          |> :lists.reverse()
          |> Enum.take(5)
          |> Enum.sort_by(fn {_, candidate} -> candidate end)
          |> Enum.map(fn {_, candidate} -> ["      * ", inspect(candidate), "\n"] end)

        ". Did you mean:\n\n" <> :erlang.iolist_to_binary(lines)
    end
  end

  defp suggestion(_key, _keys), do: ""

  defp twin(key, keys) when is_atom(key) do
    text = :erlang.atom_to_binary(key)
    if text in keys, do: ". Did you mean:\n\n      * #{inspect(text)}\n", else: ""
  end

  defp twin(key, keys) do
    case Enum.find(keys, fn candidate -> is_atom(candidate) and :erlang.atom_to_binary(candidate) == key end) do
      nil -> ""
      atom -> ". Did you mean:\n\n      * #{inspect(atom)}\n"
    end
  end

  defp text(key) when is_atom(key), do: :erlang.atom_to_binary(key)
  defp text(key), do: key
end
