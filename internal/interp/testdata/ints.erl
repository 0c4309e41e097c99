-module(ints).
-export([t/0]).

%% Integers and floats: small, large, mixed, and where they fail.

id(X) -> X.

t() ->
    [{basic, [id(1) + 2, id(5) - 7, id(3) * -4, id(7) div 2, id(-7) div 2, id(7) rem 3, id(-7) rem 3]},
     {small_limits, [id(576460752303423487) + id(1), id(-576460752303423488) - 1, -id(-576460752303423488),
                     id(576460752303423487) * id(576460752303423487), id(1 bsl 58) * 2, id(1 bsl 58) + id(1 bsl 58)]},
     {wide, [id(1 bsl 40) * id(1 bsl 40), id(1 bsl 100) - id(1 bsl 100) + 1, (id(1) bsl 64) rem id(1000), (id(1) bsl 64) div id(7)]},
     {bits, [id(12) band 10, id(12) bor 3, id(12) bxor 10, bnot id(5), id(1) bsl 70, id(1 bsl 70) bsr 60, id(-1) bsr 3,
             id(-5) bsr id(1), id(5) bsl id(-1), id(-8) bsl id(60), id(-1) band id(255), id(-1) bsl 59, id(1) bsl 59, id(3) bsl 58]},
     {shift_far, [id(1) bsr 100, id(-1) bsr 100, id(1) bsr id(64), id(7) bsr id(63), id(-7) bsr id(63)]},
     {floats, [id(1.5) + 2, id(2) * 1.5, id(7) / 2, id(1) / 3, float(id(3)), trunc(id(3.7)), round(id(3.5)), round(id(-3.5)), abs(id(-3))]},
     {float_loop, sum(100, 0.0)},
     {float_regs, poly(id(1.5), id(2), id(3.25))},
     {compare, [id(1) == 1.0, id(1) =:= 1.0, id(1) < 1.5, id(1 bsl 70) > 1.0e30, id(1 bsl 70) < 1.0e10, id(2) >= 2, id(a) > 1]},
     {guards, [g(0), g(1), g(-1), g(1 bsl 70), g(-1 bsl 70), g(1.5), g(a)]},
     {failures, [catch_(fun() -> id(a) + 1 end), catch_(fun() -> 1 div id(0) end), catch_(fun() -> id(1) rem id(0) end),
                 catch_(fun() -> 1 / id(0) end), catch_(fun() -> id(1.0) band 1 end), catch_(fun() -> id(1.0e308) * id(10.0) end),
                 catch_(fun() -> -id(x) end), catch_(fun() -> bnot id(1.0) end)]},
     {huge, huge(id(1500000), keep, id(me))},
     {fact, fact(50)},
     {fib, fib(20)},
     {tak, tak(12, 8, 4)},
     {collatz, collatz(27, 0)}].

sum(0, Acc) -> Acc;
sum(N, Acc) -> sum(N - 1, Acc + N * 0.5).

poly(X, Y, Z) when is_float(X) -> A = X * Y + Z, B = -A / X, A - B * Z.

g(X) when X =:= 0 -> zero;
g(X) when is_integer(X), X > 1000 -> large;
g(X) when is_integer(X), X < -1000 -> negative_large;
g(X) when X + 1 > 1 -> positive;
g(X) when X - 1 < 0 -> negative;
g(_) -> other.

%% Long enough to be done off the schedulers.
huge(Bits, Keep, Me) ->
    A = (1 bsl Bits) - 1, B = (1 bsl (Bits + 7)) + 12345,
    C = A * B,
    {C div B =:= A, C rem A, C bsr (2 * Bits), Keep, Me, length([A, B])}.

fact(0) -> 1;
fact(N) -> N * fact(N - 1).

fib(N) when N < 2 -> N;
fib(N) -> fib(N - 1) + fib(N - 2).

tak(X, Y, Z) when Y >= X -> Z;
tak(X, Y, Z) -> tak(tak(X - 1, Y, Z), tak(Y - 1, Z, X), tak(Z - 1, X, Y)).

collatz(1, N) -> N;
collatz(X, N) when X rem 2 =:= 0 -> collatz(X div 2, N + 1);
collatz(X, N) -> collatz(3 * X + 1, N + 1).

catch_(F) -> try F() catch C:R -> {C, R} end.
