defmodule :ets do
  @moduledoc """
  Term storage under its Erlang name.

  Tables, objects, `select` and `match` are natives; this module holds what calls functions.
  """

  @typedoc "A table, by its reference or its name."
  @type table() :: atom() | reference()

  @type continuation() :: :"$end_of_table" | tuple()

  @type match_spec() :: [{match_pattern :: atom() | tuple(), guards :: [term()], result :: [term()]}]

  @doc """
  Reduces over the objects of a table, in its order.

      iex> table = :ets.new(:doc, [])
      iex> :ets.insert(table, [a: 1, b: 2])
      iex> :ets.foldl(fn {_key, value}, sum -> value + sum end, 0, table)
      3
  """
  @spec foldl((element :: term(), acc -> acc), acc, table()) :: acc when acc: term()
  def foldl(fun, acc, table) when is_function(fun, 2) do
    fixed(table, fn -> foldl_1(fun, acc, table, :ets.first(table)) end)
  end

  defp foldl_1(_fun, acc, _table, :"$end_of_table"), do: acc

  defp foldl_1(fun, acc, table, key) do
    foldl_1(fun, :lists.foldl(fun, acc, :ets.lookup(table, key)), table, :ets.next(table, key))
  end

  @doc """
  Reduces over the objects of a table, against its order.

      iex> table = :ets.new(:doc, [:ordered_set])
      iex> :ets.insert(table, [a: 1, b: 2])
      iex> :ets.foldr(fn {key, _value}, keys -> [key | keys] end, [], table)
      [:a, :b]
  """
  @spec foldr((element :: term(), acc -> acc), acc, table()) :: acc when acc: term()
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

  @doc """
  The objects at a position of the table, counted from 0, or the end of the table.

      iex> table = :ets.new(:example, [])
      iex> :ets.insert(table, {:lamp, 1})
      iex> Enum.find_value(0..300, fn position -> :ets.slot(table, position) |> List.wrap() |> List.first() end)
      {:lamp, 1}
  """
  @spec slot(table(), non_neg_integer()) :: [tuple()] | :"$end_of_table"
  def slot(table, position) when is_integer(position) and position >= 0 do
    objects = :ets.tab2list(table)
    size = length(objects)

    cond do
      position < size -> [:lists.nth(position + 1, objects)]
      position == size -> :"$end_of_table"
      true -> :erlang.error(:badarg, [table, position])
    end
  end

  @doc """
  Fills a table with what a function gives: `{objects, fun}` or `:end_of_input`.

      iex> table = :ets.new(:example, [])
      iex> :ets.init_table(table, fn
      ...>   :read -> {[{:lamp, 1}], fn _ -> :end_of_input end}
      ...>   :close -> :ok
      ...> end)
      iex> :ets.lookup(table, :lamp)
      [lamp: 1]
  """
  @spec init_table(table(), (:read | :close -> :end_of_input | {[tuple()] | term(), fun()} | term())) :: true
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

  @doc """
  A continuation of `select/3`, which needs no repair.

      iex> table = :ets.new(:example, [])
      iex> :ets.insert(table, a: 1, b: 2)
      iex> spec = [{{:"$1", :_}, [], [:"$1"]}]
      iex> {_found, continuation} = :ets.select(table, spec, 1)
      iex> elem(:ets.select(:ets.repair_continuation(continuation, spec)), 0) |> length()
      1
  """
  @spec repair_continuation(continuation(), match_spec()) :: continuation()
  def repair_continuation(continuation, _match_spec), do: continuation

  ## Files

  @doc """
  Writes a table to a file: `:ok`, or `{:error, reason}`.

      iex> path = String.to_charlist(Path.join(System.tmp_dir!(), "joist_doc_table"))
      iex> table = :ets.new(:doc, [])
      iex> :ets.insert(table, a: 1)
      iex> :ets.tab2file(table, path)
      :ok
      iex> {:ok, copy} = :ets.file2tab(path)
      iex> :ets.tab2list(copy)
      [a: 1]
  """
  @spec tab2file(table(), :file.name()) :: :ok | {:error, term()}
  def tab2file(table, file), do: tab2file(table, file, [])

  @doc """
  Like `tab2file/2`; the options have no effect. The format is joist's own.

      iex> table = :ets.new(:example, [])
      iex> path = to_charlist(Path.join(System.tmp_dir!(), "joist_example.tab"))
      iex> {:ets.tab2file(table, path, sync: true), File.rm(path)}
      {:ok, :ok}
  """
  @spec tab2file(table(), :file.name(), options :: keyword()) :: :ok | {:error, term()}
  def tab2file(table, file, _options) do
    case :ets.info(table) do
      :undefined -> :erlang.error(:badarg, [table, file])
      info -> :file.write_file(file, :erlang.term_to_binary({:joist_table, info, :ets.tab2list(table)}))
    end
  end

  @doc """
  Makes the table that `tab2file/2` has written: `{:ok, table}`, or `{:error, reason}`.

      iex> elem(:ets.file2tab(~c"/nowhere/at/all"), 0)
      :error
  """
  @spec file2tab(:file.name()) :: {:ok, table()} | {:error, term()}
  def file2tab(file), do: file2tab(file, [])

  @doc """
  Like `file2tab/1`; the options have no effect.

      iex> elem(:ets.file2tab(~c"/nowhere/at/all", verify: true), 0)
      :error
  """
  @spec file2tab(:file.name(), options :: keyword()) :: {:ok, table()} | {:error, term()}
  def file2tab(file, _options) do
    with {:ok, info, objects} <- read_table(file) do
      flags = for flag <- [:read_concurrency, :write_concurrency], do: {flag, :proplists.get_value(flag, info, false)}
      named = if :proplists.get_value(:named_table, info), do: [:named_table], else: []
      kinds = [:proplists.get_value(:type, info), :proplists.get_value(:protection, info), {:keypos, :proplists.get_value(:keypos, info)}]
      table = :ets.new(:proplists.get_value(:name, info), kinds ++ named ++ flags)
      :ets.insert(table, objects)
      {:ok, table}
    end
  catch
    :error, :badarg -> {:error, :cannot_create_table}
  end

  @doc """
  What a file of `tab2file/2` says of its table: `{:ok, properties}`, or `{:error, reason}`.

      iex> table = :ets.new(:example, [:set])
      iex> path = to_charlist(Path.join(System.tmp_dir!(), "joist_example.tab"))
      iex> :ets.tab2file(table, path)
      iex> {:ok, info} = :ets.tabfile_info(path)
      iex> {info[:name], info[:type], info[:size], File.rm(path)}
      {:example, :set, 0, :ok}
  """
  @spec tabfile_info(:file.name()) :: {:ok, keyword()} | {:error, term()}
  def tabfile_info(file) do
    with {:ok, info, objects} <- read_table(file) do
      kept = for {key, _} = property <- info, key in [:name, :type, :protection, :named_table, :keypos], do: property
      {:ok, kept ++ [size: length(objects), extended_info: [], version: {1, 0}]}
    end
  end

  defp read_table(file) do
    with {:ok, binary} <- :file.read_file(file) do
      case :erlang.binary_to_term(binary) do
        {:joist_table, info, objects} -> {:ok, info, objects}
        _ -> {:error, :badfile}
      end
    else
      {:error, reason} -> {:error, {:read_error, {:file_error, file, reason}}}
    end
  catch
    :error, :badarg -> {:error, :badfile}
  end
end
