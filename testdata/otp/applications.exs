# Applications: dependencies, environments, a supervision tree as an application.
Logger.configure(level: :none)

defmodule W do
  use GenServer
  def start_link(a), do: GenServer.start_link(__MODULE__, a, name: __MODULE__)
  def init(a), do: {:ok, a}
  def handle_call(:env, _, s), do: {:reply, Application.get_env(:my_app, :k), s}
end

defmodule MyApp do
  use Application

  def start(type, args) do
    IO.inspect({:start, type, args})
    Supervisor.start_link([{W, 1}], strategy: :one_for_one, name: MyApp.Sup)
  end

  def stop(s), do: IO.inspect({:stop, s})

  def prep_stop(s),
    do:
      (
        IO.inspect({:prep, s})
        [:prepped]
      )
end

IO.inspect(
  :application.load({:application, :my_app, [mod: {MyApp, [1]}, applications: [:dep], env: [k: 5], vsn: ~c"1.0"]})
)

IO.inspect(:application.load({:application, :dep, [vsn: ~c"1.0"]}))
IO.inspect(Application.start(:my_app))
IO.inspect(Application.ensure_all_started(:my_app))
IO.inspect(Application.start(:my_app))
IO.inspect(GenServer.call(W, :env))
IO.inspect(Application.started_applications() |> Enum.map(&elem(&1, 0)) |> Enum.filter(&(&1 in [:my_app, :dep])))
IO.inspect(List.to_string(Application.spec(:my_app, :vsn)))
IO.inspect(Application.stop(:my_app))
IO.inspect(Process.whereis(W))
IO.inspect(Application.stop(:my_app))
{:error, {:nope, {_, file}}} = Application.ensure_all_started(:nope)
IO.inspect(List.to_string(file))
IO.inspect(Application.unload(:my_app))

defmodule BadApp do
  use Application
  def start(_, _), do: {:error, :bad}
end

:application.load({:application, :bad_app, [mod: {BadApp, []}]})
IO.inspect(Application.start(:bad_app))

