# What application a process belongs to, and its environment without naming it.
:logger.set_primary_config(:level, :none)

defmodule Shop do
  use Application

  def start(_type, _args), do: Supervisor.start_link([{Agent, fn -> :open end}], strategy: :one_for_one, name: Shop.Supervisor)
end

ask = fn -> {:application.get_application(), :application.get_env(:colour), :application.get_all_env(), :application.get_key(:vsn)} end
:ok = :application.load({:application, :shop, vsn: ~c"3", applications: [:kernel], env: [colour: :red], mod: {Shop, []}})
:ok = Application.start(:shop)
[{_, agent, _, _}] = Supervisor.which_children(Shop.Supervisor)
IO.inspect(Agent.get(agent, fn _ -> ask.() end))
IO.inspect({:application.get_application(agent), :application.get_application(Process.whereis(Shop.Supervisor))})
IO.inspect(Agent.get(agent, fn _ -> Task.async(ask) |> Task.await() end))
IO.inspect(:application.get_application(spawn(fn -> Process.sleep(1000) end)))
Application.stop(:shop)
