-module(bench).
-export([fib/1, nrev/1, tak/1, sum/1, build/1, sort/1, append/1, map/1, tuples/1, strings/1, time/2, all/0, fact/1, closures/1, struct/1]).

%% The sequential benchmark programs. time/2 is for a real Erlang; the Go benchmarks call the others.

fib(N) -> f(N).

f(N) when N < 2 -> N;
f(N) -> f(N - 1) + f(N - 2).

nrev(N) -> times(N, lists(30, [])).

times(0, _) -> ok;
times(N, L) -> rev(L), times(N - 1, L).

rev([]) -> [];
rev([X | Xs]) -> app(rev(Xs), [X]).

app([], Ys) -> Ys;
app([X | Xs], Ys) -> [X | app(Xs, Ys)].

lists(0, L) -> L;
lists(N, L) -> lists(N - 1, [N | L]).

tak(0) -> ok;
tak(N) -> 7 = t(18, 12, 6), tak(N - 1).

t(X, Y, Z) when Y >= X -> Z;
t(X, Y, Z) -> t(t(X - 1, Y, Z), t(Y - 1, Z, X), t(Z - 1, X, Y)).

sum(N) -> fold(fun(X, Acc) -> X + Acc end, 0, 1, N).

fold(_, Acc, I, N) when I > N -> Acc;
fold(F, Acc, I, N) -> fold(F, F(I, Acc), I + 1, N).

build(N) -> length(b(N, 42)).

b(0, _) -> [];
b(N, X) -> Y = (X * 1103515245 + 12345) rem 2147483648, [Y | b(N - 1, Y)].

sort(N) -> length(msort(b(N, 42), N)).

msort([X], 1) -> [X];
msort(L, N) ->
    K = N div 2,
    {A, B} = split(K, L, []),
    merge(msort(A, K), msort(B, N - K)).

split(0, L, A) -> {A, L};
split(N, [X | L], A) -> split(N - 1, L, [X | A]).

merge([], B) -> B;
merge(A, []) -> A;
merge([X | A], [Y | _] = B) when X =< Y -> [X | merge(A, B)];
merge(A, [Y | B]) -> [Y | merge(A, B)].

append(N) -> byte_size(a(<<>>, N)).

a(B, 0) -> B;
a(B, N) -> a(<<B/binary, N>>, N - 1).

map(N) -> M = mput(#{}, N), mget(M, N, 0).

mput(M, 0) -> M;
mput(M, N) -> mput(M#{N => N * 2}, N - 1).

mget(_, 0, Acc) -> Acc;
mget(M, N, Acc) -> #{N := V} = M, mget(M, N - 1, Acc + V).

tuples(N) -> tu(N, {0, 0, a}).

tu(0, T) -> T;
tu(N, {A, B, a}) -> tu(N - 1, {A + 1, B, b});
tu(N, {A, B, b}) -> tu(N - 1, {A, B + 1, a}).

strings(N) -> s(N, 0).

s(0, Acc) -> Acc;
s(N, Acc) -> s(N - 1, Acc + words(<<"the quick brown fox jumps over the lazy dog">>, 0)).

words(<<$\s, R/binary>>, N) -> words(R, N + 1);
words(<<_, R/binary>>, N) -> words(R, N);
words(<<>>, N) -> N.

fact(0) -> 1;
fact(N) -> N * fact(N - 1).

closures(N) -> c(N, fun(X) -> X + 1 end, 0).

c(0, _, Acc) -> Acc;
c(N, F, Acc) -> G = fun(X) -> F(X) + N end, c(N - 1, F, G(Acc) - N).

struct(N) -> st(N, #{name => x, age => 0, city => y, zip => 1}).

st(0, M) -> M;
st(N, #{age := A, city := _} = M) -> st(N - 1, M#{age := A + 1}).

time(F, A) ->
    Self = self(),
    Runs = [begin
                spawn(fun() -> T0 = erlang:monotonic_time(nanosecond), ?MODULE:F(A), Self ! erlang:monotonic_time(nanosecond) - T0 end),
                receive T -> T end
            end || _ <- lists:seq(1, 15)],
    lists:min(Runs).

all() ->
    [io:format("~-10s ~10.3f ms~n", [F, time(F, A) / 1.0e6])
     || {F, A} <- [{fib, 30}, {nrev, 20000}, {tak, 10}, {sum, 1000000}, {build, 1000000}, {sort, 100000}, {append, 1000000},
                   {map, 100000}, {tuples, 1000000}, {strings, 20000}, {fact, 2000}, {closures, 1000000}, {struct, 1000000}]].
