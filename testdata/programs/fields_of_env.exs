# Fields of __ENV__, and fields of what is no map.
defmodule Fields do
  def here(), do: {Path.basename(__ENV__.file), __ENV__.line, __ENV__.function, __ENV__.module}
  IO.inspect({__ENV__.line, __ENV__.function, __ENV__.aliases, __ENV__.context_modules})
  def guarded(x) when x == __ENV__.line, do: x
  def of_nil(), do: nil.foo
  def of_true(), do: true.foo
  def call_of_nil(), do: nil.foo()
end

IO.inspect(Fields.here())
IO.inspect(Fields.guarded(5))

for name <- [:of_nil, :of_true, :call_of_nil] do
  try do
    apply(Fields, name, [])
  rescue
    e -> IO.puts("#{name}: #{Exception.message(e)}")
  end
end

for source <- ["__ENV__.line.foo", "foo = %{bar: 1}; fn <<_::size(foo.bar())>> -> :ok end", "foo = 1; fn <<_::size(String.length(foo))>> -> :ok end"] do
  {_, diagnostics} = Code.with_diagnostics(fn -> try(do: Code.eval_string(source, []), rescue: (e -> e)) end)
  for d <- diagnostics, do: IO.inspect({d.severity, d.position, d.message})
end

for text <- ["P1Y2M3DT4H", "-P1YT1.5S", "PT", "1 day"], do: IO.inspect(Calendar.ISO.parse_duration(text))
