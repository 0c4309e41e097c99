-module(failing).
-export([t/0, callee/1]).

%% Exceptions: catch, try, after, stack traces, errors of every kind.

id(X) -> X.

t() ->
    [{throw, (catch throw(x))},
     {exit, (catch exit(x))},
     {error, element(1, (catch error(x)))},
     {classes, [class(fun() -> throw(a) end), class(fun() -> exit(b) end), class(fun() -> error(c) end), class(fun() -> ok end)]},
     {badmatch, class(fun() -> {ok, _} = id(no) end)},
     {case_clause, class(fun() -> case id(1) of 2 -> ok end end)},
     {if_clause, class(fun() -> X = id(1), if X > 2 -> ok end end)},
     {try_clause, class(fun() -> try id(1) of 2 -> ok catch _:_ -> no end end)},
     {function_clause, class(fun() -> callee(1) end)},
     {badfun, class(fun() -> (id(notafun))() end)},
     {badarity, element(1, element(2, class(fun() -> (id(fun(A) -> A end))(1, 2) end)))},
     {undef, class(fun() -> (id(?MODULE)):nofunction(1) end)},
     {undef_module, class(fun() -> (id(no_such_module_here)):f() end)},
     {badarg, class(fun() -> atom_to_list(id(1)) end)},
     {after_, after_()},
     {nested, nested()},
     {rethrow, rethrow()},
     {trace, trace(fun() -> callee(1) end)},
     {trace2, trace(fun() -> deep(3) end)},
     {trace3, trace(fun() -> 1 * id(a) end)},
     {trace4, trace(fun() -> bad_length(id(a)) end)},
     {trace5, trace(fun() -> (id(?MODULE)):nofunction(1, 2) end)},
     {trace6, trace(fun() -> id(atom_to_list(id(1))) end)},
     {trace7, trace(fun() -> loop(5) end)},
     {trace8, trace(fun() -> throw(x) end)},
     {raise, trace(fun() -> erlang:raise(exit, why, [{m, f, 1, []}]) end)},
     {error_args, trace(fun() -> erlang:error(why, [a, b]) end)},
     {in_catch, (catch (1 + (catch throw(2))))},
     {many, many(1000, 0)},
     {catch_error, element(1, element(2, (catch id(a) + 1)))},
     {frames, frames(10)}].

callee(X) when is_atom(X) -> X.

deep(0) -> error(bottom);
deep(N) -> [deep(N - 1)].

loop(0) -> error(bottom);
loop(N) -> X = loop(N - 1), {X}.

bad_length(X) -> id(1), [length(X), 1].

class(F) -> try {value, F()} catch C:R -> {C, R} end.

trace(F) ->
    try F() of V -> {value, V}
    catch C:R:S -> {C, R, [strip(I) || I <- S, element(1, I) =:= ?MODULE orelse element(1, I) =:= erlang orelse element(1, I) =:= lists orelse element(1, I) =:= m]}
    end.

%% The location is kept without the error_info that only some releases give.
strip({M, F, A, L}) -> {M, F, A, [X || X <- L, element(1, X) =/= error_info]}.

after_() ->
    put(seen, []),
    R = try
            try throw(inner) after put(seen, [one | get(seen)]) end
        catch throw:X -> {caught, X}
        after put(seen, [two | get(seen)])
        end,
    {R, get(seen)}.

nested() ->
    try
        try error(a)
        catch error:a -> try throw(b) catch throw:b -> error(c) end
        end
    catch K:V -> {K, V}
    end.

rethrow() ->
    try
        try exit(first) catch C:R:S -> erlang:raise(C, {again, R}, S) end
    catch exit:V -> V
    end.

many(0, Acc) -> Acc;
many(N, Acc) -> many(N - 1, Acc + (catch throw(1))).

frames(0) -> [];
frames(N) ->
    A = id({N, a}), B = id([N]), 
    X = (catch begin Y = frames(N - 1), id(Y), throw({A, B, length(Y)}) end),
    [X, A, B].
