# Disassembles the .beam files of a directory and runs OTP's beam_validator over them.
[dir] = System.argv()

number = fn
  {:u, n} -> n
  {:i, n} -> {:integer, n}
  other -> other
end

words = fn {:field_flags, n} ->
  {:field_flags,
   [
     if(Bitwise.band(n, 4) == 0, do: :unsigned, else: :signed),
     if(Bitwise.band(n, 2) == 0, do: :big, else: :little)
   ]}
end

create = fn
  _, [] ->
    []

  create, [{:atom, :string}, {:u, seg}, {:u, unit}, flags, _offset, {:i, size} | rest] ->
    [{:atom, :string}, seg, unit, flags, {:string, :binary.copy("x", size)}, {:integer, size} | create.(create, rest)]

  create, [type, seg, unit, flags, src, size | rest] ->
    [type, number.(seg), number.(unit), flags, number.(src), number.(size) | create.(create, rest)]
end

failed =
  for file <- Path.wildcard(Path.join(dir, "*.beam")) do
    {:beam_file, mod, exports, attrs, _info, code} = :beam_disasm.file(String.to_charlist(file))
    entries = for {:function, f, a, e, _} <- code, into: %{}, do: {{f, a}, e}

    functions =
      for {:function, f, a, e, is} <- code do
        {:function, f, a, e,
         for i <- is do
           case i do
             {:make_fun3, {_, name, arity}, index, uniq, dst, free} ->
               {:make_fun3, {:f, entries[{name, arity}]}, index, uniq, dst, free}

             {op, n, {_, name, arity}} when op in [:call, :call_only] ->
               {op, n, {:f, entries[{name, arity}]}}

             {:call_last, n, {_, name, arity}, size} ->
               {:call_last, n, {:f, entries[{name, arity}]}, size}

             {:bif, name, :nofail, args, dst} ->
               {:bif, name, {:f, 0}, args, dst}

             {:bs_start_match3, fail, src, {:u, live}, dst} ->
               {:test, :bs_start_match3, fail, live, [src], dst}

             {:test, :bs_match_string, fail, [ctx, bits, s]} ->
               {:test, :bs_match_string, fail, [ctx, bits, {:string, s}]}

             {:raise, fail, args, dst} ->
               {:bif, :raise, fail, args, dst}

             {:bs_get_tail, ctx, dst, {:u, live}} ->
               {:bs_get_tail, ctx, dst, live}

             {:bs_get_position, ctx, dst, {:u, live}} ->
               {:bs_get_position, ctx, dst, live}

             {:bs_create_bin, [{fail, {:u, alloc}, {:u, live}, {:u, unit}, dst, _, _, list}]} ->
               {:bs_create_bin, fail, alloc, live, unit, dst, {:list, create.(create, list)}}

             {:test, op, fail, [ctx, {:u, live}, flags, dst]} when op in [:bs_get_utf8, :bs_get_utf16, :bs_get_utf32] ->
               {:test, op, fail, live, [ctx, flags], dst}

             {:test, op, fail, [ctx, live, flags, dst]} when op in [:bs_get_utf8, :bs_get_utf16, :bs_get_utf32] ->
               {:test, op, fail, live, [ctx, flags], dst}

             {:test, op, fail, [ctx, live, size, unit, flags, dst]} ->
               {:test, op, fail, live, [ctx, size, unit, words.(flags)], dst}

             _ ->
               i
           end
         end}
      end

    # What the disassembler leaves out: which parameters may be match contexts.
    functions =
      for {:function, f, a, e, is} <- functions do
        notes =
          for {:test, :bs_start_match3, _, _, [{:x, i}], _} <- is, i < a, uniq: true do
            {:%, {:var_info, {:x, i}, [:accepts_match_context]}}
          end

        {head, [label | rest]} = Enum.split_while(is, &(&1 != {:label, e}))
        {:function, f, a, e, head ++ [label | notes] ++ rest}
      end

    exports = for {f, a, _} <- exports, do: {f, a}

    case :beam_validator.validate({mod, exports, attrs, functions, 100_000_000}, :strong) do
      :ok -> []
      {:error, [{_, errors}]} -> [{mod, errors}]
    end
  end

failed = List.flatten(failed)
for {mod, errors} <- failed, {_, :beam_validator, e} <- errors, do: IO.inspect({mod, e}, limit: 60)
if failed != [], do: System.halt(1)
