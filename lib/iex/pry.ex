defmodule IEx.Pry do
  @moduledoc false

  # The process that calls IEx.pry serves the shell in the place of the evaluator until it is left.

  @doc "What `IEx.pry/0` expands to."
  def pry(binding, env) do
    case :erlang.whereis(IEx.Server) do
      :undefined ->
        IO.puts(:stderr, "Cannot pry #{inspect(self())} at #{place(env)}. Is an IEx shell running?")
        {:error, :no_iex}

      server ->
        request(server, binding, env)
    end
  end

  defp request(server, binding, env) do
    ref = make_ref()
    monitor = Process.monitor(server)
    send(server, {:guest, self(), ref, "Request to pry #{inspect(self())} at #{place(env)}\n#{source(env)}"})

    receive do
      {^ref, :allowed, ^server} ->
        Process.demonitor(monitor, [:flush])
        outer = Process.put(:iex_pry_place, {env.file, env.line})
        scope = %{env | file: "iex", function: nil, module: nil, lexical_tracker: nil, line: 1}
        result = IEx.Evaluator.serve(server, binding, Code.env_for_eval(scope))
        if outer, do: Process.put(:iex_pry_place, outer), else: Process.delete(:iex_pry_place)
        result

      {^ref, :refused} ->
        Process.demonitor(monitor, [:flush])
        {:error, :refused}

      {:DOWN, ^monitor, _, _, _} ->
        {:error, :no_iex}
    end
  end

  defp place(env) do
    where = "#{Path.relative_to_cwd(env.file)}:#{env.line}"

    case env.function do
      {name, arity} -> "#{inspect(env.module)}.#{name}/#{arity} (#{where})"
      nil -> where
    end
  end

  @doc "The lines around the place, when the source is there."
  def source(env, radius \\ 2) do
    case File.read(env.file) do
      {:ok, text} ->
        lines = text |> String.split("\n") |> Enum.with_index(1)
        near = Enum.filter(lines, fn {_, n} -> n >= env.line - radius and n <= env.line + radius end)
        "\n" <> Enum.map_join(near, "\n", fn {line, n} -> String.pad_leading("#{n}", 5) <> ": " <> line end) <> "\n"

      _ ->
        ""
    end
  end
end
