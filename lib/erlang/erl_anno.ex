defmodule :erl_anno do
  @moduledoc """
  Annotations of code: where it stands.

  An annotation is a location, that is a line or `{line, column}`, or a list with the pair `{:location, location}` and what
  else is known: `:file`, `:generated`, `:record` and `:text`.
  """

  @typedoc "What is known of a place in a source: the line at least."
  @opaque anno() :: location() | keyword()

  @type line() :: non_neg_integer()

  @type column() :: pos_integer()

  @type location() :: line() | {line(), column()}

  @doc """
  Makes an annotation of a location.

      iex> :erl_anno.line(:erl_anno.new({3, 5}))
      3

  """
  @spec new(location()) :: anno()
  def new(line) when is_integer(line) and line >= 0, do: line
  def new({line, column} = location) when is_integer(line) and is_integer(column), do: location
  def new(location), do: :erlang.error(:badarg, [location])

  @doc """
  Whether a term is an annotation.

      iex> :erl_anno.is_anno(7)
      true
      iex> :erl_anno.is_anno(:no)
      false
  """
  @spec is_anno(term()) :: boolean()
  def is_anno(line) when is_integer(line), do: line >= 0
  def is_anno({line, column}), do: is_integer(line) and line >= 0 and is_integer(column) and column >= 1
  def is_anno([_ | _] = list), do: :lists.all(&match?({key, _} when key in [:file, :generated, :location, :record, :text], &1), list)
  def is_anno(_), do: false

  @doc """
  The location: a line, or a line and a column.

      iex> :erl_anno.location([file: ~c"a.ex", location: 7])
      7
  """
  @spec location(anno()) :: location()
  def location(anno) when is_list(anno), do: item(anno, :location, 0)
  def location(anno), do: anno

  @doc """
  The line.

      iex> :erl_anno.line(7)
      7

  """
  @spec line(anno()) :: line()
  def line(anno) do
    case location(anno) do
      {line, _} -> line
      line -> line
    end
  end

  @doc """
  The column, or `:undefined`.

      iex> :erl_anno.column({7, 2})
      2

  """
  @spec column(anno()) :: column() | :undefined
  def column(anno) do
    case location(anno) do
      {_, column} -> column
      _ -> :undefined
    end
  end

  @doc """
  The file, or `:undefined`.

      iex> :erl_anno.file(:erl_anno.set_file(~c"a.ex", :erl_anno.new(7)))
      ~c"a.ex"
  """
  @spec file(anno()) :: charlist() | :undefined
  def file(anno), do: item(anno, :file, :undefined)

  @doc """
  Whether the code was generated.

      iex> :erl_anno.generated(:erl_anno.new(7))
      false
  """
  @spec generated(anno()) :: boolean()
  def generated(anno), do: item(anno, :generated, false)

  @doc """
  Whether the code belongs to a record.

      iex> :erl_anno.record(:erl_anno.new(7))
      false
  """
  @spec record(anno()) :: boolean()
  def record(anno), do: item(anno, :record, false)

  @doc """
  The text, or `:undefined`.

      iex> :erl_anno.text(:erl_anno.set_text(~c"abc", :erl_anno.new(7)))
      ~c"abc"
  """
  @spec text(anno()) :: charlist() | :undefined
  def text(anno), do: item(anno, :text, :undefined)

  @doc """
  The place after the text, or `:undefined` where no text is kept.

      iex> anno = :erl_anno.new({7, 1})
      iex> :erl_anno.end_location(anno)
      :undefined
      iex> :erl_anno.end_location(:erl_anno.set_text(~c"ab", anno))
      {7, 3}
  """
  @spec end_location(anno()) :: location() | :undefined
  def end_location(anno) do
    case {text(anno), location(anno)} do
      {:undefined, _} -> :undefined
      {text, {line, column}} -> after_text(text, line, column)
      {text, line} -> line |> after_text_line(text)
    end
  end

  defp after_text([], line, column), do: {line, column}
  defp after_text([?\n | rest], line, _), do: after_text(rest, line + 1, 1)
  defp after_text([_ | rest], line, column), do: after_text(rest, line, column + 1)

  defp after_text_line(line, text), do: line + length(for ?\n <- text, do: ?\n)

  @doc """
  Changes the file.

      iex> :erl_anno.location(:erl_anno.set_file(~c"a.ex", :erl_anno.new(7)))
      7
  """
  @spec set_file(charlist(), anno()) :: anno()
  def set_file(file, anno), do: put(anno, :file, file)

  @doc """
  Changes whether the code was generated.

      iex> :erl_anno.generated(:erl_anno.set_generated(true, :erl_anno.new(7)))
      true
  """
  @spec set_generated(boolean(), anno()) :: anno()
  def set_generated(generated?, anno), do: put(anno, :generated, generated?)

  @doc """
  Changes whether the code belongs to a record.

      iex> :erl_anno.record(:erl_anno.set_record(true, :erl_anno.new(7)))
      true
  """
  @spec set_record(boolean(), anno()) :: anno()
  def set_record(record?, anno), do: put(anno, :record, record?)

  @doc """
  Changes the text.

      iex> :erl_anno.text(:erl_anno.set_text(~c"ab", :erl_anno.new(7)))
      ~c"ab"
  """
  @spec set_text(charlist(), anno()) :: anno()
  def set_text(text, anno), do: put(anno, :text, text)

  @doc """
  Changes the location.

      iex> :erl_anno.location(:erl_anno.set_location(9, :erl_anno.new(7)))
      9
  """
  @spec set_location(location(), anno()) :: anno()
  def set_location(location, anno) when is_list(anno), do: put(anno, :location, location)
  def set_location(location, _), do: location

  @doc """
  Changes the line.

      iex> :erl_anno.set_line(9, {3, 5})
      {9, 5}

  """
  @spec set_line(line(), anno()) :: anno()
  def set_line(line, anno) do
    case location(anno) do
      {_, column} -> set_location({line, column}, anno)
      _ -> set_location(line, anno)
    end
  end

  @doc """
  The annotation as a term, and back.

      iex> :erl_anno.to_term(:erl_anno.new({7, 1})) |> :erl_anno.from_term() |> :erl_anno.line()
      7
  """
  @spec to_term(anno()) :: term()
  def to_term(anno), do: anno

  @doc """
  The inverse of `to_term/1`.

      iex> :erl_anno.line(:erl_anno.from_term(7))
      7
  """
  @spec from_term(term()) :: anno()
  def from_term(term), do: term

  defp item(anno, key, default) when is_list(anno) do
    case :lists.keyfind(key, 1, anno) do
      {_, value} -> value
      false -> default
    end
  end

  defp item(_, _, default), do: default

  defp put(anno, key, value) when is_list(anno), do: :lists.keystore(key, 1, anno, {key, value})
  defp put(location, key, value), do: [{:location, location}, {key, value}]
end
