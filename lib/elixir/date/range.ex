defmodule Date.Range do
  @moduledoc "What `Date.range/2` returns."

  @type t() :: %Date.Range{
          first: Date.t(),
          first_in_iso_days: days(),
          last: Date.t(),
          last_in_iso_days: days(),
          step: pos_integer() | neg_integer()
        }

  @typep days() :: integer()

  defstruct [:first, :last, :first_in_iso_days, :last_in_iso_days, :step]

  @doc false
  def size(%{first_in_iso_days: first, last_in_iso_days: last, step: step}) do
    cond do
      step > 0 and first > last -> 0
      step < 0 and first < last -> 0
      true -> div(last - first, step) + 1
    end
  end

  @doc false
  # Ranges had no step once.
  def with_step(%{step: _} = range), do: range
  def with_step(%{first_in_iso_days: first, last_in_iso_days: last} = range), do: Map.put(range, :step, if(first <= last, do: 1, else: -1))
end
