# Attributes, behaviours, documentation, structs, aliases and imports.

defmodule Told do
  # Runs source text and prints what the compiler tells about it.
  def about(source) do
    IO.puts(["=== ", source])

    {result, diagnostics} =
      Code.with_diagnostics(fn ->
        try do
          Code.eval_quoted(Code.string_to_quoted!(source, columns: true))
          :ok
        rescue
          exception -> exception
        end
      end)

    for d <- Enum.sort_by(diagnostics, &{&1.position, &1.message}) do
      IO.puts("#{d.severity} #{inspect(d.position)} #{Path.relative_to_cwd(d.file || "?")}: #{d.message}")
    end

    case result do
      :ok -> :ok
      exception -> IO.puts("** (#{inspect(exception.__struct__)}) #{Exception.message(exception)}")
    end

    for {module, _} <- :code.all_loaded(), match?("Elixir.T" <> _, Atom.to_string(module)) and byte_size(Atom.to_string(module)) == 9 do
      :code.purge(module)
      :code.delete(module)
    end
  end
end

Told.about(~S"""
defmodule T1 do
  @on_load :foo
end
""")

Told.about(~S"""
defmodule T1 do
  @on_load :foo
  defmacro foo, do: :ok
end
""")

Told.about(~S"""
defmodule T1 do
  @on_load :foo
  @on_load :bar
end
""")

Told.about(~S"""
defmodule T1 do
  @on_load "foo"
end
""")

Told.about(~S"""
defmodule T1 do
  @compile {:inline, foo: 1}
end
""")

Told.about(~S"""
defmodule T1 do
  @compile {:inline, foo: 1}
  defmacro foo(_), do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  @nifs [foo: 1]
end
""")

Told.about(~S"""
defmodule T1 do
  @nifs :foo
end
""")

Told.about(~S"""
defmodule T1 do
  @dialyzer {:nowarn_function, {:foo, 1}}
end
""")

Told.about(~S"""
defmodule T1 do
  @dialyzer :not_an_option
end
""")

Told.about(~S"""
defmodule T1 do
  @dialyzer [:no_match, {:no_opaque, foo: 1}]
  def foo(_), do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  @behaviour "x"
end
""")

Told.about(~S"""
defmodule T1 do
  @impl 1
  def f, do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  @deprecated :oops
  def f, do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  @external_resource :file
end
""")

Told.about(~S"""
defmodule T1 do
  @doc 1
  def f, do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  Module.put_attribute(__MODULE__, :type, 1)
end
""")

Told.about(~S"""
defmodule T1 do
  @doc "one"
  @doc "two"
  def f, do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  @doc "one"
  def f(1), do: 1
  @doc "two"
  def f(2), do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  @doc "private"
  defp f, do: 1
  def g, do: f()
end
""")

Told.about(~S"""
defmodule T1 do
  @doc "nothing"
end
""")

Told.about(~S"""
defmodule T1 do
  @typedoc "nothing"
  @impl true
end
""")

Told.about(~S"""
defmodule T1 do
  @doc opaque: true, since: "1.0"
  def f, do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  @doc since: 1
  def f, do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  @a 1
  @b 2
  def f, do: @b
end
""")

Told.about(~S"""
defmodule T1 do
  @a
  def f, do: @b
end
""")

Told.about(~S"""
defmodule T1 do
  @foo 1
  @foo()
end
""")

Told.about(~S"""
defmodule T1 do
  @derive Inspect
end
""")

Told.about(~S"""
defmodule T1 do
  defstruct [:a]
  @derive Inspect
end
""")

Told.about(~S"""
defmodule T1 do
  @enforce_keys [:a, :b, :c]
  defstruct a: nil
end
""")

Told.about(~S"""
defmodule T1 do
  defstruct [:a, :b, a: 1]
end
""")

Told.about(~S"""
defmodule T1 do
  defstruct __struct__: 1
end
""")

Told.about(~S"""
defmodule T1 do
  defstruct :a
end
""")

Told.about(~S"""
%T1{}
""")

Told.about(~S"""
defmodule T1 do
  def f, do: %T1{}
end
""")

Told.about(~S"""
defmodule T1 do
  %T1{}
end
""")

Told.about(~S"""
defmodule T1 do
  def __struct__, do: :bad
  def __struct__(_), do: :bad
end
%T1{}
""")

Told.about(~S"""
defmodule T1 do
  def __struct__, do: %{__struct__: Other}
  def __struct__(_), do: %{__struct__: Other}
end
%T1{}
""")

Told.about(~S"""
defmodule T1 do
  @callback f(integer) :: integer
  @callback g() :: atom
  @macrocallback m() :: Macro.t()
  @optional_callbacks g: 0
end
defmodule T2 do
  @behaviour T1
  def m, do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  @callback f() :: atom
end
defmodule T2 do
  @callback f() :: atom
end
defmodule T3 do
  @behaviour T1
  @behaviour T2
  @behaviour T1
  @behaviour Nothing
  @behaviour String
  def f, do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  @callback f() :: atom
  @callback g(x :: atom) :: atom
end
defmodule T2 do
  @behaviour T1
  @impl true
  def f, do: 1
  def g(_), do: 1
end
defmodule T3 do
  @behaviour T1
  @impl true
  def f, do: 1
  @impl T1
  def g(_ \\ 1), do: 1
  @impl true
  def h, do: 1
  @impl Other
  def i, do: 1
  @impl T1
  def j, do: 1
  @impl true
  defp k, do: 1
  def l, do: k()
end
defmodule T4 do
  @impl true
  def f, do: 1
end
defmodule T5 do
  @behaviour T1
  @impl false
  def f, do: 1
  def g(_), do: 1
end
""")

Told.about(~S"""
defmodule T1 do
  alias String.Chars
  import List
  import Enum, only: [map: 2, reduce: 3]
  def f, do: map([1], & &1)
end
""")

Told.about(~S"""
defmodule T1 do
  import String, only: [trim: 1, trim: 1]
  def f, do: trim("a")
end
""")

Told.about(~S"""
import String, only: 1
""")

Told.about(~S"""
defmodule T1 do
  @x [trim: 1]
  import String, except: @x
end
""")

Told.about(~S"""
import Not.There
""")

Told.about(~S"""
defmodule T1 do
  defmodule Inner do
    import T1.Inner
  end
end
""")

Told.about(~S"""
defmodule T1 do
  defmodule Inner do
  end
  import T1.Inner
end
""")

Told.about(~S"""
alias IO.{ANSI, 42}
""")

Told.about(~S"""
alias Elixir.{Map}, as: Dict
""")

Told.about(~S"""
alias String, as: Foo.Bar
""")

Told.about(~S"""
defmodule T1 do
  def f, do: Nothing.g(1)
  def h, do: {Nothing.g(2), String.nothing(1)}
end
""")

Told.about(~S"""
defmodule T1 do
  @deprecated "use g/0"
  def f, do: 1
end
defmodule T2 do
  def g, do: {T1.f(), T1.f()}
end
""")

Told.about(~S"""
defmodule T1 do
  defmacro m, do: 1
end
defmodule T2 do
  def f, do: T1.m()
end
""")

Told.about(~S"""
defmodule T1 do
  import List, only: [flatten: 1]
  alias String.Chars
  defmacro m, do: quote(do: {flatten([1, [2]]), Chars})
end
defmodule T2 do
  import T1
  def f, do: m()
end
""")

Told.about(~S"""
defmodule T1 do
  if false do
    import Map, only: [new: 0]
    def f, do: new()
  end
end
""")

Told.about(~S"""
defmodule T1 do
  import Record
  defguard is_record(baz) when baz
end
""")

Told.about(~S"""
defmodule T1 do
  @compile {:no_warn_undefined, [Missing, {Other, :f, 1}]}
  def f, do: {Missing.g(), Other.f(1), Other.f(2)}
end
""")

Told.about(~S"""
defmodule T1 do
  def a, do: b(1)
  defdelegate c(x), to: Nowhere
  defp b(x), do: &Nothing.d(&1, x)
end
""")

Told.about(~S"""
defmodule TestA do
  @deprecated "use a map"
  defstruct [:x, :y]
  def match(%TestA{}), do: :ok
  @deprecated "no more"
  def a, do: 1
end

defmodule TestB do
  def match(%TestA{}), do: :ok
  def build(:ok), do: %TestA{}
  TestA.a()
end
""")

Told.about(~S"""
defprotocol TestA do
  @callback foo :: {:ok, term}
  @macrocallback bar(term) :: {:ok, term}
  @optional_callbacks [without: 2]
  def without(term, options \\ [])
end
""")

Told.about(~S"""
defmodule T1 do
  @impl
  def f, do: @doc
  @behaviour
  def g, do: {@behaviour, @before_compile, @derive, @compile, @external_resource, @moduledoc}
end
""")

Told.about(~S"""
defmodule T1 do
  def f(g(x)), do: x + y
  def f(String.upcase(x)), do: h(x)
end
""")

Told.about(~S"""
case 1 do
  1 -> |> f()
end
""")
