# Clauses, defaults, private functions and macros.

defmodule Told do
  # Runs source text and prints what the compiler tells about it.
  def about(source) do
    IO.puts(["=== ", source])

    {result, diagnostics} =
      Code.with_diagnostics(fn ->
        try do
          Code.eval_quoted(Code.string_to_quoted!(source, columns: true))
          :ok
        rescue
          exception -> exception
        end
      end)

    for d <- Enum.sort_by(diagnostics, &{&1.position, &1.message}) do
      IO.puts("#{d.severity} #{inspect(d.position)} #{Path.relative_to_cwd(d.file || "?")}: #{d.message}")
    end

    case result do
      :ok -> :ok
      exception -> IO.puts("** (#{inspect(exception.__struct__)}) #{Exception.message(exception)}")
    end

    for {module, _} <- :code.all_loaded(), match?("Elixir.T" <> _, Atom.to_string(module)) and byte_size(Atom.to_string(module)) == 9 do
      :code.purge(module)
      :code.delete(module)
    end
  end
end

Told.about(~S"""
defmodule T1 do
  def f(x \\ 1), do: x
  def f(x), do: x
end
""")

Told.about(~S"""
defmodule T1 do
  def f(_x)
  def f(x \\ 0), do: x
end
""")

Told.about(~S"""
defmodule T1 do
  def f(x \\ 1), do: x
  def f(x \\ 2), do: x
end
""")

Told.about(~S"""
defmodule T1 do
  def f(a), do: a
  @doc "late"
  def f(a)
end
""")

Told.about(~S"""
defmodule T1 do
  def f(1), do: 1
  def g, do: 1
  def f(2), do: 2
end
""")

Told.about(~S"""
defmodule T1 do
  def f(1), do: 1
  def f, do: 1
  def f(2), do: 2
end
""")

Told.about(~S"""
defmodule T1 do
  def f(1), do: 1
  defp f(2), do: 2
end
""")

Told.about(~S"""
defmodule T1 do
  def f(1), do: 1
  defmacro f(x), do: x
end
""")

Told.about(~S"""
defmodule T1 do
  def f(n) when is_integer(n)
end
""")

Told.about(~S"""
defmodule T1 do
  def f(nil)
end
""")

Told.about(~S"""
defmodule T1 do
  def f
end
""")

Told.about(~S"""
defmodule T1 do
  def Big do
    1
  end
end
""")

Told.about(~S"""
defmodule T1 do
  def __info__(_), do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  def module_info, do: 1
end
""")

Told.about(~S"""
defmodule T1, do: (def 1.(x), do: x)
""")

Told.about(~S"""
defmodule T1 do
  def f, do: module_info()
  def g, do: __info__(:functions)
end
""")

Told.about(~S"""
defmodule T1 do
  def a, do: b(1, 2)
  defp b(x \\ 1, y \\ 2, z \\ 3), do: {x, y, z}
end
""")

Told.about(~S"""
defmodule T1 do
  def a, do: b(1, 2)
  defp b(w, x \\ 1, y \\ 2, z \\ 3), do: {w, x, y, z}
end
""")

Told.about(~S"""
defmodule T1 do
  def a, do: b(1, 2, 3)
  defp b(x \\ 1, y \\ 2, z \\ 3), do: {x, y, z}
end
""")

Told.about(~S"""
defmodule T1 do
  defp unused(x), do: x
  defmacrop unused_too(x), do: x
end
""")

Told.about(~S"""
defmodule T1 do
  def f(x = y, y = z, z = x), do: {x, y, z}
end
""")

Told.about(~S"""
defmodule T1 do
  def f(x = {y}, y = {x}), do: {x, y}
end
""")

Told.about(~S"""
{x = {x}} = {1}
""")

Told.about(~S"""
defmodule T1 do
  @file "elsewhere.ex"
  def f(x), do: 1
  def g(x), do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  @file {"elsewhere.ex", 12}
  def f, do: nothing()
end
""")

Told.about(~S"""
defmodule T1 do
  @file :elsewhere
end
""")

Told.about(~S"""
defmodule T1 do
  def hello, do: 1 || 2
  defmacro _ && _, do: :error
  def world, do: 1 && 2
end
""")

Told.about(~S"""
defmodule T1 do
  def other, do: 1 && 2
  def _ && _, do: :error
end
""")

Told.about(~S"""
defmodule T1 do
  defmacrop bar, do: unknown(1)
  def baz, do: bar()
end
""")

Told.about(~S"""
defmodule T1 do
  defmacrop foo, do: 1
  defmacro bar, do: __MODULE__.foo()
  defmacro baz, do: bar()
end
""")

Told.about(~S"""
defmodule T1 do
  def f, do: m()
  defmacro m, do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  defmacrop oops, do: {:foo, :bar, :baz, :bat}
  def f, do: oops()
end
""")

Told.about(~S"""
defmodule T1 do
  defmacrop oops, do: %{a: 1}
  def f, do: oops()
end
""")

Told.about(~S"""
defmodule T1 do
  def f do
    :ok
  catch
    _, _ -> 1
  rescue
    _ -> 2
  end
end
""")

Told.about(~S"""
defmodule T1 do
  def f do
    :ok
  else
    _ -> 1
  end
end
""")

Told.about(~S"""
defmodule T1 do
  defguard g(a, b) when a
end
""")

Told.about(~S"""
defmodule T1 do
  defguardp g(a) when a == 1
end
""")

Told.about(~S"""
defmodule T1 do
  def f(0), do: 1
  def f(x), do: x
  def f(y), do: y
end
""")

Told.about(~S"""
defmodule T1 do
  def f, do: 1
  def f, do: 2
end
""")

Told.about(~S"""
defmodule T1 do
  use GenServer
  def init(x), do: {:ok, x}
  def handle_call(a, b, c), do: super(a, b, c)
end
""")

Told.about(~S"""
defmodule T1 do
  defmodule Elixir.T1, do: true
end
""")

Told.about(~S"""
defmodule nil, do: 1
""")

Told.about(~S"""
defmodule Elixir.Reference, do: 1
""")

Told.about(~S"""
defmodule T1 do
  def f(__FOO__), do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  def f(zeta, alpha, {middle, _}), do: fn(later, early) -> 1 end
end
""")

Told.about(~S"""
defmodule T1 do
  def f(1), do: :one
  def f(x, y \\ 2), do: x + y
  [1] |> f()
end
""")

Told.about(~S"""
defmodule T1 do
  def f(x), do: x
  def f(x, y \\ 2), do: x + y
end
""")

Told.about(~S"""
defmodule T1 do
  def f(x \\ 1), do: x
  def f(x, y, z \\ 2), do: x + y + z
  def f(x, y \\ 1), do: x + y
end
""")

Told.about(~S"""
defmodule T1 do
  def f, do: ~r/a(b/
end
""")

Told.about(~S"""
[1] |> &Enum.map(&1, fn x -> x end)
""")

Told.about(~S"""
alias Foo.Bar, as: bar
""")

Told.about(~S"""
import List, only: [foo: 1]
""")

Told.about(~S"""
defmodule T1 do
  def f(__), do: 1
  def g(___, __a__, __A_B__), do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  defmacrop m(not(x)), do: x
  def f, do: m(1)
end
""")

Told.about(~S"""
defmodule T1 do
  def a(<<x::foo, y::8>>, z), do: x
  def b(<<x::integer-float>>), do: q
  def c(x), do: <<x::binary-signed, zz>>
  def d(x), do: <<"a"::size(3), x, yy>>
  def e(<<a::binary, b::binary>>), do: a
  def f(<<^_, _::binary>>), do: zz
end
""")
