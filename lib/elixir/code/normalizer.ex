defmodule Code.Normalizer do
  @moduledoc false

  # Quoted code in the form that Code.Formatter takes: literals in blocks, with a token for numbers; strings with their escapes
  # written out; keyword lists whose keys say that they are such; calls that say whether they have parentheses or a do-block.
  #
  # Code that was read for the formatter has this form already and stays as it is. The state carries the metadata of what
  # encloses the code at hand, whose line is that of code without one.

  import Code.Formatter.Shape, only: [interpolated?: 1, list_interpolated?: 1]
  alias Code.Formatter.Calls

  @doc "Brings quoted code into the formatter's form."
  def normalize(quoted, opts \\ []) do
    node(quoted, %{
      escape?: Keyword.get(opts, :escape, true),
      outer: [line: Keyword.get(opts, :line)],
      bare_calls: Keyword.get(opts, :locals_without_parens, []) ++ Calls.bare()
    })
  end

  defp inside(st, meta), do: %{st | outer: meta}

  defp with_line(meta, outer) do
    if meta[:line] == nil and is_integer(outer[:line]), do: [line: outer[:line]] ++ meta, else: meta
  end

  defp line_meta(%{outer: outer}), do: if(line = outer[:line], do: [line: line], else: [])

  defp nodes(list, st), do: Enum.map(list, &node(&1, st))

  # ---- code

  defp node({:__block__, meta, [literal]}, st) when not is_tuple(literal) or tuple_size(literal) == 2, do: literal(literal, meta, st)

  defp node({:__aliases__, meta, [first | rest]}, st) when not is_atom(first) do
    meta = with_line(meta, st.outer)
    {:__aliases__, meta, [node(first, inside(st, meta)) | rest]}
  end

  defp node({:__aliases__, _, _} = quoted, _st), do: quoted
  defp node({:&, meta, [number]}, st) when is_integer(number), do: {:&, with_line(meta, st.outer), [number]}

  defp node(%{__struct__: Range, first: first, last: last, step: step}, st) do
    args = [node(first, st), node(last, st)]
    if step == 1, do: {:.., line_meta(st), args}, else: {:"..//", line_meta(st), args ++ [node(step, st)]}
  end

  defp node({:<<>>, meta, parts}, st) when is_list(parts), do: binary(meta, parts, st, false)

  # An atom with interpolations is told by its encoding, which is no block.
  defp node({{:., dot, [:erlang, :binary_to_atom]}, call, [{:<<>>, meta, parts}, :utf8]}, st) when is_list(parts) do
    dot = with_line(dot, st.outer)
    encoding = if interpolated?(parts), do: :utf8, else: literal(:utf8, [], st)
    {{:., dot, [:erlang, :binary_to_atom]}, with_line(call, dot), [binary(meta, parts, st, st.escape?), encoding]}
  end

  defp node({{:., dot, [List, :to_charlist]}, call, [parts]} = quoted, st) do
    if list_interpolated?(parts) do
      parts =
        Enum.map(parts, fn
          text when is_binary(text) -> escaped(text, st)
          {{:., dot, [Kernel, :to_string]}, call, args} -> {{:., dot, [Kernel, :to_string]}, call, nodes(args, st)}
        end)

      {{:., dot, [List, :to_charlist]}, call, [parts]}
    else
      call(quoted, st)
    end
  end

  defp node({:., meta, [Access, :get]}, st), do: {:., with_line(meta, st.outer), [Access, :get]}

  defp node({:., meta, [target, name]}, st) when is_atom(name) do
    meta = with_line(meta, st.outer)
    {:., meta, [node(target, inside(st, meta)), escaped(name, st)]}
  end

  defp node({:->, meta, [left, right]}, st) do
    meta = with_line(meta, st.outer)
    st = inside(st, meta)
    {:->, meta, [nodes(left, st), node(right, st)]}
  end

  defp node({:%{}, [], args}, st) when is_list(args) do
    line = st.outer[:line]
    map([line: line, closing: [line: line]], args, st)
  end

  defp node({:%{}, meta, args}, st) when is_list(args), do: map(meta, args, st)

  # A tuple may end in a keyword list without brackets.
  defp node({:{}, meta, [_, _ | _] = args} = quoted, st) do
    {others, [last]} = Enum.split(args, -1)
    if match?([_ | _], last) and keyword?(last), do: {:{}, meta, nodes(others, st) ++ pairs(last, st, true)}, else: call(quoted, st)
  end

  defp node({:@, meta, [{name, inner, [value]}]}, st) do
    value =
      cond do
        match?([_ | _], value) and keyword?(value) -> pairs(value, st, true)
        is_list(value) -> literal(value, meta, st)
        true -> node(value, st)
      end

    {:@, meta, [{name, inner, [value]}]}
  end

  defp node({:__block__, meta, args}, st) when is_list(args), do: {:__block__, meta, nodes(args, st)}

  defp node({name, meta, [{:<<>>, _, parts} = text, modifiers]} = quoted, st) when is_atom(name) and is_list(parts) and is_list(modifiers) do
    if Code.Formatter.Shape.sigil?(name) and interpolated?(parts) and List.ascii_printable?(modifiers) do
      meta = meta |> with_line(st.outer) |> Keyword.put_new(:delimiter, "\"")
      {name, meta, [node(text, inside(st, meta)), modifiers]}
    else
      call(quoted, st)
    end
  end

  defp node({_, _, args} = quoted, st) when is_list(args), do: call(quoted, st)
  defp node({_, _, context} = quoted, _st) when is_atom(context), do: quoted
  defp node(literal, st), do: literal(literal, [], st)

  defp map(meta, args, st) do
    st = inside(st, meta)

    args =
      case args do
        [{:|, bar, [base, pairs]}] -> [{:|, bar, [node(base, st), map_pairs(pairs, st)]}]
        pairs -> map_pairs(pairs, st)
      end

    {:%{}, meta, args}
  end

  defp map_pairs(pairs, st) do
    for pair <- pairs(pairs, st, false) do
      case pair do
        {:__block__, _, [{_, _} = pair]} -> pair
        pair -> pair
      end
    end
  end

  # ---- literals

  defp literal(number, meta, st) when is_number(number),
    do: {:__block__, meta |> Keyword.put_new(:token, inspect(number)) |> with_line(st.outer), [number]}

  defp literal(literal, meta, st) when is_atom(literal) or is_binary(literal) do
    meta = with_line(meta, st.outer)
    literal = escaped(literal, st)

    if is_atom(literal) and meta[:delimiter] == nil and Macro.classify_atom(literal) == :alias,
      do: {:__aliases__, meta, segments(Atom.to_string(literal))},
      else: {:__block__, meta, [literal]}
  end

  defp literal({left, right}, meta, st) do
    meta = with_line(meta, st.outer)
    st = inside(st, meta)
    right = if match?([_ | _], right) and keyword?(right), do: pairs(right, st, true), else: node(right, st)
    {:__block__, meta, [{node(left, st), right}]}
  end

  defp literal(list, meta, st) when is_list(list) do
    if list != [] and List.ascii_printable?(list) do
      {:sigil_c, with_line([delimiter: "\""], st.outer), [{:<<>>, [], [escaped(List.to_string(list), st)]}, []]}
    else
      line = st.outer[:line]
      meta = if line, do: meta |> Keyword.put_new(:closing, line: line) |> with_line(st.outer), else: meta
      {:__block__, meta, [pairs(list, st, false)]}
    end
  end

  defp literal(other, meta, _st), do: {:__block__, meta, [other]}

  defp segments("Elixir"), do: [:Elixir]
  defp segments("Elixir." <> rest), do: rest |> String.split(".") |> Enum.map(&String.to_atom/1)

  # Text as it is written between quotes, which the formatter escapes itself.
  defp escaped(text, %{escape?: true}) when is_binary(text) do
    {text, _} = Code.Identifier.escape(text, nil)
    :erlang.iolist_to_binary(text)
  end

  defp escaped(atom, %{escape?: true} = st) when is_atom(atom), do: atom |> Atom.to_string() |> escaped(st) |> String.to_atom()
  defp escaped(literal, _st), do: literal

  # ---- strings and bitstrings

  defp binary(meta, parts, st, escape_text?) do
    meta = with_line(meta, st.outer)
    st = inside(st, meta)

    parts =
      if interpolated?(parts),
        do: Enum.map(parts, &text_part(&1, st, escape_text?)),
        else: Enum.map(parts, &segment(&1, st))

    {:<<>>, meta, parts}
  end

  defp text_part({:"::", meta, [{{:., dot, [Kernel, :to_string]}, call, [quoted]}, type]}, st, _escape?),
    do: {:"::", meta, [{{:., dot, [Kernel, :to_string]}, call, [node(quoted, inside(st, dot))]}, type]}

  defp text_part(text, st, true), do: escaped(text, st)
  defp text_part(text, _st, false), do: text

  # A type that the compiler has added is left out again.
  defp segment({:"::", meta, [value, _type]} = quoted, st), do: if(meta[:inferred_bitstring_spec], do: node(value, st), else: call(quoted, st))
  defp segment(value, st), do: node(value, st)

  # ---- calls

  defp call({form, meta, args}, st) do
    meta = with_line(meta, st.outer)
    form = if is_atom(form), do: form, else: node(form, inside(st, meta))
    meta = if bare?(form, meta, args, st), do: meta, else: [closing: [line: meta[:line]]] ++ meta
    last = List.last(args)

    cond do
      operator?(form, length(args)) ->
        {form, meta, nodes(args, inside(st, meta))}

      Keyword.has_key?(meta, :do) ->
        call_with_sections(form, meta, args, st)

      match?([{:do, _} | _], last) and Keyword.keyword?(last) ->
        line = st.outer[:line] || meta[:line]
        call_with_sections(form, meta ++ [do: [line: line], end: [line: line]], args, st)

      true ->
        {form, meta, args |> nodes(inside(st, meta)) |> open_keywords()}
    end
  end

  defp bare?(form, meta, args, st) do
    meta[:no_parens] != nil or meta[:closing] != nil or meta[:do] != nil or
      (is_atom(form) and Calls.bare?(form, length(args), st.bare_calls))
  end

  defp operator?(:when, 2), do: false
  defp operator?(:{}, _arity), do: true
  defp operator?(form, arity), do: is_atom(form) and Macro.operator?(form, arity)

  # A keyword list at the end needs no brackets.
  defp open_keywords([]), do: []

  defp open_keywords(args) do
    {others, [last]} = Enum.split(args, -1)

    case last do
      {:__block__, _, [[{{:__block__, meta, _}, _} | _] = list]} ->
        cond do
          meta[:format] == :keyword ->
            others ++ [list]

          Enum.all?(list, &match?({{:__block__, _, [key]}, _} when is_atom(key), &1)) ->
            others ++ [for({{:__block__, meta, key}, value} <- list, do: {{:__block__, [format: :keyword] ++ meta, key}, value})]

          true ->
            args
        end

      _ ->
        args
    end
  end

  defp call_with_sections(form, meta, args, st) do
    {others, [sections]} = Enum.split(args, -1)
    inner = inside(st, meta)

    sections =
      for {key, code} <- sections do
        code =
          case node(code, inner) do
            {_, _, [[{:->, _, _} | _] = clauses]} -> clauses
            code -> code
          end

        {if(match?({:__block__, _, _}, key), do: key, else: {:__block__, [line: meta[:line]], [key]}), code}
      end

    {form, meta, nodes(others, inner) ++ [sections]}
  end

  # ---- keyword lists

  # The elements of a list; those that are pairs from here to its end are written as keywords, if all_keywords? says so
  # or they are.
  defp pairs([], _st, _all_keywords?), do: []

  defp pairs([{{:__block__, meta, [key]}, value} = pair | rest] = all, st, all_keywords?) when is_atom(key) do
    all_keywords? = all_keywords? or keyword?(all)

    pair =
      if meta[:format] == :keyword and not all_keywords? do
        meta = Keyword.delete(meta, :format)
        {:__block__, [line: meta[:line] || st.outer[:line]], [{{:__block__, meta, [key]}, value}]}
      else
        pair
      end

    [pair | pairs(rest, st, all_keywords?)]
  end

  defp pairs([{key, value} | rest] = all, st, all_keywords?) do
    all_keywords? = all_keywords? or keyword?(all)
    key = if all_keywords?, do: {:__block__, [format: :keyword] ++ line_meta(st), [escaped(key, st)]}, else: node(key, st)
    value = node(value, st)

    pair =
      case key do
        {:__block__, meta, _} -> if meta[:format] == :keyword, do: {key, value}, else: {:__block__, line_meta(st), [{key, value}]}
        _ -> {:__block__, line_meta(st), [{key, value}]}
      end

    [pair | pairs(rest, st, all_keywords?)]
  end

  defp pairs([element | rest], st, all_keywords?), do: [node(element, st) | pairs(rest, st, all_keywords?)]

  defp keyword?([]), do: true
  defp keyword?([{{:__block__, meta, [key]}, _} | rest]) when is_atom(key), do: meta[:format] == :keyword and keyword?(rest)
  defp keyword?([{key, _} | rest]) when is_atom(key), do: not match?("Elixir." <> _, Atom.to_string(key)) and keyword?(rest)
  defp keyword?(_other), do: false
end
