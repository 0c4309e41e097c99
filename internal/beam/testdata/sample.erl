-module(sample).
-export([sum/1, 'odd name'/0]).

sum([]) -> 0;
sum([H | T]) -> H + sum(T).

'odd name'() ->
    F = fun(X) -> {X, <<"a literal">>, 12345678901234567890, 1.5} end,
    lists:map(F, [1, 2.0, #{a => b}]).
