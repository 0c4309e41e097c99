# Data compressed as a whole, and back; data that is none.
text = String.duplicate("hello world ", 1000)

for {pack, unpack} <- [compress: :uncompress, zip: :unzip, gzip: :gunzip] do
  packed = apply(:zlib, pack, [[text, ?x]])
  IO.inspect({pack, byte_size(packed) < 500, apply(:zlib, unpack, [packed]) == text <> "x"})
  IO.inspect(try do apply(:zlib, unpack, ["junk"]) rescue error -> error end)
end

<<_::16, deflated::binary>> = :zlib.compress("abc")
IO.inspect(:zlib.unzip(binary_part(deflated, 0, byte_size(deflated) - 4)))
IO.inspect(:zlib.gunzip(<<31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 75, 76, 74, 6, 0, 194, 65, 36, 53, 3, 0, 0, 0>>))

# A module that is written in Go is loaded, too.
for module <- [:zlib, :math, :os, :no_such_module], do: IO.inspect({module, Code.ensure_loaded?(module)})
