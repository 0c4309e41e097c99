defmodule :json do
  @moduledoc """
  JSON after RFC 8259: text to terms and terms to text.

  Objects become maps with strings as keys, arrays lists; `null` is the atom `:null`. Functions of one's own may stand in
  for the decoders of `decode/3` and for the encoder, which is called with each term and itself.
  """

  @typedoc "A value that JSON has."
  @type encode_value() :: integer() | float() | boolean() | nil | :null | binary() | atom() | [encode_value()] | %{optional(binary() | atom() | integer()) => encode_value()}

  @typedoc "Makes JSON of a value; gets itself, to make that of the values inside."
  @type encoder() :: (term(), encoder() -> iodata())

  @type decoders() :: %{optional(atom()) => term()}

  @doc """
  The term that a text stands for.

      iex> :json.decode("[1, {\\"a\\": null}]")
      [1, %{"a" => :null}]

  Raises `:unexpected_end`, `{:invalid_byte, byte}` or `{:unexpected_sequence, bytes}`.
  """
  @spec decode(binary()) :: term()
  def decode(binary) when is_binary(binary) do
    case decode(binary, :ok, %{}) do
      {term, :ok, ""} -> term
      {_, _, <<byte, _::binary>>} -> :erlang.error({:invalid_byte, byte})
    end
  end

  @doc """
  Like `decode/1`, with an accumulator and decoders: a map with any of `:array_start`, `:array_push`, `:array_finish`,
  `:object_start`, `:object_push`, `:object_finish`, `:float`, `:integer`, `:string` and `:null`. Returns
  the term, the accumulator and what follows in the text.

      iex> :json.decode("[1] 2", :ok, %{null: nil})
      {[1], :ok, " 2"}
  """
  @spec decode(binary(), acc :: term(), decoders()) :: {result :: term(), acc :: term(), rest :: binary()}
  def decode(binary, acc, decoders) when is_binary(binary) do
    case read(binary, acc, decoders) do
      {:error, :unexpected_end} -> :erlang.error(:unexpected_end)
      {:error, {:invalid_byte, _, byte}} -> :erlang.error({:invalid_byte, byte})
      {:error, {:unexpected_sequence, _, bytes}} -> :erlang.error({:unexpected_sequence, bytes})
      result -> result
    end
  end

  @doc false
  # As decode/3; errors are returned, with their place.
  def read(binary, acc, decoders) do
    {term, acc, rest} = value(binary, acc, decoder(decoders))
    {term, acc, if(blank?(rest), do: "", else: rest)}
  catch
    {:joist_json, :end} -> {:error, :unexpected_end}
    {:joist_json, <<byte, _::binary>> = rest} -> {:error, {:invalid_byte, byte_size(binary) - byte_size(rest), byte}}
    {:joist_json, rest, bytes} -> {:error, {:unexpected_sequence, byte_size(binary) - byte_size(rest), bytes}}
  end

  defp blank?(<<char, rest::binary>>) when char in [?\s, ?\t, ?\n, ?\r], do: blank?(rest)
  defp blank?(rest), do: rest == ""

  defp decoder(decoders) do
    :maps.merge(
      %{
        array_start: fn _ -> [] end,
        array_push: fn element, acc -> [element | acc] end,
        array_finish: fn acc, outer -> {:lists.reverse(acc), outer} end,
        object_start: fn _ -> [] end,
        object_push: fn key, value, acc -> [{key, value} | acc] end,
        object_finish: fn acc, outer -> {:maps.from_list(acc), outer} end,
        float: &:erlang.binary_to_float/1,
        integer: &:erlang.binary_to_integer/1,
        string: nil,
        null: :null
      },
      decoders
    )
  end

  # What cannot be read is thrown, as the rest of the text from there on.
  defp fail(""), do: throw({:joist_json, :end})
  defp fail(rest), do: throw({:joist_json, rest})

  defp value(<<char, rest::binary>>, acc, d) when char in [?\s, ?\t, ?\n, ?\r], do: value(rest, acc, d)

  defp value(<<?", rest::binary>>, acc, d) do
    {string, rest} = string(rest, d)
    {string, acc, rest}
  end

  defp value(<<?{, rest::binary>>, acc, d), do: object(rest, d.object_start.(acc), acc, d)
  defp value(<<?[, rest::binary>>, acc, d), do: array(rest, d.array_start.(acc), acc, d)
  defp value(<<"true", rest::binary>>, acc, _d), do: {true, acc, rest}
  defp value(<<"false", rest::binary>>, acc, _d), do: {false, acc, rest}
  defp value(<<"null", rest::binary>>, acc, d), do: {d.null, acc, rest}
  defp value(<<?-, rest::binary>> = all, acc, d), do: number(rest, all, 1, acc, d)
  defp value(<<digit, _::binary>> = all, acc, d) when digit in ?0..?9, do: number(all, all, 0, acc, d)
  defp value(<<?t, rest::binary>>, _acc, _d), do: word(rest, "rue")
  defp value(<<?f, rest::binary>>, _acc, _d), do: word(rest, "alse")
  defp value(<<?n, rest::binary>>, _acc, _d), do: word(rest, "ull")
  defp value(rest, _acc, _d), do: fail(rest)

  # A word that is not whole.
  defp word(<<char, rest::binary>>, <<char, expected::binary>>), do: word(rest, expected)
  defp word(rest, _expected), do: fail(rest)

  # ---- arrays and objects

  defp array(<<char, rest::binary>>, elements, acc, d) when char in [?\s, ?\t, ?\n, ?\r], do: array(rest, elements, acc, d)
  defp array(<<?], rest::binary>>, elements, acc, d), do: finished(d.array_finish.(elements, acc), rest)
  defp array(rest, elements, acc, d), do: element(rest, elements, acc, d)

  defp element(rest, elements, acc, d) do
    {element, elements, rest} = value(rest, elements, d)
    after_element(rest, d.array_push.(element, elements), acc, d)
  end

  defp after_element(<<?,, rest::binary>>, elements, acc, d), do: element(rest, elements, acc, d)
  defp after_element(<<?], rest::binary>>, elements, acc, d), do: finished(d.array_finish.(elements, acc), rest)
  defp after_element(<<char, rest::binary>>, elements, acc, d) when char in [?\s, ?\t, ?\n, ?\r], do: after_element(rest, elements, acc, d)
  defp after_element(rest, _elements, _acc, _d), do: fail(rest)

  defp finished({term, acc}, rest), do: {term, acc, rest}

  defp object(<<char, rest::binary>>, pairs, acc, d) when char in [?\s, ?\t, ?\n, ?\r], do: object(rest, pairs, acc, d)
  defp object(<<?}, rest::binary>>, pairs, acc, d), do: finished(d.object_finish.(pairs, acc), rest)
  defp object(rest, pairs, acc, d), do: pair(rest, pairs, acc, d)

  defp pair(<<?", rest::binary>>, pairs, acc, d) do
    {key, rest} = string(rest, d)
    {value, pairs, rest} = rest |> colon() |> value(pairs, d)
    after_pair(rest, d.object_push.(key, value, pairs), acc, d)
  end

  defp pair(<<char, rest::binary>>, pairs, acc, d) when char in [?\s, ?\t, ?\n, ?\r], do: pair(rest, pairs, acc, d)
  defp pair(rest, _pairs, _acc, _d), do: fail(rest)

  defp colon(<<?:, rest::binary>>), do: rest
  defp colon(<<char, rest::binary>>) when char in [?\s, ?\t, ?\n, ?\r], do: colon(rest)
  defp colon(rest), do: fail(rest)

  defp after_pair(<<?,, rest::binary>>, pairs, acc, d), do: pair(rest, pairs, acc, d)
  defp after_pair(<<?}, rest::binary>>, pairs, acc, d), do: finished(d.object_finish.(pairs, acc), rest)
  defp after_pair(<<char, rest::binary>>, pairs, acc, d) when char in [?\s, ?\t, ?\n, ?\r], do: after_pair(rest, pairs, acc, d)
  defp after_pair(rest, _pairs, _acc, _d), do: fail(rest)

  # ---- numbers

  # `size` is that of the text so far, from the start of the number in `all`.
  defp number(<<?0, rest::binary>>, all, size, acc, d), do: whole(rest, all, size + 1, acc, d)
  defp number(<<digit, _::binary>> = rest, all, size, acc, d) when digit in ?1..?9, do: rest |> digits(size) |> then(fn {rest, size} -> whole(rest, all, size, acc, d) end)
  defp number(rest, _all, _size, _acc, _d), do: fail(rest)

  defp digits(<<digit, rest::binary>>, size) when digit in ?0..?9, do: digits(rest, size + 1)
  defp digits(rest, size), do: {rest, size}

  defp whole(<<?., digit, _::binary>> = rest, all, size, acc, d) when digit in ?0..?9 do
    <<_, rest::binary>> = rest
    {rest, last} = digits(rest, size + 1)
    exponent(rest, all, last, :erlang.binary_part(all, 0, last), acc, d)
  end

  defp whole(<<?., rest::binary>>, _all, _size, _acc, _d), do: fail(rest)

  defp whole(<<e, _::binary>> = rest, all, size, acc, d) when e in [?e, ?E],
    do: exponent(rest, all, size, <<:erlang.binary_part(all, 0, size)::binary, ".0">>, acc, d)

  defp whole(rest, all, size, acc, d), do: {d.integer.(:erlang.binary_part(all, 0, size)), acc, rest}

  # `text` is the number up to here with a fraction, which floats must have.
  defp exponent(<<e, rest::binary>>, all, _size, text, acc, d) when e in [?e, ?E] do
    {sign, rest} =
      case rest do
        <<sign, rest::binary>> when sign in [?+, ?-] -> {<<sign>>, rest}
        _ -> {"", rest}
      end

    case digits(rest, 0) do
      {rest, 0} ->
        fail(rest)

      {behind, count} ->
        float(<<text::binary, ?e, sign::binary, :erlang.binary_part(rest, 0, count)::binary>>, all, behind, acc, d)
    end
  end

  defp exponent(rest, all, _size, text, acc, d), do: float(text, all, rest, acc, d)

  defp float(text, all, rest, acc, d) do
    {d.float.(text), acc, rest}
  rescue
    ArgumentError -> throw({:joist_json, all, text})
  end

  # ---- strings

  defp string(rest, d) do
    {text, rest} = plain(rest, rest, 0, [])
    {if(d.string, do: d.string.(text), else: text), rest}
  end

  # `size` bytes from `start` need no change; `parts` are what comes before them, the last first.
  defp plain(<<?", rest::binary>>, start, size, []), do: {:erlang.binary_part(start, 0, size), rest}

  defp plain(<<?", rest::binary>>, start, size, parts),
    do: {:erlang.iolist_to_binary(:lists.reverse(parts, [:erlang.binary_part(start, 0, size)])), rest}

  defp plain(<<?\\, rest::binary>> = all, start, size, parts) do
    {text, rest} = escape(rest, all)
    plain(rest, rest, 0, [text, :erlang.binary_part(start, 0, size) | parts])
  end

  defp plain(<<char, rest::binary>>, start, size, parts) when char >= 0x20 and char < 0x80, do: plain(rest, start, size + 1, parts)
  defp plain(<<char::utf8, rest::binary>>, start, size, parts) when char >= 0x80 and char < 0x800, do: plain(rest, start, size + 2, parts)
  defp plain(<<char::utf8, rest::binary>>, start, size, parts) when char >= 0x800 and char < 0x10000, do: plain(rest, start, size + 3, parts)
  defp plain(<<char::utf8, rest::binary>>, start, size, parts) when char >= 0x10000, do: plain(rest, start, size + 4, parts)

  # The start of a character that the text does not go on with.
  defp plain(<<lead, rest::binary>>, _start, _size, _parts) when lead in 0xC2..0xDF and rest == "", do: fail("")
  defp plain(<<lead, rest::binary>>, _start, _size, _parts) when lead in 0xE0..0xEF and byte_size(rest) < 2, do: fail("")
  defp plain(<<lead, rest::binary>>, _start, _size, _parts) when lead in 0xF0..0xF4 and byte_size(rest) < 3, do: fail("")
  defp plain(rest, _start, _size, _parts), do: fail(rest)

  defp escape(<<char, rest::binary>>, _all) when char in [?", ?\\, ?/], do: {<<char>>, rest}
  defp escape(<<?b, rest::binary>>, _all), do: {"\b", rest}
  defp escape(<<?f, rest::binary>>, _all), do: {"\f", rest}
  defp escape(<<?n, rest::binary>>, _all), do: {"\n", rest}
  defp escape(<<?r, rest::binary>>, _all), do: {"\r", rest}
  defp escape(<<?t, rest::binary>>, _all), do: {"\t", rest}

  defp escape(<<?u, digits::binary-size(4), rest::binary>>, all) do
    case hex(digits) do
      high when high in 0xD800..0xDBFF -> surrogates(high, rest, all)
      unit when is_integer(unit) and unit not in 0xDC00..0xDFFF -> {<<unit::utf8>>, rest}
      _ -> throw({:joist_json, all, :erlang.binary_part(all, 0, 6)})
    end
  end

  defp escape(<<?u, _::binary>>, _all), do: fail("")
  defp escape(rest, _all), do: fail(rest)

  # A character behind the first 65,536 takes two escapes.
  defp surrogates(_high, rest, _all) when byte_size(rest) < 6, do: fail("")

  defp surrogates(high, rest, all) do
    with <<"\\u", digits::binary-size(4), rest::binary>> <- rest,
         low when low in 0xDC00..0xDFFF <- hex(digits) do
      {<<(high - 0xD800) * 0x400 + low - 0xDC00 + 0x10000::utf8>>, rest}
    else
      _ -> throw({:joist_json, all, :erlang.binary_part(all, 0, 12)})
    end
  end

  defp hex(digits), do: hex(digits, 0)
  defp hex(<<char, rest::binary>>, acc) when char in ?0..?9, do: hex(rest, acc * 16 + char - ?0)
  defp hex(<<char, rest::binary>>, acc) when char in ?a..?f, do: hex(rest, acc * 16 + char - ?a + 10)
  defp hex(<<char, rest::binary>>, acc) when char in ?A..?F, do: hex(rest, acc * 16 + char - ?A + 10)
  defp hex("", acc), do: acc
  defp hex(_other, _acc), do: nil

  ## Encoding

  @doc """
  The text of a term, as iodata.

      iex> :erlang.iolist_to_binary(:json.encode(%{"a" => [1, 2.5, :null, "b"]}))
      ~S({"a":[1,2.5,null,"b"]})
  """
  @spec encode(encode_value()) :: iodata()
  def encode(term), do: encode(term, &encode_value/2)

  @doc """
  Like `encode/1`; the encoder is called with each term and itself.

      iex> IO.iodata_to_binary(:json.encode([1, 2], fn n, _encoder when is_integer(n) -> Integer.to_string(n * 2); list, encoder -> :json.encode_list(list, encoder) end))
      "[2,4]"
  """
  @spec encode(term(), encoder()) :: iodata()
  def encode(term, encoder) when is_function(encoder, 2), do: encoder.(term, encoder)

  @doc ~S"""
  The encoder of `encode/1`.

      iex> IO.iodata_to_binary(:json.encode_value([1, "a"], &:json.encode_value/2))
      "[1,\"a\"]"
  """
  @spec encode_value(term(), encoder()) :: iodata()
  def encode_value(value, encoder) when is_atom(value), do: encode_atom(value, encoder)
  def encode_value(value, _encoder) when is_binary(value), do: encode_binary(value)
  def encode_value(value, _encoder) when is_integer(value), do: encode_integer(value)
  def encode_value(value, _encoder) when is_float(value), do: encode_float(value)
  def encode_value(value, encoder) when is_list(value), do: encode_list(value, encoder)
  def encode_value(value, encoder) when is_map(value), do: encode_map(value, encoder)
  def encode_value(value, _encoder), do: :erlang.error({:unsupported_type, value})

  @doc ~S"""
  The text of an atom.

      iex> IO.iodata_to_binary(:json.encode_atom(:lamp, &:json.encode_value/2))
      "\"lamp\""
      iex> IO.iodata_to_binary(:json.encode_atom(:null, &:json.encode_value/2))
      "null"
  """
  @spec encode_atom(atom(), encoder()) :: iodata()
  def encode_atom(atom, _encoder) when atom in [:null, true, false], do: :erlang.atom_to_binary(atom)
  def encode_atom(atom, encoder), do: encoder.(:erlang.atom_to_binary(atom), encoder)

  @doc """
  The text of an integer.

      iex> IO.iodata_to_binary(:json.encode_integer(10))
      "10"
  """
  @spec encode_integer(integer()) :: iodata()
  def encode_integer(integer), do: :erlang.integer_to_binary(integer)

  @doc """
  The text of a float.

      iex> IO.iodata_to_binary(:json.encode_float(2.5))
      "2.5"
  """
  @spec encode_float(float()) :: iodata()
  def encode_float(float), do: :erlang.float_to_binary(float, [:short])

  @doc """
  The text of a list as an array.

      iex> IO.iodata_to_binary(:json.encode_list([1, 2], &:json.encode_value/2))
      "[1,2]"
  """
  @spec encode_list(list(), encoder()) :: iodata()
  def encode_list([], _encoder), do: "[]"
  def encode_list([first | rest], encoder) when is_function(encoder, 2), do: [?[, encoder.(first, encoder) | list_rest(rest, encoder)]

  defp list_rest([next | rest], encoder), do: [?,, encoder.(next, encoder) | list_rest(rest, encoder)]
  defp list_rest([], _encoder), do: [?]]

  @doc ~S"""
  The text of a map as an object.

      iex> IO.iodata_to_binary(:json.encode_map(%{lamp: 1}, &:json.encode_value/2))
      "{\"lamp\":1}"
  """
  @spec encode_map(map(), encoder()) :: iodata()
  def encode_map(map, encoder) when is_map(map) and is_function(encoder, 2), do: encode_key_value_list(:maps.to_list(map), encoder)

  @doc ~S"""
  The text of pairs as an object.

      iex> IO.iodata_to_binary(:json.encode_key_value_list([b: 1, a: 2], &:json.encode_value/2))
      "{\"b\":1,\"a\":2}"
  """
  @spec encode_key_value_list([{term(), term()}], encoder()) :: iodata()
  def encode_key_value_list([], _encoder), do: "{}"

  def encode_key_value_list([{key, value} | rest], encoder),
    do: [?{, key(key, encoder), ?:, encoder.(value, encoder) | pairs_rest(rest, encoder)]

  defp pairs_rest([{key, value} | rest], encoder), do: [?,, key(key, encoder), ?:, encoder.(value, encoder) | pairs_rest(rest, encoder)]
  defp pairs_rest([], _encoder), do: "}"

  defp key(key, encoder) when is_binary(key), do: encoder.(key, encoder)
  defp key(key, encoder) when is_atom(key), do: encoder.(:erlang.atom_to_binary(key), encoder)
  defp key(key, _encoder) when is_integer(key), do: [?", encode_integer(key), ?"]
  defp key(key, _encoder) when is_float(key), do: [?", encode_float(key), ?"]

  @doc ~S"""
  The text of a string.

      iex> IO.iodata_to_binary(:json.encode_binary("lamp"))
      "\"lamp\""
  """
  @spec encode_binary(binary()) :: iodata()
  def encode_binary(binary) when is_binary(binary), do: [?", escaped(binary, binary, 0, [], false), ?"]

  @doc ~S"""
  The text of a string in ASCII only.

      iex> IO.iodata_to_binary(:json.encode_binary_escape_all("é"))
      "\"\\u00e9\""
  """
  @spec encode_binary_escape_all(binary()) :: iodata()
  def encode_binary_escape_all(binary) when is_binary(binary), do: [?", escaped(binary, binary, 0, [], true), ?"]

  # `size` bytes from `start` need no escape; ascii? says that no other than ASCII characters are wanted.
  defp escaped(<<char, rest::binary>>, start, size, acc, ascii?) when char >= 0x20 and char < 0x80 and char != ?" and char != ?\\,
    do: escaped(rest, start, size + 1, acc, ascii?)

  defp escaped("", start, _size, [], _ascii?), do: start
  defp escaped("", start, size, acc, _ascii?), do: :lists.reverse(acc, [:erlang.binary_part(start, 0, size)])

  defp escaped(<<char, rest::binary>>, start, size, acc, ascii?) when char < 0x80,
    do: escaped(rest, rest, 0, [escape_of(char), :erlang.binary_part(start, 0, size) | acc], ascii?)

  defp escaped(<<char::utf8, rest::binary>>, start, size, acc, true),
    do: escaped(rest, rest, 0, [units(char), :erlang.binary_part(start, 0, size) | acc], true)

  defp escaped(<<char::utf8, rest::binary>>, start, size, acc, false), do: escaped(rest, start, size + byte_size(<<char::utf8>>), acc, false)
  defp escaped(<<byte, _::binary>>, _start, _size, _acc, _ascii?), do: :erlang.error({:invalid_byte, byte})

  defp escape_of(?"), do: "\\\""
  defp escape_of(?\\), do: "\\\\"
  defp escape_of(?\b), do: "\\b"
  defp escape_of(?\f), do: "\\f"
  defp escape_of(?\n), do: "\\n"
  defp escape_of(?\r), do: "\\r"
  defp escape_of(?\t), do: "\\t"
  defp escape_of(char), do: units(char)

  defp units(char), do: for(<<unit::16 <- <<char::utf16>> >>, do: [?\\, ?u | unit |> :erlang.integer_to_list(16) |> lower() |> four()])

  defp lower(digits), do: for(digit <- digits, do: if(digit in ?A..?F, do: digit + 32, else: digit))
  defp four(digits) when length(digits) < 4, do: four([?0 | digits])
  defp four(digits), do: digits
end
