defmodule :joist_user do
  @moduledoc """
  The devices that stand for the program's own standard input, output and error.

  `start/0` makes the process `:user`, the group leader of everything, and the process
  `:standard_error`. Natives: `:joist_io.write(fd, iodata)` writes and returns `:ok`
  or `{:error, reason}`; `:joist_io.read(fd)` waits for input and returns bytes,
  `:eof` or `{:error, reason}`. Reading waits in a process of its own, so that output goes on.

  Every start needs this module, and most only to write. So what belongs to input and options is called under the
  module's name: its code is made when it is first called.
  """

  @doc "Starts both devices; returns the pid of `:user`."
  def start() do
    user = :erlang.spawn(:joist_user, :init, [0, 1])
    :erlang.register(:user, user)
    error = :erlang.spawn(:joist_user, :init, [nil, 2])
    :erlang.register(:standard_error, error)
    user
  end

  @doc false
  def init(input, output) do
    :erlang.process_flag(:trap_exit, true)
    :erlang.process_flag(:priority, :high)
    loop(%{input: input, output: output, buffer: "", waiting: [], reading: false, eof: false, binary: true, encoding: :unicode})
  end

  # `waiting` holds requests for input, the oldest first: {from, reply_as, request}.
  defp loop(state) do
    receive do
      {:io_request, from, reply_as, request} ->
        loop(request(request, from, reply_as, state))

      {:joist_input, data} ->
        loop(:joist_user.take_in(data, state))

      _other ->
        loop(state)
    end
  end

  defp request(request, from, reply_as, state) do
    case output(request, state) do
      {:reply, answer, state} ->
        :erlang.send(from, {:io_reply, reply_as, answer})
        state

      :input ->
        :joist_user.ask(request, from, reply_as, state)
    end
  end

  defp output({:put_chars, encoding, chars}, state), do: {:reply, put(state, encoding, chars), state}
  defp output({:put_chars, chars}, state), do: {:reply, put(state, :latin1, chars), state}

  defp output(request, state), do: :joist_user.other(request, state)

  @doc false
  def other({:put_chars, encoding, module, function, args}, state) do
    answer =
      try do
        put(state, encoding, :erlang.apply(module, function, args))
      catch
        _, _ -> {:error, function}
      end

    {:reply, answer, state}
  end

  def other({:requests, requests}, state), do: requests(requests, {:reply, :ok, state})
  def other({:setopts, options}, state), do: setopts(options, state)

  def other(:getopts, state),
    do: {:reply, [binary: state.binary, encoding: state.encoding, echo: true, expand_fun: &:joist_user.no_expansion/1], state}

  def other({:get_geometry, what}, state) do
    case :joist_io.geometry(state.output) do
      {columns, rows} -> {:reply, if(what == :columns, do: columns, else: rows), state}
      _ -> {:reply, {:error, :enotsup}, state}
    end
  end

  def other(_other, %{input: nil} = state), do: {:reply, {:error, :request}, state}
  def other({:get_line, _encoding, _prompt}, _state), do: :input
  def other({:get_line, _prompt}, _state), do: :input
  def other({:get_chars, _encoding, _prompt, _count}, _state), do: :input
  def other({:get_chars, _prompt, _count}, _state), do: :input
  def other({:get_until, _encoding, _prompt, _module, _function, _args}, _state), do: :input
  def other({:get_password, _encoding}, state), do: {:reply, {:error, :enotsup}, state}
  def other(_other, state), do: {:reply, {:error, :request}, state}

  defp requests([request | rest], {:reply, answer, state}) when answer == :ok or is_tuple(answer) do
    case answer do
      {:error, _} -> {:reply, answer, state}
      _ -> requests(rest, output(request, state))
    end
  end

  defp requests(_rest, reply), do: reply

  defp put(state, encoding, chars) do
    case :unicode.characters_to_binary(chars, from(encoding), state.encoding) do
      binary when is_binary(binary) -> :joist_io.write(state.output, binary)
      {_, _, _} -> {:error, {:no_translation, encoding, state.encoding}}
    end
  catch
    :error, _ -> {:error, {:put_chars, encoding, chars}}
  end

  defp from(:latin1), do: :latin1
  defp from(_unicode), do: :unicode

  defp setopts(options, state) do
    state =
      :lists.foldl(
        fn
          :binary, acc -> %{acc | binary: true}
          :list, acc -> %{acc | binary: false}
          {:binary, flag}, acc -> %{acc | binary: flag}
          {:encoding, encoding}, acc when encoding in [:utf8, :unicode] -> %{acc | encoding: :unicode}
          {:encoding, :latin1}, acc -> %{acc | encoding: :latin1}
          _other, acc -> acc
        end,
        state,
        options
      )

    {:reply, :ok, state}
  end

  @doc false
  def no_expansion(_text), do: {:yes, ~c"", []}

  ## Input

  @doc false
  def ask(request, from, reply_as, state), do: serve(%{state | waiting: state.waiting ++ [{from, reply_as, input(request)}]})

  @doc false
  def take_in(data, state), do: serve(taken(data, %{state | reading: false}))

  defp input({:get_line, prompt}), do: {:line, :latin1, prompt}
  defp input({:get_line, encoding, prompt}), do: {:line, encoding, prompt}
  defp input({:get_chars, prompt, count}), do: {:chars, :latin1, prompt, count}
  defp input({:get_chars, encoding, prompt, count}), do: {:chars, encoding, prompt, count}
  defp input({:get_until, encoding, prompt, module, function, args}), do: {:until, encoding, prompt, {module, function, args, []}}

  # Answers what can be answered from the buffer; asks for more when it is not enough.
  defp serve(%{waiting: []} = state), do: state

  defp serve(%{waiting: [{from, reply_as, request} | rest]} = state) do
    case satisfy(prompted(request, state), state) do
      {:done, answer, buffer} ->
        :erlang.send(from, {:io_reply, reply_as, answer})
        serve(%{state | buffer: buffer, waiting: rest})

      {:more, request} ->
        read_more(%{state | waiting: [{from, reply_as, request} | rest]})
    end
  end

  defp prompted(request, state) do
    case :erlang.element(3, request) do
      :shown ->
        request

      prompt ->
        if prompt not in [~c"", "", :""], do: put(state, :unicode, prompt_text(prompt))
        :erlang.setelement(3, request, :shown)
    end
  end

  defp prompt_text(prompt) when is_atom(prompt), do: :erlang.atom_to_binary(prompt)
  defp prompt_text({:format, format, args}), do: :io_lib.format(format, args)
  defp prompt_text(prompt), do: prompt

  defp satisfy({:line, encoding, _}, %{buffer: buffer, eof: eof} = state) do
    case :binary.match(buffer, "\n") do
      {at, 1} ->
        size = at + 1
        <<line::binary-size(size), rest::binary>> = buffer
        {:done, text(newline(line), encoding, state), rest}

      :nomatch when eof and buffer == "" ->
        {:done, :eof, ""}

      :nomatch when eof ->
        {:done, text(buffer, encoding, state), ""}

      :nomatch ->
        {:more, {:line, encoding, :shown}}
    end
  end

  defp satisfy({:chars, encoding, _, count}, %{buffer: buffer, eof: eof} = state) do
    case take_chars(buffer, count, 0, encoding) do
      {:ok, size} ->
        <<chars::binary-size(size), rest::binary>> = buffer
        {:done, text(chars, encoding, state), rest}

      :short when eof and buffer == "" ->
        {:done, :eof, ""}

      :short when eof ->
        {:done, text(buffer, encoding, state), ""}

      :short ->
        {:more, {:chars, encoding, :shown, count}}
    end
  end

  defp satisfy({:until, encoding, _, {module, function, args, continuation}}, %{buffer: buffer, eof: eof} = state) do
    data = if buffer == "" and eof, do: :eof, else: :unicode.characters_to_list(buffer)

    case :erlang.apply(module, function, [continuation, data | args]) do
      {:done, result, rest} -> {:done, result, if(rest == :eof, do: "", else: :unicode.characters_to_binary(rest))}
      _more when data == :eof -> {:done, :eof, ""}
      {:more, continuation} when eof -> satisfy({:until, encoding, :shown, {module, function, args, continuation}}, %{state | buffer: ""})
      {:more, continuation} -> {:more, {:until, encoding, :shown, {module, function, args, continuation}}}
    end
  catch
    _, _ -> {:done, {:error, function}, ""}
  end

  # The size in bytes of the first `count` characters.
  defp take_chars(_buffer, 0, size, _encoding), do: {:ok, size}
  defp take_chars(<<_::utf8, rest::binary>> = buffer, count, size, :unicode), do: take_chars(rest, count - 1, size + byte_size(buffer) - byte_size(rest), :unicode)
  defp take_chars(<<_, rest::binary>>, count, size, encoding), do: take_chars(rest, count - 1, size + 1, encoding)
  defp take_chars(<<>>, _count, _size, _encoding), do: :short

  defp newline(line) do
    size = byte_size(line) - 2

    case line do
      <<text::binary-size(size), "\r\n">> when size >= 0 -> text <> "\n"
      _ -> line
    end
  end

  defp text(bytes, _encoding, %{binary: true}), do: bytes
  defp text(bytes, :latin1, _state), do: :erlang.binary_to_list(bytes)

  defp text(bytes, _encoding, _state) do
    case :unicode.characters_to_list(bytes) do
      chars when is_list(chars) -> chars
      _ -> :erlang.binary_to_list(bytes)
    end
  end

  defp read_more(%{reading: true} = state), do: state

  defp read_more(%{input: input} = state) do
    server = self()
    :erlang.spawn(fn -> :erlang.send(server, {:joist_input, :joist_io.read(input)}) end)
    %{state | reading: true}
  end

  defp taken(data, state) when is_binary(data), do: %{state | buffer: state.buffer <> data}
  defp taken(_eof_or_error, state), do: %{state | eof: true}
end
