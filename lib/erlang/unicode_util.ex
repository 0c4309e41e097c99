defmodule :unicode_util do
  @moduledoc """
  Code points and graphemes of text, as lists whose heads they are.
  """

  @doc """
  The first code point and the rest.

      iex> :unicode_util.cp(~c"ab")
      ~c"ab"
  """
  @spec cp(:unicode.chardata()) :: maybe_improper_list() | {:error, :unicode.chardata()}
  def cp(text) when is_binary(text) do
    case text do
      <<point::utf8, rest::binary>> -> [point | rest]
      "" -> []
      _ -> {:error, text}
    end
  end

  def cp([point | rest]) when is_integer(point), do: [point | rest]
  def cp([]), do: []

  def cp([part | rest]) do
    case cp(part) do
      [] -> cp(rest)
      [point | inner] -> [point | if(inner in ["", []], do: rest, else: [inner | rest])]
      {:error, bad} -> {:error, [bad | rest]}
    end
  end

  @doc """
  The first grapheme, a code point or a list of them, and the rest.

      iex> :unicode_util.gc([?e, 0x301, ?x])
      [[101, 769], 120]
  """
  @spec gc(:unicode.chardata()) :: maybe_improper_list() | {:error, :unicode.chardata()}
  def gc(text) when is_binary(text) do
    case :joist_unicode.next_grapheme(text) do
      nil ->
        []

      {grapheme, rest} ->
        case :unicode.characters_to_list(grapheme) do
          [point] -> [point | rest]
          points when is_list(points) -> [points | rest]
          _ -> {:error, text}
        end
    end
  end

  def gc(text) do
    case :unicode.characters_to_binary(text) do
      binary when is_binary(binary) ->
        case gc(binary) do
          [first | rest] -> [first | :unicode.characters_to_list(rest)]
          other -> other
        end

      {_, _, rest} ->
        {:error, rest}
    end
  end

  @doc ~S"""
  True for code points of white space.

      iex> ?\s in :unicode_util.whitespace()
      true
  """
  @spec whitespace() :: [char() | [char()]]
  def whitespace(), do: [?\s, ?\t, ?\n, ?\r, ?\v, ?\f, 0x85, 0x200E, 0x200F, 0x2028, 0x2029, [?\r, ?\n]]
end
