defmodule Inspect.Opts do
  @moduledoc """
  The options of `inspect/2`.

    * `:base` - `:decimal`, `:hex`, `:octal` or `:binary`, for integers and bytes
    * `:binaries` - `:infer`, `:as_strings` or `:as_binaries`
    * `:charlists` - `:infer`, `:as_charlists` or `:as_lists`
    * `:limit` - how many elements of a container are shown, or `:infinity`
    * `:printable_limit` - how many characters of a string are shown
    * `:pretty` - break lines at `:width`
    * `:safe` - show a failing implementation as text
    * `:structs` - show structs through their implementations
    * `:syntax_colors` - a keyword list of colors
    * `:custom_options` - for implementations
    * `:inspect_fun` - what to call for each term
  """

  @type color_key() :: atom()

  @type t() :: %Inspect.Opts{
          base: :decimal | :binary | :hex | :octal,
          binaries: :infer | :as_binaries | :as_strings,
          char_lists: term(),
          charlists: :infer | :as_lists | :as_charlists,
          custom_options: keyword(),
          inspect_fun: (any(), t() -> Inspect.Algebra.t()),
          limit: non_neg_integer() | :infinity,
          pretty: boolean(),
          printable_limit: non_neg_integer() | :infinity,
          safe: boolean(),
          structs: boolean(),
          syntax_colors: [{color_key(), IO.ANSI.ansidata()}],
          width: non_neg_integer() | :infinity
        }

  defstruct base: :decimal,
            binaries: :infer,
            char_lists: :infer,
            charlists: :infer,
            custom_options: [],
            inspect_fun: &Inspect.inspect/2,
            limit: 50,
            pretty: false,
            printable_limit: 4096,
            safe: true,
            structs: true,
            syntax_colors: [],
            width: 80

  @doc """
  Options from a keyword list.

      iex> Inspect.Opts.new(limit: 4).limit
      4
  """
  @spec new(keyword()) :: t()
  def new(opts), do: put(opts, %Inspect.Opts{inspect_fun: default_inspect_fun()})

  # As struct/2 does, without what that would load.
  defp put([{key, value} | rest], opts) when is_map_key(opts, key) and key != :__struct__, do: put(rest, :maps.put(key, value, opts))
  defp put([{_key, _value} | rest], opts), do: put(rest, opts)
  defp put([], opts), do: opts

  @doc """
  What is called for each term unless an option says otherwise.

      iex> Inspect.Opts.default_inspect_fun() == (&Inspect.inspect/2)
      true
  """
  @spec default_inspect_fun() :: (term(), t() -> Inspect.Algebra.t())
  def default_inspect_fun(), do: :persistent_term.get({Inspect.Opts, :inspect_fun}, &Inspect.inspect/2)

  @doc """
  Sets what `default_inspect_fun/0` returns.

      iex> Inspect.Opts.default_inspect_fun(Inspect.Opts.default_inspect_fun())
      :ok
  """
  @spec default_inspect_fun((term(), t() -> Inspect.Algebra.t())) :: :ok
  def default_inspect_fun(fun) when is_function(fun, 2) do
    :persistent_term.put({Inspect.Opts, :inspect_fun}, fun)
  end
end
