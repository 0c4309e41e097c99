defmodule Procs do
  def loop(state) do
    receive do
      {:get, from, ref} -> send(from, {ref, state}); loop(state)
      {:put, x} when is_integer(x) -> loop(x)
      :stop -> :ok
    after
      1000 -> :timeout
    end
  end

  def call(pid) do
    ref = make_ref()
    send(pid, {:get, self(), ref})
    receive do
      {^ref, v} -> v
    end
  end

  def sel(x, y) do
    receive do
      {^x, ^x} -> :both
      {^x, v} -> v + y
      m when length(m) > 2 -> {:list, m, x, y}
      <<a, _::binary>> = b -> {a, b, y}
    after
      y -> {x, y}
    end
  end

  def wait(t), do: (receive do after t -> t end)

  def nest do
    x = try do
      try do
        throw(:a)
      after
        send(self(), :in)
      end
    catch
      :a -> (try do throw(:b) catch v -> {v, __STACKTRACE__ |> is_list} end)
    end
    receive do :in -> x end
  end

  def err(f) do
    f.()
  rescue
    ArgumentError -> :arg
    e in RuntimeError -> e.message
  end

  def els(x) do
    try do
      x
    rescue
      _ -> :no
    else
      1 -> :one
      y when y > 5 -> wait(0); y
    end
  end

  def acc(l), do: Enum.reduce(l, 0, fn x, a -> x + a end)

  def fors(l) do
    y = 10
    {for(x <- l, do: x + y), for(x <- l, x > 1, z <- 1..x, do: {x, z}), for(x <- 1..3, do: x * y), for({k, v} <- %{a: 1, b: 2}, into: %{}, do: {v, k}),
     for({:ok, x} <- [{:ok, 1}, :no, {:ok, 2}], do: x), for(x <- [1, 2, 1], uniq: true, do: x), red(l),
     for(x <- l, into: MapSet.new([7]), do: x), for(x <- l, into: "", do: "#{x},"), for(x <- l, y <- [x, x + 1], x != y, into: [], do: y),
     for(x <- 10..1//-3, do: x), for(_ <- 1..0//1, do: 1), for(x <- Stream.map(l, & &1 * 2), do: x)}
  end

  def red(l) do
    for x <- l, reduce: 0 do
      a when x > 2 -> a + x
      a -> a
    end
  end

  def unused(l) do
    for x <- l, do: send(self(), {:u, x})
    for x <- 1..2, y <- l, do: send(self(), {:u, x * y})
    drain([])
  end

  def drain(a), do: (receive do {:u, x} -> drain([x | a]) after 0 -> a end)

  def run do
    p = spawn(fn -> loop(0) end)
    v0 = call(p)
    send(p, {:put, 5})
    v1 = call(p)
    send(p, :stop)
    send(self(), {:x, 4}); send(self(), [1, 2, 3]); send(self(), "abc"); send(self(), {:x, :x})
    r = [sel(:x, 1), sel(:y, 1), sel(:y, 2), sel(:x, 3), sel(:q, 0)]
    {v0, v1, r, wait(1), nest(), err(fn -> raise "m" end), err(fn -> :erlang.error(:badarg) end), els(1), els(9),
     acc([1, 2, 3]), fors([1, 2, 3]), unused([1, 2]), (try do els(2) rescue e -> e end), (try do err(fn -> exit(1) end) catch k, e -> {k, e} end)}
  end
end

defmodule Procs.Refs do
  def call(pid, x) do
    ref = make_ref()
    send(pid, {:call, self(), ref, x})

    receive do
      {^ref, y} -> {:ok, y}
      {:error, ^ref} -> :error
    after
      500 -> :timeout
    end
  end

  def mon(pid) do
    ref = :erlang.monitor(:process, pid)

    receive do
      {:DOWN, ^ref, _, ^pid, reason} -> reason
    end
  end

  def two do
    a = make_ref()
    b = make_ref()
    send(self(), {b, 1})
    send(self(), {a, 2})
    x = receive do: ({^a, x} -> x)
    y = receive do: ({^b, x} -> x)
    {x, y}
  end

  def serve do
    receive do
      {:call, from, ref, x} ->
        send(from, {ref, x + 1})
        serve()

      :stop ->
        exit(:stopped)
    end
  end

  def run do
    pid = spawn(&serve/0)
    for i <- 1..10, do: send(self(), {:noise, i})
    r = for i <- 1..3, do: call(pid, i)
    send(pid, :stop)
    {r, mon(pid), two()}
  end
end
