defimpl IEx.Info, for: PID do
  def info(pid) do
    alive? = Process.alive?(pid)
    known = if alive?, do: known(pid), else: []

    [{"Data type", "PID"}, {"Alive", "#{alive?}"}] ++
      known ++
      [{"Description", "Use Process.info/1 to get more info about this process"}, {"Reference modules", "Process, Node"}]
  end

  defp known(pid) do
    case Process.info(pid, [:registered_name, :links, :message_queue_len]) do
      nil ->
        []

      info ->
        name = if info[:registered_name] in [[], nil], do: "not registered", else: inspect(info[:registered_name])
        links = if info[:links] == [], do: "none", else: Enum.map_join(info[:links], ", ", &inspect/1)
        [{"Name", name}, {"Links", links}, {"Message queue length", "#{info[:message_queue_len]}"}]
    end
  end
end
