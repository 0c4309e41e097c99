defmodule Parser do
  @type t(a) :: (String.t() -> {:ok, a, String.t()} | {:error, String.t()})

  def char(c), do: satisfy(&(&1 == c), "#{inspect(<<c::utf8>>)}")

  def satisfy(test, what) do
    fn
      <<c::utf8, rest::binary>> = input -> if test.(c), do: {:ok, c, rest}, else: {:error, "expected #{what}, got #{inspect(String.first(input))}"}
      "" -> {:error, "expected #{what}, got end of input"}
    end
  end

  def map(parser, fun), do: fn input -> with {:ok, value, rest} <- parser.(input), do: {:ok, fun.(value), rest} end

  def sequence(parsers) do
    fn input ->
      Enum.reduce_while(parsers, {:ok, [], input}, fn parser, {:ok, acc, rest} ->
        case parser.(rest) do
          {:ok, value, rest} -> {:cont, {:ok, [value | acc], rest}}
          {:error, _} = error -> {:halt, error}
        end
      end)
      |> case do
        {:ok, acc, rest} -> {:ok, Enum.reverse(acc), rest}
        error -> error
      end
    end
  end

  def choice([parser]), do: parser

  def choice([parser | others]) do
    fn input ->
      with {:error, _} <- parser.(input), do: choice(others).(input)
    end
  end

  def many(parser) do
    fn input ->
      case parser.(input) do
        {:ok, value, rest} ->
          {:ok, values, rest} = many(parser).(rest)
          {:ok, [value | values], rest}

        {:error, _} ->
          {:ok, [], input}
      end
    end
  end

  def some(parser), do: sequence([parser, many(parser)]) |> map(fn [first, others] -> [first | others] end)
  def lazy(fun), do: fn input -> fun.().(input) end
  def token(parser), do: sequence([parser, many(satisfy(&(&1 in ~c" \n\t"), "space"))]) |> map(&hd/1)
  def symbol(c), do: c |> char() |> token()

  def run(parser, input) do
    case parser.(input) do
      {:ok, value, ""} -> {:ok, value}
      {:ok, _, rest} -> {:error, "left over: #{inspect(rest)}"}
      error -> error
    end
  end
end

defmodule Calculator do
  import Parser
  import Kernel, except: [floor: 1]

  def number do
    digits = some(satisfy(&(&1 in ?0..?9), "digit"))
    fraction = choice([sequence([char(?.), digits]) |> map(fn [_, ds] -> ds end), fn input -> {:ok, nil, input} end])

    sequence([digits, fraction])
    |> map(fn
      [ds, nil] -> List.to_integer(ds)
      [ds, fs] -> List.to_float(ds ++ [?. | fs])
    end)
    |> token()
  end

  def factor do
    choice([
      number(),
      sequence([symbol(?(), lazy(&expression/0), symbol(?))]) |> map(fn [_, value, _] -> value end),
      sequence([symbol(?-), lazy(&factor/0)]) |> map(fn [_, value] -> {:neg, value} end)
    ])
  end

  def power, do: right(factor(), ?^)
  def term, do: left(power(), ~c"*/")
  def expression, do: left(term(), ~c"+-")

  defp left(operand, operators) do
    operator = satisfy(&(&1 in operators), "one of #{inspect(to_string(operators))}") |> token()
    sequence([operand, many(sequence([operator, operand]))]) |> map(fn [first, rest] -> Enum.reduce(rest, first, fn [op, right], left -> {List.to_atom([op]), left, right} end) end)
  end

  defp right(operand, operator) do
    sequence([operand, many(sequence([symbol(operator), operand]))])
    |> map(fn [first, rest] ->
      [last | others] = Enum.reverse([first | Enum.map(rest, &List.last/1)])
      Enum.reduce(others, last, &{:^, &1, &2})
    end)
  end

  def evaluate({:neg, a}), do: -evaluate(a)
  def evaluate({:^, a, b}), do: evaluate(a) ** evaluate(b)
  def evaluate({op, a, b}) when op in [:+, :-, :*, :/], do: apply(Kernel, op, [evaluate(a), evaluate(b)])
  def evaluate(n) when is_number(n), do: n

  def calculate(text) do
    with {:ok, tree} <- run(expression(), text) do
      {:ok, tree, evaluate(tree)}
    end
  rescue
    ArithmeticError -> {:error, :arithmetic}
  end
end

for text <- ["1 + 2 * 3", "(1 + 2) * 3", "2 ^ 3 ^ 2", "-4 / 2", "1.5 * 4", "1 +", "1 / 0", "2 * (3 + ", "7 7", "((((1))))", "10 - 3 - 2", "é"] do
  IO.inspect(Calculator.calculate(text))
end
