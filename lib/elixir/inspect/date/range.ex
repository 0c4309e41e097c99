defimpl Inspect, for: Date.Range do
  import Kernel, except: [inspect: 2]

  def inspect(%{first: first, last: last, step: 1, first_in_iso_days: a, last_in_iso_days: b}, _opts) when a <= b, do: "Date.range(#{text(first)}, #{text(last)})"
  def inspect(%{first: first, last: last, step: step}, _opts), do: "Date.range(#{text(first)}, #{text(last)}, #{step})"

  def inspect(range, opts), do: range |> Date.Range.with_step() |> inspect(opts)

  defp text(date), do: Kernel.inspect(date)
end
