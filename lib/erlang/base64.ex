defmodule :base64 do
  @moduledoc """
  Base 64 under its Erlang names.
  """

  @typedoc "Which alphabet, and whether there is padding."
  @type options() :: %{optional(:mode) => :standard | :urlsafe, optional(:padding) => boolean()}

  @doc """
  The text of data in base 64.

      iex> :base64.encode("foo")
      "Zm9v"
  """
  @spec encode(binary() | charlist()) :: binary()
  def encode(data), do: Base.encode64(:erlang.iolist_to_binary(data))

  @spec encode(binary() | charlist(), options()) :: binary()
  def encode(data, options), do: encoded(:erlang.iolist_to_binary(data), options)

  @doc """
  The text of data in base 64, as a charlist.

      iex> :base64.encode_to_string("foo")
      ~c"Zm9v"
  """
  @spec encode_to_string(binary() | charlist()) :: charlist()
  def encode_to_string(data), do: :erlang.binary_to_list(encode(data))

  defp encoded(data, options) do
    opts = [padding: :maps.get(:padding, options, true)]
    if :maps.get(:mode, options, :standard) == :urlsafe, do: Base.url_encode64(data, opts), else: Base.encode64(data, opts)
  end

  @doc """
  The data that a text in base 64 stands for; white space is passed over.

      iex> :base64.decode("Zm 9v")
      "foo"
  """
  @spec decode(binary() | charlist()) :: binary()
  def decode(text), do: Base.decode64!(:erlang.iolist_to_binary(text), ignore: :whitespace)

  @spec decode(binary() | charlist(), options()) :: binary()
  def decode(text, options) do
    opts = [padding: :maps.get(:padding, options, true), ignore: :whitespace]
    text = :erlang.iolist_to_binary(text)
    if :maps.get(:mode, options, :standard) == :urlsafe, do: Base.url_decode64!(text, opts), else: Base.decode64!(text, opts)
  end

  @doc """
  The data that a text in base 64 stands for, as a charlist.

      iex> :base64.decode_to_string("Zm9v")
      ~c"foo"
  """
  @spec decode_to_string(binary() | charlist()) :: charlist()
  def decode_to_string(text), do: :erlang.binary_to_list(decode(text))

  @doc """
  Like `decode/1`; bytes outside the alphabet are passed over.

      iex> :base64.mime_decode("Zm9v!")
      "foo"
  """
  @spec mime_decode(binary() | charlist()) :: binary()
  def mime_decode(text) do
    kept = for <<char <- :erlang.iolist_to_binary(text)>>, char in ?A..?Z or char in ?a..?z or char in ?0..?9 or char in [?+, ?/], into: "", do: <<char>>
    Base.decode64!(kept, padding: false)
  end

  @doc """
  Like `mime_decode/1`, as a charlist.

      iex> :base64.mime_decode_to_string("Zm9v")
      ~c"foo"
  """
  @spec mime_decode_to_string(binary() | charlist()) :: charlist()
  def mime_decode_to_string(text), do: :erlang.binary_to_list(mime_decode(text))
end
