defmodule File.Stream do
  @moduledoc """
  A stream of the lines of a file, or of pieces of so many bytes; made by `File.stream!/3`.

  The file is opened anew by each enumeration, and by each collection into it.
  """

  defstruct path: nil, modes: [], line_or_bytes: :line, raw: true, node: nil

  @doc false
  def __build__(path, modes, line_or_bytes) do
    raw = not List.keymember?(modes, :encoding, 0)

    modes =
      case {raw, modes} do
        {true, _} -> if Keyword.has_key?(Enum.filter(modes, &is_tuple/1), :read_ahead), do: [:raw | modes], else: [:raw, :read_ahead | modes]
        {false, _} -> modes
      end

    %File.Stream{path: path, modes: modes, raw: raw, line_or_bytes: line_or_bytes, node: node()}
  end

  @doc false
  def read_modes(modes), do: for(mode <- modes, mode not in [:write, :append, :trim_bom], do: mode)

  @doc false
  def open!(%File.Stream{path: path, modes: modes}) do
    trim = :trim_bom in modes

    case :file.open(path, read_modes(modes)) do
      {:ok, device} -> if trim, do: trim_bom(device), else: device
      {:error, reason} -> raise File.Error, reason: reason, action: "stream", path: path
    end
  end

  # Reads the mark of the encoding, if there is one, and leaves the position after it.
  defp trim_bom(device) do
    start =
      case :file.read(device, 4) do
        {:ok, bytes} -> bytes |> IO.iodata_to_binary() |> :unicode.bom_to_encoding() |> elem(1)
        _ -> 0
      end

    {:ok, _} = :file.position(device, start)
    device
  end
end
