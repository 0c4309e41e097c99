# A state machine language with guards on transitions, checked when it is compiled.
defmodule Machine do
  defmacro __using__(_) do
    quote do
      import Machine
      Module.register_attribute(__MODULE__, :states, accumulate: true)
      Module.register_attribute(__MODULE__, :transitions, accumulate: true)
      @before_compile Machine
      @after_compile Machine
    end
  end

  defmacro state(name, options \\ []) do
    quote do: @states({unquote(name), unquote(options)})
  end

  defmacro transition(event, clauses) do
    from = Keyword.fetch!(clauses, :from)
    to = Keyword.fetch!(clauses, :to)
    guard = Keyword.get(clauses, :when, true)

    for from <- List.wrap(from) do
      quote do
        @transitions {unquote(event), unquote(from), unquote(to), unquote(Macro.escape(guard))}
      end
    end
  end

  defmacro __before_compile__(%{module: module}) do
    states = module |> Module.get_attribute(:states) |> Enum.reverse()
    transitions = module |> Module.get_attribute(:transitions) |> Enum.reverse()
    names = Keyword.keys(states)

    for {event, from, to, _} <- transitions, state <- [from, to], state not in names do
      raise CompileError, description: "unknown state #{inspect(state)} in #{inspect(event)}"
    end

    initial = Enum.find_value(states, fn {name, options} -> options[:initial] && name end) || hd(names)

    clauses =
      for {event, from, to, guard} <- transitions do
        quote do
          def fire(%{state: unquote(from)} = var!(data), unquote(event)) when unquote(guard) do
            moved = %{var!(data) | state: unquote(to), log: [{unquote(from), unquote(event), unquote(to)} | var!(data).log]}
            {:ok, entered(unquote(to), moved)}
          end
        end
      end

    hooks =
      for {name, options} <- states, hook = options[:enter] do
        quote do: defp(entered(unquote(name), data), do: unquote(hook)(data))
      end

    quote do
      defstruct state: unquote(initial), log: [], count: 0

      def new(fields \\ []), do: struct!(__MODULE__, fields)
      unquote_splicing(clauses)
      def fire(data, event), do: {:error, {:invalid, event, data.state}}

      unquote_splicing(hooks)
      defp entered(_state, data), do: data

      def run(data, events) do
        Enum.reduce_while(events, {:ok, data}, fn event, {:ok, data} ->
          case fire(data, event) do
            {:ok, _} = ok -> {:cont, ok}
            error -> {:halt, error}
          end
        end)
      end

      def __states__, do: unquote(names)
    end
  end

  def __after_compile__(env, bytecode) do
    IO.puts("compiled #{inspect(env.module)}: #{is_binary(bytecode)}")
  end

  def dot(module) do
    for state <- module.__states__(), do: "  #{state};"
  end
end

defmodule Turnstile do
  use Machine

  state :locked, initial: true
  state :unlocked, enter: :count_entry
  state :broken

  transition :coin, from: :locked, to: :unlocked, when: data.count < 3
  transition :push, from: :unlocked, to: :locked
  transition :kick, from: [:locked, :unlocked], to: :broken

  def count_entry(data), do: Map.update!(data, :count, &(&1 + 1))
end

IO.inspect(Turnstile.new())
IO.inspect(Turnstile.run(Turnstile.new(), [:coin, :push, :coin]))
IO.inspect(Turnstile.run(Turnstile.new(), [:coin, :push, :coin, :push, :coin, :push, :coin]))
IO.inspect(Turnstile.run(Turnstile.new(count: 2), [:coin, :kick, :push]))
IO.puts(Machine.dot(Turnstile))

try do
  Turnstile.new(colour: :red)
rescue
  e -> IO.puts(Exception.message(e))
end

code =
  quote do
    defmodule BadMachine do
      use Machine
      state :only
      transition :go, from: :only, to: :nowhere
    end
  end

try do
  Code.eval_quoted(code, [], __ENV__)
rescue
  e -> IO.inspect({e.__struct__, Exception.message(e)})
end
