defmodule File.Stream do
  @moduledoc """
  A stream of the lines of a file, or of pieces of so many bytes; made by `File.stream!/3`.

  The file is opened anew by each enumeration, and by each collection into it.
  """

  @type t() :: %File.Stream{line_or_bytes: term(), modes: term(), node: term(), path: term(), raw: term()}

  defstruct path: nil, modes: [], line_or_bytes: :line, raw: true, node: nil

  @doc false
  def __build__(path, modes, line_or_bytes) do
    raw = not List.keymember?(modes, :encoding, 0)

    modes =
      case {raw, modes} do
        {true, _} -> if List.keymember?(modes, :read_ahead, 0), do: [:raw | List.delete(modes, {:read_ahead, false})], else: [:raw, :read_ahead | modes]
        {false, _} -> modes
      end

    %File.Stream{path: path, modes: modes, raw: raw, line_or_bytes: line_or_bytes, node: node()}
  end

  @doc false
  def read_modes(modes), do: for(mode <- modes, mode not in [:write, :append, :trim_bom], not match?({:read_offset, _}, mode), do: mode)

  @doc false
  def open!(%File.Stream{path: path, modes: modes}) do
    case :file.open(path, read_modes(modes)) do
      {:ok, device} ->
        with start when start > 0 <- start(device, path, modes), do: {:ok, _} = :file.position(device, start)
        device

      {:error, reason} ->
        raise File.Error, reason: reason, action: "stream", path: path
    end
  end

  # Where reading begins: behind the mark of the encoding, if there is one that is wanted to be passed over, and the offset.
  defp start(device, path, modes) do
    offset = modes |> List.keyfind(:read_offset, 0, {:read_offset, 0}) |> elem(1)
    if :trim_bom in modes, do: mark(device, path, modes) + offset, else: offset
  end

  defp mark(device, path, modes) do
    if List.keymember?(modes, :encoding, 0),
      do: File.open!(path, [:read, :raw, :binary], &mark_size/1),
      else: tap(mark_size(device), fn _ -> :file.position(device, 0) end)
  end

  defp mark_size(device) do
    case :file.read(device, 4) do
      {:ok, bytes} -> bytes |> IO.iodata_to_binary() |> :unicode.bom_to_encoding() |> elem(1)
      _ -> 0
    end
  end

  @doc false
  def start(%File.Stream{path: path, modes: modes}), do: File.open!(path, [:read, :raw, :binary], &start(&1, path, modes))
end
