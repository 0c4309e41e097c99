# A JSON encoder by protocol and a recursive-descent decoder over binaries.
defprotocol Json.Encoder do
  @fallback_to_any true
  @doc "iodata of a value"
  def encode(value)
end

defmodule Json do
  defmodule Error do
    defexception [:position, :reason]

    @impl true
    def message(%{position: position, reason: reason}), do: "#{reason} at position #{position}"
  end

  def encode!(value), do: value |> Json.Encoder.encode() |> IO.iodata_to_binary()

  def decode(text) do
    {:ok, decode!(text)}
  rescue
    e in Error -> {:error, Exception.message(e)}
  end

  def decode!(text) when is_binary(text) do
    {value, rest, position} = value(skip(text, 0))

    case skip(rest, position) do
      {"", _} -> value
      {<<c::utf8, _::binary>>, position} -> fail("unexpected #{inspect(<<c::utf8>>)}", position)
    end
  end

  @spec fail(String.t(), non_neg_integer()) :: no_return()
  defp fail(reason, position), do: raise(Error, position: position, reason: reason)

  defp skip(<<c, rest::binary>>, position) when c in ~c" \t\r\n", do: skip(rest, position + 1)
  defp skip(rest, position), do: {rest, position}

  for {word, value} <- [{"true", true}, {"false", false}, {"null", nil}] do
    size = byte_size(word)
    defp value({<<unquote(word), rest::binary>>, position}), do: {unquote(value), rest, position + unquote(size)}
  end

  defp value({<<?", rest::binary>>, position}), do: string(rest, position + 1, [])
  defp value({<<?[, rest::binary>>, position}), do: array(skip(rest, position + 1), [])
  defp value({<<?{, rest::binary>>, position}), do: object(skip(rest, position + 1), [])

  defp value({<<c, _::binary>> = text, position}) when c == ?- or c in ?0..?9 do
    [number] = Regex.run(~r/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/, text) || fail("bad number", position)
    size = byte_size(number)
    <<_::binary-size(^size), rest::binary>> = text

    parsed =
      cond do
        String.match?(number, ~r/^-?\d+$/) -> String.to_integer(number)
        String.contains?(number, ".") -> String.to_float(number)
        true -> number |> String.replace(~r/[eE]/, ".0e") |> String.to_float()
      end

    {parsed, rest, position + size}
  end

  defp value({"", position}), do: fail("unexpected end", position)
  defp value({<<c::utf8, _::binary>>, position}), do: fail("unexpected #{inspect(<<c::utf8>>)}", position)

  defp array({<<?], rest::binary>>, position}, []), do: {[], rest, position + 1}

  defp array(input, acc) do
    {item, rest, position} = value(input)

    case skip(rest, position) do
      {<<?,, rest::binary>>, position} -> array(skip(rest, position + 1), [item | acc])
      {<<?], rest::binary>>, position} -> {Enum.reverse([item | acc]), rest, position + 1}
      {_, position} -> fail("expected , or ]", position)
    end
  end

  defp object({<<?}, rest::binary>>, position}, []), do: {%{}, rest, position + 1}

  defp object({<<?", rest::binary>>, position}, acc) do
    {key, rest, position} = string(rest, position + 1, [])

    with {<<?:, rest::binary>>, position} <- skip(rest, position),
         {item, rest, position} = value(skip(rest, position + 1)) do
      case skip(rest, position) do
        {<<?,, rest::binary>>, position} -> object(skip(rest, position + 1), [{key, item} | acc])
        {<<?}, rest::binary>>, position} -> {Map.new([{key, item} | acc]), rest, position + 1}
        {_, position} -> fail("expected , or }", position)
      end
    else
      {_, position} -> fail("expected :", position)
    end
  end

  defp object({_, position}, _), do: fail("expected a key", position)

  defp string(<<?", rest::binary>>, position, acc), do: {acc |> Enum.reverse() |> IO.iodata_to_binary(), rest, position + 1}

  defp string(<<"\\u", hex::binary-size(4), rest::binary>>, position, acc) do
    case {String.to_integer(hex, 16), rest} do
      {high, <<"\\u", low::binary-size(4), rest::binary>>} when high in 0xD800..0xDBFF ->
        low = String.to_integer(low, 16)
        code = 0x10000 + Bitwise.bsl(high - 0xD800, 10) + (low - 0xDC00)
        string(rest, position + 12, [<<code::utf8>> | acc])

      {code, rest} ->
        string(rest, position + 6, [<<code::utf8>> | acc])
    end
  end

  for {char, value} <- [{?n, ?\n}, {?t, ?\t}, {?r, ?\r}, {?b, ?\b}, {?f, ?\f}, {?", ?"}, {?\\, ?\\}, {?/, ?/}] do
    defp string(<<?\\, unquote(char), rest::binary>>, position, acc), do: string(rest, position + 2, [unquote(value) | acc])
  end

  defp string(<<c, _::binary>>, position, _) when c < 0x20, do: fail("control character", position)
  defp string(<<c::utf8, rest::binary>>, position, acc), do: string(rest, position + byte_size(<<c::utf8>>), [<<c::utf8>> | acc])
  defp string(_, position, _), do: fail("unterminated string", position)
end

defimpl Json.Encoder, for: Atom do
  def encode(nil), do: "null"
  def encode(true), do: "true"
  def encode(false), do: "false"
  def encode(atom), do: Json.Encoder.encode(Atom.to_string(atom))
end

defimpl Json.Encoder, for: [Integer, Float] do
  def encode(number), do: to_string(number)
end

defimpl Json.Encoder, for: BitString do
  def encode(text), do: [?", for(<<c::utf8 <- text>>, do: escape(c)), ?"]

  defp escape(?"), do: "\\\""
  defp escape(?\\), do: "\\\\"
  defp escape(?\n), do: "\\n"
  defp escape(c) when c < 0x20, do: ["\\u", c |> Integer.to_string(16) |> String.pad_leading(4, "0")]
  defp escape(c), do: <<c::utf8>>
end

defimpl Json.Encoder, for: List do
  def encode([{key, _} | _] = list) when is_atom(key), do: list |> Map.new() |> Json.Encoder.encode()
  def encode(list), do: [?[, list |> Enum.map(&@protocol.encode/1) |> Enum.intersperse(?,), ?]]
end

defimpl Json.Encoder, for: Map do
  def encode(map) do
    pairs = for {key, value} <- Enum.sort_by(map, &to_string(elem(&1, 0))), do: [@protocol.encode(to_string(key)), ?:, @protocol.encode(value)]
    [?{, Enum.intersperse(pairs, ","), ?}]
  end
end

defimpl Json.Encoder, for: Any do
  defmacro __deriving__(module, struct, options) do
    fields = Keyword.get(options, :only, struct |> Map.keys() |> List.delete(:__struct__))

    quote do
      defimpl Json.Encoder, for: unquote(module) do
        def encode(struct), do: struct |> Map.take(unquote(fields)) |> Json.Encoder.encode()
      end
    end
  end

  def encode(value), do: raise(Protocol.UndefinedError, protocol: @protocol, value: value, description: "derive it")
end

defmodule User do
  @derive {Json.Encoder, only: [:name, :tags]}
  defstruct [:name, :password, tags: []]
end

defmodule Point do
  @derive Json.Encoder
  defstruct x: 0, y: 0.5
end

samples = [
  1, -2.5, nil, true, :atom, "plain", "quote \" back \\ line\n tab\t", "π ≈ 3", [], [1, [2, [3]]], %{}, %{"a" => 1, b: [nil]}, [k: 1, j: "two"],
  struct(User, name: "joe", password: "secret", tags: ["x"]), struct(Point), 1.0e100, 123_456_789_012_345_678_901_234_567_890
]

for sample <- samples do
  text = Json.encode!(sample)
  IO.puts(text)
  IO.inspect(Json.decode(text))
end

for text <- [
      ~S({"a": [1, 2.5e3, -0, true, null], "b": {"c": "\u00e9\ud83d\ude00\n"}}), " [ ] ", "[1,]", "{\"a\" 1}", "{a: 1}", "\"open", "tru", "", "1 2",
      "[1, 2", "\"\x01\"", "1e5", "-", "{\"k\": [{}, {\"z\": []}]}"
    ] do
  IO.inspect(Json.decode(text))
end

try do
  Json.encode!({1, 2})
rescue
  e -> IO.puts(Exception.message(e))
end

big = for n <- 1..300, do: %{"id" => n, "name" => "item #{n}", "half" => n / 2, "even" => rem(n, 2) == 0}
IO.inspect(big |> Json.encode!() |> Json.decode!() == big)
