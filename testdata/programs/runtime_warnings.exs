# What is deprecated only shows when the program runs: it is told once for a place, on standard error, and goes on.
defmodule Thing do
  def name, do: :called
end

defmodule Fields do
  def field(x), do: {x.name, 1}
  def call(x), do: {x.name(), 2}
end

tell = fn fun ->
  {:ok, device} = StringIO.open("")
  old = Process.whereis(:standard_error)
  Process.unregister(:standard_error)
  Process.register(device, :standard_error)
  result = fun.()
  Process.unregister(:standard_error)
  Process.register(old, :standard_error)
  {_, text} = StringIO.contents(device)
  IO.inspect(result)
  IO.puts(text |> String.split("\n") |> hd())
end

for x <- [Thing, Thing, %{name: :field}], do: tell.(fn -> Fields.field(x) end)
for x <- [%{name: :field}, %{name: :field}, Thing], do: tell.(fn -> Fields.call(x) end)
tell.(fn -> Version.match?("1.5.0", "> 1.2.0 and != 1.4.0") end)

# A stack trace says of raise that Exception explains it.
try do
  raise ArgumentError, "wrong"
rescue
  _ -> IO.inspect(hd(__STACKTRACE__) |> elem(3) |> Keyword.get(:error_info))
end

for make <- [fn x -> for(<<c <- x>>, do: c) end, fn x -> for(<<c <- x>>, into: %{}, do: {c, c}) end] do
  try do
    make.(Thing)
  rescue
    error -> IO.inspect(error)
  end
end

try do
  cond do
    Process.get(:never) -> 1
    Process.get(:nothing) -> 2
  end
rescue
  _ -> IO.inspect(hd(__STACKTRACE__) |> elem(3) |> Keyword.get(:line))
end
