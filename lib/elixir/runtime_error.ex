defmodule RuntimeError do
  @moduledoc "What `raise` with a string raises."
  defexception message: "runtime error"
end
