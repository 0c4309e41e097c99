# Files that need each other are compiled in any order.
folder = Path.join(System.tmp_dir!(), "parallel_compiler_#{System.pid()}_#{System.os_time()}")
File.mkdir_p!(folder)

write = fn name, source ->
  path = Path.join(folder, name)
  File.write!(path, source)
  path
end

show = fn text -> text |> String.replace(folder, "FOLDER") end

files = [
  write.("a.ex", """
  defmodule Zoo.Cage do
    require Zoo.Animal
    import Zoo.Names, only: [shout: 1]
    defstruct animal: %Zoo.Lion{}, size: Zoo.Names.size()
    def roar(%Zoo.Lion{name: name}), do: shout(Zoo.Animal.quoted(name))
  end
  """),
  write.("b.ex", """
  defmodule Zoo.Lion do
    @behaviour Zoo.Animal
    defstruct name: "Leo", cage: nil
    def noise(%__MODULE__{} = lion), do: Zoo.Names.shout(lion.name)
    def caged(%Zoo.Cage{animal: animal}), do: animal
  end
  """),
  write.("c.ex", """
  defmodule Zoo.Animal do
    @callback noise(struct()) :: String.t()
    defmacro quoted(name), do: quote(do: "<" <> unquote(name) <> ">")
  end
  """),
  write.("d.ex", """
  defmodule Zoo.Names do
    def shout(name), do: String.upcase(name)
    def size(), do: Zoo.Numbers.all() |> Enum.sum()
  end
  """),
  write.("e.ex", """
  defmodule Zoo.Numbers do
    @all Kernel.ParallelCompiler.pmap([1, 2, 3], fn n -> n + Zoo.Base.one() end)
    def all(), do: @all
  end
  """),
  write.("f.ex", """
  defmodule Zoo.Base do
    def one(), do: 1
    def late(), do: Zoo.Nowhere.call()
  end
  """)
]

{:ok, modules, warnings} = Kernel.ParallelCompiler.compile(files)
IO.inspect(Enum.sort(modules))
for {file, position, message} <- warnings, do: IO.inspect({show.(file), position, message})
IO.puts(apply(Zoo.Cage, :roar, [struct(Zoo.Lion, name: "Tom")]))
IO.inspect(struct(Zoo.Cage))

failing = fn files ->
  {:error, errors, []} = Kernel.ParallelCompiler.compile(files)
  for {file, position, message} <- errors, do: IO.inspect({show.(file), position, message |> String.split("\n") |> hd() |> show.()})
end

failing.([write.("g.ex", "defmodule G do\n  H.f()\nend\n"), write.("h.ex", "defmodule H do\n  def f, do: 1\n  G.g()\nend\n")])
failing.([write.("i.ex", "defmodule I do\n  use Missing.Module\nend\n")])
failing.([write.("j.ex", "defmodule J do\n  raise \"no\"\nend\n")])

{:ok, [K], []} = Kernel.ParallelCompiler.compile_to_path([write.("k.ex", "defmodule K do\n  {:error, :nofile} = Code.ensure_compiled(Missing.Module)\n  def k, do: :k\nend\n")], folder)
IO.inspect({K.k(), File.exists?(Path.join(folder, "Elixir.K.beam")), Code.can_await_module_compilation?()})
File.rm_rf!(folder)
