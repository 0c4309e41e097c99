defmodule Macro do
  @moduledoc """
  Working with quoted code: walking over it, expanding macros in it, writing it as source.
  """

  @type t() :: input()
  @type input() :: input_expr() | {input(), input()} | [input()] | atom() | number() | binary()

  @type output() ::
          output_expr()
          | {output(), output()}
          | [output()]
          | atom()
          | number()
          | binary()
          | captured_remote_function()
          | pid()

  @type metadata() :: keyword()
  @type captured_remote_function() :: fun()
  @typep input_expr() :: {input_expr() | atom(), metadata(), atom() | [input()]}
  @typep output_expr() :: {output_expr() | atom(), metadata(), atom() | [output()]}

  import Kernel, except: [to_string: 1]

  # ---- variables and arguments

  @doc """
  A variable.

      iex> Macro.var(:x, nil)
      {:x, [], nil}
  """
  @spec var(var, context) :: {var, [], context} when var: atom(), context: atom()
  def var(var, context) when is_atom(var) and is_atom(context), do: {var, [], context}

  @doc """
  A variable that no other code can name.

      iex> Macro.unique_var(:x, nil) |> elem(0)
      :x
  """
  @spec unique_var(var, context) :: {var, [{:counter, integer()}], context} when var: atom(), context: atom()
  def unique_var(var, context) when is_atom(var) and is_atom(context),
    do: {var, [counter: :elixir_macro.counter()], context}

  @doc """
  Variables to use as the arguments of a function.

      iex> Macro.generate_arguments(2, Elixir)
      [{:arg1, [], Elixir}, {:arg2, [], Elixir}]
  """
  @spec generate_arguments(0, context :: atom()) :: []
  @spec generate_arguments(pos_integer(), context) :: [{atom(), [], context}, ...] when context: atom()
  def generate_arguments(amount, context), do: arguments(amount, context, &var/2)

  @doc """
  Like `generate_arguments/2`, but no other code can name them.

      iex> length(Macro.generate_unique_arguments(2, __MODULE__))
      2
  """
  @spec generate_unique_arguments(0, context :: atom()) :: []
  @spec generate_unique_arguments(pos_integer(), context) :: [{atom(), [{:counter, integer()}], context}, ...] when context: atom()
  def generate_unique_arguments(amount, context), do: arguments(amount, context, &unique_var/2)

  defp arguments(0, context, _fun) when is_atom(context), do: []

  defp arguments(amount, context, fun) when is_integer(amount) and amount > 0 and is_atom(context),
    do: for(i <- 1..amount, do: fun.(:erlang.binary_to_atom("arg" <> Integer.to_string(i)), context))

  # ---- pipes

  @doc """
  Takes a chain of `|>` apart: a list of expressions with the position of the argument that is piped in.

      iex> Macro.unpipe({:|>, [], [100, {:div, [], [5]}]})
      [{100, 0}, {{:div, [], [5]}, 0}]
  """
  @spec unpipe(t()) :: [t()]
  def unpipe(expr), do: :lists.reverse(unpipe(expr, []))

  defp unpipe({:|>, _, [left, right]}, acc), do: unpipe(right, unpipe(left, acc))
  defp unpipe(other, acc), do: [{other, 0} | acc]

  @doc """
  Puts an expression among the arguments of a call.

      iex> Macro.pipe(1, quote(do: foo(2)), 0)
      {:foo, [], [1, 2]}
  """
  @spec pipe(t(), t(), integer()) :: t()
  def pipe(expr, call_args, position)

  def pipe(expr, {:&, _, _} = call, _position), do: bad_pipe(expr, call)

  def pipe(expr, {:fn, _, _}, _position) do
    raise ArgumentError,
          "cannot pipe #{to_string(expr)} into an anonymous function without calling the function; " <>
            "use Kernel.then/2 instead or define the anonymous function as a regular private function"
  end

  def pipe(expr, {:unquote, _, []}, _position) do
    raise ArgumentError,
          "cannot pipe #{to_string(expr)} into the special form unquote/1 " <>
            "since unquote/1 is used to build the Elixir AST itself"
  end

  def pipe(expr, {tuple_or_map, _, _} = call, _position) when tuple_or_map in [:{}, :%{}, :%, :<<>>, :__aliases__],
    do: bad_pipe(expr, call)

  def pipe(expr, {:unquote, _, [_]} = call, _position), do: bad_pipe(expr, call)

  def pipe(expr, {{:., _, [Access, :get]}, _, [first, second]} = call, _position) do
    raise ArgumentError, """
    wrong operator precedence when piping into bracket-based access

     Instead of:

         #{to_string(expr)} |> #{to_string(call)}

     You should write:

         (#{to_string(expr)} |> #{to_string(first)})[#{to_string(second)}]
    """
  end

  def pipe(expr, {call, line, atom}, position) when is_atom(atom),
    do: {call, line, List.insert_at([], position, expr)}

  def pipe(_expr, {op, _, [arg]}, _position) when op == :+ or op == :- do
    raise ArgumentError,
          "piping into a unary operator is not supported, please use the qualified name: " <>
            "Kernel.#{op}(#{to_string(arg)}), instead of #{op}#{to_string(arg)}"
  end

  def pipe(expr, {op, line, args} = call, position) when is_list(args) do
    if is_atom(op) and (operator?(op, 1) or operator?(op, 2)) and op not in [:., :!] do
      raise ArgumentError,
            "cannot pipe #{to_string(expr)} into #{to_string(call)}, the #{inspect(op)} operator can only take #{operator_arguments(op)}"
    end

    {op, line, List.insert_at(args, position, expr)}
  end

  def pipe(expr, call, _position), do: bad_pipe(expr, call)

  defp operator_arguments(_op), do: "one argument"

  defp bad_pipe(expr, call) do
    raise ArgumentError,
          "cannot pipe #{to_string(expr)} into #{to_string(call)}, can only pipe into local calls foo(), " <>
            "remote calls Foo.bar() or anonymous function calls foo.()"
  end

  # ---- metadata

  @doc """
  Changes the metadata of quoted code that has some.

      iex> Macro.update_meta({:x, [], nil}, &[{:line, 1} | &1])
      {:x, [line: 1], nil}
  """
  @spec update_meta(t(), (keyword() -> keyword())) :: t()
  def update_meta(quoted, fun)
  def update_meta({left, meta, right}, fun) when is_list(meta), do: {left, fun.(meta), right}
  def update_meta(other, _fun), do: other

  # ---- walking

  @doc """
  Walks over quoted code; `pre` sees every node before what is in it, `post` after.

      iex> Macro.traverse({:x, [], [1]}, 0, fn n, acc -> {n, acc + 1} end, fn n, acc -> {n, acc} end)
      {{:x, [], [1]}, 2}
  """
  @spec traverse(t(), any(), (t(), any() -> {t(), any()}), (t(), any() -> {t(), any()})) :: {t(), any()}
  def traverse(ast, acc, pre, post) when is_function(pre, 2) and is_function(post, 2) do
    {ast, acc} = pre.(ast, acc)
    walk(ast, acc, pre, post)
  end

  defp walk({form, meta, args}, acc, pre, post) when is_atom(form) do
    {args, acc} = walk_args(args, acc, pre, post)
    post.({form, meta, args}, acc)
  end

  defp walk({form, meta, args}, acc, pre, post) do
    {form, acc} = pre.(form, acc)
    {form, acc} = walk(form, acc, pre, post)
    {args, acc} = walk_args(args, acc, pre, post)
    post.({form, meta, args}, acc)
  end

  defp walk({left, right}, acc, pre, post) do
    {left, acc} = pre.(left, acc)
    {left, acc} = walk(left, acc, pre, post)
    {right, acc} = pre.(right, acc)
    {right, acc} = walk(right, acc, pre, post)
    post.({left, right}, acc)
  end

  defp walk(list, acc, pre, post) when is_list(list) do
    {list, acc} = walk_args(list, acc, pre, post)
    post.(list, acc)
  end

  defp walk(other, acc, _pre, post), do: post.(other, acc)

  defp walk_args(args, acc, _pre, _post) when is_atom(args), do: {args, acc}

  defp walk_args(args, acc, pre, post) when is_list(args) do
    :lists.mapfoldl(
      fn arg, acc ->
        {arg, acc} = pre.(arg, acc)
        walk(arg, acc, pre, post)
      end,
      acc,
      args
    )
  end

  @doc """
  Changes quoted code from the outside in.

      iex> Macro.prewalk({:+, [], [1, 2]}, fn 1 -> 10; other -> other end)
      {:+, [], [10, 2]}
  """
  @spec prewalk(t(), (t() -> t())) :: t()
  def prewalk(ast, fun) when is_function(fun, 1), do: elem(prewalk(ast, nil, fn x, nil -> {fun.(x), nil} end), 0)

  @doc """
  Like `prewalk/2`, with an accumulator.

      iex> Macro.prewalk({:+, [], [1, 2]}, 0, fn node, count -> {node, count + 1} end)
      {{:+, [], [1, 2]}, 3}
  """
  @spec prewalk(t(), any(), (t(), any() -> {t(), any()})) :: {t(), any()}
  def prewalk(ast, acc, fun) when is_function(fun, 2), do: traverse(ast, acc, fun, fn x, a -> {x, a} end)

  @doc """
  Changes quoted code from the inside out.

      iex> Macro.postwalk({:+, [], [1, 2]}, fn 1 -> 10; other -> other end)
      {:+, [], [10, 2]}
  """
  @spec postwalk(t(), (t() -> t())) :: t()
  def postwalk(ast, fun) when is_function(fun, 1), do: elem(postwalk(ast, nil, fn x, nil -> {fun.(x), nil} end), 0)

  @doc """
  Like `postwalk/2`, with an accumulator.

      iex> Macro.postwalk({:+, [], [1, 2]}, [], fn node, seen -> {node, if(is_integer(node), do: [node | seen], else: seen)} end)
      {{:+, [], [1, 2]}, [2, 1]}
  """
  @spec postwalk(t(), any(), (t(), any() -> {t(), any()})) :: {t(), any()}
  def postwalk(ast, acc, fun) when is_function(fun, 2), do: traverse(ast, acc, fn x, a -> {x, a} end, fun)

  @doc """
  The nodes of quoted code, the outer ones first.

      iex> Enum.to_list(Macro.prewalker({:x, [], [1, 2]}))
      [{:x, [], [1, 2]}, 1, 2]
  """
  @spec prewalker(t()) :: Enumerable.t()
  def prewalker(ast), do: &prewalk_all([ast], &1, &2)

  defp prewalk_all(nodes, {:suspend, acc}, fun), do: {:suspended, acc, &prewalk_all(nodes, &1, fun)}
  defp prewalk_all(_nodes, {:halt, acc}, _fun), do: {:halted, acc}
  defp prewalk_all([], {:cont, acc}, _fun), do: {:done, acc}
  defp prewalk_all([node | rest], {:cont, acc}, fun), do: prewalk_all(children(node) ++ rest, fun.(node, acc), fun)

  @doc """
  The nodes of quoted code, the inner ones first.

      iex> Enum.to_list(Macro.postwalker({:x, [], [1, 2]}))
      [1, 2, {:x, [], [1, 2]}]
  """
  @spec postwalker(t()) :: Enumerable.t()
  def postwalker(ast), do: &postwalk_all([{:open, ast}], &1, &2)

  defp postwalk_all(nodes, {:suspend, acc}, fun), do: {:suspended, acc, &postwalk_all(nodes, &1, fun)}
  defp postwalk_all(_nodes, {:halt, acc}, _fun), do: {:halted, acc}
  defp postwalk_all([], {:cont, acc}, _fun), do: {:done, acc}
  defp postwalk_all([{:done, node} | rest], {:cont, acc}, fun), do: postwalk_all(rest, fun.(node, acc), fun)

  defp postwalk_all([{:open, node} | rest], acc, fun),
    do: postwalk_all(:lists.map(&{:open, &1}, children(node)) ++ [{:done, node} | rest], acc, fun)

  defp children({form, _, args}) when is_atom(form) and is_list(args), do: args
  defp children({form, _, args}) when is_atom(form) and is_atom(args), do: []
  defp children({form, _, args}) when is_list(args), do: [form | args]
  defp children({form, _, args}) when is_atom(args), do: [form]
  defp children({left, right}), do: [left, right]
  defp children(list) when is_list(list), do: list
  defp children(_other), do: []

  @doc """
  The way from the node that `fun` accepts up to the whole code, or `nil`.

      iex> Macro.path([1, {:a, 2}], &(&1 == 2))
      [2, {:a, 2}, [1, {:a, 2}]]
  """
  @spec path(t(), (t() -> as_boolean(term()))) :: [t()] | nil
  def path(ast, fun) when is_function(fun, 1) do
    case search(ast, fun) do
      nil -> nil
      path -> :lists.reverse(path)
    end
  end

  defp search(node, fun) do
    if fun.(node) do
      [node]
    else
      case search_any(children(node), fun) do
        nil -> nil
        path -> [node | path]
      end
    end
  end

  defp search_any([], _fun), do: nil
  defp search_any([node | rest], fun), do: search(node, fun) || search_any(rest, fun)

  # ---- taking apart, checking

  @doc """
  The name and arguments of a local call, or the receiver, name and arguments of a remote one.

      iex> Macro.decompose_call(quote(do: foo(1)))
      {:foo, [1]}
      iex> Macro.decompose_call(42)
      :error
  """
  @spec decompose_call(t()) :: {atom(), [t()]} | {t(), atom(), [t()]} | :error
  def decompose_call(ast)
  def decompose_call({:{}, _, args}) when is_list(args), do: :error
  def decompose_call({{:., _, [remote, function]}, _, args}) when is_tuple(remote) or is_atom(remote), do: {remote, function, args}
  def decompose_call({name, _, args}) when is_atom(name) and is_atom(args), do: {name, []}
  def decompose_call({name, _, args}) when is_atom(name) and is_list(args), do: {name, args}
  def decompose_call(_other), do: :error

  @doc """
  Checks that a term is quoted code: `:ok`, or `{:error, part}`.

      iex> Macro.validate({:x, [], %{}})
      {:error, {:x, [], %{}}}
  """
  @spec validate(term()) :: :ok | {:error, term()}
  def validate(expr), do: find_invalid(expr) || :ok

  defp find_invalid({left, right}), do: find_invalid(left) || find_invalid(right)

  defp find_invalid({left, meta, right}) when is_list(meta) and (is_atom(right) or is_list(right)),
    do: find_invalid(left) || find_invalid(right)

  defp find_invalid(list) when is_list(list), do: Enum.find_value(list, &find_invalid/1)
  defp find_invalid(pid) when is_pid(pid), do: nil
  defp find_invalid(atom) when is_atom(atom), do: nil
  defp find_invalid(number) when is_number(number), do: nil
  defp find_invalid(binary) when is_binary(binary), do: nil

  defp find_invalid(fun) when is_function(fun) do
    if not (:erlang.fun_info(fun, :env) == {:env, []} and :erlang.fun_info(fun, :type) == {:type, :external}), do: {:error, fun}
  end

  defp find_invalid(other), do: {:error, other}

  @doc """
  True when quoted code is a constant.

      iex> Macro.quoted_literal?(quote(do: {1, "two", [3]}))
      true
  """
  @spec quoted_literal?(t()) :: boolean()
  def quoted_literal?(term)

  def quoted_literal?({:__aliases__, _, args}), do: quoted_literal?(args)
  def quoted_literal?({:%, _, [left, right]}), do: quoted_literal?(left) and quoted_literal?(right)
  def quoted_literal?({:%{}, _, args}), do: quoted_literal?(args)
  def quoted_literal?({:{}, _, args}), do: quoted_literal?(args)
  def quoted_literal?({:<<>>, _, args}) when is_list(args), do: Enum.all?(args, &is_binary_segment?/1)
  def quoted_literal?({left, right}), do: quoted_literal?(left) and quoted_literal?(right)
  def quoted_literal?(list) when is_list(list), do: Enum.all?(list, &quoted_literal?/1)
  def quoted_literal?(term), do: is_atom(term) or is_number(term) or is_binary(term) or is_function(term)

  defp is_binary_segment?({:"::", _, [left, modifiers]}), do: quoted_literal?(left) and literal_modifiers?(modifiers)
  defp is_binary_segment?(other), do: quoted_literal?(other)

  @modifiers [:integer, :float, :bits, :bitstring, :binary, :bytes, :utf8, :utf16, :utf32, :signed, :unsigned, :big, :little, :native]

  defp literal_modifiers?({:-, _, [left, right]}), do: literal_modifiers?(left) and literal_modifiers?(right)
  defp literal_modifiers?({:*, _, [size, unit]}), do: is_integer(size) and is_integer(unit)
  defp literal_modifiers?({name, _, [value]}) when name in [:size, :unit], do: is_integer(value)
  defp literal_modifiers?({name, _, context}) when is_atom(context), do: name in @modifiers
  defp literal_modifiers?({name, _, []}), do: name in @modifiers
  defp literal_modifiers?(size), do: is_integer(size)

  # ---- values as code

  @doc """
  The quoted code of a value.

      iex> Macro.escape({1, 2, 3})
      {:{}, [], [1, 2, 3]}
  """
  @spec escape(term(), keyword()) :: t()
  def escape(expr, opts \\ []) do
    kind = if Keyword.get(opts, :prune_metadata, false), do: :prune_metadata, else: :none
    :elixir_quote.escape(expr, kind, Keyword.get(opts, :unquote, false))
  end

  @doc """
  The fields of a struct as it will be, with the defaults.

      iex> Macro.struct!(Range, __ENV__).step
      nil
  """
  @spec struct!(module, Macro.Env.t()) :: %{required(:__struct__) => module, optional(atom()) => any()} when module: module()
  def struct!(module, env) when is_atom(module) do
    if module in env.context_modules and Module.open?(module) do
      :elixir_module.struct(module)
    else
      module.__struct__()
    end
  end

  @doc """
  What `__info__(:struct)` tells of a struct.

      iex> Macro.struct_info!(Range, __ENV__) |> Enum.map(& &1.field)
      [:first, :last, :step]
  """
  @spec struct_info!(module(), Macro.Env.t()) :: [%{field: atom(), default: term()}]
  def struct_info!(module, env) when is_atom(module) do
    fields = struct_fields(module, env)
    :elixir_env.trace({:struct_expansion, [], module, []}, env)
    fields
  end

  defp struct_fields(module, env) do
    if module in env.context_modules and Module.open?(module) do
      for {field, default} <- Map.to_list(:elixir_module.struct(module)), field != :__struct__, do: %{field: field, default: default}
    else
      case Code.ensure_loaded(module) do
        {:module, _} -> module.__info__(:struct)
        _ -> nil
      end || raise(ArgumentError, "could not load struct information for #{inspect(module)}")
    end
  end

  # ---- strings

  @doc ~S"""
  Replaces the escapes of a string.

      iex> Macro.unescape_string("a\\tb")
      "a\tb"
  """
  @spec unescape_string(String.t()) :: String.t()
  def unescape_string(string), do: Macro.Escapes.unescape(string, &Macro.Escapes.map/1)

  @doc ~S"""
  Like `unescape_string/1`, with a function from the escaped character to its value.

      iex> Macro.unescape_string("a\\nb", fn ?n -> ?\n; char -> char end)
      "a\nb"
  """
  @spec unescape_string(String.t(), (non_neg_integer() -> non_neg_integer() | false)) :: String.t()
  def unescape_string(string, map), do: Macro.Escapes.unescape(string, map)

  @doc """
  Writes quoted code as source.

      iex> Macro.to_string(quote(do: foo.bar(1, 2)))
      "foo.bar(1, 2)"
  """
  @spec to_string(t()) :: String.t()
  def to_string(tree) do
    doc = Inspect.Algebra.format(Code.quoted_to_algebra(tree), 98)
    :erlang.iolist_to_binary(doc)
  end

  @doc """
  Writes quoted code as source, each part of which the function sees, with its text, and may change.

      iex> tree = quote(do: 1 + 2)
      iex> apply(Macro, :to_string, [tree, fn 1, _ -> "one"; _, text -> text end])
      "one + 2"
  """
  @deprecated "Use Macro.to_string/1 instead"
  @spec to_string(t(), (t(), String.t() -> String.t())) :: String.t()
  def to_string(tree, fun) when is_function(fun, 2), do: Macro.Writer.text(tree, fun)

  @doc ~S"""
  How an atom is written: as a literal, as a key or as a remotely called function.

      iex> Macro.inspect_atom(:literal, :"foo bar")
      ":\"foo bar\""
      iex> Macro.inspect_atom(:key, :foo)
      "foo:"
      iex> Macro.inspect_atom(:remote_call, :"foo bar")
      "\"foo bar\""
  """
  @spec inspect_atom(:literal | :key | :remote_call, atom(), escape: (String.t(), char() -> iodata())) :: binary()
  def inspect_atom(source_format, atom, opts \\ [])

  def inspect_atom(:literal, atom, _opts) when is_atom(atom), do: Code.Identifier.inspect_atom(:literal, atom)
  def inspect_atom(:key, atom, _opts) when is_atom(atom), do: Code.Identifier.inspect_atom(:key, atom)
  def inspect_atom(:remote_call, atom, _opts) when is_atom(atom), do: Code.Identifier.inspect_atom(:remote_call, atom)

  @doc """
  What kind of atom it is: `:alias`, `:identifier`, `:quoted` or `:unquoted`.

      iex> Macro.classify_atom(:foo)
      :identifier
  """
  @spec classify_atom(atom()) :: :alias | :identifier | :quoted | :unquoted
  def classify_atom(atom) do
    case Code.Identifier.classify(atom) do
      :alias -> :alias
      :identifier -> :identifier
      kind when kind in [:operator, :not_callable] -> :unquoted
      _ -> :quoted
    end
  end

  @doc """
  The form of a name that files have.

      iex> Macro.underscore("FooBar.Baz")
      "foo_bar/baz"
  """
  @spec underscore(module() | atom() | String.t()) :: String.t()
  def underscore(atom_or_string)
  def underscore(atom) when is_atom(atom), do: underscore(inspect(atom))
  def underscore(<<first, rest::binary>>), do: <<lower(first)>> <> underscore(rest, first)
  def underscore(""), do: ""

  defp underscore(<<char, next, rest::binary>>, _previous)
       when char in ?A..?Z and next not in ?A..?Z and next not in ?0..?9 and next != ?. and next != ?_,
       do: <<?_, lower(char), next>> <> underscore(rest, next)

  defp underscore(<<char, rest::binary>>, previous) when char in ?A..?Z and previous not in ?A..?Z and previous != ?_,
    do: <<?_, lower(char)>> <> underscore(rest, char)

  defp underscore(<<?., rest::binary>>, _previous), do: <<?/>> <> underscore(rest)
  defp underscore(<<char, rest::binary>>, _previous), do: <<lower(char)>> <> underscore(rest, char)
  defp underscore(<<>>, _previous), do: <<>>

  defp lower(char) when char in ?A..?Z, do: char + 32
  defp lower(char), do: char

  defp upper(char) when char in ?a..?z, do: char - 32
  defp upper(char), do: char

  @doc """
  The form of a name that modules have.

      iex> Macro.camelize("foo_bar/baz")
      "FooBar.Baz"
  """
  @spec camelize(String.t()) :: String.t()
  def camelize(string)
  def camelize(""), do: ""
  def camelize(<<?_, rest::binary>>), do: camelize(rest)
  def camelize(<<first, rest::binary>>), do: <<upper(first)>> <> camel(rest, all_upper?(<<first>> <> rest))

  # Words in capitals keep their underscores.
  defp all_upper?(<<char, rest::binary>>) when char in ?A..?Z or char in ?0..?9 or char == ?_, do: all_upper?(rest)
  defp all_upper?(<<>>), do: true
  defp all_upper?(_), do: false

  defp camel(<<?_, ?_, rest::binary>>, keep?), do: camel(<<?_, rest::binary>>, keep?)
  defp camel(<<?_, char, rest::binary>>, false) when char in ?a..?z, do: <<char - 32>> <> camel(rest, false)
  defp camel(<<?_, char, rest::binary>>, false) when char in ?0..?9, do: <<char>> <> camel(rest, false)
  defp camel(<<?_>>, false), do: <<>>
  defp camel(<<?_, rest::binary>>, keep?), do: <<?_>> <> camel(rest, keep?)
  defp camel(<<?/, rest::binary>>, _keep?), do: <<?.>> <> camelize(rest)
  defp camel(<<char, rest::binary>>, keep?), do: <<char>> <> camel(rest, keep?)
  defp camel(<<>>, _keep?), do: <<>>

  # ---- what is what

  @special_forms [
    &: 1,
    .: 2,
    =: 2,
    ^: 1,
    "::": 2,
    __CALLER__: 0,
    __DIR__: 0,
    __ENV__: 0,
    __MODULE__: 0,
    __STACKTRACE__: 0,
    alias: 1,
    alias: 2,
    case: 2,
    cond: 1,
    import: 1,
    import: 2,
    quote: 1,
    quote: 2,
    receive: 1,
    require: 1,
    require: 2,
    try: 1,
    unquote: 1,
    unquote_splicing: 1
  ]

  @doc """
  True for the name and arity of a special form.

      iex> Macro.special_form?(:case, 2)
      true
  """
  @spec special_form?(name :: atom(), arity()) :: boolean()
  def special_form?(name, arity) when is_atom(name) and is_integer(arity),
    do: {name, arity} in @special_forms or name in [:%{}, :{}, :<<>>, :__aliases__, :__block__, :fn, :for, :with, :super] or {name, arity} == {:%, 2}

  @doc """
  True for the name and arity of an operator.

      iex> Macro.operator?(:+, 2)
      true
  """
  @spec operator?(name :: atom(), arity()) :: boolean()
  def operator?(name, arity)
  def operator?(:"..//", 3), do: true
  def operator?(:.., 0), do: true
  def operator?(:..., 0), do: true
  def operator?(:..., 1), do: true
  def operator?(:"not in", 2), do: false
  def operator?(:"//", 2), do: false
  def operator?(:., 2), do: true
  def operator?(name, 2) when is_atom(name), do: Code.Identifier.binary_op(name) != :error
  def operator?(name, 1) when is_atom(name), do: Code.Identifier.unary_op(name) != :error
  def operator?(name, arity) when is_atom(name) and is_integer(arity), do: false

  # ---- expanding

  @doc """
  Expands the outermost macro, alias or special name of quoted code, once.

      iex> Macro.expand_once(quote(do: __MODULE__), __ENV__) == __MODULE__
      true
  """
  @spec expand_once(input(), Macro.Env.t()) :: output()
  def expand_once(ast, env), do: elem(:elixir_macro.expand_once(ast, env), 0)

  @doc """
  Expands the outermost macro of quoted code until there is none.

      iex> Macro.expand(quote(do: List.Chars), __ENV__)
      List.Chars
  """
  @spec expand(input(), Macro.Env.t()) :: output()
  def expand(ast, env) do
    case :elixir_macro.expand_once(ast, env) do
      {expanded, true} -> expand(expanded, env)
      {same, false} -> same
    end
  end

  @doc """
  Expands the aliases and other constants in the lists, tuples, maps and structs of quoted code.

      iex> Macro.expand_literals(quote(do: [String, 1]), __ENV__)
      [String, 1]
  """
  @spec expand_literals(input(), Macro.Env.t()) :: output()
  def expand_literals(ast, env), do: elem(expand_literals(ast, nil, fn node, nil -> {expand(node, env), nil} end), 0)

  @doc """
  Like `expand_literals/2`, with a function that expands and an accumulator.

      iex> Macro.expand_literals(quote(do: {1, [String]}), 0, fn node, count -> {Macro.expand(node, __ENV__), count + 1} end)
      {{1, [String]}, 1}
  """
  @spec expand_literals(t(), acc, (t(), acc -> {t(), acc})) :: {t(), acc} when acc: term()
  def expand_literals(ast, acc, fun)

  def expand_literals({:__aliases__, meta, args}, acc, fun) do
    {args, acc} = expand_literals(args, acc, fun)

    if :lists.all(&is_atom/1, args) do
      fun.({:__aliases__, meta, args}, acc)
    else
      {{:__aliases__, meta, args}, acc}
    end
  end

  def expand_literals({:__MODULE__, _, context} = node, acc, fun) when is_atom(context), do: fun.(node, acc)

  def expand_literals({:%, meta, [left, right]}, acc, fun) do
    {left, acc} = expand_literals(left, acc, fun)
    {right, acc} = expand_literals(right, acc, fun)
    {{:%, meta, [left, right]}, acc}
  end

  def expand_literals({form, meta, args}, acc, fun) when form in [:%{}, :{}] do
    {args, acc} = expand_literals(args, acc, fun)
    {{form, meta, args}, acc}
  end

  def expand_literals({left, right}, acc, fun) do
    {left, acc} = expand_literals(left, acc, fun)
    {right, acc} = expand_literals(right, acc, fun)
    {{left, right}, acc}
  end

  def expand_literals(list, acc, fun) when is_list(list), do: :lists.mapfoldl(&expand_literals(&1, &2, fun), acc, list)
  def expand_literals(other, acc, _fun), do: {other, acc}

  @doc "Calls a function while code is compiled."
  @spec compile_apply(module(), atom(), [term()], Macro.Env.t()) :: term()
  def compile_apply(mod, fun, args, %Macro.Env{}) when is_atom(mod) and is_atom(fun) and is_list(args), do: apply(mod, fun, args)

  @doc """
  What `dbg/2` does unless it is told otherwise: code that shows `code`, its value and the steps to it.

  `options` are those of `inspect/2`, and `print_location: false`.
  """
  @spec dbg(t(), t(), Macro.Env.t()) :: t()
  def dbg(code, options, %Macro.Env{} = env), do: Macro.Dbg.code(code, options, env)
end
