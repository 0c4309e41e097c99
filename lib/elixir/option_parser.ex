defmodule OptionParser do
  @moduledoc """
  Parses the arguments of commands: `--name value`, `--flag`, `--no-flag` and `-a`.
  """

  @type argv() :: [String.t()]
  @type parsed() :: keyword()
  @type errors() :: [{String.t(), String.t() | nil}]

  @type options() :: [
          switches: keyword(),
          strict: keyword(),
          aliases: keyword(),
          allow_nonexistent_atoms: boolean(),
          return_separator: boolean()
        ]

  @doc """
  Parses arguments into options, other arguments and what was invalid.

  Switches are typed by `:switches` or, strictly, by `:strict`; short names by `:aliases`.

      iex> OptionParser.parse(["--debug", "a", "-n", "3"], strict: [debug: :boolean, num: :integer], aliases: [n: :num])
      {[debug: true, num: 3], ["a"], []}
  """
  @spec parse(argv(), options()) :: {parsed(), argv(), errors()}
  def parse(argv, opts \\ []) when is_list(argv) and is_list(opts), do: parse_all(argv, config(opts), [], [], [], true)

  @doc """
  Like `parse/2`; raises `OptionParser.ParseError` when something is invalid.

      iex> OptionParser.parse!(["--limit", "3", "file"], strict: [limit: :integer])
      {[limit: 3], ["file"]}
  """
  @spec parse!(argv(), options()) :: {parsed(), argv()}
  def parse!(argv, opts \\ []) when is_list(argv) and is_list(opts) do
    case parse(argv, opts) do
      {parsed, args, []} -> {parsed, args}
      {_, _, errors} -> raise OptionParser.ParseError, format_errors(errors, opts)
    end
  end

  @doc """
  Parses up to the first argument that is not an option.

      iex> OptionParser.parse_head(["--verbose", "file", "--more"], switches: [verbose: :boolean])
      {[verbose: true], ["file", "--more"], []}
  """
  @spec parse_head(argv(), options()) :: {parsed(), argv(), errors()}
  def parse_head(argv, opts \\ []) when is_list(argv) and is_list(opts), do: parse_all(argv, config(opts), [], [], [], false)

  @doc """
  Like `parse_head/2`; raises when something is invalid.

      iex> OptionParser.parse_head!(["-v", "file", "-x"], strict: [verbose: :boolean], aliases: [v: :verbose])
      {[verbose: true], ["file", "-x"]}
  """
  @spec parse_head!(argv(), options()) :: {parsed(), argv()}
  def parse_head!(argv, opts \\ []) when is_list(argv) and is_list(opts) do
    case parse_head(argv, opts) do
      {parsed, args, []} -> {parsed, args}
      {_, _, errors} -> raise OptionParser.ParseError, format_errors(errors, opts)
    end
  end

  defp parse_all(argv, config, parsed, rest, errors, all?) do
    case next_option(argv, config) do
      {:ok, option, value, argv} ->
        parse_all(argv, config, store(parsed, option, value, config), rest, errors, all?)

      {:invalid, option, value, argv} ->
        parse_all(argv, config, parsed, rest, [{option, value} | errors], all?)

      {:undefined, option, _value, argv} ->
        errors = if config.strict?, do: [{option, nil} | errors], else: errors
        parse_all(argv, config, parsed, rest, errors, all?)

      {:error, ["--" | tail]} ->
        {:lists.reverse(parsed), :lists.reverse(rest, if(config.separator?, do: ["--" | tail], else: tail)), :lists.reverse(errors)}

      {:error, [arg | tail]} when all? ->
        parse_all(tail, config, parsed, [arg | rest], errors, all?)

      {:error, argv} ->
        {:lists.reverse(parsed), :lists.reverse(rest, argv), :lists.reverse(errors)}
    end
  end

  # Later values replace earlier ones unless the type says :keep or :count.
  defp store(parsed, option, value, config) do
    types = List.wrap(config.switches[option])

    cond do
      :keep in types -> [{option, value} | parsed]
      :count in types -> [{option, Keyword.get(parsed, option, 0) + value} | Keyword.delete(parsed, option)]
      true -> [{option, value} | Keyword.delete(parsed, option)]
    end
  end

  @doc """
  The next option of a list of arguments.

      iex> OptionParser.next(["--limit", "3", "file"], strict: [limit: :integer])
      {:ok, :limit, 3, ["file"]}
      iex> OptionParser.next(["file"], strict: [limit: :integer])
      {:error, ["file"]}
  """
  @spec next(argv(), options()) :: {:ok, key :: atom(), value :: term(), argv()} | {:invalid, String.t(), String.t() | nil, argv()} | {:undefined, String.t(), String.t() | nil, argv()} | {:error, argv()}
  def next(argv, opts \\ []) when is_list(argv) and is_list(opts), do: next_option(argv, config(opts))

  defp config(opts) do
    {switches, strict?} =
      case {opts[:switches], opts[:strict]} do
        {nil, nil} ->
          IO.warn("not passing the :switches or :strict option to OptionParser is deprecated")
          {[], false}

        {switches, nil} ->
          {switches, false}

        {nil, strict} ->
          {strict, true}

        {_, _} ->
          raise ArgumentError, ":switches and :strict cannot be given together"
      end

    check_types(switches)

    %{
      switches: switches,
      strict?: strict?,
      aliases: Keyword.get(opts, :aliases, []),
      dynamic?: Keyword.get(opts, :allow_nonexistent_atoms, false),
      separator?: Keyword.get(opts, :return_separator, false)
    }
  end

  @types [:boolean, :count, :integer, :float, :string, :keep]

  defp check_types(switches) do
    Enum.each(switches, fn {_name, types} ->
      case List.wrap(types) -- @types do
        [] -> :ok
        unknown -> raise ArgumentError, "invalid switch types/modifiers: " <> Enum.map_join(unknown, ", ", &inspect/1)
      end
    end)
  end

  defp next_option([], _config), do: {:error, []}
  defp next_option(["--" | _] = argv, _config), do: {:error, argv}
  defp next_option(["-" | _] = argv, _config), do: {:error, argv}

  defp next_option(["--" <> text = option | rest], config) do
    {name, value} = split_option(text)

    if String.contains?(name, "_"),
      do: {:undefined, "--" <> name, value, rest},
      else: name |> switch_key(config) |> take_option(value, written(option), rest, config)
  end

  defp next_option(["-" <> text = option | rest] = argv, config) do
    {name, value} = split_option(text)

    cond do
      value == nil and digit_first?(name) -> {:error, argv}
      String.contains?(name, ["-", "_"]) -> {:undefined, written(option), value, rest}
      String.length(name) == 1 -> name |> alias_key(config) |> take_option(value, written(option), rest, config)
      true -> letters(name, value, written(option), rest, config)
    end
  end

  defp next_option(argv, _config), do: {:error, argv}

  defp split_option(option) do
    case :binary.split(option, "=") do
      [name] -> {name, nil}
      [name, value] -> {name, value}
    end
  end

  defp written(option), do: option |> split_option() |> elem(0)

  defp digit_first?(<<char, _::binary>>), do: char in ?0..?9
  defp digit_first?(_name), do: false

  # A short name of several letters is an alias of its own, or stands for one option after the other: -abc for -a -b -c.
  defp letters(name, value, option, rest, config) do
    case alias_key(name, config) do
      {:plain, key} ->
        IO.warn("multi-letter aliases are deprecated, got: #{inspect(String.to_atom(name))}")
        take_option({:plain, key}, value, option, rest, config)

      :unknown ->
        next_option(single_letters(String.graphemes(name), value) ++ rest, config)
    end
  end

  # Digits behind a letter are its value.
  defp single_letters([letter | rest], value) do
    case Enum.split_while(rest, &digit_first?/1) do
      {[], []} -> ["-" <> with_value(letter, value)]
      {[], rest} -> ["-" <> letter | single_letters(rest, value)]
      {_, _} = digits -> letter_with_digits(letter, digits, rest, value)
    end
  end

  defp letter_with_digits(letter, {digits, []}, _rest, value), do: ["-" <> letter <> "=" <> with_value(Enum.join(digits), value)]

  defp letter_with_digits(letter, {_digits, ["." | _]}, rest, value), do: ["-" <> letter <> "=" <> with_value(Enum.join(rest), value)]
  defp letter_with_digits(letter, {digits, others}, _rest, value), do: ["-" <> letter <> "=" <> Enum.join(digits) | single_letters(others, value)]

  defp with_value(text, nil), do: text
  defp with_value(text, value), do: text <> "=" <> value

  # What a switch means: {:plain, key}, {:negated, key} for --no-key of a boolean, or :unknown.
  defp switch_key("no-" <> positive = name, config) do
    with {:ok, key} <- key(positive, config), true <- :boolean in types(key, config) do
      {:negated, key}
    else
      _ -> plain_key(name, config)
    end
  end

  defp switch_key(name, config), do: plain_key(name, config)

  defp plain_key(name, config) do
    case key(name, config) do
      {:ok, key} -> {:plain, key}
      :error -> :unknown
    end
  end

  defp alias_key(name, config) do
    with {:ok, short} <- atom(name, config), {:ok, key} <- Keyword.fetch(config.aliases, short) do
      {:plain, key}
    else
      _ -> :unknown
    end
  end

  # The atom of a switch; its name has dashes for underscores.
  defp key(name, config), do: name |> :binary.replace("-", "_", [:global]) |> atom(config)

  defp atom(name, %{dynamic?: true}), do: {:ok, :erlang.binary_to_atom(name)}

  defp atom(name, _config) do
    {:ok, :erlang.binary_to_existing_atom(name)}
  rescue
    ArgumentError -> :error
  end

  defp types(key, config), do: List.wrap(config.switches[key])

  defp take_option(:unknown, value, option, rest, _config) do
    {value, rest} = following(value, rest)
    {:undefined, option, value, rest}
  end

  defp take_option({kind, key}, value, option, rest, config) do
    types = types(key, config)

    cond do
      config.strict? and not Keyword.has_key?(config.switches, key) -> {:undefined, option, value, rest}
      kind == :negated and value == nil -> {:ok, key, false, rest}
      kind == :negated -> {:invalid, option, value, rest}
      true -> take_value(List.first(types -- [:keep]), types, key, value, option, rest)
    end
  end

  # The value of an option that needs one is what follows, unless that is an option.
  defp following(nil, [next | rest] = all), do: if(value?(next), do: {next, rest}, else: {nil, all})
  defp following(value, rest), do: {value, rest}

  defp value?("-"), do: true
  defp value?("-" <> rest), do: digit_first?(rest)
  defp value?(_arg), do: true

  defp take_value(:boolean, _types, key, value, option, rest) do
    case value do
      nil -> {:ok, key, true, rest}
      "true" -> {:ok, key, true, rest}
      "false" -> {:ok, key, false, rest}
      _ -> {:invalid, option, value, rest}
    end
  end

  defp take_value(:count, _types, key, value, option, rest) do
    if value == nil, do: {:ok, key, 1, rest}, else: {:invalid, option, value, rest}
  end

  defp take_value(type, types, key, value, option, rest) do
    case following(value, rest) do
      # Without a type, and without a value, it is a flag.
      {nil, rest} when types == [] -> {:ok, key, true, rest}
      {nil, rest} when type == nil -> if no?(option), do: {:ok, key, true, rest}, else: {:invalid, option, nil, rest}
      {nil, rest} -> {:invalid, option, nil, rest}
      {value, rest} -> typed(type, key, value, option, rest)
    end
  end

  defp no?("--no-" <> _), do: true
  defp no?(_option), do: false

  defp typed(:integer, key, value, option, rest), do: whole(Integer.parse(value), key, value, option, rest)
  defp typed(:float, key, value, option, rest), do: whole(Float.parse(value), key, value, option, rest)
  defp typed(_type, key, value, _option, rest), do: {:ok, key, value, rest}

  defp whole({number, ""}, key, _value, _option, rest), do: {:ok, key, number, rest}
  defp whole(_other, _key, value, option, rest), do: {:invalid, option, value, rest}

  @doc """
  Arguments that parse to the given options.

      iex> OptionParser.to_argv(debug: true, name: "a")
      ["--debug", "--name", "a"]
  """
  @spec to_argv(Enumerable.t(), options()) :: argv()
  def to_argv(enum, opts \\ []) do
    switches = Keyword.get(opts, :switches, [])

    Enum.flat_map(enum, fn
      {_key, nil} ->
        []

      {key, true} ->
        [switch(key)]

      {key, false} ->
        ["--no-" <> dashed(key)]

      {key, value} ->
        if :count in List.wrap(switches[key]),
          do: List.duplicate(switch(key), value),
          else: [switch(key), String.Chars.to_string(value)]
    end)
  end

  defp switch(key), do: "--" <> dashed(key)
  defp dashed(key), do: :binary.replace(String.Chars.to_string(key), "_", "-", [:global])

  @doc ~S"""
  Splits a command line into its arguments.

      iex> OptionParser.split(~s(foo "bar baz" b\\ c))
      ["foo", "bar baz", "b c"]
  """
  @spec split(String.t()) :: argv()
  def split(string) when is_binary(string), do: split_args(String.trim_leading(string, " "), "", [], nil)

  # marker is the quote that is open: only it can be escaped inside.
  defp split_args("", "", acc, nil), do: :lists.reverse(acc)
  defp split_args("", buffer, acc, nil), do: :lists.reverse([buffer | acc])
  defp split_args("", _buffer, _acc, marker), do: raise("argv string did not terminate properly, a #{<<marker>>} was opened but never closed")
  defp split_args(<<?\\, marker, rest::binary>>, buffer, acc, marker), do: split_args(rest, <<buffer::binary, marker>>, acc, marker)
  defp split_args(<<?\\, char, rest::binary>>, buffer, acc, nil) when char in [?", ?', ?\s], do: split_args(rest, <<buffer::binary, char>>, acc, nil)
  defp split_args(<<marker, rest::binary>>, buffer, acc, nil) when marker in [?", ?'], do: split_args(rest, buffer, acc, marker)
  defp split_args(<<marker, rest::binary>>, buffer, acc, marker), do: split_args(rest, buffer, acc, nil)
  defp split_args(<<?\s, rest::binary>>, buffer, acc, nil), do: split_args(String.trim_leading(rest, " "), "", [buffer | acc], nil)
  defp split_args(<<char, rest::binary>>, buffer, acc, marker), do: split_args(rest, <<buffer::binary, char>>, acc, marker)

  defp format_errors(errors, opts) do
    types = opts[:switches] || opts[:strict] || []
    count = length(errors)

    "#{count} #{if count == 1, do: "error", else: "errors"} found!\n" <>
      Enum.map_join(errors, "\n", fn error -> format_error(error, opts, types) end)
  end

  defp format_error({option, nil}, opts, types) do
    case type_of(option, opts, types) do
      nil -> "#{option} : Unknown option" <> near(option, types)
      type -> "#{option} : Missing argument of type #{type}"
    end
  end

  defp format_error({option, value}, opts, types) do
    "#{option} : Expected type #{type_of(option, opts, types)}, got #{inspect(value)}"
  end

  defp type_of("--" <> name, _opts, types) do
    key = Enum.find(Keyword.keys(types), fn key -> dashed(key) == name or "no-" <> dashed(key) == name end)
    first_type(types[key])
  end

  defp type_of("-" <> name, opts, types) do
    case Enum.find(opts[:aliases] || [], fn {short, _} -> :erlang.atom_to_binary(short) == name end) do
      {_, key} -> first_type(types[key])
      nil -> nil
    end
  end

  defp first_type(nil), do: nil
  defp first_type(types), do: List.first(List.wrap(types) -- [:keep]) || :string

  defp near("--" <> name, types) do
    close =
      for {key, _} <- types, distance = String.jaro_distance(name, dashed(key)), distance > 0.8, do: {distance, dashed(key)}

    case Enum.max(close, fn -> nil end) do
      nil -> ""
      {_, key} -> ". Did you mean --#{key}?"
    end
  end

  defp near(_option, _types), do: ""
end
