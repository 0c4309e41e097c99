defmodule :erl_parse do
  @moduledoc """
  Reads terms from the tokens of `:erl_scan`. Of Erlang's syntax, what stands for a value is understood: numbers, atoms, text, lists,
  tuples, maps and binaries.
  """

  @type error_info() :: {:erl_anno.location(), module(), descriptor :: term()}

  @doc ~S"""
  The term of tokens that end with a dot.

      iex> {:ok, tokens, _} = :erl_scan.string(~c"[{a, -1}, <<1, 2:16>>, \#{k => v} | t].")
      iex> :erl_parse.parse_term(tokens)
      {:ok, [{:a, -1}, <<1, 0, 2>>, %{k: :v} | :t]}
  """
  @spec parse_term([:erl_scan.token()]) :: {:ok, term()} | {:error, error_info()}
  def parse_term(tokens) do
    case term(tokens) do
      {value, [{:dot, _}]} -> {:ok, value}
      {_value, rest} -> {:error, unexpected(rest)}
    end
  catch
    {:parse_error, error} -> {:error, error}
  end

  @doc """
  Says what an error means, as a charlist.

      iex> {:ok, tokens, _} = :erl_scan.string(~c"{a.")
      iex> {:error, {line, module, what}} = :erl_parse.parse_term(tokens)
      iex> {line, IO.iodata_to_binary(module.format_error(what))}
      {1, "syntax error before: '.'"}
  """
  @spec format_error(descriptor :: term()) :: :io_lib.chars()
  def format_error([~c"syntax error before: ", token]), do: [~c"syntax error before: ", token]
  def format_error(message), do: message

  defp unexpected([]), do: {999_999, :erl_parse, [~c"syntax error before: ", []]}
  defp unexpected([token | _]), do: {:erlang.element(2, token), :erl_parse, [~c"syntax error before: ", shown(token)]}

  defp shown({:dot, _}), do: ~c"'.'"
  defp shown({symbol, _}), do: :io_lib.write(symbol)
  defp shown({:var, _, name}), do: :erlang.atom_to_list(name)
  defp shown({_category, _, value}), do: :io_lib.write(value)

  defp fail(tokens), do: throw({:parse_error, unexpected(tokens)})

  defp term([{:-, _}, {kind, _, number} | rest]) when kind in [:integer, :float], do: {-number, rest}
  defp term([{:+, _}, {kind, _, number} | rest]) when kind in [:integer, :float], do: {number, rest}
  defp term([{:string, _, chars} | rest]), do: strings(rest, chars)
  defp term([{kind, _, value} | rest]) when kind in [:integer, :float, :atom, :char], do: {value, rest}
  defp term([{:"[", _}, {:"]", _} | rest]), do: {[], rest}
  defp term([{:"[", _} | rest]), do: list(rest, [])
  defp term([{:"{", _}, {:"}", _} | rest]), do: {{}, rest}
  defp term([{:"{", _} | rest]), do: tuple(rest, [])
  defp term([{:"#", _}, {:"{", _}, {:"}", _} | rest]), do: {%{}, rest}
  defp term([{:"#", _}, {:"{", _} | rest]), do: map(rest, [])
  defp term([{:"<<", _}, {:">>", _} | rest]), do: {<<>>, rest}
  defp term([{:"<<", _} | rest]), do: binary(rest, <<>>)

  defp term([{:"(", _} | rest]) do
    case term(rest) do
      {value, [{:")", _} | rest]} -> {value, rest}
      {_value, rest} -> fail(rest)
    end
  end

  defp term(rest), do: fail(rest)

  # Strings side by side are one.
  defp strings([{:string, _, more} | rest], chars), do: strings(rest, chars ++ more)
  defp strings(rest, chars), do: {chars, rest}

  defp list(tokens, acc) do
    case term(tokens) do
      {value, [{:",", _} | rest]} ->
        list(rest, [value | acc])

      {value, [{:"]", _} | rest]} ->
        {:lists.reverse([value | acc]), rest}

      {value, [{:|, _} | rest]} ->
        case term(rest) do
          {tail, [{:"]", _} | rest]} -> {:lists.reverse([value | acc], tail), rest}
          {_tail, rest} -> fail(rest)
        end

      {_value, rest} ->
        fail(rest)
    end
  end

  defp tuple(tokens, acc) do
    case term(tokens) do
      {value, [{:",", _} | rest]} -> tuple(rest, [value | acc])
      {value, [{:"}", _} | rest]} -> {:erlang.list_to_tuple(:lists.reverse([value | acc])), rest}
      {_value, rest} -> fail(rest)
    end
  end

  defp map(tokens, acc) do
    with {key, [{:"=>", _} | rest]} <- term(tokens) do
      case term(rest) do
        {value, [{:",", _} | rest]} -> map(rest, [{key, value} | acc])
        {value, [{:"}", _} | rest]} -> {:maps.from_list(:lists.reverse([{key, value} | acc])), rest}
        {_value, rest} -> fail(rest)
      end
    else
      {_key, rest} -> fail(rest)
    end
  end

  # Segments are integers with or without a size, and strings with or without a type of Unicode.
  defp binary(tokens, acc) do
    {segment, rest} = segment(term(tokens))
    acc = <<acc::bitstring, segment::bitstring>>

    case rest do
      [{:",", _} | rest] -> binary(rest, acc)
      [{:">>", _} | rest] -> {acc, rest}
      _ -> fail(rest)
    end
  end

  defp segment({value, [{:":", _}, {:integer, _, size} | rest]}) when is_integer(value), do: {<<value::size(size)>>, rest}
  defp segment({value, [{:/, _}, {:atom, _, :utf8} | rest]}) when is_list(value), do: {:unicode.characters_to_binary(value), rest}
  defp segment({value, rest}) when is_integer(value), do: {<<value>>, rest}
  defp segment({value, rest}) when is_float(value), do: {<<value::float>>, rest}
  defp segment({value, rest}) when is_list(value), do: {for(char <- value, into: <<>>, do: <<char>>), rest}
  defp segment({_value, rest}), do: fail(rest)
end
