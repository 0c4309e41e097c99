defmodule :init do
  @moduledoc """
  The beginning and the end of a program.
  """

  @doc "Ends the program: stops all applications, the last started first, and leaves with status 0."
  @spec stop() :: :ok
  def stop(), do: stop(0)

  @doc "Like `stop/0`, with a status or a text."
  @spec stop(non_neg_integer() | charlist()) :: :ok
  def stop(status) do
    :erlang.spawn(fn ->
      for {app, _, _} <- :application.which_applications(), do: :application.stop(app)
      :joist_logger.flush()
      :erlang.halt(if(is_list(status), do: 1, else: status))
    end)

    :ok
  end

  @doc "Ends the program: it cannot be started again from within."
  @spec restart() :: :ok
  def restart(), do: stop(0)

  @doc """
  What the program does: always `{:started, :started}`.

      iex> elem(:init.get_status(), 0)
      :started
  """
  @spec get_status() :: {internal :: :starting | :started | :stopping, provided :: term()}
  def get_status(), do: {:started, :started}

  @doc """
  The flags of the command; there are none that Erlang knows.

      iex> is_list(:init.get_arguments())
      true
  """
  @spec get_arguments() :: [{flag :: atom(), values :: [charlist()]}]
  def get_arguments(), do: []

  @doc """
  The values of a flag of the command: `:error`.

      iex> :init.get_argument(:no_such_flag)
      :error
  """
  @spec get_argument(flag :: atom()) :: {:ok, [[charlist()]]} | :error
  def get_argument(_flag), do: :error

  @doc """
  The arguments of the program, as charlists.

      iex> is_list(:init.get_plain_arguments())
      true
  """
  @spec get_plain_arguments() :: [charlist()]
  def get_plain_arguments(), do: for(arg <- System.argv(), do: String.to_charlist(arg))

  @doc """
  The name and the version of what runs.

      iex> tuple_size(:init.script_id())
      2
  """
  @spec script_id() :: term()
  def script_id(), do: {~c"joist", ~c"27"}
end
