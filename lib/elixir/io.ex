defmodule IO do
  @moduledoc """
  Input and output through devices, which are processes that speak the I/O protocol.

  A device is a pid, a registered name, `:stdio` (the group leader) or `:stderr`.
  """

  @type device() :: atom() | pid()
  @type nodata() :: {:error, term()} | :eof
  @type chardata() :: String.t() | maybe_improper_list(char() | chardata(), String.t() | [])

  @doc """
  Writes the item to the device.

      iex> IO.write("")
      :ok
  """
  @spec write(device(), chardata() | String.Chars.t()) :: :ok
  def write(device \\ :stdio, item), do: :io.put_chars(device(device), to_chardata(item))

  @doc """
  Writes raw bytes to the device.

      iex> {:ok, device} = StringIO.open("")
      iex> IO.binwrite(device, ["a", ?b])
      :ok
      iex> StringIO.contents(device)
      {"", "ab"}
  """
  @spec binwrite(device(), iodata()) :: :ok
  def binwrite(device \\ :stdio, iodata) do
    with {:error, reason} <- :file.write(device(device), iodata), do: :erlang.error(reason)
  end

  @doc ~S"""
  Writes the item to the device, and a newline.

      iex> {:ok, device} = StringIO.open("")
      iex> IO.puts(device, "hello")
      :ok
      iex> StringIO.contents(device)
      {"", "hello\n"}
  """
  @spec puts(device(), chardata() | String.Chars.t()) :: :ok
  def puts(device \\ :stdio, item), do: :io.put_chars(device(device), [to_chardata(item), ?\n])

  @doc """
  Writes the item, inspected and followed by a newline, and returns it unchanged.

  Options are those of `Inspect.Opts` and `:label`, a text to go before.

      iex> [1, 2] |> Enum.map(&(&1 * 2)) |> IO.inspect(label: "doubled")
      [2, 4]
  """
  @spec inspect(item, Inspect.Opts.t() | keyword()) :: item when item: var
  def inspect(item, opts \\ []), do: inspect(:stdio, item, opts)

  @doc ~S"""
  Like `inspect/2`, on the given device.

      iex> {:ok, device} = StringIO.open("")
      iex> IO.inspect(device, %{a: 1}, [])
      %{a: 1}
      iex> StringIO.contents(device)
      {"", "%{a: 1}\n"}
  """
  @spec inspect(device(), item, Inspect.Opts.t() | keyword()) :: item when item: var
  def inspect(device, item, opts) when is_list(opts) do
    label =
      case :lists.keyfind(:label, 1, opts) do
        {_, label} when label != nil -> [to_chardata(label), ": "]
        _ -> []
      end

    opts = if opts == [], do: default_opts(), else: inspect_opts(opts)
    width = if opts.pretty, do: opts.width, else: :infinity
    doc = Inspect.Algebra.group(Inspect.Algebra.to_doc(item, opts))
    chardata = Inspect.Algebra.format(doc, width)
    :io.put_chars(device(device), [label, chardata, ?\n])
    item
  end

  defp default_opts(), do: Inspect.Opts.new(pretty: true)

  defp inspect_opts(opts), do: Inspect.Opts.new([pretty: true] ++ :lists.keydelete(:label, 1, opts))

  @doc """
  Warns on the standard error device, with the caller's stack trace or the given one.

      iex> IO.warn("a lamp is hot")
      :ok
  """
  @spec warn(chardata()) :: :ok
  def warn(message) do
    {:current_stacktrace, stack} = :erlang.process_info(self(), :current_stacktrace)
    warn(message, drop_frames(stack))
  end

  @doc """
  Like `warn/1`, with a stack trace or an environment to name the place.

      iex> IO.warn("a lamp is hot", file: "lamp.ex", line: 1)
      :ok
  """
  @spec warn(chardata(), Exception.stacktrace() | keyword() | Macro.Env.t()) :: :ok
  def warn(message, %{__struct__: Macro.Env} = env) do
    warn(message, file: env.file, line: env.line, module: env.module, function: env.function)
  end

  def warn(message, []), do: warning(message, "")

  def warn(message, opts) when is_list(opts) do
    case opts do
      [{key, _} | _] when is_atom(key) ->
        :elixir_code.warn(:erlang.iolist_to_binary(to_chardata(message)), opts[:file] || "", opts[:line] || 0, opts[:column] || 0, inside(opts))
        :ok

      [{_, _, _, location} | _] = stacktrace ->
        text = :erlang.iolist_to_binary(to_chardata(message))
        file = if location[:file], do: :erlang.list_to_binary(location[:file]), else: ""

        if :elixir_code.note_warning(text, file, location[:line] || 0),
          do: :ok,
          else: warning(message, Enum.map(stacktrace, fn e -> ["  ", Exception.format_stacktrace_entry(e), ?\n] end))

      stacktrace ->
        warning(message, Enum.map(stacktrace, fn e -> ["  ", Exception.format_stacktrace_entry(e), ?\n] end))
    end
  end

  # What the place that options name belongs to.
  defp inside(opts) do
    case {opts[:module], opts[:function]} do
      {nil, _} -> if opts[:file], do: "(file)", else: ""
      {module, nil} -> Kernel.inspect(module) <> " (module)"
      {module, {name, arity}} -> Exception.format_mfa(module, name, arity)
    end
  end

  defp drop_frames([{Process, :info, _, _} | rest]), do: drop_frames(rest)
  defp drop_frames([{IO, :warn, _, _} | rest]), do: drop_frames(rest)
  defp drop_frames(stack), do: stack

  defp warning(message, place) do
    prefix = if IO.ANSI.enabled?(), do: ["\e[33m", "warning: ", "\e[0m"], else: "warning: "
    :io.put_chars(:standard_error, [prefix, to_chardata(message), ?\n, place, ?\n])
    :ok
  end

  @doc ~S"""
  Reads a line, a number of characters or everything (`:eof`) from the device.

      iex> {:ok, device} = StringIO.open("one\ntwo")
      iex> IO.read(device, :line)
      "one\n"
      iex> IO.read(device, 2)
      "tw"
      iex> IO.read(device, :eof)
      "o"
  """
  @spec read(device(), :eof | :line | non_neg_integer()) :: chardata() | nodata()
  def read(device \\ :stdio, what)
  def read(device, :eof), do: read_all(device(device), [])
  def read(device, :all), do: with(:eof <- read(device, :eof), do: "")
  def read(device, :line), do: :io.get_line(device(device), ~c"")

  def read(device, count) when is_integer(count) and count >= 0,
    do: :io.get_chars(device(device), ~c"", count)

  defp read_all(device, acc) do
    case :io.get_line(device, ~c"") do
      line when is_binary(line) or is_list(line) -> read_all(device, [line | acc])
      :eof when acc == [] -> :eof
      # As the device gives lines, in strings or in lists.
      :eof when is_binary(hd(acc)) -> acc |> :lists.reverse() |> :unicode.characters_to_binary()
      :eof -> acc |> :lists.reverse() |> :lists.append()
      {:error, _} = error -> error
    end
  end

  @doc ~S"""
  Like `read/2`, in bytes.

      iex> {:ok, device} = StringIO.open("one\ntwo")
      iex> IO.binread(device, :line)
      "one\n"
      iex> IO.binread(device, :eof)
      "two"
  """
  @spec binread(device(), :eof | :line | non_neg_integer()) :: iodata() | nodata()
  def binread(device \\ :stdio, what)
  def binread(device, :eof), do: binread_all(device(device), [])
  def binread(device, :all), do: with(:eof <- binread(device, :eof), do: "")
  def binread(device, :line), do: file_answer(:file.read_line(device(device)))

  def binread(device, count) when is_integer(count) and count >= 0,
    do: file_answer(:file.read(device(device), count))

  defp binread_all(device, acc) do
    case :file.read(device, 4096) do
      {:ok, data} -> binread_all(device, [acc | data])
      :eof when acc == [] -> :eof
      :eof -> :erlang.iolist_to_binary(acc)
      {:error, _} = error -> error
    end
  end

  defp file_answer({:ok, data}), do: data
  defp file_answer(other), do: other

  @doc """
  Reads `count` characters after showing a prompt.

      iex> {:ok, device} = StringIO.open("lamp")
      iex> IO.getn(device, "> ")
      "l"
  """
  @spec getn(device() | chardata() | String.Chars.t(), pos_integer() | :eof | chardata() | String.Chars.t()) :: chardata() | nodata()
  def getn(prompt, count \\ 1)

  def getn(prompt, count) when is_integer(count) and count > 0, do: getn(:stdio, prompt, count)
  def getn(device, prompt) when not is_integer(prompt), do: getn(device, prompt, 1)

  @doc """
  Like `getn/2`, on the given device; a count of `:eof` stands for all that is left.

      iex> {:ok, device} = StringIO.open("abc")
      iex> IO.getn(device, "", 2)
      "ab"
  """
  @spec getn(device(), chardata() | String.Chars.t(), pos_integer() | :eof) :: chardata() | nodata()
  def getn(device, prompt, :eof) do
    case gets(device, prompt) do
      line when is_binary(line) or is_list(line) -> device |> device() |> read_all([line])
      other -> other
    end
  end

  def getn(device, prompt, count) when is_integer(count) and count > 0,
    do: :io.get_chars(device(device), to_chardata(prompt), count)

  @doc ~S"""
  Reads a line after showing a prompt; `:eof` at the end.

      iex> {:ok, device} = StringIO.open("yes\n")
      iex> IO.gets(device, "sure? ")
      "yes\n"
  """
  @spec gets(device(), chardata() | String.Chars.t()) :: chardata() | nodata()
  def gets(device \\ :stdio, prompt), do: :io.get_line(device(device), to_chardata(prompt))

  @doc ~S"""
  A stream of lines or chunks of characters of the device.

      iex> {:ok, device} = StringIO.open("one\ntwo\n")
      iex> Enum.map(IO.stream(device, :line), &String.trim/1)
      ["one", "two"]
  """
  @spec stream(device(), :line | pos_integer()) :: Enumerable.t(String.t())
  def stream(device \\ :stdio, line_or_codepoints)

  def stream(device, line_or_codepoints)
      when line_or_codepoints == :line or (is_integer(line_or_codepoints) and line_or_codepoints > 0),
      do: IO.Stream.__build__(device, false, line_or_codepoints)

  @doc ~S"""
  A stream of the lines of the standard device.

      iex> {:ok, device} = StringIO.open("one\ntwo")
      iex> Process.group_leader(self(), device)
      iex> Enum.to_list(IO.stream())
      ["one\n", "two"]
  """
  @spec stream() :: Enumerable.t(String.t())
  def stream(), do: stream(:stdio, :line)

  @doc """
  A stream of lines or chunks of bytes of the device.

      iex> {:ok, device} = StringIO.open("abcd")
      iex> Enum.to_list(IO.binstream(device, 2))
      ["ab", "cd"]
  """
  @spec binstream(device(), :line | pos_integer()) :: Enumerable.t(binary())
  def binstream(device \\ :stdio, line_or_bytes)

  def binstream(device, line_or_bytes)
      when line_or_bytes == :line or (is_integer(line_or_bytes) and line_or_bytes > 0),
      do: IO.Stream.__build__(device, true, line_or_bytes)

  @doc ~S"""
  A stream of the lines of the standard device, as bytes.

      iex> {:ok, device} = StringIO.open("one\ntwo")
      iex> Process.group_leader(self(), device)
      iex> Enum.to_list(IO.binstream())
      ["one\n", "two"]
  """
  @spec binstream() :: Enumerable.t(binary())
  def binstream(), do: binstream(:stdio, :line)

  @doc """
  Joins characters, strings and lists of them into a string.

      iex> IO.chardata_to_string(["a", ?b, [~c"c"]])
      "abc"
  """
  @spec chardata_to_string(chardata()) :: String.t()
  def chardata_to_string(string) when is_binary(string), do: string
  def chardata_to_string(list) when is_list(list), do: List.to_string(list)

  @doc """
  Joins bytes, binaries and lists of them into a binary.

      iex> IO.iodata_to_binary([1, <<2>>, [3]])
      <<1, 2, 3>>
  """
  @spec iodata_to_binary(iodata()) :: binary()
  def iodata_to_binary(iodata), do: :erlang.iolist_to_binary(iodata)

  @doc """
  The number of bytes in iodata.

      iex> IO.iodata_length([1, "ab"])
      3
  """
  @spec iodata_length(iodata()) :: non_neg_integer()
  def iodata_length(iodata), do: :erlang.iolist_size(iodata)

  @doc false
  def each_stream(device, line_or_codepoints) do
    case read(device, line_or_codepoints) do
      :eof -> {:halt, device}
      {:error, reason} -> raise IO.StreamError, reason: reason
      data -> {[data], device}
    end
  end

  @doc false
  def each_binstream(device, line_or_chars) do
    case binread(device, line_or_chars) do
      :eof -> {:halt, device}
      {:error, reason} -> raise IO.StreamError, reason: reason
      data -> {[data], device}
    end
  end

  defp device(:stdio), do: :erlang.group_leader()
  defp device(:stderr), do: :standard_error
  defp device(other), do: other

  defp to_chardata(item) when is_binary(item) or is_list(item), do: item
  defp to_chardata(item) when is_integer(item), do: :erlang.integer_to_binary(item)
  defp to_chardata(item), do: String.Chars.to_string(item)
end
