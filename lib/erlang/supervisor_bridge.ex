defmodule :supervisor_bridge do
  @moduledoc """
  Puts a process that is no behaviour's into a supervision tree.

  The callback `init/1` starts it and returns `{:ok, pid, state}`, `:ignore` or `{:error, reason}`; `terminate/2` ends it when the bridge
  is told to end. When the process ends by itself, so does the bridge.
  """

  @callback init(args :: term) :: {:ok, pid, term} | :ignore | {:error, term}
  @callback terminate(reason :: term, state :: term) :: term

  @doc """
  Starts a bridge, linked to the caller.

      iex> defmodule Example.Bridge do
      ...>   def init(fun), do: with({:ok, pid} <- Agent.start(fun), do: {:ok, pid, pid})
      ...>   def terminate(_reason, pid), do: Agent.stop(pid)
      ...> end
      iex> {:ok, bridge} = :supervisor_bridge.start_link(Example.Bridge, fn -> 0 end)
      iex> :gen_server.stop(bridge)
      :ok
  """
  @spec start_link(module(), args :: term()) :: {:ok, pid()} | :ignore | {:error, term()}
  def start_link(module, args), do: :gen_server.start_link(:supervisor_bridge, {module, args, :self}, [])

  @doc """
  Starts a bridge under a name, linked to the caller.

      iex> defmodule Example.NamedBridge do
      ...>   def init(fun), do: with({:ok, pid} <- Agent.start(fun), do: {:ok, pid, pid})
      ...>   def terminate(_reason, pid), do: Agent.stop(pid)
      ...> end
      iex> {:ok, bridge} = :supervisor_bridge.start_link({:local, :example_bridge}, Example.NamedBridge, fn -> 0 end)
      iex> {Process.whereis(:example_bridge) == bridge, :gen_server.stop(bridge)}
      {true, :ok}
  """
  @spec start_link({:local, atom()} | {:global, term()} | {:via, module(), term()}, module(), args :: term()) :: {:ok, pid()} | :ignore | {:error, term()}
  def start_link(name, module, args), do: :gen_server.start_link(name, :supervisor_bridge, {module, args, name}, [])

  @doc false
  def init({module, args, name}) do
    :erlang.process_flag(:trap_exit, true)

    case module.init(args) do
      {:ok, pid, state} ->
        :erlang.link(pid)
        name = if name == :self, do: {self(), module}, else: name

        if :joist_logger.sasl?() do
          :logger.info(
            %{label: {:supervisor, :progress}, report: [supervisor: name, started: [pid: pid, mfargs: {module, :init, [args]}]]},
            %{domain: [:otp, :sasl], error_logger: %{tag: :info_report, type: :progress}}
          )
        end

        {:ok, {module, pid, state, name}}

      :ignore ->
        :ignore

      {:error, reason} ->
        {:stop, reason}
    end
  end

  @doc false
  def handle_call(_request, _from, state), do: {:reply, {:error, :badcall}, state}
  @doc false
  def handle_cast(_request, state), do: {:noreply, state}

  @doc false
  def handle_info({:EXIT, pid, reason}, {module, pid, state, name}) do
    if :joist_logger.sasl?() and reason not in [:normal, :shutdown] do
      :logger.error(
        %{label: {:supervisor, :error}, report: [supervisor: name, errorContext: :child_terminated, reason: reason, offender: [pid: pid, mod: module]]},
        %{domain: [:otp, :sasl], error_logger: %{tag: :error_report, type: :supervisor_report}}
      )
    end

    {:stop, reason, {module, :none, state, name}}
  end

  def handle_info(_message, state), do: {:noreply, state}

  @doc false
  def terminate(_reason, {_module, :none, _state, _name}), do: :ok
  def terminate(reason, {module, _pid, state, _name}), do: module.terminate(reason, state)
end
