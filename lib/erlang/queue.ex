defmodule :queue do
  @moduledoc """
  Queues: `{rear, front}`, two lists, of which the rear is in reverse order.

  When there are two elements or more, neither list is empty.
  """

  @typedoc "A queue: what comes in at the rear goes out at the front."
  @opaque queue(item) :: {[item], [item]}

  @type queue() :: queue(term())

  @doc """
  An empty queue.

      iex> :queue.to_list(:queue.new())
      []
  """
  @spec new() :: queue()
  def new(), do: {[], []}

  @doc """
  True for queues.

      iex> :queue.is_queue(:queue.new())
      true
      iex> :queue.is_queue(:no)
      false
  """
  @spec is_queue(term()) :: boolean()
  def is_queue({rear, front}) when is_list(rear) and is_list(front), do: true
  def is_queue(_other), do: false

  @doc """
  True when there is no element.

      iex> :queue.is_empty(:queue.new())
      true
  """
  @spec is_empty(queue()) :: boolean()
  def is_empty({[], []}), do: true
  def is_empty({rear, front}) when is_list(rear) and is_list(front), do: false

  @doc """
  The number of elements.

      iex> :queue.len(:queue.from_list([1, 2]))
      2
  """
  @spec len(queue()) :: non_neg_integer()
  def len({rear, front}), do: length(rear) + length(front)

  @doc """
  The elements as a list.

      iex> :queue.to_list(:queue.from_list([1, 2]))
      [1, 2]
  """
  @spec to_list(queue(item)) :: [item] when item: term()
  def to_list({rear, front}), do: front ++ :lists.reverse(rear)

  @doc """
  A queue of the elements of a list.

      iex> [1, 2, 3] |> :queue.from_list() |> :queue.out() |> elem(0)
      {:value, 1}
  """
  @spec from_list([item]) :: queue(item) when item: term()
  def from_list(list) when is_list(list), do: of_front(list)

  # From a list in order of the queue.
  defp of_front([]), do: {[], []}
  defp of_front([_] = one), do: {one, []}
  defp of_front([a, b]), do: {[b], [a]}

  defp of_front(list) do
    {front, rear} = :lists.split(:erlang.bsr(length(list), 1), list)
    {:lists.reverse(rear), front}
  end

  # From a list in reverse order of the queue.
  defp of_rear([]), do: {[], []}
  defp of_rear([_] = one), do: {[], one}
  defp of_rear([b, a]), do: {[b], [a]}

  defp of_rear(list) do
    {rear, front} = :lists.split(:erlang.bsr(length(list), 1), list)
    {rear, :lists.reverse(front)}
  end

  @doc """
  Adds an element at the rear.

      iex> :queue.to_list(:queue.in(3, :queue.from_list([1, 2])))
      [1, 2, 3]
  """
  @spec item in queue(item) :: queue(item) when item: term()
  def unquote(:in)(element, queue), do: add(element, queue)

  defp add(element, {[_] = rear, []}), do: {[element], rear}
  defp add(element, {rear, front}) when is_list(rear) and is_list(front), do: {[element | rear], front}

  @doc """
  Adds an element at the front.

      iex> :queue.to_list(:queue.in_r(0, :queue.from_list([1, 2])))
      [0, 1, 2]
  """
  @spec in_r(item, queue(item)) :: queue(item) when item: term()
  def in_r(element, {[], [_] = front}), do: {front, [element]}
  def in_r(element, {rear, front}) when is_list(rear) and is_list(front), do: {rear, [element | front]}

  @doc """
  Takes the element at the front: `{{:value, element}, queue}` or `{:empty, queue}`.

      iex> {{:value, first}, rest} = :queue.out(:queue.from_list([1, 2]))
      iex> {first, :queue.to_list(rest)}
      {1, [2]}
      iex> :queue.out(:queue.new()) |> elem(0)
      :empty
  """
  @spec out(queue(item)) :: {{:value, item}, queue(item)} | {:empty, queue(item)} when item: term()
  def out({[], []} = queue), do: {:empty, queue}
  def out({[element], []}), do: {{:value, element}, {[], []}}

  def out({[last | rear], []}) do
    [element | front] = :lists.reverse(rear)
    {{:value, element}, {[last], front}}
  end

  def out({rear, [element]}) when is_list(rear), do: {{:value, element}, of_rear(rear)}
  def out({rear, [element | front]}) when is_list(rear), do: {{:value, element}, {rear, front}}

  @doc """
  Takes the element at the rear.

      iex> {{:value, last}, rest} = :queue.out_r(:queue.from_list([1, 2]))
      iex> {last, :queue.to_list(rest)}
      {2, [1]}
  """
  @spec out_r(queue(item)) :: {{:value, item}, queue(item)} | {:empty, queue(item)} when item: term()
  def out_r({[], []} = queue), do: {:empty, queue}
  def out_r({[], [element]}), do: {{:value, element}, {[], []}}

  def out_r({[], [first | front]}) do
    [element | rear] = :lists.reverse(front)
    {{:value, element}, {rear, [first]}}
  end

  def out_r({[element], front}) when is_list(front), do: {{:value, element}, of_front(front)}
  def out_r({[element | rear], front}) when is_list(front), do: {{:value, element}, {rear, front}}

  @doc """
  The element at the front.

      iex> :queue.get(:queue.from_list([1, 2]))
      1
  """
  @spec get(queue(item)) :: item when item: term()
  def get(queue), do: value(peek(queue), [queue])

  @doc """
  The element at the rear.

      iex> :queue.get_r(:queue.from_list([1, 2]))
      2
  """
  @spec get_r(queue(item)) :: item when item: term()
  def get_r(queue), do: value(peek_r(queue), [queue])

  defp value({:value, element}, _args), do: element
  defp value(:empty, args), do: :erlang.error(:empty, args)

  @doc """
  The element at the front, as `{:value, element}`, or `:empty`.

      iex> :queue.peek(:queue.from_list([1, 2]))
      {:value, 1}
      iex> :queue.peek(:queue.new())
      :empty
  """
  @spec peek(queue(item)) :: :empty | {:value, item} when item: term()
  def peek({[], []}), do: :empty
  def peek({rear, [element | _]}) when is_list(rear), do: {:value, element}
  def peek({rear, []}) when is_list(rear), do: {:value, :lists.last(rear)}

  @doc """
  The element at the rear, as `{:value, element}`, or `:empty`.

      iex> :queue.peek_r(:queue.from_list([1, 2]))
      {:value, 2}
  """
  @spec peek_r(queue(item)) :: :empty | {:value, item} when item: term()
  def peek_r({[], []}), do: :empty
  def peek_r({[element | _], front}) when is_list(front), do: {:value, element}
  def peek_r({[], front}) when is_list(front), do: {:value, :lists.last(front)}

  @doc """
  The queue without the element at the front.

      iex> :queue.to_list(:queue.drop(:queue.from_list([1, 2])))
      [2]
  """
  @spec drop(queue(item)) :: queue(item) when item: term()
  def drop(queue), do: dropped(out(queue), [queue])

  @doc """
  The queue without the element at the rear.

      iex> :queue.to_list(:queue.drop_r(:queue.from_list([1, 2])))
      [1]
  """
  @spec drop_r(queue(item)) :: queue(item) when item: term()
  def drop_r(queue), do: dropped(out_r(queue), [queue])

  defp dropped({:empty, _}, args), do: :erlang.error(:empty, args)
  defp dropped({_, queue}, _args), do: queue

  @doc """
  The queue in reverse order.

      iex> :queue.to_list(:queue.reverse(:queue.from_list([1, 2])))
      [2, 1]
  """
  @spec reverse(queue(item)) :: queue(item) when item: term()
  def reverse({rear, front}), do: {front, rear}

  @doc """
  Two queues, one after the other.

      iex> :queue.to_list(:queue.join(:queue.from_list([1]), :queue.from_list([2])))
      [1, 2]
  """
  @spec join(queue(item), queue(item)) :: queue(item) when item: term()
  def join(queue1, queue2), do: joined(to_list(queue1), queue2)

  defp joined([], queue), do: queue
  defp joined(list, {[], []}), do: of_front(list)
  defp joined(list, {rear, front}), do: {rear, list ++ front}

  @doc """
  Splits after `count` elements.

      iex> {front, rear} = :queue.split(1, :queue.from_list([1, 2, 3]))
      iex> {:queue.to_list(front), :queue.to_list(rear)}
      {[1], [2, 3]}
  """
  @spec split(non_neg_integer(), queue(item)) :: {queue(item), queue(item)} when item: term()
  def split(count, queue) when is_integer(count) and count >= 0 do
    {left, right} = :lists.split(count, to_list(queue))
    {of_front(left), of_front(right)}
  end

  @doc """
  The elements for which `fun` holds, or the lists that it returns.

      iex> :queue.to_list(:queue.filter(&(&1 > 1), :queue.from_list([1, 2, 3])))
      [2, 3]
  """
  @spec filter((item -> boolean() | [item]), queue(item)) :: queue(item) when item: term()
  def filter(fun, queue) when is_function(fun, 1) do
    of_front(
      :lists.flatmap(
        fn element ->
          case fun.(element) do
            true -> [element]
            false -> []
            list when is_list(list) -> list
          end
        end,
        to_list(queue)
      )
    )
  end

  @doc """
  Filters and maps.

      iex> :queue.to_list(:queue.filtermap(&(&1 > 1 and {true, &1 * 10}), :queue.from_list([1, 2])))
      [20]
  """
  @spec filtermap((item -> boolean() | {true, value}), queue(item)) :: queue(item | value) when item: term(), value: term()
  def filtermap(fun, queue) when is_function(fun, 1), do: of_front(:lists.filtermap(fun, to_list(queue)))

  @doc """
  Reduces from the front.

      iex> :queue.fold(&+/2, 0, :queue.from_list([1, 2, 3]))
      6
  """
  @spec fold((item, acc -> acc), acc, queue(item)) :: acc when item: term(), acc: term()
  def fold(fun, acc, queue) when is_function(fun, 2), do: :lists.foldl(fun, acc, to_list(queue))

  @doc """
  True when `pred` holds for some element.

      iex> :queue.any(&(&1 > 1), :queue.from_list([1, 2]))
      true
  """
  @spec any((item -> boolean()), queue(item)) :: boolean() when item: term()
  def any(pred, queue), do: :lists.any(pred, to_list(queue))

  @doc """
  True when `pred` holds for every element.

      iex> :queue.all(&(&1 > 1), :queue.from_list([1, 2]))
      false
  """
  @spec all((item -> boolean()), queue(item)) :: boolean() when item: term()
  def all(pred, queue), do: :lists.all(pred, to_list(queue))

  @doc """
  True when the element is there.

      iex> :queue.member(2, :queue.from_list([1, 2]))
      true
  """
  @spec member(item, queue(item)) :: boolean() when item: term()
  def member(element, {rear, front}), do: :lists.member(element, rear) or :lists.member(element, front)

  @doc """
  Deletes the first element that is the same.

      iex> :queue.to_list(:queue.delete(1, :queue.from_list([1, 2, 1])))
      [2, 1]
  """
  @spec delete(item, queue(item)) :: queue(item) when item: term()
  def delete(element, queue), do: of_front(:lists.delete(element, to_list(queue)))

  @doc """
  Deletes the last element that is the same.

      iex> :queue.to_list(:queue.delete_r(1, :queue.from_list([1, 2, 1])))
      [1, 2]
  """
  @spec delete_r(item, queue(item)) :: queue(item) when item: term()
  def delete_r(element, queue), do: of_rear(:lists.delete(element, :lists.reverse(to_list(queue))))

  @doc """
  Deletes the first element for which `pred` holds.

      iex> :queue.to_list(:queue.delete_with(&(&1 > 1), :queue.from_list([1, 2, 3])))
      [1, 3]
  """
  @spec delete_with((item -> boolean()), queue(item)) :: queue(item) when item: term()
  def delete_with(pred, queue) do
    {before, rest} = :lists.splitwith(fn element -> not pred.(element) end, to_list(queue))
    of_front(before ++ if(rest == [], do: [], else: tl(rest)))
  end

  ## The names of the other interface

  @doc """
  The queue with an element in front.

      iex> :queue.to_list(:queue.cons(0, :queue.from_list([1])))
      [0, 1]
  """
  @spec cons(item, queue(item)) :: queue(item) when item: term()
  def cons(element, queue), do: in_r(element, queue)

  @doc """
  The first element.

      iex> :queue.head(:queue.from_list([1, 2]))
      1
  """
  @spec head(queue(item)) :: item when item: term()
  def head(queue), do: get(queue)

  @doc """
  The queue without its first element.

      iex> :queue.to_list(:queue.tail(:queue.from_list([1, 2])))
      [2]
  """
  @spec tail(queue(item)) :: queue(item) when item: term()
  def tail(queue), do: drop(queue)

  @doc """
  The queue with an element at its end.

      iex> :queue.to_list(:queue.snoc(:queue.from_list([1]), 2))
      [1, 2]
  """
  @spec snoc(queue(item), item) :: queue(item) when item: term()
  def snoc(queue, element), do: add(element, queue)

  @doc """
  The last element.

      iex> :queue.daeh(:queue.from_list([1, 2]))
      2
  """
  @spec daeh(queue(item)) :: item when item: term()
  def daeh(queue), do: get_r(queue)

  @doc """
  The last element.

      iex> :queue.last(:queue.from_list([1, 2]))
      2
  """
  @spec last(queue(item)) :: item when item: term()
  def last(queue), do: get_r(queue)

  @doc """
  The queue without its last element.

      iex> :queue.to_list(:queue.liat(:queue.from_list([1, 2])))
      [1]
  """
  @spec liat(queue(item)) :: queue(item) when item: term()
  def liat(queue), do: drop_r(queue)

  @doc """
  The queue without its last element.

      iex> :queue.to_list(:queue.init(:queue.from_list([1, 2])))
      [1]
  """
  @spec init(queue(item)) :: queue(item) when item: term()
  def init(queue), do: drop_r(queue)

  @doc """
  The queue without its last element: an older name of `liat/1`.

      iex> :queue.to_list(:queue.lait(:queue.from_list([1, 2])))
      [1]
  """
  @spec lait(queue(item)) :: queue(item) when item: term()
  def lait(queue), do: drop_r(queue)
end
