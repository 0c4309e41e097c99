defmodule Kernel.Typespec do
  @moduledoc false

  # What Module offers of typespecs, under the names that other code may call.

  def defines_type?(module, pair), do: Module.defines_type?(module, pair)
  def spec_to_callback(module, pair), do: Module.spec_to_callback(module, pair)
end
