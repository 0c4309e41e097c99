defmodule Supervisor.Spec do
  @moduledoc """
  Child specifications as tuples, from before there was `child_spec/1`.

      import Supervisor.Spec
      Supervisor.start_link([worker(Counter, [0])], strategy: :one_for_one)

  New programs use the specifications that `Supervisor` describes.
  """

  @moduledoc deprecated: "Use the new child specifications outlined in the Supervisor module instead"

  @doc """
  What `c:Supervisor.init/1` returns, of children as `worker/3` and `supervisor/3` describe them; options are `:strategy`, which is required,
  `:max_restarts` (3) and `:max_seconds` (5).
  """
  @deprecated "Use the new child specifications outlined in the Supervisor module instead"
  @spec supervise([:supervisor.child_spec()], keyword()) :: {:ok, tuple()}
  def supervise(children, options) do
    strategy = options[:strategy] || raise(ArgumentError, "expected :strategy option to be given")
    ids = for child <- children, do: id(child)

    for id <- ids -- Enum.uniq(ids) do
      raise ArgumentError,
            "duplicate ID #{inspect(id)} found in the supervisor specification, please explicitly pass the :id option when defining this worker/supervisor"
    end

    {:ok, {{strategy, Keyword.get(options, :max_restarts, 3), Keyword.get(options, :max_seconds, 5)}, children}}
  end

  defp id({id, _start, _restart, _shutdown, _type, _modules}), do: id

  defp id(other) do
    raise ArgumentError,
          "invalid tuple specification given to supervise/2. If you are trying to use the map child specification that is part of the Elixir v1.5, " <>
            "use Supervisor.init/2 instead of Supervisor.Spec.supervise/2. See the Supervisor module for more information. Got: #{inspect(other)}"
  end

  @doc """
  A child that is no supervisor, started by `start_link` of the module with the arguments.

  Options are `:id`, `:function`, `:restart`, `:shutdown` and `:modules`.

      iex> Supervisor.Spec.worker(Agent, [[]], restart: :transient)
      {Agent, {Agent, :start_link, [[]]}, :transient, 5000, :worker, [Agent]}
  """
  @deprecated "Use the new child specifications outlined in the Supervisor module instead"
  @spec worker(module(), [term()], keyword()) :: tuple()
  def worker(module, args, options \\ []), do: child(:worker, module, args, options, 5000)

  @doc """
  Like `worker/3`, for a child that is a supervisor: it has all the time that it needs to end.

      iex> Supervisor.Spec.supervisor(Some.Tree, [])
      {Some.Tree, {Some.Tree, :start_link, []}, :permanent, :infinity, :supervisor, [Some.Tree]}
  """
  @deprecated "Use the new child specifications outlined in the Supervisor module instead"
  @spec supervisor(module(), [term()], keyword()) :: tuple()
  def supervisor(module, args, options \\ []), do: child(:supervisor, module, args, options, :infinity)

  defp child(type, module, args, options, shutdown) do
    start = {module, Keyword.get(options, :function, :start_link), args}
    modules = Keyword.get(options, :modules, if(module == GenEvent, do: :dynamic, else: [module]))

    {Keyword.get(options, :id, module), start, Keyword.get(options, :restart, :permanent), Keyword.get(options, :shutdown, shutdown), type, modules}
  end
end
