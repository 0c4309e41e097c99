defimpl String.Chars, for: Version.Requirement do
  def to_string(requirement), do: requirement.source
end
