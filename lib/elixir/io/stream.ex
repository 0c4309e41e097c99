defmodule IO.Stream do
  @moduledoc """
  What `IO.stream/2` and `IO.binstream/2` return: a device to be read or written lazily.
  """

  @type t() :: %IO.Stream{device: IO.device(), line_or_bytes: :line | non_neg_integer(), raw: boolean()}

  defstruct device: nil, raw: true, line_or_bytes: :line

  @doc false
  def __build__(device, raw, line_or_bytes),
    do: %IO.Stream{device: device, raw: raw, line_or_bytes: line_or_bytes}
end
