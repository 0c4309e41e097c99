defmodule Agent.Server do
  @moduledoc false

  # The server behind an agent: requests carry functions of the state.

  def init(fun) do
    case fun do
      {module, function, _args} -> :erlang.put(:"$initial_call", {module, function, 0})
      _ -> :erlang.put(:"$initial_call", :proc_lib.fun_call(fun))
    end

    {:ok, run(fun, [])}
  end

  def handle_call({:get, fun}, _from, state), do: {:reply, run(fun, [state]), state}
  def handle_call({:update, fun}, _from, state), do: {:reply, :ok, run(fun, [state])}

  def handle_call({:get_and_update, fun}, _from, state) do
    case run(fun, [state]) do
      {reply, state} -> {:reply, reply, state}
      other -> {:stop, {:bad_return_value, other}, state}
    end
  end

  def handle_cast({:cast, fun}, state), do: {:noreply, run(fun, [state])}

  # Late answers to calls that the agent's functions made are nobody's.
  def handle_info(_message, state), do: {:noreply, state}

  def code_change(_version, state, fun), do: {:ok, run(fun, [state])}
  def terminate(_reason, _state), do: :ok

  defp run({module, function, args}, extra), do: :erlang.apply(module, function, extra ++ args)
  defp run(fun, []), do: fun.()
  defp run(fun, [state]), do: fun.(state)
end
