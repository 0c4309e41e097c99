defmodule Regex do
  @moduledoc """
  Regular expressions, in the syntax of Perl.

  A regex is its source and its options; what it compiles to is kept by the machine.
  """

  @type t() :: %Regex{opts: binary() | [term()], re_pattern: term(), re_version: term(), source: binary()}

  defstruct re_pattern: nil, source: "", opts: [], re_version: ""

  @doc """
  Compiles a regex: `{:ok, regex}` or `{:error, {reason, at}}`. Options are letters, or atoms as `opts/1` returns.

      iex> {:ok, regex} = Regex.compile("a+")
      iex> Regex.match?(regex, "caat")
      true
  """
  @spec compile(binary(), binary() | [term()]) :: {:ok, t()} | {:error, term()}
  def compile(source, opts \\ [])
  def compile(source, opts) when is_binary(source) and is_binary(opts), do: compile_letters(source, opts)

  def compile(source, opts) when is_binary(source) and is_list(opts) do
    with {:ok, regex} <- compile_letters(source, letters(opts, "")), do: {:ok, %{regex | opts: opts}}
  end

  defp compile_letters(source, letters) do
    case unknown(letters) do
      "" ->
        case :joist_regex.compile(source, letters) do
          {:ok, groups, _names} ->
            pattern = {:re_pattern, groups, if(has?(letters, "u"), do: 1, else: 0), 0, {source, letters}}
            {:ok, %Regex{re_pattern: pattern, source: source, opts: options(letters, []), re_version: version()}}

          {:error, {message, at}} ->
            {:error, {String.to_charlist(message), at}}
        end

      rest ->
        {:error, {:invalid_option, rest}}
    end
  end

  defp unknown(letters), do: for(<<letter <- letters>>, letter not in ~c"uismxfUrE", into: "", do: <<letter>>)
  defp has?(letters, letter), do: :binary.match(letters, letter) != :nomatch

  defp options(<<letter, rest::binary>>, acc), do: options(rest, option(letter) ++ acc)
  defp options(<<>>, acc), do: acc

  defp option(?u), do: [:unicode, :ucp]
  defp option(?i), do: [:caseless]
  defp option(?x), do: [:extended]
  defp option(?f), do: [:firstline]
  defp option(?U), do: [:ungreedy]
  defp option(?r), do: [:ungreedy]
  defp option(?s), do: [:dotall, {:newline, :anycrlf}]
  defp option(?m), do: [:multiline]
  defp option(?E), do: [:export]

  defp letters([option | rest], acc), do: letters(rest, acc <> letter(option))
  defp letters([], acc), do: acc

  defp letter(:unicode), do: "u"
  defp letter(:ucp), do: ""
  defp letter(:caseless), do: "i"
  defp letter(:extended), do: "x"
  defp letter(:firstline), do: "f"
  defp letter(:ungreedy), do: "U"
  defp letter(:dotall), do: "s"
  defp letter({:newline, _}), do: ""
  defp letter(:multiline), do: "m"
  defp letter(:export), do: "E"

  @doc """
  Like `compile/2`; returns the regex or raises `Regex.CompileError`.

      iex> Regex.compile!("a+", "i") |> Regex.match?("bAb")
      true
  """
  @spec compile!(binary(), binary() | [term()]) :: t()
  def compile!(source, options \\ []) do
    case compile(source, options) do
      {:ok, regex} -> regex
      {:error, {reason, at}} -> raise Regex.CompileError, "#{reason} at position #{at}"
    end
  end

  @doc """
  Compiles a regex anew.

      iex> {:ok, regex} = Regex.recompile(~r/a+/)
      iex> Regex.source(regex)
      "a+"
  """
  @spec recompile(t()) :: {:ok, t()} | {:error, any()}
  def recompile(%Regex{source: source, opts: opts}), do: compile(source, opts)

  @doc """
  Like `recompile/1`; returns the regex or raises.

      iex> Regex.recompile!(~r/a+/) |> Regex.source()
      "a+"
  """
  @spec recompile!(t()) :: t()
  def recompile!(%Regex{source: source, opts: opts}), do: compile!(source, opts)

  @doc """
  The version of the engine.

      iex> is_tuple(Regex.version()) or is_binary(Regex.version())
      true
  """
  @spec version() :: term()
  def version(), do: {"joist", :little}

  @doc """
  True when the regex matches the string.

      iex> Regex.match?(~r/foo/, "a foo")
      true
  """
  @spec match?(t(), String.t()) :: boolean()
  def match?(%Regex{} = regex, string) when is_binary(string), do: match(regex, string, 0) != nil

  @doc false
  @deprecated "Use Kernel.is_struct(term, Regex) or pattern match on %Regex{} instead"
  def regex?(term), do: is_struct(term, Regex)

  # The spans of the whole match and the groups, or nil.
  defp match(%Regex{re_pattern: {:re_pattern, _, _, _, {source, letters}}}, string, from) do
    case :joist_regex.match(source, letters, string, from, "", 0) do
      :nomatch -> nil
      spans -> spans
    end
  end

  @doc """
  The first match and its groups, or `nil`.

  Options `:return` (`:binary` or `:index`), `:capture` and `:offset`.

      iex> Regex.run(~r/c(d)/, "abcd")
      ["cd", "d"]
      iex> Regex.run(~r/e/, "abcd")
      nil
  """
  @spec run(t(), binary(), [term()]) :: nil | [binary()] | [{integer(), integer()}]
  def run(regex, string, options \\ [])

  def run(%Regex{} = regex, string, options) when is_binary(string) do
    capture = Keyword.get(options, :capture, :all)

    case match(regex, string, Keyword.get(options, :offset, 0)) do
      nil -> nil
      spans -> captured(spans, capture, return(options), string, regex)
    end
  end

  defp return(options), do: Keyword.get(options, :return, :binary)

  defp captured(spans, :all, return, string, _regex), do: shown(cut(spans), return, string)
  defp captured([whole | _], :first, return, string, _regex), do: shown([whole], return, string)
  defp captured([_ | groups], :all_but_first, return, string, _regex), do: shown(cut(groups), return, string)
  defp captured(_spans, :none, _return, _string, _regex), do: []

  defp captured(spans, :all_names, return, string, regex),
    do: shown(for({_, group} <- groups(regex), do: nth(spans, group)), return, string)

  defp captured(spans, wanted, return, string, regex) when is_list(wanted) do
    names = groups(regex)

    shown(
      for item <- wanted do
        case item do
          number when is_integer(number) ->
            nth(spans, number)

          name ->
            case :lists.keyfind(to_name(name), 1, names) do
              {_, group} -> nth(spans, group)
              false -> {-1, 0}
            end
        end
      end,
      return,
      string
    )
  end

  defp to_name(name) when is_atom(name), do: :erlang.atom_to_binary(name)
  defp to_name(name) when is_binary(name), do: name
  defp to_name(name), do: List.to_string(name)

  defp groups(%Regex{re_pattern: {:re_pattern, _, _, _, {source, letters}}}) do
    {:ok, _, names} = :joist_regex.compile(source, letters)
    names
  end

  defp nth(spans, index) do
    case :lists.nthtail(:erlang.min(index, length(spans)), spans) do
      [span | _] -> span
      [] -> {-1, 0}
    end
  end

  # Without the groups at the end that took no part.
  defp cut(spans), do: spans |> :lists.reverse() |> drop_unset() |> :lists.reverse()

  defp drop_unset([{-1, _} | rest]), do: drop_unset(rest)
  defp drop_unset(spans), do: spans

  defp shown(spans, :index, _string), do: spans
  defp shown(spans, :binary, string), do: for(span <- spans, do: part(string, span))

  defp part(_string, {-1, _}), do: ""
  defp part(string, {at, size}), do: :erlang.binary_part(string, at, size)

  @doc """
  The first match's named groups, in a map; `nil` when there is no match.

      iex> Regex.named_captures(~r/(?<a>.)(?<b>.)/, "xy")
      %{"a" => "x", "b" => "y"}
  """
  @spec named_captures(t(), String.t(), [term()]) :: map() | nil
  def named_captures(regex, string, options \\ []) when is_binary(string) do
    names = names(regex)

    case run(regex, string, Keyword.put(options, :capture, names)) do
      nil -> nil
      results -> :maps.from_list(:lists.zip(names, results))
    end
  end

  @doc """
  The names of the groups.

      iex> Regex.names(~r/(?<b>.)(?<a>.)/)
      ["a", "b"]
  """
  @spec names(t()) :: [String.t()]
  def names(%Regex{} = regex), do: for({name, _} <- groups(regex), do: name)

  @doc """
  The source.

      iex> Regex.source(~r/a+/i)
      "a+"
  """
  @spec source(t()) :: String.t()
  def source(%Regex{source: source}), do: source

  @doc """
  The options.

      iex> Regex.opts(~r/a+/i)
      [:caseless]
  """
  @spec opts(t()) :: [term()]
  def opts(%Regex{opts: opts}), do: opts

  @doc false
  def re_pattern(%Regex{re_pattern: compiled}), do: compiled

  @doc """
  All matches and their groups.

      iex> Regex.scan(~r/c(d|e)/, "abcd abce")
      [["cd", "d"], ["ce", "e"]]
  """
  @spec scan(t(), String.t(), [term()]) :: [[String.t()]] | [[{integer(), integer()}]]
  def scan(regex, string, options \\ [])

  def scan(%Regex{} = regex, string, options) when is_binary(string) do
    capture = Keyword.get(options, :capture, :all)
    return = return(options)
    nameless? = capture == :all_names and names(regex) == []
    for spans <- matches(regex, string, Keyword.get(options, :offset, 0)), not nameless?, do: captured(spans, capture, return, string, regex)
  end

  defp matches(_regex, string, from) when from > byte_size(string), do: []

  defp matches(%Regex{re_pattern: {:re_pattern, _, _, _, {source, letters}}}, string, from),
    do: :joist_regex.match_all(source, letters, string, from, "", 0)

  @doc """
  Splits where the regex matches.

  Options `:parts`, `:trim`, `:on` (groups at which to split) and `:include_captures`.

      iex> Regex.split(~r/-/, "a-b-c")
      ["a", "b", "c"]
      iex> Regex.split(~r/x*/, "axb")
      ["", "a", "", "b", ""]
  """
  @spec split(t(), String.t(), [term()]) :: [String.t()]
  def split(regex, string, options \\ [])

  def split(%Regex{}, "", opts), do: if(Keyword.get(opts, :trim, false) == true, do: [], else: [""])

  def split(%Regex{} = regex, string, opts) when is_binary(string) and is_list(opts) do
    on = Keyword.get(opts, :on, :first)
    parts = Keyword.get(opts, :parts, :infinity)
    trim = Keyword.get(opts, :trim, false) == true
    include = Keyword.get(opts, :include_captures, false)

    spans =
      regex
      |> matches(string, 0)
      |> Enum.flat_map(fn spans -> captured(spans, on, :index, string, regex) end)
      |> Enum.reject(fn {at, _} -> at < 0 end)

    split_at(spans, 0, string, count(parts), trim, include)
  end

  defp count(:infinity), do: -1
  defp count(parts), do: parts

  defp split_at(_spans, offset, string, _parts, true, _include) when offset >= byte_size(string), do: []

  defp split_at(spans, offset, string, parts, _trim, _include) when spans == [] or parts == 1,
    do: [:erlang.binary_part(string, offset, byte_size(string) - offset)]

  # A group before the end of the one that was split at last.
  defp split_at([{at, _size} | spans], offset, string, parts, trim, include) when at < offset, do: split_at(spans, offset, string, parts, trim, include)

  defp split_at([{at, size} | spans], at, string, parts, true, false), do: split_at(spans, at + size, string, parts, true, false)

  defp split_at([{at, size} | spans], offset, string, parts, trim, include) do
    rest = split_at(spans, at + size, string, parts - 1, trim, include)
    rest = if include, do: [:erlang.binary_part(string, at, size) | rest], else: rest
    if trim and at == offset, do: rest, else: [:erlang.binary_part(string, offset, at - offset) | rest]
  end

  @doc ~S"""
  Replaces what matches; in the replacement, `\\N` and `\\g{N}` stand for groups.

  The replacement may be a function of the match and as many groups as it takes.

      iex> Regex.replace(~r/(b)/, "abc", "[\\1]")
      "a[b]c"
      iex> Regex.replace(~r/b/, "abc", fn m -> m <> m end)
      "abbc"
  """
  @spec replace(t(), String.t(), String.t() | (... -> String.t()), [term()]) :: String.t()
  def replace(regex, string, replacement, options \\ [])

  def replace(%Regex{} = regex, string, replacement, options) when is_binary(string) and is_binary(replacement) and is_list(options),
    do: replaced(regex, string, template(replacement), options)

  def replace(%Regex{} = regex, string, replacement, options) when is_binary(string) and is_function(replacement) and is_list(options) do
    {:arity, arity} = Function.info(replacement, :arity)
    replaced(regex, string, {replacement, arity}, options)
  end

  defp replaced(regex, string, replacement, options) do
    found =
      if Keyword.get(options, :global, true),
        do: matches(regex, string, 0),
        else: Enum.take(List.wrap(with(spans when spans != nil <- match(regex, string, 0), do: [spans])), 1)

    IO.iodata_to_binary(replace_all(found, 0, string, replacement))
  end

  defp replace_all([[{at, size} | _] = spans | rest], offset, string, replacement) do
    [:erlang.binary_part(string, offset, at - offset), text(replacement, spans, string) | replace_all(rest, at + size, string, replacement)]
  end

  defp replace_all([], offset, string, _replacement), do: [:erlang.binary_part(string, offset, byte_size(string) - offset)]

  defp text({fun, arity}, spans, string) when is_function(fun) do
    args = for index <- 0..(arity - 1)//1, do: part(string, nth(spans, index))
    apply(fun, args)
  end

  defp text(template, spans, string) do
    for item <- template do
      case item do
        group when is_integer(group) -> part(string, nth(spans, group))
        text -> text
      end
    end
  end

  defp template(""), do: []

  defp template(<<?\\, ?g, ?{, rest::binary>>) when byte_size(rest) > 0 do
    {group, "}" <> rest} = Integer.parse(rest)
    [group | template(rest)]
  end

  defp template(<<?\\, ?\\, rest::binary>>), do: ["\\" | template(rest)]

  defp template(<<?\\, char, rest::binary>>) when char in ?0..?9 do
    case rest do
      <<next, rest::binary>> when next in ?0..?9 -> [(char - ?0) * 10 + next - ?0 | template(rest)]
      _ -> [char - ?0 | template(rest)]
    end
  end

  defp template(<<char::binary-size(1), rest::binary>>), do: [char | template(rest)]

  @doc """
  A source that matches the string literally.

      iex> Regex.escape("a.b")
      "a\\\\.b"
  """
  @spec escape(String.t()) :: String.t()
  def escape(string) when is_binary(string), do: escape(string, "")

  defp escape(<<char, rest::binary>>, acc) when char in ~c".^$*+?()[]{}|#-\\ \t\n\v\f\r", do: escape(rest, acc <> <<?\\, char>>)
  defp escape(<<char, rest::binary>>, acc), do: escape(rest, <<acc::binary, char>>)
  defp escape(<<>>, acc), do: acc
end
