# What the tracers of the compiler hear, and what delegations whose options are computed do.
defmodule Report do
  def start(), do: Agent.start_link(fn -> [] end, name: __MODULE__)
  def trace({kind, meta, module, name, arity}, env), do: note({kind, meta[:line], module, name, arity}, env)
  def trace({kind, meta, module, extra}, env) when kind in [:import, :require, :struct_expansion, :alias_expansion], do: note({kind, meta[:line], module, extra}, env)
  def trace({kind, meta, name, arity}, env), do: note({kind, meta[:line], name, arity}, env)
  def trace({:alias_reference, meta, module}, env), do: note({:alias_reference, meta[:line], module}, env)
  def trace({:on_module, binary, _}, env), do: note({:on_module, is_binary(binary)}, env)
  def trace(event, env) when is_atom(event), do: note(event, env)
  def trace(_event, _env), do: :ok

  defp note(event, env) do
    Agent.update(__MODULE__, &[{event, env.module, env.function} | &1])
    :ok
  end

  def print() do
    for {event, module, function} <- Enum.reverse(Agent.get(__MODULE__, & &1)), interesting?(event) do
      IO.inspect({event, module, function}, width: 120)
    end
  end

  # What Kernel and the compiler do for themselves is not told.
  defp interesting?(event) when is_tuple(event), do: Tuple.to_list(event) -- [Kernel, Module, :elixir_def, :elixir_utils] == Tuple.to_list(event)
  defp interesting?(_), do: true
end

{:ok, _} = Report.start()
Code.put_compiler_option(:tracers, [Report])

Code.compile_string("""
defmodule Traced do
  import Integer, only: [is_odd: 1, parse: 1]
  alias String.Chars
  require Bitwise
  @limit 3
  def odd(x) when is_odd(x), do: parse("1")
  def chars(x), do: Chars.to_string(x)
  def local(x), do: helper(x)
  def struct(), do: %URI{path: "/"}
  def capture(), do: {&Enum.map/2, &helper/1}
  def limit(), do: @limit
  defp helper(x), do: Map.get(x, :a)
end
""" |> String.replace("  @before_compile Hook\n", ""))

Code.put_compiler_option(:tracers, [])
Report.print()

# A tracer of an environment hears of what is expanded in it.
Code.eval_string("Enum.sum([1, 2])", [], tracers: [Report])

defmodule Delegates do
  options = [to: Enum]
  defdelegate sum(list), options

  for {name, target} <- [total: :sum, most: :max] do
    defdelegate unquote(name)(list), to: Enum, as: target
  end
end

IO.inspect({Delegates.sum([1, 2]), Delegates.total([3, 4]), Delegates.most([3, 9, 4])})

defmodule Compiled do
  require Application
  Application.put_env(:traced, :key, 1)
  @value Application.compile_env(:traced, :key)
  def value(), do: @value
end

IO.inspect(Compiled.value())
