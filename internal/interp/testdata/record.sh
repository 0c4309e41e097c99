#!/bin/sh
# Compiles the test modules and records what a real Erlang makes of them (OTP 25).
# Run it in this folder, with erlc and erl on the path, after changing a .erl file.
set -e
for m in driver bench otp ints data failing funs mapping bits messages; do erlc +deterministic $m.erl; done
sed 's/-module(bits)/-module(bits_old)/' bits.erl > bits_old.erl
erlc +deterministic +r23 bits_old.erl
rm bits_old.erl
erl -noshell -eval '
  [begin
     Self = self(),
     spawn(fun() -> Self ! {M, M:t()} end),
     receive {M, R} -> ok after 20000 -> R = failed, exit(M) end,
     ok = file:write_file(atom_to_list(M) ++ ".etf", term_to_binary(R))
   end || M <- [ints, data, failing, funs, mapping, bits, bits_old, messages]],
  halt().'
