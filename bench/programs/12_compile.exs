# Compiling one module of ten thousand lines, 61 times 12_compile_unit.txt, from its text to loaded code; median and best of
# REPS runs, lines a second.
defmodule CpuCompile do
  def source(unit) do
    parts = for n <- 1..61, do: String.replace(unit, "NN", Integer.to_string(n))
    "defmodule Compiled do\n  @moduledoc false\n#{Enum.join(parts)}end\n"
  end

  def repeat(0, _, acc), do: acc

  def repeat(n, text, acc) do
    t0 = System.monotonic_time(:nanosecond)
    Code.compile_string(text, "compiled.ex")
    t1 = System.monotonic_time(:nanosecond)
    :code.purge(Compiled)
    :code.delete(Compiled)
    repeat(n - 1, text, [t1 - t0 | acc])
  end

  def run do
    reps = String.to_integer(System.get_env("REPS", "1"))
    text = source(File.read!(Path.join(__DIR__, "12_compile_unit.txt")))
    lines = length(String.split(text, "\n")) - 1
    times = Enum.sort(repeat(reps, text, []))
    rate = fn ns -> round(lines * 1_000_000_000 / ns) end
    IO.puts("compile: #{rate.(Enum.at(times, div(reps, 2)))} lines/s best=#{rate.(hd(times))} lines=#{lines}")
  end
end

CpuCompile.run()
