{module, 'Elixir.Seq'}.
{exports, [{'__info__',1},{tak,3},{sum,2},{run,0},{nrev,1},{map,2},{fib,1},{build,2},{app,2},{module_info,0},{module_info,1}]}.
{labels, 41}.

{function, '__info__', 1, 18}.
  {label,17}.
    {line,[{location,"testdata/programs/seq.ex",1}]}.
    {func_info,{atom,'Elixir.Seq'},{atom,'__info__'},1}.
  {label,18}.
    {select_val,{x,0},{f,17},{list,[{atom,module},{f,19},{atom,functions},{f,20},{atom,macros},{f,21},{atom,struct},{f,22},{atom,exports_md5},{f,23},{atom,attributes},{f,24},{atom,compile},{f,25},{atom,md5},{f,26},{atom,deprecated},{f,27}]}}.
  {label,19}.
    {move,{atom,'Elixir.Seq'},{x,0}}.
    return.
  {label,20}.
    {move,{literal,0},{x,0}}.
    return.
  {label,21}.
    {move,nil,{x,0}}.
    return.
  {label,22}.
    {move,{atom,nil},{x,0}}.
    return.
  {label,23}.
    {move,{literal,1},{x,0}}.
    return.
  {label,24}.
    {move,{atom,attributes},{x,1}}.
    {move,{atom,'Elixir.Seq'},{x,0}}.
    {call_ext_only,2,{extfunc,erlang,get_module_info,2}}.
  {label,25}.
    {move,{atom,compile},{x,1}}.
    {move,{atom,'Elixir.Seq'},{x,0}}.
    {call_ext_only,2,{extfunc,erlang,get_module_info,2}}.
  {label,26}.
    {move,{atom,md5},{x,1}}.
    {move,{atom,'Elixir.Seq'},{x,0}}.
    {call_ext_only,2,{extfunc,erlang,get_module_info,2}}.
  {label,27}.
    {move,nil,{x,0}}.
    return.

{function, tak, 3, 2}.
  {label,1}.
    {line,[{location,"testdata/programs/seq.ex",11}]}.
    {func_info,{atom,'Elixir.Seq'},{atom,tak},3}.
  {label,2}.
    {is_lt,{f,28},{x,1},{x,0}}.
    {allocate,4,3}.
    {init_yregs,{list,[{y,3}]}}.
    {move,{x,0},{y,0}}.
    {move,{x,1},{y,1}}.
    {move,{x,2},{y,2}}.
    {line,[{location,"testdata/programs/seq.ex",12}]}.
    {gc_bif2,{f,0},3,{extfunc,erlang,'-',2},{x,0},{integer,1},{x,0}}.
    {call,3,{f,2}}.
    {gc_bif2,{f,0},1,{extfunc,erlang,'-',2},{y,1},{integer,1},{x,1}}.
    {move,{x,0},{y,3}}.
    {move,{x,1},{x,0}}.
    {move,{y,0},{x,2}}.
    {move,{y,2},{x,1}}.
    {call,3,{f,2}}.
    {gc_bif2,{f,0},1,{extfunc,erlang,'-',2},{y,2},{integer,1},{x,1}}.
    {move,{x,0},{y,2}}.
    {move,{x,1},{x,0}}.
    {move,{y,1},{x,2}}.
    {move,{y,0},{x,1}}.
    {call,3,{f,2}}.
    {move,{x,0},{x,2}}.
    {move,{y,2},{x,1}}.
    {move,{y,3},{x,0}}.
    {call_last,3,{f,2},4}.
  {label,28}.
    {move,{x,2},{x,0}}.
    return.

{function, sum, 2, 4}.
  {label,3}.
    {line,[{location,"testdata/programs/seq.ex",17}]}.
    {func_info,{atom,'Elixir.Seq'},{atom,sum},2}.
  {label,4}.
    {is_nonempty_list,{f,29},{x,0}}.
    {get_list,{x,0},{x,2},{x,0}}.
    {line,[{location,"testdata/programs/seq.ex",17}]}.
    {gc_bif2,{f,0},3,{extfunc,erlang,'+',2},{x,1},{x,2},{x,1}}.
    {call_only,2,{f,4}}.
  {label,29}.
    {is_nil,{f,3},{x,0}}.
    {move,{x,1},{x,0}}.
    return.

{function, run, 0, 6}.
  {label,5}.
    {line,[{location,"testdata/programs/seq.ex",26}]}.
    {func_info,{atom,'Elixir.Seq'},{atom,run},0}.
  {label,6}.
    {allocate,4,0}.
    {init_yregs,{list,[{y,0},{y,1},{y,2},{y,3}]}}.
    {move,{integer,15},{x,0}}.
    {line,[{location,"testdata/programs/seq.ex",27}]}.
    {call,1,{f,12}}.
    {move,{x,0},{y,0}}.
    {move,{literal,2},{x,0}}.
    {call,1,{f,8}}.
    {move,{x,0},{y,1}}.
    {move,{integer,2},{x,2}}.
    {move,{integer,4},{x,1}}.
    {move,{integer,8},{x,0}}.
    {call,3,{f,2}}.
    {move,{x,0},{y,2}}.
    {move,nil,{x,1}}.
    {move,{integer,100},{x,0}}.
    {call,2,{f,14}}.
    {move,{integer,0},{x,1}}.
    {call,2,{f,4}}.
    {test_heap,{alloc,[0,0,1,0,2,1]},1}.
    {make_fun3,0,{x,1},{list,[]}}.
    {move,{x,0},{y,3}}.
    {move,{literal,3},{x,0}}.
    {call,2,{f,10}}.
    {test_heap,6,1}.
    {put_tuple2,{x,0},{list,[{y,0},{y,1},{y,2},{y,3},{x,0}]}}.
    {deallocate,4}.
    return.

{function, '-run/0-fun-0-', 1, 31}.
  {label,30}.
    {line,[{location,"testdata/programs/seq.ex",27}]}.
    {func_info,{atom,'Elixir.Seq'},{atom,'-run/0-fun-0-'},1}.
  {label,31}.
    {line,[{location,"testdata/programs/seq.ex",27}]}.
    {gc_bif2,{f,0},1,{extfunc,erlang,'*',2},{x,0},{integer,2},{x,0}}.
    return.

{function, nrev, 1, 8}.
  {label,7}.
    {line,[{location,"testdata/programs/seq.ex",8}]}.
    {func_info,{atom,'Elixir.Seq'},{atom,nrev},1}.
  {label,8}.
    {is_nonempty_list,{f,32},{x,0}}.
    {allocate,1,1}.
    {get_list,{x,0},{y,0},{x,0}}.
    {line,[{location,"testdata/programs/seq.ex",8}]}.
    {call,1,{f,8}}.
    {test_heap,2,1}.
    {put_list,{y,0},nil,{x,1}}.
    {call_last,2,{f,16},1}.
  {label,32}.
    {is_nil,{f,7},{x,0}}.
    {move,nil,{x,0}}.
    return.

{function, map, 2, 10}.
  {label,9}.
    {line,[{location,"testdata/programs/seq.ex",23}]}.
    {func_info,{atom,'Elixir.Seq'},{atom,map},2}.
  {label,10}.
    {is_nonempty_list,{f,33},{x,0}}.
    {allocate,3,2}.
    {init_yregs,{list,[{y,2}]}}.
    {move,{x,1},{y,0}}.
    {get_list,{x,0},{x,0},{y,1}}.
    {line,[{location,"testdata/programs/seq.ex",23}]}.
    {call_fun,1}.
    {move,{x,0},{y,2}}.
    {move,{y,0},{x,1}}.
    {move,{y,1},{x,0}}.
    {call,2,{f,10}}.
    {test_heap,2,1}.
    {put_list,{y,2},{x,0},{x,0}}.
    {deallocate,3}.
    return.
  {label,33}.
    {is_nil,{f,9},{x,0}}.
    {move,nil,{x,0}}.
    return.

{function, fib, 1, 12}.
  {label,11}.
    {line,[{location,"testdata/programs/seq.ex",2}]}.
    {func_info,{atom,'Elixir.Seq'},{atom,fib},1}.
  {label,12}.
    {is_lt,{f,34},{x,0},{integer,2}}.
    return.
  {label,34}.
    {allocate,1,1}.
    {move,{x,0},{y,0}}.
    {line,[{location,"testdata/programs/seq.ex",3}]}.
    {gc_bif2,{f,0},1,{extfunc,erlang,'-',2},{x,0},{integer,1},{x,0}}.
    {call,1,{f,12}}.
    {gc_bif2,{f,0},1,{extfunc,erlang,'-',2},{y,0},{integer,2},{x,1}}.
    {move,{x,0},{y,0}}.
    {move,{x,1},{x,0}}.
    {call,1,{f,12}}.
    {gc_bif2,{f,0},1,{extfunc,erlang,'+',2},{y,0},{x,0},{x,0}}.
    {deallocate,1}.
    return.

{function, build, 2, 14}.
  {label,13}.
    {line,[{location,"testdata/programs/seq.ex",20}]}.
    {func_info,{atom,'Elixir.Seq'},{atom,build},2}.
  {label,14}.
    {is_eq_exact,{f,35},{x,0},{integer,0}}.
    {move,{x,1},{x,0}}.
    return.
  {label,35}.
    {line,[{location,"testdata/programs/seq.ex",21}]}.
    {gc_bif2,{f,0},2,{extfunc,erlang,'-',2},{x,0},{integer,1},{x,2}}.
    {test_heap,2,3}.
    {put_list,{x,0},{x,1},{x,1}}.
    {move,{x,2},{x,0}}.
    {call_only,2,{f,14}}.

{function, app, 2, 16}.
  {label,15}.
    {line,[{location,"testdata/programs/seq.ex",5}]}.
    {func_info,{atom,'Elixir.Seq'},{atom,app},2}.
  {label,16}.
    {is_nonempty_list,{f,36},{x,0}}.
    {allocate,1,2}.
    {get_list,{x,0},{y,0},{x,0}}.
    {line,[{location,"testdata/programs/seq.ex",5}]}.
    {call,2,{f,16}}.
    {test_heap,2,1}.
    {put_list,{y,0},{x,0},{x,0}}.
    {deallocate,1}.
    return.
  {label,36}.
    {is_nil,{f,15},{x,0}}.
    {move,{x,1},{x,0}}.
    return.

{function, module_info, 0, 38}.
  {label,37}.
    {line,[]}.
    {func_info,{atom,'Elixir.Seq'},{atom,module_info},0}.
  {label,38}.
    {move,{atom,'Elixir.Seq'},{x,0}}.
    {call_ext_only,1,{extfunc,erlang,get_module_info,1}}.

{function, module_info, 1, 40}.
  {label,39}.
    {line,[]}.
    {func_info,{atom,'Elixir.Seq'},{atom,module_info},1}.
  {label,40}.
    {move,{x,0},{x,1}}.
    {move,{atom,'Elixir.Seq'},{x,0}}.
    {call_ext_only,2,{extfunc,erlang,get_module_info,2}}.
