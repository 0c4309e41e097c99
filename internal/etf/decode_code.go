package etf

import (
	"errors"

	"joist/internal/mem"
	"joist/internal/term"
)

var (
	errNoLinker = errors.New("etf: funs cannot be read here")
	errBadFun   = errors.New("etf: a damaged fun")
	errNode     = errors.New("etf: an identifier of another node")
)

// scratch reads n terms into a tuple of the builder's and then calls finish with them.
func (d *decoder) scratch(n int, finish func(parts []term.Term) error) {
	a := d.block(term.TupleHeader(n), n)
	d.then(func() error { return finish(mem.Slice[term.Term](a+8, n)) })
	d.push(a+8, n)
}

// export reads fun M:F/A.
func (d *decoder) export(slot uintptr) error {
	if d.opts.Linker == nil {
		return errNoLinker
	}
	d.scratch(3, func(p []term.Term) error {
		if !p[0].IsAtom() || !p[1].IsAtom() || !p[2].IsSmall() || p[2].SmallValue() < 0 || p[2].SmallValue() > 255 {
			return errBadFun
		}
		entry := d.opts.Linker.ExportEntry(p[0], p[1], int(p[2].SmallValue()))
		a := d.b.Alloc(term.ExportWords)
		mem.Store(a, uint64(term.ExportHeader))
		mem.StoreAt(a, term.ExportEntry, uint64(entry))
		mem.Store(slot, uint64(term.BoxedAt(a)))
		return nil
	})
	return nil
}

// fun reads a fun with its free variables.
func (d *decoder) fun(slot uintptr) error {
	if d.opts.Linker == nil {
		return errNoLinker
	}
	if _, err := d.u32(); err != nil { // the size of it all
		return err
	}
	arity, err := d.u8()
	if err != nil {
		return err
	}
	if _, err := d.take(16); err != nil { // the unique value of newer compilers
		return err
	}
	index, err := d.u32()
	if err != nil {
		return err
	}
	free, err := d.elements()
	if err != nil {
		return err
	}
	if free > 255 {
		return errBadFun
	}
	// module, old index, old uniq, pid, free variables
	d.scratch(4+free, func(p []term.Term) error {
		if !p[0].IsAtom() || !p[1].IsSmall() || !p[2].IsInteger() || !p[3].IsPid() {
			return errBadFun
		}
		entry := d.opts.Linker.FunEntry(p[0], term.None, arity, free, index, uint32(p[2].SmallValue()))
		if entry == 0 {
			return errBadFun
		}
		a := d.b.Alloc(term.FunEnv + free)
		mem.Store(a, uint64(term.MakeHeader(term.SubFun, term.FunEnv-1+free)))
		mem.StoreAt(a, term.FunEntry, uint64(entry))
		mem.StoreAt(a, term.FunNext, 0)
		mem.StoreAt(a, term.FunArity, uint64(arity)|uint64(free)<<8)
		mem.StoreAt(a, term.FunCreator, uint64(p[3]))
		for i, v := range p[4:] {
			mem.StoreAt(a, term.FunEnv+i, uint64(v))
		}
		mem.Store(slot, uint64(term.BoxedAt(a)))
		return nil
	})
	return nil
}

// ownNode checks the node name of an identifier.
func ownNode(p []term.Term) error {
	if p[0] != term.AtomNonodeNohost {
		return errNode
	}
	return nil
}

func (d *decoder) pid(tag int, slot uintptr) error {
	d.scratch(1, func(p []term.Term) error {
		if err := ownNode(p); err != nil {
			return err
		}
		id, err := d.u32()
		if err != nil {
			return err
		}
		serial, err := d.u32()
		if err != nil {
			return err
		}
		if err := d.creation(tag == tagNewPid); err != nil {
			return err
		}
		mem.Store(slot, uint64(term.Pid(uint32(id), uint32(serial))))
		return nil
	})
	return nil
}

func (d *decoder) creation(long bool) error {
	size := 1
	if long {
		size = 4
	}
	_, err := d.take(size)
	return err
}

func (d *decoder) port(tag int, slot uintptr) error {
	d.scratch(1, func(p []term.Term) error {
		if err := ownNode(p); err != nil {
			return err
		}
		var high int
		var err error
		if tag == tagV4Port {
			if high, err = d.u32(); err != nil {
				return err
			}
		}
		low, err := d.u32()
		if err != nil {
			return err
		}
		mem.Store(slot, uint64(term.Port(uint64(high)<<32|uint64(low))))
		return d.creation(tag != tagPort)
	})
	return nil
}

// ref reads a reference: 32-bit words, the least significant first, as encode writes them.
func (d *decoder) ref(tag int, slot uintptr) error {
	n, err := d.u16()
	if err != nil {
		return err
	}
	d.scratch(1, func(p []term.Term) error {
		if err := ownNode(p); err != nil {
			return err
		}
		if err := d.creation(tag == tagNewerRef); err != nil {
			return err
		}
		var words [6]uint64
		for i := range n {
			w, err := d.u32()
			if err != nil {
				return err
			}
			if i < len(words) {
				words[i] = uint64(w)
			}
		}
		a := d.b.Alloc(term.RefWords)
		mem.Store(a, uint64(term.RefHeader))
		mem.StoreAt(a, term.RefID, words[0]|words[1]<<32)
		mem.StoreAt(a, term.RefPid, words[2]|words[3]<<32)
		mem.StoreAt(a, term.RefExtra, words[4])
		mem.Store(slot, uint64(term.BoxedAt(a)))
		return nil
	})
	return nil
}
