# A supervisor: whatever its children do to themselves, there is a lamp and there is a horn.
defmodule Signal do
  use GenServer

  def start_link(name), do: GenServer.start_link(__MODULE__, name, name: name)
  def count(name), do: GenServer.call(name, :count)
  def give(name, times), do: GenServer.call(name, {:give, times})

  @impl true
  def init(_name), do: {:ok, 0}

  @impl true
  def handle_call({:give, times}, _from, count) when is_integer(times), do: {:reply, :ok, count + times}
  def handle_call(:count, _from, count), do: {:reply, count, count}
end

defmodule Tower do
  use Supervisor

  def start_link(_options), do: Supervisor.start_link(__MODULE__, :ok, name: __MODULE__)

  @impl true
  def init(:ok) do
    children = [
      Supervisor.child_spec({Signal, :lamp}, id: :lamp),
      Supervisor.child_spec({Signal, :horn}, id: :horn)
    ]

    Supervisor.init(children, strategy: :one_for_one)
  end
end

Logger.configure(level: :none)
{:ok, _tower} = Tower.start_link([])
Signal.give(:lamp, 3)
Signal.give(:horn, 5)

# Killed from outside: it is back, with a new pid and a new state, before anybody can ask for it.
lamp = Process.whereis(:lamp)
Process.exit(lamp, :kill)
IO.puts("another process is the lamp now: #{Process.whereis(:lamp) != lamp}")
IO.puts("the lamp has given #{Signal.count(:lamp)} signals, the horn #{Signal.count(:horn)}")

# Poisoned by a message that it does not understand: the caller learns of it, the horn comes back.
try do
  Signal.give(:horn, "many")
catch
  :exit, {{:function_clause, _trace}, _call} -> IO.puts("the horn did not survive that")
end

IO.puts("the horn has given #{Signal.count(:horn)} signals, the lamp #{Signal.count(:lamp)}")
