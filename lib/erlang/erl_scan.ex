defmodule :erl_scan do
  @moduledoc """
  Splits text in Erlang's syntax into tokens: `{category, line, symbol}`, or `{symbol, line}` for punctuation, reserved words
  and the dot that ends a form.
  """

  @type token() :: {category :: atom(), :erl_anno.anno(), symbol :: term()} | {category :: atom(), :erl_anno.anno()}

  @type error_info() :: {:erl_anno.location(), module(), descriptor :: term()}

  @reserved [
    :after, :and, :andalso, :band, :begin, :bnot, :bor, :bsl, :bsr, :bxor, :case, :catch, :cond, :div, :else, :end, :fun, :if, :let,
    :maybe, :not, :of, :or, :orelse, :receive, :rem, :try, :when, :xor
  ]

  @doc """
  The tokens of a text.

      iex> :erl_scan.string(~c"{a, 1}.")
      {:ok, [{:"{", 1}, {:atom, 1, :a}, {:",", 1}, {:integer, 1, 1}, {:"}", 1}, {:dot, 1}], 1}
  """
  @spec string(charlist()) :: {:ok, [token()], :erl_anno.location()} | {:error, error_info(), :erl_anno.location()}
  def string(text), do: string(text, 1)

  @doc """
  The tokens of a text that begins at a line.

      iex> :erl_scan.string(~c"X", 7)
      {:ok, [{:var, 7, :X}], 7}
  """
  @spec string(charlist(), :erl_anno.location()) :: {:ok, [token()], :erl_anno.location()} | {:error, error_info(), :erl_anno.location()}
  def string(text, line), do: string(text, line, [])

  @doc """
  Like `string/2`; options change nothing.

      iex> :erl_scan.string(~c"ok.", 1, [])
      {:ok, [{:atom, 1, :ok}, {:dot, 1}], 1}
  """
  @spec string(charlist(), :erl_anno.location(), options :: term()) :: {:ok, [token()], :erl_anno.location()} | {:error, error_info(), :erl_anno.location()}
  def string(text, {line, _column}, options), do: string(text, line, options)

  def string(text, line, _options) do
    scan(:unicode.characters_to_binary(text), line, [])
  catch
    {:scan_error, line, reason, last} -> {:error, {line, :erl_scan, reason}, last}
  end

  @doc ~S"""
  The tokens of a form that is given line by line, for the `get_until` request of devices.

      iex> {:more, continuation} = :erl_scan.tokens([], ~c"{a,\n", 1)
      iex> {:done, {:ok, tokens, _line}, _rest} = :erl_scan.tokens(continuation, ~c"b}. ", 2)
      iex> length(tokens)
      6
  """
  @spec tokens(continuation :: term(), charlist() | :eof, :erl_anno.location()) :: {:done, result :: term(), rest :: charlist() | :eof} | {:more, continuation :: term()}
  def tokens(continuation, chars, line), do: tokens(continuation, chars, line, [])

  @doc """
  Like `tokens/3`; options change nothing.

      iex> {:done, result, _rest} = :erl_scan.tokens([], ~c"ok. ", 1, [])
      iex> result
      {:ok, [{:atom, 1, :ok}, {:dot, 1}], 1}
  """
  @spec tokens(continuation :: term(), charlist() | :eof, :erl_anno.location(), options :: term()) :: {:done, result :: term(), rest :: charlist() | :eof} | {:more, continuation :: term()}
  def tokens({:joist_tokens, read, line}, chars, _line, options), do: tokens(read, chars, line, options)
  def tokens([], :eof, line, _options), do: {:done, {:eof, line}, []}

  def tokens(read, :eof, line, _options) do
    case string(read, line) do
      {:ok, tokens, last} -> if form?(tokens), do: {:done, {:ok, tokens, last}, []}, else: {:done, {:error, {last, :erl_scan, :scan}, last}, []}
      error -> {:done, error, []}
    end
  end

  def tokens(read, chars, line, _options) do
    read = read ++ chars

    case first_form(read, line) do
      nil -> more_tokens(read, line)
      done -> done
    end
  end

  # The form that ends at the first dot with a blank behind it, and what follows.
  defp first_form(read, line), do: first_form([], read, line)

  defp first_form(before, [?., blank | rest], line) when blank in [?\s, ?\t, ?\r, ?\n, ?%] do
    case string(:lists.reverse(before, [?.]), line) do
      {:ok, tokens, last} -> if form?(tokens), do: {:done, {:ok, tokens, last}, [blank | rest]}, else: first_form([?. | before], [blank | rest], line)
      _ -> first_form([?. | before], [blank | rest], line)
    end
  end

  defp first_form(before, [char | rest], line), do: first_form([char | before], rest, line)
  defp first_form(_before, [], _line), do: nil

  defp more_tokens(read, line) do
    case string(read, line) do
      # A dot at the very end may be that of a number yet.
      {:ok, _, _} -> {:more, {:joist_tokens, read, line}}
      {:error, {_, _, {:unterminated, _}}, _} -> {:more, {:joist_tokens, read, line}}
      error -> {:done, error, []}
    end
  end

  defp form?(tokens), do: match?({:dot, _}, List.last(tokens))

  @doc """
  Whether an atom is a reserved word.

      iex> {:erl_scan.reserved_word(:case), :erl_scan.reserved_word(:lamp)}
      {true, false}
  """
  @spec reserved_word(atom()) :: boolean()
  def reserved_word(word), do: word in @reserved

  @doc ~S"""
  Says what an error means, as a charlist.

      iex> {:error, {line, module, what}, _} = :erl_scan.string(~c"\"never closed")
      iex> {line, is_list(module.format_error(what))}
      {1, true}
  """
  @spec format_error(descriptor :: term()) :: :io_lib.chars()
  def format_error({:unterminated, what}), do: :io_lib.format(~c"unterminated ~w", [what])
  def format_error({:illegal, what}), do: :io_lib.format(~c"illegal ~w", [what])
  def format_error(other), do: :io_lib.write(other)

  # A dot ends a form when blank space, a comment or the end follows.
  defp scan("", line, acc), do: {:ok, :lists.reverse(acc), line}
  defp scan("\n" <> rest, line, acc), do: scan(rest, line + 1, acc)
  defp scan(<<blank, rest::binary>>, line, acc) when blank in [?\s, ?\t, ?\r, ?\v, ?\f], do: scan(rest, line, acc)
  defp scan("%" <> rest, line, acc), do: scan(comment(rest), line, acc)
  defp scan("." <> rest, line, acc) when rest == "", do: scan("", line, [{:dot, line} | acc])
  defp scan(<<?., next, rest::binary>>, line, acc) when next in [?\s, ?\t, ?\r, ?\n, ?%], do: scan(<<next, rest::binary>>, line, [{:dot, line} | acc])

  defp scan(<<digit, _::binary>> = text, line, acc) when digit in ?0..?9 do
    {token, rest} = number(text, line)
    scan(rest, line, [token | acc])
  end

  defp scan("\"" <> rest, line, acc) do
    {chars, rest, last} = quoted(rest, ?", line, line, :string, [])
    scan(rest, last, [{:string, line, chars} | acc])
  end

  defp scan("'" <> rest, line, acc) do
    {chars, rest, last} = quoted(rest, ?', line, line, :atom, [])
    scan(rest, last, [{:atom, line, :erlang.list_to_atom(chars)} | acc])
  end

  defp scan("$\\" <> rest, line, acc) do
    {char, rest, last} = escape(rest, line)
    scan(rest, last, [{:char, line, char} | acc])
  end

  defp scan(<<?$, char::utf8, rest::binary>>, line, acc), do: scan(rest, if(char == ?\n, do: line + 1, else: line), [{:char, line, char} | acc])
  defp scan("$", line, _acc), do: fail(line, {:unterminated, :character}, line)

  defp scan(<<char::utf8, _::binary>> = text, line, acc) when char in ?a..?z or char in 0xDF..0xFF//1 and char != 0xF7 do
    {name, rest} = name(text)
    word = :erlang.binary_to_atom(name)
    scan(rest, line, [if(word in @reserved, do: {word, line}, else: {:atom, line, word}) | acc])
  end

  defp scan(<<char::utf8, _::binary>> = text, line, acc) when char in ?A..?Z or char == ?_ do
    {name, rest} = name(text)
    scan(rest, line, [{:var, line, :erlang.binary_to_atom(name)} | acc])
  end

  # The longest operator first.
  symbols = ~w(=:= =/= <:- ... <- => := << >> -> || |= -- ++ == /= =< >= :: .. ?= <= ( \) { } [ ] , ; : | + - * / # = < > ! ? .)

  for symbol <- symbols do
    defp scan(unquote(symbol) <> rest, line, acc), do: scan(rest, line, [{unquote(:erlang.binary_to_atom(symbol)), line} | acc])
  end

  defp scan(_text, line, _acc), do: fail(line, {:illegal, :character}, line)

  defp fail(line, reason, last), do: throw({:scan_error, line, reason, last})

  defp comment("\n" <> _ = rest), do: rest
  defp comment(<<_, rest::binary>>), do: comment(rest)
  defp comment(""), do: ""

  defp name(text), do: name(text, 0, text)

  defp name(<<char::utf8, rest::binary>>, size, text)
       when char in ?a..?z or char in ?A..?Z or char in ?0..?9 or char == ?_ or char == ?@ or (char in 0xC0..0xFF and char not in [0xD7, 0xF7]),
       do: name(rest, size + byte_size(<<char::utf8>>), text)

  defp name(rest, size, text), do: {:binary.part(text, 0, size), rest}

  ## Numbers: 12, 1_000, 16#ff, 1.5, 1.0e-3

  defp number(text, line) do
    {digits, rest} = digits(text, "", 10)

    case rest do
      <<?#, next, _::binary>> ->
        base = :erlang.binary_to_integer(digits)
        unless base in 2..36 and digit?(next, base), do: fail(line, {:illegal, :integer}, line)
        <<_, rest::binary>> = rest
        {digits, rest} = digits(rest, "", base)
        {{:integer, line, :erlang.binary_to_integer(digits, base)}, rest}

      <<?., next, _::binary>> when next in ?0..?9 ->
        <<_, rest::binary>> = rest
        {fraction, rest} = digits(rest, "", 10)
        {exponent, rest} = exponent(rest)
        {{:float, line, float(digits <> "." <> fraction <> exponent, line)}, rest}

      _ ->
        {{:integer, line, :erlang.binary_to_integer(digits)}, rest}
    end
  end

  defp float(text, line) do
    :erlang.binary_to_float(text)
  catch
    :error, _ -> fail(line, {:illegal, :float}, line)
  end

  defp digits(<<?_, next, rest::binary>>, acc, base) when acc != "" do
    if digit?(next, base), do: digits(<<next, rest::binary>>, acc, base), else: {acc, <<?_, next, rest::binary>>}
  end

  defp digits(<<char, rest::binary>> = text, acc, base), do: if(digit?(char, base), do: digits(rest, <<acc::binary, char>>, base), else: {acc, text})
  defp digits("", acc, _base), do: {acc, ""}

  defp digit?(char, base) when char in ?0..?9, do: char - ?0 < base
  defp digit?(char, base) when char in ?a..?z, do: char - ?a + 10 < base
  defp digit?(char, base) when char in ?A..?Z, do: char - ?A + 10 < base
  defp digit?(_char, _base), do: false

  defp exponent(<<e, sign, digit, _::binary>> = text) when e in [?e, ?E] and sign in [?+, ?-] and digit in ?0..?9 do
    <<_, _, rest::binary>> = text
    {digits, rest} = digits(rest, "", 10)
    {<<?e, sign, digits::binary>>, rest}
  end

  defp exponent(<<e, digit, _::binary>> = text) when e in [?e, ?E] and digit in ?0..?9 do
    <<_, rest::binary>> = text
    {digits, rest} = digits(rest, "", 10)
    {"e" <> digits, rest}
  end

  defp exponent(rest), do: {"", rest}

  ## Text between quotes

  defp quoted("", _quote, first, line, what, _acc), do: fail(first, {:unterminated, what}, line)
  defp quoted("\n" <> rest, quote, first, line, what, acc), do: quoted(rest, quote, first, line + 1, what, [?\n | acc])
  defp quoted("\\\n" <> rest, quote, first, line, what, acc), do: quoted(rest, quote, first, line + 1, what, [?\n | acc])

  defp quoted("\\" <> rest, quote, first, line, what, acc) do
    {char, rest, line} = escape(rest, line)
    quoted(rest, quote, first, line, what, [char | acc])
  end

  defp quoted(<<quote, rest::binary>>, quote, _first, line, _what, acc), do: {:lists.reverse(acc), rest, line}
  defp quoted(<<char::utf8, rest::binary>>, quote, first, line, what, acc), do: quoted(rest, quote, first, line, what, [char | acc])
  defp quoted(_text, _quote, _first, line, _what, _acc), do: fail(line, {:illegal, :character}, line)

  defp escape(<<?x, ?{, rest::binary>>, line) do
    case :binary.split(rest, "}") do
      [digits, rest] when digits != "" -> {:erlang.binary_to_integer(digits, 16), rest, line}
      _ -> fail(line, {:illegal, :character}, line)
    end
  end

  defp escape(<<?x, digits::binary-size(2), rest::binary>>, line), do: {:erlang.binary_to_integer(digits, 16), rest, line}
  defp escape(<<?^, char, rest::binary>>, line) when char in ?@..?z, do: {:erlang.band(char, 31), rest, line}
  defp escape(<<digit, _::binary>> = text, line) when digit in ?0..?7, do: octal(text, 0, 3, line)
  defp escape("\n" <> rest, line), do: {?\n, rest, line + 1}
  defp escape(<<char::utf8, rest::binary>>, line), do: {control(char), rest, line}
  defp escape("", line), do: fail(line, {:unterminated, :character}, line)

  defp octal(<<digit, rest::binary>>, acc, left, line) when digit in ?0..?7 and left > 0, do: octal(rest, acc * 8 + digit - ?0, left - 1, line)
  defp octal(rest, acc, _left, line), do: {acc, rest, line}

  defp control(?n), do: ?\n
  defp control(?r), do: ?\r
  defp control(?t), do: ?\t
  defp control(?v), do: ?\v
  defp control(?b), do: ?\b
  defp control(?f), do: ?\f
  defp control(?e), do: ?\e
  defp control(?s), do: ?\s
  defp control(?d), do: 127
  defp control(char), do: char
end
