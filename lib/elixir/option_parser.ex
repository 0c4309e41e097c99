defmodule OptionParser do
  @moduledoc """
  Parses the arguments of commands: `--name value`, `--flag`, `--no-flag` and `-a`.
  """

  @doc """
  Parses arguments into options, other arguments and what was invalid.

  Switches are typed by `:switches` or, strictly, by `:strict`; short names by `:aliases`.

      iex> OptionParser.parse(["--debug", "a", "-n", "3"], strict: [debug: :boolean, num: :integer], aliases: [n: :num])
      {[debug: true, num: 3], ["a"], []}
  """
  def parse(argv, opts \\ []) when is_list(argv) and is_list(opts), do: parse_all(argv, config(opts, true), [], [], [], true)

  @doc "Like `parse/2`; raises `OptionParser.ParseError` when something is invalid."
  def parse!(argv, opts \\ []) when is_list(argv) and is_list(opts) do
    case parse(argv, opts) do
      {parsed, args, []} -> {parsed, args}
      {_, _, errors} -> raise OptionParser.ParseError, format_errors(errors, opts)
    end
  end

  @doc "Parses up to the first argument that is not an option."
  def parse_head(argv, opts \\ []) when is_list(argv) and is_list(opts), do: parse_all(argv, config(opts, true), [], [], [], false)

  @doc "Like `parse_head/2`; raises when something is invalid."
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

  @doc "The next option of a list of arguments."
  def next(argv, opts \\ []) when is_list(argv) and is_list(opts), do: next_option(argv, config(opts, false))

  defp config(opts, default?) do
    {switches, strict?} =
      case {opts[:switches], opts[:strict]} do
        {nil, nil} when default? -> {[], false}
        {nil, nil} -> {[], false}
        {switches, nil} -> {switches, false}
        {nil, strict} -> {strict, true}
        {_, _} -> raise ArgumentError, ":switches and :strict cannot be given together"
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

  @types [:boolean, :count, :integer, :float, :string, :regex, :keep]

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

  defp next_option(["--" <> _ = option | rest], config) do
    {name, value} = split_option(option)

    if String.contains?(name, "_"),
      do: {:undefined, name, value, rest},
      else: long(name, value, rest, config)
  end

  defp next_option(["-" <> _ = option | rest] = argv, config) do
    {name, value} = split_option(option)

    cond do
      negative_number?(option) -> {:error, argv}
      String.contains?(name, ["--", "-_"]) -> {:undefined, name, value, rest}
      true -> short(name, value, rest, config)
    end
  end

  defp next_option(argv, _config), do: {:error, argv}

  defp split_option(option) do
    case :binary.split(option, "=") do
      [name] -> {name, nil}
      [name, value] -> {name, value}
    end
  end

  defp negative_number?(arg), do: match?({_, ""}, Float.parse(arg))

  defp long("--no-" <> name = option, value, rest, config) do
    case key(name, config) do
      {:ok, key} ->
        types = List.wrap(config.switches[key])
        direct = key("no-" <> name, config)

        cond do
          match?({:ok, _}, direct) and Keyword.has_key?(config.switches, elem(direct, 1)) -> known(option, elem(direct, 1), value, rest, config)
          :boolean in types and value == nil -> {:ok, key, false, rest}
          :boolean in types -> {:invalid, option, value, rest}
          types == [] and not config.strict? and value == nil -> {:ok, key, false, rest}
          true -> undefined(option, value, rest, config)
        end

      :error ->
        undefined(option, value, rest, config)
    end
  end

  defp long("--" <> name = option, value, rest, config) do
    case key(name, config) do
      {:ok, key} -> known(option, key, value, rest, config)
      :error -> undefined(option, value, rest, config)
    end
  end

  defp undefined(option, value, rest, _config), do: {:undefined, option, value, rest}

  defp short("-" <> name = option, value, rest, config) do
    with {:ok, key} <- existing(name, config),
         {:ok, target} <- Keyword.fetch(config.aliases, key) do
      known(option, target, value, rest, config)
    else
      _ -> clustered(option, name, value, rest, config)
    end
  end

  # -abc stands for -a -b -c when all are known; a number may follow a letter.
  defp clustered(option, name, value, rest, config) do
    case String.graphemes(name) do
      [_] ->
        {:undefined, option, value, rest}

      letters ->
        expanded = expand_cluster(letters, value)

        if Enum.all?(expanded, fn "-" <> letter ->
             name = hd(:binary.split(letter, "="))
             match?({:ok, _}, with({:ok, key} <- existing(name, config), do: Keyword.fetch(config.aliases, key)))
           end),
           do: next_option(expanded ++ rest, config),
           else: {:undefined, option, value, rest}
    end
  end

  defp expand_cluster([letter], nil), do: ["-" <> letter]
  defp expand_cluster([letter], value), do: ["-" <> letter <> "=" <> value]

  defp expand_cluster([letter | rest], value) do
    {digits, others} = Enum.split_while(rest, &(&1 in ~w(0 1 2 3 4 5 6 7 8 9)))

    case {digits, others} do
      {[], _} -> ["-" <> letter | expand_cluster(rest, value)]
      {_, []} -> ["-" <> letter <> "=" <> Enum.join(digits)]
      {_, _} -> ["-" <> letter <> "=" <> Enum.join(digits) | expand_cluster(others, value)]
    end
  end

  defp existing(name, _config) do
    {:ok, :erlang.binary_to_existing_atom(name)}
  rescue
    ArgumentError -> :error
  end

  # The atom of a switch; its name has dashes for underscores.
  defp key(name, config) do
    text = :binary.replace(name, "-", "_", [:global])

    if config.dynamic? do
      {:ok, :erlang.binary_to_atom(text)}
    else
      case existing(text, config) do
        {:ok, key} ->
          if config.strict? and not Keyword.has_key?(config.switches, key), do: :error, else: {:ok, key}

        :error ->
          :error
      end
    end
  end

  defp known(option, key, value, rest, config) do
    types = List.wrap(config.switches[key])

    cond do
      types == [] and config.strict? -> {:undefined, option, value, rest}
      true -> take_value(option, key, value, rest, types -- [:keep], :keep in types, config)
    end
  end

  defp take_value(option, key, value, rest, [:boolean], _keep, _config) do
    case value do
      nil -> {:ok, key, true, rest}
      "true" -> {:ok, key, true, rest}
      "false" -> {:ok, key, false, rest}
      _ -> {:invalid, option, value, rest}
    end
  end

  defp take_value(option, key, value, rest, [:count], _keep, _config) do
    case value do
      nil -> {:ok, key, 1, rest}
      _ -> {:invalid, option, value, rest}
    end
  end

  # Without a type, a value is what follows and is no option; otherwise it is a flag.
  defp take_value(_option, key, value, rest, [], false, _config) do
    case {value, rest} do
      {nil, [next | rest]} -> if option?(next), do: {:ok, key, true, [next | rest]}, else: {:ok, key, next, rest}
      {nil, []} -> {:ok, key, true, []}
      {value, rest} -> {:ok, key, value, rest}
    end
  end

  defp take_value(option, key, value, rest, types, _keep, _config) do
    type = List.first(types) || :string

    case {value, rest} do
      {nil, [next | tail]} -> if option?(next), do: {:invalid, option, nil, rest}, else: typed(option, key, next, tail, type)
      {nil, []} -> {:invalid, option, nil, []}
      {value, rest} -> typed(option, key, value, rest, type)
    end
  end

  defp option?("-"), do: false
  defp option?("-" <> _ = arg), do: not negative_number?(arg)
  defp option?(_arg), do: false

  defp typed(_option, key, value, rest, type) when type in [:string, :regex], do: {:ok, key, value, rest}

  defp typed(option, key, value, rest, :integer) do
    case Integer.parse(value) do
      {number, ""} -> {:ok, key, number, rest}
      _ -> {:invalid, option, value, rest}
    end
  end

  defp typed(option, key, value, rest, :float) do
    case Float.parse(value) do
      {number, ""} -> {:ok, key, number, rest}
      _ -> {:invalid, option, value, rest}
    end
  end

  @doc """
  Arguments that parse to the given options.

      iex> OptionParser.to_argv(debug: true, name: "a")
      ["--debug", "--name", "a"]
  """
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
  def split(string) when is_binary(string), do: split_args(String.trim_leading(string), "", [], nil)

  defp split_args("", "", acc, nil), do: :lists.reverse(acc)
  defp split_args("", buffer, acc, nil), do: :lists.reverse([buffer | acc])
  defp split_args("", _buffer, _acc, marker), do: raise("argv string did not terminate properly, a #{marker} was opened but never closed")
  defp split_args(<<?\\, char, rest::binary>>, buffer, acc, marker) when char in [?", ?'], do: split_args(rest, <<buffer::binary, char>>, acc, marker)
  defp split_args(<<?\\, ?\s, rest::binary>>, buffer, acc, nil), do: split_args(rest, <<buffer::binary, ?\s>>, acc, nil)
  defp split_args(<<marker, rest::binary>>, buffer, acc, nil) when marker in [?", ?'], do: split_args(rest, buffer, acc, <<marker>>)
  defp split_args(<<marker, rest::binary>>, buffer, acc, <<marker>>), do: split_args(rest, buffer, acc, nil)
  defp split_args(<<?\s, rest::binary>>, buffer, acc, nil), do: split_args(String.trim_leading(rest), "", [buffer | acc], nil)
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
