defmodule :joist_child_spec do
  @moduledoc """
  What supervisors are told: flags and specifications of children, which it checks.

  Beyond OTP's there are the flag `:priority` of a supervisor, and `:restore` of a child, which asks for a restart with the last state.
  """

  @doc "The flags of a supervisor, complete: `{:ok, map}`, or what is wrong with them."
  def flags(flags) when is_map(flags) do
    flags =
      :maps.merge(%{strategy: :one_for_one, intensity: 1, period: 5, auto_shutdown: :never, priority: :normal}, flags)

    check_flag(flags)
  end

  def flags({strategy, intensity, period}),
    do: check_flag(%{strategy: strategy, intensity: intensity, period: period, auto_shutdown: :never, priority: :normal})

  def flags(other), do: {:invalid_type, other}

  defp check_flag(%{strategy: strategy, intensity: intensity, period: period, auto_shutdown: auto_shutdown, priority: priority}) do
    cond do
      strategy not in [:one_for_one, :one_for_all, :rest_for_one, :simple_one_for_one] -> {:invalid_strategy, strategy}
      not (is_integer(intensity) and intensity >= 0) -> {:invalid_intensity, intensity}
      not (is_integer(period) and period > 0) -> {:invalid_period, period}
      auto_shutdown not in [:never, :any_significant, :all_significant] -> {:invalid_auto_shutdown, auto_shutdown}
      auto_shutdown != :never and strategy == :simple_one_for_one -> {:bad_combination, [auto_shutdown: auto_shutdown, strategy: strategy]}
      priority not in [:low, :normal, :high, :max] -> {:invalid_priority, priority}
      true -> {:ok, %{strategy: strategy, intensity: intensity, period: period, auto_shutdown: auto_shutdown, priority: priority}}
    end
  end

  @doc "The children that a list of specifications describes, by their identifiers: `{:ok, map}` or `{:error, reason}`."
  def children(specs, auto_shutdown), do: check_specs(specs, 0, %{}, auto_shutdown)

  defp check_specs([], _place, children, _auto_shutdown), do: {:ok, children}

  defp check_specs([spec | rest], place, children, auto_shutdown) do
    case child(spec, place, auto_shutdown) do
      {:ok, id, _child} when is_map_key(children, id) -> {:error, {:duplicate_child_name, id}}
      {:ok, id, child} -> check_specs(rest, place + 1, :maps.put(id, child, children), auto_shutdown)
      error -> error
    end
  end

  defp check_specs(other, _place, _children, _auto_shutdown), do: {:error, {:invalid_child_spec, other}}

  @doc "The child, which does not run yet, that a specification describes: `{:ok, id, child}` or `{:error, reason}`."
  def child({id, start, restart, shutdown, type, modules}, place, auto_shutdown) do
    spec = %{id: id, start: start, restart: restart, shutdown: shutdown, type: type, modules: modules}
    child(spec, place, auto_shutdown)
  end

  def child(%{id: id, start: start} = spec, place, auto_shutdown) do
    restart = :maps.get(:restart, spec, :permanent)
    significant = :maps.get(:significant, spec, false)
    restore = :maps.get(:restore, spec, false)
    type = :maps.get(:type, spec, :worker)
    shutdown = :maps.get(:shutdown, spec, if(type == :supervisor, do: :infinity, else: 5000))
    modules = with :none <- :maps.get(:modules, spec, :none), do: [if(is_tuple(start), do: elem(start, 0))]

    cond do
      not match?({m, f, a} when is_atom(m) and is_atom(f) and is_list(a), start) ->
        {:error, {:invalid_mfa, start}}

      restart not in [:permanent, :transient, :temporary] ->
        {:error, {:invalid_restart_type, restart}}

      not is_boolean(significant) ->
        {:error, {:invalid_significant, significant}}

      significant and (restart == :permanent or auto_shutdown == :never) ->
        {:error, {:bad_combination, if(restart == :permanent, do: [restart: restart, significant: true], else: [auto_shutdown: :never, significant: true])}}

      type not in [:worker, :supervisor] ->
        {:error, {:invalid_child_type, type}}

      not (shutdown in [:brutal_kill, :infinity] or (is_integer(shutdown) and shutdown > -1)) ->
        {:error, {:invalid_shutdown, shutdown}}

      not (modules == :dynamic or is_list(modules)) ->
        {:error, {:invalid_modules, modules}}

      is_list(modules) and not :lists.all(&is_atom/1, modules) ->
        {:error, {:invalid_module, hd(:lists.dropwhile(&is_atom/1, modules))}}

      not is_boolean(restore) ->
        {:error, {:invalid_restore, restore}}

      restore and type == :supervisor ->
        {:error, {:bad_combination, [type: :supervisor, restore: true]}}

      true ->
        known = if restore, do: :joist_restore.new(), else: nil
        {:ok, id, {place, :undefined, start, restart, significant, shutdown, type, modules, known}}
    end
  end

  def child(spec, _place, _auto_shutdown) when is_map(spec) do
    if is_map_key(spec, :id), do: {:error, :missing_start}, else: {:error, :missing_id}
  end

  def child(spec, _place, _auto_shutdown), do: {:error, {:invalid_child_spec, spec}}

  @doc "The specification of a child."
  def to_map(id, {_, _, start, restart, significant, shutdown, type, modules, known}) do
    spec = %{id: id, start: start, restart: restart, significant: significant, shutdown: shutdown, type: type, modules: modules}
    if known == nil, do: spec, else: :maps.put(:restore, true, spec)
  end

  @doc "How errors show a child: OTP's record without its name."
  def to_tuple(id, {_, pid, start, restart, significant, shutdown, type, modules, _known}),
    do: {:child, pid, id, start, restart, significant, shutdown, type, modules}
end
