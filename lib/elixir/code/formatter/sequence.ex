defmodule Code.Formatter.Sequence do
  @moduledoc false

  # Code that stands one after the other, and the comments in between.
  #
  # The comments that have not found their place yet are in the state, in the order of their lines. Whoever lays a
  # sequence out puts those there that stand between the lines of its elements.

  import Inspect.Algebra
  import Code.Formatter.Shape, only: [before: 0, behind: 0]

  @doc "The comments of a text in the form that `layout/6` takes; those on lines of their own are put together."
  def comments(comments), do: comments |> Enum.map(&%{&1 | text: tidy(&1.text)}) |> together()

  # A blank stands behind the first #.
  defp tidy("#"), do: "#"
  defp tidy("# " <> _ = text), do: text
  defp tidy("#!" <> _ = text), do: text
  defp tidy("##" <> rest), do: "#" <> tidy("#" <> rest)
  defp tidy("#" <> rest), do: "# " <> rest

  # What stands behind code begins no run of comments.
  defp together([%{previous_eol_count: 0} = comment | rest]), do: [%{comment | previous_eol_count: 2} | together(rest)]

  defp together([%{line: line} = comment | rest]) do
    {comment, rest} = absorb(comment, line + 1, rest)
    [comment | together(rest)]
  end

  defp together([]), do: []

  defp absorb(comment, line, [%{line: line, previous_eol_count: previous} = next | rest]) when previous != 0,
    do: absorb(%{comment | text: line(comment.text, next.text), next_eol_count: next.next_eol_count}, line + 1, rest)

  defp absorb(comment, _line, rest), do: {comment, rest}

  @doc """
  Lays elements out that stand between two lines, after those that are done already.

  `fun` is called with an element, those behind it and the state; it returns `{{doc, gap, newlines}, state}`, where gap is a
  document that comes between it and the next, and newlines are those that followed it in the text. Returns the
  documents, whether there were comments, and the state.
  """
  def layout(elements, done, first, last, st, fun) do
    {early, comments} = Enum.split_while(st.comments, &(&1.line <= first))
    st = %{st | comments: comments}

    {entries, commented?, st} =
      if comments == [], do: plain(elements, done, st, fun), else: commented(elements, done, last, st, false, fun)

    {entries |> :lists.reverse() |> set_apart(:doc_nil), commented?, %{st | comments: early ++ st.comments}}
  end

  defp plain([], acc, st, _fun), do: {acc, false, st}

  defp plain([element | rest], acc, st, fun) do
    {entry, st} = fun.(element, rest, st)
    plain(rest, [entry | acc], st, fun)
  end

  defp commented([], acc, last, st, commented?, _fun) do
    {acc, comments, commented?} = above(last, acc, st.comments, commented?)
    {acc, commented?, %{st | comments: comments}}
  end

  defp commented([element | rest], acc, last, st, commented?, fun) do
    case lines(element, {behind(), before()}) do
      {first, final} when first > final ->
        {entry, st} = fun.(element, rest, st)
        commented(rest, [entry | acc], last, st, commented?, fun)

      {first, final} ->
        {acc, comments, commented?} = above(first, acc, st.comments, commented?)
        {entry, st} = fun.(element, rest, %{st | comments: comments})
        {acc, comments, commented?} = inside(final, acc, st.comments, commented?)
        commented(rest, [close_up(entry, final, comments) | acc], last, %{st | comments: comments}, commented?, fun)
    end
  end

  # The comments above a line, each with the empty lines around it.
  defp above(line, acc, [%{line: at} = comment | rest], _commented?) when at < line do
    above(line, [{comment.text, :doc_nil, comment.next_eol_count} | widen(acc, comment.previous_eol_count)], rest, true)
  end

  defp above(_line, acc, comments, commented?), do: {acc, comments, commented?}

  defp widen([{doc, gap, newlines} | rest], previous) when newlines < previous, do: [{doc, gap, previous} | rest]
  defp widen(acc, _previous), do: acc

  # A comment inside of an element that had no place for it moves in front of the element.
  defp inside(line, acc, [%{line: at} = comment | rest], _commented?) when at <= line,
    do: inside(line, [{comment.text, :doc_nil, 1} | acc], rest, true)

  defp inside(_line, acc, comments, commented?), do: {acc, comments, commented?}

  # The newlines behind an element were counted up to the next code, not to the comment that follows at once.
  defp close_up({doc, gap, newlines}, line, [%{line: next} | _]) when newlines > 1 and next == line + 1, do: {doc, gap, 1}
  defp close_up(entry, _line, _comments), do: entry

  @doc "The first and the last line of quoted code."
  def lines({form, meta, args}, {first, last}) do
    span =
      case :lists.keyfind(:line, 1, meta) do
        {_, line} -> {min(first, line), max(last, line)}
        false -> {first, last}
      end

    lines(args, lines(form, span))
  end

  def lines({left, right}, span), do: lines(right, lines(left, span))
  def lines(list, span) when is_list(list), do: Enum.reduce(list, span, &lines/2)
  def lines(_other, span), do: span

  # An empty line stands where the text had one, and around what takes several lines.
  defp set_apart([], _left), do: []

  defp set_apart([{doc, gap, newlines} | rest], left) do
    right = if newlines > 1, do: line(), else: gap
    doc = if left == :doc_nil, do: doc, else: concat(left, doc)
    doc = if rest == [] or right == :doc_nil, do: doc, else: concat(doc, concat(collapse_lines(2), right))
    [group(doc) | set_apart(rest, right)]
  end
end
