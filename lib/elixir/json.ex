defmodule JSON do
  @moduledoc """
  JSON after RFC 8259.

  Objects become maps with strings as keys, arrays lists, `null` becomes `nil`. What is written is told by the protocol
  `JSON.Encoder`, which structs may derive.
  """

  @type encoder :: (term, encoder -> iodata)
  @type decode_error_reason ::
          {:unexpected_end, non_neg_integer} | {:invalid_byte, non_neg_integer, byte} | {:unexpected_sequence, non_neg_integer, binary}

  @doc ~S"""
  The term that a text stands for, as `{:ok, term}`, or `{:error, reason}` with the place where it fails.

      iex> JSON.decode(~s([null, 123, "string", {"key": "value"}]))
      {:ok, [nil, 123, "string", %{"key" => "value"}]}
      iex> JSON.decode("[1, x]")
      {:error, {:invalid_byte, 4, ?x}}
  """
  @spec decode(binary) :: {:ok, term} | {:error, decode_error_reason}
  def decode(binary) when is_binary(binary) do
    case decode(binary, :ok, []) do
      {term, :ok, ""} -> {:ok, term}
      {_term, :ok, <<byte, _::binary>> = rest} -> {:error, {:invalid_byte, byte_size(binary) - byte_size(rest), byte}}
      error -> error
    end
  end

  @doc """
  Like `decode/1`, with an accumulator and decoders of one's own; returns the term, the accumulator and what follows in the text.

  Decoders are `:array_start`, `:array_push`, `:array_finish`, `:object_start`, `:object_push`, `:object_finish`, `:float`,
  `:integer` and `:string`; `:null` is the term for `null`.

      iex> JSON.decode("[1, null] and more", 0, integer: &String.to_integer(&1) + 1, null: :none)
      {[2, :none], 0, " and more"}
  """
  @spec decode(binary(), acc, keyword()) :: {term(), acc, binary()} | {:error, decode_error_reason()} when acc: term()
  def decode(binary, acc, decoders) when is_binary(binary) and is_list(decoders) do
    case :json.read(binary, acc, Map.new([null: nil] ++ decoders)) do
      {:error, :unexpected_end} -> {:error, {:unexpected_end, byte_size(binary)}}
      result -> result
    end
  end

  @doc """
  Like `decode/1`; returns the term or raises `JSON.DecodeError`.

      iex> JSON.decode!("[1.5, true]")
      [1.5, true]
  """
  @spec decode!(binary) :: term
  def decode!(binary) when is_binary(binary) do
    case decode(binary) do
      {:ok, term} ->
        term

      {:error, reason} ->
        offset = elem(reason, 1)
        raise JSON.DecodeError, message: what(reason) <> " at position (byte offset) #{offset}", data: binary, offset: offset
    end
  end

  defp what({:unexpected_end, _}), do: "unexpected end of JSON binary"
  defp what({:invalid_byte, _, byte}), do: "invalid byte #{byte}"
  defp what({:unexpected_sequence, _, bytes}), do: "unexpected sequence #{inspect(bytes)}"

  @doc ~S"""
  The text of a term. The encoder is called with each term and itself.

      iex> JSON.encode!([123, "string", %{key: "value"}])
      ~S([123,"string",{"key":"value"}])
  """
  @spec encode!(term, encoder) :: binary
  def encode!(term, encoder \\ &protocol_encode/2), do: :erlang.iolist_to_binary(encoder.(term, encoder))

  @doc """
  Like `encode!/2`, as iodata, which can be written as it is.

      iex> JSON.encode_to_iodata!(%{}) |> IO.iodata_to_binary()
      "{}"
  """
  @spec encode_to_iodata!(term, encoder) :: iodata
  def encode_to_iodata!(term, encoder \\ &protocol_encode/2), do: encoder.(term, encoder)

  @doc ~S"""
  The encoder of `encode!/1`: that of the protocol `JSON.Encoder`.

      iex> JSON.protocol_encode([1, "a"], &JSON.protocol_encode/2) |> IO.iodata_to_binary()
      "[1,\"a\"]"
  """
  @spec protocol_encode(term, encoder) :: iodata
  def protocol_encode(value, encoder)
  def protocol_encode(nil, _encoder), do: "null"
  def protocol_encode(boolean, _encoder) when is_boolean(boolean), do: :erlang.atom_to_binary(boolean)
  def protocol_encode(atom, encoder) when is_atom(atom), do: encoder.(:erlang.atom_to_binary(atom), encoder)
  def protocol_encode(binary, _encoder) when is_binary(binary), do: :json.encode_binary(binary)
  def protocol_encode(integer, _encoder) when is_integer(integer), do: :json.encode_integer(integer)
  def protocol_encode(float, _encoder) when is_float(float), do: :json.encode_float(float)
  def protocol_encode(list, encoder) when is_list(list), do: :json.encode_list(list, encoder)
  def protocol_encode(map, encoder) when is_map(map) and not is_map_key(map, :__struct__), do: encode_map(map, encoder)
  def protocol_encode(value, encoder), do: JSON.Encoder.encode(value, encoder)

  @doc false
  # Keys are whatever has a text.
  def encode_map(map, encoder) do
    pairs = for {key, value} <- :maps.to_list(map), do: {if(is_binary(key), do: key, else: String.Chars.to_string(key)), value}
    :json.encode_key_value_list(pairs, encoder)
  end
end
