# Forms that are used wrongly.

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
alias :lists, as: :foobar
""")

Told.about(~S"""
alias :lists, as: :"Elixir.foobar"
""")

Told.about(~S"""
case 1.0 do 0.0 -> 1; +0.0 -> 2; -0.0 -> 3; _ -> 4 end
""")

Told.about(~S"""
x = %{}; %x{a: 1}
""")

Told.about(~S"""
%1{a: 1}
""")

Told.about(~S"""
%1{a: 1} = %{}
""")

Told.about(~S"""
quote(1 + 1)
""")

Told.about(~S"""
quote(:foo, do: :foo)
""")

Told.about(~S"""
case "a" do arg when "#{arg}foo" == "afoo" -> arg end
""")

Told.about(~S"""
to_string(1) = 1
""")

Told.about(~S"""
for(_ <- 1..2, do: 1, else: 1)
""")

Told.about(~S"""
for(_ <- 1..2, do: 1, other: 1)
""")

Told.about(~S"""
&(
  1
  &1
)
""")

Told.about(~S"""
&Mod.fun/256
""")

Told.about(~S"""
require Integer
f = &Integer.is_odd/1
f.(1)
""")

Told.about(~S"""
defmodule TestB do
  defmacro seventeen, do: 17
end
""")

Told.about(~S"""
<<(<<"foo">>)::32>>
""")

Told.about(~S"""
<<"foo"::32>>
""")

Told.about(~S"""
fn <<_::size(foo)>> -> :ok end
""")

Told.about(~S"""
fn foo, <<_::size(foo + 1)>> -> :ok end
""")

Told.about(~S"""
fn <<_::size(foo())>> -> :ok end
""")

Told.about(~S"""
fn <<_::size(foo.())>> -> :ok end
""")

Told.about(~S"""
foo = fn -> 1 end
fn <<_::size(foo.())>> -> :ok end
""")

Told.about(~S"""
<<1::size("a")>> = "a"
""")

Told.about(~S"""
<<1::unit(:oops)>>
""")

Told.about(~S"""
<<1::little-big>>
""")

Told.about(~S"""
<<1::bitstring-unit(2)>>
""")

Told.about(~S"""
x = <<1::3>>
<<x::bitstring-unit(2)>>
""")

Told.about(~S"""
a = 1
a -1
""")

Told.about(~S"""
a = 1
a -1 .. a + 1
""")

Told.about(~S"""
x = & &1
case true do
  x.(false) -> true
end
""")

Told.about(~S"""
x = & &1
case true do
  true when x.(true) -> true
end
""")

Told.about(~S"""
foo(1)(2)
""")

Told.about(~S"""
1.foo
""")

Told.about(~S"""
(foo -> bar)
""")

Told.about(~S"""
{x = {:ok, x}} = :ok
""")

Told.about(~S"""
<<bar = baz>> = "a"
""")

Told.about(~S"""
1.(2)
""")

Told.about(~S"""
"foo".bar(1)
""")

Told.about(~S"""
&(&1 + &3)
""")

Told.about(~S"""
& &1 && &(&2)
""")

Told.about(~S"""
&foo()
""")

Told.about(~S"""
fn x -> x; y -> y, z -> 1 end
""")

Told.about(~S"""
cond do
  _ -> 1
end
""")

Told.about(~S"""
case 1, do: (x, y -> 1)
""")

Told.about(~S"""
receive do
  x, y -> 1
end
""")

Told.about(~S"""
try do
  1
end
""")

Told.about(~S"""
with a <- 1, do: 1, else: 2
""")

Told.about(~S"""
with(a <- 1, foo: 2)
""")

Told.about(~S"""
super(1)
""")

Told.about(~S"""
__CALLER__
""")

Told.about(~S"""
__STACKTRACE__
""")

Told.about(~S"""
unquote(1)
""")

Told.about(~S"""
unquote_splicing([1])
""")

Told.about(~S"""
^x
""")

Told.about(~S"""
x = 1
^x
""")

Told.about(~S"""
_ + 1
""")

Told.about(~S"""
%{a | b: 1}
""")

Told.about(~S"""
%{a: 1 | b: 2}
""")

Told.about(~S"""
import Foo.Bar.Baz
""")

Told.about(~S"""
import List, only: [foo: 1]
""")

Told.about(~S"""
import List, only: :foo
""")

Told.about(~S"""
require 1
""")

Told.about(~S"""
alias Foo, as: Bar.Baz
""")

Told.about(~S"""
use Foo.Bar.Baz
""")

Told.about(~S"""
IO.inspect 1 do x -> 2 end
""")

Told.about(~S"""
IO.inspect zz do x -> 2 end
""")

Told.about(~S"""
IO.inspect try do 1 rescue e -> 2 end
""")

Told.about(~S"""
for x in [1, 2] do
  x
end
""")

Told.about(~S"""
cond do
  x > 1 -> 1
else
  2
end
""")
