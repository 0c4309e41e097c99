defmodule :beam_lib do
  @moduledoc """
  Reads the parts of compiled modules: of a `.beam` file, named by its path, or of the binary that has its contents.

      iex> [{module, binary}] = Code.compile_string("defmodule DocChunks do def one, do: 1 end")
      iex> {:ok, {^module, [exports: exports]}} = :beam_lib.chunks(binary, [:exports])
      iex> {:one, 0} in exports
      true
  """

  @typedoc "A .beam file: its name, or what is in it."
  @type beam() :: :file.filename() | binary()

  @typedoc "A chunk, by its four letters or by its name."
  @type chunkref() :: charlist() | atom()

  @type chnk_rsn() :: {:unknown_chunk, :file.filename() | binary(), atom()} | {:missing_chunk | :file_error | :not_a_beam_file, term()} | tuple()

  @names [
    atoms: ~c"AtU8",
    attributes: ~c"Attr",
    compile_info: ~c"CInf",
    debug_info: ~c"Dbgi",
    exports: ~c"ExpT",
    imports: ~c"ImpT",
    locals: ~c"LocT",
    labeled_exports: ~c"ExpT",
    labeled_locals: ~c"LocT",
    documentation: ~c"Docs"
  ]

  @doc ~S"""
  Chunks by name: `{:ok, {module, [{name, data}]}}` or `{:error, :beam_lib, reason}`.

  A chunk that is named by four characters is given as it is; one that is named by an atom (`:attributes`, `:exports`,
  `:debug_info`, ...) as a term.

      iex> [{_, binary}] = Code.compile_string("defmodule DocChunk do @vsn 1 end")
      iex> {:ok, {DocChunk, [attributes: attributes]}} = :beam_lib.chunks(binary, [:attributes])
      iex> attributes[:vsn]
      [1]
  """
  @spec chunks(beam(), [chunkref()]) :: {:ok, {module(), [{chunkref(), term()}]}} | {:error, :beam_lib, chnk_rsn()}
  def chunks(beam, names), do: chunks(beam, names, [])

  @doc """
  Like `chunks/2`. With the option `:allow_missing_chunks` a chunk that is not there has `:missing_chunk` for its data.

      iex> [{_, binary}] = Code.compile_string("defmodule DocMissing do end")
      iex> :beam_lib.chunks(binary, [~c"None"], [:allow_missing_chunks])
      {:ok, {DocMissing, [{~c"None", :missing_chunk}]}}
  """
  @spec chunks(beam(), [chunkref()], [:allow_missing_chunks]) :: {:ok, {module(), [{chunkref(), term()}]}} | {:error, :beam_lib, chnk_rsn()}
  def chunks(beam, names, options) do
    with {:ok, parts} <- parts(beam) do
      atoms = atoms(parts)
      found = :lists.map(fn name -> {name, read(name, parts, atoms)} end, names)

      case :lists.keyfind(:missing_chunk, 2, found) do
        {name, _} ->
          if :lists.member(:allow_missing_chunks, options),
            do: {:ok, {module(atoms), found}},
            else: {:error, :beam_lib, {:missing_chunk, source(beam), chunk_name(name)}}

        false ->
          {:ok, {module(atoms), found}}
      end
    end
  end

  @doc """
  All chunks as they are: `{:ok, module, [{name, binary}]}`.

      iex> [{_, binary}] = Code.compile_string("defmodule DocAllChunks do end")
      iex> {:ok, DocAllChunks, chunks} = :beam_lib.all_chunks(binary)
      iex> List.keymember?(chunks, ~c"Code", 0)
      true
  """
  @spec all_chunks(beam()) :: {:ok, module(), [{charlist(), binary()}]} | {:error, :beam_lib, chnk_rsn()}
  def all_chunks(beam) do
    with {:ok, parts} <- parts(beam), do: {:ok, module(atoms(parts)), parts}
  end

  @doc """
  Makes the contents of a `.beam` file of chunks: `{:ok, binary}`.

      iex> [{_, binary}] = Code.compile_string("defmodule DocBuild do end")
      iex> {:ok, _, chunks} = :beam_lib.all_chunks(binary)
      iex> {:ok, built} = :beam_lib.build_module(chunks)
      iex> :beam_lib.md5(built) == :beam_lib.md5(binary)
      true
  """
  @spec build_module([{charlist(), binary()}]) :: {:ok, binary()}
  def build_module(chunks) do
    body =
      for {name, data} <- chunks, into: <<>> do
        size = byte_size(data)
        padding = :binary.copy(<<0>>, rem(4 - rem(size, 4), 4))
        <<:erlang.list_to_binary(name)::binary, size::32, data::binary, padding::binary>>
      end

    {:ok, <<"FOR1", byte_size(body) + 4::32, "BEAM", body::binary>>}
  end

  @doc """
  What a compiled module is: its name and the place and size of each chunk.

      iex> [{_, binary}] = Code.compile_string("defmodule DocInfo do end")
      iex> :beam_lib.info(binary)[:module]
      DocInfo
  """
  @spec info(beam()) :: [{:file, term()} | {:binary, binary()} | {:module, module()} | {:chunks, [term()]}] | {:error, :beam_lib, chnk_rsn()}
  def info(beam) do
    with {:ok, parts} <- parts(beam) do
      {places, _} = :lists.mapfoldl(fn {name, data}, at -> {{name, at + 8, byte_size(data)}, at + 8 + div(byte_size(data) + 3, 4) * 4} end, 12, parts)
      [{if(is_binary(beam) and match?("FOR1" <> _, beam), do: :binary, else: :file), source(beam)}, {:module, module(atoms(parts))}, {:chunks, places}]
    end
  end

  @doc """
  A digest of a module's code, which is the same for the same code: `{:ok, {module, digest}}`.

      iex> [{_, binary}] = Code.compile_string("defmodule DocDigest do end")
      iex> {:ok, {DocDigest, digest}} = :beam_lib.md5(binary)
      iex> byte_size(digest)
      16
  """
  @spec md5(beam()) :: {:ok, {module(), binary()}} | {:error, :beam_lib, chnk_rsn()}
  def md5(beam) do
    with {:ok, parts} <- parts(beam) do
      data = for name <- [~c"AtU8", ~c"Code", ~c"StrT", ~c"ImpT", ~c"ExpT", ~c"FunT", ~c"LitT"], {_, chunk} <- [:lists.keyfind(name, 1, parts) || {name, ""}], do: chunk
      {:ok, {module(atoms(parts)), :erlang.md5(data)}}
    end
  end

  @doc """
  The version of a module, its attribute `@vsn`: `{:ok, {module, version}}`.

      iex> [{_, binary}] = Code.compile_string("defmodule DocVersion do @vsn 3 end")
      iex> :beam_lib.version(binary)
      {:ok, {DocVersion, [3]}}
  """
  @spec version(beam()) :: {:ok, {module(), [version :: term()]}} | {:error, :beam_lib, chnk_rsn()}
  def version(beam) do
    with {:ok, {module, [attributes: attributes]}} <- chunks(beam, [:attributes]) do
      case :lists.keyfind(:vsn, 1, attributes) do
        {:vsn, version} -> {:ok, {module, version}}
        false -> {:error, :beam_lib, {:missing_chunk, source(beam), ~c"Attr"}}
      end
    end
  end

  @doc ~S"""
  Words an error of this module.

      iex> :beam_lib.format_error({:not_a_beam_file, ~c"a.beam"}) |> IO.chardata_to_string()
      "\"a.beam\": Not a BEAM file\n"
  """
  @spec format_error(reason :: term()) :: :io_lib.chars()
  def format_error({:error, :beam_lib, reason}), do: format_error(reason)
  def format_error({:missing_chunk, file, name}), do: :io_lib.format("~tp: Missing chunk ~p~n", [file, name])
  def format_error({:not_a_beam_file, file}), do: :io_lib.format("~tp: Not a BEAM file~n", [file])
  def format_error({:file_error, file, reason}), do: :io_lib.format("~tp: ~tp~n", [file, :file.format_error(reason)])
  def format_error(reason), do: :io_lib.format("~tp~n", [reason])

  # ---- taking it apart

  defp parts("FOR1" <> _ = binary), do: split(binary, binary)
  defp parts(beam) when is_binary(beam), do: {:error, :beam_lib, {:not_a_beam_file, beam}}
  defp parts(beam) when is_atom(beam), do: parts(:erlang.atom_to_list(beam))

  defp parts(beam) when is_list(beam) do
    file = if :filename.extension(beam) == ~c".beam", do: beam, else: beam ++ ~c".beam"

    case :file.read_file(file) do
      {:ok, binary} -> split(binary, file)
      {:error, reason} -> {:error, :beam_lib, {:file_error, file, reason}}
    end
  end

  defp split(<<"FOR1", _size::32, "BEAM", rest::binary>>, source), do: chunk(rest, source, [])
  defp split(_, source), do: {:error, :beam_lib, {:not_a_beam_file, source}}

  defp chunk(<<name::4-bytes, size::32, rest::binary>>, source, found) do
    padding = rem(4 - rem(size, 4), 4)

    case rest do
      <<data::size(size)-bytes, _::size(padding)-bytes, rest::binary>> -> chunk(rest, source, [{:erlang.binary_to_list(name), data} | found])
      <<data::size(size)-bytes>> -> {:ok, documented(:lists.reverse([{:erlang.binary_to_list(name), data} | found]))}
      _ -> {:error, :beam_lib, {:invalid_beam_file, source, 0}}
    end
  end

  defp chunk(<<>>, _source, found), do: {:ok, documented(:lists.reverse(found))}
  defp chunk(_, source, _found), do: {:error, :beam_lib, {:invalid_beam_file, source, 0}}

  # The compiler leaves the documentation as what it is made of.
  defp documented(parts) do
    case :lists.keyfind(~c"JDcs", 1, parts) do
      {name, data} -> :lists.keyreplace(name, 1, parts, {~c"Docs", :erlang.term_to_binary(Code.Docs.from(:erlang.binary_to_term(data)))})
      false -> parts
    end
  end

  defp source("FOR1" <> _ = binary), do: binary
  defp source(beam), do: beam

  defp chunk_name(name) when is_atom(name), do: :proplists.get_value(name, @names, name)
  defp chunk_name(name), do: name

  defp read(:abstract_code, parts, _atoms) do
    case :lists.keyfind(~c"Abst", 1, parts) do
      {_, data} when data != "" -> :erlang.binary_to_term(data)
      _ -> :no_abstract_code
    end
  end

  defp read(name, parts, atoms) do
    case :lists.keyfind(chunk_name(name), 1, parts) do
      {_, data} -> term(name, data, atoms)
      false -> :missing_chunk
    end
  end

  defp term(name, data, _atoms) when name in [:attributes, :compile_info, :debug_info, :documentation], do: grouped(name, :erlang.binary_to_term(data))
  defp term(:atoms, _data, atoms), do: numbered(atoms, 1)

  defp term(name, <<count::32, rest::binary>>, atoms) when name in [:exports, :locals],
    do: :lists.sort(for(<<f::32, arity::32, _::32 <- :erlang.binary_part(rest, 0, count * 12)>>, do: {:erlang.element(f, atoms), arity}))

  defp term(name, <<count::32, rest::binary>>, atoms) when name in [:labeled_exports, :labeled_locals],
    do: :lists.sort(for(<<f::32, arity::32, label::32 <- :erlang.binary_part(rest, 0, count * 12)>>, do: {:erlang.element(f, atoms), arity, label}))

  defp term(:imports, <<count::32, rest::binary>>, atoms) do
    :lists.sort(for(<<m::32, f::32, arity::32 <- :erlang.binary_part(rest, 0, count * 12)>>, do: {:erlang.element(m, atoms), :erlang.element(f, atoms), arity}))
  end

  defp term(_name, data, _atoms), do: data

  # Attributes of one name are told together.
  defp grouped(:attributes, list) do
    names = :lists.usort(:lists.map(fn {name, _} -> name end, list))
    :lists.map(fn name -> {name, :lists.append(for({^name, value} <- list, do: value))} end, names)
  end

  defp grouped(_name, term), do: term

  defp numbered(atoms, at) when at > tuple_size(atoms), do: []
  defp numbered(atoms, at), do: [{at, :erlang.element(at, atoms)} | numbered(atoms, at + 1)]

  defp module(atoms), do: :erlang.element(1, atoms)

  defp atoms(parts) do
    case :lists.keyfind(~c"AtU8", 1, parts) do
      {_, <<_count::32, rest::binary>>} -> :erlang.list_to_tuple(for(<<size, name::size(size)-bytes <- rest>>, do: :erlang.binary_to_atom(name)))
      false -> {nil}
    end
  end
end
