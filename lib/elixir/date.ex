defmodule Date do
  @moduledoc """
  Dates.
  """

  @type t() :: %Date{
          calendar: Calendar.calendar(),
          day: Calendar.day(),
          month: Calendar.month(),
          year: Calendar.year()
        }

  @enforce_keys [:year, :month, :day]
  defstruct [:year, :month, :day, calendar: Calendar.ISO]

  @doc """
  The dates from one to another, which count down when the second is earlier.

      iex> Enum.count(Date.range(~D[2024-02-28], ~D[2024-03-01]))
      3
  """
  @spec range(Calendar.date(), Calendar.date()) :: Date.Range.t()
  def range(%{calendar: calendar} = first, %{calendar: calendar} = last) do
    {first_days, last_days} = {to_days(first), to_days(last)}
    step = if first_days <= last_days, do: 1, else: -1
    if step == -1, do: IO.warn("a negative range was inferred for Date.range/2, call Date.range/3 instead with -1 as third argument")
    range(from_map(first), first_days, from_map(last), last_days, step)
  end

  def range(%{calendar: _}, %{calendar: _}) do
    raise ArgumentError, "both dates must have matching calendars"
  end

  @doc """
  Like `range/2`, with a step.

      iex> Enum.to_list(Date.range(~D[2024-01-01], ~D[2024-01-07], 3))
      [~D[2024-01-01], ~D[2024-01-04], ~D[2024-01-07]]
  """
  @spec range(Calendar.date(), Calendar.date(), step :: pos_integer() | neg_integer()) :: Date.Range.t()
  def range(%{calendar: calendar} = first, %{calendar: calendar} = last, step) when is_integer(step) and step != 0,
    do: range(from_map(first), to_days(first), from_map(last), to_days(last), step)

  def range(%{calendar: _} = first, %{calendar: _} = last, step) do
    raise ArgumentError,
          "both dates must have matching calendar and the step must be a non-zero integer, got: #{inspect(first)}, #{inspect(last)}, #{inspect(step)}"
  end

  defp range(first, first_days, last, last_days, step),
    do: %Date.Range{first: first, last: last, first_in_iso_days: first_days, last_in_iso_days: last_days, step: step}

  defp from_map(%{calendar: calendar, year: year, month: month, day: day}), do: %Date{calendar: calendar, year: year, month: month, day: day}

  defp to_days(%{calendar: Calendar.ISO, year: year, month: month, day: day}), do: Calendar.ISO.date_to_iso_days(year, month, day)

  defp to_days(%{calendar: calendar, year: year, month: month, day: day}),
    do: elem(calendar.naive_datetime_to_iso_days(year, month, day, 0, 0, 0, {0, 0}), 0)

  defp from_days(days, Calendar.ISO) do
    {year, month, day} = Calendar.ISO.date_from_iso_days(days)
    %Date{year: year, month: month, day: day}
  end

  defp from_days(days, calendar) do
    {year, month, day, _, _, _, _} = calendar.naive_datetime_from_iso_days({days, {0, 86_400_000_000}})
    %Date{calendar: calendar, year: year, month: month, day: day}
  end

  @doc """
  The date in UTC.

      iex> Date.utc_today().calendar
      Calendar.ISO
  """
  @spec utc_today(Calendar.calendar()) :: t()
  def utc_today(calendar \\ Calendar.ISO) do
    DateTime.utc_now() |> DateTime.to_date() |> convert!(calendar)
  end

  @doc """
  True when the year is a leap year.

      iex> Date.leap_year?(~D[2000-01-01])
      true
  """
  @spec leap_year?(Calendar.date()) :: boolean()
  def leap_year?(%{calendar: calendar, year: year}), do: calendar.leap_year?(year)

  @doc """
  The number of days in the month.

      iex> Date.days_in_month(~D[2024-02-10])
      29
  """
  @spec days_in_month(Calendar.date()) :: Calendar.day()
  def days_in_month(%{calendar: calendar, year: year, month: month}), do: calendar.days_in_month(year, month)

  @doc """
  The number of months in the year.

      iex> Date.months_in_year(~D[2024-02-09])
      12
  """
  @spec months_in_year(Calendar.date()) :: Calendar.month()
  def months_in_year(%{calendar: calendar, year: year}), do: calendar.months_in_year(year)

  @doc """
  A date, as `{:ok, date}`, or `{:error, :invalid_date}`.

      iex> Date.new(2024, 2, 30)
      {:error, :invalid_date}
  """
  @spec new(Calendar.year(), Calendar.month(), Calendar.day(), Calendar.calendar()) :: {:ok, t()} | {:error, atom()}
  def new(year, month, day, calendar \\ Calendar.ISO) do
    if calendar.valid_date?(year, month, day),
      do: {:ok, %Date{year: year, month: month, day: day, calendar: calendar}},
      else: {:error, :invalid_date}
  end

  @doc """
  Like `new/4`; returns the date or raises.

      iex> Date.new!(2024, 2, 9)
      ~D[2024-02-09]
  """
  @spec new!(Calendar.year(), Calendar.month(), Calendar.day(), Calendar.calendar()) :: t()
  def new!(year, month, day, calendar \\ Calendar.ISO) do
    case new(year, month, day, calendar) do
      {:ok, date} -> date
      {:error, reason} -> raise ArgumentError, "cannot build date, reason: #{inspect(reason)}"
    end
  end

  @doc """
  The text of a date.

      iex> Date.to_string(~D[2024-02-29])
      "2024-02-29"
  """
  @spec to_string(Calendar.date()) :: String.t()
  def to_string(%{calendar: calendar, year: year, month: month, day: day}), do: calendar.date_to_string(year, month, day)

  @doc """
  The date that a text stands for.

      iex> Date.from_iso8601("2024-02-29")
      {:ok, ~D[2024-02-29]}
  """
  @spec from_iso8601(String.t(), Calendar.calendar()) :: {:ok, t()} | {:error, atom()}
  def from_iso8601(string, calendar \\ Calendar.ISO) do
    with {:ok, {year, month, day}} <- Calendar.ISO.parse_date(string),
         do: convert(%Date{year: year, month: month, day: day}, calendar)
  end

  @doc """
  Like `from_iso8601/2`; returns the date or raises.

      iex> Date.from_iso8601!("2024-02-09")
      ~D[2024-02-09]
  """
  @spec from_iso8601!(String.t(), Calendar.calendar()) :: t()
  def from_iso8601!(string, calendar \\ Calendar.ISO) do
    case from_iso8601(string, calendar) do
      {:ok, date} -> date
      {:error, reason} -> raise ArgumentError, "cannot parse #{inspect(string)} as date, reason: #{inspect(reason)}"
    end
  end

  @doc """
  The text of a date after ISO 8601.

      iex> Date.to_iso8601(~D[2024-02-29], :basic)
      "20240229"
  """
  @spec to_iso8601(Calendar.date(), :extended | :basic) :: String.t()
  def to_iso8601(date, format \\ :extended)

  def to_iso8601(%{calendar: Calendar.ISO, year: year, month: month, day: day}, format) when format in [:basic, :extended],
    do: Calendar.ISO.date_to_string(year, month, day, format)

  def to_iso8601(%{calendar: _} = date, format) when format in [:basic, :extended], do: date |> convert!(Calendar.ISO) |> to_iso8601(format)

  @doc """
  The date as `{year, month, day}`.

      iex> Date.to_erl(~D[2024-02-09])
      {2024, 2, 9}
  """
  @spec to_erl(Calendar.date()) :: :calendar.date()
  def to_erl(%{calendar: Calendar.ISO, year: year, month: month, day: day}), do: {year, month, day}
  def to_erl(date), do: date |> convert!(Calendar.ISO) |> to_erl()

  @doc """
  A date from `{year, month, day}`.

      iex> Date.from_erl({2024, 2, 9})
      {:ok, ~D[2024-02-09]}
      iex> Date.from_erl({2024, 2, 30})
      {:error, :invalid_date}
  """
  @spec from_erl(:calendar.date(), Calendar.calendar()) :: {:ok, t()} | {:error, atom()}
  def from_erl(tuple, calendar \\ Calendar.ISO)

  def from_erl({year, month, day}, calendar) do
    with {:ok, date} <- new(year, month, day), do: convert(date, calendar)
  end

  @doc """
  Like `from_erl/2`; returns the date or raises.

      iex> Date.from_erl!({2024, 2, 9})
      ~D[2024-02-09]
  """
  @spec from_erl!(:calendar.date(), Calendar.calendar()) :: t()
  def from_erl!(tuple, calendar \\ Calendar.ISO) do
    case from_erl(tuple, calendar) do
      {:ok, date} -> date
      {:error, reason} -> raise ArgumentError, "cannot convert #{inspect(tuple)} to date, reason: #{inspect(reason)}"
    end
  end

  @doc """
  The date so many days from 0000-01-01.

      iex> Date.from_gregorian_days(1)
      ~D[0000-01-02]
  """
  @spec from_gregorian_days(integer(), Calendar.calendar()) :: t()
  def from_gregorian_days(days, calendar \\ Calendar.ISO) when is_integer(days), do: from_days(days, calendar)

  @doc """
  The days from 0000-01-01.

      iex> Date.to_gregorian_days(~D[2000-01-01])
      730485
  """
  @spec to_gregorian_days(Calendar.date()) :: integer()
  def to_gregorian_days(date), do: to_days(date)

  @doc """
  Compares: `:lt`, `:eq` or `:gt`.

      iex> Date.compare(~D[2024-01-01], ~D[2024-01-02])
      :lt
  """
  @spec compare(Calendar.date(), Calendar.date()) :: :lt | :eq | :gt
  def compare(%{calendar: calendar} = date1, %{calendar: calendar} = date2) do
    order({date1.year, date1.month, date1.day}, {date2.year, date2.month, date2.day})
  end

  def compare(%{calendar: _} = date1, %{calendar: _} = date2), do: order(to_days(date1), to_days(date2))

  defp order(first, second) when first > second, do: :gt
  defp order(first, second) when first < second, do: :lt
  defp order(_first, _second), do: :eq

  @doc """
  True when the first is earlier.

      iex> Date.before?(~D[2024-01-01], ~D[2024-01-02])
      true
  """
  @spec before?(Calendar.date(), Calendar.date()) :: boolean()
  def before?(date1, date2), do: compare(date1, date2) == :lt

  @doc """
  True when the first is later.

      iex> Date.after?(~D[2024-01-01], ~D[2024-01-02])
      false
  """
  @spec after?(Calendar.date(), Calendar.date()) :: boolean()
  def after?(date1, date2), do: compare(date1, date2) == :gt

  @doc """
  The date in another calendar.

      iex> Date.convert(~D[2024-02-09], Calendar.ISO)
      {:ok, ~D[2024-02-09]}
  """
  @spec convert(Calendar.date(), Calendar.calendar()) :: {:ok, t()} | {:error, :incompatible_calendars}
  def convert(%{calendar: calendar, year: year, month: month, day: day}, calendar),
    do: {:ok, %Date{calendar: calendar, year: year, month: month, day: day}}

  def convert(%{calendar: calendar} = date, target) do
    if Calendar.compatible_calendars?(calendar, target), do: {:ok, from_days(to_days(date), target)}, else: {:error, :incompatible_calendars}
  end

  @doc """
  Like `convert/2`; returns the date or raises.

      iex> Date.convert!(~D[2024-02-09], Calendar.ISO)
      ~D[2024-02-09]
  """
  @spec convert!(Calendar.date(), Calendar.calendar()) :: t()
  def convert!(date, calendar) do
    case convert(date, calendar) do
      {:ok, date} -> date
      {:error, :incompatible_calendars} ->
        raise ArgumentError,
              "cannot convert #{inspect(date)} to target calendar #{inspect(calendar)}, " <>
                "reason: #{inspect(date.calendar)} and #{inspect(calendar)} have different day rollover moments, making this conversion ambiguous"
    end
  end

  @doc """
  The date so many days later.

      iex> Date.add(~D[2024-02-28], 2)
      ~D[2024-03-01]
  """
  @spec add(Calendar.date(), integer()) :: t()
  def add(%{calendar: calendar} = date, days) when is_integer(days), do: from_days(to_days(date) + days, calendar)

  @doc """
  The number of days from the second to the first.

      iex> Date.diff(~D[2024-03-01], ~D[2024-02-28])
      2
  """
  @spec diff(Calendar.date(), Calendar.date()) :: integer()
  def diff(%{calendar: _, year: _, month: _, day: _} = date1, %{calendar: _, year: _, month: _, day: _} = date2),
    do: to_days(date1) - to_days(date2)

  @doc """
  The date shifted by a duration.

      iex> Date.shift(~D[2024-01-31], month: 1)
      ~D[2024-02-29]
  """
  @spec shift(Calendar.date(), Duration.t() | [{:year | :month | :week | :day, integer()}]) :: t()
  def shift(%{calendar: calendar, year: year, month: month, day: day}, duration) do
    duration = Duration.new!(duration, [:year, :month, :week, :day])

    {year, month, day} = calendar.shift_date(year, month, day, duration)
    %Date{calendar: calendar, year: year, month: month, day: day}
  end

  @doc """
  The day of the week, from 1 for the day on which weeks start.

      iex> Date.day_of_week(~D[2024-02-29])
      4
  """
  @spec day_of_week(Calendar.date(), starting_on :: :default | atom()) :: Calendar.day_of_week()
  def day_of_week(%{calendar: calendar, year: year, month: month, day: day}, starting_on \\ :default),
    do: elem(calendar.day_of_week(year, month, day, starting_on), 0)

  @doc """
  The first day of the week.

      iex> Date.beginning_of_week(~D[2024-02-29])
      ~D[2024-02-26]
  """
  @spec beginning_of_week(Calendar.date(), starting_on :: :default | atom()) :: t()
  def beginning_of_week(%{calendar: calendar, year: year, month: month, day: day} = date, starting_on \\ :default) do
    {day_of_week, first, _} = calendar.day_of_week(year, month, day, starting_on)
    add(date, first - day_of_week)
  end

  @doc """
  The last day of the week.

      iex> Date.end_of_week(~D[2024-02-09])
      ~D[2024-02-11]
      iex> Date.end_of_week(~D[2024-02-09], :sunday)
      ~D[2024-02-10]
  """
  @spec end_of_week(Calendar.date(), starting_on :: :default | atom()) :: t()
  def end_of_week(%{calendar: calendar, year: year, month: month, day: day} = date, starting_on \\ :default) do
    {day_of_week, _, last} = calendar.day_of_week(year, month, day, starting_on)
    add(date, last - day_of_week)
  end

  @doc """
  The day of the year.

      iex> Date.day_of_year(~D[2024-03-01])
      61
  """
  @spec day_of_year(Calendar.date()) :: Calendar.day()
  def day_of_year(%{calendar: calendar, year: year, month: month, day: day}), do: calendar.day_of_year(year, month, day)

  @doc """
  The quarter of the year.

      iex> Date.quarter_of_year(~D[2024-05-09])
      2
  """
  @spec quarter_of_year(Calendar.date()) :: non_neg_integer()
  def quarter_of_year(%{calendar: calendar, year: year, month: month, day: day}), do: calendar.quarter_of_year(year, month, day)

  @doc """
  The year in its era, and the era.

      iex> Date.year_of_era(~D[2024-02-09])
      {2024, 1}
      iex> Date.year_of_era(~D[-0001-02-09])
      {2, 0}
  """
  @spec year_of_era(Calendar.date()) :: {Calendar.year(), non_neg_integer()}
  def year_of_era(%{calendar: calendar, year: year, month: month, day: day}), do: calendar.year_of_era(year, month, day)

  @doc """
  The day in its era, and the era.

      iex> Date.day_of_era(~D[0001-01-01])
      {1, 1}
  """
  @spec day_of_era(Calendar.date()) :: {Calendar.day(), non_neg_integer()}
  def day_of_era(%{calendar: calendar, year: year, month: month, day: day}), do: calendar.day_of_era(year, month, day)

  @doc """
  The first day of the month.

      iex> Date.beginning_of_month(~D[2024-02-29])
      ~D[2024-02-01]
  """
  @spec beginning_of_month(Calendar.date()) :: t()
  def beginning_of_month(%{calendar: calendar, year: year, month: month}), do: %Date{calendar: calendar, year: year, month: month, day: 1}

  @doc """
  The last day of the month.

      iex> Date.end_of_month(~D[2024-02-09])
      ~D[2024-02-29]
  """
  @spec end_of_month(Calendar.date()) :: t()
  def end_of_month(%{calendar: calendar, year: year, month: month} = date),
    do: %Date{calendar: calendar, year: year, month: month, day: days_in_month(date)}
end
