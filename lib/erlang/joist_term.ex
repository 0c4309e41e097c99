defmodule :joist_term do
  @moduledoc """
  Terms in Erlang's syntax, as `:io.read/2` and `:file.consult/1` read them: each ends with a dot.
  """

  @doc """
  The first term of a text.

      iex> :joist_term.parse("{a, 1}.")
      {:ok, {:a, 1}}
  """
  def parse(text) do
    case :erl_scan.string(text) do
      {:ok, [], _line} -> :eof
      {:ok, tokens, _line} -> :erl_parse.parse_term(elem(form(tokens, []), 0))
      {:error, error, _line} -> {:error, error}
    end
  end

  @doc """
  All terms of a text.

      iex> :joist_term.parse_all("a. 2.")
      {:ok, [:a, 2]}
  """
  def parse_all(text) do
    case :erl_scan.string(text) do
      {:ok, tokens, _line} -> all(tokens, [])
      {:error, error, _line} -> {:error, error}
    end
  end

  defp all([], acc), do: {:ok, :lists.reverse(acc)}

  defp all(tokens, acc) do
    {form, rest} = form(tokens, [])

    case :erl_parse.parse_term(form) do
      {:ok, value} -> all(rest, [value | acc])
      error -> error
    end
  end

  # The tokens up to and with a dot, and the rest.
  defp form([{:dot, _} = dot | rest], acc), do: {:lists.reverse([dot | acc]), rest}
  defp form([token | rest], acc), do: form(rest, [token | acc])
  defp form([], acc), do: {:lists.reverse(acc), []}
end
