# Arguments of the wrong kind: where a binary cannot be made of them, and functions that no longer go on.
odd = Process.get(:odd, %{})

makes = [
  fn -> <<1, 2, odd>> end,
  fn -> <<1, 2, 3, odd::binary, 4>> end,
  fn -> <<1, odd, 2, 3>> end,
  fn -> <<1::4, 2::4, 3, odd::float>> end,
  fn -> for(x <- [odd], into: "", do: <<1, 2, x>>) end,
  fn -> NaiveDateTime.to_iso8601(~N[2024-01-01 00:00:00], odd) end,
  fn -> Date.to_iso8601(~D[2024-01-01], odd) end,
  fn -> Time.to_iso8601(~T[10:00:00], odd) end,
  fn -> DateTime.to_iso8601(~U[2024-01-01 00:00:00Z], odd) end,
  fn -> Date.new(odd, 1, 1) end,
  fn -> String.split(" a b ", " ", trim: odd) end,
  fn -> Path.basename(nil) end,
  fn -> Range.split(-5..5//-1, 2) end,
  fn -> Code.eval_string("1..:a//2") end,
  fn -> Code.eval_string("get_in(~T[10:00:00].age)") end
]

for make <- makes do
  IO.puts(
    try do
      inspect(make.())
    rescue
      error in FunctionClauseError -> inspect(error.__struct__)
      error -> inspect(error.__struct__) <> " " <> Exception.message(error)
    end
  )
end

# What no binary can hold is an error when the program runs.
for make <- [fn -> <<:a>> end, fn -> <<[1], 2>> end, fn -> <<1::size(:a)>> end, fn -> <<nil, 2>> end] do
  IO.inspect(try do make.() rescue error -> error.__struct__ end)
end
