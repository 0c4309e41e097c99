defmodule SystemLimitError do
  @moduledoc "A limit of the machine was reached."
  defexception message: "a system limit has been reached"
end
