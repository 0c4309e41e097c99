defprotocol Collectable do
  @moduledoc """
  What `Enum.into/2` can put elements into.
  """

  @doc "The initial accumulator and a function that takes `{:cont, element}`, `:done` and `:halt`."
  def into(collectable)
end
