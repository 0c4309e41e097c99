# State machines: postponing, timeouts, enter calls, inserted events, and how they end.
Logger.configure(level: :none)

defmodule Door do
  @behaviour :gen_statem
  def callback_mode, do: [:handle_event_function, :state_enter]
  def init(code), do: {:ok, :locked, %{code: code, buf: [], log: []}}
  def handle_event(:enter, old, state, d), do: {:keep_state, %{d | log: [{old, state} | d.log]}}

  def handle_event(:cast, {:button, b}, :locked, %{code: code} = d) do
    buf = Enum.take(d.buf ++ [b], -length(code))

    if buf == code,
      do: {:next_state, :open, %{d | buf: []}, [{:state_timeout, 30, :lock}]},
      else: {:keep_state, %{d | buf: buf}, 500}
  end

  def handle_event(:state_timeout, :lock, :open, d), do: {:next_state, :locked, d}
  def handle_event(:cast, {:button, _}, :open, _), do: {:keep_state_and_data, :postpone}
  def handle_event({:call, f}, :state, s, d), do: {:keep_state, d, [{:reply, f, {s, d.buf}}]}
  def handle_event({:call, f}, :log, _, d), do: {:keep_state, %{d | log: []}, {:reply, f, Enum.reverse(d.log)}}

  def handle_event({:call, f}, :later, _, d),
    do:
      {:keep_state, d,
       [
         {{:timeout, :a}, 5, {:answer, f}},
         {{:timeout, :b}, 1, :never},
         {{:timeout, :b}, :cancel},
         {:next_event, :internal, :x},
         {:next_event, :internal, :y},
         {:timeout, 0, :zero}
       ]}

  def handle_event({:timeout, :a}, {:answer, f}, _, _), do: {:keep_state_and_data, [{:reply, f, :answered}]}
  def handle_event(:timeout, x, _, d), do: {:keep_state, %{d | log: [{:timeout, x} | d.log]}}
  def handle_event(:internal, x, _, d), do: {:keep_state, %{d | log: [{:internal, x} | d.log]}}
  def handle_event(:info, m, _, d), do: {:keep_state, %{d | log: [{:info, m} | d.log]}}
  def handle_event({:call, f}, :stop, _, d), do: {:stop_and_reply, :normal, [{:reply, f, :bye}], d}
  def handle_event({:call, _}, :crash, _, _), do: raise("crash")
  def handle_event({:call, f}, :repeat, _, d), do: {:repeat_state, d, [{:reply, f, :ok}]}
  def handle_event({:call, _f}, :bad, _, _), do: :what
  def terminate(r, s, d), do: IO.inspect({:terminate, if(is_tuple(r), do: elem(r, 0), else: r), s, d.buf})
end

{:ok, p} = :gen_statem.start_link({:local, :door}, Door, [:a, :b, :c], [])
IO.inspect(:gen_statem.call(:door, :log))
for b <- [:j, :a, :b, :c, :h], do: :gen_statem.cast(p, {:button, b})
IO.inspect(:gen_statem.call(p, :state))
Process.sleep(60)
IO.inspect(:gen_statem.call(p, :state))
IO.inspect(:gen_statem.call(p, :log))
IO.inspect(:gen_statem.call(p, :later))
send(p, :hi)
IO.inspect(:gen_statem.call(p, :log))
IO.inspect(:gen_statem.call(p, :repeat))
IO.inspect(:gen_statem.call(p, :log))
IO.inspect(:sys.get_state(p))
IO.inspect(:sys.replace_state(p, fn {s, d} -> {s, %{d | buf: [:z]}} end))
ref = Process.monitor(p)
bye = :gen_statem.call(p, :stop)
receive(do: ({:DOWN, ^ref, _, _, _} -> IO.inspect(bye)))
{:ok, p} = :gen_statem.start(Door, [1], [])

IO.inspect(
  try do
    :gen_statem.call(p, :crash)
  catch
    :exit, {{e, _}, m} -> {e, elem(m, 0)}
  end
)

{:ok, p} = :gen_statem.start(Door, [1], [])

IO.inspect(
  try do
    :gen_statem.call(p, :bad)
  catch
    :exit, {{e, _}, m} -> {e, elem(m, 0)}
  end
)

IO.inspect(
  try do
    :gen_statem.call(p, :bad)
  catch
    :exit, {e, m} -> {e, elem(m, 0)}
  end
)

{:ok, p} = :gen_statem.start(Door, [1], [])
IO.inspect(:gen_statem.stop(p))

defmodule Toggle do
  @behaviour :gen_statem
  def callback_mode, do: :state_functions
  def init(:stop), do: {:stop, :nope}
  def init(:ignore), do: :ignore
  def init(x), do: {:ok, :off, x, [{:next_event, :internal, :go}]}
  def off({:call, f}, :flip, n), do: {:next_state, :on, n + 1, [{:reply, f, :on}]}
  def off(:internal, :go, n), do: {:keep_state, n + 100}
  def on({:call, f}, :flip, n), do: {:next_state, :off, n, [{:reply, f, {:off, n}}]}
end

IO.inspect(:gen_statem.start(Toggle, :stop, []))
IO.inspect(:gen_statem.start(Toggle, :ignore, []))
{:ok, t} = :gen_statem.start(Toggle, 0, [])
for _ <- 1..3, do: IO.inspect(:gen_statem.call(t, :flip))

