defmodule :filelib do
  @moduledoc """
  Questions about files, and searches among them.
  """

  @doc """
  Whether there is a directory of that name.

      iex> :filelib.is_dir("/")
      true
  """
  @spec is_dir(:file.name()) :: boolean()
  def is_dir(name), do: type(name) == :directory

  @doc """
  Whether there is a regular file of that name.

      iex> :filelib.is_regular("no/such/file")
      false
  """
  @spec is_regular(:file.name()) :: boolean()
  def is_regular(name), do: type(name) == :regular

  @doc """
  Whether there is a file or a directory of that name.

      iex> :filelib.is_file(System.tmp_dir!())
      true
  """
  @spec is_file(:file.name()) :: boolean()
  def is_file(name), do: type(name) in [:regular, :directory]

  defp type(name) do
    case :file.read_file_info(name, time: :posix) do
      {:ok, info} -> elem(info, 2)
      {:error, _} -> :none
    end
  end

  @doc """
  The size of a file, 0 when there is none.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_size")
      iex> File.write!(path, "hello")
      iex> :filelib.file_size(path)
      5
  """
  @spec file_size(:file.name()) :: non_neg_integer()
  def file_size(name) do
    case :file.read_file_info(name, time: :posix) do
      {:ok, info} -> elem(info, 1)
      {:error, _} -> 0
    end
  end

  @doc """
  The time of last modification, 0 when there is no such file.

      iex> :filelib.last_modified("no/such/file")
      0
  """
  @spec last_modified(:file.name()) :: :file.date_time() | 0
  def last_modified(name) do
    case :file.read_file_info(name) do
      {:ok, info} -> elem(info, 5)
      {:error, _} -> 0
    end
  end

  @doc """
  Makes the directories that a file lies in, where they are missing.

      iex> :filelib.ensure_dir(Path.join(System.tmp_dir!(), "joist_doc_ensure/file"))
      :ok
  """
  @spec ensure_dir(:file.name()) :: :ok | {:error, :file.posix()}
  def ensure_dir(name), do: name |> :filename.dirname() |> ensure_path()

  @doc """
  Makes a directory and those that it lies in, where they are missing.

      iex> folder = Path.join(System.tmp_dir!(), "joist_folder/inner")
      iex> :filelib.ensure_path(folder)
      :ok
      iex> {File.dir?(folder), :file.del_dir_r(Path.dirname(folder))}
      {true, :ok}
  """
  @spec ensure_path(:file.name()) :: :ok | {:error, :file.posix()}
  def ensure_path(name) do
    parent = :filename.dirname(name)

    cond do
      is_dir(name) -> :ok
      parent == name -> {:error, :einval}
      true -> with(:ok <- ensure_path(parent), do: make(name))
    end
  end

  # Another process may have been faster.
  defp make(name) do
    case :file.make_dir(name) do
      {:error, :eexist} -> if is_dir(name), do: :ok, else: {:error, :eexist}
      other -> other
    end
  end

  @doc """
  The names that match a pattern, in order, as charlists.

      iex> :filelib.wildcard(~c"/no/such/folder/*")
      []
  """
  @spec wildcard(charlist() | binary()) :: [:file.filename()]
  def wildcard(pattern), do: found(pattern)

  @doc """
  The names that match a pattern, seen from a directory, in order.

      iex> folder = Path.join(System.tmp_dir!(), "joist_folder")
      iex> :filelib.ensure_path(folder)
      iex> for name <- ["a.ex", "b.ex", "c.txt"], do: :file.write_file(Path.join(folder, name), "")
      iex> {:filelib.wildcard(~c"*.ex", to_charlist(folder)), :file.del_dir_r(folder)}
      {[~c"a.ex", ~c"b.ex"], :ok}
  """
  @spec wildcard(charlist() | binary(), directory :: :file.name()) :: [:file.filename()]
  def wildcard(pattern, directory) when is_list(directory) or is_binary(directory) do
    full = :filename.join(directory, pattern)
    from = length(:unicode.characters_to_list(:filename.join([directory]))) + 1
    :lists.map(&:lists.nthtail(from, &1), found(full))
  end

  defp found(pattern), do: :lists.map(&:unicode.characters_to_list/1, Path.wildcard(pattern, match_dot: true))

  @doc """
  Calls a function for each file in a directory whose name matches a regular expression, and in those below it when asked.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_fold")
      iex> File.mkdir_p!(dir)
      iex> File.write!(Path.join(dir, "a.txt"), "")
      iex> :filelib.fold_files(dir, ~c"[.]txt$", true, fn name, acc -> [Path.basename(name) | acc] end, [])
      ["a.txt"]
  """
  @spec fold_files(directory :: :file.name(), expression :: charlist(), recursive :: boolean(), (:file.filename(), acc -> acc), acc) :: acc when acc: term()
  def fold_files(directory, expression, recursive, function, acc) do
    {:ok, expression} = :re.compile(expression, [:unicode])

    case :file.list_dir(directory) do
      {:ok, names} -> :lists.foldl(&fold_file(:filename.join(directory, &1), &1, expression, recursive, function, &2), acc, :lists.sort(names))
      {:error, _} -> acc
    end
  end

  defp fold_file(path, name, expression, recursive, function, acc) do
    cond do
      is_regular(path) -> if :re.run(name, expression, [{:capture, :none}]) == :match, do: function.(path, acc), else: acc
      recursive and is_dir(path) -> fold_inside(path, expression, function, acc)
      true -> acc
    end
  end

  defp fold_inside(directory, expression, function, acc) do
    case :file.list_dir(directory) do
      {:ok, names} -> :lists.foldl(&fold_file(:filename.join(directory, &1), &1, expression, true, function, &2), acc, :lists.sort(names))
      {:error, _} -> acc
    end
  end

  @doc """
  A name without parts that go up, when it does not lead out of the directory; otherwise `:unsafe`.

      iex> :filelib.safe_relative_path("a/../b", "")
      "b"
      iex> :filelib.safe_relative_path("../b", "")
      :unsafe
  """
  @spec safe_relative_path(:file.name(), directory :: :file.name()) :: :unsafe | :file.filename_all()
  def safe_relative_path(name, directory) do
    case Path.safe_relative(name, directory) do
      {:ok, path} when is_binary(name) -> path
      {:ok, path} -> :unicode.characters_to_list(path)
      :error -> :unsafe
    end
  end
end
