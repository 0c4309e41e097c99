# :pg: groups of processes, and who is told of changes.
{:ok, _} = :pg.start_link()
{:ok, _} = :pg.start_link(:other)
me = self()
loop = fn loop -> receive do: (:stop -> :ok; _ -> loop.(loop)) end
[a, b] = for _ <- 1..2, do: spawn(fn -> loop.(loop) end)
names = %{a => :a, b => :b, me => :me}
name = fn pids -> pids |> Enum.map(&names[&1]) |> Enum.sort() end
IO.inspect({:pg.join(:g, a), :pg.join(:g, [a, b]), :pg.join(:h, b), :pg.join(:other, :g, me)})
IO.inspect({name.(:pg.get_members(:g)), name.(:pg.get_local_members(:g)), name.(:pg.get_members(:none)), name.(:pg.get_members(:other, :g))})
IO.inspect({Enum.sort(:pg.which_groups()), :pg.which_groups(:other)})
{ref, members} = :pg.monitor(:g)
{all, groups} = :pg.monitor_scope()
IO.inspect({name.(members), groups |> Map.new(fn {group, pids} -> {group, name.(pids)} end)})
IO.inspect({:pg.leave(:g, a), :pg.leave(:h, a), :pg.leave(:nope, a)})

told = fn ->
  receive do
    {^ref, what, group, pids} -> {:group, what, group, name.(pids)}
    {^all, what, group, pids} -> {:scope, what, group, name.(pids)}
  after
    500 -> :nothing
  end
end

IO.inspect(Enum.sort([told.(), told.()]))
send(b, :stop)
IO.inspect(Enum.sort([told.(), told.(), told.()]))
IO.inspect({name.(:pg.get_members(:g)), :pg.which_groups(), :pg.demonitor(ref), :pg.demonitor(ref), :pg.demonitor(all)})
:pg.join(:g, a)
IO.inspect(receive(do: (message -> message), after: (50 -> :nothing)))
