defmodule Lisp do
  def run(source) do
    {forms, []} = source |> tokens() |> forms([])
    Enum.map_reduce(forms, %{}, &eval/2) |> elem(0) |> List.last()
  end

  defp tokens(source), do: Regex.scan(~r/[()']|"[^"]*"|[^\s()']+/, source) |> List.flatten()

  defp forms([], acc), do: {Enum.reverse(acc), []}
  defp forms([")" | rest], acc), do: {Enum.reverse(acc), rest}

  defp forms(tokens, acc) do
    {form, rest} = form(tokens)
    forms(rest, [form | acc])
  end

  defp form(["(" | rest]), do: forms(rest, [])
  defp form(["'" | rest]), do: with({quoted, rest} <- form(rest), do: {[:quote, quoted], rest})
  defp form(["\"" <> text | rest]), do: {String.trim_trailing(text, "\""), rest}
  defp form([token | rest]), do: {atom(token), rest}

  defp atom(token) do
    with :error <- Integer.parse(token) |> whole(), :error <- Float.parse(token) |> whole(), do: String.to_atom(token)
  end

  defp whole({value, ""}), do: value
  defp whole(_), do: :error

  @builtins %{
    +: &Enum.sum/1, *: &Enum.product/1, -: &__MODULE__.minus/1, "/": &__MODULE__.divide/1, <: &__MODULE__.less/1, =: &__MODULE__.equal/1,
    cons: &__MODULE__.cons/1, car: &__MODULE__.car/1, cdr: &__MODULE__.cdr/1, list: &Function.identity/1, null?: &__MODULE__.null?/1
  }
  def minus([a]), do: -a
  def minus([a | rest]), do: a - Enum.sum(rest)
  def divide([a, b]), do: if(rem(a, b) == 0, do: div(a, b), else: a / b)
  def less([a, b]), do: a < b
  def equal([a, b]), do: a == b
  def cons([a, b]), do: [a | b]
  def car([[a | _]]), do: a
  def cdr([[_ | b]]), do: b
  def null?([l]), do: l == []

  def eval(value, env) when is_number(value) or is_binary(value) or is_boolean(value), do: {value, env}

  def eval(name, env) when is_atom(name) do
    case env do
      %{^name => value} -> {value, env}
      %{} -> {Map.get_lazy(@builtins, name, fn -> raise ArgumentError, "unbound #{name}" end), env}
    end
  end

  def eval([:quote, value], env), do: {value, env}
  def eval([:define, [name | params] | body], env), do: eval([:define, name, [:lambda, params | body]], env)

  def eval([:define, name, expression], env) do
    {value, _} = eval(expression, env)
    {name, Map.put(env, name, value)}
  end

  def eval([:if, test, yes | no], env) do
    case eval(test, env) do
      {falsy, _} when falsy in [false, nil, []] -> if no == [], do: {nil, env}, else: eval(hd(no), env)
      _ -> eval(yes, env)
    end
  end

  def eval([:lambda, params | body], env), do: {{:closure, params, body, env}, env}
  def eval([:let, bindings | body], env), do: eval([[:lambda, Enum.map(bindings, &hd/1) | body] | Enum.map(bindings, &List.last/1)], env)

  def eval([function | args], env) do
    {function, _} = eval(function, env)
    {apply_to(function, Enum.map(args, fn arg -> arg |> eval(env) |> elem(0) end), env), env}
  end

  def eval([], env), do: {[], env}

  defp apply_to({:closure, params, body, closed}, args, env) do
    scope = env |> Map.merge(closed) |> Map.merge(Map.new(Enum.zip(params, args)))
    {values, _} = Enum.map_reduce(body, scope, &eval/2)
    List.last(values)
  end

  defp apply_to(function, args, _) when is_function(function, 1), do: function.(args)
end

for source <- [
      "(+ 1 2 (* 3 4))",
      "(define (fact n) (if (< n 2) 1 (* n (fact (- n 1))))) (fact 25)",
      "(define (map f l) (if (null? l) '() (cons (f (car l)) (map f (cdr l))))) (map (lambda (x) (* x x)) '(1 2 3 4))",
      "(let ((x 5) (y 2)) (/ x y))",
      "((lambda (x) (list x 'sym \"text\" 1.5)) 1)",
      "(if (= 1 2) 1)",
      "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (fib 15)"
    ] do
  IO.inspect(Lisp.run(source))
end

for bad <- ["(foo 1)", "(car 5)", "((lambda (x) x"] do
  try do
    IO.inspect(Lisp.run(bad))
  rescue
    e in [ArgumentError, FunctionClauseError] -> IO.puts(Exception.message(e))
    e in MatchError -> IO.puts(Exception.message(e))
  end
end

defmodule Brainfuck do
  def run(source, input \\ "") do
    {program, []} = source |> String.to_charlist() |> parse([])
    {_, _, out} = exec(program, {[], 0, []}, input, []) |> then(fn {tape, input, out} -> {tape, input, out} end)
    out |> Enum.reverse() |> to_string()
  end

  defp parse([], acc), do: {Enum.reverse(acc), []}
  defp parse([?] | rest], acc), do: {Enum.reverse(acc), rest}

  defp parse([?[ | rest], acc) do
    {body, rest} = parse(rest, [])
    parse(rest, [{:loop, body} | acc])
  end

  defp parse([c | rest], [{c, n} | acc]) when c in ~c"+-<>", do: parse(rest, [{c, n + 1} | acc])
  defp parse([c | rest], acc) when c in ~c"+-<>.,", do: parse(rest, [{c, 1} | acc])
  defp parse([_ | rest], acc), do: parse(rest, acc)

  defp exec([], tape, input, out), do: {tape, input, out}
  defp exec([{?+, n} | code], {l, x, r}, input, out), do: exec(code, {l, Bitwise.band(x + n, 255), r}, input, out)
  defp exec([{?-, n} | code], {l, x, r}, input, out), do: exec(code, {l, Bitwise.band(x - n, 255), r}, input, out)
  defp exec([{?>, n} | code], tape, input, out), do: exec(code, Enum.reduce(1..n, tape, fn _, t -> right(t) end), input, out)
  defp exec([{?<, n} | code], tape, input, out), do: exec(code, Enum.reduce(1..n, tape, fn _, t -> left(t) end), input, out)
  defp exec([{?., n} | code], {_, x, _} = tape, input, out), do: exec(code, tape, input, List.duplicate(x, n) ++ out)
  defp exec([{?,, _} | code], {l, _, r}, <<c, input::binary>>, out), do: exec(code, {l, c, r}, input, out)
  defp exec([{?,, _} | code], {l, _, r}, "", out), do: exec(code, {l, 0, r}, "", out)
  defp exec([{:loop, _} | code], {_, 0, _} = tape, input, out), do: exec(code, tape, input, out)

  defp exec([{:loop, body} | _] = code, tape, input, out) do
    {tape, input, out} = exec(body, tape, input, out)
    exec(code, tape, input, out)
  end

  defp right({l, x, []}), do: {[x | l], 0, []}
  defp right({l, x, [y | r]}), do: {[x | l], y, r}
  defp left({[], x, r}), do: {[], 0, [x | r]}
  defp left({[y | l], x, r}), do: {l, y, [x | r]}
end

IO.write(Brainfuck.run("++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++."))
IO.inspect(Brainfuck.run(",[.,]", "echo"))

defmodule Forth do
  defstruct stack: [], words: %{}, output: []

  def run(source), do: source |> String.downcase() |> String.split() |> eval(%Forth{})

  defp eval([], forth), do: {Enum.reverse(forth.stack), forth.output |> Enum.reverse() |> Enum.join(" ")}

  defp eval([":", name | rest], forth) do
    {body, [";" | rest]} = Enum.split_while(rest, &(&1 != ";"))
    expanded = Enum.flat_map(body, &Map.get(forth.words, &1, [&1]))
    eval(rest, put_in(forth.words[name], expanded))
  end

  defp eval(["if" | rest], %{stack: [flag | stack]} = forth) do
    {yes, no, rest} = branches(rest, 0, [], nil)
    eval(if(flag != 0, do: yes, else: no) ++ rest, %{forth | stack: stack})
  end

  defp eval([word | rest], forth), do: eval(rest, word(word, forth))

  defp branches(["then" | rest], 0, acc, nil), do: {Enum.reverse(acc), [], rest}
  defp branches(["then" | rest], 0, acc, yes), do: {yes, Enum.reverse(acc), rest}
  defp branches(["else" | rest], 0, acc, nil), do: branches(rest, 0, [], Enum.reverse(acc))
  defp branches(["if" | rest], depth, acc, yes), do: branches(rest, depth + 1, ["if" | acc], yes)
  defp branches(["then" | rest], depth, acc, yes), do: branches(rest, depth - 1, ["then" | acc], yes)
  defp branches([word | rest], depth, acc, yes), do: branches(rest, depth, [word | acc], yes)

  for {word, operator} <- [{"+", :+}, {"-", :-}, {"*", :*}, {"/", :div}] do
    defp word(unquote(word), %{stack: [b, a | stack]} = forth), do: %{forth | stack: [unquote(operator)(a, b) | stack]}
  end

  defp word("dup", %{stack: [a | stack]} = forth), do: %{forth | stack: [a, a | stack]}
  defp word("drop", %{stack: [_ | stack]} = forth), do: %{forth | stack: stack}
  defp word("swap", %{stack: [b, a | stack]} = forth), do: %{forth | stack: [a, b | stack]}
  defp word("over", %{stack: [b, a | stack]} = forth), do: %{forth | stack: [a, b, a | stack]}
  defp word("<", %{stack: [b, a | stack]} = forth), do: %{forth | stack: [if(a < b, do: -1, else: 0) | stack]}
  defp word(".", %{stack: [a | stack]} = forth), do: %{forth | stack: stack, output: [a | forth.output]}

  defp word(word, %{words: words} = forth) when is_map_key(words, word) do
    {stack, _} = eval(words[word], %{forth | output: []})
    %{forth | stack: Enum.reverse(stack)}
  end

  defp word(word, forth) do
    case Integer.parse(word) do
      {n, ""} -> update_in(forth.stack, &[n | &1])
      _ -> raise ArgumentError, "unknown word: #{word}"
    end
  end
end

IO.inspect(Forth.run("1 2 + 3 * dup ."))
IO.inspect(Forth.run(": square dup * ; : quad square square ; 3 quad ."))
IO.inspect(Forth.run("5 3 < IF 1 ELSE 2 IF 7 THEN THEN 9"))

for bad <- ["foo", "+", "1 0 /"] do
  try do
    Forth.run(bad)
  rescue
    e -> IO.puts(Exception.message(e))
  end
end
