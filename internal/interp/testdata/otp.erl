-module(otp).
-export([groups/0, run/1, stop/1, init/1, handle_call/3, handle_call/2, handle_cast/2, handle_info/2, handle_event/2, callback_mode/0, open/3, closed/3]).
-behaviour(gen_server).

%% Calls into the modules of an installed Erlang/OTP. run/1 gives for each case of a group its value or how
%% it failed; the same runs on the real thing.

groups() ->
    [lists, maps, sets, gb, queue, array, dict, string, base64, proplists, sofs, digraph, scan, parse, pp,
     io_lib, calendar, rand, timer, servers, misc].

run(G) -> [{N, c(F)} || {N, F} <- cases(G)].

c(F) -> try {ok, F()} catch C:R -> {C, R} end.

cases(lists) ->
    L = [5, 3, 8, 1, 9, 2, 7],
    [{sort, fun() -> lists:sort(L) end},
     {sort2, fun() -> lists:sort(fun(A, B) -> A > B end, L) end},
     {usort, fun() -> lists:usort([1, 2, 1, 3, 2]) end},
     {keysort, fun() -> lists:keysort(2, [{a, 3}, {b, 1}, {c, 2}]) end},
     {map, fun() -> lists:map(fun(X) -> X * 2 end, L) end},
     {foldl, fun() -> lists:foldl(fun(X, A) -> X + A end, 0, L) end},
     {foldr, fun() -> lists:foldr(fun(X, A) -> [X | A] end, [], L) end},
     {filter, fun() -> lists:filter(fun(X) -> X > 4 end, L) end},
     {partition, fun() -> lists:partition(fun(X) -> X > 4 end, L) end},
     {zip, fun() -> lists:zip([1, 2, 3], [a, b, c]) end},
     {unzip3, fun() -> lists:unzip3([{1, a, x}, {2, b, y}]) end},
     {flatten, fun() -> lists:flatten([1, [2, [3, [4]], 5]]) end},
     {append, fun() -> lists:append([[1], [2, 3], []]) end},
     {reverse, fun() -> lists:reverse(L, [x]) end},
     {nth, fun() -> {lists:nth(3, L), lists:nthtail(3, L), lists:last(L)} end},
     {member, fun() -> {lists:member(9, L), lists:member(x, L)} end},
     {keyfind, fun() -> {lists:keyfind(b, 1, [{a, 1}, {b, 2}]), lists:keymember(z, 1, []), lists:keysearch(a, 1, [{a, 1}])} end},
     {keys, fun() -> {lists:keydelete(a, 1, [{a, 1}, {b, 2}]), lists:keyreplace(a, 1, [{a, 1}], {c, 3}), lists:keystore(z, 1, [{a, 1}], {z, 9}), lists:keytake(a, 1, [{a, 1}, {b, 2}])} end},
     {seq, fun() -> {lists:seq(1, 10), lists:seq(10, 1, -3), lists:seq(5, 4)} end},
     {seqs, fun() -> lists:seq(1, 10, 0) end},
     {sum, fun() -> {lists:sum(L), lists:max(L), lists:min(L)} end},
     {split, fun() -> {lists:split(2, L), lists:splitwith(fun(X) -> X > 2 end, L), lists:sublist(L, 2, 3)} end},
     {merge, fun() -> {lists:merge([1, 3], [2, 4]), lists:umerge([[1, 2], [2, 3]]), lists:merge3([1], [2], [3])} end},
     {dropwhile, fun() -> {lists:dropwhile(fun(X) -> X > 2 end, L), lists:takewhile(fun(X) -> X > 2 end, L), lists:droplast(L)} end},
     {mapfoldl, fun() -> {lists:mapfoldl(fun(X, A) -> {X * A, A + 1} end, 1, L), lists:mapfoldr(fun(X, A) -> {X, X + A} end, 0, L)} end},
     {all_any, fun() -> {lists:all(fun is_integer/1, L), lists:any(fun is_atom/1, L), lists:search(fun(X) -> X > 5 end, L)} end},
     {concat, fun() -> lists:concat([abc, 1, "def", 2.5]) end},
     {prefix, fun() -> {lists:prefix("ab", "abc"), lists:suffix("bc", "abc"), lists:join(x, [1, 2, 3])} end},
     {subtract, fun() -> lists:subtract([1, 2, 3, 2], [2]) end},
     {filtermap, fun() -> {lists:filtermap(fun(X) when X > 5 -> {true, X * X}; (_) -> false end, L), lists:flatmap(fun(X) -> [X, X] end, [1, 2])} end},
     {duplicate, fun() -> lists:duplicate(3, x) end},
     {enumerate, fun() -> lists:enumerate([a, b]) end},
     {long, fun() -> lists:sum(lists:sort([(X * 7919) rem 10007 || X <- lists:seq(1, 500)])) end},
     {ukeysort, fun() -> lists:ukeysort(1, [{2, a}, {1, b}, {2, c}]) end},
     {bad, fun() -> lists:nth(10, L) end},
     {bad2, fun() -> lists:sum([a]) end},
     {foreach, fun() -> lists:foreach(fun(X) -> X end, L) end}];
cases(maps) ->
    M = #{a => 1, b => 2, c => 3},
    [{basic, fun() -> {maps:get(a, M), maps:get(z, M, none), maps:find(b, M), maps:find(z, M), maps:is_key(a, M)} end},
     {put, fun() -> {maps:put(d, 4, M), maps:remove(a, M), maps:update(a, 9, M), maps:take(a, M)} end},
     {to_list, fun() -> {lists:sort(maps:to_list(M)), maps:keys(M), maps:values(M), maps:size(M)} end},
     {from_list, fun() -> {maps:from_list([{x, 1}, {y, 2}, {x, 3}]), maps:from_keys([a, b], 0)} end},
     {fold, fun() -> maps:fold(fun(_, V, A) -> V + A end, 0, M) end},
     {map, fun() -> {maps:map(fun(_, V) -> V * 2 end, M), maps:filter(fun(_, V) -> V > 1 end, M), maps:filtermap(fun(_, V) -> V > 1 andalso {true, -V} end, M)} end},
     {merge, fun() -> {maps:merge(M, #{c => 9, d => 0}), maps:merge_with(fun(_, X, Y) -> {X, Y} end, M, #{c => 9}), maps:intersect(M, #{a => x})} end},
     {with, fun() -> {maps:with([a, z], M), maps:without([a], M)} end},
     {update_with, fun() -> {maps:update_with(a, fun(V) -> V + 1 end, M), maps:update_with(z, fun(V) -> V end, 0, M)} end},
     {iterator, fun() -> I = maps:iterator(M), {K, V, _} = maps:next(I), {K, V} end},
     {groups, fun() -> maps:groups_from_list(fun(X) -> X rem 3 end, [1, 2, 3, 4, 5]) end},
     {large, fun() -> B = maps:from_list([{X, X} || X <- lists:seq(1, 1000)]), {maps:size(B), lists:sum(maps:values(B)), maps:size(maps:filter(fun(K, _) -> K rem 2 =:= 0 end, B))} end},
     {bad, fun() -> maps:get(z, M) end},
     {bad2, fun() -> maps:update(z, 1, M) end},
     {bad3, fun() -> maps:to_list(x) end}];
cases(sets) ->
    [{v1, fun() -> S = sets:from_list([3, 1, 2, 1]), {sets:size(S), lists:sort(sets:to_list(S)), sets:is_element(2, S)} end},
     {v2, fun() -> S = sets:from_list([3, 1, 2, 1], [{version, 2}]), {sets:size(S), sets:is_element(9, S), lists:sort(sets:to_list(sets:union(S, sets:from_list([7], [{version, 2}]))))} end},
     {ops, fun() -> A = ordsets:from_list([1, 2, 3]), B = ordsets:from_list([2, 3, 4]), {ordsets:union(A, B), ordsets:intersection(A, B), ordsets:subtract(A, B), ordsets:is_subset([1], A)} end},
     {fold, fun() -> sets:fold(fun(X, A) -> X + A end, 0, sets:from_list(lists:seq(1, 500))) end},
     {filter, fun() -> lists:sort(sets:to_list(sets:filter(fun(X) -> X > 3 end, sets:from_list([1, 2, 3, 4, 5])))) end}];
cases(gb) ->
    T = lists:foldl(fun(X, A) -> gb_trees:enter((X * 37) rem 101, X, A) end, gb_trees:empty(), lists:seq(1, 100)),
    [{tree, fun() -> {gb_trees:size(T), gb_trees:lookup(50, T), gb_trees:smallest(T), gb_trees:largest(T)} end},
     {keys, fun() -> gb_trees:keys(gb_trees:balance(T)) end},
     {delete, fun() -> gb_trees:size(gb_trees:delete(5, T)) end},
     {iter, fun() -> {K, V, _} = gb_trees:next(gb_trees:iterator(T)), {K, V} end},
     {sets, fun() -> S = gb_sets:from_list([c, a, b, a]), {gb_sets:to_list(S), gb_sets:is_member(a, S), gb_sets:to_list(gb_sets:delete(a, S)), gb_sets:smallest(S)} end},
     {take, fun() -> {K, V, T2} = gb_trees:take_smallest(T), {K, V, gb_trees:size(T2)} end}];
cases(queue) ->
    Q = lists:foldl(fun queue:in/2, queue:new(), lists:seq(1, 10)),
    [{list, fun() -> queue:to_list(Q) end},
     {out, fun() -> {{value, X}, Q2} = queue:out(Q), {X, queue:len(Q2)} end},
     {ops, fun() -> {queue:peek(Q), queue:peek_r(Q), queue:to_list(queue:reverse(Q)), queue:member(5, Q)} end},
     {split, fun() -> {A, B} = queue:split(3, Q), {queue:to_list(A), queue:to_list(B)} end},
     {filter, fun() -> queue:to_list(queue:filter(fun(X) -> X rem 2 =:= 0 end, Q)) end}];
cases(array) ->
    A = array:from_list(lists:seq(1, 50)),
    [{get, fun() -> {array:get(10, A), array:size(A), array:get(3, array:set(3, x, A))} end},
     {fold, fun() -> array:foldl(fun(_, V, S) -> V + S end, 0, A) end},
     {sparse, fun() -> array:sparse_to_orddict(array:set(100, y, array:new())) end},
     {resize, fun() -> array:to_list(array:resize(5, A)) end},
     {map, fun() -> array:to_list(array:map(fun(I, V) -> I * V end, array:resize(4, A))) end}];
cases(dict) ->
    D = dict:from_list([{X, X * X} || X <- lists:seq(1, 100)]),
    [{fetch, fun() -> {dict:fetch(7, D), dict:find(500, D), dict:size(D)} end},
     {update, fun() -> dict:fetch(a, dict:update_counter(a, 5, dict:store(a, 1, dict:new()))) end},
     {fold, fun() -> dict:fold(fun(_, V, A) -> V + A end, 0, D) end},
     {erase, fun() -> dict:size(dict:erase(5, D)) end},
     {append, fun() -> lists:sort(dict:to_list(dict:append(k, v, dict:append(k, w, dict:new())))) end},
     {orddict, fun() -> O = orddict:from_list([{b, 1}, {a, 2}]), {O, orddict:fetch(a, O), orddict:store(c, 3, O), orddict:merge(fun(_, X, Y) -> X + Y end, O, O)} end}];
cases(string) ->
    [{case_, fun() -> {string:uppercase("hello äöß"), string:lowercase("HELLO ÄÖ"), string:titlecase("abc"), string:casefold("ß")} end},
     {trim, fun() -> {string:trim("  x y  "), string:trim("xxaxx", both, "x"), string:trim(<<" b ">>)} end},
     {split, fun() -> {string:split("a,b,c", ","), string:split("a,b,c", ",", all), string:lexemes("a b  c", " "), string:tokens("a-b-c", "-")} end},
     {len, fun() -> {string:length("héllo"), string:length(<<"héllo"/utf8>>), string:length("e\x{301}x")} end},
     {find, fun() -> {string:find("hello world", "o w"), string:find("abc", "z"), string:str("hello", "l"), string:rstr("hello", "l"), string:chr("abc", $b)} end},
     {pad, fun() -> {lists:flatten(string:pad("x", 5)), lists:flatten(string:pad("x", 5, leading, $0)), string:centre("ab", 6), string:left("ab", 4, $.), string:right("ab", 4)} end},
     {slice, fun() -> {string:slice("hello", 1, 3), string:slice(<<"hello">>, 2), string:substr("hello", 2, 3), string:sub_string("hello", 2, 4)} end},
     {replace, fun() -> lists:flatten(string:replace("a-b-c", "-", "+", all)) end},
     {to, fun() -> {string:to_integer("42abc"), string:to_float("1.5x"), string:to_integer("x")} end},
     {equal, fun() -> {string:equal("abc", <<"abc">>), string:equal("ABC", "abc", true), string:prefix("hello", "he"), string:is_empty("")} end},
     {graphemes, fun() -> {string:to_graphemes("e\x{301}a"), string:next_grapheme("abc"), string:next_codepoint(<<"abc">>), string:reverse("abc")} end},
     {words, fun() -> {string:words("a b c"), string:concat("a", "b"), string:copies("ab", 3), string:join(["a", "b"], ", ")} end},
     {take, fun() -> {string:take("abc123", "abc"), string:take("abc123", "123", true), string:nth_lexeme("a.b.c", 2, ".")} end},
     {nfc, fun() -> {unicode:characters_to_nfc_list("e\x{301}"), unicode:characters_to_nfd_list("é"), unicode:characters_to_binary("åäö")} end},
     {gc, fun() -> unicode_util:gc("e\x{301}xyz") end},
     {jaro, fun() -> string:jaro_similarity("ditto", "ditto") end}];
cases(base64) ->
    [{encode, fun() -> {base64:encode(<<"hello world">>), base64:encode("a"), base64:encode_to_string(<<1, 2, 3, 4>>)} end},
     {decode, fun() -> {base64:decode(<<"aGVsbG8=">>), base64:decode("aGVs\nbG8="), base64:mime_decode("aGVs*bG8=")} end},
     {long, fun() -> B = binary:copy(<<"0123456789">>, 100), base64:decode(base64:encode(B)) =:= B end},
     {bad, fun() -> base64:decode(<<"a">>) end}];
cases(proplists) ->
    P = [a, {b, 2}, {c, 3}, {b, 4}],
    [{get, fun() -> {proplists:get_value(b, P), proplists:get_value(z, P, d), proplists:get_bool(a, P), proplists:get_all_values(b, P), proplists:lookup(c, P)} end},
     {ops, fun() -> {proplists:delete(b, P), proplists:get_keys(P), proplists:compact([{a, true}]), proplists:unfold([a]), proplists:is_defined(c, P), proplists:to_map(P)} end},
     {normalize, fun() -> proplists:normalize([no_b, {x, 1}], [{negations, [{no_b, b}]}, {aliases, [{x, y}]}]) end}];
cases(sofs) ->
    [{rel, fun() -> R = sofs:relation([{1, a}, {2, b}, {3, a}]), {sofs:to_external(sofs:domain(R)), sofs:to_external(sofs:range(R)), sofs:to_external(sofs:converse(R)), sofs:to_external(sofs:relation_to_family(sofs:converse(R)))} end},
     {set, fun() -> sofs:to_external(sofs:union(sofs:set([a, b]), sofs:set([b, c]))) end},
     {compose, fun() -> sofs:to_external(sofs:composite(sofs:a_function([{1, a}, {2, b}]), sofs:a_function([{a, x}, {b, y}]))) end},
     {partition, fun() -> sofs:to_external(sofs:partition(fun(S) -> sofs:from_term(element(1, sofs:to_external(S))) end, sofs:set([{1, a}, {1, b}, {2, c}]))) end}];
cases(digraph) ->
    [{graph, fun() ->
         G = digraph:new(),
         [digraph:add_vertex(G, V) || V <- [a, b, c, d]],
         [digraph:add_edge(G, X, Y) || {X, Y} <- [{a, b}, {b, c}, {c, a}, {c, d}]],
         R = {lists:sort(digraph:vertices(G)), digraph:no_edges(G), digraph:get_path(G, a, d), lists:sort(digraph:out_neighbours(G, c)), digraph:get_cycle(G, a)},
         digraph:delete(G), R end},
     {utils, fun() ->
         G = digraph:new([acyclic]),
         [digraph:add_vertex(G, V) || V <- [1, 2, 3]],
         digraph:add_edge(G, 1, 2), digraph:add_edge(G, 2, 3),
         {digraph_utils:topsort(G), digraph_utils:is_acyclic(G), lists:sort(digraph_utils:reachable([2], G))} end}];
cases(scan) ->
    [{tokens, fun() -> erl_scan:string("foo(X) when X > 1 -> {X, \"s\", $c, 1.5e3, 16#ff, 'a b'}. % comment") end},
     {bad, fun() -> erl_scan:string("\"abc") end},
     {text, fun() -> erl_scan:string("a + B.", {1, 1}, [text]) end},
     {reserved, fun() -> [erl_scan:reserved_word(W) || W <- ['case', foo, 'end']] end}];
cases(parse) ->
    [{form, fun() -> parse("f(X, [H|T]) when is_list(T), H > 1 -> case X of {a, Y} -> Y + 1; _ -> fun(Z) -> Z * 2 end end.") end},
     {record, fun() -> parse("-record(r, {a, b = 1 :: integer()}).") end},
     {spec, fun() -> parse("-spec f(integer()) -> atom() | [binary()].") end},
     {term, fun() -> {ok, T, _} = erl_scan:string("{a, [1, 2.5, \"x\"], #{k => v}, <<1, 2>>}."), erl_parse:parse_term(T) end},
     {bad, fun() -> parse("f(X -> X.") end},
     {exprs, fun() -> {ok, T, _} = erl_scan:string("A = 1 + 2 * 3, try A of _ -> ok catch error:_ -> bad after done end, [X || X <- L, X > 2], <<B:8/integer>>."), erl_parse:parse_exprs(T) end},
     {eval, fun() -> {ok, T, _} = erl_scan:string("F = fun(0) -> 1; (N) -> N * 2 end, {F(0), F(21), [X * X || X <- [1, 2, 3]], lists:sum([1, 2, 3])}."), {ok, E} = erl_parse:parse_exprs(T), element(2, erl_eval:exprs(E, erl_eval:new_bindings())) end},
     {abstract, fun() -> erl_parse:normalise(erl_parse:abstract({a, [1, "x"], 2.5, <<"b">>})) end}];
cases(pp) ->
    [{form, fun() -> {ok, F} = parse("f(X, [H|T]) when is_list(T), H > 1 -> case X of {a, Y} -> Y + 1; _ -> fun(Z) -> Z * 2 end end."), lists:flatten(erl_pp:form(F)) end},
     {expr, fun() -> {ok, T, _} = erl_scan:string("{a, [1, 2 | X], \"str\", #{k => v}, <<1:8>>, not A andalso B}."), {ok, [E]} = erl_parse:parse_exprs(T), lists:flatten(erl_pp:expr(E)) end}];
cases(io_lib) ->
    F = fun(Fmt, Args) -> lists:flatten(io_lib:format(Fmt, Args)) end,
    [{w, fun() -> F("~w ~w ~w", [{a, [1, 2], "str"}, <<"bin">>, 1.5]) end},
     {p, fun() -> F("~p ~p ~p", [{a, [1, 2], "str"}, <<"bin">>, #{a => 1}]) end},
     {p_long, fun() -> F("~p", [[{some_long_atom_name, X, "and a string", [X, X + 1, X + 2]} || X <- lists:seq(1, 10)]]) end},
     {s, fun() -> F("~s|~10s|~-10s|~.3s|~ts", ["abc", "abc", "abc", "abcdef", [229, 1234]]) end},
     {d, fun() -> F("~b ~5b ~-5b| ~.16b ~.16B ~.16# ~c ~3c", [42, 42, 42, 255, 255, 255, $x, $y]) end},
     {f, fun() -> F("~f ~.2f ~e ~.3e ~g ~10.3f|", [1.5, 3.14159, 1.5, 12345.678, 0.1, 2.71828]) end},
     {misc, fun() -> F("~~ ~n ~i~w ~*c", [skipped, shown, 4, $-]) end},
     {depth, fun() -> F("~P ~W", [lists:seq(1, 100), 8, {a, {b, {c, {d, e}}}}, 4]) end},
     {quoted, fun() -> F("~p ~p ~p ~p", ['hello world', 'A', [], "ünï"]) end},
     {write, fun() -> {lists:flatten(io_lib:write({a, "b", 1})), lists:flatten(io_lib:print({a, "b", 1})), io_lib:write_string("a\nb"), io_lib:write_atom('a b')} end},
     {fread, fun() -> {io_lib:fread("~d ~s ~f", "42 abc 1.5"), io_lib:fread("~a", "atom rest")} end},
     {bad, fun() -> F("~d", [x]) end},
     {bad2, fun() -> F("~w", []) end},
     {nl, fun() -> io_lib:nl() end},
     {chars, fun() -> {io_lib:printable_list("abc"), io_lib:deep_char_list(["a", [$b]]), io_lib:latin1_char_list("å")} end},
     {records, fun() -> F("~p", [{state, undefined, [], #{}, fun lists:map/2}]) end}];
cases(calendar) ->
    [{day, fun() -> {calendar:day_of_the_week(2024, 2, 29), calendar:is_leap_year(1900), calendar:last_day_of_the_month(2023, 2)} end},
     {seconds, fun() -> {calendar:datetime_to_gregorian_seconds({{2024, 1, 1}, {12, 30, 15}}), calendar:gregorian_seconds_to_datetime(63871245015)} end},
     {rfc, fun() -> {calendar:system_time_to_rfc3339(1700000000, [{offset, "Z"}]), calendar:rfc3339_to_system_time("2023-11-14T22:13:20Z")} end},
     {valid, fun() -> {calendar:valid_date(2023, 2, 29), calendar:iso_week_number({2024, 12, 30}), calendar:seconds_to_daystime(100000), calendar:time_difference({{2020, 1, 1}, {0, 0, 0}}, {{2021, 1, 2}, {1, 2, 3}})} end}];
cases(rand) ->
    [{exsss, fun() -> S = rand:seed_s(exsss, {1, 2, 3}), {A, S1} = rand:uniform_s(1000, S), {B, S2} = rand:uniform_s(S1), {C, _} = rand:normal_s(S2), {A, B, C} end},
     {exro, fun() -> S = rand:seed_s(exro928ss, 42), {A, S1} = rand:uniform_s(1 bsl 70, S), {B, _} = rand:uniform_real_s(S1), {A, B} end},
     {process, fun() -> rand:seed(exrop, {7, 8, 9}), [rand:uniform(100) || _ <- lists:seq(1, 10)] end},
     {bytes, fun() -> {B, _} = rand:bytes_s(10, rand:seed_s(exsss, 5)), B end},
     {jump, fun() -> S = rand:jump(rand:seed_s(exsss, 5)), element(1, rand:uniform_s(1000000, S)) end}];
cases(timer) ->
    [{units, fun() -> {timer:seconds(3), timer:minutes(2), timer:hours(1), timer:hms(1, 2, 3)} end},
     {sleep, fun() -> timer:sleep(5) end},
     {tc, fun() -> element(2, timer:tc(lists, sum, [[1, 2]])) end}];
cases(servers) ->
    [{gen_server, fun() ->
         {ok, P} = gen_server:start_link(?MODULE, [counter], []),
         A = gen_server:call(P, {add, 5}), gen_server:cast(P, {add, 2}), P ! {add, 10}, B = gen_server:call(P, get),
         gen_server:stop(P), {A, B} end},
     {call_noproc, fun() -> try gen_server:call(no_such_server, x) catch exit:{R, {gen_server, call, _}} -> R end end},
     {timeout, fun() -> {ok, P} = gen_server:start(?MODULE, [counter], []), try gen_server:call(P, hang, 20) catch exit:{timeout, _} -> timed_out end end},
     {named, fun() -> {ok, P} = gen_server:start({local, otp_named}, ?MODULE, [counter], []), R = gen_server:call(otp_named, {add, 1}), {error, {already_started, P}} = gen_server:start({local, otp_named}, ?MODULE, [counter], []), gen_server:stop(P), R end},
     {crash, fun() -> {ok, P} = gen_server:start(?MODULE, [counter], []), M = monitor(process, P), catch gen_server:call(P, crash), receive {'DOWN', M, _, _, {R, _}} -> R end end},
     {init_stop, fun() -> gen_server:start(?MODULE, [stop], []) end},
     {gen_event, fun() -> {ok, E} = gen_event:start_link(), ok = gen_event:add_handler(E, ?MODULE, [handler]), ok = gen_event:sync_notify(E, {note, 7}), R = gen_event:call(E, ?MODULE, get), H = gen_event:which_handlers(E), gen_event:stop(E), {R, H} end},
     {gen_statem, fun() ->
         {ok, P} = gen_statem:start_link(?MODULE, [statem], []),
         A = gen_statem:call(P, state), gen_statem:cast(P, push), B = gen_statem:call(P, state), gen_statem:cast(P, push), C = gen_statem:call(P, state),
         gen_statem:stop(P), {A, B, C} end},
     {supervisor, fun() ->
         {ok, S} = supervisor:start_link(?MODULE, [sup]),
         [{_, P1, _, _}] = supervisor:which_children(S),
         M = monitor(process, P1), exit(P1, kill), receive {'DOWN', M, _, _, killed} -> ok end,
         timer:sleep(30),
         [{_, P2, _, _}] = supervisor:which_children(S),
         R = {is_pid(P2), P1 =/= P2, supervisor:count_children(S)},
         unlink(S), exit(S, shutdown), R end},
     {sys, fun() -> {ok, P} = gen_server:start_link(?MODULE, [counter], []), gen_server:call(P, {add, 3}), S = sys:get_state(P), sys:replace_state(P, fun(X) -> X * 10 end), R = gen_server:call(P, get), sys:suspend(P), sys:resume(P), gen_server:stop(P), {S, R} end},
     {proc_lib, fun() -> Self = self(), P = proc_lib:spawn_link(fun() -> Self ! {hi, proc_lib:initial_call(self())} end), receive {hi, _} -> is_pid(P) end end},
     {start_link, fun() -> {ok, P} = proc_lib:start_link(?MODULE, run, [child_init]), is_pid(P) end},
     {multi, fun() -> {ok, P} = gen_server:start_link(?MODULE, [counter], []), R = [gen_server:call(P, {add, I}) || I <- lists:seq(1, 100)], gen_server:stop(P), lists:sum(R) end},
     {send_request, fun() -> {ok, P} = gen_server:start_link(?MODULE, [counter], []), Id = gen_server:send_request(P, {add, 4}), R = gen_server:wait_response(Id, 1000), gen_server:stop(P), R end}];
cases(child_init) -> proc_lib:init_ack({ok, self()}), [];
cases(misc) ->
    [{ordsets, fun() -> ordsets:from_list([b, a, b]) end},
     {binary, fun() -> {binary:split(<<"a,b,c">>, <<",">>, [global]), binary:match(<<"hello">>, <<"l">>), binary:matches(<<"hello">>, <<"l">>), binary:replace(<<"a-b">>, <<"-">>, <<"+">>), binary:part(<<"hello">>, 1, 3)} end},
     {bin2, fun() -> {binary:copy(<<"ab">>, 3)} end},
     {filename, fun() -> {filename:join(["a", "b", "c.erl"]), filename:basename("/x/y.erl", ".erl"), filename:dirname("/x/y.erl"), filename:extension("a.b"), filename:split("/a/b"), filename:rootname("x.erl")} end},
     {uri, fun() -> uri_string:parse("http://user@host:80/path?q=1#frag") end},
     {math, fun() -> {math:pow(2, 10), math:sqrt(16), math:floor(1.5)} end},
     {term_to_binary, fun() -> T = {a, [1, 2.5, <<"x">>], #{k => "v"}, 1 bsl 80}, binary_to_term(term_to_binary(T)) =:= T end},
     {phash2, fun() -> [erlang:phash2(X) || X <- [a, 1, "abc", {1, 2}, <<"bin">>, 1.5, #{a => 1}, [], 1 bsl 70]] end},
     {crc, fun() -> {erlang:crc32(<<"hello">>), erlang:adler32(<<"hello">>), erlang:md5(<<"hello">>)} end},
     {conv, fun() -> {integer_to_list(255, 16), list_to_integer("ff", 16), float_to_list(1.5, [{decimals, 2}]), list_to_float("1.5"), atom_to_list(a), list_to_atom("xyz"), tuple_to_list({1, 2})} end},
     {iolist, fun() -> {iolist_to_binary([<<"a">>, "b", [1, [2]]]), iolist_size(["abc", <<"d">>])} end},
     {ets, fun() -> T = ets:new(t, [set]), ets:insert(T, [{a, 1}, {b, 2}]), R = {ets:lookup(T, a), ets:info(T, size), lists:sort(ets:tab2list(T)), ets:match(T, {'$1', 2}), ets:select(T, [{{'$1', '$2'}, [{'>', '$2', 1}], ['$1']}])}, ets:delete(T), R end},
     {pdict, fun() -> put(k, v), R = {get(k), put(k, w), erase(k), get(k)}, R end},
     {gb_merge, fun() -> gb_sets:to_list(gb_sets:union(gb_sets:from_list([1, 3]), gb_sets:from_list([2]))) end},
     {fun_info, fun() -> F = fun lists:map/2, {erlang:fun_info(F, module), erlang:fun_info(F, arity), erlang:fun_info(F, name)} end},
     {mod_info, fun() -> {lists:keyfind(run, 1, ?MODULE:module_info(exports)), ?MODULE:module_info(module)} end},
     {apply3, fun() -> {apply(lists, reverse, [[1, 2]]), erlang:apply(fun(X) -> X end, [1])} end},
     {phash, fun() -> [erlang:phash(X, 1 bsl 32) || X <- [0, 1, 255, 256, -1, 1 bsl 40, -(1 bsl 40), 1 bsl 58, 1 bsl 70, -(1 bsl 70), 1 bsl 130, a, hello, [], "abc", [a], [a, b], [1, a | b], [1000, 2], {}, {1}, {a, {b}}, <<>>, <<"abc">>, <<1:3>>, <<"ab", 5:4>>, 1.5, 0.0, -2.25, {[1, {2}], "x"}]] end}].

parse(S) -> {ok, T, _} = erl_scan:string(S), erl_parse:parse_form(T).

stop(P) -> gen_server:stop(P).

init([counter]) -> {ok, 0};
init([stop]) -> {stop, not_today};
init([handler]) -> {ok, []};
init([statem]) -> {ok, closed, 0};
init([sup]) -> {ok, {#{strategy => one_for_one, intensity => 3, period => 5}, [#{id => c, start => {gen_server, start_link, [?MODULE, [counter], []]}}]}}.

handle_call({add, N}, _From, S) -> {reply, S + N, S + N};
handle_call(get, _From, S) -> {reply, S, S};
handle_call(hang, _From, S) -> {noreply, S};
handle_call(crash, _From, _) -> error(crashed).

handle_cast({add, N}, S) -> {noreply, S + N}.

handle_info({add, N}, S) -> {noreply, S + N};
handle_info(_, S) -> {noreply, S}.

handle_call(get, S) -> {ok, S, S}.

handle_event({note, N}, S) -> {ok, [N | S]}.

callback_mode() -> state_functions.

closed({call, F}, state, D) -> {keep_state, D, [{reply, F, closed}]};
closed(cast, push, D) -> {next_state, open, D + 1}.

open({call, F}, state, D) -> {keep_state, D, [{reply, F, {open, D}}]};
open(cast, push, D) -> {next_state, closed, D}.
