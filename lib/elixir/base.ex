defmodule Base do
  @moduledoc """
  Binaries as text in 16, 32 and 64 characters, after RFC 4648.

  Decoding ignores white space with `ignore: :whitespace`, takes other letter cases
  with `:case` (`:upper`, `:lower`, `:mixed`) and missing padding with `padding: false`.
  """

  @type encode_case() :: :upper | :lower
  @type decode_case() :: :upper | :lower | :mixed

  @b16 "0123456789ABCDEF"
  @b16_lower "0123456789abcdef"
  @b32 "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
  @b32_lower "abcdefghijklmnopqrstuvwxyz234567"
  @b32hex "0123456789ABCDEFGHIJKLMNOPQRSTUV"
  @b32hex_lower "0123456789abcdefghijklmnopqrstuv"
  @b64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  @b64url "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

  @doc """
  The text of a binary in base 16.

      iex> Base.encode16("foobar")
      "666F6F626172"
      iex> Base.encode16("foobar", case: :lower)
      "666f6f626172"
  """
  @spec encode16(binary(), case: encode_case()) :: binary()
  def encode16(data, opts \\ []) when is_binary(data) do
    :joist_base.encode(data, by_case(opts, @b16, @b16_lower), 4)
  end

  @doc """
  The binary that a text in base 16 stands for, as `{:ok, binary}`, or `:error`.

      iex> Base.decode16("666F6F")
      {:ok, "foo"}
  """
  @spec decode16(binary(), case: decode_case()) :: {:ok, binary()} | :error
  def decode16(string, opts \\ []), do: checked(fn -> decode16!(string, opts) end)

  @doc """
  Like `decode16/2`; returns the binary or raises.

      iex> Base.decode16!("666F6F")
      "foo"
      iex> Base.decode16!("666f6f", case: :lower)
      "foo"
  """
  @spec decode16!(binary(), case: decode_case()) :: binary()
  def decode16!(string, opts \\ []) when is_binary(string) do
    string = cleaned(string, opts)

    if rem(byte_size(string), 2) != 0 do
      raise ArgumentError,
            "string given to decode has wrong length. An even number of bytes was expected, got: #{byte_size(string)}. " <>
              "Double check your string for unwanted characters or pad it accordingly"
    end

    digits(string, alphabets(@b16, opts), 4)
  end

  @doc """
  True when the text is one in base 16.

      iex> {Base.valid16?("0AF0"), Base.valid16?("0aF"), Base.valid16?("0a", case: :lower)}
      {true, false, true}
  """
  @spec valid16?(binary(), case: decode_case()) :: boolean()
  def valid16?(string, opts \\ []), do: match?({:ok, _}, decode16(string, opts))

  @doc """
  The text of a binary in base 32; `padding: false` leaves the padding out.

      iex> Base.encode32("foobar")
      "MZXW6YTBOI======"
  """
  @spec encode32(binary(), case: encode_case(), padding: boolean()) :: binary()
  def encode32(data, opts \\ []) when is_binary(data), do: encode_five(data, by_case(opts, @b32, @b32_lower), opts)

  @doc """
  The binary that a text in base 32 stands for.

      iex> Base.decode32("MZXW6YTBOI======")
      {:ok, "foobar"}
      iex> Base.decode32("1")
      :error
  """
  @spec decode32(binary(), case: decode_case(), padding: boolean()) :: {:ok, binary()} | :error
  def decode32(string, opts \\ []), do: checked(fn -> decode32!(string, opts) end)

  @doc """
  Like `decode32/2`; returns the binary or raises.

      iex> Base.decode32!("MZXW6===")
      "foo"
  """
  @spec decode32!(binary(), case: decode_case(), padding: boolean()) :: binary()
  def decode32!(string, opts \\ []) when is_binary(string), do: decode_five(cleaned(string, opts), alphabets(@b32, opts), opts)

  @doc """
  True when the text is one in base 32.

      iex> {Base.valid32?("MFRGG==="), Base.valid32?("1")}
      {true, false}
  """
  @spec valid32?(binary(), case: decode_case(), padding: boolean()) :: boolean()
  def valid32?(string, opts \\ []), do: match?({:ok, _}, decode32(string, opts))

  @doc """
  The text of a binary in base 32, with the extended hexadecimal alphabet.

      iex> Base.hex_encode32("foobar")
      "CPNMUOJ1E8======"
  """
  @spec hex_encode32(binary(), case: encode_case(), padding: boolean()) :: binary()
  def hex_encode32(data, opts \\ []) when is_binary(data), do: encode_five(data, by_case(opts, @b32hex, @b32hex_lower), opts)

  @doc """
  The binary that a text in base 32 with the extended hexadecimal alphabet stands for.

      iex> Base.hex_decode32("CPNMUOJ1E8======")
      {:ok, "foobar"}
  """
  @spec hex_decode32(binary(), case: decode_case(), padding: boolean()) :: {:ok, binary()} | :error
  def hex_decode32(string, opts \\ []), do: checked(fn -> hex_decode32!(string, opts) end)

  @doc """
  Like `hex_decode32/2`; returns the binary or raises.

      iex> Base.hex_decode32!("CPNMU===")
      "foo"
  """
  @spec hex_decode32!(binary(), case: decode_case(), padding: boolean()) :: binary()
  def hex_decode32!(string, opts \\ []) when is_binary(string), do: decode_five(cleaned(string, opts), alphabets(@b32hex, opts), opts)

  @doc """
  True when the text is one in base 32 with the extended hexadecimal alphabet.

      iex> {Base.hex_valid32?("C5H66==="), Base.hex_valid32?("W")}
      {true, false}
  """
  @spec hex_valid32?(binary(), case: decode_case(), padding: boolean()) :: boolean()
  def hex_valid32?(string, opts \\ []), do: match?({:ok, _}, hex_decode32(string, opts))

  @doc """
  The text of a binary in base 64; `padding: false` leaves the padding out.

      iex> Base.encode64("foobar")
      "Zm9vYmFy"
  """
  @spec encode64(binary(), padding: boolean()) :: binary()
  def encode64(data, opts \\ []) when is_binary(data), do: encode_six(data, @b64, opts)

  @doc ~S"""
  The binary that a text in base 64 stands for.

      iex> Base.decode64("Zm9vYmFy")
      {:ok, "foobar"}
      iex> Base.decode64("Zm9v\nYmFy", ignore: :whitespace)
      {:ok, "foobar"}
      iex> Base.decode64("?")
      :error
  """
  @spec decode64(binary(), ignore: :whitespace, padding: boolean()) :: {:ok, binary()} | :error
  def decode64(string, opts \\ []), do: checked(fn -> decode64!(string, opts) end)

  @doc """
  Like `decode64/2`; returns the binary or raises.

      iex> Base.decode64!("Zm9v")
      "foo"
      iex> Base.decode64!("Zm8", padding: false)
      "fo"
  """
  @spec decode64!(binary(), ignore: :whitespace, padding: boolean()) :: binary()
  def decode64!(string, opts \\ []) when is_binary(string), do: decode_six(cleaned(string, opts), @b64, opts)

  @doc """
  True when the text is one in base 64.

      iex> {Base.valid64?("YWJj"), Base.valid64?("YWJ"), Base.valid64?("YWI", padding: false)}
      {true, false, true}
  """
  @spec valid64?(binary(), ignore: :whitespace, padding: boolean()) :: boolean()
  def valid64?(string, opts \\ []), do: match?({:ok, _}, decode64(string, opts))

  @doc """
  The text of a binary in base 64 with the alphabet for addresses and file names.

      iex> Base.url_encode64(<<255, 254>>)
      "__4="
  """
  @spec url_encode64(binary(), padding: boolean()) :: binary()
  def url_encode64(data, opts \\ []) when is_binary(data), do: encode_six(data, @b64url, opts)

  @doc """
  The binary that a text in base 64 with the alphabet for addresses stands for.

      iex> Base.url_decode64("__4=")
      {:ok, <<255, 254>>}
  """
  @spec url_decode64(binary(), ignore: :whitespace, padding: boolean()) :: {:ok, binary()} | :error
  def url_decode64(string, opts \\ []), do: checked(fn -> url_decode64!(string, opts) end)

  @doc """
  Like `url_decode64/2`; returns the binary or raises.

      iex> Base.url_decode64!("_w==")
      <<255>>
  """
  @spec url_decode64!(binary(), ignore: :whitespace, padding: boolean()) :: binary()
  def url_decode64!(string, opts \\ []) when is_binary(string), do: decode_six(cleaned(string, opts), @b64url, opts)

  @doc """
  True when the text is one in base 64 with the alphabet for addresses.

      iex> {Base.url_valid64?("_-8="), Base.url_valid64?("/+8=")}
      {true, false}
  """
  @spec url_valid64?(binary(), ignore: :whitespace, padding: boolean()) :: boolean()
  def url_valid64?(string, opts \\ []), do: match?({:ok, _}, url_decode64(string, opts))

  defp checked(fun) do
    {:ok, fun.()}
  rescue
    ArgumentError -> :error
  end

  defp by_case(opts, upper, lower) do
    case Keyword.get(opts, :case, :upper) do
      :upper -> upper
      :lower -> lower
    end
  end

  # The alphabets that the :case option allows, one after the other.
  defp alphabets(upper, opts) do
    case Keyword.get(opts, :case, :upper) do
      :upper -> upper
      :lower -> String.downcase(upper, :ascii)
      :mixed -> upper <> String.downcase(upper, :ascii)
    end
  end

  defp digits(text, alphabets, bits) do
    case :joist_base.decode(text, alphabets, bits) do
      data when is_binary(data) -> data
      char -> raise ArgumentError, "non-alphabet character found: #{inspect(<<char>>, binaries: :as_strings)} (byte #{char})"
    end
  end

  defp cleaned(string, opts) do
    case Keyword.get(opts, :ignore) do
      :whitespace -> for <<char <- string>>, char not in [?\s, ?\t, ?\r, ?\n], into: "", do: <<char>>
      nil -> string
    end
  end

  defp encode_five(data, alphabet, opts), do: padded(:joist_base.encode(data, alphabet, 5), 8, opts)
  defp encode_six(data, alphabet, opts), do: padded(:joist_base.encode(data, alphabet, 6), 4, opts)

  defp padded(text, size, opts) do
    if Keyword.get(opts, :padding, true),
      do: text <> :binary.copy("=", rem(size - rem(byte_size(text), size), size)),
      else: text
  end

  defp decode_five(string, alphabets, opts), do: decode(string, alphabets, 5, 8, [2, 4, 5, 7], opts)
  defp decode_six(string, alphabets, opts), do: decode(string, alphabets, 6, 4, [2, 3], opts)

  # A group of `size` characters may end early, with the numbers of characters that make whole bytes.
  defp decode(string, alphabets, bits, size, partial, opts) do
    text = String.trim_trailing(string, "=")
    padding = byte_size(string) - byte_size(text)
    last = rem(byte_size(text), size)

    data = digits(text, alphabets, bits)

    complete? = last == 0 or last in partial
    expected = if last == 0, do: 0, else: size - last

    if not complete? or (padding != expected and not (padding == 0 and Keyword.get(opts, :padding, true) == false)) do
      raise ArgumentError, "incorrect padding"
    end

    data
  end
end
