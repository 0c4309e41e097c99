# Arithmetic gives the same whether the dispatch loop does it or the native behind apply: small integers, one limb, more, floats.
defmodule NumberPaths do
  import Bitwise
  def nums do
    base = [0, 1, -1, 2, 7, 15, 16, 255, 65535, 1 <<< 28, 1 <<< 29, (1 <<< 31) - 1, 1 <<< 31, (1 <<< 32) - 1, 1 <<< 32, 1 <<< 45,
            (1 <<< 58), (1 <<< 59) - 1, 1 <<< 59, (1 <<< 59) + 1, 1 <<< 60, (1 <<< 61) + 3, (1 <<< 62) - 1, 1 <<< 62, (1 <<< 63) - 1, 1 <<< 63,
            (1 <<< 64) - 1, 1 <<< 64, (1 <<< 64) + 5, 1 <<< 70, 0.0, 1.5, -2.25, 1.0e300, 3.0e-300, 1.0e18, 12345.678, 16777619, 1103515245, 6364136223846793005]
    base ++ Enum.map(base, &(-&1))
  end
  def t(f) do
    try do
      f.()
    rescue
      e -> e.__struct__
    end
  end
  def ap(f, args), do: t(fn -> apply(:erlang, f, args) end)
  def chk(name, a, b, x, y) do
    if x !== y, do: IO.puts("DIFF #{name} #{inspect(a)} #{inspect(b)}: #{inspect(x)} #{inspect(y)}")
  end
  def run do
    ns = nums()
    for a <- ns, b <- ns do
      chk("+", a, b, t(fn -> a + b end), ap(:+, [a, b]))
      chk("-", a, b, t(fn -> a - b end), ap(:-, [a, b]))
      chk("*", a, b, t(fn -> a * b end), ap(:*, [a, b]))
      chk("/", a, b, t(fn -> a / b end), ap(:/, [a, b]))
      chk("<", a, b, (if a < b, do: true, else: false), ap(:<, [a, b]))
      chk(">=", a, b, (if a >= b, do: true, else: false), ap(:>=, [a, b]))
    end
    for a <- ns do
      chk("abs", a, 0, t(fn -> abs(a) end), ap(:abs, [a]))
      chk("+7", a, 7, t(fn -> a + 7 end), ap(:+, [a, 7]))
      chk("-7", a, 7, t(fn -> a - 7 end), ap(:-, [a, 7]))
      chk("+-7", a, -7, t(fn -> a + -7 end), ap(:+, [a, -7]))
      chk("+b", a, 7, t(fn -> a + 576460752303423487 end), ap(:+, [a, 576460752303423487]))
      chk("*b", a, 7, t(fn -> a * 576460752303423487 end), ap(:*, [a, 576460752303423487]))
      chk("*16777619", a, 7, t(fn -> a * 16777619 end), ap(:*, [a, 16777619]))
      chk("*-3", a, 7, t(fn -> a * -3 end), ap(:*, [a, -3]))
      chk("rem", a, 7, t(fn -> rem(a, 1000003) end), ap(:rem, [a, 1000003]))
      chk("div", a, 7, t(fn -> div(a, 1000003) end), ap(:div, [a, 1000003]))
      chk("band", a, 7, t(fn -> a &&& 0xFFFFFFFF end), ap(:band, [a, 0xFFFFFFFF]))
      chk("band2", a, 7, t(fn -> band(a, 576460752303423487) end), ap(:band, [a, 576460752303423487]))
    end
    m = %{a: 1, b: 2, c: 3}
    IO.inspect({%{m | a: 5}, %{m | a: 5, c: 7}, t(fn -> %{m | d: 1} end), t(fn -> %{m | a: 1, d: 1} end)})
    IO.puts("done")
  end
end
NumberPaths.run()
