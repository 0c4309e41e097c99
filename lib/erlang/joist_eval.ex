defmodule :joist_eval do
  @moduledoc """
  Runs code that a program has: what is behind `Code.eval_string/3`, `Code.eval_quoted/3` and the shell.
  """

  @doc """
  Runs quoted code with the variables of `binding` in the environment `env`; gives its value, the variables and the
  environment as they are at its end.

  `flags` are atoms: `:lines` has what is without a line be in that of `env`, `:prune` leaves out variables that the code neither
  binds nor uses, and `:no_env` gives no environment.
  """
  def run(quoted, binding, env, flags) do
    {module, values, names, env, file, handles} = :elixir_code.prepare(quoted, binding, env, flags)

    {value, values} =
      try do
        :erlang.apply(module, :__FILE__, [values])
      catch
        kind, reason ->
          stacktrace = __STACKTRACE__ # while the code that it names is there
          :elixir_code.release(module, nil, handles)
          :erlang.raise(kind, reason, stacktrace)
      end

    if :elixir_code.release(module, file, handles), do: :elixir_code.check_calls(file)
    {value, binding(names, :erlang.tuple_to_list(values)), env}
  end

  defp binding([name | names], [value | values]), do: [{name, value} | binding(names, values)]
  defp binding([], []), do: []
end
