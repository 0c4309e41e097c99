-module(mapping).
-export([t/0]).

%% Maps: construction, matching, updates, large ones.

id(X) -> X.

t() ->
    M = #{a => 1, b => id(2), "c" => 3},
    [{make, M},
     {match, (fun() -> #{a := A, b := B} = id(M), {A, B} end)()},
     {match_many, [m(X) || X <- [#{}, #{a => 1}, #{a => 2, b => 3}, #{b => 1}, #{1 => x}, a, #{c => #{d => deep}}]]},
     {update, [M#{a := 5}, M#{d => 4}, M#{a := 1, z => 0, "c" := x}]},
     {fail, [c(fun() -> M#{q := 1} end), c(fun() -> (id(x))#{a => 1} end), c(fun() -> (id([]))#{a := 1} end)]},
     {size, [map_size(M), map_size(#{}), map_size(id(large(100)))]},
     {large, (fun() -> L = large(100), [maps_get(50, L), maps_get(1, L), maps_get(101, L), L#{50 := x} =:= L, maps_get(50, L#{50 := x})] end)()},
     {large_match, (fun() -> #{1 := X1, 99 := X99} = large(200), {X1, X99} end)()},
     {keys, [k(K, #{1 => a, 1.0 => b, "s" => c, {t} => d, <<"b">> => e}) || K <- [1, 1.0, "s", {t}, <<"b">>, 2, x]]},
     {guards, [is_map_key(a, M), is_map_key(id(zz), M), map_get(b, id(M)), gd(M), gd(#{})]},
     {equal, [large(50) =:= large(50), large(50) == large(51), #{1 => 2} == #{1.0 => 2}, #{1 => 2} == #{1 => 2.0}]},
     {grow, map_size(grow(1000, #{}))},
     {shadow, #{a => 1, a => 2}},
     {expr_key, (fun() -> K = id(key), #{K := V} = #{key => val, other => 1}, V end)()}].

m(#{a := 1}) -> one;
m(#{a := X, b := Y}) -> {X, Y};
m(#{b := X}) -> X;
m(#{1 := x}) -> int_key;
m(#{c := #{d := X}}) -> X;
m(X) when is_map(X) -> map;
m(_) -> other.

k(K, M) -> case M of #{K := V} -> V; _ -> none end.

gd(M) when map_get(a, M) =:= 1, is_map_key("c", M) -> yes;
gd(_) -> no.

large(N) -> large(N, #{}).
large(0, M) -> M;
large(N, M) -> large(N - 1, M#{N => N * N}).

grow(0, M) -> M;
grow(N, M) -> grow(N - 1, M#{{k, N} => N}).

maps_get(K, M) -> case M of #{K := V} -> V; _ -> none end.

c(F) -> try F() catch C:R -> {C, R} end.
