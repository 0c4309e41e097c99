defmodule :logger_filters do
  @moduledoc """
  Filters for `:logger.add_primary_filter/2` and `:logger.add_handler_filter/3`.

  Each gets an event and says whether it passes: the event, `:stop`, or `:ignore`, which leaves it to the next filter.
  """

  @doc """
  Passes or stops events by their domain: `{:log | :stop, :sub | :super | :equal | :not_equal | :undefined, domain}`.

      iex> event = %{level: :info, msg: {:string, "hello"}, meta: %{domain: [:otp, :sasl]}}
      iex> :logger_filters.domain(event, {:stop, :sub, [:otp]})
      :stop
      iex> :logger_filters.domain(event, {:stop, :sub, [:elixir]})
      :ignore
  """
  @spec domain(:logger.log_event(), {:log | :stop, :super | :sub | :equal | :not_equal | :undefined, domain :: [atom()]}) :: :logger.log_event() | :stop | :ignore
  def domain(%{meta: meta} = event, {action, compare, domain}) when action in [:log, :stop] and is_list(domain) do
    own = :maps.get(:domain, meta, [])

    matches =
      case compare do
        :undefined -> not is_map_key(meta, :domain)
        _ when not is_list(own) -> false
        :sub -> :lists.prefix(domain, own)
        :super -> :lists.prefix(own, domain)
        :equal -> own == domain
        :not_equal -> own != domain
      end

    # An event without a domain belongs to no domain but for :not_equal.
    matches = matches and (compare in [:undefined, :not_equal] or is_map_key(meta, :domain) or (compare == :equal and domain == []))
    decide(matches, action, event)
  end

  @doc """
  Passes or stops events by their level: `{:log | :stop, :lt | :lteq | :eq | :neq | :gteq | :gt, level}`.

      iex> event = %{level: :info, msg: {:string, "hello"}, meta: %{}}
      iex> :logger_filters.level(event, {:stop, :lt, :error})
      :stop
      iex> :logger_filters.level(event, {:stop, :gt, :error})
      :ignore
  """
  @spec level(:logger.log_event(), {:log | :stop, :lt | :eq | :gt | :lteq | :gteq | :neq, :logger.level()}) :: :logger.log_event() | :stop | :ignore
  def level(%{level: own} = event, {action, compare, level}) when action in [:log, :stop] do
    order = :logger.compare_levels(own, level)

    matches =
      case compare do
        :eq -> order == :eq
        :neq -> order != :eq
        :lt -> order == :lt
        :gt -> order == :gt
        :lteq -> order != :gt
        :gteq -> order != :lt
      end

    decide(matches, action, event)
  end

  @doc """
  Passes or stops reports of progress.

      iex> event = %{level: :info, msg: {:report, %{label: {:supervisor, :progress}}}, meta: %{}}
      iex> :logger_filters.progress(event, :stop)
      :stop
      iex> :logger_filters.progress(%{event | msg: {:string, "hello"}}, :stop)
      :ignore
  """
  @spec progress(:logger.log_event(), :log | :stop) :: :logger.log_event() | :stop | :ignore
  def progress(event, action) when action in [:log, :stop],
    do: decide(match?(%{msg: {:report, %{label: {_, :progress}}}}, event), action, event)

  @doc """
  Passes or stops events of processes whose group leader is on another node.

      iex> event = %{level: :info, msg: {:string, "hello"}, meta: %{gl: Process.group_leader()}}
      iex> :logger_filters.remote_gl(event, :stop)
      :ignore
  """
  @spec remote_gl(:logger.log_event(), :log | :stop) :: :logger.log_event() | :stop | :ignore
  def remote_gl(event, action) when action in [:log, :stop],
    do: decide(match?(%{meta: %{gl: leader}} when node(leader) != node(), event), action, event)

  defp decide(false, _action, _event), do: :ignore
  defp decide(true, :stop, _event), do: :stop
  defp decide(true, :log, event), do: event
end
