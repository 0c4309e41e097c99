defprotocol String.Chars do
  @moduledoc """
  What has a text: used by `to_string/1` and by interpolation.
  """

  @doc """
  The text of a term.

      iex> String.Chars.to_string(:atom)
      "atom"
  """
  @spec to_string(t()) :: String.t()
  def to_string(term)
end
