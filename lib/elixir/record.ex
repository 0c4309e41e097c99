defmodule Record do
  @moduledoc """
  Records: tuples whose first element is an atom, with macros to make, read and change them.
  """

  @doc """
  True for tuples whose first element is the given atom.

      iex> require Record
      iex> Record.is_record({:user, "a"}, :user)
      true
  """
  defguard is_record(data, kind) when is_atom(kind) and is_tuple(data) and tuple_size(data) > 0 and :erlang.element(1, data) == kind

  @doc """
  True for tuples whose first element is an atom.

      iex> require Record
      iex> Record.is_record({})
      false
  """
  defguard is_record(data) when is_tuple(data) and tuple_size(data) > 0 and is_atom(:erlang.element(1, data))

  @doc """
  Defines macros for a record with fields and defaults.

      iex> defmodule DocUser do
      ...>   require Record
      ...>   Record.defrecord(:user, name: "john", age: 25)
      ...>   def jane, do: user(name: "jane")
      ...>   def older(user), do: user(user, age: user(user, :age) + 1)
      ...> end
      iex> DocUser.jane()
      {:user, "jane", 25}
      iex> DocUser.older(DocUser.jane())
      {:user, "jane", 26}
  """
  defmacro defrecord(name, tag \\ nil, kv) do
    quote bind_quoted: [name: name, tag: tag, kv: kv], generated: true do
      tag = tag || name
      fields = Record.__fields__(:defrecord, kv)

      defmacro unquote(name)(args \\ []) do
        Record.__access__(unquote(tag), unquote(fields), args, __CALLER__)
      end

      defmacro unquote(name)(record, args) do
        Record.__access__(unquote(tag), unquote(fields), record, args, __CALLER__)
      end
    end
  end

  @doc """
  Like `defrecord/3`, with private macros.

      iex> defmodule DocPoint do
      ...>   require Record
      ...>   Record.defrecordp(:point, x: 0, y: 0)
      ...>   def x_of(point), do: point(point, :x)
      ...>   def new(x), do: point(x: x)
      ...> end
      iex> DocPoint.new(3)
      {:point, 3, 0}
      iex> DocPoint.x_of(DocPoint.new(3))
      3
  """
  defmacro defrecordp(name, tag \\ nil, kv) do
    quote bind_quoted: [name: name, tag: tag, kv: kv], generated: true do
      tag = tag || name
      fields = Record.__fields__(:defrecordp, kv)

      defmacrop unquote(name)(args \\ []) do
        Record.__access__(unquote(tag), unquote(fields), args, __CALLER__)
      end

      defmacrop unquote(name)(record, args) do
        Record.__access__(unquote(tag), unquote(fields), record, args, __CALLER__)
      end
    end
  end

  @doc """
  The fields of a record that an Erlang header declares, with their defaults.

  The header is a file (`:from`), or one of an application (`:from_lib`) whose compiled code is in the code path.

      iex> Record.extract(:file_descriptor, from_lib: "kernel/include/file.hrl")
      [module: :undefined, data: :undefined]
  """
  @spec extract(name :: atom(), keyword()) :: keyword()
  def extract(name, opts) when is_atom(name) and is_list(opts), do: Record.Extractor.extract(name, opts)

  @doc """
  The records of an Erlang header; see `extract/2`.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_records.hrl")
      iex> File.write!(path, "-record(point, {x = 0 :: integer(), y = 0, names = [] :: [atom()]}).")
      iex> Record.extract_all(from: path)
      [point: [x: 0, y: 0, names: []]]
  """
  @spec extract_all(keyword()) :: [{name :: atom(), keyword()}]
  def extract_all(opts) when is_list(opts), do: Record.Extractor.extract_all(opts)

  # Fields as pairs of a name and an escaped default.
  @doc false
  def __fields__(type, fields) do
    :lists.map(
      fn
        {key, value} when is_atom(key) -> {key, Macro.escape(value)}
        key when is_atom(key) -> {key, nil}
        other -> raise ArgumentError, "#{type} fields must be atoms, got: #{inspect(other)}"
      end,
      fields
    )
  end

  @doc false
  # What a record is made of, for types.
  def __access__(tag, fields, {:{}, [], []}, _caller), do: {:{}, [], [tag, fields]}

  def __access__(tag, fields, args, caller) do
    cond do
      is_atom(args) ->
        index(tag, fields, args)

      Keyword.keyword?(args) ->
        create(tag, fields, args, caller)

      true ->
        fields = for {field, _} <- fields, do: field
        quote(do: Record.__keyword__(unquote(tag), unquote(fields), unquote(args)))
    end
  end

  @doc false
  def __access__(tag, fields, record, args, caller) do
    cond do
      is_atom(args) ->
        quote(do: :erlang.element(unquote(index(tag, fields, args) + 1), unquote(record)))

      Keyword.keyword?(args) ->
        update(tag, fields, record, args, caller)

      true ->
        raise ArgumentError, "expected arguments to be a compile time atom or a keyword list, got: #{Macro.to_string(args)}"
    end
  end

  # The index as elem/2 counts: the tag is at 0.
  defp index(tag, fields, field), do: index(fields, field, 1, tag)

  defp index([{field, _} | _], field, at, _tag), do: at
  defp index([_ | rest], field, at, tag), do: index(rest, field, at + 1, tag)
  defp index([], field, _at, tag), do: raise(ArgumentError, "record #{inspect(tag)} does not have the key: #{inspect(field)}")

  defp create(tag, fields, keyword, caller) do
    in_match = Macro.Env.in_match?(caller)
    {default, keyword} = Keyword.pop(keyword, :_)

    {values, rest} =
      Enum.map_reduce(fields, keyword, fn {key, value}, keyword ->
        case Keyword.fetch(keyword, key) do
          {:ok, given} -> {given, Keyword.delete(keyword, key)}
          :error when in_match -> {default || {:_, [], nil}, keyword}
          :error -> {default || value, keyword}
        end
      end)

    case rest do
      [] -> {:{}, [], [tag | values]}
      [{key, _} | _] -> raise ArgumentError, "record #{inspect(tag)} does not have the key: #{inspect(key)}"
    end
  end

  defp update(tag, fields, record, keyword, caller) do
    if Macro.Env.in_match?(caller), do: raise(ArgumentError, "cannot invoke update style macro inside match")

    Enum.reduce(keyword, record, fn {key, value}, acc ->
      quote(do: :erlang.setelement(unquote(index(tag, fields, key) + 1), unquote(acc), unquote(value)))
    end)
  end

  @doc false
  def __keyword__(tag, fields, record) do
    if is_record(record, tag) do
      [_ | values] = Tuple.to_list(record)

      if length(values) == length(fields),
        do: Enum.zip(fields, values),
        else: raise(ArgumentError, "expected argument to be a #{inspect(tag)} record with #{length(fields)} fields, got: #{inspect(record)}")
    else
      raise ArgumentError, "expected argument to be a literal atom, literal keyword or a #{inspect(tag)} record, got runtime: #{inspect(record)}"
    end
  end
end
