defmodule Kernel.Utils do
  @moduledoc false
  # What expanded macros of Kernel call at run time. Elixir has a module of this name, and for this.
  # What `raise value` needs when the value is known only at run time.
  def raise(message) when is_binary(message), do: RuntimeError.exception(message)
  def raise(module) when is_atom(module), do: module.exception([])
  def raise(%{__struct__: _, __exception__: true} = exception), do: exception

  def raise(other) do
    ArgumentError.exception(
      "raise/1 and reraise/2 expect a module name, string or exception as the first argument, got: " <>
        inspect(other)
    )
  end

  # What value.name and value.name() call where that is not as it should be written: a warning, once for a place.
  def no_parens_remote(module, name) do
    warn_once([
      "using map.field notation (without parentheses) to invoke function #{inspect(module)}.#{name}() is deprecated, " <>
        "you must add parentheses instead: remote.function()"
    ])
  end

  def parens_map_field(name) do
    warn_once([
      "using module.function() notation (with parentheses) to fetch map field #{inspect(name)} is deprecated, " <>
        "you must remove the parentheses: map.field"
    ])
  end

  defp warn_once(message) do
    {:current_stacktrace, stack} = :erlang.process_info(self(), :current_stacktrace)
    place = :lists.dropwhile(fn frame -> elem(frame, 0) in [Process, Kernel.Utils] end, stack)
    key = {:joist_warned, place}

    if :persistent_term.get(key, false) do
      :ok
    else
      :persistent_term.put(key, true)
      IO.warn(message, place)
    end
  end

  # A list of exactly `count` elements: what destructure/2 matches.
  def destructure(list, count) when is_list(list) and is_integer(count) and count >= 0, do: fill(list, count)
  def destructure(nil, count) when is_integer(count) and count >= 0, do: fill([], count)

  defp fill(_list, 0), do: []
  defp fill([], count), do: [nil | fill([], count - 1)]
  defp fill([head | tail], count), do: [head | fill(tail, count - 1)]

  # What defdelegate's options say, when they are known only at run time: `:to`, and `:as` for the function name.
  def delegate(options, :to, _name), do: Keyword.get(options, :to) || raise(ArgumentError, "expected to: to be given as argument")
  def delegate(options, :as, name), do: Keyword.get(options, :as, name)
end
