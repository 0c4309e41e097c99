defmodule :erpc do
  @moduledoc """
  Calls of functions on nodes, each in a process of its own but for `call` on this node without a time limit. There is one node; calls of
  another one fail with `{:erpc, :noconnection}`.

  What the function returns is returned; what it throws is thrown; an exit of it exits with `{:exception, reason}`, and an error of it raises
  `{:exception, reason, stacktrace}`.
  """

  @typedoc "What names a request that was sent."
  @opaque request_id() :: reference()

  @type timeout_time() :: timeout() | {:abs, integer()}

  @type caught_call_exception() :: {:throw, term()} | {:exit, {:exception, term()}} | {:error, {:exception, term(), list()}} | {:exit, {:signal, term()}} | {:error, {:erpc, term()}}

  @doc """
  Calls a function and waits for the result.

      iex> :erpc.call(node(), fn -> 1 + 1 end)
      2
  """
  @spec call(node(), (-> result)) :: result when result: term()
  def call(node, fun), do: call(node, fun, :infinity)

  @doc """
  Calls a function, with a time limit in milliseconds.

      iex> :erpc.call(node(), fn -> 1 + 1 end, 5000)
      2
  """
  @spec call(node(), (-> result), timeout_time()) :: result when result: term()
  def call(node, fun, timeout) when is_function(fun, 0), do: call(node, :erlang, :apply, [fun, []], timeout)

  @doc """
  Calls a function of a module and waits for the result.

      iex> :erpc.call(node(), String, :upcase, ["a"])
      "A"
  """
  @spec call(node(), module(), atom(), [term()]) :: term()
  def call(node, module, function, args), do: call(node, module, function, args, :infinity)

  @doc """
  Calls a function of a module, with a time limit in milliseconds or `{:abs, milliseconds}` of monotonic time.

      iex> :erpc.call(node(), String, :upcase, ["a"], 5000)
      "A"
  """
  @spec call(node(), module(), atom(), [term()], timeout_time()) :: term()
  def call(node, module, function, args, :infinity) when node == node(), do: result({:"$erpc", run(module, function, args)})
  def call(node, module, function, args, timeout), do: receive_response(send_request(node, module, function, args), timeout)

  @doc """
  Calls a function without waiting; the identifier is good for `receive_response/2` and its kin.

      iex> request = :erpc.send_request(node(), fn -> 1 + 1 end)
      iex> :erpc.receive_response(request)
      2
  """
  @spec send_request(node(), (-> term())) :: request_id()
  def send_request(node, fun) when is_function(fun, 0), do: send_request(node, :erlang, :apply, [fun, []])

  @doc """
  Calls a function of a module without waiting.

      iex> request = :erpc.send_request(node(), String, :upcase, ["a"])
      iex> :erpc.receive_response(request)
      "A"
  """
  @spec send_request(node(), module(), atom(), [term()]) :: request_id()
  def send_request(node, module, function, args) when is_atom(node) and is_atom(module) and is_atom(function) and is_list(args) do
    if node == node() do
      {_pid, ref} = :erlang.spawn_opt(:erpc, :execute, [module, function, args], [:monitor])
      ref
    else
      ref = :erlang.make_ref()
      :erlang.send(self(), {:DOWN, ref, :process, :undefined, :noconnection})
      ref
    end
  end

  def send_request(_node, _module, _function, _args), do: :erlang.error({:erpc, :badarg})

  # The outcome is the reason of the process's end.
  @doc false
  def execute(module, function, args), do: :erlang.exit({:"$erpc", run(module, function, args)})

  defp run(module, function, args) do
    {:return, :erlang.apply(module, function, args)}
  catch
    :throw, value -> {:throw, value}
    :exit, reason -> {:exit, reason}
    :error, reason -> {:error, reason, __STACKTRACE__}
  end

  @doc """
  Waits for the result of a request.

      iex> request = :erpc.send_request(node(), fn -> :done end)
      iex> :erpc.receive_response(request)
      :done
  """
  @spec receive_response(request_id()) :: term()
  def receive_response(id), do: receive_response(id, :infinity)

  @doc """
  Waits for the result of a request and gives it up after the time.

      iex> request = :erpc.send_request(node(), fn -> :done end)
      iex> :erpc.receive_response(request, 5000)
      :done
  """
  @spec receive_response(request_id(), timeout_time()) :: term()
  def receive_response(id, timeout) do
    case wait_response(id, timeout) do
      {:response, value} ->
        value

      :no_response ->
        :erlang.demonitor(id, [:flush])
        :erlang.error({:erpc, :timeout})
    end
  end

  @doc """
  Looks whether the result of a request has come: `{:response, value}` or `:no_response`.

      iex> request = :erpc.send_request(node(), fn -> :done end)
      iex> :erpc.wait_response(request, :infinity)
      {:response, :done}
  """
  @spec wait_response(request_id()) :: {:response, term()} | :no_response
  def wait_response(id), do: wait_response(id, 0)

  @doc """
  Waits for the result of a request; it can be waited for again after the time.

      iex> request = :erpc.send_request(node(), fn -> :done end)
      iex> :erpc.wait_response(request, 5000)
      {:response, :done}
  """
  @spec wait_response(request_id(), timeout_time()) :: {:response, term()} | :no_response
  def wait_response(id, timeout) do
    timeout = with {:abs, time} <- timeout, do: max(time - :erlang.monotonic_time(:millisecond), 0)

    receive do
      {:DOWN, ^id, _, _, reason} -> {:response, result(reason)}
    after
      timeout -> :no_response
    end
  end

  @doc """
  Tells whether a message is the result of a request: `{:response, value}` or `:no_response`.

      iex> request = :erpc.send_request(node(), fn -> :done end)
      iex> :erpc.check_response(:something_else, request)
      :no_response
  """
  @spec check_response(message :: term(), request_id()) :: {:response, term()} | :no_response
  def check_response({:DOWN, id, _, _, reason}, id), do: {:response, result(reason)}
  def check_response(_message, _id), do: :no_response

  defp result({:"$erpc", {:return, value}}), do: value
  defp result({:"$erpc", {:throw, value}}), do: :erlang.throw(value)
  defp result({:"$erpc", {:exit, reason}}), do: :erlang.exit({:exception, reason})
  defp result({:"$erpc", {:error, reason, stacktrace}}), do: :erlang.error({:exception, reason, stacktrace})
  defp result(:noconnection), do: :erlang.error({:erpc, :noconnection})
  defp result(reason), do: :erlang.exit({:signal, reason})

  @doc """
  Calls a function on several nodes; see `multicall/5`.

      iex> :erpc.multicall([node()], fn -> 1 + 1 end)
      [ok: 2]
  """
  @spec multicall([node()], (-> result)) :: [{:ok, result} | caught_call_exception()] when result: term()
  def multicall(nodes, fun), do: multicall(nodes, fun, :infinity)

  @doc """
  Calls a function on several nodes, with a time limit; see `multicall/5`.

      iex> :erpc.multicall([node()], fn -> 1 + 1 end, 5000)
      [ok: 2]
  """
  @spec multicall([node()], (-> result), timeout_time()) :: [{:ok, result} | caught_call_exception()] when result: term()
  def multicall(nodes, fun, timeout) when is_function(fun, 0), do: multicall(nodes, :erlang, :apply, [fun, []], timeout)

  @doc """
  Calls a function of a module on several nodes; see `multicall/5`.

      iex> :erpc.multicall([node()], String, :upcase, ["a"])
      [ok: "A"]
  """
  @spec multicall([node()], module(), atom(), [term()]) :: [{:ok, term()} | caught_call_exception()]
  def multicall(nodes, module, function, args), do: multicall(nodes, module, function, args, :infinity)

  @doc """
  Calls a function of a module on several nodes, all within one time limit: a list of `{:ok, value}` or `{class, reason}`.

      iex> :erpc.multicall([node()], String, :upcase, ["a"], 5000)
      [ok: "A"]
  """
  @spec multicall([node()], module(), atom(), [term()], timeout_time()) :: [{:ok, term()} | caught_call_exception()]
  def multicall(nodes, module, function, args, timeout) do
    ids = for node <- nodes, do: send_request(node, module, function, args)
    until = if is_integer(timeout), do: {:abs, :erlang.monotonic_time(:millisecond) + timeout}, else: timeout

    for id <- ids do
      try do
        {:ok, receive_response(id, until)}
      catch
        class, reason -> {class, reason}
      end
    end
  end

  @doc """
  Calls a function and forgets it: `:ok`.

      iex> parent = self()
      iex> :erpc.cast(node(), fn -> send(parent, :called) end)
      :ok
      iex> receive do message -> message end
      :called
  """
  @spec cast(node(), (-> term())) :: :ok
  def cast(node, fun) when is_function(fun, 0), do: cast(node, :erlang, :apply, [fun, []])

  @doc """
  Calls a function of a module and forgets it: `:ok`.

      iex> :erpc.cast(node(), Kernel, :send, [self(), :called])
      :ok
      iex> receive do message -> message end
      :called
  """
  @spec cast(node(), module(), atom(), [term()]) :: :ok
  def cast(node, module, function, args) do
    if node == node(), do: :erlang.spawn(module, function, args)
    :ok
  end

  @doc """
  Calls a function on several nodes and forgets it: `:ok`.

      iex> parent = self()
      iex> :erpc.multicast([node()], fn -> send(parent, :called) end)
      :ok
      iex> receive do message -> message end
      :called
  """
  @spec multicast([node()], (-> term())) :: :ok
  def multicast(nodes, fun) when is_function(fun, 0), do: multicast(nodes, :erlang, :apply, [fun, []])

  @doc """
  Calls a function of a module on several nodes and forgets it: `:ok`.

      iex> :erpc.multicast([node()], Kernel, :send, [self(), :called])
      :ok
      iex> receive do message -> message end
      :called
  """
  @spec multicast([node()], module(), atom(), [term()]) :: :ok
  def multicast(nodes, module, function, args) do
    for node <- nodes, do: cast(node, module, function, args)
    :ok
  end
end
