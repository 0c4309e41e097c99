defmodule Version do
  @moduledoc """
  Versions and requirements, after Semantic Versioning.
  """

  @type version() :: String.t() | t()
  @type requirement() :: String.t() | Version.Requirement.t()
  @type major() :: non_neg_integer()
  @type minor() :: non_neg_integer()
  @type patch() :: non_neg_integer()
  @type pre() :: [String.t() | non_neg_integer()]
  @type build() :: String.t() | nil
  @type t() :: %Version{build: build(), major: major(), minor: minor(), patch: patch(), pre: pre()}

  import Kernel, except: [match?: 2]

  @derive {Inspect, optional: [:pre, :build]}
  defstruct [:major, :minor, :patch, pre: [], build: nil]

  @doc """
  True when the version satisfies the requirement; with `allow_pre: false`, no pre-release does unless it is named.

      iex> Version.match?("2.0.0", ">= 1.0.0")
      true
      iex> Version.match?("2.1.5", "~> 2.0")
      true
  """
  @spec match?(version(), requirement(), keyword()) :: boolean()
  def match?(version, requirement, opts \\ [])

  def match?(version, requirement, opts) when is_binary(requirement), do: match?(version, parse_requirement!(requirement), opts)

  def match?(version, %Version.Requirement{alternatives: alternatives}, opts) do
    version = to_version(version)
    allow_pre = Keyword.get(opts, :allow_pre, true)
    Enum.any?(alternatives, fn all -> Enum.all?(all, &satisfies?(version, &1, allow_pre)) end)
  end

  defp satisfies?(%{pre: [_ | _]}, {_op, %{pre: []}, _parts}, false), do: false
  defp satisfies?(version, {:==, other, _}, _), do: order(version, other) == :eq
  defp satisfies?(version, {:!=, other, _}, _), do: order(version, other) != :eq
  defp satisfies?(version, {:>, other, _}, _), do: order(version, other) == :gt
  defp satisfies?(version, {:>=, other, _}, _), do: order(version, other) != :lt
  defp satisfies?(version, {:<, other, _}, _), do: order(version, other) == :lt
  defp satisfies?(version, {:<=, other, _}, _), do: order(version, other) != :gt

  defp satisfies?(version, {:"~>", other, 2}, _), do: order(version, other) != :lt and version.major == other.major

  defp satisfies?(version, {:"~>", other, _}, _),
    do: order(version, other) != :lt and version.major == other.major and version.minor == other.minor

  @doc """
  Compares two versions: `:lt`, `:eq` or `:gt`.

      iex> Version.compare("2.0.1-alpha1", "2.0.1")
      :lt
  """
  @spec compare(version(), version()) :: :gt | :eq | :lt
  def compare(version1, version2), do: order(to_version(version1), to_version(version2))

  defp order(left, right) do
    left_numbers = {left.major, left.minor, left.patch}
    right_numbers = {right.major, right.minor, right.patch}

    cond do
      left_numbers > right_numbers -> :gt
      left_numbers < right_numbers -> :lt
      left.pre == right.pre -> :eq
      left.pre == [] -> :gt
      right.pre == [] -> :lt
      left.pre > right.pre -> :gt
      left.pre < right.pre -> :lt
      true -> :eq
    end
  end

  defp to_version(%{__struct__: Version} = version), do: version
  defp to_version(string) when is_binary(string), do: parse!(string)

  @doc """
  A version from its text, as `{:ok, version}`, or `:error`.

      iex> {:ok, version} = Version.parse("2.0.1-alpha1")
      iex> version.pre
      ["alpha1"]
  """
  @spec parse(String.t()) :: {:ok, t()} | :error
  def parse(string) when is_binary(string) do
    case parse_text(string, false) do
      {:ok, {version, _parts}} -> {:ok, version}
      :error -> :error
    end
  end

  @doc """
  Like `parse/1`; returns the version or raises.

      iex> Version.parse!("2.0.1-alpha.1").pre
      ["alpha", 1]
  """
  @spec parse!(String.t()) :: t()
  def parse!(string) when is_binary(string) do
    case parse(string) do
      {:ok, version} -> version
      :error -> raise Version.InvalidVersionError, string
    end
  end

  # major.minor.patch-pre+build; a requirement with ~> may leave the patch out.
  defp parse_text(string, approximate?) do
    {string, build} = cut(string, "+")
    {numbers, pre} = cut(string, "-")

    with {:ok, numbers} <- numbers(:binary.split(numbers, ".", [:global]), approximate?),
         {:ok, pre} <- identifiers(pre),
         true <- build == nil or build?(build) do
      {version, parts} = numbers
      {:ok, {%{version | pre: pre, build: build}, parts}}
    else
      _ -> :error
    end
  end

  defp cut(string, separator) do
    case :binary.split(string, separator) do
      [left, right] -> {left, right}
      [left] -> {left, nil}
    end
  end

  defp numbers([major, minor, patch], _approximate?) do
    with {:ok, major} <- number(major), {:ok, minor} <- number(minor), {:ok, patch} <- number(patch) do
      {:ok, {%Version{major: major, minor: minor, patch: patch}, 3}}
    end
  end

  defp numbers([major, minor], true) do
    with {:ok, major} <- number(major), {:ok, minor} <- number(minor) do
      {:ok, {%Version{major: major, minor: minor, patch: 0}, 2}}
    end
  end

  defp numbers(_other, _approximate?), do: :error

  defp number("0"), do: {:ok, 0}
  defp number(<<char, _::binary>> = text) when char in ?1..?9, do: if(digits?(text), do: {:ok, :erlang.binary_to_integer(text)}, else: :error)
  defp number(_text), do: :error

  defp digits?(<<char, rest::binary>>) when char in ?0..?9, do: digits?(rest)
  defp digits?(<<>>), do: true
  defp digits?(_other), do: false

  defp identifiers(nil), do: {:ok, []}

  defp identifiers(text) do
    parts = :binary.split(text, ".", [:global])

    if Enum.all?(parts, &identifier?/1),
      do: {:ok, Enum.map(parts, &identifier_value/1)},
      else: :error
  end

  defp identifier?(""), do: false
  defp identifier?("0"), do: true
  defp identifier?(text), do: word?(text) and not (digits?(text) and Kernel.match?(<<?0, _::binary>>, text))

  defp identifier_value(text), do: if(digits?(text), do: :erlang.binary_to_integer(text), else: text)

  defp build?(""), do: false
  defp build?(text), do: Enum.all?(:binary.split(text, ".", [:global]), &(&1 != "" and word?(&1)))

  defp word?(<<char, rest::binary>>) when char in ?0..?9 or char in ?a..?z or char in ?A..?Z or char == ?-, do: word?(rest)
  defp word?(<<>>), do: true
  defp word?(_other), do: false

  @doc """
  A requirement from its text, as `{:ok, requirement}`, or `:error`.

      iex> {:ok, requirement} = Version.parse_requirement("~> 1.2")
      iex> Version.match?("1.3.0", requirement)
      true
      iex> Version.parse_requirement("> > 1")
      :error
  """
  @spec parse_requirement(String.t()) :: {:ok, Version.Requirement.t()} | :error
  def parse_requirement(string) when is_binary(string) do
    alternatives =
      for part <- String.split(string, " or ") do
        for term <- String.split(part, " and "), do: requirement_term(String.trim(term))
      end

    if Enum.any?(alternatives, fn all -> :error in all end),
      do: :error,
      else: {:ok, %Version.Requirement{source: string, alternatives: alternatives}}
  end

  @doc """
  Like `parse_requirement/1`; returns the requirement or raises.

      iex> Version.match?("2.0.0", Version.parse_requirement!(">= 1.0.0 and < 2.0.0"))
      false
  """
  @spec parse_requirement!(String.t()) :: Version.Requirement.t()
  def parse_requirement!(string) when is_binary(string) do
    case parse_requirement(string) do
      {:ok, requirement} -> requirement
      :error -> raise Version.InvalidRequirementError, string
    end
  end

  @doc """
  The requirement itself; it is compiled already.

      iex> requirement = Version.compile_requirement(Version.parse_requirement!("~> 1.2"))
      iex> Version.match?("1.3.0", requirement)
      true
  """
  @spec compile_requirement(Version.Requirement.t()) :: Version.Requirement.t()
  def compile_requirement(%Version.Requirement{} = requirement), do: requirement

  defp requirement_term("~>" <> rest), do: requirement_version(:"~>", rest, true)
  defp requirement_term(">=" <> rest), do: requirement_version(:>=, rest, false)
  defp requirement_term("<=" <> rest), do: requirement_version(:<=, rest, false)
  defp requirement_term("==" <> rest), do: requirement_version(:==, rest, false)

  defp requirement_term("!=" <> rest) do
    IO.warn("!= inside Version requirements is deprecated, use ~> or >= instead")
    requirement_version(:!=, rest, false)
  end

  defp requirement_term("!" <> rest) do
    IO.warn("! inside Version requirements is deprecated, use ~> or >= instead")
    requirement_version(:!=, rest, false)
  end

  defp requirement_term(">" <> rest), do: requirement_version(:>, rest, false)
  defp requirement_term("<" <> rest), do: requirement_version(:<, rest, false)
  defp requirement_term(rest), do: requirement_version(:==, rest, false)

  defp requirement_version(op, text, approximate?) do
    case parse_text(String.trim(text), approximate?) do
      {:ok, {version, parts}} -> {op, version, parts}
      :error -> :error
    end
  end

  @doc """
  The text of a version.

      iex> Version.to_string(Version.parse!("1.0.0-rc.1+b"))
      "1.0.0-rc.1+b"
  """
  @spec to_string(t()) :: String.t()
  def to_string(%Version{} = version) do
    pre = if version.pre == [], do: "", else: "-" <> Enum.join(version.pre, ".")
    build = if version.build, do: "+" <> version.build, else: ""
    "#{version.major}.#{version.minor}.#{version.patch}#{pre}#{build}"
  end
end
