defmodule Kernel do
  @moduledoc """
  The functions and operators that every module sees without asking.

  The macros of `Kernel` (`def`, `if`, `|>`, `raise`, ...) belong to the compiler;
  this module holds the functions. Those that are also instructions of the machine
  exist here too, so that they can be captured and applied like any other.
  """

  # One file, for it is one module; most of its lines are documentation, specifications and examples.
  import Kernel, only: :macros

  ## Guards and operators that name instructions

  @doc """
  Arithmetic addition.

      iex> 1 + 2
      3
      iex> 1 + 2.0
      3.0
  """
  @spec integer() + integer() :: integer()
  @spec float() + number() :: float()
  @spec number() + float() :: float()
  def left + right, do: :erlang.+(left, right)

  @doc """
  Arithmetic subtraction.

      iex> 5 - 7
      -2
  """
  @spec integer() - integer() :: integer()
  @spec float() - number() :: float()
  @spec number() - float() :: float()
  def left - right, do: :erlang.-(left, right)

  @doc """
  Arithmetic multiplication.

      iex> 6 * 7
      42
  """
  @spec integer() * integer() :: integer()
  @spec float() * number() :: float()
  @spec number() * float() :: float()
  def left * right, do: :erlang.*(left, right)

  @doc """
  Division; the result is always a float.

      iex> 6 / 3
      2.0
  """
  @spec number() / number() :: float()
  def left / right, do: :erlang./(left, right)
  @doc "The number itself."
  @spec +integer() :: integer()
  @spec +float() :: float()
  def +value, do: :erlang.+(value)
  @doc "The number negated."
  @spec -0 :: 0
  @spec -pos_integer() :: neg_integer()
  @spec -neg_integer() :: pos_integer()
  @spec -float() :: float()
  def -value, do: :erlang.-(value)

  @doc """
  True when both are equal; `1 == 1.0` holds.

      iex> 1 == 1.0
      true
  """
  @spec term() == term() :: boolean()
  def left == right, do: :erlang.==(left, right)

  @doc """
  True when both differ; see `==/2`.

      iex> 1 != 2
      true
  """
  @spec term() != term() :: boolean()
  def left != right, do: :erlang."/="(left, right)

  @doc """
  True when both are the same term; `1 === 1.0` does not hold.

      iex> 1 === 1.0
      false
  """
  @spec term() === term() :: boolean()
  def left === right, do: :erlang."=:="(left, right)

  @doc """
  True when both are not the same term.

      iex> 1 !== 1.0
      true
  """
  @spec term() !== term() :: boolean()
  def left !== right, do: :erlang."=/="(left, right)

  @doc """
  Less than, in term order.

      iex> 1 < :a
      true
  """
  @spec term() < term() :: boolean()
  def left < right, do: :erlang.<(left, right)

  @doc """
  Less than or equal, in term order.

      iex> 2 <= 2
      true
  """
  @spec term() <= term() :: boolean()
  def left <= right, do: :erlang."=<"(left, right)

  @doc """
  Greater than, in term order.

      iex> [2] > [1, 3]
      true
  """
  @spec term() > term() :: boolean()
  def left > right, do: :erlang.>(left, right)

  @doc """
  Greater than or equal, in term order.

      iex> "b" >= "a"
      true
  """
  @spec term() >= term() :: boolean()
  def left >= right, do: :erlang.>=(left, right)

  @doc """
  Appends the second list to the first.

      iex> [1] ++ [2, 3]
      [1, 2, 3]
      iex> [1 | [2]] ++ 3
      [1, 2 | 3]
  """
  @spec [] ++ a :: a when a: term()
  @spec nonempty_list() ++ term() :: maybe_improper_list()
  def left ++ right, do: :erlang.++(left, right)

  @doc """
  Removes the first occurrence of each element of the right list from the left one.

      iex> [1, 2, 3, 1] -- [1, 3]
      [2, 1]
  """
  @spec list() -- list() :: list()
  def left -- right, do: :erlang.--(left, right)

  @doc """
  Boolean negation of a boolean.

      iex> not true
      false
  """
  @spec not true :: false
  @spec not false :: true
  def not value, do: :erlang.not(value)

  @doc """
  The absolute value of a number.

      iex> abs(-3.5)
      3.5
  """
  @spec abs(number()) :: number()
  def abs(number), do: :erlang.abs(number)

  @doc """
  Calls an anonymous function with a list of arguments.

      iex> apply(fn a, b -> a + b end, [1, 2])
      3
  """
  @spec apply(fun(), [any()]) :: any()
  def apply(fun, args), do: :erlang.apply(fun, args)

  @doc """
  Calls `module.function` with a list of arguments.

      iex> apply(String, :upcase, ["hi"])
      "HI"
  """
  @spec apply(module(), function_name :: atom(), [any()]) :: any()
  def apply(module, function_name, args), do: :erlang.apply(module, function_name, args)

  @doc """
  A part of a binary: from `start`, `size` bytes.

      iex> binary_part("lighthouse", 5, 5)
      "house"
      iex> binary_part("lighthouse", 10, -5)
      "house"
  """
  @spec binary_part(binary(), non_neg_integer(), integer()) :: binary()
  def binary_part(binary, start, size), do: :erlang.binary_part(binary, start, size)

  @doc """
  The size of a bitstring in bits.

      iex> bit_size("ab")
      16
      iex> bit_size(<<1::3>>)
      3
  """
  @spec bit_size(bitstring()) :: non_neg_integer()
  def bit_size(bitstring), do: :erlang.bit_size(bitstring)

  @doc """
  The size of a bitstring in bytes, rounded up.

      iex> byte_size("é")
      2
      iex> byte_size(<<1::3>>)
      1
  """
  @spec byte_size(bitstring()) :: non_neg_integer()
  def byte_size(bitstring), do: :erlang.byte_size(bitstring)

  @doc """
  The smallest integer not less than the number.

      iex> ceil(1.2)
      2
      iex> ceil(-1.2)
      -1
  """
  @spec ceil(number()) :: integer()
  def ceil(number), do: :erlang.ceil(number)

  @doc """
  Integer division, rounded towards zero.

      iex> div(7, 2)
      3
      iex> div(-7, 2)
      -3
  """
  @spec div(integer(), neg_integer() | pos_integer()) :: integer()
  def div(dividend, divisor), do: :erlang.div(dividend, divisor)

  @doc """
  The element of a tuple at a zero-based index.

      iex> elem({:a, :b}, 1)
      :b
  """
  @spec elem(tuple(), non_neg_integer()) :: term()
  def elem(tuple, index), do: :erlang.element(:erlang.+(index, 1), tuple)

  @doc """
  Stops the calling process with the given reason.

      iex> try do exit(:enough) catch :exit, reason -> reason end
      :enough
  """
  @spec exit(term()) :: no_return()
  def exit(reason), do: :erlang.exit(reason)

  @doc """
  The largest integer not greater than the number.

      iex> floor(1.8)
      1
      iex> floor(-1.2)
      -2
  """
  @spec floor(number()) :: integer()
  def floor(number), do: :erlang.floor(number)

  @doc """
  The head of a list.

      iex> hd([1, 2])
      1
  """
  @spec hd(nonempty_maybe_improper_list(elem, any())) :: elem when elem: term()
  def hd(list), do: :erlang.hd(list)

  @doc """
  True for atoms.

      iex> is_atom(:a)
      true
      iex> is_atom("a")
      false
  """
  @spec is_atom(term()) :: boolean()
  def is_atom(term), do: :erlang.is_atom(term)

  @doc """
  True for binaries.

      iex> is_binary("a")
      true
      iex> is_binary(<<1::3>>)
      false
  """
  @spec is_binary(term()) :: boolean()
  def is_binary(term), do: :erlang.is_binary(term)

  @doc """
  True for bitstrings, binaries included.

      iex> is_bitstring(<<1::3>>)
      true
  """
  @spec is_bitstring(term()) :: boolean()
  def is_bitstring(term), do: :erlang.is_bitstring(term)

  @doc """
  True for `true` and `false`.

      iex> is_boolean(false)
      true
      iex> is_boolean(nil)
      false
  """
  @spec is_boolean(term()) :: boolean()
  def is_boolean(term), do: :erlang.is_boolean(term)

  @doc """
  True for floats.

      iex> is_float(1.0)
      true
  """
  @spec is_float(term()) :: boolean()
  def is_float(term), do: :erlang.is_float(term)

  @doc """
  True for functions.

      iex> is_function(&String.length/1)
      true
  """
  @spec is_function(term()) :: boolean()
  def is_function(term), do: :erlang.is_function(term)

  @doc """
  True for functions of the given arity.

      iex> is_function(&String.length/1, 2)
      false
  """
  @spec is_function(term(), non_neg_integer()) :: boolean()
  def is_function(term, arity), do: :erlang.is_function(term, arity)

  @doc """
  True for integers.

      iex> is_integer(1)
      true
      iex> is_integer(1.0)
      false
  """
  @spec is_integer(term()) :: boolean()
  def is_integer(term), do: :erlang.is_integer(term)

  @doc """
  True for lists.

      iex> is_list([])
      true
      iex> is_list([1 | 2])
      true
  """
  @spec is_list(term()) :: boolean()
  def is_list(term), do: :erlang.is_list(term)

  @doc """
  True for maps, structs included.

      iex> is_map(%{})
      true
      iex> is_map(1..2)
      true
  """
  @spec is_map(term()) :: boolean()
  def is_map(term), do: :erlang.is_map(term)

  @doc """
  True when the map has the key.

      iex> is_map_key(%{a: 1}, :a)
      true
  """
  @spec is_map_key(map(), term()) :: boolean()
  def is_map_key(map, key), do: :erlang.is_map_key(key, map)

  @doc """
  True for integers and floats.

      iex> is_number(1.5)
      true
  """
  @spec is_number(term()) :: boolean()
  def is_number(term), do: :erlang.is_number(term)

  @doc """
  True for process identifiers.

      iex> is_pid(self())
      true
  """
  @spec is_pid(term()) :: boolean()
  def is_pid(term), do: :erlang.is_pid(term)

  @doc """
  True for ports.

      iex> is_port(self())
      false
  """
  @spec is_port(term()) :: boolean()
  def is_port(term), do: :erlang.is_port(term)

  @doc """
  True for references.

      iex> is_reference(make_ref())
      true
  """
  @spec is_reference(term()) :: boolean()
  def is_reference(term), do: :erlang.is_reference(term)

  @doc """
  True for tuples.

      iex> is_tuple({1, 2})
      true
  """
  @spec is_tuple(term()) :: boolean()
  def is_tuple(term), do: :erlang.is_tuple(term)

  @doc """
  The length of a list.

      iex> length([:a, :b])
      2
  """
  @spec length(list()) :: non_neg_integer()
  def length(list), do: :erlang.length(list)

  @doc """
  A reference that is unique in this node.

      iex> make_ref() == make_ref()
      false
  """
  @spec make_ref() :: reference()
  def make_ref(), do: :erlang.make_ref()

  @doc """
  The number of keys of a map.

      iex> map_size(%{a: 1, b: 2})
      2
  """
  @spec map_size(map()) :: non_neg_integer()
  def map_size(map), do: :erlang.map_size(map)

  @doc """
  The greater of two terms; the first when they are equal.

      iex> max(1, 2)
      2
      iex> max(:a, 2)
      :a
  """
  @spec max(first, second) :: first | second when first: term(), second: term()
  def max(first, second), do: :erlang.max(first, second)

  @doc """
  The smaller of two terms; the first when they are equal.

      iex> min(1, 2)
      1
      iex> min("a", "b")
      "a"
  """
  @spec min(first, second) :: first | second when first: term(), second: term()
  def min(first, second), do: :erlang.min(first, second)

  @doc """
  The name of this node.

      iex> node() == Node.self()
      true
  """
  @spec node() :: node()
  def node(), do: :erlang.node()

  @doc """
  The node on which the pid, port or reference lives.

      iex> node(self()) == node()
      true
  """
  @spec node(pid() | reference() | port()) :: node()
  def node(arg), do: :erlang.node(arg)

  @doc """
  The remainder of an integer division; its sign is the dividend's.

      iex> rem(7, 3)
      1
      iex> rem(-7, 3)
      -1
  """
  @spec rem(integer(), neg_integer() | pos_integer()) :: integer()
  def rem(dividend, divisor), do: :erlang.rem(dividend, divisor)

  @doc """
  The nearest integer; halves go away from zero.

      iex> round(2.5)
      3
      iex> round(-2.5)
      -3
  """
  @spec round(number()) :: integer()
  def round(number), do: :erlang.round(number)

  @doc """
  The pid of the calling process.

      iex> self() == self()
      true
  """
  @spec self() :: pid()
  def self(), do: :erlang.self()

  @doc """
  Sends a message and returns it.

      iex> send(self(), :hello)
      :hello
      iex> receive do message -> message end
      :hello
  """
  @spec send(dest :: Process.dest(), message) :: message when message: any()
  def send(dest, message), do: :erlang.send(dest, message)

  @doc """
  Starts a process that calls `fun`.

      iex> parent = self()
      iex> spawn(fn -> send(parent, :spawned) end)
      iex> receive do message -> message end
      :spawned
  """
  @spec spawn((-> any())) :: pid()
  def spawn(fun), do: :erlang.spawn(fun)

  @doc """
  Starts a process that calls `module.fun(args...)`.

      iex> spawn(Kernel, :send, [self(), :spawned])
      iex> receive do message -> message end
      :spawned
  """
  @spec spawn(module(), atom(), list()) :: pid()
  def spawn(module, fun, args), do: :erlang.spawn(module, fun, args)

  @doc """
  Like `spawn/1`, with a link to the caller.

      iex> parent = self()
      iex> spawn_link(fn -> send(parent, :linked) end)
      iex> receive do message -> message end
      :linked
  """
  @spec spawn_link((-> any())) :: pid()
  def spawn_link(fun), do: :erlang.spawn_link(fun)

  @doc """
  Like `spawn/3`, with a link to the caller.

      iex> spawn_link(Kernel, :send, [self(), :linked])
      iex> receive do message -> message end
      :linked
  """
  @spec spawn_link(module(), atom(), list()) :: pid()
  def spawn_link(module, fun, args), do: :erlang.spawn_link(module, fun, args)

  @doc """
  Like `spawn/1`; the caller monitors the process. Returns `{pid, ref}`.

      iex> {pid, ref} = spawn_monitor(fn -> exit(:done) end)
      iex> receive do {:DOWN, ^ref, :process, ^pid, reason} -> reason end
      :done
  """
  @spec spawn_monitor((-> any())) :: {pid(), reference()}
  def spawn_monitor(fun), do: :erlang.spawn_monitor(fun)

  @doc """
  Like `spawn/3`; the caller monitors the process. Returns `{pid, ref}`.

      iex> {_pid, ref} = spawn_monitor(Kernel, :exit, [:done])
      iex> receive do {:DOWN, ^ref, :process, _, reason} -> reason end
      :done
  """
  @spec spawn_monitor(module(), atom(), list()) :: {pid(), reference()}
  def spawn_monitor(module, fun, args), do: :erlang.spawn_monitor(module, fun, args)

  @doc """
  Throws a value, to be caught by `catch`.

      iex> try do throw(:ball) catch ball -> ball end
      :ball
  """
  @spec throw(term()) :: no_return()
  def throw(term), do: :erlang.throw(term)

  @doc """
  The tail of a list.

      iex> tl([1, 2, 3])
      [2, 3]
  """
  @spec tl(nonempty_maybe_improper_list(elem, last)) :: maybe_improper_list(elem, last) | last when elem: term(), last: term()
  def tl(list), do: :erlang.tl(list)

  @doc """
  The integer part of a number.

      iex> trunc(2.9)
      2
      iex> trunc(-2.9)
      -2
  """
  @spec trunc(number()) :: integer()
  def trunc(number), do: :erlang.trunc(number)

  @doc """
  The number of elements of a tuple.

      iex> tuple_size({:a, :b})
      2
  """
  @spec tuple_size(tuple()) :: non_neg_integer()
  def tuple_size(tuple), do: :erlang.tuple_size(tuple)

  @doc """
  The tuple with the element at `index` replaced.

      iex> put_elem({:a, :b}, 0, :x)
      {:x, :b}
  """
  @spec put_elem(tuple(), non_neg_integer(), term()) :: tuple()
  def put_elem(tuple, index, value), do: :erlang.setelement(:erlang.+(index, 1), tuple, value)

  ## Functions proper

  @doc """
  Raises a number to a power.

  Two integers give an integer; anything else goes through floats.

      iex> 2 ** 10
      1024
      iex> 2 ** -1
      0.5
  """
  @spec integer() ** non_neg_integer() :: integer()
  @spec integer() ** neg_integer() :: float()
  @spec float() ** float() :: float()
  @spec integer() ** float() :: float()
  @spec float() ** integer() :: float()
  def left ** right
      when :erlang.is_integer(left) and :erlang.is_integer(right) and :erlang.>=(right, 0),
      do: integer_power(left, right, 1)

  def left ** right, do: :math.pow(left, right)

  defp integer_power(_base, 0, acc), do: acc
  defp integer_power(base, 1, acc), do: :erlang.*(base, acc)

  defp integer_power(base, exponent, acc) when :erlang."=:="(:erlang.band(exponent, 1), 1),
    do: integer_power(:erlang.*(base, base), :erlang.bsr(exponent, 1), :erlang.*(acc, base))

  defp integer_power(base, exponent, acc),
    do: integer_power(:erlang.*(base, base), :erlang.bsr(exponent, 1), acc)

  @doc """
  Tells whether a string contains another, or matches a regular expression.

      iex> "abcd" =~ "bc"
      true
      iex> "abcd" =~ ~r/e/
      false
  """
  @spec String.t() =~ (String.t() | Regex.t()) :: boolean()
  def left =~ "" when :erlang.is_binary(left), do: true

  def left =~ right when :erlang.is_binary(left) and :erlang.is_binary(right),
    do: :erlang."/="(:binary.match(left, right), :nomatch)

  def left =~ right when :erlang.is_binary(left), do: Regex.match?(right, left)

  @doc """
  The part of a binary that a range of byte offsets names.

      iex> binary_slice("elixir", 1..3)
      "lix"
      iex> binary_slice("elixir", -3..-1)
      "xir"
  """
  @spec binary_slice(binary(), Range.t()) :: binary()
  def binary_slice(binary, first..last//step = range) when :erlang.is_binary(binary) do
    size = :erlang.byte_size(binary)
    first = if :erlang.<(first, 0), do: :erlang.max(:erlang.+(first, size), 0), else: first
    last = if :erlang.<(last, 0), do: :erlang.+(last, size), else: last
    amount = :erlang.+(:erlang.-(last, first), 1)

    cond do
      :erlang."=:="(step, 1) ->
        slice_bytes(binary, first, amount, size)

      :erlang.>(step, 0) ->
        every_byte(slice_bytes(binary, first, amount, size), :erlang.-(step, 1), "")

      true ->
        :erlang.error(
          ArgumentError.exception(
            "binary_slice/2 does not accept ranges with negative steps, got: " <> inspect(range)
          )
        )
    end
  end

  # The first byte, and each that comes after skipping some.
  defp every_byte(<<byte, rest::binary>>, skip, acc) do
    acc = <<acc::binary, byte>>

    case rest do
      <<_::binary-size(^skip), rest::binary>> -> every_byte(rest, skip, acc)
      _ -> acc
    end
  end

  defp every_byte(<<>>, _skip, acc), do: acc

  @doc """
  The part of a binary from `start`, at most `size` bytes long.

      iex> binary_slice("elixir", 1, 3)
      "lix"
      iex> binary_slice("elixir", -2, 10)
      "ir"
  """
  @spec binary_slice(binary(), integer(), non_neg_integer()) :: binary()
  def binary_slice(binary, start, size)
      when :erlang.is_binary(binary) and :erlang.is_integer(start) and :erlang.is_integer(size) and
             :erlang.>=(size, 0) do
    total = :erlang.byte_size(binary)
    start = if :erlang.<(start, 0), do: :erlang.max(:erlang.+(start, total), 0), else: start
    slice_bytes(binary, start, size, total)
  end

  defp slice_bytes(_binary, start, amount, size)
       when :erlang.>=(start, size) or :erlang."=<"(amount, 0),
       do: ""

  defp slice_bytes(binary, start, amount, size),
    do: :erlang.binary_part(binary, start, :erlang.min(amount, :erlang.-(size, start)))

  @doc """
  The text of a term as a programmer would write it; see `Inspect.Opts` for the options.

      iex> inspect([1, :two, "three"])
      ~s([1, :two, "three"])
  """
  @spec inspect(Inspect.t(), keyword()) :: String.t()
  def inspect(term, opts \\ [])

  def inspect(term, []), do: inspect_plain(term)

  def inspect(term, opts) when :erlang.is_list(opts) do
    opts = Inspect.Opts.new(opts)

    width =
      case opts.pretty do
        true -> opts.width
        _ -> :infinity
      end

    doc = Inspect.Algebra.group(Inspect.Algebra.to_doc(term, opts))
    :erlang.iolist_to_binary(Inspect.Algebra.format(doc, width))
  end

  # Numbers and pids need no document.
  defp inspect_plain(term) when :erlang.is_integer(term), do: :erlang.integer_to_binary(term)

  defp inspect_plain(term) when :erlang.is_pid(term),
    do: :erlang.iolist_to_binary(["#PID", :erlang.pid_to_list(term)])

  defp inspect_plain(term) do
    doc = Inspect.Algebra.group(Inspect.Algebra.to_doc(term, Inspect.Opts.new([])))
    :erlang.iolist_to_binary(Inspect.Algebra.format(doc, :infinity))
  end

  @doc """
  Reads from nested structures; a key may be a function, see `Access`.

      iex> get_in(%{a: %{b: 1}}, [:a, :b])
      1
      iex> get_in(%{a: nil}, [:a, :b])
      nil
  """
  @spec get_in(Access.t(), nonempty_list(term())) :: term()
  def get_in(nil, [_ | _]), do: nil
  def get_in(data, [key]) when :erlang.is_function(key), do: key.(:get, data, fn x -> x end)

  def get_in(data, [key | rest]) when :erlang.is_function(key),
    do: key.(:get, data, fn inner -> get_in(inner, rest) end)

  def get_in(data, [key]), do: Access.get(data, key)
  def get_in(data, [key | rest]), do: get_in(Access.get(data, key), rest)

  @doc """
  Puts a value into a nested structure.

      iex> put_in(%{a: %{b: 1}}, [:a, :b], 2)
      %{a: %{b: 2}}
  """
  @spec put_in(Access.t(), nonempty_list(term()), term()) :: Access.t()
  def put_in(data, [_ | _] = keys, value),
    do: :erlang.element(2, get_and_update_in(data, keys, fn _ -> {nil, value} end))

  @doc """
  Updates a value in a nested structure with a function.

      iex> update_in(%{a: %{b: 1}}, [:a, :b], &(&1 + 1))
      %{a: %{b: 2}}
  """
  @spec update_in(Access.t(), nonempty_list(term()), (term() -> term())) :: Access.t()
  def update_in(data, [_ | _] = keys, fun) when :erlang.is_function(fun),
    do: :erlang.element(2, get_and_update_in(data, keys, fn value -> {nil, fun.(value)} end))

  @doc """
  Reads and updates a nested structure in one pass.

      iex> get_and_update_in(%{a: %{b: 1}}, [:a, :b], &{&1, &1 + 1})
      {1, %{a: %{b: 2}}}
  """
  @spec get_and_update_in(structure, nonempty_list(term()), (term() -> {current_value, new_value :: term()} | :pop)) :: {current_value, new_structure :: structure} when structure: Access.t(), current_value: var
  def get_and_update_in(data, [key], fun) when :erlang.is_function(key, 3),
    do: key.(:get_and_update, data, fun)

  def get_and_update_in(data, [key | rest], fun) when :erlang.is_function(key, 3),
    do: key.(:get_and_update, data, fn inner -> get_and_update_in(inner, rest, fun) end)

  def get_and_update_in(data, [key], fun) when :erlang.is_function(fun, 1),
    do: Access.get_and_update(data, key, fun)

  def get_and_update_in(data, [key | rest], fun) when :erlang.is_function(fun, 1),
    do: Access.get_and_update(data, key, fn inner -> get_and_update_in(inner, rest, fun) end)

  @doc """
  Removes a key from a nested structure; returns the value and the rest.

      iex> pop_in(%{a: %{b: 1, c: 2}}, [:a, :b])
      {1, %{a: %{c: 2}}}
  """
  @spec pop_in(data, nonempty_list(Access.get_and_update_fun(term(), data) | term())) :: {term(), data} when data: Access.container()
  def pop_in(data, keys)

  def pop_in(nil, [key | _]) do
    :erlang.error(
      ArgumentError.exception("could not pop key " <> inspect(key) <> " on a nil value")
    )
  end

  def pop_in(data, [_ | _] = keys), do: pop_nested(data, keys)

  defp pop_nested(nil, [_ | _]), do: :pop

  defp pop_nested(data, [key]) when :erlang.is_function(key),
    do: key.(:get_and_update, data, fn _ -> :pop end)

  defp pop_nested(data, [key]), do: Access.pop(data, key)

  defp pop_nested(data, [key | rest]) when :erlang.is_function(key),
    do: key.(:get_and_update, data, fn inner -> pop_nested(inner, rest) end)

  defp pop_nested(data, [key | rest]),
    do: Access.get_and_update(data, key, fn inner -> pop_nested(inner, rest) end)

  @doc """
  A struct with the given fields; keys that it does not have are passed over.

      iex> struct(URI, host: "example.org", nothing: 1).host
      "example.org"
  """
  @spec struct(module() | struct(), Enumerable.t()) :: struct()
  def struct(struct, fields \\ [])

  def struct(module, fields) when :erlang.is_atom(module),
    do: struct(check_struct(:erlang.apply(module, :__struct__, []), module), fields)

  def struct(%{__struct__: _} = struct, []), do: struct

  def struct(%{__struct__: _} = struct, fields) do
    Enum.reduce(fields, struct, fn {key, value}, acc ->
      case :erlang.andalso(:erlang.is_map_key(key, acc), :erlang."/="(key, :__struct__)) do
        true -> :maps.put(key, value, acc)
        false -> acc
      end
    end)
  end

  defp check_struct(%{__struct__: module} = struct, module), do: struct

  defp check_struct(%{__struct__: other}, module) when :erlang.is_atom(other) do
    message =
      "expected struct name returned by " <> inspect(module) <> ".__struct__/0 to be " <> inspect(module) <> ", got: " <> inspect(other)

    :erlang.error(ArgumentError.exception(message))
  end

  defp check_struct(other, module) do
    message =
      "expected " <> inspect(module) <> ".__struct__/0 to return a map with a :__struct__ key that holds the name of the struct (atom), got: " <> inspect(other)

    :erlang.error(ArgumentError.exception(message))
  end

  @doc """
  Like `struct/2`, but unknown keys raise a `KeyError`.

      iex> struct!(Range, first: 1, last: 3, step: 1)
      1..3
  """
  @spec struct!(module() | struct(), Enumerable.t()) :: struct()
  def struct!(struct, fields \\ [])

  def struct!(module, fields) when :erlang.is_atom(module),
    do: :erlang.apply(module, :__struct__, [fields])

  def struct!(%{__struct__: _} = struct, fields) do
    Enum.reduce(fields, struct, fn
      {:__struct__, _}, acc ->
        acc

      {key, value}, acc ->
        case acc do
          %{^key => _} -> :maps.put(key, value, acc)
          _ -> :erlang.error(KeyError.exception(key: key, term: acc))
        end
    end)
  end

  @doc """
  True when `module` is loaded and exports the function.

      iex> function_exported?(String, :upcase, 1)
      true
      iex> function_exported?(String, :upcase, 9)
      false
  """
  @spec function_exported?(module(), atom(), arity()) :: boolean()
  def function_exported?(module, function, arity),
    do: :erlang.function_exported(module, function, arity)

  @doc """
  True when `module` is loaded and has the macro.

      iex> macro_exported?(Kernel, :no_such_macro, 1)
      false
  """
  @spec macro_exported?(module(), atom(), arity()) :: boolean()
  def macro_exported?(module, macro, arity)
      when :erlang.is_atom(module) and :erlang.is_atom(macro) and :erlang.is_integer(arity) and
             :erlang.>=(arity, 0) and :erlang."=<"(arity, 255) do
    case :erlang.function_exported(module, :__info__, 1) do
      true -> :lists.member({macro, arity}, :erlang.apply(module, :__info__, [:macros]))
      false -> false
    end
  end

  @doc """
  Prints code with its value, and what came to it: the steps of a pipe, the clause that matched, ...; gives the value.

  `options` are those of `inspect/2`; `print_location: false` leaves out where it stands. The application environment
  can name another function than `Macro.dbg/3`, which is called with code, options and environment: `config :elixir,
  :dbg_callback, {module, function, more_arguments}`.

      iex> dbg(1 + 1)
      2
  """
  defmacro dbg(code \\ {:binding, [context: Kernel, imports: [{0, Kernel}]], []}, options \\ []) do
    {module, function, more} = :application.get_env(:elixir, :dbg_callback, {Macro, :dbg, []})
    :elixir_env.trace({:remote_macro, [], module, function, 3 + :erlang.length(more)}, __CALLER__)
    :erlang.apply(module, function, [code, options, __CALLER__ | more])
  end

  @doc """
  A time span in milliseconds, from a keyword list, a duration or a timeout.

      iex> to_timeout(minute: 1, second: 30)
      90000
      iex> to_timeout(:infinity)
      :infinity
  """
  @spec to_timeout([{:week | :day | :hour | :minute | :second | :millisecond, non_neg_integer()}] | timeout() | Duration.t()) :: timeout()
  def to_timeout(:infinity), do: :infinity

  def to_timeout(timeout) when :erlang.is_integer(timeout) and :erlang.>=(timeout, 0),
    do: timeout

  def to_timeout(%{__struct__: Duration} = duration) do
    case duration do
      %{year: 0, month: 0, microsecond: {micro, _}} ->
        to_timeout(
          week: duration.week,
          day: duration.day,
          hour: duration.hour,
          minute: duration.minute,
          second: duration.second,
          millisecond: :erlang.div(micro, 1000)
        )

      %{year: year} ->
        unit = if :erlang."=:="(year, 0), do: "month", else: "year"

        :erlang.error(
          ArgumentError.exception("duration with a non-zero " <> unit <> " cannot be reliably converted to timeouts")
        )
    end
  end

  def to_timeout(components) when :erlang.is_list(components),
    do: sum_components(components, 0, [])

  defp sum_components([{unit, amount} | rest], acc, seen) do
    factor = unit_factor(unit)

    case :lists.member(unit, seen) do
      _ when :erlang.not(:erlang.is_integer(amount)) or :erlang.<(amount, 0) ->
        :erlang.error(
          ArgumentError.exception(
            "timeout component " <> inspect(unit) <> " must be a non-negative integer, got: " <> inspect(amount)
          )
        )

      true ->
        :erlang.error(
          ArgumentError.exception("timeout component " <> inspect(unit) <> " is duplicated")
        )

      false ->
        sum_components(rest, :erlang.+(acc, :erlang.*(amount, factor)), [unit | seen])
    end
  end

  defp sum_components([], acc, _seen), do: acc

  defp unit_factor(:week), do: 604_800_000
  defp unit_factor(:day), do: 86_400_000
  defp unit_factor(:hour), do: 3_600_000
  defp unit_factor(:minute), do: 60000
  defp unit_factor(:second), do: 1000
  defp unit_factor(:millisecond), do: 1

  defp unit_factor(other) do
    :erlang.error(
      ArgumentError.exception(
        "timeout component " <> inspect(other) <> " is not a valid timeout component, valid values are: " <>
          ":week, :day, :hour, :minute, :second, :millisecond"
      )
    )
  end
end
