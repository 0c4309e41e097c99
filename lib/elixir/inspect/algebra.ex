defmodule Inspect.Algebra do
  @moduledoc """
  Documents that know where their lines may break.

  A document is built from strings, breaks, nesting and groups; `format/2` lays it out
  for a width. A group is set on one line when it fits, with its breaks as spaces;
  otherwise its breaks become new lines, all of them (strict) or as many as
  needed (flex). After Lindig's strict pretty printer, with Wadler's combinators.
  """

  @opaque t() :: atom | binary | tuple | list

  @doc """
  True for what the functions here return.

      iex> require Inspect.Algebra
      iex> Inspect.Algebra.is_doc("text")
      true
      iex> Inspect.Algebra.is_doc(1)
      false
  """
  defguard is_doc(doc)
           when is_binary(doc) or doc in [:doc_nil, :doc_line, []] or
                  (is_tuple(doc) and
                     elem(doc, 0) in [
                       :doc_string,
                       :doc_cons,
                       :doc_nest,
                       :doc_break,
                       :doc_group,
                       :doc_color,
                       :doc_force,
                       :doc_fits,
                       :doc_collapse,
                       :doc_limit
                     ])

  @doc """
  The document of a term; structs go through `Inspect`, and failures there are shown.

      iex> Inspect.Algebra.to_doc(:a, %Inspect.Opts{})
      ":a"
  """
  @spec to_doc(any(), Inspect.Opts.t()) :: t()
  def to_doc(term, opts)

  def to_doc(%_{} = struct, %{inspect_fun: fun} = opts) do
    if opts.structs do
      try do
        fun.(struct, opts)
      rescue
        caught -> inspect_failure(struct, opts, caught, __STACKTRACE__)
      end
    else
      Inspect.Map.inspect(struct, opts)
    end
  end

  def to_doc(term, %{inspect_fun: fun} = opts), do: fun.(term, opts)

  # A struct whose implementation raises is shown as a map, with the error; unless that is wanted, the error is raised.
  # A failure while showing a failure means that even the map cannot be shown otherwise.
  defp inspect_failure(struct, opts, caught, stacktrace) do
    if :erlang.get(:inspect_trap) == true do
      Inspect.Map.inspect(struct, opts)
    else
      try do
        :erlang.put(:inspect_trap, true)
        plain = %{opts | inspect_fun: Inspect.Opts.default_inspect_fun()}
        shown = struct |> Inspect.Map.inspect(%{plain | syntax_colors: []}) |> format(opts.width) |> :erlang.iolist_to_binary()
        error = Inspect.Error.exception(exception: caught, stacktrace: stacktrace, inspected_struct: shown)
        if opts.safe, do: Inspect.inspect(error, plain), else: reraise(error, stacktrace)
      after
        :erlang.erase(:inspect_trap)
      end
    end
  end

  @doc """
  A container: its elements between two documents, with a separator.

      iex> opts = %Inspect.Opts{limit: :infinity}
      iex> doc = Inspect.Algebra.container_doc("[", [1, 2], "]", opts, fn i, _opts -> to_string(i) end)
      iex> Inspect.Algebra.format(doc, 5) |> IO.iodata_to_binary()
      "[1,\\n 2]"
  """
  @spec container_doc(t(), [any()], t(), Inspect.Opts.t(), (term(), Inspect.Opts.t() -> t()), separator: String.t(), break: :strict | :flex | :maybe) :: t()
  def container_doc(left, collection, right, inspect_opts, fun, opts \\ [])

  def container_doc(left, [], right, _inspect_opts, _fun, _opts), do: concat(left, right)

  def container_doc(left, collection, right, inspect_opts, fun, opts) do
    mode = option(:break, opts, :maybe)
    separator = option(:separator, opts, ",")

    {docs, simple?} = container_each(collection, inspect_opts.limit, inspect_opts, fun, [], mode == :maybe)
    flex? = simple? or mode == :flex
    docs = join_elements(docs, separator, flex?)

    case flex? do
      true -> group(concat(concat(left, nest(docs, 1)), right))
      false -> group(glue(nest(glue(left, "", docs), 2), "", right))
    end
  end

  defp option(key, opts, default) do
    case :lists.keyfind(key, 1, opts) do
      {_, value} -> value
      false -> default
    end
  end

  defp container_each([], _limit, _opts, _fun, acc, simple?), do: {:lists.reverse(acc), simple?}

  defp container_each(_rest, 0, _opts, _fun, acc, simple?), do: {:lists.reverse(["..." | acc]), simple?}

  defp container_each([term | rest], limit, opts, fun, acc, simple?) when is_list(rest) do
    fewer = decrement(limit)
    doc = fun.(term, %{opts | limit: fewer})
    # What shows nothing does not count.
    container_each(rest, if(doc == :doc_nil, do: limit, else: fewer), opts, fun, [doc | acc], simple? and simple?(doc))
  end

  defp container_each([left | right], limit, opts, fun, acc, simple?) do
    limit = decrement(limit)
    left_doc = fun.(left, %{opts | limit: limit})
    right_doc = fun.(right, %{opts | limit: decrement(limit)})
    simple? = simple? and simple?(left_doc) and simple?(right_doc)
    {:lists.reverse([{:improper, left_doc, right_doc} | acc]), simple?}
  end

  defp decrement(:infinity), do: :infinity
  defp decrement(limit), do: limit - 1

  defp simple?(doc) when is_binary(doc), do: true
  defp simple?({:doc_color, doc, _}), do: simple?(doc)
  defp simple?({:doc_cons, left, right}), do: simple?(left) and simple?(right)
  defp simple?({:doc_string, _, _}), do: true
  defp simple?(:doc_nil), do: true
  defp simple?(_doc), do: false

  defp join_elements([:doc_nil], _separator, _flex?), do: :doc_nil
  defp join_elements([{:improper, left, right}], _separator, flex?), do: join_two(left, right, " |", flex?)
  defp join_elements([last], _separator, _flex?), do: last
  defp join_elements([], _separator, _flex?), do: :doc_nil
  defp join_elements([:doc_nil | rest], separator, flex?), do: join_elements(rest, separator, flex?)

  defp join_elements([doc | rest], separator, flex?) do
    case join_elements(rest, separator, flex?) do
      :doc_nil -> doc
      joined -> join_two(doc, joined, separator, flex?)
    end
  end

  defp join_two(:doc_nil, right, _separator, _flex?), do: right
  defp join_two(left, :doc_nil, _separator, _flex?), do: left
  defp join_two(left, right, separator, true), do: flex_glue(concat(left, separator), right)
  defp join_two(left, right, separator, false), do: glue(concat(left, separator), right)

  @doc false
  @deprecated "Use a combination of concat/2 and nest/2 instead"
  def surround(left, doc, right), do: concat(concat(left, nest(doc, 1)), right)

  @doc false
  def surround_many(left, docs, right, opts, fun, separator \\ ","),
    do: container_doc(left, docs, right, opts, fun, separator: separator)

  @doc """
  The document without content.

      iex> Inspect.Algebra.format(Inspect.Algebra.empty(), 10)
      []
  """
  @spec empty() :: t()
  def empty(), do: :doc_nil

  @doc """
  A string whose length is counted in graphemes; that of a plain binary is counted in bytes.

      iex> Inspect.Algebra.string("a")
      {:doc_string, "a", 1}
  """
  @spec string(String.t()) :: t()
  def string(string) when is_binary(string), do: {:doc_string, string, String.length(string)}

  @doc """
  Two documents, one after the other.

      iex> Inspect.Algebra.format(Inspect.Algebra.concat("a", "b"), 10) |> IO.iodata_to_binary()
      "ab"
  """
  @spec concat(t(), t()) :: t()
  def concat(doc1, doc2), do: {:doc_cons, doc1, doc2}

  @doc """
  A list of documents, one after the other.

      iex> ["a", "b", "c"] |> Inspect.Algebra.concat() |> Inspect.Algebra.format(80) |> IO.iodata_to_binary()
      "abc"
  """
  @spec concat([t()]) :: t()
  def concat(docs) when is_list(docs), do: fold_doc(docs, &concat/2)

  @doc """
  Lets the limit of the options not count for a document.

      iex> import Inspect.Algebra
      iex> no_limit("a") |> format(80) |> IO.iodata_to_binary()
      "a"
  """
  @spec no_limit(t()) :: t()
  def no_limit(doc), do: {:doc_limit, doc, :infinity}

  @doc ~S"""
  A document in a color, which goes on behind it.

      iex> Inspect.Algebra.color("a", :red) |> Inspect.Algebra.format(80) |> IO.iodata_to_binary()
      "\e[31ma"
  """
  @spec color(t(), IO.ANSI.ansidata()) :: t()
  def color(doc, color), do: {:doc_color, doc, ansi(color)}

  @doc false
  @deprecated "Use color_doc/3 instead"
  def color(doc, color_key, opts), do: color_doc(doc, color_key, opts)

  @doc """
  A document in the color that the options give the key.

      iex> import Inspect.Algebra
      iex> color_doc("a", :atom, %Inspect.Opts{}) |> format(80) |> IO.iodata_to_binary()
      "a"
  """
  @spec color_doc(t(), Inspect.Opts.color_key(), Inspect.Opts.t()) :: t()
  def color_doc(doc, color_key, %{syntax_colors: []}) when is_atom(color_key), do: doc

  def color_doc(doc, color_key, %{syntax_colors: syntax_colors}) do
    case :lists.keyfind(color_key, 1, syntax_colors) do
      {_, color} ->
        reset = Keyword.get(syntax_colors, :reset, :reset)
        concat({:doc_color, doc, ansi(color)}, {:doc_color, :doc_nil, ansi(reset)})

      false ->
        doc
    end
  end

  defp ansi(color), do: :erlang.iolist_to_binary(IO.ANSI.format_fragment(color, true))

  @doc ~S"""
  Indents the lines of a document; a level of `:cursor` is where it starts.

      iex> import Inspect.Algebra
      iex> concat("a", nest(concat(line(), "b"), 4)) |> format(80) |> IO.iodata_to_binary()
      "a\n    b"
  """
  @spec nest(t(), non_neg_integer() | :cursor | :reset, :always | :break) :: t()
  def nest(doc, level, mode \\ :always)
  def nest(doc, :cursor, mode), do: {:doc_nest, doc, :cursor, mode}
  def nest(doc, :reset, mode), do: {:doc_nest, doc, :reset, mode}
  def nest(doc, 0, _mode), do: doc
  def nest(doc, level, mode) when is_integer(level) and level > 0, do: {:doc_nest, doc, level, mode}

  @doc ~S"""
  A place where the line may break; the string otherwise.

      iex> import Inspect.Algebra
      iex> concat(["a", break("\t"), "b"]) |> group() |> format(80) |> IO.iodata_to_binary()
      "a\tb"
  """
  @spec break(binary()) :: t()
  def break(string \\ " ") when is_binary(string), do: {:doc_break, string, :strict}

  @doc ~S"""
  A break that is decided for itself, not with the others of its group.

      iex> import Inspect.Algebra
      iex> concat(["a", flex_break(), "b", flex_break(), "c"]) |> group() |> format(4) |> IO.iodata_to_binary()
      "a b\nc"
  """
  @spec flex_break(binary()) :: t()
  def flex_break(string \\ " ") when is_binary(string), do: {:doc_break, string, :flex}

  @doc ~S"""
  Joins two documents by a break.

      iex> import Inspect.Algebra
      iex> glue("a", "b") |> group() |> format(80) |> IO.iodata_to_binary()
      "a b"
      iex> glue("a", "b") |> group() |> format(1) |> IO.iodata_to_binary()
      "a\nb"
  """
  @spec glue(t(), binary(), t()) :: t()
  def glue(doc1, break_string \\ " ", doc2), do: concat(doc1, concat(break(break_string), doc2))

  @doc ~S"""
  Joins two documents by a flex break.

      iex> import Inspect.Algebra
      iex> flex_glue("a", flex_glue("b", "c")) |> group() |> format(3) |> IO.iodata_to_binary()
      "a b\nc"
  """
  @spec flex_glue(t(), binary(), t()) :: t()
  def flex_glue(doc1, break_string \\ " ", doc2), do: concat(doc1, concat(flex_break(break_string), doc2))

  @doc ~S"""
  A document that is set on one line when it fits.

      iex> import Inspect.Algebra
      iex> group(glue("hello", "world")) |> format(80) |> IO.iodata_to_binary()
      "hello world"
      iex> group(glue("hello", "world")) |> format(5) |> IO.iodata_to_binary()
      "hello\nworld"
  """
  @spec group(t(), :self | :inherit) :: t()
  def group(doc, mode \\ :self)
  def group(doc, mode) when mode in [:self, :inherit, :normal, :optimistic, :pessimistic], do: {:doc_group, doc, mode}

  @doc """
  Joins two documents by a space.

      iex> import Inspect.Algebra
      iex> space("a", "b") |> format(80) |> IO.iodata_to_binary()
      "a b"
  """
  @spec space(t(), t()) :: t()
  def space(doc1, doc2), do: concat(doc1, concat(" ", doc2))

  @doc ~S"""
  A new line, always.

      iex> import Inspect.Algebra
      iex> concat(["a", line(), "b"]) |> format(80) |> IO.iodata_to_binary()
      "a\nb"
  """
  @spec line() :: t()
  def line(), do: :doc_line

  @doc ~S"""
  Joins two documents by a new line.

      iex> import Inspect.Algebra
      iex> line("a", "b") |> format(80) |> IO.iodata_to_binary()
      "a\nb"
  """
  @spec line(t(), t()) :: t()
  def line(doc1, doc2), do: concat(doc1, concat(line(), doc2))

  @doc ~S"""
  A document that never fits, so that its group breaks.

      iex> import Inspect.Algebra
      iex> glue("a", "b") |> force_unfit() |> group() |> format(80) |> IO.iodata_to_binary()
      "a\nb"
  """
  @spec force_unfit(t()) :: t()
  def force_unfit(doc), do: {:doc_force, doc}

  @doc """
  Takes the break after a document as fitting when deciding whether it fits.

      iex> import Inspect.Algebra
      iex> concat("a", next_break_fits(group(concat([break(""), "b"])))) |> group() |> format(80) |> IO.iodata_to_binary()
      "ab"
  """
  @spec next_break_fits(t(), :enabled | :disabled) :: t()
  def next_break_fits(doc, mode \\ :enabled), do: {:doc_fits, doc, mode}

  @doc ~S"""
  Joins new lines that follow one another into at most `max`.

      iex> import Inspect.Algebra
      iex> concat([collapse_lines(1), "a", line(), line(), line(), "b"]) |> format(80) |> IO.iodata_to_binary()
      "a\n\n\nb"
  """
  @spec collapse_lines(pos_integer()) :: t()
  def collapse_lines(max) when is_integer(max) and max > 0, do: {:doc_collapse, max}

  @doc """
  Folds a list of documents from the right.

      iex> import Inspect.Algebra
      iex> ["a", "b", "c"] |> fold_doc(fn doc, acc -> concat([doc, "-", acc]) end) |> format(80) |> IO.iodata_to_binary()
      "a-b-c"
  """
  @spec fold_doc([t()], (t(), t() -> t())) :: t()
  def fold_doc(docs, folder_fun)
  def fold_doc([], _folder_fun), do: empty()
  def fold_doc([doc], _folder_fun), do: doc
  def fold_doc([doc | docs], folder_fun) when is_function(folder_fun, 2), do: folder_fun.(doc, fold_doc(docs, folder_fun))

  @doc """
  Like `fold_doc/2`.

      iex> Inspect.Algebra.fold(["a", "b", "c"], &Inspect.Algebra.concat(&1, &2)) |> Inspect.Algebra.format(80) |> IO.iodata_to_binary()
      "abc"
  """
  @spec fold([t()], (t(), t() -> t())) :: t()
  def fold(docs, folder_fun), do: fold_doc(docs, folder_fun)

  @doc """
  Lays a document out for a width; returns iodata.

      iex> doc = Inspect.Algebra.group(Inspect.Algebra.glue("hello", "world"))
      iex> Inspect.Algebra.format(doc, 30) |> IO.iodata_to_binary()
      "hello world"
      iex> Inspect.Algebra.format(doc, 10) |> IO.iodata_to_binary()
      "hello\\nworld"
  """
  @spec format(t(), non_neg_integer() | :infinity) :: iodata()
  def format(doc, width) when width == :infinity or (is_integer(width) and width >= 0),
    do: format(width, 0, [{0, :flat, doc}])

  # The work list holds {indentation, mode, document}. In mode :flat breaks are spaces, in mode :break they end the
  # line. The other two modes are those inside of next_break_fits/2: in :break_no_flat breaks may end the line and
  # nothing is forced to, in :flat_no_break they stay spaces up to a document that is enabled again.
  defp format(_width, _column, []), do: []

  defp format(width, column, [{indent, mode, doc} | rest]) do
    case doc do
      string when is_binary(string) ->
        [string | format(width, column + byte_size(string), rest)]

      {:doc_cons, left, right} ->
        format(width, column, [{indent, mode, left}, {indent, mode, right} | rest])

      {:doc_string, string, length} ->
        [string | format(width, column + length, rest)]

      {:doc_break, string, kind} ->
        format_break(kind, mode, string, width, column, indent, rest)

      {:doc_nest, doc, level, kind} when kind == :always or mode == :break ->
        format(width, column, [{nested(indent, column, level), mode, doc} | rest])

      {:doc_nest, doc, _level, _} ->
        format(width, column, [{indent, mode, doc} | rest])

      {:doc_group, doc, kind} ->
        format(width, column, [{indent, group_mode(kind, mode, doc, width, column, indent), doc} | rest])

      empty when empty in [:doc_nil, []] ->
        format(width, column, rest)

      :doc_line ->
        [indentation(indent) | format(width, indent, rest)]

      {:doc_color, doc, color} ->
        [color | format(width, column, [{indent, mode, doc} | rest])]

      {:doc_collapse, max} ->
        collapse(format(width, indent, rest), max, 0, indent)

      {:doc_force, doc} ->
        format(width, column, [{indent, mode, doc} | rest])

      {:doc_fits, doc, :enabled} when mode == :flat_no_break ->
        format(width, column, [{indent, :break_no_flat, doc} | rest])

      {:doc_fits, doc, _} ->
        format(width, column, [{indent, mode, doc} | rest])

      # Without a limit up to where the old one is set again.
      {:doc_limit, doc, :infinity} when width != :infinity ->
        format(:infinity, column, [{indent, :flat, doc}, {indent, mode, {:doc_limit, :doc_nil, width}} | rest])

      {:doc_limit, doc, width} ->
        format(width, column, [{indent, mode, doc} | rest])
    end
  end

  defp group_mode(:inherit, :break, _doc, _width, _column, _indent), do: :break
  defp group_mode(_kind, :break_no_flat, _doc, _width, _column, _indent), do: :break
  defp group_mode(_kind, _mode, _doc, :infinity, _column, _indent), do: :flat

  defp group_mode(_kind, _mode, doc, width, column, indent) do
    case fits(width, column, false, [{indent, :flat, doc}]) do
      :fits -> :flat
      :too_wide -> :break
      :break_next -> :flat_no_break
    end
  end

  defp format_break(:flex, mode, string, width, column, indent, rest) do
    column = column + byte_size(string)

    if width == :infinity or mode == :flat or fits(width, column, true, rest) != :too_wide,
      do: [string | format(width, column, rest)],
      else: [indentation(indent) | format(width, indent, rest)]
  end

  defp format_break(:strict, :break, _string, width, _column, indent, rest),
    do: [indentation(indent) | format(width, indent, rest)]

  defp format_break(:strict, _mode, string, width, column, _indent, rest),
    do: [string | format(width, column + byte_size(string), rest)]

  defp nested(_indent, column, :cursor), do: column
  defp nested(_indent, _column, :reset), do: 0
  defp nested(indent, _column, level), do: indent + level

  defp indentation(0), do: "\n"
  defp indentation(indent), do: "\n" <> :binary.copy(" ", indent)

  defp collapse(["\n" <> _ | rest], max, count, indent), do: collapse(rest, max, count + 1, indent)
  defp collapse(["" | rest], max, count, indent), do: collapse(rest, max, count, indent)
  defp collapse(list, max, count, indent), do: [:binary.copy("\n", :erlang.min(max, count)) <> :binary.copy(" ", indent) | list]

  # Does the work list fit into the width, up to where its line may end? A line without any break has to fit, however
  # long it is: broken? tells whether a break was passed. {:tail, broken?, list} resumes what encloses a group.
  # :break_next says that it fits if the next document that is enabled breaks.
  defp fits(width, column, true, _list) when column > width, do: :too_wide
  defp fits(_width, _column, _broken?, []), do: :fits
  defp fits(width, column, _broken?, {:tail, broken?, list}), do: fits(width, column, broken?, list)

  defp fits(width, column, broken?, [{indent, mode, doc} | rest]) do
    case doc do
      string when is_binary(string) ->
        fits(width, column + byte_size(string), broken?, rest)

      {:doc_cons, left, right} ->
        fits(width, column, broken?, [{indent, mode, left}, {indent, mode, right} | rest])

      {:doc_string, _, length} ->
        fits(width, column + length, broken?, rest)

      {:doc_fits, doc, :disabled} ->
        fits(width, column, broken?, [{indent, :flat_no_break, doc} | rest])

      {:doc_fits, doc, :enabled} ->
        mode = if mode == :flat_no_break, do: mode, else: :break_no_flat
        fits(width, column, broken?, [{indent, mode, doc} | rest])

      {:doc_force, doc} ->
        if mode == :break_no_flat, do: fits(width, column, broken?, [{indent, mode, doc} | rest]), else: :too_wide

      line when mode == :break_no_flat and (line == :doc_line or elem(line, 0) == :doc_break) ->
        case fits(width, column, broken?, [{indent, :flat, line} | rest]) do
          :too_wide -> :break_next
          result -> result
        end

      line when mode == :break and (line == :doc_line or elem(line, 0) == :doc_break) ->
        :fits

      {:doc_break, string, _} ->
        fits(width, column + byte_size(string), true, rest)

      :doc_line ->
        fits(width, indent, false, rest)

      {:doc_group, doc, _} ->
        fits(width, column, broken?, [{indent, if(mode == :break, do: :flat, else: mode), doc} | {:tail, broken?, rest}])

      {:doc_nest, doc, _, :break} ->
        fits(width, column, broken?, [{indent, mode, doc} | rest])

      {:doc_nest, doc, level, _} ->
        fits(width, column, broken?, [{nested(indent, column, level), mode, doc} | rest])

      empty when empty in [:doc_nil, []] ->
        fits(width, column, broken?, rest)

      {:doc_collapse, _} ->
        fits(width, indent, broken?, rest)

      {:doc_color, doc, _} ->
        fits(width, column, broken?, [{indent, mode, doc} | rest])

      {:doc_limit, doc, :infinity} when width != :infinity ->
        fits(:infinity, column, broken?, [{indent, :flat, doc}, {indent, mode, {:doc_limit, :doc_nil, width}} | rest])

      {:doc_limit, doc, width} ->
        fits(width, column, broken?, [{indent, mode, doc} | rest])
    end
  end
end
