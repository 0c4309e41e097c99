defmodule Protocol.UndefinedError do
  defexception [:protocol, :value, description: ""]

  @impl true
  @doc ~S"""
  What is told to people.

      iex> Exception.message(%Protocol.UndefinedError{protocol: Enumerable, value: 1, description: "only lists"})
      "protocol Enumerable not implemented for type Integer, only lists\n\nGot value:\n\n    1\n"
  """
  def message(%{protocol: protocol, value: value, description: description}) do
    shown = value |> inspect(pretty: true) |> String.split("\n") |> Enum.map_join("\n", &if(&1 == "", do: "", else: "    " <> &1)) |> String.trim_leading()
    "protocol #{inspect(protocol)} not implemented for type " <> type(value) <> tail(description) <> known(protocol) <> "\n\nGot value:\n\n    " <> shown <> "\n"
  end

  # A consolidated protocol knows its implementations.
  defp known(protocol) do
    case protocol.__protocol__(:impls) do
      {:consolidated, []} -> ". There are no implementations for this protocol."
      {:consolidated, types} -> ". This protocol is implemented for the following type(s): " <> Enum.map_join(types, ", ", &inspect/1)
      :not_consolidated -> ""
    end
  end

  defp tail(""), do: ""
  defp tail(description), do: ", " <> description

  defp type(%struct{}), do: "#{inspect(struct)} (a struct)"
  defp type(value) when is_atom(value), do: "Atom"
  defp type(value) when is_bitstring(value), do: "BitString"
  defp type(value) when is_float(value), do: "Float"
  defp type(value) when is_function(value), do: "Function"
  defp type(value) when is_integer(value), do: "Integer"
  defp type(value) when is_list(value), do: "List"
  defp type(value) when is_map(value), do: "Map"
  defp type(value) when is_pid(value), do: "PID"
  defp type(value) when is_port(value), do: "Port"
  defp type(value) when is_reference(value), do: "Reference"
  defp type(value) when is_tuple(value), do: "Tuple"
end
