{module, 'Elixir.MM'}.
{exports, [{'__info__',1},{run,0},{'MACRO-is_odd',2},{'MACRO-foo',3},{'MACRO-foo',2},{module_info,0},{module_info,1}]}.
{labels, 30}.

{function, '__info__', 1, 10}.
  {label,9}.
    {line,[{location,"testdata/programs/macros.ex",1}]}.
    {func_info,{atom,'Elixir.MM'},{atom,'__info__'},1}.
  {label,10}.
    {select_val,{x,0},{f,9},{list,[{atom,module},{f,11},{atom,functions},{f,12},{atom,macros},{f,13},{atom,struct},{f,14},{atom,exports_md5},{f,15},{atom,attributes},{f,16},{atom,compile},{f,17},{atom,md5},{f,18},{atom,deprecated},{f,19}]}}.
  {label,11}.
    {move,{atom,'Elixir.MM'},{x,0}}.
    return.
  {label,12}.
    {move,{literal,0},{x,0}}.
    return.
  {label,13}.
    {move,{literal,1},{x,0}}.
    return.
  {label,14}.
    {move,{atom,nil},{x,0}}.
    return.
  {label,15}.
    {move,{literal,2},{x,0}}.
    return.
  {label,16}.
    {move,{atom,attributes},{x,1}}.
    {move,{atom,'Elixir.MM'},{x,0}}.
    {call_ext_only,2,{extfunc,erlang,get_module_info,2}}.
  {label,17}.
    {move,{atom,compile},{x,1}}.
    {move,{atom,'Elixir.MM'},{x,0}}.
    {call_ext_only,2,{extfunc,erlang,get_module_info,2}}.
  {label,18}.
    {move,{atom,md5},{x,1}}.
    {move,{atom,'Elixir.MM'},{x,0}}.
    {call_ext_only,2,{extfunc,erlang,get_module_info,2}}.
  {label,19}.
    {move,nil,{x,0}}.
    return.

{function, run, 0, 2}.
  {label,1}.
    {line,[{location,"testdata/programs/macros.ex",4}]}.
    {func_info,{atom,'Elixir.MM'},{atom,run},0}.
  {label,2}.
    {allocate,2,0}.
    {init_yregs,{list,[{y,0},{y,1}]}}.
    {move,{literal,3},{x,2}}.
    {move,{atom,'MACRO-is_odd'},{x,1}}.
    {move,{atom,'Elixir.MM'},{x,0}}.
    {line,[{location,"testdata/programs/macros.ex",4}]}.
    {call_ext,3,{extfunc,erlang,apply,3}}.
    {move,{x,0},{y,0}}.
    {move,{literal,4},{x,2}}.
    {move,{atom,'MACRO-foo'},{x,1}}.
    {move,{atom,'Elixir.MM'},{x,0}}.
    {call_ext,3,{extfunc,erlang,apply,3}}.
    {move,{x,0},{y,1}}.
    {move,{literal,3},{x,2}}.
    {move,{atom,'MACRO-foo'},{x,1}}.
    {move,{atom,'Elixir.MM'},{x,0}}.
    {call_ext,3,{extfunc,erlang,apply,3}}.
    {test_heap,4,1}.
    {put_tuple2,{x,0},{list,[{y,0},{y,1},{x,0}]}}.
    {deallocate,2}.
    return.

{function, 'MACRO-is_odd', 2, 4}.
  {label,3}.
    {line,[{location,"testdata/programs/macros.ex",2}]}.
    {func_info,{atom,'Elixir.MM'},{atom,'MACRO-is_odd'},2}.
  {label,4}.
    {allocate,1,2}.
    {move,{x,1},{y,0}}.
    {call_ext,1,{extfunc,'Elixir.Macro.Env','in_guard?',1}}.
    {select_val,{x,0},{f,22},{list,[{atom,true},{f,20},{atom,false},{f,21}]}}.
  {label,20}.
    {test_heap,26,0}.
    {put_list,{y,0},nil,{x,0}}.
    {put_tuple2,{x,1},{list,[{literal,5},nil,{x,0}]}}.
    {put_list,{y,0},{literal,6},{x,2}}.
    {put_tuple2,{x,2},{list,[{literal,7},nil,{x,2}]}}.
    {put_list,{x,2},{literal,8},{x,2}}.
    {put_tuple2,{x,2},{list,[{literal,9},nil,{x,2}]}}.
    {put_list,{x,2},nil,{x,2}}.
    {put_list,{x,1},{x,2},{x,1}}.
    {put_tuple2,{x,0},{list,[{literal,10},nil,{x,1}]}}.
    {deallocate,1}.
    return.
  {label,21}.
    {test_heap,20,0}.
    {put_list,{y,0},nil,{x,0}}.
    {put_tuple2,{x,1},{list,[{atom,'{}'},nil,{x,0}]}}.
    {put_list,{x,1},nil,{x,1}}.
    {put_list,{literal,11},{x,1},{x,1}}.
    {put_tuple2,{x,1},{list,[{atom,'='},nil,{x,1}]}}.
    {put_list,{x,1},{literal,12},{x,1}}.
    {put_tuple2,{x,0},{list,[{atom,'__block__'},nil,{x,1}]}}.
    {deallocate,1}.
    return.
  {label,22}.
    {case_end,{x,0}}.

{function, 'MACRO-foo', 3, 6}.
  {label,5}.
    {line,[{location,"testdata/programs/macros.ex",3}]}.
    {func_info,{atom,'Elixir.MM'},{atom,'MACRO-foo'},3}.
  {label,6}.
    {is_map,{f,23},{x,0}}.
    {get_map_elements,{f,23},{x,0},{list,[{atom,module},{x,3}]}}.
  {label,25}.
    {test_heap,4,4}.
    {put_tuple2,{x,0},{list,[{x,1},{x,2},{x,3}]}}.
    return.
  {label,23}.
    {is_atom,{f,24},{x,0}}.
    {is_ne_exact,{f,24},{x,0},{atom,nil}}.
    {is_ne_exact,{f,24},{x,0},{atom,true}}.
    {is_ne_exact,{f,24},{x,0},{atom,false}}.
    {allocate,3,3}.
    {move,{x,0},{y,2}}.
    {move,{x,1},{y,0}}.
    {move,{x,2},{y,1}}.
    {move,{atom,module},{x,1}}.
    {line,[{location,"testdata/programs/macros.ex",3}]}.
    {call_ext,2,{extfunc,'Elixir.Kernel.Utils',no_parens_remote,2}}.
    {move,{y,2},{x,0}}.
    {move,{atom,module},{x,1}}.
    {apply,0}.
    {move,{x,0},{x,3}}.
    {move,{y,1},{x,2}}.
    {move,{y,0},{x,1}}.
    {deallocate,3}.
    {jump,{f,25}}.
  {label,24}.
    {test_heap,4,1}.
    {put_tuple2,{x,0},{list,[{atom,badkey},{atom,module},{x,0}]}}.
    {line,[{location,"testdata/programs/macros.ex",3}]}.
    {call_ext_only,1,{extfunc,erlang,error,1}}.

{function, 'MACRO-foo', 2, 8}.
  {label,7}.
    {line,[{location,"testdata/programs/macros.ex",3}]}.
    {func_info,{atom,'Elixir.MM'},{atom,'MACRO-foo'},2}.
  {label,8}.
    {move,{integer,1},{x,2}}.
    {line,[{location,"testdata/programs/macros.ex",3}]}.
    {call_only,3,{f,6}}.

{function, module_info, 0, 27}.
  {label,26}.
    {line,[]}.
    {func_info,{atom,'Elixir.MM'},{atom,module_info},0}.
  {label,27}.
    {move,{atom,'Elixir.MM'},{x,0}}.
    {call_ext_only,1,{extfunc,erlang,get_module_info,1}}.

{function, module_info, 1, 29}.
  {label,28}.
    {line,[]}.
    {func_info,{atom,'Elixir.MM'},{atom,module_info},1}.
  {label,29}.
    {move,{x,0},{x,1}}.
    {move,{atom,'Elixir.MM'},{x,0}}.
    {call_ext_only,2,{extfunc,erlang,get_module_info,2}}.
