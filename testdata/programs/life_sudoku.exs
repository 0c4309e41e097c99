defmodule Life do
  def parse(text) do
    for {line, y} <- text |> String.split("\n", trim: true) |> Enum.with_index(), {?#, x} <- line |> String.to_charlist() |> Enum.with_index(), into: MapSet.new(), do: {x, y}
  end

  def step(cells) do
    cells
    |> Stream.flat_map(fn {x, y} -> for dx <- -1..1, dy <- -1..1, {dx, dy} != {0, 0}, do: {x + dx, y + dy} end)
    |> Enum.frequencies()
    |> Enum.filter(fn {cell, n} -> n == 3 or (n == 2 and MapSet.member?(cells, cell)) end)
    |> MapSet.new(&elem(&1, 0))
  end

  def show(cells, xs, ys), do: Enum.map_join(ys, "\n", fn y -> for x <- xs, into: "", do: if({x, y} in cells, do: "#", else: ".") end)
end

glider = Life.parse("""
.#.
..#
###
""")

glider |> Stream.iterate(&Life.step/1) |> Stream.take_every(2) |> Enum.take(4) |> Enum.each(&IO.puts(Life.show(&1, 0..6, 0..6) <> "\n"))
IO.inspect(glider |> Stream.iterate(&Life.step/1) |> Enum.at(40) |> Enum.sort())

defmodule Sudoku do
  @cells for(r <- 0..8, c <- 0..8, do: {r, c})
  @peers Map.new(@cells, fn {r, c} ->
           row = for(x <- 0..8, do: {r, x})
           column = for(x <- 0..8, do: {x, c})
           box = for(y <- 0..2, x <- 0..2, do: {div(r, 3) * 3 + y, div(c, 3) * 3 + x})
           {{r, c}, (row ++ column ++ box) |> Enum.uniq() |> List.delete({r, c})}
         end)

  def parse(text) do
    for {char, index} <- text |> String.replace(~r/\s/, "") |> String.graphemes() |> Enum.with_index(), char != ".", reduce: Map.new(@cells, &{&1, Enum.to_list(1..9)}) do
      grid -> assign(grid, {div(index, 9), rem(index, 9)}, String.to_integer(char)) || throw(:contradiction)
    end
  end

  def solve(nil), do: nil

  def solve(grid) do
    case grid |> Enum.filter(fn {_, v} -> match?([_, _ | _], v) end) |> Enum.min_by(fn {cell, v} -> {length(v), cell} end, fn -> nil end) do
      nil -> grid
      {cell, values} -> Enum.find_value(values, &(grid |> assign(cell, &1) |> solve()))
    end
  end

  defp assign(grid, cell, value) do
    grid[cell] |> Kernel.--([value]) |> Enum.reduce_while(grid, fn other, grid ->
      if grid = eliminate(grid, cell, other), do: {:cont, grid}, else: {:halt, nil}
    end)
  end

  defp eliminate(grid, cell, value) do
    values = grid[cell]

    if value not in values do
      grid
    else
      case values -- [value] do
        [] -> nil
        [last] = left -> Enum.reduce_while(@peers[cell], %{grid | cell => left}, fn peer, grid -> (g = eliminate(grid, peer, last)) && {:cont, g} || {:halt, nil} end)
        left -> %{grid | cell => left}
      end
    end
  end

  def show(grid), do: for(r <- 0..8, do: for(c <- 0..8, into: "", do: grid[{r, c}] |> Enum.join()))
end

"""
53..7....
6..195...
.98....6.
8...6...3
4..8.3..1
7...2...6
.6....28.
...419..5
....8..79
"""
|> Sudoku.parse()
|> Sudoku.solve()
|> Sudoku.show()
|> Enum.each(&IO.puts/1)

IO.inspect(catch_throw: (try do Sudoku.parse(String.duplicate("1", 81)) catch :throw, v -> v end))
