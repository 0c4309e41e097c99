defmodule :io_lib do
  @moduledoc """
  Text from formats and terms, in Erlang's syntax.

  A control sequence is `~F.P.PadModC`: field width, precision, padding character,
  modifier (`t` for Unicode, `l` for lists as lists) and the letter.
  """

  @typedoc "Characters, in lists in lists."
  @type chars() :: [char() | chars()]

  @doc ~S"""
  Text from a format and arguments.

      iex> :io_lib.format("~w and ~s~n", [:a, "b"]) |> IO.iodata_to_binary()
      "a and b\n"
  """
  @spec format(:io.format(), [term()]) :: chars()
  def format(format, args), do: fwrite(format, args)

  @doc """
  Text from a format and arguments; the options are passed over.

      iex> :io_lib.format("~.2f", [1.5], chars_limit: 50) |> IO.iodata_to_binary()
      "1.50"
  """
  @spec format(:io.format(), [term()], options :: keyword()) :: chars()
  def format(format, args, _options), do: fwrite(format, args)

  @doc """
  Like `format/2`.

      iex> :io_lib.fwrite("~5..0w|~-4s|", [42, "ab"]) |> IO.iodata_to_binary()
      "00042|ab  |"
  """
  @spec fwrite(:io.format(), [term()]) :: chars()
  def fwrite(format, args) when is_list(args) do
    try do
      run(chars(format), args, [])
    catch
      :throw, :bad_format -> :erlang.error(:badarg, [format, args])
    end
  end

  def fwrite(format, args), do: :erlang.error(:badarg, [format, args])

  defp chars(format) when is_list(format), do: :unicode.characters_to_list(format)
  defp chars(format) when is_binary(format), do: :unicode.characters_to_list(format)
  defp chars(format) when is_atom(format), do: :erlang.atom_to_list(format)

  defp run([?~ | rest], args, acc) do
    {width, rest, args} = number(rest, args)
    {precision, rest, args} = precision(rest, args)
    {pad, rest, args} = pad(rest, args)
    {modifiers, rest} = modifiers(rest, [])

    case rest do
      [control | rest] ->
        {text, args} = control(control, width, precision, pad, modifiers, args, acc)
        run(rest, args, [text | acc])

      [] ->
        throw(:bad_format)
    end
  end

  defp run([char | rest], args, acc), do: run(rest, args, [char | acc])
  defp run([], [], acc), do: :lists.reverse(acc)
  defp run([], _extra, _acc), do: throw(:bad_format)

  defp number([?- | rest], args) do
    case number(rest, args) do
      {width, rest, args} when is_integer(width) -> {-width, rest, args}
      other -> other
    end
  end

  defp number([?* | rest], [width | args]) when is_integer(width), do: {width, rest, args}
  defp number([?* | _rest], _args), do: throw(:bad_format)
  defp number([char | _] = rest, args) when char in ?0..?9, do: digits(rest, 0, args)
  defp number(rest, args), do: {nil, rest, args}

  defp digits([char | rest], acc, args) when char in ?0..?9, do: digits(rest, acc * 10 + char - ?0, args)
  defp digits(rest, acc, args), do: {acc, rest, args}

  defp precision([?. | rest], args), do: number(rest, args)
  defp precision(rest, args), do: {nil, rest, args}

  defp pad([?., ?* | rest], [char | args]), do: {char, rest, args}
  defp pad([?., char | rest], args), do: {char, rest, args}
  defp pad(rest, args), do: {?\s, rest, args}

  defp modifiers([char | rest], acc) when char in [?t, ?l, ?k, ?K], do: modifiers(rest, [char | acc])
  defp modifiers(rest, acc), do: {acc, rest}

  ## Controls

  defp control(?~, width, _precision, _pad, _mods, args, _acc), do: {:lists.duplicate(abs(width || 1), ?~), args}
  defp control(?n, width, _precision, _pad, _mods, args, _acc), do: {:lists.duplicate(abs(width || 1), ?\n), args}
  defp control(?i, _width, _precision, _pad, _mods, [_ | args], _acc), do: {[], args}

  defp control(?c, width, precision, pad, mods, [char | args], _acc) when is_integer(char) do
    char = if ?t in mods, do: char, else: :erlang.band(char, 255)
    count = precision || if(width, do: abs(width), else: 1)
    {field(:lists.duplicate(count, char), width, pad), args}
  end

  defp control(?s, width, precision, pad, mods, [arg | args], _acc), do: {string_field(text(arg, mods), width, precision, pad), args}

  defp control(?w, width, precision, pad, mods, [term | args], _acc),
    do: {clipped(term_chars(term, -1, mods), width || precision, precision, pad), args}

  defp control(?W, width, precision, pad, mods, [term, depth | args], _acc) when is_integer(depth),
    do: {clipped(term_chars(term, depth, mods), width || precision, precision, pad), args}

  defp control(?p, width, precision, _pad, mods, [term | args], acc), do: {pretty(term, -1, width, precision, mods, acc), args}

  defp control(?P, width, precision, _pad, mods, [term, depth | args], acc) when is_integer(depth),
    do: {pretty(term, depth, width, precision, mods, acc), args}

  defp control(?f, width, precision, pad, _mods, [number | args], _acc) when is_number(number),
    do: {clipped(fixed(number, precision || 6), width, nil, pad), args}

  defp control(?e, width, precision, pad, _mods, [number | args], _acc) when is_number(number),
    do: {clipped(scientific(number, precision || 6), width, nil, pad), args}

  defp control(?g, width, precision, pad, _mods, [number | args], _acc) when is_number(number),
    do: {clipped(general(number, precision || 6), width, nil, pad), args}

  defp control(?B, width, precision, pad, _mods, [number | args], _acc) when is_integer(number),
    do: {clipped(:erlang.integer_to_list(number, precision || 10), width, nil, pad), args}

  defp control(?b, width, precision, pad, _mods, [number | args], _acc) when is_integer(number),
    do: {clipped(lower(:erlang.integer_to_list(number, precision || 10)), width, nil, pad), args}

  defp control(?X, width, precision, pad, _mods, [number, prefix | args], _acc) when is_integer(number),
    do: {clipped(prefixed(number, precision || 10, prefix, false), width, nil, pad), args}

  defp control(?x, width, precision, pad, _mods, [number, prefix | args], _acc) when is_integer(number),
    do: {clipped(prefixed(number, precision || 10, prefix, true), width, nil, pad), args}

  defp control(?#, width, precision, pad, _mods, [number | args], _acc) when is_integer(number),
    do: {clipped(based(number, precision || 10, false), width, nil, pad), args}

  defp control(?+, width, precision, pad, _mods, [number | args], _acc) when is_integer(number),
    do: {clipped(based(number, precision || 10, true), width, nil, pad), args}

  defp control(_other, _width, _precision, _pad, _mods, _args, _acc), do: throw(:bad_format)

  defp text(atom, _mods) when is_atom(atom), do: :erlang.atom_to_list(atom)

  defp text(data, mods) do
    encoding = if ?t in mods, do: :unicode, else: :latin1

    case :unicode.characters_to_list(data, encoding) do
      list when is_list(list) -> list
      _ -> throw(:bad_format)
    end
  catch
    :error, _ -> throw(:bad_format)
  end

  defp lower(chars), do: :lists.map(fn char -> if(char in ?A..?Z, do: char + 32, else: char) end, chars)

  defp prefixed(number, base, prefix, lower?) when number < 0, do: [?- | prefixed(-number, base, prefix, lower?)]

  defp prefixed(number, base, prefix, lower?) do
    digits = :erlang.integer_to_list(number, base)
    prefix_text(prefix) ++ if(lower?, do: lower(digits), else: digits)
  end

  defp prefix_text(prefix) when is_atom(prefix), do: :erlang.atom_to_list(prefix)
  defp prefix_text(prefix), do: :unicode.characters_to_list(prefix)

  defp based(number, base, lower?) when number < 0, do: [?- | based(-number, base, lower?)]

  defp based(number, base, lower?) do
    digits = :erlang.integer_to_list(number, base)
    :erlang.integer_to_list(base) ++ [?# | if(lower?, do: lower(digits), else: digits)]
  end

  ## Fields

  defp field(chars, nil, _pad), do: chars
  defp field(chars, width, pad) when width >= 0, do: fill(width - length(chars), pad) ++ chars
  defp field(chars, width, pad), do: chars ++ fill(-width - length(chars), pad)

  defp fill(count, pad) when count > 0, do: :lists.duplicate(count, pad)
  defp fill(_count, _pad), do: []

  # What does not fit is shown as stars.
  defp clipped(chars, nil, _precision, _pad), do: chars

  defp clipped(chars, width, precision, pad) do
    room = if precision, do: :erlang.min(precision, abs(width)), else: abs(width)

    if length(chars) > room,
      do: field(:lists.duplicate(room, ?*), width, pad),
      else: field(chars, width, pad)
  end

  defp string_field(chars, nil, nil, _pad), do: chars
  defp string_field(chars, nil, precision, pad), do: string_field(chars, precision, precision, pad)
  defp string_field(chars, width, nil, pad), do: field(:lists.sublist(chars, abs(width)), width, pad)

  defp string_field(chars, width, precision, pad) do
    chars = :lists.sublist(chars, precision)
    field(:lists.sublist(chars, abs(width)), width, pad)
  end

  ## Numbers

  defp fixed(number, digits) when is_integer(number), do: fixed(number * 1.0, digits)
  defp fixed(number, digits), do: :erlang.float_to_list(number, decimals: digits)

  defp scientific(number, digits) when digits >= 2 do
    number |> float() |> :erlang.float_to_list(scientific: digits - 1) |> short_exponent()
  end

  defp scientific(_number, _digits), do: throw(:bad_format)

  defp float(number), do: number * 1.0

  # e+04 is written e+4
  defp short_exponent(chars) do
    {mantissa, [?e, sign | digits]} = :lists.splitwith(fn char -> char != ?e end, chars)
    mantissa ++ [?e, sign | no_zeros(digits)]
  end

  defp no_zeros([?0, char | rest]), do: no_zeros([char | rest])
  defp no_zeros(digits), do: digits

  defp general(number, digits) do
    size = abs(float(number))

    cond do
      size >= 0.1 and size < 10000.0 and digits - whole_digits(size) >= 1 ->
        fixed(number, digits - whole_digits(size))

      true ->
        scientific(number, digits)
    end
  end

  defp whole_digits(size) when size < 1.0, do: 0
  defp whole_digits(size) when size < 10.0, do: 1
  defp whole_digits(size) when size < 100.0, do: 2
  defp whole_digits(size) when size < 1000.0, do: 3
  defp whole_digits(_size), do: 4

  ## Terms

  @doc """
  The text of a term.

      iex> :io_lib.write({:a, "b"}) |> IO.iodata_to_binary()
      "{a,<<98>>}"
  """
  @spec write(term()) :: chars()
  def write(term), do: term_chars(term, -1, [])

  @doc """
  The text of a term, to a depth.

      iex> :io_lib.write([1, 2, 3, 4], 3) |> IO.iodata_to_binary()
      "[1,2|...]"
  """
  @spec write(term(), depth :: integer()) :: chars()
  def write(term, depth) when is_integer(depth), do: term_chars(term, depth, [])
  def write(term, options) when is_list(options), do: term_chars(term, :proplists.get_value(:depth, options, -1), [])

  defp term_chars(term, depth, _mods), do: :unicode.characters_to_list(term_text(term, depth))

  defp term_text(_term, 0), do: "..."
  defp term_text(term, _depth) when is_integer(term), do: :erlang.integer_to_binary(term)
  defp term_text(term, _depth) when is_float(term), do: :erlang.float_to_binary(term, [:short])
  defp term_text(term, _depth) when is_atom(term), do: :unicode.characters_to_binary(write_atom(term))
  defp term_text([], _depth), do: "[]"
  defp term_text(list, depth) when is_list(list), do: :erlang.iolist_to_binary(["[", elements(list, depth - 1, &term_text/2), "]"])

  defp term_text(tuple, depth) when is_tuple(tuple),
    do: :erlang.iolist_to_binary(["{", tuple_elements(:erlang.tuple_to_list(tuple), depth, &term_text/2), "}"])

  defp term_text(map, depth) when is_map(map), do: :erlang.iolist_to_binary(["#", "{", pairs(:maps.to_list(map), depth - 1, &term_text/2), "}"])
  defp term_text(bits, depth) when is_bitstring(bits), do: bits_text(bits, depth)
  defp term_text(term, _depth) when is_pid(term), do: :erlang.list_to_binary(:erlang.pid_to_list(term))
  defp term_text(term, _depth) when is_reference(term), do: :erlang.list_to_binary(:erlang.ref_to_list(term))
  defp term_text(term, _depth) when is_port(term), do: :erlang.list_to_binary(:erlang.port_to_list(term))
  defp term_text(term, _depth) when is_function(term), do: :erlang.list_to_binary(:erlang.fun_to_list(term))

  defp elements([last], depth, fun), do: [fun.(last, depth)]
  defp elements(_list, 0, _fun), do: ["..."]
  defp elements([head | tail], 1, fun) when is_list(tail), do: [fun.(head, 1), "|..."]
  defp elements([head | tail], depth, fun) when is_list(tail), do: [fun.(head, depth), ",", elements(tail, depth - 1, fun)]
  defp elements([head | tail], depth, fun), do: [fun.(head, depth), "|", fun.(tail, depth - 1)]

  defp tuple_elements([], _depth, _fun), do: []
  defp tuple_elements([last], depth, fun), do: [fun.(last, depth - 1)]
  defp tuple_elements(_list, 1, _fun), do: ["..."]
  defp tuple_elements([head | tail], depth, fun), do: [fun.(head, depth - 1), ",", tuple_elements(tail, depth - 1, fun)]

  defp pairs([], _depth, _fun), do: []
  defp pairs(_pairs, 0, _fun), do: "..."
  defp pairs([{key, value}], depth, fun), do: [fun.(key, depth), " => ", fun.(value, depth)]
  defp pairs([{key, value} | rest], depth, fun), do: [fun.(key, depth), " => ", fun.(value, depth), ",", pairs(rest, depth - 1, fun)]

  defp bits_text(<<>>, _depth), do: "<<>>"
  defp bits_text(bits, depth), do: :erlang.iolist_to_binary(["<<", bytes(bits, depth), ">>"])

  defp bytes(_bits, 1), do: "..."
  defp bytes(<<byte>>, _depth), do: :erlang.integer_to_binary(byte)
  defp bytes(<<byte, rest::bitstring>>, depth), do: [:erlang.integer_to_binary(byte), ",", bytes(rest, depth - 1)]

  defp bytes(bits, _depth) do
    size = bit_size(bits)
    <<value::size(size)>> = bits
    [:erlang.integer_to_binary(value), ":", :erlang.integer_to_binary(size)]
  end

  ## Pretty printing: printable lists and binaries as strings, lines broken to fit

  defp pretty(term, depth, width, precision, mods, acc) do
    line = if is_integer(width), do: abs(width), else: 80
    column = precision || indentation(:lists.flatten(:lists.reverse(acc)), 0)
    unicode? = ?t in mods
    strings? = ?l not in mods
    doc = doc(term, depth, {unicode?, strings?})
    width = if line == 0, do: :infinity, else: :erlang.max(line - column, 1)
    text = :erlang.iolist_to_binary(Inspect.Algebra.format(Inspect.Algebra.group(doc), width))
    text = if column > 0, do: :binary.replace(text, "\n", "\n" <> :binary.copy(" ", column), [:global]), else: text
    :unicode.characters_to_list(text)
  end

  defp doc(_term, 0, _how), do: "..."
  defp doc([], _depth, _how), do: "[]"

  defp doc(list, depth, {unicode?, strings?} = how) when is_list(list) do
    if strings? and printable?(list, unicode?),
      do: :unicode.characters_to_binary(write_string(list)),
      else: container("[", list_docs(list, depth - 1, how), "]")
  end

  defp doc(tuple, depth, how) when is_tuple(tuple), do: container("{", tuple_docs(:erlang.tuple_to_list(tuple), depth, how), "}")

  defp doc(map, depth, how) when is_map(map) do
    docs = for {key, value} <- :maps.to_list(map), do: Inspect.Algebra.concat([doc(key, depth - 1, how), " => ", doc(value, depth - 1, how)])
    container(<<?#, ?{>>, docs, "}")
  end

  defp doc(binary, depth, {unicode?, strings?}) when is_binary(binary) and binary != "" do
    cond do
      strings? and printable_bytes?(binary) and not (unicode? and wide_text?(binary)) ->
        :erlang.iolist_to_binary(["<<", :unicode.characters_to_binary(write_string(:erlang.binary_to_list(binary))), ">>"])

      strings? and unicode? and printable_text?(binary) ->
        :erlang.iolist_to_binary(["<<", :unicode.characters_to_binary(write_string(:unicode.characters_to_list(binary))), "/utf8>>"])

      true ->
        term_text(binary, depth)
    end
  end

  defp doc(term, depth, _how), do: term_text(term, depth)

  defp list_docs([last], depth, how), do: [doc(last, depth, how)]
  defp list_docs(_list, 0, _how), do: ["..."]
  defp list_docs([head | tail], 1, how) when is_list(tail), do: [{:rest, doc(head, 1, how)}]
  defp list_docs([head | tail], depth, how) when is_list(tail), do: [doc(head, depth, how) | list_docs(tail, depth - 1, how)]

  defp list_docs([head | tail], depth, how),
    do: [Inspect.Algebra.concat([doc(head, depth, how), "|", doc(tail, depth - 1, how)])]

  defp tuple_docs([], _depth, _how), do: []
  defp tuple_docs(_list, 1, _how), do: ["..."]
  defp tuple_docs([head | tail], depth, how), do: [doc(head, depth - 1, how) | tuple_docs(tail, depth - 1, how)]

  defp container(open, docs, close) do
    Inspect.Algebra.group(Inspect.Algebra.concat([open, Inspect.Algebra.nest(joined(docs), byte_size(open)), close]))
  end

  defp joined([]), do: :doc_nil
  defp joined([{:rest, doc}]), do: Inspect.Algebra.concat(doc, "|...")
  defp joined([last]), do: last
  defp joined([doc | rest]), do: Inspect.Algebra.concat([doc, ",", Inspect.Algebra.flex_break(""), joined(rest)])

  @doc ~S"""
  The text of a term, with lines broken at 80 columns.

      iex> :io_lib.print({:a, ~c"text"}) |> IO.iodata_to_binary()
      "{a,\"text\"}"
  """
  @spec print(term()) :: chars()
  def print(term), do: pretty(term, -1, nil, 0, [?t], [])

  @doc ~S"""
  The text of a term from a column, for a width, to a depth.

      iex> IO.chardata_to_string(:io_lib.print([1, {:a, "b"}], 1, 80, -1))
      "[1,{a,<<\"b\">>}]"
  """
  @spec print(term(), column :: non_neg_integer(), line_length :: non_neg_integer(), depth :: integer()) :: chars()
  def print(term, column, width, depth), do: pretty(term, depth, width, :erlang.max(column - 1, 0), [?t], [])

  @doc """
  The text of an atom.

      iex> :io_lib.write_atom(:"a b") |> IO.iodata_to_binary()
      "'a b'"
  """
  @spec write_atom(atom()) :: chars()
  def write_atom(atom) do
    chars = :erlang.atom_to_list(atom)
    if plain_atom?(chars) and not reserved?(atom), do: chars, else: [?' | escaped(chars, ?')]
  end

  defp plain_atom?([char | rest]) when char in ?a..?z or (char in 0xDF..0xFF and char != 0xF7), do: :lists.all(&name_char?/1, rest)
  defp plain_atom?(_other), do: false

  defp name_char?(char),
    do: char in ?a..?z or char in ?A..?Z or char in ?0..?9 or char in [?_, ?@] or (char in 0xC0..0xFF and char not in [0xD7, 0xF7])

  defp reserved?(atom),
    do:
      atom in [
        :after,
        :and,
        :andalso,
        :band,
        :begin,
        :bnot,
        :bor,
        :bsl,
        :bsr,
        :bxor,
        :case,
        :catch,
        :cond,
        :div,
        :else,
        :end,
        :fun,
        :if,
        :let,
        :maybe,
        :not,
        :of,
        :or,
        :orelse,
        :receive,
        :rem,
        :try,
        :when,
        :xor
      ]

  @doc ~S"""
  The text of a string.

      iex> :io_lib.write_string(~c"a\nb") |> IO.iodata_to_binary()
      "\"a\\nb\""
  """
  @spec write_string(charlist()) :: chars()
  def write_string(chars), do: write_string(chars, ?")

  @doc ~S"""
  The text of a string between the given characters.

      iex> :io_lib.write_string(~c"a'b", ?')
      ~c"'a\\'b'"
  """
  @spec write_string(charlist(), quote :: char()) :: chars()
  def write_string(chars, quote), do: [quote | escaped(chars, quote)]

  @doc """
  The text of a character.

      iex> :io_lib.write_char(?a) |> IO.iodata_to_binary()
      "$a"
  """
  @spec write_char(char()) :: chars()
  def write_char(char), do: [?$ | :lists.droplast(escaped([char], -1))]

  defp escaped([char | rest], quote) do
    text =
      case char do
        ^quote -> [?\\, char]
        ?\\ -> ~c"\\\\"
        ?\n -> ~c"\\n"
        ?\t -> ~c"\\t"
        ?\r -> ~c"\\r"
        ?\v -> ~c"\\v"
        ?\b -> ~c"\\b"
        ?\f -> ~c"\\f"
        ?\e -> ~c"\\e"
        ?\d -> ~c"\\d"
        char when char < 32 or char in 0x80..0x9F -> [?\\ | octal(char)]
        char -> [char]
      end

    text ++ escaped(rest, quote)
  end

  defp escaped([], -1), do: [0]
  defp escaped([], quote), do: [quote]

  defp octal(char), do: [?0 + :erlang.bsr(char, 6), ?0 + :erlang.band(:erlang.bsr(char, 3), 7), ?0 + :erlang.band(char, 7)]

  ## Kinds of text

  @doc """
  True for lists of characters.

      iex> :io_lib.char_list([97, 960])
      true
      iex> :io_lib.char_list([:a])
      false
  """
  @spec char_list(term()) :: boolean()
  def char_list(list) when is_list(list), do: :lists.all(&(is_integer(&1) and &1 >= 0 and &1 <= 0x10FFFF), list)
  def char_list(_other), do: false

  @doc """
  True for lists of characters of Latin-1.

      iex> :io_lib.latin1_char_list([97, 960])
      false
  """
  @spec latin1_char_list(term()) :: boolean()
  def latin1_char_list(list) when is_list(list), do: :lists.all(&(is_integer(&1) and &1 >= 0 and &1 <= 255), list)
  def latin1_char_list(_other), do: false

  @doc """
  True for nested lists of characters.

      iex> :io_lib.deep_char_list([97, [98, [99]]])
      true
  """
  @spec deep_char_list(term()) :: boolean()
  def deep_char_list([head | tail]) when is_list(head), do: deep_char_list(head) and deep_char_list(tail)
  def deep_char_list([head | tail]) when is_integer(head) and head >= 0 and head <= 0x10FFFF, do: deep_char_list(tail)
  def deep_char_list([]), do: true
  def deep_char_list(_other), do: false

  @doc """
  True for lists of characters that can be shown.

      iex> :io_lib.printable_list([97, 10])
      true
      iex> :io_lib.printable_list([1])
      false
  """
  @spec printable_list(term()) :: boolean()
  def printable_list(list), do: is_list(list) and printable?(list, true)

  @doc """
  True for lists of characters of Unicode that can be shown.

      iex> :io_lib.printable_unicode_list([97, 960])
      true
  """
  @spec printable_unicode_list(term()) :: boolean()
  def printable_unicode_list(list), do: is_list(list) and printable?(list, true)

  @doc """
  True for lists of characters of Latin-1 that can be shown.

      iex> :io_lib.printable_latin1_list([97, 960])
      false
  """
  @spec printable_latin1_list(term()) :: boolean()
  def printable_latin1_list(list), do: is_list(list) and printable?(list, false)

  defp printable?([char | rest], unicode?) when is_integer(char), do: printable_char?(char, unicode?) and printable?(rest, unicode?)
  defp printable?([], _unicode?), do: true
  defp printable?(_other, _unicode?), do: false

  defp printable_char?(char, unicode?),
    do:
      (char >= 32 and char <= 126) or (char >= 0xA0 and char <= 0xFF) or char in [?\n, ?\r, ?\t, ?\v, ?\b, ?\f, ?\e] or
        (unicode? and ((char > 0xFF and char < 0xD800) or (char > 0xDFFF and char < 0xFFFE) or (char > 0xFFFF and char <= 0x10FFFF)))

  defp printable_bytes?(binary), do: printable?(:erlang.binary_to_list(binary), false)

  defp wide_text?(binary), do: not :unicode.bin_is_7bit(binary) and printable_text?(binary)

  defp printable_text?(binary) do
    case :unicode.characters_to_list(binary) do
      list when is_list(list) -> printable?(list, true)
      _ -> false
    end
  end

  @doc ~S"""
  A newline.

      iex> :io_lib.nl()
      ~c"\n"
  """
  @spec nl() :: charlist()
  def nl(), do: ~c"\n"

  @doc ~S"""
  The column after a text that starts at a column.

      iex> :io_lib.indentation(~c"ab\nc", 5)
      1
  """
  @spec indentation(charlist(), start :: integer()) :: integer()
  def indentation([?\n | rest], _column), do: indentation(rest, 0)
  def indentation([?\t | rest], column), do: indentation(rest, (div(column, 8) + 1) * 8)
  def indentation([head | rest], column) when is_list(head), do: indentation(rest, indentation(head, column))
  def indentation([_ | rest], column), do: indentation(rest, column + 1)
  def indentation([], column), do: column

  ## Reading

  @doc """
  Reads values from a text by a format: `{:ok, values, rest}`, `{:more, ...}` or `{:error, ...}`.

      iex> :io_lib.fread(~c"~d,~s", ~c"12,ab rest")
      {:ok, [12, ~c"ab"], ~c" rest"}
  """
  @spec fread(format :: charlist(), charlist()) :: {:ok, [term()], rest :: charlist()} | {:more, rest_format :: charlist(), count :: non_neg_integer(), [term()]} | {:error, term()}
  def fread(format, text), do: scan(chars(format), chars(text), [])

  defp scan([?~ | rest], text, acc) do
    {width, rest, _} = number(rest, [])
    {_mods, [control | rest]} = modifiers(rest, [])
    scan_control(control, width, rest, text, acc)
  end

  defp scan([char | rest], text, acc) when char in [?\s, ?\t, ?\n, ?\r], do: scan(rest, skip(text), acc)
  defp scan([char | rest], [char | text], acc), do: scan(rest, text, acc)
  defp scan([_ | _], [], _acc), do: {:error, {:fread, :input}}
  defp scan([_ | _], _text, _acc), do: {:error, {:fread, :input}}
  defp scan([], text, acc), do: {:ok, :lists.reverse(acc), text}

  defp skip([char | rest]) when char in [?\s, ?\t, ?\n, ?\r], do: skip(rest)
  defp skip(rest), do: rest

  defp scan_control(?d, width, format, text, acc), do: scan_word(skip(text), width, fn word -> :erlang.list_to_integer(word) end, :integer, format, acc)
  defp scan_control(?f, width, format, text, acc), do: scan_word(skip(text), width, fn word -> :erlang.list_to_float(word) end, :float, format, acc)
  defp scan_control(?a, width, format, text, acc), do: scan_word(skip(text), width, fn word -> :erlang.list_to_atom(word) end, :atom, format, acc)
  defp scan_control(?s, width, format, text, acc), do: scan_word(skip(text), width, fn word -> word end, :string, format, acc)

  defp scan_control(?c, width, format, text, acc) do
    {taken, rest} = take(text, width || 1, [])
    if length(taken) == (width || 1), do: scan(format, rest, [taken | acc]), else: {:error, {:fread, :input}}
  end

  defp scan_control(?~, _width, format, [?~ | text], acc), do: scan(format, text, acc)
  defp scan_control(?l, _width, format, text, acc), do: scan(format, text, [0 | acc])
  defp scan_control(_other, _width, _format, _text, _acc), do: {:error, {:fread, :format}}

  defp scan_word(text, width, convert, kind, format, acc) do
    {word, rest} = word(text, width || -1, [])

    {word, rest} =
      if kind == :integer do
        {digits, other} = :lists.splitwith(fn char -> char in ?0..?9 or char in [?-, ?+] end, word)
        {digits, other ++ rest}
      else
        {word, rest}
      end

    try do
      convert.(if word == [], do: :erlang.error(:badarg), else: word)
    catch
      :error, _ -> {:error, {:fread, kind}}
    else
      value -> scan(format, rest, [value | acc])
    end
  end

  defp word([char | _] = rest, _left, acc) when char in [?\s, ?\t, ?\n, ?\r], do: {:lists.reverse(acc), rest}
  defp word(rest, 0, acc), do: {:lists.reverse(acc), rest}
  defp word([char | rest], left, acc), do: word(rest, left - 1, [char | acc])
  defp word([], _left, acc), do: {:lists.reverse(acc), []}

  defp take([char | rest], count, acc) when count > 0, do: take(rest, count - 1, [char | acc])
  defp take(rest, _count, acc), do: {:lists.reverse(acc), rest}
end
