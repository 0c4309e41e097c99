defmodule Record.Extractor do
  @moduledoc false

  # Reads the records of Erlang headers: -record(name, {field, field = default, field :: type, ...}).

  # The header of an application that is part of every system.
  @headers %{
    "kernel/include/file.hrl" => """
    -record(file_info, {size, type, access, atime, mtime, ctime, mode, links, major_device, minor_device, inode, uid, gid}).
    -record(file_descriptor, {module, data}).
    """
  }

  def extract(name, opts) do
    case List.keyfind(extract_all(opts), name, 0) do
      {_, fields} -> fields
      nil -> raise ArgumentError, "no record #{name} found at #{opts[:from] || opts[:from_lib]}"
    end
  end

  def extract_all(opts) do
    {:ok, tokens, _} = opts |> text() |> String.to_charlist() |> :erl_scan.string()
    forms = tokens |> Enum.chunk_while([], &form/2, fn _ -> {:cont, []} end)
    for [{:-, _}, {:atom, _, :record}, {:"(", _}, {:atom, _, name}, {:",", _}, {:"{", _} | rest] <- forms, do: {name, fields(rest)}
  end

  defp form({:dot, _}, read), do: {:cont, Enum.reverse(read), []}
  defp form(token, read), do: {:cont, [token | read]}

  defp text(opts) do
    case {opts[:from], opts[:from_lib]} do
      {nil, nil} -> raise ArgumentError, "expected :from or :from_lib to be given as option"
      {from, nil} -> read(from)
      {nil, lib} -> Map.get_lazy(@headers, to_string(lib), fn -> read(in_library(to_string(lib))) end)
      _ -> raise ArgumentError, "only one of :from or :from_lib is allowed as option"
    end
  end

  defp read(path) do
    case File.read(path) do
      {:ok, text} -> text
      {:error, _} -> raise ArgumentError, "could not find file #{path}"
    end
  end

  # An application of the code path: its folder of compiled code is APP/ebin or APP-VERSION/ebin.
  defp in_library(file) do
    [app | rest] = Path.split(file)

    Enum.find_value(:code.get_path(), file, fn ebin ->
      folder = Path.dirname(to_string(ebin))
      path = Path.join([folder | rest])
      if hd(String.split(Path.basename(folder), "-")) == app and File.regular?(path), do: path
    end)
  end

  # The fields up to the closing brace, at commas that stand in no bracket.
  defp fields(tokens) do
    for field <- split(tokens, 0, [], []), do: field(field)
  end

  defp split([{:"}", _} | _], 0, [], done), do: Enum.reverse(done)
  defp split([{:"}", _} | _], 0, read, done), do: Enum.reverse([Enum.reverse(read) | done])
  defp split([{:",", _} | rest], 0, read, done), do: split(rest, 0, [], [Enum.reverse(read) | done])

  defp split([token | rest], depth, read, done) do
    depth =
      case elem(token, 0) do
        open when open in [:"(", :"[", :"{", :"<<"] -> depth + 1
        close when close in [:")", :"]", :"}", :">>"] -> depth - 1
        _ -> depth
      end

    split(rest, depth, [token | read], done)
  end

  defp field([{:atom, _, name}, {:=, _} | rest]) do
    value = Enum.take_while(rest, &(elem(&1, 0) != :"::"))

    case :erl_parse.parse_term(value ++ [{:dot, 1}]) do
      {:ok, term} -> {name, term}
      {:error, _} -> raise ArgumentError, "the default of the record field #{name} is no constant"
    end
  end

  defp field([{:atom, _, name} | _]), do: {name, :undefined}
end
