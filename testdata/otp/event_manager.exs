# Event managers: several handlers, swapping, failing and supervised ones; locks of :global.
Logger.configure(level: :none)

defmodule H do
  def init(x), do: {:ok, x}
  def handle_event({:add, n}, s), do: {:ok, s + n}
  def handle_event(:remove, _), do: :remove_handler
  def handle_event(:boom, _), do: raise("boom")
  def handle_event({:swap, m}, s), do: {:swap_handler, :bye, s, m, :hello}
  def handle_call(:get, s), do: {:ok, s, s}

  def handle_info(m, s),
    do:
      (
        send(:main, {:h, m, s})
        {:ok, s}
      )

  def terminate(r, s),
    do:
      (
        send(:main, {:term, if(is_tuple(r) and is_tuple(elem(r, 1)), do: :error, else: r), s})
        {:state, s}
      )
end

defmodule H2 do
  def init({:hello, x}),
    do:
      (
        send(:main, {:h2, x})
        {:ok, 0}
      )

  def init(x), do: {:error, x}
  def handle_event(_, s), do: {:ok, s}
  def handle_call(:get, s), do: {:ok, {:h2, s}, s}
end

Process.register(self(), :main)

fl = fn fl ->
  receive do
    m -> [m | fl.(fl)]
  after
    20 -> []
  end
end

{:ok, m} = :gen_event.start_link()
IO.inspect(:gen_event.add_handler(m, H, 1))
IO.inspect(:gen_event.add_handler(m, {H, :two}, 2))
IO.inspect(:gen_event.add_handler(m, H2, 2))
IO.inspect(:gen_event.which_handlers(m))
IO.inspect(:gen_event.notify(m, {:add, 5}))
IO.inspect(:gen_event.call(m, H, :get))
IO.inspect(:gen_event.call(m, {H, :two}, :get))
IO.inspect(:gen_event.call(m, :nope, :get))
send(m, :info)
IO.inspect(fl.(fl))
IO.inspect(:gen_event.delete_handler(m, {H, :two}, :arg))
IO.inspect(:gen_event.sync_notify(m, {:swap, H2}))
IO.inspect(fl.(fl))
IO.inspect(:gen_event.which_handlers(m))
IO.inspect(:gen_event.add_sup_handler(m, H, 3))
IO.inspect(:gen_event.sync_notify(m, :boom))

IO.inspect(
  fl.(fl)
  |> Enum.map(fn
    {:gen_event_EXIT, h, {:error, {:EXIT, {r, _}}}} -> {h, r}
    {:gen_event_EXIT, h, {:EXIT, {r, _}}} -> {:direct, h, r}
    x -> x
  end)
)

IO.inspect(:gen_event.which_handlers(m))
IO.inspect(:gen_event.add_sup_handler(m, H, 3))
IO.inspect(:gen_event.sync_notify(m, :remove))
IO.inspect(fl.(fl))
IO.inspect(:gen_event.stop(m))
IO.inspect(:global.set_lock({:r, self()}))
IO.inspect(:global.trans({:r2, self()}, fn -> 5 end))

