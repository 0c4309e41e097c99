defmodule IEx do
  @moduledoc """
  Elixir's interactive shell.

  `joist iex` starts it. Expressions are read, evaluated and their values printed, in colors where the
  terminal has them. What is typed may span lines: the prompt `...(1)>` tells that more is wanted, and
  `#iex:break` on a line of its own gives up what was typed so far.

  `IEx.Helpers` holds the functions that the shell adds to the language, such as `h/1` for documentation,
  `i/1` for information about a value, and `v/1` for an earlier value. Type `h()` to see them all.

  ## Keys

  The usual ones: arrows, Ctrl-A and Ctrl-E for the ends of the line, Ctrl-K, Ctrl-U and Ctrl-W to cut,
  Ctrl-Y to put back, Ctrl-R to search in what was typed before, Tab to complete. Ctrl-C
  opens a menu that can stop what is running; Ctrl-D on an empty line ends the shell.

  ## The file .iex.exs

  The shell evaluates the file `.iex.exs` of the current directory, or else of the home directory, when it
  starts. Its variables, imports and aliases are there in the shell. It is the place for `configure/1`.
  """

  @settings :joist_iex_settings

  @colors [
    eval_interrupt: :yellow,
    eval_result: :yellow,
    eval_error: :red,
    eval_info: :normal,
    stack_info: :red,
    blame_diff: :red,
    ls_directory: :blue,
    ls_device: :green
  ]

  @doc """
  Sets options of the shell.

    * `:colors` - a keyword list: `:enabled`, `:eval_result`, `:eval_error`, `:eval_info`, `:stack_info`,
      `:eval_interrupt`, `:ls_directory`, `:ls_device`, and `:syntax_colors` for the parts of values
    * `:inspect` - options for `inspect/2`, such as `:limit` and `:charlists`
    * `:width` - the widest that values and documentation are printed; 80 by default
    * `:history_size` - how many values `IEx.Helpers.v/1` remembers; 20 by default, -1 for all
    * `:default_prompt`, `:continuation_prompt` - texts with `%counter`, `%prefix` and `%node`
    * `:dot_iex` - the path that was used instead of `.iex.exs`

  Example:

      iex> IEx.configure(inspect: [limit: 20])
      :ok
      iex> IEx.configuration()[:inspect]
      [limit: 20]
      iex> IEx.configure(inspect: [])
      :ok
  """
  @spec configure(keyword()) :: :ok
  def configure(options) when is_list(options) do
    known = [:colors, :inspect, :width, :history_size, :default_prompt, :continuation_prompt, :alive_prompt, :alive_continuation_prompt, :auto_reload, :parser, :dot_iex]

    case for({key, _} <- options, key not in known, do: key) do
      [] -> :ok
      [key | _] -> raise ArgumentError, "unknown option of IEx.configure/1: #{inspect(key)}"
    end

    settings =
      :lists.foldl(
        fn
          {key, value}, acc when key in [:colors, :inspect] -> :maps.put(key, Keyword.merge(:maps.get(key, acc, []), value), acc)
          {key, value}, acc -> :maps.put(key, value, acc)
        end,
        settings(),
        options
      )

    settings = case options[:inspect] do
      [] -> %{settings | inspect: []}
      _ -> settings
    end

    :persistent_term.put(@settings, settings)
    :ok
  end

  @doc """
  The options that were set with `configure/1`.

      iex> is_list(IEx.configuration())
      true
  """
  @spec configuration() :: keyword()
  def configuration(), do: :maps.to_list(settings())

  defp settings(), do: :persistent_term.get(@settings, %{})

  @doc false
  def setting(key, default), do: :maps.get(key, settings(), default)

  @doc """
  The text in one of the shell's colors, when colors are enabled.

      iex> IEx.color(:eval_result, "5") =~ "5"
      true
  """
  @spec color(atom(), String.t()) :: String.t()
  def color(key, text) do
    if colors_enabled?() do
      case color_of(key) do
        nil -> text
        color -> :erlang.iolist_to_binary([:erlang.iolist_to_binary(IO.ANSI.format_fragment([color], true)), text, "\e[0m"])
      end
    else
      text
    end
  end

  defp color_of(key) do
    case :lists.keyfind(key, 1, setting(:colors, [])) do
      {_, color} -> color
      false -> Keyword.get(@colors, key)
    end
  end

  @doc false
  def colors_enabled?() do
    case :lists.keyfind(:enabled, 1, setting(:colors, [])) do
      {_, enabled} -> enabled
      false -> IO.ANSI.enabled?()
    end
  end

  @doc """
  The number of columns for what the shell prints: those of the terminal, 80 at most.

      iex> IEx.width() > 0
      true
  """
  @spec width() :: pos_integer()
  def width() do
    columns =
      case :io.columns() do
        {:ok, columns} -> columns
        _ -> 80
      end

    min(columns, setting(:width, 80))
  end

  @doc """
  The options with which values are inspected.

      iex> IEx.inspect_opts()[:pretty]
      true
  """
  @spec inspect_opts() :: keyword()
  def inspect_opts() do
    opts = Keyword.merge([width: width(), pretty: true], setting(:inspect, []))

    if colors_enabled?() and opts[:syntax_colors] == nil do
      reset = [:reset, color_of(:eval_result)]
      colors = Keyword.get(setting(:colors, []), :syntax_colors, IO.ANSI.syntax_colors())
      if colors, do: [{:syntax_colors, Keyword.put_new(colors, :reset, reset)} | opts], else: opts
    else
      opts
    end
  end

  @doc """
  True when a shell runs.

      iex> is_boolean(IEx.started?())
      true
  """
  @spec started?() :: boolean()
  def started?(), do: :erlang.whereis(IEx.Server) != :undefined

  @doc """
  The value that the shell does not print.

      iex> IEx.dont_display_result()
      :"do not show this result in output"
  """
  @spec dont_display_result() :: :"do not show this result in output"
  def dont_display_result(), do: :"do not show this result in output"

  @doc """
  Registers a function that each shell process calls when it starts.
  """
  @spec after_spawn((-> any())) :: :ok
  def after_spawn(fun) when is_function(fun, 0) do
    :persistent_term.put(:joist_iex_after_spawn, [fun | after_spawn()])
    :ok
  end

  @doc "The functions that `after_spawn/1` registered."
  @spec after_spawn() :: [(-> any())]
  def after_spawn(), do: :persistent_term.get(:joist_iex_after_spawn, [])

  @doc """
  Stops the process at this place and lets the shell look into it: its variables, imports and aliases are
  those of the shell until `IEx.Helpers.continue/0` is called.

  The value is `:ok` when the process goes on, or `{:error, :no_iex}` when no shell runs. The shell
  asks before it lets a process in.
  """
  defmacro pry() do
    quote do
      IEx.Pry.pry(binding(), __ENV__)
    end
  end

  @doc false
  def break!(_ast, _stops), do: raise("break! is not supported; write IEx.pry() where the process is to stop")
end
