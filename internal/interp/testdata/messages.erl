-module(messages).
-export([t/0, echo/0, child/1]).

%% Processes and receive.

id(X) -> X.

t() ->
    [{self_send, (fun() -> self() ! hello, receive X -> X end end)()},
     {selective, (fun() -> self() ! a, self() ! b, self() ! c, [receive c -> c end, receive b -> b end, receive a -> a end] end)()},
     {timeout, receive nothing -> x after 10 -> timeout end},
     {zero, (fun() -> self() ! left, R = receive other -> x after 0 -> none end, receive left -> R end end)()},
     {echo, (fun() -> P = spawn(?MODULE, echo, []), P ! {self(), {a, [1, 2], <<"b">>}}, receive {echo, V} -> V end end)()},
     {spawn_fun, (fun() -> Me = self(), Y = id(5), spawn(fun() -> Me ! {fromfun, Y * 2} end), receive {fromfun, Z} -> Z end end)()},
     {pingpong, pingpong(1000)},
     {ring, ring(50, 20)},
     {many, many(1000)},
     {large_message, (fun() -> P2 = spawn(?MODULE, echo, []), L = seq(1, 1000), P2 ! {self(), L}, receive {echo, L2} -> L2 =:= L end end)()},
     {link, (fun() -> process_flag(trap_exit, true), P3 = spawn_link(?MODULE, child, [die]), receive {'EXIT', P3, R3} -> R3 end end)()},
     {normal, (fun() -> P4 = spawn_link(?MODULE, child, [fine]), receive {'EXIT', P4, R4} -> R4 end end)()},
     {monitor, (fun() -> {P5, M5} = spawn_monitor(?MODULE, child, [die]), receive {'DOWN', M5, process, P5, R5} -> R5 end end)()},
     {ref_receive, ref_receive()},
     {send_after, (fun() -> erlang:send_after(5, self(), tick), receive tick -> ok after 2000 -> late end end)()},
     {loop_timeout, loop_timeout(3)},
     {result, (fun() -> R6 = (self() ! msg), receive msg -> R6 end end)()},
     {register, (fun() -> register(me_test, self()), me_test ! named, receive named -> unregister(me_test) end end)()},
     {fanin, fanin(20, 50)}].

echo() -> receive {From, X} -> From ! {echo, X}, echo(); stop -> ok end.

child(die) -> exit(reason);
child(fine) -> ok.

pingpong(N) ->
    P = spawn(?MODULE, echo, []),
    R = pp(P, N, 0),
    P ! stop,
    R.

pp(_, 0, S) -> S;
pp(P, N, S) -> P ! {self(), N}, receive {echo, X} -> pp(P, N - 1, S + X) end.

ring(N, Rounds) ->
    Me = self(),
    First = build(N, Me),
    First ! {token, Rounds},
    lap(First).

build(0, Last) -> Last;
build(N, Next) -> build(N - 1, spawn(fun() -> node_(Next) end)).

node_(Next) -> receive {token, 0} -> Next ! {token, 0}; {token, N} -> Next ! {token, N}, node_(Next) end.

lap(First) ->
    receive
        {token, 0} -> finished;
        {token, N} -> First ! {token, N - 1}, lap(First)
    end.

many(N) ->
    Me = self(),
    [spawn(fun() -> Me ! {child, I} end) || I <- seq(1, N)],
    collect(N, 0).

collect(0, S) -> S;
collect(N, S) -> receive {child, I} -> collect(N - 1, S + I) end.

ref_receive() ->
    P = spawn(fun() -> server(0) end),
    [self() ! {noise, X} || X <- seq(1, 100)],
    R = [call(P, X) || X <- seq(1, 50)],
    P ! stop,
    flush(),
    total(R).

total([]) -> 0;
total([H | T]) -> H + total(T).

call(P, X) ->
    Ref = make_ref(),
    P ! {Ref, self(), X},
    receive {Ref, V} -> V after 5000 -> timeout end.

server(N) -> receive {Ref, From, X} -> From ! {Ref, X + N}, server(N + 1); stop -> ok end.

flush() -> receive {noise, _} -> flush() after 0 -> ok end.

loop_timeout(0) -> done;
loop_timeout(N) -> receive never -> x after 1 -> loop_timeout(N - 1) end.

fanin(P, N) ->
    Me = self(),
    [spawn(fun() -> [Me ! {n, I} || I <- seq(1, N)] end) || _ <- seq(1, P)],
    sum(P * N, 0).

sum(0, S) -> S;
sum(N, S) -> receive {n, I} -> sum(N - 1, S + I) end.

seq(N, M) when N > M -> [];
seq(N, M) -> [N | seq(N + 1, M)].
