defmodule Stream do
  @moduledoc """
  Lazy enumerables: what is done to the elements is noted, and done when they are asked for.

  A stream is either a struct that holds an enumerable and the stages to put its elements
  through, or a function that reduces as `Enumerable.reduce/3` does.
  """

  @type acc() :: any()
  @type element() :: any()
  @type index() :: non_neg_integer()
  @type default() :: any()
  @type timer() :: non_neg_integer() | :infinity

  defstruct enum: nil, funs: [], accs: [], done: nil

  # A stage wraps the reducer that follows it. The accumulator is a list: the
  # consumer's first, then the states of the stages that have one, from the first stage on.
  defp stage(%Stream{done: nil, funs: funs} = lazy, fun), do: %{lazy | funs: [fun | funs]}
  defp stage(enum, fun), do: %Stream{enum: enum, funs: [fun]}

  defp stage(%Stream{done: nil, funs: funs, accs: accs} = lazy, state, fun), do: %{lazy | funs: [fun | funs], accs: [state | accs]}
  defp stage(enum, state, fun), do: %Stream{enum: enum, funs: [fun], accs: [state]}

  # Calls the reducer that follows with the state of this stage taken out and put back.
  defp pass(next, entry, head, state, tail) do
    {command, [head | tail]} = next.(entry, [head | tail])
    {command, [head, state | tail]}
  end

  @doc false
  def __reduce__(%Stream{enum: enum, funs: funs, accs: accs}, {command, acc}, fun) do
    last = fn entry, [acc] ->
      {command, acc} = fun.(entry, acc)
      {command, [acc]}
    end

    reducer = :lists.foldl(fn stage, next -> stage.(next) end, last, funs)
    run_stages(&Enumerable.reduce(enum, &1, reducer), {command, [acc | :lists.reverse(accs)]})
  end

  defp run_stages(reduce, command) do
    case reduce.(command) do
      {:suspended, [acc | accs], continuation} ->
        # A stage that has taken all it wants needs no further element to know.
        resume = if :lists.member(:taken, accs), do: &halted(continuation, &1, accs), else: fn {command, acc} -> run_stages(continuation, {command, [acc | accs]}) end
        {:suspended, acc, resume}

      {:halted, [acc | _]} ->
        {:halted, acc}

      {:done, [acc | _]} ->
        {:done, acc}
    end
  end

  defp halted(continuation, {:suspend, acc}, accs), do: {:suspended, acc, &halted(continuation, &1, accs)}
  defp halted(continuation, {_, acc}, accs), do: run_stages(continuation, {:halt, [acc | accs]})

  @doc """
  Splits into runs of elements for which `fun` gives the same value.

      iex> Stream.chunk_by([1, 3, 2], &rem(&1, 2)) |> Enum.to_list()
      [[1, 3], [2]]
  """
  @spec chunk_by(Enumerable.t(), (element() -> any())) :: Enumerable.t()
  def chunk_by(enum, fun) when is_function(fun, 1) do
    chunk_while(
      enum,
      nil,
      fn
        entry, nil ->
          {:cont, {[entry], fun.(entry)}}

        entry, {buffer, value} ->
          case fun.(entry) do
            ^value -> {:cont, {[entry | buffer], value}}
            other -> {:cont, :lists.reverse(buffer), {[entry], other}}
          end
      end,
      fn
        nil -> {:cont, :done}
        {buffer, _} -> {:cont, :lists.reverse(buffer), :done}
      end
    )
  end

  @doc """
  Splits into lists of `count` elements.

      iex> Stream.chunk_every(1..3, 2) |> Enum.to_list()
      [[1, 2], [3]]
  """
  @spec chunk_every(Enumerable.t(), pos_integer()) :: Enumerable.t()
  def chunk_every(enum, count), do: chunk_every(enum, count, count, [])

  @doc """
  Splits into lists of `count` elements, each starting `step` after the one before.

      iex> Stream.chunk_every(1..4, 2, 1, :discard) |> Enum.to_list()
      [[1, 2], [2, 3], [3, 4]]
  """
  @spec chunk_every(Enumerable.t(), pos_integer(), pos_integer(), Enumerable.t() | :discard) :: Enumerable.t()
  def chunk_every(enum, count, step, leftover \\ [])
      when is_integer(count) and count > 0 and is_integer(step) and step > 0 do
    chunk = fn
      _entry, {buffer, size} when size < 0 ->
        {:cont, {buffer, size + 1}}

      entry, {buffer, size} when size + 1 < count ->
        {:cont, {[entry | buffer], size + 1}}

      entry, {buffer, _size} ->
        buffer = [entry | buffer]
        kept = if step >= count, do: {[], count - step}, else: {:lists.sublist(buffer, count - step), count - step}
        {:cont, :lists.reverse(buffer), kept}
    end

    finish = fn {buffer, size} ->
      if leftover == :discard or size <= 0,
        do: {:cont, nil},
        else: {:cont, :lists.reverse(buffer, Enum.take(leftover, count - size)), nil}
    end

    chunk_while(enum, {[], 0}, chunk, finish)
  end

  @doc """
  Splits as `chunk_fun` decides; see `Enum.chunk_while/4`.

      iex> chunk = fn x, acc -> if rem(x, 2) == 0, do: {:cont, Enum.reverse([x | acc]), []}, else: {:cont, [x | acc]} end
      iex> rest = fn [] -> {:cont, []}; acc -> {:cont, Enum.reverse(acc), []} end
      iex> 1..5 |> Stream.chunk_while([], chunk, rest) |> Enum.to_list()
      [[1, 2], [3, 4], [5]]
  """
  @spec chunk_while(Enumerable.t(), acc(), (element(), acc() -> {:cont, chunk, acc()} | {:cont, acc()} | {:halt, acc()}), (acc() -> {:cont, chunk, acc()} | {:cont, acc()})) :: Enumerable.t() when chunk: any()
  def chunk_while(enum, acc, chunk_fun, after_fun) when is_function(chunk_fun, 2) and is_function(after_fun, 1) do
    step = fn entry, acc ->
      case chunk_fun.(entry, acc) do
        {:cont, chunk, acc} -> {[chunk], acc}
        {:cont, acc} -> {[], acc}
        {:halt, acc} -> {:stop, acc}
      end
    end

    finish = fn acc ->
      case after_fun.(acc) do
        {:cont, _acc} -> []
        {:cont, chunk, _acc} -> [chunk]
      end
    end

    fn command, fun -> transform_run(enum, fn -> acc end, step, finish, fn _ -> :ok end, command, fun) end
  end

  @doc """
  Removes elements that repeat the one before.

      iex> Stream.dedup([1, 1, 2, 1]) |> Enum.to_list()
      [1, 2, 1]
  """
  @spec dedup(Enumerable.t()) :: Enumerable.t()
  def dedup(enum), do: dedup_by(enum, fn entry -> entry end)

  @doc """
  Removes elements for which `fun` gives the value of the one before.

      iex> [{1, :a}, {2, :a}, {3, :b}] |> Stream.dedup_by(&elem(&1, 1)) |> Enum.to_list()
      [{1, :a}, {3, :b}]
  """
  @spec dedup_by(Enumerable.t(), (element() -> term())) :: Enumerable.t()
  def dedup_by(enum, fun) when is_function(fun, 1) do
    stage(enum, :none, fn next ->
      fn entry, [head, last | tail] ->
        case {:value, fun.(entry)} do
          ^last -> {:cont, [head, last | tail]}
          value -> pass(next, entry, head, value, tail)
        end
      end
    end)
  end

  @doc """
  Drops elements; with a negative amount, the last ones.

      iex> Stream.drop(1..5, 3) |> Enum.to_list()
      [4, 5]
  """
  @spec drop(Enumerable.t(), integer()) :: Enumerable.t()
  def drop(enum, amount) when is_integer(amount) and amount >= 0 do
    stage(enum, amount, fn next ->
      fn
        entry, [head, 0 | tail] -> pass(next, entry, head, 0, tail)
        _entry, [head, left | tail] -> {:cont, [head, left - 1 | tail]}
      end
    end)
  end

  def drop(enum, amount) when is_integer(amount) do
    count = -amount

    step = fn entry, {queued, front, back} ->
      case {queued < count, front, [entry | back]} do
        {true, front, back} ->
          {[], {queued + 1, front, back}}

        {false, [first | front], back} ->
          {[first], {queued, front, back}}

        {false, [], back} ->
          [first | front] = :lists.reverse(back)
          {[first], {queued, front, []}}
      end
    end

    transform(enum, {0, [], []}, step)
  end

  @doc """
  Drops every `nth` element, starting with the first.

      iex> Stream.drop_every(1..6, 2) |> Enum.to_list()
      [2, 4, 6]
  """
  @spec drop_every(Enumerable.t(), non_neg_integer()) :: Enumerable.t()
  def drop_every(enum, nth)
  def drop_every(enum, 0), do: %Stream{enum: enum}
  def drop_every([], _nth), do: %Stream{enum: []}

  def drop_every(enum, nth) when is_integer(nth) and nth > 0 do
    stage(enum, 0, fn next ->
      fn
        _entry, [head, 0 | tail] -> {:cont, [head, nth - 1 | tail]}
        entry, [head, left | tail] -> pass(next, entry, head, left - 1, tail)
      end
    end)
  end

  @doc """
  Drops elements while `fun` is truthy.

      iex> Stream.drop_while(1..4, &(&1 < 3)) |> Enum.to_list()
      [3, 4]
  """
  @spec drop_while(Enumerable.t(), (element() -> as_boolean(term()))) :: Enumerable.t()
  def drop_while(enum, fun) when is_function(fun, 1) do
    stage(enum, true, fn next ->
      fn entry, [head, dropping | tail] ->
        if dropping and fun.(entry),
          do: {:cont, [head, true | tail]},
          else: pass(next, entry, head, false, tail)
      end
    end)
  end

  @doc """
  The same value, so many times.

      iex> Stream.duplicate(1, 2) |> Enum.to_list()
      [1, 1]
  """
  @spec duplicate(any(), non_neg_integer()) :: Enumerable.t()
  def duplicate(value, n) when is_integer(n) and n >= 0, do: unfold(n, fn left -> if(left > 0, do: {value, left - 1}) end)

  @doc """
  Calls `fun` with each element as it passes.

      iex> [1, 2] |> Stream.each(&send(self(), &1)) |> Enum.to_list()
      [1, 2]
  """
  @spec each(Enumerable.t(), (element() -> term())) :: Enumerable.t()
  def each(enum, fun) when is_function(fun, 1) do
    stage(enum, fn next ->
      fn entry, acc ->
        fun.(entry)
        next.(entry, acc)
      end
    end)
  end

  @doc """
  Maps to enumerables and joins them.

      iex> Stream.flat_map([1, 2], &[&1, &1]) |> Enum.to_list()
      [1, 1, 2, 2]
  """
  @spec flat_map(Enumerable.t(), (element() -> Enumerable.t())) :: Enumerable.t()
  def flat_map(enum, mapper) when is_function(mapper, 1), do: transform(enum, nil, fn entry, nil -> {mapper.(entry), nil} end)

  @doc """
  The elements for which `fun` is truthy.

      iex> Stream.filter(1..4, &(rem(&1, 2) == 0)) |> Enum.to_list()
      [2, 4]
  """
  @spec filter(Enumerable.t(), (element() -> as_boolean(term()))) :: Enumerable.t()
  def filter(enum, fun) when is_function(fun, 1) do
    stage(enum, fn next -> fn entry, acc -> if(fun.(entry), do: next.(entry, acc), else: {:cont, acc}) end end)
  end

  @doc """
  The integers from 0, each after so many milliseconds.

      iex> Stream.interval(1) |> Enum.take(3)
      [0, 1, 2]
  """
  @spec interval(timer()) :: Enumerable.t()
  def interval(n) when (is_integer(n) and n >= 0) or n == :infinity do
    unfold(0, fn count ->
      Process.sleep(n)
      {count, count + 1}
    end)
  end

  @doc """
  Puts the elements into a collectable as they pass.

      iex> [1, 2] |> Stream.into(%{}, &{&1, &1}) |> Enum.to_list()
      [1, 2]
  """
  @spec into(Enumerable.t(), Collectable.t(), (term() -> term())) :: Enumerable.t()
  def into(enum, collectable, transform \\ fn entry -> entry end) when is_function(transform, 1) do
    fn command, fun ->
      {initial, into} = Collectable.into(collectable)
      into_run(&Enumerable.reduce(enum, &1, into_step(into, transform, fun)), initial, into, command)
    end
  end

  defp into_step(into, transform, fun) do
    fn entry, [collected | acc] ->
      collected = into.(collected, {:cont, transform.(entry)})
      {command, acc} = fun.(entry, acc)
      {command, [collected | acc]}
    end
  end

  defp into_run(reduce, collected, into, {command, acc}) do
    try do
      reduce.({command, [collected | acc]})
    catch
      kind, reason ->
        into.(collected, :halt)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      {:suspended, [collected | acc], continuation} ->
        {:suspended, acc, &into_run(continuation, collected, into, &1)}

      {outcome, [collected | acc]} ->
        into.(collected, :done)
        {outcome, acc}
    end
  end

  @doc """
  The values of `fun` for each element.

      iex> Stream.map(1..3, &(&1 * 2)) |> Enum.to_list()
      [2, 4, 6]
  """
  @spec map(Enumerable.t(), (element() -> any())) :: Enumerable.t()
  def map(enum, fun) when is_function(fun, 1) do
    stage(enum, fn next -> fn entry, acc -> next.(fun.(entry), acc) end end)
  end

  @doc """
  Maps every `nth` element, starting with the first.

      iex> Stream.map_every(1..4, 2, &(&1 * 10)) |> Enum.to_list()
      [10, 2, 30, 4]
  """
  @spec map_every(Enumerable.t(), non_neg_integer(), (element() -> any())) :: Enumerable.t()
  def map_every(enum, nth, fun)
  def map_every(enum, 1, fun), do: map(enum, fun)
  def map_every(enum, 0, _fun), do: %Stream{enum: enum}
  def map_every([], _nth, _fun), do: %Stream{enum: []}

  def map_every(enum, nth, fun) when is_integer(nth) and nth > 0 do
    stage(enum, 0, fn next ->
      fn
        entry, [head, 0 | tail] -> pass(next, fun.(entry), head, nth - 1, tail)
        entry, [head, left | tail] -> pass(next, entry, head, left - 1, tail)
      end
    end)
  end

  @doc """
  The elements for which `fun` is not truthy.

      iex> Stream.reject(1..4, &(rem(&1, 2) == 0)) |> Enum.to_list()
      [1, 3]
  """
  @spec reject(Enumerable.t(), (element() -> as_boolean(term()))) :: Enumerable.t()
  def reject(enum, fun) when is_function(fun, 1) do
    stage(enum, fn next -> fn entry, acc -> if(fun.(entry), do: {:cont, acc}, else: next.(entry, acc)) end end)
  end

  @doc """
  Runs a stream for its effects.

      iex> Stream.run(Stream.map([1], & &1))
      :ok
  """
  @spec run(Enumerable.t()) :: :ok
  def run(stream) do
    Enumerable.reduce(stream, {:cont, nil}, fn _, _ -> {:cont, nil} end)
    :ok
  end

  @doc """
  Reduces, and gives every accumulator.

      iex> Stream.scan(1..3, &(&1 + &2)) |> Enum.to_list()
      [1, 3, 6]
  """
  @spec scan(Enumerable.t(), (element(), acc() -> any())) :: Enumerable.t()
  def scan(enum, fun) when is_function(fun, 2) do
    stage(enum, :first, fn next ->
      fn
        entry, [head, :first | tail] ->
          pass(next, entry, head, {:acc, entry}, tail)

        entry, [head, {:acc, acc} | tail] ->
          value = fun.(entry, acc)
          pass(next, value, head, {:acc, value}, tail)
      end
    end)
  end

  @doc """
  Like `scan/2`, starting from `acc`.

      iex> 1..4 |> Stream.scan(10, &+/2) |> Enum.to_list()
      [11, 13, 16, 20]
  """
  @spec scan(Enumerable.t(), acc(), (element(), acc() -> any())) :: Enumerable.t()
  def scan(enum, acc, fun) when is_function(fun, 2) do
    stage(enum, acc, fn next ->
      fn entry, [head, acc | tail] ->
        value = fun.(entry, acc)
        pass(next, value, head, value, tail)
      end
    end)
  end

  @doc """
  Takes elements; with a negative amount, the last ones.

      iex> Stream.take(1..100, 3) |> Enum.to_list()
      [1, 2, 3]
  """
  @spec take(Enumerable.t(), integer()) :: Enumerable.t()
  def take(enum, amount)
  def take(_enum, 0), do: %Stream{enum: []}
  def take([], _amount), do: %Stream{enum: []}

  def take(enum, amount) when is_integer(amount) and amount > 0 do
    stage(enum, amount, fn next ->
      fn
        _entry, [_head, :taken | _tail] = acc ->
          {:halt, acc}

        entry, [head, 1 | tail] ->
          case pass(next, entry, head, :taken, tail) do
            {:cont, acc} -> {:halt, acc}
            other -> other
          end

        entry, [head, left | tail] ->
          pass(next, entry, head, left - 1, tail)
      end
    end)
  end

  def take(enum, amount) when is_integer(amount) do
    fn command, fun -> Enumerable.reduce(Enum.take(enum, amount), command, fun) end
  end

  @doc """
  Takes every `nth` element, starting with the first.

      iex> Stream.take_every(1..6, 2) |> Enum.to_list()
      [1, 3, 5]
  """
  @spec take_every(Enumerable.t(), non_neg_integer()) :: Enumerable.t()
  def take_every(enum, nth)
  def take_every(_enum, 0), do: %Stream{enum: []}
  def take_every([], _nth), do: %Stream{enum: []}

  def take_every(enum, nth) when is_integer(nth) and nth > 0 do
    stage(enum, 0, fn next ->
      fn
        entry, [head, 0 | tail] -> pass(next, entry, head, nth - 1, tail)
        _entry, [head, left | tail] -> {:cont, [head, left - 1 | tail]}
      end
    end)
  end

  @doc """
  Takes elements while `fun` is truthy.

      iex> Stream.take_while(1..10, &(&1 < 3)) |> Enum.to_list()
      [1, 2]
  """
  @spec take_while(Enumerable.t(), (element() -> as_boolean(term()))) :: Enumerable.t()
  def take_while(enum, fun) when is_function(fun, 1) do
    stage(enum, fn next -> fn entry, acc -> if(fun.(entry), do: next.(entry, acc), else: {:halt, acc}) end end)
  end

  @doc """
  The value 0, after so many milliseconds.

      iex> Stream.timer(1) |> Enum.to_list()
      [0]
  """
  @spec timer(timer()) :: Enumerable.t()
  def timer(n) when (is_integer(n) and n >= 0) or n == :infinity, do: take(interval(n), 1)

  @doc """
  Maps to enumerables with an accumulator; `reducer` returns `{enumerable, acc}` or `{:halt, acc}`.

      iex> Stream.transform(1..5, 0, fn x, acc -> if acc < 2, do: {[x], acc + 1}, else: {:halt, acc} end) |> Enum.to_list()
      [1, 2]
  """
  @spec transform(Enumerable.t(), acc, fun) :: Enumerable.t() when fun: (element(), acc -> {Enumerable.t(), acc} | {:halt, acc}), acc: any()
  def transform(enum, acc, reducer) when is_function(reducer, 2) do
    fn command, fun -> transform_run(enum, fn -> acc end, reducer, nil, fn _ -> :ok end, command, fun) end
  end

  @doc """
  Like `transform/3`; the accumulator is made by a function, and another is called at the end.

      iex> 1..3 |> Stream.transform(fn -> 0 end, fn x, sum -> {[x + sum], x + sum} end, fn _sum -> :ok end) |> Enum.to_list()
      [1, 3, 6]
  """
  @spec transform(Enumerable.t(), (-> acc), (element(), acc -> {Enumerable.t(), acc} | {:halt, acc}), (acc -> term())) :: Enumerable.t() when acc: any()
  def transform(enum, start_fun, reducer, after_fun)
      when is_function(start_fun, 0) and is_function(reducer, 2) and is_function(after_fun, 1) do
    fn command, fun -> transform_run(enum, start_fun, reducer, nil, after_fun, command, fun) end
  end

  @doc """
  Like `transform/4`; `last_fun` may add elements when the enumerable is done.

      iex> 1..3 |> Stream.transform(fn -> 0 end, fn x, sum -> {[], x + sum} end, fn sum -> {[sum], sum} end, fn _ -> :ok end) |> Enum.to_list()
      [6]
  """
  @spec transform(Enumerable.t(), (-> acc), (element(), acc -> {Enumerable.t(), acc} | {:halt, acc}), (acc -> {Enumerable.t(), acc} | {:halt, acc}), (acc -> term())) :: Enumerable.t() when acc: any()
  def transform(enum, start_fun, reducer, last_fun, after_fun)
      when is_function(start_fun, 0) and is_function(reducer, 2) and is_function(last_fun, 1) and is_function(after_fun, 1) do
    finish = fn acc ->
      case last_fun.(acc) do
        {:halt, acc} -> {[], acc}
        {entries, acc} -> {entries, acc}
      end
    end

    fn command, fun -> transform_run(enum, start_fun, reducer, finish, after_fun, command, fun) end
  end

  defp transform_run(enum, start_fun, reducer, finish, after_fun, command, fun) do
    next = &Enumerable.reduce(enum, &1, fn entry, _ -> {:suspend, {:entry, entry}} end)
    transform_step({next, reducer, finish, after_fun, fun}, start_fun.(), command)
  end

  defp transform_step({next, _, _, after_fun, _}, state, {:halt, acc}) do
    next.({:halt, nil})
    after_fun.(state)
    {:halted, acc}
  end

  defp transform_step(parts, state, {:suspend, acc}), do: {:suspended, acc, &transform_step(parts, state, &1)}

  defp transform_step({next, reducer, finish, after_fun, fun} = parts, state, {:cont, acc} = command) do
    case guarded(fn -> next.({:cont, nil}) end, fn -> after_fun.(state) end) do
      {:suspended, {:entry, entry}, next} ->
        clean = fn -> leave(next, after_fun, state) end

        case guarded(fn -> reducer.(entry, state) end, clean) do
          {:halt, state} ->
            leave(next, after_fun, state)
            {:halted, acc}

          {:stop, state} ->
            next.({:halt, nil})
            transform_end(parts, state, command)

          {entries, state} ->
            parts = {next, reducer, finish, after_fun, fun}
            emit(entries, command, fun, &transform_step(parts, state, &1), fn -> leave(next, after_fun, state) end)
        end

      {_done, _} ->
        transform_end(parts, state, command)
    end
  end

  defp transform_end({_, _, nil, after_fun, _}, state, {:cont, acc}) do
    after_fun.(state)
    {:done, acc}
  end

  defp transform_end({_, _, finish, after_fun, fun}, state, command) do
    {entries, state} =
      case guarded(fn -> finish.(state) end, fn -> after_fun.(state) end) do
        {entries, state} -> {entries, state}
        entries when is_list(entries) -> {entries, state}
      end

    last = fn
      {:suspend, acc} -> {:suspended, acc, fn {_, acc} -> transform_over(after_fun, state, acc) end}
      {_, acc} -> transform_over(after_fun, state, acc)
    end

    emit(entries, command, fun, last, fn -> after_fun.(state) end)
  end

  defp transform_over(after_fun, state, acc) do
    after_fun.(state)
    {:done, acc}
  end

  defp leave(next, after_fun, state) do
    next.({:halt, nil})
    after_fun.(state)
  end

  # Calls a function; when it fails, cleans up first.
  defp guarded(fun, clean) do
    fun.()
  catch
    kind, reason ->
      stacktrace = __STACKTRACE__
      clean.()
      :erlang.raise(kind, reason, stacktrace)
  end

  # Gives entries to the consumer, and goes on with `continue` when they are used up.
  defp emit([], command, _fun, continue, _clean), do: continue.(command)

  defp emit(_entries, {:halt, acc}, _fun, _continue, clean) do
    clean.()
    {:halted, acc}
  end

  defp emit(entries, {:suspend, acc}, fun, continue, clean),
    do: {:suspended, acc, &emit(entries, &1, fun, continue, clean)}

  defp emit([entry | rest], {:cont, acc}, fun, continue, clean),
    do: emit(rest, guarded(fn -> fun.(entry, acc) end, clean), fun, continue, clean)

  defp emit(enumerable, {:cont, acc}, fun, continue, clean) do
    # The consumer's command is kept beside its accumulator: an enumerable may also halt by itself.
    step = fn entry, {_, acc} ->
      {command, acc} = fun.(entry, acc)
      {command, {command, acc}}
    end

    emit_enumerable(&Enumerable.reduce(enumerable, &1, step), {:cont, {:cont, acc}}, continue, clean)
  end

  defp emit_enumerable(reduce, command, continue, clean) do
    case guarded(fn -> reduce.(command) end, clean) do
      {:suspended, {_, acc}, continuation} ->
        {:suspended, acc, fn {command, acc} -> emit_enumerable(continuation, {command, {command, acc}}, continue, clean) end}

      {:halted, {:halt, acc}} ->
        clean.()
        {:halted, acc}

      {_, {_, acc}} ->
        continue.({:cont, acc})
    end
  end

  @doc """
  The elements without those that occurred before.

      iex> Stream.uniq([1, 2, 1]) |> Enum.to_list()
      [1, 2]
  """
  @spec uniq(Enumerable.t()) :: Enumerable.t()
  def uniq(enum), do: uniq_by(enum, fn entry -> entry end)

  @doc """
  The elements without those for which `fun` gave a value that occurred before.

      iex> [{1, :a}, {2, :b}, {3, :a}] |> Stream.uniq_by(&elem(&1, 1)) |> Enum.to_list()
      [{1, :a}, {2, :b}]
  """
  @spec uniq_by(Enumerable.t(), (element() -> term())) :: Enumerable.t()
  def uniq_by(enum, fun) when is_function(fun, 1) do
    stage(enum, %{}, fn next ->
      fn entry, [head, seen | tail] ->
        value = fun.(entry)

        if is_map_key(seen, value),
          do: {:cont, [head, seen | tail]},
          else: pass(next, entry, head, :maps.put(value, true, seen), tail)
      end
    end)
  end

  @doc """
  Pairs each element with its index, or calls a function with both.

      iex> Stream.with_index([:a, :b]) |> Enum.to_list()
      [a: 0, b: 1]
  """
  @spec with_index(Enumerable.t(), integer() | (element(), index() -> return_value)) :: Enumerable.t({element(), integer()}) | Enumerable.t(return_value) when return_value: term()
  def with_index(enum, fun_or_offset \\ 0)

  def with_index(enum, offset) when is_integer(offset) do
    stage(enum, offset, fn next -> fn entry, [head, index | tail] -> pass(next, {entry, index}, head, index + 1, tail) end end)
  end

  def with_index(enum, fun) when is_function(fun, 2) do
    stage(enum, 0, fn next -> fn entry, [head, index | tail] -> pass(next, fun.(entry, index), head, index + 1, tail) end end)
  end

  @doc """
  Joins the enumerables in an enumerable.

      iex> Stream.concat([1..2, [3]]) |> Enum.to_list()
      [1, 2, 3]
  """
  @spec concat(Enumerable.t()) :: Enumerable.t()
  def concat(enumerables), do: flat_map(enumerables, fn enumerable -> enumerable end)

  @doc """
  Joins two enumerables.

      iex> Stream.concat([1, 2], 3..4) |> Enum.to_list()
      [1, 2, 3, 4]
  """
  @spec concat(Enumerable.t(), Enumerable.t()) :: Enumerable.t()
  def concat(first, second), do: flat_map([first, second], fn enumerable -> enumerable end)

  @doc """
  Joins corresponding elements into tuples.

      iex> Stream.zip([1..3, [:a, :b]]) |> Enum.to_list()
      [{1, :a}, {2, :b}]
  """
  @spec zip(enumerables) :: Enumerable.t() when enumerables: [Enumerable.t()] | Enumerable.t()
  def zip(enumerables), do: zip_with(enumerables, &List.to_tuple/1)

  @doc """
  Joins corresponding elements of two enumerables into pairs.

      iex> Stream.zip([1, 2], Stream.cycle([:a])) |> Enum.to_list()
      [{1, :a}, {2, :a}]
  """
  @spec zip(Enumerable.t(), Enumerable.t()) :: Enumerable.t()
  def zip(left, right), do: zip_with(left, right, fn a, b -> {a, b} end)

  @doc """
  Calls `fun` with corresponding elements of two enumerables.

      iex> Stream.zip_with([1, 2], [10, 20], &+/2) |> Enum.to_list()
      [11, 22]
  """
  @spec zip_with(Enumerable.t(), Enumerable.t(), (term(), term() -> term())) :: Enumerable.t()
  def zip_with(left, right, fun) when is_function(fun, 2), do: zip_with([left, right], fn [a, b] -> fun.(a, b) end)

  @doc """
  Calls `fun` with lists of corresponding elements.

      iex> Stream.zip_with([1..2, 3..4], fn [a, b] -> a + b end) |> Enum.to_list()
      [4, 6]
  """
  @spec zip_with(enumerables, (Enumerable.t() -> term())) :: Enumerable.t() when enumerables: [Enumerable.t()] | Enumerable.t()
  def zip_with(enumerables, zip_fun) when is_function(zip_fun, 1) do
    fn command, fun ->
      readers =
        for enumerable <- Enum.to_list(enumerables), do: {&Enumerable.reduce(enumerable, &1, fn entry, acc -> {:suspend, [entry | acc]} end), []}

      if readers == [], do: zip_empty(command), else: zip_run(readers, command, fun, zip_fun)
    end
  end

  defp zip_empty({:suspend, acc}), do: {:suspended, acc, &zip_empty/1}
  defp zip_empty({:halt, acc}), do: {:halted, acc}
  defp zip_empty({:cont, acc}), do: {:done, acc}

  defp zip_run(readers, {:halt, acc}, _fun, _zip_fun) do
    zip_close(readers)
    {:halted, acc}
  end

  defp zip_run(readers, {:suspend, acc}, fun, zip_fun), do: {:suspended, acc, &zip_run(readers, &1, fun, zip_fun)}

  defp zip_run(readers, {:cont, acc}, fun, zip_fun) do
    case zip_next(readers, [], []) do
      :done ->
        {:done, acc}

      {entries, readers} ->
        command = guarded(fn -> fun.(zip_fun.(entries), acc) end, fn -> zip_close(readers) end)
        zip_run(readers, command, fun, zip_fun)
    end
  end

  # A reader is what resumes an enumerable, with the elements that it has given without being asked.
  defp zip_next([{reader, [entry | buffer]} | rest], entries, done), do: zip_next(rest, [entry | entries], [{reader, buffer} | done])

  defp zip_next([{reader, []} | rest], entries, done) do
    case guarded(fn -> reader.({:cont, []}) end, fn -> zip_close(rest ++ done) end) do
      {:suspended, [entry | buffer], reader} ->
        zip_next(rest, [entry | entries], [{reader, buffer} | done])

      # Elements given together with the end.
      {_, [entry | buffer]} ->
        zip_next(rest, [entry | entries], [{fn _ -> {:done, []} end, buffer} | done])

      {_, []} ->
        zip_close(:lists.reverse(done, rest))
        :done
    end
  end

  defp zip_next([], entries, done), do: {:lists.reverse(entries), :lists.reverse(done)}

  defp zip_close(readers), do: Enum.each(readers, fn {reader, _} -> reader.({:halt, []}) end)

  @doc """
  Repeats an enumerable without end.

      iex> Stream.cycle([1, 2]) |> Enum.take(5)
      [1, 2, 1, 2, 1]
  """
  @spec cycle(Enumerable.t()) :: Enumerable.t()
  def cycle(enumerable)

  def cycle([]) do
    raise ArgumentError, "cannot cycle over an empty enumerable"
  end

  def cycle(enumerable) do
    fn command, fun ->
      step = fn entry, {_, acc} ->
        {command, acc} = fun.(entry, acc)
        {command, {command, acc}}
      end

      cycle_run(&Enumerable.reduce(enumerable, &1, step), command)
    end
  end

  defp cycle_run(_reduce, {:halt, acc}), do: {:halted, acc}
  defp cycle_run(reduce, {:suspend, acc}), do: {:suspended, acc, &cycle_run(reduce, &1)}
  defp cycle_run(reduce, {:cont, acc}), do: cycle_round(reduce, reduce, {:cont, {:unseen, acc}})

  defp cycle_round(reduce, continuation, command) do
    case continuation.(command) do
      {:suspended, {_, acc}, continuation} ->
        {:suspended, acc, fn {command, acc} -> cycle_round(reduce, continuation, {command, {:seen, acc}}) end}

      {:halted, {:halt, acc}} ->
        {:halted, acc}

      {_, {:unseen, _acc}} ->
        raise ArgumentError, "cannot cycle over an empty enumerable"

      {_, {_, acc}} ->
        cycle_run(reduce, {:cont, acc})
    end
  end

  @doc """
  A value, and what `fun` makes of the one before.

      iex> Stream.iterate(1, &(&1 * 2)) |> Enum.take(4)
      [1, 2, 4, 8]
  """
  @spec iterate(element(), (element() -> element())) :: Enumerable.t()
  def iterate(start_value, next_fun) when is_function(next_fun, 1) do
    unfold({:start, start_value}, fn
      {:start, value} ->
        {value, {:next, value}}

      {:next, value} ->
        value = next_fun.(value)
        {value, {:next, value}}
    end)
  end

  @doc """
  What `fun` returns, again and again.

      iex> Stream.repeatedly(fn -> 1 end) |> Enum.take(2)
      [1, 1]
  """
  @spec repeatedly((-> element())) :: Enumerable.t()
  def repeatedly(generator_fun) when is_function(generator_fun, 0), do: unfold(nil, fn nil -> {generator_fun.(), nil} end)

  @doc """
  Elements that `next_fun` makes from a state; it returns `{elements, state}` or `{:halt, state}`.

      iex> Stream.resource(fn -> 1 end, &if(&1 < 3, do: {[&1], &1 + 1}, else: {:halt, &1}), fn _ -> :ok end) |> Enum.to_list()
      [1, 2]
  """
  @spec resource((-> acc()), (acc() -> {[element()], acc()} | {:halt, acc()}), (acc() -> term())) :: Enumerable.t()
  def resource(start_fun, next_fun, after_fun)
      when is_function(start_fun, 0) and is_function(next_fun, 1) and is_function(after_fun, 1) do
    fn command, fun -> resource_step(start_fun.(), {next_fun, after_fun, fun}, command) end
  end

  defp resource_step(state, {_, after_fun, _}, {:halt, acc}) do
    after_fun.(state)
    {:halted, acc}
  end

  defp resource_step(state, parts, {:suspend, acc}), do: {:suspended, acc, &resource_step(state, parts, &1)}

  defp resource_step(state, {next_fun, after_fun, fun} = parts, {:cont, acc} = command) do
    case guarded(fn -> next_fun.(state) end, fn -> after_fun.(state) end) do
      {:halt, state} ->
        after_fun.(state)
        {:halted, acc}

      {entries, state} ->
        emit(entries, command, fun, &resource_step(state, parts, &1), fn -> after_fun.(state) end)
    end
  end

  @doc """
  Elements that `next_fun` makes from a state; it returns `{element, state}` or `nil`.

      iex> Stream.unfold(3, fn 0 -> nil; n -> {n, n - 1} end) |> Enum.to_list()
      [3, 2, 1]
  """
  @spec unfold(acc(), (acc() -> {element(), acc()} | nil)) :: Enumerable.t()
  def unfold(next_acc, next_fun) when is_function(next_fun, 1) do
    fn command, fun -> unfold_step(next_acc, next_fun, command, fun) end
  end

  defp unfold_step(_state, _next_fun, {:halt, acc}, _fun), do: {:halted, acc}
  defp unfold_step(state, next_fun, {:suspend, acc}, fun), do: {:suspended, acc, &unfold_step(state, next_fun, &1, fun)}

  defp unfold_step(state, next_fun, {:cont, acc}, fun) do
    case next_fun.(state) do
      nil -> {:done, acc}
      {value, state} -> unfold_step(state, next_fun, fun.(value, acc), fun)
    end
  end

  @doc """
  Puts a separator between the elements.

      iex> Stream.intersperse([1, 2], 0) |> Enum.to_list()
      [1, 0, 2]
  """
  @spec intersperse(Enumerable.t(), any()) :: Enumerable.t()
  def intersperse(enumerable, element) do
    transform(enumerable, true, fn
      entry, true -> {[entry], false}
      entry, false -> {[element, entry], false}
    end)
  end

  @doc """
  The integers from an offset, or what a function makes of them.

      iex> Stream.from_index(5) |> Enum.take(2)
      [5, 6]
  """
  @spec from_index(integer() | (integer() -> return_value)) :: Enumerable.t(integer()) | Enumerable.t(return_value) when return_value: term()
  def from_index(fun_or_offset \\ 0)
  def from_index(offset) when is_integer(offset), do: unfold(offset, fn index -> {index, index + 1} end)
  def from_index(fun) when is_function(fun, 1), do: unfold(0, fn index -> {fun.(index), index + 1} end)

  @doc false
  @deprecated "Use Stream.uniq_by/2 instead"
  def uniq(enum, fun), do: uniq_by(enum, fun)
  @doc false
  @deprecated "Use Stream.filter/2 + Stream.map/2 instead"
  def filter_map(enum, filter, mapper), do: enum |> filter(filter) |> map(mapper)
  @doc false
  @deprecated "Use Stream.chunk_every/2 instead"
  def chunk(enum, count), do: chunk_every(enum, count, count, :discard)
  @doc false
  @deprecated "Use Stream.chunk_every/3 instead"
  def chunk(enum, count, step, leftover \\ nil), do: chunk_every(enum, count, step, leftover || :discard)
end
