defmodule Inspect.Algebra do
  @moduledoc """
  Documents that know where their lines may break.

  A document is built from strings, breaks, nesting and groups; `format/2` lays it out
  for a width. A group is set on one line when it fits, with its breaks as spaces;
  otherwise its breaks become new lines, all of them (strict) or as many as
  needed (flex). After Lindig's strict pretty printer, with Wadler's combinators.
  """

  @doc "True for what the functions here return."
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
  """
  def to_doc(term, opts)

  def to_doc(%_{} = struct, %{inspect_fun: fun} = opts) do
    if opts.structs do
      try do
        fun.(struct, opts)
      rescue
        caught ->
          case opts.safe do
            true -> inspect_failure(struct, opts, caught, __STACKTRACE__)
            false -> reraise caught, __STACKTRACE__
          end
      end
    else
      Inspect.Map.inspect(struct, opts)
    end
  end

  def to_doc(term, %{inspect_fun: fun} = opts), do: fun.(term, opts)

  # A struct whose implementation raises is shown as a map, with the error.
  # A failure while showing a failure means that even the map cannot be shown.
  defp inspect_failure(struct, opts, caught, stacktrace) do
    if :erlang.get(:inspect_trap) == true do
      Inspect.Map.inspect(struct, opts)
    else
      try do
        :erlang.put(:inspect_trap, true)

        {doc_struct, opts_plain} = {struct, %{opts | safe: true}}
        shown = Inspect.Map.inspect(doc_struct, %{opts_plain | syntax_colors: [], limit: 50})
        text = :erlang.iolist_to_binary(format(group(shown), :infinity))

        error =
          Inspect.Error.exception(
            exception: caught,
            stacktrace: stacktrace,
            inspected_struct: text
          )

        Inspect.inspect(error, %{opts | inspect_fun: &Inspect.inspect/2})
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
  def container_doc(left, collection, right, inspect_opts, fun, opts \\ [])

  def container_doc(left, [], right, _inspect_opts, _fun, _opts), do: concat(left, right)

  def container_doc(left, collection, right, inspect_opts, fun, opts) do
    mode = option(:break, opts, :maybe)
    separator = option(:separator, opts, ",")

    {docs, simple?} = container_each(collection, inspect_opts.limit, inspect_opts, fun, [], mode == :maybe)
    flex? = simple? or mode == :flex
    docs = join_elements(docs, separator, flex?)

    case flex? do
      true -> group(concat(concat(left, nest(docs, string_length(left))), right))
      false -> group(glue(nest(glue(left, "", docs), 2), "", right))
    end
  end

  defp option(key, opts, default) do
    case :lists.keyfind(key, 1, opts) do
      {_, value} -> value
      false -> default
    end
  end

  defp string_length(doc) when is_binary(doc), do: byte_size(doc)
  defp string_length({:doc_string, _, length}), do: length
  defp string_length({:doc_color, doc, _}), do: string_length(doc)
  defp string_length(_doc), do: 1

  defp container_each([], _limit, _opts, _fun, acc, simple?), do: {:lists.reverse(acc), simple?}

  defp container_each(_rest, 0, _opts, _fun, acc, simple?), do: {:lists.reverse(["..." | acc]), simple?}

  defp container_each([term | rest], limit, opts, fun, acc, simple?) when is_list(rest) do
    limit = decrement(limit)
    doc = fun.(term, %{opts | limit: limit})
    container_each(rest, limit, opts, fun, [doc | acc], simple? and simple?(doc))
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
  def surround(left, doc, right), do: group(glue(nest(glue(left, "", doc), 2), "", right))

  @doc false
  def surround_many(left, docs, right, opts, fun, separator \\ ","),
    do: container_doc(left, docs, right, opts, fun, separator: separator)

  @doc """
  The document without content.

      iex> Inspect.Algebra.format(Inspect.Algebra.empty(), 10)
      []
  """
  def empty(), do: :doc_nil

  @doc """
  A string whose length is counted in graphemes; that of a plain binary is counted in bytes.

      iex> Inspect.Algebra.string("a")
      {:doc_string, "a", 1}
  """
  def string(string) when is_binary(string), do: {:doc_string, string, String.length(string)}

  @doc """
  Two documents, one after the other.

      iex> Inspect.Algebra.format(Inspect.Algebra.concat("a", "b"), 10) |> IO.iodata_to_binary()
      "ab"
  """
  def concat(doc1, doc2), do: {:doc_cons, doc1, doc2}

  @doc "A list of documents, one after the other."
  def concat(docs) when is_list(docs), do: fold_doc(docs, &concat/2)

  @doc "Lets the limit of the options not count for a document."
  def no_limit(doc), do: {:doc_limit, doc, :infinity}

  @doc "A document in the color that the options give the key."
  def color(doc, color_key, opts), do: color_doc(doc, color_key, opts)

  @doc "A document in the color that the options give the key."
  def color_doc(doc, color_key, %{syntax_colors: []}) when is_atom(color_key), do: doc

  def color_doc(doc, color_key, %{syntax_colors: syntax_colors}) do
    case :lists.keyfind(color_key, 1, syntax_colors) do
      {_, color} ->
        reset = Keyword.get(syntax_colors, :reset, :reset)
        concat({:doc_color, doc, color}, {:doc_color, :doc_nil, reset})

      false ->
        doc
    end
  end

  defp ansi(color), do: :erlang.iolist_to_binary(IO.ANSI.format_fragment(color, true))

  @doc "Indents the lines of a document; a level of `:cursor` is where it starts."
  def nest(doc, level, mode \\ :always)
  def nest(doc, :cursor, mode), do: {:doc_nest, doc, :cursor, mode}
  def nest(doc, :reset, mode), do: {:doc_nest, doc, :reset, mode}
  def nest(doc, 0, _mode), do: doc
  def nest(doc, level, mode) when is_integer(level) and level > 0, do: {:doc_nest, doc, level, mode}

  @doc "A place where the line may break; the string otherwise."
  def break(string \\ " ") when is_binary(string), do: {:doc_break, string, :strict}

  @doc "A break that is decided for itself, not with the others of its group."
  def flex_break(string \\ " ") when is_binary(string), do: {:doc_break, string, :flex}

  @doc "Joins two documents by a break."
  def glue(doc1, break_string \\ " ", doc2), do: concat(doc1, concat(break(break_string), doc2))

  @doc "Joins two documents by a flex break."
  def flex_glue(doc1, break_string \\ " ", doc2), do: concat(doc1, concat(flex_break(break_string), doc2))

  @doc "A document that is set on one line when it fits."
  def group(doc, mode \\ :self)
  def group(doc, mode) when mode in [:self, :inherit, :normal, :optimistic, :pessimistic], do: {:doc_group, doc, mode}

  @doc "Joins two documents by a space."
  def space(doc1, doc2), do: concat(doc1, concat(" ", doc2))

  @doc "A new line, always."
  def line(), do: :doc_line

  @doc "Joins two documents by a new line."
  def line(doc1, doc2), do: concat(doc1, concat(line(), doc2))

  @doc "A document that never fits, so that its group breaks."
  def force_unfit(doc), do: {:doc_force, doc}

  @doc "Takes the break after a document as fitting when deciding whether it fits."
  def next_break_fits(doc, mode \\ :enabled), do: {:doc_fits, doc, mode}

  @doc "Joins new lines that follow one another into at most `max`."
  def collapse_lines(max) when is_integer(max) and max > 0, do: {:doc_collapse, max}

  @doc "Folds a list of documents from the right."
  def fold_doc(docs, folder_fun)
  def fold_doc([], _folder_fun), do: empty()
  def fold_doc([doc], _folder_fun), do: doc
  def fold_doc([doc | docs], folder_fun) when is_function(folder_fun, 2), do: folder_fun.(doc, fold_doc(docs, folder_fun))

  @doc "Like `fold_doc/2`."
  def fold(docs, folder_fun), do: fold_doc(docs, folder_fun)

  @doc """
  Lays a document out for a width; returns iodata.

      iex> doc = Inspect.Algebra.group(Inspect.Algebra.glue("hello", "world"))
      iex> Inspect.Algebra.format(doc, 30) |> IO.iodata_to_binary()
      "hello world"
      iex> Inspect.Algebra.format(doc, 10) |> IO.iodata_to_binary()
      "hello\\nworld"
  """
  def format(doc, width) when width == :infinity or (is_integer(width) and width >= 0),
    do: format(width, 0, [{0, :flat, doc}])

  # The work list holds {indentation, mode, document}. In mode :flat breaks are
  # spaces, in mode :break they may end the line. While a group is tried out,
  # :flat_no_break and :break_no_flat say what next_break_fits/2 made of it.
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

      {:doc_nest, doc, _level, :break} when mode != :break ->
        format(width, column, [{indent, mode, doc} | rest])

      {:doc_nest, doc, level, _} ->
        format(width, column, [{nested(indent, column, level), mode, doc} | rest])

      {:doc_group, doc, :inherit} when mode == :break ->
        format(width, column, [{indent, :break, doc} | rest])

      {:doc_group, doc, _} ->
        mode = if width == :infinity or fits?(width, column, false, [{indent, :flat, doc}]), do: :flat, else: :break
        format(width, column, [{indent, mode, doc} | rest])

      empty when empty in [:doc_nil, []] ->
        format(width, column, rest)

      :doc_line ->
        [indentation(indent) | format(width, indent, rest)]

      {:doc_color, doc, color} ->
        [ansi(color) | format(width, column, [{indent, mode, doc} | rest])]

      {:doc_collapse, max} ->
        collapse(format(width, column, rest), max, 0)

      {kind, doc} when kind == :doc_force ->
        format(width, column, [{indent, mode, doc} | rest])

      {kind, doc, _} when kind in [:doc_fits, :doc_limit] ->
        format(width, column, [{indent, mode, doc} | rest])
    end
  end

  defp format_break(:flex, :break, string, width, column, indent, rest) do
    column = column + byte_size(string)

    if width == :infinity or fits?(width, column, true, rest),
      do: [string | format(width, column, rest)],
      else: [indentation(indent) | format(width, indent, rest)]
  end

  defp format_break(:strict, :break, _string, width, _column, indent, rest),
    do: [indentation(indent) | format(width, indent, rest)]

  defp format_break(_kind, _mode, string, width, column, _indent, rest),
    do: [string | format(width, column + byte_size(string), rest)]

  defp nested(_indent, column, :cursor), do: column
  defp nested(_indent, _column, :reset), do: 0
  defp nested(indent, _column, level), do: indent + level

  defp indentation(0), do: "\n"
  defp indentation(indent), do: "\n" <> :binary.copy(" ", indent)

  defp collapse(["\n" <> _ | rest], max, count), do: collapse(rest, max, count + 1)
  defp collapse(list, max, count), do: [:binary.copy("\n", :erlang.min(max, count)) | list]

  # Does the work list fit into the width, up to where its line may end? A line
  # without any break has to fit, however long it is: broken? tells whether a break was
  # passed. {:tail, broken?, list} resumes what encloses a group.
  defp fits?(width, column, true, _list) when column > width, do: false
  defp fits?(_width, _column, _broken?, []), do: true
  defp fits?(width, column, _broken?, {:tail, broken?, list}), do: fits?(width, column, broken?, list)

  defp fits?(width, column, broken?, [{indent, mode, doc} | rest]) do
    case doc do
      string when is_binary(string) ->
        fits?(width, column + byte_size(string), broken?, rest)

      {:doc_cons, left, right} ->
        fits?(width, column, broken?, [{indent, mode, left}, {indent, mode, right} | rest])

      {:doc_string, _, length} ->
        fits?(width, column + length, broken?, rest)

      {:doc_break, _, _} when mode in [:break, :break_no_flat] ->
        true

      {:doc_break, string, _} ->
        fits?(width, column + byte_size(string), true, rest)

      {:doc_nest, doc, _, :break} ->
        fits?(width, column, broken?, [{indent, mode, doc} | rest])

      {:doc_nest, doc, level, _} ->
        fits?(width, column, broken?, [{nested(indent, column, level), mode, doc} | rest])

      {:doc_group, doc, _} when mode == :break ->
        fits?(width, column, broken?, [{indent, :flat, doc} | {:tail, broken?, rest}])

      {:doc_group, doc, _} ->
        fits?(width, column, broken?, [{indent, mode, doc} | {:tail, broken?, rest}])

      empty when empty in [:doc_nil, []] ->
        fits?(width, column, broken?, rest)

      :doc_line when mode in [:break, :break_no_flat] ->
        true

      :doc_line ->
        fits?(width, indent, false, rest)

      {:doc_fits, doc, _} when mode == :flat_no_break ->
        fits?(width, column, broken?, [{indent, mode, doc} | rest])

      {:doc_fits, doc, :disabled} ->
        fits?(width, column, broken?, [{indent, :flat_no_break, doc} | rest])

      {:doc_fits, doc, :enabled} ->
        fits?(width, column, broken?, [{indent, :break_no_flat, doc} | rest])

      {:doc_force, doc} when mode == :break_no_flat ->
        fits?(width, column, broken?, [{indent, mode, doc} | rest])

      {:doc_force, _} ->
        false

      {:doc_collapse, _} ->
        fits?(width, column, broken?, rest)

      {kind, doc, _} when kind in [:doc_color, :doc_limit] ->
        fits?(width, column, broken?, [{indent, mode, doc} | rest])
    end
  end
end
