defprotocol IEx.Info do
  @moduledoc """
  What `IEx.Helpers.i/1` tells about a value.
  """

  @fallback_to_any true

  @doc """
  A list of headings and texts.

      iex> IEx.Info.info(1)
      [{"Data type", "Integer"}, {"Reference modules", "Integer"}]
  """
  def info(term)
end
