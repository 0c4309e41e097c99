defmodule :joist_file do
  @moduledoc """
  The process that an opened file is: it speaks the I/O protocol, and ends with its owner.

  Besides I/O requests it answers `{:file_request, from, ref, request}` with `{:file_reply, ref, answer}`. Text comes and goes
  in the file's encoding: `:latin1`, where each byte is a character, or `:unicode`, UTF-8. Reads take from the
  file just what they give, so its position is always the program's.
  """

  @doc "Opens a file for an owner, `{:ram, data}` for a file in memory; gives `{:ok, pid}` or `{:error, reason}`."
  def start(owner, name, modes) do
    ref = make_ref()
    pid = :erlang.spawn(:joist_file, :init, [owner, ref, name, modes])
    monitor = :erlang.monitor(:process, pid)

    receive do
      {^ref, :ok} ->
        :erlang.demonitor(monitor, [:flush])
        {:ok, pid}

      {^ref, error} ->
        :erlang.demonitor(monitor, [:flush])
        error

      {:DOWN, ^monitor, _, _, _} ->
        {:error, :terminated}
    end
  end

  @doc "Asks the process of an opened file for something that the I/O protocol does not know."
  def ask(device, request) do
    ref = :erlang.monitor(:process, device)
    :erlang.send(device, {:file_request, self(), ref, request})

    receive do
      {:file_reply, ^ref, answer} ->
        :erlang.demonitor(ref, [:flush])
        answer

      {:DOWN, ^ref, _, _, _} ->
        {:error, :terminated}
    end
  end

  @doc "A line with `\\n` at its end in the place of `\\r\\n`."
  def newline(line) do
    size = byte_size(line) - 2

    case line do
      <<text::binary-size(size), "\r\n">> when size >= 0 -> <<text::binary, "\n">>
      _ -> line
    end
  end

  @doc false
  def init(owner, ref, name, modes) do
    case open(name, modes) do
      {:ok, file} ->
        monitor = :erlang.monitor(:process, owner)
        :erlang.send(owner, {ref, :ok})
        loop(%{file: file, owner: monitor, binary: :lists.member(:binary, modes), encoding: encoding(modes)})

      error ->
        :erlang.send(owner, {ref, error})
    end
  end

  defp open({:ram, data}, _modes) do
    {:ok, {:ram, :erlang.iolist_to_binary(data), 0}}
  catch
    :error, :badarg -> {:error, :badarg}
  end

  defp open(name, modes) do
    :prim_file.open(name, modes)
  catch
    :error, :badarg -> {:error, :badarg}
  end

  defp encoding([{:encoding, encoding} | _]) when encoding in [:utf8, :unicode], do: :unicode
  defp encoding([{:encoding, encoding} | _]) when encoding in [:utf16, :utf32], do: {encoding, :big}
  defp encoding([{:encoding, {wide, endian}} | _]) when wide in [:utf16, :utf32] and endian in [:big, :little], do: {wide, endian}
  defp encoding([_ | modes]), do: encoding(modes)
  defp encoding([]), do: :latin1

  defp loop(%{owner: owner} = state) do
    receive do
      {:io_request, from, reply_as, request} ->
        {answer, state} = request(request, state)
        :erlang.send(from, {:io_reply, reply_as, answer})
        loop(state)

      {:file_request, from, ref, :close} ->
        {answer, _} = close(state.file)
        :erlang.send(from, {:file_reply, ref, answer})

      {:file_request, from, ref, request} ->
        {answer, file} = file_request(request, state.file)
        :erlang.send(from, {:file_reply, ref, answer})
        loop(%{state | file: file})

      {:DOWN, ^owner, _, _, _} ->
        close(state.file)

      _other ->
        loop(state)
    end
  end

  ## Requests of the I/O protocol

  defp request({:put_chars, encoding, chars}, state), do: put(encoding, chars, state)
  defp request({:put_chars, chars}, state), do: put(:latin1, chars, state)

  defp request({:put_chars, encoding, module, function, args}, state) do
    put(encoding, :erlang.apply(module, function, args), state)
  catch
    _, _ -> {{:error, function}, state}
  end

  defp request({:get_line, encoding, _prompt}, %{encoding: {_, _}} = state) do
    case read_wide(state.file, state.encoding, -1, []) do
      {{:ok, bytes}, file} -> {with(line when is_binary(line) <- text(bytes, encoding, state), do: newline(line)), %{state | file: file}}
      {other, file} -> {other, %{state | file: file}}
    end
  end

  defp request({:get_chars, encoding, _prompt, count}, %{encoding: {_, _}} = state) do
    case read_wide(state.file, state.encoding, count, []) do
      {{:ok, bytes}, file} -> {text(bytes, encoding, state), %{state | file: file}}
      {other, file} -> {other, %{state | file: file}}
    end
  end

  defp request({:get_line, encoding, _prompt}, state) do
    case read_line(state.file) do
      {{:ok, line}, file} -> {text(newline(line), encoding, state), %{state | file: file}}
      {other, file} -> {other, %{state | file: file}}
    end
  end

  defp request({:get_line, prompt}, state), do: request({:get_line, :latin1, prompt}, state)

  defp request({:get_chars, encoding, _prompt, count}, %{encoding: :latin1} = state) do
    case read(state.file, count) do
      {{:ok, bytes}, file} -> {text(bytes, encoding, state), %{state | file: file}}
      {other, file} -> {other, %{state | file: file}}
    end
  end

  defp request({:get_chars, encoding, _prompt, count}, state), do: get_points(count, <<>>, encoding, state)
  defp request({:get_chars, prompt, count}, state), do: request({:get_chars, :latin1, prompt, count}, state)

  defp request({:get_until, _encoding, _prompt, module, function, args}, state), do: get_until([], module, function, args, state)
  defp request({:get_until, _prompt, module, function, args}, state), do: get_until([], module, function, args, state)
  defp request({:setopts, options}, state), do: {:ok, setopts(options, state)}
  defp request(:getopts, state), do: {[binary: state.binary, encoding: state.encoding], state}
  defp request({:requests, requests}, state), do: requests(requests, :ok, state)
  defp request({:get_geometry, _what}, state), do: {{:error, :enotsup}, state}
  defp request(_other, state), do: {{:error, :request}, state}

  defp requests([], answer, state), do: {answer, state}
  defp requests(_rest, {:error, _} = error, state), do: {error, state}

  defp requests([request | rest], _answer, state) do
    {answer, state} = request(request, state)
    requests(rest, answer, state)
  end

  defp setopts([], state), do: state
  defp setopts([:binary | rest], state), do: setopts(rest, %{state | binary: true})
  defp setopts([:list | rest], state), do: setopts(rest, %{state | binary: false})
  defp setopts([{:binary, flag} | rest], state), do: setopts(rest, %{state | binary: flag})
  defp setopts([{:encoding, _} = option | rest], state), do: setopts(rest, %{state | encoding: encoding([option])})
  defp setopts([_ | rest], state), do: setopts(rest, state)

  defp put(encoding, chars, state) do
    case :unicode.characters_to_binary(chars, from(encoding), state.encoding) do
      bytes when is_binary(bytes) ->
        {answer, file} = write(state.file, bytes)
        {answer, %{state | file: file}}

      {_, _, _} ->
        {{:error, {:no_translation, encoding, state.encoding}}, state}
    end
  catch
    :error, _ -> {{:error, {:put_chars, encoding, chars}}, state}
  end

  defp from(:latin1), do: :latin1
  defp from(_unicode), do: :unicode

  defp read_any_line(file, {_, _} = encoding), do: read_wide(file, encoding, -1, [])
  defp read_any_line(file, _encoding), do: read_line(file)

  # Reads so many characters of more than one byte each, or with a count of -1 those of a line.
  defp read_wide(file, _encoding, 0, acc), do: {{:ok, :erlang.iolist_to_binary(:lists.reverse(acc))}, file}

  defp read_wide(file, encoding, count, acc) do
    case read_character(file, encoding) do
      {{:ok, bytes}, file} ->
        if count == -1 and :unicode.characters_to_binary(bytes, encoding) == "\n",
          do: read_wide(file, encoding, 0, [bytes | acc]),
          else: read_wide(file, encoding, if(count == -1, do: -1, else: count - 1), [bytes | acc])

      {:eof, file} when acc != [] ->
        read_wide(file, encoding, 0, acc)

      other ->
        other
    end
  end

  defp read_character(file, {:utf32, _}), do: read(file, 4)

  # The first half of a pair has another one behind it.
  defp read_character(file, {:utf16, endian}) do
    case read(file, 2) do
      {{:ok, <<a, b>> = bytes}, file} ->
        if if(endian == :big, do: a, else: b) in 0xD8..0xDB do
          case read(file, 2) do
            {{:ok, more}, file} -> {{:ok, <<bytes::binary, more::binary>>}, file}
            {_, file} -> {{:ok, bytes}, file}
          end
        else
          {{:ok, bytes}, file}
        end

      other ->
        other
    end
  end

  # Reads so many characters: as many bytes first, then as many as characters are missing.
  defp get_points(count, bytes, encoding, state) do
    {have, whole} = points(bytes, 0, 0)

    cond do
      whole == :error ->
        {{:error, :invalid_unicode}, state}

      have == count and whole == byte_size(bytes) ->
        {text(bytes, encoding, state), state}

      true ->
        case read(state.file, :erlang.max(count - have, 1)) do
          {{:ok, more}, file} -> get_points(count, <<bytes::binary, more::binary>>, encoding, %{state | file: file})
          {:eof, file} when have == 0 -> {:eof, %{state | file: file}}
          {:eof, file} -> {text(bytes, encoding, state), %{state | file: file}}
          {error, file} -> {error, %{state | file: file}}
        end
    end
  end

  # How many characters are whole, and in how many bytes; a last one may want bytes.
  defp points(<<point::utf8, rest::binary>>, count, size), do: points(rest, count + 1, size + byte_size(<<point::utf8>>))
  defp points(<<>>, count, size), do: {count, size}

  defp points(rest, count, size) do
    case :unicode.characters_to_binary(rest) do
      {:incomplete, <<>>, _} -> {count, size}
      _ -> {count, :error}
    end
  end

  defp get_until(continuation, module, function, args, state) do
    {data, file} =
      case read_any_line(state.file, state.encoding) do
        {{:ok, line}, file} -> {:unicode.characters_to_list(line, state.encoding), file}
        {:eof, file} -> {:eof, file}
      end

    case :erlang.apply(module, function, [continuation, data | args]) do
      {:done, result, rest} -> {result, %{state | file: unread(rest, state.encoding, file)}}
      {:more, continuation} when data != :eof -> get_until(continuation, module, function, args, %{state | file: file})
      _ -> {:eof, %{state | file: file}}
    end
  catch
    _, _ -> {{:error, function}, state}
  end

  defp unread(rest, _encoding, file) when rest in [:eof, []], do: file

  defp unread(rest, encoding, file) do
    size = byte_size(:unicode.characters_to_binary(rest, :unicode, encoding))
    elem(file_request({:position, {:cur, -size}}, file), 1)
  end

  # Bytes of the file as the request wants them: text in its encoding, as a binary or as a list.
  defp text(bytes, encoding, state) do
    case {state.encoding, from(encoding)} do
      {same, same} -> shaped(bytes, same, state)
      {in_file, asked} -> translated(:unicode.characters_to_binary(bytes, in_file, asked), in_file, asked, state)
    end
  end

  defp translated(text, _in_file, asked, state) when is_binary(text), do: shaped(text, asked, state)
  defp translated(_error, in_file, asked, _state), do: {:error, {:no_translation, in_file, asked}}

  defp shaped(text, :unicode, %{binary: true}) do
    case :unicode.characters_to_binary(text) do
      text when is_binary(text) -> text
      _ -> {:error, :invalid_unicode}
    end
  end

  defp shaped(text, _encoding, %{binary: true}), do: text
  defp shaped(text, encoding, _state), do: :unicode.characters_to_list(text, encoding)

  ## The file itself, or bytes in memory with a position

  defp close({:ram, _, _} = file), do: {:ok, file}
  defp close(file), do: {:prim_file.close(file), file}

  defp read({:ram, data, at}, 0), do: {{:ok, <<>>}, {:ram, data, at}}
  defp read({:ram, data, at} = file, _count) when at >= byte_size(data), do: {:eof, file}

  defp read({:ram, data, at}, count) do
    count = :erlang.min(count, byte_size(data) - at)
    {{:ok, :binary.part(data, at, count)}, {:ram, data, at + count}}
  end

  defp read(file, count), do: {:prim_file.read(file, count), file}

  defp read_line({:ram, data, at} = file) when at < byte_size(data) do
    case :binary.match(data, "\n", scope: {at, byte_size(data) - at}) do
      {found, 1} -> read(file, found + 1 - at)
      :nomatch -> read(file, byte_size(data) - at)
    end
  end

  defp read_line({:ram, _, _} = file), do: {:eof, file}
  defp read_line(file), do: {:prim_file.read_line(file), file}

  defp write({:ram, data, at}, bytes) do
    ahead = padded(data, at)
    after_it = at + byte_size(bytes)
    rest = if after_it < byte_size(data), do: :binary.part(data, after_it, byte_size(data) - after_it), else: <<>>
    {:ok, {:ram, <<ahead::binary, bytes::binary, rest::binary>>, after_it}}
  end

  defp write(file, bytes), do: {:prim_file.write(file, bytes), file}

  defp padded(data, at) when at <= byte_size(data), do: :binary.part(data, 0, at)
  defp padded(data, at), do: <<data::binary, 0::size((at - byte_size(data)) * 8)>>

  defp file_request({:position, at}, {:ram, data, now}) do
    case position(at, now, byte_size(data)) do
      at when is_integer(at) and at >= 0 -> {{:ok, at}, {:ram, data, at}}
      _ -> {{:error, :einval}, {:ram, data, now}}
    end
  end

  defp file_request(:truncate, {:ram, data, at}), do: {:ok, {:ram, padded(data, at), at}}
  defp file_request(:sync, {:ram, _, _} = file), do: {:ok, file}

  defp file_request({:position, at}, file) do
    {:prim_file.position(file, at), file}
  catch
    :error, :badarg -> {{:error, :einval}, file}
  end

  defp file_request(:truncate, file), do: {:prim_file.truncate(file), file}
  defp file_request(:sync, file), do: {:prim_file.sync(file), file}
  defp file_request(_other, file), do: {{:error, :request}, file}

  defp position(at, _now, _size) when is_integer(at), do: at
  defp position({:bof, offset}, _now, _size), do: offset
  defp position({:cur, offset}, now, _size), do: now + offset
  defp position({:eof, offset}, _now, size), do: size + offset
  defp position(:bof, _now, _size), do: 0
  defp position(:cur, now, _size), do: now
  defp position(:eof, _now, size), do: size
  defp position(_other, _now, _size), do: :error
end
