defmodule Port do
  @moduledoc """
  Ports: programs outside, with which processes exchange messages.
  """

  @type name() ::
          {:spawn, charlist() | binary()}
          | {:spawn_driver, charlist() | binary()}
          | {:spawn_executable, :file.name_all()}
          | {:fd, non_neg_integer(), non_neg_integer()}

  @doc "Opens a port."
  @spec open(name(), list()) :: port()
  def open(name, settings), do: :erlang.open_port(name, settings)

  @doc "Closes a port."
  @spec close(port()) :: true
  def close(port), do: :erlang.port_close(port)

  @doc "Sends data to a port."
  @spec command(port(), iodata(), [:force | :nosuspend]) :: boolean()
  def command(port, data, options \\ []), do: :erlang.port_command(port, data, options)

  @doc "Gives a port to another process."
  @spec connect(port(), pid()) :: true
  def connect(port, pid), do: :erlang.port_connect(port, pid)

  @doc """
  All ports.

      iex> is_list(Port.list())
      true
  """
  @spec list() :: [port()]
  def list(), do: :erlang.ports()

  @doc "What is known about a port, or `nil`."
  @spec info(port()) :: keyword() | nil
  def info(port), do: nillify(:erlang.port_info(port))

  @doc "One item of what is known about a port, or `nil`."
  @spec info(port(), atom()) :: {atom(), term()} | nil
  def info(port, :registered_name) do
    case :erlang.port_info(port, :registered_name) do
      :undefined -> nil
      [] -> {:registered_name, []}
      other -> other
    end
  end

  def info(port, item), do: nillify(:erlang.port_info(port, item))

  @doc "Monitors a port."
  @spec monitor(port() | (name :: atom())) :: reference()
  def monitor(port), do: :erlang.monitor(:port, port)

  @doc "Ends a monitor."
  @spec demonitor(reference(), options :: [:flush | :info]) :: boolean()
  def demonitor(monitor_ref, options \\ []), do: :erlang.demonitor(monitor_ref, options)

  defp nillify(:undefined), do: nil
  defp nillify(other), do: other
end
