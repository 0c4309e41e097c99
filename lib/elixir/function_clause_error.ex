defmodule FunctionClauseError do
  @moduledoc "No clause of a function matched its arguments."
  defexception [:module, :function, :arity, :kind, :args, :clauses]

  @clause_limit 10

  @impl true
  @doc """
  What is told to people.

      iex> Exception.message(%FunctionClauseError{module: Enum, function: :at, arity: 2})
      "no function clause matching in Enum.at/2"
  """
  def message(%{function: nil}), do: "no function clause matches"

  def message(%{function: function, module: module, arity: arity} = exception) do
    "no function clause matching in " <> Exception.format_mfa(module, function, arity) <> blame(exception, &inspect/1, &marked/1)
  end

  defp marked(%{match?: true, node: node}), do: Macro.to_string(node)
  defp marked(%{match?: false, node: node}), do: "-" <> Macro.to_string(node) <> "-"

  @impl true
  def blame(%{module: module, function: function, arity: arity} = exception, stacktrace) do
    case stacktrace do
      [{^module, ^function, args, meta} | rest] when is_list(args) and length(args) == arity ->
        {blamed(exception, args), [{module, function, arity, meta} | rest]}

      _ ->
        {exception, stacktrace}
    end
  end

  defp blamed(exception, args) do
    case Exception.blame_mfa(exception.module, exception.function, args) do
      {:ok, kind, clauses} -> %{exception | args: args, kind: kind, clauses: clauses}
      :error -> %{exception | args: args}
    end
  end

  @doc false
  def blame(%{args: nil}, _inspect_fun, _code_fun), do: ""

  def blame(exception, inspect_fun, code_fun) do
    %{module: module, function: function, arity: arity, args: args} = exception

    lines =
      for {argument, position} <- Enum.with_index(args, 1) do
        ["\n    # ", :erlang.integer_to_binary(position), "\n    ", pad(inspect_fun.(argument)), "\n"]
      end

    :erlang.iolist_to_binary([
      "\n\nThe following arguments were given to ",
      Exception.format_mfa(module, function, arity),
      ":\n",
      lines,
      clauses(exception, code_fun)
    ])
  end

  defp pad(text), do: String.replace(text, "\n", "\n    ")

  # ---- the clauses that were tried

  defp clauses(%{clauses: clauses}, _code_fun) when clauses in [nil, []], do: ""

  defp clauses(%{clauses: clauses} = exception, code_fun) do
    {shown, hidden} = Enum.split(clauses, @clause_limit)

    [
      "\nAttempted function clauses (showing #{length(shown)} out of #{length(clauses)}):\n\n",
      Enum.map(shown, &clause(&1, exception, code_fun)),
      case length(hidden) do
        0 -> []
        1 -> "    ...\n    (1 clause not shown)\n"
        count -> "    ...\n    (#{count} clauses not shown)\n"
      end
    ]
  end

  defp clause({args, guards}, %{kind: kind, function: function}, code_fun) do
    guards = Enum.map(guards, fn guard -> [" when ", guard(guard, code_fun, 0)] end)
    ["    #{kind} #{function}(", Enum.map_intersperse(args, ", ", code_fun), ")", guards, "\n"]
  end

  defp guard({operator, _, [left, right]}, code_fun, outer) do
    {_, precedence} = Code.Identifier.binary_op(operator)
    text = [guard(left, code_fun, precedence), " #{operator} ", guard(right, code_fun, precedence)]
    if outer > precedence, do: ["(", text, ")"], else: text
  end

  defp guard(part, code_fun, _outer), do: code_fun.(part)
end
