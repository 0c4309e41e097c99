package joist_test

import (
	"context"
	"fmt"
	"testing"

	"joist"
)

// longArithmetic multiplies and divides integers of hundreds of thousands of digits, in bodies and guards, with other values
// live, while another process of the only scheduler counts.
const longArithmetic = `
defmodule Long do
  def count(n) do
    receive do
      {:stop, from} -> send(from, {:counted, n})
    after
      1 -> count(n + 1)
    end
  end

  def check(x, kept, list) do
    square = x * x
    {div(square, x) == x, rem(square, 7) == rem(rem(x, 7) * rem(x, 7), 7), kept, list}
  end

  def guard(x) when rem(x * x, 2) == 1, do: :odd
  def guard(_), do: :even

  def failing(x) do
    try do
      x * :not_a_number
    rescue
      error -> error.__struct__
    end
  end
end

import Bitwise
counter = spawn(Long, :count, [0])
x = (1 <<< 1_500_000) - 1
answers = [Long.check(x, :kept, [1, 2]), Long.guard(x), Long.guard(x + 1), Long.failing(x)]
send(counter, {:stop, self()})
{receive do {:counted, n} -> n > 2 end, answers}
`

func TestLongArithmeticLeavesTheSchedulers(t *testing.T) {
	rt, err := joist.New(joist.Config{Schedulers: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	value, err := rt.Eval(context.Background(), longArithmetic)
	if err != nil {
		t.Fatal(err)
	}
	want := "[true [[true true kept [1 2]] odd even Elixir.ArithmeticError]]"
	if got := fmt.Sprint(value); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}
