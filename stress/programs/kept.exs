# What it costs a server that its last state is kept. Two servers that are the same but for that are called, and cast to, in turn, ROUNDS times CALLS
# times; each round compares neighbours in time, in an order that changes, and the figure is the median over all rounds. Every answer is checked.
defmodule Plain do
  use GenServer
  def start_link(n), do: GenServer.start_link(__MODULE__, n)
  def init(n), do: {:ok, n}
  def handle_call(:next, _from, n), do: {:reply, n, n + 1}
  def handle_cast(:next, n), do: {:noreply, n + 1}
end

defmodule Measure do
  def size(name, default), do: String.to_integer(System.get_env(name) || default)

  def call(_server, 0, n), do: n

  def call(server, times, n) do
    ^n = GenServer.call(server, :next)
    call(server, times - 1, n + 1)
  end

  def cast(server, times, n) do
    for _ <- 1..times, do: GenServer.cast(server, :next)
    call(server, 1, n + times)
  end

  # Nanoseconds each, and the server with its next number.
  def timed(fun, {server, n}, times) do
    t = System.monotonic_time(:nanosecond)
    n = fun.(server, times, n)
    {(System.monotonic_time(:nanosecond) - t) / times, {server, n}}
  end

  def rounds(_fun, plain, kept, 0, _times, results), do: {results, plain, kept}

  def rounds(fun, plain, kept, left, times, results) do
    {first, second} = if rem(left, 2) == 0, do: {plain, kept}, else: {kept, plain}
    {one, first} = timed(fun, first, times)
    {two, second} = timed(fun, second, times)
    {again, second} = timed(fun, second, times)
    {last, first} = timed(fun, first, times)
    {a, b, plain, kept} = if rem(left, 2) == 0, do: {one + last, two + again, first, second}, else: {two + again, one + last, second, first}
    rounds(fun, plain, kept, left - 1, times, [{a / 2, b / 2} | results])
  end

  def median(list), do: list |> Enum.sort() |> Enum.at(div(length(list), 2))
end

rounds = Measure.size("ROUNDS", "400")
calls = Measure.size("CALLS", "2000")
{:ok, sup} = Supervisor.start_link([], strategy: :one_for_one)
{:ok, plain} = Supervisor.start_child(sup, Supervisor.child_spec({Plain, 0}, id: :plain))
{:ok, kept} = Supervisor.start_child(sup, Supervisor.child_spec({Plain, 0}, id: :kept, restore: true))

{plain, kept} =
  for {name, fun} <- [{"call", &Measure.call/3}, {"cast", &Measure.cast/3}], reduce: {{plain, 0}, {kept, 0}} do
    {plain, kept} ->
      {_, plain, kept} = Measure.rounds(fun, plain, kept, 4, calls, [])
      {results, plain, kept} = Measure.rounds(fun, plain, kept, rounds, calls, [])
      without = Measure.median(for {a, _} <- results, do: a)
      cost = Measure.median(for {a, b} <- results, do: b - a)

      IO.puts("#{name}: #{round(without)} ns, with its state kept #{Float.round(cost, 1)} ns more: #{Float.round(100 * cost / without, 2)} %")
      {plain, kept}
  end

# It was kept.
{pid, n} = kept
Process.exit(pid, :kill)
[new] = for {:kept, pid, _, _} <- Supervisor.which_children(sup), do: pid
^n = GenServer.call(new, :next)
{pid, _} = plain
Process.exit(pid, :kill)
[new] = for {:plain, pid, _, _} <- Supervisor.which_children(sup), do: pid
0 = GenServer.call(new, :next)
IO.puts("ok")
