defmodule :ets do
  @moduledoc """
  Term storage under its Erlang name.

  Tables, objects, `select` and `match` are natives; this module holds what calls functions.
  """

  @doc "Reduces over the objects of a table, in its order."
  def foldl(fun, acc, table) when is_function(fun, 2) do
    fixed(table, fn -> foldl_1(fun, acc, table, :ets.first(table)) end)
  end

  defp foldl_1(_fun, acc, _table, :"$end_of_table"), do: acc

  defp foldl_1(fun, acc, table, key) do
    foldl_1(fun, :lists.foldl(fun, acc, :ets.lookup(table, key)), table, :ets.next(table, key))
  end

  @doc "Reduces over the objects of a table, against its order."
  def foldr(fun, acc, table) when is_function(fun, 2) do
    fixed(table, fn -> foldr_1(fun, acc, table, :ets.last(table)) end)
  end

  defp foldr_1(_fun, acc, _table, :"$end_of_table"), do: acc

  defp foldr_1(fun, acc, table, key) do
    foldr_1(fun, :lists.foldr(fun, acc, :ets.lookup(table, key)), table, :ets.prev(table, key))
  end

  defp fixed(table, work) do
    :ets.safe_fixtable(table, true)

    try do
      work.()
    after
      :ets.safe_fixtable(table, false)
    end
  end

  @doc "The objects at a position of the table, counted from 0, or the end of the table."
  def slot(table, position) when is_integer(position) and position >= 0 do
    objects = :ets.tab2list(table)
    size = length(objects)

    cond do
      position < size -> [:lists.nth(position + 1, objects)]
      position == size -> :"$end_of_table"
      true -> :erlang.error(:badarg, [table, position])
    end
  end

  @doc "Fills a table with what a function gives: `{objects, fun}` or `:end_of_input`."
  def init_table(table, fun) when is_function(fun, 1) do
    :ets.delete_all_objects(table)
    fill(table, fun)
  end

  defp fill(table, fun) do
    case fun.(:read) do
      :end_of_input ->
        true

      {objects, next} when is_list(objects) ->
        :ets.insert(table, objects)
        fill(table, next)
    end
  end

  @doc "A continuation of `select/3`, which needs no repair."
  def repair_continuation(continuation, _match_spec), do: continuation
end
