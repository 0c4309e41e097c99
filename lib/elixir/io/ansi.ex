defmodule IO.ANSI do
  @moduledoc """
  Escape sequences for terminals.
  """

  @type ansicode() :: atom()

  @type ansilist() ::
          maybe_improper_list(char() | ansicode() | binary() | ansilist(), binary() | ansicode() | [])

  @type ansidata() :: ansilist() | ansicode() | binary()

  @doc """
  True when output goes to a terminal that understands them.

      iex> is_boolean(IO.ANSI.enabled?())
      true
  """
  @spec enabled?() :: boolean()
  def enabled?(), do: :application.get_env(:elixir, :ansi_enabled, false) == true

  # The codes of the sequences that stand for themselves.
  @codes [
    reset: 0,
    bright: 1,
    faint: 2,
    italic: 3,
    underline: 4,
    blink_slow: 5,
    blink_rapid: 6,
    inverse: 7,
    reverse: 7,
    conceal: 8,
    crossed_out: 9,
    primary_font: 10,
    font_1: 11,
    font_2: 12,
    font_3: 13,
    font_4: 14,
    font_5: 15,
    font_6: 16,
    font_7: 17,
    font_8: 18,
    font_9: 19,
    normal: 22,
    not_italic: 23,
    no_underline: 24,
    blink_off: 25,
    inverse_off: 27,
    reverse_off: 27,
    black: 30,
    red: 31,
    green: 32,
    yellow: 33,
    blue: 34,
    magenta: 35,
    cyan: 36,
    white: 37,
    light_black: 90,
    light_red: 91,
    light_green: 92,
    light_yellow: 93,
    light_blue: 94,
    light_magenta: 95,
    light_cyan: 96,
    light_white: 97,
    default_color: 39,
    black_background: 40,
    red_background: 41,
    green_background: 42,
    yellow_background: 43,
    blue_background: 44,
    magenta_background: 45,
    cyan_background: 46,
    white_background: 47,
    light_black_background: 100,
    light_red_background: 101,
    light_green_background: 102,
    light_yellow_background: 103,
    light_blue_background: 104,
    light_magenta_background: 105,
    light_cyan_background: 106,
    light_white_background: 107,
    default_background: 49,
    framed: 51,
    encircled: 52,
    overlined: 53,
    not_framed_encircled: 54,
    not_overlined: 55
  ]

  @spec reset() :: String.t()
  @spec bright() :: String.t()
  @spec faint() :: String.t()
  @spec italic() :: String.t()
  @spec underline() :: String.t()
  @spec blink_slow() :: String.t()
  @spec blink_rapid() :: String.t()
  @spec inverse() :: String.t()
  @spec reverse() :: String.t()
  @spec conceal() :: String.t()
  @spec crossed_out() :: String.t()
  @spec primary_font() :: String.t()
  @spec font_1() :: String.t()
  @spec font_2() :: String.t()
  @spec font_3() :: String.t()
  @spec font_4() :: String.t()
  @spec font_5() :: String.t()
  @spec font_6() :: String.t()
  @spec font_7() :: String.t()
  @spec font_8() :: String.t()
  @spec font_9() :: String.t()
  @spec normal() :: String.t()
  @spec not_italic() :: String.t()
  @spec no_underline() :: String.t()
  @spec blink_off() :: String.t()
  @spec inverse_off() :: String.t()
  @spec reverse_off() :: String.t()
  @spec black() :: String.t()
  @spec red() :: String.t()
  @spec green() :: String.t()
  @spec yellow() :: String.t()
  @spec blue() :: String.t()
  @spec magenta() :: String.t()
  @spec cyan() :: String.t()
  @spec white() :: String.t()
  @spec light_black() :: String.t()
  @spec light_red() :: String.t()
  @spec light_green() :: String.t()
  @spec light_yellow() :: String.t()
  @spec light_blue() :: String.t()
  @spec light_magenta() :: String.t()
  @spec light_cyan() :: String.t()
  @spec light_white() :: String.t()
  @spec default_color() :: String.t()
  @spec black_background() :: String.t()
  @spec red_background() :: String.t()
  @spec green_background() :: String.t()
  @spec yellow_background() :: String.t()
  @spec blue_background() :: String.t()
  @spec magenta_background() :: String.t()
  @spec cyan_background() :: String.t()
  @spec white_background() :: String.t()
  @spec light_black_background() :: String.t()
  @spec light_red_background() :: String.t()
  @spec light_green_background() :: String.t()
  @spec light_yellow_background() :: String.t()
  @spec light_blue_background() :: String.t()
  @spec light_magenta_background() :: String.t()
  @spec light_cyan_background() :: String.t()
  @spec light_white_background() :: String.t()
  @spec default_background() :: String.t()
  @spec framed() :: String.t()
  @spec encircled() :: String.t()
  @spec overlined() :: String.t()
  @spec not_framed_encircled() :: String.t()
  @spec not_overlined() :: String.t()

  for {name, code} <- @codes do
    @doc "The sequence for `#{name}`."
    def unquote(name)(), do: unquote("\e[#{code}m")
  end

  @doc ~S"""
  The sequence that moves the cursor to the start.

      iex> IO.ANSI.home()
      "\e[H"
  """
  @spec home() :: String.t()
  def home(), do: "\e[H"

  @doc ~S"""
  The sequence that clears the screen.

      iex> IO.ANSI.clear()
      "\e[2J"
  """
  @spec clear() :: String.t()
  def clear(), do: "\e[2J"

  @doc ~S"""
  The sequence that clears the line.

      iex> IO.ANSI.clear_line()
      "\e[2K"
  """
  @spec clear_line() :: String.t()
  def clear_line(), do: "\e[2K"

  @doc """
  The sequence for one of 256 colors.

      iex> IO.ANSI.color(5)
      "\\e[38;5;5m"
  """
  @spec color(0..255) :: String.t()
  def color(code) when code in 0..255, do: "\e[38;5;#{code}m"

  @doc ~S"""
  The sequence for one of 216 colors, of three parts from 0 to 5.

      iex> IO.ANSI.color(5, 0, 0)
      "\e[38;5;196m"
  """
  @spec color(0..5, 0..5, 0..5) :: String.t()
  def color(r, g, b) when r in 0..5 and g in 0..5 and b in 0..5, do: color(16 + 36 * r + 6 * g + b)

  @doc ~S"""
  The sequence for one of 256 colors of the background.

      iex> IO.ANSI.color_background(200)
      "\e[48;5;200m"
  """
  @spec color_background(0..255) :: String.t()
  def color_background(code) when code in 0..255, do: "\e[48;5;#{code}m"

  @doc ~S"""
  The sequence for one of 216 colors of the background.

      iex> IO.ANSI.color_background(0, 0, 5)
      "\e[48;5;21m"
  """
  @spec color_background(0..5, 0..5, 0..5) :: String.t()
  def color_background(r, g, b) when r in 0..5 and g in 0..5 and b in 0..5, do: color_background(16 + 36 * r + 6 * g + b)

  @doc ~S"""
  The sequence that moves the cursor to a line and column.

      iex> IO.ANSI.cursor(3, 7)
      "\e[3;7H"
  """
  @spec cursor(non_neg_integer(), non_neg_integer()) :: String.t()
  def cursor(line, column) when is_integer(line) and line >= 0 and is_integer(column) and column >= 0, do: "\e[#{line};#{column}H"

  @doc ~S"""
  The sequence that moves the cursor up.

      iex> IO.ANSI.cursor_up(2)
      "\e[2A"
  """
  @spec cursor_up(pos_integer()) :: String.t()
  def cursor_up(lines \\ 1) when is_integer(lines) and lines >= 1, do: "\e[#{lines}A"

  @doc ~S"""
  The sequence that moves the cursor down.

      iex> IO.ANSI.cursor_down()
      "\e[1B"
  """
  @spec cursor_down(pos_integer()) :: String.t()
  def cursor_down(lines \\ 1) when is_integer(lines) and lines >= 1, do: "\e[#{lines}B"

  @doc ~S"""
  The sequence that moves the cursor to the right.

      iex> IO.ANSI.cursor_right(4)
      "\e[4C"
  """
  @spec cursor_right(pos_integer()) :: String.t()
  def cursor_right(columns \\ 1) when is_integer(columns) and columns >= 1, do: "\e[#{columns}C"

  @doc ~S"""
  The sequence that moves the cursor to the left.

      iex> IO.ANSI.cursor_left(4)
      "\e[4D"
  """
  @spec cursor_left(pos_integer()) :: String.t()
  def cursor_left(columns \\ 1) when is_integer(columns) and columns >= 1, do: "\e[#{columns}D"

  @doc """
  Chardata with its atoms as sequences, and a reset at the end.

      iex> IO.ANSI.format([:red, "a"], true) |> IO.chardata_to_string()
      "\\e[31ma\\e[0m"
  """
  @spec format(ansidata(), boolean()) :: IO.chardata()
  def format(ansidata, emit? \\ enabled?()) when is_boolean(emit?), do: format_data(ansidata, [], [], emit?, :maybe)

  @doc ~S"""
  Like `format/2`, without a reset at the end.

      iex> IO.ANSI.format_fragment([:bright, "hi"], true) |> IO.iodata_to_binary()
      "\e[1mhi"
  """
  @spec format_fragment(ansidata(), boolean()) :: IO.chardata()
  def format_fragment(ansidata, emit? \\ enabled?()) when is_boolean(emit?), do: format_data(ansidata, [], [], emit?, false)

  # `rest` holds the tails of the lists that we are in.
  defp format_data([term | rest], pending, acc, emit?, append), do: format_data(term, [rest | pending], acc, emit?, append)
  defp format_data([], [next | pending], acc, emit?, append), do: format_data(next, pending, acc, emit?, append)
  defp format_data([], [], acc, _emit?, true), do: [acc | sequence(:reset)]
  defp format_data([], [], acc, _emit?, _append), do: acc

  defp format_data(term, pending, acc, true, append) when is_atom(term),
    do: format_data([], pending, [acc | sequence(term)], true, if(append, do: true, else: false))

  defp format_data(term, pending, acc, false, append) when is_atom(term) do
    _ = sequence(term)
    format_data([], pending, acc, false, append)
  end

  defp format_data(term, pending, acc, emit?, append), do: format_data([], pending, [acc | [term]], emit?, append)

  defp sequence(:home), do: home()
  defp sequence(:clear), do: clear()
  defp sequence(:clear_line), do: clear_line()

  defp sequence(name) do
    case :lists.keyfind(name, 1, @codes) do
      {_, code} -> "\e[" <> :erlang.integer_to_binary(code) <> "m"
      false -> raise ArgumentError, "invalid ANSI sequence specification: #{inspect(name)}"
    end
  end

  @doc ~S"""
  The sequence of that name.

      iex> IO.ANSI.sequence_for(:red)
      "\e[31m"
  """
  @spec sequence_for(ansicode()) :: String.t() | nil
  def sequence_for(name) when is_atom(name), do: sequence(name)

  @doc """
  The number of columns in which syntax colors are shown by default.

      iex> is_list(IO.ANSI.syntax_colors())
      true
  """
  @spec syntax_colors() :: keyword(ansidata())
  def syntax_colors() do
    [
      atom: :cyan,
      boolean: :magenta,
      charlist: :yellow,
      nil: :magenta,
      number: :yellow,
      string: :green
    ]
  end
end
