defmodule Agent.Server do
  @moduledoc false

  # The server behind an agent: requests carry functions of the state.

  def init(fun) do
    note_call(fun)
    {:ok, run(fun, [])}
  end

  # An agent whose supervisor keeps its last state.
  def handle_restore(state, %{init_arg: fun}) do
    note_call(fun)
    {:ok, state}
  end

  defp note_call({module, function, _args}), do: :erlang.put(:"$initial_call", {module, function, 0})
  defp note_call(fun), do: :erlang.put(:"$initial_call", :proc_lib.fun_call(fun))

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
