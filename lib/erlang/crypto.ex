defmodule :crypto do
  @moduledoc """
  Digests, keyed digests and random bytes. There are no ciphers, signatures or keys.
  """

  @type hash_algorithm() :: :md5 | :sha | :sha224 | :sha256 | :sha384 | :sha512 | :sha3_224 | :sha3_256 | :sha3_384 | :sha3_512 | atom()

  @typedoc "A hash of which some data is known."
  @opaque hash_state() :: {:joist_hash, hash_algorithm(), binary()}

  @hashes [:md5, :sha, :sha224, :sha256, :sha384, :sha512, :sha3_224, :sha3_256, :sha3_384, :sha3_512]

  @doc """
  The digest of data: `:md5`, `:sha`, `:sha224` to `:sha512`, and `:sha3_224` to `:sha3_512`.

      iex> :crypto.hash(:sha256, "abc") |> Base.encode16(case: :lower)
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  """
  @spec hash(hash_algorithm(), iodata()) :: binary()
  def hash(type, data) when type in @hashes, do: :joist_crypto.hash(:erlang.atom_to_binary(type), data)
  def hash(_type, _data), do: :erlang.error(:badarg)

  @doc """
  Begins a digest of data that comes in pieces.

      iex> :crypto.hash_init(:sha256) |> :crypto.hash_update("abc") |> :crypto.hash_final() |> Base.encode16(case: :lower) |> String.slice(0, 8)
      "ba7816bf"
  """
  @spec hash_init(hash_algorithm()) :: hash_state()
  def hash_init(type) when type in @hashes, do: {:joist_hash, type, []}

  @doc """
  A digest with another piece of data.

      iex> hash = :crypto.hash_update(:crypto.hash_init(:sha), "ab")
      iex> :crypto.hash_final(:crypto.hash_update(hash, "c")) == :crypto.hash(:sha, "abc")
      true
  """
  @spec hash_update(hash_state(), iodata()) :: hash_state()
  def hash_update({:joist_hash, type, data}, more), do: {:joist_hash, type, [data | :erlang.iolist_to_binary(more)]}

  @doc """
  The digest of all pieces.

      iex> state = :crypto.hash_init(:md5) |> :crypto.hash_update("a") |> :crypto.hash_update("bc")
      iex> :crypto.hash_final(state) == :crypto.hash(:md5, "abc")
      true
  """
  @spec hash_final(hash_state()) :: binary()
  def hash_final({:joist_hash, type, data}), do: hash(type, data)

  @doc """
  A keyed digest; the only type is `:hmac`.

      iex> :crypto.mac(:hmac, :sha, "key", "data") |> Base.encode16(case: :lower)
      "104152c5bfdca07bc633eebd46199f0255c9f49d"
  """
  @spec mac(:hmac, hash_algorithm(), key :: iodata(), iodata()) :: binary()
  def mac(:hmac, type, key, data) when type in @hashes, do: :joist_crypto.hmac(:erlang.atom_to_binary(type), :erlang.iolist_to_binary(key), data)
  def mac(_mac, _type, _key, _data), do: :erlang.error(:badarg)

  @doc """
  The first bytes of a keyed digest.

      iex> :crypto.macN(:hmac, :sha256, "key", "data", 4) |> Base.encode16()
      "5031FE3D"
  """
  @spec macN(:hmac, hash_algorithm(), key :: iodata(), iodata(), length :: pos_integer()) :: binary()
  def macN(mac, type, key, data, size), do: :erlang.binary_part(mac(mac, type, key, data), 0, size)

  @doc """
  Whether two binaries of one size are the same, found out in a time that tells nothing of where they differ.

      iex> :crypto.hash_equals("abc", "abd")
      false
  """
  @spec hash_equals(binary(), binary()) :: boolean()
  def hash_equals(left, right) when is_binary(left) and is_binary(right) and byte_size(left) == byte_size(right), do: same?(left, right, 0)
  def hash_equals(_left, _right), do: :erlang.error(:badarg)

  defp same?(<<a, left::binary>>, <<b, right::binary>>, acc), do: same?(left, right, :erlang.bor(acc, :erlang.bxor(a, b)))
  defp same?("", "", acc), do: acc == 0

  @doc """
  Bytes that nobody can foresee.

      iex> byte_size(:crypto.strong_rand_bytes(16))
      16
  """
  @spec strong_rand_bytes(non_neg_integer()) :: binary()
  def strong_rand_bytes(count), do: :joist_crypto.random(count)

  @doc """
  A random integer from `low` up to, and without, `high`.

      iex> :crypto.rand_uniform(1, 10) in 1..9
      true
  """
  @spec rand_uniform(integer(), integer()) :: integer()
  def rand_uniform(low, high) when is_integer(low) and is_integer(high) and low < high do
    # Twice as many bits as there are numbers: none is noticeably likelier than another.
    size = 2 * (byte_size(:binary.encode_unsigned(high - low)) + 8)
    low + rem(:binary.decode_unsigned(strong_rand_bytes(size)), high - low)
  end

  @doc """
  The bytes of two binaries, one with the other by exclusive or.

      iex> :crypto.exor("ab", "AB")
      "  "
  """
  @spec exor(iodata(), iodata()) :: binary()
  def exor(left, right), do: exor(:erlang.iolist_to_binary(left), :erlang.iolist_to_binary(right), <<>>)

  defp exor(<<a, left::binary>>, <<b, right::binary>>, acc), do: exor(left, right, <<acc::binary, :erlang.bxor(a, b)>>)
  defp exor("", "", acc), do: acc
  defp exor(_left, _right, _acc), do: :erlang.error(:badarg)

  @doc """
  The integer that bytes stand for, the greatest first.

      iex> :crypto.bytes_to_integer(<<1, 0>>)
      256
  """
  @spec bytes_to_integer(binary()) :: non_neg_integer()
  def bytes_to_integer(binary), do: :binary.decode_unsigned(binary)

  @doc """
  What there is of a kind: `:hashs` and `:macs`, and nothing else.

      iex> :sha256 in :crypto.supports(:hashs)
      true
  """
  @spec supports(:hashs | :ciphers | :public_keys | :macs | :curves | :rsa_opts) :: [atom()]
  def supports(:hashs), do: @hashes
  def supports(:macs), do: [:hmac]
  def supports(_kind), do: []

  @doc """
  What there is, by kind.

      iex> :sha256 in Keyword.fetch!(:crypto.supports(), :hashs)
      true
  """
  @spec supports() :: [{atom(), [atom()]}]
  def supports(), do: for(kind <- [:hashs, :ciphers, :public_keys, :macs, :curves, :rsa_opts], do: {kind, supports(kind)})

  @doc """
  There is nothing to start.

      iex> :crypto.start()
      :ok
  """
  @spec start() :: :ok | {:error, term()}
  def start(), do: :ok

  @doc "There is nothing to stop."
  @spec stop() :: :ok | {:error, term()}
  def stop(), do: :ok
end
