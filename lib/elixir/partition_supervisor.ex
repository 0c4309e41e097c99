defmodule PartitionSupervisor do
  @moduledoc """
  Supervisors of several children that do the same, each for its share of the keys.

      {:ok, _} = PartitionSupervisor.start_link(child_spec: DynamicSupervisor, name: Workers)
      DynamicSupervisor.start_child({:via, PartitionSupervisor, {Workers, key}}, spec)

  An integer key belongs to the partition of its remainder, any other key to that of its hash.
  """

  @type name() :: atom() | {:via, module(), term()}

  @table :joist_partitions

  @doc """
  The specification of a child that runs a partition supervisor.

      iex> PartitionSupervisor.child_spec(name: Shards).id
      Shards
  """
  @spec child_spec(keyword()) :: Supervisor.child_spec()
  def child_spec(options) when is_list(options) do
    id =
      case Keyword.get(options, :name, PartitionSupervisor) do
        name when is_atom(name) -> name
        {:global, name} -> name
        {:via, _module, name} -> name
      end

    %{id: id, start: {PartitionSupervisor, :start_link, [options]}, type: :supervisor}
  end

  @doc """
  Starts a partition supervisor.

  Options are `:child_spec` and `:name` (both required), `:partitions` (as many as there are schedulers),
  `:with_arguments`, a function of the child's arguments and the partition, and those of `Supervisor.init/2`.

      iex> {:ok, _} = PartitionSupervisor.start_link(child_spec: {Agent, fn -> 1 end}, name: DocPartitions, partitions: 2)
      iex> PartitionSupervisor.count_children(DocPartitions).workers
      2
      iex> Agent.get({:via, PartitionSupervisor, {DocPartitions, :some_key}}, & &1)
      1
  """
  @spec start_link(keyword()) :: Supervisor.on_start()
  def start_link(options) when is_list(options) do
    name = required(options, :name)
    spec = Supervisor.child_spec(required(options, :child_spec), [])
    partitions = Keyword.get(options, :partitions, :erlang.system_info(:schedulers_online))
    with_arguments = Keyword.get(options, :with_arguments, fn args, _partition -> args end)

    cond do
      not (is_integer(partitions) and partitions >= 1) ->
        raise ArgumentError, "the :partitions option must be a positive integer, got: #{inspect(partitions)}"

      not is_function(with_arguments, 2) ->
        raise ArgumentError,
              "the :with_arguments option must be a function that receives two arguments, the current call arguments " <>
                "and the partition, got: #{inspect(with_arguments)}"

      (auto = Keyword.get(options, :auto_shutdown, :never)) != :never ->
        raise ArgumentError, "the :auto_shutdown option must be :never, got: #{inspect(auto)}"

      true ->
        flags = Keyword.take(options, [:strategy, :max_restarts, :max_seconds, :auto_shutdown])
        flags = Keyword.put_new(flags, :strategy, :one_for_one)
        Supervisor.start_link(PartitionSupervisor, {name, partitions, spec, with_arguments, flags}, name: name)
    end
  end

  defp required(options, key) do
    case Keyword.fetch(options, key) do
      {:ok, value} -> value
      :error -> raise ArgumentError, "the #{inspect(key)} option must be given to PartitionSupervisor"
    end
  end

  @doc false
  def init({name, partitions, spec, with_arguments, flags}) do
    key = key(name)
    {module, function, args} = spec.start

    # Only this process writes; readers find a partition without asking anybody.
    table =
      case key do
        name when is_atom(name) -> :ets.new(name, [:named_table, :protected, read_concurrency: true])
        _ -> :ets.new(@table, [:protected, read_concurrency: true])
      end

    :erlang.put(@table, table)
    :ets.insert(table, {:partitions, partitions})

    children =
      for partition <- 0..(partitions - 1) do
        args = with_arguments.(args, partition)

        unless is_list(args) do
          raise "the call to the function in :with_arguments must return a list, got: #{inspect(args)}"
        end

        start = {PartitionSupervisor, :start_child, [table, partition, module, function, args]}
        :maps.merge(spec, %{id: partition, start: start, modules: :maps.get(:modules, spec, [module])})
      end

    Supervisor.init(children, flags)
  end

  defp key(name) when is_atom(name), do: name
  defp key(name), do: {:other, name}

  @doc false
  def start_child(table, partition, module, function, args) do
    case :erlang.apply(module, function, args) do
      {:ok, pid} = ok ->
        :ets.insert(table, {partition, pid})
        ok

      {:ok, pid, _info} = ok ->
        :ets.insert(table, {partition, pid})
        ok

      other ->
        other
    end
  end

  @doc """
  How many partitions a supervisor has.

      iex> {:ok, _} = PartitionSupervisor.start_link(child_spec: {Agent, fn -> 0 end}, name: Halves, partitions: 2)
      iex> PartitionSupervisor.partitions(Halves)
      2
      iex> for n <- 0..3, do: Agent.get_and_update({:via, PartitionSupervisor, {Halves, n}}, &{&1, &1 + 1})
      [0, 0, 1, 1]
  """
  @spec partitions(name()) :: pos_integer()
  def partitions(supervisor) do
    case :ets.lookup(table!(supervisor), :partitions) do
      [{_, partitions}] -> partitions
    end
  end

  @doc """
  All partitions as `{partition, pid, type, modules}`.

      iex> {:ok, _} = PartitionSupervisor.start_link(child_spec: {Agent, fn -> 1 end}, name: DocWhich, partitions: 2)
      iex> PartitionSupervisor.which_children(DocWhich) |> Enum.map(&elem(&1, 0)) |> Enum.sort()
      [0, 1]
  """
  @spec which_children(name()) :: [{integer(), pid() | :restarting, :worker | :supervisor, [module()] | :dynamic}]
  def which_children(supervisor), do: Supervisor.which_children(supervisor)

  @doc """
  How many children there are: a map of `:specs`, `:active`, `:supervisors` and `:workers`.

      iex> {:ok, _} = PartitionSupervisor.start_link(child_spec: {Agent, fn -> 0 end}, name: Thirds, partitions: 3)
      iex> PartitionSupervisor.count_children(Thirds)
      %{active: 3, specs: 3, supervisors: 0, workers: 3}
  """
  @spec count_children(name()) :: %{specs: non_neg_integer(), active: non_neg_integer(), supervisors: non_neg_integer(), workers: non_neg_integer()}
  def count_children(supervisor), do: Supervisor.count_children(supervisor)

  @doc """
  Changes the number of partitions; not more than there were at the start.

      iex> {:ok, _} = PartitionSupervisor.start_link(child_spec: {Agent, fn -> 0 end}, name: Example.Partitions, partitions: 4)
      iex> PartitionSupervisor.resize!(Example.Partitions, 2)
      4
      iex> PartitionSupervisor.partitions(Example.Partitions)
      2
      iex> PartitionSupervisor.stop(Example.Partitions)
      :ok
  """
  @spec resize!(name(), non_neg_integer()) :: non_neg_integer()
  def resize!(supervisor, partitions) when is_integer(partitions) and partitions >= 0 do
    children = Supervisor.which_children(supervisor)
    current = partitions(supervisor)

    if partitions > length(children) do
      raise ArgumentError, "the number of partitions to resize to must be a number between 0 and #{length(children)}, got: #{partitions}"
    end

    for partition <- partitions..(current - 1)//1, do: Supervisor.terminate_child(supervisor, partition)
    for partition <- current..(partitions - 1)//1, do: Supervisor.restart_child(supervisor, partition)
    GenServer.call(supervisor, {:start_child, resize_spec(supervisor, partitions)}, :infinity)
    current
  end

  # A child that only writes the number, in the process that owns the table.
  defp resize_spec(supervisor, partitions) do
    start = {PartitionSupervisor, :put_partitions, [table!(supervisor), partitions]}
    %{id: {:resize, :erlang.unique_integer()}, start: start, restart: :temporary}
  end

  @doc false
  def put_partitions(table, partitions) do
    :ets.insert(table, {:partitions, partitions})
    :ignore
  end

  @doc """
  Stops a supervisor and its children, and waits for its end.

      iex> {:ok, supervisor} = PartitionSupervisor.start_link(child_spec: {Agent, fn -> 1 end}, name: DocStopped, partitions: 2)
      iex> PartitionSupervisor.stop(DocStopped)
      :ok
      iex> Process.alive?(supervisor)
      false
  """
  @spec stop(name(), reason :: term(), timeout()) :: :ok
  def stop(supervisor, reason \\ :normal, timeout \\ :infinity), do: Supervisor.stop(supervisor, reason, timeout)

  ## The functions of a :via module

  @doc false
  def whereis_name({supervisor, key}) do
    with table = table!(supervisor),
         [{_, partitions}] <- :ets.lookup(table, :partitions),
         :ok <- some!(partitions, supervisor),
         partition = if(is_integer(key), do: rem(abs(key), partitions), else: :erlang.phash2(key, partitions)),
         [{_, pid}] <- :ets.lookup(table, partition) do
      pid
    else
      _ -> :undefined
    end
  end

  defp some!(0, supervisor), do: raise(ArgumentError, "PartitionSupervisor #{inspect(supervisor)} has zero partitions")
  defp some!(_partitions, _supervisor), do: :ok

  @doc false
  def send(name, message) do
    case whereis_name(name) do
      :undefined -> :erlang.exit({:badarg, {name, message}})
      pid -> :erlang.send(pid, message)
    end

    :ok
  end

  @doc false
  def register_name(_name, _pid), do: raise("{:via, PartitionSupervisor, _} cannot be given on registration")

  @doc false
  def unregister_name(_name), do: raise("{:via, PartitionSupervisor, _} cannot be given on unregistration")

  defp table!(supervisor), do: table(supervisor) || :erlang.exit({:noproc, {PartitionSupervisor, :partitions, [supervisor]}})

  # An atom names the table as well; for other names the supervisor has it in its dictionary.
  defp table(supervisor) when is_atom(supervisor), do: if(:ets.whereis(supervisor) != :undefined, do: supervisor)

  defp table(supervisor) do
    with pid when is_pid(pid) <- GenServer.whereis(supervisor),
         {:dictionary, dictionary} <- :erlang.process_info(pid, :dictionary),
         {_, table} <- :lists.keyfind(@table, 1, dictionary) do
      table
    else
      _ -> nil
    end
  end
end
