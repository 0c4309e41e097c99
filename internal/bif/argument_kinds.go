package bif

import (
	"strings"
	"unicode/utf8"

	"joist/internal/ets"
	"joist/internal/proc"
	"joist/internal/term"
)

// argumentKind is what an argument of a native must be.
type argumentKind struct {
	// wrong is the text for a term that is not of the kind at all, empty for one that is.
	wrong func(c *proc.Ctx, t term.Term) string
	// possible is the text where nothing is wrong with any argument in itself, empty where this one is in order.
	possible func(arguments []term.Term, i int) string
	// alone says that a possible reason excludes those of later arguments.
	alone bool
}

// argumentKinds are the kinds of the arguments of a native.
func argumentKinds(name string, arity int) (kinds []argumentKind, ok bool) {
	for _, line := range strings.Split(argumentTable, "\n") {
		fields := strings.Fields(line)
		if len(fields) != arity+1 || !strings.HasPrefix(name, strings.TrimSuffix(fields[0], "*")) ||
			!strings.HasSuffix(fields[0], "*") && fields[0] != name {
			continue
		}
		for _, field := range fields[1:] {
			kinds = append(kinds, kindNamed(field))
		}
		return kinds, true
	}
	return nil, false
}

// argumentTable has a line for each native: its name and the kinds of its arguments. A star stands for the rest of a name. The
// first line that fits counts.
const argumentTable = `
erlang:abs number
erlang:adler32 iodata
erlang:adler32 range iodata
erlang:alias options
erlang:append_element tuple any
erlang:apply any atom list
erlang:atom_to_binary atom
erlang:atom_to_binary atom encoding_option
erlang:atom_to_list atom
erlang:binary_part binary part
erlang:binary_part binary range range
erlang:binary_to_atom utf8_binary
erlang:binary_to_atom utf8_binary encoding
erlang:binary_to_existing_atom existing_binary
erlang:binary_to_existing_atom existing_binary encoding
erlang:binary_to_float float_binary
erlang:binary_to_integer integer_binary
erlang:binary_to_integer integer_binary base
erlang:binary_to_list binary
erlang:binary_to_list binary range range
erlang:binary_to_term external
erlang:binary_to_term external options
erlang:bit_size bitstring
erlang:bitstring_to_list bitstring
erlang:bump_reductions range
erlang:byte_size bitstring
erlang:cancel_timer reference
erlang:cancel_timer reference options
erlang:ceil number
erlang:check_old_code atom
erlang:check_process_code pid atom
erlang:check_process_code pid atom options
erlang:convert_time_unit integer unit unit
erlang:crc32 iodata
erlang:crc32 range iodata
erlang:delete_element index tuple
erlang:delete_module atom
erlang:demonitor reference
erlang:demonitor reference options
erlang:display_string iodata
erlang:element index tuple
erlang:exit pid any
erlang:external_size any options
erlang:float number
erlang:float_to_* float
erlang:float_to_* float options
erlang:floor number
erlang:fun_info fun
erlang:fun_info fun item
erlang:fun_to_list fun
erlang:function_exported atom atom range
erlang:garbage_collect pid
erlang:garbage_collect pid options
erlang:group_leader pid pid
erlang:halt status
erlang:halt status options
erlang:hd nonempty_list
erlang:hibernate atom atom list
erlang:insert_element index tuple any
erlang:integer_to_* integer
erlang:integer_to_* integer base
erlang:iolist_* iodata
erlang:is_builtin atom atom range
erlang:is_function any range
erlang:is_map_key any map
erlang:is_process_alive pid
erlang:is_record any atom
erlang:is_record any atom range
erlang:length proper_list
erlang:link pid
erlang:list_to_atom characters
erlang:list_to_binary iolist
erlang:list_to_bitstring bitstring_list
erlang:list_to_existing_atom existing_characters
erlang:list_to_float float_list
erlang:list_to_integer integer_list
erlang:list_to_integer integer_list base
erlang:list_to_pid pid_list
erlang:list_to_port port_list
erlang:list_to_ref reference_list
erlang:list_to_tuple proper_list
erlang:localtime_to_universaltime local_time
erlang:localtime_to_universaltime local_time boolean_or_undefined
erlang:make_fun atom atom range
erlang:make_tuple range any
erlang:make_tuple range any options
erlang:map_get key map
erlang:map_size map
erlang:md5 iodata
erlang:memory memory_item
erlang:module_loaded atom
erlang:monitor monitor_type pid
erlang:monitor monitor_type pid options
erlang:monitor_node atom boolean
erlang:monitor_node atom boolean options
erlang:monotonic_time unit
erlang:node node_of
erlang:open_port any options
erlang:phash2 any range
erlang:pid_to_list pid
erlang:port_to_list port
erlang:posixtime_to_universaltime integer
erlang:process_flag process_flag flag_value
erlang:process_info pid
erlang:process_info pid info_item
erlang:purge_module atom
erlang:raise any any any
erlang:read_timer reference
erlang:read_timer reference options
erlang:ref_to_list reference
erlang:register atom pid
erlang:resume_process suspended_pid
erlang:round number
erlang:! destination any
erlang:send destination any
erlang:send destination any options
erlang:send_after range pid_or_atom any
erlang:send_after range pid_or_atom any options
erlang:start_timer range pid_or_atom any
erlang:start_timer range pid_or_atom any options
erlang:setelement index tuple any
erlang:size tuple_or_binary
erlang:spawn* fun
erlang:spawn_opt fun spawn_options
erlang:spawn* atom atom list
erlang:spawn_opt atom atom list spawn_options
erlang:split_binary binary range
erlang:statistics statistics_item
erlang:suspend_process pid
erlang:suspend_process pid options
erlang:system_info system_item
erlang:system_time unit
erlang:term_to_* any options
erlang:time_offset unit
erlang:tl nonempty_list
erlang:trunc number
erlang:tuple_size tuple
erlang:tuple_to_list tuple
erlang:unalias reference
erlang:unique_integer modifiers
erlang:universaltime_to_localtime universal_time
erlang:universaltime_to_posixtime universal_time
erlang:unlink pid
erlang:unregister registered
erlang:whereis atom
atomics:new range options
atomics:info cells
atomics:get cells range
atomics:compare_exchange cells range integer integer
atomics:* cells range integer
counters:new range options
counters:info cells
counters:get cells range
counters:* cells range integer
persistent_term:get persistent_key
binary:at whole_binary range
binary:bin_to_list whole_binary
binary:bin_to_list whole_binary part
binary:bin_to_list whole_binary range range
binary:compile_pattern pattern
binary:copy whole_binary
binary:copy whole_binary range
binary:decode_hex whole_binary
binary:decode_unsigned whole_binary
binary:decode_unsigned whole_binary endianness
binary:encode_hex whole_binary
binary:encode_unsigned range
binary:encode_unsigned range endianness
binary:first nonempty_binary
binary:last nonempty_binary
binary:list_to_bin iodata
binary:longest_common_* binary_list
binary:match* whole_binary pattern
binary:match* whole_binary pattern search_options
binary:part whole_binary part
binary:part whole_binary range range
binary:referenced_byte_size binary
binary:replace whole_binary pattern whole_binary
binary:replace whole_binary pattern whole_binary search_options
binary:split whole_binary pattern
binary:split whole_binary pattern search_options
ets:new atom table_options
ets:delete table
ets:whereis table_name
ets:info table_id
ets:info table_id any
ets:insert* table objects
ets:delete_object table object
ets:lookup_element table any range
ets:lookup_element table any range any
ets:match_spec_compile match_spec
ets:select continuation
ets:select_reverse continuation
ets:match continuation
ets:match_object continuation
ets:select table match_spec
ets:select_* table match_spec
ets:select* table match_spec range
ets:match* table any range
ets:rename table table_name
ets:update_counter table any update_operation
ets:update_counter table any update_operation any
ets:update_element table any element_specification
ets:update_element table any element_specification any
ets:first table
ets:last table
ets:next table present_key
ets:prev table present_key
ets:* table
ets:* table any
ets:give_away table pid any
lists:key* any range list
lists:member any list
lists:reverse list any
maps:from_keys list any
maps:from_list list
maps:next map_iterator
math:fmod number in_domain
math:pow number number
math:atan2 number number
math:sqrt in_domain
math:log* in_domain
math:asin in_domain
math:acos in_domain
math:acosh in_domain
math:atanh in_domain
math:* number
os:getenv characters
os:getenv characters any
os:perf_counter unit
os:system_time unit
unicode:characters_to_* chardata
unicode:characters_to_* chardata text_encoding
unicode:characters_to_* chardata text_encoding text_encoding
`

// kindNamed is the kind that a word of the table stands for.
func kindNamed(word string) argumentKind {
	if k, ok := typeKind(word); ok {
		return k
	}
	if k, ok := textKind(word); ok {
		return k
	}
	if k, ok := valueKind(word); ok {
		return k
	}
	return argumentKind{wrong: nothing}
}

func nothing(*proc.Ctx, term.Term) string { return "" }

// must makes a kind of a test.
func must(text string, is func(t term.Term) bool) argumentKind {
	return argumentKind{wrong: func(_ *proc.Ctx, t term.Term) string {
		if is(t) {
			return ""
		}
		return text
	}}
}

// orElse adds the text for an argument that is of the kind but may be refused all the same.
func (k argumentKind) orElse(text string) argumentKind {
	k.possible = func([]term.Term, int) string { return text }
	k.alone = true
	return k
}

// typeKind knows the words for types.
func typeKind(word string) (k argumentKind, ok bool) {
	types := map[string]struct {
		text string
		is   func(t term.Term) bool
	}{
		"number": {"not a number", term.Term.IsNumber}, "integer": {"not an integer", term.Term.IsInteger},
		"float": {"not a float", term.Term.IsFloat}, "atom": {"not an atom", term.Term.IsAtom},
		"tuple": {"not a tuple", term.Term.IsTuple}, "map": {"not a map", term.Term.IsMap},
		"pid": {"not a pid", term.Term.IsPid}, "node_of": {"not a pid", term.Term.IsPid},
		"reference": {"not a reference", term.Term.IsRef}, "port": {"not a port", term.Term.IsPort},
		"fun": {"not a fun", term.Term.IsFun}, "binary": {"not a binary", term.Term.IsBinary},
		"bitstring":     {"not a bitstring", term.Term.IsBitstring},
		"nonempty_list": {"not a nonempty list", term.Term.IsCons},
		"table_name":    {"invalid table name (must be an atom)", term.Term.IsAtom},
		"tuple_or_binary": {"not tuple or binary", func(t term.Term) bool {
			return t.IsTuple() || t.IsBitstring()
		}},
		"pid_or_atom": {"not a pid or an atom", func(t term.Term) bool { return t.IsPid() || t.IsAtom() }},
		"boolean": {"not a boolean ('true' or 'false')", func(t term.Term) bool {
			return t == term.AtomTrue || t == term.AtomFalse
		}},
		"boolean_or_undefined": {"not 'true', 'false', or 'undefined'", func(t term.Term) bool {
			return t == term.AtomTrue || t == term.AtomFalse || t == term.AtomUndefined
		}},
		"cells": {"invalid atomics reference", func(t term.Term) bool { _, ok := cellArrayOf(t); return ok }},
		"base": {"not an integer in the range 2 through 36", func(t term.Term) bool {
			return t.IsSmall() && t.SmallValue() >= 2 && t.SmallValue() <= 36
		}},
		"unit":       {"invalid time unit", func(t term.Term) bool { _, ok := unitPerSecond(t); return ok }},
		"endianness": {"must be 'big' or 'little'", func(t term.Term) bool { return t == term.AtomBig || t == term.AtomLittle }},
		"encoding":   {"not one of the atoms: latin1, utf8, or unicode", isEncoding},
		"encoding_option": {
			"is an invalid encoding option", isEncoding,
		},
		"text_encoding": {"not a valid encoding", func(t term.Term) bool { _, ok := encodingOf(t); return ok }},
		"pattern":       {"not a valid pattern", func(t term.Term) bool { _, ok := patternsOf(t); return ok }},
		"map_iterator":  {"not a valid iterator", func(term.Term) bool { return false }},
	}
	entry, ok := types[word]
	if !ok {
		return k, false
	}
	return must(entry.text, entry.is), true
}

// textKind knows the words for what is text, data or a list.
func textKind(word string) (k argumentKind, ok bool) {
	binary, list := must("not a binary", term.Term.IsBinary), must("not a list", term.Term.IsList)
	switch word {
	case "list":
		return argumentKind{wrong: notAList}, true
	case "proper_list":
		return must("not a list", func(t term.Term) bool { _, end := walk(t, noLimit); return end.IsNil() }), true
	case "options":
		return argumentKind{wrong: notAList}.orElse("invalid option in list"), true
	case "modifiers":
		return argumentKind{wrong: notAList}.orElse("invalid modifier"), true
	case "spawn_options":
		return argumentKind{wrong: notAList}.orElse("invalid spawn option"), true
	case "table_options":
		return argumentKind{wrong: notAList}.orElse("invalid options"), true
	case "whole_binary":
		return argumentKind{wrong: notWholeBinary}, true
	case "nonempty_binary":
		return argumentKind{wrong: notWholeBinary}.orElse("a zero-sized binary is not allowed"), true
	case "integer_binary":
		return binary.orElse("not a textual representation of an integer"), true
	case "float_binary":
		return binary.orElse("not a textual representation of a float"), true
	case "utf8_binary", "existing_binary":
		k := binary
		k.possible = func(arguments []term.Term, i int) string {
			switch {
			case !utf8.Valid(arguments[i].BinaryBytes()):
				return "invalid UTF8 encoding"
			case word == "existing_binary":
				return "not an already existing atom"
			}
			return ""
		}
		return k, true
	case "external":
		return binary.orElse("invalid external representation of a term"), true
	case "integer_list":
		return list.orElse("not a textual representation of an integer"), true
	case "float_list":
		return list.orElse("not a textual representation of a float"), true
	case "pid_list":
		return list.orElse("not a textual representation of a pid"), true
	case "port_list":
		return list.orElse("not a textual representation of a port"), true
	case "reference_list":
		return list.orElse("not a textual representation of a reference"), true
	case "characters":
		return argumentKind{wrong: notAList}.orElse("not a list of characters"), true
	case "existing_characters":
		return argumentKind{wrong: notAList}.orElse("not an already existing atom"), true
	case "iodata":
		return must("not an iodata term", isIOData), true
	case "iolist":
		return must("not an iolist term", func(t term.Term) bool { return t.IsList() && isIOData(t) }), true
	case "bitstring_list":
		return must("not a bitstring list", func(term.Term) bool { return false }), true
	case "binary_list":
		return must("not a flat list of binaries", func(term.Term) bool { return false }), true
	case "chardata":
		return argumentKind{wrong: nothing}.orElse("not valid character data (an iodata term)"), true
	}
	return k, false
}

func isIOData(t term.Term) bool {
	if t.IsBinary() {
		return true
	}
	bits, _, ok, _ := iolistBits(t, noLimit)
	return ok && bits%8 == 0 && t.IsList()
}

func notAList(_ *proc.Ctx, t term.Term) string {
	switch _, end := walk(t, noLimit); {
	case !t.IsList():
		return "not a list"
	case !end.IsNil():
		return "not a proper list"
	}
	return ""
}

func notWholeBinary(_ *proc.Ctx, t term.Term) string {
	switch {
	case t.IsBinary():
		return ""
	case t.IsBitstring():
		return "is a bitstring (expected a binary)"
	}
	return "not a binary"
}

// valueKind knows the words for arguments whose value matters.
func valueKind(word string) (k argumentKind, ok bool) {
	integer := must("not an integer", term.Term.IsInteger)
	switch word {
	case "range", "index":
		integer.possible = outOfRange
		integer.alone = true
		return integer, true
	case "part":
		return argumentKind{wrong: nothing}.orElse("not a valid {Pos,Length} tuple"), true
	case "registered":
		return must("not an atom", term.Term.IsAtom).orElse("not a pid"), true
	case "suspended_pid":
		return must("not a pid", term.Term.IsPid).orElse("process is not suspended or is not alive"), true
	case "table":
		return argumentKind{wrong: notATable}, true
	case "table_id":
		return must("not an atom or a table identifier", isTableID), true
	case "objects":
		return argumentKind{wrong: notObjects}, true
	case "object":
		return must("not a tuple", term.Term.IsTuple).orElse("is an empty tuple"), true
	case "match_spec":
		return argumentKind{wrong: notAMatchSpec}, true
	}
	texts := map[string]string{
		"item": "invalid item", "memory_item": "invalid memory type option", "monitor_type": "invalid monitor type",
		"process_flag": "invalid process flag", "flag_value": "invalid value for this process flag",
		"info_item": "invalid item or item list", "statistics_item": "invalid statistics item",
		"system_item": "invalid system info item", "destination": "invalid destination", "status": "invalid status",
		"local_time": "not a valid local time", "universal_time": "not a valid universal time",
		"key": "not present in map", "persistent_key": "no persistent term stored with this key",
		"search_options": "invalid options", "continuation": "invalid continuation",
		"update_operation": "not a valid update operation", "element_specification": "is not a valid element specification",
		"present_key": "not a key that exists in the table", "in_domain": "is outside the domain for this function",
	}
	text, ok := texts[word]
	k = argumentKind{wrong: nothing}
	if word == "in_domain" {
		k = must("not a number", term.Term.IsNumber)
	}
	if word == "process_flag" { // a known flag has a value that is wrong
		k.possible = func(arguments []term.Term, i int) string {
			switch arguments[i] {
			case term.AtomTrapExit, term.AtomPriority, term.AtomMinHeapSize, term.AtomMaxHeapSize, term.AtomMessageQueueData,
				term.AtomSensitive, term.AtomSaveCalls, term.AtomErrorHandler, term.AtomFullsweepAfter, term.AtomMinBinVheapSize:
				return ""
			}
			return text
		}
		k.alone = true
		return k, true
	}
	return k.orElse(text), ok
}

// outOfRange blames a number for what it can be blamed for: a position before the end of the binary is in order where a length
// follows it.
func outOfRange(arguments []term.Term, i int) string {
	if i+1 < len(arguments) && arguments[i].IsSmall() && arguments[i+1].IsInteger() {
		if bits, ok := bitsOf(arguments[0]); ok && arguments[i].SmallValue() >= 0 && arguments[i].SmallValue() <= int64(bits.Size/8) {
			return ""
		}
	}
	return "out of range"
}

func isTableID(t term.Term) bool { return t.IsAtom() || t.IsRef() }

func notATable(c *proc.Ctx, t term.Term) string {
	switch {
	case !isTableID(t):
		return "not an atom or a table identifier"
	case ets.Of(c.Node).Find(t) != nil:
		return ""
	}
	return "the table identifier does not refer to an existing ETS table"
}

func notObjects(_ *proc.Ctx, t term.Term) string {
	if t.IsTuple() {
		if t.TupleSize() == 0 {
			return "is an empty tuple"
		}
		return ""
	}
	if !t.IsList() {
		return "not a tuple"
	}
	for ; t.IsCons(); t = t.Cdr() {
		if !t.Car().IsTuple() || t.Car().TupleSize() == 0 {
			return "not a non-empty tuple or a list of non-empty tuples"
		}
	}
	return ""
}

func notAMatchSpec(c *proc.Ctx, t term.Term) string {
	if _, ok := ets.Compile(c, t); !ok {
		return "not a valid match specification"
	}
	return ""
}
