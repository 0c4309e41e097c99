defmodule :rand do
  @moduledoc """
  Pseudo-random numbers: the generator exsss (Xorshift116, scrambled), whose state is
  `[s0 | s1]`, two words of 58 bits.

  The state of a process is kept in its dictionary under `:rand_seed`, as `{%{type: :exsss, ...}, state}`.
  """

  @type builtin_alg() :: :exsss | :exro928ss | :exrop | :exs1024s | :exsp | :exs64 | :exsplus | :exs1024 | :dummy

  @type seed() :: {integer(), integer(), integer()} | integer() | [integer()]

  @typedoc "A generator, and where it is."
  @opaque state() :: {map(), term()}

  @typedoc "A state that can be kept."
  @type export_state() :: {builtin_alg(), term()}

  @mask58 0x3FFFFFFFFFFFFFF
  @mask34 0x3FFFFFFFF
  @mask51 0x7FFFFFFFFFFFF
  @mask55 0x7FFFFFFFFFFFFF
  @mask56 0xFFFFFFFFFFFFFF
  @mask64 0xFFFFFFFFFFFFFFFF

  @doc """
  Seeds the caller's generator.

      iex> state = :rand.seed(:exsss)
      iex> is_tuple(state)
      true
  """
  @spec seed(builtin_alg() | :default | state() | export_state()) :: state()
  def seed(algorithm_or_state) do
    state = seed_s(algorithm_or_state)
    :erlang.put(:rand_seed, state)
    state
  end

  @doc """
  Seeds the caller's generator from a number, three numbers or words.

      iex> :rand.seed(:exsss, {1, 2, 3})
      iex> {:rand.uniform(1000), :rand.uniform(1000)}
      {27, 641}
  """
  @spec seed(builtin_alg() | :default, seed()) :: state()
  def seed(algorithm, seed) do
    state = seed_s(algorithm, seed)
    :erlang.put(:rand_seed, state)
    state
  end

  @doc """
  A seeded state, from an algorithm or an exported state.

      iex> {_value, _state} = :rand.uniform_s(:rand.seed_s(:exsss))
      iex> elem(:rand.export_seed_s(:rand.seed_s(:exsss)), 0)
      :exsss
  """
  @spec seed_s(builtin_alg() | :default | state() | export_state()) :: state()
  def seed_s({%{type: _}, _} = state), do: state
  def seed_s({algorithm, state}) when is_atom(algorithm) and is_list(state), do: {handler(algorithm), state}

  def seed_s(algorithm) when is_atom(algorithm),
    do: seed_s(algorithm, {:erlang.phash2([{node(), self()}]), :erlang.system_time(), :erlang.unique_integer()})

  @doc """
  A seeded state.

      iex> state = :rand.seed_s(:exsss, 42)
      iex> :rand.uniform_s(1000, state) |> elem(0)
      294
  """
  @spec seed_s(builtin_alg() | :default, seed()) :: state()
  def seed_s(:default, seed), do: seed_s(:exsss, seed)

  def seed_s(algorithm, {a1, a2, a3}) when is_integer(a1) and is_integer(a2) and is_integer(a3) do
    {_, x0} = seed58(:erlang.band(a1, @mask64))
    {s0, x1} = seed58(:erlang.bxor(:erlang.band(a2, @mask64), x0))
    {s1, _} = seed58(:erlang.bxor(:erlang.band(a3, @mask64), x1))
    {handler(algorithm), [s0 | s1]}
  end

  def seed_s(algorithm, seed) when is_integer(seed) do
    {s0, x} = seed58(:erlang.band(seed, @mask64))
    {s1, _} = seed58(x)
    {handler(algorithm), [s0 | s1]}
  end

  def seed_s(algorithm, [s0, s1]) when is_integer(s0) and is_integer(s1),
    do: {handler(algorithm), [:erlang.band(s0, @mask58) | :erlang.band(s1, @mask58)]}

  # A word shifted to the left: the bits that fall out are cut first, so that no number is a big one.
  defp left(value, kept, bits), do: :erlang.bsl(:erlang.band(value, kept), bits)

  defp word(value), do: :erlang.band(value, @mask58)

  defp handler(:default), do: handler(:exsss)
  defp handler(algorithm) when algorithm in [:exsss, :exro928ss, :exrop, :exs1024s, :exsp, :exsplus, :exs64, :exs1024], do: %{type: :exsss, bits: 58}

  # SplitMix64, as whole words and as words of 58 bits that are not 0.
  defp splitmix(x) do
    x = :erlang.band(x + 0x9E3779B97F4A7C15, @mask64)
    z = :erlang.band(:erlang.bxor(x, :erlang.bsr(x, 30)) * 0xBF58476D1CE4E5B9, @mask64)
    z = :erlang.band(:erlang.bxor(z, :erlang.bsr(z, 27)) * 0x94D049BB133111EB, @mask64)
    {:erlang.bxor(z, :erlang.bsr(z, 31)), x}
  end

  defp seed58(x) do
    {z, x} = splitmix(x)

    case :erlang.band(z, @mask58) do
      0 -> seed58(x)
      word -> {word, x}
    end
  end

  # The next state.
  defp shift([s1 | s0]) do
    s0 = word(s0)
    mixed = word(s1)
    mixed = :erlang.bxor(mixed, left(mixed, @mask34, 24))
    [s0 | :erlang.bxor(:erlang.bxor(mixed, s0), :erlang.bxor(:erlang.bsr(mixed, 11), :erlang.bsr(s0, 41)))]
  end

  # A word, scrambled, and the next state.
  defp next(state) do
    [s0 | _] = state = shift(state)
    v = word(s0 + left(s0, @mask56, 2))
    v = :erlang.bor(left(v, @mask51, 7), :erlang.bsr(v, 51))
    {word(v + left(v, @mask55, 3)), state}
  end

  @doc """
  The caller's state in a form that can be kept, or `:undefined`.

      iex> :rand.seed(:exsss, {1, 2, 3})
      iex> elem(:rand.export_seed(), 0)
      :exsss
  """
  @spec export_seed() :: :undefined | export_state()
  def export_seed() do
    case :erlang.get(:rand_seed) do
      {%{type: type}, state} -> {type, state}
      _ -> :undefined
    end
  end

  @doc """
  A state in a form that can be kept.

      iex> :rand.seed_s(:exsss, 42) |> :rand.export_seed_s() |> elem(0)
      :exsss
  """
  @spec export_seed_s(state()) :: export_state()
  def export_seed_s({%{type: type}, state}), do: {type, state}

  defp current() do
    case :erlang.get(:rand_seed) do
      :undefined -> seed(:exsss)
      state -> state
    end
  end

  defp keep({value, state}) do
    :erlang.put(:rand_seed, state)
    value
  end

  @doc """
  A float from 0.0 up to 1.0.

      iex> x = :rand.uniform()
      iex> x >= 0.0 and x < 1.0
      true
  """
  @spec uniform() :: float()
  def uniform(), do: keep(uniform_s(current()))

  @doc """
  An integer from 1 to `range`.

      iex> :rand.uniform(6) in 1..6
      true
  """
  @spec uniform(pos_integer()) :: pos_integer()
  def uniform(range), do: keep(uniform_s(range, current()))

  @doc """
  Like `uniform/0`, with a state.

      iex> :rand.seed_s(:exsss, 42) |> :rand.uniform_s() |> elem(0)
      0.3672301478324621
  """
  @spec uniform_s(state()) :: {float(), state()}
  def uniform_s({handler, state}) do
    {word, state} = next(state)
    {:erlang.bsr(word, 5) * 1.1102230246251565e-16, {handler, state}}
  end

  @doc """
  Like `uniform/1`, with a state.

      iex> {number, _state} = :rand.uniform_s(100, :rand.seed_s(:exsss, {1, 2, 3}))
      iex> number
      27
  """
  @spec uniform_s(pos_integer(), state()) :: {pos_integer(), state()}
  def uniform_s(range, {handler, state}) when is_integer(range) and range >= 1 and range <= @mask58 do
    {word, state} = next(state)
    value = rem(word, range)

    if word - value <= @mask58 + 1 - range,
      do: {value + 1, {handler, state}},
      else: uniform_s(range, {handler, state})
  end

  # A range wider than a word takes as many words as it needs.
  def uniform_s(range, {handler, state}) when is_integer(range) and range >= 1 do
    {value, bits, state} = wide(range, 0, 0, state)
    reduced = rem(value, range)

    if value - reduced <= :erlang.bsl(1, bits) - range,
      do: {reduced + 1, {handler, state}},
      else: uniform_s(range, {handler, state})
  end

  defp wide(range, value, bits, state) do
    if :erlang.bsr(range, bits) == 0 do
      {value, bits, state}
    else
      {word, state} = next(state)
      wide(range, :erlang.bor(:erlang.bsl(value, 58), word), bits + 58, state)
    end
  end

  @doc """
  A float between 0.0 and 1.0, neither of them.

      iex> :rand.uniform_real() > 0.0
      true
  """
  @spec uniform_real() :: float()
  def uniform_real(), do: keep(uniform_real_s(current()))

  @doc """
  Like `uniform_real/0`, with a state.

      iex> {value, _state} = :rand.uniform_real_s(:rand.seed_s(:exsss, {1, 2, 3}))
      iex> value > 0.0 and value < 1.0
      true
  """
  @spec uniform_real_s(state()) :: {float(), state()}
  def uniform_real_s({handler, state}) do
    {word, state} = next(state)

    case word do
      0 -> uniform_real_s({handler, state})
      _ -> {(word + 0.5) / 288_230_376_151_711_744.0 |> :erlang.min(0.9999999999999999), {handler, state}}
    end
  end

  @doc """
  A normally distributed float, with mean 0 and variance 1.

      iex> is_float(:rand.normal())
      true
  """
  @spec normal() :: float()
  def normal(), do: keep(normal_s(current()))

  @doc """
  A normally distributed float.

      iex> is_float(:rand.normal(10, 4))
      true
  """
  @spec normal(mean :: number(), variance :: number()) :: float()
  def normal(mean, variance), do: mean + :math.sqrt(variance) * normal()

  @doc """
  Like `normal/0`, with a state; by Marsaglia's polar method.

      iex> {value, _state} = :rand.normal_s(:rand.seed_s(:exsss, {1, 2, 3}))
      iex> is_float(value)
      true
  """
  @spec normal_s(state()) :: {float(), state()}
  def normal_s(state) do
    {u, state} = uniform_s(state)
    {v, state} = uniform_s(state)
    x = 2.0 * u - 1.0
    y = 2.0 * v - 1.0
    s = x * x + y * y

    if s >= 1.0 or s == 0.0,
      do: normal_s(state),
      else: {x * :math.sqrt(-2.0 * :math.log(s) / s), state}
  end

  @doc """
  Like `normal/2`, with a state.

      iex> {value, _state} = :rand.normal_s(10, 4, :rand.seed_s(:exsss, {1, 2, 3}))
      iex> is_float(value)
      true
  """
  @spec normal_s(mean :: number(), variance :: number(), state()) :: {float(), state()}
  def normal_s(mean, variance, state) do
    {value, state} = normal_s(state)
    {mean + :math.sqrt(variance) * value, state}
  end

  @doc """
  Random bytes.

      iex> byte_size(:rand.bytes(5))
      5
  """
  @spec bytes(non_neg_integer()) :: binary()
  def bytes(count), do: keep(bytes_s(count, current()))

  @doc ~S"""
  Like `bytes/1`, with a state.

      iex> :rand.bytes_s(3, :rand.seed_s(:exsss, 42)) |> elem(0)
      "x\v."
  """
  @spec bytes_s(non_neg_integer(), state()) :: {binary(), state()}
  def bytes_s(count, state) when is_integer(count) and count >= 0, do: bytes_s(count, state, <<>>)

  # A word gives 7 bytes.
  defp bytes_s(count, {handler, state}, acc) when count >= 7 do
    {word, state} = next(state)
    bytes_s(count - 7, {handler, state}, <<acc::binary, :erlang.bsr(word, 2)::56>>)
  end

  defp bytes_s(0, state, acc), do: {acc, state}

  defp bytes_s(count, {handler, state}, acc) do
    {word, state} = next(state)
    bits = count * 8
    {<<acc::binary, :erlang.bsr(word, 56 - bits)::size(bits)>>, {handler, state}}
  end

  @doc """
  A state far ahead of the caller's.

      iex> :rand.seed(:exsss, {1, 2, 3})
      iex> before = :rand.export_seed()
      iex> :rand.jump()
      iex> :rand.export_seed() == before
      false
  """
  @spec jump() :: state()
  def jump(), do: keep_state(jump_s(current()))

  @doc """
  A state far ahead of the given one.

      iex> state = :rand.seed_s(:exsss, {1, 2, 3})
      iex> :rand.export_seed_s(:rand.jump(state)) == :rand.export_seed_s(state)
      false
  """
  @spec jump(state()) :: state()
  def jump(state), do: jump_s(state)

  # A new seed from the state, as good as a jump for telling streams apart.
  defp jump_s({handler, state}) do
    {a, state} = next(state)
    {b, _} = next(state)
    {s0, x} = seed58(a)
    {s1, _} = seed58(:erlang.bxor(x, b))
    {handler, [s0 | s1]}
  end

  defp keep_state(state) do
    :erlang.put(:rand_seed, state)
    state
  end
end
