-module(bits).
-export([t/0]).

%% Binaries and bitstrings. The same source is compiled a second time as bits_old with the
%% instructions of older releases.

id(X) -> X.

t() ->
    [{literal, <<1, 2, 3, "abc", 1:4, 2:4>>},
     {make, [<<(id(1)), (id(513)):16, (id(1)):16/little, (id(-1)):24, (id(1.5))/float, (id(1.5)):32/float-little>>]},
     {unaligned, [<<(id(1)):1, (id(5)):3, (id(1000)):12, (id(<<"ab">>))/binary>>, <<(id(1)):3>>, <<(id(3)):2, (id(<<1:3>>))/bitstring>>]},
     {wide, [<<(id(1 bsl 100)):128>>, <<(id(-1 bsl 100)):128/little>>, <<(id(1 bsl 100 + 5)):77>>, <<(id(12345678901234567890)):65/little>>, <<(id(-5)):100/little-signed>>]},
     {sized, (fun() -> N = id(5), <<(id(17)):N, (id(3)):(N * 2)/unit:1, (id(<<"hello">>)):N/binary, (id(<<"world">>)):2/binary-unit:8>> end)()},
     {floats16, [<<(id(1.5)):16/float>>, <<(id(-0.1)):16/float>>, <<(id(65504.0)):16/float>>]},
     {strings, [<<"prefix", (id(<<"x">>))/binary, "suffix">>, <<(id(65))>>]},
     {utf, [<<(id(16#20AC))/utf8, (id($a))/utf8, (id(16#1F600))/utf8, (id(233))/utf8>>, <<(id(16#1F600))/utf16, (id($a))/utf16-little>>, <<(id(16#1F600))/utf32-little>>]},
     {bytes, [B || <<B>> <= id(<<1, 2, 3, 4>>)]},
     {nibbles, [B || <<B:4>> <= id(<<16#12, 16#34>>)]},
     {rebuild, << <<(B + 1)>> || <<B>> <= id(<<1, 2, 3>>) >>},
     {from_list, << <<X:3>> || X <- [1, 2, 3, 4, 5, 6, 7] >>},
     {match, [h(X) || X <- [<<>>, <<1>>, <<1, 2>>, <<0, 5, "hello rest">>, <<255, 255, 1>>, <<1:1>>, <<1:9>>, a, <<"GET /x">>]]},
     {ints, ints(<<255, 1, 2, 254, 3, 4, 5, 6, 7, 8, 9>>)},
     {signed, (fun() -> <<A:8/signed, B:16/signed-little, C:3/signed, _/bitstring>> = id(<<255, 254, 255, 160>>), {A, B, C} end)()},
     {wide_match, (fun() -> <<A:96, B:32/little, C:64/signed-little, _/bitstring>> = id(<<1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 255, 255, 255, 255, 255, 255, 255, 255, 255>>), {A, B, C} end)()},
     {wide_match64, (fun() -> <<_:3, A:64, B:64/little, _:5>> = id(<<"abcdefghijklmnopq">>), {A, B} end)()},
     {float_match, [f(X) || X <- [<<1.5/float>>, <<1.5:32/float>>, <<1.5:16/float>>, <<255, 255, 255, 255, 255, 255, 255, 255>>, <<1>>]]},
     {utf_match, [u(X) || X <- [<<"a">>, <<16#20AC/utf8>>, <<16#1F600/utf8>>, <<255>>, <<16#ED, 16#A0, 16#80>>, <<16#C0, 16#80>>, <<16#F4, 16#90, 16#80, 16#80>>]]},
     {utf16_match, [u16(X) || X <- [<<"a"/utf16>>, <<16#1F600/utf16>>, <<16#D8, 0>>, <<1>>]]},
     {utf8_string, chars(<<"h", 16#E9/utf8, "llo ", 16#1F600/utf8>>)},
     {tail, (fun() -> <<_:3, T/bitstring>> = id(<<1, 2, 3>>), T end)()},
     {size_match, (fun() -> <<N, Data:N/binary, Rest/binary>> = id(<<3, "abcdef">>), {N, Data, Rest} end)()},
     {unit, [unit(X) || X <- [<<1, 2, 3>>, <<1, 2>>, <<1, 2, 3, 4>>]]},
     {same, same(<<1, 2, 1, 2>>)},
     {sub, (fun() -> <<_:2/binary, S:20/binary, _/binary>> = id(<<"0123456789012345678901234567890123456789">>), {S, byte_size(S), S =:= <<"23456789012345678901">>} end)()},
     {sub_bits, (fun() -> <<_:3, S:150/bitstring, _/bitstring>> = id(<<"0123456789012345678901234567890123456789">>), {S, bit_size(S)} end)()},
     {append, byte_size(append(1000, <<>>))},
     {append_keeps, (fun() -> A = append(20, <<"start">>), B = <<A/binary, 1>>, C = <<A/binary, 2>>, {A, B, C} end)()},
     {large, byte_size(large(10, <<"0123456789">>))},
     {fail, [c(fun() -> <<(id(a))>> end), c(fun() -> <<(id(1)):(id(-1))>> end), c(fun() -> <<(id(a))/binary>> end), c(fun() -> <<(id(<<1>>)):2/binary>> end),
             c(fun() -> <<(id(16#D800))/utf8>> end), c(fun() -> <<(id(1.0e300)):32/float>> end), c(fun() -> <<(id(x))/float>> end)]},
     {guard, [gd(<<1, 2>>), gd(<<>>), gd(<<1:3>>), gd(1)]},
     {parse, csv(<<"a,bc,,d">>, <<>>, [])},
     {literal_match, [lit(X) || X <- [<<"hello">>, <<"help">>, <<"hel">>, <<>>, <<"xyz", 1:4>>]]},
     {skip, skip(<<1, 2, 3, 4, 5, 6, 7, 8>>)},
     {hex, << <<(hex(N))>> || <<N:4>> <= id(<<"joist">>) >>},
     {empty, [<<>>, <<(id(<<>>))/binary>>, << <<X>> || X <- [] >>]}].

h(<<>>) -> empty;
h(<<1>>) -> one;
h(<<1, X>>) -> {one_and, X};
h(<<N:16, S:N/binary, R/binary>>) -> {N, S, R};
h(<<"GET ", R/binary>>) -> {get, R};
h(<<X:16, R/binary>>) -> {X, R};
h(<<X:1>>) -> {bit, X};
h(X) when is_bitstring(X) -> bits;
h(_) -> none.

ints(<<A, B:16, C:4, D:4/signed, E:24/little, R/binary>>) -> {A, B, C, D, E, R}.

f(<<X/float>>) -> X;
f(<<X:32/float>>) -> {32, X};
f(<<X:16/float>>) -> {16, X};
f(_) -> none.

u(<<X/utf8, R/binary>>) -> {X, R};
u(_) -> bad.

u16(<<X/utf16, R/binary>>) -> {X, R};
u16(_) -> bad.

chars(<<C/utf8, R/binary>>) -> [C | chars(R)];
chars(<<>>) -> [].

unit(<<X:2/binary-unit:16>>) -> {four, X};
unit(<<X/binary-unit:16>>) -> {even, X};
unit(<<X/binary>>) -> {odd, X}.

same(<<A, B, A, B>>) -> {A, B};
same(_) -> different.

append(0, B) -> B;
append(N, B) -> append(N - 1, <<B/binary, N>>).

large(0, B) -> B;
large(N, B) -> large(N - 1, <<B/binary, B/binary>>).

gd(X) when byte_size(X) =:= 2 -> two;
gd(X) when bit_size(X) =:= 3 -> three_bits;
gd(X) when is_binary(X) -> binary;
gd(_) -> other.

csv(<<$,, R/binary>>, F, Acc) -> csv(R, <<>>, [F | Acc]);
csv(<<C, R/binary>>, F, Acc) -> csv(R, <<F/binary, C>>, Acc);
csv(<<>>, F, Acc) -> rev([F | Acc], []).

rev([], A) -> A;
rev([H | T], A) -> rev(T, [H | A]).

lit(<<"hello">>) -> hello;
lit(<<"hel", R/binary>>) -> {hel, R};
lit(<<"xyz", X:4>>) -> {xyz, X};
lit(_) -> none.

skip(<<_:7, A:2, _:15, B, R/binary>>) -> {A, B, skip(R)};
skip(R) -> R.

hex(N) when N < 10 -> $0 + N;
hex(N) -> $a + N - 10.

c(F) -> try F() catch C:R -> {C, R} end.
