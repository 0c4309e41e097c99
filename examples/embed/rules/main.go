// Command rules is a Go program whose rules are written in Elixir: it prices orders with a module that could be
// exchanged while the program runs.
package main

import (
	"context"
	"fmt"
	"log"

	"joist"
)

// rules would come from a file or a database.
const rules = `
defmodule Rules do
  def price(%{"customer" => name, "items" => items}) do
    total = items |> Enum.map(fn item -> item["price"] * item["count"] end) |> Enum.sum()
    %{total: total - discount(total, Host.loyalty(name)), customer: name}
  end

  defp discount(total, years) when years >= 5 or total > 1000, do: div(total, 10)
  defp discount(_total, _years), do: 0
end
`

func main() {
	years := map[string]int{"Ada": 7, "Bob": 1}
	rt, err := joist.New(joist.Config{Modules: []joist.Module{{
		Name:      "Host", // Elixir calls it like any other module
		Functions: []joist.Function{joist.Func("loyalty", func(name string) int { return years[name] })},
	}}})
	if err != nil {
		log.Fatal(err)
	}
	defer rt.Close()

	ctx := context.Background()
	if err := rt.RunString(ctx, rules); err != nil {
		log.Fatal(err)
	}
	for _, customer := range []string{"Ada", "Bob"} {
		order := map[string]any{"customer": customer, "items": []any{
			map[string]any{"price": 120, "count": 2}, map[string]any{"price": 60, "count": 1},
		}}
		value, err := rt.Call(ctx, "Rules", "price", order)
		if err != nil {
			log.Fatal(err)
		}
		var priced struct {
			Total    int
			Customer string
		}
		if err := joist.Unmarshal(value, &priced); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s pays %d\n", priced.Customer, priced.Total)
	}
	// An error of the program is an error in Go, with Elixir's words.
	if _, err := rt.Call(ctx, "Rules", "price", "no order"); err != nil {
		fmt.Println(err)
	}
}
