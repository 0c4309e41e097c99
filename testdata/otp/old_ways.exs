# What programs from years ago use: child specifications as tuples, handlers of :error_logger, Task.find/2; and what else looks into processes.
defmodule Counter do
  use GenServer
  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: :counter)
  def init(n), do: {:ok, n}
  def handle_call(:next, _from, n), do: {:reply, n, n + 1}
end

defmodule Old do
  def init(n), do: apply(Supervisor.Spec, :supervise, [[apply(Supervisor.Spec, :worker, [Counter, [n]])], [strategy: :one_for_one]])
end

IO.puts("== specifications as tuples")
IO.inspect(apply(Supervisor.Spec, :worker, [Counter, [1], [restart: :transient, id: :c]]))
IO.inspect(apply(Supervisor.Spec, :supervisor, [Old, [1]]))
{:ok, sup} = Supervisor.start_link(Old, 7)
IO.inspect({GenServer.call(:counter, :next), Supervisor.count_children(sup)})
Supervisor.stop(sup)

for {children, options} <- [{[], []}, {[%{id: 1}], [strategy: :one_for_one]}, {[{1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 6}], [strategy: :one_for_one]}] do
  IO.puts(Exception.message(catch_error = try(do: apply(Supervisor.Spec, :supervise, [children, options]), rescue: (e -> e))) && catch_error.message)
end

IO.puts("== Registry.start_link/2, Task.find/2")
{:ok, _} = apply(Registry, :start_link, [:unique, Reg])
{:ok, _} = Registry.register(Reg, :key, 1)
IO.inspect(Registry.keys(Reg, self()))
task = Task.async(fn -> :found end)
message = receive do: ({ref, _} = message when is_reference(ref) -> message)
IO.inspect({apply(Task, :find, [[task], {make_ref(), 1}]), elem(apply(Task, :find, [[task], message]), 0), apply(Task, :find, [[], :x])})

IO.puts("== the exit of a call of a handler names the call")
for args <- [[:nobody, :handler, :request], [:nobody, :handler, :request, 10]] do
  IO.inspect(try(do: apply(:gen_event, :call, args), catch: (:exit, reason -> reason)))
end

IO.puts("== :sys.log_to_file")
{:ok, pid} = Counter.start_link(1)
path = Path.join(System.tmp_dir!(), "joist_log_to_file_#{System.pid()}")
IO.inspect(:sys.log_to_file(pid, String.to_charlist(path)))
GenServer.call(pid, :next)
IO.inspect({:sys.log_to_file(pid, false), File.read!(path) =~ "counter got call"})
GenServer.call(pid, :next)
IO.inspect({length(String.split(File.read!(path), "got call")), :sys.log_to_file(pid, ~c"/nowhere/at/all")})
File.rm!(path)

IO.puts("== :proc_lib.format")
report = [[initial_call: {:m, :f, []}, pid: 1, registered_name: [], ancestors: [:a], messages: [], trap_exit: false], [[pid: 2]]]
IO.puts(String.trim_trailing(to_string(:proc_lib.format(report))))
