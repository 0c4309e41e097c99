defimpl Inspect, for: Version.Requirement do
  def inspect(requirement, opts), do: Inspect.Algebra.concat(["Version.parse_requirement!(", Inspect.BitString.inspect(requirement.source, opts), ")"])
end
