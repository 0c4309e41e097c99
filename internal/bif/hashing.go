package bif

import (
	"crypto/md5"
	"hash/adler32"
	"hash/crc32"

	"joist/internal/proc"
	"joist/internal/term"
)

func hashNatives() []Native {
	return []Native{
		{"erlang", "phash2", 1, phash2, 0},
		{"erlang", "phash2", 2, phash2, 0},
		{"erlang", "md5", 1, md5Of, 0},
		{"erlang", "crc32", 1, checksum(0, crc32Update), 0},
		{"erlang", "crc32", 2, checksum(0, crc32Update), 0},
		{"erlang", "adler32", 1, checksum(1, adler32Update), 0},
		{"erlang", "adler32", 2, checksum(1, adler32Update), 0},
	}
}

// phash2 is the portable hash of OTP, within a range of 2^27 unless another, up to 2^32, is given.
func phash2(c *proc.Ctx, args []term.Term) term.Term {
	limit := int64(1 << 27)
	if len(args) == 2 {
		if !args[1].IsSmall() || args[1].SmallValue() < 1 || args[1].SmallValue() > 1<<32 {
			return c.Badarg()
		}
		limit = args[1].SmallValue()
	}
	return sizedTerm(c, args, func(c *proc.Ctx, args []term.Term) term.Term {
		return term.Small(int64(term.PHash2(args[0], c.Node.Atoms)) % limit)
	})
}

func md5Of(c *proc.Ctx, args []term.Term) term.Term {
	return withData(c, args[0], func(c *proc.Ctx, data []byte) term.Term {
		sum := md5.Sum(data)
		return c.Binary(sum[:])
	})
}

// withData calls a function with the bytes of iodata, off the schedulers where there are many.
func withData(c *proc.Ctx, t term.Term, f func(c *proc.Ctx, data []byte) term.Term) term.Term {
	run := func(c *proc.Ctx, args []term.Term) term.Term {
		data, ok := bytesOf(args[0])
		if !ok {
			if data, ok = appendIOData(nil, args[0]); !ok {
				return c.Badarg()
			}
		}
		chargeBytes(c, len(data))
		return f(c, data)
	}
	if bits, ok := bitsOf(t); ok && bits.Size > 8*byteLimit {
		return c.Dirty(run, t)
	}
	if _, _, _, again := iolistBits(t, cellLimit); again {
		return c.Dirty(run, t)
	}
	return run(c, []term.Term{t})
}

// checksum continues a checksum over iodata, which comes last; before it the checksum so far may be given.
func checksum(initial uint32, update func(sum uint32, data []byte) uint32) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		sum := initial
		if len(args) == 2 {
			if !isCount(args[0]) || args[0].SmallValue() > 1<<32-1 {
				return c.Badarg()
			}
			sum = uint32(args[0].SmallValue())
		}
		return withData(c, args[len(args)-1], func(_ *proc.Ctx, data []byte) term.Term {
			return term.Small(int64(update(sum, data)))
		})
	}
}

func crc32Update(sum uint32, data []byte) uint32 { return crc32.Update(sum, crc32.IEEETable, data) }

// adlerBase is the modulus of both halves of an Adler-32 checksum.
const adlerBase = 65521

// adler32Update joins the checksum so far with that of the data.
func adler32Update(sum uint32, data []byte) uint32 {
	a, b := uint64(sum&0xffff), uint64(sum>>16)
	next := adler32.Checksum(data)
	length := uint64(len(data)) % adlerBase
	// The data's own sum began with 1 in the lower half.
	low := (a + uint64(next&0xffff) + adlerBase - 1) % adlerBase
	high := (b + uint64(next>>16) + length*(a+adlerBase-1)) % adlerBase
	return uint32(high<<16 | low)
}
