-module(driver).
-export([run/3, setup/0]).

%% Calls a function and hands what comes of it to the native of the test.

run(M, F, A) ->
    joist_test:report(try {ok, apply(M, F, A)} catch C:R:S -> {C, R, S} end).

%% The table that the application controller of a real system has; some modules look into it.
setup() ->
    Self = self(),
    spawn(fun() -> ets:new(ac_tab, [named_table, public]), Self ! ready, receive stop -> ok end end),
    receive ready -> ok end.
