defmodule ErlangError do
  @moduledoc """
  An Erlang error that has no exception of its own.
  """

  defexception [:original, :reason]

  @impl true
  @doc """
  What is told to people.

      iex> Exception.message(%ErlangError{original: :nope})
      "Erlang error: :nope"
  """
  def message(%{original: original, reason: nil}), do: "Erlang error: " <> inspect(original)
  def message(%{original: original, reason: reason}), do: "Erlang error: " <> inspect(original) <> reason

  @doc false
  def normalize(%_{__exception__: true} = exception, _stacktrace), do: exception

  def normalize(:badarg, stacktrace) do
    case error_info(:badarg, stacktrace) do
      nil -> %ArgumentError{}
      text -> %ArgumentError{message: text}
    end
  end

  def normalize({:badarg, payload}, _stacktrace), do: %ArgumentError{message: "argument error: " <> inspect(payload)}
  def normalize(:badarith, _stacktrace), do: %ArithmeticError{}

  def normalize(:system_limit, stacktrace) do
    case error_info(:system_limit, stacktrace) do
      nil -> %SystemLimitError{}
      text -> %SystemLimitError{message: "a system limit has been reached due to " <> text}
    end
  end

  def normalize(:cond_clause, _stacktrace), do: %CondClauseError{}
  def normalize({:badarity, {fun, args}}, _stacktrace), do: %BadArityError{function: fun, args: args}
  def normalize({:badfun, term}, _stacktrace), do: %BadFunctionError{term: term}
  def normalize({:badstruct, struct, term}, _stacktrace), do: %BadStructError{struct: struct, term: term}
  def normalize({:badmatch, term}, _stacktrace), do: %MatchError{term: term}
  def normalize({:badmap, term}, _stacktrace), do: %BadMapError{term: term}
  def normalize({:badbool, operator, term}, _stacktrace), do: %BadBooleanError{operator: operator, term: term}

  def normalize({:badkey, key}, stacktrace) do
    term =
      case stacktrace do
        [{Map, :get_and_update!, [map, _, _], _} | _] -> map
        [{Map, :update!, [map, _, _], _} | _] -> map
        [{:maps, :update, [_, _, map], _} | _] -> map
        [{:maps, :get, [_, map], _} | _] -> map
        [{:erlang, :map_get, [_, map], _} | _] -> map
        _ -> nil
      end

    %KeyError{key: key, term: term}
  end

  def normalize({:badkey, key, map}, _stacktrace) when is_map(map), do: %KeyError{key: key, term: map}

  def normalize({:badkey, key, term}, _stacktrace) do
    message =
      "key #{inspect(key)} not found in: #{inspect(term)}\n\nIf you are using the dot syntax, such as map.field, " <>
        "make sure the left-hand side of the dot is a map"

    %KeyError{key: key, term: term, message: message}
  end

  def normalize({:case_clause, term}, _stacktrace), do: %CaseClauseError{term: term}
  def normalize({:with_clause, term}, _stacktrace), do: %WithClauseError{term: term}
  def normalize({:else_clause, term}, _stacktrace), do: %WithClauseError{term: term}
  def normalize({:try_clause, term}, _stacktrace), do: %TryClauseError{term: term}

  def normalize(:undef, stacktrace) do
    case stacktrace do
      [{module, function, args, _} | _] when is_list(args) ->
        %UndefinedFunctionError{module: module, function: function, arity: length(args)}

      [{module, function, arity, _} | _] ->
        %UndefinedFunctionError{module: module, function: function, arity: arity}

      _ ->
        %UndefinedFunctionError{}
    end
  end

  def normalize(:function_clause, stacktrace) do
    case stacktrace do
      [{module, function, args, _} | _] when is_list(args) ->
        %FunctionClauseError{module: module, function: function, arity: length(args)}

      [{module, function, arity, _} | _] ->
        %FunctionClauseError{module: module, function: function, arity: arity}

      _ ->
        %FunctionClauseError{}
    end
  end

  def normalize(other, stacktrace) do
    case error_info(other, stacktrace) do
      nil -> %ErlangError{original: other}
      text -> %ErlangError{original: other, reason: ": " <> text}
    end
  end

  # What the module named in the first frame's error_info says about the arguments.
  defp error_info(reason, [{module, function, args, opts} | _] = stacktrace) when is_list(opts) do
    case :lists.keyfind(:error_info, 1, opts) do
      {:error_info, %{function: :format_bs_fail, cause: cause}} -> construction(reason, cause)
      {:error_info, %{} = info} -> explain(reason, stacktrace, module, function, args, info)
      _ -> nil
    end
  end

  defp error_info(_reason, _stacktrace), do: nil

  # Why a binary could not be built.
  defp construction(:badarg, {segment, type, problem, value}) do
    why =
      case {type, problem} do
        {:binary, :unit} -> "the size of the value #{inspect(value)} is not a multiple of the unit for the segment"
        {_, :short} -> "the value #{inspect(value)} is shorter than the size of the segment"
        {_, :size} -> "expected a non-negative integer as size but got: #{inspect(value)}"
        {_, :no_float} -> "the value #{inspect(value)} is outside the range expressible as a float"
        {:binary, :type} -> "expected a binary but got: #{inspect(value)}"
        {:integer, :type} -> "expected an integer but got: #{inspect(value)}"
        {:float, :type} -> "expected a float or an integer but got: #{inspect(value)}"
        {_, :type} -> "expected a non-negative integer encodable as #{type} but got: #{inspect(value)}"
      end

    "construction of binary failed: segment #{segment} of type '#{type}': " <> why
  end

  defp construction(_reason, _cause), do: nil

  defp explain(reason, stacktrace, module, function, arity, info) do
    formatter = :maps.get(:module, info, module)
    format_function = :maps.get(:function, info, :format_error)

    try do
      :erlang.apply(formatter, format_function, [reason, stacktrace])
    rescue
      _ -> nil
    else
      %{} = answer when answer != %{} -> explanation(answer, module, function, arity)
      _ -> nil
    end
  end

  defp explanation(answer, module, function, _arity) do
    arguments = for {position, text} <- :lists.sort(:maps.to_list(:maps.without([:general, :reason], answer))), is_integer(position), do: {position, text}

    general =
      case answer do
        %{general: general} -> [": ", IO.chardata_to_string(general)]
        _ -> []
      end

    lines = Enum.map(arguments, fn {position, text} -> ["  * ", nth(position), " argument: ", text(text), "\n"] end)
    _ = {module, function}

    case {general, lines} do
      {[], []} -> nil
      {[], _} -> "errors were found at the given arguments:\n\n" <> IO.chardata_to_string(lines)
      {[_ | general], []} -> IO.chardata_to_string(general)
      {[_ | general], _} -> IO.chardata_to_string([general, "\n\n", lines])
    end
  end

  defp text(text) when is_list(text) or is_binary(text), do: IO.chardata_to_string(text)

  defp nth(1), do: "1st"
  defp nth(2), do: "2nd"
  defp nth(3), do: "3rd"
  defp nth(n), do: :erlang.integer_to_binary(n) <> "th"
end
