# Source text as Code.format_string! writes it, and quoted code as Macro.to_string does.
defmodule Sources do
  def all do
    [
      # calls: parentheses, do-blocks, keyword lists that do not fit
      "foo 1,2\nfoo( a , b: 1 )\nif( x, do: y )\nif x do\ny\nelse\nz end",
      "some_function(argument_one, argument_two, option: :value, other_option: :other_value, last: 1)",
      "Enum.map list, fn x -> x + 1 end\nEnum.reduce(list, %{}, fn {key, value}, acc -> Map.put(acc, key, value) |> Map.delete(:other) end)",
      "with {:ok, a} <- f(x), {:ok, b} <- g(a), do: a + b",
      "for x <- xs, y <- ys, x != y, into: %{}, do: {x, y}",
      "def name(first, second) when is_integer(first) and is_integer(second) and first > second, do: first - second",
      # operators
      "a|>b()|>c",
      "value = some_long_function_name(first) ++ another_long_function_name(second) ++ yet_another_function(third)",
      "not(x in y)\n!(not x)\n-(-1)\na and (b or c)\n(a + b) * c\n1..10//2\na <> (b <> c)",
      "list\n|> Enum.map(& &1.name)\n|> Enum.join(\", \")",
      "&foo/1\n&Mod.bar/2\n& &1\n&(&1+&2)",
      # containers
      "[1,2,3|rest]\n%{a: 1, b: 2}\n%{map|a: 1}\n%Struct{ x: 1 }\n{1,2}\n{ :ok , [a: 1] }",
      "[:first_element_of_the_list, :second_element_of_the_list, :third_element_of_the_list, :fourth_element]",
      "%{\nfirst: 1,\nsecond: 2}",
      "<<a::8, b::binary-size(3), rest::bits>>",
      # literals
      "1000000\n0xabc\n1.0E10\n1_000\n?a\n'char \#{x} list'\n~s(a \#{b} c)\n:\"quoted atom\"\n\"a\\tb\"",
      "\"\"\"\n  heredoc\n  with \#{interpolation}\n  \"\"\"",
      # comments
      "# above\nfoo() # behind\n\n\n# below\nbar()",
      "[\n  # first\n  1, # second\n  2\n  # last\n]",
      "case x do\n# the first\n:a -> 1\n\n# the second\n:b ->\n2\nend",
      # functions and clauses
      "fn -> :ok end\nfn a, b when a > b -> a end\nfn\n1 -> :one\n_ -> :other\nend",
      "try do\nf()\nrescue\ne in [A, B] -> g(e)\ncatch\n:exit, _ -> h()\nafter\ni()\nend",
      # modules
      "defmodule A do\nuse B, option: true\n@moduledoc false\n@type t :: %{a: integer} | nil\n@spec f(t) :: {:ok, t} | :error when t: var\ndef f(t), do: t\ndef g do\n:ok\nend\nend"
    ]
  end
end

for source <- Sources.all() do
  IO.puts("---")
  IO.puts(Code.format_string!(source))
end

IO.puts("--- 40 columns")
IO.puts(Code.format_string!("function(first_argument, second_argument, fn x -> x end)", line_length: 40))

IO.puts("--- options")
IO.puts(Code.format_string!("my_macro(1)\nother 1", locals_without_parens: [my_macro: 1, other: :*]))
IO.puts(Code.format_string!("unless a == b, do: c\n<<x::integer()>>\n'abc'", migrate: true))
IO.puts(Code.format_string!("if x, do: y, else: z", force_do_end_blocks: true))
IO.puts(Code.format_string!("~W/a b c/", sigils: [W: fn text, meta -> "#{String.upcase(text)} #{meta[:opening_delimiter]}" end]))

IO.puts("--- quoted code")

quoted = [
  quote(do: if(a, do: b, else: c)),
  quote(do: %{"a" => 1, b: [c: 2]}),
  quote(do: fn x, y when x > y -> {x, y} end),
  quote(do: Foo.bar(1, &(&1 + 1), "a\n#{b}")),
  quote do
    def name(x) do
      y = x + 1
      y * 2
    end
  end,
  quote(do: [1 | rest]),
  quote(do: a |> b() |> c(d: 1)),
  quote(do: <<x::8, y::binary>>),
  quote(do: ~r/a.b/i),
  {:foo, [], [1, ~c"abc", :"with space", nil, -5, 1.5]},
  quote(do: @attribute)
]

for code <- quoted, do: IO.puts(Macro.to_string(code))
