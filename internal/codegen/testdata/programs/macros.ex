defmodule MM do
  defguard is_odd(n) when is_integer(n) and rem(n, 2) == 1
  defmacro foo(a, b \\ 1), do: {a, b, __CALLER__.module}
  def run, do: {apply(__MODULE__, :"MACRO-is_odd", [__ENV__, 1]), apply(__MODULE__, :"MACRO-foo", [__ENV__, 1, 2]),  apply(__MODULE__, :"MACRO-foo", [__ENV__, 1])}
end
