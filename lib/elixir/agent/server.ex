defmodule Agent.Server do
  @moduledoc false

  def init(fun) do
    initial_call(fun)
    {:ok, run(fun, [])}
  end

  def handle_call({:get, fun}, _from, state), do: {:reply, run(fun, [state]), state}

  def handle_call({:get_and_update, fun}, _from, state) do
    case run(fun, [state]) do
      {reply, state} -> {:reply, reply, state}
      other -> {:stop, {:bad_return_value, other}, state}
    end
  end

  def handle_call({:update, fun}, _from, state), do: {:reply, :ok, run(fun, [state])}

  def handle_cast({:cast, fun}, state), do: {:noreply, run(fun, [state])}

  def handle_info(_message, state), do: {:noreply, state}

  def terminate(_reason, _state), do: :ok

  def code_change(_old, state, fun), do: {:ok, run(fun, [state])}

  defp initial_call(fun) do
    call =
      case fun do
        {module, function, args} ->
          {module, function, length(args)}

        fun ->
          {:module, module} = :erlang.fun_info(fun, :module)
          {:name, name} = :erlang.fun_info(fun, :name)
          {module, name, 0}
      end

    Process.put(:"$initial_call", call)
  end

  defp run({module, function, args}, extra), do: :erlang.apply(module, function, extra ++ args)
  defp run(fun, extra), do: :erlang.apply(fun, extra)
end
