defmodule JSON.Encoder.Deriving do
  @moduledoc false

  # What `@derive JSON.Encoder` makes of a struct.

  @doc "The fields that the options choose."
  def chosen(fields, opts) do
    cond do
      only = opts[:only] ->
        check(only, :only, fields)
        only

      except = opts[:except] ->
        check(except, :except, fields)
        fields -- except

      true ->
        fields
    end
  end

  defp check(given, option, fields) do
    if given -- fields != [],
      do: raise(ArgumentError, "unknown struct fields #{inspect(given -- fields)} specified in :#{option}. Expected one of: #{inspect(fields)}")
  end

  @doc "Code of the object, with the variable of the encoder; the texts of its keys are made now."
  def code([], _encoder), do: "{}"

  def code(pairs, encoder) do
    {parts, _} =
      Enum.flat_map_reduce(pairs, ?{, fn {field, var}, before ->
        key = IO.iodata_to_binary([before, :json.encode_binary(Atom.to_string(field)), ?:])
        {[key, quote(do: unquote(encoder).(unquote(var), unquote(encoder)))], ?,}
      end)

    parts ++ [?}]
  end
end
