defmodule EEx.Engine do
  @moduledoc """
  The behaviour of what builds the code of a template, and one that does it.

  `use EEx.Engine` makes a module an engine that does what this one does; its functions can be overridden.
  """

  @type state :: term

  @callback init(opts :: keyword) :: state
  @callback handle_body(state) :: Macro.t()
  @callback handle_begin(state) :: state
  @callback handle_end(state) :: Macro.t()
  @callback handle_text(state, [line: pos_integer, column: pos_integer], text :: String.t()) :: state
  @callback handle_expr(state, marker :: String.t(), expr :: Macro.t()) :: state

  @doc false
  defmacro __using__(_) do
    quote do
      @behaviour EEx.Engine

      def init(opts), do: EEx.Engine.init(opts)
      def handle_body(state), do: EEx.Engine.handle_body(state)
      def handle_begin(state), do: EEx.Engine.handle_begin(state)
      def handle_end(state), do: EEx.Engine.handle_end(state)
      def handle_text(state, meta, text), do: EEx.Engine.handle_text(state, meta, text)
      def handle_expr(state, marker, expr), do: EEx.Engine.handle_expr(state, marker, expr)

      defoverridable EEx.Engine
    end
  end

  @doc """
  Replaces `@name` by code that fetches the assign of that name.

      iex> EEx.Engine.handle_assign({:@, [], [{:name, [], nil}]}) |> Macro.to_string() =~ "fetch_assign!"
      true
  """
  @spec handle_assign(Macro.t()) :: Macro.t()
  def handle_assign({:@, meta, [{name, _, atom}]}) when is_atom(name) and is_atom(atom) do
    line = meta[:line] || 0

    quote line: line do
      EEx.Engine.fetch_assign!(var!(assigns), unquote(name))
    end
  end

  def handle_assign(other), do: other

  @doc """
  The assign with a key. One that is missing is nil, with a warning.

      iex> EEx.Engine.fetch_assign!([a: 1], :a)
      1
  """
  @spec fetch_assign!(Access.t(), Access.key()) :: term() | nil
  def fetch_assign!(assigns, key) do
    case Access.fetch(assigns, key) do
      {:ok, value} ->
        value

      :error ->
        keys = Enum.map(assigns, &elem(&1, 0))

        IO.warn(
          "assign @#{key} not available in EEx template. " <>
            "Please ensure all assigns are given as options. " <> "Available assigns: #{inspect(keys)}"
        )

        nil
    end
  end


  @doc false
  def init(_opts), do: %{binary: [], dynamic: [], vars_count: 0}

  @doc false
  def handle_begin(state), do: %{state | binary: [], dynamic: []}

  @doc false
  def handle_end(quoted), do: handle_body(quoted)

  @doc false
  def handle_body(%{binary: binary, dynamic: dynamic}) do
    binary = {:<<>>, [], Enum.reverse(binary)}
    {:__block__, [], Enum.reverse([binary | dynamic])}
  end

  @doc false
  def handle_text(state, _meta, text), do: %{state | binary: [text | state.binary]}

  @doc false
  def handle_expr(state, "=", expr) do
    %{binary: binary, dynamic: dynamic, vars_count: count} = state
    var = Macro.var(:"arg#{count}", __MODULE__)

    set =
      quote do
        unquote(var) = String.Chars.to_string(unquote(expr))
      end

    segment = quote(do: unquote(var) :: binary)
    %{state | dynamic: [set | dynamic], binary: [segment | binary], vars_count: count + 1}
  end

  def handle_expr(state, "", expr), do: %{state | dynamic: [expr | state.dynamic]}

  def handle_expr(_state, marker, _expr) when marker in ["/", "|"],
    do: raise(EEx.SyntaxError, "unsupported EEx syntax <%#{marker} %> (the syntax is valid but not supported by the current EEx engine)")
end
