-module(data).
-export([t/0]).

%% Lists, tuples, atoms, selections, records.

-record(r, {a, b = 2, c}).

id(X) -> X.

t() ->
    [{nrev, nrev(lists(30))},
     {tuples, [{id(1), 2}, {id(a)}, {}, {1, id(2), 3, id(4), 5}, element(2, id({a, b})), tuple_size(id({1, 2, 3}))]},
     {select_atoms, [color(X) || X <- [red, green, blue, cyan, magenta, yellow, black, white, orange, pink, none, 17]]},
     {select_ints, [number(X) || X <- [0, 1, 2, 3, 4, 5, 6, 7, 100, -1, 1.0, 1 bsl 70, a]]},
     {select_sparse, [sparse(X) || X <- [1, 1000, 1000000, -5, 12345678901234567890, 2.5, "a", foo, 77]]},
     {arity, [arity(X) || X <- [{}, {1}, {1, 2}, {1, 2, 3}, {1, 2, 3, 4}, a, [], "abc"]]},
     {types, [type(X) || X <- [1, 1 bsl 80, 1.5, a, true, [], [1], {}, {1}, <<>>, <<1:3>>, #{}, self_fun(), fun lists:map/2]]},
     {records, records()},
     {setelement, setelement(2, id({a, b, c}), x)},
     {swap, swap(1, 2, 3)},
     {equal, [id([1, {2, "x"}]) == [1, {2, "x"}], id([1.0]) == [1], id([1.0]) =:= [1], id({a}) =/= {a}, id(<<"a">>) =:= <<"a">>, id(#{a => 1}) == #{a => 1.0}]},
     {order, lists_sort([b, 1, 2.0, "x", {1}, <<1>>, [], a, {0, 0}, #{}, 1.5, [a | b], 1 bsl 90])},
     {booleans, [A and B || A <- [true, false], B <- [id(true), id(false)]] ++ [not id(true), id(true) or id(false), id(true) xor id(true)]},
     {andalso_, [ao(X) || X <- [1, 5, 10, a]]},
     {list_ops, [hd(id([1, 2])), tl(id([1, 2])), length(id([1, 2, 3])), id([1, 2]) ++ [3], id([1, 2, 3]) -- [2]]},
     {badargs, [c(fun() -> hd(id([])) end), c(fun() -> element(3, id({1, 2})) end), c(fun() -> element(id(0), {1}) end),
                c(fun() -> length(id([a | b])) end), c(fun() -> tuple_size(id(a)) end), c(fun() -> not id(1) end),
                c(fun() -> id(1) and true end), c(fun() -> map_size(id(1)) end), c(fun() -> tl(id(5)) end)]},
     {long_list, length(build(3000, []))},
     {deep, deep(300)},
     {literal, [{a, "literal", [1, 2, 3], 1.5, 123456789012345678901234567890, <<"bin">>, #{k => v}}]},
     {improper, [id(1) | id(2)]},
     {comprehension, [{X, Y} || X <- [1, 2, 3], Y <- [a, b], X =/= 2]}].

self_fun() -> X = id(1), fun() -> X end.

lists(N) -> lists(N, []).
lists(0, L) -> L;
lists(N, L) -> lists(N - 1, [N | L]).

nrev([]) -> [];
nrev([X | Xs]) -> app(nrev(Xs), [X]).

app([], Ys) -> Ys;
app([X | Xs], Ys) -> [X | app(Xs, Ys)].

color(red) -> 1;
color(green) -> 2;
color(blue) -> 3;
color(cyan) -> 4;
color(magenta) -> 5;
color(yellow) -> 6;
color(black) -> 7;
color(white) -> 8;
color(orange) -> 9;
color(pink) -> 10;
color(_) -> none.

number(0) -> zero;
number(1) -> one;
number(2) -> two;
number(3) -> three;
number(4) -> four;
number(5) -> five;
number(7) -> seven;
number(_) -> many.

sparse(1) -> a;
sparse(1000) -> b;
sparse(1000000) -> c;
sparse(-5) -> d;
sparse(12345678901234567890) -> e;
sparse(2.5) -> f;
sparse("a") -> g;
sparse(foo) -> h;
sparse(_) -> i.

arity({}) -> 0;
arity({_}) -> 1;
arity({_, X}) -> {2, X};
arity({X, _, Y}) -> {3, X, Y};
arity(X) when is_tuple(X) -> many;
arity([X | _]) -> {list, X};
arity(_) -> none.

type(X) when is_integer(X) -> integer;
type(X) when is_float(X) -> float;
type(X) when is_boolean(X) -> boolean;
type(X) when is_atom(X) -> atom;
type([]) -> nil;
type(X) when is_list(X) -> list;
type(X) when is_tuple(X) -> tuple;
type(X) when is_binary(X) -> binary;
type(X) when is_bitstring(X) -> bitstring;
type(X) when is_map(X) -> map;
type(X) when is_function(X, 0) -> fun0;
type(X) when is_function(X) -> function;
type(_) -> other.

records() ->
    R = #r{a = id(1)},
    R2 = R#r{b = id(x), c = y},
    [R, R2, R2#r.b, is_record(R, r), is_record(id({r, 1}), r), c(fun() -> (id({q}))#r.a end)].

swap(A, B, C) -> {id(C), id(B), id(A), A, B, C}.

lists_sort([]) -> [];
lists_sort([P | T]) -> lists_sort([X || X <- T, X < P]) ++ [P] ++ lists_sort([X || X <- T, X >= P]).

ao(X) when X > 3 andalso X < 8 -> in;
ao(X) when X =:= 1 orelse X =:= a -> edge;
ao(_) -> out.

build(0, L) -> L;
build(N, L) -> build(N - 1, [N | L]).

deep(0) -> [];
deep(N) -> [deep(N - 1)].

c(F) -> try F() catch C:R -> {C, R} end.
