defmodule :filename do
  @moduledoc """
  Names of files, without a look at the files themselves.

  A name is a binary, a charlist, an atom or a deep list of these; a result is a binary when what it is made of has a
  binary, and a charlist otherwise.
  """

  @type filename_all() :: charlist() | binary()

  @type name() :: charlist() | atom() | binary() | [term()]

  @doc """
  Joins two names; an absolute second name stands alone.

      iex> :filename.join("usr/", "bin")
      "usr/bin"
      iex> :filename.join(~c"a", ~c"/b")
      ~c"/b"
  """
  @spec join(name(), name()) :: filename_all()
  def join(left, right), do: join([left, right])

  @doc """
  Joins names.

      iex> :filename.join(["a", "b", "c.txt"])
      "a/b/c.txt"
      iex> :filename.join([~c"a", ~c"/b"])
      ~c"/b"
  """
  @spec join([name(), ...]) :: filename_all()
  def join([_ | _] = names) do
    texts = :lists.map(&text/1, names)
    shaped(:lists.foldl(&joined/2, :none, texts), :lists.any(&is_binary/1, :lists.map(&flatten/1, names)))
  end

  defp joined(name, :none), do: tidy(name)
  defp joined("/" <> _ = name, _before), do: tidy(name)
  defp joined("", before), do: before
  defp joined(name, before), do: tidy(before <> "/" <> name)

  # One slash where there are several, none at the end, and no part that is a single dot between two slashes.
  defp tidy(name) do
    case tidy(name, "") do
      "/" -> "/"
      tidied -> without_last_slash(tidied)
    end
  end

  defp tidy("//" <> rest, acc), do: tidy("/" <> rest, acc)
  defp tidy("/./" <> rest, acc), do: tidy("/" <> rest, acc)
  defp tidy(<<byte, rest::binary>>, acc), do: tidy(rest, <<acc::binary, byte>>)
  defp tidy("", acc), do: acc

  defp without_last_slash(name) do
    size = byte_size(name) - 1

    case name do
      <<kept::binary-size(size), "/">> when size > 0 -> without_last_slash(kept)
      _ -> name
    end
  end

  @doc """
  The last part of a name.

      iex> :filename.basename("a/b.ex/")
      "b.ex"
  """
  @spec basename(name()) :: filename_all()
  def basename(name), do: shaped(last(text(name)), binary?(name))

  @doc """
  The last part of a name, without an extension that it may have.

      iex> :filename.basename("a/b.txt", ".txt")
      "b"
  """
  @spec basename(name(), extension :: name()) :: filename_all()
  def basename(name, extension) do
    last = last(text(name))
    extension = text(extension)
    size = byte_size(last) - byte_size(extension)

    case last do
      <<kept::binary-size(size), ^extension::binary>> when size > 0 -> shaped(kept, binary?(name))
      _ -> shaped(last, binary?(name))
    end
  end

  defp last(text) do
    case :binary.split(text, "/", [:global, :trim_all]) do
      [] -> ""
      parts -> :lists.last(parts)
    end
  end

  @doc """
  All but the last part of a name.

      iex> {:filename.dirname("a/b/c"), :filename.dirname("a")}
      {"a/b", "."}
  """
  @spec dirname(name()) :: filename_all()
  def dirname(name) do
    text = text(name)

    directory =
      case last_slash(text) do
        :none -> "."
        at -> text |> :binary.part(0, at) |> without_slashes()
      end

    shaped(directory, binary?(name))
  end

  defp without_slashes(name) do
    case without_last_slash(name) do
      "" -> "/"
      name -> name
    end
  end

  defp last_slash(text) do
    case :binary.matches(text, "/") do
      [] -> :none
      matches -> elem(:lists.last(matches), 0)
    end
  end

  @doc """
  What the last part of a name has from its last dot on; a dot at its beginning is none.

      iex> :filename.extension("a/b.tar.gz")
      ".gz"
  """
  @spec extension(name()) :: filename_all()
  def extension(name) do
    text = text(name)
    root = root_size(text)
    shaped(:binary.part(text, root, byte_size(text) - root), binary?(name))
  end

  @doc """
  A name without its extension.

      iex> :filename.rootname("a/b.tar.gz")
      "a/b.tar"
  """
  @spec rootname(name()) :: filename_all()
  def rootname(name) do
    text = text(name)
    shaped(:binary.part(text, 0, root_size(text)), binary?(name))
  end

  @doc """
  A name without an extension that it may have.

      iex> :filename.rootname("a/b.txt", ".txt")
      "a/b"
  """
  @spec rootname(name(), extension :: name()) :: filename_all()
  def rootname(name, extension) do
    text = text(name)
    extension = text(extension)
    size = byte_size(text) - byte_size(extension)

    case text do
      <<kept::binary-size(size), ^extension::binary>> -> shaped(kept, binary?(name))
      _ -> shaped(text, binary?(name))
    end
  end

  # The size of a name without its extension.
  defp root_size(text) do
    from = if((at = last_slash(text)) == :none, do: 0, else: at + 1)

    case :binary.matches(text, ".", scope: {from, byte_size(text) - from}) do
      [] -> byte_size(text)
      matches -> if((at = elem(:lists.last(matches), 0)) == from, do: byte_size(text), else: at)
    end
  end

  @doc """
  The parts of a name.

      iex> :filename.split("/usr/bin")
      ["/", "usr", "bin"]
  """
  @spec split(name()) :: [filename_all()]
  def split(name) do
    text = text(name)
    parts = :binary.split(text, "/", [:global, :trim_all])
    parts = if :binary.first(<<text::binary, 0>>) == ?/, do: ["/" | parts], else: parts
    :lists.map(&shaped(&1, binary?(name)), parts)
  end

  @doc """
  Whether a name is `:absolute` or `:relative`.

      iex> :filename.pathtype("a/b")
      :relative
      iex> :filename.pathtype("/a")
      :absolute
  """
  @spec pathtype(name()) :: :absolute | :relative | :volumerelative
  def pathtype(name), do: if(match?("/" <> _, text(name)), do: :absolute, else: :relative)

  @doc """
  The absolute name, from the working directory.

      iex> :filename.absname("/a/b")
      "/a/b"
  """
  @spec absname(name()) :: filename_all()
  def absname(name) do
    {:ok, directory} = :file.get_cwd()
    absname(name, if(binary?(name), do: :unicode.characters_to_binary(directory), else: directory))
  end

  @doc """
  The absolute name, from a directory.

      iex> :filename.absname("a", "/b")
      "/b/a"
  """
  @spec absname(name(), directory :: name()) :: filename_all()
  def absname(name, directory) do
    if pathtype(name) == :absolute, do: join([name]), else: join(directory, name)
  end

  @doc """
  Joins a directory and a name, without a look at the directory.

      iex> :filename.absname_join("/a", "b")
      "/a/b"
  """
  @spec absname_join(directory :: name(), name()) :: filename_all()
  def absname_join(directory, name), do: join(directory, name)

  @doc """
  A name as the system writes it.

      iex> :filename.nativename("a/b")
      "a/b"
  """
  @spec nativename(name()) :: filename_all()
  def nativename(name), do: join([name])

  @doc """
  A name as a binary or a flat charlist.

      iex> :filename.flatten([~c"a", [?b]])
      ~c"ab"
  """
  @spec flatten(name()) :: filename_all()
  def flatten(name) when is_binary(name), do: name
  def flatten(name) when is_atom(name), do: :erlang.atom_to_list(name)
  def flatten(name), do: if(binary?(name), do: text(name), else: :unicode.characters_to_list(text(name)))

  defp binary?(name) when is_binary(name), do: true
  defp binary?([head | tail]), do: binary?(head) or binary?(tail)
  defp binary?(_name), do: false

  defp text(name) when is_binary(name), do: name
  defp text(name) when is_atom(name), do: :erlang.atom_to_binary(name)
  defp text(name) when is_list(name), do: :erlang.iolist_to_binary(pieces(name))

  defp pieces([]), do: []
  defp pieces([head | tail]), do: [piece(head) | pieces(tail)]

  defp piece(char) when is_integer(char), do: <<char::utf8>>
  defp piece(name), do: text(name)

  defp shaped(text, true), do: text
  defp shaped(text, false), do: :unicode.characters_to_list(text)
end
