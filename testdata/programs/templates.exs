# Templates with EEx: blocks, assigns, comments, trimming, functions made of templates, an engine of one's own.
defmodule Page do
  require EEx
  EEx.function_from_string(:def, :row, "<td><%= name %></td><td><%= Float.round(price, 2) %></td>", [:name, :price])

  EEx.function_from_string(:def, :page, ~S"""
  <h1><%= @title %></h1>
  <%= if @items == [] do %>
  <p>nothing</p>
  <% else %>
  <ul>
  <%= for {name, price} <- @items do %>
    <li><%= row(name, price) %></li>
  <% end %>
  </ul>
  <% end %>
  <%!-- another <%= comment %> --%>
  100 <%% done %>
  """, [:assigns], trim: true)
end

defmodule Shouting do
  @behaviour EEx.Engine
  defdelegate init(options), to: EEx.Engine
  defdelegate handle_body(state), to: EEx.Engine
  defdelegate handle_begin(state), to: EEx.Engine
  defdelegate handle_end(state), to: EEx.Engine
  def handle_text(state, meta, text), do: EEx.Engine.handle_text(state, meta, String.upcase(text))
  def handle_expr(state, "|", expr), do: handle_expr(state, "=", quote(do: String.reverse(unquote(expr))))
  def handle_expr(state, marker, expr), do: EEx.Engine.handle_expr(state, marker, expr)
end

IO.puts(Page.page(title: "Shop", items: [{"pen", 1.5}, {"book", 12.256}]))
IO.puts(Page.page(%{title: "Empty", items: []}))
IO.puts(EEx.eval_string("plain <%= a %> and <% b = a + 1 %><%= b %>.", a: 1))
IO.puts(EEx.eval_string("<%= Enum.map [1, 2, 3], fn x -> %>[<%= x * 2 %>]<% end %>"))
IO.puts(EEx.eval_string("<%= case x do %><% 1 -> %>one<% {:ok, y} -> %>ok <%= y %><% _ -> %>other<% end %>", x: {:ok, 5}))
IO.puts(EEx.eval_string("<%= cond do %>\n  <% x > 5 -> %>\nbig\n  <% true -> %>\nsmall\n<% end %>", [x: 3], trim: true))
IO.puts(EEx.eval_string("<%= for r <- 1..2 do %><%= for c <- 1..3 do %><%= r * c %> <% end %>\n<% end %>"))
IO.puts(EEx.eval_string("hello <%= x %> <%| x %>", [x: "abc"], engine: Shouting))
IO.inspect(EEx.tokenize("a <%= b do %>c<% end %>\nd"))
IO.puts(EEx.eval_string("é <%= \"ü\" %> ✓"))
IO.inspect(EEx.eval_string(""))

for bad <- ["a <%= b", "<% end %>", "<%= if true do %>x", "a\n  <%= 1 + %>"] do
  try do
    IO.puts(EEx.eval_string(bad))
  rescue
    e -> IO.puts("#{inspect(e.__struct__)}: #{Exception.message(e)}")
  end
end
