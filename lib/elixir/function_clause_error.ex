defmodule FunctionClauseError do
  @moduledoc "No clause of a function matched its arguments."
  defexception [:module, :function, :arity, :kind, :args, :clauses]

  @impl true
  def message(%{function: nil}), do: "no function clause matches"

  def message(%{function: function, module: module, arity: arity}) do
    "no function clause matching in " <> Exception.format_mfa(module, function, arity)
  end

  @impl true
  def blame(%{module: module, function: function, arity: arity} = exception, stacktrace) do
    case stacktrace do
      [{^module, ^function, args, meta} | rest] when is_list(args) and length(args) == arity ->
        {%{exception | args: args, kind: :def}, [{module, function, arity, meta} | rest]}

      _ ->
        {exception, stacktrace}
    end
  end

  @doc false
  def blame(%{args: nil}, _inspect_fun, _ast_fun), do: ""

  def blame(exception, inspect_fun, _ast_fun) do
    %{module: module, function: function, arity: arity, args: args} = exception

    lines =
      for {argument, position} <- Enum.with_index(args, 1) do
        ["\n    # ", :erlang.integer_to_binary(position), "\n    ", pad(inspect_fun.(argument)), "\n"]
      end

    case args do
      [] -> ""
      _ -> :erlang.iolist_to_binary(["\n\nThe following arguments were given to ", Exception.format_mfa(module, function, arity), ":\n", lines])
    end
  end

  defp pad(text), do: String.replace(text, "\n", "\n    ")
end
