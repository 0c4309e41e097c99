# Macro.to_string/2: code as source, whose parts a function sees.
write = fn code, fun -> apply(Macro, :to_string, [code, fun]) end
same = fn _, text -> text end

codes = [
  quote(do: foo.bar(1, x: 2).baz),
  quote(do: (a + b) * c - d ** 2 ** 3),
  quote(do: a |> b() |> c(1)),
  quote(do: not (a and b) or !c),
  quote do
    def add(a, b) when is_integer(a) do
      x = a + b
      {:ok, x}
    end
  end,
  quote do
    case x do
      {:a, [h | t]} when h > 1 -> %{h => t}
      %Foo{bar: 1} = foo -> %{foo | bar: 2}
      _ -> fn -> :none end
    end
  end,
  quote do
    with {:ok, a} <- f(), b = 1 do
      a
    else
      _ -> b
    end
  end,
  quote(do: for(<<c <- "abc">>, into: "", do: <<c::8, "x">>)),
  quote(do: "a#{b}c" <> ~s(d) <> ~r/e\/f/u),
  quote(do: &Enum.map(&1, fn {k, v} -> v - k end)),
  quote(do: [a: 1, "b c": 2] ++ [{1, 2}, ~c"ab" | t]),
  quote(do: @spec(f(integer()) :: x when x: var)),
  quote(do: a[1..2]),
  quote(do: unless(a in [1, 2], do: {}, else: {1, 2, 3}))
]

for code <- codes, do: IO.puts(write.(code, same))
for code <- Enum.take(codes, 4), do: IO.puts(write.(code, fn c, text -> if is_integer(c), do: "<#{text}>", else: text end))
for code <- [quote(do: f(a, 1 + b)), quote(do: %{a: {1}}), quote(do: fn x -> [x] end)], do: IO.puts(write.(code, fn _, text -> "(" <> text <> ")" end))
