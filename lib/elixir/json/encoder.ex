defprotocol JSON.Encoder do
  @moduledoc """
  How terms are written as JSON.

  Structs may derive it: `@derive JSON.Encoder` for all of their fields, `@derive {JSON.Encoder, only: [:a, :b]}` or
  `@derive {JSON.Encoder, except: [:c]}` for some.
  """

  @undefined_impl_description """
  the protocol must be explicitly implemented.

  If you have a struct, you can derive the implementation specifying which fields should be encoded to JSON:

      @derive {JSON.Encoder, only: [....]}
      defstruct ...

  It is also possible to encode all fields, although this should be used carefully to avoid accidentally leaking private information when new fields are added:

      @derive JSON.Encoder
      defstruct ...

  Finally, if you don't own the struct you want to encode to JSON, you may use Protocol.derive/3 placed outside of any module:

      Protocol.derive(JSON.Encoder, NameOfTheStruct, only: [...])
      Protocol.derive(JSON.Encoder, NameOfTheStruct)\
  """

  defmacro __deriving__(module, opts) do
    fields = module |> Macro.struct_info!(__CALLER__) |> Enum.map(& &1.field) |> List.delete(:__struct__) |> JSON.Encoder.Deriving.chosen(opts)
    vars = Macro.generate_arguments(length(fields), __MODULE__)
    pairs = Enum.zip(fields, vars)
    encoder = Macro.var(:encoder, __MODULE__)

    quote do
      defimpl JSON.Encoder, for: unquote(module) do
        def encode(%{unquote_splicing(pairs)}, unquote(encoder)), do: unquote(JSON.Encoder.Deriving.code(pairs, encoder))
      end
    end
  end

  @doc ~S"""
  The text of a term, as iodata; the encoder is that for terms inside of it.

      iex> JSON.Encoder.encode(%{a: 1}, &JSON.protocol_encode/2) |> IO.iodata_to_binary()
      "{\"a\":1}"
  """
  @spec encode(t(), term()) :: term()
  def encode(term, encoder)
end
