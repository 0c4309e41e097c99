# Modules as files: the code path, what is in a .beam file, and protocols that are made again for their implementations.
folder = Path.join(System.tmp_dir!(), "compiled_modules_#{System.pid()}_#{System.os_time()}")
File.mkdir_p!(folder)
write = fn source ->
  for {module, binary} <- Code.compile_string(source) do
    File.write!(Path.join(folder, "#{module}.beam"), binary)
    :code.purge(module)
    :code.delete(module)
    module
  end
end

Code.compiler_options(debug_info: true)

modules =
  write.("""
  defmodule Shapes.Square do
    @moduledoc "Squares."
    @moduledoc since: "1.0.0"
    @vsn 7
    defstruct [:side]
    @limit 100
    @doc "The area."
    @spec area(%__MODULE__{}, integer()) :: integer()
    def area(%{side: side}, factor \\\\ @limit) when side > 0 and rem(side, 2) == 0, do: side * side * factor
    def kind(x) when is_struct(x, __MODULE__), do: :square
  end

  defprotocol Shapes.Area do
    @doc "The area of a shape."
    @spec area(t) :: number()
    def area(shape)
    def name(shape, extra)
  end

  defimpl Shapes.Area, for: Shapes.Square do
    def area(square), do: square.side * square.side
    def name(_, extra), do: "square" <> extra
  end

  defimpl Shapes.Area, for: Tuple do
    def area({a, b}), do: a * b
    def name(_, extra), do: "rectangle" <> extra
  end
  """)

IO.inspect(Enum.sort(modules))
IO.inspect(Code.ensure_loaded(Shapes.Square))
IO.inspect(Code.append_path(folder))
IO.inspect(to_charlist(folder) in :code.get_path())
IO.inspect(Code.ensure_loaded(Shapes.Square))
IO.inspect(:code.which(Shapes.Square) == to_charlist(Path.join(folder, "Elixir.Shapes.Square.beam")))
IO.inspect(Shapes.Square.area(struct(Shapes.Square, side: 4), 10))

{_, binary, _} = :code.get_object_code(Shapes.Square)
{:ok, {module, chunks}} = :beam_lib.chunks(binary, [:attributes, :exports])
IO.inspect({module, chunks[:attributes][:vsn], {:area, 2} in chunks[:exports]})
IO.inspect(:beam_lib.chunks(binary, [~c"None"]) |> elem(2) |> Tuple.to_list() |> List.last())

{:docs_v1, _, :elixir, "text/markdown", text, meta, docs} = Code.fetch_docs(Path.join(folder, "Elixir.Shapes.Square.beam"))
IO.inspect({text, meta[:since], for({{:function, :area, _}, _, signature, doc, meta} <- docs, do: {signature, doc, meta[:defaults]})})
{:ok, specs} = Code.Typespec.fetch_specs(binary)
IO.inspect(Enum.map(specs, &elem(&1, 0)))
{:ok, {_, [debug_info: {:debug_info_v1, backend, data}]}} = :beam_lib.chunks(binary, [:debug_info])
{:ok, map} = backend.debug_info(:elixir_v1, Shapes.Square, data, [])
IO.inspect({map.module, map.definitions |> Enum.map(&elem(&1, 0)) |> Enum.sort()})

try do
  Shapes.Square.area(struct(Shapes.Square, side: 3), 10)
rescue
  error -> {error, _} = Exception.blame(:error, error, __STACKTRACE__); IO.puts(Exception.message(error))
end

IO.inspect(Protocol.extract_protocols([folder]))
IO.inspect(Enum.sort(Protocol.extract_impls(Shapes.Area, [folder])))
{:ok, callbacks} = Code.Typespec.fetch_callbacks(Shapes.Area)
IO.inspect(callbacks |> Enum.map(&elem(&1, 0)) |> Enum.sort())
IO.inspect({Protocol.consolidated?(Shapes.Area), Shapes.Area.__protocol__(:impls)})
IO.inspect(Shapes.Area.impl_for({1, 2}))
{:ok, consolidated} = Protocol.consolidate(Shapes.Area, [Tuple, Shapes.Square])
:code.purge(Shapes.Area)
:code.delete(Shapes.Area)
{:module, Shapes.Area} = :code.load_binary(Shapes.Area, ~c"Shapes.Area.beam", consolidated)
IO.inspect({Protocol.consolidated?(Shapes.Area), Shapes.Area.__protocol__(:impls)})
IO.inspect({Shapes.Area.impl_for({1, 2}), Shapes.Area.impl_for(struct(Shapes.Square)), Shapes.Area.impl_for(1), Shapes.Area.impl_for(%{})})
IO.inspect({Shapes.Area.area({2, 3}), Shapes.Area.name(struct(Shapes.Square, side: 1), "!")})

try do
  Shapes.Area.area(:none)
rescue
  error -> IO.puts(Exception.message(error))
end

Code.put_compiler_option(:ignore_already_consolidated, false)
{_, warnings} = Code.with_diagnostics(fn -> Code.compile_string("defimpl Shapes.Area, for: Integer do\n  def area(x), do: x\n  def name(_, _), do: 1\nend") end)
IO.puts(hd(warnings).message)
IO.inspect({Protocol.consolidate(Enum, []), Protocol.consolidate(NoSuchProtocol, [])})
IO.inspect(Code.delete_path(folder))
IO.inspect(Code.delete_path(folder))
File.rm_rf!(folder)
