defmodule Calendar.TimeZoneDatabase do
  @moduledoc "What knows the offsets of time zones."

  @callback time_zone_period_from_utc_iso_days(iso_days :: term, time_zone :: String.t()) :: {:ok, map} | {:error, term}
  @callback time_zone_periods_from_wall_datetime(naive_datetime :: term, time_zone :: String.t()) ::
              {:ok, map} | {:ambiguous, map, map} | {:gap, term, term} | {:error, term}
end
