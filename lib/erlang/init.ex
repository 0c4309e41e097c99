defmodule :init do
  @moduledoc """
  The beginning and the end of a program.
  """

  @doc "Ends the program: stops all applications, the last started first, and leaves with status 0."
  def stop(), do: stop(0)

  @doc "Like `stop/0`, with a status or a text."
  def stop(status) do
    :erlang.spawn(fn ->
      for {app, _, _} <- :application.which_applications(), do: :application.stop(app)
      :joist_logger.flush()
      :erlang.halt(if(is_list(status), do: 1, else: status))
    end)

    :ok
  end

  @doc "Ends the program: it cannot be started again from within."
  def restart(), do: stop(0)

  @doc "What the program does: always `{:started, :started}`."
  def get_status(), do: {:started, :started}

  @doc "The flags of the command; there are none that Erlang knows."
  def get_arguments(), do: []

  @doc "The values of a flag of the command: `:error`."
  def get_argument(_flag), do: :error

  @doc "The arguments of the program, as charlists."
  def get_plain_arguments(), do: for(arg <- System.argv(), do: String.to_charlist(arg))

  @doc "The name and the version of what runs."
  def script_id(), do: {~c"joist", ~c"27"}
end
