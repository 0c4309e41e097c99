-module(driver).
-export([run/3]).

%% Calls a function and hands what comes of it to the native of the test.

run(M, F, A) ->
    joist_test:report(try {ok, apply(M, F, A)} catch C:R:S -> {C, R, S} end).
