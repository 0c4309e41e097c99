defmodule JSON.DecodeError do
  @moduledoc "What `JSON.decode!/1` raises."

  defexception [:message, :offset, :data]
end
