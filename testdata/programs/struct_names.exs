# %name{} in a pattern matches structs, whose name is an atom, and no other maps with a __struct__ key.
defmodule Shape do
  defstruct sides: 4
end

defmodule Names do
  def name(%name{}), do: name
  def name(_), do: :none
  def square(%name{sides: 4} = shape) when is_map(shape), do: name
  def square(_), do: :none
end

IO.inspect(Enum.map([struct(Shape), %{__struct__: "text"}, %{}, 1..2], &Names.name/1))
IO.inspect(Enum.map([struct(Shape), struct(Shape, sides: 3), %{__struct__: 1, sides: 4}], &Names.square/1))
IO.inspect(case %{__struct__: "text"}, do: (%_{} -> :struct; _ -> :none))
IO.inspect(with(%name{} <- %{__struct__: 1.5}, do: name))

# Values that are bitstrings of no whole number of bytes can be attributes and defaults.
defmodule Bits do
  @bits <<"foo", 4::4>>
  defstruct flags: <<3::2>>
  def bits, do: @bits
end

IO.inspect({Bits.bits(), struct(Bits).flags})

# An operand of and/or that is no boolean makes the guard fail.
guard = fn
  x, y when (is_atom(y) or :fail) or is_map(x) -> true
  _, _ -> false
end

IO.inspect({guard.(%{}, :a), guard.(%{}, "a")})

defmodule Matched do
  def name(value) do
    %name{} = value
    name
  end

  def two(value) do
    {%_{}, %name{first: first}} = {value, value}
    {name, first}
  end
end

IO.inspect(Matched.name(1..2))
IO.inspect(Matched.two(1..2))
for wrong <- [%{__struct__: "no atom", first: 1}, %{}], f <- [&Matched.name/1, &Matched.two/1] do
  IO.inspect(try do f.(wrong) rescue e -> e end)
end
