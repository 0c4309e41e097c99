# Fields that an exception does not have are refused.
defmodule Failure do
  defexception [:reason, code: 2]
  def message(failure), do: "#{failure.reason} (#{failure.code})"
end

for make <- [
      fn -> Failure.exception(reason: "a") end,
      fn -> Failure.exception(other: 1) end,
      fn -> raise Failure, reason: "b", other: 1 end,
      fn -> RuntimeError.exception(other: 1) end
    ] do
  try do
    IO.inspect(make.())
  rescue
    error -> IO.inspect({error.__struct__, Exception.message(error)})
  end
end
