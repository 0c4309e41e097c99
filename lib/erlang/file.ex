defmodule :file do
  @moduledoc """
  Files, directories and opened files.

  Whole files and directories are the business of natives, `:prim_file`. A file that is opened plainly is a process that
  speaks the I/O protocol (`:joist_file`) and ends with the process that opened it; one opened with `:raw` is a native
  handle, `{:file_descriptor, :prim_file, %{...}}`. Results are `:ok`, `{:ok, value}` or `{:error, reason}`.
  """

  @type posix() :: :eacces | :eagain | :ebadf | :ebusy | :eexist | :eftype | :einval | :eio | :eisdir | :eloop | :emfile | :emlink | :enametoolong | :enoent | :enomem | :enospc | :enotdir | :enotempty | :enotsup | :enxio | :eperm | :epipe | :erofs | :exdev | atom()

  @typedoc "A file that was opened with `:raw`."
  @type fd() :: tuple()

  @type io_device() :: pid() | fd()

  @type name() :: :filename.filename_all() | atom() | [term()]

  @type filename() :: charlist()

  @type filename_all() :: charlist() | binary()

  @type mode() :: atom() | {:delayed_write, non_neg_integer(), non_neg_integer()} | {:read_ahead, pos_integer()} | {:encoding, atom()}

  @typedoc "What is known of a file; `File.Stat` has it as a struct."
  @type file_info() :: tuple()

  @type date_time() :: :calendar.datetime()

  @type location() :: integer() | {:bof | :cur | :eof, integer()} | :bof | :cur | :eof

  ## Whole files

  @doc """
  Reads all of a file.

      iex> path = Path.join(System.tmp_dir!(), "joist_example")
      iex> :file.write_file(path, "lamp")
      iex> :file.read_file(path)
      {:ok, "lamp"}
      iex> :file.delete(path)
      :ok
      iex> :file.read_file(path)
      {:error, :enoent}
  """
  @spec read_file(name() | io_device()) :: {:ok, binary()} | {:error, posix() | :badarg | :terminated | :system_limit}
  def read_file(name), do: checked(fn -> :prim_file.read_file(name) end)

  @doc """
  Like `read_file/1`.

      iex> :file.read_file("/no/such/file", [:raw])
      {:error, :enoent}
  """
  @spec read_file(name() | io_device(), options :: [:raw]) :: {:ok, binary()} | {:error, posix() | :badarg | :terminated | :system_limit}
  def read_file(name, _options), do: read_file(name)

  @doc """
  Writes a file anew.

      iex> path = Path.join(System.tmp_dir!(), "joist_example")
      iex> :file.write_file(path, ["la", ?m, "p"])
      :ok
      iex> {:file.read_file(path), :file.delete(path)}
      {{:ok, "lamp"}, :ok}
  """
  @spec write_file(name(), iodata()) :: :ok | {:error, posix() | :badarg | :terminated | :system_limit}
  def write_file(name, data), do: checked(fn -> :prim_file.write_file(name, data) end)

  @doc """
  Writes a file, opened with further modes.

      iex> path = Path.join(System.tmp_dir!(), "joist_example")
      iex> :file.write_file(path, "la")
      iex> :file.write_file(path, "mp", [:append])
      :ok
      iex> {:file.read_file(path), :file.delete(path)}
      {{:ok, "lamp"}, :ok}
  """
  @spec write_file(name(), iodata(), [mode()]) :: :ok | {:error, posix() | :badarg | :terminated | :system_limit}
  def write_file(name, data, modes) when is_list(modes) do
    case open(name, [:binary, :raw, :write | :lists.delete(:raw, modes)]) do
      {:ok, device} ->
        result = checked(fn -> write(device, data) end)
        closed = close(device)
        if result == :ok, do: closed, else: result

      error ->
        error
    end
  end

  @doc """
  Removes a file.

      iex> :file.delete("/no/such/file")
      {:error, :enoent}
  """
  @spec delete(name()) :: :ok | {:error, posix() | :badarg}
  def delete(name), do: checked(fn -> :prim_file.delete(name) end)

  @doc """
  Removes a file.

      iex> :file.delete("/no/such/file", [:raw])
      {:error, :enoent}
  """
  @spec delete(name(), options :: [:raw]) :: :ok | {:error, posix() | :badarg}
  def delete(name, _options), do: delete(name)

  @doc """
  Gives a file another name.

      iex> {from, to} = {Path.join(System.tmp_dir!(), "joist_from"), Path.join(System.tmp_dir!(), "joist_to")}
      iex> :file.write_file(from, "lamp")
      iex> :file.rename(from, to)
      :ok
      iex> {:file.read_file(to), :file.delete(to)}
      {{:ok, "lamp"}, :ok}
  """
  @spec rename(source :: name(), destination :: name()) :: :ok | {:error, posix() | :badarg}
  def rename(from, to), do: checked(fn -> :prim_file.rename(from, to) end)

  @doc """
  Makes a second name for a file.

      iex> {path, link} = {Path.join(System.tmp_dir!(), "joist_example"), Path.join(System.tmp_dir!(), "joist_link")}
      iex> :file.write_file(path, "lamp")
      iex> :file.make_link(path, link)
      :ok
      iex> {:file.read_file(link), :file.delete(link), :file.delete(path)}
      {{:ok, "lamp"}, :ok, :ok}
  """
  @spec make_link(existing :: name(), new :: name()) :: :ok | {:error, posix() | :badarg}
  def make_link(existing, new), do: checked(fn -> :prim_file.make_link(existing, new) end)

  @doc """
  Makes a symbolic link.

      iex> link = Path.join(System.tmp_dir!(), "joist_link")
      iex> :file.make_symlink("lamp", link)
      :ok
      iex> {:file.read_link(link), :file.delete(link)}
      {{:ok, ~c"lamp"}, :ok}
  """
  @spec make_symlink(existing :: name(), new :: name()) :: :ok | {:error, posix() | :badarg}
  def make_symlink(existing, new), do: checked(fn -> :prim_file.make_symlink(existing, new) end)

  @doc """
  Where a symbolic link leads to, as a charlist.

      iex> link = Path.join(System.tmp_dir!(), "joist_link")
      iex> :file.make_symlink("lamp", link)
      iex> {:file.read_link(link), :file.delete(link)}
      {{:ok, ~c"lamp"}, :ok}
  """
  @spec read_link(name()) :: {:ok, filename()} | {:error, posix() | :badarg}
  def read_link(name), do: charlist(checked(fn -> :prim_file.read_link(name) end))

  @doc """
  Like `read_link/1`.

      iex> link = Path.join(System.tmp_dir!(), "joist_link")
      iex> :file.make_symlink("lamp", link)
      iex> {:file.read_link_all(link), :file.delete(link)}
      {{:ok, ~c"lamp"}, :ok}
  """
  @spec read_link_all(name()) :: {:ok, filename_all()} | {:error, posix() | :badarg}
  def read_link_all(name), do: read_link(name)

  @doc """
  Copies a file, or what can be read from an opened one; gives the number of bytes.

      iex> {from, to} = {Path.join(System.tmp_dir!(), "joist_from"), Path.join(System.tmp_dir!(), "joist_to")}
      iex> :file.write_file(from, "lamp")
      iex> :file.copy(from, to)
      {:ok, 4}
      iex> {:file.read_file(to), :file.delete(from), :file.delete(to)}
      {{:ok, "lamp"}, :ok, :ok}
  """
  @spec copy(source :: io_device() | name() | {name(), [mode()]}, destination :: io_device() | name() | {name(), [mode()]}) :: {:ok, bytes :: non_neg_integer()} | {:error, posix() | :badarg | :terminated}
  def copy(source, destination), do: copy(source, destination, :infinity)

  @doc """
  Copies at most so many bytes.

      iex> {from, to} = {Path.join(System.tmp_dir!(), "joist_from"), Path.join(System.tmp_dir!(), "joist_to")}
      iex> :file.write_file(from, "lamp")
      iex> :file.copy(from, to, 2)
      {:ok, 2}
      iex> {:file.read_file(to), :file.delete(from), :file.delete(to)}
      {{:ok, "la"}, :ok, :ok}
  """
  @spec copy(source :: io_device() | name() | {name(), [mode()]}, destination :: io_device() | name() | {name(), [mode()]}, count :: non_neg_integer() | :infinity) :: {:ok, bytes :: non_neg_integer()} | {:error, posix() | :badarg | :terminated}
  def copy(source, destination, count) when count == :infinity or (is_integer(count) and count >= 0) do
    with_device(source, [:read], fn from ->
      with_device(destination, [:write], fn to -> copy_bytes(from, to, count, 0) end)
    end)
  end

  defp with_device({name, modes}, more, work) when is_list(modes), do: with_opened(name, modes ++ more, work)
  defp with_device(name, modes, work) when is_list(name) or is_binary(name), do: with_opened(name, modes, work)
  defp with_device(device, _modes, work), do: work.(device)

  defp with_opened(name, modes, work) do
    case open(name, [:raw, :binary | modes]) do
      {:ok, device} ->
        result = work.(device)

        case close(device) do
          {:error, _} = error when elem(result, 0) == :ok -> error
          _ -> result
        end

      error ->
        error
    end
  end

  @chunk 65536

  defp copy_bytes(_from, _to, 0, done), do: {:ok, done}

  defp copy_bytes(from, to, count, done) do
    case read(from, :erlang.min(count, @chunk)) do
      {:ok, data} ->
        size = :erlang.iolist_size(data)

        case write(to, data) do
          :ok -> copy_bytes(from, to, if(count == :infinity, do: count, else: count - size), done + size)
          error -> error
        end

      :eof ->
        {:ok, done}

      error ->
        error
    end
  end

  ## Directories

  @doc """
  The working directory, as a charlist.

      iex> {:ok, path} = :file.get_cwd()
      iex> is_list(path)
      true
  """
  @spec get_cwd() :: {:ok, filename()} | {:error, posix()}
  def get_cwd(), do: charlist(:prim_file.get_cwd())

  @doc """
  Changes the working directory of the whole program.

      iex> :file.set_cwd("/no/such/folder")
      {:error, :enoent}
  """
  @spec set_cwd(name()) :: :ok | {:error, posix() | :badarg | :no_translation}
  def set_cwd(name), do: checked(fn -> :prim_file.set_cwd(name) end)

  @doc """
  The names in a directory, as charlists.

      iex> folder = Path.join(System.tmp_dir!(), "joist_listed")
      iex> :file.make_dir(folder)
      iex> :file.write_file(Path.join(folder, "lamp"), "")
      iex> :file.list_dir(folder)
      {:ok, [~c"lamp"]}
      iex> :file.del_dir_r(folder)
      :ok
  """
  @spec list_dir(name()) :: {:ok, [filename()]} | {:error, posix() | :badarg | {:no_translation, binary()}}
  def list_dir(name) do
    case checked(fn -> :prim_file.list_dir(name) end) do
      {:ok, names} -> {:ok, :lists.map(&:unicode.characters_to_list/1, names)}
      error -> error
    end
  end

  @doc """
  Like `list_dir/1`.

      iex> :file.list_dir_all("/no/such/folder")
      {:error, :enoent}
  """
  @spec list_dir_all(name()) :: {:ok, [filename_all()]} | {:error, posix() | :badarg}
  def list_dir_all(name), do: list_dir(name)

  @doc """
  Makes a directory.

      iex> folder = Path.join(System.tmp_dir!(), "joist_folder")
      iex> :file.make_dir(folder)
      :ok
      iex> :file.make_dir(folder)
      {:error, :eexist}
      iex> :file.del_dir(folder)
      :ok
  """
  @spec make_dir(name()) :: :ok | {:error, posix() | :badarg}
  def make_dir(name), do: checked(fn -> :prim_file.make_dir(name) end)

  @doc """
  Removes an empty directory.

      iex> folder = Path.join(System.tmp_dir!(), "joist_folder")
      iex> :file.make_dir(folder)
      iex> :file.del_dir(folder)
      :ok
  """
  @spec del_dir(name()) :: :ok | {:error, posix() | :badarg}
  def del_dir(name), do: checked(fn -> :prim_file.del_dir(name) end)

  @doc """
  Removes a directory with all that lies in it, or a file.

      iex> folder = Path.join(System.tmp_dir!(), "joist_folder")
      iex> :file.make_dir(folder)
      iex> :file.write_file(Path.join(folder, "lamp"), "")
      iex> :file.del_dir(folder)
      {:error, :eexist}
      iex> :file.del_dir_r(folder)
      :ok
  """
  @spec del_dir_r(name()) :: :ok | {:error, posix() | :badarg}
  def del_dir_r(name) do
    case read_link_info(name) do
      {:ok, info} when elem(info, 2) == :directory ->
        _ = with({:ok, names} <- list_dir(name), do: :lists.foreach(&del_dir_r(Path.join(name, &1)), names))
        del_dir(name)

      {:ok, _} ->
        delete(name)

      error ->
        error
    end
  end

  ## What is known of a file

  @doc """
  What is known of a file, as a `:file_info` record.

      iex> path = Path.join(System.tmp_dir!(), "joist_example")
      iex> :file.write_file(path, "lamp")
      iex> {:ok, info} = :file.read_file_info(path)
      iex> {elem(info, 1), elem(info, 2), :file.delete(path)}
      {4, :regular, :ok}
  """
  @spec read_file_info(name() | io_device()) :: {:ok, file_info()} | {:error, posix() | :badarg}
  def read_file_info(name), do: read_file_info(name, [])

  @doc """
  What is known of a file; `time: :local | :universal | :posix` says how times are shown.

      iex> {:ok, info} = :file.read_file_info(System.tmp_dir!(), time: :posix)
      iex> {elem(info, 2), is_integer(elem(info, 4))}
      {:directory, true}
  """
  @spec read_file_info(name() | io_device(), options :: [{:time, :local | :universal | :posix} | :raw]) :: {:ok, file_info()} | {:error, posix() | :badarg}
  def read_file_info(name, options), do: info(checked(fn -> :prim_file.read_file_info(name) end), options)

  @doc """
  What is known of a file or of a symbolic link itself.

      iex> link = Path.join(System.tmp_dir!(), "joist_link")
      iex> :file.make_symlink("lamp", link)
      iex> {:ok, info} = :file.read_link_info(link)
      iex> {elem(info, 2), :file.delete(link)}
      {:symlink, :ok}
  """
  @spec read_link_info(name()) :: {:ok, file_info()} | {:error, posix() | :badarg}
  def read_link_info(name), do: read_link_info(name, [])

  @doc """
  What is known of a file or of a symbolic link itself.

      iex> :file.read_link_info("/no/such/file", time: :posix)
      {:error, :enoent}
  """
  @spec read_link_info(name(), options :: [{:time, :local | :universal | :posix} | :raw]) :: {:ok, file_info()} | {:error, posix() | :badarg}
  def read_link_info(name, options), do: info(checked(fn -> :prim_file.read_link_info(name) end), options)

  defp info({:ok, {size, type, access, mode, atime, mtime, ctime, links, device, inode, uid, gid}}, options) do
    shown = time_option(options)

    {:ok,
     {:file_info, size, type, access, time(atime, shown), time(mtime, shown), time(ctime, shown), mode, links, device, 0, inode, uid, gid}}
  end

  defp info(error, _options), do: error

  defp time_option(options) do
    case :lists.keyfind(:time, 1, :lists.filter(&is_tuple/1, options)) do
      {:time, shown} -> shown
      false -> :local
    end
  end

  defp time(seconds, :posix), do: seconds
  defp time(seconds, :universal), do: :erlang.posixtime_to_universaltime(seconds)
  defp time(seconds, :local), do: :erlang.universaltime_to_localtime(:erlang.posixtime_to_universaltime(seconds))

  @doc """
  Sets what can be set of a file: its mode and its times.

      iex> path = Path.join(System.tmp_dir!(), "joist_example")
      iex> :file.write_file(path, "lamp")
      iex> {:ok, info} = :file.read_file_info(path)
      iex> {:file.write_file_info(path, info), :file.delete(path)}
      {:ok, :ok}
  """
  @spec write_file_info(name(), file_info()) :: :ok | {:error, posix() | :badarg}
  def write_file_info(name, info), do: write_file_info(name, info, [])

  @doc """
  Sets what can be set of a file; what is `:undefined` stays.

      iex> path = Path.join(System.tmp_dir!(), "joist_example")
      iex> :file.write_file(path, "lamp")
      iex> {:ok, info} = :file.read_file_info(path, time: :posix)
      iex> {:file.write_file_info(path, info, time: :posix), :file.delete(path)}
      {:ok, :ok}
  """
  @spec write_file_info(name(), file_info(), options :: [{:time, :local | :universal | :posix} | :raw]) :: :ok | {:error, posix() | :badarg}
  def write_file_info(name, info, options) do
    shown = time_option(options)
    mode = elem(info, 7)
    atime = elem(info, 4)
    mtime = elem(info, 5)

    with :ok <- set_mode(name, mode),
         true <- atime != :undefined or mtime != :undefined,
         {:ok, atime, mtime} <- both_times(name, atime, mtime, shown) do
      :prim_file.set_times(name, atime, mtime)
    else
      false -> :ok
      other -> other
    end
  catch
    :error, reason when reason in [:badarg, :function_clause] -> {:error, :badarg}
  end

  defp set_mode(_name, :undefined), do: :ok
  defp set_mode(name, mode), do: :prim_file.set_mode(name, mode)

  # A time that is not given is that of the other, or what the file has.
  defp both_times(name, atime, mtime, shown) do
    case :prim_file.read_file_info(name) do
      {:ok, known} -> {:ok, seconds(atime, shown, elem(known, 4)), seconds(mtime, shown, elem(known, 5))}
      error -> error
    end
  end

  defp seconds(:undefined, _shown, known), do: known
  defp seconds(seconds, :posix, _known) when is_integer(seconds), do: seconds
  defp seconds(time, :universal, _known), do: :erlang.universaltime_to_posixtime(time)
  defp seconds(time, :local, _known), do: :erlang.universaltime_to_posixtime(:erlang.localtime_to_universaltime(time))

  @doc """
  Sets the mode of a file.

      iex> path = Path.join(System.tmp_dir!(), "joist_example")
      iex> :file.write_file(path, "lamp")
      iex> {:file.change_mode(path, 0o600), :file.delete(path)}
      {:ok, :ok}
  """
  @spec change_mode(name(), integer()) :: :ok | {:error, posix() | :badarg}
  def change_mode(name, mode) when is_integer(mode), do: checked(fn -> :prim_file.set_mode(name, mode) end)

  @doc """
  Sets the time of last modification.

      iex> path = Path.join(System.tmp_dir!(), "joist_example")
      iex> :file.write_file(path, "lamp")
      iex> :file.change_time(path, {{2024, 1, 31}, {12, 0, 0}})
      :ok
      iex> {:ok, info} = :file.read_file_info(path)
      iex> {elem(info, 5), :file.delete(path)}
      {{{2024, 1, 31}, {12, 0, 0}}, :ok}
  """
  @spec change_time(name(), date_time()) :: :ok | {:error, posix() | :badarg}
  def change_time(name, mtime), do: change_time(name, mtime, mtime)

  @doc """
  Sets the times of last access and modification, local ones.

      iex> path = Path.join(System.tmp_dir!(), "joist_example")
      iex> :file.write_file(path, "lamp")
      iex> {:file.change_time(path, {{2024, 1, 31}, {12, 0, 0}}, {{2024, 2, 1}, {12, 0, 0}}), :file.delete(path)}
      {:ok, :ok}
  """
  @spec change_time(name(), access :: date_time(), modification :: date_time()) :: :ok | {:error, posix() | :badarg}
  def change_time(name, atime, mtime),
    do: write_file_info(name, {:file_info, :undefined, :undefined, :undefined, atime, mtime, :undefined, :undefined, :undefined, :undefined, :undefined, :undefined, :undefined, :undefined})

  @doc """
  Sets the owner of a file.

      iex> :file.change_owner("/no/such/file", 1)
      {:error, :enoent}
  """
  @spec change_owner(name(), user :: integer()) :: :ok | {:error, posix() | :badarg}
  def change_owner(name, uid), do: checked(fn -> :prim_file.set_owner(name, uid, -1) end)

  @doc """
  Sets the owner and the group of a file.

      iex> :file.change_owner("/no/such/file", 1, 1)
      {:error, :enoent}
  """
  @spec change_owner(name(), user :: integer(), group :: integer()) :: :ok | {:error, posix() | :badarg}
  def change_owner(name, uid, gid), do: checked(fn -> :prim_file.set_owner(name, uid, gid) end)

  @doc """
  Sets the group of a file.

      iex> :file.change_group("/no/such/file", 1)
      {:error, :enoent}
  """
  @spec change_group(name(), group :: integer()) :: :ok | {:error, posix() | :badarg}
  def change_group(name, gid), do: checked(fn -> :prim_file.set_owner(name, -1, gid) end)

  ## Opened files

  @doc """
  Opens a file.

      iex> path = Path.join(System.tmp_dir!(), "joist_example")
      iex> {:ok, file} = :file.open(path, [:write, :binary])
      iex> {:file.write(file, "lamp"), :file.close(file)}
      {:ok, :ok}
      iex> {:file.read_file(path), :file.delete(path)}
      {{:ok, "lamp"}, :ok}
      iex> :file.open(path, [:read])
      {:error, :enoent}
  """
  @spec open(name() | iodata(), [mode() | :ram | :directory]) :: {:ok, io_device()} | {:error, posix() | :badarg | :system_limit}
  def open(name, mode) when is_atom(mode), do: open(name, [mode])

  def open(data, modes) when is_list(modes) do
    cond do
      :lists.member(:ram, modes) -> :joist_file.start(self(), {:ram, data}, modes)
      :lists.member(:raw, modes) -> open_raw(data, modes)
      true -> :joist_file.start(self(), data, modes)
    end
  end

  def open(_name, _modes), do: {:error, :badarg}

  defp open_raw(name, modes) do
    case checked(fn -> :prim_file.open(name, modes) end) do
      {:ok, handle} -> {:ok, {:file_descriptor, :prim_file, %{handle: handle, owner: self(), binary: :lists.member(:binary, modes)}}}
      error -> error
    end
  end

  @doc """
  Closes an opened file.

      iex> {:ok, file} = :file.open("lamp", [:ram, :read])
      iex> :file.close(file)
      :ok
  """
  @spec close(io_device()) :: :ok | {:error, posix() | :badarg | :terminated}
  def close(device) when is_pid(device) do
    case :joist_file.ask(device, :close) do
      {:error, :terminated} -> :ok
      other -> other
    end
  end

  def close({:file_descriptor, _, %{handle: handle}}), do: :prim_file.close(handle)
  def close(_device), do: {:error, :badarg}

  @doc """
  Reads bytes.

      iex> {:ok, file} = :file.open("lamp", [:ram, :read, :binary])
      iex> :file.read(file, 2)
      {:ok, "la"}
      iex> :file.read(file, 20)
      {:ok, "mp"}
      iex> :file.read(file, 20)
      :eof
  """
  @spec read(io_device(), non_neg_integer()) :: {:ok, charlist() | binary()} | :eof | {:error, posix() | :badarg | :terminated | {:no_translation, :unicode, :latin1}}
  def read({:file_descriptor, _, %{handle: handle} = raw}, count) when is_integer(count) and count >= 0,
    do: raw_data(checked(fn -> :prim_file.read(handle, count) end), raw)

  def read(device, count) when (is_pid(device) or is_atom(device)) and is_integer(count) and count >= 0,
    do: data(:io.request(device, {:get_chars, :latin1, ~c"", count}))

  def read(_device, _count), do: {:error, :badarg}

  @doc ~S"""
  Reads bytes up to and with the end of a line.

      iex> path = Path.join(System.tmp_dir!(), "joist_example")
      iex> :file.write_file(path, "one\ntwo")
      iex> {:ok, file} = :file.open(path, [:read, :binary])
      iex> :file.read_line(file)
      {:ok, "one\n"}
      iex> {:file.read_line(file), :file.read_line(file)}
      {{:ok, "two"}, :eof}
      iex> {:file.close(file), :file.delete(path)}
      {:ok, :ok}
  """
  @spec read_line(io_device()) :: {:ok, charlist() | binary()} | :eof | {:error, posix() | :badarg | :terminated | {:no_translation, :unicode, :latin1}}
  def read_line({:file_descriptor, _, %{handle: handle} = raw}) do
    case checked(fn -> :prim_file.read_line(handle) end) do
      {:ok, line} -> raw_data({:ok, :joist_file.newline(line)}, raw)
      other -> other
    end
  end

  def read_line(device) when is_pid(device) or is_atom(device), do: data(:io.request(device, {:get_line, :latin1, ~c""}))
  def read_line(_device), do: {:error, :badarg}

  defp raw_data({:ok, data}, %{binary: false}), do: {:ok, :erlang.binary_to_list(data)}
  defp raw_data(other, _raw), do: other

  defp data(data) when is_binary(data) or is_list(data), do: {:ok, data}
  defp data(other), do: other

  @doc """
  Writes bytes.

      iex> {:ok, file} = :file.open("lamp", [:ram, :read, :write, :binary])
      iex> :file.write(file, ["d", ?a])
      :ok
      iex> :file.pread(file, 0, 4)
      {:ok, "damp"}
  """
  @spec write(io_device(), iodata()) :: :ok | {:error, posix() | :badarg | :terminated}
  def write({:file_descriptor, _, %{handle: handle}}, data), do: checked(fn -> :prim_file.write(handle, data) end)

  def write(device, data) when is_pid(device) or is_atom(device) do
    case bytes(data) do
      {:ok, bytes} -> :io.request(device, {:put_chars, :latin1, bytes})
      :error -> {:error, :badarg}
    end
  end

  def write(_device, _data), do: {:error, :badarg}

  defp bytes(data) do
    {:ok, :erlang.iolist_to_binary(data)}
  catch
    :error, _ -> :error
  end

  @doc """
  Reads bytes from a position.

      iex> {:ok, file} = :file.open("lamp", [:ram, :read, :binary])
      iex> :file.pread(file, 2, 2)
      {:ok, "mp"}
  """
  @spec pread(io_device(), location(), non_neg_integer()) :: {:ok, charlist() | binary()} | :eof | {:error, posix() | :badarg | :terminated}
  def pread(device, at, count) do
    with {:ok, _} <- position(device, at), do: read(device, count)
  end

  @doc """
  Reads bytes from several positions.

      iex> {:ok, file} = :file.open("lamp", [:ram, :read, :binary])
      iex> :file.pread(file, [{0, 1}, {2, 2}, {9, 1}])
      {:ok, ["l", "mp", :eof]}
  """
  @spec pread(io_device(), [{location(), non_neg_integer()}]) :: {:ok, [charlist() | binary() | :eof]} | {:error, posix() | :badarg | :terminated}
  def pread(device, places) when is_list(places) do
    {:ok,
     :lists.map(
       fn {at, count} ->
         case pread(device, at, count) do
           {:ok, data} -> data
           other -> other
         end
       end,
       places
     )}
  end

  @doc """
  Writes bytes at a position.

      iex> {:ok, file} = :file.open("lamp", [:ram, :read, :write, :binary])
      iex> :file.pwrite(file, 0, "d")
      :ok
      iex> :file.pread(file, 0, 4)
      {:ok, "damp"}
  """
  @spec pwrite(io_device(), location(), iodata()) :: :ok | {:error, posix() | :badarg | :terminated}
  def pwrite(device, at, data) do
    with {:ok, _} <- position(device, at), do: write(device, data)
  end

  @doc """
  Writes bytes at several positions.

      iex> {:ok, file} = :file.open("lamp", [:ram, :read, :write, :binary])
      iex> :file.pwrite(file, [{0, "d"}, {3, "n"}])
      :ok
      iex> :file.pread(file, 0, 4)
      {:ok, "damn"}
  """
  @spec pwrite(io_device(), [{location(), iodata()}]) :: :ok | {:error, {written :: non_neg_integer(), posix() | :badarg | :terminated}}
  def pwrite(_device, []), do: :ok

  def pwrite(device, [{at, data} | rest]) do
    with :ok <- pwrite(device, at, data), do: pwrite(device, rest)
  end

  @doc """
  Moves to a position: an offset, `{:bof | :cur | :eof, offset}`, or one of these atoms.

      iex> {:ok, file} = :file.open("lamp", [:ram, :read, :binary])
      iex> :file.position(file, {:eof, -1})
      {:ok, 3}
      iex> :file.read(file, 1)
      {:ok, "p"}
  """
  @spec position(io_device(), location()) :: {:ok, non_neg_integer()} | {:error, posix() | :badarg | :terminated}
  def position(device, at), do: on_device(device, {:position, at}, &:prim_file.position(&1, at))

  @doc """
  Cuts the file at the position.

      iex> {:ok, file} = :file.open("lamp", [:ram, :read, :write, :binary])
      iex> :file.position(file, 2)
      iex> :file.truncate(file)
      :ok
      iex> :file.pread(file, 0, 4)
      {:ok, "la"}
  """
  @spec truncate(io_device()) :: :ok | {:error, posix() | :badarg | :terminated}
  def truncate(device), do: on_device(device, :truncate, &:prim_file.truncate/1)

  @doc """
  Has the system write everything to the disk.

      iex> {:ok, file} = :file.open("lamp", [:ram, :read])
      iex> :file.sync(file)
      :ok
  """
  @spec sync(io_device()) :: :ok | {:error, posix() | :badarg | :terminated}
  def sync(device), do: on_device(device, :sync, &:prim_file.sync/1)

  @doc """
  Like `sync/1`, for the data alone.

      iex> path = Path.join(System.tmp_dir!(), "joist_example")
      iex> {:ok, file} = :file.open(path, [:write])
      iex> {:file.datasync(file), :file.close(file), :file.delete(path)}
      {:ok, :ok, :ok}
  """
  @spec datasync(io_device()) :: :ok | {:error, posix() | :badarg | :terminated}
  def datasync(device), do: sync(device)

  @doc """
  Tells the system how the file will be used; it is not told.

      iex> path = Path.join(System.tmp_dir!(), "joist_example")
      iex> {:ok, file} = :file.open(path, [:write])
      iex> {:file.advise(file, 0, 0, :sequential), :file.close(file), :file.delete(path)}
      {:ok, :ok, :ok}
  """
  @spec advise(io_device(), offset :: integer(), length :: integer(), advice :: atom()) :: :ok | {:error, posix() | :badarg}
  def advise(_device, _offset, _length, _advice), do: :ok

  defp on_device({:file_descriptor, _, %{handle: handle}}, _request, work), do: checked(fn -> work.(handle) end)
  defp on_device(device, request, _work) when is_pid(device), do: :joist_file.ask(device, request)
  defp on_device(_device, _request, _work), do: {:error, :badarg}

  ## Terms in files

  @doc ~S"""
  Reads all terms of a file in Erlang's syntax, each with a dot at its end.

      iex> path = Path.join(System.tmp_dir!(), "joist_example")
      iex> :file.write_file(path, "{lamp, 1}.\n[a, b].\n")
      iex> {:file.consult(path), :file.delete(path)}
      {{:ok, [{:lamp, 1}, [:a, :b]]}, :ok}
  """
  @spec consult(name()) :: {:ok, [term()]} | {:error, posix() | :badarg | :terminated | :system_limit | {line :: integer(), module(), term()}}
  def consult(name) do
    case read_file(name) do
      {:ok, text} -> :joist_term.parse_all(text)
      error -> error
    end
  end

  @doc ~S"""
  Like `consult/1`; looks for the file in directories, and gives the path where it is too.

      iex> :file.write_file(Path.join(System.tmp_dir!(), "joist_example"), "{lamp, 1}.\n")
      iex> {:ok, terms, path} = :file.path_consult([System.tmp_dir!()], "joist_example")
      iex> {terms, :file.delete(path)}
      {[lamp: 1], :ok}
  """
  @spec path_consult([name()], name()) :: {:ok, [term()], full_name :: filename_all()} | {:error, posix() | :badarg | :terminated | :system_limit | {line :: integer(), module(), term()}}
  def path_consult(path, name) do
    case path_file(path, name) do
      {:ok, full} -> with({:ok, terms} <- consult(full), do: {:ok, terms, full})
      error -> error
    end
  end

  defp path_file([], _name), do: {:error, :enoent}

  defp path_file([directory | rest], name) do
    full = Path.join(directory, name)
    if match?({:ok, _}, :prim_file.read_file_info(full)), do: {:ok, full}, else: path_file(rest, name)
  end

  ## Errors

  @doc """
  Says what a reason means, as a charlist.

      iex> :file.format_error(:enoent)
      ~c"no such file or directory"
  """
  @spec format_error(reason :: term()) :: charlist()
  def format_error({_line, :file, :undefined_script}), do: ~c"no value returned from script"
  def format_error({line, :file, {class, reason, _stack}}), do: :io_lib.format(~c"~tp: evaluation failed with reason ~tp:~tp", [line, class, reason])
  def format_error({line, module, reason}), do: :io_lib.format(~c"~w: ~ts", [line, module.format_error(reason)])
  def format_error(:badarg), do: ~c"bad argument"
  def format_error(:system_limit), do: ~c"a system limit was hit, probably not enough ports"
  def format_error(:terminated), do: ~c"the file server process is terminated"
  def format_error(reason) when is_atom(reason), do: posix(reason)
  def format_error(_reason), do: ~c"unknown POSIX error"

  posix = [
    eacces: ~c"permission denied",
    eagain: ~c"resource temporarily unavailable",
    ebadf: ~c"bad file number",
    ebusy: ~c"file busy",
    edquot: ~c"disk quota exceeded",
    eexist: ~c"file already exists",
    efault: ~c"bad address in system call argument",
    efbig: ~c"file too large",
    eintr: ~c"interrupted system call",
    einval: ~c"invalid argument",
    eio: ~c"I/O error",
    eisdir: ~c"illegal operation on a directory",
    eloop: ~c"too many levels of symbolic links",
    emfile: ~c"too many open files",
    emlink: ~c"too many links",
    enametoolong: ~c"file name too long",
    enfile: ~c"file table overflow",
    enodev: ~c"no such device",
    enoent: ~c"no such file or directory",
    enomem: ~c"not enough memory",
    enospc: ~c"no space left on device",
    enosys: ~c"function not implemented",
    enotblk: ~c"block device required",
    enotdir: ~c"not a directory",
    enotempty: ~c"directory not empty",
    enotsup: ~c"operation not supported",
    enxio: ~c"no such device or address",
    eperm: ~c"not owner",
    epipe: ~c"broken pipe",
    erofs: ~c"read-only file system",
    espipe: ~c"invalid seek",
    esrch: ~c"no such process",
    estale: ~c"stale remote file handle",
    etxtbsy: ~c"text file or pseudo-device busy",
    exdev: ~c"cross-domain link"
  ]

  for {reason, text} <- posix do
    defp posix(unquote(reason)), do: unquote(text)
  end

  defp posix(_reason), do: ~c"unknown POSIX error"

  # Natives refuse names that are no text with badarg, which here is a result.
  defp checked(work) do
    work.()
  catch
    :error, :badarg -> {:error, :badarg}
  end

  defp charlist({:ok, text}), do: {:ok, :unicode.characters_to_list(text)}
  defp charlist(error), do: error
end
