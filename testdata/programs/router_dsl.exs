# A router written as a macro language: routes become function clauses.
defmodule Router do
  defmacro __using__(options) do
    quote do
      import Router, only: [get: 2, post: 2, scope: 2, plug: 1, plug: 2, match: 3]
      Module.register_attribute(__MODULE__, :routes, accumulate: true)
      Module.register_attribute(__MODULE__, :plugs, accumulate: true)
      @prefix unquote(Keyword.get(options, :prefix, ""))
      @before_compile Router
    end
  end

  defmacro __before_compile__(env) do
    routes = env.module |> Module.get_attribute(:routes) |> Enum.reverse()
    plugs = env.module |> Module.get_attribute(:plugs) |> Enum.reverse()

    clauses =
      for {verb, path, to} <- routes do
        {pattern, bindings} = compile_path(path)
        params = {:%{}, [], for(name <- bindings, do: {name, Macro.var(name, nil)})}

        quote do
          defp dispatch(unquote(verb), unquote(pattern), request) do
            apply_handler(unquote(to), Map.put(request, :params, unquote(params)))
          end
        end
      end

    quote do
      def routes, do: unquote(Macro.escape(routes))

      def call(verb, path, request \\ %{}) do
        segments = String.split(path, "/", trim: true)
        request = Enum.reduce(unquote(Macro.escape(plugs)), Map.put(request, :path, path), fn {name, options}, request -> apply(__MODULE__, name, [request, options]) end)
        dispatch(verb, segments, request)
      end

      unquote(clauses)
      defp dispatch(verb, segments, _request), do: {404, "no #{verb} #{Enum.join(segments, "/")}"}

      defp apply_handler({module, function}, request), do: apply(module, function, [request])
      defp apply_handler(function, request) when is_atom(function), do: apply(__MODULE__, function, [request])
    end
  end

  for verb <- [:get, :post] do
    defmacro unquote(verb)(path, options) do
      verb = unquote(verb)
      quote do: match(unquote(verb), unquote(path), unquote(options))
    end
  end

  defmacro match(verb, path, to: to) do
    quote bind_quoted: [verb: verb, path: path, to: to] do
      @routes {verb, @prefix <> path, to}
    end
  end

  defmacro scope(prefix, do: block) do
    quote do
      outer = @prefix
      @prefix outer <> unquote(prefix)
      unquote(block)
      @prefix outer
    end
  end

  defmacro plug(name, options \\ []) do
    quote do
      @plugs {unquote(name), unquote(options)}
    end
  end

  defp compile_path(path) do
    path
    |> String.split("/", trim: true)
    |> Enum.map_reduce([], fn
      ":" <> name, names ->
        name = String.to_atom(name)
        {Macro.var(name, nil), [name | names]}

      "*" <> name, names ->
        name = String.to_atom(name)
        {{:rest, Macro.var(name, nil)}, [name | names]}

      segment, names ->
        {segment, names}
    end)
    |> then(fn {segments, names} ->
      case List.last(segments) do
        {:rest, var} ->
          {front, _} = Enum.split(segments, -1)
          {Enum.reduce(Enum.reverse(front), var, fn segment, tail -> quote(do: [unquote(segment) | unquote(tail)]) end), Enum.reverse(names)}

        _ ->
          {segments, Enum.reverse(names)}
      end
    end)
  end
end

defmodule Posts do
  def show(%{params: %{id: id}} = request), do: {200, "post #{id} for #{request.user}"}
end

defmodule Site do
  use Router, prefix: "/v1"

  plug :authenticate, role: :guest
  plug :stamp

  get "/", to: :index
  get "/posts/:id", to: {Posts, :show}
  post "/posts", to: :create

  scope "/admin" do
    get "/users/:name/posts/:id", to: :nested

    scope "/deep" do
      get "/*rest", to: :glob
    end
  end

  get "/last", to: :index

  def authenticate(request, options), do: Map.put_new(request, :user, options[:role])
  def stamp(request, []), do: Map.update(request, :stamps, 1, &(&1 + 1))

  def index(request), do: {200, "index #{request.path} #{request.stamps}"}
  def create(%{body: body}), do: {201, body}
  def create(_), do: {400, "no body"}
  def nested(%{params: params}), do: {200, params}
  def glob(%{params: %{rest: rest}}), do: {200, rest}
end

IO.inspect(Site.routes())
IO.inspect(Site.call(:get, "/v1"))
IO.inspect(Site.call(:get, "/v1/posts/42"))
IO.inspect(Site.call(:get, "/v1/posts/42", %{user: :root}))
IO.inspect(Site.call(:post, "/v1/posts"))
IO.inspect(Site.call(:post, "/v1/posts", %{body: "text"}))
IO.inspect(Site.call(:get, "/v1/admin/users/ann/posts/3"))
IO.inspect(Site.call(:get, "/v1/admin/deep/a/b/c"))
IO.inspect(Site.call(:get, "/v1/last"))
IO.inspect(Site.call(:delete, "/v1/posts/1"))
IO.inspect(Site.__info__(:functions))
