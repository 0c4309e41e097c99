defmodule Enum.EmptyError do
  defexception message: "empty error"
end
