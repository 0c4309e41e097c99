defmodule Version.Requirement do
  @moduledoc "A requirement on versions: alternatives of terms that must all hold."

  @opaque t() :: %Version.Requirement{alternatives: term(), source: String.t()}

  defstruct [:source, :alternatives]
end
