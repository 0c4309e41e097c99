-module(funs).
-export([t/0, add/2, const/0]).

%% Funs, apply, calls between modules.

id(X) -> X.

t() ->
    X = id(10),
    F = fun(A) -> A + X end,
    G = fun Self(0) -> []; Self(N) -> [N + X | Self(N - 1)] end,
    E = fun ?MODULE:add/2,
    L = fun add/2,
    [{call, F(1)},
     {recursive, G(3)},
     {external, E(1, 2)},
     {local, L(1, 2)},
     {map, [F(Y) || Y <- [1, 2, 3]]},
     {apply_mfa, apply(id(?MODULE), id(add), [1, 2])},
     {apply_fun, apply(F, [5])},
     {apply_var, (fun() -> M = id(?MODULE), N = id(add), M:N(3, 4) end)()},
     {apply_last, apply_last(?MODULE, const)},
     {nested, ((id(fun(A) -> fun(B) -> {A, B, X} end end))(1))(2)},
     {many_free, many(1, 2, 3, 4, 5, 6)},
     {fun_info, [is_function(F), is_function(F, 1), is_function(E, 2), is_function(id(x)), is_function(F, 2)]},
     {equal, [E =:= fun ?MODULE:add/2, E == id(E), F =:= F]},
     {literal_fun, (fun(A) -> {A} end)(7)},
     {foldl, foldl(fun(A, Acc) -> [A, X | Acc] end, [], [1, 2, 3])},
     {compose, compose([fun(A) -> A + 1 end, fun(A) -> A * 2 end, F], 1)},
     {yield, count(fun(N) -> N - 1 end, 10000)}].

add(A, B) -> A + B.
const() -> const.

apply_last(M, F) -> id(x), M:F().

many(A, B, C, D, E, F) ->
    G = fun(X) -> fun(Y) -> [A, B, C, D, E, F, X, Y] end end,
    (G(7))(8).

foldl(_, Acc, []) -> Acc;
foldl(F, Acc, [H | T]) -> foldl(F, F(H, Acc), T).

compose([], X) -> X;
compose([F | Fs], X) -> compose(Fs, F(X)).

count(_, 0) -> done;
count(F, N) -> count(F, F(N)).
