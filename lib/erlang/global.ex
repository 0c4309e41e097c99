defmodule :global do
  @moduledoc """
  Global names. A runtime does not connect with others, so they are names of its own,
  for any term, kept by the process `:global_name_server` and lost with their owners.
  """

  @doc "Gives a process a name; `:yes` or `:no`."
  def register_name(name, pid) when is_pid(pid), do: call({:register, name, pid})
  def register_name(name, pid, _resolve) when is_pid(pid), do: call({:register, name, pid})

  @doc "Gives a process a name, taken from another if need be."
  def re_register_name(name, pid) when is_pid(pid), do: call({:re_register, name, pid})
  def re_register_name(name, pid, _resolve) when is_pid(pid), do: call({:re_register, name, pid})

  @doc "Takes a name away."
  def unregister_name(name) do
    call({:unregister, name})
    :ok
  end

  @doc "The process with the name, or `:undefined`."
  def whereis_name(name) do
    case :erlang.whereis(:global_name_server) do
      :undefined -> :undefined
      _ -> call({:whereis, name})
    end
  end

  @doc "All names."
  def registered_names() do
    case :erlang.whereis(:global_name_server) do
      :undefined -> []
      _ -> call(:names)
    end
  end

  @doc "Sends to the process with the name; exits with `{:badarg, {name, message}}` when there is none."
  def send(name, message) do
    case whereis_name(name) do
      pid when is_pid(pid) ->
        :erlang.send(pid, message)
        pid

      :undefined ->
        :erlang.exit({:badarg, {name, message}})
    end
  end

  @doc "Takes a lock, calls a function and gives the lock back."
  def trans(_id, fun), do: fun.()
  def trans(_id, fun, _nodes), do: fun.()
  def trans(_id, fun, _nodes, _retries), do: fun.()

  @doc "Waits until all nodes know the same names: at once."
  def sync(), do: :ok

  defp call(request) do
    server = server()
    ref = :erlang.monitor(:process, server)
    :erlang.send(server, {self(), ref, request})

    receive do
      {^ref, answer} ->
        :erlang.demonitor(ref, [:flush])
        answer

      {:DOWN, ^ref, _, _, reason} ->
        :erlang.exit(reason)
    end
  end

  defp server() do
    case :erlang.whereis(:global_name_server) do
      :undefined -> start()
      pid -> pid
    end
  end

  defp start() do
    starter = self()
    ref = :erlang.make_ref()

    :erlang.spawn(fn ->
      registered =
        try do
          :erlang.register(:global_name_server, self())
        catch
          :error, _ -> false
        end

      :erlang.send(starter, ref)
      if registered, do: loop(%{}, %{})
    end)

    receive do
      ^ref -> server()
    end
  end

  # `names` maps names to {pid, monitor}, `monitors` the other way round.
  defp loop(names, monitors) do
    receive do
      {from, tag, request} ->
        {answer, names, monitors} = handle(request, names, monitors)
        :erlang.send(from, {tag, answer})
        loop(names, monitors)

      {:DOWN, monitor, _, _, _} ->
        case monitors do
          %{^monitor => name} -> loop(:maps.remove(name, names), :maps.remove(monitor, monitors))
          _ -> loop(names, monitors)
        end

      _other ->
        loop(names, monitors)
    end
  end

  defp handle({:register, name, pid}, names, monitors) do
    case names do
      %{^name => _} -> {:no, names, monitors}
      _ -> add(name, pid, names, monitors)
    end
  end

  defp handle({:re_register, name, pid}, names, monitors) do
    {_, names, monitors} = handle({:unregister, name}, names, monitors)
    add(name, pid, names, monitors)
  end

  defp handle({:unregister, name}, names, monitors) do
    case names do
      %{^name => {_, monitor}} ->
        :erlang.demonitor(monitor, [:flush])
        {:ok, :maps.remove(name, names), :maps.remove(monitor, monitors)}

      _ ->
        {:ok, names, monitors}
    end
  end

  # A process that has ended is gone, even if its end was not told yet.
  defp handle({:whereis, name}, names, monitors) do
    case names do
      %{^name => {pid, _}} ->
        if :erlang.is_process_alive(pid), do: {pid, names, monitors}, else: {:undefined, names, monitors}

      _ ->
        {:undefined, names, monitors}
    end
  end

  defp handle(:names, names, monitors), do: {:maps.keys(names), names, monitors}

  defp add(name, pid, names, monitors) do
    monitor = :erlang.monitor(:process, pid)
    {:yes, :maps.put(name, {pid, monitor}, names), :maps.put(monitor, name, monitors)}
  end
end
