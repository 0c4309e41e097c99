# The functions of Kernel, each called with values that show what it does: plainly, through a variable so that
# nothing is folded at compile time, as a capture, and in a guard where guards allow it.
defmodule Entry do
  defmacro entry(name, do: block) do
    quote do
      IO.puts(unquote(name) <> " " <> inspect(unquote(block), limit: :infinity, charlists: :as_lists))
    end
  end

  # What a function raises: the exception's name and its message.
  defmacro failure(expression) do
    quote do
      try do
        {:ok, unquote(expression)}
      rescue
        error -> {error.__struct__, Exception.message(error)}
      end
    end
  end

  # A value that the compiler cannot know.
  def same(value), do: hd(Process.put(:same, value) && [value] || [value])
end

defmodule Guards do
  def kind(x) when is_exception(x), do: {:exception, x.__struct__}
  def kind(x) when is_struct(x, Range), do: :range
  def kind(x) when is_struct(x), do: :struct
  def kind(x) when is_non_struct_map(x), do: {:map, map_size(x)}
  def kind(x) when is_nil(x), do: nil
  def kind(x) when is_boolean(x), do: :boolean
  def kind(x) when is_atom(x), do: :atom
  def kind(x) when is_binary(x), do: {:binary, byte_size(x)}
  def kind(x) when is_bitstring(x), do: {:bitstring, bit_size(x)}
  def kind(x) when is_integer(x) and x > 0, do: :positive
  def kind(x) when is_integer(x), do: :integer
  def kind(x) when is_float(x), do: :float
  def kind(x) when is_function(x, 2), do: :function2
  def kind(x) when is_function(x), do: :function
  def kind(x) when is_pid(x) and node(x) == node(), do: :pid
  def kind(x) when is_reference(x), do: :reference
  def kind(x) when is_tuple(x) and tuple_size(x) == 2 and elem(x, 0) == :pair, do: :pair
  def kind(x) when is_tuple(x), do: {:tuple, tuple_size(x)}
  def kind([]), do: :empty
  def kind(x) when is_list(x) and hd(x) == 1 and tl(x) == [], do: :one
  def kind(x) when is_list(x) and length(x) >= 3, do: :long
  def kind(x) when is_list(x), do: :list
end

defmodule Person do
  defstruct name: "nobody", age: 0
end



defmodule Await do
  def exit(pid), do: (receive do {:EXIT, ^pid, reason} -> reason end)
  def down({pid, ref}), do: (receive do {:DOWN, ^ref, :process, ^pid, reason} -> reason end)
end

defmodule Entries do
  import Entry
  Process.flag(:trap_exit, true)

  a = same(7)
  b = same(2)
  f = same(2.5)
  nothing = same(nil)

  entry "Kernel.!=/2", do: {a != b, a != 7.0, 1 != 1, (&!=/2).(1, 2)}
  entry "Kernel.!==/2", do: {a !== 7, a !== 7.0, :a !== :b, (&!==/2).(1, 1.0)}
  entry "Kernel.*/2", do: {a * b, a * f, 2 ** 70 * -3, failure(same(:x) * 2), (&*/2).(3, 4)}
  entry "Kernel.**/2", do: {a ** b, b ** -2, f ** 2, 2 ** 100, 0 ** 0, (&**/2).(2, 3)}
  entry "Kernel.+/1", do: {+a, +f, failure(+same("1"))}
  entry "Kernel.+/2", do: {a + b, a + f, 576_460_752_303_423_487 + 1, failure(same([]) + 1)}
  entry "Kernel.++/2", do: {[1] ++ [2, 3], [] ++ same([4]), [1] ++ 2, same([1, 2]) ++ [3] ++ [4], failure(same(:x) ++ [])}
  entry "Kernel.-/1", do: {-a, -f, -same(-(2 ** 64)), failure(-same(:a))}
  entry "Kernel.-/2", do: {a - b, f - a, -576_460_752_303_423_488 - 1}
  entry "Kernel.--/2", do: {[1, 2, 3, 2] -- [2], same([1, 2, 3]) -- [3, 2] -- [2], failure(same(1) -- [])}
  entry "Kernel.//2", do: {a / b, 6 / 3, failure(a / same(0)), 1 / f}
  entry "Kernel.</2", do: {a < b, 1 < :a, [] < %{}, "a" < <<1::3>>}
  entry "Kernel.<=/2", do: {b <= a, 1 <= 1.0, {1, 2} <= {1, 1}}
  entry "Kernel.==/2", do: {a == 7.0, "a" == "a", [1] == [1.0], %{1 => 1} == %{1.0 => 1}}
  entry "Kernel.===/2", do: {a === 7, a === 7.0, {1} === {1.0}}
  entry "Kernel.=~/2", do: {"abcd" =~ "bc", "abcd" =~ ~r/c$/, "abcd" =~ "", failure(same(:abc) =~ "b")}
  entry "Kernel.>/2", do: {a > b, %{} > {}, "b" > "a"}
  entry "Kernel.>=/2", do: {a >= 7, b >= a, nil >= false}
  entry "Kernel.abs/1", do: {abs(-a), abs(-0.5), abs(same(-(2 ** 65))), failure(abs(same(:a)))}
  entry "Kernel.apply/2", do: {apply(fn x, y -> x - y end, [9, 4]), apply(&String.upcase/1, ["é"]), failure(apply(&hd/1, same([])))}
  entry "Kernel.apply/3", do: {apply(String, :split, ["a b"]), apply(same(Kernel), :+, [1, 2]), failure(apply(same(Nowhere), :go, []))}
  entry "Kernel.binary_part/3", do: {binary_part("hello", 1, 3), binary_part("hello", 5, -2), failure(binary_part("hello", 4, same(4)))}
  entry "Kernel.binary_slice/2", do: {binary_slice("elixir", 0..5), binary_slice("elixir", -3..-1), binary_slice("elixir", 1..-1//1), binary_slice("a", 10..20)}
  entry "Kernel.binary_slice/3", do: {binary_slice("elixir", 2, 3), binary_slice("elixir", -4, 2), binary_slice("elixir", 9, 2)}
  entry "Kernel.bit_size/1", do: {bit_size(<<433::16, 3::3>>), bit_size(""), failure(bit_size(same(1)))}
  entry "Kernel.byte_size/1", do: {byte_size("héllo"), byte_size(<<1::9>>), failure(byte_size(same(:a)))}
  entry "Kernel.ceil/1", do: {ceil(f), ceil(-2.5), ceil(a), ceil(same(1.0e20))}
  entry "Kernel.div/2", do: {div(a, b), div(-a, b), div(2 ** 80, 3), failure(div(1, same(0))), failure(div(1.0, same(1)))}
  entry "Kernel.elem/2", do: {elem({:a, :b}, 1), failure(elem({:a}, same(1))), failure(elem(same([]), 0))}
  entry "Kernel.exit/1", do: (try do exit(:bye) catch kind, value -> {kind, value} end)
  entry "Kernel.floor/1", do: {floor(f), floor(-2.5), floor(a)}
  entry "Kernel.function_exported?/3", do: {function_exported?(Enum, :map, 2), function_exported?(Guards, :kind, 1), function_exported?(Guards, :kind, 2), function_exported?(Nowhere, :x, 0)}
  entry "Kernel.get_and_update_in/3", do: {get_and_update_in(%{a: %{n: 1}}, [:a, :n], &{&1, &1 + 1}), get_and_update_in(%{l: [1, 2]}, [:l, Access.all()], fn _ -> :pop end)}
  entry "Kernel.get_in/2", do: {get_in(%{a: [b: 1]}, [:a, :b]), get_in(%{}, [:a, :b]), get_in([%{n: 1}, %{n: 2}], [Access.all(), :n]), failure(get_in(%{}, same([])))}
  entry "Kernel.hd/1", do: {hd([1, 2]), hd([1 | 2]), failure(hd(same([])))}
  entry "Kernel.inspect/1", do: {inspect(%{a: "x"}), inspect([1, 2]), inspect(~c"abc"), inspect(1.0e30), inspect(%Person{}), inspect(&String.trim/1)}
  entry "Kernel.inspect/2", do: {inspect([1, 2, 3], limit: 2), inspect("é", binaries: :as_binaries), inspect(255, base: :hex), inspect(%Person{}, structs: false), inspect([a: 1, b: 2], pretty: true, width: 5), inspect(~c"ab", charlists: :as_lists)}
  entry "Kernel.is_atom/1", do: Enum.map([:a, nil, true, Enum, "a", 1], &is_atom/1)
  entry "Kernel.is_binary/1", do: Enum.map(["a", <<1::3>>, ~c"a", :a], &is_binary/1)
  entry "Kernel.is_bitstring/1", do: Enum.map(["a", <<1::3>>, []], &is_bitstring/1)
  entry "Kernel.is_boolean/1", do: Enum.map([true, false, nil, 1], &is_boolean/1)
  entry "Kernel.is_float/1", do: Enum.map([1.0, 1, "1.0"], &is_float/1)
  entry "Kernel.is_function/1", do: Enum.map([&hd/1, fn -> 1 end, :f], &is_function/1)
  entry "Kernel.is_function/2", do: {is_function(&hd/1, 1), is_function(&hd/1, 2), is_function(same(1), 1), failure(is_function(same(fn -> 1 end), same(-1)))}
  entry "Kernel.is_integer/1", do: Enum.map([1, 1.0, 2 ** 80, "1"], &is_integer/1)
  entry "Kernel.is_list/1", do: Enum.map([[], [1 | 2], {}, %{}], &is_list/1)
  entry "Kernel.is_map/1", do: Enum.map([%{}, %Person{}, [a: 1]], &is_map/1)
  entry "Kernel.is_map_key/2", do: {is_map_key(%{a: nil}, :a), is_map_key(%{a: 1}, :b), failure(is_map_key(same([]), :a))}
  entry "Kernel.is_number/1", do: Enum.map([1, 1.5, "1", nil], &is_number/1)
  entry "Kernel.is_pid/1", do: Enum.map([self(), make_ref(), 1], &is_pid/1)
  entry "Kernel.is_port/1", do: Enum.map([self(), 1, :a], &is_port/1)
  entry "Kernel.is_reference/1", do: Enum.map([make_ref(), self()], &is_reference/1)
  entry "Kernel.is_tuple/1", do: Enum.map([{}, {1}, [1]], &is_tuple/1)
  entry "Kernel.length/1", do: {length([]), length([1, 2]), failure(length(same([1 | 2]))), failure(length(same({})))}
  entry "Kernel.macro_exported?/3", do: {macro_exported?(Kernel, :if, 2), macro_exported?(Kernel, :hd, 1), macro_exported?(Entry, :entry, 2)}
  entry "Kernel.make_ref/0", do: {make_ref() == make_ref(), is_reference(make_ref())}
  entry "Kernel.map_size/1", do: {map_size(%{}), map_size(%{a: 1, b: 2}), map_size(Map.new(1..100, &{&1, &1})), failure(map_size(same([])))}
  entry "Kernel.max/2", do: {max(a, b), max(1, 1.0), max(:a, 1), max("b", "a")}
  entry "Kernel.min/2", do: {min(a, b), min(1.0, 1), min([], {}), min(nothing, 1)}
  entry "Kernel.node/0", do: node()
  entry "Kernel.node/1", do: {node(self()) == node(), node(make_ref()), failure(node(same(1)))}
  entry "Kernel.not/1", do: {not true, not same(false), failure(not same(nil))}
  entry "Kernel.pop_in/2", do: {pop_in(%{a: %{b: 1, c: 2}}, [:a, :b]), pop_in(%{a: [1, 2, 3]}, [:a, Access.at(1)]), pop_in([x: 1], [:y])}
  entry "Kernel.put_elem/3", do: {put_elem({:a, :b}, 0, 1), failure(put_elem({}, same(0), 1))}
  entry "Kernel.put_in/3", do: {put_in(%{a: %{}}, [:a, :b], 1), put_in([%{a: 1}], [Access.at(0), :a], 2), failure(put_in(%{}, [:a, :b], 1))}
  entry "Kernel.rem/2", do: {rem(a, b), rem(-a, 3), rem(a, -3), failure(rem(a, same(0)))}
  entry "Kernel.round/1", do: {round(f), round(-2.5), round(2.4), round(a)}
  entry "Kernel.self/0", do: is_pid(self())
  entry "Kernel.send/2", do: {send(self(), :hello), (receive do x -> x end), failure(send(same(:nobody_is_called_so), 1))}
  entry "Kernel.spawn/1", do: (me = self(); spawn(fn -> send(me, :from_a_child) end); receive do x -> x end)
  entry "Kernel.spawn/3", do: (spawn(Kernel, :send, [self(), :from_a_function]); receive do x -> x end)
  entry "Kernel.spawn_link/1", do: Await.exit(spawn_link(fn -> exit(:tired) end))
  entry "Kernel.spawn_link/3", do: Await.exit(spawn_link(Kernel, :exit, [:by_function]))
  entry "Kernel.spawn_monitor/1", do: Await.down(spawn_monitor(fn -> exit(:watched) end))
  entry "Kernel.spawn_monitor/3", do: Await.down(spawn_monitor(Kernel, :exit, [:watched3]))
  entry "Kernel.struct/1", do: {struct(Person), struct(%Person{name: "a"})}
  entry "Kernel.struct/2", do: {struct(Person, name: "b", city: 1), struct(%Person{}, %{age: 3}), struct(Person, %{"age" => 1})}
  entry "Kernel.struct!/1", do: {struct!(Person), failure(struct!(same(String)))}
  entry "Kernel.struct!/2", do: {struct!(Person, age: 1), failure(struct!(Person, same(city: 1)))}
  entry "Kernel.throw/1", do: (try do throw(:ball) catch value -> {:caught, value} end)
  entry "Kernel.tl/1", do: {tl([1, 2]), tl([1]), tl([1 | 2]), failure(tl(same([])))}
  entry "Kernel.trunc/1", do: {trunc(f), trunc(-2.9), trunc(a), failure(trunc(same("1")))}
  entry "Kernel.tuple_size/1", do: {tuple_size({}), tuple_size({1, 2, 3}), failure(tuple_size(same([])))}
  entry "Kernel.update_in/3", do: {update_in(%{a: %{n: 1}}, [:a, :n], &(&1 + 1)), update_in([1, 2, 3], [Access.filter(&(&1 > 1))], &(-&1))}

  values = [
  %RuntimeError{}, 1..2, %Person{}, %{a: 1}, nil, true, :a, "ab", <<1::3>>, 5, -5, 1.5, &hd/1, &+/2, self(), make_ref(),
  {:pair, 1}, {1, 2, 3}, [], [1], [1, 2, 3], [1, 2]
  ]

  entry "Kernel.to_timeout/1", do: {to_timeout(hour: 1, second: 2), to_timeout(:infinity), to_timeout(5), failure(to_timeout(same(month: 1)))}
  entry "guards", do: Enum.map(values, &Guards.kind/1)
end
