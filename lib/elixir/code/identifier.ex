defmodule Code.Identifier do
  @moduledoc false

  # How atoms and strings are written in source code.

  @doc """
  Escapes a string for use between `char`s; stops after `limit` characters.

  Returns the escaped text and what is left of the string.
  """
  def escape(string, char, limit \\ :infinity), do: escape(string, char, limit, [])

  defp escape(rest, _char, 0, acc), do: {:lists.reverse(acc), rest}
  defp escape(<<>>, _char, _limit, acc), do: {:lists.reverse(acc), <<>>}

  defp escape(string, char, limit, acc) do
    case plain(string, char, limit, 0) do
      0 ->
        {text, rest} = escape_one(string, char)
        escape(rest, char, less(limit, 1), [text | acc])

      size ->
        <<text::binary-size(size), rest::binary>> = string
        escape(rest, char, less(limit, size), [text | acc])
    end
  end

  defp less(:infinity, _), do: :infinity
  defp less(limit, amount), do: limit - amount

  # The number of leading ASCII characters that need no escape.
  defp plain(<<byte, rest::binary>>, char, limit, count)
       when byte >= 32 and byte < 127 and byte != char and byte != ?\\ and byte != ?# and count != limit,
       do: plain(rest, char, limit, count + 1)

  defp plain(_rest, _char, _limit, count), do: count

  defp escape_one(<<char, rest::binary>>, char), do: {<<?\\, char>>, rest}
  defp escape_one(<<"\#{", rest::binary>>, _char), do: {"\\\#{", rest}
  defp escape_one(<<?#, rest::binary>>, _char), do: {"#", rest}
  defp escape_one(<<?\a, rest::binary>>, _char), do: {"\\a", rest}
  defp escape_one(<<?\b, rest::binary>>, _char), do: {"\\b", rest}
  defp escape_one(<<?\d, rest::binary>>, _char), do: {"\\d", rest}
  defp escape_one(<<?\e, rest::binary>>, _char), do: {"\\e", rest}
  defp escape_one(<<?\f, rest::binary>>, _char), do: {"\\f", rest}
  defp escape_one(<<?\n, rest::binary>>, _char), do: {"\\n", rest}
  defp escape_one(<<?\r, rest::binary>>, _char), do: {"\\r", rest}
  defp escape_one(<<?\\, rest::binary>>, _char), do: {"\\\\", rest}
  defp escape_one(<<?\t, rest::binary>>, _char), do: {"\\t", rest}
  defp escape_one(<<?\v, rest::binary>>, _char), do: {"\\v", rest}
  defp escape_one(<<?\0, rest::binary>>, _char), do: {"\\0", rest}

  defp escape_one(<<point::utf8, rest::binary>>, _char) do
    if printable?(point), do: {<<point::utf8>>, rest}, else: {hex(point), rest}
  end

  defp escape_one(<<byte, rest::binary>>, _char), do: {hex(byte), rest}

  defp printable?(point),
    do:
      (point >= 0x20 and point <= 0x7E) or
        (((point >= 0xA1 and point <= 0xD7FF) or (point >= 0xE000 and point <= 0xFFFD)) and not confusing?(point)) or
        (point >= 0x10000 and point <= 0x10FFFF)

  # Invisible characters, other blanks and those that change the direction of text.
  defp confusing?(point) when point < 0x34F, do: false

  defp confusing?(point),
    do:
      point in [0x34F, 0x61C, 0xFEFF] or (point >= 0x2000 and point <= 0x200F) or (point >= 0x2028 and point <= 0x202E) or
        (point >= 0x205F and point <= 0x2064) or (point >= 0x2066 and point <= 0x2069) or (point >= 0xFFF9 and point <= 0xFFFC)

  # A blank that breaks no line is told as a character, not as a byte.
  defp hex(0xA0), do: "\\u00A0"
  defp hex(point) when point < 256, do: "\\x" <> digits(point, 2)
  defp hex(point) when point < 0xFFFE, do: "\\u" <> digits(point, 4)
  defp hex(point), do: "\\x{" <> digits(point, 1) <> "}"

  defp digits(value, width), do: pad(:erlang.integer_to_binary(value, 16), width)

  defp pad(text, width) when byte_size(text) < width, do: pad("0" <> text, width)
  defp pad(text, _width), do: text

  @doc """
  The text of an atom as a literal, as a key of a keyword list or as a called function.
  """
  def inspect_atom(source, atom)
  def inspect_atom(:literal, nil), do: "nil"
  def inspect_atom(:literal, true), do: "true"
  def inspect_atom(:literal, false), do: "false"

  def inspect_atom(:literal, atom) do
    text = :erlang.atom_to_binary(atom)

    case classify(atom, text) do
      :alias -> alias_name(text)
      kind when kind in [:quoted, :quoted_operator] -> ":" <> quoted(text)
      _ -> ":" <> text
    end
  end

  def inspect_atom(:key, atom) do
    text = :erlang.atom_to_binary(atom)

    case classify(atom, text) do
      kind when kind in [:alias, :quoted, :quoted_operator] -> quoted(text) <> ":"
      _ -> text <> ":"
    end
  end

  def inspect_atom(:remote_call, atom) do
    text = :erlang.atom_to_binary(atom)

    case classify(atom, text) do
      kind when kind in [:identifier, :operator, :quoted_operator] -> text
      _ -> quoted(text)
    end
  end

  defp alias_name("Elixir"), do: "Elixir"
  defp alias_name("Elixir.Elixir" = name), do: name
  defp alias_name("Elixir.Elixir." <> _ = name), do: name
  defp alias_name("Elixir." <> rest), do: rest

  defp quoted(text) do
    {escaped, ""} = escape(text, ?", :infinity)
    :erlang.iolist_to_binary([?", escaped, ?"])
  end

  @doc """
  What kind of atom it is: `:identifier`, `:alias`, `:operator`, `:not_callable`,
  `:quoted_operator` or `:quoted`.
  """
  def classify(atom), do: classify(atom, :erlang.atom_to_binary(atom))

  defp classify(atom, text) do
    cond do
      atom in [:%, :%{}, :{}, :<<>>, :..., :.., :., :->, :"..//"] -> :not_callable
      unary_op(atom) != :error or binary_op(atom) != :error -> operator_kind(atom)
      alias?(text) -> :alias
      true -> word(text)
    end
  end

  defp operator_kind(atom) when atom in [:"not in", :"//"], do: :quoted
  defp operator_kind(atom) when atom in [:"::", :"^^^", :"~~~", :"<|>"], do: :quoted_operator
  defp operator_kind(_atom), do: :operator

  defp alias?("Elixir"), do: true
  defp alias?("Elixir." <> rest), do: alias_segments?(rest)
  defp alias?(_text), do: false

  defp alias_segments?(<<char, rest::binary>>) when char in ?A..?Z, do: alias_rest?(rest)
  defp alias_segments?(_other), do: false

  defp alias_rest?(<<char, rest::binary>>)
       when char in ?A..?Z or char in ?a..?z or char in ?0..?9 or char == ?_,
       do: alias_rest?(rest)

  defp alias_rest?(<<?., rest::binary>>), do: alias_segments?(rest)
  defp alias_rest?(<<>>), do: true
  defp alias_rest?(_other), do: false

  defp word(<<char, rest::binary>>) when char in ?a..?z or char == ?_, do: word_rest(rest, :identifier)
  defp word(<<char, rest::binary>>) when char in ?A..?Z, do: word_rest(rest, :not_callable)
  defp word(<<char, _::binary>> = text) when char >= 128, do: :joist_unicode.identifier(text)
  defp word(_other), do: :quoted

  defp word_rest(<<char, rest::binary>>, kind)
       when char in ?a..?z or char in ?A..?Z or char in ?0..?9 or char == ?_,
       do: word_rest(rest, kind)

  # Atoms may hold an @, functions may not be called by such a name.
  defp word_rest(<<?@, rest::binary>>, _kind), do: word_rest(rest, :not_callable)
  defp word_rest(<<char>>, kind) when char in [??, ?!], do: kind
  defp word_rest(<<>>, kind), do: kind

  defp word_rest(<<char, _::binary>> = text, kind) when char >= 128 do
    case :joist_unicode.identifier("a" <> text) do
      :identifier -> kind
      other -> other
    end
  end

  defp word_rest(_other, _kind), do: :quoted

  @doc """
  The associativity and precedence of a unary operator, or `:error`.
  """
  def unary_op(op) do
    case op do
      :& -> {:non_associative, 90}
      :! -> {:non_associative, 300}
      :^ -> {:non_associative, 300}
      :not -> {:non_associative, 300}
      :+ -> {:non_associative, 300}
      :- -> {:non_associative, 300}
      :"~~~" -> {:non_associative, 300}
      :@ -> {:non_associative, 320}
      _ -> :error
    end
  end

  @doc """
  The associativity and precedence of a binary operator, or `:error`.
  """
  def binary_op(op) do
    cond do
      op in [:<-, :\\] -> {:left, 40}
      op in [:when] -> {:right, 50}
      op in [:"::"] -> {:right, 60}
      op in [:|] -> {:right, 70}
      op in [:=] -> {:right, 100}
      op in [:||, :|||, :or] -> {:left, 120}
      op in [:&&, :&&&, :and] -> {:left, 130}
      op in [:==, :!=, :=~, :===, :!==] -> {:left, 140}
      op in [:<, :<=, :>=, :>] -> {:left, 150}
      op in [:|>, :<<<, :>>>, :<~, :~>, :<<~, :~>>, :<~>, :"<|>"] -> {:left, 160}
      op in [:in, :"not in"] -> {:left, 170}
      op in [:"^^^"] -> {:left, 180}
      op in [:"//"] -> {:right, 190}
      op in [:++, :--, :.., :<>, :+++, :---] -> {:right, 200}
      op in [:+, :-] -> {:left, 210}
      op in [:*, :/] -> {:left, 220}
      op in [:**] -> {:left, 230}
      op in [:.] -> {:left, 310}
      true -> :error
    end
  end

  @doc """
  The function in which an anonymous function with the given name was written.
  """
  def extract_anonymous_fun_parent(atom) when is_atom(atom) do
    with "-" <> rest <- :erlang.atom_to_binary(atom),
         [trailing | reversed] = rest |> :binary.split("/", [:global]) |> :lists.reverse(),
         [arity, _inner, _count, ""] <- :binary.split(trailing, "-", [:global]) do
      name = reversed |> :lists.reverse() |> join()
      {:erlang.binary_to_atom(name), arity}
    else
      _ -> :error
    end
  end

  defp join([part]), do: part
  defp join([part | rest]), do: part <> "/" <> join(rest)
end
