defmodule Regex.CompileError do
  defexception message: "regex could not be compiled"
end
