defmodule :joist_top do
  @moduledoc """
  What the live view (`joist run --top`, and `top()` in the shell) asks about one process.
  """

  # More messages than these are not copied for being looked at.
  @most_messages 1000
  @shown_messages 20

  @items [
    :registered_name, :initial_call, :current_function, :status, :priority, :trap_exit, :message_queue_len, :links,
    :monitors, :monitored_by, :dictionary, :group_leader, :reductions, :memory, :total_heap_size, :stack_size,
    :garbage_collection, :current_stacktrace, :parent
  ]

  @doc """
  What there is to know of a process, as a list of headings with their lines, for a screen of so many columns; nil when the
  process has ended.

      iex> {:ok, agent} = Agent.start_link(fn -> 42 end)
      iex> {index, serial} = :joist_top.numbers(agent)
      iex> "State" in Enum.map(:joist_top.details(index, serial, 80), &elem(&1, 0))
      true
  """
  def details(index, serial, width) do
    pid = :erlang.list_to_pid(~c"<0.#{index}.#{serial}>")

    case :erlang.process_info(pid, @items) do
      :undefined -> nil
      info -> sections(pid, info, max(width - 2, 20))
    end
  end

  @doc """
  The numbers in a pid.

      iex> {index, _serial} = :joist_top.numbers(self())
      iex> is_integer(index)
      true
  """
  def numbers(pid) do
    [_node, index, serial] = :string.split(:erlang.pid_to_list(pid), ~c".", :all)
    {:erlang.list_to_integer(index), :erlang.list_to_integer(:lists.droplast(serial))}
  end

  defp sections(pid, info, width) do
    [
      {"Process", facts(pid, info)},
      {"State", state(pid, info, width)},
      {"Stack", Enum.map(info[:current_stacktrace], &Exception.format_stacktrace_entry/1)},
      {"Messages", messages(pid, info, width)},
      {"Dictionary", Enum.map(info[:dictionary], &shown(&1, width))},
      {"Links", pids(info[:links])},
      {"Monitors", Enum.map(info[:monitors], fn {_kind, what} -> named(what) end)},
      {"Monitored by", pids(info[:monitored_by])},
      {"Children", children(pid, info)}
    ]
    |> Enum.reject(fn {_heading, lines} -> lines == [] end)
    |> Enum.map(fn {heading, lines} -> {heading, Enum.flat_map(lines, &String.split(&1, "\n"))} end)
  end

  defp facts(pid, info) do
    {module, function, arity} = info[:initial_call]
    gc = info[:garbage_collection]

    [
      "pid             #{inspect(pid)}#{name(info[:registered_name])}",
      "initial call    #{Exception.format_mfa(module, function, arity)}#{proc_lib(info[:dictionary])}",
      "status          #{info[:status]}, priority #{info[:priority]}, traps exits: #{info[:trap_exit]}",
      "messages        #{info[:message_queue_len]}",
      "reductions      #{info[:reductions]}",
      "memory          #{info[:memory]} bytes: #{info[:total_heap_size]} words of heap, #{info[:stack_size]} of stack",
      "collections     #{gc[:minor_gcs]} minor ones since the last major one",
      "started by      #{inspect(info[:parent])}, group leader #{inspect(info[:group_leader])}"
    ]
  end

  defp name([]), do: ""
  defp name(name), do: " registered as #{inspect(name)}"

  defp proc_lib(dictionary) do
    case :lists.keyfind(:"$initial_call", 1, dictionary) do
      {_key, {module, function, arity}} -> ", for #{Exception.format_mfa(module, function, arity)}"
      _none -> ""
    end
  end

  # A server answers; any other process would be sent a message that it does not know.
  defp state(pid, info, width) do
    if server?(info) do
      [shown(:sys.get_state(pid, 500), width)]
    else
      []
    end
  catch
    :exit, _reason -> ["no answer within half a second"]
  end

  defp server?(info) do
    Enum.any?(info[:current_stacktrace], fn {module, _function, _arity, _location} ->
      module in [:gen_server, :gen_statem, :gen_event]
    end)
  end

  defp supervisor?(info) do
    match?({_key, {:supervisor, _, _}}, :lists.keyfind(:"$initial_call", 1, info[:dictionary])) or
      match?({_key, {DynamicSupervisor, _, _}}, :lists.keyfind(:"$initial_call", 1, info[:dictionary]))
  end

  defp children(pid, info) do
    if supervisor?(info) and server?(info) do
      {children, more} = :gen_server.call(pid, :which_children, 500) |> Enum.split(100)
      lines = Enum.map(children, fn {id, child, type, _modules} -> "#{type} #{inspect(id)} #{inspect(child)}" end)
      if more == [], do: lines, else: lines ++ ["and #{length(more)} more"]
    else
      []
    end
  catch
    :exit, _reason -> ["no answer within half a second"]
  end

  defp messages(pid, info, width) do
    count = info[:message_queue_len]

    cond do
      count == 0 -> []
      count > @most_messages -> ["#{count}, too many to be copied"]
      true -> copied(:erlang.process_info(pid, :messages), width)
    end
  end

  defp copied({:messages, messages}, width) do
    {first, more} = Enum.split(messages, @shown_messages)
    lines = Enum.map(first, &shown(&1, width))
    if more == [], do: lines, else: lines ++ ["and #{length(more)} more"]
  end

  defp copied(:undefined, _width), do: []

  defp pids(list) do
    {first, more} = Enum.split(list, 100)
    lines = Enum.map(first, &named/1)
    if more == [], do: lines, else: lines ++ ["and #{length(more)} more"]
  end

  defp named(pid) when is_pid(pid) do
    case :erlang.process_info(pid, :registered_name) do
      {:registered_name, name} -> "#{inspect(pid)} #{inspect(name)}"
      _none -> inspect(pid)
    end
  end

  defp named(other), do: inspect(other)

  defp shown(term, width), do: inspect(term, pretty: true, width: width, limit: 100, printable_limit: 2000)
end
