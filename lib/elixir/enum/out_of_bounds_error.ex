defmodule Enum.OutOfBoundsError do
  defexception message: "out of bounds error"
end
