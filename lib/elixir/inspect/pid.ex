defimpl Inspect, for: PID do
  def inspect(pid, _opts), do: :erlang.iolist_to_binary(["#PID", :erlang.pid_to_list(pid)])
end
