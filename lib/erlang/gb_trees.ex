defmodule :gb_trees do
  @moduledoc """
  Ordered dictionaries as trees: `{size, node}`, a node being `{key, value, left, right}` or `nil`.

  The trees are kept in balance as Andersson's general balanced trees are: an insertion
  that goes too deep rebuilds the smallest subtree that is out of balance.
  """

  @typedoc "A tree of keys and values."
  @opaque tree(key, value) :: {non_neg_integer(), nil | {key, value, term(), term()}}

  @type tree() :: tree(term(), term())

  @typedoc "What is left of a tree to be read."
  @opaque iter(key, value) :: [{key, value, term(), term()} | term()]

  @doc """
  An empty tree.

      iex> :gb_trees.empty()
      {0, nil}
  """
  @spec empty() :: tree()
  def empty(), do: {0, nil}

  @doc """
  True when there is no key.

      iex> :gb_trees.is_empty(:gb_trees.empty())
      true
  """
  @spec is_empty(tree()) :: boolean()
  def is_empty({0, nil}), do: true
  def is_empty(_tree), do: false

  @doc """
  The number of keys.

      iex> :gb_trees.size(:gb_trees.from_orddict(a: 1, b: 2))
      2
  """
  @spec size(tree()) :: non_neg_integer()
  def size({size, _}), do: size

  @doc """
  The value of a key as `{:value, value}`, or `:none`.

      iex> :gb_trees.lookup(:a, :gb_trees.from_orddict(a: 1))
      {:value, 1}
      iex> :gb_trees.lookup(:b, :gb_trees.from_orddict(a: 1))
      :none
  """
  @spec lookup(key, tree(key, value)) :: :none | {:value, value} when key: term(), value: term()
  def lookup(key, {_, node}), do: lookup_1(key, node)

  defp lookup_1(key, {other, _, left, _}) when key < other, do: lookup_1(key, left)
  defp lookup_1(key, {other, _, _, right}) when key > other, do: lookup_1(key, right)
  defp lookup_1(_key, {_, value, _, _}), do: {:value, value}
  defp lookup_1(_key, nil), do: :none

  @doc """
  True when the key is there.

      iex> :gb_trees.is_defined(:a, :gb_trees.from_orddict(a: 1))
      true
  """
  @spec is_defined(key, tree(key, value :: term())) :: boolean() when key: term()
  def is_defined(key, tree), do: lookup(key, tree) != :none

  @doc """
  The value of a key, which must be there.

      iex> :gb_trees.get(:a, :gb_trees.from_orddict(a: 1))
      1
  """
  @spec get(key, tree(key, value)) :: value when key: term(), value: term()
  def get(key, {_, node}), do: get_1(key, node)

  defp get_1(key, {other, _, left, _}) when key < other, do: get_1(key, left)
  defp get_1(key, {other, _, _, right}) when key > other, do: get_1(key, right)
  defp get_1(_key, {_, value, _, _}), do: value

  @doc """
  Replaces the value of a key, which must be there.

      iex> :gb_trees.to_list(:gb_trees.update(:a, 2, :gb_trees.from_orddict(a: 1)))
      [a: 2]
  """
  @spec update(key, value, tree(key, value)) :: tree(key, value) when key: term(), value: term()
  def update(key, value, {size, node}), do: {size, update_1(key, value, node)}

  defp update_1(key, value, {other, old, left, right}) when key < other, do: {other, old, update_1(key, value, left), right}
  defp update_1(key, value, {other, old, left, right}) when key > other, do: {other, old, left, update_1(key, value, right)}
  defp update_1(key, value, {_, _, left, right}), do: {key, value, left, right}

  @doc """
  Inserts a key, which must not be there.

      iex> :gb_trees.to_list(:gb_trees.insert(:b, 2, :gb_trees.from_orddict(a: 1)))
      [a: 1, b: 2]
  """
  @spec insert(key, value, tree(key, value)) :: tree(key, value) when key: term(), value: term()
  def insert(key, value, {size, node}) do
    case insert_1(key, value, node, limit(size + 1)) do
      {:deep, node, _, _} -> {size + 1, node}
      node -> {size + 1, node}
    end
  end

  # How deep a tree of that size may be: 1.5 times as deep as a full one.
  defp limit(size), do: div(3 * depth(size, 0), 2) + 1

  defp depth(0, acc), do: acc
  defp depth(size, acc), do: depth(:erlang.bsr(size, 1), acc + 1)

  # {:deep, node, count, height} until a subtree is found that is small for its height.
  defp insert_1(key, value, nil, 0), do: {:deep, {key, value, nil, nil}, 1, 1}
  defp insert_1(key, value, nil, _left), do: {key, value, nil, nil}

  defp insert_1(key, value, {other, old, left, right}, depth) when key < other do
    case insert_1(key, value, left, :erlang.max(depth - 1, 0)) do
      {:deep, left, count, height} -> settle({other, old, left, right}, count + count(right) + 1, height + 1)
      left -> {other, old, left, right}
    end
  end

  defp insert_1(key, value, {other, old, left, right}, depth) when key > other do
    case insert_1(key, value, right, :erlang.max(depth - 1, 0)) do
      {:deep, right, count, height} -> settle({other, old, left, right}, count + count(left) + 1, height + 1)
      right -> {other, old, left, right}
    end
  end

  defp insert_1(key, _value, _node, _depth), do: :erlang.error({:key_exists, key})

  defp settle(node, count, height) do
    if height > limit(count) - 1, do: balance_1(node, count), else: {:deep, node, count, height}
  end

  defp count({_, _, left, right}), do: count(left) + count(right) + 1
  defp count(nil), do: 0

  @doc """
  Puts a value under a key.

      iex> :gb_trees.to_list(:gb_trees.enter(:a, 5, :gb_trees.from_orddict(a: 1)))
      [a: 5]
  """
  @spec enter(key, value, tree(key, value)) :: tree(key, value) when key: term(), value: term()
  def enter(key, value, tree), do: if(is_defined(key, tree), do: update(key, value, tree), else: insert(key, value, tree))

  @doc """
  The tree, as flat as it can be.

      iex> :gb_trees.to_list(:gb_trees.balance(:gb_trees.from_orddict(a: 1, b: 2)))
      [a: 1, b: 2]
  """
  @spec balance(tree(key, value)) :: tree(key, value) when key: term(), value: term()
  def balance({size, node}), do: {size, balance_1(node, size)}

  defp balance_1(node, size), do: build(pairs(node, []), size) |> elem(0)

  defp build(pairs, 0), do: {nil, pairs}

  defp build(pairs, size) do
    right_size = div(size - 1, 2)
    {left, [{key, value} | pairs]} = build(pairs, size - 1 - right_size)
    {right, pairs} = build(pairs, right_size)
    {{key, value, left, right}, pairs}
  end

  defp pairs({key, value, left, right}, acc), do: pairs(left, [{key, value} | pairs(right, acc)])
  defp pairs(nil, acc), do: acc

  @doc """
  Deletes a key, which must be there.

      iex> :gb_trees.to_list(:gb_trees.delete(:a, :gb_trees.from_orddict(a: 1, b: 2)))
      [b: 2]
  """
  @spec delete(key, tree(key, value)) :: tree(key, value) when key: term(), value: term()
  def delete(key, {size, node}), do: {size - 1, delete_1(key, node)}

  defp delete_1(key, {other, value, left, right}) when key < other, do: {other, value, delete_1(key, left), right}
  defp delete_1(key, {other, value, left, right}) when key > other, do: {other, value, left, delete_1(key, right)}
  defp delete_1(_key, {_, _, left, right}), do: joined(left, right)

  defp joined(left, nil), do: left
  defp joined(nil, right), do: right

  defp joined(left, right) do
    {key, value, right} = take_least(right)
    {key, value, left, right}
  end

  defp take_least({key, value, nil, right}), do: {key, value, right}

  defp take_least({key, value, left, right}) do
    {least, least_value, left} = take_least(left)
    {least, least_value, {key, value, left, right}}
  end

  defp take_greatest({key, value, left, nil}), do: {key, value, left}

  defp take_greatest({key, value, left, right}) do
    {greatest, greatest_value, right} = take_greatest(right)
    {greatest, greatest_value, {key, value, left, right}}
  end

  @doc """
  Deletes a key, if it is there.

      iex> :gb_trees.to_list(:gb_trees.delete_any(:z, :gb_trees.from_orddict(a: 1)))
      [a: 1]
  """
  @spec delete_any(key, tree(key, value)) :: tree(key, value) when key: term(), value: term()
  def delete_any(key, tree), do: if(is_defined(key, tree), do: delete(key, tree), else: tree)

  @doc """
  Takes a key out, which must be there.

      iex> :gb_trees.take(:a, :gb_trees.from_orddict(a: 1)) |> elem(0)
      1
  """
  @spec take(key, tree(key, value)) :: {value, tree(key, value)} when key: term(), value: term()
  def take(key, tree), do: {get(key, tree), delete(key, tree)}

  @doc """
  Takes a key out, or `:error`.

      iex> :gb_trees.take_any(:z, :gb_trees.from_orddict(a: 1))
      :error
  """
  @spec take_any(key, tree(key, value)) :: {value, tree(key, value)} | :error when key: term(), value: term()
  def take_any(key, tree), do: if(is_defined(key, tree), do: take(key, tree), else: :error)

  @doc """
  The least key and its value.

      iex> :gb_trees.smallest(:gb_trees.from_orddict(a: 1, b: 2))
      {:a, 1}
  """
  @spec smallest(tree(key, value)) :: {key, value} when key: term(), value: term()
  def smallest({_, {_, _, _, _} = node}), do: smallest_1(node)

  defp smallest_1({key, value, nil, _}), do: {key, value}
  defp smallest_1({_, _, left, _}), do: smallest_1(left)

  @doc """
  The greatest key and its value.

      iex> :gb_trees.largest(:gb_trees.from_orddict(a: 1, b: 2))
      {:b, 2}
  """
  @spec largest(tree(key, value)) :: {key, value} when key: term(), value: term()
  def largest({_, {_, _, _, _} = node}), do: largest_1(node)

  defp largest_1({key, value, _, nil}), do: {key, value}
  defp largest_1({_, _, _, right}), do: largest_1(right)

  @doc """
  The least key that is greater, and its value, or `:none`.

      iex> tree = :gb_trees.from_orddict([a: 1, c: 3])
      iex> {:gb_trees.larger(:a, tree), :gb_trees.larger(:c, tree)}
      {{:c, 3}, :none}
  """
  @spec larger(key, tree(key, value)) :: :none | {key, value} when key: term(), value: term()
  def larger(key, {_, node}), do: larger_1(key, node, :none)

  defp larger_1(key, {other, value, left, _}, _found) when key < other, do: larger_1(key, left, {other, value})
  defp larger_1(key, {_, _, _, right}, found), do: larger_1(key, right, found)
  defp larger_1(_key, nil, found), do: found

  @doc """
  The greatest key that is less, and its value, or `:none`.

      iex> tree = :gb_trees.from_orddict([a: 1, c: 3])
      iex> {:gb_trees.smaller(:c, tree), :gb_trees.smaller(:a, tree)}
      {{:a, 1}, :none}
  """
  @spec smaller(key, tree(key, value)) :: :none | {key, value} when key: term(), value: term()
  def smaller(key, {_, node}), do: smaller_1(key, node, :none)

  defp smaller_1(key, {other, value, _, right}, _found) when key > other, do: smaller_1(key, right, {other, value})
  defp smaller_1(key, {_, _, left, _}, found), do: smaller_1(key, left, found)
  defp smaller_1(_key, nil, found), do: found

  @doc """
  Takes the least key out.

      iex> {key, value, rest} = :gb_trees.take_smallest(:gb_trees.from_orddict(a: 1, b: 2))
      iex> {key, value, :gb_trees.to_list(rest)}
      {:a, 1, [b: 2]}
  """
  @spec take_smallest(tree(key, value)) :: {key, value, tree(key, value)} when key: term(), value: term()
  def take_smallest({size, {_, _, _, _} = node}) do
    {key, value, node} = take_least(node)
    {key, value, {size - 1, node}}
  end

  @doc """
  Takes the greatest key out.

      iex> {key, value, rest} = :gb_trees.take_largest(:gb_trees.from_orddict(a: 1, b: 2))
      iex> {key, value, :gb_trees.to_list(rest)}
      {:b, 2, [a: 1]}
  """
  @spec take_largest(tree(key, value)) :: {key, value, tree(key, value)} when key: term(), value: term()
  def take_largest({size, {_, _, _, _} = node}) do
    {key, value, node} = take_greatest(node)
    {key, value, {size - 1, node}}
  end

  @doc """
  The pairs of keys and values in order.

      iex> :gb_trees.to_list(:gb_trees.from_orddict(a: 1))
      [a: 1]
  """
  @spec to_list(tree(key, value)) :: [{key, value}] when key: term(), value: term()
  def to_list({_, node}), do: pairs(node, [])

  @doc """
  The keys in order.

      iex> :gb_trees.keys(:gb_trees.from_orddict(a: 1, b: 2))
      [:a, :b]
  """
  @spec keys(tree(key, value :: term())) :: [key] when key: term()
  def keys({_, node}), do: for({key, _} <- pairs(node, []), do: key)

  @doc """
  The values in the order of the keys.

      iex> :gb_trees.values(:gb_trees.from_orddict(a: 1, b: 2))
      [1, 2]
  """
  @spec values(tree(key :: term(), value)) :: [value] when value: term()
  def values({_, node}), do: for({_, value} <- pairs(node, []), do: value)

  @doc """
  A tree of pairs in order, with keys that differ.

      iex> :gb_trees.size(:gb_trees.from_orddict(a: 1, b: 2))
      2
  """
  @spec from_orddict([{key, value}]) :: tree(key, value) when key: term(), value: term()
  def from_orddict(pairs) do
    size = length(pairs)
    {node, []} = build(pairs, size)
    {size, node}
  end

  @doc """
  Maps the values.

      iex> :gb_trees.to_list(:gb_trees.map(fn _key, value -> value * 10 end, :gb_trees.from_orddict(a: 1)))
      [a: 10]
  """
  @spec map((key, value -> new), tree(key, value)) :: tree(key, new) when key: term(), value: term(), new: term()
  def map(fun, {size, node}) when is_function(fun, 2), do: {size, map_1(fun, node)}

  defp map_1(fun, {key, value, left, right}) do
    value = fun.(key, value)
    {key, value, map_1(fun, left), map_1(fun, right)}
  end

  defp map_1(_fun, nil), do: nil

  @doc """
  An iterator over the pairs in order; see `next/1`.

      iex> {key, value, next} = :gb_trees.next(:gb_trees.iterator(:gb_trees.from_orddict(a: 1)))
      iex> {key, value, :gb_trees.next(next)}
      {:a, 1, :none}
  """
  @spec iterator(tree(key, value)) :: iter(key, value) when key: term(), value: term()
  def iterator({_, node}), do: left_spine(node, [])

  @doc """
  An iterator over the pairs in an order.

      iex> {key, value, next} = :gb_trees.next(:gb_trees.iterator(:gb_trees.from_orddict(a: 1)))
      iex> {key, value, :gb_trees.next(next)}
      {:a, 1, :none}
  """
  @spec iterator(tree(key, value), :ordered | :reversed) :: iter(key, value) when key: term(), value: term()
  def iterator(tree, :ordered), do: iterator(tree)
  def iterator({_, node}, :reversed), do: {:reversed, right_spine(node, [])}

  @doc """
  An iterator that starts at a key.

      iex> {key, value, _next} = :gb_trees.next(:gb_trees.iterator_from(:b, :gb_trees.from_orddict(a: 1, c: 3)))
      iex> {key, value}
      {:c, 3}
  """
  @spec iterator_from(key, tree(key, value)) :: iter(key, value) when key: term(), value: term()
  def iterator_from(key, {_, node}), do: spine_from(key, node, [])

  defp left_spine({_, _, nil, _} = node, acc), do: [node | acc]
  defp left_spine({_, _, left, _} = node, acc), do: left_spine(left, [node | acc])
  defp left_spine(nil, acc), do: acc

  defp right_spine({_, _, _, right} = node, acc), do: right_spine(right, [node | acc])
  defp right_spine(nil, acc), do: acc

  defp spine_from(key, {other, _, _, right}, acc) when key > other, do: spine_from(key, right, acc)
  defp spine_from(key, {other, _, left, _} = node, acc) when key < other, do: spine_from(key, left, [node | acc])
  defp spine_from(_key, {_, _, _, _} = node, acc), do: [node | acc]
  defp spine_from(_key, nil, acc), do: acc

  @doc """
  The next pair of an iterator: `{key, value, iterator}` or `:none`.

      iex> :gb_trees.next(:gb_trees.iterator(:gb_trees.empty()))
      :none
  """
  @spec next(iter(key, value)) :: :none | {key, value, iter(key, value)} when key: term(), value: term()
  def next([{key, value, _, right} | rest]), do: {key, value, left_spine(right, rest)}
  def next([]), do: :none
  def next({:reversed, [{key, value, left, _} | rest]}), do: {key, value, {:reversed, right_spine(left, rest)}}
  def next({:reversed, []}), do: :none
end
