defimpl Collectable, for: BitString do
  def into(binary) when is_binary(binary) do
    collect = fn
      acc, {:cont, value} when is_binary(value) ->
        [acc | value]

      acc, {:cont, value} when is_bitstring(value) and is_bitstring(acc) ->
        <<acc::bitstring, value::bitstring>>

      acc, {:cont, value} when is_bitstring(value) ->
        <<:erlang.list_to_bitstring(acc)::bitstring, value::bitstring>>

      acc, :done when is_bitstring(acc) ->
        acc

      acc, :done ->
        :erlang.list_to_bitstring(acc)

      _acc, :halt ->
        :ok

      _acc, {:cont, other} ->
        raise ArgumentError,
              "collecting into a binary requires a bitstring, got: #{inspect(other)}"
    end

    {binary, collect}
  end

  def into(bitstring) do
    collect = fn
      acc, {:cont, value} when is_bitstring(value) ->
        <<acc::bitstring, value::bitstring>>

      acc, :done ->
        acc

      _acc, :halt ->
        :ok

      _acc, {:cont, other} ->
        raise ArgumentError,
              "collecting into a bitstring requires a bitstring, got: #{inspect(other)}"
    end

    {bitstring, collect}
  end
end
