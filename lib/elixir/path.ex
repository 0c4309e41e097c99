defmodule Path do
  @moduledoc """
  Functions on the names of files and directories.
  """

  @type t() :: IO.chardata()

  @doc """
  The path from the root of the file system.

      iex> Path.absname("/a/../b")
      "/a/../b"
  """
  @spec absname(t()) :: binary()
  def absname(path), do: absname(path, &cwd/0)

  @doc """
  The path from the root, relative ones being in `relative_to`.

      iex> Path.absname("a", "/b")
      "/b/a"
  """
  @spec absname(t(), t() | (-> t())) :: binary()
  def absname(path, relative_to) do
    path = text(path)

    case type(path) do
      :absolute -> clean(path)
      _ -> clean(join(from(relative_to), path))
    end
  end

  defp from(fun) when is_function(fun, 0), do: fun.()
  defp from(path), do: path

  defp cwd(), do: System.cwd!()

  # Without slashes that say nothing.
  defp clean(path), do: path |> split() |> without_here() |> rebuild()

  # A dot says nothing unless it is all there is behind the last slash.
  defp without_here(["." | [_ | _] = rest]), do: without_here(rest)
  defp without_here([part | rest]), do: [part | without_here(rest)]
  defp without_here([]), do: []

  defp rebuild([]), do: ""
  defp rebuild(["/"]), do: "/"
  defp rebuild(["/" | rest]), do: "/" <> Enum.join(rest, "/")
  defp rebuild(parts), do: Enum.join(parts, "/")

  @doc """
  The path from the root, without `.`, `..` and `~`.

      iex> Path.expand("/a/b/../c")
      "/a/c"
  """
  @spec expand(t()) :: binary()
  def expand(path), do: expand_dots(absname(expand_home(path), &cwd/0))

  @doc """
  Like `expand/1`, relative paths being in `relative_to`.

      iex> Path.expand("../a", "/b/c")
      "/b/a"
  """
  @spec expand(t(), t()) :: binary()
  def expand(path, relative_to), do: expand_dots(absname(absname(expand_home(path), expand_home(relative_to)), &cwd/0))

  defp expand_home(path) do
    case text(path) do
      "~" -> System.user_home!()
      "~/" <> rest -> join(System.user_home!(), rest)
      other -> other
    end
  end

  defp expand_dots(path), do: path |> split() |> dots([]) |> rebuild()

  defp dots([".." | rest], ["/"]), do: dots(rest, ["/"])
  defp dots([".." | rest], [_ | done]), do: dots(rest, done)
  defp dots([".." | rest], []), do: dots(rest, [])
  defp dots(["." | rest], done), do: dots(rest, done)
  defp dots([part | rest], done), do: dots(rest, [part | done])
  defp dots([], done), do: :lists.reverse(done)

  @doc """
  Whether a path is `:absolute` or `:relative`.

      iex> Path.type("a")
      :relative
  """
  @spec type(t()) :: :absolute | :relative | :volumerelative
  def type(path) do
    case text(path) do
      "/" <> _ -> :absolute
      _ -> :relative
    end
  end

  @doc """
  The path without its root.

      iex> Path.relative("/a/b")
      "a/b"
  """
  @spec relative(t()) :: binary()
  def relative(path), do: relative(path, nil)

  defp relative(path, _opts) do
    path |> text() |> split() |> Enum.drop_while(&(&1 == "/")) |> safe_dots([]) |> rebuild() |> here()
  end

  defp safe_dots([".." | rest], [part | done]) when part != "..", do: safe_dots(rest, done)
  defp safe_dots(["." | rest], done), do: safe_dots(rest, done)
  defp safe_dots([part | rest], done), do: safe_dots(rest, [part | done])
  defp safe_dots([], done), do: :lists.reverse(done)

  @doc """
  The path as seen from a directory.

      iex> Path.relative_to("/a/b/c", "/a")
      "b/c"
  """
  @spec relative_to(t(), t(), force: boolean()) :: binary()
  def relative_to(path, cwd, opts \\ []) do
    path = text(path)
    cwd = text(cwd)
    force = Keyword.get(opts, :force, false)

    case {type(path), type(cwd)} do
      {:relative, :relative} ->
        case path |> split() |> safe_dots([]) do
          [] -> "."
          to -> climb(to, cwd |> split() |> safe_dots([])) |> here()
        end

      {:relative, _} ->
        path |> split() |> safe_dots([]) |> rebuild() |> here()

      {:absolute, :absolute} ->
        from = split(expand_dots(cwd))
        to = split(expand_dots(path))

        cond do
          to == from -> "."
          force -> climb(to, from)
          true -> below(to, from, to)
        end

      {:absolute, :relative} ->
        path
    end
  end

  defp here(""), do: "."
  defp here(path), do: path

  defp below([part | to], [part | from], original), do: below(to, from, original)
  defp below([_ | _] = to, [], _original), do: rebuild(to)
  defp below([], [], _original), do: "."
  defp below(_to, _from, original), do: rebuild(original)

  defp climb([part | to], [part | from]), do: climb(to, from)
  defp climb(to, from), do: rebuild(List.duplicate("..", length(from)) ++ to)

  @doc """
  The path as seen from the working directory.

      iex> Path.relative_to_cwd(Path.join(File.cwd!(), "lib/a.ex"))
      "lib/a.ex"
  """
  @spec relative_to_cwd(t(), force: boolean()) :: binary()
  def relative_to_cwd(path, opts \\ []) do
    case :file.get_cwd() do
      {:ok, cwd} -> relative_to(path, IO.chardata_to_string(cwd), opts)
      _ -> IO.chardata_to_string(path)
    end
  end

  @doc """
  The last part of a path.

      iex> Path.basename("a/b.ex")
      "b.ex"
  """
  @spec basename(t()) :: binary()
  def basename(path) do
    case List.last(split(text(path)), "") do
      "/" -> ""
      part -> part
    end
  end

  @doc """
  The last part of a path, without an extension.

      iex> Path.basename("a/b.ex", ".ex")
      "b"
  """
  @spec basename(t(), t()) :: binary()
  def basename(path, extension) do
    base = basename(path)
    extension = text(extension)

    if base != extension or extension == "",
      do: String.replace_suffix(base, extension, ""),
      else: ""
  end

  @doc """
  All but the last part of a path.

      iex> Path.dirname("a/b.ex")
      "a"
  """
  @spec dirname(t()) :: binary()
  def dirname(path) do
    path = text(path)

    case {String.ends_with?(path, "/"), split(path)} do
      {_, ["/"]} -> "/"
      {true, [_ | _] = parts} -> rebuild(parts)
      {_, []} -> "."
      {_, [_]} -> "."
      {_, parts} -> rebuild(:lists.droplast(parts))
    end
  end

  @doc """
  The extension, with its dot.

      iex> Path.extname("a.ex")
      ".ex"
  """
  @spec extname(t()) :: binary()
  def extname(path), do: elem(extension(basename(path)), 1)

  @doc """
  The path without its extension.

      iex> Path.rootname("a/b.ex")
      "a/b"
  """
  @spec rootname(t()) :: binary()
  def rootname(path) do
    path = text(path)
    extension = extname(path)
    if extension == "", do: path, else: String.replace_suffix(path, extension, "")
  end

  @doc """
  The path without the given extension.

      iex> Path.rootname("a/b.ex", ".exs")
      "a/b.ex"
  """
  @spec rootname(t(), t()) :: binary()
  def rootname(path, extension), do: String.replace_suffix(text(path), text(extension), "")

  # A dot at the start of a name does not begin an extension.
  defp extension(base) do
    case :binary.matches(base, ".") do
      [] ->
        {base, ""}

      matches ->
        {at, 1} = :lists.last(matches)

        if at == 0,
          do: {base, ""},
          else: {:erlang.binary_part(base, 0, at), :erlang.binary_part(base, at, byte_size(base) - at)}
    end
  end

  @doc """
  Joins a list of paths.

      iex> Path.join(["a", "b", "c"])
      "a/b/c"
  """
  @spec join([t(), ...]) :: binary()
  def join([name1, name2 | rest]), do: join([join(name1, name2) | rest])
  def join([name]), do: text(name)

  @doc """
  Joins two paths.

      iex> Path.join("a/", "/b/")
      "a/b"
  """
  @spec join(t(), t()) :: binary()
  def join(left, right), do: left |> text() |> joined(text(right)) |> without_slash()

  defp joined(left, "/"), do: left
  defp joined("", right), do: without_root(right)
  defp joined("/", right), do: "/" <> without_root(right)
  defp joined(left, right), do: without_slash(left) <> "/" <> without_root(right)

  defp without_root("/" <> rest), do: rest
  defp without_root(path), do: path

  # Without one slash at the end.
  defp without_slash("/"), do: "/"

  defp without_slash(path) do
    size = byte_size(path) - 1

    case path do
      <<front::binary-size(^size), ?/>> when size > 0 -> front
      _ -> path
    end
  end

  @doc """
  The parts of a path.

      iex> Path.split("/a/b")
      ["/", "a", "b"]
  """
  @spec split(t()) :: [binary()]
  def split(path) do
    path = text(path)
    parts = :binary.split(path, "/", [:global, :trim_all])
    if String.starts_with?(path, "/"), do: ["/" | parts], else: parts
  end

  @doc """
  The files that match a pattern; option `:match_dot`.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_wildcard")
      iex> File.mkdir_p!(path)
      iex> File.write!(Path.join(path, "a.txt"), "")
      iex> Path.wildcard(Path.join(path, "*.txt")) |> Enum.map(&Path.basename/1)
      ["a.txt"]
  """
  @spec wildcard(t(), match_dot: boolean()) :: [binary()]
  def wildcard(glob, opts \\ []) do
    dot? = Keyword.get(opts, :match_dot, false) == true

    text = text(glob)
    if :binary.match(text, "\0") != :nomatch, do: raise(ArgumentError, "cannot execute Path.wildcard/2 for path with null byte, got: #{inspect(text)}")

    text
    |> alternatives()
    |> Enum.flat_map(fn pattern -> walk_from(pattern, dot?) end)
    |> :lists.usort()
  end

  defp walk_from("/" <> rest, dot?), do: walk(components(rest), "/", dot?)
  defp walk_from(pattern, dot?), do: walk(components(pattern), "", dot?)

  defp components(pattern), do: :binary.split(pattern, "/", [:global, :trim_all])

  # The paths under `base` that match the components.
  defp walk([], base, _dot?), do: [base]

  defp walk(["**"], base, dot?), do: walk(["**", "*"], base, dot?)

  defp walk(["**" | rest] = all, base, dot?) do
    deeper = for name <- names(base), visible?(name, dot?), directory?(under(base, name)), do: under(base, name)
    walk(rest, base, dot?) ++ Enum.flat_map(deeper, fn path -> walk(all, path, dot?) end)
  end

  defp walk([component | rest], base, dot?) do
    if literal?(component) do
      path = under(base, component)
      if exists?(path), do: walk_on(rest, path, dot?), else: []
    else
      for name <- names(base),
          visible?(name, dot?) or match?("." <> _, component),
          matches?(component, name),
          path <- walk_on(rest, under(base, name), dot?),
          do: path
    end
  end

  defp walk_on([], path, _dot?), do: [path]
  defp walk_on(rest, path, dot?), do: if(directory?(path), do: walk(rest, path, dot?), else: [])

  defp under("", name), do: name
  defp under("/", name), do: "/" <> name
  defp under(base, name), do: base <> "/" <> name

  defp names(base) do
    case :file.list_dir(if(base == "", do: ".", else: base)) do
      {:ok, names} -> for name <- names, do: IO.chardata_to_string(name)
      {:error, _} -> []
    end
  end

  defp visible?("." <> _, dot?), do: dot?
  defp visible?(_name, _dot?), do: true

  defp exists?(path), do: match?({:ok, _}, :file.read_link_info(path))
  defp directory?(path), do: match?({:ok, info} when elem(info, 2) == :directory, :file.read_file_info(path))

  defp literal?(component), do: :binary.match(component, ["*", "?", "[", "\\"]) == :nomatch

  # Does a name match a component?
  defp matches?("*" <> rest, name), do: matches?(rest, name) or (name != "" and matches?("*" <> rest, after_first(name)))
  defp matches?("?" <> rest, name), do: name != "" and matches?(rest, after_first(name))

  defp matches?("[" <> rest, <<char::utf8, name::binary>>) do
    case :binary.split(rest, "]") do
      [set, rest] -> in_set?(set, char) and matches?(rest, name)
      [_] -> char == ?[ and matches?(rest, name)
    end
  end

  defp matches?("\\" <> <<char::utf8, rest::binary>>, <<char::utf8, name::binary>>), do: matches?(rest, name)
  defp matches?(<<char::utf8, rest::binary>>, <<char::utf8, name::binary>>), do: matches?(rest, name)
  defp matches?("", ""), do: true
  defp matches?(_pattern, _name), do: false

  defp after_first(<<_::utf8, rest::binary>>), do: rest
  defp after_first(<<_, rest::binary>>), do: rest

  defp in_set?(<<from::utf8, ?-, to::utf8, rest::binary>>, char), do: (char >= from and char <= to) or in_set?(rest, char)
  defp in_set?(<<char::utf8, _::binary>>, char), do: true
  defp in_set?(<<_::utf8, rest::binary>>, char), do: in_set?(rest, char)
  defp in_set?("", _char), do: false

  # A pattern with braces stands for one without for each of the alternatives in them.
  defp alternatives(pattern) do
    with [before, rest] <- :binary.split(pattern, "{"),
         [inner, rest] <- :binary.split(rest, "}") do
      for choice <- :binary.split(inner, ",", [:global]), expanded <- alternatives(rest), do: before <> choice <> expanded
    else
      _ -> [pattern]
    end
  end

  @doc """
  Checks that a path stays in a directory; `{:ok, path}` or `:error`.

      iex> Path.safe_relative("deps/my_dep/app.beam")
      {:ok, "deps/my_dep/app.beam"}
      iex> Path.safe_relative("deps/../../secrets")
      :error
  """
  @spec safe_relative(t(), t() | nil) :: {:ok, binary()} | :error
  def safe_relative(path, cwd \\ nil) do
    _ = cwd
    path = text(path)

    if type(path) == :relative do
      case safe(split(path), []) do
        :error -> :error
        [] -> {:ok, ""}
        parts -> {:ok, rebuild(parts)}
      end
    else
      :error
    end
  end

  defp safe([".." | _rest], []), do: :error
  defp safe([".." | rest], [_ | done]), do: safe(rest, done)
  defp safe(["." | rest], done), do: safe(rest, done)
  defp safe([part | rest], done), do: safe(rest, [part | done])
  defp safe([], done), do: :lists.reverse(done)

  @doc false
  def safe_relative_to(path, cwd), do: safe_relative(path, cwd)

  defp text(path) when is_binary(path), do: path
  defp text(path), do: IO.chardata_to_string(path)
end
