defmodule Fields do
  defstruct [:w, :h]
  def area(s), do: s.w * s.h
  def text(x), do: "<#{x}>"
  def call(m), do: {m.name, 1}
  def keep(x, y), do: {x, y.name, x, "#{x}#{y.name}"}

  def run do
    {area(%Fields{w: 2, h: 3}), text(5), text("a"), text(:b), text(1.5), call(%{name: 3}),
     keep("q", %{name: :z}), for(x <- [nil, 5, %{}], do: (try do call(x) rescue e -> {e.__struct__, e.term} end))}
  end
end
