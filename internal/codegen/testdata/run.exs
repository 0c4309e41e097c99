# Calls run/0 of the modules named and prints what it gives.
for name <- System.argv() do
  module = String.to_atom(name)

  if function_exported?(module, :run, 0) or (Code.ensure_loaded(module) && function_exported?(module, :run, 0)) do
    IO.inspect({module, module.run()}, limit: :infinity, printable_limit: :infinity, width: 120)
  end
end
