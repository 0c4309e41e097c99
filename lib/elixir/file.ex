defmodule File do
  @moduledoc """
  Files and directories.

  Functions give `:ok`, `{:ok, value}` or `{:error, reason}` with a POSIX reason such as `:enoent`; those with a `!` raise
  `File.Error` or its like instead. Paths are chardata. A file that is opened is a process, to be read and written with the
  functions of `IO`; unless it is opened with `:utf8`, with those whose names begin with `bin`.
  """
  # One file, for it is one module; half of its lines are documentation and examples.
  @type posix() :: :file.posix()
  @type io_device() :: :file.io_device()
  @type file_descriptor() :: :file.fd()
  @type stat_options() :: [{:time, :local | :universal | :posix}]

  @type mode() ::
          :append
          | :binary
          | :charlist
          | :compressed
          | :delayed_write
          | :exclusive
          | :raw
          | :read
          | :read_ahead
          | :sync
          | :write
          | {:read_ahead, pos_integer()}
          | {:delayed_write, non_neg_integer(), non_neg_integer()}
          | encoding_mode()

  @type encoding_mode() ::
          :utf8
          | {:encoding,
             :latin1
             | :unicode
             | :utf8
             | :utf16
             | :utf32
             | {:utf16, :big | :little}
             | {:utf32, :big | :little}}

  @type stream_mode() ::
          encoding_mode()
          | read_offset_mode()
          | :append
          | :compressed
          | :delayed_write
          | :trim_bom
          | {:read_ahead, pos_integer() | false}
          | {:delayed_write, non_neg_integer(), non_neg_integer()}

  @type read_offset_mode() :: {:read_offset, non_neg_integer()}

  @type erlang_time() ::
          {{year :: non_neg_integer(), month :: 1..12, day :: 1..31}, {hour :: 0..23, minute :: 0..59, second :: 0..59}}

  @type posix_time() :: integer()
  @type on_conflict_callback() :: (Path.t(), Path.t() -> boolean())

  ## What is there

  @doc """
  Whether there is a regular file; `[:raw]` may be given and changes nothing.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_regular")
      iex> File.write!(path, "hello")
      iex> File.regular?(path)
      true
      iex> File.regular?(System.tmp_dir!())
      false
  """
  @spec regular?(Path.t(), [:raw]) :: boolean()
  def regular?(path, _opts \\ []), do: type(path) == :regular

  @doc """
  Whether there is a directory.

      iex> File.dir?("/")
      true
  """
  @spec dir?(Path.t(), [:raw]) :: boolean()
  def dir?(path, _opts \\ []), do: type(path) == :directory

  @doc """
  Whether there is a file, directory or anything else of that name.

      iex> File.exists?("no such file")
      false
  """
  @spec exists?(Path.t(), [:raw]) :: boolean()
  def exists?(path, _opts \\ []), do: match?({:ok, _}, :file.read_file_info(IO.chardata_to_string(path), time: :posix))

  defp type(path) do
    case :file.read_file_info(IO.chardata_to_string(path), time: :posix) do
      {:ok, info} -> elem(info, 2)
      {:error, _} -> nil
    end
  end

  @doc """
  What is known of a file, as a `File.Stat`; option `:time` is `:universal`, `:local` or `:posix`.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_stat")
      iex> File.write!(path, "hello")
      iex> {:ok, stat} = File.stat(path)
      iex> {stat.type, stat.size}
      {:regular, 5}
      iex> File.stat("no/such/file")
      {:error, :enoent}
  """
  @spec stat(Path.t(), stat_options()) :: {:ok, File.Stat.t()} | {:error, posix()}
  def stat(path, opts \\ []), do: info(:file.read_file_info(IO.chardata_to_string(path), times(opts)))

  @doc """
  Like `stat/2`; raises when it fails.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_stat2")
      iex> File.write!(path, "hello")
      iex> File.stat!(path).size
      5
  """
  @spec stat!(Path.t(), stat_options()) :: File.Stat.t()
  def stat!(path, opts \\ []), do: value!(stat(path, opts), "read file stats", path)

  @doc """
  Like `stat/2`, of a symbolic link itself.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_lstat")
      iex> File.write!(path, "hello")
      iex> {:ok, stat} = File.lstat(path)
      iex> stat.type
      :regular
  """
  @spec lstat(Path.t(), stat_options()) :: {:ok, File.Stat.t()} | {:error, posix()}
  def lstat(path, opts \\ []), do: info(:file.read_link_info(IO.chardata_to_string(path), times(opts)))

  @doc """
  Like `lstat/2`; raises when it fails.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_lstat2")
      iex> File.write!(path, "hello")
      iex> File.lstat!(path).type
      :regular
  """
  @spec lstat!(Path.t(), stat_options()) :: File.Stat.t()
  def lstat!(path, opts \\ []), do: value!(lstat(path, opts), "read file stats", path)

  defp times(opts), do: Keyword.put_new(opts, :time, :universal)

  defp info({:ok, info}), do: {:ok, File.Stat.from_record(info)}
  defp info(error), do: error

  @doc """
  Sets the mode and the times of a file.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_write_stat")
      iex> File.write!(path, "hello")
      iex> stat = File.stat!(path)
      iex> File.write_stat(path, %{stat | mtime: {{2024, 2, 9}, {7, 8, 9}}})
      :ok
      iex> File.stat!(path).mtime
      {{2024, 2, 9}, {7, 8, 9}}
  """
  @spec write_stat(Path.t(), File.Stat.t(), stat_options()) :: :ok | {:error, posix()}
  def write_stat(path, stat, opts \\ []), do: :file.write_file_info(IO.chardata_to_string(path), File.Stat.to_record(stat), times(opts))

  @doc """
  Like `write_stat/3`; raises when it fails.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_write_stat2")
      iex> File.write!(path, "hello")
      iex> File.write_stat!(path, File.stat!(path))
      :ok
  """
  @spec write_stat!(Path.t(), File.Stat.t(), stat_options()) :: :ok
  def write_stat!(path, stat, opts \\ []), do: ok!(write_stat(path, stat, opts), "write file stats", path)

  @doc """
  Where a symbolic link leads to.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_read_link")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.ln_s!("elsewhere", Path.join(dir, "link"))
      iex> File.read_link(Path.join(dir, "link"))
      {:ok, "elsewhere"}
      iex> File.read_link(dir)
      {:error, :einval}
  """
  @spec read_link(Path.t()) :: {:ok, binary()} | {:error, posix()}
  def read_link(path) do
    case :file.read_link(IO.chardata_to_string(path)) do
      {:ok, target} -> {:ok, IO.chardata_to_string(target)}
      error -> error
    end
  end

  @doc """
  Like `read_link/1`; raises when it fails.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_read_link2")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.ln_s!("elsewhere", Path.join(dir, "link"))
      iex> File.read_link!(Path.join(dir, "link"))
      "elsewhere"
  """
  @spec read_link!(Path.t()) :: binary()
  def read_link!(path), do: value!(read_link(path), "read link", path)

  @doc """
  Sets the times of last access and modification, and makes the file when it is missing.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_touch")
      iex> File.touch(path, {{2024, 2, 9}, {7, 8, 9}})
      :ok
      iex> File.stat!(path).mtime
      {{2024, 2, 9}, {7, 8, 9}}
  """
  @spec touch(Path.t(), erlang_time() | posix_time()) :: :ok | {:error, posix()}
  def touch(path, time \\ :erlang.universaltime())

  def touch(path, seconds) when is_integer(seconds), do: touch_at(path, seconds)
  def touch(path, {_, _} = time), do: touch_at(path, :erlang.universaltime_to_posixtime(time))

  defp touch_at(path, seconds) do
    path = IO.chardata_to_string(path)

    case :prim_file.set_times(path, seconds, seconds) do
      {:error, :enoent} -> with :ok <- write(path, "", [:append]), do: :prim_file.set_times(path, seconds, seconds)
      other -> other
    end
  end

  @doc """
  Like `touch/2`; raises when it fails.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_touch2")
      iex> File.touch!(path, 1_707_462_489)
      :ok
      iex> File.stat!(path, time: :posix).mtime
      1707462489
  """
  @spec touch!(Path.t(), erlang_time() | posix_time()) :: :ok
  def touch!(path, time \\ :erlang.universaltime()), do: ok!(touch(path, time), "touch", path)

  @doc """
  Sets the mode of a file.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_chmod")
      iex> File.write!(path, "hello")
      iex> File.chmod(path, 0o600)
      :ok
  """
  @spec chmod(Path.t(), non_neg_integer()) :: :ok | {:error, posix()}
  def chmod(path, mode), do: :file.change_mode(IO.chardata_to_string(path), mode)

  @doc """
  Like `chmod/2`; raises when it fails.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_chmod2")
      iex> File.write!(path, "hello")
      iex> File.chmod!(path, 0o600)
      :ok
  """
  @spec chmod!(Path.t(), non_neg_integer()) :: :ok
  def chmod!(path, mode), do: ok!(chmod(path, mode), "change mode for", path)

  @doc """
  Sets the group of a file.

      iex> File.chgrp("/no/such/file", 1)
      {:error, :enoent}
  """
  @spec chgrp(Path.t(), non_neg_integer()) :: :ok | {:error, posix()}
  def chgrp(path, gid), do: :file.change_group(IO.chardata_to_string(path), gid)

  @doc """
  Like `chgrp/2`; raises when it fails.

      iex> try do File.chgrp!("/no/such/file", 1) rescue e in File.Error -> e.reason end
      :enoent
  """
  @spec chgrp!(Path.t(), non_neg_integer()) :: :ok
  def chgrp!(path, gid), do: ok!(chgrp(path, gid), "change group for", path)

  @doc """
  Sets the owner of a file.

      iex> File.chown("/no/such/file", 1)
      {:error, :enoent}
  """
  @spec chown(Path.t(), non_neg_integer()) :: :ok | {:error, posix()}
  def chown(path, uid), do: :file.change_owner(IO.chardata_to_string(path), uid)

  @doc """
  Like `chown/2`; raises when it fails.

      iex> try do File.chown!("/no/such/file", 1) rescue e in File.Error -> e.reason end
      :enoent
  """
  @spec chown!(Path.t(), non_neg_integer()) :: :ok
  def chown!(path, uid), do: ok!(chown(path, uid), "change owner for", path)

  ## Directories

  @doc """
  Makes a directory.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_mkdir")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.mkdir(Path.join(dir, "a"))
      :ok
      iex> File.mkdir(Path.join(dir, "a"))
      {:error, :eexist}
  """
  @spec mkdir(Path.t()) :: :ok | {:error, posix()}
  def mkdir(path), do: :file.make_dir(IO.chardata_to_string(path))

  @doc """
  Like `mkdir/1`; raises when it fails.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_mkdir2")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.mkdir!(Path.join(dir, "a"))
      :ok
  """
  @spec mkdir!(Path.t()) :: :ok
  def mkdir!(path), do: ok!(mkdir(path), "make directory", path)

  @doc """
  Makes a directory and those that it lies in, where they are missing.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_mkdir_p")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.mkdir_p(Path.join(dir, "a/b/c"))
      :ok
  """
  @spec mkdir_p(Path.t()) :: :ok | {:error, posix()}
  def mkdir_p(path), do: mkdirs(IO.chardata_to_string(path))

  defp mkdirs(path) do
    if dir?(path) do
      :ok
    else
      parent = Path.dirname(path)

      case if(parent == path, do: :ok, else: mkdirs(parent)) do
        :ok ->
          case :file.make_dir(path) do
            {:error, :eexist} -> if dir?(path), do: :ok, else: {:error, :eexist}
            other -> other
          end

        # What the directory would lie in is no directory.
        {:error, :eexist} ->
          {:error, :enotdir}

        error ->
          error
      end
    end
  end

  @doc """
  Like `mkdir_p/1`; raises when it fails.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_mkdir_p2")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.mkdir_p!(Path.join(dir, "a/b/c"))
      :ok
  """
  @spec mkdir_p!(Path.t()) :: :ok
  def mkdir_p!(path), do: ok!(mkdir_p(path), "make directory (with -p)", path)

  @doc """
  The names in a directory, in no order.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_ls")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.touch!(Path.join(dir, "a"))
      iex> File.ls(dir)
      {:ok, ["a"]}
  """
  @spec ls(Path.t()) :: {:ok, [binary()]} | {:error, posix()}
  def ls(path \\ ".") do
    case :file.list_dir(IO.chardata_to_string(path)) do
      {:ok, names} -> {:ok, Enum.map(names, &IO.chardata_to_string/1)}
      error -> error
    end
  end

  @doc """
  Like `ls/1`; raises when it fails.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_ls2")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.ls!(dir)
      []
  """
  @spec ls!(Path.t()) :: [binary()]
  def ls!(path \\ "."), do: value!(ls(path), "list directory", path)

  @doc """
  Removes an empty directory.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_rmdir")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.rmdir(dir)
      :ok
      iex> File.rmdir(dir)
      {:error, :enoent}
  """
  @spec rmdir(Path.t()) :: :ok | {:error, posix()}
  def rmdir(path) do
    case :file.del_dir(IO.chardata_to_string(path)) do
      :ok -> :ok
      {:error, :eacces} = error -> if directory_itself?(path), do: error, else: {:error, :enotdir}
      error -> error
    end
  end

  @doc """
  Like `rmdir/1`; raises when it fails.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_rmdir2")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.rmdir!(dir)
      :ok
  """
  @spec rmdir!(Path.t()) :: :ok
  def rmdir!(path), do: ok!(rmdir(path), "remove directory", path)

  @doc """
  Removes a file or a directory with all that lies in it; gives what was removed, the innermost last.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_rm_rf")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.touch!(Path.join(dir, "a"))
      iex> File.rm_rf(dir) == {:ok, [dir, Path.join(dir, "a")]}
      true
  """
  @spec rm_rf(Path.t()) :: {:ok, [binary()]} | {:error, posix(), binary()}
  def rm_rf(path), do: path |> whole_path!(:rm_rf, 1) |> remove_all({:ok, []})

  # No file has a name with a null byte in it; what works on many files must not take it for the end of the name.
  defp whole_path!(path, function, arity) do
    path = IO.chardata_to_string(path)

    if :binary.match(path, "\0") != :nomatch,
      do: raise(ArgumentError, "cannot execute File.#{function}/#{arity} for path with null byte, got: #{inspect(path)}")

    path
  end

  defp remove_all(path, {:ok, removed}) do
    if directory_itself?(path) do
      case ls(path) do
        {:ok, names} ->
          case Enum.reduce_while(names, {:ok, removed}, &remove_next(Path.join(path, &1), &2)) do
            {:ok, removed} -> removed(rmdir(path), path, removed)
            error -> error
          end

        {:error, reason} ->
          removed({:error, reason}, path, removed)
      end
    else
      removed(rm(path), path, removed)
    end
  end

  defp remove_next(path, acc) do
    case remove_all(path, acc) do
      {:ok, _} = ok -> {:cont, ok}
      error -> {:halt, error}
    end
  end

  defp removed(:ok, path, removed), do: {:ok, [path | removed]}
  defp removed({:error, reason}, _path, removed) when reason in [:enoent, :enotdir], do: {:ok, removed}
  defp removed({:error, reason}, path, _removed), do: {:error, reason, path}

  @doc """
  Like `rm_rf/1`; raises when it fails.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_rm_rf2")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.rm_rf!(dir) == [dir]
      true
  """
  @spec rm_rf!(Path.t()) :: [binary()]
  def rm_rf!(path) do
    case rm_rf(path) do
      {:ok, removed} -> removed
      {:error, reason, place} -> raise File.Error, reason: reason, path: place, action: "remove files and directories recursively from"
    end
  end

  defp directory_itself?(path), do: match?({:ok, %File.Stat{type: :directory}}, lstat(path))

  @doc """
  The working directory.

      iex> File.cwd() == {:ok, File.cwd!()}
      true
  """
  @spec cwd() :: {:ok, binary()} | {:error, posix()}
  def cwd() do
    case :file.get_cwd() do
      {:ok, path} -> {:ok, IO.chardata_to_string(path)}
      error -> error
    end
  end

  @doc """
  Like `cwd/0`; raises when it fails.

      iex> File.dir?(File.cwd!())
      true
  """
  @spec cwd!() :: binary()
  def cwd!() do
    case cwd() do
      {:ok, path} -> path
      {:error, reason} -> raise File.Error, reason: reason, action: "get current working directory"
    end
  end

  @doc """
  Changes the working directory of the whole program.

      iex> File.cd(".")
      :ok
  """
  @spec cd(Path.t()) :: :ok | {:error, posix()}
  def cd(path), do: :file.set_cwd(IO.chardata_to_string(path))

  @doc """
  Like `cd/1`; raises when it fails.

      iex> File.cd!(".")
      :ok
  """
  @spec cd!(Path.t()) :: :ok
  def cd!(path), do: ok!(cd(path), "set current working directory to", path)

  @doc """
  Changes the working directory for the time of a function call.

      iex> File.cd!(System.tmp_dir!(), fn -> File.exists?(".") end)
      true
  """
  @spec cd!(Path.t(), (-> res)) :: res when res: var
  def cd!(path, function) do
    before = cwd!()
    cd!(path)

    try do
      function.()
    after
      cd!(before)
    end
  end

  ## Whole files

  @doc """
  Reads all of a file.

      iex> File.read("no such file")
      {:error, :enoent}
  """
  @spec read(Path.t()) :: {:ok, binary()} | {:error, posix() | :terminated | :system_limit}
  def read(path), do: :file.read_file(IO.chardata_to_string(path))

  @doc """
  Like `read/1`; raises when it fails.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_read")
      iex> File.write!(path, "hello")
      iex> File.read!(path)
      "hello"
  """
  @spec read!(Path.t()) :: binary()
  def read!(path), do: value!(read(path), "read file", path)

  @doc """
  Writes a file: anew, or as the modes of `open/2` say.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_write")
      iex> File.write(path, "one")
      :ok
      iex> File.write(path, ["tw", ?o], [:append])
      :ok
      iex> File.read!(path)
      "onetwo"
  """
  @spec write(Path.t(), iodata(), [mode()]) :: :ok | {:error, posix()}
  def write(path, content, modes \\ []), do: :file.write_file(IO.chardata_to_string(path), content, erlang_modes(modes, false))

  @doc """
  Like `write/3`; raises when it fails.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_write2")
      iex> File.write!(path, "one")
      :ok
  """
  @spec write!(Path.t(), iodata(), [mode()]) :: :ok
  def write!(path, content, modes \\ []), do: ok!(write(path, content, modes), "write to file", path)

  @doc """
  Removes a file.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_rm")
      iex> File.write!(path, "hello")
      iex> File.rm(path)
      :ok
      iex> File.rm(path)
      {:error, :enoent}
  """
  @spec rm(Path.t()) :: :ok | {:error, posix()}
  def rm(path) do
    path = IO.chardata_to_string(path)

    case :file.delete(path) do
      {:error, :eacces} -> remove_protected(path)
      other -> other
    end
  end

  # A system may refuse to remove what is marked as read-only.
  defp remove_protected(path) do
    with {:ok, %File.Stat{access: :read, mode: mode}} <- stat(path),
         :ok <- chmod(path, Bitwise.bor(mode, 0o200)) do
      :file.delete(path)
    else
      _ -> {:error, :eacces}
    end
  end

  @doc """
  Like `rm/1`; raises when it fails.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_rm2")
      iex> File.write!(path, "hello")
      iex> File.rm!(path)
      :ok
  """
  @spec rm!(Path.t()) :: :ok
  def rm!(path), do: ok!(rm(path), "remove file", path)

  @doc """
  Gives a file another name.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_rename")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.touch!(Path.join(dir, "a"))
      iex> File.rename(Path.join(dir, "a"), Path.join(dir, "b"))
      :ok
      iex> File.ls!(dir)
      ["b"]
  """
  @spec rename(source :: Path.t(), destination :: Path.t()) :: :ok | {:error, posix()}
  def rename(source, destination), do: :file.rename(IO.chardata_to_string(source), IO.chardata_to_string(destination))

  @doc """
  Like `rename/2`; raises when it fails.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_rename2")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.touch!(Path.join(dir, "a"))
      iex> File.rename!(Path.join(dir, "a"), Path.join(dir, "b"))
      :ok
  """
  @spec rename!(source :: Path.t(), destination :: Path.t()) :: :ok
  def rename!(source, destination) do
    with {:error, reason} <- rename(source, destination), do: raise(File.RenameError, failed(reason, "rename", source, destination))
  end

  @doc """
  Makes a second name for a file.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_ln")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.write!(Path.join(dir, "a"), "hello")
      iex> File.ln(Path.join(dir, "a"), Path.join(dir, "b"))
      :ok
      iex> File.read!(Path.join(dir, "b"))
      "hello"
  """
  @spec ln(existing :: Path.t(), new :: Path.t()) :: :ok | {:error, posix()}
  def ln(existing, new), do: :file.make_link(IO.chardata_to_string(existing), IO.chardata_to_string(new))

  @doc """
  Like `ln/2`; raises when it fails.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_ln2")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.write!(Path.join(dir, "a"), "hello")
      iex> File.ln!(Path.join(dir, "a"), Path.join(dir, "b"))
      :ok
      iex> File.read!(Path.join(dir, "b"))
      "hello"
  """
  @spec ln!(existing :: Path.t(), new :: Path.t()) :: :ok
  def ln!(existing, new) do
    with {:error, reason} <- ln(existing, new), do: raise(File.LinkError, reason: reason, action: "create hard link", existing: IO.chardata_to_string(existing), new: IO.chardata_to_string(new))
  end

  @doc """
  Makes a symbolic link.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_ln_s")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.write!(Path.join(dir, "a"), "hello")
      iex> File.ln_s(Path.join(dir, "a"), Path.join(dir, "b"))
      :ok
      iex> File.read!(Path.join(dir, "b"))
      "hello"
  """
  @spec ln_s(existing :: Path.t(), new :: Path.t()) :: :ok | {:error, posix()}
  def ln_s(existing, new), do: :file.make_symlink(IO.chardata_to_string(existing), IO.chardata_to_string(new))

  @doc """
  Like `ln_s/2`; raises when it fails.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_ln_s2")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.write!(Path.join(dir, "a"), "hello")
      iex> File.ln_s!(Path.join(dir, "a"), Path.join(dir, "b"))
      :ok
      iex> File.read!(Path.join(dir, "b"))
      "hello"
  """
  @spec ln_s!(existing :: Path.t(), new :: Path.t()) :: :ok
  def ln_s!(existing, new) do
    with {:error, reason} <- ln_s(existing, new), do: raise(File.LinkError, reason: reason, action: "create symlink", existing: IO.chardata_to_string(existing), new: IO.chardata_to_string(new))
  end

  defp failed(reason, action, source, destination, on \\ ""),
    do: [reason: reason, action: action, source: IO.chardata_to_string(source), destination: IO.chardata_to_string(destination), on: on]

  ## Copies

  @doc """
  Copies the bytes of a file, or of an opened one; gives their number.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_copy")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.write!(Path.join(dir, "a"), "hello")
      iex> File.copy(Path.join(dir, "a"), Path.join(dir, "b"))
      {:ok, 5}
      iex> File.read!(Path.join(dir, "b"))
      "hello"
  """
  @spec copy(Path.t() | io_device(), Path.t() | io_device(), pos_integer() | :infinity) :: {:ok, non_neg_integer()} | {:error, posix()}
  def copy(source, destination, bytes_count \\ :infinity), do: :file.copy(copied(source), copied(destination), bytes_count)

  defp copied({path, modes}), do: {IO.chardata_to_string(path), erlang_modes(modes, true)}
  defp copied(device) when is_pid(device), do: device
  defp copied({:file_descriptor, _, _} = device), do: device
  defp copied(path), do: IO.chardata_to_string(path)

  @doc """
  Like `copy/3`; raises when it fails.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_copy2")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.write!(Path.join(dir, "a"), "hello")
      iex> File.copy!(Path.join(dir, "a"), Path.join(dir, "b"))
      5
      iex> File.read!(Path.join(dir, "b"))
      "hello"
  """
  @spec copy!(Path.t() | io_device(), Path.t() | io_device(), pos_integer() | :infinity) :: non_neg_integer()
  def copy!(source, destination, bytes_count \\ :infinity) do
    case copy(source, destination, bytes_count) do
      {:ok, count} -> count
      {:error, reason} -> raise File.CopyError, failed(reason, "copy", shown(source), shown(destination))
    end
  end

  defp shown(path) when is_binary(path) or is_list(path), do: path
  defp shown({path, modes}) when is_list(modes), do: path
  defp shown(device), do: inspect(device)

  @doc """
  Copies a file with its mode.

  Option `:on_conflict` is a function of source and destination that says whether to write over a file that is there.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_cp")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.write!(Path.join(dir, "a"), "hello")
      iex> File.cp(Path.join(dir, "a"), Path.join(dir, "b"))
      :ok
      iex> File.read!(Path.join(dir, "b"))
      "hello"
  """
  @spec cp(source :: Path.t(), destination :: Path.t(), on_conflict: on_conflict_callback()) :: :ok | {:error, posix()}
  def cp(source, destination, options \\ [])

  def cp(source, destination, function) when is_function(function, 2), do: cp(source, destination, on_conflict: function)

  def cp(source, destination, options) do
    source = IO.chardata_to_string(source)
    destination = IO.chardata_to_string(destination)

    case copy_file(source, destination, conflict(options), []) do
      {:error, reason, _} -> {:error, reason}
      _ -> :ok
    end
  end

  @doc """
  Like `cp/3`; raises when it fails.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_cp2")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.write!(Path.join(dir, "a"), "hello")
      iex> File.cp!(Path.join(dir, "a"), Path.join(dir, "b"))
      :ok
      iex> File.read!(Path.join(dir, "b"))
      "hello"
  """
  @spec cp!(source :: Path.t(), destination :: Path.t(), on_conflict: on_conflict_callback()) :: :ok
  def cp!(source, destination, options \\ []) do
    with {:error, reason} <- cp(source, destination, options), do: raise(File.CopyError, failed(reason, "copy", source, destination))
  end

  @doc """
  Copies a file or a directory with all that lies in it; gives the names of the copies, the last first.

  Options are `:on_conflict`, as in `cp/3`, and `:dereference_symlinks`.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_cp_r")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.mkdir_p!(Path.join(dir, "a/b"))
      iex> {:ok, _copied} = File.cp_r(Path.join(dir, "a"), Path.join(dir, "c"))
      iex> File.ls!(Path.join(dir, "c"))
      ["b"]
  """
  @spec cp_r(source :: Path.t(), destination :: Path.t(), on_conflict: on_conflict_callback(), dereference_symlinks: boolean()) :: {:ok, [binary()]} | {:error, posix(), binary()}
  def cp_r(source, destination, options \\ [])

  def cp_r(source, destination, function) when is_function(function, 2), do: cp_r(source, destination, on_conflict: function)

  def cp_r(source, destination, options) do
    source = whole_path!(source, :cp_r, 3)
    destination = whole_path!(destination, :cp_r, 3)
    follow = Keyword.get(options, :dereference_symlinks, false)

    case copy_tree(source, destination, {conflict(options), follow}, []) do
      {:error, _, _} = error -> error
      copied -> {:ok, copied}
    end
  end

  @doc """
  Like `cp_r/3`; raises when it fails.

      iex> dir = Path.join(System.tmp_dir!(), "joist_doc_cp_r2")
      iex> File.rm_rf!(dir)
      iex> File.mkdir_p!(dir)
      iex> File.mkdir_p!(Path.join(dir, "a/b"))
      iex> length(File.cp_r!(Path.join(dir, "a"), Path.join(dir, "c")))
      2
  """
  @spec cp_r!(source :: Path.t(), destination :: Path.t(), on_conflict: on_conflict_callback(), dereference_symlinks: boolean()) :: [binary()]
  def cp_r!(source, destination, options \\ []) do
    case cp_r(source, destination, options) do
      {:ok, copied} -> copied
      {:error, reason, on} -> raise File.CopyError, failed(reason, "copy recursively", source, destination, on)
    end
  end

  defp conflict(options), do: Keyword.get(options, :on_conflict, fn _, _ -> true end)

  # An accumulator is the list of what was copied; {:error, reason, path} ends the work.
  defp copy_tree(source, destination, {conflict, follow} = how, acc) when is_list(acc) do
    case if(follow, do: stat(source), else: lstat(source)) do
      {:ok, %{type: :regular}} -> copy_file(source, destination, conflict, acc)
      {:ok, %{type: :symlink}} -> copy_link(source, destination, conflict, acc)
      {:ok, %{type: :directory}} -> copy_directory(source, destination, how, acc)
      {:ok, _} -> {:error, :eio, source}
      {:error, reason} -> {:error, reason, source}
    end
  end

  defp copy_tree(_source, _destination, _how, error), do: error

  defp copy_directory(source, destination, how, acc) do
    with {:list, {:ok, names}} <- {:list, ls(source)},
         {:make, made} when made in [:ok, {:error, :eexist}] <- {:make, mkdir(destination)} do
      Enum.reduce(names, [destination | acc], &copy_tree(Path.join(source, &1), Path.join(destination, &1), how, &2))
    else
      {:list, {:error, reason}} -> {:error, reason, source}
      {:make, {:error, reason}} -> {:error, reason, destination}
    end
  end

  defp copy_file(source, destination, conflict, acc) do
    fresh = [:exclusive]

    case :file.copy(source, {destination, fresh}) do
      {:ok, _} ->
        keep_mode(source, destination)
        [destination | acc]

      {:error, :eexist} ->
        if Path.expand(source) != Path.expand(destination) and conflict.(source, destination) do
          case copy(source, destination) do
            {:ok, _} ->
              keep_mode(source, destination)
              [destination | acc]

            {:error, reason} ->
              {:error, reason, source}
          end
        else
          acc
        end

      {:error, reason} ->
        {:error, reason, source}
    end
  end

  defp keep_mode(source, destination), do: with({:ok, %{mode: mode}} <- stat(source), do: chmod(destination, mode))

  defp copy_link(source, destination, conflict, acc) do
    with {:ok, target} <- read_link(source) do
      case ln_s(target, destination) do
        :ok ->
          [destination | acc]

        {:error, :eexist} ->
          if Path.expand(source) != Path.expand(destination) and conflict.(source, destination) do
            with {:ok, _} <- rm_rf(destination),
                 :ok <- ln_s(target, destination) do
              [destination | acc]
            else
              {:error, reason, _} -> {:error, reason, source}
              {:error, reason} -> {:error, reason, source}
            end
          else
            acc
          end

        {:error, reason} ->
          {:error, reason, source}
      end
    else
      {:error, reason} -> {:error, reason, source}
    end
  end

  ## Opened files

  @doc """
  Opens a file, or has a function work on it while it is open.

  Modes are `:read`, the default, `:write`, `:append`, `:exclusive`, `:utf8`, `:charlist` for lists in the place of binaries,
  `:ram` for a file in memory, and those of `:file.open/2`.

      iex> File.open("some text", [:ram, :binary], fn file -> IO.read(file, 4) end)
      {:ok, "some"}
  """
  @spec open(Path.t(), [mode() | :ram]) :: {:ok, io_device() | file_descriptor()} | {:error, posix()}
  @spec open(Path.t(), (io_device() | file_descriptor() -> res)) :: {:ok, res} | {:error, posix()} when res: var
  def open(path, modes_or_function \\ [])

  def open(path, modes) when is_list(modes), do: :file.open(IO.chardata_to_string(path), erlang_modes(modes, true))
  def open(path, function) when is_function(function, 1), do: open(path, [], function)

  @doc """
  Opens a file and has a function work on it while it is open.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_open")
      iex> File.write!(path, "hello")
      iex> File.open(path, [:read], fn file -> IO.read(file, :eof) end)
      {:ok, "hello"}
  """
  @spec open(Path.t(), [mode() | :ram], (io_device() | file_descriptor() -> res)) :: {:ok, res} | {:error, posix()} when res: var
  def open(path, modes, function) when is_list(modes) and is_function(function, 1) do
    case open(path, modes) do
      {:ok, device} ->
        try do
          {:ok, function.(device)}
        after
          :ok = close(device)
        end

      error ->
        error
    end
  end

  @doc """
  Like `open/2`; raises when it fails.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_open2")
      iex> File.write!(path, "hello")
      iex> file = File.open!(path)
      iex> IO.read(file, 4)
      "hell"
  """
  @spec open!(Path.t(), [mode() | :ram]) :: io_device() | file_descriptor()
  @spec open!(Path.t(), (io_device() | file_descriptor() -> res)) :: res when res: var
  def open!(path, modes_or_function \\ []), do: value!(open(path, modes_or_function), "open", path)

  @doc """
  Like `open/3`; raises when it fails.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_open3")
      iex> File.write!(path, "hello")
      iex> File.open!(path, [:read], &IO.read(&1, :eof))
      "hello"
  """
  @spec open!(Path.t(), [mode() | :ram], (io_device() | file_descriptor() -> res)) :: res when res: var
  def open!(path, modes, function), do: value!(open(path, modes, function), "open", path)

  @doc """
  Closes an opened file.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_close")
      iex> File.write!(path, "hello")
      iex> file = File.open!(path)
      iex> File.close(file)
      :ok
  """
  @spec close(io_device()) :: :ok | {:error, posix() | :badarg | :terminated}
  def close(device), do: :file.close(device)

  @doc """
  A stream of the lines of a file, or of pieces of so many bytes.

  It can be enumerated, and collected into. Modes are those of `open/2`, and `:trim_bom`.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_stream")
      iex> File.write!(path, "one\\ntwo\\n")
      iex> path |> File.stream!() |> Enum.map(&String.trim/1)
      ["one", "two"]
      iex> path |> File.stream!(3) |> Enum.to_list()
      ["one", "\\ntw", "o\\n"]
  """
  @spec stream!(Path.t(), :line | pos_integer() | [stream_mode()]) :: File.Stream.t()
  def stream!(path, line_or_bytes_modes \\ [])

  def stream!(path, modes) when is_list(modes), do: stream!(path, :line, modes)
  def stream!(path, line_or_bytes) when is_integer(line_or_bytes) or line_or_bytes == :line, do: stream!(path, line_or_bytes, [])

  @doc ~S"""
  A stream of a file, opened with modes.

      iex> path = Path.join(System.tmp_dir!(), "joist_doc_stream2")
      iex> File.write!(path, "one\r\ntwo\r\n")
      iex> path |> File.stream!(:line, [:trim_bom]) |> Enum.count()
      2
  """
  @spec stream!(Path.t(), :line | pos_integer() | [stream_mode()], :line | pos_integer() | [stream_mode()]) :: File.Stream.t()
  def stream!(path, line_or_bytes, modes)

  def stream!(path, modes, line_or_bytes) when is_list(modes), do: stream!(path, line_or_bytes, modes)

  def stream!(path, line_or_bytes, modes) when is_list(modes) do
    File.Stream.__build__(IO.chardata_to_string(path), stream_modes(modes), line_or_bytes)
  end

  defp stream_modes(modes), do: erlang_modes(modes, true)

  # The modes of `:file.open/2`: binaries unless charlists are asked for.
  defp erlang_modes(modes, binary) do
    cond do
      :charlist in modes or :char_list in modes -> for mode <- modes, mode not in [:charlist, :char_list], do: erlang_mode(mode)
      binary and :binary not in modes -> Enum.map(modes, &erlang_mode/1) ++ [:binary]
      true -> Enum.map(modes, &erlang_mode/1)
    end
  end

  defp erlang_mode(:utf8), do: {:encoding, :utf8}
  defp erlang_mode(mode), do: mode

  ## Results that raise

  defp ok!(:ok, _action, _path), do: :ok
  defp ok!({:error, reason}, action, path), do: raise(File.Error, reason: reason, action: action, path: IO.chardata_to_string(path))

  defp value!({:ok, value}, _action, _path), do: value
  defp value!({:error, reason}, action, path), do: raise(File.Error, reason: reason, action: action, path: IO.chardata_to_string(path))
end
