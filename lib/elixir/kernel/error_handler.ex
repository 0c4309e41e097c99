defmodule Kernel.ErrorHandler do
  @moduledoc false

  # What the compiler does about a module that is not there, in a process that compiles one of several files: it waits until
  # another file has defined the module, or nobody will. See Kernel.ParallelCompiler.

  @doc false
  def ensure_compiled(module, kind, deadlock) when kind in [:module, :struct] and deadlock in [:hard, :soft] do
    {parent, worker, run} = :erlang.get(:elixir_compiler_info)
    ref = :erlang.monitor(:process, parent)
    send(parent, {run, :waiting, self(), ref, worker, kind, module, deadlock})

    receive do
      {^ref, value} ->
        :erlang.demonitor(ref, [:flush])
        value

      {:DOWN, ^ref, _, _, _} ->
        exit(:shutdown)
    end
  end
end
