defmodule Access do
  @moduledoc """
  Access by key to maps, keyword lists and structs that take part, and the accessor
  functions for `get_in/2` and its relatives.
  """

  @type container() :: keyword() | struct() | map()
  @type nil_container() :: nil
  @type t() :: container() | nil_container() | any()
  @type key() :: any()
  @type value() :: any()
  @type get_fun(data) :: (:get, data, (term() -> term()) -> new_data :: container())

  @type get_and_update_fun(data, current_value) :: (:get_and_update, data, (term() -> term()) ->
                                                      {current_value, new_data :: container()} | :pop)

  @type access_fun(data, current_value) :: get_fun(data) | get_and_update_fun(data, current_value)

  @callback fetch(term :: t(), key()) :: {:ok, value()} | :error

  @callback get_and_update(data, key(), (value() | nil -> {current_value, new_value :: value()} | :pop)) ::
              {current_value, new_data :: data}
            when current_value: value(), data: container()

  @callback pop(data, key()) :: {value(), data} when data: container()

  @doc """
  The value of a key as `{:ok, value}`, or `:error`.

      iex> Access.fetch([a: 1], :a)
      {:ok, 1}
  """
  @spec fetch(container(), key()) :: {:ok, value()} | :error
  @spec fetch(nil_container(), any()) :: :error
  def fetch(container, key)
  def fetch(%module{} = container, key), do: module_call(module, :fetch, [container, key], container)

  def fetch(map, key) when is_map(map) do
    case map do
      %{^key => value} -> {:ok, value}
      _ -> :error
    end
  end

  def fetch(list, key) when is_list(list) and is_atom(key) do
    case :lists.keyfind(key, 1, list) do
      {_, value} -> {:ok, value}
      false -> :error
    end
  end

  def fetch(list, key) when is_list(list), do: bad_key(list, key)
  def fetch(nil, _key), do: :error

  @doc """
  The value of a key; raises a `KeyError` when it is missing.

      iex> Access.fetch!(%{a: 1}, :a)
      1
  """
  @spec fetch!(container(), key()) :: value()
  def fetch!(container, key) do
    case fetch(container, key) do
      {:ok, value} -> value
      :error -> raise KeyError, key: key, term: container
    end
  end

  @doc """
  The value of a key, or the default; `container[key]` is `Access.get(container, key)`.

      iex> Access.get(%{a: 1}, :b, 0)
      0
  """
  @spec get(container(), key(), default) :: value() | default when default: var
  @spec get(nil_container(), any(), default) :: default when default: var
  def get(container, key, default \\ nil)

  def get(%module{} = container, key, default) do
    case module_call(module, :fetch, [container, key], container) do
      {:ok, value} -> value
      :error -> default
    end
  end

  def get(map, key, default) when is_map(map) do
    case map do
      %{^key => value} -> value
      _ -> default
    end
  end

  def get(list, key, default) when is_list(list) and is_atom(key) do
    case :lists.keyfind(key, 1, list) do
      {_, value} -> value
      false -> default
    end
  end

  def get(list, key, _default) when is_list(list) and is_integer(key) do
    raise ArgumentError, """
    the Access module does not support accessing lists by index, got: #{inspect(key)}

    Accessing a list by index is typically discouraged in Elixir, \
    instead we prefer to use the Enum module to manipulate lists \
    as a whole. If you really must access a list element by index, \
    you can use Enum.at/2 or the functions in the List module\
    """
  end

  def get(list, key, _default) when is_list(list), do: bad_key(list, key)
  def get(nil, _key, default), do: default

  defp bad_key(_list, key) do
    raise ArgumentError, """
    the Access calls for keywords expect the key to be an atom, got: #{inspect(key)}\
    """
  end

  @doc """
  Reads and updates; `fun` returns `{answer, new_value}` or `:pop`.

      iex> Access.get_and_update(%{a: 1}, :a, &{&1, &1 + 1})
      {1, %{a: 2}}
  """
  @spec get_and_update(data, key(), (value() | nil -> {current_value, new_value :: value()} | :pop)) :: {current_value, new_data :: data} when data: container(), current_value: var
  def get_and_update(container, key, fun)

  def get_and_update(%module{} = container, key, fun),
    do: module_call(module, :get_and_update, [container, key, fun], container)

  def get_and_update(map, key, fun) when is_map(map), do: Map.get_and_update(map, key, fun)
  def get_and_update(list, key, fun) when is_list(list) and is_atom(key), do: Keyword.get_and_update(list, key, fun)

  def get_and_update(list, key, _fun) when is_list(list) and is_integer(key) do
    raise ArgumentError, """
    the Access module does not support accessing lists by index, got: #{inspect(key)}

    Accessing a list by index is typically discouraged in Elixir, \
    instead we prefer to use the Enum module to manipulate lists \
    as a whole. If you really must modify a list element by index, \
    you can use Access.at/1 or the functions in the List module\
    """
  end

  def get_and_update(list, key, _fun) when is_list(list), do: bad_key(list, key)

  def get_and_update(nil, key, _fun) do
    raise ArgumentError, "could not put/update key #{inspect(key)} on a nil value"
  end

  @doc """
  Takes a key out; returns its value or `nil`, and the rest.

      iex> Access.pop(%{a: 1}, :a)
      {1, %{}}
  """
  @spec pop(data, key()) :: {value(), data} when data: container()
  def pop(container, key)
  def pop(%module{} = container, key), do: module_call(module, :pop, [container, key], container)
  def pop(map, key) when is_map(map), do: Map.pop(map, key)
  def pop(list, key) when is_list(list), do: Keyword.pop(list, key)

  def pop(nil, key) do
    raise ArgumentError, "could not pop key #{inspect(key)} on a nil value"
  end

  defp module_call(module, function, args, container) do
    :erlang.apply(module, function, args)
  rescue
    exception in UndefinedFunctionError ->
      case exception do
        %{module: ^module, function: ^function, arity: arity} when arity == length(args) ->
          reason =
            "#{inspect(module)} does not implement the Access behaviour" <> access_hint(container, args)

          reraise %{exception | reason: reason, message: nil}, __STACKTRACE__

        _ ->
          reraise exception, __STACKTRACE__
      end
  end

  defp access_hint(container, [_, key | _]) when is_atom(key) do
    case container do
      %{^key => _} ->
        "\n\nYou can use the \"struct.field\" syntax to access struct fields. " <>
          "You can also use Access.key!/1 to access struct fields dynamically inside get_in/put_in/update_in"

      _ ->
        "\n\nYou can use the \"struct.field\" syntax to access struct fields. " <>
          "You can also use Access.key!/1 to access struct fields dynamically inside get_in/put_in/update_in"
    end
  end

  defp access_hint(_container, _args),
    do:
      "\n\nYou can use the \"struct.field\" syntax to access struct fields. " <>
        "You can also use Access.key!/1 to access struct fields dynamically inside get_in/put_in/update_in"

  @doc """
  Accesses a key of a map or struct, with a default.

      iex> get_in(%{a: 1}, [Access.key(:b, 0)])
      0
  """
  @spec key(key(), term()) :: access_fun(data :: struct() | map(), current_value :: term())
  def key(key, default \\ nil) do
    fn
      :get, data, next ->
        next.(key_or_default(data, key, default))

      :get_and_update, data, next ->
        value = key_or_default(data, key, default)

        case next.(value) do
          {get, update} -> {get, :maps.put(key, update, data || %{})}
          :pop -> {value, :maps.remove(key, data)}
        end
    end
  end

  defp key_or_default(nil, _key, default), do: default

  defp key_or_default(%{} = data, key, default) do
    case data do
      %{^key => value} -> value
      _ -> default
    end
  end

  @doc """
  Accesses a key of a map or struct, which must be there.

      iex> get_in(%{a: 1}, [Access.key!(:a)])
      1
  """
  @spec key!(key()) :: access_fun(data :: struct() | map(), current_value :: term())
  def key!(key) do
    fn
      :get, %{} = data, next ->
        next.(Map.fetch!(data, key))

      :get_and_update, %{} = data, next ->
        value = Map.fetch!(data, key)

        case next.(value) do
          {get, update} -> {get, :maps.put(key, update, data)}
          :pop -> {value, :maps.remove(key, data)}
        end

      _op, data, _next ->
        raise "Access.key!/1 expected a map/struct or nil, got: #{inspect(data)}"
    end
  end

  @doc """
  Accesses an element of a tuple.

      iex> put_in({1, 2}, [Access.elem(0)], :a)
      {:a, 2}
  """
  @spec elem(non_neg_integer()) :: access_fun(data :: tuple(), current_value :: term())
  def elem(index) when is_integer(index) and index >= 0 do
    position = index + 1

    fn
      :get, data, next when is_tuple(data) ->
        next.(:erlang.element(position, data))

      :get_and_update, data, next when is_tuple(data) ->
        value = :erlang.element(position, data)

        case next.(value) do
          {get, update} -> {get, :erlang.setelement(position, data, update)}
          :pop -> raise "cannot pop data from a tuple"
        end

      _op, data, _next ->
        raise "Access.elem/1 expected a tuple, got: #{inspect(data)}"
    end
  end

  @doc """
  Accesses all elements of a list.

      iex> update_in([1, 2], [Access.all()], &(&1 * 10))
      [10, 20]
  """
  @spec all() :: access_fun(data :: list(), current_value :: list())
  def all() do
    fn
      :get, data, next when is_list(data) -> Enum.map(data, next)
      :get_and_update, data, next when is_list(data) -> update_all(data, next, [], [])
      _op, data, _next -> raise "Access.all/0 expected a list, got: #{inspect(data)}"
    end
  end

  defp update_all([head | rest], next, gets, updates) do
    case next.(head) do
      {get, update} -> update_all(rest, next, [get | gets], [update | updates])
      :pop -> update_all(rest, next, [head | gets], updates)
    end
  end

  defp update_all([], _next, gets, updates), do: {:lists.reverse(gets), :lists.reverse(updates)}

  @doc """
  Accesses the element of a list at an index.

      iex> get_in([1, 2], [Access.at(-1)])
      2
  """
  @spec at(integer()) :: access_fun(data :: list(), current_value :: term())
  def at(index) when is_integer(index) do
    fn op, data, next -> at(op, data, index, next) end
  end

  defp at(:get, data, index, next) when is_list(data), do: next.(Enum.at(data, index))
  defp at(:get_and_update, data, index, next) when is_list(data), do: update_at(data, index, next, [], nil)

  defp at(_op, data, _index, _next) do
    raise "Access.at/1 expected a list, got: #{inspect(data)}"
  end

  @doc """
  Like `at/1`; raises when the index is out of bounds.

      iex> get_in([1, 2], [Access.at!(0)])
      1
  """
  @spec at!(integer()) :: access_fun(data :: list(), current_value :: term())
  def at!(index) when is_integer(index) do
    fn
      :get, data, next when is_list(data) ->
        case Enum.fetch(data, index) do
          {:ok, value} -> next.(value)
          :error -> raise Enum.OutOfBoundsError
        end

      :get_and_update, data, next when is_list(data) ->
        case Enum.fetch(data, index) do
          {:ok, _} -> update_at(data, index, next, [], nil)
          :error -> raise Enum.OutOfBoundsError
        end

      _op, data, _next ->
        raise "Access.at!/1 expected a list, got: #{inspect(data)}"
    end
  end

  defp update_at(data, index, next, acc, _) when index < 0 do
    case length(data) + index do
      position when position >= 0 -> update_at(data, position, next, acc, nil)
      _ -> {nil, data}
    end
  end

  defp update_at([head | rest], 0, next, acc, _) do
    case next.(head) do
      {get, update} -> {get, :lists.reverse(acc, [update | rest])}
      :pop -> {head, :lists.reverse(acc, rest)}
    end
  end

  defp update_at([head | rest], index, next, acc, _), do: update_at(rest, index - 1, next, [head | acc], nil)
  defp update_at([], _index, _next, acc, _), do: {nil, :lists.reverse(acc)}

  @doc """
  Accesses the elements of a list for which a function is truthy.

      iex> update_in([1, 2], [Access.filter(&(&1 > 1))], &(&1 * 10))
      [1, 20]
  """
  @spec filter((term() -> boolean())) :: access_fun(data :: list(), current_value :: list())
  def filter(func) when is_function(func) do
    fn
      :get, data, next when is_list(data) ->
        data |> Enum.filter(func) |> Enum.map(next)

      :get_and_update, data, next when is_list(data) ->
        update_some(data, func, next, [], [])

      _op, data, _next ->
        raise "Access.filter/1 expected a list, got: #{inspect(data)}"
    end
  end

  defp update_some([head | rest], func, next, gets, updates) do
    if func.(head) do
      case next.(head) do
        {get, update} -> update_some(rest, func, next, [get | gets], [update | updates])
        :pop -> update_some(rest, func, next, [head | gets], updates)
      end
    else
      update_some(rest, func, next, gets, [head | updates])
    end
  end

  defp update_some([], _func, _next, gets, updates), do: {:lists.reverse(gets), :lists.reverse(updates)}

  @doc """
  Accesses the elements of a list that a range of indexes names.

      iex> update_in([1, 2, 3], [Access.slice(0..1)], &(&1 * 10))
      [10, 20, 3]
  """
  @spec slice(Range.t()) :: access_fun(data :: list(), current_value :: list())
  def slice(%{__struct__: Range, step: step} = range) do
    if step > 0 do
      fn
        :get, data, next when is_list(data) ->
          data |> Enum.slice(range) |> Enum.map(next)

        :get_and_update, data, next when is_list(data) ->
          wanted = indexes(range, length(data))
          update_slice(data, wanted, 0, next, [], [])

        _op, data, _next ->
          raise ArgumentError, "Access.slice/1 expected a list, got: #{inspect(data)}"
      end
    else
      raise ArgumentError, "Access.slice/1 does not accept ranges with negative steps, got: #{inspect(range)}"
    end
  end

  defp indexes(%{first: first, last: last, step: step}, size) do
    first = if first < 0, do: first + size, else: first
    last = if last < 0, do: last + size, else: last
    Range.new(first, last, step)
  end

  defp update_slice([head | rest], wanted, index, next, gets, updates) do
    if index in wanted do
      case next.(head) do
        {get, update} -> update_slice(rest, wanted, index + 1, next, [get | gets], [update | updates])
        :pop -> update_slice(rest, wanted, index + 1, next, [head | gets], updates)
      end
    else
      update_slice(rest, wanted, index + 1, next, gets, [head | updates])
    end
  end

  defp update_slice([], _wanted, _index, _next, gets, updates), do: {:lists.reverse(gets), :lists.reverse(updates)}

  @doc """
  Accesses the first element of a list for which a function is truthy.

      iex> get_in([1, 2, 3], [Access.find(&(&1 > 1))])
      2
  """
  @spec find((term() -> as_boolean(term()))) :: access_fun(data :: list(), current_value :: term())
  def find(predicate) when is_function(predicate) do
    fn
      :get, data, next when is_list(data) ->
        data |> Enum.find(predicate) |> next.()

      :get_and_update, data, next when is_list(data) ->
        case Enum.find_index(data, predicate) do
          nil -> {nil, data}
          index -> update_at(data, index, next, [], nil)
        end

      _op, data, _next ->
        raise "Access.find/1 expected a list, got: #{inspect(data)}"
    end
  end

  @doc """
  Accesses all values of a map or keyword list.

      iex> update_in(%{a: 1, b: 2}, [Access.values()], &(&1 * 10))
      %{a: 10, b: 20}
  """
  @spec values() :: access_fun(data :: map() | keyword(), current_value :: list())
  def values() do
    fn
      :get, data, next when is_map(data) -> Enum.map(data, fn {_, value} -> next.(value) end)
      :get, data, next when is_list(data) -> Enum.map(data, fn {_, value} -> next.(value) end)
      :get_and_update, data, next when is_map(data) ->
        {gets, pairs} = update_values(:maps.to_list(data), next, [], [])
        {gets, :maps.from_list(pairs)}

      :get_and_update, data, next when is_list(data) -> update_values(data, next, [], [])
      _op, data, _next -> raise "Access.values/0 expected a map or a keyword list, got: #{inspect(data)}"
    end
  end

  defp update_values([{key, value} | rest], next, gets, pairs) do
    case next.(value) do
      {get, update} -> update_values(rest, next, [get | gets], [{key, update} | pairs])
      :pop -> update_values(rest, next, [value | gets], pairs)
    end
  end

  defp update_values([], _next, gets, pairs), do: {:lists.reverse(gets), :lists.reverse(pairs)}
end
