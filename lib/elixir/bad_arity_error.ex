defmodule BadArityError do
  @moduledoc "A function was called with the wrong number of arguments."
  defexception [:function, :args]

  @impl true
  def message(%{function: function, args: args}) do
    {:arity, arity} = :erlang.fun_info(function, :arity)
    shown = Enum.map_join(args, ", ", &inspect/1)

    given =
      case length(args) do
        0 -> "no arguments"
        1 -> "1 argument (#{shown})"
        count -> "#{count} arguments (#{shown})"
      end

    "#{inspect(function)} with arity #{arity} called with #{given}"
  end
end
