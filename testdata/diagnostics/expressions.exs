# Expressions, patterns and clauses.

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
foo = 1
foo
"literal"
:ok
""")

Told.about(~S"""
%{a: 1, a: 2}
""")

Told.about(~S"""
%{a: 1, a: 2} = %{a: 1}
""")

Told.about(~S"""
case 1 do
  1, 2 -> 3
end
""")

Told.about(~S"""
case 1, do: 2
""")

Told.about(~S"""
case 1 do
  1 -> 2
end do
  3
end
""")

Told.about(~S"""
cond do
  1, 2 -> 3
end
""")

Told.about(~S"""
cond do
  _ -> 3
end
""")

Told.about(~S"""
try do
  1
end
""")

Told.about(~S"""
try do
  1
else
  x -> x
end
""")

Told.about(~S"""
try do
  1
catch
  _ -> 1
rescue
  _ -> 2
end
""")

Told.about(~S"""
try do
  1
rescue
  1 -> 2
end
""")

Told.about(~S"""
try do
  1
catch
  a, b, c -> 1
end
""")

Told.about(~S"""
receive do
after
  1 -> 1
  2 -> 2
end
""")

Told.about(~S"""
with x <- 1 do
  x
else
  _ -> 2
end
""")

Told.about(~S"""
fn x when length(x) == 0 -> 1 end
""")

Told.about(~S"""
fn x when is_list(x) and length(x) > 0 -> 1 end
""")

Told.about(~S"""
fn 1 -> 1; 2, 3 -> 2 end
""")

Told.about(~S"""
_ + 1
""")

Told.about(~S"""
^x = 1
""")

Told.about(~S"""
x + ^y
""")

Told.about(~S"""
undefined_one + undefined_two
""")

Told.about(~S"""
unquote(1)
""")

Told.about(~S"""
1 | 2
""")

Told.about(~S"""
a :: b
""")

Told.about(~S"""
&(&1 + &3)
""")

Told.about(~S"""
&(1 + 2)
""")

Told.about(~S"""
&System.pid()/0
""")

Told.about(~S"""
fn x -> x = 1; x end
""")

Told.about(~S"""
quote do: unquote_splicing([1])
""")

Told.about(~S"""
[1 | 2, 3]
""")

Told.about(~S"""
__CALLER__
""")

Told.about(~S"""
__STACKTRACE__
""")

Told.about(~S"""
super(1)
""")

Told.about(~S"""
def f, do: 1
""")

Told.about(~S"""
@foo 1
""")

Told.about(~S"""
x = 1
fn ^x -> x.() end
x.()
""")

Told.about(~S"""
self.foo
""")

Told.about(~S"""
fn %{x => 1} -> 1 end
""")

Told.about(~S"""
fn <<x::size(y)>> -> x end
""")

Told.about(~S"""
not_a_function(1)
""")

Told.about(~S"""
if true, do: 1, unknown: 2
""")

Told.about(~S"""
raise 1
""")

Told.about(~S"""
_x = 1
_x
""")

Told.about(~S"""
fn _x, _x -> 1 end
""")

Told.about(~S"""
fn -> String.upcase() end
""")

Told.about(~S"""
<<1::unknown>>
""")

Told.about(~S"""
<<"a"::integer-float>>
""")

Told.about(~S"""
for x <- [1], into: [], reduce: 1, do: x
""")

Told.about(~S"""
for do: 1
""")

Told.about(~S"""
struct(String)
""")

Told.about(~S"""
1 = 1 = 2
""")

Told.about(~S"""
"a" <> b <> "c" = "abc"
""")

Told.about(~S"""
%{1 | a: 1}
""")

Told.about(~S"""
%String{}
""")

Told.about(~S"""
%x{} = %{}
""")

Told.about(~S"""
String.lstrip("a")
f = fn -> Enum.uniq([1], & &1) end
Enum.uniq(f.())
""")
