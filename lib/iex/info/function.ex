defimpl IEx.Info, for: Function do
  def info(function) do
    info = Function.info(function)
    name = {"Type", if(info[:type] == :external, do: "external", else: "local")}
    [{"Data type", "Function"}, name, {"Arity", "#{info[:arity]}"} | from(info)] ++ [{"Reference modules", "Function"}]
  end

  defp from(info) do
    if info[:type] == :external, do: [{"Description", "The function #{Exception.format_mfa(info[:module], info[:name], info[:arity])}"}], else: [{"Description", "This is an anonymous function."}]
  end
end
