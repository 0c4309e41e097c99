defmodule ArithmeticError do
  @moduledoc "Arithmetic with something that is not a number, or a division by zero."
  defexception message: "bad argument in arithmetic expression"

  @impl true
  def blame(%{message: message} = exception, [{:erlang, function, args, _} | _] = stacktrace) when is_list(args) do
    message =
      message <>
        case {function, args} do
          {unary, [arg]} when unary in [:+, :-] ->
            ": #{unary}(#{inspect(arg)})"

          {binary, [left, right]} when binary in [:+, :-, :*, :/] ->
            ": #{inspect(left)} #{binary} #{inspect(right)}"

          {name, args} when name in [:div, :rem, :abs, :bnot, :band, :bor, :bxor, :bsl, :bsr] ->
            module = if name in [:div, :rem, :abs], do: "", else: "Bitwise."
            ": #{module}#{name}(#{Enum.map_join(args, ", ", &inspect/1)})"

          _ ->
            ""
        end

    {%{exception | message: message}, stacktrace}
  end

  def blame(exception, stacktrace), do: {exception, stacktrace}
end
