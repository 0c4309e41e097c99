defmodule Supervisor.Default do
  @moduledoc false

  # The callback module of supervisors that are started with a list of children.
  def init(supervision), do: supervision
end
