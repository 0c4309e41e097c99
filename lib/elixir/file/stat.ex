defmodule File.Stat do
  @moduledoc """
  What is known of a file: its size, type, times and the rest of the `:file_info` record of `:file`.
  """

  @type t() :: %File.Stat{
          access: :read | :write | :read_write | :none | :undefined,
          atime: :calendar.datetime() | integer() | :undefined,
          ctime: :calendar.datetime() | integer() | :undefined,
          gid: non_neg_integer() | :undefined,
          inode: non_neg_integer() | :undefined,
          links: non_neg_integer() | :undefined,
          major_device: non_neg_integer() | :undefined,
          minor_device: non_neg_integer() | :undefined,
          mode: non_neg_integer() | :undefined,
          mtime: :calendar.datetime() | integer() | :undefined,
          size: non_neg_integer() | :undefined,
          type: :device | :directory | :regular | :other | :symlink | :undefined,
          uid: non_neg_integer() | :undefined
        }

  # The order of the record.
  @fields [:size, :type, :access, :atime, :mtime, :ctime, :mode, :links, :major_device, :minor_device, :inode, :uid, :gid]

  defstruct @fields

  @doc """
  Makes a `:file_info` record of a struct.

      iex> File.Stat.to_record(%File.Stat{size: 5, type: :regular}) |> elem(1)
      5
  """
  @spec to_record(t()) :: :file.file_info()
  def to_record(%File.Stat{} = stat), do: List.to_tuple([:file_info | Enum.map(@fields, &Map.fetch!(stat, &1))])

  @doc """
  Makes a struct of a `:file_info` record.

      iex> File.Stat.from_record({:file_info, 3, :regular, :read, 0, 0, 0, 33188, 1, 0, 0, 7, 0, 0}).type
      :regular
  """
  @spec from_record(:file.file_info()) :: t()
  def from_record(record) when elem(record, 0) == :file_info and tuple_size(record) == 14 do
    [:file_info | values] = Tuple.to_list(record)
    struct!(File.Stat, Enum.zip(@fields, values))
  end
end
