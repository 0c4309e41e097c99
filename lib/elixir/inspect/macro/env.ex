defimpl Inspect, for: Macro.Env do
  @moduledoc false

  # The variables and tracers are left out.
  @shown [
    :aliases,
    :context,
    :context_modules,
    :file,
    :function,
    :functions,
    :lexical_tracker,
    :line,
    :macro_aliases,
    :macros,
    :module,
    :requires
  ]

  def inspect(env, opts), do: Inspect.Any.inspect_derived(env, opts, @shown, %{}, false)
end
