defmodule :io do
  @moduledoc """
  Input and output by the I/O protocol: requests to a device, which answers.
  """

  @typedoc "A process, or the name of one, that answers requests of input and output; `:standard_io` is the caller's group leader."
  @type device() :: atom() | pid()

  @typedoc "A text with directives that begin with `~`."
  @type format() :: atom() | charlist() | binary()

  @type prompt() :: atom() | :unicode.chardata()

  @type server_no_data() :: {:error, reason :: term()} | :eof

  @doc """
  Writes characters to the group leader.

      iex> {:ok, device} = StringIO.open("")
      iex> Process.group_leader(self(), device)
      iex> :io.put_chars("lamp")
      :ok
      iex> elem(StringIO.contents(device), 1)
      "lamp"
  """
  @spec put_chars(:unicode.chardata()) :: :ok
  def put_chars(chars), do: put_chars(:erlang.group_leader(), chars)

  @doc """
  Writes characters to a device.

      iex> {:ok, device} = StringIO.open("")
      iex> :io.put_chars(device, "lamp")
      :ok
      iex> elem(StringIO.contents(device), 1)
      "lamp"
  """
  @spec put_chars(device(), :unicode.chardata()) :: :ok
  def put_chars(device, chars), do: output(device, {:put_chars, :unicode, chars}, [device, chars])

  @doc """
  Writes characters in an encoding to a device.

      iex> {:ok, device} = StringIO.open("")
      iex> :io.put_chars(device, :unicode, "lamp")
      :ok
      iex> elem(StringIO.contents(device), 1)
      "lamp"
  """
  @spec put_chars(device(), encoding :: :latin1 | :unicode, :unicode.chardata() | iodata()) :: :ok
  def put_chars(device, encoding, chars), do: output(device, {:put_chars, encoding, chars}, [device, encoding, chars])

  @doc ~S"""
  Writes a newline.

      iex> {:ok, device} = StringIO.open("")
      iex> Process.group_leader(self(), device)
      iex> :io.nl()
      :ok
      iex> elem(StringIO.contents(device), 1)
      "\n"
  """
  @spec nl() :: :ok
  def nl(), do: nl(:erlang.group_leader())

  @doc ~S"""
  Writes a newline to a device.

      iex> {:ok, device} = StringIO.open("")
      iex> :io.nl(device)
      :ok
      iex> elem(StringIO.contents(device), 1)
      "\n"
  """
  @spec nl(device()) :: :ok
  def nl(device), do: output(device, {:put_chars, :unicode, "\n"}, [device])

  @doc """
  Writes a term in Erlang's syntax.

      iex> {:ok, device} = StringIO.open("")
      iex> Process.group_leader(self(), device)
      iex> :io.write({:lamp, 1})
      :ok
      iex> elem(StringIO.contents(device), 1)
      "{lamp,1}"
  """
  @spec write(term()) :: :ok
  def write(term), do: write(:erlang.group_leader(), term)

  @doc """
  Writes a term in Erlang's syntax to a device.

      iex> {:ok, device} = StringIO.open("")
      iex> :io.write(device, {:lamp, 1})
      :ok
      iex> elem(StringIO.contents(device), 1)
      "{lamp,1}"
  """
  @spec write(device(), term()) :: :ok
  def write(device, term), do: put_chars(device, :io_lib.write(term))

  @doc ~S"""
  Writes text made by `:io_lib.format/2`.

      iex> {:ok, device} = StringIO.open("")
      iex> Process.group_leader(self(), device)
      iex> :io.format(~c"lamp~n")
      :ok
      iex> elem(StringIO.contents(device), 1)
      "lamp\n"
  """
  @spec format(format()) :: :ok
  def format(format), do: format(:erlang.group_leader(), format, [])

  @doc ~S"""
  Writes text made by `:io_lib.format/2`.

      iex> {:ok, device} = StringIO.open("")
      iex> Process.group_leader(self(), device)
      iex> :io.format(~c"~p~n", [:lamp])
      :ok
      iex> elem(StringIO.contents(device), 1)
      "lamp\n"
  """
  @spec format(format(), [term()]) :: :ok
  def format(format, args) when is_list(args), do: format(:erlang.group_leader(), format, args)

  @doc ~S"""
  Writes text made by `:io_lib.format/2` to a device.

      iex> {:ok, device} = StringIO.open("")
      iex> :io.format(device, ~c"~p~n", [:lamp])
      :ok
      iex> elem(StringIO.contents(device), 1)
      "lamp\n"
  """
  @spec format(device(), format(), [term()]) :: :ok
  def format(device, format, args), do: put_chars(device, :io_lib.format(format, args))

  @doc ~S"""
  Like `format/1`.

      iex> {:ok, device} = StringIO.open("")
      iex> Process.group_leader(self(), device)
      iex> :io.fwrite(~c"lamp~n")
      :ok
      iex> elem(StringIO.contents(device), 1)
      "lamp\n"
  """
  @spec fwrite(format()) :: :ok
  def fwrite(format), do: format(format)

  @doc ~S"""
  Like `format/2`.

      iex> {:ok, device} = StringIO.open("")
      iex> Process.group_leader(self(), device)
      iex> :io.fwrite(~c"~p~n", [:lamp])
      :ok
      iex> elem(StringIO.contents(device), 1)
      "lamp\n"
  """
  @spec fwrite(format(), [term()]) :: :ok
  def fwrite(format, args), do: format(format, args)

  @doc ~S"""
  Like `format/3`.

      iex> {:ok, device} = StringIO.open("")
      iex> :io.fwrite(device, ~c"~p~n", [:lamp])
      :ok
      iex> elem(StringIO.contents(device), 1)
      "lamp\n"
  """
  @spec fwrite(device(), format(), [term()]) :: :ok
  def fwrite(device, format, args), do: format(device, format, args)

  @doc ~S"""
  Reads a line.

      iex> {:ok, device} = StringIO.open("one\ntwo")
      iex> Process.group_leader(self(), device)
      iex> :io.get_line(~c"> ")
      "one\n"
  """
  @spec get_line(prompt()) :: charlist() | binary() | server_no_data()
  def get_line(prompt), do: get_line(:erlang.group_leader(), prompt)

  @doc ~S"""
  Reads a line from a device.

      iex> {:ok, device} = StringIO.open("one\ntwo")
      iex> :io.get_line(device, ~c"> ")
      "one\n"
  """
  @spec get_line(device(), prompt()) :: charlist() | binary() | server_no_data()
  def get_line(device, prompt), do: input(device, {:get_line, :unicode, prompt}, [device, prompt])

  @doc ~S"""
  Reads a line that is not shown while it is typed.

      iex> {:ok, device} = StringIO.open("lamp\n")
      iex> Process.group_leader(self(), device)
      iex> :io.get_password()
      "lamp\n"
  """
  @spec get_password() :: charlist() | binary() | server_no_data()
  def get_password(), do: get_password(:erlang.group_leader())

  @doc ~S"""
  Reads a line from a device that is not shown while it is typed.

      iex> {:ok, device} = StringIO.open("lamp\n")
      iex> :io.get_password(device)
      "lamp\n"
  """
  @spec get_password(device()) :: charlist() | binary() | server_no_data()
  def get_password(device), do: input(device, {:get_password, :unicode}, [device])

  @doc """
  Reads the tokens of an Erlang form.

      iex> {:ok, device} = StringIO.open("lamp. ")
      iex> Process.group_leader(self(), device)
      iex> elem(:io.scan_erl_form(~c"> "), 0)
      :ok
  """
  @spec scan_erl_form(prompt()) :: {:ok, tokens :: list(), end_location :: term()} | {:eof, term()} | {:error, term()} | {:error, term(), term()}
  def scan_erl_form(prompt), do: scan_erl_form(:erlang.group_leader(), prompt)

  @doc """
  Reads the tokens of an Erlang form from a device.

      iex> {:ok, device} = StringIO.open("lamp. ")
      iex> elem(:io.scan_erl_form(device, ~c"> "), 0)
      :ok
  """
  @spec scan_erl_form(device(), prompt()) :: {:ok, tokens :: list(), end_location :: term()} | {:eof, term()} | {:error, term()} | {:error, term(), term()}
  def scan_erl_form(device, prompt), do: scan_erl_form(device, prompt, 1)

  @doc """
  Like `scan_erl_form/2`, from a line on.

      iex> {:ok, device} = StringIO.open("lamp. ")
      iex> elem(:io.scan_erl_form(device, ~c"> ", 1), 0)
      :ok
  """
  @spec scan_erl_form(device(), prompt(), location :: term()) :: {:ok, tokens :: list(), end_location :: term()} | {:eof, term()} | {:error, term()} | {:error, term(), term()}
  def scan_erl_form(device, prompt, line), do: request(device, {:get_until, :unicode, prompt, :erl_scan, :tokens, [line]})

  @doc """
  Reads characters.

      iex> {:ok, device} = StringIO.open("lamp")
      iex> Process.group_leader(self(), device)
      iex> :io.get_chars(~c"> ", 2)
      "la"
  """
  @spec get_chars(prompt(), count :: non_neg_integer()) :: charlist() | binary() | server_no_data()
  def get_chars(prompt, count), do: get_chars(:erlang.group_leader(), prompt, count)

  @doc """
  Reads characters from a device.

      iex> {:ok, device} = StringIO.open("lamp")
      iex> :io.get_chars(device, ~c"> ", 2)
      "la"
  """
  @spec get_chars(device(), prompt(), count :: non_neg_integer()) :: charlist() | binary() | server_no_data()
  def get_chars(device, prompt, count) when is_integer(count) and count >= 0,
    do: input(device, {:get_chars, :unicode, prompt, count}, [device, prompt, count])

  @doc """
  Reads a term in Erlang's syntax, which ends with a dot.

      iex> {:ok, device} = StringIO.open("{lamp, 1}.")
      iex> Process.group_leader(self(), device)
      iex> :io.read(~c"> ")
      {:ok, {:lamp, 1}}
  """
  @spec read(prompt()) :: {:ok, term()} | {:error, term()} | :eof
  def read(prompt), do: read(:erlang.group_leader(), prompt)

  @doc """
  Reads a term in Erlang's syntax from a device.

      iex> {:ok, device} = StringIO.open("{lamp, 1}.")
      iex> :io.read(device, ~c"> ")
      {:ok, {:lamp, 1}}
  """
  @spec read(device(), prompt()) :: {:ok, term()} | {:error, term()} | :eof
  def read(device, prompt) do
    case get_line(device, prompt) do
      :eof -> :eof
      {:error, _} = error -> error
      line -> :joist_term.parse(:unicode.characters_to_binary(line))
    end
  end

  @doc """
  The options of the group leader.

      iex> {:ok, device} = StringIO.open("")
      iex> Process.group_leader(self(), device)
      iex> :io.getopts()[:encoding]
      :unicode
  """
  @spec getopts() :: keyword() | {:error, term()}
  def getopts(), do: getopts(:erlang.group_leader())

  @doc """
  The options of a device.

      iex> {:ok, device} = StringIO.open("")
      iex> :io.getopts(device)[:encoding]
      :unicode
  """
  @spec getopts(device()) :: keyword() | {:error, term()}
  def getopts(device), do: request(device, :getopts)

  @doc """
  Sets options of the group leader.

      iex> {:ok, device} = StringIO.open("")
      iex> Process.group_leader(self(), device)
      iex> :io.setopts(encoding: :unicode)
      :ok
  """
  @spec setopts(options :: [term()]) :: :ok | {:error, term()}
  def setopts(options), do: setopts(:erlang.group_leader(), options)

  @doc """
  Sets options of a device.

      iex> {:ok, device} = StringIO.open("")
      iex> :io.setopts(device, encoding: :unicode)
      :ok
  """
  @spec setopts(device(), options :: [term()]) :: :ok | {:error, term()}
  def setopts(device, options), do: request(device, {:setopts, options})

  @doc """
  The number of columns of the group leader.

      iex> {:ok, device} = StringIO.open("")
      iex> Process.group_leader(self(), device)
      iex> :io.columns()
      {:error, :enotsup}
  """
  @spec columns() :: {:ok, pos_integer()} | {:error, :enotsup}
  def columns(), do: columns(:erlang.group_leader())

  @doc """
  The number of columns of a device.

      iex> {:ok, device} = StringIO.open("")
      iex> :io.columns(device)
      {:error, :enotsup}
  """
  @spec columns(device()) :: {:ok, pos_integer()} | {:error, :enotsup}
  def columns(device), do: geometry(device, :columns)

  @doc """
  The number of rows of the group leader.

      iex> {:ok, device} = StringIO.open("")
      iex> Process.group_leader(self(), device)
      iex> :io.rows()
      {:error, :enotsup}
  """
  @spec rows() :: {:ok, pos_integer()} | {:error, :enotsup}
  def rows(), do: rows(:erlang.group_leader())

  @doc """
  The number of rows of a device.

      iex> {:ok, device} = StringIO.open("")
      iex> :io.rows(device)
      {:error, :enotsup}
  """
  @spec rows(device()) :: {:ok, pos_integer()} | {:error, :enotsup}
  def rows(device), do: geometry(device, :rows)

  defp geometry(device, what) do
    case request(device, {:get_geometry, what}) do
      number when is_integer(number) and number > 0 -> {:ok, number}
      _ -> {:error, :enotsup}
    end
  end

  @doc """
  What counts as printable: always `:unicode`.

      iex> :io.printable_range() in [:latin1, :unicode]
      true
  """
  @spec printable_range() :: :unicode | :latin1
  def printable_range(), do: :unicode

  @doc """
  Sends a request to the group leader and waits for the answer.

      iex> {:ok, device} = StringIO.open("")
      iex> Process.group_leader(self(), device)
      iex> :io.request({:put_chars, :unicode, "lamp"})
      :ok
      iex> elem(StringIO.contents(device), 1)
      "lamp"
  """
  @spec request(request :: term()) :: term()
  def request(request), do: request(:erlang.group_leader(), request)

  @doc """
  Sends a request to a device and waits for the answer.

      iex> {:ok, device} = StringIO.open("")
      iex> :io.request(device, {:put_chars, :unicode, "lamp"})
      :ok
      iex> elem(StringIO.contents(device), 1)
      "lamp"
  """
  @spec request(device(), request :: term()) :: term()
  def request(:standard_io, request), do: request(:erlang.group_leader(), request)

  def request(device, request) when is_pid(device) do
    ref = :erlang.monitor(:process, device)
    :erlang.send(device, {:io_request, self(), ref, request})

    receive do
      {:io_reply, ^ref, reply} ->
        :erlang.demonitor(ref, [:flush])
        reply

      {:DOWN, ^ref, _, _, _} ->
        # The answer may have been given before the end.
        receive do
          {:io_reply, ^ref, reply} -> reply
        after
          0 -> {:error, :terminated}
        end
    end
  end

  def request(name, request) when is_atom(name) do
    case :erlang.whereis(name) do
      :undefined -> {:error, :arguments}
      pid -> request(pid, request)
    end
  end

  def request(_device, _request), do: {:error, :arguments}

  @doc ~S"""
  Sends several requests in one.

      iex> {:ok, device} = StringIO.open("")
      iex> Process.group_leader(self(), device)
      iex> :io.requests([{:put_chars, :unicode, "lamp"}, :nl])
      :ok
      iex> elem(StringIO.contents(device), 1)
      "lamp\n"
  """
  @spec requests([request :: term()]) :: term()
  def requests(requests), do: requests(:erlang.group_leader(), requests)

  @doc ~S"""
  Sends several requests to a device in one.

      iex> {:ok, device} = StringIO.open("")
      iex> :io.requests(device, [{:put_chars, :unicode, "lamp"}, :nl])
      :ok
      iex> elem(StringIO.contents(device), 1)
      "lamp\n"
  """
  @spec requests(device(), [request :: term()]) :: term()
  def requests(device, requests), do: request(device, {:requests, :lists.map(&written_out/1, requests)})

  # Requests of this module, as devices know them.
  defp written_out(:nl), do: {:put_chars, :unicode, "\n"}
  defp written_out({:write, term}), do: {:put_chars, :unicode, :io_lib, :write, [term]}
  defp written_out({name, format, args}) when name in [:format, :fwrite], do: {:put_chars, :unicode, :io_lib, :format, [format, args]}
  defp written_out(request), do: request

  defp output(device, request, args) do
    case request(device, request) do
      :ok -> :ok
      {:error, reason} -> :erlang.error(reason(reason), args)
    end
  end

  defp input(device, request, args) do
    case request(device, request) do
      {:error, reason} when reason == :arguments -> :erlang.error(:badarg, args)
      {:error, _} = error -> error
      data -> data
    end
  end

  defp reason(:arguments), do: :badarg
  defp reason(:terminated), do: :terminated
  defp reason({:no_translation, _, _}), do: :no_translation
  defp reason(_reason), do: :badarg
end
