# Names that look alike, and names that are refused with what could be written instead.
for s <- ["if аdmin_, do: 1", "аdmin", "x = аdmin + 1", "foo_аdmin_bar", "foO𝚳", "foO𝚳 = 1", "x = 𝚳", "fooا𝚳", "ﬁx", "aﬁ", "Fooﬁ", ":aﬁ", "aⅧ"] do
  case Code.string_to_quoted(s) do
    {:error, {meta, msg, tok}} -> IO.inspect({s, meta}); IO.puts(inspect(msg) <> " " <> inspect(tok))
    ok -> IO.inspect(ok)
  end
end
for s <- ["а=1; a=1", "[{:а, 1}, {:a, 1}]", "[а: 1, a: 1]", "力=1; カ=1", "_א1 and _1א", "a_א1 or a_1א", "аB.c(а); aB.c", "а.б; a.б", "Ае; Ae; Aе", "а?; a?", "@а; @a", "&а/1; &a/1", "аa; aа; aa", "%{а: 1, \"a\": 2}", "а 1; a[1]; a.()"] do
  {_, d} = Code.with_diagnostics(fn -> Code.string_to_quoted(s) end)
  for x <- d, do: IO.inspect({x.position, x.message, x.severity})
end
