# Types, specifications and callbacks.

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
  @type a = 1
end
""")

Told.about(~S"""
defmodule T1 do
  @type a :: "text"
end
""")

Told.about(~S"""
defmodule T1 do
  @type a :: integer()()
end
""")

Told.about(~S"""
defmodule T1 do
  @spec "no spec"
end
""")

Told.about(~S"""
defmodule T1 do
  @spec f(integer)
end
""")

Told.about(~S"""
defmodule T1 do
  @spec f(integer) :: integer
end
""")

Told.about(~S"""
defmodule T1 do
  @type a :: b
end
""")

Told.about(~S"""
defmodule T1 do
  @type a :: b(atom, atom)
end
""")

Told.about(~S"""
defmodule T1 do
  @type a :: atom
  @typep a :: integer
end
""")

Told.about(~S"""
defmodule T1 do
  @type list :: atom
end
""")

Told.about(~S"""
defmodule T1 do
  @type required(x) :: x
end
""")

Told.about(~S"""
defmodule T1 do
  @type a(x) :: atom
end
""")

Told.about(~S"""
defmodule T1 do
  @type a(_) :: atom
end
""")

Told.about(~S"""
defmodule T1 do
  @type a(_x) :: {atom, _x}
end
""")

Told.about(~S"""
defmodule T1 do
  @type a(String.t()) :: atom
end
""")

Told.about(~S"""
defmodule T1 do
  @spec f(x) :: atom when x: var
  def f(_), do: :a
end
""")

Told.about(~S"""
defmodule T1 do
  @spec f(x) :: x when 1
  def f(x), do: x
end
""")

Told.about(~S"""
defmodule T1 do
  @spec f(...) :: atom
  def f(_), do: :a
end
""")

Told.about(~S"""
defmodule T1 do
  @spec f(integer \\ 1) :: atom
  def f(_), do: :a
end
""")

Told.about(~S"""
defmodule T1 do
  @optional_callbacks :f
end
""")

Told.about(~S"""
defmodule T1 do
  @optional_callbacks f: 1
end
""")

Told.about(~S"""
defmodule T1 do
  @callback f(atom) :: atom
  @optional_callbacks f: 1, f: 1
end
""")

Told.about(~S"""
defmodule T1 do
  @callback f(atom) :: atom
  def behaviour_info(_), do: []
end
""")

Told.about(~S"""
defmodule T1 do
  @typep a :: atom
  @typep b(x) :: {x, x}
  @typep c :: d
  @typep d :: atom
end
""")

Told.about(~S"""
defmodule T1 do
  @opaque a :: term
  @opaque b :: any
end
""")

Told.about(~S"""
defmodule T1 do
  @typedoc "private"
  @typep a :: atom
  @type b :: a
end
""")

Told.about(~S"""
defmodule T1 do
  @type a :: b :: c :: atom
end
""")

Told.about(~S"""
defmodule T1 do
  @type a :: (pid() :: atom)
end
""")

Told.about(~S"""
defmodule T1 do
  @type a :: pid | b :: atom
end
""")

Told.about(~S"""
defmodule T1 do
  @type a :: <<_::atom>>
end
""")

Told.about(~S"""
defmodule T1 do
  @type a :: 10..1
end
""")

Told.about(~S"""
defmodule T1 do
  @type a :: %{a | b => c}
end
""")

Told.about(~S"""
defmodule T1 do
  @type a :: %Not.There{}
end
""")

Told.about(~S"""
defmodule T1 do
  defstruct [:a]
  @type t :: %__MODULE__{b: atom}
end
""")

Told.about(~S"""
defmodule T1 do
  @type a :: record(:nothing, x: atom)
end
""")

Told.about(~S"""
defmodule T1 do
  @type a :: [atom, integer]
end
""")

Told.about(~S"""
defmodule T1 do
  @foo "text"
  @type a :: @foo.t()
end
""")
