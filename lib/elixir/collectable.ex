defprotocol Collectable do
  @moduledoc """
  What `Enum.into/2` can put elements into.
  """

  @type command() :: {:cont, term()} | :done | :halt
  @doc """
  The initial accumulator and a function that takes `{:cont, element}`, `:done` and `:halt`.

      iex> {list, collector} = Collectable.into([])
      iex> list |> collector.({:cont, :a}) |> collector.({:cont, :b}) |> collector.(:done)
      [:a, :b]
  """
  @spec into(t()) :: {initial_acc :: term(), collector :: (term(), command() -> t() | term())}
  def into(collectable)
end
