defmodule Calendar.TimeZoneDatabase do
  @moduledoc "What knows the offsets of time zones."

  @type time_zone_period() :: %{
          optional(any()) => any(),
          utc_offset: Calendar.utc_offset(),
          std_offset: Calendar.std_offset(),
          zone_abbr: Calendar.zone_abbr()
        }

  @type time_zone_period_limit() :: Calendar.naive_datetime()

  @callback time_zone_period_from_utc_iso_days(iso_days :: term, time_zone :: String.t()) :: {:ok, map} | {:error, term}
  @callback time_zone_periods_from_wall_datetime(naive_datetime :: term, time_zone :: String.t()) ::
              {:ok, map} | {:ambiguous, map, map} | {:gap, term, term} | {:error, term}
end
