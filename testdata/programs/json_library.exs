# The module JSON: what it reads and writes, and how structs take part.
defmodule User do
  @derive {JSON.Encoder, only: [:name, :tags]}
  defstruct [:name, :password, tags: []]
end

defmodule Event do
  @derive {JSON.Encoder, except: [:secret]}
  defstruct [:at, :kind, :secret]
end

defmodule Money do
  defstruct [:amount, :currency]

  defimpl JSON.Encoder do
    def encode(money, encoder), do: encoder.("#{money.amount} #{money.currency}", encoder)
  end
end

IO.puts(JSON.encode!(struct(User, name: "a\"b", password: "x", tags: [:t, nil, true])))
IO.puts(JSON.encode!(struct(Event, at: ~U[2024-02-29 12:00:00Z], kind: struct(Money, amount: 5, currency: :EUR))))
IO.puts(JSON.encode!([~D[2024-02-29], ~T[01:02:03], ~N[2024-02-29 01:02:03], Duration.new!(day: 1)]))
IO.puts(JSON.encode!(["\u0001\t\n\\é\u{1F600}", 1.0e10, -0.5, 12_345_678_901_234_567_890, [], %{}]))
IO.puts(JSON.encode!(%{1 => 2}))
IO.puts(JSON.encode!(%{2.5 => "two and a half"}))
IO.puts(JSON.encode!([1, {2, 3}], fn {a, b}, encoder -> encoder.([a, b], encoder); other, encoder -> JSON.protocol_encode(other, encoder) end))

texts = [
  ~s({"a": [1, 2.5, -3e2, "x\\u00e9\\ud83d\\ude00\\n"], "b": null, "c": {"d": false}}),
  "  7  ",
  "[1, 2",
  "[1 2]",
  ~s({"a" 1}),
  ~s("\\x"),
  ~s("\\ud800\\u0041xxxx"),
  <<?", 255, ?">>,
  "01",
  "1E400",
  "",
  "[true, false, null] rest"
]

for text <- texts, do: IO.inspect(JSON.decode(text))

for text <- ["{", ",", ~s("\\uzzzz")] do
  try do
    JSON.decode!(text)
  rescue
    error -> IO.inspect({Exception.message(error), error.offset, error.data})
  end
end

IO.inspect(
  JSON.decode(~s([1, {"a": 2.5, "b": [null]}] tail), 0,
    integer: &{:integer, &1},
    float: &{:float, &1},
    string: &String.to_atom/1,
    null: :none,
    array_finish: fn elements, outer -> {List.to_tuple(Enum.reverse(elements)), outer} end,
    object_push: fn key, value, pairs -> [{key, value} | pairs] end,
    object_start: fn _ -> [] end,
    array_start: fn _ -> [] end,
    array_push: fn element, elements -> [element | elements] end,
    object_finish: fn pairs, outer -> {{:object, Enum.reverse(pairs)}, outer} end
  )
)

for term <- [self() |> then(fn _ -> {1, 2} end), <<255>>] do
  try do
    JSON.encode!(term)
  rescue
    error in Protocol.UndefinedError -> IO.inspect({error.protocol, error.value})
    error in ErlangError -> IO.inspect(error.original)
  end
end
