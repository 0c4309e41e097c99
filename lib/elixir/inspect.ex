defprotocol Inspect do
  @moduledoc """
  How a term is shown to a programmer: as a document of `Inspect.Algebra`.
  """

  @fallback_to_any true

  @doc """
  The document of a term.

      iex> Inspect.inspect(:a, %Inspect.Opts{})
      ":a"
  """
  @spec inspect(t(), Inspect.Opts.t()) :: Inspect.Algebra.t()
  def inspect(term, opts)
end
