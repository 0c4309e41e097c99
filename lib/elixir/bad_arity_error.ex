defmodule BadArityError do
  @moduledoc "A function was called with the wrong number of arguments."
  defexception [:function, :args]

  @impl true
  @doc """
  What is told to people.

      iex> Exception.message(%BadArityError{function: &String.upcase/1, args: [1, 2]})
      "&String.upcase/1 with arity 1 called with 2 arguments (1, 2)"
  """
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
