defmodule Calendar.UTCOnlyTimeZoneDatabase do
  @moduledoc "The time zone database that knows UTC only."

  def time_zone_period_from_utc_iso_days(_iso_days, "Etc/UTC"), do: {:ok, %{std_offset: 0, utc_offset: 0, zone_abbr: "UTC"}}
  def time_zone_period_from_utc_iso_days(_iso_days, _zone), do: {:error, :utc_only_time_zone_database}

  def time_zone_periods_from_wall_datetime(_naive, "Etc/UTC"), do: {:ok, %{std_offset: 0, utc_offset: 0, zone_abbr: "UTC"}}
  def time_zone_periods_from_wall_datetime(_naive, _zone), do: {:error, :utc_only_time_zone_database}
end
