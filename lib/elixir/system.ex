defmodule System do
  @moduledoc """
  The system the program runs on: its environment, clocks, arguments and commands.
  """

  @type time_unit() :: :second | :millisecond | :microsecond | :nanosecond | pos_integer()

  @type signal() ::
          :sigabrt
          | :sigalrm
          | :sigchld
          | :sighup
          | :sigquit
          | :sigstop
          | :sigterm
          | :sigtstp
          | :sigusr1
          | :sigusr2

  @doc """
  The version of Elixir that this library is.

      iex> is_binary(System.version())
      true
  """
  @spec version() :: String.t()
  def version(), do: "1.18.0"

  @doc """
  The release of OTP that this machine follows.

      iex> System.otp_release() |> String.to_integer() |> is_integer()
      true
  """
  @spec otp_release() :: String.t()
  def otp_release(), do: "27"

  @doc """
  What is known about this build.

      iex> Map.keys(System.build_info())
      [:build, :date, :otp_release, :revision, :version]
  """
  @spec build_info() :: %{build: String.t(), date: String.t(), revision: String.t(), version: String.t(), otp_release: String.t()}
  def build_info() do
    %{build: "1.18.0 (joist, compiled with Erlang/OTP 27)", date: "", revision: "", version: version(), otp_release: otp_release()}
  end

  @doc """
  The arguments of the command.

      iex> is_list(System.argv())
      true
  """
  @spec argv() :: [String.t()]
  def argv(), do: :persistent_term.get(:joist_argv, [])

  @doc """
  Sets the arguments that `argv/0` returns.

      iex> arguments = System.argv()
      iex> System.argv(["one", "two"])
      :ok
      iex> {System.argv(), System.argv(arguments)}
      {["one", "two"], :ok}
  """
  @spec argv([String.t()]) :: :ok
  def argv(args) do
    :persistent_term.put(:joist_argv, args)
    :ok
  end

  @doc """
  Whether the system keeps running when its scripts are done.

      iex> is_boolean(System.no_halt())
      true
  """
  @spec no_halt() :: boolean()
  def no_halt(), do: :persistent_term.get(:joist_no_halt, false)

  @doc """
  Sets what `no_halt/0` returns.

      iex> System.no_halt(System.no_halt())
      :ok
  """
  @spec no_halt(boolean()) :: :ok
  def no_halt(boolean) when is_boolean(boolean) do
    :persistent_term.put(:joist_no_halt, boolean)
    :ok
  end

  @doc """
  Registers a function that is called with the exit status at the end of the program.

      iex> System.at_exit(fn status -> status end)
      :ok
  """
  @spec at_exit((non_neg_integer() -> any())) :: :ok
  def at_exit(fun) when is_function(fun, 1) do
    :persistent_term.put(:joist_at_exit, [fun | :persistent_term.get(:joist_at_exit, [])])
    :ok
  end

  @doc "Ends the program at once."
  @spec halt(non_neg_integer() | binary() | :abort) :: no_return()
  def halt(status \\ 0)
  def halt(status) when is_integer(status) or status == :abort, do: :erlang.halt(status)
  def halt(status) when is_binary(status), do: :erlang.halt(String.to_charlist(status))

  @doc "Ends the program after its processes have been stopped."
  @spec stop(non_neg_integer() | binary()) :: :ok
  def stop(status \\ 0)
  def stop(status) when is_integer(status), do: :init.stop(status)
  def stop(status) when is_binary(status), do: :init.stop(String.to_charlist(status))

  @doc "Starts the program anew."
  @spec restart() :: :ok
  def restart(), do: :init.restart()

  @doc """
  Waits until the system has started.

      iex> System.wait_until_booted()
      :ok
  """
  @spec wait_until_booted() :: :ok
  def wait_until_booted(), do: :ok

  @doc """
  The value of a variable of the environment, or the default.

      iex> System.get_env("NO_SUCH_VARIABLE")
      nil
      iex> System.get_env("NO_SUCH_VARIABLE", "default")
      "default"
  """
  @spec get_env(String.t(), default) :: String.t() | default when default: String.t() | nil
  def get_env(varname, default \\ nil) when is_binary(varname) and (is_binary(default) or is_nil(default)) do
    case :os.getenv(String.to_charlist(varname)) do
      false -> default
      value -> List.to_string(value)
    end
  end

  @doc """
  All variables of the environment.

      iex> is_map(System.get_env())
      true
  """
  @spec get_env() :: %{optional(String.t()) => String.t()}
  def get_env() do
    Map.new(:os.getenv(), fn pair ->
      case :binary.split(List.to_string(pair), "=") do
        [name, value] -> {name, value}
        [name] -> {name, ""}
      end
    end)
  end

  @doc """
  The value of a variable of the environment as `{:ok, value}`, or `:error`.

      iex> System.fetch_env("NO_SUCH_VARIABLE_HERE")
      :error
  """
  @spec fetch_env(String.t()) :: {:ok, String.t()} | :error
  def fetch_env(varname) when is_binary(varname) do
    case :os.getenv(String.to_charlist(varname)) do
      false -> :error
      value -> {:ok, List.to_string(value)}
    end
  end

  @doc """
  The value of a variable of the environment; raises when it is not set.

      iex> System.put_env("DOC_LAMP", "red")
      :ok
      iex> System.fetch_env!("DOC_LAMP")
      "red"
  """
  @spec fetch_env!(String.t()) :: String.t()
  def fetch_env!(varname) when is_binary(varname) do
    case fetch_env(varname) do
      {:ok, value} -> value
      :error -> raise System.EnvError, env: varname
    end
  end

  @doc """
  Sets a variable of the environment.

      iex> System.put_env("DOC_LAMP", "blue")
      :ok
      iex> System.get_env("DOC_LAMP")
      "blue"
  """
  @spec put_env(String.t(), String.t()) :: :ok
  def put_env(varname, value) when is_binary(varname) and is_binary(value) do
    case :binary.match(varname, "=") do
      :nomatch ->
        :os.putenv(String.to_charlist(varname), String.to_charlist(value))
        :ok

      {_, _} ->
        raise ArgumentError, "cannot execute System.put_env/2 for key with \"=\", got: #{inspect(varname)}"
    end
  end

  @doc """
  Sets several variables; `nil` deletes one.

      iex> System.put_env(%{"DOC_LAMP" => "green", "DOC_GONE" => nil})
      :ok
      iex> System.get_env("DOC_LAMP")
      "green"
  """
  @spec put_env(Enumerable.t()) :: :ok
  def put_env(enum) do
    Enum.each(enum, fn
      {key, nil} -> key |> String.Chars.to_string() |> String.to_charlist() |> :os.unsetenv()
      {key, value} -> put_env(String.Chars.to_string(key), value)
    end)
  end

  @doc """
  Deletes a variable of the environment.

      iex> System.put_env("DOC_LAMP", "red")
      :ok
      iex> System.delete_env("DOC_LAMP")
      :ok
      iex> System.get_env("DOC_LAMP")
      nil
  """
  @spec delete_env(String.t()) :: :ok
  def delete_env(varname) do
    :os.unsetenv(String.to_charlist(varname))
    :ok
  end

  @doc """
  The path of a command, or `nil`.

      iex> System.find_executable("no-such-program")
      nil
  """
  @spec find_executable(binary()) :: binary() | nil
  def find_executable(program) when is_binary(program) do
    if String.contains?(program, "\0"), do: raise(ArgumentError, "cannot execute System.find_executable/1 for program with null byte, got: #{inspect(program)}")

    case :os.find_executable(String.to_charlist(program)) do
      false -> nil
      path -> List.to_string(path)
    end
  end

  @doc """
  The process identifier that the operating system gave the program.

      iex> System.pid() |> String.to_integer() |> is_integer()
      true
  """
  @spec pid() :: String.t()
  def pid(), do: List.to_string(:os.getpid())

  @doc false
  @deprecated "Use System.pid/0 instead"
  def get_pid(), do: pid()

  @doc """
  The user's home directory.

      iex> is_binary(System.user_home()) or System.user_home() == nil
      true
  """
  @spec user_home() :: String.t() | nil
  def user_home() do
    case get_env("HOME") do
      nil -> get_env("USERPROFILE")
      home -> home
    end
  end

  @doc """
  Like `user_home/0`; raises when it is not known.

      iex> is_binary(System.user_home!())
      true
  """
  @spec user_home!() :: String.t()
  def user_home!() do
    user_home() || raise "could not find the user home, please set the HOME environment variable"
  end

  @doc """
  A directory for temporary files, or `nil`.

      iex> is_binary(System.tmp_dir())
      true
  """
  @spec tmp_dir() :: String.t() | nil
  def tmp_dir() do
    Enum.find_value(["TMPDIR", "TEMP", "TMP"], fn name -> writable_dir(get_env(name)) end) ||
      writable_dir("/tmp") || writable_dir(File.cwd!())
  end

  defp writable_dir(nil), do: nil

  defp writable_dir(path) do
    case File.stat(path) do
      {:ok, %{type: :directory, access: access}} when access in [:read_write, :write] -> path
      _ -> nil
    end
  end

  @doc """
  Like `tmp_dir/0`; raises when there is none.

      iex> File.dir?(System.tmp_dir!())
      true
  """
  @spec tmp_dir!() :: String.t()
  def tmp_dir!() do
    tmp_dir() ||
      raise "could not get a writable temporary directory, please set the TMPDIR environment variable"
  end

  @doc "The current working directory, or `nil`."
  @deprecated "Use File.cwd/0 instead"
  @spec cwd() :: String.t() | nil
  def cwd() do
    case :file.get_cwd() do
      {:ok, path} -> IO.chardata_to_string(path)
      _ -> nil
    end
  end

  @doc "Like `cwd/0`; raises when it is not known."
  @deprecated "Use File.cwd!/0 instead"
  @spec cwd!() :: String.t()
  def cwd!(), do: cwd() || raise("could not get a current working directory, the current location is not accessible")

  @doc ~S"""
  Runs a command and returns its output and exit status; no shell is involved.

      iex> System.cmd("echo", ["hello"])
      {"hello\n", 0}
  """
  @spec cmd(binary(), [binary()], keyword()) :: {Collectable.t(), exit_status :: non_neg_integer()}
  def cmd(command, args, opts \\ []) when is_binary(command) and is_list(args) do
    if String.contains?(command, "\0"), do: raise(ArgumentError, "cannot execute System.cmd/3 for program with null byte, got: #{inspect(command)}")
    unless Enum.all?(args, &is_binary/1), do: raise(ArgumentError, "all arguments for System.cmd/3 must be binaries")
    if Enum.any?(args, &String.contains?(&1, "\0")), do: raise(ArgumentError, "cannot execute System.cmd/3 with null byte in its arguments, got: #{inspect(args)}")

    path =
      case :binary.match(command, "/") do
        :nomatch -> find_executable(command) || :erlang.error(:enoent, [command, args, opts])
        _ -> command
      end

    run(path, args, opts)
  end

  @doc ~S"""
  Runs a command line in the shell and returns its output and exit status.

      iex> System.shell("echo hello")
      {"hello\n", 0}
  """
  @spec shell(binary(), keyword()) :: {Collectable.t(), exit_status :: non_neg_integer()}
  def shell(command, opts \\ []) when is_binary(command), do: run("/bin/sh", ["-c", command], opts)

  defp run(path, args, opts) do
    {into, opts} = Keyword.pop(opts, :into, "")
    {lines, opts} = Keyword.pop(opts, :lines)

    if opts[:stderr_to_stdout] && opts[:use_stdio] == false,
      do: raise(ArgumentError, ~s(cannot use "stderr_to_stdout: true" and "use_stdio: false"))

    options =
      Enum.reduce(opts, %{}, fn
        {:cd, dir}, acc -> :maps.put(:cd, IO.chardata_to_string(dir), acc)
        {:env, env}, acc -> :maps.put(:env, Enum.to_list(env), acc)
        {:stderr_to_stdout, flag}, acc -> :maps.put(:stderr_to_stdout, flag, acc)
        {:arg0, arg0}, acc -> :maps.put(:arg0, arg0, acc)
        {:parallelism, _}, acc -> acc
        {:close_stdin, _}, acc -> acc
        {:use_stdio, _}, acc -> acc
        {key, value}, _acc -> raise ArgumentError, "invalid option #{inspect(key)} with value #{inspect(value)}"
      end)

    case :joist_os.cmd(path, args, options) do
      {:ok, output, status} -> {output |> pieces(lines) |> Enum.into(into), status}
      {:error, reason} -> :erlang.error(reason, [path, args, opts])
    end
  end

  defp pieces("", _lines), do: []
  defp pieces(output, nil), do: [output]
  defp pieces(output, lines) when is_integer(lines) and lines > 0, do: output |> String.replace_suffix("\n", "") |> String.split(["\r\n", "\n"])

  @doc "The stack trace belongs to `rescue` and `catch`; see `__STACKTRACE__`."
  @deprecated "Use __STACKTRACE__ instead"
  @spec stacktrace() :: []
  def stacktrace(), do: []

  @doc """
  The monotonic clock in native units.

      iex> is_integer(System.monotonic_time())
      true
  """
  @spec monotonic_time() :: integer()
  def monotonic_time(), do: :erlang.monotonic_time()

  @doc """
  The monotonic clock in the given unit.

      iex> is_integer(System.monotonic_time(:millisecond))
      true
  """
  @spec monotonic_time(time_unit() | :native) :: integer()
  def monotonic_time(unit), do: :erlang.monotonic_time(normalize_time_unit(unit))

  @doc """
  The system clock in native units.

      iex> System.system_time() > 0
      true
  """
  @spec system_time() :: integer()
  def system_time(), do: :erlang.system_time()

  @doc """
  The system clock in the given unit.

      iex> System.system_time(:second) > 1_000_000_000
      true
  """
  @spec system_time(time_unit() | :native) :: integer()
  def system_time(unit), do: :erlang.system_time(normalize_time_unit(unit))

  @doc """
  Converts a time between units, rounding down.

      iex> System.convert_time_unit(1500, :millisecond, :second)
      1
  """
  @spec convert_time_unit(integer(), time_unit() | :native, time_unit() | :native) :: integer()
  def convert_time_unit(time, from_unit, to_unit),
    do: :erlang.convert_time_unit(time, normalize_time_unit(from_unit), normalize_time_unit(to_unit))

  @doc """
  The difference between the system clock and the monotonic clock.

      iex> is_integer(System.time_offset())
      true
  """
  @spec time_offset() :: integer()
  def time_offset(), do: :erlang.time_offset()

  @doc """
  Like `time_offset/0`, in the given unit.

      iex> is_integer(System.time_offset(:second))
      true
  """
  @spec time_offset(time_unit() | :native) :: integer()
  def time_offset(unit), do: :erlang.time_offset(normalize_time_unit(unit))

  @doc """
  The operating system's clock.

      iex> is_integer(System.os_time())
      true
  """
  @spec os_time() :: integer()
  def os_time(), do: :os.system_time()

  @doc """
  The operating system's clock in the given unit.

      iex> System.os_time(:second) > 1_000_000_000
      true
  """
  @spec os_time(time_unit() | :native) :: integer()
  def os_time(unit), do: :os.system_time(normalize_time_unit(unit))

  defp normalize_time_unit(:native), do: :native
  defp normalize_time_unit(:second), do: :second
  defp normalize_time_unit(:millisecond), do: :millisecond
  defp normalize_time_unit(:microsecond), do: :microsecond
  defp normalize_time_unit(:nanosecond), do: :nanosecond
  defp normalize_time_unit(:seconds), do: :second
  defp normalize_time_unit(:milliseconds), do: :millisecond
  defp normalize_time_unit(:microseconds), do: :microsecond
  defp normalize_time_unit(:nanoseconds), do: :nanosecond
  defp normalize_time_unit(unit) when is_integer(unit) and unit > 0, do: unit

  defp normalize_time_unit(other) do
    raise ArgumentError,
          "unsupported time unit. Expected :second, :millisecond, " <>
            ":microsecond, :nanosecond, or a positive integer, got #{inspect(other)}"
  end

  @doc """
  An integer that is unique in this run of the program.

      iex> System.unique_integer() == System.unique_integer()
      false
      iex> System.unique_integer([:positive]) > 0
      true
  """
  @spec unique_integer([:positive | :monotonic]) :: integer()
  def unique_integer(modifiers \\ []) when is_list(modifiers), do: :erlang.unique_integer(modifiers)

  @doc """
  The number of schedulers.

      iex> System.schedulers() >= 1
      true
  """
  @spec schedulers() :: pos_integer()
  def schedulers(), do: :erlang.system_info(:schedulers)

  @doc """
  The number of schedulers at work.

      iex> System.schedulers_online() >= 1
      true
  """
  @spec schedulers_online() :: pos_integer()
  def schedulers_online(), do: :erlang.system_info(:schedulers_online)

  @doc """
  The byte order of the machine.

      iex> System.endianness() in [:little, :big]
      true
  """
  @spec endianness() :: :little | :big
  def endianness(), do: :little

  @doc """
  The byte order of the machine that compiled the library.

      iex> System.compiled_endianness() == System.endianness()
      true
  """
  @spec compiled_endianness() :: :little | :big
  def compiled_endianness(), do: :little

  @doc "Calls a function when the operating system sends a signal."
  @spec trap_signal(signal(), id, (-> :ok)) :: {:ok, id} | {:error, :already_registered | :not_sup} when id: term()
  def trap_signal(signal, id \\ make_ref(), fun) when is_atom(signal) and is_function(fun, 0) do
    case :joist_os.trap_signal(signal, id, fun) do
      :ok -> {:ok, id}
      {:error, _} = error -> error
    end
  end

  @doc "Undoes `trap_signal/3`."
  @spec untrap_signal(signal(), id :: term()) :: :ok | {:error, :not_found | :not_sup}
  def untrap_signal(signal, id) when is_atom(signal), do: :joist_os.untrap_signal(signal, id)
end
