defmodule Atom do
  @moduledoc """
  Functions on atoms.
  """

  @doc """
  The text of an atom.

      iex> Atom.to_string(:a)
      "a"
  """
  @spec to_string(atom()) :: String.t()
  def to_string(atom), do: :erlang.atom_to_binary(atom)

  @doc """
  The text of an atom as a charlist.

      iex> Atom.to_charlist(:ab) == [?a, ?b]
      true
  """
  @spec to_charlist(atom()) :: charlist()
  def to_charlist(atom), do: :erlang.atom_to_list(atom)

  @doc false
  @deprecated "Use Atom.to_charlist/1 instead"
  def to_char_list(value), do: Atom.to_charlist(value)
end
