defmodule StringIO do
  @moduledoc """
  Devices that read from a string and write into another.
  """

  @doc """
  Opens a device that reads from the string; options `:capture_prompt` and `:encoding`.

      iex> {:ok, pid} = StringIO.open("foo")
      iex> IO.read(pid, 2)
      "fo"
  """
  @spec open(binary(), keyword()) :: {:ok, pid()}
  @spec open(binary(), (pid() -> res)) :: {:ok, res} when res: term()
  def open(string, options_or_function \\ [])

  def open(string, options) when is_binary(string) and is_list(options) do
    {:ok, :proc_lib.spawn(StringIO, :init, [self(), string, options])}
  end

  def open(string, function) when is_binary(string) and is_function(function, 1), do: open(string, [], function)

  @doc ~S"""
  Opens a device for the time of a function call.

      iex> StringIO.open("one\ntwo", [], fn device -> IO.read(device, :line) end)
      {:ok, "one\n"}
  """
  @spec open(binary(), keyword(), (pid() -> res)) :: {:ok, res} when res: term()
  def open(string, options, function) when is_binary(string) and is_list(options) and is_function(function, 1) do
    {:ok, pid} = open(string, options)

    try do
      {:ok, function.(pid)}
    after
      close(pid)
    end
  end

  @doc """
  What is still to be read, and what was written.

      iex> {:ok, pid} = StringIO.open("in")
      iex> IO.write(pid, "out")
      iex> StringIO.contents(pid)
      {"in", "out"}
  """
  @spec contents(pid()) :: {binary(), binary()}
  def contents(pid) when is_pid(pid), do: call(pid, :contents)

  @doc """
  What was written, which is emptied.

      iex> {:ok, device} = StringIO.open("")
      iex> IO.write(device, "hello")
      :ok
      iex> StringIO.flush(device)
      "hello"
      iex> StringIO.contents(device)
      {"", ""}
  """
  @spec flush(pid()) :: binary()
  def flush(pid) when is_pid(pid), do: call(pid, :flush)

  @doc """
  Closes the device; returns its contents.

      iex> {:ok, device} = StringIO.open("in")
      iex> StringIO.close(device)
      {:ok, {"in", ""}}
  """
  @spec close(pid()) :: {:ok, {binary(), binary()}}
  def close(pid) when is_pid(pid), do: call(pid, :close)

  defp call(pid, request) do
    case :gen.call(pid, :"$gen_call", request) do
      {:ok, {:ok, contents}} when request == :close -> {:ok, contents}
      {:ok, answer} -> answer
    end
  end

  @doc false
  # The device ends with the process that opened it, to which it is not linked.
  def init(owner, string, options) do
    loop(%{
      owner: :erlang.monitor(:process, owner),
      input: string,
      output: "",
      capture_prompt: Keyword.get(options, :capture_prompt, false),
      encoding: Keyword.get(options, :encoding, :unicode)
    })
  end

  defp loop(%{owner: owner} = state) do
    receive do
      {:DOWN, ^owner, _, _, _} ->
        :ok

      {:io_request, from, reply_as, request} ->
        {answer, state} = request(request, state)
        :erlang.send(from, {:io_reply, reply_as, answer})
        loop(state)

      {:file_request, from, reply_as, _request} ->
        :erlang.send(from, {:file_reply, reply_as, {:error, :enotsup}})
        loop(state)

      {:"$gen_call", from, :contents} ->
        :gen.reply(from, {state.input, state.output})
        loop(state)

      {:"$gen_call", from, :flush} ->
        :gen.reply(from, state.output)
        loop(%{state | output: ""})

      {:"$gen_call", from, :close} ->
        :gen.reply(from, {:ok, {state.input, state.output}})

      {:system, from, request} ->
        :gen.reply(from, if(request == :get_state, do: {:ok, state}, else: {:error, :undefined}))
        loop(state)

      _other ->
        loop(state)
    end
  end

  defp request({:put_chars, chars}, state), do: put(:latin1, chars, state)
  defp request({:put_chars, encoding, chars}, state), do: put(encoding, chars, state)

  defp request({:put_chars, encoding, module, function, args}, state),
    do: put(encoding, :erlang.apply(module, function, args), state)

  defp request({:get_chars, prompt, count}, state) when count >= 0, do: request({:get_chars, :latin1, prompt, count}, state)

  defp request({:get_chars, encoding, prompt, count}, state) when count >= 0 do
    {answer, input} = take_chars(state.input, count, encoding)
    {answer, prompted(prompt, %{state | input: input}, "")}
  end

  defp request({:get_line, prompt}, state), do: request({:get_line, :latin1, prompt}, state)

  defp request({:get_line, encoding, prompt}, %{input: ""} = state) do
    _ = encoding
    {:eof, prompted(prompt, state, "")}
  end

  defp request({:get_line, encoding, prompt}, %{input: input} = state) do
    case line(input) do
      {line, rest} when encoding == :latin1 or is_binary(line) ->
        if encoding == :latin1 or String.valid?(line),
          do: {newline(line), prompted(prompt, %{state | input: rest}, "\n")},
          else: {{:error, :collect_line}, state}
    end
  end

  defp request({:get_until, prompt, module, function, args}, state), do: request({:get_until, :latin1, prompt, module, function, args}, state)

  defp request({:get_until, encoding, prompt, module, function, args}, state) do
    case until([], encoding, prompt, {module, function, args}, state) do
      {:ok, result, state} -> {result, state}
      :error -> {:error, state}
    end
  end

  defp request({:get_password, _encoding}, state), do: request({:get_line, :unicode, ""}, state)
  defp request({:setopts, [encoding: encoding]}, state) when encoding in [:latin1, :unicode], do: {:ok, %{state | encoding: encoding}}
  defp request({:setopts, _options}, state), do: {{:error, :enotsup}, state}
  defp request(:getopts, state), do: {[binary: true, encoding: state.encoding], state}
  defp request({:get_geometry, _what}, state), do: {{:error, :enotsup}, state}
  defp request({:requests, requests}, state), do: requests(requests, {:ok, state})
  defp request(_other, state), do: {{:error, :request}, state}

  defp requests([], answer), do: answer
  defp requests(_rest, {{:error, _}, _} = answer), do: answer
  defp requests([request | rest], {_, state}), do: requests(rest, request(request, state))

  defp put(encoding, chars, state) do
    from = if encoding == :latin1, do: :latin1, else: :unicode

    case :unicode.characters_to_binary(chars, from, state.encoding) do
      text when is_binary(text) -> {:ok, %{state | output: state.output <> text}}
      {_, _, _} -> {{:error, {:no_translation, encoding, state.encoding}}, state}
    end
  catch
    _, _ -> {{:error, {:put_chars, encoding, chars}}, state}
  end

  defp prompted(prompt, %{capture_prompt: true} = state, _after), do: %{state | output: state.output <> IO.chardata_to_string(text(prompt))}
  defp prompted(_prompt, state, _after), do: state

  defp text(prompt) when is_atom(prompt), do: :erlang.atom_to_binary(prompt)
  defp text(prompt), do: prompt

  defp take_chars("", 0, _encoding), do: {"", ""}
  defp take_chars("", _count, _encoding), do: {:eof, ""}

  defp take_chars(input, count, :latin1) do
    size = :erlang.min(count, byte_size(input))
    <<chars::binary-size(size), rest::binary>> = input
    {chars, rest}
  end

  defp take_chars(input, count, _encoding) do
    case points(input, count, 0) do
      {:ok, size} ->
        <<chars::binary-size(size), rest::binary>> = input
        {chars, rest}

      :error ->
        {{:error, :invalid_unicode}, input}
    end
  end

  defp points(_input, 0, size), do: {:ok, size}
  defp points(<<point::utf8, rest::binary>>, count, size), do: points(rest, count - 1, size + byte_size(<<point::utf8>>))
  defp points(<<>>, _count, size), do: {:ok, size}
  defp points(_other, _count, _size), do: :error

  defp line(input) do
    case :binary.match(input, "\n") do
      {at, 1} ->
        size = at + 1
        <<line::binary-size(size), rest::binary>> = input
        {line, rest}

      :nomatch ->
        {input, ""}
    end
  end

  defp newline(line) do
    size = byte_size(line) - 2

    case line do
      <<text::binary-size(size), "\r\n">> when size >= 0 -> text <> "\n"
      _ -> line
    end
  end

  # Gives line after line to the function until it is done; at the end of the input it gets :eof.
  defp until(continuation, encoding, prompt, {module, function, args} = call, state) do
    state = prompted(prompt, state, "")
    {line, rest} = line(state.input)

    case if(line == "", do: :eof, else: characters(line, encoding)) do
      :error ->
        :error

      data ->
        case :erlang.apply(module, function, [continuation, data | args]) do
          {:done, result, left} -> {:ok, joined(result, encoding), %{state | input: if(left == :eof, do: rest, else: joined(left, encoding) <> rest)}}
          {:more, continuation} -> until(continuation, encoding, prompt, call, %{state | input: rest})
        end
    end
  end

  defp characters(line, :latin1), do: :erlang.binary_to_list(line)

  defp characters(line, _encoding) do
    case :unicode.characters_to_list(line) do
      chars when is_list(chars) -> chars
      _ -> :error
    end
  end

  defp joined(result, :latin1) when is_list(result), do: :erlang.list_to_binary(result)

  defp joined(result, _encoding) when is_list(result) do
    if Enum.all?(result, &is_integer/1), do: :unicode.characters_to_binary(result), else: result
  end

  defp joined(result, _encoding), do: result
end
