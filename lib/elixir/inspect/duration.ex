defimpl Inspect, for: Duration do
  # Units that are zero are left out.
  def inspect(duration, opts) do
    shown = for %{field: field} = info <- Duration.__info__(:struct), Map.fetch!(duration, field) not in [0, {0, 0}], do: info
    Inspect.Map.inspect(duration, "Duration", shown, opts)
  end
end
