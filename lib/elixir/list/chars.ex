defprotocol List.Chars do
  @moduledoc """
  What can be turned into a charlist: used by `to_charlist/1`.
  """

  @doc """
  The charlist of a term.

      iex> List.Chars.to_charlist(123)
      ~c"123"
  """
  @spec to_charlist(t()) :: charlist()
  def to_charlist(term)
end
