defmodule Version.Requirement do
  @moduledoc "A requirement on versions: alternatives of terms that must all hold."

  defstruct [:source, :alternatives]
end
