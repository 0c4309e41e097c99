defmodule Calendar.UTCOnlyTimeZoneDatabase do
  @moduledoc "The time zone database that knows UTC only."

  @doc """
  The period of a moment in a time zone, which can only be UTC.

      iex> Calendar.UTCOnlyTimeZoneDatabase.time_zone_period_from_utc_iso_days({0, {0, 1}}, "Europe/Paris")
      {:error, :utc_only_time_zone_database}
  """
  @spec time_zone_period_from_utc_iso_days(Calendar.iso_days(), Calendar.time_zone()) :: {:ok, Calendar.TimeZoneDatabase.time_zone_period()} | {:error, :utc_only_time_zone_database}
  def time_zone_period_from_utc_iso_days(_iso_days, "Etc/UTC"), do: {:ok, %{std_offset: 0, utc_offset: 0, zone_abbr: "UTC"}}
  def time_zone_period_from_utc_iso_days(_iso_days, _zone), do: {:error, :utc_only_time_zone_database}

  @doc """
  The period of a time on the clocks of a time zone, which can only be UTC.

      iex> Calendar.UTCOnlyTimeZoneDatabase.time_zone_periods_from_wall_datetime(~N[2024-01-01 00:00:00], "Etc/UTC")
      {:ok, %{std_offset: 0, utc_offset: 0, zone_abbr: "UTC"}}
  """
  @spec time_zone_periods_from_wall_datetime(Calendar.naive_datetime(), Calendar.time_zone()) :: {:ok, Calendar.TimeZoneDatabase.time_zone_period()} | {:error, :utc_only_time_zone_database}
  def time_zone_periods_from_wall_datetime(_naive, "Etc/UTC"), do: {:ok, %{std_offset: 0, utc_offset: 0, zone_abbr: "UTC"}}
  def time_zone_periods_from_wall_datetime(_naive, _zone), do: {:error, :utc_only_time_zone_database}
end
