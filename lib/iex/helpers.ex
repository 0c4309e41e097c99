defmodule IEx.Helpers do
  @moduledoc """
  Welcome to Interactive Elixir. This is the documentation of `IEx.Helpers`, the functions that the shell
  adds to the language.

  `h/0` brings it up. `h/1` shows the documentation of any module, function or macro:

      h(Enum)
      h(Enum.map)
      h(Enum.reverse/1)

  `i/1` tells about any value:

      i("hello")

  The helpers:

    * `b/1` - the callbacks that a behaviour asks for
    * `c/1`, `c/2` - compiles files
    * `cd/1` - changes the current directory
    * `clear/0` - clears the screen
    * `continue/0` - lets a process that called `IEx.pry/0` go on
    * `exports/1` - the functions and macros of a module
    * `flush/0` - prints and removes the messages that the shell has
    * `h/0`, `h/1` - documentation
    * `i/0`, `i/1` - tells about the last value, or about a value
    * `import_file/1` - runs a file in the shell
    * `l/1` - loads a module anew
    * `ls/0`, `ls/1` - lists a directory
    * `open/0`, `open/1` - the source in an editor
    * `pid/1`, `pid/3` - a pid from its numbers
    * `port/1`, `port/2` - a port from its numbers
    * `process_info/1` - tells about a process
    * `pwd/0` - the current directory
    * `r/1` - compiles the file of a module again
    * `recompile/0` - compiles again all files that were compiled from the shell
    * `ref/1`, `ref/4` - a reference from its numbers
    * `respawn/0` - starts the shell's process anew
    * `runtime_info/0`, `runtime_info/1` - versions, memory and limits
    * `t/1` - the types of a module
    * `use_if_available/2`, `import_if_available/2` - `use` and `import` of modules that may be missing
    * `v/0`, `v/1` - earlier values

  `IEx.configure/1` sets the shell's options; see also `h(IEx)`.
  """

  # The module and what is in it have the names that Elixir's shell gives them: people look these up with h().

  @hidden :"do not show this result in output"

  # ---- documentation and information

  @doc """
  Prints this module's documentation.

      h()
  """
  @spec h() :: :"do not show this result in output"
  def h() do
    IEx.Introspection.h({:module, IEx.Helpers})
    @hidden
  end

  @doc """
  Prints the documentation of a module, function or macro.

      h(Enum)
      h(Enum.map/2)
      h(if)
  """
  defmacro h(term) do
    quote do
      IEx.Introspection.h(unquote(IEx.Introspection.decompose(term, __CALLER__)))
      IEx.dont_display_result()
    end
  end

  @doc """
  Prints the callbacks of a behaviour.

      b(GenServer)
      b(GenServer.init/1)
  """
  defmacro b(term) do
    quote do
      IEx.Introspection.b(unquote(IEx.Introspection.decompose(term, __CALLER__)))
      IEx.dont_display_result()
    end
  end

  @doc """
  Prints the types of a module, or one of them.

      t(Enum)
      t(Enum.t/0)
  """
  defmacro t(term) do
    quote do
      IEx.Introspection.t(unquote(IEx.Introspection.decompose(term, __CALLER__)))
      IEx.dont_display_result()
    end
  end

  @doc """
  Prints the functions and macros of a module.

      exports(Keyword)
  """
  @spec exports(module()) :: :"do not show this result in output"
  def exports(module \\ Kernel) do
    IEx.Introspection.exports(module)
    @hidden
  end

  @doc """
  Tells about a value; about the last one by default.

      i({1, 2})
  """
  @spec i(term()) :: :"do not show this result in output"
  def i(term \\ v(-1)) do
    IEx.Introspection.i(term)
    @hidden
  end

  @doc """
  Tells what a process does.

      process_info(self())
  """
  @spec process_info(pid()) :: :"do not show this result in output"
  def process_info(pid) do
    IEx.Introspection.process(pid)
    @hidden
  end

  @doc """
  Opens the place where the process that called `IEx.pry/0` stopped in an editor; see `open/1`.
  """
  @spec open() :: :"do not show this result in output"
  def open() do
    IEx.Introspection.open(:pry)
    @hidden
  end

  @doc """
  Opens the source of a module, function or macro, or a line of a file, in an editor.

      open(MyModule)
      open(MyModule.function/2)
      open({"lib/my_module.ex", 12})

  The editor is the command in the environment variable `ELIXIR_EDITOR`, or else `EDITOR`. `__FILE__` and `__LINE__` in it are
  replaced; without them the file and the line are put at its end, as `FILE:LINE`. It does not get the terminal: take an editor
  with a window of its own. Of the library a copy is opened, as its sources are part of joist.
  """
  defmacro open(term) do
    quote do
      IEx.Introspection.open(unquote(IEx.Introspection.decompose(term, __CALLER__)))
      IEx.dont_display_result()
    end
  end

  # ---- earlier values

  @doc """
  The value of an earlier expression: of the last one by default. Positive numbers are those of
  the prompt, negative ones count from the last.

      1 + 1
      2
      v()
      2
  """
  @spec v(integer()) :: term()
  def v(n \\ -1) when is_integer(n), do: IEx.Evaluator.recall(n)

  # ---- compiling and loading

  @doc """
  Compiles files; the value is the list of their modules. With a path, or `:in_memory` which is the default, in
  the second place the compiled modules are written there.

      c("hello.ex")
      [Hello]
  """
  @spec c(Path.t() | [Path.t()], :in_memory | Path.t()) :: [module()]
  def c(files, path \\ :in_memory) when is_binary(path) or path == :in_memory do
    files = List.wrap(files)
    Enum.each(files, fn file -> File.regular?(file) || raise(ArgumentError, "could not find file #{file}") end)
    Enum.flat_map(files, fn file -> IEx.Introspection.compile(file, path) end)
  end

  @doc """
  Compiles the source file of modules again: `{:reloaded, modules}`.
  """
  @spec r(module() | [module()]) :: {:reloaded, [module()]} | {:error, :nofile}
  def r(modules) do
    modules = List.wrap(modules)

    compiled =
      Enum.flat_map(modules, fn module ->
        case IEx.Introspection.source(module) do
          {:file, path} -> IEx.Introspection.compile(path, :in_memory)
          {:library, _} -> raise ArgumentError, "#{inspect(module)} is part of joist's library and cannot be compiled again"
          nil -> raise ArgumentError, "could not find source for module: #{inspect(module)}"
        end
      end)

    {:reloaded, compiled}
  end

  @doc """
  Loads a module anew from where it was found: `{:module, module}` or `{:error, reason}`.
  """
  @spec l(module()) :: {:module, module()} | {:error, atom()}
  def l(module) when is_atom(module) do
    case IEx.Introspection.source(module) do
      {:file, path} ->
        IEx.Introspection.compile(path, :in_memory)
        {:module, module}

      _ ->
        :code.load_file(module)
    end
  end

  @doc "Like `l/1`, on other nodes; there is only this one."
  @spec nl([node()], module()) :: {:ok, [{node(), :loaded, module()}]} | {:error, atom()}
  def nl(_nodes \\ [], module) when is_atom(module) do
    {:ok, [{node(), :loaded, module}]}
  end

  @doc """
  Compiles again the files that were compiled with `c/1`, or given to `joist iex`, and have changed since:
  `:ok`, or `:noop` when there were none. There is no Mix, whose projects Elixir's own `recompile/0` compiles.
  """
  @spec recompile(keyword()) :: :ok | :noop | {:error, term()}
  def recompile(_options \\ []) do
    case IEx.Introspection.recompile() do
      [] ->
        :noop

      files ->
        Enum.each(files, fn file -> IO.puts("Compiled #{Path.relative_to_cwd(file)}") end)
        :ok
    end
  end

  @doc """
  Runs a file in the shell, as if it had been typed: its variables and imports stay.
  """
  defmacro import_file(path) when is_binary(path) do
    Code.string_to_quoted!(File.read!(Path.expand(path)), file: Path.expand(path))
  end

  @doc "Like `import_file/1`, if there is such a file."
  defmacro import_file_if_available(path) when is_binary(path) do
    path = Path.expand(path)
    if File.regular?(path), do: Code.string_to_quoted!(File.read!(path), file: path)
  end

  @doc "Imports a module, if there is such a module."
  defmacro import_if_available(quoted_module, options \\ []) do
    module = Macro.expand(quoted_module, __CALLER__)

    if Code.ensure_loaded?(module) do
      quote do
        import unquote(quoted_module), unquote(options)
      end
    end
  end

  @doc "Uses a module, if there is such a module."
  defmacro use_if_available(quoted_module, options \\ []) do
    module = Macro.expand(quoted_module, __CALLER__)

    if Code.ensure_loaded?(module) do
      quote do
        use unquote(quoted_module), unquote(options)
      end
    end
  end

  # ---- processes

  @doc """
  Prints and removes the messages that the shell's process has.

      send(self(), :hello)
      flush()
      :hello
      :ok
  """
  @spec flush() :: :ok
  def flush() do
    receive do
      message ->
        IO.puts(inspect(message, IEx.inspect_opts()))
        flush()
    after
      0 -> :ok
    end
  end

  @doc """
  A pid from its text.

      iex> inspect(IEx.Helpers.pid("0.21.0"))
      "#PID<0.21.0>"
  """
  @spec pid(String.t() | atom()) :: pid() | nil
  def pid("#PID<" <> string), do: pid(:binary.part(string, 0, byte_size(string) - 1))
  def pid(string) when is_binary(string), do: :erlang.list_to_pid(~c"<" ++ String.to_charlist(string) ++ ~c">")
  def pid(name) when is_atom(name), do: Process.whereis(name)

  @doc """
  A pid from its three numbers.

      iex> inspect(IEx.Helpers.pid(0, 21, 0))
      "#PID<0.21.0>"
  """
  @spec pid(non_neg_integer(), non_neg_integer(), non_neg_integer()) :: pid()
  def pid(x, y, z) when is_integer(x) and x >= 0 and is_integer(y) and y >= 0 and is_integer(z) and z >= 0, do: pid("#{x}.#{y}.#{z}")

  @doc """
  A reference from its text.

      iex> inspect(IEx.Helpers.ref("0.1.2.3"))
      "#Reference<0.1.2.3>"
  """
  @spec ref(String.t()) :: reference()
  def ref("#Reference<" <> string), do: ref(:binary.part(string, 0, byte_size(string) - 1))
  def ref(string) when is_binary(string), do: :erlang.list_to_ref(~c"#Ref<" ++ String.to_charlist(string) ++ ~c">")

  @doc """
  A reference from its four numbers.

      iex> inspect(IEx.Helpers.ref(0, 1, 2, 3))
      "#Reference<0.1.2.3>"
  """
  @spec ref(integer(), integer(), integer(), integer()) :: reference()
  def ref(w, x, y, z) when is_integer(w) and is_integer(x) and is_integer(y) and is_integer(z), do: ref("#{w}.#{x}.#{y}.#{z}")

  @doc "A port from its text."
  @spec port(String.t()) :: port()
  def port(string) when is_binary(string), do: :erlang.list_to_port(~c"#Port<" ++ String.to_charlist(string) ++ ~c">")

  @doc "A port from its two numbers."
  @spec port(integer(), integer()) :: port()
  def port(major, minor) when is_integer(major) and is_integer(minor), do: port("#{major}.#{minor}")

  @doc "Starts the shell's process anew: variables and messages are gone."
  @spec respawn() :: no_return()
  def respawn(), do: throw({:iex_respawn, self()})

  @doc "Lets a process that called `IEx.pry/0` go on."
  @spec continue() :: no_return()
  def continue(), do: throw({:iex_leave, self()})

  @doc "The same as `continue/0`."
  @spec c() :: no_return()
  def c(), do: continue()

  @doc "Where `IEx.pry/0` stopped: there is no way to step, so this tells about the process only."
  @spec whereami(integer()) :: :"do not show this result in output"
  def whereami(_radius \\ 2), do: process_info(self())

  @doc "Setting breakpoints in compiled code is not supported; write `IEx.pry()` in the source."
  @spec break!(term(), arity(), non_neg_integer()) :: no_return()
  def break!(_function, _arity \\ 0, _stops \\ 1), do: raise("break! is not supported; write IEx.pry() where the process is to stop")

  @doc "There are no breakpoints; see `break!/2`."
  @spec breaks() :: :ok
  def breaks(), do: IO.puts("No breakpoints set")

  # ---- the system

  @doc "Prints the current directory."
  @spec pwd() :: :"do not show this result in output"
  def pwd() do
    IO.puts(IEx.color(:eval_info, File.cwd!()))
    @hidden
  end

  @doc "Changes the current directory and prints it."
  @spec cd(Path.t()) :: :"do not show this result in output"
  def cd(directory) when is_binary(directory) or is_list(directory) do
    case File.cd(Path.expand(directory)) do
      :ok -> pwd()
      {:error, _} -> IO.puts(IEx.color(:eval_error, "No directory #{directory}"))
    end

    @hidden
  end

  @doc "Lists a directory; the current one by default."
  @spec ls(Path.t()) :: :"do not show this result in output"
  def ls(path \\ ".") when is_binary(path) or is_list(path) do
    IEx.Introspection.ls(IO.chardata_to_string(path))
    @hidden
  end

  @doc "Clears the screen."
  @spec clear() :: :"do not show this result in output"
  def clear() do
    if IO.ANSI.enabled?() do
      IO.write("\e[H\e[2J")
    else
      IO.puts("Cannot clear the screen: this is no terminal that can be cleared")
    end

    @hidden
  end

  @doc """
  Shows all processes, the tree of supervisors, the tables and the memory on a full screen, until `q` is pressed.

  Needs a terminal. What processes print meanwhile is printed when the view is left.
  """
  @spec top() :: :"do not show this result in output"
  def top() do
    :joist_shell.top()
    @hidden
  rescue
    UndefinedFunctionError -> IO.puts(IEx.color(:eval_error, "top() needs a terminal"))
  end

  @doc """
  Prints versions, memory, statistics and limits, or one topic of these.

      runtime_info(:memory)
  """
  @spec runtime_info([atom()] | atom()) :: :"do not show this result in output"
  def runtime_info(topics \\ [:system, :memory, :limits]) do
    IEx.Introspection.runtime_info(List.wrap(topics))
    @hidden
  end
end
